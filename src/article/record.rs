//! The record of a finished article, and what is kept of one that failed.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Article, ArticleId, BlockId, Format, Language, Segment};

/// Everything that is known of one article after the stages; `articles/<article>.json` holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleRecord {
    /// Name of its output files.
    pub id: ArticleId,
    /// Path of the input as outputs show it.
    pub path: String,
    /// blake3 of the input's bytes, in hexadecimal.
    pub hash: String,
    /// The form of the input.
    pub format: Format,
    /// Text, blocks, metadata, warnings.
    pub article: Article,
    /// The language of the article.
    pub language: Language,
    /// ISO 15924 code of the leading script, `Zzzz` if there are no letters.
    pub script: String,
    /// How sure detection is, 0 to 1.
    pub confidence: f32,
    /// The id of each block, in block order.
    pub block_ids: Vec<BlockId>,
    /// The segments in reading order.
    pub segments: Vec<Segment>,
    /// The summary could not keep its budget.
    pub over_budget: bool,
    /// Why the summary is empty, where it is.
    pub no_summary: Option<String>,
    /// Sizes.
    pub counts: Counts,
}

impl ArticleRecord {
    /// The text of a segment.
    pub fn text_of(&self, segment: &Segment) -> &str {
        segment.span.of(&self.article.text)
    }

    /// The segments of block `index`.
    pub fn segments_of(&self, index: usize) -> &[Segment] {
        let start = self.segments.partition_point(|s| (s.block as usize) < index);
        let end = self.segments.partition_point(|s| (s.block as usize) <= index);
        &self.segments[start..end]
    }

    /// The segments that the summary quotes, in reading order.
    pub fn summary(&self) -> impl Iterator<Item = &Segment> {
        self.segments.iter().filter(|segment| segment.in_summary)
    }

    /// The headline, or the file's path for an article without one.
    pub fn display_title(&self) -> &str {
        self.article.metadata.title.as_deref().unwrap_or(&self.path)
    }
}

/// Sizes of an article. Words are counted the trade's way (`words::count`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Blocks.
    pub blocks: u32,
    /// Segments.
    pub segments: u32,
    /// Words of all segments.
    pub words: u32,
    /// Code points of all segments, white space included.
    pub characters: u32,
    /// Segments that the summary quotes.
    pub summary_segments: u32,
    /// Words of those.
    pub summary_words: u32,
}

/// Something that went less than well but did not stop the article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// Short stable name, as `encoding-guessed`.
    pub code: String,
    /// One sentence for people, lower case, no full stop.
    pub message: String,
}

impl Warning {
    /// A warning with a stable code and a sentence.
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
        }
    }
}

/// The step in which an article failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Stage {
    /// Opening and decoding.
    Read,
    /// Finding text and blocks.
    Extract,
    /// Telling the language.
    Detect,
    /// Cutting sentences.
    Segment,
    /// Choosing sentences.
    Summarize,
    /// Making the files' contents.
    Export,
    /// Writing the files.
    Write,
}

/// An article that could not be finished: a value, never the end of the batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Path of the input as outputs show it.
    pub path: String,
    /// Where it failed.
    pub stage: Stage,
    /// Short stable name, as `too-large`.
    pub code: String,
    /// What is wrong and what to do, one sentence.
    pub reason: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.path, self.reason)
    }
}
