//! A run after a merge: what was translated is in the new jobs, whatever was edited meanwhile.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

use crate::program::Place;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

const NOUNS: [&str; 12] = [
    "ferry", "bridge", "harbour", "captain", "market", "council", "river", "lorry", "engineer", "honey",
    "flood", "valley",
];
const VERBS: [&str; 8] = [
    "reached", "left", "closed", "repaired", "watched", "crossed", "painted", "sold",
];
const TIMES: [&str; 6] = [
    "on Monday",
    "before noon",
    "last winter",
    "after the flood",
    "in the morning",
    "within a week",
];

fn sentence(dice: &mut Dice) -> String {
    let mut noun = || NOUNS[dice.roll(NOUNS.len())];
    let (one, two) = (noun(), noun());
    let (verb, time) = (VERBS[dice.roll(VERBS.len())], TIMES[dice.roll(TIMES.len())]);
    let two = if dice.roll(4) == 0 {
        format!("**{two}**")
    } else {
        two.to_owned()
    };
    format!("The {one} of house {} {verb} the {two} {time}.", dice.roll(900))
}

/// The blocks of an article, each of them another one.
fn article(dice: &mut Dice) -> Vec<String> {
    let mut blocks = vec![format!("# How the {} was saved", NOUNS[dice.roll(NOUNS.len())])];
    for number in 0..6 + dice.roll(6) {
        if number == 3 {
            blocks.push("## What came of it".to_owned());
        }
        let sentences: Vec<String> = (0..=dice.roll(4)).map(|_| sentence(dice)).collect();
        blocks.push(sentences.join(" "));
    }
    blocks
}

/// Changes a word in some blocks, takes blocks out, puts new ones in, lets two change places; which of the new blocks are old ones.
fn edit(blocks: &[String], dice: &mut Dice) -> Vec<(String, Option<usize>)> {
    let mut after: Vec<(String, Option<usize>)> = blocks
        .iter()
        .enumerate()
        .map(|(number, block)| (block.clone(), Some(number)))
        .collect();
    for _ in 0..=dice.roll(4) {
        let at = 1 + dice.roll(after.len() - 1);
        match dice.roll(4) {
            0 if after.len() > 4 => drop(after.remove(at)),
            1 => after.insert(at, (sentence(dice), None)),
            2 => {
                let other = 1 + dice.roll(after.len() - 1);
                after.swap(at, other);
            }
            _ => {
                let word = NOUNS
                    .iter()
                    .find(|noun| after[at].0.contains(**noun))
                    .copied()
                    .unwrap_or("What");
                after[at] = (after[at].0.replacen(word, "lighthouse", 1), None);
            }
        }
    }
    after
}

fn text(blocks: impl Iterator<Item = impl AsRef<str>>) -> String {
    let mut out = String::new();
    for block in blocks {
        out.push_str(block.as_ref());
        out.push_str("\n\n");
    }
    out
}

/// The rows of the job's table by their ids: source, target, note, state.
fn rows(place: &Place) -> BTreeMap<String, [String; 4]> {
    let table = place.read("output/jobs/en-kk/segments.tsv");
    let rows = table.lines().skip(1).map(|line| {
        let mut cells = line.split('\t').map(str::to_owned);
        let id = cells.next().unwrap();
        (id, std::array::from_fn(|_| cells.next().unwrap()))
    });
    rows.collect()
}

/// Fills in the whole job and merges it.
fn translate(place: &Place) {
    place
        .run(&["pseudo", "output/jobs", "--output", "back", "--quiet"])
        .expect(0);
    place.run(&["merge", "back", "--quiet"]).expect(0);
    std::fs::remove_dir_all(place.path("back")).unwrap();
}

