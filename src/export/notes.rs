//! What translators are told: of an article, of a block's place, of links and images, of the sentences around one that stands alone.

use rustc_hash::FxHashMap;
use unicode_segmentation::UnicodeSegmentation;

use super::job::JobOptions;
use crate::article::{ArticleRecord, Block, BlockKind, Edge, Markup};
use crate::bilingual::{Content, Note, Pair, Unit};

/// Longest heading, neighbouring sentence and address that a note quotes, in characters.
const MAX_HEADING_CHARS: usize = 60;
const MAX_NEIGHBOUR_CHARS: usize = 120;
const MAX_ADDRESS_CHARS: usize = 300;
/// A block of one sentence up to this length says too little without its neighbours.
const MAX_ONE_LINER_CHARS: usize = 80;

/// A note.
pub(super) fn note(category: &'static str, text: impl Into<String>) -> Note {
    Note {
        category,
        text: text.into(),
    }
}

/// The notes on the whole article.
pub(super) fn file_notes(record: &ArticleRecord, options: &JobOptions) -> Vec<Note> {
    let metadata = &record.article.metadata;
    let mut notes = vec![note("title", clip(record.display_title(), MAX_ADDRESS_CHARS))];
    for (category, fact) in [
        ("author", &metadata.author),
        ("date", &metadata.date),
        ("url", &metadata.url),
    ] {
        if let Some(fact) = fact {
            notes.push(note(category, clip(fact, MAX_ADDRESS_CHARS)));
        }
    }
    if options.preview {
        notes.push(note("preview", format!("preview/{}.html", record.id)));
    }
    notes
}

/// Where a block stands: counted by kind since the last heading.
#[derive(Default)]
pub(super) struct Place {
    heading: Option<String>,
    counts: FxHashMap<BlockKind, u32>,
}

impl Place {
    pub(super) fn note(&mut self, record: &ArticleRecord, block: &Block) -> Note {
        let kind = block.kind.as_str();
        if let Some(attached) = block.attached {
            let text = match &self.heading {
                Some(heading) if !attached.is_of_page() => {
                    format!("{}, under “{heading}”", attached.describe())
                }
                _ => attached.describe().to_owned(),
            };
            return note("place", text);
        }
        let text = match block.kind {
            BlockKind::Title | BlockKind::Deck | BlockKind::Byline | BlockKind::Dateline => kind.to_owned(),
            BlockKind::Heading => {
                self.counts.clear();
                self.heading = Some(clip(record.article.text_of(block), MAX_HEADING_CHARS));
                format!("heading, level {}", block.level.max(1))
            }
            _ => {
                let count = self.counts.entry(block.kind).or_default();
                *count += 1;
                match &self.heading {
                    Some(heading) => format!("{kind} {count} under “{heading}”"),
                    None => format!("{kind} {count}"),
                }
            }
        };
        note("place", text)
    }
}

/// Where the links of a sentence lead, what its images show, and the text that stands behind a code.
pub(super) fn code_notes(source: &Content, targets: &FxHashMap<u32, &str>) -> Vec<Note> {
    let mut notes = Vec::new();
    for code in source.codes().filter(|code| code.edge != Edge::Close) {
        let (category, text) = match (code.markup, targets.get(&code.id)) {
            (Markup::Link, Some(target)) => ("link", *target),
            (Markup::Image, Some(target)) => ("image", *target),
            _ if !code.covered.trim().is_empty() => ("code", &*code.covered),
            _ => continue,
        };
        notes.push(note(
            category,
            format!("{}: {}", code.id, clip(text, MAX_ADDRESS_CHARS)),
        ));
    }
    notes
}

/// Gives every block of one short sentence the sentences before and after it.
pub(super) fn add_neighbours(units: &mut [Unit]) {
    for index in 0..units.len() {
        let [pair] = &*units[index].pairs else { continue };
        if !units[index].translate || pair.source.reading().chars().nth(MAX_ONE_LINER_CHARS).is_some() {
            continue;
        }
        let before = index.checked_sub(1).and_then(|at| units[at].pairs.last());
        let after = units.get(index + 1).and_then(|unit| unit.pairs.first());
        let quote = |pair: &Pair| clip(&pair.source.reading(), MAX_NEIGHBOUR_CHARS);
        let found = context(before.map(quote), after.map(quote));
        units[index].notes.extend(found);
    }
}

