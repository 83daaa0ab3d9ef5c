//! What the program says of itself.

use crate::program::Place;

#[test]
fn every_command_has_help_with_an_example() {
    let place = Place::new();
    for command in [
        "run",
        "extract",
        "detect",
        "segment",
        "summarize",
        "check",
        "group",
        "digest",
        "merge",
        "pseudo",
        "schema",
        "completions",
    ] {
        let help = place.run(&[command, "--help"]).expect(0).stdout();
        assert!(help.contains("Example"), "{command}: {help}");
        assert!(help.contains("tolmach "), "{command}: {help}");
    }
    let help = place.run(&["--help"]).expect(0).stdout();
    assert!(help.contains("Exit codes") && !help.contains('\u{1b}'), "{help}");
}

#[test]
fn the_version_is_printed() {
    let version = Place::new().run(&["--version"]).expect(0).stdout();
    assert_eq!(version, format!("tolmach {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_wrong_command_line_is_exit_2_and_says_why() {
    let place = Place::with(&[("input/a.txt", b"One here. Two here.")]);
    for arguments in [
        &["run", "--no-such-option"][..],
        &["run", "nowhere"],
        &["run", "--to", "not a language"],
        &["segment"],
        &["frobnicate-this", "--x"],
        &["run", "--sentences", "0"],
        &["run", "--xliff", "2.0", "--for", "omegat"],
        &["extract", "--jsonl", "--root", "nowhere"],
    ] {
        let run = place.run(arguments).expect(2);
        assert!(!run.stderr().trim().is_empty(), "{arguments:?}");
        assert!(run.stdout().is_empty(), "{arguments:?}");
    }
}

#[test]
fn completions_name_the_commands() {
    let script = Place::new().run(&["completions", "bash"]).expect(0).stdout();
    assert!(script.contains("summarize"));
}

#[test]
fn the_schema_is_json_and_knows_the_kinds() {
    let schema = Place::new().run(&["schema"]).expect(0).stdout();
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    assert!(schema.to_string().contains("\"boilerplate\""));
}
