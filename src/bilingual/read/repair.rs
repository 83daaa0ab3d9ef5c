//! Repairs text that is nearly XML, where what was meant is clear: a raw `&` or `<`, a character that XML forbids.

use super::encoding::Decoded;
use super::{Problem, ReadError};
use crate::escape::is_xml_forbidden;

/// Most repairs that are told one by one.
const MAX_TOLD: usize = 100;

/// The place of the first character that XML forbids, raw or as a reference.
pub(super) fn check(decoded: &Decoded) -> Result<(), ReadError> {
    let bytes = decoded.text.as_bytes();
    let suspect = |byte: &u8| matches!(byte, 0..=8 | 0xB | 0xC | 0xE..=0x1F | 0xEF);
    if !bytes.iter().any(suspect) {
        return Ok(());
    }
    match decoded.text.char_indices().find(|(_, c)| is_xml_forbidden(*c)) {
        None => Ok(()),
        Some((at, c)) => Err(decoded.error(at, format!("U+{:04X} cannot stand in XML", u32::from(c)), true)),
    }
}

/// The text with repairs; what was done is added to `problems`.
pub(super) fn repaired(text: &str, problems: &mut Vec<Problem>) -> String {
    let mut out = Repair {
        text,
        out: String::with_capacity(text.len() + 64),
        from: 0,
        line: 1,
        counted: 0,
        problems,
        done: 0,
    };
    let mut at = 0;
    while let Some(next) = out.next_suspect(at) {
        at = out.look_at(next);
    }
    out.keep(text.len());
    let (done, line) = (out.done, out.line);
    let result = out.out;
    if done > MAX_TOLD {
        problems.push(Problem {
            line,
            message: format!("{} more repairs of the same kinds", done - MAX_TOLD),
            repaired: true,
        });
    }
    result
}

struct Repair<'t, 'p> {
    text: &'t str,
    out: String,
    /// First byte that is not yet in `out`.
    from: usize,
    /// The line of byte `counted`.
    line: u32,
    counted: usize,
    problems: &'p mut Vec<Problem>,
    done: usize,
}

impl Repair<'_, '_> {
    fn next_suspect(&self, at: usize) -> Option<usize> {
        let suspect = |byte: &u8| matches!(byte, b'&' | b'<' | 0..=8 | 0xB | 0xC | 0xE..=0x1F | 0xEF);
        self.text.as_bytes()[at..]
            .iter()
            .position(suspect)
            .map(|found| at + found)
    }

    /// Looks at the suspect byte at `at` and gives the place to go on from.
    fn look_at(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        match rest.as_bytes()[0] {
            b'&' => self.reference(at, rest),
            b'<' => self.markup(at, rest),
            _ => {
                let c = rest.chars().next().unwrap_or_default();
                let end = at + c.len_utf8();
                if is_xml_forbidden(c) {
                    self.replace(
                        at,
                        end,
                        "",
                        &format!("U+{:04X}, which cannot stand in XML, left out", u32::from(c)),
                    );
                }
                end
            }
        }
    }

    fn reference(&mut self, at: usize, rest: &str) -> usize {
        let name = rest[1..]
            .bytes()
            .take(12)
            .position(|byte| byte == b';')
            .map(|end| &rest[1..=end]);
        let Some((name, c)) = name.and_then(|name| Some((name, named(name)?))) else {
            self.replace(at, at + 1, "&amp;", "a raw \"&\" read as text");
            return at + 1;
        };
        let end = at + name.len() + 2;
        if is_xml_forbidden(c) {
            let message = format!("&{name};, which cannot stand in XML, left out");
            self.replace(at, end, "", &message);
        }
        end
    }

    fn markup(&mut self, at: usize, rest: &str) -> usize {
        for (open, close) in [("<!--", "-->"), ("<![CDATA[", "]]>")] {
            if rest.starts_with(open) {
                // Controls are forbidden inside too, but `&` and `<` are text.
                let end = rest
                    .find(close)
                    .map_or(self.text.len(), |end| at + end + close.len());
                self.controls(at, end);
                return end;
            }
        }
        let tag = rest[1..]
            .chars()
            .next()
            .is_some_and(|c| c.is_alphabetic() || matches!(c, '/' | '!' | '?' | '_' | ':'));
        if !tag {
            self.replace(at, at + 1, "&lt;", "a raw \"<\" read as text");
        }
        at + 1
    }

    fn controls(&mut self, at: usize, end: usize) {
        let text = self.text;
        for (found, c) in text[at..end].char_indices().filter(|(_, c)| is_xml_forbidden(*c)) {
            let message = format!("U+{:04X}, which cannot stand in XML, left out", u32::from(c));
            self.replace(at + found, at + found + c.len_utf8(), "", &message);
        }
    }

    fn keep(&mut self, until: usize) {
        self.out.push_str(&self.text[self.from..until]);
        self.from = until;
    }

    fn replace(&mut self, at: usize, end: usize, by: &str, message: &str) {
        self.keep(at);
        self.out.push_str(by);
        self.from = end;
        self.done += 1;
        let lines = memchr::memchr_iter(b'\n', &self.text.as_bytes()[self.counted..at]).count();
        self.line += u32::try_from(lines).unwrap_or(u32::MAX);
        self.counted = at;
        if self.done <= MAX_TOLD {
            self.problems.push(Problem {
                line: self.line,
                message: message.to_owned(),
                repaired: true,
            });
        }
    }
}

/// The character that a reference stands for: one of XML's five, or by number.
pub(super) fn named(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}
