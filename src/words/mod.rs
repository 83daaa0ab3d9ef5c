//! What a word is, in every script: tokens for scoring, and the counts that translation is paid by.

use crate::article::{Language, Span};

/// How words are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Counting {
    /// The trade's way: runs between white space that hold a letter or a digit; each base character in Han, kana, Thai,
    /// Lao, Khmer, Burmese.
    #[default]
    Word,
    /// UAX #29 words, as GMX-V has it, without its factors.
    Gmx,
}

/// Counts the words of `text`.
pub fn count(text: &str, counting: Counting) -> u32 {
    let _ = (text, counting);
    0
}

/// The words of `text` in order, as spans of it: what scoring and budgets are based on. Punctuation and white space are left out.
pub fn words(text: &str, language: &Language) -> Vec<Span> {
    let _ = (text, language);
    Vec::new()
}
