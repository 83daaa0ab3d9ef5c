//! Text to language, script and confidence, for whole articles, blocks and spans.

use crate::article::{Language, Span};

/// What detection may be told.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct DetectOptions {
    /// The language that the source declares: a prior that the text can overrule.
    pub declared: Option<Language>,
    /// The only languages that may be answered; all if empty.
    pub only: Vec<Language>,
}

/// The language of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Detection {
    /// The language; with a script subtag where one distinguishes (`zh-Hant`, `uz-Cyrl`, `sr-Latn`); `und` if it cannot be told.
    pub language: Language,
    /// ISO 15924 code of the leading script; `Zzzz` if there are no letters.
    pub script: &'static str,
    /// How sure, 0 to 1.
    pub confidence: f32,
}

/// Tells the language of `text`.
pub fn detect(text: &str, options: &DetectOptions) -> Detection {
    let _ = (text, options);
    Detection {
        language: Language::UND,
        script: "Zzzz",
        confidence: 0.0,
    }
}

/// The languages inside `text`: spans in text order that cover its letters.
pub fn spans(text: &str, options: &DetectOptions) -> Vec<(Span, Language)> {
    let _ = (text, options);
    Vec::new()
}

/// Tells the language of a document by its blocks, and of each block that differs from it.
pub fn detect_blocks(blocks: &[&str], options: &DetectOptions) -> (Detection, Vec<Option<Language>>) {
    (detect(&blocks.join("\n"), options), vec![None; blocks.len()])
}
