//! The report as lines for a terminal or a log.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{around, counted};
use crate::article::Span;
use crate::check::report::{CheckedFile, Located, Report};
use crate::check::{Rule, Severity};
use crate::escape::terminal;

/// Findings of one rule in one file that are told one by one.
const MOST_LINES: usize = 20;
/// Characters before and behind a place that are shown.
const REACH: usize = 40;

/// The report for people.
pub fn text(report: &Report) -> String {
    let mut out = String::new();
    for file in &report.files {
        one_file(&mut out, file);
    }
    let files = counted(report.files.len(), "file");
    let failed = match report.failed() {
        0 => String::new(),
        count => format!(", {count} unreadable"),
    };
    let count = |severity| report.count(severity);
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "{files}{failed}: {}, {}, {}",
        counted(count(Severity::Error), "error"),
        counted(count(Severity::Warning), "warning"),
        counted(count(Severity::Info), "remark"),
    );
    out
}

fn one_file(out: &mut String, file: &CheckedFile) {
    let path = terminal(&file.path);
    if let Some(error) = &file.error {
        let _ = writeln!(out, "{path}: not read: {}", terminal(error));
        return;
    }
    let _ = writeln!(
        out,
        "{path}: {}, {} translated",
        counted(file.segments, "segment"),
        file.translated
    );
    for (line, message) in file.problems.iter().take(MOST_LINES) {
        let _ = writeln!(out, "  line {line}: {}", terminal(message));
    }
    if file.problems.len() > MOST_LINES {
        let _ = writeln!(out, "  … {} more of this kind", file.problems.len() - MOST_LINES);
    }
    let mut told: BTreeMap<Rule, usize> = BTreeMap::new();
    for found in &file.findings {
        let count = told.entry(found.finding.rule).or_default();
        *count += 1;
        if *count <= MOST_LINES {
            finding(out, found);
        }
    }
    for (rule, count) in told.iter().filter(|(_, count)| **count > MOST_LINES) {
        let _ = writeln!(
            out,
            "  … {} more of {rule}; --format json has all",
            count - MOST_LINES
        );
    }
    if file.ignored > 0 {
        let _ = writeln!(out, "  {} ignored", counted(file.ignored, "finding"));
    }
    if file.left_out > 0 {
        let _ = writeln!(
            out,
            "  {} left out: the file has more than is kept",
            counted(file.left_out, "finding")
        );
    }
}

fn finding(out: &mut String, found: &Located) {
    let Located { finding, .. } = found;
    let place = if found.segment.is_empty() && found.line == 0 {
        String::new()
    } else {
        format!(" line {} {}", found.line, terminal(&found.segment))
    };
    let _ = writeln!(
        out,
        "  {} {}{place}: {}",
        finding.severity.as_str(),
        finding.rule,
        terminal(&finding.message)
    );
    if found.segment.is_empty() && found.line == 0 {
        return;
    }
    side(out, &found.source, finding.source);
    if !found.target.is_empty() {
        side(out, &found.target, finding.target);
    }
}

/// A line with the place in brackets.
fn side(out: &mut String, text: &str, span: Option<Span>) {
    let whole = Span::new(0, 0);
    let (before, inside, behind) = around(
        text,
        span.unwrap_or(whole),
        if span.is_some() { REACH } else { 2 * REACH },
    );
    let line = if span.is_some() {
        format!("{before}⟦{inside}⟧{behind}")
    } else {
        format!("{before}{inside}{behind}")
    };
    let _ = writeln!(out, "      {}", terminal(&line.replace(['\n', '\r', '\t'], " ")));
}
