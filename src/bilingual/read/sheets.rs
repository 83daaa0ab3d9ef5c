//! Spreadsheets: the rows of the first sheets of an XLSX file that have the columns of a job.

use std::io::{Cursor, Read};

use calamine::{Data, DataRef, Reader, Xlsx, XlsxError};
use zip::ZipArchive;

use super::table::{Columns, Rows};
use super::{Problem, ReadError, ReadOptions, Received};

/// Most sheets that are looked at.
const MAX_SHEETS: usize = 64;

/// Cells of a row that are looked at.
const MAX_COLUMNS: u32 = 64;
/// Most bytes that all cells may hold: a sheet names a text once and shows it in many cells.
const MAX_CELL_BYTES: usize = 256 << 20;

/// Reads an XLSX file.
pub(super) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Received, ReadError> {
    check_size(bytes, options)?;
    let mut workbook: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| malformed(&error.to_string()))?;
    let mut table = Table::default();
    for name in workbook.sheet_names().into_iter().take(MAX_SHEETS) {
        table.columns = None;
        if let Err(error) = table.read_sheet(&mut workbook, &name)? {
            table.rows.problems.push(Problem {
                line: table.row + 1,
                message: format!("sheet {name:?} cannot be read beyond this row: {error}"),
                repaired: false,
            });
        }
    }
    if table.found {
        Ok(table.rows.finish())
    } else {
        Err(ReadError::Unknown(
            "no sheet whose first row names columns \"source\" and \"target\"".to_owned(),
        ))
    }
}

/// A table that is put together cell by cell: a sheet may say that it has cells at its far ends, so it is never held whole.
#[derive(Default)]
struct Table {
    rows: Rows,
    /// The columns of the sheet, once its first row is read.
    columns: Option<Columns>,
    /// Some sheet has the columns.
    found: bool,
    /// The row being read, from 0, and its cells.
    row: u32,
    cells: Vec<String>,
    bytes: usize,
}

impl Table {
    /// Reads a sheet; what its own form is broken by comes back as the inner error.
    fn read_sheet(
        &mut self,
        workbook: &mut Xlsx<Cursor<&[u8]>>,
        name: &str,
    ) -> Result<Result<(), XlsxError>, ReadError> {
        let mut reader = match workbook.worksheet_cells_reader(name) {
            Ok(reader) => reader,
            Err(error) => return Ok(Err(error)),
        };
        let mut first = true;
        loop {
            let cell = match reader.next_cell() {
                Ok(Some(cell)) => cell,
                Ok(None) => return self.end_row(first).map(Ok),
                Err(error) => return self.end_row(first).map(|()| Err(error)),
            };
            let (row, column) = cell.get_position();
            if row != self.row && !self.cells.is_empty() {
                self.end_row(first)?;
                first = false;
                if self.columns.is_none() {
                    return Ok(Ok(()));
                }
            }
            self.row = row;
            if column < MAX_COLUMNS {
                let text = text(cell.get_value());
                self.bytes += text.len();
                if self.bytes > MAX_CELL_BYTES {
                    return Err(malformed("its cells hold too much text"));
                }
                let place = column as usize;
                if self.cells.len() <= place {
                    self.cells.resize(place + 1, String::new());
                }
                self.cells[place] = text;
            }
        }
    }

    /// Takes the row that is complete: the header if it is the first one.
    fn end_row(&mut self, first: bool) -> Result<(), ReadError> {
        let cells = std::mem::take(&mut self.cells);
        if first {
            self.columns = Columns::of(&cells);
            self.found |= self.columns.is_some();
        } else if let Some(columns) = self.columns
            && !self.rows.push(columns, &cells, self.row + 1)
        {
            return Err(malformed("too many rows"));
        }
        Ok(())
    }
}

/// The text of a cell. Numbers and dates are there only where a spreadsheet has made them of what somebody typed.
fn text(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        other => Data::from(other.clone()).to_string(),
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
