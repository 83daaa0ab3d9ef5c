//! The second pass: what concerns a job as a whole is made from the records on disk, article by article, so that memory does not grow
//! with the batch: tables, counts, `job.json`.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::manifest::{Entry, Finished};
use super::output::{Output, WholeFile};
use super::publish::{self, Page, Sums};
use crate::article::Language;
use crate::bilingual::table::{self, Sheets, TableError};
use crate::config::Config;
use crate::export::counts::{ArticleCounts, Counter, Rows, counts_md};
use crate::export::job::{FileHash, Job, JobFile, job_json};
use crate::report;

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

/// Writes the tables, counts and `job.json` of every job, in the order of source and target, and gives `page` the records it reads.
pub(super) fn write(
    config: &Config,
    entries: &[Entry],
    output: &Output,
    page: &mut Page<'_>,
) -> io::Result<Vec<Written>> {
    let mut sources: BTreeMap<&Language, Vec<(usize, &Finished)>> = BTreeMap::new();
    for (number, finished) in entries.iter().filter_map(Entry::finished).enumerate() {
        let articles = sources.entry(&finished.language).or_default();
        articles.push((number, finished));
    }
    let mut written = Vec::new();
    for (source, articles) in sources {
        // Every record is read once, for all targets and the page together; only the jobs of one language are open at a time.
        let mut jobs: Vec<Option<Open<'_>>> = config.targets.iter().map(|_| None).collect();
        for (number, finished) in articles {
            let record = output.record(&finished.id)?;
            page.add(number, &record, finished)?;
            for ((target, job), sums) in config.targets.iter().zip(&mut jobs).zip(&finished.sums) {
                let Some(sums) = sums else { continue };
                let job = match job {
                    Some(job) => job,
                    none => none.insert(Open::new(source, target, output)?),
                };
                job.add(&record, finished, sums)?;
            }
        }
        for job in jobs.into_iter().flatten() {
            written.push(job.close(output)?);
        }
    }
    written.sort_by(|a, b| (&a.source, &a.target).cmp(&(&b.source, &b.target)));
    Ok(written)
}

/// A job being written.
struct Open<'o> {
    source: Language,
    target: Language,
    folder: String,
    counter: Counter,
    articles: Vec<ArticleCounts>,
    files: Vec<JobFile>,
    newest: Option<Box<str>>,
    tsv: WholeFile<'o>,
    tsv_hash: FileHash,
    sheets: Sheets,
}

impl<'o> Open<'o> {
    fn new(source: &Language, target: &Language, output: &'o Output) -> io::Result<Self> {
        let folder = publish::job_folder(source, target);
        let mut tsv = output.create(&format!("{folder}/segments.tsv"))?;
        let mut tsv_hash = FileHash::default();
        tsv.write_all(table::TSV_HEADER.as_bytes())?;
        tsv_hash.update(table::TSV_HEADER.as_bytes());
        Ok(Self {
            source: source.clone(),
            target: target.clone(),
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

    fn add(
        &mut self,
        record: &crate::article::ArticleRecord,
        finished: &Finished,
        sums: &Sums,
    ) -> io::Result<()> {
        let document = publish::document(record, &self.target);
        let rows = table::tsv(&document);
        self.tsv.write_all(rows.as_bytes())?;
        self.tsv_hash.update(rows.as_bytes());
        sheet(|| self.sheets.push(&document))?;
        self.articles.push(self.counter.add(&document));
        self.files
            .push(JobFile::of_sum(format!("{}.xlf", finished.id), &sums.xliff));
        self.files.push(JobFile::of_sum(
            format!("preview/{}.html", finished.id),
            &sums.preview,
        ));
        if finished.date > self.newest {
            self.newest.clone_from(&finished.date);
        }
        Ok(())
    }

    fn close(mut self, output: &Output) -> io::Result<Written> {
        self.tsv.finish()?;
        self.files.push(self.tsv_hash.finish("segments.tsv"));
        let mut sheets = Hashed {
            file: output.create(&format!("{}/segments.xlsx", self.folder))?,
            hash: FileHash::default(),
        };
        sheet(|| self.sheets.finish(&mut sheets))?;
        sheets.file.finish()?;
        self.files.push(sheets.hash.finish("segments.xlsx"));
        let totals = *self.counter.totals();
        let counts = counts_md(&self.source, &self.target, &totals, &self.articles);
        output.write(&format!("{}/COUNTS.md", self.folder), counts.as_bytes())?;
        self.files.push(JobFile::new("COUNTS.md", counts.as_bytes()));
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
