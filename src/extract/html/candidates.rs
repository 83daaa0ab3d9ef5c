//! Elements and stretches of a page that may be the article, each found in its own way. None is believed: how a passage
//! stands to each of them is evidence for the classifier.

#![expect(
    clippy::cast_precision_loss,
    reason = "weights of one page are far below 2^24"
)]

use html5ever::local_name;

use super::arena::{DOCUMENT, Id, NONE, Tree};
use super::blocks::Passage;
use super::masses::Masses;
use super::signals::{Groups, Shape};
use super::surroundings::{Surroundings, is_page};

/// How much of a passage's weight its holder, the element above, and so on get.
const DECAY: [f32; 8] = [1.0, 0.9, 0.8, 0.6, 0.45, 0.3, 0.2, 0.1];
/// What is left of a weight above an element that says it is no article.
const OUTSIDE_DECAY: f32 = 0.15;
/// Bonus of a container that says it is the article.
const BODY_BONUS: f32 = 0.25;
/// Bonus of `itemprop=articleBody`.
const ARTICLE_BODY_BONUS: f32 = 0.6;
/// Bonus of `<article>` and `<main>`.
const ELEMENT_BONUS: f32 = 0.2;
/// An element around the container takes its place when the container has less than this share of its running text.
const CLIMB_SHARE: f32 = 0.75;
/// The lowest element with this share of what is looked for holds it.
const HOLDS: f32 = 0.8;
/// Heaviest a passage counts.
const MAX_WEIGHT: u32 = 1500;
/// Steps that are told apart.
const MAX_STEPS: usize = 999;
/// What every passage and every unit of link text costs a stretch.
const PASSAGE_COST: f32 = 60.0;

/// What is known of a page when candidates are looked for.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a, 's> {
    /// The page.
    pub(super) tree: &'a Tree<'s>,
    /// Its passages.
    pub(super) passages: &'a [Passage],
    /// Their forms.
    pub(super) shapes: &'a [Shape],
    /// Whether each is shown and has words.
    pub(super) open: &'a [bool],
    /// Sums over elements.
    pub(super) masses: &'a Masses,
    /// What stands around elements.
    pub(super) surroundings: &'a Surroundings,
}

impl Ground<'_, '_> {
    fn is_outside(&self, id: Id) -> bool {
        let article = matches!(
            self.tree.element(id).map(|element| &element.local),
            Some(&local_name!("main") | &local_name!("article"))
        );
        !article && !self.is_page(id) && self.surroundings.around(id).groups.has(Groups::OUTSIDE)
    }

    fn is_page(&self, id: Id) -> bool {
        self.tree
            .element(id)
            .is_none_or(|element| is_page(&element.local))
    }

    fn prose(&self) -> impl Iterator<Item = (usize, &Shape)> {
        let shapes = self.shapes.iter().enumerate();
        shapes.filter(|(at, shape)| self.open[*at] && shape.is_prose())
    }
}

/// A candidate: an element, and how far up from it each element with passages meets it.
#[derive(Debug)]
pub(super) struct Candidate {
    /// The element, or [`NONE`].
    pub(super) id: Id,
    steps: Vec<u16>,
    /// The share of the page's running text that the element that many steps up has.
    shares: Vec<f32>,
}

impl Candidate {
    /// The candidate `id`.
    pub(super) fn of(tree: &Tree<'_>, masses: &Masses, id: Id) -> Self {
        if id == NONE {
            return Self {
                id,
                steps: Vec::new(),
                shares: Vec::new(),
            };
        }
        let mut steps = vec![u16::MAX; tree.nodes.len()];
        let mut shares = Vec::new();
        for around in tree.ancestors(id) {
            steps[around as usize] = shares.len().min(MAX_STEPS) as u16;
            shares.push(masses.below(around).prose as f32 / masses.page().prose.max(1) as f32);
        }
        for &holder in &masses.holders {
            let parent = tree.node(holder).parent;
            if steps[holder as usize] == u16::MAX {
                steps[holder as usize] = steps.get(parent as usize).copied().unwrap_or(u16::MAX);
            }
        }
        Self { id, steps, shares }
    }

    /// The share of the page's running text that the element `steps` up from the candidate has; 0 if there is no candidate.
    pub(super) fn share_at(&self, steps: u16) -> f32 {
        self.shares.get(usize::from(steps)).copied().unwrap_or(0.0)
    }

    /// Steps up from the candidate to an element that holds both, 0 for what is inside it.
    pub(super) fn steps(&self, holder: Id) -> Option<u16> {
        self.steps
            .get(holder as usize)
            .copied()
            .filter(|steps| *steps != u16::MAX)
    }
}

/// Of each element that holds passages the child of `container` in which it stands, itself included; [`NONE`] outside.
pub(super) fn branches(tree: &Tree<'_>, masses: &Masses, container: Id) -> Vec<Id> {
    let mut found = vec![NONE; tree.nodes.len()];
    for &id in &masses.holders {
        let parent = tree.node(id).parent;
        if parent != NONE {
            found[id as usize] = if parent == container {
                id
            } else {
                found[parent as usize]
            };
        }
    }
    found
}

