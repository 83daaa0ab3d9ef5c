//! Which passages are the article: the container with the most running text, then a score for each passage.
//!
//! Steps, in order: hidden text out, container by Readability's weighted sums, a score a passage from its form, its
//! distance to the container, the words in class and id around it and the page's own JSON-LD; then the neighbours decide about
//! short passages, and a tail without running text goes.

#![expect(
    clippy::cast_precision_loss,
    reason = "weights of one page are far below 2^24"
)]

use html5ever::{LocalName, local_name};
use rustc_hash::FxHashMap;

use super::arena::{DOCUMENT, Id, NONE, Tree};
use super::blocks::Passage;
use super::json_ld::Grams;
use super::signals::{Groups, Shape};
use crate::extract::promo;

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
/// Hidden text counts when it is at least this share of all running text: a page that shows it by script.
const HIDDEN_SHARE: f32 = 0.5;
/// Passages with more link text than this are menus, where nothing else tells.
const MAX_LINK_SHARE: f32 = 0.5;
/// A box with a form and no more text than this asks for something; an article's container has more.
const MAX_FORM_WEIGHT: u32 = 400;
/// Elements around a passage that may be such a box.
const BOX_DEPTH: usize = 3;
/// Heaviest caption.
pub(super) const MAX_CAPTION_WEIGHT: u32 = 400;
/// A passage is kept from this score on.
const KEEP: f32 = 0.5;
/// Shares of JSON-LD's article text above which a passage is surely in it, and below which it surely is not.
const QUOTED: f32 = 0.6;
const UNQUOTED: f32 = 0.1;

/// What the page's passages are to the article.
#[derive(Debug)]
pub(super) struct Verdict {
    /// The form of each passage.
    pub(super) shapes: Vec<Shape>,
    /// Whether each passage is kept.
    pub(super) kept: Vec<bool>,
    /// Groups between each passage and the container.
    pub(super) groups: Vec<Groups>,
    /// The container, [`NONE`] if the page has no text.
    pub(super) container: Id,
}

/// Judges the passages of a page; `quoted` holds JSON-LD's article text.
pub(super) fn judge(tree: &Tree<'_>, passages: &[Passage], quoted: &Grams) -> Verdict {
    let shapes: Vec<Shape> = passages
        .iter()
        .map(|passage| Shape::of(&passage.draft.text, passage.link_chars))
        .collect();
    let mut reader = Reader {
        tree,
        passages,
        shapes: &shapes,
        known: vec![None; tree.nodes.len()],
        shown: vec![true; passages.len()],
        asks: vec![false; passages.len()],
    };
    reader.find_forms();
    reader.hide();
    let container = reader.container();
    let places = reader.places(container);
    let mut scores: Vec<f32> = places
        .iter()
        .enumerate()
        .map(|(at, place)| reader.score(at, place, container))
        .collect();
    reader.weigh_quotes(&mut scores, quoted);
    let kept = reader.smooth(&scores);
    Verdict {
        shapes,
        kept,
        groups: places.into_iter().map(|place| place.groups).collect(),
        container,
    }
}

/// Where a passage stands.
struct Place {
    /// Steps from the lowest element around both it and the container to the container, 0 inside.
    steps: usize,
    /// Groups on the way down to it from there.
    groups: Groups,
}

struct Reader<'t, 's> {
    tree: &'t Tree<'s>,
    passages: &'t [Passage],
    shapes: &'t [Shape],
    known: Vec<Option<Groups>>,
    shown: Vec<bool>,
    /// Whether a passage stands in a small box with a form: a newsletter's, a notice's.
    asks: Vec<bool>,
}

impl Reader<'_, '_> {
    fn groups(&mut self, id: Id) -> Groups {
        if let Some(groups) = self.known[id as usize] {
            return groups;
        }
        let groups = Groups::of(self.tree, id);
        self.known[id as usize] = Some(groups);
        groups
    }

    fn name(&self, id: Id) -> Option<&LocalName> {
        self.tree.element(id).map(|element| &element.local)
    }

    /// Marks the passages of small boxes that hold a form, or a button of their own under `<body>`: sign-ups and notices, whatever
    /// their class is called.
    fn find_forms(&mut self) {
        let mut weight = vec![0u32; self.tree.nodes.len()];
        for (passage, shape) in self.passages.iter().zip(self.shapes) {
            for id in self.tree.ancestors(passage.holder).take(BOX_DEPTH) {
                weight[id as usize] += shape.weight;
            }
        }
        let mut asks = vec![false; self.tree.nodes.len()];
        for id in 0..self.tree.nodes.len() as Id {
            let form = self.name(id).is_some_and(|name| *name == local_name!("form"));
            let button = self.name(id).is_some_and(|name| *name == local_name!("button"));
            if !form && !button {
                continue;
            }
            for around in self.tree.ancestors(id).skip(1).take(BOX_DEPTH) {
                let notice = form
                    || self
                        .name(self.tree.node(around).parent)
                        .is_some_and(|n| *n == local_name!("body"));
                if self.is_body(around) || weight[around as usize] > MAX_FORM_WEIGHT {
                    break;
                }
                asks[around as usize] |= notice;
            }
        }
        for (at, passage) in self.passages.iter().enumerate() {
            self.asks[at] = self
                .tree
                .ancestors(passage.holder)
                .take(BOX_DEPTH)
                .any(|id| asks[id as usize]);
        }
    }

