//! Which tokens of a text are language at all: addresses, paths, code, tags, numbers and hashes are not.

use super::letters::Kind;

/// Longest stretch without white space that is judged as a whole: words are shorter, and a line without end stays cheap.
const MAX_TOKEN_BYTES: usize = 4096;

/// What was met, in letters and digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Letters of tokens that are language.
    pub(crate) letters: u32,
    /// Letters of words with capitals inside.
    pub(crate) humps: u32,
    /// Letters of tokens that are not.
    pub(crate) dropped: u32,
    /// Digits of tokens without letters.
    pub(crate) digits: u32,
}

impl Tally {
    /// Whether what is left is a text: at least two letters, and not the lesser part.
    pub(crate) fn is_text(&self) -> bool {
        let humps = if self.letters > 0 && self.dropped == 0 {
            self.humps
        } else {
            0
        };
        let letters = u64::from(self.letters) + u64::from(humps);
        letters >= 2 && letters * 10 >= u64::from(self.dropped) * 7 && letters * 3 >= u64::from(self.digits)
    }

    /// Adds another tally.
    pub(crate) fn join(&mut self, other: Self) {
        self.letters = self.letters.saturating_add(other.letters);
        self.humps = self.humps.saturating_add(other.humps);
        self.dropped = self.dropped.saturating_add(other.dropped);
        self.digits = self.digits.saturating_add(other.digits);
    }
}

/// Calls `each` with start and text of every stretch of tokens that are language, and counts.
pub(crate) fn each_clean<'t>(text: &'t str, mut each: impl FnMut(usize, &'t str)) -> Tally {
    let mut tally = Tally::default();
    let mut clean = 0;
    let mut start = 0;
    while start < text.len() {
        if let Some((end, letters)) = plain_word(text, start) {
            tally.letters += letters;
            start = end;
            continue;
        }
        let end = token_end(text, start);
        if !judge(&text[start..end], &mut tally) {
            if clean < start {
                each(clean, &text[clean..start]);
            }
            clean = end;
        }
        start = end;
    }
    if clean < text.len() {
        each(clean, &text[clean..]);
    }
    tally
}

/// The end of the token that begins at `start`: after white space or East Asian punctuation, or in a stretch that is longer
/// than any word.
fn token_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let limit = (start + MAX_TOKEN_BYTES).min(bytes.len());
    let mut at = start;
    while at < limit {
        // By their first byte most letters can be neither white space nor East Asian punctuation.
        at += match bytes[at] {
            byte @ 0..=0x7F => {
                if byte.is_ascii_whitespace() {
                    return at + 1;
                }
                1
            }
            0xC3..=0xDF => 2,
            0xE0 | 0xE4..=0xEE => 3,
            0xF0.. => 4,
            _ => {
                let c = text[at..].chars().next().unwrap_or(' ');
                if separates(c) {
                    return at + c.len_utf8();
                }
                c.len_utf8()
            }
        };
    }
    at
}

/// Whether a token ends behind `c`.
#[inline]
fn separates(c: char) -> bool {
    match c {
        '\0'..='\u{7F}' => c.is_ascii_whitespace(),
        '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{303F}' | '，' | '：' | '；' | '？' | '！' => true,
        _ => c.is_whitespace(),
    }
}

/// End and letters of the token at `start` if it is a word as most are: letters without a capital among small ones, then
/// signs that do not belong to it. [`judge`] comes to the same result, in more steps.
fn plain_word(text: &str, start: usize) -> Option<(usize, u32)> {
    let limit = text.floor_char_boundary(start + MAX_TOKEN_BYTES);
    let mut letters = 0;
    let mut before = ' ';
    let mut behind = false;
    for (at, c) in text[start..limit].char_indices() {
        match Kind::of(c) {
            Kind::Letter | Kind::Mark => {
                let hump = c.is_ascii_uppercase() && letters > 0 && !before.is_ascii_uppercase();
                // A few numerals among the East Asian punctuation are letters.
                if behind || hump || ('\u{3000}'..='\u{303F}').contains(&c) {
                    return None;
                }
                letters += 1;
                before = c;
            }
            Kind::Apostrophe => behind = true,
            Kind::Other if separates(c) => {
                return (letters > 0).then_some((start + at + c.len_utf8(), letters));
            }
            Kind::Other if is_outer(c) => behind = true,
            Kind::Other | Kind::Ignored => return None,
        }
    }
    (letters > 0 && limit == text.len()).then_some((limit, letters))
}

