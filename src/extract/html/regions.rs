//! A second look at a passage: what the first look says of all the others. Lists of teasers, second articles and notices read like an article
//! by themselves; that they stand apart from it shows only when the rest of the page is known.

#![expect(
    clippy::cast_precision_loss,
    reason = "weights of one page are far below 2^24"
)]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a weight is small and not negative"
)]

use super::arena::{Id, NONE};
use super::candidates::{self, Ground, holding};
use super::echoes::UNKNOWN;
use super::features::{Page, log};

/// Numbers of a row.
pub(super) const FEATURES: usize = NEIGHBOURS.len() + 6 + ELEMENTS + CORE + WHOLE;
const ELEMENTS: usize = 2 * LEVELS + 4;
const CORE: usize = 9;
const WHOLE: usize = 6;
/// From this probability on a passage is likely the article's.
const LIKELY: f32 = 0.4;
/// Unlikely passages that do not end a region.
const MAX_GAP: usize = 3;
/// A headline stands at most so many passages before its region.
const MAX_ABOVE: usize = 12;
/// How much more a region below the headline is worth.
const HEADED: f32 = 3.0;
/// Heaviest a passage counts.
const MAX_WEIGHT: u32 = 1500;
/// Passages before and after whose probability is told too.
const NEIGHBOURS: [isize; 6] = [-3, -2, -1, 1, 2, 3];
/// Passages on each side of which the mean is told.
const WINDOWS: [usize; 2] = [5, 12];
/// Elements around a passage that are told.
const LEVELS: usize = 4;

/// Weight, and the part of it that is to be expected the article's.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    expected: f32,
    weight: f32,
}

impl Sum {
    fn add(&mut self, other: Self) {
        self.expected += other.expected;
        self.weight += other.weight;
    }

    fn less(self, other: Self) -> Self {
        Self {
            expected: self.expected - other.expected,
            weight: self.weight - other.weight,
        }
    }

    /// The mean probability; unknown where nothing is left.
    fn mean(self) -> f32 {
        if self.weight > 0.5 {
            self.expected / self.weight
        } else {
            UNKNOWN
        }
    }
}

/// A run of likely passages, by their places.
#[derive(Clone, Copy, Debug, Default)]
struct Region {
    from: usize,
    to: usize,
    expected: f32,
}

/// A page after the first look.
#[derive(Debug)]
pub(super) struct Regions<'p> {
    probabilities: &'p [f32],
    own: Vec<Sum>,
    /// Of each open passage, and at the end of all: the sum of all passages before it, and what is expected of the likely ones.
    before: Vec<(Sum, f32)>,
    elements: Vec<Sum>,
    styles: Vec<Sum>,
    /// The region that is most likely the article.
    core: Option<Region>,
    /// Where the article begins: at the headline, else with the core.
    start: usize,
    /// The longest run of unlikely passages between the start and each passage: how many, how heavy.
    gaps: Vec<[f32; 2]>,
    /// The child of the element that holds the article in which each element stands.
    branches: Vec<Id>,
    whole: [f32; WHOLE],
}

impl<'p> Regions<'p> {
    /// Gathers what rows are made from.
    pub(super) fn of(ground: &Ground<'_, '_>, page: &Page<'_>, probabilities: &'p [f32]) -> Self {
        let weights = page
            .open
            .iter()
            .map(|&at| ground.shapes[at].weight.min(MAX_WEIGHT) as f32);
        let weights: Vec<f32> = weights.collect();
        let own = probabilities
            .iter()
            .zip(&weights)
            .map(|(probability, &weight)| Sum {
                expected: probability * weight,
                weight,
            });
        let own: Vec<Sum> = own.collect();
        let likely: Vec<bool> = probabilities
            .iter()
            .map(|probability| *probability >= LIKELY)
            .collect();
        let found = regions(&likely, &own);
        let core = core(&found, page.headline);
        let headline = page.headline.filter(|&at| likely[at..].contains(&true));
        let start = headline.or(core.map(|core| core.from)).unwrap_or(0);
        let before = before(&own, &likely);
        let mut styles = vec![Sum::default(); page.styles.count()];
        let mut elements = vec![Sum::default(); ground.tree.nodes.len()];
        for (k, sum) in own.iter().enumerate() {
            styles[page.style(k) as usize].add(*sum);
            elements[ground.passages[page.open[k]].holder as usize].add(*sum);
        }
        ground.masses.climb(ground.tree, |id, parent| {
            let own = elements[id as usize];
            elements[parent as usize].add(own);
        });
        let kept: f32 = likely
            .iter()
            .zip(&weights)
            .filter(|(likely, _)| **likely)
            .map(|(_, weight)| weight)
            .sum();
        let (all, of_likely) = before[own.len()];
        let heaviest = styles.iter().map(|style| style.expected).fold(0.0, f32::max);
        let whole = [
            log(all.expected as u32),
            of_likely / kept.max(1.0),
            kept / all.weight.max(1.0),
            found.len().min(20) as f32,
            core.map_or(0.0, |core| core.expected / of_likely.max(1.0)),
            heaviest / all.expected.max(1.0),
        ];
        Self {
            probabilities,
            gaps: gaps(&likely, &weights, start),
            branches: branches(ground, page, &likely, &own),
            own,
            before,
            elements,
            styles,
            core,
            start,
            whole,
        }
    }

