//! A passage among the others: what the first table says of its neighbours, of what stands in the same elements, of its style.

#![expect(
    clippy::cast_precision_loss,
    reason = "weights of one page are far below 2^24"
)]

use super::arena::NONE;
use super::candidates::{Candidate, Ground, holding};
use super::features::{self, Page, log};

/// Numbers that this file adds to a row.
const ADDED: usize = 1 + 6 + 2 + 8 + 2 + 2 + 4 + 2 + 4;
/// Numbers of a row.
pub(super) const FEATURES: usize = features::FEATURES + ADDED;
/// From this probability on running text is surely the article's.
const SURE: f32 = 0.6;
/// Passages on either side whose mean is told.
const WINDOW: usize = 5;
/// Distances from here on are the same.
const FAR: usize = 40;

/// The first table's word on a page, added up in several ways.
#[derive(Debug)]
pub(super) struct Context<'s> {
    /// The probability of each open passage.
    scores: &'s [f32],
    /// Weight times probability below each node.
    sums: Vec<f32>,
    /// The same for each style.
    styles: Vec<f32>,
    /// The same before each open passage, and at the end of all.
    before: Vec<f32>,
    /// Number of the nearest sure passage before each open one, and behind it.
    last_sure: Vec<Option<usize>>,
    next_sure: Vec<Option<usize>>,
    container: Candidate,
    best: f32,
}

impl<'s> Context<'s> {
    /// Adds up `scores`, one for each open passage.
    pub(super) fn of(ground: &Ground<'_, '_>, page: &Page<'_>, scores: &'s [f32]) -> Self {
        let mut masses = vec![0f32; ground.passages.len()];
        let mut sums = vec![0f32; ground.tree.nodes.len()];
        let mut styles = vec![0f32; page.styles.count()];
        let mut before = Vec::with_capacity(scores.len() + 1);
        let mut total = 0.0;
        for (&at, score) in page.open.iter().zip(scores) {
            let mass = ground.shapes[at].weight as f32 * score;
            before.push(total);
            total += mass;
            masses[at] = mass;
            sums[ground.passages[at].holder as usize] += mass;
            styles[page.styles.which[at] as usize] += mass;
        }
        before.push(total);
        for &id in ground.masses.holders.iter().rev() {
            let parent = ground.tree.node(id).parent;
            if parent != NONE {
                sums[parent as usize] += sums[id as usize];
            }
        }
        let sure = |k: usize| scores[k] >= SURE && ground.shapes[page.open[k]].is_prose();
        let mut last = None;
        let mut note = |k: usize| {
            let known = last;
            last = if sure(k) { Some(k) } else { last };
            known
        };
        let last_sure: Vec<Option<usize>> = (0..scores.len()).map(&mut note).collect();
        let mut next = None;
        let mut next_sure = vec![None; scores.len()];
        for k in (0..scores.len()).rev() {
            next_sure[k] = next;
            next = if sure(k) { Some(k) } else { next };
        }
        let container = holding(ground.tree, ground.masses, ground.passages, &masses);
        Self {
            scores,
            sums,
            styles,
            before,
            last_sure,
            next_sure,
            container: Candidate::of(ground.tree, ground.masses, container),
            best: scores.iter().copied().fold(0.0, f32::max),
        }
    }

    /// Adds to the row of the open passage number `k`.
    pub(super) fn extend(&self, ground: &Ground<'_, '_>, page: &Page<'_>, k: usize, row: &mut Vec<f32>) {
        let at = page.open[k];
        let holder = ground.passages[at].holder;
        let total = self.before[self.scores.len()].max(1e-6);
        row.push(self.scores[k]);
        for offset in [-3isize, -2, -1, 1, 2, 3] {
            let other = k.checked_add_signed(offset).and_then(|k| self.scores.get(k));
            row.push(other.copied().unwrap_or(-1.0));
        }
        row.push(self.mean(ground, page, k.saturating_sub(WINDOW), k));
        row.push(self.mean(ground, page, k + 1, (k + 1 + WINDOW).min(self.scores.len())));
        let mut id = holder;
        for _ in 0..4 {
            let sum = self.sums[id as usize];
            row.push(sum / ground.masses.below(id).weight.max(1) as f32);
            row.push(sum / total);
            let parent = ground.tree.node(id).parent;
            id = if parent == NONE { id } else { parent };
        }
        let style = page.styles.which[at] as usize;
        let sum = self.styles[style];
        row.push(sum / page.styles.style(at).mass.weight.max(1) as f32);
        row.push(sum / total);
        row.push(self.before[k] / total);
        row.push((total - self.before[k]) / total);
        self.distances(page, ground, k, row);
        let steps = self.container.steps(holder);
        row.push(steps.map_or(-1.0, |steps| f32::from(steps.min(20))));
        let depth = |id| f32::from(ground.surroundings.around(id).depth);
        row.push(if steps == Some(0) {
            depth(holder) - depth(self.container.id)
        } else {
            -1.0
        });
        row.push(self.container.share);
        row.push(total / ground.masses.page().weight.max(1) as f32);
        row.push(log(total as u32));
        row.push(self.best);
        debug_assert_eq!(row.len(), FEATURES);
    }

    /// The mean probability from `from` up to `to`, by weight.
    fn mean(&self, ground: &Ground<'_, '_>, page: &Page<'_>, from: usize, to: usize) -> f32 {
        if from >= to {
            return -1.0;
        }
        let weight: u32 = page.open[from..to]
            .iter()
            .map(|at| ground.shapes[*at].weight)
            .sum();
        (self.before[to] - self.before[from]) / weight.max(1) as f32
    }

    /// Passages and weight between this one and the nearest sure ones.
    fn distances(&self, page: &Page<'_>, ground: &Ground<'_, '_>, k: usize, row: &mut Vec<f32>) {
        let weight = |from: usize, to: usize| {
            let between = &page.open[from..to][..(to - from).min(FAR)];
            between.iter().map(|at| ground.shapes[*at].weight).sum::<u32>()
        };
        match self.last_sure[k] {
            Some(last) => row.extend([(k - last).min(FAR) as f32, log(weight(last + 1, k))]),
            None => row.extend([-1.0, -1.0]),
        }
        match self.next_sure[k] {
            Some(next) => row.extend([(next - k).min(FAR) as f32, log(weight(k + 1, next))]),
            None => row.extend([-1.0, -1.0]),
        }
    }
}
