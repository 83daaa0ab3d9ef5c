//! How alike two segments are, in the percent of the trade: what a translation memory tells a translator, and what bands of a count are made of.
//!
//! Texts are compared in a [`normal`] form: NFC, white space as single spaces, numbers as `#`. The figure is the mean of two: the share of
//! characters that edits leave alone, and the share of words. It is rounded down, and 100 is for the same text alone. [`Index`] finds the most
//! alike of many.

mod distance;
mod index;

use crate::article::nfc;
use crate::words::{is_alphanumeric, is_extending, is_unspaced};

pub use index::Index;

/// Longest texts that are compared as a whole, in characters; of longer ones the beginning, and what one is longer counts as edited.
const MAX_COMPARED: usize = 2_000;

/// The form in which texts are compared: NFC, white space as single spaces, numbers as `#`.
pub fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let text = nfc(text.trim());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c.is_whitespace() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else if c.is_numeric() {
            out.push('#');
            // The marks inside a number belong to it: 1,250.5 is one, `5.` is a number and a full stop.
            let mut ahead = chars.clone();
            while let Some(next) = ahead.next() {
                if next.is_numeric() {
                    chars = ahead.clone();
                } else if !is_inside_numbers(next) || !ahead.clone().next().is_some_and(char::is_numeric) {
                    break;
                }
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// Whether a mark between digits is part of their number: decimal signs, and what parts thousands.
fn is_inside_numbers(c: char) -> bool {
    matches!(
        c,
        '.' | ',' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '\u{2019}' | '\u{66b}' | '\u{66c}'
    )
}

/// A text as it is compared.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    characters: Vec<u32>,
    words: Vec<u32>,
    /// Characters and words behind those that are compared.
    rest: (usize, usize),
    /// Tells texts apart that differ there only.
    tail: u32,
}

impl Shape {
    /// The shape of a text in its [`normal`] form.
    pub fn of(normal: &str) -> Self {
        let mut shape = Self::default();
        let end = normal
            .char_indices()
            .nth(MAX_COMPARED)
            .map_or(normal.len(), |(at, _)| at);
        let (compared, rest) = normal.split_at(end);
        shape.characters.extend(compared.chars().map(u32::from));
        shape.rest.0 = rest.chars().count();
        shape.tail = hash(rest);
        each_word(normal, |word| {
            if shape.words.len() < MAX_COMPARED {
                shape.words.push(hash(word));
            } else {
                shape.rest.1 += 1;
            }
        });
        shape
    }

    /// Length in characters.
    pub fn characters(&self) -> usize {
        self.characters.len() + self.rest.0
    }
}

/// How alike two texts in their [`normal`] form are, 0 to 100.
pub fn percent(one: &str, other: &str) -> u8 {
    compare(&Shape::of(one), &Shape::of(other), 0).unwrap_or(0)
}

/// How alike two shapes are, if it is at least `least`.
pub fn compare(one: &Shape, other: &Shape, least: u8) -> Option<u8> {
    let longest = |a: usize, b: usize| a.max(b).max(1);
    let characters = longest(one.characters(), other.characters());
    let words = longest(one.words.len() + one.rest.1, other.words.len() + other.rest.1);
    let percent = |edited_characters: usize, edited_words: usize| {
        let whole = 2 * characters * words;
        let edited = edited_characters * words + edited_words * characters;
        (100 * (whole - edited.min(whole)) / whole) as u8
    };
    // Lengths alone rule most texts out, and their words nearly all others.
    let least_edits = one.characters().abs_diff(other.characters());
    if percent(least_edits, 0) < least {
        return None;
    }
    let edited_words = distance::of(&one.words, &other.words) + one.rest.1.abs_diff(other.rest.1);
    if percent(least_edits, edited_words) < least {
        return None;
    }
    let edited_characters =
        distance::of(&one.characters, &other.characters) + one.rest.0.abs_diff(other.rest.0);
    let found = percent(edited_characters, edited_words).min(99 + u8::from(one.tail == other.tail));
    (found >= least).then_some(found)
}

/// Calls `take` for each word of a text in its normal form; a character of a script without spaces is a word.
fn each_word<'t>(text: &'t str, mut take: impl FnMut(&'t str)) {
    let mut start = None;
    for (at, c) in text.char_indices() {
        let dense = is_unspaced(c);
        if !dense && (is_alphanumeric(c) || is_extending(c) || c == '#') {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            take(&text[from..at]);
        }
        if dense {
            take(&text[at..at + c.len_utf8()]);
        }
    }
    if let Some(from) = start {
        take(&text[from..]);
    }
}

/// A hash that is the same on every machine.
fn hash(text: &str) -> u32 {
    let mut hash = 0x811c_9dc5u32;
    for byte in text.bytes() {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(one: &str, other: &str) -> u8 {
        percent(&normal(one), &normal(other))
    }

    #[test]
    fn the_figure_is_the_mean_of_characters_and_words() {
        // 4 of 36 characters and 1 of 7 words.
        assert_eq!(
            of(
                "The ferry leaves at seven every day.",
                "The ferry leaves at noon every day."
            ),
            87
        );
        assert_eq!(of("One two three four", "One two three four"), 100);
        assert_eq!(of("One two three four", "one two three four"), 84);
        assert_eq!(of("One two.", "Uno dos!"), 12);
        assert_eq!(of("", ""), 100);
        assert_eq!(of("abc", ""), 0);
        assert_eq!(of("渡船每天七点开。", "渡船每天八点开。"), 86);
    }

    #[test]
    fn numbers_and_white_space_are_no_difference() {
        assert_eq!(of("It cost 1,250.50 in  2024.", "It cost 7 in\u{a0}1999."), 100);
        assert_eq!(normal("In 2024. Or 5."), "In #. Or #.");
    }

    #[test]
    fn long_texts_are_compared_by_their_beginning() {
        let long = "word ".repeat(2_000);
        assert_eq!(of(&long, &format!("{long} {long}")), 49);
        assert_eq!(of(&long, &long), 100);
    }

    proptest! {
        #[test]
        fn the_figure_is_the_same_from_both_sides(one in "[a-d 1今。]{0,40}", other in "[a-d 1今。]{0,40}") {
            let found = of(&one, &other);
            prop_assert_eq!(found, of(&other, &one));
            prop_assert_eq!(found == 100, normal(&one) == normal(&other));
            let shapes = (Shape::of(&normal(&one)), Shape::of(&normal(&other)));
            prop_assert_eq!(compare(&shapes.0, &shapes.1, found), Some(found));
            prop_assert_eq!(compare(&shapes.0, &shapes.1, found + 1), None);
        }
    }
}
