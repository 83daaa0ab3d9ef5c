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
    let is_name = is_name || is_file(text);
    let is_address = !has_spaces && (text.contains("://") || text.starts_with("www."));
    has_words && !is_name && !is_address && text.len() <= MAX_BYTES
}

/// Ends of names of pictures; such a name may have spaces in it.
const PICTURES: &[&str] = &[
    ".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".svg", ".emf", ".wmf", ".webp", ".heic",
];

fn is_file(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    PICTURES.iter().any(|end| lower.ends_with(end))
}

/// Whether a description of a picture is what the program called it by itself: "Picture 3", "Text Box 12", in any language.
pub(super) fn is_given(text: &str) -> bool {
    let name = text.trim_end_matches(char::is_numeric);
    let words = name.split_whitespace().count();
    name.len() < text.len()
        && (1..=2).contains(&words)
        && name.chars().all(|c| c.is_alphabetic() || c.is_whitespace())
        && (name.ends_with(char::is_whitespace) || words == 1)
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
            "My holiday (2).JPG",
        ] {
            assert!(!is_text(text), "{text}");
        }
    }

    #[test]
    fn names_that_programs_give_are_told_from_descriptions() {
        for text in ["Picture 3", "Text Box 12", "Рисунок 1", "図 4", "Image1"] {
            assert!(is_given(text), "{text}");
        }
        for text in [
            "Boats at pier 7",
            "Seven boats",
            "3",
            "The 2 boats",
            "A screenshot of a map, Description automatically generated",
        ] {
            assert!(!is_given(text), "{text}");
        }
    }
}
