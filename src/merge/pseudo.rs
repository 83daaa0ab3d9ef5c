//! Pseudo-translation: text that is plainly no source any more, and longer, so that a layout can be tested before a translation is paid for.
//!
//! What a translation keeps stays as it is: inline codes, numbers, addresses, placeholders as `{0}` and `%s`.

use std::iter::Peekable;
use std::str::Chars;

use crate::bilingual::{Content, Part};

/// How a pseudo-translation differs from its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PseudoOptions {
    /// How much longer it is, in percent.
    pub expand: u32,
    /// Letters carry accents: a font that lacks them, or a line that cuts them off, shows.
    pub accents: bool,
    /// Brackets stand around every sentence: one that is cut off, or put together from parts, shows.
    pub brackets: bool,
    /// Words run from right to left.
    pub mirrored: bool,
}

impl Default for PseudoOptions {
    fn default() -> Self {
        Self {
            expand: 30,
            accents: true,
            brackets: true,
            mirrored: false,
        }
    }
}

/// The brackets: no signs of HTML, Markdown or YAML.
const OPEN: char = '⟦';
const CLOSE: char = '⟧';
/// Right-to-left override, and its end.
const OVERRIDE: char = '\u{202e}';
const POP: char = '\u{202c}';
/// What a sentence without letters to double is made longer with.
const FILL: char = '·';

/// The pseudo-translation of a sentence.
pub fn pseudo(source: &Content, options: &PseudoOptions) -> Content {
    let mut letters = 0;
    for part in &source.0 {
        if let Part::Text(text) = part {
            letters += text.chars().filter(|c| !c.is_whitespace()).count();
        }
    }
    let mut writer = Writer {
        options,
        due: 0,
        letters: 0,
    };
    let mut out = Content::default();
    let mut opened = !options.brackets;
    let last = source.0.iter().rposition(|part| matches!(part, Part::Text(_)));
    for (at, part) in source.0.iter().enumerate() {
        match part {
            Part::Text(text) => {
                let mut made = String::with_capacity(text.len() * 2);
                if !opened {
                    made.push(OPEN);
                    opened = true;
                }
                // What is added stands before the last stop, or it would be a sentence of its own.
                let end = if Some(at) == last {
                    end_of_words(text)
                } else {
                    text.len()
                };
                writer.text(&text[..end], &mut made);
                if Some(at) == last {
                    writer.fill(letters, &mut made);
                    made.push_str(&text[end..]);
                    if options.brackets {
                        made.push(CLOSE);
                    }
                }
                out.push_text(&made);
            }
            Part::Code(code) => out.0.push(Part::Code(code.clone())),
        }
    }
    out
}

struct Writer<'o> {
    options: &'o PseudoOptions,
    /// Letters that are still to be added, in hundredths.
    due: u32,
    /// Letters that were added.
    letters: usize,
}

impl Writer<'_> {
    /// Appends `text`, word by word.
    fn text(&mut self, text: &str, out: &mut String) {
        for word in words(text) {
            if word.chars().all(char::is_whitespace) || is_kept(word) {
                out.push_str(word);
            } else if self.options.mirrored {
                out.push(OVERRIDE);
                self.word(word, out);
                out.push(POP);
            } else {
                self.word(word, out);
            }
        }
    }

    fn word(&mut self, word: &str, out: &mut String) {
        let mut chars = word.chars().peekable();
        while let Some(c) = chars.next() {
            if let Some(placeholder) = placeholder(c, &mut chars) {
                out.push_str(&placeholder);
                continue;
            }
            self.due += if c.is_alphanumeric() {
                self.options.expand
            } else {
                0
            };
            let made = if self.options.accents { accented(c) } else { c };
            out.push(made);
            // A combining mark belongs to the letter before it: doubling between the two would move it.
            let whole = !chars
                .peek()
                .is_some_and(|next| unicode_normalization::char::is_combining_mark(*next));
            while whole && self.due >= 100 && is_vowel(c) {
                out.push(made);
                self.due -= 100;
                self.letters += 1;
            }
        }
    }

    /// Adds what is still due behind a sentence of `letters` characters.
    fn fill(&mut self, letters: usize, out: &mut String) {
        let wanted = letters * self.options.expand as usize / 100;
        let count = wanted.saturating_sub(self.letters);
        out.extend(std::iter::repeat_n(FILL, count));
    }
}

/// Where the last word of a text ends.
fn end_of_words(text: &str) -> usize {
    let last = text.char_indices().rev().find(|(_, c)| c.is_alphanumeric());
    let mut end = last.map_or(0, |(at, c)| at + c.len_utf8());
    // Vowel signs and accents belong to their letter.
    while let Some(c) = text[end..]
        .chars()
        .next()
        .filter(|c| unicode_normalization::char::is_combining_mark(*c))
    {
        end += c.len_utf8();
    }
    end
}