    /// Adds the row of the open passage number `k` to `row`.
    pub(super) fn row(&self, ground: &Ground<'_, '_>, page: &Page<'_>, k: usize, row: &mut Vec<f32>) {
        let all = self.own.len();
        row.push(self.probabilities[k]);
        for offset in NEIGHBOURS {
            let other = k
                .checked_add_signed(offset)
                .and_then(|other| self.probabilities.get(other));
            row.push(other.copied().unwrap_or(UNKNOWN));
        }
        for window in WINDOWS {
            row.push(self.mean(k.saturating_sub(window), k));
            row.push(self.mean((k + 1).min(all), (k + 1 + window).min(all)));
        }
        row.push(self.own[k].weight);
        let holder = ground.passages[page.open[k]].holder;
        let mut around = [holder; LEVELS];
        for level in 1..LEVELS {
            let parent = ground.tree.node(around[level - 1]).parent;
            around[level] = if parent == NONE { around[level - 1] } else { parent };
        }
        self.elements(page, k, around, row);
        self.core(k, row);
        row.extend_from_slice(&self.whole);
    }

    /// The mean probability of the passages from one place to before another.
    fn mean(&self, from: usize, to: usize) -> f32 {
        let sum = self.before[to].0.less(self.before[from].0);
        sum.expected / sum.weight.max(1.0)
    }

    /// What is likely of the rest of the elements and the style that the passage stands in.
    fn elements(&self, page: &Page<'_>, k: usize, around: [Id; LEVELS], row: &mut Vec<f32>) {
        let all = self.before[self.own.len()].0.expected.max(1.0);
        for id in around {
            let element = self.elements[id as usize];
            row.extend_from_slice(&[element.less(self.own[k]).mean(), element.expected / all]);
        }
        match self.branches[around[0] as usize] {
            NONE => row.extend_from_slice(&[UNKNOWN; 2]),
            branch => {
                let branch = self.elements[branch as usize];
                row.extend_from_slice(&[branch.expected / branch.weight.max(1.0), branch.expected / all]);
            }
        }
        let style = self.styles[page.style(k) as usize];
        row.extend_from_slice(&[style.less(self.own[k]).mean(), style.expected / all]);
    }

    /// How the passage stands to the core, and to where the article begins.
    fn core(&self, k: usize, row: &mut Vec<f32>) {
        let place = k as f32;
        match self.core {
            Some(Region { from, to, .. }) => {
                let (steps, weight) = if k > to {
                    (
                        place - to as f32,
                        self.before[k].0.weight - self.before[to + 1].0.weight,
                    )
                } else if k < from {
                    (
                        place - from as f32,
                        self.before[k + 1].0.weight - self.before[from].0.weight,
                    )
                } else {
                    (0.0, 0.0)
                };
                row.extend_from_slice(&[
                    steps.clamp(-40.0, 40.0),
                    weight,
                    (place - from as f32).clamp(-20.0, 100.0),
                    (to as f32 - place).clamp(-20.0, 100.0),
                ]);
            }
            None => row.extend_from_slice(&[UNKNOWN; 4]),
        }
        let all = self.before[self.own.len()].1.max(1.0);
        let before = self.before[k].1;
        row.extend_from_slice(&[
            self.gaps[k][0].min(60.0),
            self.gaps[k][1].min(5000.0),
            before / all,
            (place - self.start as f32).clamp(-30.0, 100.0),
            1.0 - before / all,
        ]);
    }
}

