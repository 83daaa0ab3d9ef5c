//! Boosted trees read in place: `MODEL.md` says what made them and how well they do.

/// The trees that ship. A file that does not hold together does not compile.
pub(super) static MODEL: Model<'static> = match Model::load(include_bytes!("data/model.bin")) {
    Some(model) => model,
    None => panic!("data/model.bin is damaged; training/extract makes it"),
};

/// Bytes of a question: the threshold, the feature, where to go with at most that much, where with more, and nothing.
const NODE: usize = 8;
/// Bytes of the answer of a leaf.
const LEAF: usize = 4;
/// Bytes of the place of a tree's first question.
const START: usize = 4;
/// Bytes before the trees: how many trees and questions the first and the second table have.
const HEAD: usize = 16;
/// A place with this bit is a leaf.
const IS_LEAF: u8 = 0x80;

/// The two tables: one for passages as they stand, one that knows what the first says of the passages around.
#[derive(Clone, Copy, Debug)]
pub(super) struct Model<'m> {
    /// The first table.
    pub(super) alone: Trees<'m>,
    /// The second table.
    pub(super) together: Trees<'m>,
}

impl<'m> Model<'m> {
    /// Reads a model file; `None` if its length is not what it says.
    pub(super) const fn load(bytes: &'m [u8]) -> Option<Self> {
        let Some((head, rest)) = bytes.split_at_checked(HEAD) else {
            return None;
        };
        let Some((alone, rest)) = Trees::load(number(head, 0), number(head, 4), rest) else {
            return None;
        };
        let Some((together, rest)) = Trees::load(number(head, 8), number(head, 12), rest) else {
            return None;
        };
        if !rest.is_empty() {
            return None;
        }
        Some(Self { alone, together })
    }
}

const fn number(bytes: &[u8], at: usize) -> usize {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]) as usize
}

/// A sum of trees.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trees<'m> {
    starts: &'m [[u8; START]],
    nodes: &'m [[u8; NODE]],
    leaves: &'m [[u8; LEAF]],
}

impl<'m> Trees<'m> {
    /// Reads `trees` trees with `nodes` questions in all, and gives what follows them.
    const fn load(trees: usize, nodes: usize, bytes: &'m [u8]) -> Option<(Self, &'m [u8])> {
        let Some((starts, bytes)) = bytes.split_at_checked(trees * START) else {
            return None;
        };
        let Some((questions, bytes)) = bytes.split_at_checked(nodes * NODE) else {
            return None;
        };
        // A tree has one leaf more than it has questions.
        let Some((leaves, bytes)) = bytes.split_at_checked((nodes + trees) * LEAF) else {
            return None;
        };
        let trees = Self {
            starts: starts.as_chunks().0,
            nodes: questions.as_chunks().0,
            leaves: leaves.as_chunks().0,
        };
        Some((trees, bytes))
    }

    /// The probability that the trees give to `row`. The sum runs in the order of the trees: the same bits everywhere.
    pub(super) fn weigh(&self, row: &[f32]) -> f32 {
        let mut sum = 0.0;
        for (tree, start) in self.starts.iter().enumerate() {
            let start = u32::from_le_bytes(*start) as usize;
            let mut at = 0;
            let leaf = loop {
                let [a, b, c, d, feature, low, high, _] = self.nodes[start + at];
                let threshold = f32::from_le_bytes([a, b, c, d]);
                let next = if row[usize::from(feature)] <= threshold {
                    low
                } else {
                    high
                };
                if next & IS_LEAF != 0 {
                    break usize::from(next & !IS_LEAF);
                }
                at = usize::from(next);
            };
            sum += f32::from_le_bytes(self.leaves[start + tree + leaf]);
        }
        1.0 / (1.0 + libm::expf(-sum))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One tree: `feature 1 <= 0.5` gives -1, more gives 2; the second table has none.
    fn small() -> Vec<u8> {
        let mut bytes = Vec::new();
        for count in [1u32, 1, 0, 0, 0] {
            bytes.extend(count.to_le_bytes());
        }
        bytes.extend(0.5f32.to_le_bytes());
        bytes.extend([1, IS_LEAF, IS_LEAF | 1, 0]);
        bytes.extend([-1.0f32, 2.0].map(f32::to_le_bytes).concat());
        bytes
    }

    #[test]
    fn a_row_goes_down_each_tree_to_one_leaf() {
        let bytes = small();
        let model = Model::load(&bytes).unwrap();
        let odds = |row: &[f32]| {
            let share = model.alone.weigh(row);
            libm::logf(share / (1.0 - share))
        };
        assert!((odds(&[9.0, 0.5]) + 1.0).abs() < 1e-5);
        assert!((odds(&[9.0, 0.6]) - 2.0).abs() < 1e-5);
        assert!((model.together.weigh(&[]) - 0.5).abs() < 1e-6);
    }

    #[test]
    fn a_file_of_another_length_is_no_model() {
        let bytes = small();
        assert!(Model::load(&bytes[..bytes.len() - 1]).is_none());
        assert!(Model::load(&[bytes.as_slice(), &[0]].concat()).is_none());
        assert!(Model::load(&[]).is_none());
    }

    #[test]
    fn the_shipped_trees_ask_for_features_that_there_are() {
        for (trees, features) in [
            (&MODEL.alone, super::super::features::FEATURES),
            (&MODEL.together, super::super::context::FEATURES),
        ] {
            assert!(!trees.starts.is_empty());
            for node in trees.nodes {
                assert!(usize::from(node[4]) < features);
            }
        }
    }

    #[test]
    fn the_notes_name_the_shipped_file() {
        let bytes: &[u8] = include_bytes!("data/model.bin");
        let hash = blake3::hash(bytes).to_hex();
        assert!(include_str!("data/MODEL.md").contains(hash.as_str()));
    }
}
