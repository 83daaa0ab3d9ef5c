//! One side of a pair, prepared once for all rules: its prose without addresses and placeholders, and its words.

use std::borrow::Cow;
use std::cell::OnceCell;

use rustc_hash::FxHashSet;
use unicode_script::{Script, UnicodeScript};

use super::addresses::{Addresses, find_addresses};
use super::habits::Habits;
use super::text::Text;
use crate::article::Span;
use crate::words::{is_alphabetic, is_extending};

/// Stands for each byte of an address or placeholder: neither letter nor digit nor mark nor space.
pub(super) const MASK: char = '\u{1}';

/// A word: a run of letters and their marks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub(super) span: Span,
    pub(super) script: Script,
    /// Letters without marks.
    pub(super) letters: u32,
    /// Letters of more than one script.
    pub(super) mixed: bool,
    pub(super) first: char,
}

impl Word {
    pub(super) fn is_lower(&self) -> bool {
        self.first.is_lowercase()
    }
}

/// A side of a pair.
#[derive(Debug)]
pub(super) struct Side<'t> {
    pub(super) text: &'t Text<'t>,
    pub(super) habits: Habits,
    pub(super) addresses: Addresses,
    /// The plain text byte for byte, addresses and placeholders masked.
    pub(super) prose: Cow<'t, str>,
    pub(super) words: Vec<Word>,
    /// The words in small letters, once somebody asks.
    lower: OnceCell<FxHashSet<String>>,
}

impl<'t> Side<'t> {
    pub(super) fn new(text: &'t Text<'t>, habits: Habits) -> Self {
        let plain = text.plain();
        let addresses = find_addresses(plain);
        let mut masked: Vec<Span> = addresses.all().collect();
        masked.sort_unstable_by_key(|span| span.start);
        let prose = if masked.is_empty() {
            Cow::Borrowed(plain)
        } else {
            Cow::Owned(mask(plain, &masked))
        };
        let words = words(&prose);
        Self {
            text,
            habits,
            addresses,
            prose,
            words,
            lower: OnceCell::new(),
        }
    }

    pub(super) fn of(&self, word: &Word) -> &str {
        word.span.of(&self.prose)
    }

    pub(super) fn letters(&self) -> u32 {
        self.words.iter().map(|word| word.letters).sum()
    }

    /// Whether the very word stands in this side, in any case.
    pub(super) fn has_word(&self, word: &str) -> bool {
        let lower = || self.words.iter().map(|own| self.of(own).to_lowercase()).collect();
        self.lower.get_or_init(lower).contains(&word.to_lowercase())
    }
}

fn mask(plain: &str, spans: &[Span]) -> String {
    let mut out = String::with_capacity(plain.len());
    let mut at = 0;
    for span in spans {
        let (start, end) = (span.start as usize, span.end as usize);
        if start < at {
            continue;
        }
        out.push_str(&plain[at..start]);
        out.extend(std::iter::repeat_n(MASK, end - start));
        at = end;
    }
    out.push_str(&plain[at..]);
    out
}

/// The script of a letter; the common ones without a search.
pub(super) fn script_of(c: char) -> Script {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{24F}' => {
            Script::Latin
        }
        '\u{400}'..='\u{481}' | '\u{48A}'..='\u{52F}' => Script::Cyrillic,
        '\u{4E00}'..='\u{9FFF}' => Script::Han,
        '\u{AC00}'..='\u{D7A3}' => Script::Hangul,
        _ => c.script(),
    }
}

/// Whether words of a script stand without spaces between them and others.
pub(super) fn is_dense(script: Script) -> bool {
    matches!(
        script,
        Script::Han
            | Script::Hiragana
            | Script::Katakana
            | Script::Hangul
            | Script::Bopomofo
            | Script::Thai
            | Script::Lao
            | Script::Khmer
            | Script::Myanmar
    )
}

fn words(prose: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut open = false;
    for (at, c) in prose.char_indices() {
        let end = at + c.len_utf8();
        if c.is_ascii_alphabetic() || !c.is_ascii() && is_alphabetic(c) {
            let script = script_of(c);
            // 在NBA: a word ends where letters begin that stand without spaces, and the other way round.
            let goes_on = |word: &&mut Word| open && is_dense(word.script) == is_dense(script);
            match out.last_mut().filter(goes_on) {
                Some(word) => {
                    word.span.end = end as u32;
                    word.letters += 1;
                    if word.script == Script::Common || word.script == Script::Inherited {
                        word.script = script;
                    }
                    word.mixed |=
                        script != word.script && !matches!(script, Script::Common | Script::Inherited);
                }
                None => out.push(Word {
                    span: Span::new(at, end),
                    script,
                    letters: 1,
                    mixed: false,
                    first: c,
                }),
            }
            open = true;
        } else if open && is_extending(c) {
            if let Some(word) = out.last_mut() {
                word.span.end = end as u32;
            }
        } else {
            open = false;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Language;

    #[test]
    fn prose_has_the_bytes_of_the_text_without_addresses() {
        let text = Text::parse("See <1>https://é.example/a</1>, {name}: Мoре.");
        let side = Side::new(&text, Habits::of(&Language::parse("en").unwrap()));
        assert_eq!(side.prose.len(), text.plain().len());
        let words: Vec<_> = side.words.iter().map(|word| side.of(word)).collect();
        assert_eq!(words, ["See", "Мoре"]);
        assert!(side.words[1].mixed && !side.words[0].mixed);
        assert!(side.has_word("SEE") && !side.has_word("name"));
    }
}
