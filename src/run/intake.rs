//! One input of a run to its articles: a document is one or several, a file of records as many as it has. Each article is taken through the
//! stages and written before the next is looked at, so that a file of a million records needs no more memory than one of them.

use std::io;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Progress;
use super::leavings::{Done, Held, Leavings, Left};
use super::output::Output;
use super::parallel::Crew;
use super::process::{self, Settings};
use super::publish;
use super::terms::Termbook;
use crate::article::{ArticleRecord, Failure, Stage};
use crate::config::Config;
use crate::extract::Part;
use crate::read::{Found, Opened, ReadError, Record, Records, Source};
use crate::report;

/// The code of what is no article.
const NO_ARTICLE: &str = "no-article";
/// The code of data without a text.
const NO_FIELDS: &str = "no-fields";
/// Why such a file in a folder is not read.
const NOT_READ: &str = "not an article format";
/// Why a file of records without articles is not read.
const NOTHING_INSIDE: &str = "no article in it";

/// What became of an input.
#[derive(Debug)]
pub(super) enum Outcome {
    /// It is one article, or none.
    One(Left),
    /// It holds several: what became of the file, then of each.
    Many(Held, Vec<Slot>),
}

/// An article in a file of several, and what became of it; nothing if it was not begun.
#[derive(Debug)]
pub(super) struct Slot {
    found: Found,
    left: Option<Left>,
}

/// All articles in order, with what they left.
pub(super) type Flat = (Vec<Found>, Vec<Option<Left>>);

/// Puts the articles of files where their files stand, each file before its own.
pub(super) fn flat(found: Vec<Found>, outcomes: Vec<OnceLock<Outcome>>) -> Flat {
    let (mut all, mut left) = (Vec::with_capacity(found.len()), Vec::with_capacity(found.len()));
    for (found, outcome) in found.into_iter().zip(outcomes) {
        all.push(found);
        match outcome.into_inner() {
            None => left.push(None),
            Some(Outcome::One(one)) => left.push(Some(one)),
            Some(Outcome::Many(held, slots)) => {
                left.push(Some(Left::Held(Box::new(held))));
                for slot in slots {
                    all.push(slot.found);
                    left.push(slot.left);
                }
            }
        }
    }
    (all, left)
}

/// What every input is worked on with.
pub(super) struct Intake<'r> {
    pub(super) config: &'r Config,
    pub(super) settings: &'r Settings,
    pub(super) output: &'r Output,
    pub(super) leavings: &'r Leavings,
    pub(super) terms: &'r Termbook<'r>,
    pub(super) progress: &'r dyn Progress,
    /// There is no space left to write.
    pub(super) full: AtomicBool,
}

