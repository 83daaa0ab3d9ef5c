//! Tables: TSV and CSV, and the rows of spreadsheets. The first row names the columns; `source` and `target` must be among them.

use std::collections::BTreeMap;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::encoding::Decoded;
use super::{
    Exchange, MAX_SEGMENTS, Problem, ReadError, Received, ReceivedFile, ReceivedNote, ReceivedSegment, State,
    is_summary_mark, limit_of, note_of, push_flat, split_id,
};
use crate::bilingual::table::{LOCKED, UNSURE, unmarked};
use crate::escape;

/// Most cells of a row that are looked at.
const MAX_CELLS: usize = 1024;

/// Whether a line names the columns of a table.
pub(super) fn is_header(line: &str) -> bool {
    let cells: Vec<String> = line.split(char::from(delimiter(line))).map(name_of).collect();
    Columns::of(&cells).is_some()
}

/// The name of a column, as it is compared.
fn name_of(cell: &str) -> String {
    cell.trim().trim_matches('"').trim().to_ascii_lowercase()
}

/// What separates the columns: the sign that is most often in the header.
pub(super) fn delimiter(header: &str) -> u8 {
    let count = |sign: u8| memchr::memchr_iter(sign, header.as_bytes()).count();
    [b'\t', b',', b';']
        .into_iter()
        .rev()
        .max_by_key(|sign| count(*sign))
        .unwrap_or(b'\t')
}

/// The places of the columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    id: Option<usize>,
    source: usize,
    target: usize,
    note: Option<usize>,
    state: Option<usize>,
}

impl Columns {
    /// The columns that a header names.
    pub(super) fn of(names: &[String]) -> Option<Self> {
        let place = |wanted: &str| names.iter().position(|name| name_of(name) == wanted);
        Some(Self {
            id: place("id"),
            source: place("source")?,
            target: place("target")?,
            note: place("note"),
            state: place("state"),
        })
    }
}

/// A table being read, row by row.
#[derive(Debug, Default)]
pub(super) struct Rows {
    files: Vec<ReceivedFile>,
    /// The places of files by their articles.
    places: BTreeMap<String, usize>,
    segments: usize,
    pub(super) problems: Vec<Problem>,
}

impl Rows {
    /// Adds a row whose cells are free of the table's escapes; false if there are too many.
    pub(super) fn push(&mut self, columns: Columns, cells: &[String], line: u32) -> bool {
        let cell = |column: Option<usize>| column.and_then(|at| cells.get(at)).map_or("", String::as_str);
        let (source, target) = (cell(Some(columns.source)), cell(Some(columns.target)));
        if source.is_empty() && target.is_empty() && cell(columns.id).is_empty() {
            return true;
        }
        self.segments += 1;
        if self.segments > MAX_SEGMENTS {
            return false;
        }
        let (article, id) = split_id(cell(columns.id));
        let source = unmarked(source, None);
        let target = Some(unmarked(target, Some(&source))).filter(|target| !target.is_empty());
        let stated = state(cell(columns.state));
        let notes = notes(cell(columns.note));
        let segment = ReceivedSegment {
            id: id.to_owned(),
            state: match &target {
                None => State::Initial,
                Some(target) => stated.unwrap_or(if super::same_reading(&source, target) {
                    State::Initial
                } else {
                    State::Translated
                }),
            },
            source,
            target,
            needs_review: cell(columns.state).trim() == UNSURE,
            in_summary: is_summary_mark(cell(columns.note)),
            max_chars: limit_of(&notes),
            notes,
            line,
            ..ReceivedSegment::default()
        };
        let translate = cell(columns.state).trim() != LOCKED;
        let files = &mut self.files;
        let place = *self
            .places
            .entry(article.unwrap_or_default().to_owned())
            .or_insert_with(|| {
                files.push(ReceivedFile {
                    article: article.map(str::to_owned),
                    ..ReceivedFile::default()
                });
                files.len() - 1
            });
        push_flat(&mut files[place].units, segment, translate, Vec::new());
        true
    }

    /// What was read.
    pub(super) fn finish(self) -> Received {
        Received {
            exchange: Exchange::Table,
            files: self.files,
            problems: self.problems,
        }
    }
}

/// The notes of a cell: `summary sentence; place: paragraph 1; link: 1: https://…`.
fn notes(cell: &str) -> Vec<ReceivedNote> {
    cell.split("; ")
        .filter(|note| !note.trim().is_empty())
        .map(note_of)
        .collect()
}

/// A state as this program writes it, or as people do; none where somebody typed a translation and left the state at `new`.
fn state(cell: &str) -> Option<State> {
    match &*cell.trim().to_ascii_lowercase() {
        UNSURE => Some(State::Initial),
        "translated" | "done" => Some(State::Translated),
        "reviewed" | "approved" => Some(State::Reviewed),
        "final" => Some(State::Final),
        _ => None,
    }
}

