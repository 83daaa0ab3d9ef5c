//! Boosted trees: sums of small decision trees over a row of features.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// A tree of at most four leaves: three questions `feature <= threshold`, and the leaf for every combination of answers.
///
/// The answers are the bits of the leaf's index (first question lowest, 1 = yes), so that nothing branches.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    /// `(feature, threshold)`.
    pub(super) splits: [(u8, f32); 3],
    /// What the tree adds for each combination of answers.
    pub(super) leaves: [f32; 8],
}

/// Most features of a row: either table asks for fewer.
const FEATURES: usize = 20;

/// Features of a row, with nothing behind those that the table knows.
pub(super) type Row = [f32; FEATURES];

/// Rows that go through the trees side by side.
const LANES: usize = 16;

/// The same number for each of the rows that go side by side.
type Lanes = [f32; LANES];

/// `feature <= threshold`.
type Question = (u8, f32);

/// What is left to ask of a tree where all rows share some features. Answers pick the leaf as they do in [`Tree`].
///
/// The share and the length of the text, which most trees ask for, are such features: half of the questions go.
#[derive(Clone, Copy)]
enum Rest {
    Leaf(f32),
    One([Question; 1], [f32; 2]),
    Two([Question; 2], [f32; 4]),
    Three([Question; 3], [f32; 8]),
}

impl Rest {
    /// Answers the questions of `tree` about the features in `shared`, and leaves out those whose answer does not matter then.
    fn of(tree: &Tree, shared: &[(u8, f32)]) -> Self {
        let (mut asked, mut leaves, mut count) = (tree.splits, tree.leaves, 3);
        for shared_only in [true, false] {
            for at in (0..count).rev() {
                let (feature, threshold) = asked[at];
                let known = shared.iter().find(|(known, _)| *known == feature);
                let answer = match known {
                    Some((_, value)) => *value <= threshold,
                    None if !shared_only && does_not_matter(&leaves, count, at) => false,
                    None => continue,
                };
                keep_answered(&mut leaves, count, at, answer);
                asked.copy_within(at + 1..count, at);
                count -= 1;
            }
        }
        let [l0, l1, l2, l3, ..] = leaves;
        match count {
            0 => Self::Leaf(l0),
            1 => Self::One([asked[0]], [l0, l1]),
            2 => Self::Two([asked[0], asked[1]], [l0, l1, l2, l3]),
            _ => Self::Three(asked, leaves),
        }
    }

    /// Adds what the tree gives each row. Every leaf is at hand and the answers pick one, so that nothing is looked up and the rows go
    /// several to an instruction.
    fn add(&self, columns: &[Lanes; FEATURES], sums: &mut Lanes) {
        let pick = |yes: bool, leaves: [f32; 2]| if yes { leaves[1] } else { leaves[0] };
        let column = |question: Question| &columns[usize::from(question.0)];
        match *self {
            Self::Leaf(leaf) => sums.iter_mut().for_each(|sum| *sum += leaf),
            Self::One([a], leaves) => {
                for (sum, value) in sums.iter_mut().zip(column(a)) {
                    *sum += pick(*value <= a.1, leaves);
                }
            }
            Self::Two([a, b], [l0, l1, l2, l3]) => {
                let (of_a, of_b) = (column(a), column(b));
                for (lane, sum) in sums.iter_mut().enumerate() {
                    let (a, b) = (of_a[lane] <= a.1, of_b[lane] <= b.1);
                    *sum += pick(b, [pick(a, [l0, l1]), pick(a, [l2, l3])]);
                }
            }
            Self::Three([a, b, c], [l0, l1, l2, l3, l4, l5, l6, l7]) => {
                let (of_a, of_b, of_c) = (column(a), column(b), column(c));
                for (lane, sum) in sums.iter_mut().enumerate() {
                    let (a, b, c) = (of_a[lane] <= a.1, of_b[lane] <= b.1, of_c[lane] <= c.1);
                    let without_c = pick(b, [pick(a, [l0, l1]), pick(a, [l2, l3])]);
                    let with_c = pick(b, [pick(a, [l4, l5]), pick(a, [l6, l7])]);
                    *sum += pick(c, [without_c, with_c]);
                }
            }
        }
    }
}

