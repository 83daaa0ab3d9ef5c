//! The second pass: the tables, counts and `job.json` of every job are put together from what its articles left, in the order of their
//! paths. Jobs of different languages are written at the same time.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::AtomicBool;

use super::digest::Articles;
use super::leavings::{Batch, Share};
use super::memory::Memories;
use super::output::{Output, WholeFile};
use super::{pack, parallel, publish};
use crate::article::Language;
use crate::bilingual::sheets::{Sheets, TableError};
use crate::bilingual::table;
use crate::check::Glossary;
use crate::config::{Config, Handover, Preset};
use crate::export;
use crate::export::counts::{ArticleCounts, Counter, Rows};
use crate::export::job::{FileHash, Job, JobFile, job_json};
use crate::export::omegat;
use crate::export::quote::{counts_json, counts_md, counts_sheets};
use crate::export::similar::{Percents, Similar};
use crate::report;

/// Languages whose jobs are written at one time: each job holds three files open.
const MAX_LANGUAGES_AT_ONCE: u64 = 8;

/// A job that was written.
#[derive(Debug)]
pub(super) struct Written {
    source: Language,
    target: Language,
    articles: u32,
    totals: Rows,
}

impl Written {
    /// What the page says of the job.
    pub(super) fn summary(&self) -> report::Job {
        report::Job {
            source: self.source.clone(),
            target: self.target.clone(),
            folder: publish::job_folder(&self.source, &self.target),
            files: self.articles,
            summary_words: self.totals.summary.words,
            segments: self.totals.open().segments,
            words: self.totals.open().words,
        }
    }
}

/// Writes the tables, counts and `job.json` of every job.
pub(super) fn write(config: &Config, batch: &Batch, output: &Output) -> io::Result<Vec<Written>> {
    let languages: Vec<(&Language, Vec<u32>)> = batch.languages().into_iter().collect();
    let of_language = |(source, articles): (_, Vec<u32>)| {
        let jobs = of_language(source, &articles, config, batch, output);
        jobs.map_err(|error| (source, error))
    };
    let (never, one) = (AtomicBool::new(false), |_: &_| 1);
    let written = parallel::unordered(
        languages.into_iter(),
        config.threads,
        MAX_LANGUAGES_AT_ONCE,
        &never,
        one,
        of_language,
    )?;
    let (mut jobs, mut errors) = (Vec::new(), Vec::new());
    for of_language in written {
        match of_language {
            Ok(written) => jobs.extend(written),
            Err(error) => errors.push(error),
        }
    }
    // The same error on any number of threads.
    if let Some((_, error)) = errors.into_iter().min_by(|a, b| a.0.cmp(b.0)) {
        return Err(error);
    }
    Ok(jobs)
}

/// Writes the jobs with this source language.
fn of_language(
    source: &Language,
    articles: &[u32],
    config: &Config,
    batch: &Batch,
    output: &Output,
) -> io::Result<Vec<Written>> {
    let mut jobs: Vec<Option<Open<'_>>> = config.targets.iter().map(|_| None).collect();
    let mut similar = Similar::default();
    for number in articles {
        let shares = batch.shares(*number)?;
        let percents = similar.add(&shares.texts);
        let path = batch.path(*number);
        for ((target, job), share) in config.targets.iter().zip(&mut jobs).zip(&shares.targets) {
            let Some(share) = share else { continue };
            let job = match job {
                Some(job) => job,
                none => none.insert(Open::new(source, target, config, output)?),
            };
            job.add(&shares.id, &path, shares.date.as_deref(), share, &percents)?;
        }
    }
    jobs.into_iter().flatten().map(|job| job.close(output)).collect()
}

/// A job being written.
struct Open<'o> {
    source: Language,
    target: Language,
    handover: &'o Handover,
    glossary: &'o Glossary,
    /// The terms that occur, by their numbers.
    terms: BTreeSet<u32>,
    folder: String,
    counter: Counter,
    articles: Vec<ArticleCounts>,
    files: Vec<JobFile>,
    newest: Option<String>,
    tsv: WholeFile<'o>,
    tsv_hash: FileHash,
    sheets: Sheets,
    memories: Memories<'o>,
}

impl<'o> Open<'o> {
    fn new(source: &Language, target: &Language, config: &'o Config, output: &'o Output) -> io::Result<Self> {
        let handover = &config.handover;
        let folder = publish::job_folder(source, target);
        let mut tsv = output.create(&format!("{folder}/segments.tsv"))?;
        let mut tsv_hash = FileHash::default();
        tsv.write_all(table::TSV_HEADER.as_bytes())?;
        tsv_hash.update(table::TSV_HEADER.as_bytes());
        let memories = Memories::new(source, &folder, handover.preset, output);
        Ok(Self {
            memories,
            glossary: &config.glossary,
            terms: BTreeSet::new(),
            source: source.clone(),
            target: target.clone(),
            handover,
            folder,
            counter: Counter::default(),
            articles: Vec::new(),
            files: Vec::new(),
            newest: None,
            tsv,
            tsv_hash,
            sheets: sheet(|| Sheets::in_folder(output.scratch()))?,
        })
    }

