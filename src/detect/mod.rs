//! Text to language, script and confidence, for whole articles, blocks and spans.
//!
//! A text is cleaned of addresses, code and numbers (`noise`), cut into words whose hashed n-grams are looked up in one
//! small table (`features`, `model`), and judged among the languages of its leading script (`decide`). Where characters
//! alone tell, they decide (`variants`). What is no language is `und` with confidence 0.
//!
//! ```
//! use tolmach::detect::{DetectOptions, detect};
//!
//! let found = detect("Мектеп көпірдің арғы жағында тұр.", &DetectOptions::default());
//! assert_eq!(found.language.to_string(), "kk");
//! ```

mod blocks;
mod decide;
mod evidence;
mod features;
mod letters;
mod model;
mod noise;
mod sample;
mod spans;
mod variants;

pub use blocks::detect_blocks;
pub use spans::spans;

use crate::article::Language;

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

impl Detection {
    /// The answer for what is no language.
    fn none() -> Self {
        Self {
            language: Language::UND,
            script: "Zzzz",
            confidence: 0.0,
        }
    }
}

/// Tells the language of `text`.
///
/// Of a long text the first 64 KiB and a sample of the rest are read, the same at every call.
pub fn detect(text: &str, options: &DetectOptions) -> Detection {
    let mut evidence = evidence::Evidence::default();
    let mut words = features::Words::default();
    for piece in sample::pieces(text) {
        evidence.read(piece, &mut words);
    }
    evidence
        .lead()
        .map_or_else(Detection::none, |part| decide::decide(part, options))
}
