//! Translations taken over into drawn jobs.

use super::*;
use crate::article::{BlockKind, Language};
use crate::bilingual::{Document, State, drawing};
use crate::export::earlier::EarlierSegment;
use crate::export::job::{JobOptions, document, document_after};

fn kazakh() -> Language {
    Language::parse("kk").unwrap()
}

/// The job of these paragraphs.
fn job(paragraphs: &[&str], earlier: Option<&Earlier>) -> Document {
    let blocks: Vec<(BlockKind, &str)> = paragraphs
        .iter()
        .map(|text| (BlockKind::Paragraph, *text))
        .collect();
    let record = drawing::record("a.txt", "en", &blocks);
    document_after(&record, &kazakh(), &JobOptions::default(), earlier)
}

/// What a merge leaves of these paragraphs, each sentence translated by a `~` before and behind it.
fn translated(paragraphs: &[&str]) -> Earlier {
    let given = job(paragraphs, None);
    let segment = |pair: &Pair| {
        let mut target = Content::default();
        target.push_text("~");
        append(&mut target, pair.source.clone());
        target.push_text("~");
        EarlierSegment {
            source: pair.source.clone(),
            target: Some(target),
            joined: false,
            state: State::Translated,
        }
    };
    let unit = |unit: &Unit| EarlierUnit {
        id: unit.id.clone(),
        segments: unit.pairs.iter().map(segment).collect(),
        gone: false,
    };
    Earlier {
        article: "a".to_owned(),
        source: given.source.clone(),
        target: kazakh(),
        units: given.units.iter().map(unit).collect(),
    }
}

fn draw(content: &Content) -> String {
    let part = |part: &Part| match part {
        Part::Text(text) => text.clone(),
        Part::Code(code) => code.data.replace('<', "⟨").replace('>', "⟩"),
    };
    content.0.iter().map(part).collect()
}

/// Target (`!` behind it if it is in context) or offer of every pair.
fn drawn(document: &Document) -> Vec<String> {
    let pairs = document.units.iter().flat_map(|unit| &unit.pairs);
    pairs
        .map(|pair| match (&pair.target, &pair.offer) {
            (Some(target), None) => draw(target) + if pair.in_context { "!" } else { "" },
            (None, Some(offer)) => format!(
                "{} {} = {}",
                offer.percent,
                draw(&offer.source),
                draw(&offer.target)
            ),
            (None, None) => String::new(),
            (Some(_), Some(_)) => panic!("a target and an offer"),
        })
        .collect()
}

#[test]
fn blocks_that_stayed_have_their_targets_and_replaced_ones_an_offer() {
    let earlier = translated(&[
        "One is here.│ Two is there.",
        "The ⟨b1⟩old⟨/b1⟩ ferry sank.",
        "Three.",
        "Four.",
    ]);
    let after = [
        "One is here.│ Two is there.",
        "The ⟨i1⟩very⟨/i1⟩ ⟨b2⟩old⟨/b2⟩ ferry sank.",
        "Three.",
        "Quite something else was said.",
        "Four.",
    ];
    assert_eq!(
        drawn(&job(&after, Some(&earlier))),
        [
            "~One is here.~!",
            "~Two is there.~",
            "77 The ⟨b2⟩old⟨/b2⟩ ferry sank. = ~The ⟨b2⟩old⟨/b2⟩ ferry sank.~",
            "~Three.~",
            "",
            "~Four.~",
        ]
    );
    let same = job(
        &["One is here.│ Two is there.", "Three."],
        Some(&translated(&["One is here.│ Two is there.", "Three."])),
    );
    assert!(drawn(&same).iter().all(|text| text.ends_with('!')));
}

#[test]
fn of_sentences_that_are_as_alike_the_one_that_was_replaced_is_offered() {
    let earlier = translated(&[
        "Page aaa of it ended.",
        "A.",
        "Page bbb of it ended.",
        "B.",
        "Page ccc of it ended.",
    ]);
    let found = drawn(&job(
        &["Page aaa of it ended.", "A.", "Page ddd of it ended.", "B."],
        Some(&earlier),
    ));
    assert_eq!(found[2], "82 Page bbb of it ended. = ~Page bbb of it ended.~");
    // A sentence that moved and changed is found wherever it stood.
    let found = drawn(&job(&["A.", "B.", "Page aaa of this ended."], Some(&earlier)));
    assert!(
        found[2].ends_with("Page aaa of it ended. = ~Page aaa of it ended.~"),
        "{found:?}"
    );
}

