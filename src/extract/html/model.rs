//! Boosted trees read in place: `MODEL.md` says what made them and how well they do.

use std::ops::Range;

/// The trees that ship. A file that does not hold together does not compile.
pub(super) static MODEL: Model<'static> = match Model::load(include_bytes!("data/model.bin")) {
    Some(model) => model,
    None => panic!("data/model.bin is damaged; training/extract makes it"),
};

/// Bytes of a node: the threshold, the feature, where to go with at most that much, where with more, and nothing. A leaf leads to itself and has
/// its answer in place of the threshold.
const NODE: usize = 8;
/// Bytes of a tree's entry: its first node, and how deep it is.
const ENTRY: usize = 4;
/// Bytes before the trees: how many trees and nodes there are.
const HEAD: usize = 8;
/// Rows that go down a tree side by side, so that none waits for the memory of another.
pub(super) const BLOCK: usize = 8;

const fn number(bytes: &[u8], at: usize) -> usize {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]) as usize
}

/// A sum of trees.
#[derive(Clone, Copy, Debug)]
pub(super) struct Model<'m> {
    entries: &'m [[u8; ENTRY]],
    nodes: &'m [[u8; NODE]],
}

impl<'m> Model<'m> {
    /// Reads a model file; `None` if its length is not what it says.
    pub(super) const fn load(bytes: &'m [u8]) -> Option<Self> {
        let Some((head, rest)) = bytes.split_at_checked(HEAD) else {
            return None;
        };
        let Some((entries, rest)) = rest.split_at_checked(number(head, 0).saturating_mul(ENTRY)) else {
            return None;
        };
        let Some((nodes, rest)) = rest.split_at_checked(number(head, 4).saturating_mul(NODE)) else {
            return None;
        };
        if !rest.is_empty() {
            return None;
        }
        Some(Self {
            entries: entries.as_chunks().0,
            nodes: nodes.as_chunks().0,
        })
    }

    /// What the trees of `part` add to the `sums` of up to [`BLOCK`] rows of `width` numbers each, one behind the other. The sums run in
    /// the order of the trees: the same bits everywhere, whatever else is in the block.
    pub(super) fn add(&self, part: Range<usize>, rows: &[f32], width: usize, sums: &mut [f32; BLOCK]) {
        let count = (rows.len() / width.max(1)).min(BLOCK);
        for entry in &self.entries[part] {
            let [a, b, c, depth] = *entry;
            let tree = &self.nodes[u32::from_le_bytes([a, b, c, 0]) as usize..];
            let mut places = [0u8; BLOCK];
            for _ in 0..depth {
                for (row, at) in rows.chunks_exact(width).zip(&mut places) {
                    let node = tree[usize::from(*at)];
                    // An index instead of a branch: no way is likelier than the other.
                    let goes_low = row[usize::from(node[4])] <= threshold(node);
                    *at = [node[6], node[5]][usize::from(goes_low)];
                }
            }
            for (sum, at) in sums[..count].iter_mut().zip(places) {
                *sum += threshold(tree[usize::from(at)]);
            }
        }
    }

    /// How many trees there are.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }
}

/// The probability that a sum of trees stands for.
pub(super) fn probability(sum: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-sum))
}

fn threshold(node: [u8; NODE]) -> f32 {
    f32::from_le_bytes([node[0], node[1], node[2], node[3]])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(value: f32, feature: u8, low: u8, high: u8) -> Vec<u8> {
        [value.to_le_bytes().as_slice(), &[feature, low, high, 0]].concat()
    }

    /// One tree: `feature 1 <= 0.5` gives -1, more gives 2.
    fn small() -> Vec<u8> {
        let head = [1u32, 3].map(u32::to_le_bytes).concat();
        let tree = [0, 0, 0, 1].to_vec();
        [
            head,
            tree,
            node(0.5, 1, 1, 2),
            node(-1.0, 0, 1, 1),
            node(2.0, 0, 2, 2),
        ]
        .concat()
    }

    #[test]
    fn a_row_goes_down_each_tree_to_one_leaf() {
        let bytes = small();
        let model = Model::load(&bytes).unwrap();
        let mut sums = [0.5; BLOCK];
        model.add(0..model.len(), &[9.0, 0.5, 9.0, 0.6, 9.0, 7.0], 2, &mut sums);
        assert_eq!(sums[..4], [-0.5, 2.5, 2.5, 0.5]);
        assert!((probability(0.0) - 0.5).abs() < 1e-6);
    }

    #[test]
    fn a_file_of_another_length_is_no_model() {
        let bytes = small();
        assert!(Model::load(&bytes[..bytes.len() - 1]).is_none());
        assert!(Model::load(&[bytes.as_slice(), &[0]].concat()).is_none());
        assert!(Model::load(&[]).is_none());
    }

    #[test]
    fn the_shipped_trees_ask_for_features_that_there_are_and_end_in_leaves() {
        assert!(!MODEL.entries.is_empty());
        for [a, b, c, depth] in MODEL.entries {
            let start = u32::from_le_bytes([*a, *b, *c, 0]) as usize;
            let below = |at: u8| {
                let node = MODEL.nodes[start + usize::from(at)];
                [node[5], node[6]]
            };
            let mut here = vec![0u8];
            for _ in 0..*depth {
                here = here.into_iter().flat_map(below).collect();
                here.sort_unstable();
                here.dedup();
            }
            for at in here {
                assert_eq!(below(at), [at, at], "a leaf leads to itself");
            }
        }
        let features = super::super::features::FEATURES;
        assert!(MODEL.nodes.iter().all(|node| usize::from(node[4]) < features));
    }

    #[test]
    fn the_notes_name_the_shipped_file() {
        let bytes: &[u8] = include_bytes!("data/model.bin");
        let hash = blake3::hash(bytes).to_hex();
        assert!(include_str!("data/MODEL.md").contains(hash.as_str()));
    }
}
