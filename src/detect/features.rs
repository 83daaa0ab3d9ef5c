//! Words of a text and the hashes of their character n-grams: what the model is trained on and asked with.
//!
//! Words are in lower case, composed, with apostrophe-like letters folded. No feature crosses a word, so a text's score is
//! a sum over its words. The trainer compiles this file too: a change here needs the model to be made again.

use unicode_normalization::char::compose;

use super::letters::{Kind, Script, push_lower};

/// Longest word; what is longer is cut, so that a run of letters without end costs linear time and little memory.
const MAX_WORD: usize = 24;
/// Longest n-gram where words are set apart by spaces.
const MAX_GRAM: usize = 5;
/// Longest n-gram inside a run of a script without spaces.
const MAX_UNSPACED_GRAM: usize = 3;
/// Words of this many letters are also a feature as a whole; shorter ones are an n-gram already.
const WHOLE_WORD: std::ops::RangeInclusive<usize> = 4..=20;

/// Letters and marks of a word that its features are made of: no word has more.
const MOST_LETTERS: usize = 2 * MAX_WORD + 2;
/// Features of a word at most: n-grams of every length at every place, those with the boundaries too, and the word.
const MOST_FEATURES: usize = (MOST_LETTERS + 1) * MAX_GRAM + 1;

/// A word, or a piece of a run in scripts without spaces.
#[derive(Debug)]
pub(crate) struct Word<'b> {
    /// The script of its letters.
    pub(crate) script: Script,
    /// First byte.
    pub(crate) start: usize,
    /// First byte after it.
    pub(crate) end: usize,
    /// Letters, without marks.
    pub(crate) letters: u32,
    /// The folded characters.
    pub(crate) folded: &'b [char],
}

/// Cuts texts into words; holds the buffer that they share.
#[derive(Debug, Default)]
pub(crate) struct Words {
    buffer: Vec<char>,
    script: Script,
    start: usize,
    end: usize,
    letters: u32,
}

