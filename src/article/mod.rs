//! The vocabulary of the whole program: articles, blocks, inline codes, segments, summaries, languages.
//!
//! Plain data without files, threads or clocks. An [`Article`] owns its text once; everything else is byte spans
//! into it, and every block remembers where its text stands in the decoded source so that a translation can be
//! put back there. This module imports nothing of the crate.

mod attachment;
mod fields;
mod holding;
mod identity;
mod language;
mod limits;
mod record;
mod segment;
mod span;
mod summary;

use serde::{Deserialize, Serialize};

pub use attachment::Attachment;
pub(crate) use fields::{FieldKind, is_called};
pub use holding::{Columns, Member};
pub(crate) use identity::nfc;
pub use identity::{ArticleId, BlockId, block_ids, content_hash};
pub use language::{Direction, Language, LanguageError};
pub use limits::Limits;
pub use record::{ArticleRecord, Counts, Failure, Stage, Warning};
pub use segment::{Segment, SegmentId};
pub use span::{Offsets, Span};
pub use summary::{Sentence, Summary};

/// The form an article's file has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Format {
    /// Plain text, one paragraph a line.
    #[default]
    Text,
    /// CommonMark with front matter.
    Markdown,
    /// A web page.
    Html,
    /// A Word document (Office Open XML).
    Docx,
    /// An `OpenDocument` text.
    Odt,
    /// A chapter of an EPUB book.
    Epub,
    /// An entry of an RSS, Atom or JSON feed.
    Feed,
    /// An object of JSON or of a line of JSON.
    Json,
    /// A row of a CSV or TSV table.
    Table,
    /// A mail message.
    Mail,
}

impl Format {
    /// The name in `articles/*.json` and in the manifest.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Epub => "epub",
            Self::Feed => "feed",
            Self::Json => "json",
            Self::Table => "table",
            Self::Mail => "mail",
        }
    }
}

/// What a block is in its article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum BlockKind {
    /// The headline.
    Title,
    /// The line under the headline that says what the article is about.
    Deck,
    /// Who wrote it.
    Byline,
    /// Place and date on a line of their own.
    Dateline,
    /// A heading inside the article.
    Heading,
    /// Running text.
    #[default]
    Paragraph,
    /// A list item.
    List,
    /// A block quotation.
    Quote,
    /// A table cell.
    Table,
    /// Program code and other text that is never translated.
    Code,
    /// The line under a picture.
    Caption,
    /// A pointer to something else: "Read more: …", newsletter lines.
    Promo,
    /// Menus, notices, comments, footers.
    Boilerplate,
}

impl BlockKind {
    /// The name in JSON, in notes and in previews.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Deck => "deck",
            Self::Byline => "byline",
            Self::Dateline => "dateline",
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::List => "list",
            Self::Quote => "quote",
            Self::Table => "table",
            Self::Code => "code",
            Self::Caption => "caption",
            Self::Promo => "promo",
            Self::Boilerplate => "boilerplate",
        }
    }

    /// Whether a summary may quote a sentence of such a block.
    pub fn is_quotable(self) -> bool {
        matches!(self, Self::Paragraph | Self::List | Self::Quote)
    }

    /// Whether the block belongs to the body text that the `extract` filter answers with.
    pub fn is_body(self) -> bool {
        matches!(
            self,
            Self::Heading | Self::Paragraph | Self::List | Self::Quote | Self::Table | Self::Code
        )
    }

    /// Whether the block's words are to be translated.
    pub fn is_translatable(self) -> bool {
        !matches!(self, Self::Code | Self::Boilerplate)
    }
}

/// Which side of a pair of inline codes a code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Edge {
    /// The start of a pair, as `<b>`.
    Open,
    /// The end of a pair, as `</b>`.
    Close,
    /// A code without a partner, as `<br>`.
    Alone,
}

/// What an inline code does to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Markup {
    /// Strong, usually bold.
    Strong,
    /// Emphasis, usually italic.
    Emphasis,
    /// Underlined.
    Underline,
    /// A link.
    Link,
    /// Inline code and the like: the text it covers is not translated.
    Code,
    /// An image.
    Image,
    /// A line break.
    Break,
    /// A footnote reference.
    Footnote,
    /// Anything else.
    Other,
}

impl Markup {
    /// What a translator is shown for the code, without angle brackets: several clients write those back unescaped.
    pub fn label(self) -> &'static str {
        match self {
            Self::Strong => "b",
            Self::Emphasis => "i",
            Self::Underline => "u",
            Self::Link => "link",
            Self::Code => "code",
            Self::Image => "img",
            Self::Break => "br",
            Self::Footnote => "note",
            Self::Other => "tag",
        }
    }
}

