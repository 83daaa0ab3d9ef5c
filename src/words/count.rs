//! Word counts: what translation is paid by, and what a summary's budget is measured in.

use unicode_segmentation::UnicodeSegmentation;

use super::script::{is_extending, is_unspaced};
use crate::article::Language;

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
    match counting {
        Counting::Word => runs(text, char::is_whitespace),
        Counting::Gmx => text.unicode_words().count() as u32,
    }
}

/// The words that a summary's budget counts: UAX #29 words; in languages without spaces the characters of their scripts,
/// each foreign word or number as one.
pub fn budget_words(text: &str, language: &Language) -> usize {
    if language.is_unspaced() {
        runs(text, |c| !c.is_alphanumeric() && !is_extending(c)) as usize
    } else {
        text.unicode_words().count()
    }
}

/// Runs between characters that `parts` that hold a letter or digit; each character of an unspaced script is one more
/// and ends the run before it.
fn runs(text: &str, parts: impl Fn(char) -> bool) -> u32 {
    let mut words = 0;
    let mut counted = false;
    for c in text.chars() {
        if is_unspaced(c) {
            words += 1;
            counted = false;
        } else if parts(c) {
            counted = false;
        } else if !counted && c.is_alphanumeric() && !is_extending(c) {
            words += 1;
            counted = true;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_between_spaces_and_single_characters_where_there_are_none() {
        for (text, word, gmx) in [
            ("", 0, 0),
            ("  \n ", 0, 0),
            ("One two.", 2, 2),
            ("- — … !", 0, 0),
            ("3.5 percent of 1,200.50", 4, 4),
            ("state-of-the-art", 1, 4),
            ("don't", 1, 1),
            ("今日 sunny です。", 5, 5),
            ("iPhone手机", 3, 3),
            ("3月5日", 4, 4),
            ("สวัสดี", 4, 4),
            ("정상회의가 열렸다.", 2, 2),
            ("यह किताब है।", 3, 3),
            ("он/она", 1, 2),
        ] {
            assert_eq!(
                (count(text, Counting::Word), count(text, Counting::Gmx)),
                (word, gmx),
                "{text}"
            );
        }
    }

    #[test]
    fn a_budget_counts_characters_in_languages_without_spaces() {
        for (text, tag, words) in [
            ("Don't stop, it's 3.5!", "en", 4),
            ("中国GDP增长7%。", "zh", 6),
            ("กำลังดี", "th", 5),
            ("", "ja", 0),
        ] {
            assert_eq!(
                budget_words(text, &Language::parse(tag).unwrap()),
                words,
                "{text}"
            );
        }
    }
}
