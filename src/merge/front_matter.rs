//! Values of YAML front matter: whether a text can stand without quotes.

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