#[test]
fn whatever_is_edited_all_other_blocks_keep_their_ids_and_translations() {
    let forms: [&[&str]; 5] = [
        &["--xliff", "1.2"],
        &["--xliff", "2.0"],
        &["--for", "weblate"],
        &["--for", "table"],
        &["--xliff", "2.2"],
    ];
    let (mut kept, mut offered, mut stayed) = (0, 0, 0);
    for round in 0..15 {
        let mut dice = Dice(round as u64 * 7_919 + 5);
        let form = forms[round % forms.len()];
        let run = [&["run", "--to", "kk", "--quiet"], form].concat();
        let place = Place::new();
        let blocks = article(&mut dice);
        place.file("input/a.md", text(blocks.iter()).as_bytes());
        place.file("input/b.md", text(article(&mut dice).iter()).as_bytes());
        place.run(&run).expect(0);
        translate(&place);
        let first = place.read("output/translated/kk/a.md");
        let first: Vec<&str> = first.trim_end().split("\n\n").collect();
        assert_eq!(first.len(), blocks.len());
        place.run(&run).expect(0);
        let before = rows(&place);
        assert!(
            before
                .values()
                .all(|row| !row[1].is_empty() && row[3] == "translated")
        );

        let after = edit(&blocks, &mut dice);
        place.file(
            "input/a.md",
            text(after.iter().map(|(block, _)| block)).as_bytes(),
        );
        place.run(&run).expect(0);
        let again = rows(&place);
        // What has a translation is what was not touched, segment for segment.
        for (id, row) in &again {
            if let Some(old) = before.get(id) {
                assert_eq!((&row[0], &row[1], &row[3]), (&old[0], &old[1], &old[3]), "{id}");
                kept += 1;
            } else {
                assert_eq!((&*row[1], &*row[3]), ("", "new"), "{}", row[0]);
                offered += usize::from(row[2].contains("match: "));
            }
        }
        place.run(&["merge", "output/jobs", "--quiet"]).expect(0);
        let merged = place.read("output/translated/kk/a.md");
        let merged: Vec<&str> = merged.trim_end().split("\n\n").collect();
        let want: Vec<&str> = after
            .iter()
            .map(|(block, old)| old.map_or(&**block, |old| first[old]))
            .collect();
        assert_eq!(merged, want, "round {round}");
        // The merge changed nothing of what the next run begins with.
        place.run(&run).expect(0);
        for (id, row) in rows(&place) {
            let old = &again[&id];
            assert_eq!((&row[0], &row[1], &row[3]), (&old[0], &old[1], &old[3]), "{id}");
            // A block that moved may part what was replaced from what replaced it; nearly all is offered again.
            stayed += usize::from(row[2] == old[2] && row[2].contains("match: "));
        }
    }
    assert!(
        kept > 300 && offered > 20 && 10 * stayed > 9 * offered,
        "{kept} {offered} {stayed}"
    );
}

#[test]
fn a_job_begins_with_the_same_bytes_on_any_number_of_threads() {
    let place = Place::new();
    let mut dice = Dice(3);
    let articles: Vec<Vec<String>> = (0..6).map(|_| article(&mut dice)).collect();
    let write = |articles: &[Vec<String>]| {
        for (number, blocks) in articles.iter().enumerate() {
            place.file(&format!("input/{number}.md"), text(blocks.iter()).as_bytes());
        }
    };
    write(&articles);
    place.run(&["run", "--to", "kk", "--quiet"]).expect(0);
    translate(&place);
    let edited: Vec<Vec<String>> = articles
        .iter()
        .map(|blocks| {
            edit(blocks, &mut dice)
                .into_iter()
                .map(|(block, _)| block)
                .collect()
        })
        .collect();
    write(&edited);
    let mut trees = ["1", "2", "7"].map(|threads| {
        place
            .run(&["run", "--to", "kk", "--quiet", "--threads", threads])
            .expect(0);
        let mut tree = place.tree("output");
        tree.retain(|name, _| !name.starts_with("translated/"));
        std::fs::remove_dir_all(place.path("output/jobs")).unwrap();
        tree
    });
    let last = trees[2].clone();
    assert!(trees.iter_mut().all(|tree| *tree == last));
    let job = last.iter().find(|(name, _)| name.contains(".xlf")).unwrap().1;
    assert!(String::from_utf8_lossy(job).contains("<target state=\"translated\">"));
}

