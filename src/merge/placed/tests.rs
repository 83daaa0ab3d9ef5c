//! Documents of two units, and what clients make of them.

use super::similar::similarity;
use super::*;
use crate::article::{BlockKind, Language};
use crate::bilingual::drawing;

fn text(text: &str) -> Content {
    Content(vec![Part::Text(text.to_owned())])
}

/// A document of two paragraphs; each `|` ends a sentence.
fn document() -> Document {
    let mut first = drawing::document(["One here.", "Two there.", "Three."].map(text).to_vec());
    let mut second = drawing::document(["Two there.", "Four is last."].map(text).to_vec());
    second.units[0].id = crate::article::BlockId::from("u2");
    for pair in &mut second.units[0].pairs {
        pair.id.block = crate::article::BlockId::from("u2");
    }
    first.units.append(&mut second.units);
    first
}

fn segment(id: &str, source: &str, target: &str) -> ReceivedSegment {
    ReceivedSegment {
        id: id.to_owned(),
        source: text(source),
        target: (!target.is_empty()).then(|| text(target)),
        state: State::Translated,
        ..ReceivedSegment::default()
    }
}

fn unit(id: &str, segments: &[(&str, &str, &str)]) -> ReceivedUnit {
    ReceivedUnit {
        id: id.to_owned(),
        translate: true,
        segments: segments
            .iter()
            .map(|(id, source, target)| segment(id, source, target))
            .collect(),
        notes: Vec::new(),
    }
}

fn placed(units: &[ReceivedUnit]) -> (Vec<String>, Placement) {
    let returned: Vec<Returned<'_>> = units
        .iter()
        .map(|unit| Returned {
            unit,
            rank: 0,
            is_foreign: false,
        })
        .collect();
    let placement = place(&document(), &returned, PlaceOptions::default());
    let drawn = placement.targets.iter().map(|target| match target {
        Target::Missing => "-".to_owned(),
        Target::Same => "=".to_owned(),
        Target::Joined => "+".to_owned(),
        Target::Text(content) => content.text(),
    });
    (drawn.collect(), placement)
}

#[test]
fn ids_count_first_and_text_where_they_are_gone() {
    let by_id = unit(
        "u1",
        &[("u1.s2", "Two  there.", "2"), ("u1.s1", "One here.", "1")],
    );
    assert_eq!(placed(&[by_id]).0, ["1", "2", "-", "-", "-"]);
    let renumbered: Vec<ReceivedUnit> = [
        ("1", "One here.", "1"),
        ("2", "Two there.", "2"),
        ("3", "Three.", "3"),
        ("4", "Two there.", "4"),
        ("5", "Four is last.", "5"),
    ]
    .iter()
    .map(|one| unit(one.0, &[*one]))
    .collect();
    assert_eq!(placed(&renumbered).0, ["1", "2", "3", "4", "5"]);
    // The first of two that are the same is lost: what stands around tells which is left.
    let lost: Vec<ReceivedUnit> = renumbered.into_iter().filter(|unit| unit.id != "2").collect();
    assert_eq!(placed(&lost).0, ["1", "-", "3", "4", "5"]);
}

#[test]
fn joined_and_split_segments_are_put_together() {
    let joined = unit(
        "u1",
        &[("u1.s1", "One here. Two there.", "1 2"), ("u1.s3", "Three.", "3")],
    );
    assert_eq!(placed(&[joined]).0, ["1 2", "+", "3", "-", "-"]);
    let split = unit(
        "u1",
        &[
            ("", "One", "a"),
            ("", "here.", "b"),
            ("", "Two there.", "2"),
            ("", "Three.", ""),
        ],
    );
    let (drawn, placement) = placed(&[split]);
    assert_eq!(drawn, ["a b", "2", "-", "-", "-"]);
    assert_eq!(placement.fates[0][0], Fate::Placed(0));
    assert_eq!(placement.fates[0][1], Fate::Placed(0));
    assert_eq!(placement.fates[0][3], Fate::Untranslated);
    let half = unit("u1", &[("", "One", "a"), ("", "here. Two there. Three.", "")]);
    let (drawn, placement) = placed(&[half]);
    assert_eq!(drawn, ["-"; 5]);
    assert_eq!(placement.fates[0][0], Fate::Leftover(Reason::Incomplete));
}

#[test]
fn the_further_translation_wins_and_the_other_is_left_over() {
    let mut units = [
        unit("u1", &[("u1.s1", "One here.", "old")]),
        unit("u1", &[("u1.s1", "One here.", "final")]),
        unit("u1", &[("u1.s1", "One here.", "final")]),
        unit("u9", &[("u9.s1", "Nowhere.", "x")]),
    ];
    units[1].segments[0].state = State::Final;
    units[2].segments[0].state = State::Final;
    let (drawn, placement) = placed(&units);
    assert_eq!(drawn, ["final", "-", "-", "-", "-"]);
    let fates: Vec<Fate> = placement.fates.iter().map(|fates| fates[0]).collect();
    assert_eq!(
        fates,
        [
            Fate::Leftover(Reason::Superseded),
            Fate::Placed(0),
            Fate::Placed(0),
            Fate::Leftover(Reason::Unknown)
        ]
    );
}

#[test]
fn a_source_that_changed_a_little_keeps_its_translation() {
    let far = unit("u2", &[("u2.s2", "Five is  lost.", "far")]);
    assert_eq!(placed(&[far]).0[4], "-");
    let nearer = unit("u2", &[("u2.s2", "Four is last,", "near")]);
    let (drawn, placement) = placed(&[nearer]);
    assert_eq!((drawn[4].as_str(), placement.changed), ("near", vec![4]));
    assert!(similarity("abcdefghij", "abcdefghix") > 0.89);
    assert!(is_similar("abcdefghijk", "abxcdefghijk"));
    assert!(similarity("abc", "xyzabcdefghi") < 0.9);
}

#[test]
fn locked_text_stays() {
    let mut document = document();
    document.units[1].translate = false;
    document.units[1].kind = BlockKind::Code;
    document.target = Language::parse("kk").unwrap();
    let returned = unit("u2", &[("u2.s2", "Four is last.", "x")]);
    let returned = [Returned {
        unit: &returned,
        rank: 0,
        is_foreign: false,
    }];
    let placement = place(&document, &returned, PlaceOptions::default());
    assert_eq!(placement.targets[4], Target::Same);
    assert_eq!(placement.fates[0], [Fate::Leftover(Reason::Locked)]);
}

#[test]
fn a_sign_that_files_of_xml_cannot_hold_costs_no_translation() {
    assert_eq!(
        super::key(&Content(vec![Part::Text("a\u{8}\u{8} b".to_owned())])),
        super::key(&Content(vec![Part::Text("a\u{fffd}\u{fffd} b".to_owned())]))
    );
    assert!(super::is_same(
        &[Part::Text("a \u{8} b".to_owned())],
        &[Part::Text("a \u{fffd} b".to_owned())]
    ));
}
