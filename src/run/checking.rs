//! `tolmach check` on files: reads what came back, checks each pair, and holds the pairs of the whole job against each other.

mod work;

use std::io;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use rustc_hash::{FxHashMap, FxHashSet};
use thiserror::Error;

use self::work::{Work, path_languages, places, plain_spaces, told, work};
use super::Progress;
use super::parallel::{self, Crew};
use crate::article::{Language, Limits};
use crate::bilingual::read::{self as exchange, ReadOptions, Received, ReceivedFile};
use crate::check::consistency::{self, Consistency};
use crate::check::report::{CheckedFile, Located, Report, fingerprint};
use crate::check::{self, CheckOptions, Finding, Guess, Pair, Rule, Rules, Terms};
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
    /// The system refuses threads.
    #[error("worker threads cannot be started: {0}")]
    Threads(#[from] io::Error),
}

/// Findings kept of one file; nobody reads more.
const MOST_KEPT: usize = 20_000;
/// Segments that a worker takes at a time.
const CHUNK: usize = 256;
/// Bytes of files, and files, that are in memory at a time.
const BATCH_BYTES: usize = 4 << 20;
const BATCH_FILES: usize = 1024;
/// Characters of another pair that a finding of inconsistency shows.
const SHOWN: usize = 120;

/// Checks all files of a job.
///
/// Files are read and checked by all threads, some megabytes at a time; what is kept of them, and in which order, does not depend on it.
///
/// # Errors
/// If a path names nothing, or there are no threads.
pub fn check_files(job: &CheckJob, progress: &dyn Progress) -> Result<Report, CheckError> {
    let mut desk = Desk {
        job,
        consistency: Consistency::default(),
        seen: Vec::new(),
        report: Report::default(),
    };
    let expected = read::returned_count(&job.files)?;
    progress.found(expected);
    let mut batch = Vec::new();
    let (mut came, mut bytes, mut outcome) = (0, 0, Ok(()));
    let aside = read::returned(&job.files, &job.limits, |file| {
        came += 1;
        if came > expected {
            // An archive is one file, and holds more.
            progress.entry();
        }
        bytes += file.bytes.as_ref().map_or(0, Vec::len);
        batch.push(file);
        if (bytes >= BATCH_BYTES || batch.len() >= BATCH_FILES) && outcome.is_ok() {
            bytes = 0;
            outcome = desk.batch(std::mem::take(&mut batch), progress);
        }
    })?;
    outcome?;
    super::tell_aside(&aside, progress);
    desk.batch(batch, progress)?;
    Ok(desk.report)
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
    report: Report,
}

/// A file that was read.
struct Looked {
    checked: CheckedFile,
    received: Option<Received>,
    /// What is said of each of its articles.
    articles: Vec<About>,
}

/// What an article's segments are checked by.
struct About {
    /// Languages of source and target.
    languages: (Language, Language),
    /// Units and segments that are to be translated.
    places: Vec<(usize, usize)>,
}

/// Some segments of one article of one file.
struct Chunk {
    file: usize,
    article: usize,
    places: Range<usize>,
}

/// A segment and what was found in it.
type Found = (Work, Vec<Finding>);

impl Desk<'_> {
    /// Reads and checks some files, and keeps what was found.
    fn batch(&mut self, files: Vec<Returned>, progress: &dyn Progress) -> io::Result<()> {
        let never = AtomicBool::new(false);
        let job = self.job;
        let batch = std::iter::once(files);
        let made = parallel::crew(batch, job.threads, u64::MAX, &never, |files, crew| {
            let looked = crew.each(files.into_iter(), |file| job.look(file));
            let found = job.findings(&looked, crew);
            (looked, found)
        })?;
        for (mut looked, found) in made {
            let mut found = found.into_iter();
            for file in &mut looked {
                for (received, about) in file
                    .received
                    .iter()
                    .flat_map(|read| &read.files)
                    .zip(&file.articles)
                {
                    let chunks = found.by_ref().take(about.places.len().div_ceil(CHUNK));
                    match chunks.collect::<Option<Vec<_>>>() {
                        Some(found) => {
                            let found = found.into_iter().flatten().collect();
                            self.article(received, &about.languages, found, &mut file.checked);
                        }
                        None => file.checked.error = Some(FAULT.to_owned()),
                    }
                }
            }
            for file in looked {
                progress.done(&file.checked.path, "");
                self.report.files.push(file.checked);
            }
        }
        Ok(())
    }

    /// Keeps what was found in the segments of one article.
    fn article(
        &mut self,
        article: &ReceivedFile,
        languages: &(Language, Language),
        mut found: Vec<Found>,
        out: &mut CheckedFile,
    ) {
        let (source, target) = languages;
        out.segments += found.len();
        out.translated += found.iter().filter(|(work, _)| work.translated).count();
        let rules = self.job.config.rules_for(target);
        let pair = format!("{source} {target}");
        for (work, found) in &mut found {
            self.hold_against_others(work, &pair, rules, found);
        }
        let file_wide = if target.subtag() == "fr" {
            plain_spaces(&mut found)
        } else {
            None
        };
        if let Some(finding) = file_wide {
            self.keep(article, languages, None, finding, out);
        }
        for (work, found) in found {
            for finding in found {
                self.keep(article, languages, Some(&work), finding, out);
            }
        }
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
            segment: work
                .map(|work| work.segment(article).id.clone())
                .unwrap_or_default(),
            line: work.map_or(0, |work| work.segment(article).line),
            source_language: languages.0.clone(),
            target_language: languages.1.clone(),
            source: source.to_owned(),
            target: target.to_owned(),
            finding,
            fingerprint,
        });
    }
}

