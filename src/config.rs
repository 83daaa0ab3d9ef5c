//! Settings: `tolmach.toml`, environment and flags as layers of one shape, validated once and passed down as plain structs.
//!
//! Every option of `run` is a key of the file with the option's name (`--max…` stays `max…`, dashes become underscores).

mod check;
mod digest;
mod fields;
mod files;
mod handover;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use thiserror::Error;

use crate::article::{Language, Limits};
use crate::check::Glossary;
use crate::extract::Fields;
use crate::segment::{ProjectRules, SegmentOptions, SrxError};
use crate::summarize::{NO_RATIO, Ratio, SummaryOptions};

pub use check::{CheckConfig, CheckLayer, LanguageLayer};
pub use digest::{DigestConfig, DigestLayer};
pub use fields::{FieldLayer, field, fields};
pub(crate) use files::file;
use files::{line_of, srx};
pub use handover::{Form, Handover, Preset};

/// The name of the file that is read from the working directory.
pub const FILE_NAME: &str = "tolmach.toml";

/// One layer of settings: a file, or the environment and flags together. What is absent is left to the layer below.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    /// Files, folders and globs to read.
    pub input: Option<Vec<PathBuf>>,
    /// The folder to write.
    pub output: Option<PathBuf>,
    /// Target languages of the jobs.
    pub to: Option<Vec<Language>>,
    /// Most sentences of a summary.
    pub sentences: Option<usize>,
    /// Most words of a summary.
    pub words: Option<usize>,
    /// Most characters of a summary.
    pub chars: Option<usize>,
    /// The largest share of an article's words that a summary takes.
    pub ratio: Option<f64>,
    /// Version of XLIFF.
    pub xliff: Option<String>,
    /// The client that jobs are made for.
    pub r#for: Option<String>,
    /// What jobs hold: "all", or only the "summary".
    pub only: Option<String>,
    /// Leave each job as a zip archive too.
    pub zip: Option<bool>,
    /// Most characters of a translation, by the kind of its block.
    pub limit: Option<BTreeMap<String, u32>>,
    /// The language of all articles, whatever detection says.
    pub lang: Option<Language>,
    /// The only languages that detection may answer.
    pub languages: Option<Vec<Language>>,
    /// What a segment is: "sentence", "paragraph" or "line".
    pub segment: Option<String>,
    /// Abbreviations by language, `any` for every language; see [`ProjectRules::add_abbreviation`] for what an entry may say.
    pub abbreviations: Option<BTreeMap<String, Vec<String>>>,
    /// Strings that are never cut inside or right after.
    pub never_cut: Option<Vec<String>>,
    /// Strings after which is always cut.
    pub always_cut: Option<Vec<String>>,
    /// An SRX file whose rules cut sentences.
    pub srx: Option<PathBuf>,
    /// What those rules are to the program's own: "replace" or "add".
    pub srx_mode: Option<String>,
    /// Which fields of JSON and which columns of tables hold what: `title = "headline"`.
    pub fields: Option<FieldLayer>,
    /// What newsletters hold.
    pub digest: Option<DigestLayer>,
    /// What is asked of translations.
    pub check: Option<CheckLayer>,
    /// Worker threads; 0 = one for each processor.
    pub threads: Option<usize>,
    /// Print errors only.
    pub quiet: Option<bool>,
}

/// A wrong setting.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file holds something that is not a setting.
    #[error("{}:{line}: {message}", .path.display())]
    Wrong {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// The SRX file cannot be read as one.
    #[error("{}:{error}", .path.display())]
    Srx {
        /// The file.
        path: PathBuf,
        /// Where and why.
        error: SrxError,
    },
    /// A value that does not do.
    #[error("{key}: {message}")]
    Value {
        /// The key or option.
        key: &'static str,
        /// What is wrong.
        message: String,
    },
}

