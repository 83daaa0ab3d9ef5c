//! Tests of settings: layers, and values that do not do.

use super::*;

#[test]
fn an_unknown_key_is_refused_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE_NAME);
    #[expect(clippy::disallowed_methods, reason = "a test's own file")]
    std::fs::write(&path, "output = \"out\"\n\nsentence = 3\n").unwrap();
    let message = Layer::read(&path).unwrap_err().to_string();
    assert!(
        message.contains("tolmach.toml:3: unknown field `sentence`"),
        "{message}"
    );
}

#[test]
fn the_upper_layer_wins() {
    let upper = Layer {
        sentences: Some(1),
        ..Layer::default()
    };
    let lower = Layer {
        sentences: Some(5),
        words: Some(50),
        ..Layer::default()
    };
    let config = Config::new(upper.over(lower)).unwrap();
    assert_eq!(
        (config.summary.sentences, config.summary.words),
        (Some(1), Some(50))
    );
}

#[test]
fn a_wrong_abbreviation_or_level_is_refused() {
    let refused = |layer: Layer| Config::new(layer).unwrap_err().to_string();
    let abbreviations = |tag: &str, entry: &str| Layer {
        abbreviations: Some([(tag.to_owned(), vec![entry.to_owned()])].into()),
        ..Layer::default()
    };
    assert!(refused(abbreviations("de", "zwei Wörter")).starts_with("abbreviations: "));
    assert!(refused(abbreviations("not a tag", "Abt.")).starts_with("abbreviations: "));
    assert!(Config::new(abbreviations("any", "Abt.")).is_ok());
    let level = Layer {
        segment: Some("word".to_owned()),
        ..Layer::default()
    };
    assert!(refused(level).starts_with("segment: "));
    let empty = Layer {
        never_cut: Some(vec![String::new()]),
        ..Layer::default()
    };
    assert!(refused(empty).starts_with("never_cut: "));
}

#[test]
fn a_ratio_above_one_is_refused() {
    let with = |ratio| Layer {
        ratio: Some(ratio),
        ..Layer::default()
    };
    assert!(Config::new(with(1.0)).is_ok());
    for ratio in [0.0, 1.5, -1.0, f64::NAN] {
        let message = Config::new(with(ratio)).unwrap_err().to_string();
        assert!(message.starts_with("ratio: "), "{message}");
    }
}

#[test]
fn targets_are_taken_once() {
    let fr = Language::parse("fr").unwrap();
    let layer = Layer {
        to: Some(vec![fr.clone(), fr]),
        ..Layer::default()
    };
    assert_eq!(Config::new(layer).unwrap().targets.len(), 1);
}
