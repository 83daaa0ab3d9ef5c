//! Near-identical texts: wire copies, reprints, the same page saved twice.
//!
//! A text is compared by its shingles, runs of five terms (Broder 1997). Over a whole batch two texts are one if the `SimHash` of their shingles (Charikar 2002)
//! differs in three bits at most; inside a story, also if one of them holds most of the other, as a shortened reprint is.

use crate::article::{ArticleRecord, BlockKind, Language};
use crate::words::{Term, terms};

/// Terms of a shingle.
const SHINGLE: usize = 5;
/// Most bytes of a term, with what stands behind it: a text may be one paragraph.
const TERM_BYTES: usize = 64;
/// Bits in which the `SimHash`es of copies differ at most; Manku, Jain and Das Sarma (2007) take 3 of 64 for web pages.
const MOST_BITS: u32 = 3;
/// Fewest shingles for which a few bits tell copies from texts of a kind; shorter ones are copies only if they are the same.
const FEWEST: u32 = 24;
/// Share of the shorter text's shingles that the longer one holds if it is a copy.
const CONTAINED: f64 = 0.8;
/// Shingles of a text that are compared, the first ones.
const MOST: usize = 4_096;
/// Earlier texts with the same quarter of a hash that a text is compared with.
const MOST_COMPARED: usize = 64;

/// What is kept of a text to find its copies in a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    simhash: u64,
    shingles: u32,
}

/// The hashes of a text's shingles in its order: at most [`MOST`].
pub(super) fn shingles(record: &ArticleRecord) -> Vec<u64> {
    let mut found = Vec::new();
    for block in &record.article.blocks {
        if block.kind.is_body() && block.kind != BlockKind::Code && found.len() < MOST + SHINGLE {
            let text = record.article.text_of(block);
            let text = &text[..text.floor_char_boundary((MOST + SHINGLE) * TERM_BYTES)];
            terms(text, &record.language, &mut found);
        }
    }
    let mut shingles: Vec<u64> = found.windows(SHINGLE).take(MOST).map(shingle).collect();
    if shingles.is_empty() && !found.is_empty() {
        shingles.push(shingle(&found));
    }
    shingles
}

fn shingle(terms: &[Term]) -> u64 {
    let mixed = terms.iter().fold(0u64, |hash, term| {
        (hash.rotate_left(9) ^ term.hash).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    });
    mixed ^ (mixed >> 29)
}

impl Fingerprint {
    /// The fingerprint of a text with these shingles.
    pub(super) fn of(shingles: &[u64]) -> Self {
        let mut votes = [0i32; 64];
        for hash in shingles {
            for (bit, vote) in votes.iter_mut().enumerate() {
                *vote += ((hash >> bit & 1) as i32) * 2 - 1;
            }
        }
        let simhash = votes
            .iter()
            .enumerate()
            .fold(0, |hash, (bit, vote)| hash | u64::from(*vote > 0) << bit);
        Self {
            simhash,
            shingles: shingles.len() as u32,
        }
    }

    fn is_copy_of(self, other: Self) -> bool {
        let bits = (self.simhash ^ other.simhash).count_ones();
        let shortest = self.shingles.min(other.shingles);
        if shortest < FEWEST {
            return shortest > 0 && bits == 0 && self.shingles == other.shingles;
        }
        bits <= MOST_BITS
    }
}

/// For each text the first that it is a copy of, itself if it is none. Only texts of one language are compared.
pub fn fold(texts: &[(Fingerprint, &Language)]) -> Vec<u32> {
    let mut first: Vec<u32> = (0..texts.len() as u32).collect();
    // Of two hashes that differ in three bits, one of four quarters is the same.
    for quarter in 0..4 {
        let key = |at: u32| texts[at as usize].0.simhash >> (quarter * 16) & 0xFFFF;
        let mut order: Vec<u32> = (0..texts.len() as u32).collect();
        order.sort_by_key(|&at| (key(at), at));
        for alike in order.chunk_by(|&a, &b| key(a) == key(b)) {
            for (place, &at) in alike.iter().enumerate() {
                let earlier = &alike[place.saturating_sub(MOST_COMPARED)..place];
                let (print, language) = texts[at as usize];
                let copy = earlier.iter().find(|&&other| {
                    let (other, theirs) = texts[other as usize];
                    print.is_copy_of(other) && language.subtag() == theirs.subtag()
                });
                if let Some(&other) = copy {
                    let (a, b) = (root(&first, at), root(&first, other));
                    first[a.max(b) as usize] = a.min(b);
                }
            }
        }
    }
    for at in 0..first.len() {
        first[at] = first[first[at] as usize];
    }
    first
}

fn root(first: &[u32], text: u32) -> u32 {
    let mut at = text;
    while first[at as usize] != at {
        at = first[at as usize];
    }
    at
}

/// Whether one of two texts, given by their shingles in ascending order, holds most of the other.
pub(super) fn holds(a: &[u64], b: &[u64]) -> bool {
    let shortest = a.len().min(b.len());
    if shortest < FEWEST as usize {
        return shortest > 0 && a == b;
    }
    let (mut i, mut j, mut both) = (0, 0, 0u32);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        both += u32::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    f64::from(both) > CONTAINED * f64::from(shortest as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bilingual::drawing;

    const NEWS: &str = "The ferry crossed the sound on Monday morning with thirty one passengers, four cars and a crate of chicks. It had been in the yard for \
        fourteen months, since an inspection found cracks in the frame that holds its ramp. About two hundred people stood on the pier to watch it come in, \
        and the school was closed for the day so that the children could see it too.";

    fn print(lang: &str, text: &str) -> (Fingerprint, Language) {
        let record = drawing::record("a", lang, &[(BlockKind::Paragraph, text)]);
        (Fingerprint::of(&shingles(&record)), record.language)
    }

    fn folded(texts: &[&str]) -> Vec<u32> {
        let prints: Vec<_> = texts.iter().map(|text| print("en", text)).collect();
        let texts: Vec<_> = prints
            .iter()
            .map(|(print, language)| (*print, language))
            .collect();
        fold(&texts)
    }

    #[test]
    fn a_wire_copy_is_found_and_another_story_is_not() {
        let copy = NEWS.replace("Monday morning", "Monday");
        let other = NEWS
            .replace("ferry", "train")
            .replace("sound", "bridge")
            .replace("passengers", "calves")
            .replace("ramp", "roof");
        assert_eq!(folded(&[NEWS, "Another text.", NEWS, "", ""]), [0, 1, 0, 3, 4]);
        assert_eq!(folded(&[NEWS, &other]), [0, 1]);
        let sorted = |text: &str| {
            let mut all = shingles(&drawing::record("a", "en", &[(BlockKind::Paragraph, text)]));
            all.sort_unstable();
            all
        };
        assert!(holds(&sorted(NEWS), &sorted(&copy)));
        let half = &NEWS[..NEWS.len() / 2];
        assert!(holds(&sorted(half), &sorted(NEWS)));
        assert!(!holds(&sorted(NEWS), &sorted(&other)) && !holds(&sorted(""), &sorted("")));
    }

    #[test]
    fn short_texts_are_copies_only_if_they_are_the_same() {
        assert_eq!(
            folded(&["Closed today.", "Closed today.", "Open today."]),
            [0, 0, 2]
        );
    }

    #[test]
    fn many_copies_of_one_text_are_one() {
        assert_eq!(folded(&[NEWS; 300]), [0; 300]);
    }
}
