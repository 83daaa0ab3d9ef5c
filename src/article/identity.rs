//! Names that stay: article ids from input paths, block ids from block contents, content hashes.

use std::fmt::{self, Write};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::{Article, Block, Edge};

/// Longest slug, in bytes, before the hash.
const MAX_SLUG_BYTES: usize = 80;

/// Names that Windows keeps for devices.
const RESERVED: &[&str] = &[
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
    "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// The name of an article's output files: a readable slug of the input path and a short hash that makes it unique.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(Arc<str>);

impl ArticleId {
    /// Makes the id of the input with this relative path (raw bytes, since names need not be UTF-8).
    ///
    /// The slug keeps letters and digits of every script in lower case and NFC; everything else becomes a single `-`.
    pub fn of_path(path: &[u8]) -> Self {
        let name = String::from_utf8_lossy(path);
        let name = name
            .rsplit_once('.')
            .filter(|(stem, _)| !stem.is_empty())
            .map_or(&*name, |(stem, _)| stem);
        let mut slug = String::new();
        for c in name.nfc().flat_map(char::to_lowercase).nfc() {
            if slug.len() + c.len_utf8() > MAX_SLUG_BYTES {
                break;
            }
            if c.is_alphanumeric() {
                slug.push(c);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        let slug = slug.trim_matches('-');
        let slug = if slug.is_empty() { "article" } else { slug };
        let prefix = if RESERVED.contains(&slug) { "x-" } else { "" };
        let hash = blake3::hash(path).to_hex();
        Self(format!("{prefix}{slug}-{}", &hash[..8]).into())
    }

    /// An id read back from an output.
    pub fn from_name(name: &str) -> Self {
        Self(name.into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// The name of a block, made of its kind and text: an edit elsewhere in the article does not move it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockId(Arc<str>);

impl From<&str> for BlockId {
    fn from(name: &str) -> Self {
        Self(name.into())
    }
}

impl fmt::Display for BlockId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// The ids of all blocks in order: `u` and ten base-32 letters of a hash over kind and text (NFC, inline codes as
/// placeholders), with `-2`, `-3` … for repeats.
pub fn block_ids(article: &Article) -> Vec<BlockId> {
    let mut seen: FxHashMap<String, u32> = FxHashMap::default();
    article
        .blocks
        .iter()
        .map(|block| {
            let name = block_name(article, block);
            let count = seen.entry(name.clone()).or_default();
            *count += 1;
            if *count == 1 {
                BlockId::from(&*name)
            } else {
                BlockId::from(&*format!("{name}-{count}"))
            }
        })
        .collect()
}

fn block_name(article: &Article, block: &Block) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(block.kind.as_str().as_bytes());
    hasher.update(b"\0");
    let mut at = block.span.start;
    let mut buffer = String::new();
    for code in &block.inline {
        buffer.extend(article.text[at as usize..code.span.start.max(at) as usize].nfc());
        let mark = match code.edge {
            Edge::Open => '\u{1}',
            Edge::Close => '\u{2}',
            Edge::Alone => '\u{3}',
        };
        let _ = write!(buffer, "{mark}{}", code.id);
        at = at.max(code.span.start);
    }
    buffer.extend(article.text[at as usize..block.span.end as usize].nfc());
    hasher.update(buffer.as_bytes());
    let hash = hasher.finalize();
    let mut name = String::from("u");
    let mut bits = u64::from_be_bytes(hash.as_bytes()[..8].try_into().expect("a hash has 32 bytes"));
    for _ in 0..10 {
        name.push(char::from(
            b"abcdefghijklmnopqrstuvwxyz234567"[(bits >> 59) as usize],
        ));
        bits <<= 5;
    }
    name
}

/// blake3 of `bytes` in hexadecimal.
pub fn content_hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::super::BlockKind;
    use super::*;

    fn article(texts: &[&str]) -> Article {
        let mut article = Article::default();
        for text in texts {
            let span = article.append(text);
            article.blocks.push(Block {
                kind: BlockKind::Paragraph,
                span,
                ..Block::default()
            });
        }
        article
    }

    #[test]
    fn an_edit_elsewhere_moves_no_block_id() {
        let before = block_ids(&article(&["One.", "Two.", "Two."]));
        let after = block_ids(&article(&["Changed.", "Two.", "Two."]));
        assert_eq!(before[1..], after[1..]);
        assert_ne!(before[0], after[0]);
        assert_eq!(before[2].to_string(), format!("{}-2", before[1]));
    }

    #[test]
    fn slugs_are_safe_and_readable() {
        let id = |path: &str| ArticleId::of_path(path.as_bytes()).to_string();
        assert!(id("en/01-ferry.txt").starts_with("en-01-ferry-"));
        assert!(id("../a\"b<c>.txt").starts_with("a-b-c-"));
        assert!(id("CON.txt").starts_with("x-con-"));
        assert!(id("көпір.txt").starts_with("көпір-"));
        assert!(id("....txt").starts_with("article-"));
        assert!(id(&"é".repeat(300)).len() < 100);
        assert_ne!(id("a.txt"), id("A.txt"));
    }
}
