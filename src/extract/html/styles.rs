//! Passages that a page sets alike: same tags and classes up to the grandparent. The paragraphs of a body are, and so are the
//! items of a list of teasers.

#![expect(
    clippy::cast_precision_loss,
    reason = "weights of one page are far below 2^24"
)]

use rustc_hash::FxHashMap;

use super::arena::NONE;
use super::candidates::Ground;
use super::features::log;
use super::forms::Form;
use super::masses::Mass;

/// Numbers of a style in a row.
pub(super) const FEATURES: usize = 8;

/// What the passages of one style have together.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Style {
    /// Their sums.
    pub(super) mass: Mass,
    /// As rows have it.
    pub(super) row: [f32; FEATURES],
    ended: u32,
    dated: u32,
}

/// The styles of a page.
#[derive(Debug, Default)]
pub(super) struct Styles {
    found: Vec<Style>,
    /// The style of each passage, [`NONE`] for those that are not open.
    pub(super) which: Vec<u32>,
}

impl Styles {
    /// Finds the styles of the open passages.
    pub(super) fn of(ground: &Ground<'_, '_>, open: &[usize], forms: &[Form]) -> Self {
        let mut styles = Self {
            found: Vec::new(),
            which: vec![NONE; ground.passages.len()],
        };
        let mut known: FxHashMap<u64, u32> = FxHashMap::default();
        for (&at, form) in open.iter().zip(forms) {
            let around = ground.tree.ancestors(ground.passages[at].holder).take(3);
            let signature = around.fold(0, |sum: u64, id| {
                sum.rotate_left(21)
                    .wrapping_add(ground.surroundings.around(id).style)
            });
            let next = styles.found.len() as u32;
            let which = *known.entry(signature).or_insert(next);
            if which == next {
                styles.found.push(Style::default());
            }
            styles.which[at] = which;
            let (shape, style) = (&ground.shapes[at], &mut styles.found[which as usize]);
            style.mass.add(Mass::of(shape));
            style.ended += u32::from(shape.ends_sentence);
            style.dated += u32::from(form.dated);
        }
        let page = ground.masses.page();
        for style in &mut styles.found {
            style.row = row(style, page);
        }
        styles
    }

    /// How many styles there are.
    pub(super) fn count(&self) -> usize {
        self.found.len()
    }

    /// The style of the passage at `at`, which is open.
    pub(super) fn style(&self, at: usize) -> &Style {
        &self.found[self.which[at] as usize]
    }
}

fn row(style: &Style, page: Mass) -> [f32; FEATURES] {
    let mass = style.mass;
    let (weight, passages) = (mass.weight.max(1) as f32, mass.passages.max(1) as f32);
    [
        log(mass.passages),
        log(mass.weight / mass.passages.max(1)),
        mass.links as f32 / weight,
        mass.prose as f32 / weight,
        style.ended as f32 / passages,
        mass.prose as f32 / page.prose.max(1) as f32,
        mass.weight as f32 / page.weight.max(1) as f32,
        style.dated as f32 / passages,
    ]
}
