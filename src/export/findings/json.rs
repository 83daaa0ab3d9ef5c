//! The report as one JSON object; places are code points of the texts beside them.

use serde::Serialize;

use crate::article::{Offsets, Span};
use crate::check::report::{CheckedFile, Located, Report};
use crate::check::{Rule, Severity};

#[derive(Serialize)]
struct Whole<'r> {
    version: u32,
    counts: Counts,
    files: Vec<File<'r>>,
}

#[derive(Serialize)]
struct Counts {
    files: usize,
    failed: usize,
    error: usize,
    warning: usize,
    info: usize,
}

#[derive(Serialize)]
struct File<'r> {
    path: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'r str>,
    segments: usize,
    translated: usize,
    ignored: usize,
    left_out: usize,
    problems: Vec<Problem<'r>>,
    issues: Vec<Issue<'r>>,
}

#[derive(Serialize)]
struct Problem<'r> {
    line: u32,
    message: &'r str,
}

#[derive(Serialize)]
struct Issue<'r> {
    rule: Rule,
    severity: Severity,
    #[serde(skip_serializing_if = "str::is_empty")]
    article: &'r str,
    #[serde(skip_serializing_if = "str::is_empty")]
    segment: &'r str,
    line: u32,
    source_lang: String,
    target_lang: String,
    source: &'r str,
    target: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_span: Option<Place>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_span: Option<Place>,
    message: &'r str,
    fingerprint: &'r str,
}

#[derive(Serialize)]
struct Place {
    start: u32,
    end: u32,
}

/// The report for programs.
pub fn json(report: &Report) -> String {
    let whole = Whole {
        version: 1,
        counts: Counts {
            files: report.files.len(),
            failed: report.failed(),
            error: report.count(Severity::Error),
            warning: report.count(Severity::Warning),
            info: report.count(Severity::Info),
        },
        files: report.files.iter().map(file).collect(),
    };
    pretty(&whole)
}

/// Lines of JSON, indented. Plain data is always JSON; were it not, nothing would be written.
pub(super) fn pretty(value: &impl Serialize) -> String {
    let mut out = serde_json::to_string_pretty(value).unwrap_or_default();
    out.push('\n');
    out
}

fn file(file: &CheckedFile) -> File<'_> {
    File {
        path: &file.path,
        error: file.error.as_deref(),
        segments: file.segments,
        translated: file.translated,
        ignored: file.ignored,
        left_out: file.left_out,
        problems: file
            .problems
            .iter()
            .map(|(line, message)| Problem { line: *line, message })
            .collect(),
        issues: file.findings.iter().map(issue).collect(),
    }
}

fn issue(found: &Located) -> Issue<'_> {
    let place = |text: &str, span: Option<Span>| {
        span.map(|span| {
            let offsets = Offsets::new(text);
            Place {
                start: offsets.code_points(span.start),
                end: offsets.code_points(span.end),
            }
        })
    };
    Issue {
        rule: found.finding.rule,
        severity: found.finding.severity,
        article: &found.article,
        segment: &found.segment,
        line: found.line,
        source_lang: found.source_language.to_string(),
        target_lang: found.target_language.to_string(),
        source: &found.source,
        target: &found.target,
        source_span: place(&found.source, found.finding.source),
        target_span: place(&found.target, found.finding.target),
        message: &found.finding.message,
        fingerprint: &found.fingerprint,
    }
}
