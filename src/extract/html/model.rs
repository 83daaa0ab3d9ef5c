//! Boosted trees read in place: `MODEL.md` says what made them and how well they do.

/// The trees that ship. A file that does not hold together does not compile.
pub(super) static MODEL: Model<'static> = match Model::load(include_bytes!("data/model.bin")) {
    Some(model) => model,
    None => panic!("data/model.bin is damaged; training/extract makes it"),
};

/// Most leaves of a tree: as many as [`Node::kept`] has bits.
const LEAVES: usize = 16;
/// Bytes of a question: the threshold, the feature, nothing, and the leaves that are left where the row has more, as bits.
const NODE: usize = 8;
/// Bytes of a leaf: its answer.
const LEAF: usize = 4;
/// Bytes before the trees: how many trees, questions and leaves there are.
const HEAD: usize = 12;
/// Rows that are weighed side by side: their questions fill a register.
pub(super) const BLOCK: usize = 8;

const fn number(bytes: &[u8], at: usize) -> usize {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]) as usize
}

/// The trees of a first look at a passage, and those of a second that knows what the first says of all the page's passages.
#[derive(Clone, Copy, Debug)]
pub(super) struct Model<'m> {
    /// Over rows of `features`.
    pub(super) first: Trees<'m>,
    /// Over rows of `regions`.
    pub(super) second: Trees<'m>,
}

impl<'m> Model<'m> {
    /// Reads a model file; `None` if its parts do not fit together.
    pub(super) const fn load(bytes: &'m [u8]) -> Option<Self> {
        let Some((first, rest)) = Trees::load(bytes) else {
            return None;
        };
        match Trees::load(rest) {
            Some((second, [])) => Some(Self { first, second }),
            _ => None,
        }
    }
}

/// Trees in a row, whose answers are added up.
///
/// No way down a tree is walked. Every question that a row answers with "more" takes the leaves on its low side away, whichever way leads to
/// the question; the first leaf that is left is the row's (`QuickScorer`, Lucchese et al. 2015). So all rows go through the same steps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trees<'m> {
    /// Questions of each tree; it has one leaf more.
    sizes: &'m [u8],
    nodes: &'m [[u8; NODE]],
    leaves: &'m [[u8; LEAF]],
}

impl<'m> Trees<'m> {
    /// Reads trees from the start of `bytes`, and gives what stands behind them; `None` if their parts do not fit together.
    const fn load(bytes: &'m [u8]) -> Option<(Self, &'m [u8])> {
        let Some((head, rest)) = bytes.split_at_checked(HEAD) else {
            return None;
        };
        let Some((sizes, rest)) = rest.split_at_checked(number(head, 0)) else {
            return None;
        };
        let Some((nodes, rest)) = rest.split_at_checked(number(head, 4).saturating_mul(NODE)) else {
            return None;
        };
        let Some((leaves, rest)) = rest.split_at_checked(number(head, 8).saturating_mul(LEAF)) else {
            return None;
        };
        let (nodes, leaves) = (nodes.as_chunks().0, leaves.as_chunks().0);
        let (mut tree, mut questions) = (0, 0);
        while tree < sizes.len() {
            if sizes[tree] as usize >= LEAVES {
                return None;
            }
            questions += sizes[tree] as usize;
            tree += 1;
        }
        if questions != nodes.len() || questions + sizes.len() != leaves.len() {
            return None;
        }
        Some((Self { sizes, nodes, leaves }, rest))
    }

    /// Whether there is no tree.
    pub(super) const fn is_empty(self) -> bool {
        self.sizes.is_empty()
    }

    /// The first `count` of these trees, and the others.
    pub(super) fn split(self, count: usize) -> (Self, Self) {
        let (sizes, other_sizes) = self.sizes.split_at(count.min(self.sizes.len()));
        let questions = sizes.iter().map(|size| usize::from(*size)).sum();
        let (nodes, other_nodes) = self.nodes.split_at(questions);
        let (leaves, other_leaves) = self.leaves.split_at(questions + sizes.len());
        let first = Self { sizes, nodes, leaves };
        let others = Self {
            sizes: other_sizes,
            nodes: other_nodes,
            leaves: other_leaves,
        };
        (first, others)
    }

    /// Adds what the trees say of the rows to their `sums`, in the order of the trees: the same bits everywhere, whatever else is in the
    /// block.
    pub(super) fn add(self, rows: &Rows, sums: &mut [f32; BLOCK]) {
        let (mut nodes, mut leaves) = (self.nodes, self.leaves);
        for &size in self.sizes {
            let (own, rest) = nodes.split_at(usize::from(size));
            let (answers, others) = leaves.split_at(usize::from(size) + 1);
            (nodes, leaves) = (rest, others);
            let mut left = [u16::MAX; BLOCK];
            for node in own {
                let row = &rows.0[usize::from(node[4])];
                let (most, kept) = (
                    value([node[0], node[1], node[2], node[3]]),
                    u16::from_le_bytes([node[6], node[7]]),
                );
                for (left, number) in left.iter_mut().zip(row) {
                    *left &= if *number <= most { u16::MAX } else { kept };
                }
            }
            for (sum, left) in sums.iter_mut().zip(left) {
                *sum += value(answers[(left.trailing_zeros() as usize).min(answers.len() - 1)]);
            }
        }
    }
}

