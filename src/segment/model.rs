//! The learned weights, read in place from `data/model.bin`: an open hash table from a sign to a weight in sixteenths.
//!
//! The file is 2^13 slots: first their tags, two bytes each, little-endian, 0 for an empty slot; then their weights, a signed byte each.
//! A sign stands in the slot that its low bits name, or in the next free one after it; its high bits are the tag.

use super::features;
use super::weigh::Evidence;

/// Number of slots, a power of two.
pub const SLOTS: usize = 1 << 13;

static FILE: &[u8; 3 * SLOTS] = include_bytes!("data/model.bin");

/// Weights by sign.
#[derive(Clone, Copy)]
pub(super) struct Model {
    tags: &'static [[u8; 2]; SLOTS],
    weights: &'static [u8; SLOTS],
}

impl Model {
    /// The weights inside the program.
    pub(super) fn embedded() -> Self {
        let (tags, weights) = FILE.split_at(2 * SLOTS);
        let tags = tags.as_chunks().0.first_chunk().expect("two bytes a slot");
        let weights = weights.first_chunk().expect("a byte a slot");
        Self { tags, weights }
    }

    /// How much speaks for an end of the sentence, in sixteenths; 0 or less is none.
    pub(super) fn weigh(self, evidence: &Evidence<'_>, language: u64) -> i32 {
        let mut sum = 0;
        features::each(evidence, |sign| {
            sum += self.weight(sign) + self.weight(in_language(sign, language));
        });
        sum
    }

    fn weight(self, sign: u32) -> i32 {
        let (mut slot, tag) = place(sign);
        loop {
            match u16::from_le_bytes(self.tags[slot]) {
                0 => return 0,
                found if found == tag => return i32::from(self.weights[slot].cast_signed()),
                _ => slot = (slot + 1) % SLOTS,
            }
        }
    }
}

/// The sign as it is met in one language.
pub(super) fn in_language(sign: u32, language: u64) -> u32 {
    (((u64::from(sign) << 32 | 1) ^ language).wrapping_mul(0xD6E8_FEB8_6659_FD93) >> 32) as u32
}

/// The slot where a search for `sign` begins, and its tag, which is never 0.
pub fn place(sign: u32) -> (usize, u16) {
    (sign as usize % SLOTS, (sign >> 16) as u16 | 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_the_one_that_was_measured() {
        let notes = include_str!("data/MODEL.md");
        assert!(notes.contains(blake3::hash(FILE).to_hex().as_str()));
    }

    #[test]
    fn a_search_ends_at_a_free_slot() {
        let model = Model::embedded();
        let free = model.tags.iter().filter(|tag| **tag == [0, 0]).count();
        assert!(4 * free > SLOTS);
    }
}
