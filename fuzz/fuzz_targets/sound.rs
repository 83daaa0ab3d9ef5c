//! What holds of every article that a reader makes, whatever it was given.

use tolmach::article::{Article, Format, block_ids};
use tolmach::extract::{ExtractOptions, extract, extract_part, parts};

/// Reads all articles of `source` and checks the invariants of `Article`.
#[allow(dead_code, reason = "not every target reads a bare text")]
pub fn check(source: &str, format: Format) {
    check_with(source, format, &ExtractOptions::default());
}

/// The same with what a reader is told.
pub fn check_with(source: &str, format: Format, options: &ExtractOptions) {
    match parts(source, format, options) {
        Ok(Some(parts)) => {
            for part in parts {
                if let Ok(article) = extract_part(source, format, &part, options) {
                    sound(source, &article);
                }
            }
        }
        Ok(None) => {
            if let Ok(article) = extract(source, format, options) {
                sound(source, &article);
            }
        }
        Err(_) => {}
    }
}

fn sound(source: &str, article: &Article) {
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
    assert_eq!(block_ids(article).len(), article.blocks.len());
}