/// Reads a TSV or CSV file.
pub(super) fn read(decoded: &Decoded, delimiter: u8) -> Result<Received, ReadError> {
    let text = &decoded.text;
    // This program's tables quote nothing; those that a spreadsheet saved do.
    let tabs = delimiter == b'\t';
    let quoting = !tabs || is_quoted(text);
    let mut lines = Lines::new(text, delimiter, quoting);
    let header = lines.next_row().unwrap_or_default();
    let Some(columns) = Columns::of(&header) else {
        return Err(ReadError::Unknown(
            "the first line names no columns \"source\" and \"target\"".to_owned(),
        ));
    };
    let mut rows = Rows::default();
    loop {
        let line = lines.line();
        let Some(cells) = lines.next_row() else { break };
        if cells.len() != header.len() && !cells.iter().all(String::is_empty) {
            rows.problems.push(Problem {
                line,
                message: format!("{} cells where the header has {}", cells.len(), header.len()),
                repaired: false,
            });
        }
        let cells: Vec<String> = cells.iter().map(|cell| plain(cell, tabs && !quoting)).collect();
        if !rows.push(columns, &cells, line) {
            let at = lines.at.min(text.len());
            return Err(decoded.error(at, format!("more than {MAX_SEGMENTS} rows"), false));
        }
    }
    Ok(rows.finish())
}

/// A cell without the `'` that keeps spreadsheets from running it and, in this program's own form, without escapes.
fn plain(cell: &str, escaped: bool) -> String {
    if escaped || !cell.contains('\\') {
        return escape::uncell(cell).into_owned();
    }
    match cell.strip_prefix('\'') {
        Some(rest)
            if rest
                .trim_start_matches('\'')
                .starts_with(['=', '+', '-', '@', '\t', '\r']) =>
        {
            rest.to_owned()
        }
        _ => cell.to_owned(),
    }
}

/// Whether a tab-separated file was saved by a program that puts cells into quotation marks: every cell that has such a mark is then in
/// marks, with those inside doubled, at least one could not be written otherwise, and each row has the cells of the header.
fn is_quoted(text: &str) -> bool {
    if text.starts_with('"') {
        return true;
    }
    if is_sound(text) {
        return false;
    }
    let whole = has_whole_lines(text);
    let mut lines = Lines::new(text, b'\t', true);
    let columns = lines.next_row().map_or(0, |header| header.len());
    let mut raw = lines.at;
    let mut certain = false;
    while let Some(cells) = lines.next_row() {
        let begin = std::mem::replace(&mut raw, lines.at);
        let row = text.as_bytes().get(begin..raw).unwrap_or_default();
        let marks = memchr::memchr_iter(b'"', row).count();
        let inside: usize = cells.iter().map(|cell| cell.matches('"').count()).sum();
        // Marks that were taken away stand in pairs around cells, and each one inside is there twice.
        let around = marks.saturating_sub(2 * inside);
        if cells.len() != columns
            || marks < 2 * inside
            || !around.is_multiple_of(2)
            || (inside > 0 && around == 0)
            // Two sentences that begin and end a quotation, not one cell in marks.
            || (whole && cells.iter().any(|cell| cell.contains('\t')))
        {
            return false;
        }
        certain |= inside > 0 || cells.iter().any(|cell| cell.contains(['\t', '\n']));
    }
    certain
}

/// Whether each line has the cells of the first, and a cell that begins with a mark does not end with one: so no program has put it in marks.
fn is_sound(text: &str) -> bool {
    has_whole_lines(text)
        && text
            .split(['\t', '\n', '\r'])
            .all(|cell| cell.len() < 2 || !(cell.starts_with('"') && cell.ends_with('"')))
}

/// Whether each line has the cells of the first, marks or not.
fn has_whole_lines(text: &str) -> bool {
    let mut lines = text
        .trim_end_matches(['\n', '\r'])
        .lines()
        .map(|line| line.split('\t').count());
    let columns = lines.next().unwrap_or_default();
    lines.all(|count| count == columns)
}

/// The rows of a text.
struct Lines<'t> {
    reader: Reader,
    text: &'t [u8],
    at: usize,
    cells: Vec<u8>,
    ends: Vec<usize>,
    finished: bool,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str, delimiter: u8, quoting: bool) -> Self {
        Self {
            reader: ReaderBuilder::new().delimiter(delimiter).quoting(quoting).build(),
            text: text.as_bytes(),
            at: 0,
            cells: vec![0; 4096],
            ends: vec![0; 16],
            finished: false,
        }
    }

    /// The line on which the next row begins, from 1.
    fn line(&self) -> u32 {
        u32::try_from(self.reader.line()).unwrap_or(u32::MAX)
    }

    fn next_row(&mut self) -> Option<Vec<String>> {
        let (mut length, mut count) = (0, 0);
        while !self.finished {
            let (result, read, written, ended) = self.reader.read_record(
                &self.text[self.at..],
                &mut self.cells[length..],
                &mut self.ends[count..],
            );
            self.at += read;
            length += written;
            count += ended;
            match result {
                // All is in memory: an empty input is the end.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.cells.resize(self.cells.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => return Some(self.row(count)),
                ReadRecordResult::End => self.finished = true,
            }
        }
        None
    }

    fn row(&self, count: usize) -> Vec<String> {
        let mut start = 0;
        let ends = self.ends[..count.min(MAX_CELLS)].iter();
        ends.map(|end| {
            let cell = String::from_utf8_lossy(&self.cells[start..*end]).into_owned();
            start = *end;
            cell
        })
        .collect()
    }
}