/// What is said of a file whose check panicked.
const FAULT: &str = "a fault of tolmach itself; please report it";

impl CheckJob {
    /// Reads a file, and says what its articles are to be checked by.
    fn look(&self, file: Returned) -> Looked {
        let checked = CheckedFile {
            path: file.name,
            ..CheckedFile::default()
        };
        let mut looked = Looked {
            checked,
            received: None,
            articles: Vec::new(),
        };
        let read = catch_unwind(AssertUnwindSafe(|| {
            let bytes = file.bytes.map_err(|error| error.to_string())?;
            let options = ReadOptions {
                max_bytes: self.limits.max_file_bytes,
                ..ReadOptions::default()
            };
            exchange::read(&bytes, &looked.checked.path, &options).map_err(|error| error.to_string())
        }));
        match read.unwrap_or_else(|_| Err(FAULT.to_owned())) {
            Ok(received) => self.take(received, &mut looked),
            Err(error) => looked.checked.error = Some(error),
        }
        looked
    }

    fn take(&self, mut received: Received, looked: &mut Looked) {
        let problems = std::mem::take(&mut received.problems);
        looked.checked.damaged = problems.iter().any(|problem| !problem.repaired);
        let problems = problems.into_iter();
        looked.checked.problems = problems.map(|problem| (problem.line, problem.message)).collect();
        let articles = received.files.iter();
        looked.articles = articles
            .map(|article| {
                let places = places(article);
                About {
                    languages: self.languages(article, &looked.checked.path, &places),
                    places,
                }
            })
            .collect();
        looked.received = Some(received);
    }

    /// The languages that the file names, else those that were given, else those that the texts are in.
    fn languages(
        &self,
        article: &ReceivedFile,
        path: &str,
        places: &[(usize, usize)],
    ) -> (Language, Language) {
        let known = |language: &Option<Language>| language.clone().filter(|language| !language.is_und());
        let (in_path_source, in_path_target) = path_languages(path).unzip();
        let source = known(&article.source)
            .or_else(|| self.source_language.clone())
            .or(in_path_source);
        let target = known(&article.target)
            .or_else(|| self.target_language.clone())
            .or(in_path_target);
        let all = || places.iter().filter_map(|place| work(article, *place));
        let sources = || told(all().map(|work| work.source));
        let targets = || told(all().map(|work| work.target));
        (source.unwrap_or_else(sources), target.unwrap_or_else(targets))
    }

    /// What is found in the segments of all articles, chunk by chunk in order; nothing for a chunk whose check panicked.
    fn findings(&self, files: &[Looked], crew: &Crew<'_>) -> Vec<Option<Vec<Found>>> {
        let mut terms: FxHashMap<&(Language, Language), Terms> = FxHashMap::default();
        let mut chunks = Vec::new();
        for (file, looked) in files.iter().enumerate() {
            for (article, about) in looked.articles.iter().enumerate() {
                let (source, target) = &about.languages;
                let glossary = &self.config.glossary;
                terms
                    .entry(&about.languages)
                    .or_insert_with(|| glossary.terms(source, target));
                let count = about.places.len();
                chunks.extend((0..count).step_by(CHUNK).map(|start| Chunk {
                    file,
                    article,
                    places: start..count.min(start + CHUNK),
                }));
            }
        }
        crew.each(chunks.into_iter(), |chunk| {
            let looked = &files[chunk.file];
            let about = &looked.articles[chunk.article];
            let article = &looked.received.as_ref()?.files[chunk.article];
            let places = &about.places[chunk.places];
            let terms = &terms[&about.languages];
            catch_unwind(AssertUnwindSafe(|| {
                self.checked(article, places, &about.languages, terms)
            }))
            .ok()
        })
    }

    fn checked(
        &self,
        article: &ReceivedFile,
        places: &[(usize, usize)],
        (source, target): &(Language, Language),
        terms: &Terms,
    ) -> Vec<Found> {
        let options = CheckOptions {
            rules: self.config.rules_for(target),
        };
        let all = places.iter().filter_map(|place| work(article, *place));
        all.map(|work| {
            let mut pair = Pair::new(&work.source, &work.target, source, target);
            pair.max_chars = work.segment(article).max_chars.map(|most| most as usize);
            pair.terms = Some(terms);
            let found = check::check(&pair, &options, &guess);
            (work, found)
        })
        .collect()
    }
}

fn cut(text: &str) -> Box<str> {
    text.chars().take(SHOWN).collect::<String>().into()
}
