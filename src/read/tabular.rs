//! Whether a file whose name says nothing is a table: its first row names columns as tables of articles do, and its rows have as many cells.

use csv_core::{ReadFieldResult, ReaderBuilder};

use super::shape;
use crate::article::FieldKind;

/// The longest name of a column, in bytes.
const LONGEST_NAME: usize = 64;

/// The byte between the cells of a table that begins with `head`; nothing for any other text.
///
/// Two columns at least, one of which is known to hold the text, or two different parts of an article; and a row behind them. What is written to
/// be read has no such first line, and commas here and there.
pub(super) fn separator(head: &[u8]) -> Option<u8> {
    let is_whole = head.len() < shape::HEAD;
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    // Tables of Markdown begin with the bar.
    if head.starts_with(b"|") {
        return None;
    }
    let separator = shape::separator(head);
    let mut rows = Rows::new(head, separator, is_whole);
    let (header, _) = rows.next()?;
    let columns = header.len();
    if columns < 2 || !names_articles(&header) {
        return None;
    }
    let mut any = false;
    for (row, ended) in rows {
        let fits = if ended {
            row.len() == columns
        } else {
            row.len() <= columns
        };
        if !fits {
            return None;
        }
        any = true;
    }
    any.then_some(separator)
}

/// Whether a row names what articles consist of.
fn names_articles(header: &[String]) -> bool {
    let mut kinds: Vec<FieldKind> = header
        .iter()
        .filter_map(|name| FieldKind::of_column(name))
        .collect();
    let has_text = kinds
        .iter()
        .any(|kind| matches!(kind, FieldKind::Text | FieldKind::Deck));
    kinds.dedup();
    let several = kinds.iter().any(|kind| Some(kind) != kinds.first());
    header.iter().all(|name| name.len() <= LONGEST_NAME) && (has_text || several)
}

/// The rows of a text, the beginnings of their cells, and whether the row's end is seen.
struct Rows<'h> {
    reader: csv_core::Reader,
    head: &'h [u8],
    /// Nothing follows the head.
    is_whole: bool,
    ended: bool,
}

impl<'h> Rows<'h> {
    fn new(head: &'h [u8], separator: u8, is_whole: bool) -> Self {
        Self {
            reader: ReaderBuilder::new().delimiter(separator).build(),
            head,
            is_whole,
            ended: false,
        }
    }
}

impl Iterator for Rows<'_> {
    type Item = (Vec<String>, bool);

    fn next(&mut self) -> Option<Self::Item> {
        let (mut row, mut cell) = (Vec::new(), Vec::new());
        let mut part = [0; 512];
        while !self.ended {
            if self.head.is_empty() && !self.is_whole {
                // The last row goes on behind the head.
                self.ended = true;
                row.push(String::from_utf8_lossy(&cell).into_owned());
                return Some((row, false));
            }
            let (result, taken, written) = self.reader.read_field(self.head, &mut part);
            self.head = &self.head[taken..];
            cell.extend_from_slice(&part[..written]);
            let ends = match result {
                ReadFieldResult::Field { record_end } => record_end,
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => continue,
                ReadFieldResult::End => break,
            };
            row.push(String::from_utf8_lossy(&cell).trim().to_owned());
            cell.clear();
            if ends {
                return Some((row, true));
            }
        }
        self.ended = true;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_and_rows_like_it_are_a_table_and_running_text_is_none() {
        for (text, expected) in [
            ("title,text\nA,One.\nB,\"Two, and three.\nFour.\"\n", Some(b',')),
            ("\u{feff}Title;Body\r\nA;One, two.", Some(b';')),
            ("headline\tpub date\nA\t2026-05-01\n", Some(b'\t')),
            (",title,text\n0,A,One.\n", Some(b',')),
            ("title|text\nA|One.\n", Some(b'|')),
            ("| title | text |\n| --- | --- |\n| A | One. |\n", None),
            ("title,text\n", None),
            ("title,text\nA,One,too many\n", None),
            ("Title, text\nThe ferry left, at last.\nIt carried tea.\n", None),
            ("text\nOne.\nTwo.\n", None),
            ("town,people\nHarl,4000\n", None),
            ("Rain, wind and a story\nThe ferry, at last, left.\n", None),
            ("", None),
        ] {
            assert_eq!(separator(text.as_bytes()), expected, "{text:?}");
        }
    }

    #[test]
    fn a_row_may_go_on_behind_what_is_looked_at() {
        let long = "One, two. ".repeat(shape::HEAD / 10 + 1);
        let head = |text: String| separator(&text.as_bytes()[..shape::HEAD]);
        assert_eq!(head(format!("title,text\nA,\"{long}")), Some(b','));
        assert_eq!(head(format!("title,text\nA,{long}")), None);
    }
}