const TEXT: &str = "Bridge opens\n\nThe bridge over the Sarn opened on Monday. Forty piles were driven into the bed.\n\n\
It cost 3.5 million, less than planned. Nobody minded that at all.\n";

#[test]
fn a_file_of_translations_that_cannot_be_used_is_told_and_stops_nothing() {
    let place = Place::with(&[("input/bridge.txt", TEXT.as_bytes())]);
    place.run(&["run", "--to", "kk", "--quiet"]).expect(0);
    translate(&place);
    let id = place.entry("bridge.txt")["id"].as_str().unwrap().to_owned();
    let name = format!("output/translated/kk/segments/{id}.json");
    let good = place.read(&name);
    let foreign = good.replace("\"source\":\"en\"", "\"source\":\"ru\"");
    let other = good.replace(&id, "another-article");
    for (bad, why) in [
        (&good[..good.len() / 2], "not a file of translations"),
        (&foreign, "its sources are Russian"),
        (&other, "another-article"),
        ("", "EOF"),
        ("{\"version\":9}", "version 9"),
    ] {
        place.file(&name, bad.as_bytes());
        let run = place.run(&["run", "--to", "kk"]).expect(0);
        assert!(
            run.stderr().contains("bridge.txt") && run.stderr().contains(why),
            "{why}: {}",
            run.stderr()
        );
        assert!(rows(&place).values().all(|row| row[1].is_empty()));
    }
    place.file(&name, good.as_bytes());
    let run = place.run(&["run", "--to", "kk"]).expect(0);
    assert!(!run.stderr().contains("translations"), "{}", run.stderr());
    assert!(rows(&place).values().all(|row| !row[1].is_empty()));
}

#[test]
fn what_did_not_come_again_is_kept_and_what_came_empty_is_not() {
    let place = Place::with(&[("input/bridge.txt", TEXT.as_bytes())]);
    place.run(&["run", "--to", "kk", "--quiet"]).expect(0);
    translate(&place);
    place.run(&["run", "--to", "kk", "--quiet"]).expect(0);
    let all = rows(&place);
    assert_eq!(all.len(), 5);
    // One row came back with another translation, one without any, three not at all.
    let (ids, table): (Vec<&String>, _) =
        (all.keys().collect(), place.read("output/jobs/en-kk/segments.tsv"));
    let unit = |id: &str| id.rsplit_once(".s").unwrap().0.to_owned();
    let changed = ids
        .iter()
        .find(|id| ids.iter().filter(|other| unit(other) == unit(id)).count() == 1)
        .unwrap();
    let emptied = unit(ids.iter().find(|id| unit(id) != unit(changed)).unwrap());
    let mut back = table.lines().next().unwrap().to_owned() + "\n";
    for (id, row) in &all {
        if id == *changed {
            let _ = writeln!(back, "{id}\t{}\tКөпір ашылды\t\treviewed", row[0]);
        } else if unit(id) == emptied {
            let _ = writeln!(back, "{id}\t{}\t\t\tnew", row[0]);
        }
    }
    place.file("back/en-kk/segments.tsv", back.as_bytes());
    place.run(&["merge", "back", "--quiet"]).expect(0);
    place.run(&["run", "--to", "kk", "--quiet"]).expect(0);
    for (id, row) in rows(&place) {
        if id == **changed {
            assert_eq!((&*row[1], &*row[3]), ("Көпір ашылды", "reviewed"));
        } else if unit(&id) == emptied {
            assert_eq!((&*row[1], &*row[3]), ("", "new"));
        } else {
            assert_eq!(row, all[&id]);
        }
    }
}

