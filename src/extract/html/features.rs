//! A passage as numbers: its form, its place, what stands around it, how it stands to the candidates, what it repeats.
//!
//! **Invariant:** the trainer reads the very rows that the classifier weighs later (`training/extract` compiles this file).

#![expect(
    clippy::cast_precision_loss,
    reason = "weights of one page are far below 2^24"
)]

use super::arena::{Id, NONE};
use super::candidates::{Candidate, Ground, declared, holding, readable, stretch};
use super::echoes::{Echo, UNKNOWN};
use super::masses::Mass;
use super::signals::Shape;
use super::styles::Styles;
use super::surroundings::{OWN, SLOTS};
use crate::article::{Edge, Markup};
use crate::extract::promo;

/// Numbers of a row.
pub(super) const FEATURES: usize = 14 + 7 + 9 + SLOTS + 18 + 9 + 3 + 24 + 7 + 5 + 1;
/// Passages before and after whose form is told too.
const NEIGHBOURS: [isize; 6] = [-3, -2, -1, 1, 2, 3];
/// Most steps that are told apart.
const MAX_STEPS: u16 = 12;
/// JSON-LD holds a passage from this share of its words on.
const QUOTED: f32 = 0.6;
/// A heading agrees with the title from this share of common words on.
const SAME_TITLE: f32 = 0.5;
/// The slots of `<h1>`, from which on nearness is that of headings.
const H1: usize = super::signals::Groups::COUNT + 15;

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
    headline: Option<usize>,
    /// Weight before each open passage, and at the end of all.
    before: Vec<u32>,
}

impl<'a> Page<'a> {
    /// Gathers what rows are made from.
    pub(super) fn of(ground: &Ground<'_, '_>, echoes: Vec<Echo>, asks: &'a [bool]) -> Self {
        let open: Vec<usize> = (0..ground.passages.len()).filter(|&at| ground.open[at]).collect();
        let mut before = Vec::with_capacity(open.len() + 1);
        let mut sum = 0u32;
        for &at in &open {
            before.push(sum);
            sum = sum.saturating_add(ground.shapes[at].weight);
        }
        before.push(sum);
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
        let place = |at: usize| open.binary_search(&at).unwrap_or(0);
        Self {
            styles: Styles::of(ground),
            candidates: ids.map(|id| Candidate::of(ground.tree, ground.masses, id)),
            stretch: stretch(ground).map(|(from, to)| (place(from), place(to))),
            headline: headline(ground, &open, &echoes),
            open,
            echoes,
            asks,
            before,
        }
    }

    /// Writes the row of the open passage number `k` over `row`.
    pub(super) fn row(&self, ground: &Ground<'_, '_>, k: usize, row: &mut Vec<f32>) {
        row.clear();
        let at = self.open[k];
        self.form(ground, at, row);
        self.place(ground, k, row);
        self.whole(ground, row);
        let holder = ground.passages[at].holder;
        let around = ground.surroundings.around(holder);
        row.extend(around.near.iter().map(|near| f32::from(*near)));
        let mut id = holder;
        for _ in 0..3 {
            mass(ground.masses.below(id), ground.masses.page(), row);
            let parent = ground.tree.node(id).parent;
            id = if parent == NONE { id } else { parent };
        }
        self.standing(ground, k, holder, row);
        for offset in NEIGHBOURS {
            self.neighbour(ground, k, offset, row);
        }
        self.style(ground, at, row);
        let echo = &self.echoes[at];
        row.extend([echo.quoted, echo.described, echo.titled]);
        row.extend([echo.copies as f32, echo.site, flag(self.asks[at])]);
        debug_assert_eq!(row.len(), FEATURES);
    }

    fn form(&self, ground: &Ground<'_, '_>, at: usize, row: &mut Vec<f32>) {
        let shape = &ground.shapes[at];
        let draft = &ground.passages[at].draft;
        let weight = shape.weight.max(1) as f32;
        let links = draft.codes.iter();
        let links = links.filter(|code| code.edge == Edge::Open && code.markup == Markup::Link);
        let promo = shape.link_share > 0.0 && promo::is_promo(&draft.text, &draft.codes);
        row.extend([
            log(shape.weight),
            shape.link_share,
            shape.enders.min(20) as f32,
            shape.commas as f32 / weight * 100.0,
            shape.enders as f32 / weight * 100.0,
            flag(shape.ends_sentence),
            shape.capitals as f32 / weight,
            shape.digits as f32 / weight,
            flag(draft.text.ends_with([':', '：'])),
            flag(draft.text.contains(['|', '©', '»', '›', '→'])),
            flag(promo),
            links.take(20).count() as f32,
            flag(shape.is_prose()),
            flag(draft.text.starts_with(|c: char| c.is_lowercase())),
        ]);
    }

