//! Byte ranges of a text, and the table that turns bytes into Unicode code points and back.
//!
//! Everything inside the program is measured in bytes; code points exist only in what leaves it (JSON).

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A half-open byte range `start..end` of a text, both ends on character boundaries.
///
/// `u32` is enough: inputs end at 64 MiB (`Limits::max_file_bytes`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// First byte after the range.
    pub end: u32,
}

impl Span {
    /// The range `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span runs forward: {start}..{end}");
        Self {
            start: start as u32,
            end: end as u32,
        }
    }

    /// The range as indices of a `str`.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The part of `text` that the span covers.
    ///
    /// # Panics
    /// If the span is not one of `text`.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same range moved forward by `by` bytes, as when a block's offsets become the article's.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self {
            start: self.start + by as u32,
            end: self.end + by as u32,
        }
    }

    /// The span without the white space at both ends of what it covers in `text`.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Self {
        let piece = self.of(text);
        let start = self.start as usize + (piece.len() - piece.trim_start().len());
        let end = (start + piece.trim().len()).max(start);
        Self::new(start, end)
    }
}

/// Bytes between two remembered positions of [`Offsets`].
const STRIDE: usize = 128;

/// Turns byte offsets of one text into code point offsets and back; built once per text in one pass.
///
/// An all-ASCII text needs no table. A look-up reads at most 128 bytes, so that converting every segment of
/// a text stays linear however long the text is.
#[derive(Debug)]
pub struct Offsets<'t> {
    text: &'t str,
    /// Code points before each multiple of `STRIDE` bytes; empty for ASCII.
    before: Vec<u32>,
}

impl<'t> Offsets<'t> {
    /// Reads `text` once.
    pub fn new(text: &'t str) -> Self {
        let mut before = Vec::new();
        if !text.is_ascii() {
            before.reserve(text.len() / STRIDE + 1);
            let mut points = 0;
            for chunk in text.as_bytes().chunks(STRIDE) {
                before.push(points);
                points += count_starts(chunk);
            }
            before.push(points);
        }
        Self { text, before }
    }

    /// The number of code points before byte `at`, which lies on a character boundary.
    pub fn code_points(&self, at: u32) -> u32 {
        if self.before.is_empty() {
            return at;
        }
        let slot = at as usize / STRIDE;
        self.before[slot] + count_starts(&self.text.as_bytes()[slot * STRIDE..at as usize])
    }

    /// The byte at which code point `at` starts; the text's length if it has no more than `at`.
    pub fn bytes(&self, at: u32) -> u32 {
        if self.before.is_empty() {
            return at.min(self.text.len() as u32);
        }
        let slot = self.before.partition_point(|&points| points <= at) - 1;
        let mut left = at - self.before[slot];
        let from = slot * STRIDE;
        for (index, byte) in self
            .text
            .as_bytes()
            .iter()
            .enumerate()
            .skip(from.min(self.text.len()))
        {
            if starts_character(*byte) {
                if left == 0 {
                    return index as u32;
                }
                left -= 1;
            }
        }
        self.text.len() as u32
    }
}

fn starts_character(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn count_starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&b| starts_character(b)).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_agree_with_counting_characters() {
        let text = "a🐪e\u{301}中\r\n".repeat(70);
        let offsets = Offsets::new(&text);
        for (points, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.code_points(at as u32), points as u32);
            assert_eq!(offsets.bytes(points as u32), at as u32);
        }
        assert_eq!(
            offsets.code_points(text.len() as u32) as usize,
            text.chars().count()
        );
        assert_eq!(offsets.bytes(u32::MAX) as usize, text.len());
    }

    #[test]
    fn ascii_needs_no_table() {
        let offsets = Offsets::new("plain");
        assert_eq!(
            (offsets.code_points(3), offsets.bytes(3), offsets.bytes(9)),
            (3, 3, 5)
        );
    }

    #[test]
    fn trimming_leaves_an_empty_span_of_white_space() {
        assert_eq!(Span::new(0, 3).trimmed(" \n ").len(), 0);
        assert_eq!(Span::new(1, 5).trimmed("x a  y"), Span::new(2, 3));
    }
}
