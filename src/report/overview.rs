//! The totals of a run: integers only, so that the order in which articles finish cannot matter.

use std::collections::{BTreeMap, BTreeSet};

use super::digest::Edition;
use crate::article::{Counts, Format, Language};

/// Failed and skipped inputs that the page lists by name; the manifest has them all.
const MAX_LISTED: usize = 500;

/// Lengths in words at which the next column of the chart begins: each column is twice as wide as the one before it.
pub(super) const LENGTH_EDGES: [u32; 7] = [100, 200, 400, 800, 1_600, 3_200, 6_400];

/// Summary words per hundred words of the article at which the next column begins.
pub(super) const COMPRESSION_EDGES: [u32; 7] = [5, 10, 15, 20, 25, 30, 40];

/// Columns of a histogram: one more than it has edges.
pub(super) type Columns = [u64; 8];

/// What became of an input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// Every output is written.
    #[default]
    Done,
    /// It could not be finished; what is wrong and what to do, one sentence.
    Failed(&'a str),
    /// It is no article and nothing was tried; why.
    Skipped(&'a str),
}

/// One row of the manifest: what the totals need to know of an input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Path of the input as outputs show it.
    pub path: &'a str,
    /// What became of it. Of one that is not done nothing else counts.
    pub outcome: Outcome<'a>,
    /// Name of its output files, if the page is to link to the article.
    pub id: Option<&'a str>,
    /// The language of the article.
    pub language: Option<&'a Language>,
    /// The form of the input.
    pub format: Option<Format>,
    /// Sizes.
    pub counts: Counts,
    /// Warnings of its record.
    pub warnings: u32,
}

impl<'a> Entry<'a> {
    /// A finished input of which nothing but the path is known.
    pub fn new(path: &'a str) -> Self {
        Self {
            path,
            ..Self::default()
        }
    }
}

/// A folder of translation jobs, one per pair of languages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Job {
    /// The language to translate from.
    pub source: Language,
    /// The language to translate into.
    pub target: Language,
    /// Articles in the folder.
    pub files: u32,
    /// Segments to translate.
    pub segments: u64,
    /// Words to translate.
    pub words: u64,
    /// Words of the segments that summaries quote, to be translated first.
    pub summary_words: u64,
    /// The folder as seen from the page: `jobs/en-fr`.
    pub folder: String,
}

/// What the page says of the whole run: every entry and every job, added in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    pub(super) has_targets: bool,
    pub(super) jobs: BTreeSet<Job>,
    pub(super) editions: Vec<Edition>,
    pub(super) done: u64,
    pub(super) failed: u64,
    pub(super) skipped: u64,
    pub(super) segments: u64,
    pub(super) words: u64,
    pub(super) summary_segments: u64,
    pub(super) summary_words: u64,
    pub(super) warnings: u64,
    pub(super) without_summary: u64,
    pub(super) formats: Vec<(Format, u64)>,
    pub(super) languages: BTreeMap<Language, Share>,
    pub(super) lengths: Columns,
    pub(super) compression: Columns,
    pub(super) failures: BTreeSet<Problem>,
    pub(super) skips: BTreeSet<Problem>,
}

/// The share of one language in a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) articles: u64,
    pub(super) words: u64,
    /// Path and id of the article that comes first on the page.
    pub(super) first: Option<(String, String)>,
}

/// An input without outputs, in the order in which the page lists them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Problem {
    pub(super) path: String,
    pub(super) reason: String,
}

impl Overview {
    /// A run without inputs; `has_targets` if jobs were asked for.
    pub fn new(has_targets: bool) -> Self {
        Self {
            has_targets,
            ..Self::default()
        }
    }

    /// The newsletters, in the order of the page.
    pub fn set_editions(&mut self, editions: Vec<Edition>) {
        self.editions = editions;
    }

    /// Counts one input.
    pub fn add(&mut self, entry: &Entry) {
        let problem = |reason: &str| Problem {
            path: entry.path.to_owned(),
            reason: reason.to_owned(),
        };
        match entry.outcome {
            Outcome::Done => self.add_done(entry),
            Outcome::Failed(reason) => {
                self.failed += 1;
                list(&mut self.failures, problem(reason));
            }
            Outcome::Skipped(reason) => {
                self.skipped += 1;
                list(&mut self.skips, problem(reason));
            }
        }
    }

    /// Adds a job folder.
    pub fn add_job(&mut self, job: Job) {
        self.jobs.insert(job);
    }

    fn add_done(&mut self, entry: &Entry) {
        let counts = &entry.counts;
        let words = u64::from(counts.words);
        self.done += 1;
        self.words += words;
        self.segments += u64::from(counts.segments);
        self.summary_segments += u64::from(counts.summary_segments);
        self.summary_words += u64::from(counts.summary_words);
        self.warnings += u64::from(entry.warnings);
        if let Some(format) = entry.format {
            self.count_format(format);
        }
        self.lengths[column(&LENGTH_EDGES, words)] += 1;
        if counts.summary_segments == 0 || words == 0 {
            self.without_summary += 1;
        } else {
            let percent = u64::from(counts.summary_words) * 100 / words;
            self.compression[column(&COMPRESSION_EDGES, percent)] += 1;
        }
        let language = entry.language.unwrap_or(&Language::UND).clone();
        let share = self.languages.entry(language).or_default();
        share.articles += 1;
        share.words += words;
        if let Some(id) = entry.id {
            let earlier = |(path, other): &(String, String)| (entry.path, id) < (path, other);
            if share.first.as_ref().is_none_or(earlier) {
                share.first = Some((entry.path.to_owned(), id.to_owned()));
            }
        }
    }