/// Whether a sign at the end of a token does not belong to it.
#[inline]
fn is_outer(c: char) -> bool {
    match Kind::of(c) {
        Kind::Letter | Kind::Mark | Kind::Ignored => false,
        Kind::Apostrophe => true,
        Kind::Other => {
            !matches!(
                c,
                '_' | '\\' | '/' | '<' | '{' | '&' | '=' | '@' | '#' | '0'..='9'
            ) && (c.is_ascii() || !c.is_numeric())
        }
    }
}

/// Whether a token is language; counts it.
fn judge(token: &str, tally: &mut Tally) -> bool {
    let core = token.trim_matches(is_outer);
    let shape = Shape::of(core);
    if shape.letters == 0 {
        tally.digits += shape.digits;
        tally.dropped += if is_operator(core) { OPERATOR } else { 0 };
        return false;
    }
    // An address is no text, but says nothing against the words beside it: a link and two words are judged by the words.
    if (shape.code || shape.slashes > 0 || core.starts_with("www.")) && is_address(core) {
        return false;
    }
    // Names in code are ASCII; elsewhere the signs stand between words, or inside a line without spaces.
    let ascii = shape.ascii * 2 >= shape.letters;
    if ascii && (shape.code || shape.slashes > 1 || shape.digits * 3 > shape.letters) {
        tally.dropped += shape.letters;
        return false;
    }
    // Capitals inside a word are code beside code, but Xhosa and Irish nouns with their prefix elsewhere.
    if shape.humps {
        tally.humps += shape.letters;
    } else {
        tally.letters += shape.letters;
    }
    true
}

/// What a token is made of.
#[derive(Default)]
struct Shape {
    letters: u32,
    /// Letters that are ASCII.
    ascii: u32,
    digits: u32,
    slashes: u32,
    /// A capital follows a small letter.
    humps: bool,
    /// There is a sign that stands inside code and not inside words.
    code: bool,
}

impl Shape {
    fn of(core: &str) -> Self {
        let mut shape = Self::default();
        let mut before = ' ';
        let mut characters = core.chars().peekable();
        while let Some(c) = characters.next() {
            match Kind::of(c) {
                Kind::Letter | Kind::Mark => {
                    shape.letters += 1;
                    shape.ascii += u32::from(c.is_ascii());
                    shape.humps |= c.is_ascii_uppercase() && before.is_lowercase();
                }
                Kind::Ignored | Kind::Apostrophe => {}
                Kind::Other => match c {
                    '/' => shape.slashes += 1,
                    '_' | '\\' | '<' | '>' | '{' | '}' | '[' | ']' | '=' | '@' | '#' | '|' | '&' | ';'
                    | '+' | '*' | '^' | '~' | '$' | '"' | '(' => shape.code = true,
                    '.' | ':' => {
                        let after = characters.peek().copied().unwrap_or(' ');
                        let inside = before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric();
                        let letter = before.is_ascii_alphabetic() || after.is_ascii_alphabetic();
                        shape.code |= inside && letter && core.len() > 4;
                    }
                    _ => shape.digits += u32::from(c.is_numeric()),
                },
            }
            before = c;
        }
        shape
    }
}

/// Letters that an operator between tokens counts against the text.
const OPERATOR: u32 = 3;

