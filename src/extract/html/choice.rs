//! From probabilities to the passages that are the article.

#![expect(
    clippy::cast_precision_loss,
    reason = "weights of one page are far below 2^24"
)]

use super::candidates::Ground;
use super::context::{self, Context};
use super::features::Page;
use super::model::Model;
use super::surroundings::OWN;

/// The slots of `<h1>` to `<h6>`.
const HEADINGS: std::ops::Range<usize> =
    super::signals::Groups::COUNT + 15..super::signals::Groups::COUNT + 19;

/// The probability of each open passage that it is the article's, by the first table and by the second.
pub(super) fn probabilities(
    ground: &Ground<'_, '_>,
    page: &Page<'_>,
    model: &Model<'_>,
) -> (Vec<f32>, Vec<f32>) {
    let mut row = Vec::with_capacity(context::FEATURES);
    let alone: Vec<f32> = (0..page.open.len())
        .map(|k| {
            page.row(ground, k, &mut row);
            model.alone.weigh(&row)
        })
        .collect();
    let context = Context::of(ground, page, &alone);
    let together = (0..page.open.len())
        .map(|k| {
            page.row(ground, k, &mut row);
            context.extend(ground, page, k, &mut row);
            model.together.weigh(&row)
        })
        .collect();
    (alone, together)
}

/// The passages, likeliest first, up to where the F1 that is to be expected is best: 2 hits / (kept + wanted), each by weight.
///
/// A fixed threshold is right for pages where the classifier is sure; where it is not, the best guess is still better than nothing.
pub(super) fn chosen(ground: &Ground<'_, '_>, page: &Page<'_>, probabilities: &[f32]) -> Vec<bool> {
    let weight = |k: usize| ground.shapes[page.open[k]].weight as f32;
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_by(|&a, &b| probabilities[b].total_cmp(&probabilities[a]).then(a.cmp(&b)));
    let wanted: f32 = order.iter().map(|&k| probabilities[k] * weight(k)).sum();
    let (mut hits, mut kept) = (0.0, 0.0);
    let (mut best, mut count) = (0.0, 0);
    for (place, &k) in order.iter().enumerate() {
        hits += probabilities[k] * weight(k);
        kept += weight(k);
        let expected = 2.0 * hits / (kept + wanted);
        if expected > best {
            (best, count) = (expected, place + 1);
        }
    }
    let mut chosen = vec![false; ground.passages.len()];
    for &k in &order[..count] {
        chosen[page.open[k]] = true;
    }
    chosen
}

/// Drops headings behind which nothing is kept.
pub(super) fn drop_last_headings(ground: &Ground<'_, '_>, chosen: &mut [bool]) {
    for at in (0..chosen.len()).rev().filter(|at| chosen_at(ground, *at)) {
        if !chosen[at] {
            continue;
        }
        if !is_heading(ground, at) {
            return;
        }
        chosen[at] = false;
    }
}

fn chosen_at(ground: &Ground<'_, '_>, at: usize) -> bool {
    ground.open[at]
}

/// Whether the passage is set as a heading.
pub(super) fn is_heading(ground: &Ground<'_, '_>, at: usize) -> bool {
    let near = &ground.surroundings.around(ground.passages[at].holder).near;
    HEADINGS.clone().any(|slot| near[slot] == OWN)
}
