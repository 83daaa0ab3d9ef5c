//! `tolmach check` on files: reads what came back, checks each pair, and holds the pairs of the whole job against each other.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use rustc_hash::{FxHashMap, FxHashSet};
use thiserror::Error;

use super::parallel;
use crate::article::{Language, Limits};
use crate::bilingual::read::{self as exchange, ReadOptions, ReceivedFile, ReceivedNote, ReceivedSegment};
use crate::check::consistency::{self, Consistency};
use crate::check::report::{CheckedFile, Located, Report, fingerprint};
use crate::check::{self, CheckOptions, Finding, Guess, Pair, Rule, Rules, Terms, Text};
use crate::config::CheckConfig;
use crate::detect::{self, DetectOptions};
use crate::read::{self, InputError, Returned};

/// What is checked, and how.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct CheckJob {
    /// Files, folders and archives of hand-over files.
    pub files: Vec<PathBuf>,
    /// Rules and glossaries.
    pub config: CheckConfig,
    /// The language of sources, where a file does not say.
    pub source_language: Option<Language>,
    /// The language of targets, where a file does not say.
    pub target_language: Option<Language>,
    /// Fingerprints of findings that somebody accepted.
    pub accepted: FxHashSet<String>,
    /// Worker threads; 0 = one for each processor.
    pub threads: usize,
    /// Sizes.
    pub limits: Limits,
}

/// Why nothing was checked.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CheckError {
    /// A file that is not there.
    #[error(transparent)]
    Input(#[from] InputError),
}

/// Findings kept of one file; nobody reads more.
const MOST_KEPT: usize = 20_000;
/// Segments that a worker takes at a time.
const CHUNK: usize = 256;
/// Characters of another pair that a finding of inconsistency shows.
const SHOWN: usize = 120;

/// Checks all files of a job.
///
/// # Errors
/// If a path names nothing.
pub fn check_files(job: &CheckJob) -> Result<Report, CheckError> {
    let mut desk = Desk {
        job,
        consistency: Consistency::default(),
        seen: Vec::new(),
        terms: FxHashMap::default(),
    };
    let mut report = Report::default();
    read::returned(&job.files, &job.limits, |file| {
        let name = file.name.clone();
        let checked = catch_unwind(AssertUnwindSafe(|| desk.file(file))).unwrap_or_else(|_| {
            let mut failed = CheckedFile::default();
            (failed.path, failed.error) = (
                name,
                Some("a fault of tolmach itself; please report it".to_owned()),
            );
            failed
        });
        report.files.push(checked);
    })?;
    Ok(report)
}

/// The program's own detector of languages, as checks ask it.
pub fn guess(text: &str, wanted: &Language) -> Guess {
    let options = DetectOptions {
        declared: Some(wanted.clone()),
        ..DetectOptions::default()
    };
    let found = detect::detect(text, &options);
    let mut guess = Guess::none();
    (guess.language, guess.confidence) = (found.language, found.confidence);
    guess
}

/// What is kept from file to file.
struct Desk<'j> {
    job: &'j CheckJob,
    consistency: Consistency,
    /// Source and target of each translated pair, cut.
    seen: Vec<(Box<str>, Box<str>)>,
    terms: FxHashMap<(Language, Language), Terms>,
}

/// A segment to check.
struct Work<'f> {
    segment: &'f ReceivedSegment,
    source: Text<'static>,
    target: Text<'static>,
    translated: bool,
    ignored: Rules,
}

