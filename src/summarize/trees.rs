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

/// Rows that go through the trees side by side.
const LANES: usize = 16;

/// The same number for each of the rows that go side by side.
type Lanes = [f32; LANES];

/// Adds what `tree` gives each row. Every leaf is at hand and the answers pick one, so that nothing is looked up and the rows go
/// several to an instruction.
fn add(tree: &Tree, columns: &[Lanes; 32], sums: &mut Lanes) {
    let questions = tree
        .splits
        .map(|(feature, threshold)| (&columns[usize::from(feature & 31)], threshold));
    let pick = |yes: bool, leaves: [f32; 2]| if yes { leaves[1] } else { leaves[0] };
    let [l0, l1, l2, l3, l4, l5, l6, l7] = tree.leaves;
    for (lane, sum) in sums.iter_mut().enumerate() {
        let [a, b, c] = questions.map(|(column, threshold)| column[lane] <= threshold);
        let without_c = pick(b, [pick(a, [l0, l1]), pick(a, [l2, l3])]);
        let with_c = pick(b, [pick(a, [l4, l5]), pick(a, [l6, l7])]);
        *sum += pick(c, [without_c, with_c]);
    }
}

/// A row to be compared exactly.
type Bits = [u32; 32];

/// Rows that are remembered; a power of two.
const MEMORY: usize = 256;

/// A table of trees over many rows. It remembers rows: words that occur once in the same sentence often have the same features.
pub(super) struct Table {
    trees: &'static [Tree],
    /// Rows and their places in `probabilities`.
    memory: Vec<Option<(Bits, u32)>>,
    /// For each row that was added, the place of its probability.
    places: Vec<u32>,
    /// Of the different rows, as far as they went through the trees.
    probabilities: Vec<f32>,
    /// The rows that wait, feature by feature, and how many.
    waiting: [Lanes; 32],
    count: usize,
}

impl Table {
    pub(super) fn new(trees: &'static [Tree]) -> Self {
        Self {
            trees,
            memory: vec![None; MEMORY],
            places: Vec::new(),
            probabilities: Vec::new(),
            waiting: [[0.0; LANES]; 32],
            count: 0,
        }
    }

    /// Adds a row.
    pub(super) fn add(&mut self, row: &Row) {
        let bits = row.map(f32::to_bits);
        let mut hasher = FxHasher::default();
        for pair in bits.chunks_exact(2) {
            hasher.write_u64(u64::from(pair[0]) << 32 | u64::from(pair[1]));
        }
        let slot = hasher.finish() as usize % MEMORY;
        let place = match &self.memory[slot] {
            Some((known, place)) if *known == bits => *place,
            _ => {
                let place = (self.probabilities.len() + self.count) as u32;
                self.memory[slot] = Some((bits, place));
                self.wait(row);
                place
            }
        };
        self.places.push(place);
    }

    fn wait(&mut self, row: &Row) {
        for (column, feature) in self.waiting.iter_mut().zip(row) {
            column[self.count] = *feature;
        }
        self.count += 1;
        if self.count == LANES {
            self.judge();
        }
    }

    /// Takes the rows that wait through the trees: the logistic function of the sum of the leaves, added in order.
    fn judge(&mut self) {
        let mut sums = [0.0; LANES];
        for tree in self.trees {
            add(tree, &self.waiting, &mut sums);
        }
        let sums = sums.iter().take(self.count);
        self.probabilities
            .extend(sums.map(|sum| 1.0 / (1.0 + libm::expf(-sum))));
        self.count = 0;
    }

    /// The probability that the table gives each row, in the order in which they were added.
    pub(super) fn probabilities(mut self) -> Vec<f32> {
        self.judge();
        let found = self.places.iter();
        found.map(|&place| self.probabilities[place as usize]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One row through the trees, answer by answer.
    fn probability(trees: &[Tree], row: &Row) -> f32 {
        let mut sum = 0.0;
        for tree in trees {
            let [a, b, c] = tree
                .splits
                .map(|(feature, threshold)| usize::from(row[usize::from(feature)] <= threshold));
            sum += tree.leaves[a | b << 1 | c << 2];
        }
        1.0 / (1.0 + libm::expf(-sum))
    }

    #[test]
    fn the_answers_lead_to_the_leaf() {
        static TREES: [Tree; 1] = [Tree {
            splits: [(0, 0.5), (1, 0.5), (1, 9.0)],
            leaves: [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0],
        }];
        let logit = |a: f32, b: f32| {
            let mut row = [0.0; 32];
            (row[0], row[1]) = (a, b);
            let mut table = Table::new(&TREES);
            table.add(&row);
            let p = table.probabilities()[0];
            libm::roundf(libm::logf(p / (1.0 - p))) as i32
        };
        assert_eq!(logit(0.5, 10.0), 1);
        assert_eq!(logit(1.0, 1.0), 4);
        assert_eq!(logit(1.0, 0.0), 6);
    }

    #[test]
    fn rows_have_the_same_value_together_as_alone() {
        static TREES: [Tree; 2] = [
            Tree {
                splits: [(0, 0.5), (2, 0.7), (1, 2.0)],
                leaves: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8],
            },
            Tree {
                splits: [(2, 0.2), (0, 0.7), (1, 3.0)],
                leaves: [-0.11, 0.21, -0.31, 0.41, 0.51, -0.61, 0.71, -0.81],
            },
        ];
        for count in [0, 1, 15, 16, 17, 2000u16] {
            let mut table = Table::new(&TREES);
            let mut want = Vec::new();
            for step in 0..count {
                let mut row = [0.0; 32];
                (row[0], row[1]) = (f32::from(step % 17) / 16.0, f32::from(step % 5));
                row[2] = f32::from(step % 29) / 28.0;
                table.add(&row);
                want.push(probability(&TREES, &row).to_bits());
            }
            let found: Vec<u32> = table.probabilities().into_iter().map(f32::to_bits).collect();
            assert_eq!(found, want, "{count}");
        }
    }
}
