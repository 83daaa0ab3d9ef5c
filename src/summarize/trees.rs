//! Boosted trees: sums of small decision trees over a row of features.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// A tree of at most four leaves: three questions `feature <= threshold`, and the leaf for every combination of answers.
///
/// The answers are the bits of the leaf's index (first question lowest, 1 = yes), so that nothing branches.
#[derive(Debug)]
pub(super) struct Tree {
    /// `(feature, threshold)`.
    pub(super) splits: [(u8, f32); 3],
    /// What the tree adds for each combination of answers.
    pub(super) leaves: [f32; 8],
}

/// Features of a row. There is room for more than any table asks for, so that a masked index is always inside.
pub(super) type Row = [f32; 32];

/// The probability that a table of trees gives a row: the logistic function of the sum of its leaves, added in order.
fn probability(trees: &[Tree], row: &Row) -> f32 {
    let mut sum = 0.0;
    for tree in trees {
        let [a, b, c] = tree
            .splits
            .map(|(feature, threshold)| row[usize::from(feature & 31)] <= threshold);
        sum += tree.leaves[usize::from(a) | usize::from(b) << 1 | usize::from(c) << 2];
    }
    1.0 / (1.0 + libm::expf(-sum))
}

/// A row to be compared exactly.
type Bits = [u32; 32];

/// Rows that are remembered; a power of two.
const MEMORY: usize = 256;

/// A table of trees that remembers rows: words that occur once in the same sentence often have the same features.
pub(super) struct Table {
    trees: &'static [Tree],
    memory: Vec<Option<(Bits, f32)>>,
}

impl Table {
    pub(super) fn new(trees: &'static [Tree]) -> Self {
        Self {
            trees,
            memory: vec![None; MEMORY],
        }
    }

    /// The probability that the table gives a row.
    pub(super) fn probability(&mut self, row: &Row) -> f32 {
        let bits = row.map(f32::to_bits);
        let mut hasher = FxHasher::default();
        for pair in bits.chunks_exact(2) {
            hasher.write_u64(u64::from(pair[0]) << 32 | u64::from(pair[1]));
        }
        let slot = hasher.finish() as usize % MEMORY;
        match &self.memory[slot] {
            Some((known, probability)) if *known == bits => *probability,
            _ => {
                let probability = probability(self.trees, row);
                self.memory[slot] = Some((bits, probability));
                probability
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answers_lead_to_the_leaf() {
        let tree = Tree {
            splits: [(0, 0.5), (1, 0.5), (1, 9.0)],
            leaves: [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0],
        };
        let logit = |a: f32, b: f32| {
            let mut row = [0.0; 32];
            (row[0], row[1]) = (a, b);
            let p = probability(std::slice::from_ref(&tree), &row);
            libm::roundf(libm::logf(p / (1.0 - p))) as i32
        };
        assert_eq!(logit(0.5, 10.0), 1);
        assert_eq!(logit(1.0, 1.0), 4);
        assert_eq!(logit(1.0, 0.0), 6);
    }

    #[test]
    fn a_remembered_row_has_the_value_of_a_fresh_one() {
        static TREES: [Tree; 1] = [Tree {
            splits: [(0, 0.5), (0, 0.7), (1, 2.0)],
            leaves: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8],
        }];
        let mut table = Table::new(&TREES);
        for step in 0..2000u16 {
            let mut row = [0.0; 32];
            (row[0], row[1]) = (f32::from(step % 17) / 16.0, f32::from(step % 5));
            assert_eq!(
                table.probability(&row).to_bits(),
                probability(&TREES, &row).to_bits()
            );
        }
    }
}
