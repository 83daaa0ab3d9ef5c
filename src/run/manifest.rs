//! `manifest.jsonl`: one line for every input found, in path order. No times and no "unchanged": the same inputs give the same bytes.

use std::io::{self, Write};

use serde::Serialize;

use super::output::Output;
use super::publish::Sums;
use crate::article::{ArticleRecord, Counts, Failure, Format, Language};
use crate::read::Found;

/// What is kept of an article until the run ends: small, since it is all that grows with the batch.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Raw bytes of the path where they are not those of the shown path.
    raw: Option<Box<[u8]>>,
    /// The path as outputs show it.
    pub(super) path: Box<str>,
    /// What became of it.
    pub(super) status: Status,
}

/// What became of an input.
#[derive(Clone, Debug)]
pub(super) enum Status {
    /// Finished.
    Done(Box<Finished>),
    /// Failed, with a stable code and a sentence.
    Failed {
        /// Stable code.
        code: Box<str>,
        /// What is wrong and what to do.
        reason: Box<str>,
    },
    /// No article.
    Skipped(&'static str),
}

/// The small part of a record.
#[derive(Clone, Debug)]
pub(super) struct Finished {
    pub(super) id: Box<str>,
    pub(super) hash: Box<str>,
    pub(super) format: Format,
    pub(super) language: Language,
    pub(super) title: Option<Box<str>>,
    pub(super) date: Option<Box<str>>,
    pub(super) counts: Counts,
    /// Length of its text.
    pub(super) text_bytes: u32,
    pub(super) warnings: u32,
    /// SHA-256 of its files in the job of each target, in the order of the targets; none where it is in no job.
    pub(super) sums: Vec<Option<Sums>>,
}

impl Entry {
    pub(super) fn done(key: Vec<u8>, record: &ArticleRecord, sums: Vec<Option<Sums>>) -> Self {
        let finished = Finished {
            id: record.id.as_str().into(),
            hash: record.hash.as_str().into(),
            format: record.format,
            language: record.language.clone(),
            title: record.article.metadata.title.as_deref().map(Into::into),
            date: record.article.metadata.date.as_deref().map(Into::into),
            counts: record.counts,
            text_bytes: record.article.text.len() as u32,
            warnings: record.article.warnings.len() as u32,
            sums,
        };
        Self {
            raw: raw(key, &record.path),
            path: record.path.as_str().into(),
            status: Status::Done(Box::new(finished)),
        }
    }

    pub(super) fn failed(key: Vec<u8>, failure: Failure) -> Self {
        let status = Status::Failed {
            code: failure.code.into(),
            reason: failure.reason.into(),
        };
        Self {
            raw: raw(key, &failure.path),
            path: failure.path.into(),
            status,
        }
    }

    pub(super) fn skipped(found: Found) -> Self {
        let status = Status::Skipped(found.skipped.unwrap_or("not an article"));
        Self {
            raw: raw(found.key, &found.name),
            path: found.name.into(),
            status,
        }
    }

    /// What entries are sorted by.
    pub(super) fn sort_key(&self) -> &[u8] {
        self.raw.as_deref().unwrap_or(self.path.as_bytes())
    }

    /// The finished article, if it is one.
    pub(super) fn finished(&self) -> Option<&Finished> {
        match &self.status {
            Status::Done(finished) => Some(finished),
            _ => None,
        }
    }
}

/// The raw bytes of a path if they have to be kept beside the shown one.
fn raw(key: Vec<u8>, shown: &str) -> Option<Box<[u8]>> {
    (key != shown.as_bytes()).then(|| key.into())
}

#[derive(Serialize)]
struct Line<'a> {
    id: Option<&'a str>,
    path: &'a str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    hash: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<Format>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'a Language>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counts: Option<Counts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    warnings: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

impl<'a> Line<'a> {
    fn of(entry: &'a Entry) -> Self {
        let mut line = Self {
            id: None,
            path: &entry.path,
            status: "done",
            hash: None,
            format: None,
            lang: None,
            title: None,
            counts: None,
            warnings: None,
            error: None,
            reason: None,
        };
        match &entry.status {
            Status::Done(finished) => {
                line.id = Some(&finished.id);
                line.hash = Some(&finished.hash);
                line.format = Some(finished.format);
                line.lang = Some(&finished.language);
                line.title = finished.title.as_deref();
                line.counts = Some(finished.counts);
                line.warnings = Some(finished.warnings).filter(|count| *count > 0);
            }
            Status::Failed { code, reason } => {
                line.status = "failed";
                line.error = Some(format!("{code}: {reason}"));
            }
            Status::Skipped(reason) => {
                line.status = "skipped";
                line.reason = Some(reason);
            }
        }
        line
    }
}

/// Writes the manifest. `entries` are in path order.
pub(super) fn write(entries: &[Entry], output: &Output) -> io::Result<()> {
    let mut file = output.create("manifest.jsonl")?;
    for entry in entries {
        serde_json::to_writer(&mut file, &Line::of(entry))?;
        file.write_all(b"\n")?;
    }
    file.finish()
}
