//! What the pages of one site have in common: a passage that stands on many of them is the site's, not the article's.
//!
//! Counts only, added up over all pages before any of them is judged, so that the order of pages cannot matter. Digits count as
//! one, since a site's furniture differs by dates and numbers of comments.

use rustc_hash::FxHashMap;

use super::arena::Tree;
use super::{blocks, tokens};
use crate::extract::ExtractOptions;

/// Fewest pages of a site before anything is concluded: two pages of one site are often two reports of one event.
const MIN_PAGES: u32 = 3;
/// Bytes of a passage that tell it from others.
const MAX_KEY_BYTES: usize = 200;

/// Counts over the pages of a site.
#[derive(Clone, Debug, Default)]
pub struct Site {
    pages: u32,
    /// Pages on which a passage stands.
    passages: FxHashMap<u64, u32>,
}

impl Site {
    /// Counts the passages of one page, as [`passage_keys`] gives them.
    pub fn add(&mut self, keys: &[u64]) {
        self.pages += 1;
        for &key in keys {
            *self.passages.entry(key).or_default() += 1;
        }
    }

    /// Whether there are enough pages to learn from.
    pub fn is_telling(&self) -> bool {
        self.pages >= MIN_PAGES
    }

    /// Share of the site's other pages that have a passage; below 0 where nothing can be said.
    #[expect(clippy::cast_precision_loss, reason = "no batch has 2^24 pages of one site")]
    pub(super) fn share(&self, key: Option<u64>) -> f32 {
        match key.and_then(|key| self.passages.get(&key)) {
            _ if !self.is_telling() => super::echoes::UNKNOWN,
            Some(&pages) => (pages.saturating_sub(1)) as f32 / (self.pages - 1) as f32,
            None => 0.0,
        }
    }
}

/// What the passages of a page are compared by, each once, in order.
pub fn passage_keys(source: &str, options: &ExtractOptions) -> Vec<u64> {
    keys_of(&tokens::parse(source, super::bounds(options)))
}

/// The same of a page that is parsed.
pub(super) fn keys_of(tree: &Tree<'_>) -> Vec<u64> {
    let mut keys: Vec<u64> = blocks::passages(tree)
        .iter()
        .filter_map(|passage| key(&passage.draft.text))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// What a passage is compared by; `None` for one without letters.
pub(super) fn key(text: &str) -> Option<u64> {
    // FNV-1a: the same on every platform.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let (mut letters, mut bytes, mut in_number) = (false, 0, false);
    for c in text.chars() {
        // A run of digits counts as one: pages differ by "7 comments" and "12 comments".
        let follows = std::mem::replace(&mut in_number, c.is_numeric());
        if in_number && follows {
            continue;
        }
        let c = if in_number { '0' } else { c };
        letters |= c.is_alphabetic();
        bytes += c.len_utf8();
        if bytes > MAX_KEY_BYTES {
            break;
        }
        hash = (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3);
    }
    letters.then_some(hash)
}
