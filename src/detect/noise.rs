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
    for end in token_ends(text) {
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

/// Ends of tokens: after white space, East Asian punctuation, and in a stretch that is longer than any word.
fn token_ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut start = 0;
    text.char_indices()
        .filter_map(move |(at, c)| {
            let end = at + c.len_utf8();
            let cut = match c {
                '\0'..='\u{7F}' => c.is_ascii_whitespace(),
                '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{303F}' | '，' | '：' | '；' | '？' | '！' => {
                    true
                }
                _ => c.is_whitespace(),
            };
            (cut || end - start >= MAX_TOKEN_BYTES).then(|| {
                start = end;
                end
            })
        })
        .chain(std::iter::once(text.len()))
}

/// Whether a token is language; counts it.
fn judge(token: &str, tally: &mut Tally) -> bool {
    let core = token.trim_matches(|c: char| match Kind::of(c) {
        Kind::Letter | Kind::Mark | Kind::Ignored => false,
        _ => !c.is_numeric() && !matches!(c, '_' | '\\' | '/' | '<' | '{' | '&' | '=' | '@' | '#'),
    });
    let shape = Shape::of(core);
    if shape.letters == 0 {
        tally.digits += shape.digits;
        tally.dropped += if is_operator(core) { OPERATOR } else { 0 };
        return false;
    }
    // An address is no text, but says nothing against the words beside it: a link and two words are judged by the words.
    if is_address(core) {
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
}