impl Intake<'_> {
    /// Takes an input through the stages.
    pub(super) fn input(&self, found: &Found, crew: &Crew<'_>) -> Outcome {
        let size = std::fs::metadata(found.path()).map_or(0, |metadata| metadata.len());
        // A document is no larger than the limit, and of a larger file only a record is in memory.
        let room = crew.hold(size.min(self.settings.limits.max_file_bytes));
        match process::open(found, self.settings) {
            Err(failure) => Outcome::One(self.failed(found, failure)),
            Ok(Opened::Document(source)) => self.document(found, *source, crew),
            Ok(Opened::Records(records)) => {
                // Records take room for themselves, whatever the size of the file.
                drop(room);
                self.records(found, records, crew, false)
            }
        }
    }

    /// A document: the articles in it one after the other, if it holds several.
    fn document(&self, found: &Found, source: Source, crew: &Crew<'_>) -> Outcome {
        match process::parts(found, &source, self.settings) {
            Err(failure) => Outcome::One(self.failed(found, failure)),
            Ok(None) => Outcome::One(self.article(found, process::process(found, source, self.settings))),
            Ok(Some(parts)) => {
                let slots = parts
                    .iter()
                    .map(|part| self.part(found, &source, part, crew))
                    .collect();
                let held = Held::new(source.format.as_str(), Some(source.hash));
                self.several(found, held, slots, None, crew)
            }
        }
    }

    fn part(&self, found: &Found, source: &Source, part: &Part, crew: &Crew<'_>) -> Slot {
        let found = found.entry(&part.entry);
        self.progress.entry();
        let left = (!crew.is_stopped())
            .then(|| self.article(&found, process::process_part(&found, source, part, self.settings)));
        Slot { found, left }
    }

    /// A file of records: all workers that are free take part, unless the file is `inside` another one and so in memory and counted already.
    fn records(&self, found: &Found, records: Records, crew: &Crew<'_>, inside: bool) -> Outcome {
        let held = Held::new(records.form(), None);
        let work = |record: Result<Record, ReadError>| match record {
            Ok(record) => Ok(self.record(found, record, crew, inside)),
            Err(error) => Err(process::read_failure(&found.name(), &error)),
        };
        let worked: Vec<Result<Vec<Slot>, Failure>> = if inside {
            records.take_while(|_| !crew.is_stopped()).map(work).collect()
        } else {
            crew.each(records, work)
        };
        let (mut slots, mut failure) = (Vec::new(), None);
        for worked in worked {
            match worked {
                Ok(worked) => slots.extend(worked),
                Err(error) => failure = Some(error),
            }
        }
        self.several(found, held, slots, failure, crew)
    }

    fn record(&self, found: &Found, record: Record, crew: &Crew<'_>, inside: bool) -> Vec<Slot> {
        let mut found = found.entry(&record.entry);
        self.progress.entry();
        if let Some(reason) = record.skipped() {
            found.skipped = Some(reason);
            self.skipped(&found, reason);
            return vec![Slot {
                found,
                left: Some(Left::Skipped(reason)),
            }];
        }
        let _room = (!inside).then(|| crew.hold(record.size()));
        let outcome = match process::open_record(&found, record, self.settings) {
            Err(failure) => Outcome::One(self.failed(&found, failure)),
            Ok(Opened::Document(source)) => self.document(&found, *source, crew),
            Ok(Opened::Records(records)) => self.records(&found, records, crew, true),
        };
        match outcome {
            Outcome::One(left) => vec![Slot {
                found,
                left: Some(left),
            }],
            Outcome::Many(held, slots) => {
                let left = Some(Left::Held(Box::new(held)));
                std::iter::once(Slot { found, left }).chain(slots).collect()
            }
        }
    }

    /// The outcome of a file of several articles, which failed itself where it could not be read to its end.
    fn several(
        &self,
        found: &Found,
        mut held: Held,
        mut slots: Vec<Slot>,
        failure: Option<Failure>,
        crew: &Crew<'_>,
    ) -> Outcome {
        let articles = slots
            .iter()
            .filter(|slot| matches!(slot.left, Some(Left::Done(_) | Left::Failed(_))))
            .count();
        held.articles = articles as u32;
        if let Some(failure) = failure {
            self.failed(found, failure.clone());
            held.failure = Some(failure);
        } else if crew.is_stopped() {
            slots.push(Slot {
                found: found.clone(),
                left: None,
            });
        } else if slots.is_empty() {
            self.skipped(found, NOTHING_INSIDE);
            return Outcome::One(Left::Skipped(NOTHING_INSIDE));
        } else {
            self.progress.held(&found.name(), articles);
        }
        Outcome::Many(held, slots)
    }

    /// An article that went through the stages: writes its files.
    fn article(&self, found: &Found, record: Result<ArticleRecord, Failure>) -> Left {
        let written = record.and_then(|record| {
            let done = self.publish(&record)?;
            Ok((record, done))
        });
        match written {
            Ok((record, done)) => {
                let file = found.place();
                for warning in &record.article.warnings {
                    self.progress.warning(&file, &record.path, warning);
                }
                self.progress.done(&record.path, record.id.as_str());
                Left::Done(done)
            }
            Err(failure) => self.failed(found, failure),
        }
    }

    fn publish(&self, record: &ArticleRecord) -> Result<Done, Failure> {
        if self.full.load(Ordering::Relaxed) {
            return Err(no_space(&record.path));
        }
        let at = process::Place::default();
        at.enter(Stage::Export);
        process::guarded(&record.path, &at, || {
            let unusable = |place: &str, message: &str| self.progress.remark("translations", place, message);
            publish::article(record, self.config, self.terms, self.output, &unusable)
                .and_then(|shares| self.leavings.done(record, &shares, self.config))
                .map_err(|error| {
                    self.full
                        .fetch_or(error.kind() == io::ErrorKind::StorageFull, Ordering::Relaxed);
                    write_failure(&record.path, &error)
                })
        })
    }

    /// Tells of a failure; of a file met in a folder that proves to be no article, that it is not read.
    fn failed(&self, found: &Found, failure: Failure) -> Left {
        let is_none = failure.code == NO_ARTICLE && failure.stage == Stage::Read || failure.code == NO_FIELDS;
        if is_none && !found.is_named() && !found.is_entry() {
            self.skipped(found, NOT_READ);
            return Left::Skipped(NOT_READ);
        }
        self.progress.failed(&found.place(), &failure);
        self.leavings.count(&report::Entry {
            outcome: report::Outcome::Failed(&failure.reason),
            ..report::Entry::new(&failure.path)
        });
        Left::Failed(Box::new(failure))
    }

    /// Tells that an input is not read.
    pub(super) fn skipped(&self, found: &Found, reason: &str) {
        let name = found.name();
        self.progress.skipped(&name, reason);
        self.leavings.count(&report::Entry {
            outcome: report::Outcome::Skipped(reason),
            ..report::Entry::new(&name)
        });
    }
}

fn write_failure(path: &str, error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::StorageFull {
        return no_space(path);
    }
    Failure {
        path: path.to_owned(),
        stage: Stage::Write,
        code: "unwritable".to_owned(),
        reason: format!("its files cannot be written: {error}"),
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