    fn place(&self, ground: &Ground<'_, '_>, k: usize, row: &mut Vec<f32>) {
        let all = self.before[self.open.len()].max(1) as f32;
        let around = ground.surroundings.around(ground.passages[self.open[k]].holder);
        row.extend([
            k as f32 / self.open.len() as f32,
            self.before[k] as f32 / all,
            f32::from(around.depth),
            f32::from(around.articles.min(4)),
        ]);
        match self.headline {
            Some(headline) => row.extend([
                (k as f32 - headline as f32).clamp(-50.0, 200.0),
                (self.before[k] as f32 - self.before[headline] as f32) / all,
            ]),
            None => row.extend([-99.0, -2.0]),
        }
        row.push(log(self.before[self.open.len()] - self.before[k]));
    }

    fn whole(&self, ground: &Ground<'_, '_>, row: &mut Vec<f32>) {
        let page = ground.masses.page();
        let weight = page.weight.max(1) as f32;
        row.extend([
            log(page.passages),
            log(page.weight),
            log(page.prose),
            page.links as f32 / weight,
            page.prose as f32 / weight,
            self.styles.count() as f32 / self.open.len() as f32,
        ]);
        row.extend(self.candidates.iter().map(|candidate| candidate.share));
    }

    fn standing(&self, ground: &Ground<'_, '_>, k: usize, holder: Id, row: &mut Vec<f32>) {
        let depth = f32::from(ground.surroundings.around(holder).depth);
        for candidate in &self.candidates {
            let steps = candidate.steps(holder);
            row.push(steps.map_or(UNKNOWN, |steps| f32::from(steps.min(MAX_STEPS))));
            let below = depth - f32::from(ground.surroundings.around(candidate.id).depth);
            row.push(if steps == Some(0) { below } else { UNKNOWN });
            let meets = steps.and_then(|steps| ground.tree.ancestors(candidate.id).nth(steps.into()));
            let prose = meets.map_or(0, |id| ground.masses.below(id).prose);
            row.push(prose as f32 / ground.masses.page().prose.max(1) as f32);
        }
        match self.stretch {
            Some((from, to)) => row.extend([
                flag((from..=to).contains(&k)),
                (k as f32 - from as f32).clamp(-50.0, 50.0),
                (to as f32 - k as f32).clamp(-50.0, 50.0),
            ]),
            None => row.extend([UNKNOWN, UNKNOWN, UNKNOWN]),
        }
    }

    fn neighbour(&self, ground: &Ground<'_, '_>, k: usize, offset: isize, row: &mut Vec<f32>) {
        let other = k.checked_add_signed(offset).and_then(|k| self.open.get(k));
        let Some(&other) = other else {
            row.extend([UNKNOWN; 4]);
            return;
        };
        let shape: &Shape = &ground.shapes[other];
        row.extend([
            log(shape.weight),
            shape.link_share,
            flag(shape.ends_sentence) + flag(shape.is_prose()),
            flag(self.styles.which[other] == self.styles.which[self.open[k]]),
        ]);
    }

    fn style(&self, ground: &Ground<'_, '_>, at: usize, row: &mut Vec<f32>) {
        let style = self.styles.style(at);
        let (mass, page) = (style.mass, ground.masses.page());
        let (weight, passages) = (mass.weight.max(1) as f32, mass.passages.max(1) as f32);
        row.extend([
            log(mass.passages),
            log(mass.weight / mass.passages.max(1)),
            mass.links as f32 / weight,
            mass.prose as f32 / weight,
            style.ended as f32 / passages,
            mass.prose as f32 / page.prose.max(1) as f32,
            mass.weight as f32 / page.weight.max(1) as f32,
        ]);
    }
}

fn mass(mass: Mass, page: Mass, row: &mut Vec<f32>) {
    let weight = mass.weight.max(1) as f32;
    row.extend([
        log(mass.weight),
        mass.links as f32 / weight,
        log(mass.passages),
        mass.weight as f32 / page.weight.max(1) as f32,
        mass.prose as f32 / weight,
        mass.prose as f32 / page.prose.max(1) as f32,
    ]);
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

fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// The natural logarithm of one more than `number`.
pub(super) fn log(number: u32) -> f32 {
    libm::log1pf(number as f32)
}
