//! What a finished article leaves for the second pass: its line of the manifest, its part of the page, and its share of every job. All
//! of it goes to a scratch file as soon as the article is done; memory keeps one small [`Left`] an article.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::digest::Articles;
use super::manifest;
use super::output::Output;
use super::publish;
use super::shelf::Shelf;
use super::spool::{Spool, Spooled};
use crate::article::{ArticleId, ArticleRecord, Failure, Language};
use crate::config::Config;
use crate::digest::dates::Published;
use crate::export::counts::Counted;
use crate::export::memory::Memory;
use crate::export::similar::Text;
use crate::read::Found;
use crate::report;

/// Text that the page shows whole, in bytes; the articles after that are shown with their summaries only, so that a page of
/// many thousand articles still opens.
const MAX_PAGE_TEXT: u64 = 4 << 20;

/// SHA-256 of an article's files in a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sums {
    /// Of the file that is handed over; none where the tables are the job.
    pub(super) handed: Option<[u8; 32]>,
    pub(super) preview: [u8; 32],
}

/// The share of an article in one job.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Share {
    pub(super) sums: Sums,
    /// Where its lines of `segments.tsv` are kept.
    pub(super) rows: Range<u64>,
    /// Where its counted segments are kept.
    pub(super) counted: Range<u64>,
    /// Pairs for its memory, as TMX.
    pub(super) memory: Memory,
    /// The terms in it, by their numbers among those of its languages.
    pub(super) terms: Vec<u32>,
}

/// The shares of an article in the jobs of its language.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Shares {
    pub(super) id: String,
    pub(super) date: Option<String>,
    /// Its segments, as they are compared with those of other articles.
    pub(super) texts: Vec<Text>,
    /// In the order of the targets; none where it is in no job.
    pub(super) targets: Vec<Option<Share>>,
}

/// What memory keeps of an article.
#[derive(Debug)]
pub(super) enum Left {
    Done(Done),
    Failed(Box<Failure>),
    /// A file that holds articles.
    Held(Box<Held>),
    /// No article, and why.
    Skipped(&'static str),
}

/// A file that holds several articles.
#[derive(Debug)]
pub(super) struct Held {
    /// `zip`, `jsonl`, `feed` …
    pub(super) form: &'static str,
    /// Of its bytes, where they were read as one.
    pub(super) hash: Option<String>,
    /// Articles in it, those that failed included.
    pub(super) articles: u32,
    /// Why it could not be read to its end.
    pub(super) failure: Option<Failure>,
}

impl Held {
    pub(super) fn new(form: &'static str, hash: Option<String>) -> Self {
        Self {
            form,
            hash,
            articles: 0,
            failure: None,
        }
    }
}

/// The places of what a finished article left; they follow each other.
#[derive(Debug)]
pub(super) struct Done {
    at: u64,
    line_bytes: u32,
    page_bytes: u32,
    shares_bytes: u32,
    /// Length of its text.
    text_bytes: u32,
    /// Whether the part of the page has the whole text.
    whole: bool,
    /// The day of its date, by which digests choose the newest articles.
    day: Option<Date>,
    language: Language,
}

impl Done {
    fn line(&self) -> Range<u64> {
        self.at..self.at + u64::from(self.line_bytes)
    }

    fn page(&self) -> Range<u64> {
        let start = self.line().end;
        start..start + u64::from(self.page_bytes)
    }

    fn shares(&self) -> Range<u64> {
        let start = self.page().end;
        start..start + u64::from(self.shares_bytes)
    }
}

/// Takes what articles leave, from any thread and in any order.
#[derive(Debug)]
pub(super) struct Leavings {
    spool: Spool,
    overview: Mutex<report::Overview>,
    /// Text of the articles that are finished, in bytes.
    text_bytes: AtomicU64,
}

impl Leavings {
    pub(super) fn new(config: &Config, output: &Output) -> io::Result<Self> {
        Ok(Self {
            spool: Spool::new(output.scratch())?,
            overview: Mutex::new(report::Overview::new(!config.targets.is_empty())),
            text_bytes: AtomicU64::new(0),
        })
    }

    /// Counts an input on the page.
    pub(super) fn count(&self, row: &report::Entry<'_>) {
        let mut overview = self.overview.lock().unwrap_or_else(PoisonError::into_inner);
        overview.add(row);
    }

