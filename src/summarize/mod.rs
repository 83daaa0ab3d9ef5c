//! Sentences of an article to a summary: which of them carry it, within a budget. Extractive only: nothing is written that is not there.

use crate::article::{Language, Span, Summary};

/// A sentence of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its place in the text.
    pub span: Span,
    /// Whether the summary may quote it (paragraphs, lists and quotes only).
    pub quotable: bool,
    /// It is the first sentence of its block.
    pub opens_block: bool,
}

/// What is summarized.
#[derive(Clone, Copy, Debug)]
pub struct SummaryInput<'a> {
    /// The article's text.
    pub text: &'a str,
    /// Its language.
    pub language: &'a Language,
    /// Its headline.
    pub title: Option<&'a str>,
    /// Its sentences in reading order.
    pub sentences: &'a [Candidate],
}

/// The budget. All that are given hold; three sentences if none is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SummaryOptions {
    /// Most sentences.
    pub sentences: Option<usize>,
    /// Most words (UAX #29 words; characters in scripts without spaces).
    pub words: Option<usize>,
    /// Most characters: code points after NFC.
    pub chars: Option<usize>,
}

/// Scores every sentence and chooses those that fit the budget and cover the article best.
pub fn summarize(input: &SummaryInput<'_>, options: &SummaryOptions) -> Summary {
    let _ = (input, options);
    Summary::default()
}
