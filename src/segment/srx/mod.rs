//! Segmentation rules of a project in an SRX 2.0 file, the exchange format of translation tools.
//!
//! In: the text of a file. Out: for each place of a text the first rule, in the file's order, whose `beforebreak` ends there and whose
//! `afterbreak` begins there. Patterns are those of ICU and Java; the files of OmegaT, Okapi and `LanguageTool` are read whole.
//!
//! **Invariant:** the time to cut a text grows with its length, whatever the patterns are: places are passed over that no rule can
//! break at, patterns see a window, and one that takes too many steps is given up and told of.

mod bracket;
mod data;
mod dialect;
mod edges;
mod engine;
mod escape;
mod file;
mod rules;
mod scan;
#[cfg(test)]
mod tests;

use std::str::FromStr;

use fancy_regex::Regex;
use thiserror::Error;

use crate::article::Language;
use rules::Group;

pub(super) use scan::{Applied, Found};

/// What the rules of a file are to the program's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SrxMode {
    /// They stand in their place: inside a line or paragraph nothing else cuts.
    #[default]
    Replace,
    /// They come first; where none of them holds, the program's own decide.
    Add,
}

impl FromStr for SrxMode {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "replace" => Ok(Self::Replace),
            "add" => Ok(Self::Add),
            _ => Err("SRX rules \"replace\" the program's own or \"add\" to them".to_owned()),
        }
    }
}

/// Why a file cannot be read as SRX.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{line}:{column}: {message}")]
#[non_exhaustive]
pub struct SrxError {
    /// The line, from 1.
    pub line: u32,
    /// The character of the line, from 1.
    pub column: u32,
    /// What is wrong.
    pub message: String,
}

/// Something in a file that does not do what it says.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{line}: {what} {message}")]
#[non_exhaustive]
pub struct SrxProblem {
    /// The line, from 1.
    pub line: u32,
    /// The pattern or name.
    pub what: String,
    /// What is wrong with it.
    pub message: String,
}

/// The rules of a file.
#[derive(Debug)]
pub struct SrxRules {
    cascade: bool,
    groups: Vec<Group>,
    maps: Vec<Map>,
    problems: Vec<SrxProblem>,
}

/// Which languages a group of rules is for.
#[derive(Debug)]
struct Map {
    language: Regex,
    group: usize,
}

impl SrxRules {
    /// Reads the text of an SRX file.
    ///
    /// ```
    /// let srx = r#"<srx xmlns="http://www.lisa.org/srx20" version="2.0"><header segmentsubflows="yes" cascade="yes"/><body>
    ///   <languagerules><languagerule languagerulename="all">
    ///     <rule break="no"><beforebreak>\bDr\.</beforebreak><afterbreak>\s</afterbreak></rule>
    ///     <rule break="yes"><beforebreak>[.?!]</beforebreak><afterbreak>\s</afterbreak></rule>
    ///   </languagerule></languagerules>
    ///   <maprules><languagemap languagepattern=".*" languagerulename="all"/></maprules></body></srx>"#;
    /// let rules = tolmach::segment::SrxRules::read(srx).unwrap();
    /// assert_eq!((rules.len(), rules.problems().len()), (2, 0));
    /// ```
    ///
    /// # Errors
    /// If it is not well-formed XML or no SRX file. Rules that cannot be used are no error: see [`problems`](Self::problems).
    pub fn read(text: &str) -> Result<Self, SrxError> {
        let file = file::read(text)?;
        let mut problems = file.problems;
        let mut number = 0;
        let mut groups = Vec::with_capacity(file.groups.len());
        for group in file.groups {
            let rules = group.rules.len() as u32;
            groups.push(Group::new(group, number, &mut problems));
            number += rules;
        }
        let mut maps = Vec::new();
        for map in file.maps {
            let language = dialect::translate(&map.pattern).and_then(|pattern| engine::whole(&pattern.exact));
            match (language, groups.iter().position(|group| group.name == map.group)) {
                (Ok(language), Some(group)) => maps.push(Map { language, group }),
                (Ok(_), None) => {}
                (Err(message), _) => problems.push(SrxProblem {
                    line: map.line,
                    what: format!("languagepattern \"{}\"", map.pattern),
                    message: format!("{message}; the map is left out"),
                }),
            }
        }
        problems.sort_by_key(|problem| problem.line);
        Ok(Self {
            cascade: file.cascade,
            groups,
            maps,
            problems,
        })
    }

    /// What in the file is not followed, rules that are left out above all; in the file's order.
    pub fn problems(&self) -> &[SrxProblem] {
        &self.problems
    }

    /// Rules that gave up at some places of the texts that were cut so far, in the file's order.
    pub fn given_up(&self) -> Vec<SrxProblem> {
        let rules = self.groups.iter().flat_map(|group| &group.rules);
        let problem = |rule: &rules::Rule| {
            Some(SrxProblem {
                line: rule.line,
                what: "the rule".to_owned(),
                message: rule.trouble()?.to_owned(),
            })
        };
        rules.filter_map(problem).collect()
    }

    /// Number of rules that are used.
    pub fn len(&self) -> usize {
        self.groups.iter().map(|group| group.rules.len()).sum()
    }

    /// Whether no rule is used.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rules for a language; `None` if the file has no map for it.
    pub(super) fn of(&self, language: &Language) -> Option<Applied<'_>> {
        let (tag, subtag) = (language.to_string(), language.subtag());
        // Detection adds scripts to tags that nobody has written: `zh-Hans` is what the pattern `zh` means.
        let fits = |map: &&Map| {
            [&tag, subtag]
                .into_iter()
                .any(|tag| map.language.is_match(tag).unwrap_or(false))
        };
        let most = if self.cascade { usize::MAX } else { 1 };
        let groups: Vec<&Group> = self
            .maps
            .iter()
            .filter(fits)
            .take(most)
            .map(|map| &self.groups[map.group])
            .collect();
        (!groups.is_empty()).then(|| Applied::new(groups))
    }
}
