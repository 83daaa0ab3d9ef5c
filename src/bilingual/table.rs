//! The segments of a job as a table: tab-separated text, and a spreadsheet for teams without a translation tool.
//!
//! Both have the columns `id source target note state`. A row's id is the article's id, `/`, and the segment's id: the same paragraph in
//! two articles has the same segment id. Inline codes stand in the text as `{1}`…`{/1}` and `{2/}`.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, ProtectionOptions, Workbook, Worksheet, XlsxError,
};
use rustc_hash::FxHashSet;
use thiserror::Error;

use crate::article::{Edge, Markup};
use crate::escape;

use super::{Code, Content, Document, Pair, Part, State, Unit};

/// The first line of the tab-separated file.
pub const TSV_HEADER: &str = "id\tsource\ttarget\tnote\tstate\n";

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
/// The state of a row that is there for context only.
pub(super) const LOCKED: &str = "locked";
/// Deflate's level of effort.
const COMPRESSION: u8 = 3;

/// The spreadsheet cannot be written: no space, or no folder for its temporary file.
#[derive(Debug, Error)]
#[error("the spreadsheet cannot be written: {0}")]
pub struct TableError(#[from] XlsxError);

/// One row: the cells without any escaping.
struct Row<'d> {
    id: String,
    source: Cow<'d, str>,
    target: Cow<'d, str>,
    note: String,
    state: &'static str,
}

/// The lines of one article, each with its `\n`; [`TSV_HEADER`] stands once before those of the first.
pub fn tsv(document: &Document) -> String {
    let mut out = String::new();
    for row in rows(document) {
        for text in [&row.id, &*row.source, &row.target, &row.note] {
            out.push_str(&escape::cell(text));
            out.push('\t');
        }
        out.push_str(row.state);
        out.push('\n');
    }
    out
}

fn rows(document: &Document) -> impl Iterator<Item = Row<'_>> {
    document
        .units
        .iter()
        .flat_map(|unit| unit.pairs.iter().map(move |pair| (unit, pair)))
        .map(|(unit, pair)| Row {
            id: format!("{}/{}", document.id, pair.id),
            source: marked(&pair.source),
            target: pair.target.as_ref().map(marked).unwrap_or_default(),
            note: note(unit, pair),
            state: state(unit, pair),
        })
}

fn note(unit: &Unit, pair: &Pair) -> String {
    let mut out = String::new();
    if pair.in_summary {
        out.push_str("summary sentence");
    }
    for note in unit.notes.iter().chain(&pair.notes) {
        if !out.is_empty() {
            out.push_str("; ");
        }
        out.push_str(note.category);
        out.push_str(": ");
        out.push_str(&visible(&note.text));
    }
    out
}

fn state(unit: &Unit, pair: &Pair) -> &'static str {
    match pair.state {
        _ if !unit.translate => LOCKED,
        State::Initial => "new",
        State::Translated => "translated",
        State::Reviewed => "reviewed",
        State::Final => "final",
    }
}

/// The text with codes as `{1}`, `{/1}`, `{2/}`. In a text that has codes, or would be read as one that has, a `{` of its own is doubled.
fn marked(content: &Content) -> Cow<'_, str> {
    let has_codes = content.codes().next().is_some() || is_marked(&content.text());
    if let ([Part::Text(text)], false) = (&*content.0, has_codes) {
        return visible(text);
    }
    let mut out = String::new();
    for part in &content.0 {
        match part {
            Part::Text(text) if has_codes && text.contains('{') => {
                out.push_str(&visible(text).replace('{', "{{"));
            }
            Part::Text(text) => out.push_str(&visible(text)),
            Part::Code(code) => {
                let id = code.id;
                let _ = match code.edge {
                    Edge::Open => write!(out, "{{{id}}}"),
                    Edge::Close => write!(out, "{{/{id}}}"),
                    Edge::Alone => write!(out, "{{{id}/}}"),
                };
            }
        }
    }
    out.into()
}

/// The code that stands at the start of a text, and its length: its number, and the side.
fn mark_at(text: &str) -> Option<(u32, Edge, usize)> {
    let inner = text.strip_prefix('{')?;
    let (closing, inner) = inner
        .strip_prefix('/')
        .map_or((false, inner), |rest| (true, rest));
    let digits = inner.bytes().take(10).take_while(u8::is_ascii_digit).count();
    let id = inner[..digits].parse().ok()?;
    let (edge, length) = match (closing, &inner.as_bytes()[digits..]) {
        (true, [b'}', ..]) => (Edge::Close, digits + 3),
        (false, [b'}', ..]) => (Edge::Open, digits + 2),
        (false, [b'/', b'}', ..]) => (Edge::Alone, digits + 3),
        _ => return None,
    };
    Some((id, edge, length))
}

