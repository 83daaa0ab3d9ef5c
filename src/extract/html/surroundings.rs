//! What stands around each element: how near an element of a kind, or one whose class says what it is, is above it.

use std::hash::Hasher;

use html5ever::{LocalName, local_name};
use rustc_hash::FxHasher;

use super::arena::{Id, NONE, Tree};
use super::features::log;
use super::masses::{Mass, Masses};
use super::signals::Groups;

/// Kinds of elements whose nearness is known.
const KINDS: usize = 22;
/// Slots of [`Around::near`]: groups of class words, then kinds of elements.
pub(super) const SLOTS: usize = Groups::COUNT + KINDS;
/// The slot of `<h1>`; those of the lower headings follow.
pub(super) const H1: usize = Groups::COUNT + 15;
/// Numbers of an element's sums in a row.
pub(super) const MASSES: usize = 6;
/// Nearness of the element itself; every step away takes one, down to one.
pub(super) const OWN: u8 = 8;

/// The surroundings of an element, itself included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around {
    /// How near each group and kind is, 0 where there is none.
    pub(super) near: [u8; SLOTS],
    /// Steps below the document.
    pub(super) depth: u16,
    /// `<article>` elements around it.
    pub(super) articles: u8,
    /// Tag and classes of this element.
    pub(super) style: u64,
    /// Its own groups.
    pub(super) groups: Groups,
    /// Its sums as rows have them.
    pub(super) masses: [f32; MASSES],
}

impl Around {
    /// Whether the element stands in something that is not the article: a menu, a footer, comments.
    pub(super) fn is_outside(&self) -> bool {
        (0..Groups::COUNT).any(|slot| self.near[slot] > 0 && Groups::OUTSIDE.has(Groups::nth(slot)))
    }
}

/// The surroundings of every element that holds passages.
#[derive(Debug)]
pub(super) struct Surroundings {
    slots: Vec<u32>,
    found: Vec<Around>,
}

const NOTHING: Around = Around {
    near: [0; SLOTS],
    depth: 0,
    articles: 0,
    style: 0,
    groups: Groups::NONE,
    masses: [0.0; MASSES],
};

impl Surroundings {
    /// Reads the elements of `masses`.
    pub(super) fn of(tree: &Tree<'_>, masses: &Masses) -> Self {
        let mut slots = vec![NONE; tree.nodes.len()];
        let mut found: Vec<Around> = Vec::with_capacity(masses.holders.len());
        for &id in &masses.holders {
            let parent = tree.node(id).parent;
            let above = slots.get(parent as usize).copied().unwrap_or(NONE);
            let above = found.get(above as usize).copied().unwrap_or(NOTHING);
            slots[id as usize] = found.len() as u32;
            let mut around = step(tree, id, above);
            around.masses = row(masses.below(id), masses.page());
            found.push(around);
        }
        Self { slots, found }
    }

    /// Those of `id`.
    pub(super) fn around(&self, id: Id) -> &Around {
        let slot = self.slots.get(id as usize).copied().unwrap_or(NONE);
        self.found.get(slot as usize).unwrap_or(&NOTHING)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "weights of one page are far below 2^24"
)]
fn row(mass: Mass, page: Mass) -> [f32; MASSES] {
    let weight = mass.weight.max(1) as f32;
    [
        log(mass.weight),
        mass.links as f32 / weight,
        log(mass.passages),
        mass.weight as f32 / page.weight.max(1) as f32,
        mass.prose as f32 / weight,
        mass.prose as f32 / page.prose.max(1) as f32,
    ]
}

/// One step down to `id`.
fn step(tree: &Tree<'_>, id: Id, above: Around) -> Around {
    let mut around = above;
    around.depth = above.depth.saturating_add(1);
    for near in &mut around.near {
        *near = (*near).saturating_sub(1).max((*near).min(1));
    }
    around.style = 0;
    around.groups = Groups::NONE;
    let Some(element) = tree.element(id) else {
        return around;
    };
    around.style = style(tree, id, &element.local);
    if let Some(kind) = kind(&element.local) {
        around.near[Groups::COUNT + kind] = OWN;
    }
    if element.local == local_name!("article") {
        around.articles = around.articles.saturating_add(1);
    }
    around.groups = Groups::of(tree, id);
    if is_page(&element.local) {
        // The whole page's classes say what kind of page it is, not what its parts are.
        return around;
    }
    for slot in 0..Groups::COUNT {
        if around.groups.has(Groups::nth(slot)) {
            around.near[slot] = OWN;
        }
    }
    around
}

/// Elements around everything.
pub(super) fn is_page(name: &LocalName) -> bool {
    matches!(*name, local_name!("html") | local_name!("body"))
}

fn kind(name: &LocalName) -> Option<usize> {
    Some(match *name {
        local_name!("article") => 0,
        local_name!("main") => 1,
        local_name!("nav") => 2,
        local_name!("aside") => 3,
        local_name!("footer") => 4,
        local_name!("header") | local_name!("hgroup") => 5,
        local_name!("figure") => 6,
        local_name!("form") => 7,
        local_name!("ul") | local_name!("ol") | local_name!("menu") => 8,
        local_name!("table") => 9,
        local_name!("blockquote") => 10,
        local_name!("section") => 11,
        local_name!("dl") => 12,
        local_name!("figcaption") | local_name!("caption") => 13,
        local_name!("pre") => 14,
        local_name!("h1") => 15,
        local_name!("h2") => 16,
        local_name!("h3") => 17,
        local_name!("h4") | local_name!("h5") | local_name!("h6") => 18,
        local_name!("li") | local_name!("dd") | local_name!("dt") => 19,
        local_name!("td") | local_name!("th") => 20,
        local_name!("p") => 21,
        _ => return None,
    })
}

/// A hash of the tag and its classes, digits left out: what a page sets alike has the same.
fn style(tree: &Tree<'_>, id: Id, name: &LocalName) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(name.as_bytes());
    if let Some(class) = tree.attribute(id, &local_name!("class")) {
        let class = &class.as_bytes()[..class.len().min(200)];
        let mut letters = [0u8; 200];
        let mut count = 0;
        for &byte in class.iter().filter(|byte| !byte.is_ascii_digit()) {
            letters[count] = byte;
            count += 1;
        }
        hasher.write(&letters[..count]);
    }
    hasher.finish()
}
