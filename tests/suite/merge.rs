//! The way back: jobs that were translated, by hand or by pseudo-translation, become articles and summaries in the target language.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::program::Place;

/// A place with the shipped articles whose formats are written back.
fn shipped() -> Place {
    let place = Place::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_none_or(|end| end != "eml") {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                place.file(&format!("input/{name}"), &fs::read(&path).unwrap());
            }
        }
    }
    place
}

/// Every sentence of a job file gets what `translate` says for its source; nothing if that is empty.
fn translate(place: &Place, file: &str, translate: impl Fn(&str) -> String) {
    let text = place.read(file);
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("<source>") {
        let (source, after) = after.split_once("</source>").unwrap();
        let target = translate(source);
        out.push_str(before);
        out.push_str("<source>");
        out.push_str(source);
        out.push_str("</source>");
        if !target.is_empty() {
            out.push_str("\n<target state=\"translated\">");
            out.push_str(&target);
            out.push_str("</target>");
        }
        rest = after;
    }
    out.push_str(rest);
    place.file(file, out.as_bytes());
}

/// `merge.json` of a language, whose figures always add up.
fn report(place: &Place, target: &str) -> Value {
    let report: Value =
        serde_json::from_str(&place.read(&format!("output/translated/{target}/merge.json"))).unwrap();
    let figure = |name: &str| report[name].as_u64().unwrap();
    assert_eq!(figure("merged") + figure("leftover"), figure("received"));
    assert_eq!(
        report["leftovers"].as_array().unwrap().len() as u64,
        figure("leftover")
    );
    report
}

#[test]
fn a_job_that_nobody_translated_gives_every_article_back_byte_for_byte() {
    let place = shipped();
    let utf16: Vec<u8> = "Мост открыли.\r\n\r\nСтроили два года. Это долго.\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    place.file("input/utf16.txt", &[b"\xff\xfe", &utf16[..]].concat());
    place.file(
        "input/mark.md",
        "\u{feff}# Eins\r\n\r\nZwei *drei*. Vier.".as_bytes(),
    );
    place.run(&["run", "--to", "qps", "--quiet"]).expect(0);
    place.run(&["merge", "output/jobs"]).expect(0);
    let inputs = place.tree("input");
    let outputs = place.tree("output/translated/qps");
    assert!(inputs.len() > 30);
    for (name, bytes) in &inputs {
        assert!(outputs.get(name) == Some(bytes), "{name} came back changed");
    }
    let report = report(&place, "qps");
    assert_eq!(
        (report["received"].as_u64(), report["leftover"].as_u64()),
        (Some(0), Some(0))
    );
}

/// The letters of a text, without what a pseudo-translation puts around them.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '⟦' | '⟧' | '·'))
        .collect()
}

/// Letters and number of codes of every block.
fn outline(record: &Value) -> Vec<(String, usize)> {
    let text: Vec<char> = record["text"].as_str().unwrap().chars().collect();
    let blocks = record["blocks"].as_array().unwrap().iter();
    let place = |block: &Value, name: &str| block[name].as_u64().unwrap() as usize;
    blocks
        .map(|block| {
            let own: String = text[place(block, "start")..place(block, "end")].iter().collect();
            (letters(&own), block["inline"].as_array().map_or(0, Vec::len))
        })
        .collect()
}

/// The letters of every block of a page, its menus too: what is the article in a page is told by its words.
fn page(place: &Place, path: &str) -> Vec<String> {
    let line = serde_json::json!({ "id": 1, "path": path }).to_string();
    let run = place
        .run_with(&["extract", "--jsonl", "--keep"], line.as_bytes())
        .expect(0);
    let reply = run.replies().remove(0);
    let blocks = reply["blocks"].as_array().unwrap().iter();
    blocks
        .map(|block| letters(block["text"].as_str().unwrap()))
        .collect()
}

