//! Glossaries and the rule `term`: words of a glossary are translated as it says, and forbidden words are not used. [`read()`] reads
//! TSV and TBX; an index by the first word keeps large glossaries cheap.

mod find;
mod read;
mod tbx;

use rustc_hash::FxHashMap;

use super::habits::Habits;
use super::side::Side;
use super::text::Text;
use super::{Findings, Rule};
use crate::article::{Language, Span};
use crate::bilingual::Content;
use find::{Folded, key};

pub use read::{GlossaryError, read};

/// An entry of a glossary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The term in the source; empty if the forbidden words are to be kept out whatever the source says.
    pub source: String,
    /// Its translations: one of them is to be used.
    pub targets: Vec<String>,
    /// Words that are not to be used for it.
    pub forbidden: Vec<String>,
}

/// Entries of one pair of languages, with an index of the words that they begin with.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    entries: Vec<Entry>,
    /// Entries by the key of their source.
    sources: FxHashMap<String, Vec<usize>>,
    /// Forbidden words that no source asks for, by their key: entry, and place among its words.
    banned: FxHashMap<String, Vec<(usize, usize)>>,
}

impl Terms {
    /// Indexes entries.
    pub fn new(entries: Vec<Entry>) -> Self {
        let mut terms = Self::default();
        for (place, entry) in entries.iter().enumerate() {
            if let Some(key) = key(&entry.source) {
                terms.sources.entry(key).or_default().push(place);
                continue;
            }
            for (which, word) in entry.forbidden.iter().enumerate() {
                if let Some(key) = key(word) {
                    terms.banned.entry(key).or_default().push((place, which));
                }
            }
        }
        terms.entries = entries;
        terms
    }

    /// The entries.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The numbers of the entries whose term stands in a source, in the order of the text, each once.
    pub fn occurring(&self, source: &Content, language: &Language) -> Vec<usize> {
        let text = Text::of(source);
        let side = Side::new(&text, Habits::of(language));
        let places = self.places(&Folded::new(&side));
        places.into_iter().map(|(place, _)| place).collect()
    }

    /// The entries whose term stands in a side, with the first place of each.
    fn places(&self, side: &Folded<'_, '_>) -> Vec<(usize, Span)> {
        let mut places: Vec<(usize, Span)> = Vec::new();
        side.each_start(|start, key| {
            for &place in self.sources.get(key).into_iter().flatten() {
                let known = places.iter().any(|(other, _)| *other == place);
                if !known
                    && places.len() < MOST_ENTRIES
                    && let Some(span) = side.at(start, &self.entries[place].source)
                {
                    places.push((place, span));
                }
            }
        });
        places
    }
}

/// Glossaries of a job: entries for every pair of languages, or for one.
#[derive(Clone, Debug, Default)]
pub struct Glossary {
    groups: Vec<Group>,
}

/// Entries of one file and one pair of languages.
#[derive(Clone, Debug)]
struct Group {
    /// The languages; a table whose head names none is for all.
    languages: Option<(Language, Language)>,
    entries: Vec<Entry>,
}

impl Glossary {
    /// Adds entries, for one pair of languages or for all.
    pub fn add(&mut self, languages: Option<(Language, Language)>, entries: Vec<Entry>) {
        self.groups.push(Group { languages, entries });
    }

    /// Adds what another glossary has.
    pub fn append(&mut self, mut other: Self) {
        self.groups.append(&mut other.groups);
    }

    /// The entries that hold for a pair of languages: `en` serves `en-GB`.
    pub fn terms(&self, source: &Language, target: &Language) -> Terms {
        let serves = |group: &&Group| {
            group
                .languages
                .as_ref()
                .is_none_or(|(own_source, own_target)| own_source.serves(source) && own_target.serves(target))
        };
        let mut by_source: FxHashMap<&str, usize> = FxHashMap::default();
        let mut out: Vec<Entry> = Vec::new();
        for entry in self.groups.iter().filter(serves).flat_map(|group| &group.entries) {
            let place = *by_source.entry(entry.source.as_str()).or_insert(out.len());
            if place == out.len() {
                out.push(entry.clone());
            } else {
                out[place].targets.extend(entry.targets.iter().cloned());
                out[place].forbidden.extend(entry.forbidden.iter().cloned());
            }
        }
        Terms::new(out)
    }
}

/// Entries looked at in one pair: a sentence has no more terms.
const MOST_ENTRIES: usize = 500;

pub(super) fn check(source: &Side, target: &Side, terms: &Terms, found: &mut Findings) {
    if terms.is_empty() || !found.wants(Rule::Term) {
        return;
    }
    let (ours, theirs) = (Folded::new(source), Folded::new(target));
    let places = terms.places(&ours);
    for (place, span) in places {
        let entry = &terms.entries[place];
        let wrong = entry
            .forbidden
            .iter()
            .find_map(|word| theirs.find(word).map(|at| (word, at)));
        if let Some((word, at)) = wrong {
            let instead = entry
                .targets
                .first()
                .map_or(String::new(), |term| format!("; the glossary has \"{term}\""));
            found.add(
                Rule::Term,
                Some(span),
                Some(at),
                format!("\"{word}\" is not to be used{instead}"),
            );
        } else if !entry.targets.is_empty() && !entry.targets.iter().any(|term| theirs.uses(term)) {
            let wanted = entry.targets.join("\" or \"");
            found.add(
                Rule::Term,
                Some(span),
                None,
                format!("the glossary has \"{wanted}\" for \"{}\"", entry.source),
            );
        }
    }
    banned(&theirs, terms, found);
}

/// Words that are forbidden whatever the source says.
fn banned(theirs: &Folded, terms: &Terms, found: &mut Findings) {
    if terms.banned.is_empty() {
        return;
    }
    theirs.each_start(|start, key| {
        for &(place, which) in terms.banned.get(key).into_iter().flatten() {
            let word = &terms.entries[place].forbidden[which];
            if let Some(span) = theirs.at(start, word) {
                found.add(
                    Rule::Term,
                    None,
                    Some(span),
                    format!("\"{word}\" is not to be used"),
                );
            }
        }
    });
}
