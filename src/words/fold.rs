//! One form for all spellings of a word: case folded, joiners removed, Malayalam chillus unified, NFC.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::script::is_joiner;

/// Code points that make the stem of a word. Five work for every alphabet and need no stemmer.
const STEM: usize = 5;

/// The folded form of `word`. Words that differ only in case, joiners or normalization fold to the same text.
pub fn fold(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        return Cow::Borrowed(word);
    }
    if word.is_ascii() {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    Cow::Owned(folded(word).collect())
}

/// A hash of the first five code points of the folded word; the same on every platform.
pub fn stem_hash(word: &str) -> u64 {
    plain_stem(word).unwrap_or_else(|| {
        let mut stem = Stem::default();
        folded(word).take(STEM).for_each(|c| stem.push(c));
        stem.finish()
    })
}

/// The hash of a word whose beginning needs nothing but lower case: nearly every word of most alphabets.
fn plain_stem(word: &str) -> Option<u64> {
    let mut stem = Stem::default();
    for (index, c) in word.chars().enumerate() {
        if !is_plain(c) {
            return None;
        }
        // One more is looked at: a mark there would change the last one.
        if index == STEM {
            break;
        }
        match c {
            'a'..='z' | 'а'..='я' => stem.push(c),
            'A'..='Z' | 'А'..='Я' => stem.push(char::from_u32(u32::from(c) + 0x20)?),
            _ => {
                let mut lower = fold_case(c);
                stem.push(lower.next()?);
                if lower.next().is_some() {
                    return None;
                }
            }
        }
    }
    Some(stem.finish())
}

/// Builds the hash of a stem, code point by code point.
#[derive(Clone, Copy, Default)]
pub(super) struct Stem(u64);

impl Stem {
    pub(super) fn push(&mut self, c: char) {
        // The constant is rustc-hash's; any odd number with mixed bits serves.
        self.0 = (self.0.rotate_left(5) ^ u64::from(u32::from(c))).wrapping_mul(0xF135_7AEA_2E62_A9C5);
    }

    /// The multiplication leaves the low bits poor, and tables take their index from them.
    pub(super) fn finish(self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}

/// Whether the character is its own NFC whatever follows it among plain ones, and stands for no joiner or chillu.
fn is_plain(c: char) -> bool {
    matches!(c,
        '\0'..='\u{AC}' | '\u{AE}'..='\u{2FF}' | '\u{388}'..='\u{482}' | '\u{48A}'..='\u{590}' | '\u{620}'..='\u{64A}'
        | '\u{66E}'..='\u{6D5}' | '\u{10A0}'..='\u{10FF}' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}')
}

/// The folded word, character by character, without an allocation.
fn folded(word: &str) -> impl Iterator<Item = char> + '_ {
    let mut rest = word.chars();
    std::iter::from_fn(move || {
        loop {
            let c = rest.next()?;
            let mut ahead = rest.clone();
            if ahead.next() == Some('\u{D4D}')
                && ahead.next() == Some('\u{200D}')
                && let Some(chillu) = chillu(c)
            {
                rest = ahead;
                return Some(chillu);
            }
            if !is_joiner(c) {
                return Some(c);
            }
        }
    })
    .flat_map(fold_case)
    .nfc()
}

/// Lower case; beyond it the final sigma, and İ without the dot that its lower case would carry along.
fn fold_case(c: char) -> impl Iterator<Item = char> {
    let lower = if c == 'ς' { 'σ' } else { c };
    lower
        .to_lowercase()
        .filter(move |&d| !(c == 'İ' && is_combining_mark(d)))
}

/// The Malayalam letter that Unicode 5.1 gave to consonant + virama + ZWJ. NFC does not unify the two.
fn chillu(consonant: char) -> Option<char> {
    Some(match consonant {
        'ണ' => 'ൺ',
        'ന' => 'ൻ',
        'ര' => 'ർ',
        'ല' => 'ൽ',
        'ള' => 'ൾ',
        'ക' => 'ൿ',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_word_fold_to_one_form() {
        for (a, b) in [
            ("Straße", "straße"),
            ("CAFÉ", "cafe\u{301}"),
            ("ЙОГУРТ", "и\u{306}огурт"),
            ("co\u{ad}operate", "Cooperate"),
            ("അവന\u{d4d}\u{200d}", "അവൻ"),
            ("می\u{200c}رود", "میرود"),
            ("İzmir", "izmir"),
            ("ΛΌΓΟΣ", "λόγος"),
        ] {
            assert_eq!(fold(a), fold(b));
            assert_eq!(stem_hash(a), stem_hash(b), "{a} {b}");
        }
        assert_ne!(fold("resume"), fold("résumé"));
    }

    #[test]
    fn a_stem_is_five_code_points() {
        assert_eq!(stem_hash("canal"), stem_hash("Canals"));
        assert_ne!(stem_hash("cana"), stem_hash("canal"));
        assert_eq!(stem_hash("каналы"), stem_hash("КАНАЛАМИ"));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing_more_and_the_hash_is_of_the_folded_form(word in "\\PC{0,12}") {
            let once = fold(&word).into_owned();
            let start: String = once.chars().take(STEM).collect();
            let mut stem = Stem::default();
            start.chars().for_each(|c| stem.push(c));
            prop_assert_eq!(stem_hash(&word), stem.finish());
        }
    }
}
