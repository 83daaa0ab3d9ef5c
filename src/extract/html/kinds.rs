//! What each kept passage is: heading, paragraph, list item, quote, cell, code, caption; and the lines around the headline.

use html5ever::local_name;

use super::arena::{Id, NONE, Tree};
use super::blocks::Passage;
use super::content::{Verdict, heading_level};
use super::signals::Groups;
use crate::article::BlockKind;
use crate::extract::metadata::Words;
use crate::extract::{dates, metadata, promo};

/// A cell with more than this weight of text is a column of a page laid out with tables.
const MAX_CELL_WEIGHT: u32 = 400;
/// Longest byline and dateline.
const MAX_LINE_WEIGHT: u32 = 90;
/// Elements between the text of a caption and its `<figcaption>`.
const MAX_CAPTION_STEPS: usize = 4;
/// Passages above and below the headline where its lines are looked for.
const NEAR: usize = 8;
/// Passages behind the first running text, which may be the deck, that may still be the byline.
const AFTER_FIRST: usize = 2;
/// A description is shown as deck when this share of its words is in the passage.
const SAME_DECK: f32 = 0.7;
/// Least weight of a deck.
const MIN_DECK_WEIGHT: u32 = 20;

/// The kind of a passage of the body and its level.
pub(super) fn of_body(tree: &Tree<'_>, passage: &Passage, verdict: &Verdict, at: usize) -> (BlockKind, u8) {
    if promo::is_promo(&passage.draft.text, &passage.draft.codes) {
        return (BlockKind::Promo, 0);
    }
    // Of what the classifier takes for text only `<figcaption>` and `<caption>` are captions: class words are used for much else.
    let captioned = verdict.beside[at] && verdict.groups[at].has(Groups::CAPTION);
    let mut kind = if captioned {
        BlockKind::Caption
    } else {
        BlockKind::Paragraph
    };
    let mut lists = 0u8;
    for (steps, id) in tree.ancestors(passage.holder).enumerate() {
        if id == verdict.container && steps > 0 {
            break;
        }
        let Some(element) = tree.element(id) else { break };
        let level = heading_level(Some(&element.local));
        if level > 0 && kind == BlockKind::Paragraph {
            return (BlockKind::Heading, level);
        }
        let found = match element.local {
            local_name!("pre") | local_name!("listing") => BlockKind::Code,
            local_name!("figcaption") | local_name!("caption") => BlockKind::Caption,
            local_name!("blockquote") => BlockKind::Quote,
            local_name!("li") | local_name!("dd") | local_name!("dt") => BlockKind::List,
            local_name!("td") | local_name!("th") if verdict.shapes[at].weight <= MAX_CELL_WEIGHT => {
                BlockKind::Table
            }
            local_name!("ul") | local_name!("ol") | local_name!("dl") => {
                lists = lists.saturating_add(u8::from(kind == BlockKind::List));
                continue;
            }
            _ => continue,
        };
        // The innermost decides, but code in a list is code and a list in a quote is a quote's list.
        if kind == BlockKind::Paragraph || matches!(found, BlockKind::Code | BlockKind::Caption) {
            kind = found;
        }
    }
    let level = if kind == BlockKind::List { lists.max(1) } else { 0 };
    (kind, level)
}

