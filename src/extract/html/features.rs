//! A passage as numbers: its form, its place, what stands around it, how it stands to the candidates, what it repeats.
//!
//! **Invariant:** the trainer reads the very rows that the classifier weighs later (`training/extract` compiles this file).

#![expect(
    clippy::cast_precision_loss,
    reason = "weights of one page are far below 2^24"
)]

use super::arena::{Id, NONE};
use super::candidates::{Candidate, Ground, declared, holding, readable, stretch};
use super::echoes::{Echo, KINDS, UNKNOWN};
use super::forms::{self, Form};
use super::styles::{self, Styles};
use super::surroundings::{H1, MASSES, OWN, SLOTS};

/// Numbers of a row.
pub(super) const FEATURES: usize = forms::FEATURES
    + PLACE
    + WHOLE
    + SLOTS
    + 3 * MASSES
    + 12
    + NEIGHBOURS.len() * (forms::BRIEF + 1)
    + styles::FEATURES
    + 6;
const PLACE: usize = 9;
const WHOLE: usize = 10 + KINDS;
/// Passages before and after whose form is told too.
const NEIGHBOURS: [isize; 6] = [-3, -2, -1, 1, 2, 3];
/// Passages on either side among which dates are counted.
const WINDOW: usize = 5;
/// Most steps that are told apart.
const MAX_STEPS: u16 = 12;
/// JSON-LD holds a passage from this share of its words on.
const QUOTED: f32 = 0.6;
/// A heading agrees with the title from this share of common words on.
const SAME_TITLE: f32 = 0.5;

/// A page ready to be asked for rows.
#[derive(Debug)]
pub(super) struct Page<'a> {
    /// The passages that have rows.
    pub(super) open: Vec<usize>,
    /// Styles of passages.
    pub(super) styles: Styles,
    /// What each passage repeats.
    pub(super) echoes: Vec<Echo>,
    /// Whether each passage stands in a box that asks for something.
    asks: &'a [bool],
    candidates: [Candidate; 3],
    stretch: Option<(usize, usize)>,
    /// Place of the headline among the open passages.
    pub(super) headline: Option<usize>,
    /// Of each open passage, and at the end of all: weight, date lines and first-level headings before it.
    before: Vec<[u32; 3]>,
    forms: Vec<Form>,
    whole: [f32; WHOLE],
}

impl<'a> Page<'a> {
    /// Gathers what rows are made from.
    pub(super) fn of(
        ground: &Ground<'_, '_>,
        echoes: Vec<Echo>,
        asks: &'a [bool],
        kind: [bool; KINDS],
    ) -> Self {
        let open: Vec<usize> = (0..ground.passages.len()).filter(|&at| ground.open[at]).collect();
        let forms: Vec<Form> = open.iter().map(|&at| Form::of(ground, at)).collect();
        let quoted: Vec<f32> = echoes
            .iter()
            .zip(ground.shapes)
            .map(|(echo, shape)| {
                if echo.quoted >= QUOTED {
                    shape.weight as f32
                } else {
                    0.0
                }
            })
            .collect();
        let ids = [
            readable(ground),
            declared(ground),
            holding(ground.tree, ground.masses, ground.passages, &quoted),
        ];
        let candidates = ids.map(|id| Candidate::of(ground.tree, ground.masses, id));
        let place = |at: usize| open.binary_search(&at).unwrap_or(0);
        let styles = Styles::of(ground, &open, &forms);
        let before = before(ground, &open, &forms);
        let whole = whole(ground, &candidates, &styles, open.len(), before[open.len()], kind);
        Self {
            styles,
            candidates,
            stretch: stretch(ground).map(|(from, to)| (place(from), place(to))),
            headline: headline(ground, &open, &echoes),
            open,
            echoes,
            asks,
            before,
            forms,
            whole,
        }
    }

    /// The style of the open passage number `k`.
    pub(super) fn style(&self, k: usize) -> u32 {
        self.styles.which[self.open[k]]
    }

    /// Adds the row of the open passage number `k` to `row`.
    pub(super) fn row(&self, ground: &Ground<'_, '_>, k: usize, row: &mut Vec<f32>) {
        let at = self.open[k];
        row.extend_from_slice(&self.forms[k].own);
        self.place(ground, k, row);
        row.extend_from_slice(&self.whole);
        let holder = ground.passages[at].holder;
        let around = ground.surroundings.around(holder);
        row.extend(around.near.iter().map(|near| f32::from(*near)));
        let mut id = holder;
        for _ in 0..3 {
            row.extend_from_slice(&ground.surroundings.around(id).masses);
            let parent = ground.tree.node(id).parent;
            id = if parent == NONE { id } else { parent };
        }
        self.standing(ground, k, holder, row);
        for offset in NEIGHBOURS {
            self.neighbour(k, offset, row);
        }
        row.extend_from_slice(&self.styles.style(at).row);
        let echo = &self.echoes[at];
        row.extend_from_slice(&[
            echo.quoted,
            echo.described,
            echo.titled,
            echo.copies as f32,
            echo.site,
            flag(self.asks[at]),
        ]);
    }

