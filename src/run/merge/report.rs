//! What a merge says it did: `merge.json`, and the lines for people.

use serde::{Deserialize, Serialize};

use crate::article::Language;

/// What became of all files that were given.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct MergeReport {
    /// The files, in the order of their names.
    pub files: Vec<FileReport>,
    /// One for each target language.
    pub targets: Vec<TargetReport>,
    /// Files that were refused, and articles that could not be written.
    pub failed: usize,
}

/// What came in one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FileReport {
    /// Its path.
    pub path: String,
    /// Why nothing of it was used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// Translations in it.
    pub received: usize,
    /// Segments without one.
    pub untranslated: usize,
    /// What was odd about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<String>,
}

/// What was made for one target language.
#[derive(Clone, Debug, Serialize)]
pub struct TargetReport {
    /// Version of the format.
    pub version: u32,
    /// The language.
    pub target: Language,
    /// Translations that came, each once; always the sum of the two that follow.
    pub received: usize,
    /// Those that stand in an article.
    pub merged: usize,
    /// Those that stand in `leftover.tmx`.
    pub leftover: usize,
    /// How often one of them came in another file too, word for word for the same segment.
    #[serde(skip_serializing_if = "is_zero")]
    pub copies: usize,
    /// The files that held them.
    pub files: Vec<FileReport>,
    /// The articles, in the order of their paths.
    pub articles: Vec<ArticleReport>,
    /// The translations that have no place.
    pub leftovers: Vec<LeftoverReport>,
    /// The entries that stand translated in files of several articles, those of earlier merges too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<EntryReport>,
}

/// An entry of a file of several articles that is translated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryReport {
    /// Its file, and its place in that.
    pub path: String,
    /// The hash of what it was translated from.
    pub hash: String,
}

/// What of an earlier `merge.json` is read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct EarlierReport {
    pub(super) entries: Vec<EntryReport>,
}

/// What was made of one article.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ArticleReport {
    /// Its id.
    pub id: String,
    /// Its path.
    pub path: String,
    /// The translated file, if one was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Its segments that are to be translated.
    pub segments: usize,
    /// Those that are.
    pub translated: usize,
    /// Sentences of its summary, and those that are translated.
    pub summary: [usize; 2],
    /// Translations that came for it and stand in it.
    pub merged: usize,
    /// Translations that came for it and do not.
    pub leftover: usize,
    /// What is to be known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<NoticeReport>,
}

/// A remark on an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoticeReport {
    /// The segment, unless it is about the article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment: Option<String>,
    /// Short stable name.
    pub code: &'static str,
    /// One sentence.
    pub message: String,
}

/// A translation that has no place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftoverReport {
    /// The file it came in.
    pub file: String,
    /// Its line, or row.
    pub line: u32,
    /// The article it was for, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// The segment's id, as it came.
    pub id: String,
    /// The source, as it came.
    pub source: String,
    /// The translation.
    pub target: String,
    /// Short stable name of the reason.
    pub reason: &'static str,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl TargetReport {
    /// The text of `merge.json`.
    pub(super) fn json(&self) -> String {
        let mut text =
            serde_json::to_string_pretty(self).expect("plain data with string keys is always JSON");
        text.push('\n');
        text
    }
}
