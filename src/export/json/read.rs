//! The way back: `articles/<article>.json` to an [`ArticleRecord`].

use std::borrow::Cow;
use std::io;

use serde::Deserialize;
use serde::de::Error as _;
use thiserror::Error;

use crate::article::{
    Article, ArticleId, ArticleRecord, Attachment, Block, BlockId, BlockKind, Counts, Edge, Format, Inline,
    Language, Markup, Metadata, Offsets, Segment, SegmentId, Span, Warning,
};

use super::VERSION;

/// An article file that cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// Not JSON, or a field is missing or of another kind.
    #[error("not an article: {0}")]
    Json(#[from] serde_json::Error),
    /// Written by another version of the program.
    #[error("version {0} of the article format; this program reads version {VERSION}")]
    Version(u32),
    /// Offsets that do not fit the text.
    #[error("{0} lies outside its text or block")]
    Range(String),
}

/// The file as it is read; [`super::write`] puts the same fields one by one, so that each has its line.
#[derive(Deserialize)]
struct File<'a> {
    version: u32,
    #[serde(borrow)]
    id: Cow<'a, str>,
    path: String,
    hash: String,
    format: Format,
    lang: Language,
    script: String,
    lang_confidence: f64,
    title: Option<String>,
    author: Option<String>,
    date: Option<String>,
    url: Option<String>,
    #[serde(default)]
    declared_lang: Option<Language>,
    text: String,
    #[serde(borrow)]
    blocks: Vec<BlockLine<'a>>,
    #[serde(default)]
    over_budget: bool,
    #[serde(default)]
    no_summary: Option<String>,
    counts: Counts,
    #[serde(default)]
    warnings: Vec<Warning>,
}

#[derive(Deserialize)]
struct BlockLine<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    kind: BlockKind,
    #[serde(default)]
    attached: Option<Attachment>,
    #[serde(default)]
    level: u8,
    #[serde(default)]
    lang: Option<Language>,
    #[serde(default)]
    declared_lang: Option<Language>,
    start: u32,
    end: u32,
    #[serde(default)]
    inline: Vec<Code>,
    #[serde(borrow)]
    segments: Vec<Sentence<'a>>,
}

#[derive(Deserialize)]
struct Code {
    id: u32,
    edge: Edge,
    markup: Markup,
    start: u32,
    end: u32,
    source: [u32; 2],
    data: String,
    #[serde(default)]
    target: Option<String>,
}

/// Its `text` is there for other readers; here the offsets say which it is.
#[derive(Deserialize)]
struct Sentence<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    start: u32,
    end: u32,
    score: f64,
    summary: bool,
    #[serde(default)]
    why: Vec<String>,
}

/// Reads what [`super::write`] wrote. Everything comes back but [`crate::article::Block::origin`].
///
/// # Errors
/// If `text` is no article of this version, or its offsets do not fit its text.
pub fn read(text: &str) -> Result<ArticleRecord, ReadError> {
    let file: File<'_> = match serde_json::from_str(text) {
        Ok(file) => file,
        // What another version of the format has in its fields is of no interest, only that it is another.
        Err(error) => match serde_json::from_str::<Version>(text) {
            Ok(Version { version }) if version != VERSION => return Err(ReadError::Version(version)),
            _ => return Err(error.into()),
        },
    };
    record(file)
}

/// The same of a file that is not to be in memory as a whole.
///
/// # Errors
/// As [`read`].
pub fn read_from(reader: impl io::Read) -> Result<ArticleRecord, ReadError> {
    let mut json = serde_json::Deserializer::from_reader(reader);
    let file = File::deserialize(&mut json)?;
    json.end()?;
    record(file)
}