#[test]
fn a_job_that_begins_with_translations_has_them_as_a_memory() {
    let edited = TEXT.replace("It cost", "It has cost");
    let mut before: Vec<&str> = Vec::new();
    let mut after: Vec<(&str, usize, usize)> = Vec::new();
    for (form, names) in [
        ("any", &["memory.tmx"][..]),
        ("omegat", &["tm/auto/translated.tmx", "tm/previous.tmx"][..]),
    ] {
        let place = Place::with(&[("input/bridge.txt", TEXT.as_bytes())]);
        let run = ["run", "--to", "kk", "--quiet", "--for", form];
        place.run(&run).expect(0);
        before.extend(
            names
                .iter()
                .copied()
                .filter(|name| place.path(&format!("output/jobs/en-kk/{name}")).exists()),
        );
        translate(&place);
        place.file("input/bridge.txt", edited.as_bytes());
        place.run(&run).expect(0);
        let files = place.read("output/jobs/en-kk/job.json");
        for name in names {
            let memory = place.read(&format!("output/jobs/en-kk/{name}"));
            assert!(files.contains(&format!("\"path\": \"{name}\"")), "{files}");
            after.push((
                *name,
                memory.matches("<tu").count() - memory.matches("<tuv").count(),
                memory.matches(" tuid=").count(),
            ));
        }
        if form == "omegat" {
            // OmegaT takes a target for what is to be translated.
            let id = place.entry("bridge.txt")["id"].as_str().unwrap().to_owned();
            let job = place.read(&format!("output/jobs/en-kk/source/{id}.xlf"));
            assert_eq!(job.matches("<target state=\"needs-translation\">").count(), 5);
            assert!(
                job.contains("<target state=\"needs-translation\">Bridge opens</target>"),
                "{job}"
            );
        }
        // Nothing is left of the memory when there is nothing to begin with.
        std::fs::remove_dir_all(place.path("output/translated")).unwrap();
        place.run(&run).expect(0);
        before.extend(
            names
                .iter()
                .copied()
                .filter(|name| place.path(&format!("output/jobs/en-kk/{name}")).exists()),
        );
    }
    assert!(before.is_empty(), "{before:?}");
    assert_eq!(
        after,
        [
            ("memory.tmx", 5, 3),
            ("tm/auto/translated.tmx", 3, 3),
            ("tm/previous.tmx", 2, 0)
        ]
    );
}

#[test]
fn terms_of_a_given_glossary_are_marked_and_go_with_the_job() {
    let settings = "[check]\nglossary = [\"terms.tsv\"]\n";
    let terms = "en\tkk\nbridge\tкөпір\npile\tқада\npile\tбаған\tforbidden\ncamel\tтүйе\n";
    for (form, file, glossary, wanted) in [
        (
            "any",
            "{id}.xlf",
            "glossary.tbx",
            "<note from=\"tolmach\" priority=\"3\" annotates=\"source\">term: pile = қада, not баған</note>",
        ),
        (
            "swordfish",
            "{id}.xlf",
            "glossary.tbx",
            "<gls:glossEntry><gls:term>pile</gls:term><gls:translation>қада</gls:translation></gls:glossEntry>",
        ),
        (
            "weblate",
            "{id}.po",
            "glossary.tbx",
            "#. term: pile = қада, not баған\n",
        ),
        (
            "table",
            "segments.tsv",
            "glossary.tbx",
            "; term: pile = қада, not баған\t",
        ),
        (
            "omegat",
            "source/{id}.xlf",
            "glossary/terms.txt",
            "term: pile = қада, not баған",
        ),
    ] {
        let place = Place::with(&[
            ("input/bridge.txt", TEXT.as_bytes()),
            ("tolmach.toml", settings.as_bytes()),
            ("terms.tsv", terms.as_bytes()),
        ]);
        place
            .run(&["run", "--to", "kk,fr", "--quiet", "--for", form])
            .expect(0);
        let id = place.entry("bridge.txt")["id"].as_str().unwrap().to_owned();
        let job = place.read(&format!("output/jobs/en-kk/{}", file.replace("{id}", &id)));
        assert_eq!(job.matches(wanted).count(), 1, "{form}: {job}");
        let found = place.read(&format!("output/jobs/en-kk/{glossary}"));
        assert!(
            found.contains("көпір") && found.contains("қада") && !found.contains("түйе"),
            "{found}"
        );
        assert!(place.read("output/jobs/en-kk/job.json").contains(glossary));
        assert!(!place.path(&format!("output/jobs/en-fr/{glossary}")).exists());
    }
}

