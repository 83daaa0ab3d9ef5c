//! What a job is paid by: segments, words and characters, repetitions apart. Each segment is in exactly one row, and the rows add up.
//!
//! A [`Counter`] is fed the [`counted`] segments of a job, article by article and in the order of the job; it keeps some 40 bytes for each
//! segment and no text.

use std::borrow::Cow;
use std::hash::BuildHasher;
use std::ops::AddAssign;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::similar::Percents;
use crate::article::{Edge, Language, Markup, nfc};
use crate::bilingual::{Content, Document, Pair, Part, State};
use crate::words;

/// Sizes of a set of segments. Inline codes and the text they cover never count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sizes {
    /// Segments.
    pub segments: u64,
    /// Words, the trade's way.
    pub words: u64,
    /// Words as GMX-V has them.
    pub gmx_words: u64,
    /// Code points.
    pub characters: u64,
    /// Code points that are no white space.
    pub characters_without_spaces: u64,
}

impl Sizes {
    fn of(content: &Content) -> Self {
        let mut sizes = Self {
            segments: 1,
            ..Self::default()
        };
        for part in &content.0 {
            if let Part::Text(text) = part {
                sizes.characters += text.chars().count() as u64;
                sizes.characters_without_spaces += text.chars().filter(|c| !c.is_whitespace()).count() as u64;
            }
        }
        let (words, gmx_words) = words::count_both(&parted(content));
        sizes.words = words.into();
        sizes.gmx_words = gmx_words.into();
        sizes
    }
}

/// The text that words are counted in: a line break is a code and parts words; a code that covers text stands for no word.
fn parted(content: &Content) -> Cow<'_, str> {
    if let [Part::Text(text)] = &*content.0 {
        return text.into();
    }
    let parts = content.0.iter().map(|part| match part {
        Part::Text(text) => text,
        Part::Code(code) if code.markup == Markup::Break => " ",
        Part::Code(_) => "",
    });
    parts.collect()
}

impl AddAssign for Sizes {
    fn add_assign(&mut self, other: Self) {
        self.segments += other.segments;
        self.words += other.words;
        self.gmx_words += other.gmx_words;
        self.characters += other.characters;
        self.characters_without_spaces += other.characters_without_spaces;
    }
}

/// Segments that are like others, by how alike they are in percent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bands {
    /// 95 to 99.
    pub from_95: Sizes,
    /// 85 to 94.
    pub from_85: Sizes,
    /// 75 to 84.
    pub from_75: Sizes,
    /// 50 to 74.
    pub from_50: Sizes,
}

impl Bands {
    /// The band of a percentage, if it has one.
    fn band(&mut self, percent: u8) -> Option<&mut Sizes> {
        match percent {
            95.. => Some(&mut self.from_95),
            85.. => Some(&mut self.from_85),
            75.. => Some(&mut self.from_75),
            50.. => Some(&mut self.from_50),
            _ => None,
        }
    }

    /// All bands.
    pub fn total(&self) -> Sizes {
        let mut sum = self.from_95;
        sum += self.from_85;
        sum += self.from_75;
        sum += self.from_50;
        sum
    }
}

impl AddAssign for Bands {
    fn add_assign(&mut self, other: Self) {
        self.from_95 += other.from_95;
        self.from_85 += other.from_85;
        self.from_75 += other.from_75;
        self.from_50 += other.from_50;
    }
}

/// The rows of a count. Every segment is in one of those down to `new`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// Not to be translated: program code, blocks that are in the target language already.
    pub locked: Sizes,
    /// Translated before, between the same two segments.
    pub context_match: Sizes,
    /// A later copy of a segment between the same segments: it is translated with them.
    pub repeated_in_context: Sizes,
    /// Any other later copy of a segment of the same article.
    pub repeated_in_file: Sizes,
    /// The same segment stands in an earlier article of the job.
    pub repeated_in_job: Sizes,
    /// The same segment was translated before.
    pub exact_match: Sizes,
    /// A similar segment was translated before.
    pub fuzzy_match: Bands,
    /// Everything else.
    pub new: Sizes,
    /// What of `new` is similar to an earlier segment of the job.
    pub new_similar: Bands,
    /// What has its translation already, of all rows but the locked one.
    pub translated: Sizes,
    /// What the summaries quote and is to be translated: what to do first.
    pub summary: Sizes,
}

