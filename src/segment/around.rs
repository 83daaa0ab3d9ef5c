//! What stands around a mark: the word before it and the word after, read within a bound so that hostile text costs no more.

use super::marks::{is_format, opens};
use crate::words::{is_alphabetic, is_alphanumeric};

/// How far, in characters, a word is read.
const WORD_REACH: usize = 60;

/// The case of a letter, or what stands instead of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Capital,
    Small,
    Caseless,
    Digit,
    Other,
}

impl Shape {
    pub(super) fn of(c: char) -> Self {
        if c.is_lowercase() {
            Self::Small
        } else if c.is_uppercase() {
            Self::Capital
        } else if c.is_numeric() {
            Self::Digit
        } else if is_alphabetic(c) {
            Self::Caseless
        } else {
            Self::Other
        }
    }
}

/// What follows a mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Next<'t> {
    /// White space stands between.
    pub(super) gap: bool,
    /// The first character that is not white space.
    pub(super) first: char,
    /// An opening mark, dash or bullet stands before the first letter.
    pub(super) opener: bool,
    /// The first letter or digit after such marks.
    pub(super) shape: Shape,
    /// The word that it begins.
    pub(super) word: &'t str,
    /// What follows that word.
    pub(super) after: &'t str,
    /// A dot follows that word.
    pub(super) dotted: bool,
    /// The text from `first` on.
    pub(super) rest: &'t str,
}

impl<'t> Next<'t> {
    pub(super) fn read(text: &'t str) -> Option<Self> {
        let rest = text.trim_start();
        let first = rest.chars().next()?;
        let mut inner = rest;
        for _ in 0..WORD_REACH {
            let Some(c) = inner.chars().next() else { break };
            let spaced = c.is_whitespace() && inner.len() < rest.len();
            if !opens(c) && !spaced {
                break;
            }
            inner = &inner[c.len_utf8()..];
        }
        let length = inner
            .char_indices()
            .take(WORD_REACH)
            .find(|&(_, c)| {
                !(is_alphanumeric(c)
                    || c == '\''
                    || c == '’'
                    || unicode_normalization::char::is_combining_mark(c))
            })
            .map_or(inner.len().min(4 * WORD_REACH), |(at, _)| at);
        let word = inner.get(..length).unwrap_or_default();
        Some(Self {
            gap: rest.len() < text.len(),
            first,
            opener: inner.len() < rest.len(),
            shape: inner.chars().next().map_or(Shape::Other, Shape::of),
            word,
            after: &inner[word.len()..],
            dotted: inner[word.len()..].starts_with('.'),
            rest,
        })
    }
}

/// The word that ends where `left` ends, without opening marks; cut short at [`WORD_REACH`].
pub(super) fn last_word(left: &str) -> &str {
    let start = left
        .char_indices()
        .rev()
        .take(WORD_REACH)
        .take_while(|(_, c)| !c.is_whitespace())
        .last()
        .map_or(left.len(), |(at, _)| at);
    left[start..]
        .trim_start_matches(opens)
        .trim_end_matches(is_format)
}

/// What stands before the last word of `left`.
pub(super) fn before_word(left: &str) -> &str {
    let reach = left
        .char_indices()
        .rev()
        .take(WORD_REACH)
        .find(|(_, c)| c.is_whitespace())
        .map_or(0, |(at, _)| at);
    left[..reach].trim_end()
}

/// `U.S`, `e.g`, `А.С`: letters with dots between.
pub(super) fn is_acronym(word: &str) -> bool {
    word.contains('.')
        && word.split('.').all(|piece| {
            let mut letters = piece.chars();
            letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
        })
}

/// `K`: a single capital letter.
pub(super) fn is_initial(word: &str) -> bool {
    let mut chars = word
        .chars()
        .filter(|&c| !unicode_normalization::char::is_combining_mark(c));
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

/// A single letter of whatever case.
pub(super) fn is_single(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}