    /// Kept in the order of names.
    fn count_format(&mut self, format: Format) {
        match self
            .formats
            .binary_search_by_key(&format.as_str(), |(format, _)| format.as_str())
        {
            Ok(place) => self.formats[place].1 += 1,
            Err(place) => self.formats.insert(place, (format, 1)),
        }
    }

    /// The languages, the one with the most articles first.
    pub(super) fn languages_by_size(&self) -> Vec<(&Language, &Share)> {
        let mut languages: Vec<_> = self.languages.iter().collect();
        languages.sort_by_key(|(_, share)| std::cmp::Reverse((share.articles, share.words)));
        languages
    }
}

/// The column in which `value` is counted.
fn column(edges: &[u32; 7], value: u64) -> usize {
    edges.partition_point(|&edge| u64::from(edge) <= value)
}

/// Keeps the first of all problems by path: which ones they are does not depend on the order of arrival.
fn list(problems: &mut BTreeSet<Problem>, problem: Problem) {
    problems.insert(problem);
    if problems.len() > MAX_LISTED {
        problems.pop_last();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done<'a>(path: &'a str, language: &'a Language, words: u32, summary_words: u32) -> Entry<'a> {
        Entry {
            id: Some(path),
            language: Some(language),
            format: Some(Format::Text),
            counts: Counts {
                segments: 10,
                words,
                summary_segments: u32::from(summary_words > 0),
                summary_words,
                ..Counts::default()
            },
            warnings: 1,
            ..Entry::new(path)
        }
    }

    fn ended<'a>(path: &'a str, outcome: Outcome<'a>) -> Entry<'a> {
        Entry {
            outcome,
            counts: Counts {
                words: 70,
                segments: 3,
                ..Counts::default()
            },
            warnings: 5,
            ..Entry::new(path)
        }
    }

    fn of(entries: &[Entry]) -> Overview {
        let mut overview = Overview::default();
        for entry in entries {
            overview.add(entry);
        }
        overview
    }

    fn language(tag: &str) -> Language {
        Language::parse(tag).unwrap()
    }

    #[test]
    fn totals_count_what_is_done_and_nothing_else() {
        let overview = of(&[
            done("a", &language("en"), 100, 12),
            done("b", &language("kk"), 99, 0),
            ended("c", Outcome::Skipped("an image")),
            ended("d", Outcome::Failed("no text")),
        ]);
        assert_eq!((overview.done, overview.failed, overview.skipped), (2, 1, 1));
        assert_eq!(
            (overview.words, overview.summary_words, overview.warnings),
            (199, 12, 2)
        );
        assert_eq!((overview.segments, overview.summary_segments), (20, 1));
        assert_eq!(overview.lengths, [1, 1, 0, 0, 0, 0, 0, 0]);
        assert_eq!(overview.compression, [0, 0, 1, 0, 0, 0, 0, 0]);
        assert_eq!(overview.without_summary, 1);
        assert_eq!(overview.languages.len(), 2);
    }

    #[test]
    fn the_order_in_which_articles_finish_does_not_matter() {
        let (turkish, thai) = (language("tr"), language("th"));
        let paths: Vec<String> = (0..1_200).map(|n| format!("{n:04}.txt")).collect();
        let mut entries: Vec<Entry> = (0..)
            .zip(&paths)
            .map(|(n, path)| match n % 3 {
                0 => ended(path, Outcome::Failed("no text")),
                1 => done(path, &turkish, n * 7, n / 3),
                _ => done(path, &thai, n, n / 9),
            })
            .collect();
        let forwards = of(&entries);
        entries.reverse();
        assert_eq!(forwards, of(&entries));
        assert_eq!(forwards.failed, 400);
        let first = forwards.languages[&turkish].first.as_ref();
        assert_eq!(first.map(|(path, _)| path.as_str()), Some("0001.txt"));
    }

    #[test]
    fn a_run_of_failures_lists_the_first_by_path_and_counts_all() {
        let paths: Vec<String> = (0..MAX_LISTED + 40).map(|n| format!("{n:04}")).collect();
        let entries: Vec<Entry> = paths
            .iter()
            .rev()
            .map(|path| ended(path, Outcome::Failed("x")))
            .collect();
        let overview = of(&entries);
        assert_eq!(overview.failures.len(), MAX_LISTED);
        assert_eq!(overview.failures.first().unwrap().path, "0000");
        assert_eq!(overview.failed as usize, MAX_LISTED + 40);
    }

    #[test]
    fn a_value_on_an_edge_belongs_to_the_column_that_begins_there() {
        for (words, want) in [
            (0, 0),
            (99, 0),
            (100, 1),
            (199, 1),
            (6_399, 6),
            (6_400, 7),
            (u64::MAX, 7),
        ] {
            assert_eq!(column(&LENGTH_EDGES, words), want, "{words}");
        }
    }
}
