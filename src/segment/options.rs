//! How finely to cut, and what a project knows about its own texts.

use std::str::FromStr;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::lexicon::Classes;
use super::srx::{SrxMode, SrxRules};
use crate::article::{Language, Span};

/// How finely to cut, and what else is known.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct SegmentOptions {
    /// Ranges that are never cut inside (inline code), in order.
    pub atoms: Vec<Span>,
    /// What a segment is.
    pub level: Level,
    /// The project's abbreviations and fixed places; shared, since every text of a run is cut by the same.
    pub project: Arc<ProjectRules>,
}

/// What a segment is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Level {
    /// A sentence.
    #[default]
    Sentence,
    /// What stands between blank lines.
    Paragraph,
    /// A line.
    Line,
}

impl FromStr for Level {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "sentence" => Ok(Self::Sentence),
            "paragraph" => Ok(Self::Paragraph),
            "line" => Ok(Self::Line),
            _ => Err("a segment is a \"sentence\", a \"paragraph\" or a \"line\"".to_owned()),
        }
    }
}

/// Abbreviations that the built-in lists lack, strings at which a cut is certain, and rules of an SRX file.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ProjectRules {
    /// Strings that are never cut inside or right after: names with a mark of their own (`Yahoo!`).
    pub never_cut: Vec<String>,
    /// Strings after which is always cut.
    pub always_cut: Vec<String>,
    /// The rules of an SRX file.
    pub srx: Option<Arc<SrxRules>>,
    /// What those rules are to the program's own.
    pub srx_mode: SrxMode,
    /// By language subtag, words in small letters without the final dot; the empty subtag stands for every language.
    abbreviations: FxHashMap<String, FxHashMap<String, Classes>>,
}

impl ProjectRules {
    /// Adds an abbreviation of `language`, or of every language.
    ///
    /// `entry` is the abbreviation, with or without its final dot, and may name its class after `=`: `title` (the default: what follows
    /// belongs to it), `number` (a number follows), `final` (it can stand at the end of a sentence) or `inner` (it stands inside one).
    ///
    /// # Errors
    /// If there is no word, white space is in it, or the class is none of these.
    pub fn add_abbreviation(&mut self, language: Option<&Language>, entry: &str) -> Result<(), String> {
        let (word, class) = match entry.split_once('=') {
            Some((word, class)) => (word.trim(), class.trim()),
            None => (entry.trim(), "title"),
        };
        let word = word.strip_suffix('.').unwrap_or(word);
        if word.is_empty() || word.contains(char::is_whitespace) {
            return Err(format!(
                "\"{entry}\" is no abbreviation; write one word, such as \"Abt.\""
            ));
        }
        let classes = match class {
            // Whoever lists an abbreviation expects that no dot after it cuts, whatever follows.
            "title" => Classes::TITLE.and(Classes::NUMBER),
            "number" => Classes::NUMBER,
            "final" => Classes::FINAL,
            "inner" => Classes::INNER,
            _ => {
                return Err(format!(
                    "\"{class}\" is no class of abbreviations; write title, number, final or inner"
                ));
            }
        };
        let language = language.map_or("", Language::subtag).to_owned();
        let words = self.abbreviations.entry(language).or_default();
        words.insert(word.to_lowercase(), classes);
        Ok(())
    }

    /// The project's classes of `word`, which is in small letters and without its final dot.
    pub(super) fn classes(&self, language: &str, word: &str) -> Classes {
        if self.abbreviations.is_empty() {
            return Classes::default();
        }
        let found = |language: &str| self.abbreviations.get(language).and_then(|words| words.get(word));
        found(language).or_else(|| found("")).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_are_found_by_language() {
        let mut rules = ProjectRules::default();
        let german = Language::parse("de").unwrap();
        rules.add_abbreviation(Some(&german), "Abt.").unwrap();
        rules.add_abbreviation(None, "usf = final").unwrap();
        assert!(rules.classes("de", "abt").has(Classes::TITLE));
        assert!(rules.classes("en", "abt").is_empty());
        assert!(rules.classes("fr", "usf").has(Classes::FINAL));
    }

    #[test]
    fn what_is_no_abbreviation_is_refused() {
        let mut rules = ProjectRules::default();
        for entry in ["", ".", "two words.", "Abt.=noun"] {
            assert!(rules.add_abbreviation(None, entry).is_err(), "{entry}");
        }
    }
}
