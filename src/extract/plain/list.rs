//! Markers of list items.

use crate::words::digit;

/// A marker at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marker {
    /// Bytes from the start of the line to the item's text.
    pub(super) length: usize,
    /// The number of the item; none for bullets.
    pub(super) number: Option<u32>,
    /// A bullet that stands for nothing else. Hyphens and dashes also begin speech, numbers also dates.
    pub(super) is_certain: bool,
}

/// The marker with which `line` begins, if it begins with one.
pub(super) fn marker(line: &str) -> Option<Marker> {
    let first = line.chars().next()?;
    let (length, number, is_certain) = match first {
        '•' | '‣' | '▪' | '▫' | '●' | '○' | '◦' | '■' | '□' | '◆' | '·' | '∙' | '⁃' => {
            (first.len_utf8(), None, true)
        }
        '*' | '-' | '–' | '+' => (first.len_utf8(), None, false),
        '\u{2460}'..='\u{2473}' => (first.len_utf8(), Some(u32::from(first) - 0x245f), true),
        '(' | '（' => numbered(&line[first.len_utf8()..]).map(|(length, number, closer)| {
            let is_closed = matches!(closer, ')' | '）');
            (first.len_utf8() + length, Some(number), is_closed)
        })?,
        _ => {
            let (length, number, closer) = numbered(line)?;
            (length, Some(number), matches!(closer, ')' | '）' | '、'))
        }
    };
    let rest = &line[length..];
    let text = rest.trim_start();
    // "3.5 million" and "-5 degrees" are no items; the brackets and commas of Chinese need no space.
    let is_apart = text.len() < rest.len()
        || line[..length].ends_with(['）', '、', '．'])
        || (is_certain && number.is_none())
        || matches!(first, '\u{2460}'..='\u{2473}');
    (is_apart && text.starts_with(|c: char| !c.is_control())).then_some(Marker {
        length: line.len() - text.len(),
        number,
        is_certain,
    })
}

/// One or two digits or one letter, and what closes them: its length in bytes, the number, the closing sign.
fn numbered(line: &str) -> Option<(usize, u32, char)> {
    let digits = line.chars().take(3).take_while(|c| digit(*c).is_some()).count();
    let length = line.chars().take(digits).map(char::len_utf8).sum();
    let mut rest = line[length..].chars();
    if digits == 0 {
        let letter = rest.next().filter(char::is_ascii_lowercase)?;
        let closer = rest.next().filter(|c| matches!(c, ')' | '）'))?;
        return Some((1 + closer.len_utf8(), u32::from(letter) - 0x60, closer));
    }
    let closer = rest
        .next()
        .filter(|c| digits <= 2 && matches!(c, '.' | ')' | '）' | '、' | '．'))?;
    let number = line[..length]
        .chars()
        .filter_map(digit)
        .fold(0, |number, digit| 10 * number + digit);
    Some((length + closer.len_utf8(), number, closer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_told_from_numbers_and_signs() {
        for (line, text) in [
            ("- Salt", Some("Salt")),
            ("•Salt", Some("Salt")),
            ("1. Salt", Some("Salt")),
            ("12) Salt", Some("Salt")),
            ("(3) Salt", Some("Salt")),
            ("a) Salt", Some("Salt")),
            ("1、盐", Some("盐")),
            ("①盐", Some("盐")),
            ("१. नमक", Some("नमक")),
            ("3.5 million", None),
            ("-5 degrees", None),
            ("1911. Salt", None),
            ("—Salt", None),
            ("A) Salt", None),
            ("-", None),
            ("1.", None),
            ("", None),
        ] {
            assert_eq!(marker(line).map(|marker| &line[marker.length..]), text, "{line}");
        }
    }
}