impl Rows {
    /// What is to be translated.
    pub fn open(&self) -> Sizes {
        let (mut sum, done) = (self.unlocked(), self.translated);
        sum.segments -= done.segments;
        sum.words -= done.words;
        sum.gmx_words -= done.gmx_words;
        sum.characters -= done.characters;
        sum.characters_without_spaces -= done.characters_without_spaces;
        sum
    }

    /// All segments but the locked ones.
    fn unlocked(&self) -> Sizes {
        let mut sum = self.new;
        for row in [
            self.context_match,
            self.repeated_in_context,
            self.repeated_in_file,
            self.repeated_in_job,
            self.exact_match,
            self.fuzzy_match.total(),
        ] {
            sum += row;
        }
        sum
    }

    /// All segments.
    pub fn total(&self) -> Sizes {
        let mut sum = self.unlocked();
        sum += self.locked;
        sum
    }
}

impl AddAssign for Rows {
    fn add_assign(&mut self, other: Self) {
        self.locked += other.locked;
        self.context_match += other.context_match;
        self.repeated_in_context += other.repeated_in_context;
        self.repeated_in_file += other.repeated_in_file;
        self.repeated_in_job += other.repeated_in_job;
        self.exact_match += other.exact_match;
        self.fuzzy_match += other.fuzzy_match;
        self.new += other.new;
        self.new_similar += other.new_similar;
        self.translated += other.translated;
        self.summary += other.summary;
    }
}

/// The counts of one article of a job. There is one for each article of a run, so most of what it holds is packed: rows of nothing are most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleCounts {
    /// Path of the article as outputs show it.
    pub path: String,
    packed: Box<[u8]>,
}

impl ArticleCounts {
    /// The counts of the article at `path`.
    pub fn new(path: String, rows: &Rows) -> Self {
        // Plain figures are always packed, and come back as they were.
        let packed = postcard::to_allocvec(rows).unwrap_or_default();
        Self {
            path,
            packed: packed.into(),
        }
    }

    /// Its rows.
    pub fn rows(&self) -> Rows {
        postcard::from_bytes(&self.packed).unwrap_or_default()
    }
}

/// A segment of an article as a count sees it, before it is compared with others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Two segments with one key are repetitions.
    key: Key,
    sizes: Sizes,
    locked: bool,
    in_summary: bool,
    known: Known,
    translated: bool,
}

/// What is known of a segment's translation before the work begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Known {
    Nothing,
    /// It was translated, between the same segments.
    InContext,
    /// A segment that is so much alike was translated.
    Percent(u8),
}

impl Known {
    fn of(pair: &Pair) -> Self {
        match (&pair.target, &pair.offer) {
            (Some(_), _) if pair.in_context => Self::InContext,
            (Some(_), _) => Self::Percent(100),
            (None, Some(offer)) => Self::Percent(offer.percent),
            (None, None) => Self::Nothing,
        }
    }
}

/// The segments of an article. This is nearly all of the work of counting, and needs nothing of the rest of the job.
pub fn counted(document: &Document) -> Vec<Counted> {
    let pairs = document
        .units
        .iter()
        .flat_map(|unit| unit.pairs.iter().map(move |pair| (unit, pair)));
    pairs
        .map(|(unit, pair)| Counted {
            key: key(&pair.source),
            sizes: Sizes::of(&pair.source),
            locked: !unit.translate,
            in_summary: pair.in_summary,
            known: Known::of(pair),
            // What nobody has called finished is not.
            translated: unit.translate && pair.target.is_some() && pair.state > State::Initial,
        })
        .collect()
}

/// Counts a job, article by article.
#[derive(Debug, Default)]
pub struct Counter {
    /// The last article in which a segment was seen, by its key.
    seen: FxHashMap<Key, u32>,
    /// The segments that were seen, each with the one before and the one after.
    contexts: FxHashSet<u64>,
    articles: u32,
    totals: Rows,
    identity: blake3::Hasher,
}