#[test]
fn a_translation_that_is_to_be_reviewed_comes_again_as_one() {
    for (form, marked) in [
        ("any", "<target state=\"needs-review-translation\">"),
        ("swordfish", "state=\"initial\" subState=\"tolmach:fuzzy\""),
        ("weblate", "#, fuzzy\n"),
        ("table", "\tto review\n"),
    ] {
        let place = Place::with(&[("input/bridge.txt", TEXT.as_bytes())]);
        let run = ["run", "--to", "kk", "--quiet", "--for", form];
        place.run(&run).expect(0);
        let id = place.entry("bridge.txt")["id"].as_str().unwrap().to_owned();
        let segment = rows(&place)
            .keys()
            .next()
            .unwrap()
            .rsplit_once('/')
            .unwrap()
            .1
            .to_owned();
        let po = format!(
            "msgid \"\"\nmsgstr \"Language: kk\\nX-Tolmach-Article: {id}\\n\"\n\n#, fuzzy\nmsgctxt \"{segment}\"\nmsgid \"{}\"\nmsgstr \"Бір нәрсе\"\n",
            rows(&place).values().next().unwrap()[0]
        );
        place.file("back/en-kk/a.po", po.as_bytes());
        place.run(&["merge", "back", "--quiet"]).expect(0);
        for _ in 0..2 {
            place.run(&run).expect(0);
            let file = match form {
                "weblate" => format!("{id}.po"),
                "table" => "segments.tsv".to_owned(),
                _ => format!("{id}.xlf"),
            };
            let job = place.read(&format!("output/jobs/en-kk/{file}"));
            assert_eq!(job.matches(marked).count(), 1, "{form}: {job}");
            place.run(&["merge", "output/jobs", "--quiet"]).expect(0);
        }
    }
}

#[test]
fn counts_tell_what_is_translated_and_what_is_like_it() {
    let place = Place::with(&[("input/bridge.txt", TEXT.as_bytes())]);
    place.run(&["run", "--to", "kk", "--quiet"]).expect(0);
    let counts = |place: &Place| -> Value {
        serde_json::from_str(&place.read("output/jobs/en-kk/counts.json")).unwrap()
    };
    let segments = |counts: &Value, name: &str| counts[name]["segments"].as_u64().unwrap();
    assert_eq!(segments(&counts(&place), "new"), 5);
    translate(&place);
    place.run(&["run", "--to", "kk", "--quiet"]).expect(0);
    let after = counts(&place);
    assert_eq!(
        ["context_match", "translated", "open", "total"].map(|name| segments(&after, name)),
        [5, 5, 0, 5]
    );
    place.file(
        "input/bridge.txt",
        TEXT.replace("cost 3.5 million", "cost 4.5 million")
            .replace("at all", "much")
            .as_bytes(),
    );
    place.run(&["run", "--to", "kk", "--quiet"]).expect(0);
    let after = counts(&place);
    let names = [
        "context_match",
        "match_100",
        "match_95_99",
        "match_85_94",
        "match_75_84",
        "match_50_74",
        "new",
        "locked",
        "total",
    ];
    let found = names.map(|name| segments(&after, name));
    assert_eq!(found, [2, 1, 1, 0, 0, 1, 0, 0, 5]);
    assert_eq!((segments(&after, "translated"), segments(&after, "open")), (3, 2));
}