    /// Takes lines of a table before the article is finished: of the longest articles they are not to wait in memory.
    pub(super) fn rows(&self, rows: &str) -> io::Result<Range<u64>> {
        self.spool.append(|out| out.write_all(rows.as_bytes()))
    }

    /// Takes counted segments, as [`rows`](Self::rows).
    pub(super) fn counted(&self, counted: &[Counted]) -> io::Result<Range<u64>> {
        self.spool.append(|out| encode(counted, out).map(drop))
    }

    /// Takes a finished article.
    pub(super) fn done(&self, record: &ArticleRecord, shares: &Shares, config: &Config) -> io::Result<Done> {
        let text_bytes = record.article.text.len() as u64;
        // A guess, since articles finish in any order; the page looks again.
        let before = self.text_bytes.fetch_add(text_bytes, Ordering::Relaxed);
        let whole = before + text_bytes <= MAX_PAGE_TEXT;
        let line = manifest::done(record)?;
        let page = page_part(record, whole, shares, config);
        let mut shares_bytes = 0;
        let place = self.spool.append(|out| {
            out.write_all(&line)?;
            out.write_all(page.as_str().as_bytes())?;
            shares_bytes = encode(shares, out)?;
            Ok(())
        })?;
        self.count(&report::Entry {
            id: Some(record.id.as_str()),
            language: Some(&record.language),
            format: Some(record.format),
            counts: record.counts,
            warnings: record.article.warnings.len() as u32,
            ..report::Entry::new(&record.path)
        });
        Ok(Done {
            at: place.start,
            line_bytes: short(line.len())?,
            page_bytes: short(page.len())?,
            shares_bytes: short(shares_bytes)?,
            text_bytes: text_bytes as u32,
            whole,
            day: record
                .article
                .metadata
                .date
                .as_deref()
                .and_then(Published::parse)
                .map(|published| published.day),
            language: record.language.clone(),
        })
    }

    /// Ends the first pass. `left` has what each of `found` left, in the same order; nothing for one that is no article.
    pub(super) fn finish(self, found: Vec<Found>, left: Vec<Option<Left>>) -> io::Result<Batch> {
        Ok(Batch {
            spooled: self.spool.finish()?,
            overview: self.overview.into_inner().unwrap_or_else(PoisonError::into_inner),
            found,
            left,
        })
    }
}

/// All of a batch, in path order, for the second pass.
#[derive(Debug)]
pub(super) struct Batch {
    spooled: Spooled,
    pub(super) overview: report::Overview,
    found: Vec<Found>,
    left: Vec<Option<Left>>,
}

impl Batch {
    /// The finished articles of each language, by their numbers.
    pub(super) fn languages(&self) -> BTreeMap<&Language, Vec<u32>> {
        let mut languages: BTreeMap<&Language, Vec<u32>> = BTreeMap::new();
        for (number, done) in self.finished() {
            languages.entry(&done.language).or_default().push(number);
        }
        languages
    }

    /// The shares of a finished article in jobs.
    pub(super) fn shares(&self, number: u32) -> io::Result<Shares> {
        let Some(Some(Left::Done(done))) = self.left.get(number as usize) else {
            return Err(io::Error::other("no finished article of this number"));
        };
        let bytes = self.spooled.read(done.shares())?;
        postcard::from_bytes(&bytes).map_err(io::Error::other)
    }

    /// The lines of a table that [`Leavings::rows`] took.
    pub(super) fn rows(&self, share: &Share) -> io::Result<String> {
        String::from_utf8(self.spooled.read(share.rows.clone())?).map_err(io::Error::other)
    }

    /// The segments that [`Leavings::counted`] took.
    pub(super) fn counted(&self, share: &Share) -> io::Result<Vec<Counted>> {
        let bytes = self.spooled.read(share.counted.clone())?;
        postcard::from_bytes(&bytes).map_err(io::Error::other)
    }

    /// Writes the articles' parts of the page.
    pub(super) fn write_page(
        &self,
        config: &Config,
        output: &Output,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let mut shown = 0;
        for (number, done) in self.finished() {
            shown += u64::from(done.text_bytes);
            let whole = shown <= MAX_PAGE_TEXT;
            if whole == done.whole {
                out.write_all(&self.spooled.read(done.page())?)?;
            } else {
                let shares = self.shares(number)?;
                let record = Shelf::of_run(output).record(&ArticleId::from_name(&shares.id))?;
                out.write_all(page_part(&record, whole, &shares, config).as_str().as_bytes())?;
            }
        }
        Ok(())
    }

