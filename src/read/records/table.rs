//! Rows of a table in CSV or TSV. The first row names the columns; an entry's number counts the rows after it.

use std::io::BufRead;
use std::sync::Arc;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use super::{Content, Record, number};
use crate::article::{Columns, Limits};
use crate::read::ReadError;

pub(super) struct Table<R> {
    bytes: R,
    reader: Reader,
    separator: u8,
    columns: Option<Arc<Columns>>,
    row: u64,
    /// Where the next row begins.
    at: u64,
    limit: u64,
    ended: bool,
}

/// A row as it stands in the file, or its length where that is over the limit.
type Row = Result<Vec<u8>, u64>;

impl<R: BufRead> Table<R> {
    pub(super) fn new(bytes: R, separator: u8, limits: &Limits) -> Self {
        Self {
            bytes,
            reader: ReaderBuilder::new().delimiter(separator).build(),
            separator,
            columns: None,
            row: 0,
            at: 0,
            limit: limits.max_line_bytes as u64,
            ended: false,
        }
    }

    /// The bytes of the next row, its end with it; blank lines are rows without text.
    fn row(&mut self) -> std::io::Result<Option<Row>> {
        let mut row = Vec::new();
        let (mut length, mut cell) = (0_u64, [0; 4096]);
        loop {
            let buffer = self.bytes.fill_buf()?;
            let at_end = buffer.is_empty();
            let (result, taken, _) = self.reader.read_field(buffer, &mut cell);
            length += taken as u64;
            if length <= self.limit {
                row.extend_from_slice(&buffer[..taken]);
            } else {
                row = Vec::new();
            }
            self.bytes.consume(taken);
            let done = match result {
                ReadFieldResult::Field { record_end } => record_end,
                ReadFieldResult::End => true,
                ReadFieldResult::InputEmpty => at_end,
                ReadFieldResult::OutputFull => false,
            };
            if done {
                self.at += length;
                return Ok(match length {
                    0 if at_end => None,
                    length if length <= self.limit => Some(Ok(row)),
                    length => Some(Err(length)),
                });
            }
        }
    }

    /// Reads the names of the columns.
    fn header(&mut self) -> Result<Arc<Columns>, ReadError> {
        loop {
            let mut row = match self.row()? {
                None => return Err(ReadError::Empty),
                Some(Err(size)) => {
                    return Err(ReadError::TooLarge {
                        size,
                        limit: self.limit,
                    });
                }
                Some(Ok(row)) => row,
            };
            if row.starts_with(b"\xef\xbb\xbf") {
                row.drain(..3);
            }
            if !row.trim_ascii().is_empty() {
                return Ok(Arc::new(Columns {
                    names: names(&row, self.separator),
                    separator: self.separator,
                }));
            }
        }
    }
}

/// The cells of the first row.
fn names(row: &[u8], separator: u8) -> Vec<String> {
    let mut reader = ReaderBuilder::new().delimiter(separator).build();
    let (mut names, mut name) = (Vec::new(), Vec::new());
    let (mut at, mut cell) = (0, [0; 4096]);
    loop {
        let (result, taken, written) = reader.read_field(&row[at..], &mut cell);
        at += taken;
        name.extend_from_slice(&cell[..written]);
        let ends = match result {
            ReadFieldResult::Field { record_end } => record_end,
            ReadFieldResult::End => return names,
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => continue,
        };
        names.push(String::from_utf8_lossy(&name).trim().to_owned());
        name.clear();
        if ends {
            return names;
        }
    }
}

impl<R: BufRead> Iterator for Table<R> {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let columns = match &self.columns {
            Some(columns) => Arc::clone(columns),
            None => match self.header() {
                Ok(columns) => Arc::clone(self.columns.insert(columns)),
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
            },
        };
        loop {
            let start = self.at;
            let content = match self.row() {
                Ok(Some(Ok(row))) if row.trim_ascii().is_empty() => continue,
                Ok(Some(Ok(row))) => Content::Row(row, columns),
                Ok(Some(Err(size))) => Content::Failed(ReadError::TooLarge {
                    size,
                    limit: self.limit,
                }),
                Ok(None) => {
                    self.ended = true;
                    return None;
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error.into()));
                }
            };
            self.row += 1;
            return Some(Ok(Record {
                entry: number(self.row),
                place: Some(start..self.at),
                content,
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_cut_where_their_last_cell_ends() {
        let text = "\u{feff}title,text\r\nA,\"One.\r\nTwo.\"\r\n\r\nB,\"say \"\"no\"\"\"\nC,5\" pipe\n";
        let mut table = Table::new(text.as_bytes(), b',', &Limits::default());
        let rows: Vec<(String, String)> = table
            .by_ref()
            .map(|record| {
                let record = record.unwrap();
                let Content::Row(row, columns) = record.content else {
                    panic!("a row")
                };
                assert_eq!(columns.names, ["title", "text"]);
                (
                    record.entry,
                    String::from_utf8(row).unwrap().trim_ascii().to_owned(),
                )
            })
            .collect();
        let rows: Vec<(&str, &str)> = rows.iter().map(|(a, b)| (&**a, &**b)).collect();
        assert_eq!(
            rows,
            [
                ("#1", "A,\"One.\r\nTwo.\""),
                ("#2", "B,\"say \"\"no\"\"\""),
                ("#3", "C,5\" pipe"),
            ]
        );
    }
}
