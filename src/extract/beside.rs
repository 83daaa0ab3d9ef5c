//! Texts beside the running text (values of attributes, descriptions): which are made for readers, and what becomes of them.

use super::draft::Draft;
use crate::article::{Attachment, Block, BlockKind, Piece, Span};

/// Longest such text, in bytes.
const MAX_BYTES: usize = 4096;

/// What the names of pictures end in.
const PICTURES: [&str; 13] = [
    "jpg", "jpeg", "png", "gif", "webp", "svg", "tif", "tiff", "avif", "heic", "bmp", "emf", "wmf",
];

/// A text that a translation replaces as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) what: Attachment,
    /// White space as single spaces.
    pub(super) text: String,
    /// Its place, without white space at its ends.
    pub(super) source: Span,
    /// The sign that ends it in the source, as [`Block::quote`].
    pub(super) quote: char,
}

impl Value {
    /// What stands at `at` and reads `text`; nothing if that is not made for readers.
    pub(super) fn of(source: &str, at: Span, text: &str, quote: char, what: Attachment) -> Option<Self> {
        let text = one_line(text);
        is_text(&text).then(|| Self {
            what,
            text,
            // Nothing but its end parts a value without quotes from what follows.
            source: if quote == ' ' { at } else { at.trimmed(source) },
            quote,
        })
    }

    /// The block that it is in an article.
    pub(super) fn into_block(self, source: &str) -> (Draft, Block) {
        let draft = Draft {
            pieces: vec![Piece {
                text: Span::new(0, self.text.len()),
                source: self.source,
                verbatim: self.source.of(source) == self.text,
            }],
            codes: Vec::new(),
            text: self.text,
        };
        let block = Block {
            kind: BlockKind::Caption,
            attached: Some(self.what),
            quote: Some(self.quote),
            ..Block::default()
        };
        (draft, block)
    }
}

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
    let is_picture = text
        .rsplit_once('.')
        .is_some_and(|(_, end)| PICTURES.iter().any(|picture| picture.eq_ignore_ascii_case(end)));
    let is_address = !has_spaces && (text.contains("://") || text.starts_with("www."));
    has_words && !is_name && !is_picture && !is_address && text.len() <= MAX_BYTES
}

/// An address with its percent signs read.
pub(super) fn unpercented(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(&byte) = bytes.get(at) {
        let hex = (byte == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(hex.unwrap_or(byte));
        at += if hex.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Whether `title` only names the page that a link leads to, as the address does: `/wiki/Grey_Skerry`.
pub(super) fn is_name_of(title: &str, address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let name = letters(&unpercented(last));
    !name.is_empty() && name == letters(title)
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
    fn a_title_that_says_the_address_again_is_a_name() {
        for (title, address, is_name) in [
            ("Grey Skerry", "/wiki/Grey_Skerry", true),
            (
                "Ёлка",
                "https://a.example/wiki/%D0%81%D0%BB%D0%BA%D0%B0?x=1#top",
                true,
            ),
            ("Boats (film)", "../Boats_%28film%29/", true),
            ("The timetable", "/t", false),
            ("x", "", false),
        ] {
            assert_eq!(is_name_of(title, address), is_name, "{title}");
        }
    }

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
            "Penny at home.PNG",
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