/// An inline code: markup inside a block that a translation keeps.
///
/// Codes stand in text order in [`Block::inline`]. `span` is a range of [`Article::text`]: empty at the code's place,
/// except for an [`Edge::Alone`] code that covers text which is not translated (`<code>cargo build</code>`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inline {
    /// Number inside the block from 1; both ends of a pair have the same.
    pub id: u32,
    /// Start, end, or alone.
    pub edge: Edge,
    /// What it does.
    pub markup: Markup,
    /// Place in the article's text.
    pub span: Span,
    /// Where the code stands in the decoded source.
    pub source: Span,
    /// The code as the source has it: `<a href="…">`, `**`.
    pub data: String,
    /// Where a link leads, what an image shows: for notes and previews only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
}

/// A stretch of a block's text and the stretch of the decoded source it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// In [`Article::text`].
    pub text: Span,
    /// In the decoded source.
    pub source: Span,
    /// Both hold the same bytes. Otherwise the source has a character reference, an escape or a run of white space
    /// where the text has one or more characters.
    pub verbatim: bool,
}

/// A block of an article: a title, a paragraph, a list item, a table cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text, a range of [`Article::text`] without white space at the ends.
    pub span: Span,
    /// Inline codes in text order.
    pub inline: Vec<Inline>,
    /// Where the text stands in the decoded source, in text order; empty for what the source has nowhere as text.
    pub origin: Vec<Piece>,
    /// The language the source declares for this block.
    pub declared: Option<Language>,
    /// The language of the block where it differs from the article's; set by detection.
    pub language: Option<Language>,
    /// Depth of a heading (1 to 6) or of a list item (from 1); 0 otherwise.
    pub level: u8,
    /// What it is, if it stands beside the running text: the value of an attribute, a header. Its kind is then [`BlockKind::Caption`].
    pub attached: Option<Attachment>,
    /// Of a value that a translation replaces as a whole: the sign that it ends with in the source, a space where nothing is around it.
    pub quote: Option<char>,
    /// Where the source says the same once more; a translation is put there too.
    pub repeats: Vec<Repeat>,
}

/// A place where the source says the text of a block once more, with the same codes: the header of the left pages beside that of the right ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repeat {
    /// Its inline codes, as [`Block::inline`].
    pub inline: Vec<Inline>,
    /// Where it stands, as [`Block::origin`].
    pub origin: Vec<Piece>,
    /// The sign that ends it, as [`Block::quote`]. Such a value needs no codes.
    pub quote: Option<char>,
}

impl Block {
    /// Whether a list of contents, or the book around it, may say its text again: titles, headings, what a book says of itself.
    pub fn is_named_elsewhere(&self) -> bool {
        matches!(self.kind, BlockKind::Title | BlockKind::Heading)
            || matches!(
                self.attached,
                Some(Attachment::Headline | Attachment::Description)
            )
    }

    /// The block at the place of one of its repeats.
    #[must_use]
    pub fn at(&self, repeat: &Repeat) -> Self {
        Self {
            kind: self.kind,
            span: self.span,
            inline: repeat.inline.clone(),
            origin: repeat.origin.clone(),
            declared: self.declared.clone(),
            language: self.language.clone(),
            level: self.level,
            attached: self.attached,
            quote: repeat.quote,
            repeats: Vec::new(),
        }
    }
}

/// What is known of an article besides its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Metadata {
    /// The headline.
    pub title: Option<String>,
    /// Names joined by `; `.
    pub author: Option<String>,
    /// ISO 8601, as precise as the source says.
    pub date: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
    /// The language the source declares.
    pub language: Option<Language>,
}

/// An article as extraction leaves it: its text in reading order, cut into blocks.
///
/// **Invariant:** blocks are in text order, do not overlap, and are joined by one `\n` each; inline codes and pieces lie
/// inside their block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The text of all blocks, joined by `\n`.
    pub text: String,
    /// Title, author, date, address, declared language.
    pub metadata: Metadata,
    /// The blocks.
    pub blocks: Vec<Block>,
    /// What went less than well while reading.
    pub warnings: Vec<Warning>,
}

impl Article {
    /// The text of `block`.
    pub fn text_of(&self, block: &Block) -> &str {
        block.span.of(&self.text)
    }

    /// Appends `text` as the last block's text, after a `\n` if there are blocks already, and returns its span.
    ///
    /// For readers that build an article block by block; the caller pushes the [`Block`] with that span.
    pub fn append(&mut self, text: &str) -> Span {
        if !self.blocks.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        self.text.push_str(text);
        Span::new(start, self.text.len())
    }
}
