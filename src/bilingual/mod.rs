//! The hand-over files of translation, and the one model behind them: a job of units (blocks) with pairs (sentences) of source and target.

use crate::article::{BlockId, BlockKind, Edge, Language, Markup, SegmentId};

/// One article's part of a job: what one XLIFF file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Path of the article as outputs show it (XLIFF's `original`).
    pub path: String,
    /// The article's id (file name of the XLIFF without its extension).
    pub id: String,
    /// `html`, `x-markdown` or `plaintext`.
    pub datatype: &'static str,
    /// Language of the source.
    pub source: Language,
    /// Language of the target.
    pub target: Language,
    /// What a translator should know of the whole article: title, date, address, preview.
    pub notes: Vec<Note>,
    /// The blocks in reading order.
    pub units: Vec<Unit>,
}

/// A block to translate.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// Stable name of the block.
    pub id: BlockId,
    /// What the block is.
    pub kind: BlockKind,
    /// Whether it is to be translated; locked text is kept for context.
    pub translate: bool,
    /// The inline codes that open or close in one sentence and have their partner in another are allowed: ids are unique in the unit.
    pub pairs: Vec<Pair>,
    /// What helps to translate it.
    pub notes: Vec<Note>,
}

/// A sentence and its translation.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Stable name of the segment.
    pub id: SegmentId,
    /// The sentence with its codes.
    pub source: Content,
    /// Its translation.
    pub target: Option<Content>,
    /// How far the translation is.
    pub state: State,
    /// The summary quotes this sentence.
    pub in_summary: bool,
}

/// A note to the translator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// `place`, `summary`, `context`, `link`, `image` …
    pub category: &'static str,
    /// The note.
    pub text: String,
}

/// How far a translation is, in rising order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Nothing yet.
    #[default]
    Initial,
    /// Translated.
    Translated,
    /// Looked at by a second person.
    Reviewed,
    /// Done; locked text too.
    Final,
}

/// Text with inline codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content(pub Vec<Part>);

/// A piece of [`Content`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Plain text.
    Text(String),
    /// An inline code.
    Code(Code),
}

/// An inline code in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Number inside the unit; both ends of a pair have the same.
    pub id: u32,
    /// Start, end, or alone.
    pub edge: Edge,
    /// What it does.
    pub markup: Markup,
    /// The code as the source has it.
    pub data: String,
    /// Text that the code covers and that is not translated.
    pub covered: String,
}
