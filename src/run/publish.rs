//! Writes what one article leaves: its record, its summary, its file and preview in every job; and the page of the whole run.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, Write};
use std::ops::Range;

use super::jobs::Written;
use super::manifest::{Entry, Finished, Status};
use super::output::Output;
use crate::article::{ArticleRecord, Language};
use crate::bilingual::{self, Document};
use crate::config::{Config, Preset, Xliff};
use crate::export::{self, job::FileHash, job::JobOptions};
use crate::report;

/// Text that the page shows whole, in bytes; the articles after that are shown with their summaries only, so that a page of
/// many thousand articles still opens.
const MAX_PAGE_TEXT: u64 = 4 << 20;

/// SHA-256 of an article's files in a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) xliff: [u8; 32],
    pub(super) preview: [u8; 32],
}

/// The folder of a job.
pub(super) fn job_folder(source: &Language, target: &Language) -> String {
    format!("jobs/{source}-{target}")
}

/// Whether an article in `language` needs a translation into `target`.
pub(super) fn needs_job(language: &Language, target: &Language) -> bool {
    !language.is_und() && !language.serves(target)
}

/// The article as a job into `target` has it.
pub(super) fn document(record: &ArticleRecord, target: &Language) -> Document {
    export::job::document(record, target, &JobOptions { preview: true })
}

/// Writes the files of one article and gives the sums of those in jobs, in the order of the targets.
pub(super) fn article(
    record: &ArticleRecord,
    config: &Config,
    output: &Output,
) -> io::Result<Vec<Option<Sums>>> {
    let id = record.id.as_str();
    output.write(
        &format!("articles/{id}.json"),
        export::json::write(record).as_bytes(),
    )?;
    output.write(
        &format!("summaries/{id}.md"),
        export::summary::write(record).as_bytes(),
    )?;
    let mut sums = Vec::with_capacity(config.targets.len());
    for target in &config.targets {
        if !needs_job(&record.language, target) {
            sums.push(None);
            continue;
        }
        let document = document(record, target);
        if !document.has_work() {
            sums.push(None);
            continue;
        }
        let folder = job_folder(&record.language, target);
        let xliff = match (config.xliff, config.preset) {
            (Xliff::V2_0, _) => bilingual::xliff2::write(&document),
            (Xliff::V1_2, Preset::Any) => bilingual::xliff1::write(&document, bilingual::Preset::General),
            (Xliff::V1_2, Preset::Omegat) => bilingual::xliff1::write(&document, bilingual::Preset::Omegat),
        };
        output.write(&format!("{folder}/{id}.xlf"), xliff.as_bytes())?;
        let xliff = FileHash::of(xliff.as_bytes());
        let preview = export::preview::write(record, &document);
        output.write(&format!("{folder}/preview/{id}.html"), preview.as_bytes())?;
        sums.push(Some(Sums {
            xliff,
            preview: FileHash::of(preview.as_bytes()),
        }));
    }
    Ok(sums)
}

/// `index.html` being written. The articles come in the order in which their records are read for the jobs, so that each is read once;
/// their parts wait in a file without a name until the page is put together in the order of paths.
pub(super) struct Page<'a> {
    config: &'a Config,
    output: &'a Output,
    parts: BufWriter<File>,
    /// The end of what was written to `parts`.
    end: u64,
    /// For each finished article whether its text is shown whole, and where its part is.
    places: Vec<(bool, Range<u64>)>,
}

impl<'a> Page<'a> {
    /// A page of the finished ones of `entries`.
    pub(super) fn new(entries: &[Entry], config: &'a Config, output: &'a Output) -> io::Result<Self> {
        let mut shown = 0;
        let places = entries.iter().filter_map(Entry::finished).map(|finished| {
            shown += u64::from(finished.text_bytes);
            (shown <= MAX_PAGE_TEXT, 0..0)
        });
        Ok(Self {
            config,
            output,
            places: places.collect(),
            parts: BufWriter::new(tempfile::tempfile_in(output.scratch())?),
            end: 0,
        })
    }

    /// Takes the finished article with this number.
    pub(super) fn add(
        &mut self,
        number: usize,
        record: &ArticleRecord,
        finished: &Finished,
    ) -> io::Result<()> {
        let (whole, place) = &mut self.places[number];
        let html = report::article(record, *whole, &previews(finished, self.config));
        *place = self.end..self.end + html.len() as u64;
        self.end = place.end;
        self.parts.write_all(html.as_str().as_bytes())
    }

    /// Writes the page.
    pub(super) fn finish(self, entries: &[Entry], jobs: &[Written]) -> io::Result<()> {
        let mut overview = report::Overview::new(!self.config.targets.is_empty());
        for entry in entries {
            overview.add(&row(entry));
        }
        for job in jobs {
            overview.add_job(job.summary());
        }
        let mut file = self.output.create("index.html")?;
        file.write_all(report::head(&overview).as_str().as_bytes())?;
        let mut parts = self.parts.into_inner().map_err(io::IntoInnerError::into_error)?;
        for (_, place) in &self.places {
            parts.seek(io::SeekFrom::Start(place.start))?;
            io::copy(&mut (&parts).take(place.end - place.start), &mut file)?;
        }
        file.write_all(report::tail().as_str().as_bytes())?;
        file.finish()
    }
}

/// The previews of an article, one for each job it is in.
fn previews(finished: &Finished, config: &Config) -> Vec<report::Preview> {
    let in_job = config
        .targets
        .iter()
        .zip(&finished.sums)
        .filter(|(_, sums)| sums.is_some());
    in_job
        .map(|(target, _)| report::Preview {
            target: target.clone(),
            path: format!(
                "{}/preview/{}.html",
                job_folder(&finished.language, target),
                finished.id
            ),
        })
        .collect()
}

fn row(entry: &Entry) -> report::Entry<'_> {
    let mut row = report::Entry::new(&entry.path);
    match &entry.status {
        Status::Done(finished) => {
            row.id = Some(&finished.id);
            row.language = Some(&finished.language);
            row.format = Some(finished.format);
            row.counts = finished.counts;
            row.warnings = finished.warnings;
        }
        Status::Failed { reason, .. } => row.outcome = report::Outcome::Failed(reason),
        Status::Skipped(reason) => row.outcome = report::Outcome::Skipped(reason),
    }
    row
}
