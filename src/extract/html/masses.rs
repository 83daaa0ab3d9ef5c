//! Sums over the elements of a page: how much text, link text and running text is below each.

use super::arena::{DOCUMENT, Id, NONE, Tree};
use super::blocks::Passage;
use super::signals::Shape;

/// What is below an element.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mass {
    /// Weight of all passages.
    pub(super) weight: u32,
    /// Weight of their links.
    pub(super) links: u32,
    /// Number of passages.
    pub(super) passages: u32,
    /// Weight of the passages that are running text.
    pub(super) prose: u32,
}

impl Mass {
    /// The mass of one passage.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "weights of one page are far below 2^24"
    )]
    pub(super) fn of(shape: &Shape) -> Self {
        Self {
            weight: shape.weight,
            links: (shape.weight as f32 * shape.link_share) as u32,
            passages: 1,
            prose: if shape.is_prose() { shape.weight } else { 0 },
        }
    }

    /// Adds `other`.
    pub(super) fn add(&mut self, other: Self) {
        self.weight = self.weight.saturating_add(other.weight);
        self.links = self.links.saturating_add(other.links);
        self.passages += other.passages;
        self.prose = self.prose.saturating_add(other.prose);
    }
}

/// The sums of all nodes, and the elements that hold passages in an order in which each stands behind its parent.
#[derive(Debug)]
pub(super) struct Masses {
    of: Vec<Mass>,
    /// Elements with passages below them, parents first.
    pub(super) holders: Vec<Id>,
}

impl Masses {
    /// Adds up the passages that are `open`.
    pub(super) fn of(tree: &Tree<'_>, passages: &[Passage], shapes: &[Shape], open: &[bool]) -> Self {
        let mut of = vec![Mass::default(); tree.nodes.len()];
        for (at, passage) in passages.iter().enumerate().filter(|(at, _)| open[*at]) {
            of[passage.holder as usize].add(Mass::of(&shapes[at]));
        }
        let order = order(tree);
        for &id in order.iter().rev() {
            let parent = tree.node(id).parent;
            if parent != NONE && of[id as usize].passages > 0 {
                let mass = of[id as usize];
                of[parent as usize].add(mass);
            }
        }
        let holders = order
            .into_iter()
            .filter(|&id| of[id as usize].passages > 0)
            .collect();
        Self { of, holders }
    }

    /// Hands every element that holds passages to `add` with its parent, children first: sums of the children are whole by then.
    pub(super) fn climb(&self, tree: &Tree<'_>, mut add: impl FnMut(Id, Id)) {
        for &id in self.holders.iter().rev() {
            let parent = tree.node(id).parent;
            if parent != NONE {
                add(id, parent);
            }
        }
    }

    /// What is below `id`.
    pub(super) fn below(&self, id: Id) -> Mass {
        self.of.get(id as usize).copied().unwrap_or_default()
    }

    /// What is on the whole page.
    pub(super) fn page(&self) -> Mass {
        self.below(DOCUMENT)
    }
}

/// All nodes below the document, parents before children.
fn order(tree: &Tree<'_>) -> Vec<Id> {
    let mut order = Vec::with_capacity(tree.nodes.len());
    let mut at = Some(DOCUMENT);
    while let Some(id) = at {
        order.push(id);
        at = tree.following(id, DOCUMENT, true);
    }
    order
}