/// The lines around the headline: title, deck, byline, dateline; indices of passages and their kinds, in page order.
pub(super) fn around_headline(
    tree: &Tree<'_>,
    passages: &[Passage],
    verdict: &Verdict,
    headline: Option<usize>,
    description: Option<&str>,
) -> Vec<(usize, BlockKind)> {
    let description = description.map(Words::of);
    let first = first_prose(verdict).unwrap_or(passages.len());
    let from = headline.map_or(first.saturating_sub(NEAR), |at| at.saturating_sub(3));
    let to = (first + 1)
        .min(headline.unwrap_or(first) + 2 * NEAR)
        .min(passages.len());
    let mut lines: Vec<(usize, BlockKind)> = headline.map(|at| (at, BlockKind::Title)).into_iter().collect();
    let mut taken = [false; 3];
    for (at, passage) in passages.iter().enumerate().take(to + AFTER_FIRST).skip(from) {
        if Some(at) == headline || (at >= to && !says_byline(passage, verdict, at)) {
            continue;
        }
        let after = headline.is_none_or(|headline| at > headline);
        let Some(kind) = line_kind(tree, passage, verdict, at, description.as_ref(), after) else {
            continue;
        };
        let slot = match kind {
            BlockKind::Deck => 0,
            BlockKind::Byline => 1,
            _ => 2,
        };
        if !std::mem::replace(&mut taken[slot], true) {
            lines.push((at, kind));
        }
    }
    lines.sort_unstable_by_key(|(at, _)| *at);
    lines
}

/// The captions of pictures between the headline and the first kept passage behind it, which is where an article has its largest one.
pub(super) fn lead_captions<'a>(
    tree: &'a Tree<'_>,
    passages: &'a [Passage],
    verdict: &'a Verdict,
    headline: usize,
) -> impl Iterator<Item = usize> + 'a {
    let captions = (headline + 1..passages.len()).take_while(|at| !verdict.kept[*at]);
    captions.filter(|at| {
        let passage = &passages[*at];
        let is_figcaption = |id| {
            tree.element(id)
                .is_some_and(|element| element.local == local_name!("figcaption"))
        };
        passage.hidden == NONE
            && verdict.shapes[*at].has_words
            && !verdict.groups[*at].has(Groups::OUTSIDE)
            && tree
                .ancestors(passage.holder)
                .take(MAX_CAPTION_STEPS)
                .any(is_figcaption)
    })
}

/// The first passage of running text that is kept.
fn first_prose(verdict: &Verdict) -> Option<usize> {
    (0..verdict.kept.len()).find(|&at| verdict.kept[at] && verdict.shapes[at].is_prose())
}

fn line_kind(
    tree: &Tree<'_>,
    passage: &Passage,
    verdict: &Verdict,
    at: usize,
    description: Option<&Words>,
    after: bool,
) -> Option<BlockKind> {
    let text = &passage.draft.text;
    let shape = verdict.shapes[at];
    let own = own_groups(tree, passage.holder);
    let outside = verdict.groups[at].has(Groups::OUTSIDE);
    let described = || description.is_some_and(|description| description.overlap(text) >= SAME_DECK);
    let may_be_deck = after && !outside && shape.weight >= MIN_DECK_WEIGHT && shape.link_share < 0.5;
    if may_be_deck && ((own.has(Groups::DECK) && !verdict.kept[at]) || described()) {
        return Some(BlockKind::Deck);
    }
    if shape.weight > MAX_LINE_WEIGHT || outside {
        return None;
    }
    if (own.has(Groups::BYLINE) && shape.weight >= 4) || says_byline(passage, verdict, at) {
        return Some(BlockKind::Byline);
    }
    let may_be_date = own.has(Groups::DATE.with(Groups::META)) || shape.weight < 40;
    (may_be_date && text.len() < 120 && dates::iso(text).is_some()).then_some(BlockKind::Dateline)
}

/// Whether a line that was taken for the text says of itself what no class says: "By Ada Lind · 3 May".
fn says_byline(passage: &Passage, verdict: &Verdict, at: usize) -> bool {
    verdict.kept[at]
        && verdict.shapes[at].weight <= MAX_LINE_WEIGHT
        && metadata::byline(&passage.draft.text).is_some()
}

/// The groups of the holder and the two elements above.
fn own_groups(tree: &Tree<'_>, holder: Id) -> Groups {
    tree.ancestors(holder)
        .take(3)
        .fold(Groups::default(), |groups, id| groups.with(Groups::of(tree, id)))
}