/// A note with the sentences before and after.
fn context(before: Option<String>, after: Option<String>) -> Option<Note> {
    let text = match (before, after) {
        (None, None) => return None,
        (Some(before), None) => format!("after “{before}”"),
        (None, Some(after)) => format!("before “{after}”"),
        (Some(before), Some(after)) => format!("after “{before}”, before “{after}”"),
    };
    Some(note("context", text))
}

/// Leaves the sentences of the summary alone, each with the sentences that stood around it.
pub(super) fn keep_summary(units: &mut Vec<Unit>) {
    let quote = |pair: &Pair| clip(&pair.source.reading(), MAX_NEIGHBOUR_CHARS);
    let readings: Vec<String> = units.iter().flat_map(|unit| &unit.pairs).map(quote).collect();
    let mut place = 0usize;
    for unit in units.iter_mut() {
        for pair in &mut unit.pairs {
            let before = place.checked_sub(1).map(|at| readings[at].clone());
            pair.notes
                .extend(context(before, readings.get(place + 1).cloned()));
            place += 1;
        }
        unit.pairs.retain(|pair| pair.in_summary);
    }
    units.retain(|unit| unit.translate && !unit.pairs.is_empty());
}

/// At most `max` characters of a text, cut between characters as readers see them, white space as single spaces.
fn clip(text: &str, max: usize) -> String {
    if text.chars().take(max + 1).all(stands_alone) {
        clip_between(text.split_inclusive(|_| true), max)
    } else {
        clip_between(text.graphemes(true), max)
    }
}

/// Whether no mark is in sight: beside others like it, the character is one that readers see.
fn stands_alone(c: char) -> bool {
    matches!(c,
        '\n' | ' '..='~' | '\u{A0}'..='\u{AC}' | '\u{AE}'..='\u{2FF}' | '\u{388}'..='\u{482}' | '\u{48A}'..='\u{52F}'
        | '\u{620}'..='\u{64A}' | '\u{671}'..='\u{6D3}' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3029}' | '\u{3041}'..='\u{3096}'
        | '\u{30A1}'..='\u{30FA}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF01}'..='\u{FF60}')
}

/// [`clip`] for a text cut into what readers see as characters.
fn clip_between<'t>(clusters: impl Iterator<Item = &'t str>, max: usize) -> String {
    let mut out = String::new();
    let mut length = 0;
    for cluster in clusters {
        // A letter can carry thousands of marks.
        length += cluster.chars().take(max + 1).count();
        if length > max {
            out.truncate(out.trim_end().len());
            out.push('…');
            return out;
        }
        if cluster.trim().is_empty() {
            if !out.ends_with(' ') && !out.is_empty() {
                out.push(' ');
            }
        } else {
            out.push_str(cluster);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn clipping_keeps_characters_whole() {
        for (given, max, want) in [
            ("one  two\n three", 20, "one two three"),
            ("one two", 5, "one t…"),
            ("one two", 4, "one…"),
            ("नमस्ते दुनिया", 3, "नम…"),
            ("🏳️‍🌈🏳️‍🌈", 5, "🏳️‍🌈…"),
            ("", 3, ""),
        ] {
            assert_eq!(clip(given, max), want, "{given}");
        }
        let marks = format!("e{}", "\u{301}".repeat(10_000));
        assert_eq!(clip(&marks, 10), "…");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn clipping_is_the_same_with_and_without_a_look_at_marks(
            text in "([a-c \n\t\rйب今が한—“\u{301}\u{200d}\u{a0}\u{3000}👍]|\\PC){0,12}",
            max in 0usize..12,
        ) {
            prop_assert_eq!(clip(&text, max), clip_between(text.graphemes(true), max));
        }
    }

    #[test]
    fn characters_that_stand_alone_do_so_beside_each_other() {
        let alone: Vec<char> = ('\0'..=char::MAX).filter(|c| stands_alone(*c)).collect();
        let text: String = alone.iter().rev().chain(&alone).flat_map(|c| [*c, *c]).collect();
        assert_eq!(text.graphemes(true).count(), text.chars().count());
    }
}
