//! The segments of a job as a spreadsheet, for teams without a translation tool: the rows of [`super::table`], and sheets of figures.

use std::borrow::Cow;
use std::io::Write;
use std::path::Path;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, ProtectionOptions, Workbook, Worksheet, XlsxError,
};
use thiserror::Error;

use super::table::LOCKED;
use crate::escape;

/// Excel's limit for one cell, in UTF-16 units.
const MAX_CELL_UNITS: usize = 32_767;
/// Rows of one sheet; Excel's limit is 1,048,576.
const MAX_SHEET_ROWS: u32 = 1_000_000;
/// The columns, and their places.
const COLUMNS: [&str; 5] = ["id", "source", "target", "note", "state"];
const ID: u16 = 0;
const SOURCE: u16 = 1;
const TARGET: u16 = 2;
const NOTE: u16 = 3;
const STATE: u16 = 4;
/// Deflate's level of effort.
const COMPRESSION: u8 = 3;

/// The spreadsheet cannot be written: no space, or no folder for its temporary file.
#[derive(Debug, Error)]
#[error("the spreadsheet cannot be written: {0}")]
pub struct TableError(#[from] XlsxError);

/// The spreadsheet being written, article by article; rows go to a temporary file, so that memory does not grow with the job.
///
/// Cells are strings in the format `@`, so that `007`, `1/2` and `=1+1` stay what they are. Only target and state can be edited.
pub struct Sheets {
    workbook: Workbook,
    sheet: Worksheet,
    /// The next row of `sheet`.
    row: u32,
    max_rows: u32,
    formats: Formats,
    figures: Vec<Worksheet>,
}

/// A cell of a sheet of figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A name.
    Text(String),
    /// A figure.
    Number(u64),
}

/// The formats of cells; those of a column are given once, since looking up the format of each cell costs more than its text.
struct Formats {
    locked: Format,
    open: Format,
}

impl Formats {
    fn new() -> Self {
        let locked = Format::new()
            .set_num_format("@")
            .set_text_wrap()
            .set_align(FormatAlign::Top);
        Self {
            open: locked.clone().set_unlocked(),
            locked,
        }
    }

    fn of_target(&self, locked: bool) -> &Format {
        if locked { &self.locked } else { &self.open }
    }

    /// The format of the cells of a column; target and state can be edited.
    fn of_column(&self, column: u16) -> &Format {
        match column {
            TARGET | STATE => &self.open,
            _ => &self.locked,
        }
    }
}

impl Sheets {
    /// An empty spreadsheet whose temporary files, some 250 bytes a row, are in the system's folder for them.
    ///
    /// # Errors
    /// If there is no place for its temporary file.
    pub fn new() -> Result<Self, TableError> {
        Self::with_rows(Workbook::new(), MAX_SHEET_ROWS)
    }

    /// An empty spreadsheet whose temporary files, which have no names, are on the disk of `folder`.
    ///
    /// # Errors
    /// If there is no place for its temporary file.
    pub fn in_folder(folder: &Path) -> Result<Self, TableError> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(folder)?;
        Self::with_rows(workbook, MAX_SHEET_ROWS)
    }

    fn with_rows(mut workbook: Workbook, max_rows: u32) -> Result<Self, TableError> {
        // The clock must not be in the file: the same job gives the same bytes.
        let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
        workbook.set_zip_compression_level(COMPRESSION);
        let formats = Formats::new();
        let sheet = new_sheet(&mut workbook, 1, &formats)?;
        Ok(Self {
            workbook,
            sheet,
            row: 1,
            max_rows,
            formats,
            figures: Vec::new(),
        })
    }

    /// Adds `rows`, lines as [`super::table::tsv`] makes them.
    ///
    /// # Errors
    /// If the temporary file cannot be written.
    pub fn push(&mut self, rows: &str) -> Result<(), TableError> {
        for row in rows.lines() {
            if self.row >= self.max_rows {
                // The sheet being written is not among the workbook's yet.
                let number = self.workbook.worksheets().len() + 2;
                let next = new_sheet(&mut self.workbook, number, &self.formats)?;
                self.workbook
                    .push_worksheet(std::mem::replace(&mut self.sheet, next));
                self.row = 1;
            }
            self.push_row(row)?;
            self.row += 1;
        }
        Ok(())
    }

    fn push_row(&mut self, row: &str) -> Result<(), TableError> {
        let mut cells = row.split('\t').map(escape::uncell);
        let [id, mut source, mut target, mut note, state] =
            [(); 5].map(|()| cells.next().unwrap_or_default());
        if cut(&mut source) | cut(&mut target) {
            note.to_mut()
                .insert_str(0, "cut to 32,767 characters, whole in segments.tsv; ");
        }
        cut(&mut note);
        let (at, sheet) = (self.row, &mut self.sheet);
        let locked = state == LOCKED;
        let editable = self.formats.of_target(locked);
        sheet
            .write_string(at, ID, id)?
            .write_string(at, SOURCE, source)?
            // An empty cell is there only if it has a format, and some programs do not take that of the column.
            .write_string_with_format(at, TARGET, target, editable)?
            .write_string(at, NOTE, note)?;
        if locked {
            sheet.write_string_with_format(at, STATE, state, editable)?;
        } else {
            sheet.write_string(at, STATE, state)?;
        }
        Ok(())
    }

    /// Adds a sheet of names and figures behind those of the segments; the first row is its header.
    ///
    /// # Errors
    /// If the temporary file cannot be written.
    pub fn push_figures(&mut self, name: &str, rows: &[Vec<Cell>]) -> Result<(), TableError> {
        let mut sheet = Worksheet::new();
        sheet
            .set_name(name)?
            .set_freeze_panes(1, 0)?
            .set_column_width(0, 48)?;
        let header = Format::new().set_bold();
        let figure = Format::new().set_num_format("#,##0");
        for (row, cells) in (0..self.max_rows).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                match cell {
                    Cell::Text(text) if row == 0 => {
                        sheet.write_string_with_format(row, column, text, &header)?
                    }
                    Cell::Text(text) => {
                        let mut text = Cow::from(text);
                        cut(&mut text);
                        sheet.write_string(row, column, text)?
                    }
                    #[expect(clippy::cast_precision_loss, reason = "a spreadsheet has no other numbers")]
                    Cell::Number(number) => {
                        sheet.write_number_with_format(row, column, *number as f64, &figure)?
                    }
                };
            }
        }
        self.figures.push(sheet);
        Ok(())
    }

    /// Writes the finished file.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn finish(mut self, out: impl Write + Send) -> Result<(), TableError> {
        self.workbook.push_worksheet(self.sheet);
        for sheet in self.figures {
            self.workbook.push_worksheet(sheet);
        }
        Ok(self.workbook.save_to_writer(out)?)
    }
}

