//! What a word is, in every script: tokens and terms for scoring, one folded form for all spellings, and the counts that translation
//! is paid by. Text in, spans and numbers out; no dictionary is loaded at start.

mod count;
mod fold;
mod letter;
mod script;
mod term;

use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;
use unicode_segmentation::UnicodeSegmentation;

use crate::article::{Language, Span};

pub use count::{Counting, budget_words, count, count_both};
pub use fold::{fold, stem_hash};
pub(crate) use letter::{digit, is_alphabetic, is_alphanumeric, is_spaced_letter};
pub(crate) use script::{is_extending, is_unspaced};
pub use term::{Term, terms};

/// The words of `text` in order, as spans of it. Punctuation and white space are left out.
///
/// UAX #29 words; runs of Han, kana, Thai, Lao, Khmer and Burmese are divided with a dictionary, whatever `language` is: the script
/// decides.
pub fn words(text: &str, _language: &Language) -> Vec<Span> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let unspaced = run_of(&text[at..], true);
        divide(&text[at..at + unspaced], at, &mut out);
        at += unspaced;
        let spaced = run_of(&text[at..], false);
        let pieces = text[at..at + spaced].unicode_word_indices();
        out.extend(pieces.map(|(start, word)| Span::new(at + start, at + start + word.len())));
        at += spaced;
    }
    out
}

/// Length of the run at the start of `text` that is, or is not, of unspaced scripts. Marks and joiners go with what is before them.
fn run_of(text: &str, unspaced: bool) -> usize {
    text.char_indices()
        .find(|&(at, c)| {
            if unspaced {
                !script::is_unspaced(c) && (at == 0 || !script::is_extending(c))
            } else {
                script::is_unspaced(c)
            }
        })
        .map_or(text.len(), |(at, _)| at)
}

/// Divides a run of unspaced scripts that starts at byte `base` of the text.
fn divide(run: &str, base: usize, out: &mut Vec<Span>) {
    if run.is_empty() {
        return;
    }
    let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    let mut start = 0;
    for end in segmenter.segment_str(run) {
        if run[start..end].chars().any(char::is_alphanumeric) {
            out.push(Span::new(base + start, base + end));
        }
        start = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(tag: &str, drawing: &str) {
        let text = drawing.replace('|', "");
        let words = words(&text, &Language::parse(tag).unwrap());
        let found: Vec<_> = words.iter().map(|span| span.of(&text)).collect();
        let want: Vec<_> = drawing
            .split(|c: char| c == '|' || c.is_whitespace() || "。.,!".contains(c))
            .filter(|word| !word.is_empty())
            .collect();
        assert_eq!(found, want);
    }

    #[test]
    fn words_are_found_in_every_script() {
        check("en", "It isn't late, Sam!");
        check("de", "Die Züge fahren.");
        check("hi", "यह किताब अच्छी है");
        check("ar", "وصل القطار");
        check("ko", "기차가 도착했다");
        check("zh", "我们|喜欢|北京");
        check("th", "สวัสดี|ครับ");
        check("en", "The word 北京 is two");
    }

    proptest! {
        #[test]
        fn words_lie_in_order_on_character_boundaries(text in "[\\PC\\n今日はกำလေ]{0,60}") {
            let mut end = 0;
            for word in words(&text, &Language::UND) {
                prop_assert!(word.start >= end && !word.of(&text).is_empty());
                end = word.end;
            }
        }
    }
}
