//! What is known of words in a language: abbreviations with their class, words that open sentences, words that follow ordinals.
//!
//! The tables are text inside the program, indexed once at first use (under half a millisecond).

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::options::ProjectRules;
use crate::article::Language;

const ABBREVIATIONS: &str = include_str!("data/abbreviations.tsv");
const STARTERS: &str = include_str!("data/starters.tsv");
const FOLLOWERS: &str = include_str!("data/ordinal-followers.tsv");

/// The classes of an abbreviation; it can have several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes(u8);

impl Classes {
    /// A name follows: `Dr.`, `ул.`
    pub(super) const TITLE: Self = Self(1);
    /// A number follows: `No.`, `стр.`
    pub(super) const NUMBER: Self = Self(2);
    /// It can stand at the end of a sentence: `etc.`, `Inc.`
    pub(super) const FINAL: Self = Self(4);
    /// It closes a series (`etc.`), so that a capital after it opens a sentence.
    pub(super) const SERIES: Self = Self(32);
    /// A month or a day of the week.
    pub(super) const DATE: Self = Self(8);
    /// It stands inside a sentence: `e.g.`
    pub(super) const INNER: Self = Self(16);

    pub(super) fn bits(self) -> u8 {
        self.0
    }

    pub(super) fn has(self, class: Self) -> bool {
        self.0 & class.0 != 0
    }

    /// Both.
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn read(names: &str) -> Self {
        Self(names.split(',').fold(0, |sum, name| {
            sum | match name {
                "title" => Self::TITLE.0,
                "number" => Self::NUMBER.0,
                "final" => Self::FINAL.0,
                "series" => Self::SERIES.0,
                "date" => Self::DATE.0,
                _ => Self::INNER.0,
            }
        }))
    }
}

type Words = FxHashSet<&'static str>;

/// The tables of all languages.
#[derive(Default)]
struct Tables {
    abbreviations: FxHashMap<&'static str, FxHashMap<&'static str, Classes>>,
    /// Abbreviations of whatever language.
    anywhere: FxHashMap<&'static str, Classes>,
    starters: FxHashMap<&'static str, Words>,
    followers: FxHashMap<&'static str, Words>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables {
        starters: lists(STARTERS),
        followers: lists(FOLLOWERS),
        ..Tables::default()
    };
    for line in rows(ABBREVIATIONS) {
        let mut cells = line.split('\t');
        if let (Some(language), Some(word), Some(classes)) = (cells.next(), cells.next(), cells.next()) {
            let classes = Classes::read(classes);
            tables
                .abbreviations
                .entry(language)
                .or_default()
                .insert(word, classes);
            tables.anywhere.entry(word).or_default().0 |= classes.0;
        }
    }
    tables
});

fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

fn lists(table: &'static str) -> FxHashMap<&'static str, Words> {
    rows(table)
        .filter_map(|line| line.split_once('\t'))
        .map(|(language, words)| (language, words.split(' ').collect()))
        .collect()
}

/// The words of one language, and what the project knows of it.
#[derive(Clone, Copy)]
pub(super) struct Lexicon<'p> {
    subtag: &'p str,
    project: &'p ProjectRules,
    abbreviations: Option<&'static FxHashMap<&'static str, Classes>>,
    starters: Option<&'static Words>,
    followers: Option<&'static Words>,
}

impl<'p> Lexicon<'p> {
    pub(super) fn of(language: &'p Language, project: &'p ProjectRules) -> Self {
        let tables = &*TABLES;
        let tag = language.subtag();
        // Where a language has no table of its own its nearest written relative serves.
        let relative = match tag {
            "nn" => "nb",
            "hyw" => "hy",
            "bs" => "hr",
            other => other,
        };
        Self {
            subtag: tag,
            project,
            abbreviations: tables
                .abbreviations
                .get(tag)
                .or_else(|| tables.abbreviations.get(relative)),
            starters: tables.starters.get(tag).or_else(|| tables.starters.get(relative)),
            followers: tables
                .followers
                .get(tag)
                .or_else(|| tables.followers.get(relative)),
        }
    }

    /// The classes of `word`, which is in small letters and without its final dot.
    pub(super) fn classes(&self, word: &str) -> Classes {
        let own = self.project.classes(self.subtag, word);
        if !own.is_empty() {
            return own;
        }
        self.abbreviations
            .and_then(|table| table.get(word))
            .copied()
            .unwrap_or_default()
    }

    /// The classes of `word` in whatever language.
    pub(super) fn classes_anywhere(word: &str) -> Classes {
        TABLES.anywhere.get(word).copied().unwrap_or_default()
    }

    /// Whether `word`, in small letters, often opens a sentence.
    pub(super) fn is_starter(&self, word: &str) -> bool {
        self.starters.is_some_and(|words| words.contains(word))
    }

    /// Whether `word`, in small letters, follows an ordinal: a month, a word for century.
    pub(super) fn follows_ordinal(&self, word: &str) -> bool {
        self.followers.is_some_and(|words| words.contains(word))
    }

    /// Whether the language writes ordinals with a full stop.
    pub(super) fn has_ordinals(&self) -> bool {
        self.followers.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_in_small_letters() {
        for table in [ABBREVIATIONS, STARTERS, FOLLOWERS] {
            assert!(rows(table).is_sorted_by(|a, b| a < b));
            assert!(rows(table).all(|row| row.to_lowercase() == row));
        }
    }

    #[test]
    fn classes_are_found_by_language() {
        let project = ProjectRules::default();
        let classes = |tag, word| Lexicon::of(&Language::parse(tag).unwrap(), &project).classes(word);
        assert!(classes("en", "dr").has(Classes::TITLE));
        assert!(classes("nn", "kap").has(Classes::NUMBER));
        assert!(classes("zh", "dr").is_empty());
        assert!(Lexicon::classes_anywhere("ул").has(Classes::NUMBER));
    }
}
