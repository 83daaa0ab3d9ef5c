//! Settings: `tolmach.toml`, environment and flags as layers of one shape, validated once and passed down as plain structs.
//!
//! Every option of `run` is a key of the file with the option's name (`--max…` stays `max…`, dashes become underscores).

mod check;
mod digest;
mod fields;

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use serde::Deserialize;
use thiserror::Error;

use crate::article::{Format, Language, Limits};
use crate::extract::Fields;
use crate::read;
use crate::segment::{ProjectRules, SegmentOptions, SrxError, SrxRules};
use crate::summarize::{NO_RATIO, Ratio, SummaryOptions};

pub use check::{CheckConfig, CheckLayer, LanguageLayer};
pub use digest::{DigestConfig, DigestLayer};
pub use fields::{FieldLayer, field, fields};

/// The name of the file that is read from the working directory.
pub const FILE_NAME: &str = "tolmach.toml";

/// The version of XLIFF that jobs are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Xliff {
    /// 1.2, one trans-unit a sentence: opens whole in every client measured.
    #[default]
    V1_2,
    /// 2.0, one unit a block, with notes and metadata.
    V2_0,
}

impl FromStr for Xliff {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "1.2" => Ok(Self::V1_2),
            "2.0" => Ok(Self::V2_0),
            _ => Err("XLIFF is written as 1.2 or 2.0".to_owned()),
        }
    }
}

/// The client that a job is made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    /// Any client.
    #[default]
    Any,
    /// OmegaT: the source is copied to the target, since OmegaT takes the target's text as what is to be translated.
    Omegat,
}

impl FromStr for Preset {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "any" => Ok(Self::Any),
            "omegat" => Ok(Self::Omegat),
            _ => Err("jobs are made for \"any\" client or for \"omegat\"".to_owned()),
        }
    }
}

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

/// Largest settings or SRX file, in bytes; the published SRX files are of 200 kB.
const MAX_FILE_BYTES: u64 = 8 << 20;

/// The bytes of a file that settings are read from.
pub(crate) fn file(path: &Path) -> Result<Vec<u8>, ConfigError> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes))
        .and_then(|_| match bytes.len() as u64 {
            0..=MAX_FILE_BYTES => Ok(()),
            _ => Err(std::io::Error::other(format!(
                "larger than {MAX_FILE_BYTES} bytes"
            ))),
        })
        .map_err(|source| ConfigError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
    Ok(bytes)
}

/// Reads an SRX file.
fn srx(path: &Path) -> Result<SrxRules, ConfigError> {
    // As in a web page a declared character set counts, and a byte order mark before it.
    let decoded = read::decode(&file(path)?, Format::Html);
    SrxRules::read(&decoded.text).map_err(|error| ConfigError::Srx {
        path: path.to_owned(),
        error,
    })
}

/// The line of byte `at`, from 1.
fn line_of(bytes: &[u8], at: usize) -> usize {
    1 + memchr::memchr_iter(b'\n', &bytes[..at.min(bytes.len())]).count()
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
    /// Version of XLIFF.
    pub xliff: Xliff,
    /// The client that jobs are made for.
    pub preset: Preset,
    /// The language of all articles, if the user says so.
    pub language: Option<Language>,
    /// The only languages that detection may answer; all if empty.
    pub languages: Vec<Language>,
    /// Which fields of JSON and which columns of tables hold what.
    pub fields: Arc<Fields>,
    /// What newsletters hold.
    pub digest: DigestConfig,
    /// Worker threads; 0 = one for each processor.
    pub threads: usize,
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
        let mut targets: Vec<Language> = Vec::new();
        for target in layer.to.unwrap_or_default() {
            if target.is_und() {
                return Err(value("to", "\"und\" is no language to translate into".to_owned()));
            }
            if !targets.contains(&target) {
                targets.push(target);
            }
        }
        let xliff = layer
            .xliff
            .as_deref()
            .map(str::parse)
            .transpose()
            .map_err(|message| value("xliff", message))?;
        let preset = layer
            .r#for
            .as_deref()
            .map(str::parse)
            .transpose()
            .map_err(|message| value("for", message))?;
        let (xliff, preset) = (xliff.unwrap_or_default(), preset.unwrap_or_default());
        if (xliff, preset) == (Xliff::V2_0, Preset::Omegat) {
            let message =
                "OmegaT 3 to 5 sees nothing of XLIFF 2.0; leave out \"xliff\" to write 1.2".to_owned();
            return Err(value("xliff", message));
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
        Ok(Self {
            input: layer.input.unwrap_or_else(|| vec![PathBuf::from("input")]),
            output: layer.output.unwrap_or_else(|| PathBuf::from("output")),
            targets,
            summary,
            segment,
            xliff,
            preset,
            language: layer.lang,
            languages: layer.languages.unwrap_or_default(),
            fields: Arc::new(fields::fields(layer.fields.as_ref())?),
            digest: DigestConfig::new(layer.digest.unwrap_or_default())?,
            threads: layer.threads.unwrap_or(0),
            limits: Limits::default(),
        })
    }
}

#[cfg(test)]
mod tests;
