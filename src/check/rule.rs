//! The rules by name: the ids that reports, settings and `--rules` use, how grave each is, and sets of them.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// What a check looks at. The ids are a contract: reports and settings name rules by them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// The translation is blank.
    Empty,
    /// The translation is the source.
    Untranslated,
    /// The translation is in another language.
    Lang,
    /// The translation, or one of its words, is in another script.
    Script,
    /// Values of numbers differ.
    Number,
    /// Inline codes are missing, added or nested wrongly.
    Tag,
    /// Placeholders such as `{name}` and `%s` differ.
    Placeholder,
    /// Web addresses differ.
    Url,
    /// E-mail addresses differ.
    Email,
    /// The sentence ends with another kind of mark.
    PunctEnd,
    /// A bracket or an inverted mark has no partner.
    PunctPair,
    /// A quotation mark has no partner.
    Quote,
    /// Spaces before or after marks are not those of the language.
    SpacePunct,
    /// Two spaces in a row.
    SpaceDouble,
    /// White space at an edge differs from the source.
    SpaceEdge,
    /// A word stands twice in a row.
    RepeatWord,
    /// The sentence begins with a small letter.
    CaseStart,
    /// Longer than allowed.
    LengthMax,
    /// Far shorter or longer than a translation is.
    LengthRatio,
    /// A glossary word is missing, or a forbidden one is used.
    Term,
    /// Damaged characters.
    Char,
    /// Direction controls that are not closed.
    Bidi,
    /// The same source is translated in two ways.
    InconsistentTarget,
    /// Two sources have the same translation.
    InconsistentSource,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A matter of taste or of typing: worth a look.
    Info,
    /// Probably wrong.
    Warning,
    /// Wrong: the text says something else, or cannot be used.
    Error,
}

impl Severity {
    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Serialize for Severity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Every rule with its id, its severity and what it says in one line.
const TABLE: &[(Rule, &str, Severity, &str)] = &[
    (Rule::Empty, "empty", Severity::Error, "There is no translation"),
    (
        Rule::Untranslated,
        "untranslated",
        Severity::Error,
        "The translation is the source",
    ),
    (
        Rule::Lang,
        "lang",
        Severity::Error,
        "The translation is in another language",
    ),
    (
        Rule::Script,
        "script",
        Severity::Error,
        "Letters of another script",
    ),
    (
        Rule::Number,
        "number",
        Severity::Error,
        "Numbers have other values",
    ),
    (Rule::Tag, "tag", Severity::Error, "Inline codes differ"),
    (
        Rule::Placeholder,
        "placeholder",
        Severity::Error,
        "Placeholders differ",
    ),
    (Rule::Url, "url", Severity::Error, "Web addresses differ"),
    (Rule::Email, "email", Severity::Error, "E-mail addresses differ"),
    (
        Rule::PunctEnd,
        "punct_end",
        Severity::Warning,
        "The final mark differs",
    ),
    (
        Rule::PunctPair,
        "punct_pair",
        Severity::Warning,
        "A bracket or an inverted mark has no partner",
    ),
    (
        Rule::Quote,
        "quote",
        Severity::Warning,
        "A quotation mark has no partner",
    ),
    (
        Rule::SpacePunct,
        "space_punct",
        Severity::Info,
        "Spaces at marks are not those of the language",
    ),
    (
        Rule::SpaceDouble,
        "space_double",
        Severity::Info,
        "Two spaces in a row",
    ),
    (
        Rule::SpaceEdge,
        "space_edge",
        Severity::Info,
        "White space at an edge differs",
    ),
    (
        Rule::RepeatWord,
        "repeat_word",
        Severity::Warning,
        "A word stands twice",
    ),
    (
        Rule::CaseStart,
        "case_start",
        Severity::Warning,
        "The sentence begins with a small letter",
    ),
    (
        Rule::LengthMax,
        "length_max",
        Severity::Error,
        "Longer than allowed",
    ),
    (
        Rule::LengthRatio,
        "length_ratio",
        Severity::Warning,
        "Far shorter or longer than expected",
    ),
    (
        Rule::Term,
        "term",
        Severity::Warning,
        "The glossary is not followed",
    ),
    (Rule::Char, "char", Severity::Error, "Damaged characters"),
    (
        Rule::Bidi,
        "bidi",
        Severity::Warning,
        "Direction controls are not closed",
    ),
    (
        Rule::InconsistentTarget,
        "inconsistent_target",
        Severity::Warning,
        "The same source is translated in two ways",
    ),
    (
        Rule::InconsistentSource,
        "inconsistent_source",
        Severity::Warning,
        "Two sources have the same translation",
    ),
];

impl Rule {
    /// All rules in the order of reports.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.0)
    }

