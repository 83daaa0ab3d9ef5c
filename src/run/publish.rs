//! Writes what one article leaves: its record, its summary, its file and preview in every job.

use std::io::{self, Write};

use super::leavings::{Leavings, Share, Shares, Sums};
use super::merge;
use super::output::{Output, WholeFile};
use super::terms::Termbook;
use crate::article::{ArticleRecord, Language};
use crate::bilingual::{self, Document, table};
use crate::config::{Config, Form, Handover, Preset};
use crate::export::counts::counted;
use crate::export::similar::texts;
use crate::export::{self, earlier::Earlier, job::FileHash, job::JobOptions};

/// The folder of a job.
pub(super) fn job_folder(source: &Language, target: &Language) -> String {
    format!("jobs/{source}-{target}")
}

/// Whether an article in `language` needs a translation into `target`.
fn needs_job(language: &Language, target: &Language) -> bool {
    !language.is_und() && !language.serves(target)
}

/// Writes the files of one article and gives its shares in the jobs. What earlier merges left of its translations goes into them; `unusable` is
/// told of a file of these that cannot be used.
pub(super) fn article(
    record: &ArticleRecord,
    config: &Config,
    terms: &Termbook<'_>,
    output: &Output,
    leavings: &Leavings,
    unusable: &dyn Fn(&str, &str),
) -> io::Result<Shares> {
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
        texts: Vec::new(),
        targets: Vec::with_capacity(config.targets.len()),
    };
    for target in &config.targets {
        if !needs_job(&record.language, target) {
            shares.targets.push(None);
            continue;
        }
        let earlier = earlier(record, target, output, unusable);
        let mut document = document(record, target, config, earlier.as_ref());
        drop(earlier);
        let occurring = export::terms::mark(&mut document, &terms.of(&record.language, target));
        let share = share(record, &document, occurring, config, output, leavings)?;
        shares.targets.push(share);
        // The sources are the same whatever the target. They come last: the files of a long article take most room.
        if shares.texts.is_empty() {
            shares.texts = texts(&document);
        }
    }
    Ok(shares)
}

/// What earlier merges left of the article's translations.
fn earlier(
    record: &ArticleRecord,
    target: &Language,
    output: &Output,
    unusable: &dyn Fn(&str, &str),
) -> Option<Earlier> {
    let found = merge::translations(output, target, &record.id).and_then(|found| match found {
        Some(found) if found.source != record.language => {
            Err(format!("its sources are {}", found.source.english_name()))
        }
        found => Ok(found),
    });
    found.unwrap_or_else(|reason| {
        let place = format!("{} ({target})", record.path);
        unusable(
            &place,
            &format!("its earlier translations are not used: {reason}"),
        );
        None
    })
}

/// The article in the job into `target`.
fn document(
    record: &ArticleRecord,
    target: &Language,
    config: &Config,
    earlier: Option<&Earlier>,
) -> Document {
    let options = JobOptions {
        only_summary: config.handover.only_summary,
        limits: config.handover.limits.clone(),
        ..JobOptions::default()
    };
    export::job::document_after(record, target, &options, earlier)
}

/// Writes the files of one article in a job, if there is anything to do in it.
fn share(
    record: &ArticleRecord,
    document: &Document,
    terms: Vec<u32>,
    config: &Config,
    output: &Output,
    leavings: &Leavings,
) -> io::Result<Option<Share>> {
    let handover = &config.handover;
    if !document.has_work() {
        return Ok(None);
    }
    let (id, folder) = (record.id.as_str(), job_folder(&record.language, &document.target));
    let handed = match handed(document, handover) {
        Some((name, pieces)) => Some(in_pieces(output, &format!("{folder}/{name}"), pieces)?),
        None => None,
    };
    let preview = {
        let page = export::preview::write(record, document);
        written(output, &format!("{folder}/preview/{id}.html"), &page)?
    };
    // One after the other: each is as long as the article, and is gone before the next is made.
    let rows = {
        let rows = table::tsv(document);
        leavings.rows(&rows)?
    };
    let counted = {
        let counted = counted(document);
        leavings.counted(&counted)?
    };
    Ok(Some(Share {
        sums: Sums { handed, preview },
        rows,
        counted,
        terms,
        memory: export::memory::pairs(document, form_of(handover)),
    }))
}

/// The client whose needs differ from what all others read.
fn form_of(handover: &Handover) -> bilingual::Preset {
    match handover.preset {
        Preset::Omegat => bilingual::Preset::Omegat,
        _ => bilingual::Preset::General,
    }
}

/// The text of a file, piece by piece.
type Pieces<'d> = Box<dyn Iterator<Item = String> + 'd>;

/// The file that is handed over, and its name in the job's folder; none where the tables are the job.
fn handed<'d>(document: &'d Document, handover: &Handover) -> Option<(String, Pieces<'d>)> {
    let pieces: Pieces<'d> = match handover.form {
        Form::Xliff1 => Box::new(bilingual::xliff1::pieces(document, form_of(handover))),
        Form::Xliff2(version) => Box::new(bilingual::xliff2::pieces(document, version)),
        Form::Po => Box::new(bilingual::po::pieces(document)),
        Form::Table => return None,
    };
    Some((handover.file(&document.id)?, pieces))
}

/// Bytes of a file that are kept until it is known how long it is.
const MOST_IN_MEMORY: usize = 4 << 20;

/// Writes a file of a job as its pieces come, and gives its SHA-256.
fn in_pieces(output: &Output, name: &str, pieces: Pieces<'_>) -> io::Result<[u8; 32]> {
    let mut text = String::new();
    let mut longer: Option<(WholeFile<'_>, FileHash)> = None;
    for piece in pieces {
        text.push_str(&piece);
        if text.len() > MOST_IN_MEMORY {
            let (file, hash) = match &mut longer {
                Some(longer) => longer,
                none => none.insert((output.create(name)?, FileHash::default())),
            };
            hash.update(text.as_bytes());
            file.write_all(text.as_bytes())?;
            text.clear();
        }
    }
    let Some((mut file, mut hash)) = longer else {
        return written(output, name, &text);
    };
    hash.update(text.as_bytes());
    file.write_all(text.as_bytes())?;
    file.finish()?;
    Ok(hash.sum())
}

/// Writes a file of a job and gives its SHA-256.
fn written(output: &Output, name: &str, text: &str) -> io::Result<[u8; 32]> {
    output.write(name, text.as_bytes())?;
    Ok(FileHash::of(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_pieces_is_whole_whatever_its_length() {
        let folder = tempfile::tempdir().unwrap();
        let output = Output::open(folder.path(), |_| ()).unwrap();
        for count in [0, 3, MOST_IN_MEMORY / 8, MOST_IN_MEMORY / 3] {
            let pieces = (0..count).map(|number| format!("{number:08}\n"));
            let whole: String = pieces.clone().collect();
            let sum = in_pieces(&output, "jobs/a.xlf", Box::new(pieces)).unwrap();
            let mut read = String::new();
            let mut file = std::fs::File::open(folder.path().join("jobs/a.xlf")).unwrap();
            std::io::Read::read_to_string(&mut file, &mut read).unwrap();
            assert!(read == whole, "{count}");
            assert_eq!(sum, FileHash::of(whole.as_bytes()));
        }
    }
}
