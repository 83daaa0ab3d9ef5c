//! What people and machines see of a run while it goes on: a bar on a terminal, plain lines elsewhere, JSON lines with `--json`.
//!
//! Everything for people goes to standard error; text of articles and names of files are shown with their controls made visible.

use std::cell::RefCell;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use super::Outcome;
use crate::article::{Failure, Warning};
use crate::escape;
use crate::run::merge::MergeReport;
use crate::run::{Progress, RunReport};

thread_local! {
    static PANIC_PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps panics quiet: each is caught around its article or line and reported there, with the place that is kept here.
pub(super) fn silence_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info
            .location()
            .map(|place| format!("{}:{}", place.file(), place.line()))
            .unwrap_or_default();
        PANIC_PLACE.with(|kept| *kept.borrow_mut() = place);
    }));
}

/// Where the last panic of this thread was.
pub(super) fn panic_place() -> String {
    PANIC_PLACE.with(|kept| kept.borrow().clone())
}

/// Writes results to standard output; a reader that has gone away is no error.
pub(super) fn print(bytes: &[u8]) -> Outcome {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Outcome::Done,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Outcome::Done,
        Err(error) => Outcome::Failed(anyhow::Error::new(error).context("standard output")),
    }
}

/// A line on standard error. If even that cannot be written there is nobody to tell.
fn say(line: &str) {
    let mut out = io::stderr().lock();
    let _ = writeln!(out, "{}", escape::terminal(line));
}

/// An error message.
pub(super) fn error(message: &str) {
    for (index, line) in message.lines().enumerate() {
        say(&if index == 0 {
            format!("error: {line}")
        } else {
            format!("       {line}")
        });
    }
}

/// How much is shown.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Manner {
    /// Errors only.
    pub(super) quiet: bool,
    /// A line for every article.
    pub(super) verbose: bool,
    /// Events as JSON lines on standard output.
    pub(super) json: bool,
}

/// Shows a run.
pub(super) struct Display {
    manner: Manner,
    bar: ProgressBar,
    stdout_gone: AtomicBool,
    warned: Mutex<usize>,
}

/// Warnings that are shown one by one; the page and the records hold them all.
const MAX_WARNING_LINES: usize = 50;

impl Display {
    /// A display of work on articles.
    pub(super) fn new(manner: Manner) -> Self {
        Self::counting("articles", manner)
    }

    /// A display; the bar, which counts `what`, appears only on a terminal.
    pub(super) fn counting(what: &str, manner: Manner) -> Self {
        let show = !manner.quiet && !manner.json && io::stderr().is_terminal();
        let target = if show {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(None, target);
        let style =
            ProgressStyle::with_template(&format!("{{bar:30}} {{pos}} of {{len}} {what}, {{eta}} left"))
                .unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style);
        Self {
            manner,
            bar,
            stdout_gone: AtomicBool::new(false),
            warned: Mutex::new(0),
        }
    }

    /// Takes the bar away.
    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }

    /// A line for people, above the bar.
    fn line(&self, text: &str) {
        self.bar.suspend(|| say(text));
    }

    fn event(&self, event: &serde_json::Value) {
        if self.stdout_gone.load(Ordering::Relaxed) {
            return;
        }
        let mut out = io::stdout().lock();
        if writeln!(out, "{event}").and_then(|()| out.flush()).is_err() {
            // The run goes on: its results are files.
            self.stdout_gone.store(true, Ordering::Relaxed);
        }
    }

    /// The closing line of a digest.
    pub(super) fn finish_digest(&self, count: usize, folder: &Path) {
        if self.manner.json {
            let folder = folder.display().to_string();
            self.event(&json!({ "event": "finished", "editions": count, "folder": folder }));
        } else if !self.manner.quiet {
            say(&editions(count, folder));
        }
    }

    /// The closing line of pseudo-translations.
    pub(super) fn finish_pseudo(&self, written: usize, folder: &Path) {
        self.bar.finish_and_clear();
        if !self.manner.quiet {
            let files = if written == 1 {
                "1 file".to_owned()
            } else {
                format!("{written} files")
            };
            say(&format!("{files} pseudo-translated in {}", folder.display()));
        }
    }

    /// The closing lines of a merge: every translation is accounted for.
    pub(super) fn finish_merge(&self, report: &MergeReport, folder: &Path, dry_run: bool) {
        self.bar.finish_and_clear();
        for file in &report.files {
            if self.manner.json {
                self.event(&json!({ "event": "file", "file": file }));
            }
            if let Some(reason) = &file.refused {
                self.line(&format!("error: {}: {reason}", file.path));
            }
            if !self.manner.quiet && !self.manner.json {
                for problem in &file.problems {
                    self.line(&format!("warning: {}: {problem}", file.path));
                }
            }
        }
        for target in &report.targets {
            let written = target
                .articles
                .iter()
                .filter(|article| article.output.is_some())
                .count();
            let (received, merged, leftover) = (target.received, target.merged, target.leftover);
            let place = folder.join("translated").join(target.target.to_string());
            if self.manner.json {
                self.event(&json!({
                    "event": "merged", "target": target.target, "articles": written, "received": received, "merged": merged,
                    "leftover": leftover, "copies": target.copies, "folder": place.display().to_string(), "dry_run": dry_run,
                }));
            } else if !self.manner.quiet {
                let what = match (dry_run, written) {
                    (true, _) => "would be",
                    (false, 1) => "is",
                    (false, _) => "are",
                };
                let again = match target.copies {
                    0 => String::new(),
                    copies => format!(" ({copies} came in several files)"),
                };
                say(&format!(
                    "{}: {merged} merged + {leftover} left over = {received} received{again}; {} {what} in {}",
                    target.target.english_name(),
                    articles(written),
                    place.display(),
                ));
            }
        }
        if report.targets.is_empty() && report.files.is_empty() && !self.manner.quiet && !self.manner.json {
            say(
                "no translation files there; XLIFF, PO, TMX, TSV, CSV, XLSX and zip archives of them are read",
            );
        }
    }

    /// The closing lines: what was done, where to look, how to get what was not asked for.
    pub(super) fn finish(&self, report: &RunReport) {
        self.bar.finish_and_clear();
        let page = report.page.display().to_string();
        if self.manner.json {
            self.event(&json!({
                "event": "finished", "done": report.done, "failed": report.failed, "skipped": report.skipped,
                "page": page, "jobs": report.jobs, "editions": report.editions, "stopped": report.stopped,
            }));
        }
        if self.manner.quiet || self.manner.json {
            return;
        }
        let failed = if report.failed > 0 {
            format!(", {} failed", report.failed)
        } else {
            String::new()
        };
        let skipped = if report.skipped > 0 {
            format!(", {} skipped", report.skipped)
        } else {
            String::new()
        };
        if report.done + report.failed == 0 {
            say(&format!(
                "no article in the input{skipped}; docs/formats.md tells which files are read"
            ));
        } else {
            say(&format!("{} done{failed}{skipped}", articles(report.done)));
        }
        if report.editions > 0 {
            say(&editions(report.editions, &report.page.with_file_name("digest")));
        }
        if report.jobs > 0 {
            let plural = if report.jobs == 1 {
                "translation job"
            } else {
                "translation jobs"
            };
            say(&format!(
                "{} {plural} in {}",
                report.jobs,
                report.page.with_file_name("jobs").display()
            ));
        } else if !report.has_targets && report.done > 0 {
            say(
                "no translation jobs: name target languages with --to fr,kk or `to = [\"fr\", \"kk\"]` in tolmach.toml",
            );
        }
        say(&format!("open {page}"));
    }
}

