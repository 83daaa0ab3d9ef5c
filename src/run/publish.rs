//! Writes what one article leaves: its record, its summary, its file and preview in every job.

use std::io;

use super::leavings::{Share, Shares, Sums};
use super::output::Output;
use crate::article::{ArticleRecord, Language};
use crate::bilingual::{self, Document, table};
use crate::config::{Config, Form, Handover, Preset};
use crate::export::counts::counted;
use crate::export::{self, job::FileHash, job::JobOptions};

/// The folder of a job.
pub(super) fn job_folder(source: &Language, target: &Language) -> String {
    format!("jobs/{source}-{target}")
}

/// Whether an article in `language` needs a translation into `target`.
fn needs_job(language: &Language, target: &Language) -> bool {
    !language.is_und() && !language.serves(target)
}

/// Writes the files of one article and gives its shares in the jobs.
pub(super) fn article(record: &ArticleRecord, config: &Config, output: &Output) -> io::Result<Shares> {
    let id = record.id.as_str();
    output.write(
        &format!("articles/{id}.json"),
        export::json::write(record).as_bytes(),
    )?;
    output.write(
        &format!("summaries/{id}.md"),
        export::summary::write(record).as_bytes(),
    )?;
    let mut shares = Shares {
        id: id.to_owned(),
        date: record.article.metadata.date.clone(),
        targets: Vec::with_capacity(config.targets.len()),
    };
    for target in &config.targets {
        shares.targets.push(share(record, target, config, output)?);
    }
    Ok(shares)
}

/// Writes the files of one article in the job into `target`, if it is in one.
fn share(
    record: &ArticleRecord,
    target: &Language,
    config: &Config,
    output: &Output,
) -> io::Result<Option<Share>> {
    if !needs_job(&record.language, target) {
        return Ok(None);
    }
    let handover = &config.handover;
    let options = JobOptions {
        only_summary: handover.only_summary,
        limits: handover.limits.clone(),
        ..JobOptions::default()
    };
    let document = export::job::document(record, target, &options);
    if !document.has_work() {
        return Ok(None);
    }
    let (id, folder) = (record.id.as_str(), job_folder(&record.language, target));
    let handed = match handed(&document, handover) {
        Some((name, text)) => Some(written(output, &format!("{folder}/{name}"), &text)?),
        None => None,
    };
    let preview = export::preview::write(record, &document);
    let preview = written(output, &format!("{folder}/preview/{id}.html"), &preview)?;
    Ok(Some(Share {
        sums: Sums { handed, preview },
        rows: table::tsv(&document),
        counted: counted(&document),
    }))
}

/// The file that is handed over, and its name in the job's folder; none where the tables are the job.
fn handed(document: &Document, handover: &Handover) -> Option<(String, String)> {
    let text = match handover.form {
        Form::Xliff1 if handover.preset == Preset::Omegat => {
            bilingual::xliff1::write(document, bilingual::Preset::Omegat)
        }
        Form::Xliff1 => bilingual::xliff1::write(document, bilingual::Preset::General),
        Form::Xliff2(version) => bilingual::xliff2::write(document, version),
        Form::Po => bilingual::po::write(document),
        Form::Table => return None,
    };
    Some((handover.file(&document.id)?, text))
}

/// Writes a file of a job and gives its SHA-256.
fn written(output: &Output, name: &str, text: &str) -> io::Result<[u8; 32]> {
    output.write(name, text.as_bytes())?;
    Ok(FileHash::of(text.as_bytes()))
}
