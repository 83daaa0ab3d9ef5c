//! Spreadsheets: the rows of the first sheets of an XLSX file that have the columns of a job.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use zip::ZipArchive;

use super::table::{Columns, Rows};
use super::{Problem, ReadError, ReadOptions, Received};

/// Most sheets that are looked at.
const MAX_SHEETS: usize = 64;

/// Reads an XLSX file.
pub(super) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Received, ReadError> {
    check_size(bytes, options)?;
    let mut workbook: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| malformed(&error.to_string()))?;
    let mut rows = Rows::default();
    let mut found = false;
    for name in workbook.sheet_names().into_iter().take(MAX_SHEETS) {
        let range = match workbook.worksheet_range(&name) {
            Ok(range) => range,
            Err(error) => {
                rows.problems.push(Problem {
                    line: 1,
                    message: format!("sheet {name:?} cannot be read: {error}"),
                    repaired: false,
                });
                continue;
            }
        };
        let first = range.start().map_or(1, |(row, _)| row + 1);
        let mut lines = range.rows();
        let header: Vec<String> = lines.next().unwrap_or_default().iter().map(text).collect();
        let Some(columns) = Columns::of(&header) else {
            continue;
        };
        found = true;
        for (row, cells) in (first + 1..).zip(lines) {
            let cells: Vec<String> = cells.iter().map(text).collect();
            if !rows.push(columns, &cells, row) {
                return Err(malformed("too many rows"));
            }
        }
    }
    if found {
        Ok(rows.finish())
    } else {
        Err(ReadError::Unknown(
            "no sheet whose first row names columns \"source\" and \"target\"".to_owned(),
        ))
    }
}

/// The text of a cell. Numbers and dates are there only where a spreadsheet has made them of what somebody typed.
fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn malformed(message: &str) -> ReadError {
    ReadError::Malformed {
        line: 1,
        byte: 0,
        message: format!("no spreadsheet that can be read: {message}"),
        repairable: false,
    }
}

/// Unpacks every member once and throws it away: what a member says of its own size need not be true, and the reader of
/// spreadsheets holds members in memory.
fn check_size(bytes: &[u8], options: &ReadOptions) -> Result<(), ReadError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| malformed(&error.to_string()))?;
    let mut left = options.max_bytes;
    for index in 0..archive.len() {
        let member = archive
            .by_index(index)
            .map_err(|error| malformed(&error.to_string()))?;
        let read = std::io::copy(&mut member.take(left + 1), &mut std::io::sink());
        let read = read.map_err(|error| malformed(&error.to_string()))?;
        left = left.checked_sub(read).ok_or(ReadError::TooLarge {
            max_bytes: options.max_bytes,
        })?;
    }
    Ok(())
}
