//! `manifest.jsonl`: one line for every input found, in path order. No times and no "unchanged": the same inputs give the same bytes.

use std::io;

use serde::Serialize;

use super::leavings::Held;
use crate::article::{ArticleRecord, Counts, Failure, Language};
use crate::escape::json_line;

#[derive(Default, Serialize)]
struct Line<'a> {
    id: Option<&'a str>,
    path: &'a str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    hash: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    articles: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'a Language>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counts: Option<Counts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    warnings: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

impl Line<'_> {
    fn bytes(&self) -> io::Result<Vec<u8>> {
        let mut bytes = json_line(serde_json::to_vec(self)?);
        bytes.push(b'\n');
        Ok(bytes)
    }
}

/// The line of a finished article.
pub(super) fn done(record: &ArticleRecord) -> io::Result<Vec<u8>> {
    let warnings = record.article.warnings.len();
    Line {
        id: Some(record.id.as_str()),
        path: &record.path,
        status: "done",
        hash: Some(&record.hash),
        format: Some(record.format.as_str()),
        lang: Some(&record.language),
        title: record.article.metadata.title.as_deref(),
        date: record.article.metadata.date.as_deref(),
        counts: Some(record.counts),
        warnings: Some(warnings).filter(|count| *count > 0),
        ..Line::default()
    }
    .bytes()
}

/// The line of an article that failed.
pub(super) fn failed(failure: &Failure) -> io::Result<Vec<u8>> {
    Line {
        path: &failure.path,
        status: "failed",
        error: Some(format!("{}: {}", failure.code, failure.reason)),
        ..Line::default()
    }
    .bytes()
}

/// The line of a file that holds several articles, which have lines of their own behind it.
pub(super) fn held(path: &str, held: &Held) -> io::Result<Vec<u8>> {
    let failure = held.failure.as_ref();
    Line {
        path,
        status: if failure.is_some() { "failed" } else { "done" },
        hash: held.hash.as_deref(),
        format: Some(held.form),
        articles: Some(held.articles),
        error: failure.map(|failure| format!("{}: {}", failure.code, failure.reason)),
        ..Line::default()
    }
    .bytes()
}

/// The line of an input that is no article.
pub(super) fn skipped(path: &str, reason: &str) -> io::Result<Vec<u8>> {
    Line {
        path,
        status: "skipped",
        reason: Some(reason),
        ..Line::default()
    }
    .bytes()
}
