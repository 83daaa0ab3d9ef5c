//! What stands around a mark: the word before it and the word after, read within a bound so that hostile text costs no more.

use std::ops::Deref;

use super::marks::{combines, is_format, opens};
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
            .find(|&(_, c)| !(is_alphanumeric(c) || c == '\'' || c == '’' || combines(c)))
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
    last_words(left).0
}

/// The last word of `left` as [`last_word`] has it, and what stands before it.
pub(super) fn last_words(left: &str) -> (&str, &str) {
    let mut start = left.len();
    let mut before = "";
    for (at, c) in left.char_indices().rev().take(WORD_REACH) {
        if c.is_whitespace() {
            before = left[..at].trim_end();
            break;
        }
        start = at;
    }
    let word = &left[start..];
    if let [first, .., last] = word.as_bytes()
        && first.is_ascii_alphanumeric()
        && last.is_ascii()
    {
        return (word, before);
    }
    let word = word.trim_start_matches(opens).trim_end_matches(is_format);
    (word, before)
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
    let mut chars = word.chars().filter(|&c| !combines(c));
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

/// A single letter of whatever case.
pub(super) fn is_single(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// A word in small letters. Those of the shortest kind need no memory of their own: a flood of abbreviations is made of them.
pub(super) struct Lower {
    short: [u8; Self::SHORT],
    length: usize,
    /// The word if it is not short or not ASCII.
    long: String,
}

impl Lower {
    const SHORT: usize = 24;

    pub(super) fn of(word: &str) -> Self {
        Self::joined("", word)
    }

    /// `first.second` if there is a `first`, else `second` alone.
    pub(super) fn joined(first: &str, second: &str) -> Self {
        let dot = usize::from(!first.is_empty());
        let length = first.len() + dot + second.len();
        let mut lower = Self {
            short: [b'.'; Self::SHORT],
            length,
            long: String::new(),
        };
        if length <= Self::SHORT && first.is_ascii() && second.is_ascii() {
            lower.short[..first.len()].copy_from_slice(first.as_bytes());
            lower.short[first.len() + dot..length].copy_from_slice(second.as_bytes());
            lower.short.make_ascii_lowercase();
        } else {
            lower.long = first.to_lowercase();
            lower.long.push_str(&"."[..dot]);
            lower.long.push_str(&second.to_lowercase());
            lower.length = 0;
        }
        lower
    }
}

impl Deref for Lower {
    type Target = str;

    fn deref(&self) -> &str {
        match std::str::from_utf8(&self.short[..self.length]) {
            Ok(short) if self.length > 0 => short,
            _ => &self.long,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_small_letters_are_those_of_the_standard_library() {
        for (first, second) in [
            ("", ""),
            ("", "Dr"),
            ("Z", "B"),
            ("ΟΔΟΣ", "Σ"),
            ("", "ÄÖÜ"),
            ("A", "Straßenbahnhaltestellenschild"),
            ("Abcdefghijkl", "mnopqrstuvw"),
        ] {
            let dot = if first.is_empty() { "" } else { "." };
            let want = format!("{}{dot}{}", first.to_lowercase(), second.to_lowercase());
            assert_eq!(&*Lower::joined(first, second), want);
        }
    }

    #[test]
    fn the_words_before_a_mark_are_read_within_a_bound() {
        assert_eq!(last_words("sold by \u{201c}Reed"), ("Reed", "sold by"));
        assert_eq!(last_words("Reed"), ("Reed", ""));
        assert_eq!(last_words("so "), ("", "so"));
        let (word, before) = last_words("x ".repeat(3).leak());
        assert_eq!((word, before), ("", "x x x"));
        let long = "y".repeat(100);
        assert_eq!(last_words(&long), (&long[..WORD_REACH], ""));
    }
}
