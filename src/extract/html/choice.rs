//! From probabilities to the passages that are the article.

#![expect(
    clippy::cast_precision_loss,
    reason = "weights of one page are far below 2^24"
)]

use std::hash::Hasher;

use html5ever::{LocalName, local_name};
use rustc_hash::{FxHashMap, FxHasher};

use super::arena::Id;
use super::candidates::Ground;
use super::features::{FEATURES, Page};
use super::model::{BLOCK, Model, Rows, Trees, probability};
use super::regions::{self, Regions};
use super::signals::is_word_char;
use super::surroundings::{H1, OWN};

/// Trees that every passage is weighed by.
const FIRST_TREES: usize = 60;
/// A passage of which these say no more than that (a probability of 0.06) is none of the article's.
const SURELY_NOT: f32 = -2.75;
/// From this probability on a passage is looked at a second time.
pub(super) const WORTH_A_LOOK: f32 = 0.06;
/// The share of the second look in what is said of a passage: by itself it errs on whole regions.
const SECOND_SHARE: f32 = 0.5;
/// Probabilities between which the last passage that is kept must lie.
const THRESHOLDS: (f32, f32) = (0.3, 0.55);
/// So many headings in a row at the end head something that was not kept.
const MAX_LAST_HEADINGS: usize = 2;
/// A passage that agrees so far with a title of the page is the headline: the likeliest passage besides is kept whatever it is.
const SAME_TITLE: f32 = 0.5;
/// Elements between a cell's text and its table, the table included.
const MAX_CELL_DEPTH: usize = 6;
/// A table with a heavier cell than this lays out a page.
const MAX_CELL_WEIGHT: u32 = 400;
/// From this weight on a passage that says the same as an earlier one is its copy.
const MIN_COPY_WEIGHT: u32 = 50;
/// So many passages that say the same, with others between them, are no article's: what stands in place of pictures and films that are not loaded.
const MANY: u32 = 3;

/// The probability of each open passage that it is the article's, by both looks.
pub(super) fn probabilities(ground: &Ground<'_, '_>, page: &Page<'_>, model: &Model<'_>) -> Vec<f32> {
    let first = at_first_look(ground, page, model.first);
    if model.second.is_empty() {
        return first;
    }
    let regions = Regions::of(ground, page, &first);
    let which: Vec<usize> = (0..first.len()).filter(|&k| first[k] >= WORTH_A_LOOK).collect();
    let mut sums = vec![0f32; first.len()];
    add(model.second, &which, regions::FEATURES, &mut sums, |k, row| {
        regions.row(ground, page, k, row);
    });
    let mut found = first;
    for k in which {
        found[k] = SECOND_SHARE * probability(sums[k]) + (1.0 - SECOND_SHARE) * found[k];
    }
    found
}

/// What the first trees say of each open passage by itself.
///
/// Most passages of a page are menus and teasers, of which the first trees are sure: only the others go on to the rest.
pub(super) fn at_first_look(ground: &Ground<'_, '_>, page: &Page<'_>, trees: Trees<'_>) -> Vec<f32> {
    let (first, others) = trees.split(FIRST_TREES);
    let read = |k: usize, row: &mut Vec<f32>| page.row(ground, k, row);
    let mut sums = vec![0f32; page.open.len()];
    let all: Vec<usize> = (0..page.open.len()).collect();
    add(first, &all, FEATURES, &mut sums, read);
    let rest: Vec<usize> = all.into_iter().filter(|&k| sums[k] > SURELY_NOT).collect();
    add(others, &rest, FEATURES, &mut sums, read);
    sums.into_iter().map(probability).collect()
}

/// Adds what `trees` say of the open passages `which`, whose rows of `width` numbers `read` writes.
fn add(
    trees: Trees<'_>,
    which: &[usize],
    width: usize,
    sums: &mut [f32],
    read: impl Fn(usize, &mut Vec<f32>),
) {
    let mut row = Vec::with_capacity(width);
    let mut rows = Rows::new();
    for block in which.chunks(BLOCK) {
        let mut own = [0f32; BLOCK];
        for (place, &k) in block.iter().enumerate() {
            row.clear();
            read(k, &mut row);
            debug_assert_eq!(row.len(), width, "rows are of one width");
            rows.set(place, &row);
            own[place] = sums[k];
        }
        trees.add(&rows, &mut own);
        for (&k, own) in block.iter().zip(own) {
            sums[k] = own;
        }
    }
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
    let (mut best, mut threshold) = (0.0, 1.0);
    for &k in &order {
        hits += probabilities[k] * weight(k);
        kept += weight(k);
        let expected = 2.0 * hits / (kept + wanted);
        if expected > best {
            (best, threshold) = (expected, probabilities[k]);
        }
    }
    let threshold = threshold.clamp(THRESHOLDS.0, THRESHOLDS.1);
    let is_title = |k: usize| page.echoes[page.open[k]].titled >= SAME_TITLE;
    let text = order.iter().find(|&&k| !is_title(k)).or(order.first());
    let first = text.map(|&k| probabilities[k]);
    let threshold = first.map_or(threshold, |first| threshold.min(first));
    let mut chosen = vec![false; ground.passages.len()];
    for (&at, probability) in page.open.iter().zip(probabilities) {
        chosen[at] = *probability >= threshold;
    }
    chosen
}