fn new_sheet(workbook: &mut Workbook, number: usize, formats: &Formats) -> Result<Worksheet, XlsxError> {
    let mut sheet = workbook.new_worksheet_with_constant_memory()?;
    sheet.set_name(format!("segments {number}"))?;
    let header = Format::new().set_bold().set_num_format("@");
    for (column, name) in (0..).zip(COLUMNS) {
        sheet.write_string_with_format(0, column, name, &header)?;
        let width = match column {
            SOURCE | TARGET => 60,
            NOTE => 40,
            _ => 12,
        };
        sheet
            .set_column_width(column, width)?
            .set_column_format(column, formats.of_column(column))?;
    }
    sheet
        .set_column_hidden(ID)?
        .set_freeze_panes(1, 0)?
        .protect_with_options(&ProtectionOptions {
            format_columns: true,
            format_rows: true,
            ..ProtectionOptions::new()
        });
    Ok(sheet)
}

/// Cuts a text to what a cell can hold, and says whether that was necessary.
fn cut(text: &mut Cow<'_, str>) -> bool {
    if text.len() <= MAX_CELL_UNITS {
        return false;
    }
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > MAX_CELL_UNITS {
            text.to_mut().truncate(at);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bilingual::drawing::document;
    use crate::bilingual::table::tsv;
    use crate::bilingual::{Content, Document, Part};

    fn text(text: &str) -> Content {
        Content(vec![Part::Text(text.to_owned())])
    }

    fn xlsx(documents: &[&Document], max_rows: u32) -> Vec<u8> {
        let mut sheets = Sheets::with_rows(Workbook::new(), max_rows).unwrap();
        for document in documents {
            sheets.push(&tsv(document)).unwrap();
        }
        let mut bytes = Vec::new();
        sheets.finish(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn a_text_over_the_limit_of_a_cell_is_cut_between_characters() {
        for (given, length, was_cut) in [
            ("a".repeat(MAX_CELL_UNITS), MAX_CELL_UNITS, false),
            ("a".repeat(MAX_CELL_UNITS + 1), MAX_CELL_UNITS, true),
            ("字".repeat(MAX_CELL_UNITS), MAX_CELL_UNITS, false),
            ("𠜎".repeat(MAX_CELL_UNITS), MAX_CELL_UNITS / 2, true),
        ] {
            let mut text = Cow::from(given);
            assert_eq!(cut(&mut text), was_cut);
            assert_eq!(text.chars().count(), length);
        }
        let long = document(vec![text(&"𠜎".repeat(40_000))]);
        assert!(xlsx(&[&long], MAX_SHEET_ROWS).len() > 1000);
    }

    #[test]
    fn the_same_job_gives_the_same_spreadsheet_whatever_the_clock_says() {
        let given = document(vec![text("One."), text("007"), text("_x0041_")]);
        // A clock in the file would give another hash every second; another version of the writer may give another one too.
        assert_eq!(
            crate::article::content_hash(&xlsx(&[&given], 10)),
            "57955b71de9dfdd4cd2307c5f7d84da2f4f8e36b7cce6bb580ca52411135c61f"
        );
    }

    #[test]
    fn a_full_sheet_is_followed_by_another() {
        let given = document(vec![text("One."), text("Two."), text("Three.")]);
        let names = |bytes: &[u8]| {
            let found = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
            (1..=4u8)
                .filter(|n| found(format!("xl/worksheets/sheet{n}.xml").as_bytes()))
                .count()
        };
        assert_eq!(names(&xlsx(&[&given], 10)), 1);
        assert_eq!(names(&xlsx(&[&given, &given], 3)), 3);
    }
}
