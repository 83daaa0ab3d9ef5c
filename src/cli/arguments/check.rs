//! What can be said to `tolmach check`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::OffsetUnit;
use crate::article::Language;

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(in crate::cli) struct CheckArguments {
    /// Files that came back: XLIFF, PO, TMX, TSV, CSV, XLSX; folders and zip archives of them
    #[arg(
        value_name = "FILE",
        required_unless_present = "jsonl",
        conflicts_with = "jsonl"
    )]
    pub(in crate::cli) files: Vec<PathBuf>,
    /// Read and write JSON lines
    #[arg(long)]
    pub(in crate::cli) jsonl: bool,
    /// Exit 0 although some lines were answered with an error
    #[arg(long, requires = "jsonl")]
    pub(in crate::cli) keep_going: bool,
    /// Rules that are asked: "-quote,+term" changes the usual set, "number,tag" is a set of its own
    #[arg(long, value_name = "RULES", allow_hyphen_values = true, env = "TOLMACH_RULES")]
    pub(in crate::cli) rules: Option<String>,
    /// Glossary, TSV (source, target, "forbidden" for a word not to be used) or TBX; may be given again
    #[arg(long, value_name = "FILE", env = "TOLMACH_GLOSSARY")]
    pub(in crate::cli) glossary: Vec<PathBuf>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t, conflicts_with = "jsonl")]
    pub(in crate::cli) format: ReportFormat,
    /// Short for --format json
    #[arg(long, conflicts_with_all = ["jsonl", "format"])]
    pub(in crate::cli) json: bool,
    /// List of accepted findings, which are not reported while their source and target stay the same
    #[arg(long, value_name = "FILE", conflicts_with = "jsonl")]
    pub(in crate::cli) accepted: Option<PathBuf>,
    /// Write all findings into the list of accepted ones
    #[arg(long, requires = "accepted")]
    pub(in crate::cli) accept: bool,
    /// Language of the sources, where a file does not say
    #[arg(long, value_name = "LANG", conflicts_with = "jsonl")]
    pub(in crate::cli) source_lang: Option<Language>,
    /// Language of the targets, where a file does not say
    #[arg(long, value_name = "LANG", conflicts_with = "jsonl")]
    pub(in crate::cli) target_lang: Option<Language>,
    /// Unit of `source_span` and `target_span`
    #[arg(long, value_enum, default_value_t, requires = "jsonl")]
    pub(in crate::cli) offsets: OffsetUnit,
}

/// The forms of the report of `check`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ReportFormat {
    /// Lines for people
    #[default]
    Text,
    /// One JSON object
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// A page
    Html,
    /// XML of `JUnit`
    Junit,
}
