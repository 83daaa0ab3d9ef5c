//! Texts and the pairs of words in them, so that the text most alike to another is found without comparing it with all.
//!
//! Of each text the eight pairs of neighbouring words with the least hashes stand for it: two texts that are alike share most of them, whatever
//! else is in the index. The newest texts that share most are compared. The index keeps a bounded number of texts; older ones leave it.

use rustc_hash::FxHashMap;

use super::{Shape, compare, each_word, hash};

/// Pairs of words that stand for a text.
const PAIRS: usize = 8;
/// Texts that are looked at for each pair, the newest first.
const MAX_LOOKED_AT: usize = 16;
/// Texts that are compared.
const MAX_COMPARED: usize = 6;
/// No text.
const NONE: u32 = u32::MAX;

/// Texts in their [normal](super::normal) form, in the order in which they came.
#[derive(Debug)]
pub struct Index {
    /// The newest texts; that with number `n` is at `n % capacity`.
    texts: Vec<Kept>,
    capacity: usize,
    next: u32,
    /// The newest text with each pair.
    newest: FxHashMap<u32, u32>,
}

/// A text of the index.
#[derive(Debug)]
struct Kept {
    text: Box<str>,
    pairs: [u32; PAIRS],
    count: u8,
    /// For each pair, the text before this one that has it too.
    before: [u32; PAIRS],
}

impl Kept {
    fn pairs(&self) -> &[u32] {
        &self.pairs[..self.count.into()]
    }
}

/// The pairs that stand for a text, and how many they are.
fn pairs(text: &str) -> ([u32; PAIRS], u8) {
    let mut least = [NONE; PAIRS];
    let mut count = 0;
    let mut add = |pair: u32| {
        let at = least[..count].partition_point(|other| *other < pair);
        if at == PAIRS || at < count && least[at] == pair {
            return;
        }
        count = (count + 1).min(PAIRS);
        least[at..count].rotate_right(1);
        least[at] = pair;
    };
    // The ends of a text are words too.
    let mut last = 0;
    let both = |one: u32, other: u32| {
        let mixed = (one.rotate_left(16) ^ other).wrapping_mul(0x9e37_79b1);
        (mixed ^ mixed >> 15).wrapping_mul(0x85eb_ca6b)
    };
    each_word(text, |word| {
        let word = hash(word);
        add(both(last, word));
        last = word;
    });
    add(both(last, 1));
    (least, count as u8)
}

impl Index {
    /// An index that keeps so many texts, the newest.
    pub fn new(capacity: usize) -> Self {
        Self {
            texts: Vec::new(),
            capacity: capacity.max(1),
            next: 0,
            newest: FxHashMap::default(),
        }
    }

    /// The number of the text that is most alike to `text`, at least `least` percent, and how alike it is. Of several the newest.
    pub fn best(&self, text: &str, least: u8) -> Option<(u32, u8)> {
        let shape = Shape::of(text);
        let mut best = None;
        let mut least = least;
        for number in self.candidates(text) {
            let Some(kept) = self.get(number) else { continue };
            if let Some(percent) = compare(&shape, &Shape::of(&kept.text), least) {
                best = Some((number, percent));
                if percent == 100 {
                    break;
                }
                least = percent + 1;
            }
        }
        best
    }

    /// Adds a text and gives its number.
    pub fn push(&mut self, text: &str) -> u32 {
        let number = self.next;
        let place = number as usize % self.capacity;
        if let Some(old) = self.texts.get(place) {
            let oldest = number - self.capacity as u32;
            for pair in old.pairs() {
                if self.newest.get(pair) == Some(&oldest) {
                    self.newest.remove(pair);
                }
            }
        }
        let (pairs, count) = pairs(text);
        let mut before = [NONE; PAIRS];
        for (pair, before) in pairs[..count.into()].iter().zip(&mut before) {
            *before = self.newest.insert(*pair, number).unwrap_or(NONE);
        }
        let kept = Kept {
            text: text.into(),
            pairs,
            count,
            before,
        };
        if place < self.texts.len() {
            self.texts[place] = kept;
        } else {
            self.texts.push(kept);
        }
        self.next += 1;
        number
    }

    /// The text with a number, if it is still there.
    pub fn text(&self, number: u32) -> Option<&str> {
        self.get(number).map(|kept| &*kept.text)
    }

    /// A text that is still there.
    fn get(&self, number: u32) -> Option<&Kept> {
        let there = number < self.next && (self.next - number) as usize <= self.capacity;
        there.then(|| &self.texts[number as usize % self.capacity])
    }

    /// The texts that share most pairs with `text`, of as many the newest first.
    fn candidates(&self, text: &str) -> impl Iterator<Item = u32> {
        let (pairs, count) = pairs(text);
        let mut seen: Vec<u32> = Vec::new();
        for pair in &pairs[..count.into()] {
            let mut at = self.newest.get(pair).copied().unwrap_or(NONE);
            for _ in 0..MAX_LOOKED_AT {
                let Some(kept) = self.get(at) else { break };
                seen.push(at);
                let Some(slot) = kept.pairs().iter().position(|other| other == pair) else {
                    break;
                };
                at = kept.before[slot];
            }
        }
        seen.sort_unstable();
        let mut shared: Vec<(u32, u32)> = Vec::new();
        for number in seen {
            match shared.last_mut() {
                Some((count, last)) if *last == number => *count += 1,
                _ => shared.push((1, number)),
            }
        }
        shared.sort_unstable_by(|a, b| b.cmp(a));
        shared.into_iter().take(MAX_COMPARED).map(|(_, number)| number)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::memory::{normal, percent};

    #[test]
    fn the_most_alike_of_many_is_found() {
        let mut index = Index::new(100_000);
        for number in 0..5_000u32 {
            let name = |by: u32| format!("w{}", (number.wrapping_mul(by) >> 7) % 900);
            let text = format!(
                "The {} of {} saw a {} near {}",
                name(2_654_435_761),
                name(40_503),
                name(97),
                name(77_777)
            );
            index.push(&text.replace(|c: char| c.is_ascii_digit(), ""));
            index.push(&normal(&format!(
                "Ferry {} left the harbour of Sarn at noon",
                "abcdefghij".repeat(number as usize % 7 + 1)
            )));
        }
        let wanted = index.push("Nobody in the valley had seen the old captain smile before that day");
        index.push("Something else altogether");
        let found = index.best(
            "Nobody in the valley had seen the new captain smile before that day",
            50,
        );
        assert_eq!(found.map(|(number, _)| number), Some(wanted));
        assert_eq!(index.best("Quite another thing", 50), None);
    }

    #[test]
    fn old_texts_leave_the_index() {
        let mut index = Index::new(2);
        for text in ["one two three", "four five six", "seven eight nine"] {
            index.push(text);
        }
        assert_eq!(index.best("one two three", 50), None);
        assert_eq!(index.best("four five six", 50), Some((1, 100)));
        assert_eq!(index.newest.len(), 8);
    }

    proptest! {
        #[test]
        fn what_is_found_is_there_and_as_alike_as_said(
            texts in proptest::collection::vec("[ab]{1,2}( [ab]{1,2}){0,5}", 1..30),
            wanted in "[ab]{1,2}( [ab]{1,2}){0,5}",
            capacity in 1usize..40,
        ) {
            let mut index = Index::new(capacity);
            for text in &texts {
                index.push(text);
            }
            if let Some((number, alike)) = index.best(&wanted, 50) {
                prop_assert!(texts.len() - number as usize <= capacity);
                prop_assert_eq!(percent(&wanted, &texts[number as usize]), alike);
                prop_assert!(alike >= 50);
            }
        }
    }
}
