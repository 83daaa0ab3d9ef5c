//! Writes what one article leaves: its record, its summary, its file and preview in every job; and the page of the whole run.

use std::io::{self, Write};

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
const MAX_PAGE_TEXT: usize = 4 << 20;

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

/// Writes `index.html`, article by article.
pub(super) fn page(entries: &[Entry], jobs: &[Written], config: &Config, output: &Output) -> io::Result<()> {
    let mut overview = report::Overview::new(!config.targets.is_empty());
    for entry in entries {
        overview.add(&row(entry));
    }
    for job in jobs {
        overview.add_job(job.summary());
    }
    let mut file = output.create("index.html")?;
    file.write_all(report::head(&overview).as_str().as_bytes())?;
    let mut shown = 0;
    for finished in entries.iter().filter_map(Entry::finished) {
        let record = output.record(&finished.id)?;
        shown += record.article.text.len();
        let html = report::article(&record, shown <= MAX_PAGE_TEXT, &previews(finished, config));
        file.write_all(html.as_str().as_bytes())?;
    }
    file.write_all(report::tail().as_str().as_bytes())?;
    file.finish()
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