    fn place(&self, ground: &Ground<'_, '_>, k: usize, row: &mut Vec<f32>) {
        let end = self.before[self.open.len()];
        let all = end[0].max(1) as f32;
        let around = ground.surroundings.around(ground.passages[self.open[k]].holder);
        let (steps, weight) = match self.headline {
            Some(headline) => (
                (k as f32 - headline as f32).clamp(-50.0, 200.0),
                (self.before[k][0] as f32 - self.before[headline][0] as f32) / all,
            ),
            None => (-99.0, -2.0),
        };
        let (from, to) = (k.saturating_sub(WINDOW), (k + 1 + WINDOW).min(self.open.len()));
        row.extend_from_slice(&[
            k as f32 / self.open.len() as f32,
            self.before[k][0] as f32 / all,
            f32::from(around.depth),
            f32::from(around.articles.min(4)),
            steps,
            weight,
            log(end[0] - self.before[k][0]),
            (self.before[to][1] - self.before[from][1]) as f32,
            self.before[k][2].min(5) as f32,
        ]);
    }

    fn standing(&self, ground: &Ground<'_, '_>, k: usize, holder: Id, row: &mut Vec<f32>) {
        let depth = f32::from(ground.surroundings.around(holder).depth);
        for candidate in &self.candidates {
            let steps = candidate.steps(holder);
            let below = depth - f32::from(ground.surroundings.around(candidate.id).depth);
            row.extend_from_slice(&[
                steps.map_or(UNKNOWN, |steps| f32::from(steps.min(MAX_STEPS))),
                if steps == Some(0) { below } else { UNKNOWN },
                steps.map_or(0.0, |steps| candidate.share_at(steps)),
            ]);
        }
        row.extend_from_slice(&match self.stretch {
            Some((from, to)) => [
                flag((from..=to).contains(&k)),
                (k as f32 - from as f32).clamp(-50.0, 50.0),
                (to as f32 - k as f32).clamp(-50.0, 50.0),
            ],
            None => [UNKNOWN; 3],
        });
    }

    fn neighbour(&self, k: usize, offset: isize, row: &mut Vec<f32>) {
        match k
            .checked_add_signed(offset)
            .filter(|other| *other < self.open.len())
        {
            Some(other) => {
                row.extend_from_slice(&self.forms[other].brief);
                row.push(flag(self.style(other) == self.style(k)));
            }
            None => row.extend_from_slice(&[UNKNOWN; forms::BRIEF + 1]),
        }
    }
}

fn before(ground: &Ground<'_, '_>, open: &[usize], forms: &[Form]) -> Vec<[u32; 3]> {
    let mut before = Vec::with_capacity(open.len() + 1);
    let mut sums = [0u32; 3];
    for (&at, form) in open.iter().zip(forms) {
        before.push(sums);
        let near = &ground.surroundings.around(ground.passages[at].holder).near;
        sums[0] = sums[0].saturating_add(ground.shapes[at].weight);
        sums[1] += u32::from(form.dated);
        sums[2] += u32::from(near[H1] == OWN);
    }
    before.push(sums);
    before
}

fn whole(
    ground: &Ground<'_, '_>,
    candidates: &[Candidate; 3],
    styles: &Styles,
    open: usize,
    end: [u32; 3],
    kind: [bool; KINDS],
) -> [f32; WHOLE] {
    let page = ground.masses.page();
    let weight = page.weight.max(1) as f32;
    let sums = [
        log(page.passages),
        log(page.weight),
        log(page.prose),
        page.links as f32 / weight,
        page.prose as f32 / weight,
        styles.count() as f32 / open.max(1) as f32,
        candidates[0].share_at(0),
        candidates[1].share_at(0),
        candidates[2].share_at(0),
        end[2].min(5) as f32,
    ];
    let mut whole = [0.0; WHOLE];
    let numbers = sums.into_iter().chain(kind.map(flag));
    for (slot, number) in whole.iter_mut().zip(numbers) {
        *slot = number;
    }
    whole
}

/// The heading that agrees best with the titles of the head, else the first `<h1>`.
fn headline(ground: &Ground<'_, '_>, open: &[usize], echoes: &[Echo]) -> Option<usize> {
    let mut best: Option<(f32, usize)> = None;
    for (k, &at) in open.iter().enumerate() {
        let near = &ground.surroundings.around(ground.passages[at].holder).near;
        let heading = (H1..H1 + 4).find(|slot| near[*slot] >= OWN - 2);
        let Some(level) = heading.map(|slot| slot - H1) else {
            continue;
        };
        let score = echoes[at].titled + if level == 0 { SAME_TITLE } else { 0.0 };
        if score >= SAME_TITLE && best.is_none_or(|(known, _)| score > known) {
            best = Some((score, k));
        }
    }
    best.map(|(_, k)| k)
}

/// 1 for yes.
pub(super) fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// The natural logarithm of one more than `number`.
pub(super) fn log(number: u32) -> f32 {
    libm::log1pf(number as f32)
}
