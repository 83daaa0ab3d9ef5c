//! Characters as detection sees them: script, whether one is a letter, a sign that belongs to the letter before it or an
//! apostrophe, and its folded form. Look-ups take a few nanoseconds; the table is made at compile time.

use unicode_normalization::char::is_combining_mark;

#[path = "data/scripts.rs"]
mod scripts;

/// A script, or the lack of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Script(u8);

impl Script {
    pub(crate) const LATIN: Self = Self(0);
    pub(crate) const ARABIC: Self = Self(5);
    /// Han and kana.
    pub(crate) const HAN: Self = Self(30);
    /// No script that detection knows.
    pub(crate) const NONE: Self = Self(u8::MAX);
    /// Number of scripts.
    pub(crate) const COUNT: usize = scripts::NAMES.len();

    /// The script of a letter.
    #[inline]
    pub(crate) fn of(c: char) -> Self {
        let code = c as usize;
        match SLOTS.get(code >> 4) {
            Some(&script) => Self(script),
            None => scripts::UPPER
                .iter()
                .find(|(first, last, _)| (*first..=*last).contains(&(code as u32)))
                .map_or(Self::NONE, |range| Self(range.2)),
        }
    }

    /// Place in the table of scripts.
    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }

    /// ISO 15924 code, `Zzzz` for none.
    pub(crate) fn code(self) -> &'static str {
        scripts::NAMES.get(self.index()).copied().unwrap_or("Zzzz")
    }

    /// Scripts that put no spaces between words: a run of letters is no word there.
    pub(crate) fn is_unspaced(self) -> bool {
        matches!(self.0, 19 | 20 | 21 | 22 | 28 | 30 | 31)
    }
}

impl Default for Script {
    fn default() -> Self {
        Self::NONE
    }
}

/// Script by code point / 16 for the Basic Multilingual Plane.
static SLOTS: [u8; 4096] = slots();

const fn slots() -> [u8; 4096] {
    let mut table = [u8::MAX; 4096];
    table = filled(table, &scripts::BASIC);
    filled(table, &scripts::FURTHER)
}

const fn filled(mut table: [u8; 4096], ranges: &[scripts::Range]) -> [u8; 4096] {
    let mut at = 0;
    while at < ranges.len() {
        let (first, last, script) = ranges[at];
        let mut slot = (first >> 4) as usize;
        while slot <= (last >> 4) as usize {
            table[slot] = script;
            slot += 1;
        }
        at += 1;
    }
    table
}

/// What a character is to a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A letter or a spacing vowel sign.
    Letter,
    /// A sign that belongs to the letter before it.
    Mark,
    /// A sign that neither ends a word nor counts: Arabic short vowels, Hebrew points, soft hyphen.
    Ignored,
    /// An apostrophe inside a word, a boundary at its ends.
    Apostrophe,
    /// Anything else.
    Other,
}

impl Kind {
    /// The kind of `c`.
    #[inline]
    pub(crate) fn of(c: char) -> Self {
        match KINDS.get(c as usize) {
            Some(Some(kind)) => *kind,
            _ => Self::by_property(c),
        }
    }

    /// The kind of a character that the table leaves open.
    fn by_property(c: char) -> Self {
        match c {
            '\u{3000}'..='\u{3004}' => Self::Other,
            '＇' => Self::Apostrophe,
            '\u{3041}'..='\u{3096}'
            | '\u{30A1}'..='\u{30FA}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{AC00}'..='\u{D7A3}' => Self::Letter,
            _ if c.is_alphabetic() => Self::Letter,
            _ if is_combining_mark(c) => Self::Mark,
            _ => Self::Other,
        }
    }
}

/// Kinds by code point up to the general punctuation; none where Unicode's properties have to be asked.
static KINDS: [Option<Kind>; 0x2070] = kinds();

const fn kinds() -> [Option<Kind>; 0x2070] {
    let mut table = [None; 0x2070];
    let mut code = 0;
    while code < table.len() {
        if let Some(c) = char::from_u32(code as u32) {
            table[code] = listed(c);
        }
        code += 1;
    }
    table
}