impl Layer {
    /// Reads a settings file. Paths in it are relative to its folder.
    ///
    /// # Errors
    /// If it cannot be read, is not TOML, or has an unknown key.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let bytes = file(path)?;
        let wrong = |line, message: String| ConfigError::Wrong {
            path: path.to_owned(),
            line,
            message,
        };
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let line = line_of(error.as_bytes(), error.utf8_error().valid_up_to());
                return Err(wrong(line, "not UTF-8 text".to_owned()));
            }
        };
        let mut layer: Self = toml::from_str(&text).map_err(|error| {
            let line = error
                .span()
                .map_or(1, |span| line_of(text.as_bytes(), span.start));
            wrong(
                line,
                error
                    .message()
                    .trim()
                    .replace('\n', " ")
                    .replace("usize", "a whole number"),
            )
        })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let anchor = |path: &mut PathBuf| *path = folder.join(&*path);
        layer.input.iter_mut().flatten().for_each(anchor);
        layer.output.iter_mut().for_each(anchor);
        layer.srx.iter_mut().for_each(anchor);
        layer.digest.iter_mut().for_each(|digest| digest.anchor(folder));
        layer.check.iter_mut().for_each(|check| check.anchor(folder));
        Ok(layer)
    }

    /// This layer on top of `below`: what is set here wins.
    #[must_use]
    pub fn over(self, below: Self) -> Self {
        Self {
            input: self.input.or(below.input),
            output: self.output.or(below.output),
            to: self.to.or(below.to),
            sentences: self.sentences.or(below.sentences),
            words: self.words.or(below.words),
            chars: self.chars.or(below.chars),
            ratio: self.ratio.or(below.ratio),
            xliff: self.xliff.or(below.xliff),
            r#for: self.r#for.or(below.r#for),
            only: self.only.or(below.only),
            zip: self.zip.or(below.zip),
            limit: self.limit.or(below.limit),
            lang: self.lang.or(below.lang),
            languages: self.languages.or(below.languages),
            segment: self.segment.or(below.segment),
            abbreviations: self.abbreviations.or(below.abbreviations),
            never_cut: self.never_cut.or(below.never_cut),
            always_cut: self.always_cut.or(below.always_cut),
            srx: self.srx.or(below.srx),
            srx_mode: self.srx_mode.or(below.srx_mode),
            fields: fields::over(self.fields, below.fields),
            digest: Some(
                self.digest
                    .unwrap_or_default()
                    .over(below.digest.unwrap_or_default()),
            ),
            check: Some(
                self.check
                    .unwrap_or_default()
                    .over(below.check.unwrap_or_default()),
            ),
            threads: self.threads.or(below.threads),
            quiet: self.quiet.or(below.quiet),
        }
    }

    /// The budget of a summary.
    ///
    /// # Errors
    /// If the ratio is none.
    pub fn summary_options(&self) -> Result<SummaryOptions, ConfigError> {
        let ratio = |share| {
            Ratio::new(share).ok_or(ConfigError::Value {
                key: "ratio",
                message: NO_RATIO.to_owned(),
            })
        };
        Ok(SummaryOptions {
            sentences: self.sentences,
            words: self.words,
            chars: self.chars,
            ratio: self.ratio.map(ratio).transpose()?,
        })
    }

    /// How texts are cut; the SRX file is read here.
    ///
    /// # Errors
    /// If the level, a language or an abbreviation does not do, a string is empty, or the SRX file is none.
    pub fn segment_options(&self) -> Result<SegmentOptions, ConfigError> {
        let value = |key| move |message| ConfigError::Value { key, message };
        let strings = |key, list: &Option<Vec<String>>| {
            let list = list.clone().unwrap_or_default();
            if list.iter().any(|string| string.trim().is_empty()) {
                return Err(value(key)("an empty string stands everywhere".to_owned()));
            }
            Ok(list)
        };
        let mut rules = ProjectRules::default();
        rules.never_cut = strings("never_cut", &self.never_cut)?;
        rules.always_cut = strings("always_cut", &self.always_cut)?;
        for (tag, entries) in self.abbreviations.iter().flatten() {
            let language = match tag.as_str() {
                "any" => None,
                tag => Some(Language::parse(tag).map_err(|error| value("abbreviations")(error.to_string()))?),
            };
            for entry in entries {
                rules
                    .add_abbreviation(language.as_ref(), entry)
                    .map_err(value("abbreviations"))?;
            }
        }
        if let Some(mode) = &self.srx_mode {
            rules.srx_mode = mode.parse().map_err(value("srx_mode"))?;
        }
        rules.srx = self.srx.as_deref().map(srx).transpose()?.map(Arc::new);
        let mut options = SegmentOptions {
            project: Arc::new(rules),
            ..SegmentOptions::default()
        };
        if let Some(level) = &self.segment {
            options.level = level.parse().map_err(value("segment"))?;
        }
        Ok(options)
    }
}

