//! Passages that a page sets alike: same tags and classes up to the grandparent. The paragraphs of a body are, and so are the
//! items of a list of teasers.

use rustc_hash::FxHashMap;

use super::arena::NONE;
use super::candidates::Ground;
use super::masses::Mass;

/// What the passages of one style have together.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Style {
    /// Their sums.
    pub(super) mass: Mass,
    /// Those that end like a sentence.
    pub(super) ended: u32,
}

/// The styles of a page.
#[derive(Debug, Default)]
pub(super) struct Styles {
    found: Vec<Style>,
    /// The style of each passage.
    pub(super) which: Vec<u32>,
}

impl Styles {
    /// Finds the styles of the open passages.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "weights of one page are far below 2^24"
    )]
    pub(super) fn of(ground: &Ground<'_, '_>) -> Self {
        let mut styles = Self::default();
        let mut known: FxHashMap<u64, u32> = FxHashMap::default();
        for (at, passage) in ground.passages.iter().enumerate() {
            if !ground.open[at] {
                styles.which.push(NONE);
                continue;
            }
            let signature = ground
                .tree
                .ancestors(passage.holder)
                .take(3)
                .fold(0, |sum: u64, id| {
                    sum.rotate_left(21)
                        .wrapping_add(ground.surroundings.around(id).style)
                });
            let next = styles.found.len() as u32;
            let which = *known.entry(signature).or_insert(next);
            if which == next {
                styles.found.push(Style::default());
            }
            styles.which.push(which);
            let (shape, style) = (&ground.shapes[at], &mut styles.found[which as usize]);
            style.mass.weight += shape.weight;
            style.mass.links += (shape.weight as f32 * shape.link_share) as u32;
            style.mass.passages += 1;
            style.mass.prose += if shape.is_prose() { shape.weight } else { 0 };
            style.ended += u32::from(shape.ends_sentence);
        }
        styles
    }

    /// How many styles there are.
    pub(super) fn count(&self) -> usize {
        self.found.len()
    }

    /// The style of the passage at `at`.
    pub(super) fn style(&self, at: usize) -> Style {
        self.found
            .get(self.which[at] as usize)
            .copied()
            .unwrap_or_default()
    }
}
