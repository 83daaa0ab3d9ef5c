//! The batch: inputs in, output folder out. Articles are worked on in any order and by any number of threads; what is written
//! does not depend on either.

mod jobs;
mod journal;
mod manifest;
mod output;
pub mod parallel;
pub mod process;
mod publish;
pub mod survey;

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use thiserror::Error;

use crate::article::{ArticleRecord, Failure, Stage, Warning};
use crate::config::Config;
use crate::read::{self, Found, InputError};
use manifest::Entry;
use process::Settings;

pub use output::{Output, OutputError, WholeFile};

/// What a run tells while it goes on. Calls come from any thread, in any order.
pub trait Progress: Sync {
    /// So many articles were found.
    fn found(&self, count: usize);
    /// Another run (process `holder`) holds the output folder; this one waits.
    fn waiting(&self, output: &Path, holder: &str);
    /// An article is finished.
    fn done(&self, path: &str, id: &str);
    /// Something went less than well with the article in `file`.
    fn warning(&self, file: &Path, path: &str, warning: &Warning);
    /// The article in `file` failed.
    fn failed(&self, file: &Path, failure: &Failure);
    /// A file is not read as an article.
    fn skipped(&self, path: &str, reason: &str);
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RunReport {
    /// Articles finished.
    pub done: usize,
    /// Articles that failed.
    pub failed: usize,
    /// Files that are no articles.
    pub skipped: usize,
    /// Translation jobs written.
    pub jobs: usize,
    /// Target languages were given.
    pub has_targets: bool,
    /// A signal ended the run before all articles were begun.
    pub stopped: bool,
    /// The page to open.
    pub page: PathBuf,
}

/// A run that could not be done at all.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RunError {
    /// A wrong INPUT.
    #[error(transparent)]
    Input(#[from] InputError),
    /// An output folder that is not to be written.
    #[error(transparent)]
    Usage(OutputError),
    /// An output folder that cannot be written.
    #[error(transparent)]
    Output(OutputError),
    /// A file of the whole run that cannot be written.
    #[error("{}", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A panic while jobs, page and manifest were written; the articles' own files are whole.
    #[error("a fault of tolmach itself while jobs, page and manifest were written; please report it")]
    Fault,
    /// The system refuses threads.
    #[error("worker threads cannot be started: {0}")]
    Threads(io::Error),
}

impl From<OutputError> for RunError {
    fn from(error: OutputError) -> Self {
        match error {
            OutputError::Foreign(_) | OutputError::IsInput(_) => Self::Usage(error),
            error => Self::Output(error),
        }
    }
}

/// Reads all inputs, writes the output folder. When `stop` is set, no further article is begun.
///
/// # Errors
/// If there is nothing to read or nowhere to write; an article that fails is an entry of the manifest and no error here.
pub fn run(config: &Config, progress: &dyn Progress, stop: &AtomicBool) -> Result<RunReport, RunError> {
    for input in &config.input {
        if same_folder(input, &config.output) {
            return Err(OutputError::IsInput(config.output.clone()).into());
        }
    }
    let found = read::inputs(&config.input, &config.output)?;
    let output = Output::open(&config.output, |holder| progress.waiting(&config.output, holder))?;
    let (articles, skipped): (Vec<Found>, Vec<Found>) = found.into_iter().partition(|f| f.skipped.is_none());
    progress.found(articles.len());
    for file in &skipped {
        progress.skipped(&file.name, file.skipped.unwrap_or_default());
    }
    let total = articles.len();
    let mut entries = work(config, articles, &output, progress, stop)?;
    let stopped = entries.len() < total;
    entries.extend(skipped.into_iter().map(Entry::skipped));
    entries.sort_by(|a, b| a.sort_key().cmp(b.sort_key()));
    let mut report = RunReport {
        page: config.output.join("index.html"),
        has_targets: !config.targets.is_empty(),
        stopped,
        ..RunReport::default()
    };
    for entry in &entries {
        match entry.status {
            manifest::Status::Done(_) => report.done += 1,
            manifest::Status::Failed { .. } => report.failed += 1,
            manifest::Status::Skipped(_) => report.skipped += 1,
        }
    }
    if stopped {
        return Ok(report);
    }
    let second = || second_pass(config, &entries, &output);
    report.jobs = catch_unwind(AssertUnwindSafe(second)).unwrap_or(Err(RunError::Fault))?;
    output.close().map_err(|source| RunError::Write {
        path: config.output.join(output::STATE_FOLDER),
        source,
    })?;
    Ok(report)
}

/// Writes what concerns the run as a whole, and gives the number of jobs.
fn second_pass(config: &Config, entries: &[Entry], output: &Output) -> Result<usize, RunError> {
    let failed = |name: &str| {
        let path = config.output.join(name);
        move |source| RunError::Write { path, source }
    };
    let mut page = publish::Page::new(entries, config, output).map_err(failed("index.html"))?;
    let jobs = jobs::write(config, entries, output, &mut page).map_err(failed("jobs"))?;
    page.finish(entries, &jobs).map_err(failed("index.html"))?;
    manifest::write(entries, output).map_err(failed("manifest.jsonl"))?;
    Ok(jobs.len())
}

/// Takes all articles through the stages and writes their own files.
fn work(
    config: &Config,
    articles: Vec<Found>,
    output: &Output,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<Vec<Entry>, RunError> {
    let settings = Settings {
        language: config.language.clone(),
        languages: config.languages.clone(),
        summary: config.summary,
        segment: config.segment.clone(),
        limits: config.limits.clone(),
    };
    let cost = |found: &Found| std::fs::metadata(&found.path).map_or(0, |metadata| metadata.len());
    let full = AtomicBool::new(false);
    let one = |found: Found| {
        let finished = process::process(&found, &settings).and_then(|record| {
            if full.load(Ordering::Relaxed) {
                return Err(no_space(&found.name));
            }
            let at = process::Place::default();
            at.enter(Stage::Export);
            let sums = process::guarded(&found.name, &at, || {
                publish::article(&record, config, output).map_err(|error| {
                    full.fetch_or(error.kind() == io::ErrorKind::StorageFull, Ordering::Relaxed);
                    write_failure(&found.name, &error)
                })
            })?;
            Ok((record, sums))
        });
        match finished {
            Ok((record, sums)) => {
                tell(&found.path, &record, progress);
                Entry::done(found.key, &record, sums)
            }
            Err(failure) => {
                progress.failed(&found.path, &failure);
                Entry::failed(found.key, failure)
            }
        }
    };
    parallel::unordered(
        articles,
        config.threads,
        config.limits.max_bytes_in_flight,
        stop,
        cost,
        one,
    )
    .map_err(RunError::Threads)
}

fn tell(file: &Path, record: &ArticleRecord, progress: &dyn Progress) {
    for warning in &record.article.warnings {
        progress.warning(file, &record.path, warning);
    }
    progress.done(&record.path, record.id.as_str());
}

fn write_failure(path: &str, error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::StorageFull {
        return no_space(path);
    }
    let reason = format!("its files cannot be written: {error}");
    Failure {
        path: path.to_owned(),
        stage: Stage::Write,
        code: "unwritable".to_owned(),
        reason,
    }
}

fn no_space(path: &str) -> Failure {
    Failure {
        path: path.to_owned(),
        stage: Stage::Write,
        code: "no-space".to_owned(),
        reason: "no space left for its files; free some and run again".to_owned(),
    }
}

/// Whether both paths are the same folder.
fn same_folder(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}
