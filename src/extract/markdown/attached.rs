//! Texts of Markdown that stand beside the running text: what is between the brackets of an image, and the titles of links and images.

use crate::article::{Attachment, Span};
use crate::extract::beside::Value;
use crate::extract::entities;

/// Places that are tried for the start of a title: a sign of its own kind inside it is escaped, so that the first one fits nearly always.
const TRIES: usize = 16;

/// What stands for an image; `label` is the place between its brackets and `text` what it reads.
pub(super) fn alt(source: &str, label: Span, text: &str) -> Option<Value> {
    Value::of(source, label, text, ']', Attachment::Alt)
}

/// The title of a link or an image that reads `title`; `tail` is what stands behind its text: `](address "title")`.
pub(super) fn title(source: &str, tail: Span, title: &str) -> Option<Value> {
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
    let at = Span::new(from + start + 1, from + inner.len());
    Value::of(source, at, title, quote, Attachment::Title)
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
