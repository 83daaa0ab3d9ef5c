//! The batch: inputs in, output folder out. Articles are worked on in any order and by any number of threads; what is written
//! does not depend on either.

pub mod checking;
pub mod digest;
mod edition;
mod holder;
mod intake;
mod jobs;
mod journal;
mod leavings;
mod manifest;
mod memory;
pub mod merge;
mod output;
mod pack;
pub mod parallel;
pub mod process;
pub mod pseudo;
mod publish;
pub mod remake;
mod shelf;
mod spool;
mod survey;
mod terms;
mod whence;

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use thiserror::Error;

use crate::article::{Failure, Warning};
use crate::config::Config;
use crate::digest::write::template::TemplateError;
use crate::read::{self, Found, InputError};
use crate::report;
use digest::{Desk, DigestError};
use intake::Intake;
use leavings::{Batch, Leavings, Left};
use process::Settings;
use shelf::Shelf;
use terms::Termbook;

pub use output::{Output, OutputError, WholeFile};

/// What a run tells while it goes on. Calls come from any thread, in any order.
pub trait Progress: Sync {
    /// So many files were found.
    fn found(&self, count: usize);
    /// A file holds one more article.
    fn entry(&self);
    /// All articles of a file are worked on.
    fn held(&self, path: &str, articles: usize);
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
    /// Something is to be known that belongs to no article: of a file or a part of the output.
    fn remark(&self, code: &str, place: &str, message: &str);
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
    /// Editions of the newsletter written.
    pub editions: usize,
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
    /// Wrong picks or a wrong template.
    #[error(transparent)]
    Digest(DigestError),
    /// A digest of nothing.
    #[error("{} holds no finished run; make one with `tolmach run`", .0.display())]
    NoRun(PathBuf),
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
    let desk = Desk::open(config)?;
    let found = inputs(config)?;
    let output = Output::open(&config.output, |holder| progress.waiting(&config.output, holder))?;
    let failed = |name: &str| {
        let path = config.output.join(name);
        move |source| RunError::Write { path, source }
    };
    whence::note(&output, &config.input).map_err(failed(output::STATE_FOLDER))?;
    let leavings = Leavings::new(config, &output).map_err(failed(output::STATE_FOLDER))?;
    let (found, left) = work(config, found, &output, &leavings, progress, stop)?;
    let mut report = RunReport {
        page: config.output.join("index.html"),
        has_targets: !config.targets.is_empty(),
        ..RunReport::default()
    };
    for (found, left) in found.iter().zip(&left) {
        match left {
            Some(Left::Done(_)) => report.done += 1,
            Some(Left::Failed(_)) => report.failed += 1,
            Some(Left::Held(held)) => report.failed += usize::from(held.failure.is_some()),
            Some(Left::Skipped(_)) => report.skipped += 1,
            None if found.skipped.is_some() => report.skipped += 1,
            None => report.stopped = true,
        }
    }
    if report.stopped {
        return Ok(report);
    }
    let batch = leavings
        .finish(found, left)
        .map_err(failed(output::STATE_FOLDER))?;
    let written = netted(|| second_pass(config, &desk, batch, &output, progress))?;
    (report.jobs, report.editions) = (written.jobs, written.editions);
    output.close().map_err(failed(output::STATE_FOLDER))?;
    match written.wrong {
        Some(error) => Err(DigestError::Template(error).into()),
        None => Ok(report),
    }
}

/// The inputs: files, and standard input where it is one.
fn inputs(config: &Config) -> Result<Vec<Found>, RunError> {
    let Some(kept) = &config.standard_input else {
        return Ok(read::inputs(&config.input, &config.output)?);
    };
    let files: Vec<PathBuf> = config
        .input
        .iter()
        .filter(|path| !is_standard_input(path))
        .cloned()
        .collect();
    let mut found = read::inputs(&files, &config.output)?;
    found.push(Found::standard_input(kept));
    found.sort_by_key(Found::key);
    Ok(found)
}

