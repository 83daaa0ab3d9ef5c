//! The digest of a finished run made anew: from its manifest and records, without reading any input. The run's page is changed where it shows the
//! newsletters, and nowhere else.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use jiff::civil::Date;
use serde::Deserialize;

use super::digest::{self, Articles, Desk, DigestError};
use super::output::{Output, STATE_FOLDER};
use super::shelf::Shelf;
use super::{Progress, RunError, netted};
use crate::article::ArticleId;
use crate::config::Config;
use crate::digest::dates::Published;
use crate::digest::picks::Picks;
use crate::report;

/// A line of the manifest, as far as a digest needs it.
#[derive(Deserialize)]
struct Line {
    id: Option<String>,
    path: String,
    date: Option<String>,
}

/// The finished articles that a manifest names.
struct Finished(Vec<(ArticleId, String, Option<Date>)>);

impl Articles for Finished {
    fn days(&self) -> Vec<(u32, Option<Date>)> {
        (0..)
            .zip(&self.0)
            .map(|(number, (_, _, day))| (number, *day))
            .collect()
    }

    fn id(&self, number: u32) -> ArticleId {
        self.0[number as usize].0.clone()
    }

    fn path(&self, number: u32) -> String {
        self.0[number as usize].1.clone()
    }
}

/// Makes the digest of the run in the output folder, and gives the number of its editions.
///
/// # Errors
/// If there is no finished run, its files cannot be read or written, or picks or a template are wrong.
pub fn digest(config: &Config, progress: &dyn Progress) -> Result<usize, RunError> {
    let manifest = config.output.join("manifest.jsonl");
    if !manifest.is_file() {
        return Err(RunError::NoRun(config.output.clone()));
    }
    let desk = Desk::open(config)?;
    let output = Output::open(&config.output, |holder| progress.waiting(&config.output, holder))?;
    let failed = |name: &str| {
        let path = config.output.join(name);
        move |source| RunError::Write { path, source }
    };
    let articles = finished(&manifest).map_err(failed("manifest.jsonl"))?;
    let (editions, wrong) = netted(|| {
        let written = digest::write(config, &desk, &articles, &Shelf::of_run(&output), progress);
        written.map_err(failed("digest"))
    })?;
    write_page(&config.output, &editions, &output).map_err(failed("index.html"))?;
    output.close_part("digest").map_err(failed(STATE_FOLDER))?;
    match wrong {
        Some(error) => Err(DigestError::Template(error).into()),
        None => Ok(editions.len()),
    }
}

/// Makes the newsletter of the translations into one language in `folder`, and gives the number of its editions.
///
/// What an editor picks for the run's own editions is worded in their languages, and holds for those only.
pub(super) fn translations(
    config: &Config,
    folder: &str,
    output: &Output,
    progress: &dyn Progress,
) -> Result<usize, RunError> {
    let failed = |name: &str| {
        let path = config.output.join(name);
        move |source| RunError::Write { path, source }
    };
    let shelf = Shelf::of_translations(output, folder);
    let mut articles = finished(&config.output.join("manifest.jsonl")).map_err(failed("manifest.jsonl"))?;
    articles.0.retain(|(id, _, _)| shelf.has(id));
    let mut config = config.clone();
    config.digest.languages = Vec::new();
    let desk = Desk {
        picks: Picks::default(),
        ..Desk::open(&config)?
    };
    let (editions, wrong) = digest::write(&config, &desk, &articles, &shelf, progress)
        .map_err(failed(&format!("{folder}/digest")))?;
    match wrong {
        Some(error) => Err(DigestError::Template(error).into()),
        None => Ok(editions.len()),
    }
}

/// Reads the manifest. An id that is no plain name was not written by a run, and would lead out of the folder.
fn finished(manifest: &Path) -> io::Result<Finished> {
    let mut articles = Vec::new();
    for line in BufReader::new(File::open(manifest)?).lines() {
        let line: Line = serde_json::from_str(&line?)?;
        let Some(id) = line
            .id
            .filter(|id| !id.contains(['/', '\\']) && !id.starts_with('.'))
        else {
            continue;
        };
        let day = line
            .date
            .as_deref()
            .and_then(Published::parse)
            .map(|published| published.day);
        articles.push((ArticleId::from_name(&id), line.path, day));
    }
    Ok(Finished(articles))
}

/// Copies the page with its part on newsletters made anew. Text of articles is escaped, so no line of it can be taken for the part's bounds.
fn write_page(root: &Path, editions: &[report::Edition], output: &Output) -> io::Result<()> {
    let Ok(page) = File::open(root.join("index.html")) else {
        return Ok(());
    };
    let part = report::digest::digest(editions);
    let mut file = output.create("index.html")?;
    let (mut inside, mut written) = (false, false);
    let mut page = BufReader::new(page);
    let mut line = Vec::new();
    while page.read_until(b'\n', &mut line)? > 0 {
        let text = line.strip_suffix(b"\n").unwrap_or(&line);
        let begins = text == report::digest::BEGIN.as_bytes();
        // A page without newsletters gets them where a run would put them.
        let follows =
            text.starts_with(b"<section class=\"charts\"") || text == b"<section aria-labelledby=\"jobs\">";
        if (begins || follows) && !written {
            file.write_all(part.as_str().as_bytes())?;
            written = true;
        }
        inside |= begins;
        if !inside {
            file.write_all(&line)?;
        }
        inside &= text != report::digest::END.as_bytes();
        line.clear();
    }
    file.finish()
}
