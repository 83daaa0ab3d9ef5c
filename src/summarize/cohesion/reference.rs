//! Pronouns among the first words of a sentence that mean someone of the sentence before: "People who visit him are surprised".
//!
//! An opening alone does not show them. Only words are looked at, not grammar, so that a sentence found here may lean on the one
//! before it and need not: a name in front of the pronoun may be who is meant.

use super::{is_letter, openings};

/// Words in which a pronoun as subject is looked for: behind a few words of time or place.
const SUBJECT_WORDS: usize = 9;

/// Marks that a quotation opens and ends with.
const QUOTES: [char; 10] = ['"', '“', '”', '„', '«', '»', '‘', '’', '「', '」'];

/// Words in which one as object is looked for: what comes later may mean a person of this sentence.
const OBJECT_WORDS: usize = 6;

/// What of a language is looked for; each list is sorted.
#[derive(Clone, Copy)]
pub(super) struct Pronouns<'a> {
    pub(super) objects: &'a [&'static str],
    pub(super) subjects: &'a [&'static str],
    /// Words that a subject of nobody opens with: "il faut".
    pub(super) free: &'a [&'static str],
    /// Not names alone are written with a capital letter.
    pub(super) capital_nouns: bool,
}

impl Pronouns<'_> {
    /// The pronoun by which the first words of a sentence refer to the one before it; `folded` is its beginning in the form of the
    /// lists.
    pub(super) fn refer_back(self, sentence: &str, folded: &str) -> Option<&'static str> {
        if self.objects.is_empty() && self.subjects.is_empty() {
            return None;
        }
        // Behind a quotation stands who said it, however long it is.
        let most = if sentence.starts_with(QUOTES) {
            usize::MAX
        } else {
            SUBJECT_WORDS
        };
        let (mut clause, mut begun) = (false, false);
        let mut rest = folded;
        for (index, word) in sentence.split_whitespace().enumerate().take(most) {
            let from = rest.trim_start();
            let (lower, after) = from.split_at(from.find(char::is_whitespace).unwrap_or(from.len()));
            rest = after;
            let bare = lower.trim_matches(|c| !is_letter(c));
            if begun {
                let name = word
                    .chars()
                    .find(|c| is_letter(*c))
                    .is_some_and(char::is_uppercase);
                if name && !self.capital_nouns && !is_i(bare) {
                    return None;
                }
                let listed = |list: &[&'static str]| list.binary_search(&bare).ok().map(|at| list[at]);
                let object = listed(self.objects).filter(|_| index < OBJECT_WORDS);
                let subject =
                    || listed(self.subjects).filter(|_| clause && openings(self.free, from).next().is_none());
                if let Some(pronoun) = object.or_else(subject) {
                    return Some(pronoun);
                }
            }
            let number = !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit());
            clause = number || word.ends_with([',', '،']) || begun && word.ends_with(QUOTES);
            begun |= !bare.is_empty();
        }
        None
    }
}

/// "I", "I'm": a capital letter that is no name.
fn is_i(word: &str) -> bool {
    word == "i" || word.starts_with("i'")
}