#[test]
fn a_pseudo_translated_job_becomes_articles_that_read_as_they_should() {
    let place = shipped();
    place.run(&["run", "--to", "qps", "--quiet"]).expect(0);
    let options = ["--no-accents", "--expand", "0", "--quiet", "--output", "back"];
    place
        .run(&[&["pseudo", "output/jobs"], &options[..]].concat())
        .expect(0);
    let run = place.run(&["merge", "back", "--encoding", "utf8"]).expect(0);
    assert!(run.stderr().contains("+ 0 left over ="), "{}", run.stderr());
    let report = report(&place, "qps");
    assert!(report["merged"].as_u64().unwrap() > 1_000);
    // The translations are read as articles of their own.
    let again = ["run", "output/translated/qps", "--output", "again", "--quiet"];
    place.run(&again).expect(0);
    let read = place.lines("again/manifest.jsonl");
    let mut compared = 0;
    for line in place.lines("output/manifest.jsonl") {
        let Some(id) = line["id"].as_str() else { continue };
        let path = line["path"].as_str().unwrap();
        let other = read.iter().find(|other| other["path"] == path).unwrap();
        let record = |folder: &str, id: &str| -> Value {
            serde_json::from_str(&place.read(&format!("{folder}/articles/{id}.json"))).unwrap()
        };
        let before = outline(&record("output", id));
        if line["format"] == "html" {
            let after = page(&place, &format!("output/translated/qps/{path}"));
            let lost: Vec<_> = before.iter().filter(|block| !after.contains(&block.0)).collect();
            assert!(lost.is_empty(), "{path}: {lost:?} not in {after:?}");
        } else {
            let after = outline(&record("again", other["id"].as_str().unwrap()));
            let lost: Vec<_> = before.iter().filter(|block| !after.contains(block)).collect();
            assert!(lost.is_empty(), "{path}: {lost:?} not in {after:?}");
        }
        compared += 1;
    }
    assert!(compared > 25);
}

const PAGE: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>Bridge opens | Sarn News</title>\n\
<meta property=\"og:title\" content=\"Bridge opens\"></head>\n<body><article>\n<h1>Bridge opens</h1>\n\
<p>The <b>bridge</b> over the Sarn opened on Monday, after eighteen months of work. Forty piles were driven into the bed.</p>\n\
<p>It cost 3.5&nbsp;million, said <a href=\"/finn\">Orla Finn</a>, who sells honey on the other bank of the river.</p>\n\
</article></body></html>\n";

