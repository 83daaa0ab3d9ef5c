//! Terms in texts: in the source as they stand, with short endings; in the translation inflected as its language asks for.

use crate::article::Span;
use crate::check::side::Side;
use crate::words::{fold, is_extending};

/// The words of a side in the form in which they are compared.
#[derive(Debug)]
pub(super) struct Folded<'s, 't> {
    side: &'s Side<'t>,
    words: Vec<String>,
}

/// Where a term may begin: a word, or a byte of text without spaces.
#[derive(Clone, Copy, Debug)]
pub(super) enum Start {
    Word(usize),
    Byte(usize),
}

/// Letters that an inflected form may have behind the term's own.
const ENDING: usize = 4;
/// Letters of the first word that make the key of a term.
const KEY: usize = 3;

/// Whether a character stands in text without spaces around words.
fn is_dense(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}')
}

/// The words of a term, folded.
fn split(term: &str) -> Vec<String> {
    let words = term
        .split(|c: char| !c.is_alphanumeric() && !is_extending(c))
        .filter(|word| !word.is_empty());
    words.map(|word| fold(word).into_owned()).collect()
}

/// What a term is looked up by; `None` if it has no letters.
pub(super) fn key(term: &str) -> Option<String> {
    let term = term.trim();
    if term.chars().any(is_dense) {
        return term.chars().next().map(String::from);
    }
    split(term).first().map(|word| word.chars().take(KEY).collect())
}

impl<'s, 't> Folded<'s, 't> {
    pub(super) fn new(side: &'s Side<'t>) -> Self {
        let words = side
            .words
            .iter()
            .map(|word| fold(side.of(word)).into_owned())
            .collect();
        Self { side, words }
    }

    /// Calls `take` for every place where a term may begin, with the key of what stands there.
    pub(super) fn each_start(&self, mut take: impl FnMut(Start, &str)) {
        let mut key = String::new();
        for (place, word) in self.words.iter().enumerate() {
            key.clear();
            key.extend(word.chars().take(KEY));
            take(Start::Word(place), &key);
        }
        for (at, c) in self.side.prose.char_indices().filter(|(_, c)| is_dense(*c)) {
            key.clear();
            key.push(c);
            take(Start::Byte(at), &key);
        }
    }

    /// The place of a term that begins at `start`.
    pub(super) fn at(&self, start: Start, term: &str) -> Option<Span> {
        let term = term.trim();
        match start {
            Start::Byte(at) => self.side.prose[at..]
                .starts_with(term)
                .then(|| Span::new(at, at + term.len())),
            Start::Word(place) => self.words_at(place, &split(term)),
        }
    }

    fn words_at(&self, place: usize, wanted: &[String]) -> Option<Span> {
        let words = self
            .words
            .get(place..place + wanted.len())
            .filter(|words| !words.is_empty())?;
        let fits = |word: &String, want: &String| {
            word.strip_prefix(want.as_str()).is_some_and(|ending| {
                let (own, more) = (want.chars().count(), ending.chars().count());
                more == 0 || own >= KEY && more <= ENDING.min(own)
            })
        };
        if !words.iter().zip(wanted).all(|(word, want)| fits(word, want)) {
            return None;
        }
        let (first, last) = (
            self.side.words[place].span,
            self.side.words[place + wanted.len() - 1].span,
        );
        Some(Span {
            start: first.start,
            end: last.end,
        })
    }

    /// The first place of a word or a row of words.
    pub(super) fn find(&self, term: &str) -> Option<Span> {
        let term = term.trim();
        if term.chars().any(is_dense) {
            return self
                .side
                .prose
                .find(term)
                .map(|at| Span::new(at, at + term.len()));
        }
        let wanted = split(term);
        (0..self.words.len()).find_map(|place| self.words_at(place, &wanted))
    }

    /// Whether the words of a term are used, in any order and inflected: three quarters of each are enough.
    pub(super) fn uses(&self, term: &str) -> bool {
        let term = term.trim();
        if term.chars().any(is_dense) {
            return self.side.prose.contains(term);
        }
        let wanted = split(term);
        // Articles and prepositions are inflected away.
        let told = wanted
            .iter()
            .filter(|word| word.chars().count() > 2 || wanted.len() == 1);
        told.into_iter().all(|want| {
            let count = want.chars().count();
            let stem: String = want.chars().take((count * 3).div_ceil(4).max(KEY)).collect();
            // Prefixes and the first parts of compounds may stand before a stem that is long enough to tell.
            self.words
                .iter()
                .any(|word| word.starts_with(&stem) || count > KEY && word.contains(stem.as_str()))
        })
    }
}
