//! Terms: what sentences are compared by. Stems where words are spaced, pairs of characters where they are not.

use super::fold::{Stem, stem_hash};
use super::letter::{is_alphanumeric, is_spaced_letter};
use super::script::{is_extending, is_joiner, is_unspaced};
use crate::article::Language;

/// A word, or a pair of neighbouring characters of an unspaced script, as scoring sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// Hash of the stem: the first five code points of the folded word, or the two characters.
    pub hash: u64,
    /// Byte at which it starts.
    pub start: u32,
    /// Byte at which it ends.
    pub end: u32,
    /// Characters of the word without joiners, 255 at most.
    pub letters: u8,
    /// Its first letter is a capital.
    pub capital: bool,
    /// It holds a digit.
    pub digit: bool,
}

/// Appends the terms of `text` to `out`, in order.
///
/// Words are runs of letters, marks and digits: `l'eau` is two. The scripts, not `language`, decide where pairs of
/// characters stand in for words, so that a Chinese name in an English text is found again.
pub fn terms(text: &str, _language: &Language, out: &mut Vec<Term>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_alphanumeric() {
            at = word(text, at, out);
        } else if byte.is_ascii() {
            at += 1;
        } else {
            let c = char_at(text, at);
            if is_spaced_letter(c) {
                at = word(text, at, out);
            } else if is_unspaced(c) {
                at = pairs(text, at, out);
            } else if is_alphanumeric(c) {
                at = word(text, at, out);
            } else {
                at += c.len_utf8();
            }
        }
    }
}

fn char_at(text: &str, at: usize) -> char {
    text[at..].chars().next().unwrap_or('\0')
}

/// Reads the spaced word at `start`; returns its end.
fn word(text: &str, start: usize, out: &mut Vec<Term>) -> usize {
    let bytes = text.as_bytes();
    let mut digit = false;
    let mut at = start;
    while at < bytes.len() && bytes[at].is_ascii_alphanumeric() {
        digit |= bytes[at].is_ascii_digit();
        at += 1;
    }
    let mut letters = at - start;
    if at < bytes.len() && !bytes[at].is_ascii() {
        for c in text[at..].chars() {
            if is_spaced_letter(c) {
                letters += 1;
            } else if is_extending(c) {
                letters += usize::from(!is_joiner(c));
            } else if is_alphanumeric(c) && !is_unspaced(c) {
                digit |= c.is_numeric();
                letters += 1;
            } else {
                break;
            }
            at += c.len_utf8();
        }
    }
    let capital = match bytes[start] {
        byte if byte.is_ascii() => byte.is_ascii_uppercase(),
        _ => char_at(text, start).is_uppercase(),
    };
    out.push(Term {
        hash: stem_hash(&text[start..at]),
        start: start as u32,
        end: at as u32,
        letters: letters.min(255) as u8,
        capital,
        digit,
    });
    at
}

/// A character of an unspaced script with its marks, or two of them.
#[derive(Clone, Copy)]
struct Unit {
    start: usize,
    stem: Stem,
    letters: u8,
}

impl Unit {
    fn push(&mut self, c: char) {
        self.stem.push(c);
        self.letters = self.letters.saturating_add(1);
    }

    fn term(self, end: usize) -> Term {
        Term {
            hash: self.stem.finish(),
            start: self.start as u32,
            end: end as u32,
            letters: self.letters,
            capital: false,
            digit: false,
        }
    }
}

/// Reads the run of unspaced characters at `start`; returns its end. A character that stands alone is a term too.
fn pairs(text: &str, start: usize, out: &mut Vec<Term>) -> usize {
    let mut pair: Option<Unit> = None;
    let mut single: Option<Unit> = None;
    let mut at = start;
    for c in text[start..].chars() {
        if is_unspaced(c) {
            out.extend(pair.map(|unit| unit.term(at)));
            pair = single;
            single = Some(Unit {
                start: at,
                stem: Stem::default(),
                letters: 0,
            });
        } else if !is_extending(c) {
            break;
        }
        if !is_joiner(c) {
            for unit in [&mut pair, &mut single].into_iter().flatten() {
                unit.push(c);
            }
        }
        at += c.len_utf8();
    }
    out.extend(pair.or(single).map(|unit| unit.term(at)));
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<Term> {
        let mut out = Vec::new();
        terms(text, &Language::UND, &mut out);
        out
    }

    #[test]
    fn a_word_is_one_term_with_its_looks() {
        let out = found("The 21st l'Eau, e\u{301}té");
        let looks: Vec<_> = out
            .iter()
            .map(|t| (t.start, t.letters, t.capital, t.digit))
            .collect();
        assert_eq!(
            looks,
            [
                (0, 3, true, false),
                (4, 4, false, true),
                (9, 1, false, false),
                (11, 3, true, false),
                (16, 4, false, false)
            ]
        );
    }

    #[test]
    fn inflected_and_capitalised_forms_share_a_term() {
        let out = found("Канал каналы каналами канат");
        assert_eq!(out[0].hash, out[1].hash);
        assert_eq!(out[0].hash, out[2].hash);
        assert_ne!(out[0].hash, out[3].hash);
    }

    #[test]
    fn unspaced_scripts_give_pairs_of_characters() {
        let starts = |text: &str| found(text).iter().map(|t| t.start).collect::<Vec<_>>();
        assert_eq!(starts("今日中"), [0, 3]);
        assert_eq!(starts("中"), [0]);
        assert_eq!(starts("今日sun日、中"), [0, 6, 9, 15]);
        assert_eq!(found("今日")[0].hash, found("、今日。")[0].hash);
        assert_eq!(starts("กำลัง"), [0, 3, 6], "marks stay with their letter");
    }

    #[test]
    fn a_term_ends_where_its_word_or_its_second_character_does() {
        let pieces = |text: &'static str| {
            let pieces = found(text)
                .into_iter()
                .map(|t| &text[t.start as usize..t.end as usize]);
            pieces.collect::<Vec<_>>()
        };
        assert_eq!(
            pieces("The e\u{301}te\u{301} 21st."),
            ["The", "e\u{301}te\u{301}", "21st"]
        );
        assert_eq!(pieces("今日中sun"), ["今日", "日中", "sun"]);
        assert_eq!(pieces("中。"), ["中"]);
    }

    proptest! {
        #[test]
        fn terms_come_in_order_on_character_boundaries(text in "[\\PC\\n]{0,60}") {
            let out = found(&text);
            prop_assert!(out.is_sorted_by(|a, b| a.start < b.start));
            prop_assert!(out.iter().all(|t| t.start < t.end && text.get(t.start as usize..t.end as usize).is_some()));
        }
    }
}
