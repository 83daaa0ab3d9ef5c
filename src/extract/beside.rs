//! Which texts beside the running text are made for readers.

/// Longest such text, in bytes.
const MAX_BYTES: usize = 4096;

/// White space as single spaces, none at the ends.
pub(super) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Whether a text is made for readers: words, and no address or name of a file.
pub(super) fn is_text(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic());
    let has_words = letters.next().is_some_and(|c| !c.is_ascii()) || letters.next().is_some();
    let has_spaces = text.contains(' ');
    let is_name = !has_spaces
        && text.is_ascii()
        && text
            .bytes()
            .any(|b| b.is_ascii_digit() || matches!(b, b'_' | b'/' | b'.' | b'@' | b'#' | b'{' | b'='));
    let is_address = !has_spaces && (text.contains("://") || text.starts_with("www."));
    has_words && !is_name && !is_address && text.len() <= MAX_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_and_addresses_are_no_texts() {
        for text in ["A quay", "Quay", "漢", "x y", "Où ?", "photo (2) of 7"] {
            assert!(is_text(text), "{text}");
        }
        for text in [
            "",
            "…",
            "7",
            "a",
            "IMG_2031",
            "quay.jpg",
            "DSC0042",
            "https://a.example/ä",
            "www.é.example",
            "{{alt}}",
            "logo2",
        ] {
            assert!(!is_text(text), "{text}");
        }
    }
}
