//! Counts of drawn jobs.

use super::*;
use crate::article::BlockKind::{Code, Paragraph};
use crate::bilingual::drawing;
use crate::export::job::{JobOptions, document};
use crate::words::Counting;

fn count(articles: &[&[(crate::article::BlockKind, &str)]]) -> (Counter, Vec<Rows>) {
    let target = Language::parse("fr").unwrap();
    let mut counter = Counter::default();
    let rows = articles
        .iter()
        .map(|blocks| {
            let record = drawing::record("a.txt", "en", blocks);
            let document = document(&record, &target, &JobOptions::default());
            counter.add(&document.id, &counted(&document), &Percents::default())
        })
        .collect();
    (counter, rows)
}

#[test]
fn each_segment_is_in_one_row_and_the_rows_add_up() {
    let (counter, rows) = count(&[
        &[(Paragraph, "★One. │Two. │One."), (Code, "One.")],
        &[(Paragraph, "One. │Three. │★One. │Two.")],
    ]);
    let segments = |rows: &Rows| {
        [
            rows.new,
            rows.repeated_in_context,
            rows.repeated_in_file,
            rows.repeated_in_job,
            rows.locked,
            rows.summary,
        ]
        .map(|sizes| sizes.segments)
    };
    assert_eq!(segments(&rows[0]), [2, 0, 1, 0, 1, 1]);
    assert_eq!(segments(&rows[1]), [1, 0, 1, 2, 0, 1]);
    assert_eq!(segments(counter.totals()), [3, 0, 2, 2, 1, 2]);
    assert_eq!(counter.totals().total().segments, 8);
    assert_eq!(counter.totals().open().characters, 30);
}

#[test]
fn a_copy_between_the_same_sentences_is_one_in_context() {
    let (counter, rows) = count(&[
        &[(Paragraph, "One. │Two. │Three.")],
        &[(Paragraph, "One. │Two. │Three. │Two. │Four.")],
        &[(Paragraph, "Two.")],
        &[(Paragraph, "Two.")],
    ]);
    let segments = |rows: &Rows| {
        [
            rows.new,
            rows.repeated_in_context,
            rows.repeated_in_file,
            rows.repeated_in_job,
        ]
        .map(|sizes| sizes.segments)
    };
    // Of the second article "One." and "Two." stand as in the first; "Three." has another one behind it.
    assert_eq!(
        rows.iter().map(segments).collect::<Vec<_>>(),
        [[3, 0, 0, 0], [1, 2, 1, 1], [0, 0, 0, 1], [0, 1, 0, 0]]
    );
    assert_eq!(counter.totals().total().segments, 10);
}

#[test]
fn a_segment_is_repeated_if_text_and_codes_are_the_same() {
    for (one, other, same) in [
        ("A ⟨b1⟩b⟨/b1⟩ c.", "x ⟨i1⟩y⟨/i1⟩ z. │A ⟨b7⟩b⟨/b7⟩ c.", true),
        ("A ⟨b1⟩b⟨/b1⟩ c.", "A ⟨i1⟩b⟨/i1⟩ c.", false),
        ("A ⟨b1⟩b⟨/b1⟩ c.", "A b c.", false),
        ("Caf\u{e9}  a.", "Cafe\u{301} a.", true),
        ("One.", "one.", false),
    ] {
        let (counter, _) = count(&[&[(Paragraph, one)], &[(Paragraph, other)]]);
        let totals = counter.totals();
        let repeated = totals.repeated_in_job.segments + totals.repeated_in_context.segments;
        assert_eq!(repeated == 1, same, "{one} | {other}");
    }
}

#[test]
fn characters_count_code_points_and_a_break_parts_words() {
    let (counter, _) = count(&[&[(Paragraph, "Зло⟨r1⟩😀 x⟨c2:covered⟩.")]]);
    let sizes = counter.totals().new;
    assert_eq!((sizes.characters, sizes.characters_without_spaces), (7, 6));
    assert_eq!(sizes.words, u64::from(words::count("Зло 😀 x.", Counting::Word)));
}

#[test]
fn the_name_of_a_job_follows_its_content() {
    let (en, fr) = (Language::parse("en").unwrap(), Language::parse("fr").unwrap());
    let id = |text| count(&[&[(Paragraph, text)]]).0.job_id(&en, &fr);
    assert_eq!(id("One."), id("One."));
    assert_ne!(id("One."), id("Two."));
    assert!(id("One.").starts_with("en-fr-"));
}