/// Rows that are weighed together, number by number. There is a place for every number that a question can name, so that none has to be checked.
#[derive(Debug)]
pub(super) struct Rows([[f32; BLOCK]; 1 << u8::BITS]);

impl Rows {
    /// Rows of zeros.
    pub(super) fn new() -> Self {
        Self([[0.0; BLOCK]; 1 << u8::BITS])
    }

    /// Makes `row` the row number `k`, below [`BLOCK`].
    pub(super) fn set(&mut self, k: usize, row: &[f32]) {
        for (place, number) in self.0.iter_mut().zip(row) {
            place[k] = *number;
        }
    }
}

/// The probability that a sum of trees stands for.
pub(super) fn probability(sum: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-sum))
}

fn value(bytes: [u8; 4]) -> f32 {
    f32::from_le_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(most: f32, feature: u8, kept: u16) -> Vec<u8> {
        [most.to_le_bytes().as_slice(), &[feature, 0], &kept.to_le_bytes()].concat()
    }

    /// A first look by a tree and a leaf, a second by a leaf. `feature 1 <= 0.5` gives -1, more asks whether `feature 0 <= 3`: 2, or else 4. The leaf gives 8.
    fn small() -> Vec<u8> {
        let head = [2u32, 2, 4].map(u32::to_le_bytes).concat();
        let leaves = [-1.0f32, 2.0, 4.0, 8.0].map(f32::to_le_bytes).concat();
        let second = [
            [1u32, 0, 1].map(u32::to_le_bytes).concat(),
            vec![0],
            7.0f32.to_le_bytes().to_vec(),
        ]
        .concat();
        [
            head,
            vec![2, 0],
            node(0.5, 1, 0b110),
            node(3.0, 0, 0b101),
            leaves,
            second,
        ]
        .concat()
    }

    #[test]
    fn a_row_ends_in_one_leaf_of_each_tree() {
        let bytes = small();
        let model = Model::load(&bytes).unwrap();
        let trees = model.first;
        let mut rows = Rows::new();
        for (k, row) in [[9.0, 0.5], [3.0, 0.6], [9.0, 7.0], [9.0, f32::NAN]]
            .iter()
            .enumerate()
        {
            rows.set(k, row);
        }
        let (first, second) = trees.split(1);
        let mut sums = [0.5; BLOCK];
        first.add(&rows, &mut sums);
        assert_eq!(sums[..5], [-0.5, 2.5, 4.5, 4.5, -0.5]);
        second.add(&rows, &mut sums);
        assert_eq!(sums[..5], [7.5, 10.5, 12.5, 12.5, 7.5]);
        model.second.add(&rows, &mut sums);
        assert_eq!(sums[..1], [14.5]);
        assert!((probability(0.0) - 0.5).abs() < 1e-6);
    }

    #[test]
    fn a_file_whose_parts_do_not_fit_is_no_model() {
        let bytes = small();
        assert!(Model::load(&bytes[..bytes.len() - 1]).is_none());
        assert!(Model::load(&[bytes.as_slice(), &[0]].concat()).is_none());
        assert!(Model::load(&[]).is_none());
        let mut other = bytes.clone();
        other[HEAD] = 1;
        assert!(Model::load(&other).is_none());
    }

    #[test]
    fn the_shipped_trees_ask_for_features_that_there_are_and_leave_a_leaf() {
        for (trees, features) in [
            (MODEL.first, super::super::features::FEATURES),
            (MODEL.second, super::super::regions::FEATURES),
        ] {
            assert!(!trees.is_empty());
            assert!(trees.nodes.iter().all(|node| usize::from(node[4]) < features));
            each_leaves_a_leaf(trees);
        }
    }

    fn each_leaves_a_leaf(mut rest: Trees<'_>) {
        while !rest.is_empty() {
            let (tree, others) = rest.split(1);
            let all = (1u32 << tree.leaves.len()) - 1;
            for node in tree.nodes {
                let taken = !u32::from(u16::from_le_bytes([node[6], node[7]])) & all;
                assert!(
                    taken != 0 && taken & (1 << (tree.leaves.len() - 1)) == 0,
                    "the last leaf is on nobody's low side"
                );
            }
            rest = others;
        }
    }

    #[test]
    fn the_notes_name_the_shipped_file() {
        let bytes: &[u8] = include_bytes!("data/model.bin");
        let hash = blake3::hash(bytes).to_hex();
        assert!(include_str!("data/MODEL.md").contains(hash.as_str()));
    }
}