impl Counter {
    /// Counts the next article of the job: the one with this id, its segments, and which of them are like earlier ones of the job.
    pub fn add(&mut self, id: &str, segments: &[Counted], similar: &Percents) -> Rows {
        self.articles += 1;
        self.identity.update(id.as_bytes());
        let mut rows = Rows::default();
        for (index, segment) in segments.iter().enumerate() {
            self.identity.update(&segment.key.0.to_le_bytes());
            if segment.locked {
                rows.locked += segment.sizes;
                continue;
            }
            // Ends of articles are alike, and like nothing else.
            let key = |at: Option<usize>| at.and_then(|at| segments.get(at)).map(|segment| segment.key);
            let around = (key(index.checked_sub(1)), segment.key, key(Some(index + 1)));
            let in_context = !self.contexts.insert(FxBuildHasher.hash_one(around));
            let row = match (self.seen.insert(segment.key, self.articles), segment.known) {
                (_, Known::InContext) => &mut rows.context_match,
                (Some(_), _) if in_context => &mut rows.repeated_in_context,
                (Some(article), _) if article == self.articles => &mut rows.repeated_in_file,
                (Some(_), _) => &mut rows.repeated_in_job,
                (None, Known::Percent(100..)) => &mut rows.exact_match,
                (None, Known::Percent(percent)) => rows.fuzzy_match.band(percent).unwrap_or(&mut rows.new),
                (None, Known::Nothing) => {
                    let percent = similar.get(&segment.key).copied().unwrap_or(0);
                    if let Some(band) = rows.new_similar.band(percent) {
                        *band += segment.sizes;
                    }
                    &mut rows.new
                }
            };
            *row += segment.sizes;
            if segment.translated {
                rows.translated += segment.sizes;
            } else if segment.in_summary {
                rows.summary += segment.sizes;
            }
        }
        self.totals += rows;
        rows
    }

    /// The sums so far.
    pub fn totals(&self) -> &Rows {
        &self.totals
    }

    /// The articles so far.
    pub fn articles(&self) -> u32 {
        self.articles
    }

    /// The name of the job: its languages and a hash of its articles and segments, the same for the same job.
    pub fn job_id(&self, source: &Language, target: &Language) -> String {
        let hash = self.identity.finalize().to_hex();
        format!("{source}-{target}-{}", &hash[..8])
    }
}

/// Stands for a segment's normal form.
pub type Key = (u64, u64);

/// The identity of a segment: NFC, white space as one space, codes by what they do and not by their number in the block.
pub(super) fn key(content: &Content) -> Key {
    let normal = match &*content.0 {
        [Part::Text(text)] if is_evenly_spaced(text) => nfc(text),
        parts => normal(parts).into(),
    };
    let hash = blake3::hash(normal.trim().as_bytes());
    let (low, high) = hash.as_bytes()[..16].split_at(8);
    let number = |half: &[u8]| u64::from_le_bytes(half.try_into().expect("half of 16 bytes is 8 bytes"));
    (number(low), number(high))
}

/// Whether all white space of `text` is single spaces; normalization makes none.
fn is_evenly_spaced(text: &str) -> bool {
    let mut after_space = false;
    text.chars().all(|c| {
        let doubled = after_space && c == ' ';
        after_space = c == ' ';
        !doubled && (c == ' ' || !c.is_whitespace())
    })
}

fn normal(parts: &[Part]) -> String {
    let mut out = String::new();
    for part in parts {
        match part {
            Part::Text(text) => {
                for c in nfc(text).chars() {
                    if !c.is_whitespace() {
                        out.push(c);
                    } else if !out.ends_with(' ') {
                        out.push(' ');
                    }
                }
            }
            Part::Code(code) => {
                out.push(match code.edge {
                    Edge::Open => '\u{1}',
                    Edge::Close => '\u{2}',
                    Edge::Alone => '\u{3}',
                });
                out.push_str(code.markup.label());
                out.push_str(&code.covered);
                out.push('\u{1}');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests;
