//! `tolmach check`: quality checks on translations.

use anyhow::anyhow;
use serde::Serialize;

use super::arguments::{CheckArguments, CommonArguments, OffsetUnit};
use super::records::{Places, Request};
use super::{Outcome, filter, run};
use crate::article::{Language, Span};
use crate::check::{self, CheckOptions, Entry, Finding, Guess, Pair, Rules, Severity, Text, consistency};
use crate::detect::{self, DetectOptions};

/// `tolmach check`.
pub(super) fn check(arguments: &CheckArguments, common: &CommonArguments) -> Outcome {
    let settings = match run::settings(common) {
        Ok(settings) => settings,
        Err(outcome) => return outcome,
    };
    let mut options = CheckOptions::default();
    options.rules = match changed(options.rules, &arguments.rules) {
        Ok(rules) => rules,
        Err(outcome) => return outcome,
    };
    filter::answer(&arguments.filter, common, &settings, filter::input(), |request| {
        answer(request, &options, arguments.offsets)
    })
}

/// The rules after the changes of the command line.
fn changed(rules: Rules, changes: &[String]) -> Result<Rules, Outcome> {
    changes.iter().try_fold(rules, |rules, change| {
        rules
            .changed(change)
            .map_err(|message| Outcome::Usage(anyhow!("--rules: {message}")))
    })
}

/// The language of a text as this program's own detector tells it.
pub(super) fn guess(text: &str, wanted: &Language) -> Guess {
    let options = DetectOptions {
        declared: Some(wanted.clone()),
        ..DetectOptions::default()
    };
    let found = detect::detect(text, &options);
    let mut guess = Guess::none();
    (guess.language, guess.confidence) = (found.language, found.confidence);
    guess
}

#[derive(Serialize)]
struct Issue {
    rule: check::Rule,
    severity: Severity,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_span: Option<Place>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_span: Option<Place>,
    message: String,
}

#[derive(Serialize)]
struct Place {
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct Checked {
    issues: Vec<Issue>,
}

/// `{"id","source_lang","target_lang","source","target","max_chars"?,"terms"?,"pairs"?}` to `{"id","issues"}`.
fn answer(request: &mut Request, options: &CheckOptions, unit: OffsetUnit) -> Result<Vec<u8>, String> {
    let (source_language, target_language) = (request.tag("source_lang")?, request.tag("target_lang")?);
    let (source, target) = (request.required("source")?, request.required("target")?);
    let max_chars = request.count("max_chars")?;
    let terms = entries(request.pairs("terms")?);
    let group = request.pairs("pairs")?;
    let (ours, theirs) = (Text::parse(&source), Text::parse(&target));
    let mut pair = Pair::new(&ours, &theirs, &source_language, &target_language);
    (pair.max_chars, pair.terms) = (max_chars, &terms);
    let mut found = check::check(&pair, options, &guess);
    let group: Vec<(Text, Text)> = group
        .iter()
        .map(|(source, target)| (Text::parse(source), Text::parse(target)))
        .collect();
    found.extend(consistency::of_group(&group, options.rules));
    let (here, there) = (Places::in_unit(&source, unit), Places::in_unit(&target, unit));
    let place = |places: &Places, span: Option<Span>| {
        span.map(|span| {
            let (start, end) = places.of(span);
            Place { start, end }
        })
    };
    let issue = |finding: Finding| Issue {
        rule: finding.rule,
        severity: finding.severity,
        source_span: place(&here, finding.source),
        target_span: place(&there, finding.target),
        message: finding.message,
    };
    let issues = found.into_iter().map(issue).collect();
    Ok(request.reply(&Checked { issues }, &["issues"]))
}

/// Pairs with one source are one entry: any of its translations will do.
fn entries(pairs: Vec<(String, String)>) -> Vec<Entry> {
    let mut out: Vec<Entry> = Vec::new();
    for (source, target) in pairs {
        match out.iter_mut().find(|entry| entry.source == source) {
            Some(entry) => entry.targets.push(target),
            None => out.push(Entry {
                source,
                targets: vec![target],
                forbidden: Vec::new(),
            }),
        }
    }
    out
}
