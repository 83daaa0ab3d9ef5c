//! Looks through the web pages of a run before the first of them is taken through the stages: what a site repeats on its pages is not the
//! article's ([`Sites`]).
//!
//! Pages are of a site by the address that they give, else by the folder they stand in. Of a folder only the first pages are looked
//! through: they tell as much of a site as all of it, and neither time nor memory grows with the folder.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::parallel;
use super::process::{self, Settings};
use crate::article::Format;
use crate::extract::{ExtractOptions, PageFacts, Sites, Survey};
use crate::read::{Found, Opened};

/// Pages of a folder that are looked through.
const MOST_PAGES: usize = 24;

/// Fewest pages of a folder before it is looked through: fewer say nothing of a site.
const FEWEST_PAGES: usize = 3;

/// The name of the site of pages in a file's folder that give no address. It is no host.
pub(super) fn folder(found: &Found) -> String {
    format!("{}/", found.path().parent().unwrap_or(&found.path()).display())
}

/// Counts what the pages among `found` repeat. A page that cannot be read says so when its turn comes.
///
/// # Errors
/// If the threads cannot be started.
pub(super) fn sites(
    found: &[Found],
    settings: &Settings,
    threads: usize,
    stop: &AtomicBool,
) -> io::Result<Arc<Sites>> {
    let mut folders: BTreeMap<PathBuf, Vec<&Found>> = BTreeMap::new();
    for page in found
        .iter()
        .filter(|found| found.skipped.is_none() && is_page(found))
    {
        let pages = folders
            .entry(page.path().parent().unwrap_or(&page.path()).to_owned())
            .or_default();
        if pages.len() < MOST_PAGES {
            pages.push(page);
        }
    }
    let pages: Vec<&Found> = folders
        .into_values()
        .filter(|pages| pages.len() >= FEWEST_PAGES)
        .flatten()
        .collect();
    let size = |page: &&Found| {
        let size = std::fs::metadata(page.path()).map_or(0, |metadata| metadata.len());
        size.min(settings.limits.max_file_bytes)
    };
    let room = settings.limits.max_bytes_in_flight;
    let facts = parallel::unordered(pages.into_iter(), threads, room, stop, size, |page| {
        facts(page, settings)
    })?;
    let mut survey = Survey::default();
    for (facts, folder) in facts.into_iter().flatten() {
        survey.add(&facts, Some(&folder));
    }
    Ok(Arc::new(survey.finish()))
}

/// Whether a file is a web page by its name.
fn is_page(found: &Found) -> bool {
    let path = found.path();
    let extension = path
        .extension()
        .map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    matches!(
        extension.as_deref(),
        Some("html" | "htm" | "xhtml" | "xht" | "shtml")
    )
}

fn facts(page: &Found, settings: &Settings) -> Option<(PageFacts, String)> {
    let Ok(Opened::Document(source)) = process::open(page, settings) else {
        return None;
    };
    if source.format != Format::Html {
        return None;
    }
    let options = ExtractOptions {
        limits: settings.limits.clone(),
        ..ExtractOptions::default()
    };
    // A page that hurts the reader costs its own evidence, and fails when its turn comes.
    let seen = || Ok(PageFacts::of(&source.text, &options));
    let facts = process::guarded(&page.name(), &process::Place::default(), seen).ok()?;
    Some((facts, folder(page)))
}
