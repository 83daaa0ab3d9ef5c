//! What is kept of an article to compare it with others: some kilobytes, whatever its length.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::keys;
use crate::article::Language;
use crate::words::{Term, terms};

/// Code points of the text that count as its opening. News tells there what happened.
const OPENING: usize = 300;
/// Code points after the opening that are read. What is told later is background, which other stories share.
const BODY: usize = 4_000;

/// What an occurrence counts in the title, the opening and the rest, in halves.
const TITLE: u16 = 6;
const LEAD: u16 = 4;
const REST: u16 = 1;

/// An article to be grouped.
#[derive(Clone, Copy, Debug)]
pub struct GroupInput<'a> {
    /// Its headline.
    pub title: Option<&'a str>,
    /// Its text.
    pub text: &'a str,
    /// Its language: articles are compared by their words with those of the same language alone.
    pub language: &'a Language,
    /// Its date, ISO 8601; what cannot be read counts as none.
    pub date: Option<&'a str>,
}

/// What an entry of a profile stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word, or two neighbouring characters in scripts without spaces.
    Word,
    /// A word that is mostly written with a capital inside sentences.
    Name,
    /// A word with a digit.
    Number,
    /// Two neighbouring words of the title or the opening.
    Pair,
}

/// A term of an article.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) hash: u32,
    /// Occurrences, weighted by where they stand, in halves.
    pub(super) halves: u16,
    pub(super) kind: Kind,
}

/// What an article is compared by.
#[derive(Clone, Debug)]
pub struct Profile {
    language: Language,
    date: Option<Date>,
    /// Ascending by hash.
    pub(super) entries: Box<[Entry]>,
    /// Names and numbers in a form that languages share, ascending.
    pub(super) keys: Box<[u32]>,
}

#[derive(Default)]
struct Tally {
    halves: u32,
    /// Occurrences inside sentences, and those of them with a capital.
    inside: u32,
    capitals: u32,
    number: bool,
    pair: bool,
}

impl Profile {
    /// Reads an article.
    pub fn of(input: &GroupInput<'_>) -> Self {
        let opening = cut(input.text, OPENING);
        let (lead, rest) = input.text.split_at(opening);
        let rest = &rest[..cut(rest, BODY)];
        let mut tallies: FxHashMap<u32, Tally> = FxHashMap::default();
        let mut found = Vec::new();
        for (text, weight) in [
            (input.title.unwrap_or_default(), TITLE),
            (lead, LEAD),
            (rest, REST),
        ] {
            found.clear();
            terms(text, input.language, &mut found);
            count(text, &found, weight, &mut tallies);
        }
        let mut entries: Vec<Entry> = tallies
            .into_iter()
            .map(|(hash, tally)| tally.entry(hash))
            .collect();
        entries.sort_unstable_by_key(|entry| entry.hash);
        let title = input.title.unwrap_or_default();
        Self {
            language: input.language.bare(),
            date: input.date.and_then(day),
            entries: entries.into(),
            keys: keys::of(&[title, lead, rest]),
        }
    }

    pub(super) fn date(&self) -> Option<Date> {
        self.date
    }

    pub(super) fn language(&self) -> &Language {
        &self.language
    }
}

impl Tally {
    fn entry(self, hash: u32) -> Entry {
        let kind = if self.pair {
            Kind::Pair
        } else if self.number {
            Kind::Number
        } else if self.capitals * 2 > self.inside {
            Kind::Name
        } else {
            Kind::Word
        };
        let halves = u16::try_from(self.halves).unwrap_or(u16::MAX);
        Entry { hash, halves, kind }
    }
}

/// The byte after the first `characters` code points.
fn cut(text: &str, characters: usize) -> usize {
    text.char_indices()
        .nth(characters)
        .map_or(text.len(), |(at, _)| at)
}

/// The day of an ISO 8601 date or time.
fn day(date: &str) -> Option<Date> {
    date.get(..10)?.parse().ok()
}

/// Counts the terms of a piece of text, and its pairs unless it is the rest.
fn count(text: &str, found: &[Term], weight: u16, tallies: &mut FxHashMap<u32, Tally>) {
    let mut end = 0;
    let mut before: Option<u64> = None;
    for term in found {
        let start = term.start as usize;
        let inside = end > 0 && !opens_sentence(&text[end..start]);
        let tally = tallies.entry(narrow(term.hash)).or_default();
        tally.halves += u32::from(weight);
        tally.inside += u32::from(inside);
        tally.capitals += u32::from(inside && term.capital && term.letters > 2);
        tally.number |= term.digit;
        if let Some(before) = before.replace(term.hash)
            && weight != REST
        {
            let pair = (before.rotate_left(5) ^ term.hash).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let tally = tallies.entry(narrow(pair)).or_default();
            tally.halves += u32::from(weight);
            tally.pair = true;
        }
        end = start + text[start..].chars().next().map_or(0, char::len_utf8);
    }
}

/// Half of a hash: articles have some hundreds of terms, so that two of them seldom fall together.
fn narrow(hash: u64) -> u32 {
    (hash ^ (hash >> 32)) as u32
}

/// Whether a sentence, or a quotation in it, may begin after `gap`: the text since the first letter of the word before.
fn opens_sentence(gap: &str) -> bool {
    gap.chars().any(|c| {
        matches!(
            c,
            '.' | '!' | '?' | '…' | ':' | '\n' | '“' | '"' | '«' | '„' | '—'
        )
    })
}

/// The articles of each language, in order of appearance.
pub(super) fn by_language(articles: &[Profile]) -> Vec<Vec<u32>> {
    let mut places: FxHashMap<&Language, usize> = FxHashMap::default();
    let mut languages: Vec<Vec<u32>> = Vec::new();
    for (at, article) in articles.iter().enumerate() {
        let fresh = languages.len();
        let place = *places.entry(article.language()).or_insert(fresh);
        if place == fresh {
            languages.push(Vec::new());
        }
        languages[place].push(at as u32);
    }
    languages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_sentence_openings() {
        let language = Language::UND;
        let text = "Ferries stop. Ferries to Harl and to Harl stop on 12 May.";
        let profile = Profile::of(&GroupInput {
            title: None,
            text,
            language: &language,
            date: None,
        });
        let kind = |word: &str| {
            let mut found = Vec::new();
            terms(word, &language, &mut found);
            let hash = narrow(found[0].hash);
            profile
                .entries
                .iter()
                .find(|entry| entry.hash == hash)
                .map(|entry| entry.kind)
        };
        assert_eq!(kind("Harl"), Some(Kind::Name));
        assert_eq!(kind("ferries"), Some(Kind::Word));
        assert_eq!(kind("12"), Some(Kind::Number));
    }
}
