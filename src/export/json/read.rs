//! The way back: `articles/<article>.json` to an [`ArticleRecord`].

use std::borrow::Cow;

use serde::Deserialize;
use thiserror::Error;

use crate::article::{
    Article, ArticleId, ArticleRecord, Block, BlockId, Counts, Format, Inline, Language, Metadata, Offsets,
    Segment, Span, Warning,
};

use super::{BlockLine, VERSION};

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
    id: Cow<'a, str>,
    path: Cow<'a, str>,
    hash: Cow<'a, str>,
    format: Format,
    lang: Language,
    script: Cow<'a, str>,
    lang_confidence: f64,
    title: Option<Cow<'a, str>>,
    author: Option<Cow<'a, str>>,
    date: Option<Cow<'a, str>>,
    url: Option<Cow<'a, str>>,
    #[serde(default)]
    declared_lang: Option<Language>,
    text: Cow<'a, str>,
    blocks: Vec<BlockLine<'a>>,
    #[serde(default)]
    over_budget: bool,
    #[serde(default)]
    no_summary: Option<Cow<'a, str>>,
    counts: Counts,
    #[serde(default)]
    warnings: Cow<'a, [Warning]>,
}

/// Reads what [`super::write`] wrote. Everything comes back but [`crate::article::Block::origin`].
///
/// # Errors
/// If `text` is no article of this version, or its offsets do not fit its text.
pub fn read(text: &str) -> Result<ArticleRecord, ReadError> {
    let version: Version = serde_json::from_str(text)?;
    if version.version != VERSION {
        return Err(ReadError::Version(version.version));
    }
    let file: File<'_> = serde_json::from_str(text)?;
    let offsets = Offsets::new(&file.text);
    let whole = Span::new(0, file.text.len());
    let mut record = ArticleRecord {
        id: ArticleId::from_name(&file.id),
        path: file.path.into_owned(),
        hash: file.hash.into_owned(),
        format: file.format,
        article: Article::default(),
        language: file.lang,
        script: file.script.into_owned(),
        confidence: file.lang_confidence as f32,
        block_ids: Vec::with_capacity(file.blocks.len()),
        segments: Vec::new(),
        over_budget: file.over_budget,
        no_summary: file.no_summary.map(Cow::into_owned),
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
        title: file.title.map(Cow::into_owned),
        author: file.author.map(Cow::into_owned),
        date: file.date.map(Cow::into_owned),
        url: file.url.map(Cow::into_owned),
        language: file.declared_lang,
    };
    record.article.warnings = file.warnings.into_owned();
    record.article.text = file.text.into_owned();
    Ok(record)
}

/// The one field that is looked at before all others.
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
            data: code.data.into_owned(),
            target: code.target.map(Cow::into_owned),
        });
    }
    rest = span;
    for sentence in line.segments {
        let name = || format!("segment {}", sentence.id);
        let span = place(sentence.start, sentence.end, rest, offsets, name)?;
        rest.start = span.end;
        record.segments.push(Segment {
            id: sentence.id,
            block: index,
            span,
            score: sentence.score as f32,
            in_summary: sentence.summary,
        });
    }
    record.block_ids.push(BlockId::from(&*line.id));
    Ok(Block {
        kind: line.kind,
        span,
        inline,
        origin: Vec::new(),
        declared: line.declared_lang,
        language: line.lang,
        level: line.level,
    })
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