/// What is known of a table's cells.
#[derive(Clone, Copy, Debug)]
struct Cells {
    count: u32,
    kept: u32,
    /// The heaviest.
    heaviest: u32,
    /// Whether a link is in them.
    linked: bool,
    /// They are no list.
    of_table: bool,
    /// The first and the last of them, as passages.
    ends: (usize, usize),
}

fn is_table(ground: &Ground<'_, '_>, id: Id) -> bool {
    let element = ground.tree.element(id);
    element.is_some_and(|element| element.local == local_name!("table"))
}

/// What is kept whole: a table, a list.
fn is_whole(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("table") | local_name!("ul") | local_name!("ol") | local_name!("dl")
    )
}

/// Keeps small tables and lists whole: where half of the cells are kept, and where none has links and passages on both
/// sides are kept. A list with links may be a menu.
pub(super) fn complete_groups(ground: &Ground<'_, '_>, chosen: &mut [bool]) {
    let table = |at: usize| {
        let around = ground
            .tree
            .ancestors(ground.passages[at].holder)
            .take(MAX_CELL_DEPTH);
        let mut tables = around.filter(|&id| {
            let element = ground.tree.element(id);
            element.is_some_and(|element| is_whole(&element.local))
        });
        tables.next().filter(|_| ground.open[at])
    };
    let mut known: FxHashMap<Id, Cells> = FxHashMap::default();
    for (at, &taken) in chosen.iter().enumerate() {
        if let Some(id) = table(at) {
            let cells = known.entry(id).or_insert(Cells {
                count: 0,
                kept: 0,
                heaviest: 0,
                linked: false,
                of_table: is_table(ground, id),
                ends: (at, at),
            });
            cells.count += 1;
            cells.kept += u32::from(taken);
            cells.heaviest = ground.shapes[at].weight.max(cells.heaviest);
            cells.linked |= ground.shapes[at].link_share > 0.0;
            cells.ends.1 = at;
        }
    }
    let before = chosen.to_vec();
    let stands_between = |(first, last): (usize, usize)| {
        let above = (0..first).rev().find(|&at| ground.open[at]);
        let below = (last + 1..before.len()).find(|&at| ground.open[at]);
        above.is_some_and(|at| before[at]) && below.is_some_and(|at| before[at])
    };
    let whole = |cells: &Cells| {
        cells.heaviest <= MAX_CELL_WEIGHT
            && (cells.kept * 2 >= cells.count || stands_between(cells.ends))
            && (!cells.linked || (cells.of_table && cells.kept * 2 >= cells.count))
    };
    for (at, taken) in chosen.iter_mut().enumerate() {
        *taken |= table(at).and_then(|id| known.get(&id)).is_some_and(whole);
    }
}

/// Drops stretches of two passages and more that say the same, letters and digits compared, as an earlier stretch: pages hold an article twice,
/// for other screens or in a box. Of a single passage that says the same as others the first is kept where there are many; two may be a refrain.
pub(super) fn drop_copies(ground: &Ground<'_, '_>, chosen: &mut [bool]) {
    let long = (0..chosen.len()).filter(|&at| chosen[at] && ground.shapes[at].weight >= MIN_COPY_WEIGHT);
    let long: Vec<usize> = long.collect();
    let mut known: FxHashMap<u64, usize> = FxHashMap::default();
    let original: Vec<usize> = long
        .iter()
        .enumerate()
        .map(|(number, &at)| {
            *known
                .entry(letters(&ground.passages[at].draft.text))
                .or_insert(number)
        })
        .collect();
    let follows = |number: usize| {
        original[number] < number
            && original[number - 1] < number - 1
            && original[number] == original[number - 1] + 1
    };
    let mut copies = vec![0u32; long.len()];
    for &first in &original {
        copies[first] += 1;
    }
    for (number, &at) in long.iter().enumerate() {
        let stands_apart = number > 0 && original[number] != original[number - 1];
        if stands_apart && original[number] < number && copies[original[number]] >= MANY {
            chosen[at] = false;
        }
    }
    for number in 1..long.len() {
        if follows(number) {
            chosen[long[number - 1]] = false;
            chosen[long[number]] = false;
        }
    }
}

/// A hash of the letters and digits of a text.
fn letters(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    for c in text.chars().filter(|c| is_word_char(*c)) {
        hasher.write_u32(c.into());
    }
    hasher.finish()
}

/// Drops a heading or two behind which nothing is kept. More of them are no headings but text set large.
pub(super) fn drop_last_headings(ground: &Ground<'_, '_>, chosen: &mut [bool]) {
    let kept = (0..chosen.len()).rev().filter(|&at| chosen[at]);
    let last: Vec<usize> = kept
        .take_while(|&at| is_heading(ground, at))
        .take(MAX_LAST_HEADINGS + 1)
        .collect();
    if last.len() <= MAX_LAST_HEADINGS {
        for at in last {
            chosen[at] = false;
        }
    }
}

/// Whether the passage is set as a heading.
fn is_heading(ground: &Ground<'_, '_>, at: usize) -> bool {
    let near = &ground.surroundings.around(ground.passages[at].holder).near;
    (H1..H1 + 4).any(|slot| near[slot] == OWN)
}
