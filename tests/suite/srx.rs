//! SRX files: as an option, in the settings, with what is told of them.

use serde_json::json;

use crate::program::{ARTICLE, Place};

/// Breaks at semicolons and final marks, but not after `No.` before a number; the third rule is none.
const RULES: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<srx xmlns="http://www.lisa.org/srx20" version="2.0">
  <header segmentsubflows="yes" cascade="yes"/>
  <body>
    <languagerules>
      <languagerule languagerulename="English">
        <rule break="no"><beforebreak>\bNo\.</beforebreak><afterbreak>\s\p{Nd}</afterbreak></rule>
        <rule break="no"><beforebreak>Pre(</beforebreak><afterbreak>\s</afterbreak></rule>
      </languagerule>
      <languagerule languagerulename="All">
        <rule break="yes"><beforebreak>[.?!;]</beforebreak><afterbreak>\h</afterbreak></rule>
      </languagerule>
    </languagerules>
    <maprules>
      <languagemap languagepattern="EN.*" languagerulename="English"/>
      <languagemap languagepattern=".*" languagerulename="All"/>
    </maprules>
  </body>
</srx>
"#;

fn place(settings: &str) -> Place {
    Place::with(&[
        ("input/bridge.txt", ARTICLE.as_bytes()),
        ("rules/own.srx", RULES.as_bytes()),
        ("tolmach.toml", settings.as_bytes()),
    ])
}

fn cut(place: &Place, arguments: &[&str], text: &str) -> Vec<String> {
    let line = json!({ "id": 1, "lang": "en", "text": text }).to_string();
    let run = place.run_with(arguments, line.as_bytes()).expect(0);
    let segments = run.replies()[0]["segments"].as_array().unwrap().clone();
    segments
        .iter()
        .map(|segment| segment["text"].as_str().unwrap().to_owned())
        .collect()
}

const TEXT: &str = "Dr. Li took No. 5; she left.";

#[test]
fn a_files_rules_stand_in_place_of_the_programs_own_or_come_first() {
    let place = place("");
    let srx = ["segment", "--jsonl", "--srx", "rules/own.srx"];
    assert_eq!(cut(&place, &srx, TEXT), ["Dr.", "Li took No. 5;", "she left."]);
    let add = [&srx[..], &["--srx-mode", "add"]].concat();
    // Added rules that break, break: only what no rule speaks of is left to the program.
    assert_eq!(cut(&place, &add, TEXT), ["Dr.", "Li took No. 5;", "she left."]);
    assert_eq!(cut(&place, &["segment", "--jsonl"], TEXT), [TEXT]);
}

#[test]
fn the_settings_name_a_file_beside_them() {
    let place = place("");
    place.file("rules/own.toml", b"srx = \"own.srx\"\nsrx_mode = \"replace\"\n");
    let pieces = cut(
        &place,
        &["segment", "--jsonl", "--config", "rules/own.toml"],
        TEXT,
    );
    assert_eq!(pieces, ["Dr.", "Li took No. 5;", "she left."]);
}

#[test]
fn a_run_cuts_by_the_file_and_tells_of_rules_that_are_left_out() {
    let place = place("srx = \"rules/own.srx\"\n");
    let run = place.run(&[]).expect(0);
    let told = "rules/own.srx:8: beforebreak \"Pre(\": a bracket \"(\" is not closed; the rule is left out";
    assert!(run.stderr().contains(told), "{}", run.stderr());
    let quiet = place.run(&["--quiet"]).expect(0);
    assert!(!quiet.stderr().contains("own.srx"), "{}", quiet.stderr());
    let events = place.run(&["run", "--json"]).expect(0).replies();
    let warning = events.iter().find(|event| event["event"] == "warning").unwrap();
    assert_eq!(
        (&warning["code"], &warning["path"]),
        (&json!("srx"), &json!("rules/own.srx:8"))
    );
}

#[test]
fn an_explanation_names_the_line_of_the_rule() {
    let place = place("");
    let arguments = ["segment", "--explain", "--lang", "en", "--srx", "rules/own.srx"];
    let run = place.run_with(&arguments, TEXT.as_bytes()).expect(0);
    let lines: Vec<String> = run.stdout().lines().map(str::to_owned).collect();
    assert!(lines[1].contains("cut  srx:11"), "{lines:?}");
    assert!(lines[2].contains("keep srx:7"), "{lines:?}");
}

#[test]
fn a_file_that_is_no_srx_ends_the_command_with_its_place() {
    for (content, place_and_reason) in [
        (&b"<srx>\n<body"[..], "bad.srx:2:"),
        (b"<tmx/>", "bad.srx:1:1: no SRX file: its root is <tmx>"),
        (b"", "bad.srx:1:1: no SRX file"),
        (
            b"<!DOCTYPE srx [<!ENTITY a SYSTEM \"/etc/passwd\">]><srx><languagerule><rule><beforebreak>&a;",
            "bad.srx:1:",
        ),
    ] {
        let place = place("");
        place.file("bad.srx", content);
        for arguments in [
            &["run", "--srx", "bad.srx"][..],
            &["segment", "--jsonl", "--srx", "bad.srx"],
        ] {
            let run = place.run(arguments).expect(2);
            assert!(run.stderr().contains(place_and_reason), "{}", run.stderr());
            assert!(run.stdout().is_empty());
        }
    }
    let run = place("").run(&["run", "--srx", "nowhere.srx"]).expect(2);
    assert!(run.stderr().contains("nowhere.srx"), "{}", run.stderr());
    place("srx_mode = \"beside\"\n").run(&[]).expect(2);
}

#[test]
fn a_file_in_another_character_set_is_read_as_it_says() {
    let rules = RULES.replace(r"\bNo\.", r"Straße №\.").replace("UTF-8", "UTF-16");
    let bytes: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(rules.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let place = place("");
    place.file("wide.srx", &bytes);
    let pieces = cut(
        &place,
        &["segment", "--jsonl", "--srx", "wide.srx"],
        "Straße №. 5 here. No. 5",
    );
    assert_eq!(pieces, ["Straße №. 5 here.", "No.", "5"]);
}

#[test]
fn a_rule_that_takes_too_long_is_given_up_and_told_of() {
    let rules = RULES.replace(
        r"<afterbreak>\h</afterbreak>",
        "<afterbreak>(?: |(?:(?!x)(?:a|aa))+b)</afterbreak>",
    );
    let place = place("");
    place.file("slow.srx", rules.as_bytes());
    let text = format!("It is so.{} Then.", "a".repeat(60_000));
    let line = json!({ "id": 1, "lang": "en", "text": text }).to_string();
    let run = place
        .run_with(&["segment", "--jsonl", "--srx", "slow.srx"], line.as_bytes())
        .expect(0);
    assert!(
        run.stderr()
            .contains("slow.srx:11: the rule: takes too many steps"),
        "{}",
        run.stderr()
    );
}
