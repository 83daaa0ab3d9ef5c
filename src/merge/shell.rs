//! A changed text back into what it stands in: a string of JSON, a cell, XML. What is not replaced keeps its escapes; what is new is written as
//! the source writes its own.

use std::fmt::Write;

use super::edit::{Edit, apply};
use crate::article::Span;
use crate::escape::Xml;
use crate::extract::{Inset, Shell};

/// How a source writes what it could write in several ways.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    /// JSON with nothing but ASCII in it.
    ascii: bool,
    /// Signs that this JSON escapes without need: `/`, `<`, `&`.
    escaped: Vec<char>,
    /// The CDATA sections of this XML, in order.
    sections: Vec<Span>,
}

impl Style {
    /// The style of the article at `part`, whose texts stand in `shell`.
    pub(super) fn of(source: &str, part: Span, shell: Shell) -> Self {
        match shell {
            Shell::Json => Self::of_json(part.of(source)),
            Shell::Xml => Self {
                sections: sections(source, part),
                ..Self::default()
            },
            Shell::Bare | Shell::Cell { .. } => Self::default(),
        }
    }

    fn of_json(text: &str) -> Self {
        let mut style = Self::default();
        let bytes = text.as_bytes();
        let (mut at, mut wide) = (0, false);
        while let Some(found) = memchr::memchr(b'\\', &bytes[at.min(bytes.len())..]) {
            let escape = &bytes[at + found..];
            at += found + 2;
            let sign = match escape.get(1) {
                Some(b'/') => '/',
                Some(b'u') => {
                    let digits = escape
                        .get(2..6)
                        .and_then(|digits| std::str::from_utf8(digits).ok());
                    let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
                    match code {
                        Some(code @ 0x20..=0x7E) => char::from(code as u8),
                        Some(0x80..) => {
                            wide = true;
                            continue;
                        }
                        _ => continue,
                    }
                }
                _ => continue,
            };
            if !style.escaped.contains(&sign) {
                style.escaped.push(sign);
            }
        }
        style.ascii = wide && text.is_ascii();
        style
    }

    /// The number of the CDATA section that a place is in.
    fn section(&self, at: u32) -> Option<usize> {
        let before = self.sections.partition_point(|section| section.start <= at);
        let last = before.checked_sub(1)?;
        (at <= self.sections[last].end).then_some(last)
    }
}

/// The insides of the CDATA sections at `part`.
fn sections(source: &str, part: Span) -> Vec<Span> {
    let (text, base) = (part.of(source), part.start as usize);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'<', &text.as_bytes()[at..]) {
        at += next;
        let rest = &text[at..];
        let (begin, end) = if rest.starts_with("<![CDATA[") {
            (9, "]]>")
        } else if rest.starts_with("<!--") {
            (4, "-->")
        } else if rest.starts_with("<?") {
            (2, "?>")
        } else {
            at += 1;
            continue;
        };
        let length = rest[begin..].find(end).unwrap_or(rest.len() - begin);
        if begin == 9 {
            found.push(Span::new(base + at + begin, base + at + begin + length));
        }
        at = (at + begin + length + end.len()).min(text.len());
    }
    found
}

/// The edits of `inset`, which are in order and in places of its text, as edits of the source; nothing if the text cannot be changed there.
pub(super) fn outer(source: &str, inset: &Inset, edits: &[Edit], style: &Style) -> Option<Vec<Edit>> {
    match inset.shell {
        Shell::Bare => Some(placed(inset, edits, str::to_owned)),
        Shell::Json => Some(placed(inset, edits, |text| json(text, style))),
        Shell::Cell { separator } => cell(source, inset, edits, separator),
        Shell::Xml => xml(source, inset, edits, style),
    }
}

fn placed(inset: &Inset, edits: &[Edit], write: impl Fn(&str) -> String) -> Vec<Edit> {
    let edits = edits.iter();
    edits
        .map(|edit| Edit::new(inset.place(edit.at), write(&edit.text)))
        .collect()
}

/// `text` as it stands between the quotes of a string.
fn json(text: &str, style: &Style) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '"' if !style.escaped.contains(&'"') => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '/' if style.escaped.contains(&'/') => out.push_str("\\/"),
            c if c.is_control() || (c.is_ascii() && style.escaped.contains(&c)) => units(c, &mut out),
            c if !c.is_ascii() && style.ascii => units(c, &mut out),
            c => out.push(c),
        }
    }
    out
}