#[test]
fn sentences_that_share_a_translation_are_one() {
    let mut earlier = translated(&["One.│ ⟨b1⟩Two⟨/b1⟩.│ Three."]);
    earlier.units[0].segments[1].target = None;
    earlier.units[0].segments[1].joined = true;
    let found = job(&["One.│ ⟨b1⟩Two⟨/b1⟩.│ Three."], Some(&earlier));
    let sources: Vec<String> = found.units[0]
        .pairs
        .iter()
        .map(|pair| draw(&pair.source))
        .collect();
    assert_eq!(sources, ["One. ⟨b1⟩Two⟨/b1⟩.", "Three."]);
    assert_eq!(drawn(&found), ["~One.~!", "~Three.~!"]);
}

#[test]
fn a_block_that_is_cut_otherwise_now_keeps_no_target() {
    let earlier = translated(&["One is here.│ Two is there."]);
    let found = drawn(&job(&["One is here. Two is there."], Some(&earlier)));
    assert_eq!(found.len(), 1);
    assert!(found[0].contains(" = ~"), "{found:?}");
}

#[test]
fn codes_that_the_source_lacks_are_left_out() {
    let mut earlier = translated(&["A ⟨b1⟩b⟨/b1⟩ c."]);
    let target = earlier.units[0].segments[0].target.as_mut().unwrap();
    let code = target
        .0
        .iter()
        .find(|part| matches!(part, Part::Code(_)))
        .cloned()
        .unwrap();
    let Part::Code(mut foreign) = code.clone() else {
        unreachable!()
    };
    foreign.id = 9;
    target.0.extend([code, Part::Code(foreign)]);
    assert_eq!(
        drawn(&job(&["A ⟨b1⟩b⟨/b1⟩ c."], Some(&earlier))),
        ["~A ⟨b1⟩b⟨/b1⟩ c.~!"]
    );
}

#[test]
fn a_job_of_the_summary_alone_has_its_translations() {
    let earlier = translated(&["One.│ ★Two.", "Three."]);
    let blocks = [
        (BlockKind::Paragraph, "One.│ ★Two."),
        (BlockKind::Paragraph, "Three."),
    ];
    let record = drawing::record("a.txt", "en", &blocks);
    let options = JobOptions {
        only_summary: true,
        ..JobOptions::default()
    };
    assert_eq!(
        drawn(&document_after(&record, &kazakh(), &options, Some(&earlier))),
        ["~Two.~!"]
    );
    assert_eq!(drawn(&document(&record, &kazakh(), &options)), [""]);
}

#[test]
fn a_block_that_is_gone_is_offered_and_no_neighbour_and_comes_back_with_its_translation() {
    let mut earlier = translated(&["One.", "The old ferry sank.", "Three."]);
    earlier.units[1].gone = true;
    assert_eq!(
        drawn(&job(&["One.", "Three."], Some(&earlier))),
        ["~One.~!", "~Three.~!"]
    );
    let found = drawn(&job(&["One.", "The new ferry sank.", "Three."], Some(&earlier)));
    assert_eq!(found[0], "~One.~");
    assert!(found[1].ends_with("= ~The old ferry sank.~"), "{found:?}");
    assert_eq!(
        drawn(&job(&["One.", "The old ferry sank.", "Three."], Some(&earlier))),
        ["~One.~", "~The old ferry sank.~", "~Three.~"]
    );
}

#[test]
fn what_was_offered_is_offered_until_it_is_translated() {
    let mut earlier = translated(&[
        "One.",
        "Page aaa of it ended.",
        "Page bbb of it ended.",
        "Page ddd of it ended.",
        "Page eee of it ended.",
    ]);
    for unit in &mut earlier.units[1..3] {
        unit.gone = true;
    }
    for unit in &mut earlier.units[3..] {
        unit.segments[0].target = None;
    }
    let found = drawn(&job(
        &["One.", "Page ddd of it ended.", "Page eee of it ended."],
        Some(&earlier),
    ));
    assert!(found[0].ends_with('!'), "{found:?}");
    assert!(
        found[1].starts_with("82 ") && found[2].starts_with("82 "),
        "{found:?}"
    );
}