#[test]
fn a_translation_made_by_hand_becomes_the_article_and_its_summary() {
    let place = Place::with(&[("input/bridge.html", PAGE.as_bytes())]);
    place
        .run(&["run", "--to", "kk", "--sentences", "2", "--quiet"])
        .expect(0);
    let entry = place.entry("bridge.html");
    let id = entry["id"].as_str().unwrap();
    let translations = [
        ("Bridge opens", "Көпір ашылды"),
        (
            "The <g id=\"1\" ctype=\"bold\">bridge</g>",
            "Сарн үстіндегі <g id=\"1\" ctype=\"bold\">көпір</g> дүйсенбіде ашылды.",
        ),
        ("Forty piles", "Қырық қада қағылды & бітті."),
        (
            "It cost",
            "Құны 3,5\u{a0}миллион, деді <g id=\"1\" ctype=\"link\">Орла Финн</g>.",
        ),
    ];
    let of = |source: &str| {
        let found = translations.iter().find(|(from, _)| source.starts_with(from));
        found.map_or_else(|| panic!("{source}"), |(_, to)| to.replace('&', "&amp;"))
    };
    translate(&place, &format!("output/jobs/en-kk/{id}.xlf"), of);
    let run = place
        .run(&["merge", &format!("output/jobs/en-kk/{id}.xlf")])
        .expect(0);
    assert!(
        run.stderr()
            .contains("Kazakh: 4 merged + 0 left over = 4 received"),
        "{}",
        run.stderr()
    );
    let want = PAGE
        .replace("lang=\"en\"", "lang=\"kk\"")
        .replace("Bridge opens", "Көпір ашылды")
        .replace(
            "The <b>bridge</b> over the Sarn opened on Monday, after eighteen months of work. Forty piles were driven into the bed.",
            "Сарн үстіндегі <b>көпір</b> дүйсенбіде ашылды. Қырық қада қағылды &amp; бітті.",
        )
        .replace(
            "It cost 3.5&nbsp;million, said <a href=\"/finn\">Orla Finn</a>, who sells honey on the other bank of the river.",
            "Құны 3,5&nbsp;миллион, деді <a href=\"/finn\">Орла Финн</a>.",
        );
    assert_eq!(place.read("output/translated/kk/bridge.html"), want);
    // The summary is the source's summary, sentence for sentence.
    let record: Value = serde_json::from_str(&place.read(&format!("output/articles/{id}.json"))).unwrap();
    let mut quoted = Vec::new();
    for segment in record["blocks"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|block| block["segments"].as_array().unwrap())
    {
        if segment["summary"] == true {
            let text = segment["text"].as_str().unwrap();
            let found = translations
                .iter()
                .find(|(from, _)| text.starts_with(&from.split('<').next().unwrap()[..4]));
            quoted.push(
                found
                    .unwrap()
                    .1
                    .replace("<g id=\"1\" ctype=\"bold\">", "")
                    .replace("<g id=\"1\" ctype=\"link\">", "")
                    .replace("</g>", ""),
            );
        }
    }
    assert_eq!(quoted.len(), 2);
    let summary = place.read(&format!("output/translated/kk/summaries/{id}.md"));
    let sentences: Vec<&str> = summary.split("\n\n").skip(2).map(str::trim).collect();
    let escaped: Vec<String> = quoted.iter().map(|text| text.replace('&', "&amp;")).collect();
    assert_eq!(sentences, escaped, "{summary}");
    assert!(summary.starts_with("# Көпір ашылды\n"), "{summary}");
    let newsletter = place.read("output/translated/kk/digest/kk.md");
    for sentence in &escaped {
        assert!(newsletter.contains(sentence), "{sentence}\n{newsletter}");
    }
    assert!(
        newsletter.contains("Көпір ашылды") && newsletter.contains("../../../index.html#"),
        "{newsletter}"
    );
}

const TEXT: &str = "Bridge opens\n\nThe bridge over the Sarn opened on Monday. Forty piles were driven into the bed.\n\n\
It cost 3.5 million, less than planned. Nobody minded that at all.\n";

/// A text article with its job, every sentence translated by `.`-less upper case.
fn translated_text() -> (Place, String) {
    let place = Place::with(&[("input/bridge.txt", TEXT.as_bytes())]);
    place.run(&["run", "--to", "kk", "--quiet"]).expect(0);
    let id = place.entry("bridge.txt")["id"].as_str().unwrap().to_owned();
    let file = format!("output/jobs/en-kk/{id}.xlf");
    translate(&place, &file, |source| format!("«{}»", source.to_uppercase()));
    (place, file)
}

#[test]
fn a_dry_run_tells_and_writes_nothing() {
    let (place, file) = translated_text();
    let before = place.tree("output");
    let run = place.run(&["merge", &file, "--dry-run", "--json"]).expect(0);
    let merged = run
        .replies()
        .into_iter()
        .find(|event| event["event"] == "merged")
        .unwrap();
    assert_eq!(
        (merged["merged"].as_u64(), merged["received"].as_u64()),
        (Some(5), Some(5))
    );
    assert!(place.tree("output") == before);
}

#[test]
fn a_run_after_a_merge_leaves_what_was_merged() {
    let (place, file) = translated_text();
    place.run(&["merge", &file]).expect(0);
    let translated = place.tree("output/translated");
    assert!(translated.contains_key("kk/bridge.txt"));
    place.run(&["run", "--to", "kk", "--quiet"]).expect(0);
    assert!(place.tree("output/translated") == translated);
}