/// Validated settings of a run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// Files, folders and globs to read.
    pub input: Vec<PathBuf>,
    /// The folder to write.
    pub output: PathBuf,
    /// Target languages, each once, in the order given.
    pub targets: Vec<Language>,
    /// The budget of a summary.
    pub summary: SummaryOptions,
    /// How texts are cut.
    pub segment: SegmentOptions,
    /// How jobs are handed over.
    pub handover: Handover,
    /// The language of all articles, if the user says so.
    pub language: Option<Language>,
    /// The only languages that detection may answer; all if empty.
    pub languages: Vec<Language>,
    /// Which fields of JSON and which columns of tables hold what.
    pub fields: Arc<Fields>,
    /// What newsletters hold.
    pub digest: DigestConfig,
    /// The glossaries whose terms are marked in jobs.
    pub glossary: Arc<Glossary>,
    /// Worker threads; 0 = one for each processor.
    pub threads: usize,
    /// The file that keeps what came on standard input, where an input is `-`.
    pub standard_input: Option<PathBuf>,
    /// Sizes and depths.
    pub limits: Limits,
}

impl Config {
    /// Fills in defaults and checks values.
    ///
    /// # Errors
    /// If a value does not do.
    pub fn new(layer: Layer) -> Result<Self, ConfigError> {
        let value = |key, message: String| ConfigError::Value { key, message };
        let (segment, summary) = (layer.segment_options()?, layer.summary_options()?);
        let handover = Handover::new(&layer)?;
        let mut targets: Vec<Language> = Vec::new();
        for target in layer.to.unwrap_or_default() {
            if target.is_und() {
                return Err(value("to", "\"und\" is no language to translate into".to_owned()));
            }
            if !targets.contains(&target) {
                targets.push(target);
            }
        }
        for (key, budget) in [
            ("sentences", layer.sentences),
            ("words", layer.words),
            ("chars", layer.chars),
        ] {
            if budget == Some(0) {
                return Err(value(key, "a summary needs room for at least one".to_owned()));
            }
        }
        let glossary = layer.check.and_then(|check| check.glossary);
        let glossary = glossary.filter(|_| !targets.is_empty()).unwrap_or_default();
        Ok(Self {
            glossary: Arc::new(check::glossaries(&glossary)?),
            input: layer.input.unwrap_or_else(|| vec![PathBuf::from("input")]),
            output: layer.output.unwrap_or_else(|| PathBuf::from("output")),
            targets,
            summary,
            segment,
            handover,
            language: layer.lang,
            languages: layer.languages.unwrap_or_default(),
            fields: Arc::new(fields::fields(layer.fields.as_ref())?),
            digest: DigestConfig::new(layer.digest.unwrap_or_default())?,
            threads: layer.threads.unwrap_or(0),
            standard_input: None,
            limits: Limits::default(),
        })
    }
}

#[cfg(test)]
mod tests;