    /// Marks hidden passages, unless what is hidden is the article itself.
    fn hide(&mut self) {
        let mut total = 0;
        let mut hidden: Vec<(Id, u32)> = Vec::new();
        for (passage, shape) in self.passages.iter().zip(self.shapes) {
            let weight = if shape.is_prose() { shape.weight } else { 0 };
            total += weight;
            if passage.hidden == NONE {
                continue;
            }
            match hidden.last_mut() {
                Some((id, sum)) if *id == passage.hidden => *sum += weight,
                _ => hidden.push((passage.hidden, weight)),
            }
        }
        hidden.retain(|(_, weight)| *weight as f32 >= HIDDEN_SHARE * total.max(1) as f32);
        for (at, passage) in self.passages.iter().enumerate() {
            self.shown[at] = passage.hidden == NONE || hidden.iter().any(|(id, _)| *id == passage.hidden);
        }
    }

    /// The element that holds the article.
    fn container(&mut self) -> Id {
        let mut sums = vec![0f32; self.tree.nodes.len()];
        let mut clean = vec![0f32; self.tree.nodes.len()];
        for at in 0..self.passages.len() {
            let shape = self.shapes[at];
            if !self.shown[at] || !shape.is_prose() {
                continue;
            }
            let mut weight = shape.weight.min(1500) as f32 * (1.0 - shape.link_share);
            let mut inside = true;
            let mut id = self.passages[at].holder;
            let mut depth = 0;
            while id != DOCUMENT && id != NONE {
                if let Some(decay) = DECAY.get(depth) {
                    sums[id as usize] += weight * decay;
                }
                if inside {
                    clean[id as usize] += shape.weight as f32;
                }
                let outside = self.groups(id).has(Groups::OUTSIDE) && !self.is_body(id);
                if outside {
                    weight *= OUTSIDE_DECAY;
                    inside = false;
                }
                id = self.tree.node(id).parent;
                depth += 1;
            }
        }
        let mut best = (NONE, 0f32);
        for (id, &sum) in sums.iter().enumerate() {
            if sum > 0.0 {
                let score = sum * self.bonus(id as Id);
                if score > best.1 {
                    best = (id as Id, score);
                }
            }
        }
        self.climb(best.0, &clean)
    }

    fn is_body(&self, id: Id) -> bool {
        matches!(
            self.name(id),
            Some(
                &local_name!("body") | &local_name!("html") | &local_name!("main") | &local_name!("article")
            )
        )
    }

    fn bonus(&mut self, id: Id) -> f32 {
        let groups = self.groups(id);
        let mut bonus = 1.0;
        if groups.has(Groups::ARTICLE_BODY) {
            bonus += ARTICLE_BODY_BONUS;
        } else if groups.has(Groups::BODY) {
            bonus += BODY_BONUS;
        }
        if matches!(
            self.name(id),
            Some(&local_name!("article") | &local_name!("main"))
        ) {
            bonus += ELEMENT_BONUS;
        }
        if groups.has(Groups::OUTSIDE) && !self.is_body(id) {
            bonus *= OUTSIDE_DECAY;
        }
        bonus
    }

    fn climb(&mut self, from: Id, clean: &[f32]) -> Id {
        if from == NONE {
            return NONE;
        }
        let mut best = from;
        let mut id = from;
        while !self.is_body(id) {
            id = self.tree.node(id).parent;
            if id == NONE || id == DOCUMENT {
                break;
            }
            if clean[best as usize] < CLIMB_SHARE * clean[id as usize] {
                best = id;
            }
        }
        best
    }

    /// Where each passage stands to the container.
    fn places(&mut self, container: Id) -> Vec<Place> {
        let around: FxHashMap<Id, usize> = self.tree.ancestors(container).zip(0..).collect();
        let passages = self.passages;
        passages
            .iter()
            .map(|passage| {
                let mut groups = Groups::default();
                let mut id = passage.holder;
                while id != NONE && id != DOCUMENT {
                    if let Some(&steps) = around.get(&id) {
                        return Place { steps, groups };
                    }
                    groups = groups.with(self.groups(id));
                    id = self.tree.node(id).parent;
                }
                let steps = around.len();
                Place { steps, groups }
            })
            .collect()
    }