fn record(file: File<'_>) -> Result<ArticleRecord, ReadError> {
    if file.version != VERSION {
        return Err(ReadError::Version(file.version));
    }
    let offsets = Offsets::new(&file.text);
    let whole = Span::new(0, file.text.len());
    let mut record = ArticleRecord {
        id: ArticleId::from_name(&file.id),
        path: file.path,
        hash: file.hash,
        format: file.format,
        article: Article::default(),
        language: file.lang,
        script: file.script,
        confidence: file.lang_confidence as f32,
        block_ids: Vec::with_capacity(file.blocks.len()),
        segments: Vec::new(),
        over_budget: file.over_budget,
        no_summary: file.no_summary,
        counts: file.counts,
    };
    let mut at = 0;
    for (index, line) in (0..).zip(file.blocks) {
        let within = Span { start: at, ..whole };
        let block = read_block(&mut record, index, line, within, &offsets)?;
        at = block.span.end;
        record.article.blocks.push(block);
    }
    record.article.metadata = Metadata {
        title: file.title,
        author: file.author,
        date: file.date,
        url: file.url,
        language: file.declared_lang,
    };
    record.article.warnings = file.warnings;
    record.article.text = file.text;
    Ok(record)
}

/// The one field that every version has.
#[derive(Deserialize)]
struct Version {
    version: u32,
}

/// Adds the id and the segments of one block to `record`, and gives the block.
fn read_block(
    record: &mut ArticleRecord,
    index: u32,
    line: BlockLine<'_>,
    within: Span,
    offsets: &Offsets<'_>,
) -> Result<Block, ReadError> {
    let span = place(line.start, line.end, within, offsets, || {
        format!("block {}", line.id)
    })?;
    let mut inline = Vec::with_capacity(line.inline.len());
    let mut rest = span;
    for code in line.inline {
        let name = || format!("code {} of block {}", code.id, line.id);
        let span = place(code.start, code.end, rest, offsets, name)?;
        if code.source[0] > code.source[1] {
            return Err(ReadError::Range(name()));
        }
        rest.start = span.end;
        inline.push(Inline {
            id: code.id,
            edge: code.edge,
            markup: code.markup,
            span,
            source: Span::new(code.source[0] as usize, code.source[1] as usize),
            data: code.data,
            target: code.target,
        });
    }
    rest = span;
    let block_id = BlockId::from(&*line.id);
    for sentence in line.segments {
        let name = || format!("segment {}", sentence.id);
        let span = place(sentence.start, sentence.end, rest, offsets, name)?;
        rest.start = span.end;
        record.segments.push(Segment {
            id: segment_id(&sentence.id, &line.id, &block_id)?,
            block: index,
            span,
            score: sentence.score as f32,
            in_summary: sentence.summary,
            why: sentence.why,
        });
    }
    record.block_ids.push(block_id);
    Ok(Block {
        kind: line.kind,
        span,
        inline,
        origin: Vec::new(),
        declared: line.declared_lang,
        language: line.lang,
        level: line.level,
        attached: line.attached,
        quote: None,
        repeats: Vec::new(),
    })
}

/// The id of a segment; nearly all begin with the id of their block, and share its name.
fn segment_id(id: &str, block: &str, block_id: &BlockId) -> Result<SegmentId, ReadError> {
    let ordinal = id.strip_prefix(block).and_then(|rest| rest.strip_prefix(".s"));
    if let Some(Ok(ordinal)) = ordinal.map(str::parse) {
        return Ok(SegmentId {
            block: block_id.clone(),
            ordinal,
        });
    }
    id.parse()
        .map_err(|error| serde_json::Error::custom(error).into())
}

/// Code points to a span of bytes that lies `within` another.
fn place(
    start: u32,
    end: u32,
    within: Span,
    offsets: &Offsets<'_>,
    name: impl Fn() -> String,
) -> Result<Span, ReadError> {
    let span = Span {
        start: offsets.bytes(start),
        end: offsets.bytes(end),
    };
    // A number behind the text's end is clamped by the table, and so would pass for the end itself.
    let exact = offsets.code_points(span.start) == start && offsets.code_points(span.end) == end;
    if exact && start <= end && within.start <= span.start && span.end <= within.end {
        Ok(span)
    } else {
        Err(ReadError::Range(name()))
    }
}
