//! The report of a check as text for a terminal, JSON, SARIF, HTML and `JUnit`: a [`Report`] in, the content of a file out.

mod html;
mod json;
mod junit;
mod sarif;
mod text;

use crate::article::Span;
use crate::check::report::Report;

pub use html::html;
pub use json::json;
pub use junit::junit;
pub use sarif::sarif;
pub use text::text;

/// The forms of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Lines for people.
    #[default]
    Text,
    /// One object with everything.
    Json,
    /// SARIF 2.1.0, for code hosts and editors.
    Sarif,
    /// A page.
    Html,
    /// XML of `JUnit`, for build servers.
    Junit,
}

/// Writes a report.
pub fn write(report: &Report, form: Form) -> String {
    match form {
        Form::Text => text(report),
        Form::Json => json(report),
        Form::Sarif => sarif(report),
        Form::Html => html(report),
        Form::Junit => junit(report),
    }
}

/// `1 error`, `2 errors`.
fn counted(count: usize, what: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {what}{ending}")
}

/// A text in three parts: before a span, the span, behind it; long parts are cut at `reach` characters.
fn around(text: &str, span: Span, reach: usize) -> (String, &str, String) {
    let (before, behind) = (&text[..span.start as usize], &text[span.end as usize..]);
    let mut start = before
        .char_indices()
        .rev()
        .take(reach)
        .last()
        .map_or(0, |(at, _)| at);
    if start <= 3 {
        start = 0;
    }
    let end = behind
        .char_indices()
        .nth(reach)
        .map_or(behind.len(), |(at, _)| at);
    let cut = |yes: bool| if yes { "…" } else { "" };
    let left = format!("{}{}", cut(start > 0), &before[start..]);
    let right = format!("{}{}", &behind[..end], cut(end < behind.len()));
    (left, span.of(text), right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Language;
    use crate::check::report::{CheckedFile, Located, fingerprint};
    use crate::check::{CheckOptions, Guess, Pair, Text, check};

    /// A file with one sentence whose number is wrong, and one that cannot be read.
    fn sample() -> Report {
        let (en, fr) = (Language::parse("en").unwrap(), Language::parse("fr").unwrap());
        let (source, target) = (
            "Fares rose by 31 <1>cents</1> & more.",
            "Les tarifs ont augmenté de 13 <1>centimes</1> & plus.",
        );
        let (ours, theirs) = (Text::parse(source), Text::parse(target));
        let found = check(
            &Pair::new(&ours, &theirs, &en, &fr),
            &CheckOptions::default(),
            &|_, _| Guess::none(),
        );
        let located = |finding: crate::check::Finding| Located {
            article: "news/ferry.html".into(),
            segment: "u1.s1".into(),
            line: 7,
            source_language: en.clone(),
            target_language: fr.clone(),
            source: source.into(),
            target: target.into(),
            fingerprint: fingerprint(finding.rule, source, target),
            finding,
        };
        let mut file = CheckedFile::default();
        (file.path, file.segments, file.translated) = ("back/ferry \u{202e}1.xlf".into(), 2, 1);
        file.findings = found.into_iter().map(located).collect();
        file.problems.push((3, "a code without an id".into()));
        let mut broken = CheckedFile::default();
        (broken.path, broken.error) = ("back/broken.xlf".into(), Some("line 2, byte 9: no end".into()));
        let mut report = Report::default();
        report.files = vec![file, broken];
        report
    }

    #[test]
    fn a_report_in_every_form() {
        insta::assert_snapshot!("text", text(&sample()));
        insta::assert_snapshot!("json", json(&sample()));
        insta::assert_snapshot!(
            "sarif",
            sarif(&sample()).replace(env!("CARGO_PKG_VERSION"), "VERSION")
        );
        insta::assert_snapshot!("html", html(&sample()).split("</style>").last().unwrap());
        insta::assert_snapshot!("junit", junit(&sample()));
    }
}
