//! `check`: the filter on cases written for it, and files as translators send them back.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::program::Place;

const CASES: &str = include_str!("../data/checks.jsonl");

fn rules(issues: &Value) -> BTreeSet<String> {
    let issues = issues.as_array().unwrap();
    issues
        .iter()
        .map(|issue| issue["rule"].as_str().unwrap().to_owned())
        .collect()
}

/// Sources and targets as an XLIFF file, with a note where there is one.
fn xliff(target: &str, pairs: &[(&str, &str, &str)]) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n\
         <file original=\"news/a.html\" source-language=\"en\" target-language=\"{target}\" datatype=\"html\"><body>\n"
    );
    for (place, (source, translation, note)) in pairs.iter().enumerate() {
        let note = if note.is_empty() {
            String::new()
        } else {
            format!("<note>{note}</note>")
        };
        let _ = writeln!(
            out,
            "<trans-unit id=\"n{place}\"><source>{source}</source><target>{translation}</target>{note}</trans-unit>"
        );
    }
    out + "</body></file></xliff>\n"
}

/// The issues of all files in the JSON report.
fn issues(report: &str) -> Vec<Value> {
    let report: Value = serde_json::from_str(report).unwrap();
    let files = report["files"].as_array().unwrap();
    files
        .iter()
        .flat_map(|file| file["issues"].as_array().unwrap().clone())
        .collect()
}

