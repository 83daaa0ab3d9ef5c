//! What a passage repeats: the page's own JSON-LD, its title and description, other passages, other pages of its site.

#![expect(clippy::cast_precision_loss, reason = "a passage has fewer words than 2^24")]

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::blocks::Passage;
use super::json_ld::Grams;
use super::site::{Site, key};
use crate::extract::metadata;

/// JSON-LD's article text is evidence from this many bytes on: shorter ones are teasers.
const MIN_QUOTED_BYTES: usize = 200;
/// Longest passage that may be the title or the description, in bytes.
const MAX_LINE_BYTES: usize = 1000;
/// What is said of a page that says nothing.
pub(super) const UNKNOWN: f32 = -1.0;

/// What a page says of its article, for comparing.
#[derive(Debug)]
pub(super) struct Said<'a> {
    /// The titles in its head.
    pub(super) titles: Vec<&'a str>,
    /// Its description.
    pub(super) description: Option<&'a str>,
    /// JSON-LD's article text.
    pub(super) body: Option<&'a str>,
    /// What is known of its site.
    pub(super) site: Option<&'a Site>,
}

/// What one passage repeats; [`UNKNOWN`] where there is nothing to compare with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Echo {
    /// Share of its words, three in a row, in JSON-LD's article text.
    pub(super) quoted: f32,
    /// The same for the description.
    pub(super) described: f32,
    /// Share of its words in a title, and of the title's words in it, whichever is less.
    pub(super) titled: f32,
    /// Passages of the page with the same text.
    pub(super) copies: u32,
    /// Share of the site's other pages that have it.
    pub(super) site: f32,
}

/// Compares the passages with what the page says.
pub(super) fn echoes(passages: &[Passage], said: &Said<'_>) -> Vec<Echo> {
    let quoted = said
        .body
        .filter(|body| body.len() >= MIN_QUOTED_BYTES)
        .map(Grams::of);
    let described = said.description.map(Grams::of).filter(|grams| !grams.is_empty());
    let titles: Vec<Words> = said
        .titles
        .iter()
        .map(|title| Words::of(&title[..metadata::without_site(title)]))
        .filter(|words| !words.0.is_empty())
        .collect();
    let mut copies: FxHashMap<&str, u32> = FxHashMap::default();
    for passage in passages {
        *copies.entry(&passage.draft.text).or_default() += 1;
    }
    let share = |grams: Option<&Grams>, text: &str| grams.map_or(UNKNOWN, |grams| grams.share_of(text));
    passages
        .iter()
        .map(|passage| {
            let text = passage.draft.text.as_str();
            let line = text.len() <= MAX_LINE_BYTES;
            Echo {
                quoted: share(quoted.as_ref(), text),
                described: share(described.as_ref().filter(|_| line), text),
                titled: if line { best(&titles, text) } else { 0.0 },
                copies: copies.get(text).copied().unwrap_or(1),
                site: said.site.map_or(UNKNOWN, |site| site.share(key(text))),
            }
        })
        .collect()
}

fn best(titles: &[Words], text: &str) -> f32 {
    if titles.is_empty() {
        return UNKNOWN;
    }
    let words = Words::of(text);
    titles
        .iter()
        .map(|title| title.agreement(&words))
        .fold(0.0, f32::max)
}

/// The words of a line, as hashes.
#[derive(Debug)]
struct Words(FxHashSet<u64>);

impl Words {
    fn of(text: &str) -> Self {
        let mut words = FxHashSet::default();
        let mut hasher = FxHasher::default();
        let mut any = false;
        for c in text.chars() {
            let dense = super::signals::is_dense(c);
            if any && (dense || !c.is_alphanumeric()) {
                words.insert(std::mem::take(&mut hasher).finish());
                any = false;
            }
            if c.is_alphanumeric() {
                for lower in c.to_lowercase() {
                    hasher.write_u32(lower.into());
                }
                any = true;
                if dense {
                    words.insert(std::mem::take(&mut hasher).finish());
                    any = false;
                }
            }
        }
        if any {
            words.insert(hasher.finish());
        }
        Self(words)
    }

    /// Common words as a share of the larger set.
    fn agreement(&self, other: &Self) -> f32 {
        let (small, large) = if self.0.len() < other.0.len() {
            (self, other)
        } else {
            (other, self)
        };
        let common = small.0.intersection(&large.0).count();
        common as f32 / large.0.len().max(1) as f32
    }
}
