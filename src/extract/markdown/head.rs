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
    let lines: Vec<&str> = article
        .blocks
        .iter()
        .take(LOOKED_AT)
        .map(|block| article.text_of(block))
        .collect();
    let told = plain::line_kinds(&lines);
    let kinds: Vec<BlockKind> = article
        .blocks
        .iter()
        .take(1 + HEAD)
        .map(|block| block.kind)
        .collect();
    let mut has_deck = kinds.contains(&BlockKind::Deck);
    for at in 1..kinds.len() {
        if kinds[at] != BlockKind::Paragraph {
            break;
        }
        let text = article.text_of(&article.blocks[at]);
        let sums_up = emphasised[at] || description.is_some_and(|description| is_same(description, text));
        let told = match told[at] {
            kind @ (BlockKind::Byline | BlockKind::Dateline) => Some(kind),
            _ if !has_deck && sums_up && at + 1 < article.blocks.len() => Some(BlockKind::Deck),
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
