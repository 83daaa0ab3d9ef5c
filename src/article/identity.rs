//! Names that stay: article ids from input paths, block ids from block contents, content hashes.

use std::borrow::Cow;
use std::fmt::{self, Write};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

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
    /// The slug keeps letters and digits of every script in lower case and NFC; everything else becomes a single `-`. The number of an
    /// entry (`feed.xml#3`) is always in it: eight digits of hash alone would not keep 100,000 entries of one file apart.
    pub fn of_path(path: &[u8]) -> Self {
        let name = String::from_utf8_lossy(path);
        let (name, number) = name
            .rsplit_once('#')
            .filter(|(_, number)| {
                (1..=10).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
            })
            .map_or((&*name, ""), |(name, number)| (name, number));
        let name = name
            .rsplit_once('.')
            .filter(|(stem, _)| !stem.is_empty())
            .map_or(name, |(stem, _)| stem);
        let mut slug = String::new();
        for c in name.nfc().flat_map(char::to_lowercase).nfc() {
            if slug.len() + c.len_utf8() + number.len() > MAX_SLUG_BYTES {
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
        let slug = if number.is_empty() {
            slug.to_owned()
        } else {
            format!("{slug}-{number}")
        };
        let prefix = if RESERVED.contains(&&*slug) { "x-" } else { "" };
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

impl BlockId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

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
    let mut seen: FxHashMap<BlockId, u32> = FxHashMap::default();
    let mut content = String::new();
    article
        .blocks
        .iter()
        .map(|block| {
            content.clear();
            describe(article, block, &mut content);
            let id = block_id(&content);
            let count = seen.entry(id.clone()).or_default();
            *count += 1;
            if *count == 1 {
                id
            } else {
                BlockId::from(&*format!("{id}-{count}"))
            }
        })
        .collect()
}

/// Appends what a block's id is made of: its kind and its text with placeholders for inline codes.
fn describe(article: &Article, block: &Block, out: &mut String) {
    out.push_str(block.kind.as_str());
    out.push('\0');
    let mut at = block.span.start;
    for code in &block.inline {
        out.push_str(&nfc(&article.text[at as usize..code.span.start.max(at) as usize]));
        let mark = match code.edge {
            Edge::Open => '\u{1}',
            Edge::Close => '\u{2}',
            Edge::Alone => '\u{3}',
        };
        let _ = write!(out, "{mark}{}", code.id);
        at = at.max(code.span.start);
    }
    out.push_str(&nfc(&article.text[at as usize..block.span.end as usize]));
}

fn block_id(content: &str) -> BlockId {
    let hash = blake3::hash(content.as_bytes());
    let mut name = String::from("u");
    let mut bits = u64::from_be_bytes(hash.as_bytes()[..8].try_into().expect("a hash has 32 bytes"));
    for _ in 0..10 {
        name.push(char::from(
            b"abcdefghijklmnopqrstuvwxyz234567"[(bits >> 59) as usize],
        ));
        bits <<= 5;
    }
    BlockId::from(&*name)
}

/// The text in NFC; nearly every text is, and stays where it is.
pub(crate) fn nfc(text: &str) -> Cow<'_, str> {
    let rest = &text[plain_prefix(text.as_bytes())..];
    if rest.chars().all(is_always_nfc) || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        text.into()
    } else {
        text.nfc().collect()
    }
}

/// The length of the beginning of `text` that is always its own NFC, told by the first bytes of characters alone: Latin up to U+02FF,
/// Cyrillic to U+047F, ideographs, Hangul, and the dashes, quotation marks and ellipses of U+2010 to U+2027.
fn plain_prefix(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        at += match byte {
            ..0xCC | 0xD0 | 0xD1 | 0xE5..=0xE9 | 0xEB | 0xEC => 1,
            0xE2 if matches!(text[at..], [_, 0x80, 0x90..=0xA7, ..]) => 3,
            _ => break,
        };
    }
    at
}

/// Whether a character is its own NFC beside others like it, for the blocks that most texts are made of: no mark stands in them, and
/// nothing that another character composes with.
fn is_always_nfc(c: char) -> bool {
    matches!(c,
        '\0'..='\u{2FF}' | '\u{388}'..='\u{482}' | '\u{48A}'..='\u{590}' | '\u{620}'..='\u{64A}' | '\u{671}'..='\u{6D5}'
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}'
        | '\u{30A1}'..='\u{30FA}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF00}'..='\u{FF60}')
}

/// blake3 of `bytes` in hexadecimal.
pub fn content_hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use unicode_normalization::char::canonical_combining_class;

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
        assert!(id("feeds/a.xml#12").starts_with("feeds-a-12-"));
        assert!(id(&format!("{}.xml#31", "é".repeat(300))).contains("-31-"));
        assert_ne!(id("a.txt"), id("A.txt"));
    }

    #[test]
    fn characters_that_are_always_nfc_need_no_look_at_their_neighbours() {
        for c in ('\0'..=char::MAX).filter(|c| is_always_nfc(*c)) {
            assert_eq!(
                (canonical_combining_class(c), is_nfc_quick(std::iter::once(c))),
                (0, IsNormalized::Yes),
                "{c:?}"
            );
        }
    }

    #[test]
    fn first_bytes_tell_of_no_character_that_composes() {
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            let prefix = plain_prefix(text.as_bytes());
            assert!(prefix == 0 || prefix == text.len() && is_always_nfc(c), "{c:?}");
        }
    }

    #[test]
    fn nfc_composes_what_is_decomposed() {
        for (given, want) in [
            ("plain", "plain"),
            ("Cafe\u{301}", "Caf\u{e9}"),
            ("и\u{306}", "й"),
            ("\u{1112}\u{1161}\u{11ab}", "한"),
            ("स\u{95c}", "स\u{921}\u{93c}"),
        ] {
            assert_eq!(nfc(given), want);
        }
    }
}
