//! Author and date as the page shows them to its reader: lines near the headline and at the ends of the article.

use super::arena::Tree;
use super::blocks::Passage;
use super::content::Verdict;
use super::signals::Groups;
use crate::extract::{dates, metadata};

/// Longest line that gives an author or a date.
const MAX_LINE_WEIGHT: u32 = 110;
/// Longest line in bytes.
const MAX_LINE_BYTES: usize = 300;
/// Passages above the headline, and behind the end of the article, that may be its lines.
const NEAR: usize = 5;
/// Passages of the article in which a byline may stand first.
const FIRST: usize = 2;
/// Elements above a passage whose classes speak for it.
const OWN_DEPTH: usize = 3;

/// What the lines say.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// Names, joined by `; `.
    pub(super) author: Option<String>,
    /// A day, ISO 8601.
    pub(super) date: Option<String>,
}

/// Reads the lines around the article.
pub(super) fn read(
    tree: &Tree<'_>,
    passages: &[Passage],
    verdict: &Verdict,
    headline: Option<usize>,
) -> Lines {
    let is_body = |at: usize| verdict.kept[at] && verdict.shapes[at].is_prose();
    let (Some(first), Some(last)) = (
        (0..passages.len()).find(|&at| is_body(at)),
        (0..passages.len()).rfind(|&at| is_body(at)),
    ) else {
        return Lines::default();
    };
    let from = headline.filter(|at| *at < first).unwrap_or(first);
    let above = from.saturating_sub(NEAR)..(first + FIRST).min(passages.len());
    let below = last..(last + 1 + NEAR).min(passages.len());
    let mut lines = Lines::default();
    let mut marked = false;
    for at in above.chain(below) {
        let (text, shape) = (&passages[at].draft.text, &verdict.shapes[at]);
        let outside = verdict.groups[at].has(Groups::OUTSIDE);
        if outside || shape.weight > MAX_LINE_WEIGHT || text.len() > MAX_LINE_BYTES {
            continue;
        }
        let own = tree
            .ancestors(passages[at].holder)
            .take(OWN_DEPTH)
            .fold(Groups::NONE, |groups, id| groups.with(Groups::of(tree, id)));
        if lines.author.is_none() {
            lines.author = metadata::byline(text).or_else(|| {
                own.has(Groups::BYLINE)
                    .then(|| metadata::author([text.as_str()]))
                    .flatten()
                    .filter(|names| metadata::is_capitalised(names))
            });
        }
        // A line whose class says date goes before one that only holds a date.
        let says_date = own.has(Groups::DATE);
        if (lines.date.is_none() || (says_date && !marked))
            && shape.digits > 0
            && let Some(date) = dates::iso(text)
        {
            lines.date = Some(date);
            marked = says_date;
        }
    }
    lines
}