#[test]
fn a_source_that_moved_is_found_by_its_content_and_one_that_is_gone_loses_nothing() {
    let (place, file) = translated_text();
    place.file("archive/old/the-bridge.txt", TEXT.as_bytes());
    fs::remove_file(place.path("input/bridge.txt")).unwrap();
    place.file(
        "input/other.txt",
        b"Another text. It has nothing to do with bridges.",
    );
    let run = place.run(&["merge", &file]).expect(1);
    assert!(run.stderr().contains("--source"), "{}", run.stderr());
    let lost = report(&place, "kk");
    assert_eq!(lost["leftover"].as_u64(), Some(5));
    let memory = place.read("output/translated/kk/leftover.tmx");
    assert_eq!(memory.matches("<tu ").count(), 5, "{memory}");
    let run = place.run(&["merge", &file, "--source", "archive"]).expect(0);
    assert!(run.stderr().contains("old/the-bridge.txt"), "{}", run.stderr());
    assert!(
        place
            .read("output/translated/kk/bridge.txt")
            .starts_with("«BRIDGE OPENS»\n\n«THE BRIDGE")
    );
    assert_eq!(report(&place, "kk")["leftover"].as_u64(), Some(0));
    assert!(!place.read("output/translated/kk/leftover.tmx").contains("<tu "));
}

#[test]
fn a_file_that_was_named_itself_is_found_again_and_taken_for_the_same_when_it_changes() {
    let place = Place::with(&[("news/bridge.txt", TEXT.as_bytes())]);
    place
        .run(&["run", "news/bridge.txt", "--to", "kk", "--quiet"])
        .expect(0);
    let jobs = place.tree("output/jobs").into_keys();
    let job = jobs.into_iter().find(|name| name.contains(".xlf")).unwrap();
    let job = format!("output/jobs/{job}");
    translate(&place, &job, |source| format!("«{}»", source.to_uppercase()));
    let run = place.run(&["merge", &job]).expect(0);
    assert!(!run.stderr().contains("warning"), "{}", run.stderr());
    assert!(
        place
            .read("output/translated/kk/news/bridge.txt")
            .starts_with("«BRIDGE OPENS»")
    );
    place.file("news/bridge.txt", format!("{TEXT}\n\nA dog barked.\n").as_bytes());
    let run = place.run(&["merge", &job]).expect(0);
    assert!(run.stderr().contains("source has changed"), "{}", run.stderr());
    assert!(
        place
            .read("output/translated/kk/news/bridge.txt")
            .ends_with("A dog barked.\n")
    );
}

#[test]
fn a_source_that_changed_takes_the_translations_that_still_fit() {
    let (place, file) = translated_text();
    let changed = TEXT
        .replace(
            "Forty piles were driven into the bed.",
            "Forty piles were driven in the bed.",
        )
        .replace("Nobody minded that at all.", "A dog barked.")
        .replace(
            "Bridge opens\n\n",
            "Bridge opens\n\nA line that was not there before stands here now.\n\n",
        );
    place.file("input/bridge.txt", changed.as_bytes());
    let run = place.run(&["merge", &file]).expect(0);
    assert!(run.stderr().contains("source has changed"), "{}", run.stderr());
    let text = place.read("output/translated/kk/bridge.txt");
    let want = "«BRIDGE OPENS»\n\nA line that was not there before stands here now.\n\n\
«THE BRIDGE OVER THE SARN OPENED ON MONDAY.» «FORTY PILES WERE DRIVEN INTO THE BED.»\n\n\
«IT COST 3.5 MILLION, LESS THAN PLANNED.» A dog barked.\n";
    assert_eq!(text, want);
    let report = report(&place, "kk");
    assert_eq!(report["leftovers"][0]["reason"], "source-changed");
    assert_eq!(report["leftovers"][0]["source"], "Nobody minded that at all.");
}