/// Whether a text is read as one with codes.
fn is_marked(text: &str) -> bool {
    memchr::memchr_iter(b'{', text.as_bytes())
        .any(|at| text[at..].starts_with("{{") || mark_at(&text[at..]).is_some())
}

/// Reads back what [`marked`] wrote. In a target, what its source has no code for is text.
pub(super) fn unmarked(text: &str, source: Option<&Content>) -> Content {
    let mut out = Content::default();
    if !is_marked(text) {
        out.push_text(text);
        return out;
    }
    let known: Option<FxHashSet<u32>> = source.map(|source| source.codes().map(|code| code.id).collect());
    let (mut at, mut from) = (0, 0);
    while let Some(found) = memchr::memchr(b'{', &text.as_bytes()[at..]) {
        at += found;
        if text[at..].starts_with("{{") {
            out.push_text(&text[from..=at]);
            at += 2;
            from = at;
            continue;
        }
        match mark_at(&text[at..]) {
            Some((id, edge, length)) if known.as_ref().is_none_or(|known| known.contains(&id)) => {
                out.push_text(&text[from..at]);
                out.0.push(Part::Code(Code {
                    id,
                    edge,
                    markup: Markup::Other,
                    data: String::new(),
                    covered: String::new(),
                }));
                at += length;
                from = at;
            }
            _ => at += 1,
        }
    }
    out.push_text(&text[from..]);
    out
}

/// The text with U+FFFD for controls other than tab and line ends, which have no place in a cell.
fn visible(text: &str) -> Cow<'_, str> {
    // U+FFFE and U+FFFF begin with the byte 0xEF, all others are ASCII.
    let suspect = |byte: u8| byte < b' ' || byte == 0xEF;
    if text.bytes().any(suspect) && text.contains(escape::is_xml_forbidden) {
        text.replace(escape::is_xml_forbidden, "\u{fffd}").into()
    } else {
        text.into()
    }
}

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
        })
    }

    /// Adds `rows`, lines as [`tsv`] makes them.
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

    /// Writes the finished file.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn finish(mut self, out: impl Write + Send) -> Result<(), TableError> {
        self.workbook.push_worksheet(self.sheet);
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
    use proptest::prelude::*;

    use super::*;
    use crate::bilingual::Note;
    use crate::bilingual::drawing::{any_content, document};

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
    fn a_line_holds_id_source_target_note_and_state() {
        let mut given = document(vec![text("=1\t\u{1b}2"), text("two\nlines")]);
        given.units[0].pairs[0].in_summary = true;
        given.units[0].notes.push(Note {
            category: "place",
            text: "paragraph 1".to_owned(),
        });
        given.units[0].pairs[1].target = Some(text("-deux"));
        given.units[0].pairs[1].state = State::Reviewed;
        assert_eq!(
            tsv(&given),
            "a/u1.s1\t'=1\\t\u{fffd}2\t\tsummary sentence; place: paragraph 1\tnew\n\
             a/u1.s2\ttwo\\nlines\t'-deux\tplace: paragraph 1\treviewed\n"
        );
    }

    #[test]
    fn codes_are_marks_and_a_brace_beside_them_is_doubled() {
        let code = |id, edge| {
            Part::Code(Code {
                id,
                edge,
                markup: crate::article::Markup::Link,
                data: String::new(),
                covered: String::new(),
            })
        };
        let text = Part::Text("{1} {".to_owned());
        let with_codes = Content(vec![
            text.clone(),
            code(1, Edge::Open),
            code(2, Edge::Alone),
            code(1, Edge::Close),
        ]);
        assert_eq!(marked(&with_codes), "{{1} {{{1}{2/}{/1}");
        assert_eq!(marked(&Content(vec![text])), "{{1} {{");
        let alone = Content(vec![Part::Text("{a} {".to_owned())]);
        assert_eq!(marked(&alone), "{a} {");
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

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn any_content_is_one_line_of_five_cells_and_runs_no_formula(content in any_content()) {
            let line = tsv(&document(vec![content.clone()]));
            prop_assert_eq!(line.matches('\n').count(), 1);
            let cells: Vec<&str> = line.trim_end_matches('\n').split('\t').collect();
            prop_assert_eq!(cells.len(), 5);
            prop_assert!(!cells[1].starts_with(['=', '+', '-', '@', '\r']));
            prop_assert_eq!(escape::uncell(cells[1]), marked(&content));
        }
    }
}