/// Whether a token of signs is an operator of a programming language.
fn is_operator(core: &str) -> bool {
    core.len() <= 3 && core.contains(['=', '&', '{', '|']) && !core.contains(char::is_alphanumeric)
}

fn is_address(core: &str) -> bool {
    core.contains("://") || core.contains('@') || core.starts_with("www.") || core.starts_with('/')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What is left of a text, pieces joined by `|`.
    fn left(text: &str) -> String {
        let mut pieces = Vec::new();
        each_clean(text, |start, piece| {
            assert!(text[start..].starts_with(piece));
            if !piece.trim().is_empty() {
                pieces.push(piece.trim());
            }
        });
        pieces.join("|")
    }

    #[test]
    fn tokens_that_are_no_language_are_dropped() {
        for (text, want) in [
            ("see https://example.org/a?b=1 for more", "see|for more"),
            ("write to ann@example.org today", "write to|today"),
            ("/usr/lib/x.so.2", ""),
            ("let my_value = f(x);", "let"),
            ("<div class=\"a\">", ""),
            ("b869098bd85d7e76", ""),
            ("amaXhosa na hÉireann", "amaXhosa na hÉireann"),
            ("and/or a/b/c", "and/or"),
            ("人口88.5万人(约)", "人口88.5万人(约)"),
            ("+7 (495) 123-45-67", ""),
            ("l'eau d'ici, mother-in-law.", "l'eau d'ici, mother-in-law."),
            ("«Слово» (дом) 12 раз", "«Слово» (дом)|раз"),
            ("三月八日，晴。", "三月八日，晴。"),
        ] {
            assert_eq!(left(text), want, "{text}");
        }
    }

    #[test]
    fn plain_words_are_judged_alike_without_the_short_way() {
        for text in [
            "word",
            "Word, ",
            "WORD! ",
            "wOrd ",
            "éA ",
            "слово… ",
            "слово»— ",
            "l'eau ",
            "word' ",
            "a1 ",
            "中文。",
            "a\u{301} ",
            "ab\u{AD}c ",
            "〡x ",
            "— ",
            "word\u{3000}",
            "word_ ",
            "word/ ",
            "x² ",
            "www. ",
        ] {
            let Some((end, letters)) = plain_word(text, 0) else {
                continue;
            };
            let mut tally = Tally::default();
            assert!(
                end == token_end(text, 0) && judge(&text[..end], &mut tally),
                "{text}"
            );
            assert_eq!(
                tally,
                Tally {
                    letters,
                    ..Tally::default()
                },
                "{text}"
            );
        }
        assert!(plain_word("Word, ", 0).is_some() && plain_word("слово… ", 0).is_some());
    }

    #[test]
    fn words_beside_a_link_count_and_words_in_code_do_not() {
        let tally = |text| each_clean(text, |_, _| {});
        assert!(!tally("https://example.org/very/long/path/to/a/page").is_text());
        assert!(!tally("12 345 678 910 a").is_text());
        assert!(tally("read more: http://example.org/very/long/path/to/a/page").is_text());
        assert!(!tally("for(int j=0;i<ptr_ptr;++k){cfg[j]+=7;} a").is_text());
        assert!(!tally("ptr = fn_ptr(idx, 9) && !err;").is_text());
        assert!(!tally("getUserName").is_text());
        assert!(tally("Aba ngamaXhosa kaMjobi").is_text());
        assert!(tally("мектеп").is_text());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn the_short_way_for_plain_words_changes_nothing(text in "([a-zA-ZéßжЖ中ا\u{301}\u{AD}〡1²]{0,4}[.,'_/—。\u{A0} ]{0,2}){1,4}") {
            if let Some((end, letters)) = plain_word(&text, 0) {
                let mut tally = Tally::default();
                prop_assert!(end == token_end(&text, 0) && judge(&text[..end], &mut tally));
                prop_assert_eq!(tally, Tally { letters, ..Tally::default() });
            }
        }
    }
}
