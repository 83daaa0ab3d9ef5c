//! Which passages are the article: a classifier over passages, no rules about sites.
//!
//! Each passage becomes a row of numbers (`features`), which boosted trees weigh (`model`). What is kept is the set with the
//! best F1 to be expected (`choice`). Captions and pointers to other stories between kept passages stay as blocks of their own kind.

use html5ever::{LocalName, local_name};

use super::arena::{Id, NONE, Tree};
use super::blocks::Passage;
use super::candidates::{Candidate, Ground, holding};
use super::choice;
use super::echoes::{Said, echoes};
use super::features::Page;
use super::masses::Masses;
use super::model::Model;
use super::shown;
use super::signals::{Groups, Shape};
use super::surroundings::Surroundings;
use crate::extract::promo;

/// Passages with more link text than this are menus, where nothing else tells.
const MAX_LINK_SHARE: f32 = 0.5;
/// A passage on so many of the site's other pages is the site's own.
const MOST_SITE: f32 = 0.5;
/// A passage that agrees so far with a title of the page is the headline.
const SAME_TITLE: f32 = 0.5;
/// Heaviest caption.
const MAX_CAPTION_WEIGHT: u32 = 400;

/// What the page's passages are to the article.
#[derive(Debug)]
pub(super) struct Verdict {
    /// The form of each passage.
    pub(super) shapes: Vec<Shape>,
    /// Whether each passage is kept.
    pub(super) kept: Vec<bool>,
    /// Whether each passage is kept although the classifier does not take it for the article: captions, pointers.
    pub(super) beside: Vec<bool>,
    /// How far each agrees with a title of the page.
    pub(super) titled: Vec<f32>,
    /// Groups between each passage and the container.
    pub(super) groups: Vec<Groups>,
    /// The container, [`NONE`] if the page has no text.
    pub(super) container: Id,
}

/// What is known of a page before it is judged.
#[derive(Debug)]
pub(super) struct Scene {
    /// The form of each passage.
    pub(super) shapes: Vec<Shape>,
    /// Whether each passage is shown and has words.
    pub(super) open: Vec<bool>,
    asks: Vec<bool>,
    masses: Masses,
    surroundings: Surroundings,
}

impl Scene {
    /// Looks at the page.
    pub(super) fn of(tree: &Tree<'_>, passages: &[Passage]) -> Self {
        let shapes: Vec<Shape> = passages
            .iter()
            .map(|passage| Shape::of(&passage.draft.text, passage.link_chars))
            .collect();
        let shown = shown::shown(passages, &shapes);
        let open: Vec<bool> = shown
            .iter()
            .zip(&shapes)
            .map(|(shown, shape)| *shown && shape.has_words)
            .collect();
        let masses = Masses::of(tree, passages, &shapes, &open);
        Self {
            asks: shown::asks(tree, passages, &shapes),
            surroundings: Surroundings::of(tree, &masses),
            shapes,
            open,
            masses,
        }
    }

    /// The scene together with its page.
    pub(super) fn ground<'a, 's>(&'a self, tree: &'a Tree<'s>, passages: &'a [Passage]) -> Ground<'a, 's> {
        Ground {
            tree,
            passages,
            shapes: &self.shapes,
            open: &self.open,
            masses: &self.masses,
            surroundings: &self.surroundings,
        }
    }

