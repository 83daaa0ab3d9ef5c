//! Values of front matter: between the quotes they have, or between double quotes where a text cannot stand bare.

use std::fmt::Write;

use super::edit::Edit;
use crate::article::Span;

/// `text` as it stands between double quotes, in YAML and TOML.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\t' => out.push(' '),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// The edit that puts `text` in the place of the value at `at`, whose quotes are not part of it.
pub(super) fn value(source: &str, at: Span, text: &str, is_toml: bool) -> Edit {
    let before = &source[..at.start as usize];
    if before.ends_with('"') {
        return Edit::new(at, escaped(text));
    }
    if before.ends_with('\'') {
        if !is_toml {
            return Edit::new(at, text.replace('\'', "''"));
        }
        // Nothing can be escaped between the single quotes of TOML.
        let ends = source[at.end as usize..].starts_with('\'');
        let whole = Span::new(at.start as usize - 1, at.end as usize + usize::from(ends));
        return Edit::new(whole, format!("\"{}\"", escaped(text)));
    }
    let listed = before.trim_end_matches(' ').ends_with(['[', ',']);
    if is_toml || listed || !is_plain(text) {
        Edit::new(at, format!("\"{}\"", escaped(text)))
    } else {
        Edit::new(at, text)
    }
}

/// What YAML would read as something else than text.
const WORDS: &[&str] = &["true", "false", "yes", "no", "on", "off", "null", "y", "n", "~"];

/// Whether `text`, escaped for double quotes, means itself as a bare value.
pub(super) fn is_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else {
        return false;
    };
    let indicator = matches!(
        first,
        '-' | '?'
            | ':'
            | ','
            | '['
            | ']'
            | '{'
            | '}'
            | '#'
            | '&'
            | '*'
            | '!'
            | '|'
            | '>'
            | '\''
            | '"'
            | '%'
            | '@'
            | '`'
    );
    let number = text.bytes().all(|b| {
        b.is_ascii_digit()
            || matches!(
                b,
                b'.' | b'-' | b'+' | b'_' | b':' | b'e' | b'E' | b'x' | b' ' | b'T' | b'Z'
            )
    });
    let word = WORDS.iter().any(|word| text.eq_ignore_ascii_case(word));
    let cut = text.contains(": ") || text.ends_with(':') || text.contains(" #");
    !(indicator || number || word || cut || text.contains(['\\', '"']) || text.trim() != text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_yaml_reads_otherwise_are_quoted() {
        for text in [
            "",
            "- a",
            "a: b",
            "a #b",
            "No",
            "12",
            "2024-05-01",
            "\\\"a\\\"",
            "@a",
            "end:",
            "[a]",
            "'a'",
        ] {
            assert!(!is_plain(text), "{text}");
        }
        for text in ["Паром вернулся", "a:b", "Nord 12", "It's here"] {
            assert!(is_plain(text), "{text}");
        }
    }
}