fn names(report: &str) -> Vec<String> {
    issues(report)
        .iter()
        .map(|issue| issue["rule"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn cases_in_many_languages_are_judged_as_their_author_does() {
    let run = Place::new()
        .run_with(&["check", "--jsonl"], CASES.as_bytes())
        .expect(0);
    let (mut hit, mut wrong, mut missed, mut flagged, mut clean) = (0, 0, 0, 0, 0);
    for (case, reply) in CASES.lines().zip(run.replies()) {
        let case: Value = serde_json::from_str(case).unwrap();
        assert_eq!(case["id"], reply["id"]);
        let want: BTreeSet<String> = serde_json::from_value(case["expect"].clone()).unwrap();
        let got = rules(&reply["issues"]);
        hit += want.intersection(&got).count();
        wrong += got.difference(&want).count();
        missed += want.difference(&got).count();
        clean += usize::from(want.is_empty());
        flagged += usize::from(want.is_empty() && !got.is_empty());
    }
    // All of them were right when the floor was set; one more on either side is a step back.
    assert!(
        wrong == 0 && missed == 0 && flagged == 0,
        "{hit} right, {wrong} false, {missed} missed, {flagged} of {clean} clean cases flagged"
    );
}

#[test]
fn spans_are_code_points_or_bytes_of_the_texts_as_given() {
    let line = json!({"id": 1, "source_lang": "en", "target_lang": "kk", "source": "It has <1>31</1> rooms.", "target": "Онда <1>13</1> бөлме бар."});
    let spans = |arguments: &[&str]| {
        let reply = Place::new()
            .run_with(arguments, line.to_string().as_bytes())
            .expect(0)
            .replies()
            .remove(0);
        let issue = &reply["issues"][0];
        assert_eq!(issue["rule"], "number");
        [
            issue["source_span"]["start"].as_u64().unwrap(),
            issue["target_span"]["start"].as_u64().unwrap(),
            issue["target_span"]["end"].as_u64().unwrap(),
        ]
    };
    assert_eq!(spans(&["check", "--jsonl"]), [10, 8, 10]);
    assert_eq!(spans(&["check", "--jsonl", "--offsets", "bytes"]), [10, 12, 14]);
}

#[test]
fn a_line_without_its_fields_is_told_and_the_others_are_answered() {
    let input = "{\"id\":1,\"source\":\"a\"}\n{\"id\":2,\"source_lang\":\"en\",\"target_lang\":\"fr\",\"source\":\"A day.\",\"target\":\"Un jour.\",\"keep\":7}\n";
    let replies = Place::new()
        .run_with(&["check", "--jsonl"], input.as_bytes())
        .expect(1)
        .replies();
    assert!(
        replies[0]["error"]
            .as_str()
            .unwrap()
            .contains("\"source_lang\" is missing")
    );
    assert_eq!(replies[1], json!({"id": 2, "issues": [], "keep": 7}));
}

#[test]
fn files_folders_and_archives_are_checked_and_one_bad_file_stops_nothing() {
    let good = xliff("fr", &[("It has 31 rooms.", "Il a 31 chambres.", "")]);
    let bad = xliff("fr", &[("It has 31 beds.", "Il a 13 lits.", "")]);
    let po = "msgid \"\"\nmsgstr \"Language: fr\\n\"\n\nmsgctxt \"a\"\nmsgid \"The road is closed today.\"\nmsgstr \"La route est fermée\"\n";
    let place = Place::with(&[
        ("back/a.xlf", good.as_bytes()),
        ("back/b.xlf", bad.as_bytes()),
        ("back/c.po", po.as_bytes()),
        ("back/d.xlf", b"<xliff><file>"),
    ]);
    let run = place.run(&["check", "back"]).expect(1);
    let text = run.stdout();
    assert!(
        text.contains("back/a.xlf: 1 segment, 1 translated\nback/b.xlf"),
        "{text}"
    );
    assert!(
        text.contains("error number line") && text.contains("the source has 31, the translation has 13"),
        "{text}"
    );
    assert!(text.contains("Il a ⟦13⟧ lits."), "{text}");
    assert!(text.contains("warning punct_end"), "{text}");
    assert!(text.contains("back/d.xlf: not read: "), "{text}");
    assert!(
        text.ends_with("4 files, 1 unreadable: 1 error, 1 warning, 0 remarks\n"),
        "{text}"
    );
    place.run(&["check", "back/a.xlf", "back/c.po"]).expect(0);
    assert!(
        place
            .run(&["check", "nowhere"])
            .expect(2)
            .stderr()
            .contains("nowhere")
    );
}

#[test]
fn a_file_that_is_damaged_inside_does_not_pass() {
    let place = Place::with(&[(
        "bad.po",
        b"msgid \"Bridge opens\nmsgstr \"Le pont ouvre\n".as_slice(),
    )]);
    let run = place
        .run(&["check", "bad.po", "--source-lang", "en", "--target-lang", "fr"])
        .expect(1);
    assert!(run.stdout().contains("line 1"), "{}", run.stdout());
}

#[test]
fn every_form_of_the_report_says_the_same() {
    let file = xliff(
        "fr",
        &[("It has 31 rooms.", "Il a 13 chambres &lt;script&gt;.", "")],
    );
    let place = Place::with(&[("b.xlf", file.as_bytes())]);
    let report = |format: &str| {
        place
            .run(&["check", "b.xlf", "--format", format])
            .expect(1)
            .stdout()
    };
    let issue = issues(&report("json")).remove(0);
    assert_eq!(
        (issue["segment"].as_str(), issue["target_lang"].as_str()),
        (Some("n0"), Some("fr"))
    );
    assert_eq!(issue["target_span"], json!({"start": 5, "end": 7}));
    assert_eq!(
        place.run(&["check", "b.xlf", "--json"]).expect(1).stdout(),
        report("json")
    );
    let sarif: Value = serde_json::from_str(&report("sarif")).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(
        (result["ruleId"].as_str(), result["level"].as_str()),
        (Some("number"), Some("error"))
    );
    assert_eq!(result["partialFingerprints"]["segment/v1"], issue["fingerprint"]);
    let html = report("html");
    assert!(
        html.contains("Il a <mark>13</mark> chambres")
            && html.contains("lang=\"fr\"")
            && !html.contains("<script>"),
        "{html}"
    );
    let junit = report("junit");
    assert!(
        junit.contains("failures=\"2\"") && junit.contains("<failure type=\"number\""),
        "{junit}"
    );
}

#[test]
fn rules_are_switched_by_flag_by_settings_and_by_language() {
    let pairs = [("It has 31 rooms.", "Il a 13 chambres", "")];
    let (french, german) = (
        xliff("fr", &pairs),
        xliff("de", &[("It has 31 rooms.", "Es hat 13 Zimmer", "")]),
    );
    let place = Place::with(&[("fr.xlf", french.as_bytes()), ("de.xlf", german.as_bytes())]);
    let seen = |arguments: &[&str]| names(&place.run(&[&["check", "--json"], arguments].concat()).stdout());
    assert_eq!(seen(&["fr.xlf"]), ["number", "punct_end"]);
    assert_eq!(seen(&["fr.xlf", "--rules", "-number"]), ["punct_end"]);
    assert_eq!(seen(&["fr.xlf", "--rules", "number"]), ["number"]);
    place.file(
        "tolmach.toml",
        b"[check]\nrules = \"-number\"\n[check.languages.de]\nrules = \"-punct_end\"\n",
    );
    assert_eq!(seen(&["fr.xlf"]), ["punct_end"]);
    assert!(seen(&["de.xlf"]).is_empty());
    assert_eq!(seen(&["fr.xlf", "--rules", "+number"]), ["number", "punct_end"]);
    assert!(
        place
            .run(&["check", "fr.xlf", "--rules", "-numbers"])
            .expect(2)
            .stderr()
            .contains("\"numbers\" is no rule")
    );
}

#[test]
fn an_ignored_finding_stays_ignored_while_source_and_target_do() {
    let note = xliff(
        "fr",
        &[
            ("It has 31 rooms.", "Il a 13 chambres.", "ignore: number"),
            ("It has 31 beds.", "Il a 13 lits.", "look at this"),
        ],
    );
    let place = Place::with(&[("a.xlf", note.as_bytes())]);
    let run = place.run(&["check", "a.xlf"]).expect(1);
    assert!(
        run.stdout().contains("1 finding ignored") && run.stdout().contains("1 error"),
        "{}",
        run.stdout()
    );
    place
        .run(&["check", "a.xlf", "--accepted", "ok.txt", "--accept"])
        .expect(0);
    place.run(&["check", "a.xlf", "--accepted", "ok.txt"]).expect(0);
    place.file("a.xlf", note.replace("13 lits", "14 lits").as_bytes());
    place.run(&["check", "a.xlf", "--accepted", "ok.txt"]).expect(1);
}

#[test]
fn a_glossary_is_held_against_the_translation() {
    let file = xliff(
        "fr",
        &[
            ("The Silk Road is old.", "Le chemin de soie est ancien.", ""),
            ("A camel came.", "Un dromadaire est venu.", ""),
        ],
    );
    let place = Place::with(&[
        ("a.xlf", file.as_bytes()),
        (
            "terms.tsv",
            "en\tfr\tstatus\nSilk Road\troute de la soie\ncamel\tdromadaire\tforbidden\n".as_bytes(),
        ),
    ]);
    let found = issues(
        &place
            .run(&["check", "a.xlf", "--glossary", "terms.tsv", "--json"])
            .expect(0)
            .stdout(),
    );
    let messages: Vec<_> = found
        .iter()
        .map(|issue| issue["message"].as_str().unwrap())
        .collect();
    assert_eq!(
        messages,
        [
            "the glossary has \"route de la soie\" for \"Silk Road\"",
            "\"dromadaire\" is not to be used"
        ]
    );
    place.file("broken.tsv", b"one\n");
    assert!(
        place
            .run(&["check", "a.xlf", "--glossary", "broken.tsv"])
            .expect(2)
            .stderr()
            .contains("broken.tsv:1:")
    );
}

#[test]
fn one_source_with_two_translations_is_found_across_files() {
    let file = |translation| xliff("de", &[("The road is closed.", translation, "")]);
    let place = Place::with(&[
        ("a.xlf", file("Die Straße ist gesperrt.").as_bytes()),
        ("b.xlf", file("Die Straße ist zu.").as_bytes()),
        (
            "c.xlf",
            xliff("de", &[("The lane is shut.", "Die Straße ist gesperrt.", "")]).as_bytes(),
        ),
    ]);
    let found = issues(
        &place
            .run(&["check", "a.xlf", "b.xlf", "c.xlf", "--json"])
            .expect(0)
            .stdout(),
    );
    let seen: Vec<_> = found
        .iter()
        .map(|issue| {
            (
                issue["rule"].as_str().unwrap(),
                issue["message"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (
                "inconsistent_target",
                "elsewhere the same source is translated: Die Straße ist gesperrt."
            ),
            (
                "inconsistent_source",
                "elsewhere another source has this translation: The road is closed."
            ),
        ]
    );
}

#[test]
fn a_french_file_with_plain_spaces_has_one_finding() {
    let plain: Vec<(String, String)> = (0..8)
        .map(|n| {
            (
                format!("Is street {n} open?"),
                format!("La rue {n} est-elle ouverte ?"),
            )
        })
        .collect();
    let pairs = |pairs: &[(String, String)]| {
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(source, target)| (source.as_str(), target.as_str(), ""))
            .collect();
        xliff("fr", &pairs)
    };
    let place = Place::with(&[("a.xlf", pairs(&plain).as_bytes())]);
    let found = issues(&place.run(&["check", "a.xlf", "--json"]).expect(0).stdout());
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0]["message"]
            .as_str()
            .unwrap()
            .contains("8 places in 8 segments")
    );
    // One plain space among no-break ones is a slip of its own.
    let mut mixed = plain;
    for pair in &mut mixed[1..] {
        pair.1 = pair.1.replace(" ?", "\u{a0}?");
    }
    place.file("a.xlf", pairs(&mixed).as_bytes());
    let found = issues(&place.run(&["check", "a.xlf", "--json"]).expect(0).stdout());
    assert_eq!((found.len(), found[0]["segment"].as_str()), (1, Some("n0")));
}

#[test]
fn a_job_that_nobody_has_translated_is_empty() {
    let place = Place::with(&[("input/a.txt", crate::program::ARTICLE.as_bytes())]);
    place.run(&["run", "--to", "kk"]).expect(0);
    let run = place.run(&["check", "output/jobs/en-kk", "--json"]).expect(1);
    let seen: BTreeSet<String> = names(&run.stdout()).into_iter().collect();
    assert_eq!(seen, BTreeSet::from(["empty".to_owned()]));
}

#[test]
fn the_report_is_the_same_on_any_number_of_threads() {
    let pairs: Vec<(String, String)> = (0..900)
        .map(|n| {
            (
                format!("Room {n} is free."),
                format!("La chambre {} est libre.", n + n % 7 / 6),
            )
        })
        .collect();
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(source, target)| (source.as_str(), target.as_str(), ""))
        .collect();
    let place = Place::with(&[("a.xlf", xliff("fr", &pairs).as_bytes())]);
    let report = |threads: &str| {
        place
            .run(&["check", "a.xlf", "--json", "--threads", threads])
            .expect(1)
            .stdout()
    };
    let one = report("1");
    assert!(issues(&one).len() > 100);
    assert_eq!(one, report("3"));
}
