//! tolmach.toml, environment and flags.

use serde_json::{Value, json};

use crate::program::{ARTICLE, Place};

fn place(settings: &str) -> Place {
    Place::with(&[
        ("input/bridge.txt", ARTICLE.as_bytes()),
        ("tolmach.toml", settings.as_bytes()),
    ])
}

fn summary_length(place: &Place) -> usize {
    place.entry("bridge.txt")["counts"]["summary_segments"]
        .as_u64()
        .unwrap() as usize
}

#[test]
fn the_file_of_the_working_directory_is_read_and_flags_win() {
    let place = place("sentences = 1\nto = [\"fr\"]\n");
    place.run(&[]).expect(0);
    assert_eq!(summary_length(&place), 1);
    assert!(place.path("output/jobs/en-fr/job.json").is_file());
    place.run(&["run", "--sentences", "2", "--to", "kk"]).expect(0);
    assert_eq!(summary_length(&place), 2);
    assert!(place.path("output/jobs/en-kk/job.json").is_file());
    assert!(
        !place.path("output/jobs/en-fr").exists(),
        "a job that is no longer asked for stays behind"
    );
}

#[test]
fn an_unknown_key_is_refused_with_its_line() {
    let run = place("\noutptu = \"x\"\n").run(&[]).expect(2);
    assert!(
        run.stderr().contains("tolmach.toml:2: unknown field `outptu`"),
        "{}",
        run.stderr()
    );
}

#[test]
fn paths_in_a_settings_file_are_relative_to_it() {
    let place = Place::with(&[
        ("desk/texts/bridge.txt", ARTICLE.as_bytes()),
        ("desk/own.toml", b"input = [\"texts\"]\noutput = \"made\"\n"),
    ]);
    place.run(&["--config", "desk/own.toml"]).expect(0);
    assert!(place.path("desk/made/manifest.jsonl").is_file());
}

#[test]
fn the_users_language_wins_over_detection() {
    let place = place("");
    place.run(&["run", "--lang", "kk"]).expect(0);
    assert_eq!(place.entry("bridge.txt")["lang"], "kk");
}

#[test]
fn languages_restrict_what_detection_may_answer() {
    let place = place("languages = [\"nl\", \"de\"]\n");
    place.run(&[]).expect(0);
    assert!(["nl", "de"].contains(&place.entry("bridge.txt")["lang"].as_str().unwrap()));
    place.run(&["run", "--languages", "en,ru"]).expect(0);
    assert_eq!(place.entry("bridge.txt")["lang"], "en");
}

#[test]
fn a_declared_language_that_the_text_contradicts_is_reported() {
    let english = "<p>The bridge over the river was opened on Monday, after two years of work that nobody had planned for.</p>";
    let kazakh = "<p lang=en>Ауыл мектебінің жаңа ғимараты биыл күзде ашылады, оқушылар мен мұғалімдер оны көптен күтіп жүр.</p>";
    let french = "<p lang=fr>Tout est prêt, dit-elle.</p>";
    let page = format!(
        "<html lang=de><body><article><h1>The bridge opens</h1>{english}{kazakh}{french}{english}</article>"
    );
    let place = Place::with(&[("input/page.html", page.as_bytes())]);
    place.run(&[]).expect(0);
    let id = place.entry("page.html")["id"].as_str().unwrap().to_owned();
    let article: Value = serde_json::from_str(&place.read(&format!("output/articles/{id}.json"))).unwrap();
    let langs: Vec<&str> = article["blocks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|block| block["lang"].as_str().unwrap_or("-"))
        .collect();
    assert_eq!(
        (&article["lang"], langs.join(" ")),
        (&json!("en"), "- - kk fr -".to_owned())
    );
    let warnings: Vec<&str> = article["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|warning| warning["message"].as_str().unwrap())
        .collect();
    assert_eq!(
        warnings,
        [
            "declared \"de\", detected \"en\"",
            "declared \"en\" for a block, detected \"kk\""
        ]
    );
    place.run(&["run", "--lang", "uz-Cyrl"]).expect(0);
    let article: Value = serde_json::from_str(&place.read(&format!("output/articles/{id}.json"))).unwrap();
    assert_eq!(article["lang"], "uz-Cyrl");
    assert!(
        article["blocks"]
            .as_array()
            .unwrap()
            .iter()
            .all(|block| block.get("lang").is_none())
    );
    assert!(
        article
            .get("warnings")
            .is_none_or(|warnings| warnings.as_array().unwrap().is_empty())
    );
}

#[test]
fn the_documented_settings_are_settings() {
    let documented = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/tolmach.toml")).unwrap();
    let place = Place::with(&[
        ("input/bridge.txt", ARTICLE.as_bytes()),
        ("tolmach.toml", &documented),
    ]);
    place.run(&[]).expect(0);
    assert!(place.path("output/jobs/en-zh-Hant/job.json").is_file());
}

#[test]
fn abbreviations_and_fixed_places_of_the_settings_are_kept() {
    let settings = "never_cut = [\"Wow! Bar\"]\nalways_cut = [\" /// \"]\n[abbreviations]\nen = [\"Qtr.\"]\nany = [\"usf=final\"]\n";
    let place = place(settings);
    let line =
        r#"{"id":1,"lang":"en","text":"In Qtr. Four they left. The Wow! Bar is open. Salt /// bread"}"#;
    let run = place.run_with(&["segment", "--jsonl"], line.as_bytes()).expect(0);
    let reply = &run.replies()[0];
    let texts: Vec<_> = reply["segments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|segment| segment["text"].clone())
        .collect();
    assert_eq!(
        texts,
        [
            "In Qtr. Four they left.",
            "The Wow! Bar is open.",
            "Salt ///",
            "bread"
        ]
    );
    place.run(&[]).expect(0);
}

#[test]
fn a_segment_is_what_the_user_says() {
    let place = place("segment = \"line\"\n");
    let line = r#"{"id":1,"lang":"en","text":"It rained. It froze.\nThen it thawed.\n\nSpring came. It grew warm."}"#;
    let count = |arguments: &[&str]| {
        place.run_with(arguments, line.as_bytes()).expect(0).replies()[0]["segments"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(count(&["segment", "--jsonl"]), 3);
    assert_eq!(count(&["segment", "--jsonl", "--segment", "paragraph"]), 2);
    assert_eq!(count(&["segment", "--jsonl", "--segment", "sentence"]), 5);
    place.run(&["run", "--segment", "paragraph"]).expect(0);
    let segments = place.entry("bridge.txt")["counts"]["segments"].as_u64();
    let blocks = place.entry("bridge.txt")["counts"]["blocks"].as_u64();
    assert_eq!(segments, blocks);
}