    /// Writes the lines of the manifest.
    pub(super) fn write_manifest(&self, out: &mut impl Write) -> io::Result<()> {
        for (found, left) in self.found.iter().zip(&self.left) {
            let line = match left {
                Some(Left::Done(done)) => self.spooled.read(done.line())?,
                Some(Left::Failed(failure)) => manifest::failed(failure)?,
                Some(Left::Held(held)) => manifest::held(&found.name(), held)?,
                Some(Left::Skipped(reason)) => manifest::skipped(&found.name(), reason)?,
                None => manifest::skipped(&found.name(), found.skipped.unwrap_or_default())?,
            };
            out.write_all(&line)?;
        }
        Ok(())
    }

    fn finished(&self) -> impl Iterator<Item = (u32, &Done)> {
        (0..).zip(&self.left).filter_map(|(number, left)| match left {
            Some(Left::Done(done)) => Some((number, done)),
            _ => None,
        })
    }
}

impl Articles for Batch {
    fn days(&self) -> Vec<(u32, Option<Date>)> {
        self.finished().map(|(number, done)| (number, done.day)).collect()
    }

    fn id(&self, number: u32) -> ArticleId {
        ArticleId::of_path(&self.found[number as usize].key())
    }

    fn path(&self, number: u32) -> String {
        self.found[number as usize].name()
    }
}

/// The article on the page.
fn page_part(record: &ArticleRecord, whole: bool, shares: &Shares, config: &Config) -> crate::escape::Html {
    let in_job = config.targets.iter().zip(&shares.targets);
    let previews: Vec<report::Preview> = in_job
        .filter(|(_, share)| share.is_some())
        .map(|(target, _)| report::Preview {
            target: target.clone(),
            path: format!(
                "{}/preview/{}.html",
                publish::job_folder(&record.language, target),
                record.id
            ),
        })
        .collect();
    report::article(record, whole, &previews)
}

/// Writes `value` and gives the number of bytes.
fn encode<T: Serialize + ?Sized>(value: &T, out: &mut dyn Write) -> io::Result<usize> {
    let mut counting = Counting { out, bytes: 0 };
    postcard::to_io(value, &mut counting).map_err(io::Error::other)?;
    Ok(counting.bytes)
}

struct Counting<'w> {
    out: &'w mut dyn Write,
    bytes: usize,
}

impl Write for Counting<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.bytes += written;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The length of a piece of an article; the limit of an input keeps it far below four gigabytes.
fn short(bytes: usize) -> io::Result<u32> {
    u32::try_from(bytes).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::BlockKind;
    use crate::bilingual::drawing;

    /// The page of articles that finish in this order.
    fn page(numbers: [usize; 4]) -> String {
        let names = ["a.txt", "b.txt", "c.txt", "d.txt"];
        let (input, root) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for name in names {
            std::fs::File::create(input.path().join(name)).unwrap();
        }
        let config = Config::new(crate::config::Layer::default()).unwrap();
        let output = Output::open(root.path(), |_| ()).unwrap();
        let terms = super::super::terms::Termbook::new(&config.glossary);
        let leavings = Leavings::new(&config, &output).unwrap();
        let mut left: Vec<Option<Left>> = names.iter().map(|_| None).collect();
        let long = "word ".repeat(MAX_PAGE_TEXT as usize * 2 / 5 / 5);
        for number in numbers {
            let record = drawing::record(names[number], "en", &[(BlockKind::Paragraph, &long)]);
            let shares = publish::article(&record, &config, &terms, &output, &leavings, &|_, _| ()).unwrap();
            let done = leavings.done(&record, &shares, &config).unwrap();
            left[number] = Some(Left::Done(done));
        }
        let found = crate::read::inputs(&[input.path().to_owned()], root.path()).unwrap();
        let mut page = Vec::new();
        let batch = leavings.finish(found, left).unwrap();
        batch.write_page(&config, &output, &mut page).unwrap();
        String::from_utf8(page).unwrap()
    }

    #[test]
    fn the_same_articles_are_shown_whole_in_whatever_order_they_finish() {
        let in_order = page([0, 1, 2, 3]);
        assert_eq!(in_order.matches("class=\"whole\"").count(), 2);
        assert!(in_order.rfind("class=\"whole\"") < in_order.find("c.txt"));
        for numbers in [[3, 2, 1, 0], [2, 0, 3, 1]] {
            assert!(page(numbers) == in_order);
        }
    }
}
