//! What pages of one host have in common: blocks that stand on many of them are the site's, not the article's.
//!
//! Counts only, added up over all pages before any of them is judged, so that the order of pages cannot matter. Digits count as one, since
//! a site's furniture differs by dates and numbers of comments.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::{Article, BlockKind};

/// Fewest pages of a host before anything is concluded: two pages of one host are often two reports of one event.
const MIN_PAGES: u32 = 3;

/// Bytes of a block that tell it from others.
const MAX_KEY_BYTES: usize = 200;

/// Counts over the pages of a batch.
#[derive(Debug, Default)]
pub struct Survey {
    hosts: FxHashMap<String, Host>,
}

#[derive(Debug, Default)]
struct Host {
    pages: u32,
    /// Pages on which a block stands.
    blocks: FxHashMap<u64, u32>,
}

impl Survey {
    /// Counts the blocks of one page of `host`, boilerplate included.
    pub fn add(&mut self, host: &str, article: &Article) {
        let host = self.hosts.entry(host.to_owned()).or_default();
        host.pages += 1;
        let blocks: FxHashSet<u64> = article
            .blocks
            .iter()
            .filter_map(|block| key(article.text_of(block)))
            .collect();
        #[expect(
            clippy::iter_over_hash_type,
            reason = "a count goes up by one whatever the order"
        )]
        for block in blocks {
            *host.blocks.entry(block).or_default() += 1;
        }
    }

    /// Marks the blocks of `article` that stand on at least half of the pages of its host as boilerplate; titles stay.
    pub fn mark(&self, host: &str, article: &mut Article) {
        let Some(host) = self.hosts.get(host).filter(|host| host.pages >= MIN_PAGES) else {
            return;
        };
        let Article { text, blocks, .. } = article;
        for block in blocks.iter_mut().filter(|block| block.kind != BlockKind::Title) {
            let pages = key(block.span.of(text))
                .and_then(|key| host.blocks.get(&key))
                .copied()
                .unwrap_or(0);
            if pages * 2 >= host.pages && pages > 1 {
                block.kind = BlockKind::Boilerplate;
            }
        }
    }
}

/// The host of an address: `news.example` of `https://news.example/a/1`.
pub fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    (!host.is_empty()).then_some(host)
}

/// What a block is compared by; `None` for a block without letters.
fn key(text: &str) -> Option<u64> {
    let mut hasher = blake3::Hasher::new();
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
        hasher.update(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
    let hash = hasher.finalize();
    letters.then(|| u64::from_le_bytes(hash.as_bytes()[..8].try_into().expect("a hash has 32 bytes")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Block;

    fn page(texts: &[&str]) -> Article {
        let mut article = Article::default();
        for text in texts {
            let span = article.append(text);
            article.blocks.push(Block {
                span,
                ..Block::default()
            });
        }
        article
    }

    fn boilerplate(pages: &[&[&str]]) -> Vec<Vec<bool>> {
        let mut survey = Survey::default();
        let mut articles: Vec<Article> = pages.iter().map(|texts| page(texts)).collect();
        for article in &articles {
            survey.add("a.example", article);
        }
        for article in &mut articles {
            survey.mark("a.example", article);
        }
        let is_boilerplate = |block: &Block| block.kind == BlockKind::Boilerplate;
        articles
            .iter()
            .map(|article| article.blocks.iter().map(is_boilerplate).collect())
            .collect()
    }

    #[test]
    fn what_stands_on_half_of_a_hosts_pages_is_the_sites() {
        let marked = boilerplate(&[
            &["Rain fell.", "12 comments"],
            &["Snow fell.", "7 comments"],
            &["Hail fell.", "Other"],
        ]);
        assert_eq!(marked, [[false, true], [false, true], [false, false]]);
    }

    #[test]
    fn two_pages_prove_nothing() {
        assert_eq!(boilerplate(&[&["Same."], &["Same."]]), [[false], [false]]);
    }

    #[test]
    fn hosts_are_read_from_addresses() {
        assert_eq!(host("https://news.example/a?b"), Some("news.example"));
        assert_eq!(host("nonsense"), None);
    }
}
