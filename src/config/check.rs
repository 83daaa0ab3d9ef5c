//! The settings of checks: the table `[check]` of `tolmach.toml`, and the options of `tolmach check`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{ConfigError, file};
use crate::article::{Format, Language};
use crate::check::{Glossary, Rules, glossary};
use crate::read;

/// One layer of the settings of checks.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckLayer {
    /// Changes of the set of rules, as `-quote,+term`, or a set of its own.
    pub rules: Option<String>,
    /// The same by target language.
    pub languages: Option<BTreeMap<String, LanguageLayer>>,
    /// Glossaries: TSV or TBX.
    pub glossary: Option<Vec<PathBuf>>,
    /// The list of accepted findings.
    pub accepted: Option<PathBuf>,
}

/// What holds for one target language.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageLayer {
    /// Changes of the set of rules.
    pub rules: Option<String>,
}

impl CheckLayer {
    /// This layer on top of `below`: what is set here wins, but changes of rules are made one after the other.
    #[must_use]
    pub fn over(self, below: Self) -> Self {
        let rules = match (below.rules, self.rules) {
            (Some(below), Some(own)) if own.trim_start().starts_with(['+', '-']) => {
                Some(format!("{below},{own}"))
            }
            (below, own) => own.or(below),
        };
        Self {
            rules,
            languages: self.languages.or(below.languages),
            glossary: self.glossary.or(below.glossary),
            accepted: self.accepted.or(below.accepted),
        }
    }

    /// Paths of a settings file are relative to its folder.
    pub(super) fn anchor(&mut self, folder: &Path) {
        let paths = self.glossary.iter_mut().flatten().chain(self.accepted.iter_mut());
        paths.for_each(|path| *path = folder.join(&*path));
    }
}

/// Validated settings of checks.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct CheckConfig {
    /// The rules that are asked.
    pub rules: Rules,
    /// Changes for target languages.
    pub by_language: Vec<(Language, String)>,
    /// The glossaries.
    pub glossary: Glossary,
    /// The list of accepted findings.
    pub accepted: Option<PathBuf>,
}

impl CheckConfig {
    /// Checks values and reads the glossaries.
    ///
    /// # Errors
    /// If a rule or a language is none, or a glossary cannot be read.
    pub fn new(layer: CheckLayer) -> Result<Self, ConfigError> {
        let value = |key| move |message: String| ConfigError::Value { key, message };
        let rules = Rules::ALL
            .changed(layer.rules.as_deref().unwrap_or_default())
            .map_err(value("rules"))?;
        let mut by_language = Vec::new();
        for (tag, own) in layer.languages.unwrap_or_default() {
            let language =
                Language::parse(&tag).map_err(|error| value("check.languages")(error.to_string()))?;
            let change = own.rules.unwrap_or_default();
            rules.changed(&change).map_err(value("check.languages"))?;
            by_language.push((language, change));
        }
        Ok(Self {
            rules,
            by_language,
            glossary: glossaries(&layer.glossary.unwrap_or_default())?,
            accepted: layer.accepted,
        })
    }

    /// The rules for a target language: a table for `pt-BR` comes after one for `pt`.
    pub fn rules_for(&self, target: &Language) -> Rules {
        let serves = |language: &Language| language == target || *language == target.bare();
        let changes = self.by_language.iter().filter(|(language, _)| serves(language));
        changes.fold(self.rules, |rules, (_, change)| {
            rules.changed(change).unwrap_or(rules)
        })
    }
}

/// Reads glossary files.
pub(super) fn glossaries(paths: &[PathBuf]) -> Result<Glossary, ConfigError> {
    let mut all = Glossary::default();
    for path in paths {
        let text = read::decode(&file(path)?, Format::Text).text;
        all.append(glossary::read(&text).map_err(|error| ConfigError::Wrong {
            path: path.clone(),
            line: error.line,
            message: error.message,
        })?);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Rule;

    #[test]
    fn rules_change_layer_by_layer_and_by_language() {
        let layer = |rules: &str| CheckLayer {
            rules: Some(rules.to_owned()),
            ..CheckLayer::default()
        };
        let mut below = layer("-quote");
        let kazakh = LanguageLayer {
            rules: Some("-term".to_owned()),
        };
        below.languages = Some([("kk".to_owned(), kazakh)].into());
        let config = CheckConfig::new(layer("-number").over(below.clone())).unwrap();
        assert!(
            !config.rules.has(Rule::Quote) && !config.rules.has(Rule::Number) && config.rules.has(Rule::Tag)
        );
        let rules = |tag| config.rules_for(&Language::parse(tag).unwrap());
        assert!(!rules("kk").has(Rule::Term) && rules("fr").has(Rule::Term));
        let only = CheckConfig::new(layer("tag").over(below)).unwrap();
        assert!(only.rules.has(Rule::Tag) && !only.rules.has(Rule::Number));
        assert!(CheckConfig::new(layer("-nothing")).is_err());
    }
}
