//! What holds for every article that a reader makes, checked in tests of both readers.

use crate::article::{Article, Edge};

/// Panics if `article` breaks a law of blocks, pieces and codes.
pub(super) fn check(source: &str, article: &Article) {
    let mut end = None;
    for block in &article.blocks {
        let start = block.span.start as usize;
        assert_eq!(
            start,
            end.map_or(0, |end| end + 1),
            "blocks are joined by one line feed"
        );
        end = Some(block.span.end as usize);
        let text = article.text_of(block);
        assert_eq!(text, text.trim(), "a block has no white space at its ends");
        assert!(!text.is_empty(), "a block has text");
        let mut at = block.span.start;
        let mut place = 0;
        for piece in &block.origin {
            assert_eq!(piece.text.start, at, "pieces cover the text of {text:?}");
            assert!(
                piece.source.start >= place,
                "pieces stand in source order in {text:?}"
            );
            at = piece.text.end;
            place = piece.source.end;
            if piece.verbatim {
                assert_eq!(piece.text.of(&article.text), piece.source.of(source), "verbatim");
            }
        }
        assert_eq!(at, block.span.end, "pieces cover the text of {text:?}");
        codes(source, article, block);
        tiles(block);
    }
    if let Some(end) = end {
        assert_eq!(end, article.text.len(), "blocks cover the text");
    }
}

fn codes(source: &str, article: &Article, block: &crate::article::Block) {
    let mut open = Vec::new();
    let mut at = block.span.start;
    for code in &block.inline {
        assert!(
            code.span.start >= at && code.span.end <= block.span.end,
            "codes stand in text order"
        );
        at = code.span.start;
        assert_eq!(code.data, code.source.of(source), "a code holds its source");
        match code.edge {
            Edge::Open => open.push(code.id),
            Edge::Close => {
                let place = open.iter().rposition(|id| *id == code.id);
                open.remove(place.expect("a close code has an open one"));
            }
            Edge::Alone => {}
        }
    }
    assert!(
        open.is_empty(),
        "every open code is closed in {:?}",
        article.text_of(block)
    );
}

/// Between its first and its last byte a block is made of pieces and codes, without gaps and without overlaps.
fn tiles(block: &crate::article::Block) {
    let mut covers = block
        .inline
        .iter()
        .filter(|code| !code.span.is_empty())
        .peekable();
    let mut items: Vec<_> = block.inline.iter().map(|code| code.source).collect();
    for piece in &block.origin {
        while covers
            .peek()
            .is_some_and(|code| code.source.end <= piece.source.start)
        {
            covers.next();
        }
        let covered = covers
            .peek()
            .is_some_and(|code| code.source.start <= piece.source.start);
        if !covered {
            items.push(piece.source);
        }
    }
    items.sort_unstable();
    for pair in items.windows(2) {
        assert_eq!(pair[0].end, pair[1].start, "pieces and codes tile the source");
    }
}