impl Desk<'_> {
    fn file(&mut self, file: Returned) -> CheckedFile {
        let mut out = CheckedFile {
            path: file.name,
            ..CheckedFile::default()
        };
        let bytes = match file.bytes {
            Ok(bytes) => bytes,
            Err(error) => {
                out.error = Some(error.to_string());
                return out;
            }
        };
        let options = ReadOptions {
            max_bytes: self.job.limits.max_file_bytes,
            ..ReadOptions::default()
        };
        let received = match exchange::read(&bytes, &out.path, &options) {
            Ok(received) => received,
            Err(error) => {
                out.error = Some(error.to_string());
                return out;
            }
        };
        drop(bytes);
        out.damaged = received.problems.iter().any(|problem| !problem.repaired);
        out.problems = received
            .problems
            .into_iter()
            .map(|problem| (problem.line, problem.message))
            .collect();
        for article in &received.files {
            self.article(article, &mut out);
        }
        out
    }

    /// Checks the segments of one article.
    fn article(&mut self, article: &ReceivedFile, out: &mut CheckedFile) {
        let work = work(article);
        let (source, target) = self.languages(article, &out.path, &work);
        out.segments += work.len();
        out.translated += work.iter().filter(|work| work.translated).count();
        let glossary = &self.job.config.glossary;
        let pair = (source.clone(), target.clone());
        let terms = self
            .terms
            .entry(pair.clone())
            .or_insert_with(|| glossary.terms(&source, &target));
        let rules = CheckOptions {
            rules: self.job.config.rules_for(&target),
        };
        let mut found = findings(&work, &source, &target, terms, &rules, self.job.threads);
        let languages = format!("{source} {target}");
        for (work, found) in work.iter().zip(&mut found) {
            self.hold_against_others(work, &languages, rules.rules, found);
        }
        let file_wide = if target.subtag() == "fr" {
            plain_spaces(&work, &mut found)
        } else {
            None
        };
        if let Some(finding) = file_wide {
            self.keep(article, &pair, None, finding, out);
        }
        for (work, found) in work.iter().zip(found) {
            for finding in found {
                self.keep(article, &pair, Some(work), finding, out);
            }
        }
    }

    /// The languages that the file names, else those that were given, else those that the texts are in.
    fn languages(&self, article: &ReceivedFile, path: &str, work: &[Work]) -> (Language, Language) {
        let known = |language: &Option<Language>| language.clone().filter(|language| !language.is_und());
        let (in_path_source, in_path_target) = path_languages(path).unzip();
        let source = known(&article.source)
            .or_else(|| self.job.source_language.clone())
            .or(in_path_source);
        let target = known(&article.target)
            .or_else(|| self.job.target_language.clone())
            .or(in_path_target);
        let sources = || told(work.iter().map(|work| work.source.plain()));
        let targets = || told(work.iter().map(|work| work.target.plain()));
        (source.unwrap_or_else(sources), target.unwrap_or_else(targets))
    }

    fn hold_against_others(&mut self, work: &Work, languages: &str, rules: Rules, found: &mut Vec<Finding>) {
        if !work.translated {
            return;
        }
        let different = self
            .consistency
            .add(self.seen.len(), languages, &work.source, &work.target);
        self.seen.push((cut(work.source.full()), cut(work.target.full())));
        if let Some(other) = different.target.filter(|_| rules.has(Rule::InconsistentTarget)) {
            found.push(consistency::finding(
                Rule::InconsistentTarget,
                &self.seen[other].1,
            ));
        }
        if let Some(other) = different.source.filter(|_| rules.has(Rule::InconsistentSource)) {
            found.push(consistency::finding(
                Rule::InconsistentSource,
                &self.seen[other].0,
            ));
        }
    }

    /// Keeps a finding, unless somebody has said that it is none.
    fn keep(
        &self,
        article: &ReceivedFile,
        languages: &(Language, Language),
        work: Option<&Work>,
        finding: Finding,
        out: &mut CheckedFile,
    ) {
        let (source, target) = work.map_or(("", ""), |work| (work.source.full(), work.target.full()));
        let fingerprint = fingerprint(finding.rule, source, target);
        if work.is_some_and(|work| work.ignored.has(finding.rule)) || self.job.accepted.contains(&fingerprint)
        {
            out.ignored += 1;
            return;
        }
        if out.findings.len() >= MOST_KEPT {
            out.left_out += 1;
            return;
        }
        out.findings.push(Located {
            article: article.original.clone(),
            segment: work.map(|work| work.segment.id.clone()).unwrap_or_default(),
            line: work.map_or(0, |work| work.segment.line),
            source_language: languages.0.clone(),
            target_language: languages.1.clone(),
            source: source.to_owned(),
            target: target.to_owned(),
            finding,
            fingerprint,
        });
    }
}

/// Bytes of text from which a language is told where a file does not name it.
const SAMPLE: usize = 8000;

/// The language that texts are in.
fn told<'t>(texts: impl Iterator<Item = &'t str>) -> Language {
    let mut sample = String::new();
    for text in texts {
        sample.push_str(text);
        sample.push('\n');
        if sample.len() > SAMPLE {
            break;
        }
    }
    detect::detect(&sample, &DetectOptions::default()).language.bare()
}

fn cut(text: &str) -> Box<str> {
    text.chars().take(SHOWN).collect::<String>().into()
}

/// The languages of a job's folder: `jobs/en-kk/segments.tsv`.
fn path_languages(path: &str) -> Option<(Language, Language)> {
    let is_known = |language: &Language| language.english_name() != language.to_string();
    path.split(['/', '\\']).rev().skip(1).find_map(|folder| {
        folder.match_indices('-').find_map(|(at, _)| {
            let source = Language::parse(&folder[..at]).ok().filter(is_known)?;
            let target = Language::parse(&folder[at + 1..]).ok().filter(is_known)?;
            Some((source, target))
        })
    })
}