/// The element with the largest weighted sum of running text, as Readability finds it.
pub(super) fn readable(ground: &Ground<'_, '_>) -> Id {
    let mut sums = vec![0f32; ground.tree.nodes.len()];
    let mut clean = vec![0f32; ground.tree.nodes.len()];
    for (at, shape) in ground.prose() {
        let weight = shape.weight.min(MAX_WEIGHT) as f32 * (1.0 - shape.link_share);
        let holder = ground.passages[at].holder;
        let mut kept = 1.0;
        for (id, decay) in ground.tree.ancestors(holder).zip(DECAY) {
            sums[id as usize] += weight * decay * kept;
            if ground.is_outside(id) {
                kept *= OUTSIDE_DECAY;
            }
        }
        clean[holder as usize] += shape.weight as f32;
    }
    for &id in ground.masses.holders.iter().rev() {
        let parent = ground.tree.node(id).parent;
        if parent != NONE && !ground.is_outside(id) {
            clean[parent as usize] += clean[id as usize];
        }
    }
    let mut best = (NONE, 0f32);
    for &id in ground.masses.holders.iter().filter(|id| **id != DOCUMENT) {
        let score = sums[id as usize] * bonus(ground, id);
        if score > best.1 {
            best = (id, score);
        }
    }
    climb(ground, best.0, &clean)
}

fn bonus(ground: &Ground<'_, '_>, id: Id) -> f32 {
    let groups = ground.surroundings.around(id).groups;
    let mut bonus = 1.0;
    if groups.has(Groups::ARTICLE_BODY) {
        bonus += ARTICLE_BODY_BONUS;
    } else if groups.has(Groups::BODY) {
        bonus += BODY_BONUS;
    }
    if is_article(ground.tree, id) {
        bonus += ELEMENT_BONUS;
    }
    if ground.is_outside(id) {
        bonus *= OUTSIDE_DECAY;
    }
    bonus
}

fn is_article(tree: &Tree<'_>, id: Id) -> bool {
    matches!(
        tree.element(id).map(|element| &element.local),
        Some(&local_name!("main") | &local_name!("article"))
    )
}

fn climb(ground: &Ground<'_, '_>, from: Id, clean: &[f32]) -> Id {
    if from == NONE {
        return NONE;
    }
    let mut best = from;
    for id in ground.tree.ancestors(from) {
        if ground.is_page(id) {
            break;
        }
        if clean[best as usize] < CLIMB_SHARE * clean[id as usize] {
            best = id;
        }
        if is_article(ground.tree, id) {
            break;
        }
    }
    best
}

/// The `<article>`, `<main>` or `articleBody` with the most running text; the innermost of those that have nearly as much.
pub(super) fn declared(ground: &Ground<'_, '_>) -> Id {
    let mut best = (NONE, 0u32);
    for &id in &ground.masses.holders {
        let around = ground.surroundings.around(id);
        if !is_article(ground.tree, id) && !around.groups.has(Groups::ARTICLE_BODY) {
            continue;
        }
        let prose = ground.masses.below(id).prose;
        let inner = best.0 != NONE && ground.tree.ancestors(id).take(64).any(|above| above == best.0);
        if prose > best.1 || (inner && prose as f32 >= HOLDS * best.1 as f32 && prose > 0) {
            best = (id, prose);
        }
    }
    best.0
}

/// The lowest element that holds most of what `weights` says of the passages.
pub(super) fn holding(tree: &Tree<'_>, masses: &Masses, passages: &[Passage], weights: &[f32]) -> Id {
    let mut sums = vec![0f32; tree.nodes.len()];
    for (passage, weight) in passages.iter().zip(weights) {
        sums[passage.holder as usize] += weight;
    }
    masses.climb(tree, |id, parent| sums[parent as usize] += sums[id as usize]);
    let total = sums[DOCUMENT as usize];
    if total <= 0.0 {
        return NONE;
    }
    let mut best = NONE;
    // Parents come first and at most one child of an element holds most of it, so the last one is the lowest.
    for &id in masses
        .holders
        .iter()
        .filter(|id| sums[**id as usize] >= HOLDS * total)
    {
        best = id;
    }
    best
}

/// The stretch of passages with the most running text for its length and links: first and last place.
pub(super) fn stretch(ground: &Ground<'_, '_>) -> Option<(usize, usize)> {
    let (mut best, mut found) = (0f32, None);
    let (mut sum, mut from) = (0f32, 0);
    for (at, shape) in ground.shapes.iter().enumerate() {
        if !ground.open[at] {
            continue;
        }
        let weight = shape.weight.min(MAX_WEIGHT) as f32;
        let worth = if shape.is_prose() {
            weight * (1.0 - shape.link_share)
        } else {
            0.0
        };
        let value = worth - PASSAGE_COST - weight * shape.link_share;
        if sum <= 0.0 {
            (sum, from) = (0.0, at);
        }
        sum += value;
        if sum > best {
            (best, found) = (sum, Some((from, at)));
        }
    }
    found
}
