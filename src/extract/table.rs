//! A row of a table: the first row named the columns, and those say what each cell is.

use csv_core::{ReadFieldResult, ReaderBuilder};

use super::entry::{Entry, Form};
use super::inset::{Insets, Shell};
use super::layer::Layer;
use super::{ExtractError, ExtractOptions};
use crate::article::{Article, Columns, FieldKind, Span, is_called};

/// The article in a row; its texts are added to `insets`.
///
/// # Errors
/// If no column holds a text.
pub(super) fn extract(
    source: &str,
    options: &ExtractOptions,
    insets: Option<&mut Insets>,
) -> Result<Article, ExtractError> {
    let none = Columns::default();
    let columns = options.columns.as_deref().unwrap_or(&none);
    let cells = cells(source, separator(columns));
    let cell = |kind| column(columns, kind, options).and_then(|at| cells.get(at));
    let layer = |kind| {
        cell(kind)
            .filter(|cell| !cell.is_blank())
            .map(|cell| (cell.clone(), Form::Unknown))
    };
    let text = |kind| {
        cell(kind)
            .map(|cell| cell.text().trim().to_owned())
            .filter(|text| !text.is_empty())
    };
    if column(columns, FieldKind::Text, options).is_none()
        && column(columns, FieldKind::Deck, options).is_none()
    {
        return Err(ExtractError::no_text_field("column", &columns.names));
    }
    let separator = separator(columns);
    let entry = Entry {
        title: layer(FieldKind::Title),
        deck: layer(FieldKind::Deck),
        text: layer(FieldKind::Text),
        authors: text(FieldKind::Author).into_iter().collect(),
        date: text(FieldKind::Date),
        url: text(FieldKind::Url),
        language: text(FieldKind::Lang),
        said: cell(FieldKind::Lang)
            .filter(|cell| !cell.is_blank())
            .map(Layer::source)
            .into_iter()
            .collect(),
        ..Entry::new(Shell::Cell { separator })
    };
    Ok(entry.article(source, options, insets))
}

/// The number of the column that holds `kind`.
fn column(columns: &Columns, kind: FieldKind, options: &ExtractOptions) -> Option<usize> {
    if let Some(name) = options.fields.name(kind) {
        return columns.names.iter().position(|column| column == name);
    }
    let mut usual = kind.usual().iter();
    usual.find_map(|name| columns.names.iter().position(|column| is_called(column, name)))
}

/// The byte between the cells of a row.
fn separator(columns: &Columns) -> u8 {
    if columns.separator == 0 {
        b','
    } else {
        columns.separator
    }
}

/// The cells of a row with their places, quotes and doubled quotes read.
fn cells(source: &str, separator: u8) -> Vec<Layer> {
    let mut reader = ReaderBuilder::new().delimiter(separator).build();
    let (mut cells, mut start, mut at) = (Vec::new(), 0, 0);
    let mut spare = [0; 4096];
    loop {
        let (result, taken, _) = reader.read_field(&source.as_bytes()[at..], &mut spare);
        at += taken;
        let ends = match result {
            ReadFieldResult::Field { record_end } => record_end,
            ReadFieldResult::End => return cells,
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => continue,
        };
        cells.push(cell(source, Span::new(start, at), separator));
        start = at;
        if ends {
            return cells;
        }
    }
}

/// A cell as it is written, with the separator or line end after it.
fn cell(source: &str, span: Span, separator: u8) -> Layer {
    let mut span = span;
    let bytes = source.as_bytes();
    let line_end = |byte: u8| matches!(byte, b'\r' | b'\n');
    // The line end before a row comes with its first cell.
    while !span.is_empty() && line_end(bytes[span.start as usize]) {
        span.start += 1;
    }
    let quoted = bytes[span.range()].first() == Some(&b'"');
    if !span.is_empty() && bytes[span.end as usize - 1] == separator {
        span.end -= 1;
    } else {
        while !span.is_empty() && line_end(bytes[span.end as usize - 1]) {
            span.end -= 1;
        }
    }
    if !quoted {
        return Layer::verbatim(source, span);
    }
    span.start += 1;
    let text = span.of(source);
    // A quoted cell ends at its last quote; what stands behind it is text too.
    let (inside, behind) = text.rsplit_once('"').unwrap_or((text, ""));
    let mut layer = Layer::default();
    let base = span.start as usize;
    let mut from = 0;
    while let Some(found) = memchr::memmem::find(&inside.as_bytes()[from..], b"\"\"") {
        layer.push_verbatim(source, Span::new(base + from, base + from + found));
        layer.push("\"", Span::new(base + from + found, base + from + found + 2));
        from += found + 2;
    }
    layer.push_verbatim(source, Span::new(base + from, base + inside.len()));
    if !behind.is_empty() {
        let end = span.end as usize;
        layer.push_verbatim(source, Span::new(end - behind.len(), end));
    }
    layer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_with_their_places() {
        let source = "\nA,\"He said \"\"no\"\", twice.\",,\"x\"y\r\n";
        let cells = cells(source, b',');
        let texts: Vec<&str> = cells.iter().map(Layer::text).collect();
        assert_eq!(texts, ["A", "He said \"no\", twice.", "", "xy"]);
        assert_eq!(cells[1].source().of(source), "He said \"\"no\"\", twice.");
    }
}
