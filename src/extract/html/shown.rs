//! Which passages a reader sees, and which stand in boxes that ask for something.

#![expect(
    clippy::cast_precision_loss,
    reason = "weights of one page are far below 2^24"
)]

use html5ever::{LocalName, local_name};

use super::arena::{Id, NONE, Tree};
use super::blocks::Passage;
use super::signals::Shape;

/// Hidden text counts when it is at least this share of all running text: a page that shows it by script.
const HIDDEN_SHARE: f32 = 0.5;
/// A box with a form and no more text than this asks for something; an article's container has more.
const MAX_FORM_WEIGHT: u32 = 400;
/// Elements around a passage that may be such a box.
const BOX_DEPTH: usize = 3;

/// Which passages are shown: all but the hidden ones, unless what is hidden is the article itself.
pub(super) fn shown(passages: &[Passage], shapes: &[Shape]) -> Vec<bool> {
    let mut total = 0u32;
    let mut hidden: Vec<(Id, u32)> = Vec::new();
    for (passage, shape) in passages.iter().zip(shapes) {
        let weight = if shape.is_prose() { shape.weight } else { 0 };
        total = total.saturating_add(weight);
        if passage.hidden == NONE {
            continue;
        }
        match hidden.last_mut() {
            Some((id, sum)) if *id == passage.hidden => *sum = sum.saturating_add(weight),
            _ => hidden.push((passage.hidden, weight)),
        }
    }
    hidden.retain(|(_, weight)| *weight as f32 >= HIDDEN_SHARE * total.max(1) as f32);
    let counts = |id: Id| hidden.iter().any(|(known, _)| *known == id);
    passages
        .iter()
        .map(|passage| passage.hidden == NONE || counts(passage.hidden))
        .collect()
}

/// Marks the passages of small boxes that hold a form, or a button of their own under `<body>`: sign-ups and notices, whatever
/// their class is called.
pub(super) fn asks(tree: &Tree<'_>, passages: &[Passage], shapes: &[Shape]) -> Vec<bool> {
    let mut weight = vec![0u32; tree.nodes.len()];
    for (passage, shape) in passages.iter().zip(shapes) {
        for id in tree.ancestors(passage.holder).take(BOX_DEPTH) {
            weight[id as usize] += shape.weight;
        }
    }
    let name = |id: Id| -> Option<&LocalName> { tree.element(id).map(|element| &element.local) };
    let is = |id: Id, wanted: &LocalName| name(id).is_some_and(|name| name == wanted);
    let mut asking = vec![false; tree.nodes.len()];
    for id in 0..tree.nodes.len() as Id {
        let form = is(id, &local_name!("form"));
        if !form && !is(id, &local_name!("button")) {
            continue;
        }
        for around in tree.ancestors(id).skip(1).take(BOX_DEPTH) {
            if is_body(name(around)) || weight[around as usize] > MAX_FORM_WEIGHT {
                break;
            }
            asking[around as usize] |= form || is(tree.node(around).parent, &local_name!("body"));
        }
    }
    let stands = |passage: &Passage| {
        let mut around = tree.ancestors(passage.holder).take(BOX_DEPTH);
        around.any(|id| asking[id as usize])
    };
    passages.iter().map(stands).collect()
}

fn is_body(name: Option<&LocalName>) -> bool {
    matches!(
        name,
        Some(&local_name!("body") | &local_name!("html") | &local_name!("main") | &local_name!("article"))
    )
}