/// The segments of an article that are to be translated.
fn work(article: &ReceivedFile) -> Vec<Work<'_>> {
    let mut out = Vec::new();
    for unit in article.units.iter().filter(|unit| unit.translate) {
        for segment in &unit.segments {
            let source = Text::of(&segment.source);
            let translation = segment.translation();
            // Numbers and signs alone are as good as translated.
            if translation.is_none() && !source.plain().chars().any(char::is_alphabetic) {
                continue;
            }
            out.push(Work {
                translated: translation.is_some(),
                target: translation.map_or_else(|| Text::parse(""), Text::of),
                ignored: ignored(segment.notes.iter().chain(&unit.notes)),
                source,
                segment,
            });
        }
    }
    out
}

/// The rules that notes switch off: `ignore` all of them, `ignore: quote, term` those that it names. Any other note is for people.
fn ignored<'n>(notes: impl Iterator<Item = &'n ReceivedNote>) -> Rules {
    let mut out = Rules::NONE;
    for note in notes {
        let text = note.text.trim().to_ascii_lowercase();
        let text = text.strip_prefix("tolmach:").unwrap_or(&text).trim();
        let list = match (
            note.category.eq_ignore_ascii_case("ignore"),
            text.strip_prefix("ignore"),
        ) {
            (_, Some(list)) => list.trim_start_matches(':').trim(),
            (true, None) => text,
            (false, None) => continue,
        };
        if list.is_empty() {
            return Rules::ALL;
        }
        let named = list
            .split([',', ' '])
            .filter(|name| !name.is_empty())
            .map(str::parse::<Rule>);
        if let Ok(rules) = named.collect::<Result<Vec<_>, _>>() {
            out = rules.into_iter().fold(out, |out, rule| out.with(rule, true));
        }
    }
    out
}

/// The findings of every segment, in order.
fn findings(
    work: &[Work],
    source: &Language,
    target: &Language,
    terms: &Terms,
    options: &CheckOptions,
    threads: usize,
) -> Vec<Vec<Finding>> {
    let one = |work: &Work| {
        let mut pair = Pair::new(&work.source, &work.target, source, target);
        pair.max_chars = work.segment.max_chars.map(|most| most as usize);
        pair.terms = Some(terms);
        check::check(&pair, options, &guess)
    };
    if work.len() > CHUNK && threads != 1 {
        let chunks = work.chunks(CHUNK).enumerate();
        let check = |(place, chunk): (usize, &[Work])| (place, chunk.iter().map(one).collect::<Vec<_>>());
        if let Ok(mut found) =
            parallel::unordered(chunks, threads, u64::MAX, &AtomicBool::new(false), |_| 0, check)
        {
            found.sort_unstable_by_key(|(place, _)| *place);
            return found.into_iter().flat_map(|(_, found)| found).collect();
        }
    }
    work.iter().map(one).collect()
}

/// Plain spaces from which on they are the file's way of writing.
const FEWEST_PLAIN: usize = 5;

/// A French file that has plain spaces throughout is one finding, not one for each mark: they are taken out of `found`.
fn plain_spaces(work: &[Work], found: &mut [Vec<Finding>]) -> Option<Finding> {
    let (mut plain, mut unbroken) = (0, 0);
    for work in work {
        let counts = check::french_spaces(work.target.plain());
        plain += counts.0;
        unbroken += counts.1;
    }
    if plain < FEWEST_PLAIN || unbroken * 10 > plain {
        return None;
    }
    let mut segments = 0;
    let mut whole: Option<Finding> = None;
    for findings in found {
        let before = findings.len();
        let kept = findings
            .extract_if(.., |finding| finding.rule == Rule::SpacePunct)
            .last();
        whole = whole.or(kept);
        segments += usize::from(findings.len() < before);
    }
    let mut finding = whole?;
    (finding.source, finding.target) = (None, None);
    finding.message = format!(
        "plain spaces at marks throughout: {plain} places in {segments} segments should have no-break spaces"
    );
    Some(finding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_switches_rules_off_and_prose_does_not() {
        let of = |text: &str| {
            let note = ReceivedNote {
                category: String::new(),
                text: text.to_owned(),
            };
            ignored(std::iter::once(&note))
        };
        assert_eq!(of("ignore"), Rules::ALL);
        let two = Rules::NONE.with(Rule::Quote, true).with(Rule::Term, true);
        assert_eq!(of("ignore: quote, term"), two);
        assert_eq!(of("tolmach: ignore quote term"), two);
        assert_eq!(of("Ignore this sentence"), Rules::NONE);
        assert_eq!(of("heading 2"), Rules::NONE);
    }

    #[test]
    fn the_folder_of_a_job_names_its_languages() {
        let pair = |path| path_languages(path).map(|(source, target)| format!("{source} {target}"));
        assert_eq!(
            pair("out/jobs/en-zh-Hant/segments.tsv").as_deref(),
            Some("en zh-Hant")
        );
        assert_eq!(pair("out/jobs/ferry-tale/x.tsv"), None);
        assert_eq!(pair("en-kk.tsv"), None);
    }
}
