//! `tolmach check`: quality checks on translations.

use std::path::Path;

use anyhow::{Context, anyhow};
use rustc_hash::FxHashSet;
use serde::Serialize;

use super::arguments::{CheckArguments, CommonArguments, FilterArguments, OffsetUnit, ReportFormat};
use super::progress::{Display, Manner};
use super::records::{Places, Request};
use super::{Outcome, filter, progress, run};
use crate::article::Span;
use crate::check::report::Report;
use crate::check::{self, CheckOptions, Entry, Finding, Pair, Severity, Text, consistency};
use crate::config::{CheckConfig, CheckLayer, ConfigError};
use crate::export::findings::{self, Form};
use crate::run::checking::{CheckError, CheckJob, check_files, guess};

/// `tolmach check`.
pub(super) fn check(arguments: CheckArguments, common: &CommonArguments) -> Outcome {
    let settings = match run::settings(common) {
        Ok(settings) => settings,
        Err(outcome) => return outcome,
    };
    let layer = CheckLayer {
        rules: arguments.rules.clone(),
        languages: None,
        glossary: Some(arguments.glossary.clone()).filter(|paths| !paths.is_empty()),
        accepted: arguments.accepted.clone(),
    };
    let config = match CheckConfig::new(layer.over(settings.check.clone().unwrap_or_default())) {
        Ok(config) => config,
        Err(error) => return Outcome::Usage(error.into()),
    };
    if arguments.jsonl {
        let lines = FilterArguments {
            jsonl: true,
            keep_going: arguments.keep_going,
        };
        return filter::answer(&lines, common, &settings, filter::input(), |request| {
            answer(request, &config, arguments.offsets)
        });
    }
    let threads = common.threads.or(settings.threads).unwrap_or(0);
    let display = Display::counting(
        "files",
        Manner {
            quiet: common.quiet || settings.quiet.unwrap_or(false) && !common.verbose,
            verbose: common.verbose,
            json: false,
        },
    );
    files(arguments, config, threads, &display)
}

/// Checks files and prints the report.
fn files(arguments: CheckArguments, config: CheckConfig, threads: usize, display: &Display) -> Outcome {
    let list = config.accepted.clone();
    // All findings are to be written, those that are in the list already too.
    let accepted = match list
        .as_deref()
        .filter(|_| !arguments.accept)
        .map(accepted)
        .transpose()
    {
        Ok(accepted) => accepted.unwrap_or_default(),
        Err(error) => return Outcome::Usage(error.into()),
    };
    let mut job = CheckJob::default();
    (job.files, job.config, job.accepted, job.threads) = (arguments.files, config, accepted, threads);
    (job.source_language, job.target_language) = (arguments.source_lang, arguments.target_lang);
    let report = check_files(&job, display);
    display.clear();
    let report = match report {
        Ok(report) => report,
        Err(error @ CheckError::Threads(_)) => return Outcome::Failed(error.into()),
        Err(error) => return Outcome::Usage(error.into()),
    };
    if report.files.is_empty() {
        return Outcome::Usage(anyhow!(
            "no translation file there: XLIFF, PO, TMX, TSV, CSV and XLSX are read"
        ));
    }
    if let Some(list) = list.filter(|_| arguments.accept)
        && let Err(error) = write_accepted(&list, &report)
    {
        return Outcome::Failed(error);
    }
    let form = match arguments.format {
        _ if arguments.json => Form::Json,
        ReportFormat::Text => Form::Text,
        ReportFormat::Json => Form::Json,
        ReportFormat::Sarif => Form::Sarif,
        ReportFormat::Html => Form::Html,
        ReportFormat::Junit => Form::Junit,
    };
    let passes = report.is_whole() && (arguments.accept || report.passes());
    match progress::print(findings::write(&report, form).as_bytes()) {
        Outcome::Done if !passes => Outcome::SomeFailed,
        outcome => outcome,
    }
}

/// The fingerprints at the starts of lines; `#` begins a remark. A list that is not there yet is empty.
fn accepted(path: &Path) -> Result<FxHashSet<String>, ConfigError> {
    if !path.exists() {
        return Ok(FxHashSet::default());
    }
    let text = crate::config::file(path)?;
    let text = String::from_utf8_lossy(&text);
    let words = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_whitespace().next());
    Ok(words.map(str::to_owned).collect())
}

/// Writes the list of accepted findings: a line each, in order, whole or not at all.
fn write_accepted(path: &Path, report: &Report) -> anyhow::Result<()> {
    let one_line = |text: &str| {
        text.chars()
            .take(80)
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect::<String>()
    };
    let mut lines: Vec<String> = report
        .findings()
        .map(|(_, found)| {
            format!(
                "{} {} {}",
                found.fingerprint,
                found.finding.rule,
                one_line(&found.target)
            )
            .trim_end()
            .to_owned()
        })
        .collect();
    lines.sort();
    lines.dedup();
    let text = format!(
        "# Accepted findings of tolmach check: fingerprint, rule, translation\n{}\n",
        lines.join("\n")
    );
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let failed = || format!("{}: cannot be written", path.display());
    let mut file = tempfile::NamedTempFile::new_in(folder).with_context(failed)?;
    std::io::Write::write_all(&mut file, text.as_bytes()).with_context(failed)?;
    file.persist(path)
        .map_err(|error| error.error)
        .with_context(failed)?;
    Ok(())
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
fn answer(request: &mut Request, config: &CheckConfig, unit: OffsetUnit) -> Result<Vec<u8>, String> {
    let (source_language, target_language) = (request.tag("source_lang")?, request.tag("target_lang")?);
    let (source, target) = (request.required("source")?, request.required("target")?);
    let max_chars = request.count("max_chars")?;
    let mut glossary = config.glossary.clone();
    let entry = |(source, target)| Entry {
        source,
        targets: vec![target],
        forbidden: Vec::new(),
    };
    glossary.add(None, request.pairs("terms")?.into_iter().map(entry).collect());
    let terms = glossary.terms(&source_language, &target_language);
    let group = request.pairs("pairs")?;
    let (ours, theirs) = (Text::parse(&source), Text::parse(&target));
    let mut pair = Pair::new(&ours, &theirs, &source_language, &target_language);
    (pair.max_chars, pair.terms) = (max_chars, Some(&terms));
    let options = CheckOptions {
        rules: config.rules_for(&target_language),
    };
    let mut found = check::check(&pair, &options, &guess);
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
