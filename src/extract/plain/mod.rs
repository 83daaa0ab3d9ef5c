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
mod roles;
mod solar;

use crate::article::{Article, Block, BlockKind, Metadata, Piece, Span, Warning};

use super::ExtractOptions;
use lines::Unit;

pub(super) use look::is_unspaced;

/// Reads a plain-text article.
pub(super) fn read(source: &str, options: &ExtractOptions) -> Article {
    let units = lines::units(source);
    let texts: Vec<_> = units.iter().map(|unit| unit.text(source)).collect();
    let lines: Vec<&str> = texts.iter().map(|text| &**text).collect();
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

/// What lines are that came from elsewhere than plain text.
pub(super) fn line_kinds(lines: &[&str]) -> Vec<BlockKind> {
    roles::roles(lines)
}

/// Title, author and date from the lines that hold them.
pub(super) fn described(article: &Article, options: &ExtractOptions) -> Metadata {
    metadata(article, options)
}

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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn article(source: &str) -> Article {
        read(source, &ExtractOptions::default())
    }

    #[test]
    fn title_author_and_date_come_from_their_lines() {
        let article = article(
            "The mill reopens\r\n\r\nBy Ann Lee and Bo Fox\r\n4 March 2024\r\n\r\nThe mill by the river opened its gates again on Monday morning.\r\n",
        );
        assert_eq!(article.metadata.title.as_deref(), Some("The mill reopens"));
        assert_eq!(article.metadata.author.as_deref(), Some("Ann Lee; Bo Fox"));
        assert_eq!(article.metadata.date.as_deref(), Some("2024-03-04"));
        assert_eq!(article.blocks.len(), 4);
    }

    #[test]
    fn list_markers_stay_in_the_source() {
        let source = "What to bring\nThe wardens ask everybody to bring the following things:\n  - dry socks\n  - bread\n";
        let article = article(source);
        let items: Vec<&str> = article.blocks[2..]
            .iter()
            .map(|block| article.text_of(block))
            .collect();
        assert_eq!(items, ["dry socks", "bread"]);
        assert_eq!(article.blocks[3].origin[0].source.of(source), "bread");
    }

    #[test]
    fn a_text_without_words_is_no_article() {
        for source in ["", " \n\u{2028}\n", "* * *\n"] {
            assert_eq!(article(source).warnings[0].code, "no-article", "{source:?}");
        }
    }

    #[test]
    fn the_line_end_inside_a_wrapped_paragraph_shows_a_space() {
        let source = "The ferry that crosses the river at Harl has run since\nnineteen hundred and eleven, and nobody in the village\nremembers a day without it.\n";
        let article = article(source);
        let [block] = &*article.blocks else {
            panic!("one block")
        };
        assert!(
            article.text_of(block).contains("since nineteen")
                && article.text_of(block).contains("village remembers")
        );
        let gaps: Vec<&str> = block
            .origin
            .iter()
            .filter(|piece| !piece.verbatim)
            .map(|piece| piece.source.of(source))
            .collect();
        assert_eq!(gaps, ["\n", "\n"]);
    }

    #[test]
    fn hostile_texts_are_read_in_time() {
        for source in [
            ".".repeat(300_000),
            "\n".repeat(100_000),
            "a\n".repeat(20_000),
            "(".repeat(300_000),
            "1. ".repeat(200_000),
            "by ".repeat(200_000),
            "\0".repeat(100_000),
            "漢字".repeat(300_000),
            "read more: ".repeat(100_000),
            "ม.ค. ".repeat(100_000),
        ] {
            let article = article(&source);
            assert!(article.text.len() <= source.len() + 1);
        }
    }

    fn check(source: &str) -> Result<(), TestCaseError> {
        let article = article(source);
        let (mut text_end, mut source_end) = (None, 0);
        for block in &article.blocks {
            let text = article.text_of(block);
            prop_assert!(!text.is_empty() && text.trim() == text);
            prop_assert!(text_end.is_none_or(|end: u32| block.span.start == end + 1));
            text_end = Some(block.span.end);
            let mut at = block.span.start;
            for piece in &block.origin {
                prop_assert_eq!(piece.text.start, at);
                at = piece.text.end;
                prop_assert!(piece.source.start >= source_end);
                source_end = piece.source.end;
                let (shown, original) = (piece.text.of(&article.text), piece.source.of(source));
                let expected = if piece.verbatim { original } else { " " };
                prop_assert_eq!(shown, expected);
            }
            prop_assert_eq!(at, block.span.end);
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn any_string_is_read_word_for_word(source in "(\\PC|[\n\r\t .:-]){0,200}") {
            check(&source)?;
        }

        #[test]
        fn lines_of_articles_are_read_word_for_word(lines in proptest::collection::vec("(- |1\\. |By |Photo: |Read more|[A-Za-z]{3,9} |[a-z]{2,8} |漢字|, |\\. ?|12 May 2023|\u{2028}|\u{a0}|-){0,14}", 0..12)) {
            check(&lines.join("\n"))?;
        }
    }
}