    /// Adds the next article.
    fn add(
        &mut self,
        id: &str,
        path: &str,
        date: Option<&str>,
        share: &Share,
        similar: &Percents,
    ) -> io::Result<()> {
        self.tsv.write_all(share.rows.as_bytes())?;
        self.tsv_hash.update(share.rows.as_bytes());
        sheet(|| self.sheets.push(&share.rows))?;
        self.memories.add(&share.memory)?;
        self.terms.extend(&share.terms);
        let rows = self.counter.add(id, &share.counted, similar);
        self.articles.push(ArticleCounts::new(path.to_owned(), &rows));
        if let (Some(name), Some(sum)) = (self.handover.file(id), &share.sums.handed) {
            self.files.push(JobFile::of_sum(name, sum));
        }
        self.files
            .push(JobFile::of_sum(format!("preview/{id}.html"), &share.sums.preview));
        if date > self.newest.as_deref() {
            self.newest = date.map(str::to_owned);
        }
        Ok(())
    }

    /// The glossary of the job and the name of its file, if any term occurs.
    fn glossary(&self) -> Option<(&'static str, String)> {
        if self.terms.is_empty() {
            return None;
        }
        let terms = self.glossary.terms(&self.source, &self.target);
        let entries = self
            .terms
            .iter()
            .filter_map(|number| terms.entries().get(*number as usize));
        Some(match self.handover.preset {
            Preset::Omegat => ("glossary/terms.txt", export::terms::table(entries)),
            _ => (
                "glossary.tbx",
                export::terms::tbx(&self.source, &self.target, entries),
            ),
        })
    }

    fn close(mut self, output: &Output) -> io::Result<Written> {
        let glossary = self.glossary();
        self.tsv.finish()?;
        self.files.push(self.tsv_hash.finish("segments.tsv"));
        self.files.extend(self.memories.finish()?);
        let mut sheets = Hashed {
            file: output.create(&format!("{}/segments.xlsx", self.folder))?,
            hash: FileHash::default(),
        };
        let totals = *self.counter.totals();
        sheet(|| {
            for (name, rows) in counts_sheets(&totals, &self.articles) {
                self.sheets.push_figures(name, &rows)?;
            }
            self.sheets.finish(&mut sheets)
        })?;
        sheets.file.finish()?;
        self.files.push(sheets.hash.finish("segments.xlsx"));
        for (name, write) in [
            (
                "COUNTS.md",
                counts_md as fn(&Language, &Language, &Rows, &[ArticleCounts]) -> String,
            ),
            ("counts.json", counts_json),
        ] {
            let counts = write(&self.source, &self.target, &totals, &self.articles);
            output.write(&format!("{}/{name}", self.folder), counts.as_bytes())?;
            self.files.push(JobFile::new(name, counts.as_bytes()));
        }
        if let Some((name, text)) = glossary {
            output.write(&format!("{}/{name}", self.folder), text.as_bytes())?;
            self.files.push(JobFile::new(name, text.as_bytes()));
        }
        if self.handover.preset == Preset::Omegat {
            let project = omegat::files(&self.source, &self.target);
            for (name, text) in omegat::NAMES.into_iter().zip(project) {
                output.write(&format!("{}/{name}", self.folder), text.as_bytes())?;
                self.files.push(JobFile::new(name, text.as_bytes()));
            }
        }
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        let job = Job {
            id: &self.counter.job_id(&self.source, &self.target),
            source: &self.source,
            target: &self.target,
            created: self.newest.as_deref(),
            files: &self.files,
            totals: &totals,
        };
        output.write(&format!("{}/job.json", self.folder), job_json(&job).as_bytes())?;
        if self.handover.zip {
            let files = self.files.iter().map(|file| file.path.as_str());
            pack::zip(output, &self.folder, files.chain(["job.json"]))?;
        }
        Ok(Written {
            source: self.source,
            target: self.target,
            articles: self.counter.articles(),
            totals,
        })
    }
}

/// A step of writing the spreadsheet. Its library keeps rows in a temporary file and panics where that cannot be written.
fn sheet<T>(step: impl FnOnce() -> Result<T, TableError>) -> io::Result<T> {
    let full = "the spreadsheet's temporary file cannot be written; is the disk full?";
    catch_unwind(AssertUnwindSafe(step))
        .map_err(|_| io::Error::new(io::ErrorKind::StorageFull, full))?
        .map_err(io::Error::other)
}

/// A file that is hashed as it is written, since it is too large to be held.
struct Hashed<'o> {
    file: WholeFile<'o>,
    hash: FileHash,
}

impl Write for Hashed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
