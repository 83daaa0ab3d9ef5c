//! Which characters belong to scripts that put no space between words, and which merely modify the character before them.

use unicode_normalization::char::is_combining_mark;

/// A character that counts as a word of its own in the trade: a letter of Han, kana, Bopomofo, Thai, Lao, Khmer or Burmese.
///
/// Combining vowels and tone marks are part of the letter before; digits make numbers, as anywhere.
pub(crate) fn is_unspaced(c: char) -> bool {
    if c < '\u{0E01}' {
        return false;
    }
    let letter = match c {
        '\u{0E01}'..='\u{0EFF}'
        | '\u{1000}'..='\u{109F}'
        | '\u{1780}'..='\u{17DC}'
        | '\u{A9E0}'..='\u{A9FE}'
        | '\u{AA60}'..='\u{AA7F}' => c.is_alphabetic(),
        _ => matches!(c,
            '\u{2E80}'..='\u{2FD5}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3031}'..='\u{3035}'
            | '\u{3038}'..='\u{303C}' | '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}'
            | '\u{30FC}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9D}' | '\u{1AFF0}'..='\u{1B16F}'
            | '\u{20000}'..='\u{3FFFD}'),
    };
    letter && !is_combining_mark(c)
}

/// A combining mark or a joiner: it continues the word it stands in and never makes one.
pub(crate) fn is_extending(c: char) -> bool {
    c >= '\u{AD}' && (is_joiner(c) || is_combining_mark(c))
}

/// Invisible characters that shape letters or allow a line break, and say nothing about the word.
pub(crate) fn is_joiner(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_unspaced_scripts_are_told_from_their_marks_and_digits() {
        for c in "今々〇あーアｱ가กເកကㄅ𠀀".chars() {
            assert_eq!(is_unspaced(c), c != '가', "{c}");
        }
        for c in "aя०๐၁៥、。็ိ်្".chars() {
            assert!(!is_unspaced(c), "{c}");
        }
    }
}
