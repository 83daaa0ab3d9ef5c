//! Texts of Markdown that stand beside the running text: what is between the brackets of an image, and the titles of links and images.

use crate::article::{Attachment, Span};
use crate::extract::{beside, entities};

/// Places that are tried for the start of a title: a sign of its own kind inside it is escaped, so that the first one fits nearly always.
const TRIES: usize = 16;

/// A text beside the running text, and its place.
#[derive(Debug)]
pub(super) struct Attached {
    pub(super) what: Attachment,
    /// White space as single spaces.
    pub(super) text: String,
    /// Without white space at its ends.
    pub(super) source: Span,
    /// The sign that ends it.
    pub(super) quote: char,
}

/// What stands for an image; `label` is the place between its brackets and `text` what it reads.
pub(super) fn alt(source: &str, label: Span, text: &str) -> Option<Attached> {
    let text = beside::one_line(text);
    beside::is_text(&text).then(|| Attached {
        what: Attachment::Alt,
        text,
        source: label.trimmed(source),
        quote: ']',
    })
}

/// The title of a link or an image that reads `title`; `tail` is what stands behind its text: `](address "title")`.
pub(super) fn title(source: &str, tail: Span, title: &str) -> Option<Attached> {
    let text = beside::one_line(title);
    if !beside::is_text(&text) {
        return None;
    }
    let raw = tail.of(source);
    let inner = raw.strip_suffix(')')?.trim_end();
    let quote = inner
        .chars()
        .next_back()
        .filter(|c| matches!(c, '"' | '\'' | ')'))?;
    let inner = &inner[..inner.len() - 1];
    let opens = if quote == ')' { '(' } else { quote };
    let follows_space = |at: &usize| inner[..*at].ends_with([' ', '\t', '\n', '\r']);
    let starts = inner.match_indices(opens).map(|(at, _)| at);
    let start = starts
        .filter(follows_space)
        .take(TRIES)
        .find(|at| unescaped(&inner[at + 1..]) == title)?;
    let from = tail.start as usize;
    Some(Attached {
        what: Attachment::Title,
        text,
        source: Span::new(from + start + 1, from + inner.len()).trimmed(source),
        quote,
    })
}

/// What a title of Markdown reads: backslashes before signs left out, references read.
fn unescaped(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        out.push_str(&entities::decode(&rest[..at]));
        rest = &rest[at + 1..];
        match rest.chars().next().filter(char::is_ascii_punctuation) {
            Some(c) => {
                out.push(c);
                rest = &rest[1..];
            }
            None => out.push('\\'),
        }
    }
    out.push_str(&entities::decode(rest));
    out
}
