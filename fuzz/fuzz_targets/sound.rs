//! What holds of every article that a reader makes, whatever it was given.

use tolmach::article::{Format, block_ids};
use tolmach::extract::{ExtractOptions, extract};

/// Reads `source` and checks the invariants of `Article`.
pub fn check(source: &str, format: Format) {
    let Ok(article) = extract(source, format, &ExtractOptions::default()) else { return };
    let mut end = 0;
    for block in &article.blocks {
        assert!(block.span.start >= end, "blocks are in order");
        end = block.span.end;
        let text = article.text_of(block);
        assert_eq!(text, text.trim(), "a block has no white space at its ends");
        for code in &block.inline {
            assert!(block.span.start <= code.span.start && code.span.end <= block.span.end, "a code is inside its block");
        }
        let mut at = block.span.start;
        for piece in &block.origin {
            assert!(piece.text.start >= at && piece.text.end <= block.span.end, "pieces are in order and inside their block");
            at = piece.text.end;
            let original = &source[piece.source.range()];
            if piece.verbatim {
                assert_eq!(original, piece.text.of(&article.text), "a verbatim piece is the source's");
            }
        }
    }
    assert_eq!(block_ids(&article).len(), article.blocks.len());
}