/// Appends a character as the escapes of its UTF-16 units.
fn units(c: char, out: &mut String) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        let _ = write!(out, "\\u{unit:04x}");
    }
}

/// A cell keeps its quotes, and gets some where its text needs them.
fn cell(source: &str, inset: &Inset, edits: &[Edit], separator: u8) -> Option<Vec<Edit>> {
    let bytes = source.as_bytes();
    let whole = inset.whole;
    if bytes.get(whole.start as usize) == Some(&b'"') {
        return Some(placed(inset, edits, |text| text.replace('"', "\"\"")));
    }
    if whole.start > 0 && bytes[whole.start as usize - 1] == b'"' {
        // A quote that does not end where the cell does: nobody knows how a reader takes a change of it.
        return None;
    }
    let special = |c: char| matches!(c, '"' | '\r' | '\n') || c == char::from(separator);
    if !edits.iter().any(|edit| edit.text.contains(special)) {
        return Some(placed(inset, edits, str::to_owned));
    }
    let text = apply(inset.text(), edits).replace('"', "\"\"");
    Some(vec![Edit::new(whole, format!("\"{text}\""))])
}

/// The text of an element: escaped outside of CDATA sections, as it is inside of them.
fn xml(source: &str, inset: &Inset, edits: &[Edit], style: &Style) -> Option<Vec<Edit>> {
    let mut out = Vec::with_capacity(edits.len());
    for edit in edits {
        let at = inset.place(edit.at);
        let (from, to) = (style.section(at.start), style.section(at.end));
        if has_tag(source, at, style) {
            return None;
        }
        let mut text: String = edit.text.chars().filter(|c| is_xml(*c)).collect();
        if from.is_some() {
            let follows = &source[at.end as usize..];
            text = text.replace("]]>", "]]]]><![CDATA[>");
            // The section must not end where the text and what stands beside it happen to make an end.
            if makes_end(&source[..at.start as usize], &text) {
                text.insert_str(0, "]]><![CDATA[");
            }
            if to.is_some() && makes_end(&text, follows) {
                text.push_str("]]><![CDATA[");
            }
        } else {
            let mut escaped = Xml::new();
            escaped.text(&text);
            text = escaped.into_string();
        }
        match (from.is_some(), to.is_some()) {
            (true, false) => text.push_str("]]>"),
            (false, true) => text.push_str("<![CDATA["),
            _ => {}
        }
        out.push(Edit::new(at, text));
    }
    Some(out)
}

/// Whether the end of a CDATA section begins in one text and ends in the other.
fn makes_end(before: &str, after: &str) -> bool {
    (before.ends_with("]]") && after.starts_with('>')) || (before.ends_with(']') && after.starts_with("]>"))
}

/// What XML may hold, as a reference too.
fn is_xml(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether a tag stands in a range, whose other end may be elsewhere.
fn has_tag(source: &str, at: Span, style: &Style) -> bool {
    let text = at.of(source);
    let mut from = 0;
    while let Some(next) = memchr::memchr(b'<', &text.as_bytes()[from..]) {
        let place = at.start + (from + next) as u32;
        let rest = &source[place as usize..];
        let inside = style.section(place).is_some();
        if !inside && !rest.starts_with("<![CDATA[") {
            return true;
        }
        from += next + 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_written_as_the_object_writes_its_own() {
        for (object, text, want) in [
            (r#"{"a":"é"}"#, "«ö»/\"\\\n", r#"«ö»/\"\\\n"#),
            (r#"{"a":"\u00e9 <\/p>"}"#, "ö😀/<", r"\u00f6\ud83d\ude00\/<"),
            (r#"{"a":"\u003cp\u003e & é"}"#, "<p>&ö", r"\u003cp\u003e&ö"),
            (r#"{"a":"plain"}"#, "ö", "ö"),
            (r#"{"a":"\\u00e9"}"#, "ö", "ö"),
        ] {
            let style = Style::of(object, Span::new(0, object.len()), Shell::Json);
            assert_eq!(json(text, &style), want, "{object}");
        }
    }

    #[test]
    fn the_sections_of_xml_are_those_outside_of_comments() {
        let source =
            "<a><!-- <![CDATA[no]]> --><![CDATA[one<b>]]><?x <![CDATA[?>&lt;<![CDATA[two]]></a><![CDATA[";
        let sections = sections(source, Span::new(0, source.len()));
        let texts: Vec<&str> = sections.iter().map(|section| section.of(source)).collect();
        assert_eq!(texts, ["one<b>", "two", ""]);
    }
}
