//! What stands between the title of a Markdown article and its text: a deck, the line of the author, the date.
//!
//! CommonMark has no form for them, so that they are paragraphs like any other. A deck is told by the description in the front
//! matter, which it repeats, or by being wholly emphasised; the others by what they say, as in plain text.

use crate::article::{Article, BlockKind};
use crate::extract::plain;

/// Blocks behind the title that may be a deck, a byline or a dateline.
const HEAD: usize = 4;

/// Blocks that are looked at to tell a line from a paragraph of this article.
const LOOKED_AT: usize = 16;

/// Gives the paragraphs of the head their kinds; `emphasised` says of each block whether all of it is, `description` is what the
/// front matter says of the article.
pub(super) fn tell(article: &mut Article, emphasised: &[bool], description: Option<&str>) {
    if article
        .blocks
        .first()
        .is_none_or(|block| block.kind != BlockKind::Title)
    {
        return;
    }
    let blocks = article.blocks.iter().enumerate();
    let places: Vec<usize> = blocks
        .filter(|(_, block)| block.attached.is_none())
        .map(|(at, _)| at)
        .take(LOOKED_AT)
        .collect();
    let lines: Vec<&str> = places
        .iter()
        .map(|at| article.text_of(&article.blocks[*at]))
        .collect();
    let told = plain::line_kinds(&lines);
    let head = &places[..places.len().min(1 + HEAD)];
    let mut has_deck = head.iter().any(|at| article.blocks[*at].kind == BlockKind::Deck);
    for (line, &at) in head.iter().enumerate().skip(1) {
        if article.blocks[at].kind != BlockKind::Paragraph {
            break;
        }
        let text = article.text_of(&article.blocks[at]);
        let sums_up = emphasised[at] || description.is_some_and(|description| is_same(description, text));
        let told = match told[line] {
            kind @ (BlockKind::Byline | BlockKind::Dateline) => Some(kind),
            _ if !has_deck && sums_up && line + 1 < places.len() => Some(BlockKind::Deck),
            _ => None,
        };
        let Some(kind) = told else { break };
        has_deck |= kind == BlockKind::Deck;
        article.blocks[at].kind = kind;
    }
}

/// Whether two texts are the same apart from white space.
fn is_same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}
