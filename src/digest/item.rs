//! What a digest keeps of every article of a batch until it is known which stories are told: some bytes beside the profile that grouping
//! compares.

use jiff::civil::Date;

use super::copies::{self, Fingerprint};
use super::dates::Published;
use super::stories::{GroupInput, Profile};
use crate::article::{ArticleId, ArticleRecord, Language};

/// Code points of the body that grouping reads; what [`Profile`] makes use of, and some more.
const MOST_READ: usize = 5_000;

/// An article of the batch.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its name.
    pub id: ArticleId,
    /// Its path as outputs show it.
    pub path: String,
    /// Its language, script and all: each has an edition of its own.
    pub language: Language,
    /// The day of its date.
    pub day: Option<Date>,
    /// Words of its text.
    pub words: u32,
    /// By which its copies are found.
    pub fingerprint: Fingerprint,
}

impl Item {
    /// Reads a record; the profile lies apart, since it is let go of when the stories are known.
    pub fn of(record: &ArticleRecord) -> (Self, Profile) {
        let metadata = &record.article.metadata;
        let input = GroupInput {
            title: metadata.title.as_deref(),
            text: &body(record),
            language: &record.language,
            date: metadata.date.as_deref(),
        };
        let item = Self {
            id: record.id.clone(),
            path: record.path.clone(),
            language: record.language.clone(),
            day: metadata
                .date
                .as_deref()
                .and_then(Published::parse)
                .map(|published| published.day),
            words: record.counts.words,
            fingerprint: Fingerprint::of(&copies::shingles(record)),
        };
        (item, Profile::of(&input))
    }
}

/// The beginning of an article's text without title, bylines, captions and promo lines.
fn body(record: &ArticleRecord) -> String {
    let mut text = String::new();
    let mut left = MOST_READ;
    for block in &record.article.blocks {
        if left == 0 {
            break;
        }
        if block.kind.is_body() || block.kind == crate::article::BlockKind::Deck {
            let part = record.article.text_of(block);
            let end = part.char_indices().nth(left).map_or(part.len(), |(at, _)| at);
            left -= part[..end].chars().count();
            text.push_str(&part[..end]);
            text.push('\n');
        }
    }
    text
}
