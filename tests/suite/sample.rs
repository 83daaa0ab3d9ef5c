//! The committed sample: `output/` is what the program makes of `input/`, and holds what the README promises.

use std::fs;
use std::path::Path;

use crate::program::Place;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_committed_output_is_what_the_program_makes() {
    let place = Place::new();
    let config = root().join("tolmach.toml");
    let out = place.path("output");
    place
        .run(&[
            "run",
            "--config",
            config.to_str().unwrap(),
            "--output",
            out.to_str().unwrap(),
        ])
        .expect(0);
    let made = place.tree("output");
    for (name, bytes) in &made {
        let committed = fs::read(root().join("output").join(name)).unwrap_or_default();
        assert!(
            committed == *bytes,
            "output/{name} is not what the program makes; run `cargo run --release` and commit"
        );
    }
    assert!(made.len() > 100);
}

#[test]
fn every_article_of_the_sample_is_read_in_its_language() {
    for line in fs::read_to_string(root().join("output/manifest.jsonl"))
        .unwrap()
        .lines()
    {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(entry["status"], "done", "{line}");
        if entry["articles"].is_u64() {
            // A file of several articles; they have lines of their own.
            continue;
        }
        let folder = entry["path"].as_str().unwrap().split('/').next().unwrap();
        let language = entry["lang"].as_str().unwrap().split('-').next().unwrap();
        assert_eq!(folder, language, "{line}");
        assert!(
            entry["counts"]["summary_segments"].as_u64().unwrap() > 0,
            "{line}"
        );
    }
}