/// What was written of the newsletter.
fn editions(count: usize, folder: &Path) -> String {
    let plural = if count == 1 { "language" } else { "languages" };
    format!("newsletter in {count} {plural} in {}", folder.display())
}

fn articles(count: usize) -> String {
    if count == 1 {
        "1 article".to_owned()
    } else {
        format!("{count} articles")
    }
}

impl Progress for Display {
    fn found(&self, count: usize) {
        self.bar.set_length(count as u64);
        if self.manner.json {
            self.event(&json!({ "event": "found", "articles": count }));
        }
    }

    fn entry(&self) {
        self.bar.inc_length(1);
    }

    fn held(&self, path: &str, articles: usize) {
        self.bar.inc(1);
        if self.manner.json {
            self.event(&json!({ "event": "file", "path": path, "articles": articles }));
        }
    }

    fn waiting(&self, output: &Path, holder: &str) {
        let text = format!(
            "{}: another run (process {holder}) is writing it; waiting",
            output.display()
        );
        if self.manner.json {
            self.event(&json!({ "event": "waiting", "output": output.display().to_string() }));
        } else if !self.manner.quiet {
            self.line(&text);
        }
    }

    fn done(&self, path: &str, id: &str) {
        self.bar.inc(1);
        if self.manner.json {
            self.event(&json!({ "event": "done", "path": path, "id": id }));
        } else if self.manner.verbose {
            self.line(&format!("done: {path}"));
        }
    }

    fn warning(&self, file: &Path, path: &str, warning: &Warning) {
        if self.manner.json {
            let (code, message) = (&warning.code, &warning.message);
            self.event(&json!({ "event": "warning", "path": path, "code": code, "message": message }));
        } else if !self.manner.quiet {
            let mut warned = self
                .warned
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            *warned += 1;
            if *warned <= MAX_WARNING_LINES || self.manner.verbose {
                self.line(&format!("warning: {}: {}", file.display(), warning.message));
            } else if *warned == MAX_WARNING_LINES + 1 {
                self.line("warning: more warnings are in the page and in articles/*.json");
            }
        }
    }

    fn remark(&self, code: &str, place: &str, message: &str) {
        if self.manner.json {
            self.event(&json!({ "event": "warning", "path": place, "code": code, "message": message }));
        } else if !self.manner.quiet {
            self.line(&format!("warning: {place}: {message}"));
        }
    }

    fn failed(&self, file: &Path, failure: &Failure) {
        self.bar.inc(1);
        if self.manner.json {
            self.event(&json!({
                "event": "failed", "path": failure.path, "stage": failure.stage, "code": failure.code,
                "reason": failure.reason,
            }));
        }
        let place = if failure.code == "internal" {
            format!(" [{}]", panic_place())
        } else {
            String::new()
        };
        self.line(&format!("error: {}: {}{place}", file.display(), failure.reason));
    }

    fn skipped(&self, path: &str, reason: &str) {
        if self.manner.json {
            self.event(&json!({ "event": "skipped", "path": path, "reason": reason }));
        } else if self.manner.verbose {
            self.line(&format!("skipped: {path}: {reason}"));
        }
    }
}