/// The kind of a frequent character, or of one whose kind differs from what its properties say.
const fn listed(c: char) -> Option<Kind> {
    Some(match c {
        // U+02BB and U+02BC are letters to Unicode, but Uzbek is typed with all of these.
        '\'' | '`' | '´' | '’' | '‘' | 'ʻ' | 'ʼ' | 'ʹ' | 'ʽ' | 'ˈ' | '‛' => Kind::Apostrophe,
        '\u{AD}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{591}'..='\u{5C7}' => Kind::Ignored,
        '\u{200C}' | '\u{200D}' => Kind::Mark,
        '×' | '÷' => Kind::Other,
        'a'..='z'
        | 'A'..='Z'
        | 'ª'
        | 'µ'
        | 'º'
        | '\u{C0}'..='\u{24F}'
        | '\u{400}'..='\u{481}'
        | '\u{48A}'..='\u{52F}'
        | '\u{620}'..='\u{64A}'
        | '\u{671}'..='\u{6D3}'
        | '\u{3B1}'..='\u{3C9}'
        | '\u{561}'..='\u{587}'
        | '\u{5D0}'..='\u{5EA}'
        | '\u{904}'..='\u{939}'
        | '\u{93E}'..='\u{94C}'
        | '\u{E01}'..='\u{E3A}'
        | '\u{E40}'..='\u{E46}'
        | '\u{10D0}'..='\u{10FA}'
        | '\u{1E00}'..='\u{1EFF}' => Kind::Letter,
        '\0'..='\u{BF}' | '\u{2000}'..='\u{2017}' | '\u{201C}'..='\u{206F}' => Kind::Other,
        _ => return None,
    })
}

/// Appends `c` in lower case. The dot that Turkish İ leaves behind is dropped, so that `İ` and `i` are one letter: the
/// language is not known yet, and lower-casing by locale would need it.
#[inline]
pub(crate) fn push_lower(c: char, into: &mut Vec<char>) {
    match c {
        '\0'..='\u{7F}' => into.push(c.to_ascii_lowercase()),
        '\u{DF}'..='\u{FF}'
        | '\u{430}'..='\u{45F}'
        | '\u{590}'..='\u{109F}'
        | '\u{3000}'..='\u{A63F}'
        | '\u{AC00}'..='\u{D7FF}' => into.push(c),
        _ => push_mapped(c, into),
    }
}

/// Appends `c` in lower case by Unicode's table.
#[cold]
fn push_mapped(c: char, into: &mut Vec<char>) {
    match c {
        'А'..='Я' => into.push(char::from_u32(c as u32 + 0x20).unwrap_or(c)),
        _ => into.extend(c.to_lowercase().filter(|&lower| lower != '\u{307}')),
    }
}

#[cfg(test)]
mod tests {
    use unicode_script::{Script as Property, UnicodeScript};

    use super::*;

    #[test]
    fn letters_have_the_script_that_unicode_gives_them() {
        for c in ('\0'..'\u{30000}').filter(|c| c.is_alphabetic()) {
            let ours = Script::of(c);
            let property = c.script();
            let same = ours == Script::NONE
                || match property {
                    // Modifier letters and the like have no script of their own; scripts without a row have no language here.
                    Property::Common | Property::Inherited | Property::Unknown => true,
                    Property::Hiragana | Property::Katakana | Property::Han => ours == Script::HAN,
                    // The block of Greek holds fourteen Coptic letters.
                    Property::Coptic => matches!(ours.code(), "Copt" | "Grek"),
                    // Five ligatures share their sixteen code points with Hebrew.
                    Property::Armenian => matches!(ours.code(), "Armn" | "Hebr"),
                    Property::Hangul => ours.code() == "Kore" || c >= '\u{FFA0}',
                    // Phonetic signs made of Greek and Cyrillic letters lie among the Latin ones.
                    Property::Greek | Property::Cyrillic if ('\u{1D00}'..'\u{1DC0}').contains(&c) => true,
                    Property::Greek if c == '\u{AB65}' => true,
                    _ => ours.code() == property.short_name(),
                };
            assert!(
                same,
                "U+{:04X} {c}: {} / {}",
                c as u32,
                ours.code(),
                property.short_name()
            );
        }
    }

    #[test]
    fn quick_ranges_agree_with_unicode() {
        for c in '\0'..'\u{30000}' {
            if Kind::of(c) == Kind::Letter {
                assert!(
                    c.is_alphabetic() || matches!(Script::of(c).code(), "Latn" | "Cyrl" | "Arab" | "Hani"),
                    "U+{:04X} {c}",
                    c as u32
                );
            }
            let mut ours = Vec::new();
            push_lower(c, &mut ours);
            let want: Vec<char> = c.to_lowercase().filter(|&l| l != '\u{307}').collect();
            assert_eq!(ours, want, "U+{:04X} {c}", c as u32);
        }
    }

    #[test]
    fn apostrophes_of_uzbek_keyboards_are_one_sign() {
        for c in ['\'', '’', '‘', 'ʻ', 'ʼ', '`'] {
            assert_eq!(Kind::of(c), Kind::Apostrophe);
        }
    }

    #[test]
    fn vowel_signs_belong_to_the_word() {
        for c in "ிெ்ా్ःं़ั".chars() {
            assert!(matches!(Kind::of(c), Kind::Letter | Kind::Mark), "{c}");
        }
    }
}