#[test]
fn damaged_and_foreign_files_are_refused_and_do_not_stop_the_others() {
    let (place, file) = translated_text();
    let good = place.read(&file);
    place.file("back/good.xlf", good.as_bytes());
    place.file(
        "back/renumbered.xlf",
        good.replace("trans-unit id=\"u", "trans-unit id=\"x").as_bytes(),
    );
    place.file("back/cut.xlf", &good.as_bytes()[..good.len() / 2]);
    place.file(
        "back/german.xlf",
        good.replace("source-language=\"en\"", "source-language=\"de\"")
            .as_bytes(),
    );
    place.file("back/none.xlf", b"<html>no</html>");
    let run = place.run(&["merge", "back"]).expect(1);
    let said = run.stderr();
    assert!(
        said.contains("back/cut.xlf") && said.contains("--repair xml"),
        "{said}"
    );
    assert!(said.contains("back/none.xlf"), "{said}");
    assert!(place.read("output/translated/kk/bridge.txt").contains("«FORTY"));
    let merged = report(&place, "kk");
    // The renumbered file says again what the good one says.
    let figures = ["merged", "received", "copies"].map(|name| merged[name].as_u64().unwrap());
    assert_eq!(figures, [5, 10, 5]);
    let run = place.run(&["merge", "back/cut.xlf", "--repair", "xml"]).expect(0);
    assert!(run.stderr().contains("merged + 0 left over"), "{}", run.stderr());
}

#[test]
fn a_file_without_ids_or_languages_finds_its_article() {
    let (place, file) = translated_text();
    let mut table = String::from("source\ttarget\n");
    for (from, to) in [
        ("Forty piles were driven into the bed.", "Қырық қада."),
        ("Bridge opens", "Көпір"),
    ] {
        table += &[from, "\t", to, "\n"].concat();
    }
    place.file("back/table.tsv", table.as_bytes());
    let run = place.run(&["merge", "back/table.tsv"]).expect(1);
    assert!(run.stderr().contains("--to"), "{}", run.stderr());
    place.run(&["merge", "back/table.tsv", "--to", "kk"]).expect(0);
    let text = place.read("output/translated/kk/bridge.txt");
    assert!(
        text.starts_with("Көпір\n\nThe bridge over the Sarn opened on Monday. Қырық қада.\n"),
        "{text}"
    );
    // Codes, states and ids of a real job file win nothing by being there: the same article takes both.
    place
        .run(&["merge", "back/table.tsv", &file, "--to", "kk"])
        .expect(0);
    assert_eq!(report(&place, "kk")["received"].as_u64(), Some(7));
}

#[test]
fn articles_are_pseudo_translated_in_their_own_format() {
    let place = Place::with(&[
        ("pages/bridge.html", PAGE.as_bytes()),
        ("pages/bridge.txt", TEXT.as_bytes()),
    ]);
    place.run(&["pseudo", "pages", "--to", "ar", "--quiet"]).expect(0);
    let page = place.read("pseudo/bridge.html");
    assert!(
        page.contains("<html dir=\"rtl\" lang=\"ar\">") && page.contains("\u{202e}"),
        "{page}"
    );
    assert!(page.contains("<a href=\"/finn\">"), "{page}");
    let text = place.read("pseudo/bridge.txt");
    assert_eq!(text.lines().count(), TEXT.lines().count());
    assert!(text.chars().count() > TEXT.chars().count() * 12 / 10, "{text}");
    place
        .run(&[
            "pseudo",
            "pages/bridge.txt",
            "--output",
            "plain",
            "--no-accents",
            "--no-brackets",
            "--expand",
            "0",
        ])
        .expect(0);
    assert_eq!(place.read("plain/pages/bridge.txt"), TEXT);
}

#[test]
fn articles_are_found_where_the_run_found_them_whatever_their_folder_is_called() {
    let place = Place::new();
    place.file(
        "news/a.txt",
        b"The ferry is back\n\nThe ferry crossed the sound on Monday morning.\n",
    );
    place.run(&["run", "news", "--to", "kk", "--quiet"]).expect(0);
    place
        .run(&["pseudo", "output/jobs", "--output", "back", "--quiet"])
        .expect(0);
    place.run(&["merge", "back", "--quiet"]).expect(0);
    assert!(
        !place
            .read("output/translated/kk/a.txt")
            .contains("The ferry crossed")
    );
    // Where they are gone, what came is left over.
    std::fs::remove_dir_all(place.path("news")).unwrap();
    std::fs::remove_dir_all(place.path("output/translated")).unwrap();
    let run = place.run(&["merge", "back", "--quiet"]).expect(1);
    assert!(run.stderr().contains("--source"), "{}", run.stderr());
    assert!(place.read("output/translated/kk/leftover.tmx").contains("<tu"));
}
