//! Plain text: one line, one paragraph; hard-wrapped text is put together first.
//!
//! Lines get a kind by where they stand, what they look like and what they say ([`roles`]); title, author and date come from those
//! lines. Nothing of the text is changed: line ends, indents and list markers stay in the source, outside the blocks.

mod byline;
mod dates;
mod lines;
mod list;
mod look;
mod marked;
mod phrases;
mod roles;

use crate::article::{Article, Block, BlockKind, Metadata, Piece, Span, Warning};

use super::ExtractOptions;
use lines::Unit;

/// Reads a plain-text article.
pub(super) fn read(source: &str, options: &ExtractOptions) -> Article {
    let units = lines::units(source);
    let texts: Vec<_> = units.iter().map(|unit| unit.text(source)).collect();
    let lines: Vec<roles::Line<'_>> = units
        .iter()
        .zip(&texts)
        .map(|(unit, text)| roles::Line { text, gap: unit.gap })
        .collect();
    let kinds = roles::roles(&lines);
    let mut article = Article::default();
    article.text.reserve(source.len());
    for (unit, kind) in units.iter().zip(&kinds) {
        append(&mut article, source, unit, *kind);
    }
    article.metadata = metadata(&article, options);
    if !article.blocks.iter().any(|block| block.kind.is_body()) {
        article
            .warnings
            .push(Warning::new("no-article", "no article found"));
    }
    article
}

/// Appends a paragraph: each of its lines word for word, and where two lines meet a space for the line end.
fn append(article: &mut Article, source: &str, unit: &Unit, kind: BlockKind) {
    let mut spans = unit.lines.clone();
    if kind == BlockKind::List
        && let Some(marker) = list::marker(spans[0].of(source))
    {
        spans[0].start += marker.length as u32;
    }
    let start = article.append("").start;
    let mut origin: Vec<Piece> = Vec::with_capacity(2 * spans.len() - 1);
    for (index, span) in spans.iter().enumerate() {
        if index > 0 {
            let before = spans[index - 1];
            let joint = Unit::joint(before.of(source), span.of(source));
            if !joint.is_empty() {
                let gap = Span {
                    start: before.end,
                    end: span.start,
                };
                origin.push(piece(article, joint, gap, false));
            }
        }
        origin.push(piece(article, span.of(source), *span, true));
    }
    article.blocks.push(Block {
        kind,
        span: Span {
            start,
            end: article.text.len() as u32,
        },
        origin,
        level: u8::from(matches!(kind, BlockKind::List)) + 2 * u8::from(kind == BlockKind::Heading),
        ..Block::default()
    });
}

fn piece(article: &mut Article, text: &str, source: Span, verbatim: bool) -> Piece {
    let start = article.text.len();
    article.text.push_str(text);
    Piece {
        text: Span::new(start, article.text.len()),
        source,
        verbatim,
    }
}

/// Title, author and date from the lines that hold them.
fn metadata(article: &Article, options: &ExtractOptions) -> Metadata {
    let of = |kind: BlockKind| {
        article
            .blocks
            .iter()
            .filter(move |block| block.kind == kind)
            .map(|block| article.text_of(block))
    };
    let date = of(BlockKind::Dateline)
        .chain(of(BlockKind::Byline))
        .find_map(|line| dates::find(line)?.iso);
    Metadata {
        title: of(BlockKind::Title).next().map(str::to_owned),
        author: of(BlockKind::Byline).find_map(byline::authors),
        date,
        url: options.url.clone(),
        language: None,
    }
}
