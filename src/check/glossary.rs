//! The rule `term`: words of a glossary are translated as it says, and forbidden words are not used. Read from TSV or TBX.

use super::side::Side;
use super::{Findings, Rule};
use crate::article::Span;

/// An entry of a glossary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The term in the source; empty if `forbidden` is to be kept out whatever the source says.
    pub source: String,
    /// Its translations: one of them is to be used.
    pub targets: Vec<String>,
    /// Words that are not to be used for it.
    pub forbidden: Vec<String>,
}

pub(super) fn check(source: &Side, target: &Side, entries: &[Entry], found: &mut Findings) {
    if entries.is_empty() || !found.wants(Rule::Term) {
        return;
    }
    let (ours, theirs) = (Folded::new(source), Folded::new(target));
    for entry in entries {
        let place = if entry.source.is_empty() {
            None
        } else {
            ours.find(&entry.source, Match::Source)
        };
        if place.is_none() && !entry.source.is_empty() {
            continue;
        }
        let used = entry
            .targets
            .iter()
            .any(|term| theirs.find(term, Match::Target).is_some());
        if let Some(word) = entry
            .forbidden
            .iter()
            .find_map(|word| theirs.find(word, Match::Source).map(|span| (word, span)))
        {
            let instead = entry
                .targets
                .first()
                .map_or(String::new(), |term| format!("; the glossary has \"{term}\""));
            found.add(
                Rule::Term,
                place,
                Some(word.1),
                format!("\"{}\" is not to be used{instead}", word.0),
            );
        } else if !used && !entry.targets.is_empty() {
            let wanted = entry.targets.join("\" or \"");
            found.add(
                Rule::Term,
                place,
                None,
                format!("the glossary has \"{wanted}\" for \"{}\"", entry.source),
            );
        }
    }
}

/// How closely a term is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Match {
    /// The words one after the other, with short endings.
    Source,
    /// The words in any order and inflected: three quarters of each are enough.
    Target,
}

/// The words of a side in the form in which they are compared.
struct Folded<'s, 't> {
    side: &'s Side<'t>,
    words: Vec<String>,
    unspaced: bool,
}

/// Letters that an inflected form may have behind the term's own.
const ENDING: usize = 4;

impl<'s, 't> Folded<'s, 't> {
    fn new(side: &'s Side<'t>) -> Self {
        let words = side
            .words
            .iter()
            .map(|word| crate::words::fold(side.of(word)).into_owned())
            .collect();
        Self {
            side,
            words,
            unspaced: side.habits.is_unspaced(),
        }
    }

    /// The place of a term.
    fn find(&self, term: &str, how: Match) -> Option<Span> {
        if self.unspaced || term.chars().any(is_dense) {
            let at = self.side.prose.find(term.trim())?;
            return Some(Span::new(at, at + term.trim().len()));
        }
        let wanted: Vec<String> = term
            .split(|c: char| !c.is_alphanumeric() && !crate::words::is_extending(c))
            .filter(|word| !word.is_empty())
            .map(|word| crate::words::fold(word).into_owned())
            .collect();
        if wanted.is_empty() {
            return None;
        }
        match how {
            Match::Source => self.in_order(&wanted),
            Match::Target => self.anywhere(&wanted),
        }
    }

    fn in_order(&self, wanted: &[String]) -> Option<Span> {
        let fits = |word: &String, want: &String| {
            word.strip_prefix(want.as_str()).is_some_and(|ending| {
                let letters = ending.chars().count();
                letters == 0 || want.chars().count() >= 3 && letters <= ENDING.min(want.chars().count())
            })
        };
        let at = self
            .words
            .windows(wanted.len())
            .position(|words| words.iter().zip(wanted).all(|(word, want)| fits(word, want)))?;
        let (first, last) = (
            self.side.words[at].span,
            self.side.words[at + wanted.len() - 1].span,
        );
        Some(Span {
            start: first.start,
            end: last.end,
        })
    }

    fn anywhere(&self, wanted: &[String]) -> Option<Span> {
        let mut place = None;
        for want in wanted {
            let count = want.chars().count();
            // Articles and prepositions are inflected away.
            if count <= 2 && wanted.len() > 1 {
                continue;
            }
            let stem: String = want.chars().take((count * 3).div_ceil(4).max(3)).collect();
            // Prefixes and the first parts of compounds may stand before a stem that is long enough to tell.
            let at = self
                .words
                .iter()
                .position(|word| word.starts_with(&stem) || count >= 4 && word.contains(stem.as_str()))?;
            place = place.or(Some(self.side.words[at].span));
        }
        place
    }
}

/// Whether a character stands in text without spaces around words.
fn is_dense(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}')
}