/// Tells what of the files that came back is not read.
fn tell_aside(aside: &[read::Aside], progress: &dyn Progress) {
    for one in aside {
        progress.remark("left-aside", &one.project, &one.to_string());
    }
}

/// Whether an argument stands for standard input.
pub fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The last net: a panic in `work` is an error like others.
fn netted<T>(work: impl FnOnce() -> Result<T, RunError>) -> Result<T, RunError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(RunError::Fault))
}

/// What the second pass wrote.
struct Written {
    jobs: usize,
    editions: usize,
    /// The first error of a template.
    wrong: Option<TemplateError>,
}

/// Writes what concerns the run as a whole.
fn second_pass(
    config: &Config,
    desk: &Desk,
    mut batch: Batch,
    output: &Output,
    progress: &dyn Progress,
) -> Result<Written, RunError> {
    let failed = |name: &str| {
        let path = config.output.join(name);
        move |source| RunError::Write { path, source }
    };
    let jobs = jobs::write(config, &batch, output).map_err(failed("jobs"))?;
    for job in &jobs {
        batch.overview.add_job(job.summary());
    }
    let written = digest::write(config, desk, &batch, &Shelf::of_run(output), progress);
    let (editions, wrong) = written.map_err(failed("digest"))?;
    let written = Written {
        jobs: jobs.len(),
        editions: editions.len(),
        wrong,
    };
    batch.overview.set_editions(editions);
    write_page(config, &batch, output).map_err(failed("index.html"))?;
    write_manifest(&batch, output).map_err(failed("manifest.jsonl"))?;
    Ok(written)
}

fn write_page(config: &Config, batch: &Batch, output: &Output) -> io::Result<()> {
    let mut file = output.create("index.html")?;
    file.write_all(report::head(&batch.overview).as_str().as_bytes())?;
    batch.write_page(config, output, &mut file)?;
    file.write_all(report::tail().as_str().as_bytes())?;
    file.finish()
}

fn write_manifest(batch: &Batch, output: &Output) -> io::Result<()> {
    let mut file = output.create("manifest.jsonl")?;
    batch.write_manifest(&mut file)?;
    file.finish()
}

/// Takes all articles of `found` through the stages and writes their own files. What each left comes in the order of `found`, the articles in
/// a file after the file; none for what is no article, or was not begun.
fn work(
    config: &Config,
    found: Vec<Found>,
    output: &Output,
    leavings: &Leavings,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<intake::Flat, RunError> {
    let mut settings = Settings::of(config);
    let sites = survey::sites(&found, &settings, config.threads, stop);
    settings.sites = Some(sites.map_err(RunError::Threads)?);
    let intake = Intake {
        config,
        settings: &settings,
        output,
        leavings,
        terms: &Termbook::new(&config.glossary),
        progress,
        full: AtomicBool::new(false),
    };
    let mut articles = found.len();
    for (found, reason) in found.iter().filter_map(|found| Some((found, found.skipped?))) {
        intake.skipped(found, reason);
        articles -= 1;
    }
    progress.found(articles);
    let outcomes: Vec<OnceLock<intake::Outcome>> = found.iter().map(|_| OnceLock::new()).collect();
    let inputs = found
        .iter()
        .zip(&outcomes)
        .filter(|(found, _)| found.skipped.is_none());
    let room = config.limits.max_bytes_in_flight;
    parallel::crew(inputs, config.threads, room, stop, |(found, outcome), crew| {
        outcome.get_or_init(|| intake.input(found, crew));
    })
    .map_err(RunError::Threads)?;
    Ok(intake::flat(found, outcomes))
}

/// Whether both paths are the same folder.
fn same_folder(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_the_second_pass_ends_the_run_with_a_message() {
        let pool = || parallel::unordered(0..3, 2, 8, &AtomicBool::new(false), |_| 1, |n| assert_ne!(n, 1));
        let error = netted(|| pool().map_err(RunError::Threads)).unwrap_err();
        assert!(error.to_string().contains("please report it"), "{error}");
        assert_eq!(netted(|| Ok(7)).unwrap(), 7);
    }
}
