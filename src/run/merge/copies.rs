//! The same translation of the same segment in several files, as in a job whose table came back beside its XLIFF files: one translation. Where the
//! segment has a place in its article [`crate::merge::placed`] sees it; here are those without one, which stand in `leftover.tmx` once.

use std::fmt::Write;

use rustc_hash::FxHashMap;

use crate::bilingual::read::ReceivedUnit;
use crate::bilingual::{Content, Part};
use crate::merge::placed::Fate;

/// Marks what has no place and came in a file before: `units` with the ranks of their files. A file may say the same twice, and a segment without
/// an id is no other's copy.
pub(super) fn mark<'r>(units: impl Iterator<Item = (&'r ReceivedUnit, u32)>, fates: &mut [Vec<Fate>]) {
    let mut first: FxHashMap<(&str, String, String), u32> = FxHashMap::default();
    for ((unit, rank), fates) in units.zip(fates) {
        for (segment, fate) in unit.segments.iter().zip(fates) {
            let (Fate::Leftover(_), Some(translation)) = (*fate, segment.translation()) else {
                continue;
            };
            if segment.id.is_empty() {
                continue;
            }
            let key = (&*segment.id, drawn(&segment.source), drawn(translation));
            if *first.entry(key).or_insert(rank) != rank {
                *fate = Fate::Again(None);
            }
        }
    }
}

/// A sentence as it is compared: runs of white space as one space, codes by their numbers.
fn drawn(content: &Content) -> String {
    let mut out = String::new();
    for part in &content.0 {
        match part {
            Part::Text(text) => out.push_str(text),
            // No text of a translation has this sign.
            Part::Code(code) => {
                let _ = write!(out, "\0{}{:?}\0", code.id, code.edge);
            }
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