/// Whether the first `2^count` leaves are the same for both answers to question `at`.
fn does_not_matter(leaves: &[f32; 8], count: usize, at: usize) -> bool {
    (0..1 << count).all(|index| leaves[index].to_bits() == leaves[index | 1 << at].to_bits())
}

/// Keeps, of the first `2^count` leaves, those that are left when question `at` is answered, in their order.
fn keep_answered(leaves: &mut [f32; 8], count: usize, at: usize, yes: bool) {
    let kept = (0..1usize << count).filter(|index| (index >> at & 1 == 1) == yes);
    for (place, index) in kept.enumerate() {
        leaves[place] = leaves[index];
    }
}

/// A row to be compared exactly.
type Bits = [u32; FEATURES];

/// Rows that are remembered; a power of two.
const MEMORY: usize = 256;

/// A table of trees over many rows. It remembers rows: words that occur once in the same sentence often have the same features.
pub(super) struct Table {
    trees: Vec<Rest>,
    /// Rows and their places in `probabilities`.
    memory: Vec<Option<(Bits, u32)>>,
    /// For each row that was added, the place of its probability.
    places: Vec<u32>,
    /// Of the different rows, as far as they went through the trees.
    probabilities: Vec<f32>,
    /// The rows that wait, feature by feature, and how many.
    waiting: [Lanes; FEATURES],
    count: usize,
}

impl Table {
    /// A table of rows that all have the features in `shared`.
    pub(super) fn new(trees: &[Tree], shared: &[(u8, f32)]) -> Self {
        Self {
            trees: trees.iter().map(|tree| Rest::of(tree, shared)).collect(),
            memory: vec![None; MEMORY],
            places: Vec::new(),
            probabilities: Vec::new(),
            waiting: [[0.0; LANES]; FEATURES],
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
        for tree in &self.trees {
            tree.add(&self.waiting, &mut sums);
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
            let mut row = [0.0; FEATURES];
            (row[0], row[1]) = (a, b);
            let mut table = Table::new(&TREES, &[]);
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
            let mut table = Table::new(&TREES, &[]);
            let mut want = Vec::new();
            for step in 0..count {
                let mut row = [0.0; FEATURES];
                (row[0], row[1]) = (f32::from(step % 17) / 16.0, f32::from(step % 5));
                row[2] = f32::from(step % 29) / 28.0;
                table.add(&row);
                want.push(probability(&TREES, &row).to_bits());
            }
            let found: Vec<u32> = table.probabilities().into_iter().map(f32::to_bits).collect();
            assert_eq!(found, want, "{count}");
        }
    }

    #[test]
    fn features_that_all_rows_share_are_answered_for_all_at_once() {
        static TREES: [Tree; 3] = [
            Tree {
                splits: [(0, 0.5), (1, 0.5), (2, 0.7)],
                leaves: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8],
            },
            Tree {
                splits: [(1, 0.5), (1, 2.0), (1, 3.0)],
                leaves: [-0.1, -0.2, -0.3, -0.4, -0.5, -0.6, -0.7, -0.8],
            },
            // Where the shared answer is no, the second question does not matter.
            Tree {
                splits: [(1, 0.5), (0, 0.3), (2, 0.2)],
                leaves: [0.11, 0.12, 0.11, 0.14, 0.15, 0.16, 0.15, 0.18],
            },
        ];
        for shared in [0.25, 0.5, 1.0, 2.5, 9.0] {
            let mut table = Table::new(&TREES, &[(1, shared)]);
            let mut want = Vec::new();
            for step in 0..40u16 {
                let mut row = [0.0; FEATURES];
                (row[0], row[1]) = (f32::from(step % 7) / 6.0, shared);
                row[2] = f32::from(step % 5) / 4.0;
                table.add(&row);
                want.push(probability(&TREES, &row).to_bits());
            }
            let found: Vec<u32> = table.probabilities().into_iter().map(f32::to_bits).collect();
            assert_eq!(found, want, "{shared}");
        }
    }
}
