//! Text and language to sentences that tile the text.
//!
//! **Invariant:** the spans are in order, do not overlap, have no white space at their ends, and what lies between them is white space.

use crate::article::{Language, Span};

/// How finely to cut, and what else is known.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct SegmentOptions {
    /// Ranges that are never cut inside (inline code), in order.
    pub atoms: Vec<Span>,
}

/// Cuts `text` into sentences; `language` may be `und`.
///
/// Inside, a line end is an end unless the text is hard-wrapped, and a blank line always is; a caller that knows blocks gives one at a time.
pub fn segment(text: &str, language: &Language, options: &SegmentOptions) -> Vec<Span> {
    let _ = (text, language, options);
    Vec::new()
}
