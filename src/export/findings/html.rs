//! The report as a page that opens from disk: every finding with its sentence, the place marked.

use super::{around, counted};
use crate::article::{Language, Span};
use crate::check::Severity;
use crate::check::report::{CheckedFile, Located, Report};
use crate::escape::Html;

/// Characters of a sentence before and behind a place: as much as a paragraph.
const REACH: usize = 400;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\
h2{font-size:1.1rem;margin:2rem 0 .5rem;overflow-wrap:anywhere}\
article{border:1px solid #8886;border-inline-start:.4rem solid #888;border-radius:.3rem;padding:.5rem .8rem;margin:.6rem 0}\
article.error{border-inline-start-color:#b3261e}article.warning{border-inline-start-color:#b26a00}article.info{border-inline-start-color:#2b6cb0}\
article p{margin:.2rem 0;overflow-wrap:anywhere}article .place{font-size:.85rem;opacity:.75}\
mark{background:#ffd54f;color:#000;padding:0 .1em;white-space:pre-wrap}table{border-collapse:collapse}td,th{padding:.2rem .8rem .2rem 0;text-align:start}\
@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}}";

/// The report as a page.
pub fn html(report: &Report) -> String {
    let mut out = Html::new();
    out.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Checks</title>\n<style>");
    out.raw(STYLE).raw("</style>\n</head>\n<body>\n<h1>Checks</h1>\n");
    summary(&mut out, report);
    for file in &report.files {
        one_file(&mut out, file);
    }
    out.raw("</body>\n</html>\n");
    out.into_string()
}

fn summary(out: &mut Html, report: &Report) {
    out.raw("<table>\n<tr><th>File</th><th>Segments</th><th>Translated</th><th>Errors</th><th>Warnings</th><th>Remarks</th></tr>\n");
    for file in &report.files {
        let count = |severity| {
            file.findings
                .iter()
                .filter(|found| found.finding.severity == severity)
                .count()
        };
        out.raw("<tr><td>").text(&file.path).raw("</td>");
        if file.error.is_some() {
            out.raw("<td colspan=\"5\">not read</td></tr>\n");
            continue;
        }
        for number in [
            file.segments,
            file.translated,
            count(Severity::Error),
            count(Severity::Warning),
            count(Severity::Info),
        ] {
            out.raw("<td>").number(number).raw("</td>");
        }
        out.raw("</tr>\n");
    }
    out.raw("</table>\n");
}

fn one_file(out: &mut Html, file: &CheckedFile) {
    if file.error.is_none() && file.findings.is_empty() && file.problems.is_empty() {
        return;
    }
    out.raw("<h2>").text(&file.path).raw("</h2>\n");
    if let Some(error) = &file.error {
        out.raw("<article class=\"error\"><p>not read: ")
            .text(error)
            .raw("</p></article>\n");
    }
    for (line, message) in &file.problems {
        out.raw("<p>line ")
            .number(line)
            .raw(": ")
            .text(message)
            .raw("</p>\n");
    }
    for found in &file.findings {
        finding(out, found);
    }
    if file.ignored > 0 {
        out.raw("<p>")
            .text(&counted(file.ignored, "finding"))
            .raw(" ignored</p>\n");
    }
}

fn finding(out: &mut Html, found: &Located) {
    let Located { finding, .. } = found;
    out.raw("<article")
        .attribute("class", finding.severity.as_str())
        .raw(">\n<p><strong>")
        .text(&finding.message)
        .raw("</strong></p>\n");
    if found.line > 0 || !found.segment.is_empty() {
        side(out, &found.source, finding.source, &found.source_language);
        side(out, &found.target, finding.target, &found.target_language);
    }
    out.raw("<p class=\"place\">")
        .text(finding.rule.as_str())
        .raw(" · ")
        .text(finding.severity.as_str());
    if found.line > 0 {
        out.raw(" · line ").number(found.line);
    }
    if !found.segment.is_empty() {
        out.raw(" · ").text(&found.segment);
    }
    if !found.article.is_empty() {
        out.raw(" · ").text(&found.article);
    }
    out.raw("</p>\n</article>\n");
}

fn side(out: &mut Html, text: &str, span: Option<Span>, language: &Language) {
    if text.is_empty() {
        return;
    }
    out.raw("<p")
        .attribute("lang", &language.to_string())
        .attribute("dir", language.direction().as_str())
        .raw(">");
    let (before, inside, behind) = around(text, span.unwrap_or(Span::new(0, 0)), REACH);
    out.text(&before);
    if span.is_some() {
        out.raw("<mark>").text(inside).raw("</mark>");
    }
    out.text(&behind);
    out.raw("</p>\n");
}