    fn row(self) -> &'static (Self, &'static str, Severity, &'static str) {
        // The table is in the order of the enum; a test holds them together.
        &TABLE[self as usize]
    }

    /// The id.
    pub fn as_str(self) -> &'static str {
        self.row().1
    }

    /// How grave its findings are.
    pub fn severity(self) -> Severity {
        self.row().2
    }

    /// What it looks for, in one line.
    pub fn title(self) -> &'static str {
        self.row().3
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl FromStr for Rule {
    type Err = String;

    fn from_str(id: &str) -> Result<Self, String> {
        TABLE
            .iter()
            .find(|row| row.1 == id)
            .map(|row| row.0)
            .ok_or_else(|| {
                let known: Vec<_> = TABLE.iter().map(|row| row.1).collect();
                format!("\"{id}\" is no rule; the rules are {}", known.join(", "))
            })
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A set of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules(u32);

impl Default for Rules {
    fn default() -> Self {
        Self::ALL
    }
}

impl Rules {
    /// Every rule.
    pub const ALL: Self = Self((1 << TABLE.len()) - 1);
    /// No rule.
    pub const NONE: Self = Self(0);

    /// Whether `rule` is in the set.
    pub fn has(self, rule: Rule) -> bool {
        self.0 & (1 << rule as u32) != 0
    }

    /// The set with or without `rule`.
    #[must_use]
    pub fn with(self, rule: Rule, on: bool) -> Self {
        let bit = 1 << rule as u32;
        Self(if on { self.0 | bit } else { self.0 & !bit })
    }

    /// The set after a change such as `-quote,+term`. A list whose first item has no sign stands for itself: `number,tag` are two rules
    /// and no other; `all` and `none` can be changed too.
    ///
    /// # Errors
    /// If an item is no rule.
    pub fn changed(self, change: &str) -> Result<Self, String> {
        let mut set = self;
        let items = change
            .split([',', ' ', '\t', '\n'])
            .filter(|item| !item.is_empty());
        for (place, item) in items.enumerate() {
            let (on, name) = match item.split_at(1) {
                ("+", name) => (true, name),
                ("-", name) => (false, name),
                _ => {
                    if place == 0 {
                        set = Self::NONE;
                    }
                    (true, item)
                }
            };
            set = match name {
                "all" | "none" => {
                    if on == (name == "all") {
                        Self::ALL
                    } else {
                        Self::NONE
                    }
                }
                name => set.with(name.parse()?, on),
            };
        }
        Ok(set)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_rule_in_order() {
        assert!(
            Rule::all()
                .enumerate()
                .all(|(place, rule)| rule as usize == place)
        );
        assert_eq!(Rule::InconsistentSource as usize + 1, TABLE.len());
        assert!(Rule::all().all(|rule| rule.as_str().parse() == Ok(rule)));
    }

    #[test]
    fn a_list_changes_the_set_or_is_the_set() {
        let off = Rules::ALL.changed("-quote,-term").unwrap();
        assert!(!off.has(Rule::Quote) && !off.has(Rule::Term) && off.has(Rule::Tag));
        assert!(off.changed("+term").unwrap().has(Rule::Term));
        let two = Rules::ALL.changed("number, tag").unwrap();
        assert_eq!(Rule::all().filter(|rule| two.has(*rule)).count(), 2);
        assert_eq!(Rules::ALL.changed("none"), Ok(Rules::NONE));
        assert_eq!(
            Rules::ALL.changed("-all,+tag").unwrap(),
            Rules::NONE.with(Rule::Tag, true)
        );
        assert_eq!(
            Rules::NONE.changed("all,-tag").unwrap(),
            Rules::ALL.with(Rule::Tag, false)
        );
        assert!(
            Rules::ALL
                .changed("-qoute")
                .unwrap_err()
                .contains("\"qoute\" is no rule")
        );
        assert!(Rules::ALL.changed("-ќ").is_err());
    }
}