    fn score(&self, at: usize, place: &Place, container: Id) -> f32 {
        let &Place { steps, groups } = place;
        let shape = self.shapes[at];
        if !self.shown[at] || !shape.has_words || container == NONE {
            return -9.0;
        }
        let mut score = match (shape.is_prose(), shape.weight >= 25 && shape.ends_sentence) {
            (true, true) => 2.0,
            (true, false) => 1.5,
            (false, true) => 1.0,
            (false, false) => 0.3,
        };
        let draft = &self.passages[at].draft;
        if steps == 0 && shape.link_share > 0.0 && promo::is_promo(&draft.text, &draft.codes) {
            return KEEP;
        }
        score -= 3.0 * shape.link_share;
        if groups.has(Groups::OUTSIDE) || self.asks[at] {
            score -= 3.0;
        }
        if groups.has(Groups::META.with(Groups::BYLINE).with(Groups::DATE)) {
            score -= 1.5;
        }
        if groups.has(Groups::CAPTION) && shape.weight <= MAX_CAPTION_WEIGHT && !groups.has(Groups::OUTSIDE) {
            // Captions are blocks of their own kind and no part of the body: between passages that are kept they stay.
            return if steps == 0 { KEEP } else { -2.0 };
        }
        score += match steps {
            0 => 0.5,
            1 | 2 => -1.0,
            _ => -2.5,
        };
        score
    }

    /// Lets JSON-LD's article text speak where it agrees with the page.
    fn weigh_quotes(&self, scores: &mut [f32], quoted: &Grams) {
        if quoted.is_empty() {
            return;
        }
        let shares: Vec<f32> = self
            .passages
            .iter()
            .map(|passage| quoted.share_of(&passage.draft.text))
            .collect();
        let mut found = 0.0;
        let mut missed = 0.0;
        for (at, share) in shares.iter().enumerate() {
            if self.shapes[at].is_prose() && scores[at] >= KEEP {
                if *share >= QUOTED {
                    found += self.shapes[at].weight as f32;
                } else if *share <= UNQUOTED {
                    missed += self.shapes[at].weight as f32;
                }
            }
        }
        let whole = found > 2.0 * missed && found > 0.0;
        for (at, share) in shares.iter().enumerate() {
            if *share >= QUOTED && self.shapes[at].weight >= 25 {
                scores[at] += 1.5;
            } else if whole && *share <= UNQUOTED && self.shapes[at].is_prose() {
                scores[at] -= 1.5;
            }
        }
    }

    /// Short passages go with their neighbours; a heading without text after it and the tail go.
    fn smooth(&mut self, scores: &[f32]) -> Vec<bool> {
        let mut kept: Vec<bool> = scores.iter().map(|score| *score >= KEEP).collect();
        if !kept.contains(&true) {
            return self.everything_shown();
        }
        let strong: Vec<bool> = (0..scores.len())
            .map(|at| kept[at] && scores[at] >= 1.5 && self.shapes[at].is_prose())
            .collect();
        let Some(last) = strong.iter().rposition(|strong| *strong) else {
            return kept;
        };
        // Behind the last running text only what ends like a sentence, or belongs to a list or table begun before it, stays.
        for at in last + 1..kept.len() {
            kept[at] &= (self.shapes[at].ends_sentence || self.is_item(at)) && scores[at] > KEEP;
        }
        let mut follows = false;
        for at in (0..kept.len()).rev() {
            if !kept[at] {
                continue;
            }
            if self.is_heading(at) {
                kept[at] = follows;
                continue;
            }
            follows = true;
        }
        kept
    }

    /// A page without running text, a note of a few words, is taken as it is shown, menus and footers apart.
    fn everything_shown(&mut self) -> Vec<bool> {
        let tree = self.tree;
        let mut kept = Vec::with_capacity(self.passages.len());
        for (at, passage) in self.passages.iter().enumerate() {
            let shape = self.shapes[at];
            let mut shown =
                self.shown[at] && shape.has_words && shape.link_share < MAX_LINK_SHARE && !self.asks[at];
            if shown {
                shown = tree
                    .ancestors(passage.holder)
                    .all(|id| !self.groups(id).has(Groups::OUTSIDE) || self.is_body(id));
            }
            kept.push(shown);
        }
        kept
    }

    fn is_heading(&self, at: usize) -> bool {
        heading_level(self.name(self.passages[at].holder)) > 0
    }

    fn is_item(&self, at: usize) -> bool {
        matches!(
            self.name(self.passages[at].holder),
            Some(
                &local_name!("li")
                    | &local_name!("td")
                    | &local_name!("th")
                    | &local_name!("dd")
                    | &local_name!("dt")
            )
        )
    }
}

/// 1 to 6 for `<h1>` to `<h6>`, else 0.
pub(super) fn heading_level(name: Option<&LocalName>) -> u8 {
    match name {
        Some(&local_name!("h1")) => 1,
        Some(&local_name!("h2")) => 2,
        Some(&local_name!("h3")) => 3,
        Some(&local_name!("h4")) => 4,
        Some(&local_name!("h5")) => 5,
        Some(&local_name!("h6")) => 6,
        _ => 0,
    }
}