/// Runs of white space and what stands between them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let space = rest.chars().next()?.is_whitespace();
        let end = rest
            .find(|c: char| c.is_whitespace() != space)
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

/// Whether a word is the same in every language: an address, a number.
fn is_kept(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let address =
        lower.contains("://") || lower.starts_with("www.") || (lower.contains('@') && lower.contains('.'));
    address || !word.chars().any(char::is_alphabetic)
}

/// A placeholder that begins with `c`: `{…}`, `%s`, `%1$d`.
fn placeholder(c: char, rest: &mut Peekable<Chars<'_>>) -> Option<String> {
    let mut ahead = rest.clone();
    let mut found = String::from(c);
    match c {
        '{' => loop {
            let next = ahead.next()?;
            found.push(next);
            if next == '}' {
                break;
            }
        },
        '%' => loop {
            let next = ahead.next()?;
            found.push(next);
            if next.is_ascii_alphabetic() {
                break;
            }
            if !next.is_ascii_digit() && next != '$' && next != '.' {
                return None;
            }
        },
        _ => return None,
    }
    *rest = ahead;
    Some(found)
}

/// A letter with an accent; of the scripts that have none the letter itself.
fn accented(c: char) -> char {
    const PLAIN: &str = "aAbBcCdDeEfFgGhHiIjJkKlLmMnNoOpPrRsStTuUvVwWyYzZ\
                         аАгГеЕжЖзЗиИкКоОсСуУхХчЧыЫэЭαΑεΕηΗιΙοΟυΥωΩ";
    const ACCENTED: &str = "åÅƀɃçÇðÐéÉƒƑĝĜĥĤîÎĵĴķĶļĻɱṀñÑöÖþÞŕŔšŠţŢûÛṽṼŵŴýÝžŽ\
                            ӑӐґҐёЁӂӁҙҘӥӤқҚӧӦҫҪӱӰҳҲӵӴӹӸӭӬάΆέΈήΉίΊόΌύΎώΏ";
    if c.is_ascii() && !c.is_ascii_alphabetic() {
        return c;
    }
    let at = PLAIN.chars().position(|plain| plain == c);
    at.and_then(|at| ACCENTED.chars().nth(at)).unwrap_or(c)
}

/// A letter that may be doubled without making a word unreadable.
fn is_vowel(c: char) -> bool {
    matches!(
        c.to_lowercase().next(),
        Some(
            'a' | 'e'
                | 'i'
                | 'o'
                | 'u'
                | 'y'
                | 'а'
                | 'е'
                | 'и'
                | 'о'
                | 'у'
                | 'ы'
                | 'э'
                | 'ю'
                | 'я'
                | 'α'
                | 'ε'
                | 'η'
                | 'ι'
                | 'ο'
                | 'υ'
                | 'ω'
        )
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(text: &str, options: PseudoOptions) -> String {
        pseudo(&Content(vec![Part::Text(text.to_owned())]), &options).text()
    }

    #[test]
    fn a_pseudo_translation_is_longer_and_accented_and_between_brackets() {
        let text = made("The ferry is back at Harl.", PseudoOptions::default());
        assert_eq!(text, "⟦Ţĥé ƒééŕŕýý îš ƀååçķ ååţ Ĥååŕļ·.⟧");
        assert!(text.chars().count() > 26 * 12 / 10);
        let plain = PseudoOptions {
            accents: false,
            brackets: false,
            expand: 0,
            mirrored: false,
        };
        assert_eq!(made("The ferry.", plain), "The ferry.");
    }

    #[test]
    fn every_script_grows_and_what_a_translation_keeps_stays() {
        for text in [
            "大桥开通了",
            "เรือกลับมาแล้ว",
            "Паром вернулся",
            "الجسر مفتوح",
            "다리가 열렸다",
        ] {
            let grown = made(text, PseudoOptions::default());
            let (before, after) = (text.chars().count(), grown.chars().count());
            assert!(after * 10 >= before * 12, "{grown}");
        }
        for kept in [
            "https://a.example/x?y=1",
            "{0}",
            "%1$s",
            "12:30",
            "ada@harl.example",
        ] {
            let text = made(&format!("See {kept} now"), PseudoOptions::default());
            assert!(text.contains(kept), "{text}");
        }
    }

    #[test]
    fn mirrored_words_run_from_right_to_left_and_lines_do_not() {
        let options = PseudoOptions {
            mirrored: true,
            ..PseudoOptions::default()
        };
        let text = made("One two", options);
        assert_eq!(text.matches(OVERRIDE).count(), 2);
        assert_eq!(text.matches(POP).count(), 2);
    }
}