impl Words {
    /// Calls `each` for every word of `text`, whose first byte is byte `offset` of the whole.
    pub(crate) fn each(&mut self, text: &str, offset: usize, mut each: impl FnMut(&Word<'_>)) {
        let mut apostrophe = false;
        for (at, c) in text.char_indices() {
            match Kind::of(c) {
                Kind::Letter => {
                    let script = Script::of(c);
                    if self.script != script || self.buffer.len() >= MAX_WORD {
                        self.flush(&mut each);
                        self.script = script;
                        self.start = offset + at;
                    } else if apostrophe {
                        self.buffer.push('\'');
                    }
                    apostrophe = false;
                    push_lower(c, &mut self.buffer);
                    self.letters += 1;
                    self.end = offset + at + c.len_utf8();
                }
                Kind::Mark if !self.buffer.is_empty() => {
                    self.mark(c);
                    self.end = offset + at + c.len_utf8();
                }
                Kind::Ignored | Kind::Mark => {}
                Kind::Apostrophe if !apostrophe && !self.buffer.is_empty() => apostrophe = true,
                Kind::Apostrophe | Kind::Other => {
                    apostrophe = false;
                    self.flush(&mut each);
                }
            }
        }
        self.flush(&mut each);
    }

    /// Adds a mark: composed with the letter before it where Unicode has the whole (NFC), by itself elsewhere.
    fn mark(&mut self, c: char) {
        if matches!(c, '\u{200C}' | '\u{200D}') || self.buffer.len() >= 2 * MAX_WORD {
            return;
        }
        if let Some(last) = self.buffer.last_mut()
            && let Some(whole) = compose(*last, c)
        {
            *last = whole;
        } else if c != '\u{307}' {
            self.buffer.push(c);
        }
    }

    /// Ends the word if there is one.
    #[inline]
    fn flush(&mut self, each: &mut impl FnMut(&Word<'_>)) {
        if self.buffer.is_empty() {
            return;
        }
        if self.script != Script::NONE {
            each(&Word {
                script: self.script,
                start: self.start,
                end: self.end,
                letters: self.letters,
                folded: &self.buffer,
            });
        }
        self.buffer.clear();
        self.script = Script::NONE;
        self.letters = 0;
    }
}

const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

#[inline]
fn step(hash: u64, c: char) -> u64 {
    let mixed = (hash ^ u64::from(c as u32)).wrapping_mul(MULTIPLIER);
    mixed ^ (mixed >> 29)
}

#[inline]
fn finish(hash: u64) -> u64 {
    hash.wrapping_mul(MULTIPLIER)
}

/// Calls `each` with the hash of every feature of a word.
#[allow(dead_code, reason = "the trainer calls it")]
pub(crate) fn hashes(word: &Word<'_>, each: impl FnMut(u64)) {
    let mut found = [0; ROOM];
    let count = put_hashes(word, &mut found);
    found[..count].iter().copied().for_each(each);
}

/// Places that [`put_hashes`] writes to at most.
pub(crate) const ROOM: usize = MOST_FEATURES + MAX_GRAM;

/// Puts the hash of every feature of a word into `into`, which has [`ROOM`] places, and returns their number.
///
/// At every letter as many n-grams are put as there may be, and those that reach beyond the word are written over by the
/// next: how long a word is cannot be foreseen, and wrong guesses of the processor cost more than a few hashes.
pub(crate) fn put_hashes(word: &Word<'_>, into: &mut [u64]) -> usize {
    let length = word.folded.len().min(MOST_LETTERS);
    let folded = &word.folded[..length];
    let mut bounded = ['$'; MOST_LETTERS + 2 + MAX_GRAM];
    bounded[0] = '^';
    bounded[1..=length].copy_from_slice(folded);
    let mut count = 0;
    if word.script.is_unspaced() {
        for start in 0..length {
            put(7, &bounded[1 + start..][..MAX_UNSPACED_GRAM], &mut into[count..]);
            count += MAX_UNSPACED_GRAM.min(length - start);
        }
        return count;
    }
    // The boundary alone is no feature, at neither end.
    put(step(7, '^'), &bounded[1..MAX_GRAM], into);
    count += (MAX_GRAM - 1).min(length + 1);
    for start in 1..=length {
        put(7, &bounded[start..][..MAX_GRAM], &mut into[count..]);
        count += MAX_GRAM.min(length + 2 - start);
    }
    if WHOLE_WORD.contains(&length) {
        into[count] = finish(folded.iter().fold(99, |hash, &c| step(hash, c)));
        count += 1;
    }
    count
}

/// Puts the hashes of all beginnings of `gram` into `into`.
#[inline]
fn put(mut hash: u64, gram: &[char], into: &mut [u64]) {
    for (&c, place) in gram.iter().zip(into) {
        hash = step(hash, c);
        *place = finish(hash);
    }
}

/// Where a feature's row lies in a table of `slots` rows, and the tag that tells it from others of the same place; never 0.
#[inline]
pub(crate) fn place(hash: u64, slots: u32) -> (u32, u8) {
    let slot = (((hash >> 32) * u64::from(slots)) >> 32) as u32;
    (slot, ((hash >> 16) as u8).max(1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn drawn(text: &str) -> String {
        let mut out = Vec::new();
        Words::default().each(text, 0, |word| {
            assert!(text.is_char_boundary(word.start) && text.is_char_boundary(word.end));
            out.push(word.folded.iter().collect::<String>());
        });
        out.join("|")
    }

    #[test]
    fn words_are_folded() {
        for (text, want) in [
            ("Hello, World-wide", "hello|world|wide"),
            ("Oʻzbekiston o‘g‘il g'oya'", "o'zbekiston|o'g'il|g'oya"),
            ("İstanbul ISPARTA", "istanbul|isparta"),
            ("Cafe\u{301} Café", "café|café"),
            ("كِتَابٌ كتـاب", "كتاب|كتاب"),
            ("नमस्ते दुनिया", "नमस्ते|दुनिया"),
            ("abcкпр", "abc|кпр"),
            ("a1b", "a|b"),
            ("东京は", "东京は"),
            ("42 — !", ""),
        ] {
            assert_eq!(drawn(text), want);
        }
    }

    #[test]
    fn a_run_without_end_is_cut() {
        assert_eq!(drawn(&"ab".repeat(100)).split('|').count(), 200 / MAX_WORD + 1);
    }

    #[test]
    fn features_are_all_ngrams_and_the_word() {
        let count = |text: &str| {
            let mut n = 0;
            Words::default().each(text, 0, |word| hashes(word, |_| n += 1));
            n
        };
        // ^ab$: a b ^a ab b$ $ ^ab ab$ ^ab$; the boundary alone at the end is kept out.
        assert_eq!(count("ab"), 8);
        assert_eq!(count("中文"), 3);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn words_run_forward_and_never_overlap(text in "\\PC{0,80}") {
            let mut last = 0;
            Words::default().each(&text, 0, |word| {
                assert!(word.start >= last && word.end > word.start && word.end <= text.len());
                last = word.end;
                hashes(word, |hash| assert!(place(hash, 1000).0 < 1000));
            });
        }
    }
}
