//! What the rest of the text says about a word: an abbreviation betrays itself where a small letter follows its dot
//! (Kiss & Strunk 2006), a sentence opener where it stands in small letters elsewhere.

use std::cell::OnceCell;

use super::marks::{combines, is_format};
use crate::words::{is_alphabetic, is_alphanumeric};
use rustc_hash::FxHashMap;

/// Facts about one word of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts(u8);

impl Facts {
    /// Seen in small letters.
    pub(super) const SMALL: Self = Self(1);
    /// Seen with a capital inside a sentence.
    pub(super) const CAPITAL_INSIDE: Self = Self(2);
    /// Seen with a dot before a small letter or a comma.
    pub(super) const DOT_INSIDE: Self = Self(4);
    /// Seen without a dot.
    pub(super) const UNDOTTED: Self = Self(8);

    pub(super) fn bits(self) -> u8 {
        self.0
    }

    pub(super) fn has(self, fact: Self) -> bool {
        self.0 & fact.0 != 0
    }
}

/// The statistics of a text, made when they are first asked for.
pub(super) struct Document<'t> {
    text: &'t str,
    words: OnceCell<FxHashMap<u64, Facts>>,
}

impl<'t> Document<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            words: OnceCell::new(),
        }
    }

    /// What the text says about `word`, in whatever case.
    pub(super) fn facts(&self, word: &str) -> Facts {
        let words = self.words.get_or_init(|| read(self.text));
        words.get(&key(word)).copied().unwrap_or_default()
    }
}

/// Takes one more character into the hash of a word in small letters.
fn add(hash: u64, c: char) -> u64 {
    let lower = match c {
        'a'..='z' | 'а'..='я' => c,
        _ if c.is_ascii() => c.to_ascii_lowercase(),
        _ => c.to_lowercase().next().unwrap_or(c),
    };
    (hash.rotate_left(5) ^ u64::from(u32::from(lower))).wrapping_mul(0x517C_C1B7_2722_0A95)
}

fn key(word: &str) -> u64 {
    word.chars().fold(0, add)
}

/// One pass over the words of `text`.
fn read(text: &str) -> FxHashMap<u64, Facts> {
    // A text has a word of its own every thirty bytes or so, until it repeats itself.
    let capacity = (text.len() / 32).min(4096);
    let mut words = FxHashMap::with_capacity_and_hasher(capacity, rustc_hash::FxBuildHasher);
    let mut chars = text.chars();
    let mut before = (' ', ' ');
    while let Some(c) = chars.next() {
        if !starts_word(c) {
            before = (before.1, c);
            continue;
        }
        let (mut hash, mut last) = (add(0, c), c);
        let mut rest = chars.clone();
        while let Some(next) = rest.next().filter(|&next| in_word(next)) {
            (hash, last) = (add(hash, next), next);
            chars = rest.clone();
        }
        let mut facts = if c.is_lowercase() {
            Facts::SMALL.0
        } else if before.1 == ' ' && (before.0 == ',' || before.0.is_lowercase()) && c.is_uppercase() {
            Facts::CAPITAL_INSIDE.0
        } else {
            0
        };
        facts |= match chars.as_str().strip_prefix('.') {
            None => Facts::UNDOTTED.0,
            Some(after) if goes_on(after) => Facts::DOT_INSIDE.0,
            Some(_) => 0,
        };
        words.entry(hash).or_insert(Facts(0)).0 |= facts;
        before = (before.1, last);
    }
    words
}

fn starts_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    is_alphabetic(c)
}

fn in_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || matches!(c, '\'' | '-');
    }
    is_alphanumeric(c) || c == '’' || is_format(c) || combines(c)
}

/// Whether a sentence goes on after its dot: with a comma, or after a space with a small letter.
fn goes_on(after: &str) -> bool {
    after.starts_with([',', ';'])
        || after
            .strip_prefix(' ')
            .is_some_and(|after| after.starts_with(|c: char| c.is_lowercase() || c == ','))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_tells_how_its_words_are_used() {
        let document = Document::new("Ztr. wheat, ten ztr. of it. Bread was dear, Bread said. Sold.");
        let facts = |word| document.facts(word);
        assert!(facts("ztr").has(Facts::DOT_INSIDE));
        assert!(!facts("it").has(Facts::DOT_INSIDE));
        assert!(facts("bread").has(Facts::CAPITAL_INSIDE) && !facts("bread").has(Facts::SMALL));
        assert!(facts("Wheat").has(Facts::SMALL) && facts("wheat").has(Facts::UNDOTTED));
        assert_eq!(facts("unseen"), Facts::default());
    }
}
