//! Letters and digits that nearly all text is made of, told without the tables of Unicode: those are a search for every character
//! that is not ASCII.

/// Whether `c` is a common letter of a script that puts spaces between words. `false` says nothing about the others.
///
/// Such a letter is alphabetic, no mark, no number, and continues any word.
pub(crate) fn is_spaced_letter(c: char) -> bool {
    matches!(c,
        'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2AF}' | '\u{3B1}'..='\u{3C9}'
        | '\u{400}'..='\u{481}' | '\u{48A}'..='\u{52F}' | '\u{561}'..='\u{587}' | '\u{5D0}'..='\u{5EA}'
        | '\u{620}'..='\u{64A}' | '\u{671}'..='\u{6D3}' | '\u{904}'..='\u{939}' | '\u{10D0}'..='\u{10FA}'
        | '\u{1E00}'..='\u{1EFF}' | '\u{AC00}'..='\u{D7A3}')
}

/// A common Han character or kana, or a vowel sign of Devanagari or Thai: alphabetic too.
fn is_further_letter(c: char) -> bool {
    matches!(c,
        '\u{93E}'..='\u{94C}' | '\u{E01}'..='\u{E3A}' | '\u{E40}'..='\u{E46}' | '\u{3041}'..='\u{3096}'
        | '\u{30A1}'..='\u{30FA}' | '\u{4E00}'..='\u{9FFF}')
}

/// Signs that text is full of: spaces, dashes, quotation marks, stops.
fn is_common_sign(c: char) -> bool {
    matches!(c, '\0'..='@' | '\u{A0}' | '«' | '»' | '\u{2000}'..='\u{2064}' | '\u{3000}'..='\u{3004}' | '，' | '：')
}

/// The same as [`char::is_alphabetic`].
pub(crate) fn is_alphabetic(c: char) -> bool {
    is_spaced_letter(c) || is_further_letter(c) || !is_common_sign(c) && c.is_alphabetic()
}

/// The same as [`char::is_alphanumeric`].
pub(crate) fn is_alphanumeric(c: char) -> bool {
    is_alphabetic(c) || c.is_numeric()
}

/// The value of a decimal digit of the scripts that news is written in.
pub(crate) fn digit(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6F0}'..='\u{6F9}' => '\u{6F0}',
        '\u{966}'..='\u{96F}' => '\u{966}',
        '\u{9E6}'..='\u{9EF}' => '\u{9E6}',
        '\u{E50}'..='\u{E59}' => '\u{E50}',
        '\u{FF10}'..='\u{FF19}' => '\u{FF10}',
        _ => return None,
    };
    Some(u32::from(c) - u32::from(zero))
}

#[cfg(test)]
mod tests {
    use super::super::script::{is_extending, is_unspaced};
    use super::*;

    #[test]
    fn quick_answers_are_those_of_unicode() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_alphabetic(c), c.is_alphabetic(), "{c:?}");
            assert_eq!(is_alphanumeric(c), c.is_alphanumeric(), "{c:?}");
            if is_spaced_letter(c) {
                assert!(!c.is_numeric() && !is_extending(c) && !is_unspaced(c), "{c:?}");
            }
        }
    }
}
