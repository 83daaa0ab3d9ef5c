//! Boosted trees: sums of small decision trees over a row of features.

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

/// The probability that a table of trees gives a row: the logistic function of the sum of its leaves, added in order.
pub(super) fn probability(trees: &[Tree], row: &[f32]) -> f32 {
    let mut sum = 0.0;
    for tree in trees {
        let [a, b, c] = tree
            .splits
            .map(|(feature, threshold)| row[usize::from(feature)] <= threshold);
        sum += tree.leaves[usize::from(a) | usize::from(b) << 1 | usize::from(c) << 2];
    }
    1.0 / (1.0 + libm::expf(-sum))
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
        let logit = |row: &[f32]| {
            let p = probability(std::slice::from_ref(&tree), row);
            libm::roundf(libm::logf(p / (1.0 - p)))
        };
        assert_eq!(logit(&[0.5, 10.0]), 1.0);
        assert_eq!(logit(&[1.0, 1.0]), 4.0);
        assert_eq!(logit(&[1.0, 0.0]), 6.0);
    }
}
