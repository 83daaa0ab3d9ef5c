//! A sentence as the checks see it: the text with its inline codes, the same text without them, and the way between the two.

use std::borrow::Cow;

use crate::article::{Edge, Markup, Span};
use crate::bilingual::{Content, Part};

/// A source or a target.
#[derive(Clone, Debug)]
pub struct Text<'t> {
    full: Cow<'t, str>,
    plain: Cow<'t, str>,
    /// Where codes were taken out: byte of the plain text, and the bytes taken out up to there.
    cuts: Vec<(u32, u32)>,
    codes: Vec<Placed>,
}

/// An inline code in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    /// Bytes of the full text.
    pub(super) span: Span,
    /// What both ends of a pair have in common.
    pub(super) name: String,
    pub(super) edge: Edge,
}

/// Elements of HTML that have no end.
const VOID: &[&str] = &["br", "hr", "img", "wbr", "input"];

impl<'t> Text<'t> {
    /// Text in which codes are written `<1>…</1>` and `<2/>`, or as elements of HTML.
    pub fn parse(full: &'t str) -> Self {
        let mut codes = Vec::new();
        find_codes(full, 0, &mut codes);
        Self::new(Cow::Borrowed(full), codes)
    }

    fn new(full: Cow<'t, str>, codes: Vec<Placed>) -> Self {
        if codes.is_empty() {
            return Self {
                plain: full.clone(),
                full,
                cuts: Vec::new(),
                codes,
            };
        }
        let mut plain = String::with_capacity(full.len());
        let (mut cuts, mut at) = (Vec::with_capacity(codes.len()), 0);
        for code in &codes {
            plain.push_str(&full[at..code.span.start as usize]);
            at = code.span.end as usize;
            cuts.push((plain.len() as u32, (at - plain.len()) as u32));
        }
        plain.push_str(&full[at..]);
        Self {
            full,
            plain: Cow::Owned(plain),
            cuts,
            codes,
        }
    }

    /// The text with its codes; spans of findings are bytes of it.
    pub fn full(&self) -> &str {
        &self.full
    }

    /// The text without its codes.
    pub fn plain(&self) -> &str {
        &self.plain
    }

    pub(super) fn codes(&self) -> &[Placed] {
        &self.codes
    }

    /// The span of the full text that shows a span of the plain text.
    pub(super) fn shown(&self, span: Span) -> Span {
        let taken = |count: usize| count.checked_sub(1).map_or(0, |last| self.cuts[last].1);
        let start = span.start + taken(self.cuts.partition_point(|&(at, _)| at <= span.start));
        let end = span.end + taken(self.cuts.partition_point(|&(at, _)| at < span.end));
        Span {
            start,
            end: end.max(start),
        }
    }
}

impl Text<'static> {
    /// The text of a pair in a hand-over file; its codes are shown by their numbers.
    pub fn of(content: &Content) -> Self {
        let (mut full, mut codes) = (String::new(), Vec::new());
        for part in &content.0 {
            let start = full.len();
            match part {
                Part::Text(text) => {
                    full.push_str(text);
                    find_codes(text, start, &mut codes);
                }
                Part::Code(code) => {
                    let name = code.id.to_string();
                    full.push_str(if code.edge == Edge::Close { "</" } else { "<" });
                    full.push_str(&name);
                    full.push_str(if code.edge == Edge::Alone { "/>" } else { ">" });
                    codes.push(Placed {
                        span: Span::new(start, full.len()),
                        name,
                        edge: code.edge,
                    });
                    // A line break parts words as a space does.
                    if code.markup == Markup::Break {
                        full.push('\n');
                    }
                }
            }
        }
        Self::new(Cow::Owned(full), codes)
    }
}

/// Finds codes in `text`, which begins at byte `base` of the whole.
fn find_codes(text: &str, base: usize, codes: &mut Vec<Placed>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        let start = at + found;
        match code(&text[start..]) {
            Some((len, name, edge)) => {
                at = start + len;
                codes.push(Placed {
                    span: Span::new(base + start, base + at),
                    name: name.to_ascii_lowercase(),
                    edge,
                });
            }
            None => at = start + 1,
        }
    }
}

/// The longest code that is read: an element with its attributes.
const LONGEST_CODE: usize = 2000;

/// Reads `<1>`, `</1>`, `<1/>` or an element of HTML at the start of `text`: length, name, edge.
fn code(text: &str) -> Option<(usize, &str, Edge)> {
    let bytes = text.as_bytes();
    let closes = bytes.get(1) == Some(&b'/');
    let start = 1 + usize::from(closes);
    let numbered = bytes.get(start)?.is_ascii_digit();
    if !numbered && !bytes[start].is_ascii_alphabetic() {
        return None;
    }
    let in_name = |byte: &u8| {
        if numbered {
            byte.is_ascii_digit()
        } else {
            byte.is_ascii_alphanumeric() || *byte == b'-'
        }
    };
    let length = bytes[start..].iter().take_while(|byte| in_name(byte)).count();
    let name = &text[start..start + length];
    let mut at = start + length;
    if !numbered && !closes {
        at = attributes(bytes, at)?;
    }
    at += bytes[at..]
        .iter()
        .take_while(|byte| byte.is_ascii_whitespace())
        .count();
    let alone = bytes.get(at) == Some(&b'/');
    at += usize::from(alone);
    if bytes.get(at) != Some(&b'>') || (alone && closes) {
        return None;
    }
    let edge = match () {
        () if closes => Edge::Close,
        () if alone || VOID.iter().any(|void| name.eq_ignore_ascii_case(void)) => Edge::Alone,
        () => Edge::Open,
    };
    Some((at + 1, name, edge))
}

/// Skips ` name="value"` as often as it stands there; `None` if something else does.
fn attributes(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let blank = bytes[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count();
        let next = *bytes.get(at + blank)?;
        if matches!(next, b'>' | b'/') {
            return Some(at);
        }
        if blank == 0 || at > LONGEST_CODE {
            return None;
        }
        at += blank;
        let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'_');
        let name = bytes[at..].iter().take_while(is_name).count();
        at += name;
        let quote = *bytes.get(at + 1)?;
        if name == 0 || bytes[at] != b'=' || !matches!(quote, b'"' | b'\'') {
            return None;
        }
        let value = &bytes[at + 2..(at + 2 + LONGEST_CODE).min(bytes.len())];
        at += 3 + memchr::memchr(quote, value)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_taken_out_and_spans_find_back() {
        let text = Text::parse("The <1>new</1> law<2/>.");
        assert_eq!(text.plain(), "The new law.");
        let names: Vec<_> = text
            .codes()
            .iter()
            .map(|code| (code.name.as_str(), code.edge))
            .collect();
        assert_eq!(names, [("1", Edge::Open), ("1", Edge::Close), ("2", Edge::Alone)]);
        let shown = |start, end| text.shown(Span { start, end }).of(text.full()).to_owned();
        assert_eq!(shown(4, 7), "new");
        assert_eq!(shown(8, 11), "law");
        assert_eq!(shown(6, 9), "w</1> l");
        assert_eq!(shown(11, 12), ".");
    }

    #[test]
    fn elements_are_codes_and_comparisons_are_not() {
        let plain = |text| Text::parse(text).plain().to_owned();
        assert_eq!(plain("a <a href=\"x>y\" class='k'>b</a> c<br>"), "a b c");
        for text in [
            "a < b > c",
            "a <b and c> d",
            "x <- y",
            "<",
            "</",
            "<1",
            "<é>",
            "</1/>",
            "<a href=x>",
        ] {
            assert_eq!(plain(text), text);
        }
    }
}
