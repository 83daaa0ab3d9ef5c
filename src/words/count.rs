//! Word counts: what translation is paid by, and what a summary's budget is measured in.

use unicode_segmentation::UnicodeSegmentation;

use super::letter::{is_alphanumeric, is_spaced_letter};
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
        Counting::Gmx => count_both(text).1,
    }
}

/// The words that a summary's budget counts: UAX #29 words; in languages without spaces the characters of their scripts,
/// each foreign word or number as one.
pub fn budget_words(text: &str, language: &Language) -> usize {
    if language.is_unspaced() {
        runs(text, |c| !c.is_alphanumeric() && !is_extending(c)) as usize
    } else {
        count_both(text).1 as usize
    }
}

/// The words of `text` both ways, the trade's and UAX #29, in one pass where that can be.
///
/// There is always a boundary before a space, and nothing before it changes what follows: the text is counted piece by piece, and only
/// pieces with characters that `role` does not know need the tables of the standard.
pub fn count_both(text: &str) -> (u32, u32) {
    let (mut trade, mut standard) = (0, 0);
    let mut from = 0;
    let ends = memchr::memchr_iter(b' ', text.as_bytes()).chain([text.len()]);
    for end in ends {
        let piece = &text[from..end];
        let words = plain_words(piece).unwrap_or_else(|| {
            (
                runs(piece, char::is_whitespace),
                piece.unicode_words().count() as u32,
            )
        });
        trade += words.0;
        standard += words.1;
        from = end;
    }
    (trade, standard)
}

/// What a character does at the boundaries of UAX #29, by the property `Word_Break`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// `ALetter`.
    Letter,
    /// `Numeric`.
    Digit,
    /// `ExtendNumLet`: the low line.
    Low,
    /// `MidLetter`, `MidNum`, `MidNumLet`: joins two letters, two digits, or both.
    Mid { letters: bool, digits: bool },
    /// `Other`, but a word on its own: an ideograph.
    Alone,
    /// Nothing that joins or counts.
    Gap,
}

/// The words of a piece of text both ways, if it holds nothing but characters that [`role`] knows.
fn plain_words(piece: &str) -> Option<(u32, u32)> {
    let (mut trade, mut standard) = (0, 0);
    // Of the character before, and of the one before that.
    let (mut before, mut earlier) = (Role::Gap, Role::Gap);
    // Whether the run between white space, and the word of the standard, have been counted.
    let (mut in_trade, mut in_standard) = (false, false);
    for c in piece.chars() {
        let role = role(c)?;
        match role {
            Role::Letter | Role::Digit | Role::Low => {
                let joined = match before {
                    Role::Letter | Role::Digit | Role::Low => true,
                    Role::Mid { letters, digits } => {
                        earlier == role && (letters && role == Role::Letter || digits && role == Role::Digit)
                    }
                    Role::Alone | Role::Gap => false,
                };
                in_standard &= joined;
                if role != Role::Low {
                    standard += u32::from(!in_standard);
                    trade += u32::from(!in_trade);
                    (in_trade, in_standard) = (true, true);
                }
            }
            Role::Alone => {
                trade += 1;
                standard += 1;
                in_trade = false;
            }
            Role::Mid { .. } => {}
            Role::Gap => in_trade &= !c.is_whitespace(),
        }
        (earlier, before) = (before, role);
    }
    Some((trade, standard))
}

/// The role of a character of the alphabets and the punctuation that most texts are made of; none for what needs a table:
/// marks, format characters, emoji, and scripts whose letters follow other rules.
fn role(c: char) -> Option<Role> {
    let (letters, digits) = match c {
        'a'..='z'
        | 'A'..='Z'
        | '\u{C0}'..='\u{D6}'
        | '\u{D8}'..='\u{F6}'
        | '\u{F8}'..='\u{24F}'
        | '\u{388}'..='\u{38A}'
        | '\u{38E}'..='\u{3A1}'
        | '\u{3A3}'..='\u{3F5}'
        | '\u{400}'..='\u{481}'
        | '\u{48A}'..='\u{52F}'
        | '\u{620}'..='\u{64A}'
        | '\u{671}'..='\u{6D3}'
        | '\u{AC00}'..='\u{D7A3}' => return Some(Role::Letter),
        '0'..='9' => return Some(Role::Digit),
        '_' => return Some(Role::Low),
        '\u{4E00}'..='\u{9FFF}' | '\u{3041}'..='\u{3096}' => return Some(Role::Alone),
        '.' | '\'' | '\u{2018}' | '\u{2019}' => (true, true),
        ':' | '\u{B7}' => (true, false),
        ',' | ';' | '\u{FF0C}' => (false, true),
        '\0'..='~'
        | '\u{A0}'
        | '«'
        | '»'
        | '\u{2010}'..='\u{2015}'
        | '\u{201C}'..='\u{201F}'
        | '…'
        | '\u{3001}'
        | '\u{3002}' => {
            return Some(Role::Gap);
        }
        _ => return None,
    };
    Some(Role::Mid { letters, digits })
}

/// Runs between characters that `parts` that hold a letter or digit; each character of an unspaced script is one more
/// and ends the run before it.
fn runs(text: &str, parts: impl Fn(char) -> bool) -> u32 {
    let mut words = 0;
    let mut counted = false;
    for c in text.chars() {
        if is_spaced_letter(c) {
            words += u32::from(!counted);
            counted = true;
        } else if is_unspaced(c) {
            words += 1;
            counted = false;
        } else if parts(c) {
            counted = false;
        } else if !counted && is_alphanumeric(c) && !is_extending(c) {
            words += 1;
            counted = true;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2048))]

        #[test]
        fn one_pass_counts_what_two_do(
            text in "([a-cA-C0-2_.,:;' \"\r\n’‘·,。、…«»éйЙאゃカ今한ي\u{301}\u{200d}\u{ad}\u{a0}🏳🇰बा]|[\\PC\\p{Cc}]){0,24}",
        ) {
            let want = (runs(&text, char::is_whitespace), text.unicode_words().count() as u32);
            prop_assert_eq!(count_both(&text), want, "{:?}", text);
        }
    }

    #[test]
    fn every_character_with_a_role_has_the_standards() {
        for c in ('\0'..=char::MAX).filter(|c| role(*c).is_some()) {
            for drawing in [
                "#", "a#", "#a", "a#a", "1#", "#1", "1#1", "_#", "#_", "a#1", "今#", "#'a", "#.1", "##",
                " #", "# a",
            ] {
                let text = drawing.replace('#', c.encode_utf8(&mut [0; 4]));
                let want = (
                    runs(&text, char::is_whitespace),
                    text.unicode_words().count() as u32,
                );
                assert_eq!(plain_words(&text), Some(want), "{text:?}");
            }
        }
    }
}
