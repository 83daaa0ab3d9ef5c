//! What a passage repeats: the page's own JSON-LD, its title and description, other passages, other pages of its site.

#![expect(clippy::cast_precision_loss, reason = "a passage has fewer words than 2^24")]

use rustc_hash::FxHashMap;

use super::blocks::Passage;
use super::json_ld::Grams;
use super::signals::{is_dense, is_word_char};
use super::site::{Site, key};
use crate::extract::metadata;

/// JSON-LD's article text is evidence from this many bytes on: shorter ones are teasers.
const MIN_QUOTED_BYTES: usize = 200;
/// Longest passage that may be the title or the description, in bytes.
const MAX_TITLE_BYTES: usize = 300;
const MAX_DESCRIPTION_BYTES: usize = 800;
/// Numbers of what a page says of its kind.
pub(super) const KINDS: usize = 8;
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
    /// What kind of page it says that it is.
    pub(super) kind: [bool; KINDS],
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
    let mut words = Words::default();
    passages
        .iter()
        .map(|passage| {
            let text = passage.draft.text.as_str();
            Echo {
                quoted: share(quoted.as_ref(), text),
                described: share(
                    described.as_ref().filter(|_| text.len() <= MAX_DESCRIPTION_BYTES),
                    text,
                ),
                titled: if text.len() <= MAX_TITLE_BYTES {
                    best(&titles, &mut words, text)
                } else {
                    0.0
                },
                copies: copies.get(text).copied().unwrap_or(1),
                site: said.site.map_or(UNKNOWN, |site| site.share(key(text))),
            }
        })
        .collect()
}

fn best(titles: &[Words], words: &mut Words, text: &str) -> f32 {
    if titles.is_empty() {
        return UNKNOWN;
    }
    words.read(text);
    titles
        .iter()
        .map(|title| title.agreement(words))
        .fold(0.0, f32::max)
}

/// The words of a line as hashes, sorted, each once.
#[derive(Debug, Default)]
struct Words(Vec<u64>);

impl Words {
    fn of(text: &str) -> Self {
        let mut words = Self::default();
        words.read(text);
        words
    }

    /// Takes the words of `text` instead.
    fn read(&mut self, text: &str) {
        self.0.clear();
        if text.is_ascii() {
            for word in text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric()) {
                let letters = word.iter().map(u8::to_ascii_lowercase);
                self.push(letters.fold(0, |hash, letter| mixed(hash, letter.into())));
            }
        } else {
            self.read_any(text);
        }
        self.0.sort_unstable();
        self.0.dedup();
    }

    fn read_any(&mut self, text: &str) {
        let mut hash = 0u64;
        for c in text.chars() {
            let (dense, is_word) = (is_dense(c), is_word_char(c));
            if dense || !is_word {
                self.push(std::mem::take(&mut hash));
            }
            if !is_word {
                continue;
            }
            if c.is_ascii() {
                hash = mixed(hash, c.to_ascii_lowercase());
            } else {
                hash = c.to_lowercase().fold(hash, mixed);
            }
            if dense {
                self.push(std::mem::take(&mut hash));
            }
        }
        self.push(hash);
    }

    /// Adds a word; 0 is none.
    fn push(&mut self, hash: u64) {
        if hash != 0 {
            self.0.push(hash);
        }
    }

    /// Common words as a share of the larger set.
    fn agreement(&self, other: &Self) -> f32 {
        let (small, large) = if self.0.len() < other.0.len() {
            (self, other)
        } else {
            (other, self)
        };
        let common = small.0.iter().filter(|word| large.0.binary_search(word).is_ok());
        common.count() as f32 / large.0.len().max(1) as f32
    }
}

fn mixed(hash: u64, c: char) -> u64 {
    (hash.rotate_left(5) ^ u64::from(u32::from(c)))
        .wrapping_mul(0x517c_c1b7_2722_0a95)
        .max(1)
}