/// The runs of likely passages, small gaps included.
fn regions(likely: &[bool], own: &[Sum]) -> Vec<Region> {
    let mut found: Vec<Region> = Vec::new();
    for k in (0..likely.len()).filter(|&k| likely[k]) {
        let expected = own[k].expected;
        match found.last_mut() {
            Some(region) if k - region.to <= MAX_GAP + 1 => {
                region.to = k;
                region.expected += expected;
            }
            _ => found.push(Region {
                from: k,
                to: k,
                expected,
            }),
        }
    }
    found
}

/// The region of which most is expected; one below the headline is worth more.
fn core(regions: &[Region], headline: Option<usize>) -> Option<Region> {
    let is_headed =
        |region: &Region| headline.is_some_and(|at| at <= region.to && region.from <= at + MAX_ABOVE);
    let worth = |region: &Region| region.expected * if is_headed(region) { HEADED } else { 1.0 };
    let mut best: Option<(f32, Region)> = None;
    for region in regions {
        let worth = worth(region);
        if best.is_none_or(|(known, _)| worth > known) {
            best = Some((worth, *region));
        }
    }
    best.map(|(_, region)| region)
}

fn before(own: &[Sum], likely: &[bool]) -> Vec<(Sum, f32)> {
    let (mut sum, mut of_likely) = (Sum::default(), 0.0);
    let mut before = Vec::with_capacity(own.len() + 1);
    for (own, likely) in own.iter().zip(likely) {
        before.push((sum, of_likely));
        sum.add(*own);
        of_likely += if *likely { own.expected } else { 0.0 };
    }
    before.push((sum, of_likely));
    before
}

/// The longest run of unlikely passages between `start` and each passage.
fn gaps(likely: &[bool], weights: &[f32], start: usize) -> Vec<[f32; 2]> {
    let mut gaps = vec![[0f32; 2]; likely.len()];
    let mut walk = |places: &mut dyn Iterator<Item = usize>| {
        let (mut most, mut run) = ([0f32; 2], [0f32; 2]);
        for k in places {
            run = if likely[k] {
                [0.0; 2]
            } else {
                [run[0] + 1.0, run[1] + weights[k]]
            };
            most = [most[0].max(run[0]), most[1].max(run[1])];
            gaps[k] = most;
        }
    };
    walk(&mut (start..likely.len()));
    walk(&mut (0..start).rev());
    gaps
}

/// Of each element the child, of the element that holds the likely passages, in which it stands.
fn branches(ground: &Ground<'_, '_>, page: &Page<'_>, likely: &[bool], own: &[Sum]) -> Vec<Id> {
    let mut expected = vec![0f32; ground.passages.len()];
    for k in (0..own.len()).filter(|&k| likely[k]) {
        expected[page.open[k]] = own[k].expected;
    }
    let container = holding(ground.tree, ground.masses, ground.passages, &expected);
    candidates::branches(ground.tree, ground.masses, container)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(probabilities: &[f32]) -> (Vec<bool>, Vec<Sum>) {
        let likely = probabilities
            .iter()
            .map(|probability| *probability >= LIKELY)
            .collect();
        let own = probabilities.iter().map(|probability| Sum {
            expected: probability * 100.0,
            weight: 100.0,
        });
        (likely, own.collect())
    }

    #[test]
    fn a_region_goes_over_a_small_gap_and_the_one_below_the_headline_is_the_core() {
        let probabilities = [&[0.0, 0.9, 0.1, 0.1, 0.1, 0.9][..], &[0.0; 8], &[0.9; 3]].concat();
        let (likely, own) = sums(&probabilities);
        let found = regions(&likely, &own);
        let places: Vec<(usize, usize)> = found.iter().map(|region| (region.from, region.to)).collect();
        assert_eq!(places, [(1, 5), (14, 16)]);
        assert_eq!(core(&found, Some(0)).unwrap().from, 1);
        assert_eq!(core(&found, None).unwrap().from, 14);
        assert!(core(&[], Some(0)).is_none());
    }

    #[test]
    fn gaps_grow_away_from_the_start_on_both_sides() {
        let (likely, _) = sums(&[0.0, 0.9, 0.0, 0.9, 0.0, 0.0, 0.9]);
        let gaps = gaps(&likely, &[10.0; 7], 3);
        let counts: Vec<f32> = gaps.iter().map(|gap| gap[0]).collect();
        assert_eq!(counts, [1.0, 1.0, 1.0, 0.0, 1.0, 2.0, 2.0]);
        assert_eq!(gaps[6].to_vec(), [2.0, 20.0]);
    }
}