    /// What rows are made from.
    pub(super) fn page(&self, ground: &Ground<'_, '_>, said: &Said<'_>) -> Page<'_> {
        Page::of(ground, echoes(ground.passages, said), &self.asks, said.kind)
    }
}

/// Judges the passages of a page by `model`; `said` is what the page says of its article.
pub(super) fn judge(tree: &Tree<'_>, passages: &[Passage], said: &Said<'_>, model: &Model<'_>) -> Verdict {
    let scene = Scene::of(tree, passages);
    let ground = scene.ground(tree, passages);
    let page = scene.page(&ground, said);
    let probabilities = choice::probabilities(&ground, &page, model);
    let titled = page.echoes.iter().map(|echo| echo.titled).collect();
    let mut kept = choice::chosen(&ground, &page, &probabilities);
    choice::complete_groups(&ground, &mut kept);
    choice::drop_copies(&ground, &mut kept);
    choice::drop_last_headings(&ground, &mut kept);
    drop_repeated(&scene.shapes, &page, &mut kept);
    if scene.masses.page().prose == 0 || !kept.contains(&true) {
        kept = everything_shown(&ground, &scene.asks);
    }
    let weights: Vec<f32> = kept.iter().zip(&scene.shapes).map(weight_kept).collect();
    let container = holding(tree, &scene.masses, passages, &weights);
    let groups = groups(&ground, container);
    let beside = between(&ground, container, &groups, &kept);
    for (kept, beside) in kept.iter_mut().zip(&beside) {
        *kept |= beside;
    }
    Verdict {
        shapes: scene.shapes,
        kept,
        beside,
        titled,
        groups,
        container,
    }
}

/// Drops what most other pages of the site have too, unless it is a title, or most of what is kept: then the pages are the same.
fn drop_repeated(shapes: &[Shape], page: &Page<'_>, kept: &mut [bool]) {
    let own = |at: usize| page.echoes[at].site < MOST_SITE || page.echoes[at].titled >= SAME_TITLE;
    let weight = |at: usize| if kept[at] { u64::from(shapes[at].weight) } else { 0 };
    let whole: u64 = (0..kept.len()).map(weight).sum();
    let rest: u64 = (0..kept.len()).filter(|&at| own(at)).map(weight).sum();
    if rest * 2 >= whole {
        for (at, kept) in kept.iter_mut().enumerate() {
            *kept &= own(at);
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^24")]
fn weight_kept((kept, shape): (&bool, &Shape)) -> f32 {
    if *kept { shape.weight as f32 } else { 0.0 }
}

/// The groups of the elements from each passage up to below the nearest element that also holds the container.
fn groups(ground: &Ground<'_, '_>, container: Id) -> Vec<Groups> {
    let mut found = vec![Groups::NONE; ground.tree.nodes.len()];
    let mut around = vec![false; ground.tree.nodes.len()];
    for id in ground.tree.ancestors(container) {
        around[id as usize] = true;
    }
    for &id in &ground.masses.holders {
        let parent = ground.tree.node(id).parent;
        if !around[id as usize] && parent != NONE {
            let own = ground.surroundings.around(id).groups;
            found[id as usize] = found[parent as usize].with(own);
        }
    }
    ground
        .passages
        .iter()
        .map(|passage| found[passage.holder as usize])
        .collect()
}

/// The captions and pointers to other stories that stand between kept passages, in the container.
fn between(ground: &Ground<'_, '_>, container: Id, groups: &[Groups], kept: &[bool]) -> Vec<bool> {
    let mut found = vec![false; kept.len()];
    let (Some(first), Some(last)) = (
        kept.iter().position(|kept| *kept),
        kept.iter().rposition(|kept| *kept),
    ) else {
        return found;
    };
    let inside = Candidate::of(ground.tree, ground.masses, container);
    for at in first..=last {
        let passage = &ground.passages[at];
        if kept[at] || !ground.open[at] || inside.steps(passage.holder) != Some(0) {
            continue;
        }
        let shape = &ground.shapes[at];
        let outside = groups[at].has(Groups::OUTSIDE);
        let caption = groups[at].has(Groups::CAPTION) && shape.weight <= MAX_CAPTION_WEIGHT && !outside;
        let draft = &passage.draft;
        found[at] = caption || (shape.link_share > 0.0 && promo::is_promo(&draft.text, &draft.codes));
    }
    found
}

/// A page without running text, a note of a few words, is taken as it is shown, menus and footers apart.
fn everything_shown(ground: &Ground<'_, '_>, asks: &[bool]) -> Vec<bool> {
    let shown = |at: usize| {
        let holder = ground.passages[at].holder;
        ground.open[at]
            && ground.shapes[at].link_share < MAX_LINK_SHARE
            && !asks[at]
            && !ground.surroundings.around(holder).is_outside()
    };
    (0..ground.passages.len()).map(shown).collect()
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
