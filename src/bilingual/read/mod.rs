//! Reads the hand-over files that come back: XLIFF 1.0 to 2.2 and its dialects, PO, TMX, tables.
//!
//! [`read`] takes the bytes of one file and gives [`Received`]: files (articles) of units of segments, as the file has them, and what was
//! odd about it as data. Lenient: a file that no schema would pass is read if it can be understood. Refused are only files that are not
//! well formed (told with line and byte; [`ReadOptions::repair_xml`] reads on where it is clear what was meant), too large, or no
//! hand-over files at all. Nothing outside the file is looked at, and no entity is expanded. Folders and archives are opened by the caller.

mod content;
mod encoding;
mod literal;
mod po;
mod repair;
mod sheets;
mod table;
mod tag;
mod tmx;
mod xliff1;
mod xliff2;
mod xml;

use thiserror::Error;

use super::{Content, Part, State};
use crate::article::{Language, SegmentId};

pub use literal::recognise_codes;

/// Most segments, and most inline codes, that are read from one file.
const MAX_SEGMENTS: usize = 1_000_000;
const MAX_CODES: usize = 1_000_000;

/// How files are read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ReadOptions {
    /// Largest file, in bytes; of a spreadsheet, unpacked too.
    pub max_bytes: u64,
    /// Read on where an XML file is not well formed but what was meant is clear: a raw `&`, a character that XML forbids, bytes that are
    /// no text, an end that is missing. Each place is among [`Received::problems`].
    pub repair_xml: bool,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            max_bytes: 64 << 20,
            repair_xml: false,
        }
    }
}

/// The format of a file that came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Exchange {
    /// XLIFF 1.0 to 1.2, SDLXLIFF, MQXLIFF, MXLIFF.
    Xliff1,
    /// XLIFF 2.0 to 2.2.
    Xliff2,
    /// gettext PO.
    Po,
    /// TMX.
    Tmx,
    /// TSV, CSV, XLSX.
    Table,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Received {
    /// Its format.
    pub exchange: Exchange,
    /// The articles in the order of the file: XLIFF's `file` elements; one a language pair in TMX; in tables one for each article that
    /// the ids name.
    pub files: Vec<ReceivedFile>,
    /// What was odd, in the order of the file; nothing of it kept the rest from being read.
    pub problems: Vec<Problem>,
}

impl Received {
    /// All segments, with their file and unit.
    pub fn segments(&self) -> impl Iterator<Item = (&ReceivedFile, &ReceivedUnit, &ReceivedSegment)> {
        self.files.iter().flat_map(|file| {
            let units = file.units.iter();
            units.flat_map(move |unit| unit.segments.iter().map(move |segment| (file, unit, segment)))
        })
    }
}

/// Something odd in a file that was read all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line, from 1.
    pub line: u32,
    /// What, and what was made of it.
    pub message: String,
    /// The file was changed to read it ([`ReadOptions::repair_xml`]).
    pub repaired: bool,
}

/// One article of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReceivedFile {
    /// XLIFF's `original`: the path of the article where this program wrote the file. Empty if there is none.
    pub original: String,
    /// The article's id, where the file names it.
    pub article: Option<String>,
    /// Language of the sources, if the file says so.
    pub source: Option<Language>,
    /// Language of the targets, if the file says so.
    pub target: Option<Language>,
    /// Notes on the whole article.
    pub notes: Vec<ReceivedNote>,
    /// The units in order.
    pub units: Vec<ReceivedUnit>,
}

/// A unit: a block where this program wrote the file. Its segments in order are its text, whatever a client joined or split.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReceivedUnit {
    /// Its id; empty if a client dropped it. In formats that have segments alone, the part of their ids before `.s1`, or the whole id.
    pub id: String,
    /// Whether it was to be translated.
    pub translate: bool,
    /// The segments.
    pub segments: Vec<ReceivedSegment>,
    /// Notes on the unit.
    pub notes: Vec<ReceivedNote>,
}

/// A sentence and what came back for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReceivedSegment {
    /// Its full id, the unit's included: `u….s1`. Empty if there is none.
    pub id: String,
    /// The source. Codes have the numbers that the file has; ids that are no numbers get numbers of their own, the same in source and
    /// target of a unit. What the format has no place for ([`super::Code::data`] in XLIFF 1.2) is empty.
    pub source: Content,
    /// The target as it stands in the file; see [`Self::translation`].
    pub target: Option<Content>,
    /// What stands between this segment and the next one of the unit in the source: white space, mostly.
    pub gap: Content,
    /// How far the translation is. Where the file does not say: translated if the target differs from the source.
    pub state: State,
    /// The file marks the translation as one that somebody has to look at: PO's `fuzzy`, `needs-review-…`, a match that was put in.
    pub needs_review: bool,
    /// The file marks the sentence as one of the summary.
    pub in_summary: bool,
    /// Most characters that the target may have.
    pub max_chars: Option<u32>,
    /// Notes on the segment.
    pub notes: Vec<ReceivedNote>,
    /// The line on which it begins, from 1; in a spreadsheet the row.
    pub line: u32,
}

/// A note of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceivedNote {
    /// Its kind: `place`, `summary`, `link` … of this program, anything of others; empty if there is none.
    pub category: String,
    /// The note.
    pub text: String,
}

impl ReceivedSegment {
    /// The target, if it is a translation: not blank, and not the source copied into a target that nobody has worked on.
    pub fn translation(&self) -> Option<&Content> {
        let target = self.target.as_ref()?;
        let blank = target.0.iter().all(|part| match part {
            Part::Text(text) => text.trim().is_empty(),
            Part::Code(code) => code.covered.trim().is_empty(),
        });
        let copied = || self.state == State::Initial && same_reading(&self.source, target);
        (!blank && !copied()).then_some(target)
    }

    /// The id, if it has the form of this program's.
    pub fn segment_id(&self) -> Option<SegmentId> {
        self.id.parse().ok()
    }
}

/// Whether two texts are the same apart from white space and codes: clients re-indent and trim.
fn same_reading(one: &Content, other: &Content) -> bool {
    let (one, other) = (one.reading(), other.reading());
    one.split_whitespace().eq(other.split_whitespace())
}

/// A file that cannot be read.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// It is too large.
    #[error("larger than {max_bytes} bytes; split it, or raise the limit")]
    TooLarge {
        /// The limit.
        max_bytes: u64,
    },
    /// It is not well formed.
    #[error("line {line}, byte {byte}: {message}")]
    Malformed {
        /// The line, from 1; in a spreadsheet the row.
        line: u32,
        /// The byte of the file, from 0; in character sets other than UTF-8 and UTF-16 that of its text in UTF-8.
        byte: u64,
        /// What is wrong.
        message: String,
        /// Whether [`ReadOptions::repair_xml`] would read on here.
        repairable: bool,
    },
    /// It is none of the formats.
    #[error("no translation file: {0}; XLIFF, PO, TMX, TSV, CSV and XLSX are read")]
    Unknown(String),
}

/// Reads one file. `name` is its name or path: it tells tables and PO apart where the content does not.
///
/// # Errors
/// If it is too large, not well formed, or none of the formats.
pub fn read(bytes: &[u8], name: &str, options: &ReadOptions) -> Result<Received, ReadError> {
    if bytes.len() as u64 > options.max_bytes {
        return Err(ReadError::TooLarge {
            max_bytes: options.max_bytes,
        });
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return sheets::read(bytes, options);
    }
    let decoded = encoding::decode(bytes, options)?;
    let mut received = match format(&decoded.text, name)? {
        Form::Xml => xml::read(&decoded, options)?,
        Form::Po => po::read(&decoded)?,
        Form::Table(delimiter) => table::read(&decoded, delimiter)?,
    };
    received.problems.splice(0..0, decoded.problems);
    Ok(received)
}

/// What the reader of a text is chosen by.
enum Form {
    Xml,
    Po,
    Table(u8),
}

fn format(text: &str, name: &str) -> Result<Form, ReadError> {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let extension = extension.to_ascii_lowercase();
    let start = text.trim_start();
    if start.starts_with('<') {
        return Ok(Form::Xml);
    }
    let header = text.lines().next().unwrap_or_default();
    match &*extension {
        "po" | "pot" => Ok(Form::Po),
        "xlf" | "xliff" | "sdlxliff" | "mqxliff" | "mxliff" | "tmx" => {
            let seen: String = start.chars().take(20).collect();
            Err(ReadError::Unknown(if seen.is_empty() {
                "the file is empty".to_owned()
            } else {
                format!("its name says XML, but it begins with {seen:?}")
            }))
        }
        _ if table::is_header(header) => Ok(Form::Table(table::delimiter(header))),
        _ if start.starts_with("msgid ") || text.contains("\nmsgid ") => Ok(Form::Po),
        "tsv" | "tab" | "csv" | "txt" => Err(ReadError::Unknown(
            "the first line of a table names its columns, \"source\" and \"target\" among them".to_owned(),
        )),
        _ => Err(ReadError::Unknown(
            "neither its name nor its content tells the format".to_owned(),
        )),
    }
}

/// Splits the id of a row or a memory unit, `article/u….s1`; other ids have no article.
fn split_id(id: &str) -> (Option<&str>, &str) {
    match id.rsplit_once('/') {
        Some((article, segment)) if !article.is_empty() && place_of(segment).is_some() => {
            (Some(article), segment)
        }
        _ => (None, id),
    }
}

/// The unit of a segment with an id of this program's form, and its place in the unit.
fn place_of(id: &str) -> Option<(&str, u32)> {
    let (unit, ordinal) = id.rsplit_once(".s")?;
    let digits = !ordinal.is_empty() && ordinal.bytes().all(|byte| byte.is_ascii_digit());
    (digits && !unit.is_empty()).then_some((unit, ordinal.parse().ok()?))
}

/// Adds a segment to the last unit if it comes after that one's last segment, else to a unit of its own.
fn push_flat(
    units: &mut Vec<ReceivedUnit>,
    segment: ReceivedSegment,
    translate: bool,
    notes: Vec<ReceivedNote>,
) {
    let place = place_of(&segment.id);
    let last = units.last_mut().filter(|unit| {
        let before = unit.segments.last().and_then(|last| place_of(&last.id));
        unit.translate == translate
            && matches!((before, place), (Some(one), Some(other)) if one.0 == other.0 && one.1 < other.1)
    });
    if let Some(unit) = last {
        unit.segments.push(segment);
        unit.notes.extend(notes);
    } else {
        units.push(ReceivedUnit {
            id: place.map_or(&*segment.id, |(unit, _)| unit).to_owned(),
            translate,
            segments: vec![segment],
            notes,
        });
    }
}

/// Whether a note says that the sentence is one of the summary.
fn is_summary_mark(text: &str) -> bool {
    text.starts_with("summary sentence")
}

/// A note written by this program as `category: text`.
fn note_of(text: &str) -> ReceivedNote {
    let known =
        |category: &str| !category.is_empty() && category.bytes().all(|byte| byte.is_ascii_lowercase());
    match text.split_once(": ") {
        Some((category, text)) if known(category) => ReceivedNote {
            category: category.to_owned(),
            text: text.to_owned(),
        },
        _ => ReceivedNote {
            category: if is_summary_mark(text) { "summary" } else { "" }.to_owned(),
            text: text.to_owned(),
        },
    }
}

/// The most characters that a note allows: `limit: 60 characters`.
fn limit_of(notes: &[ReceivedNote]) -> Option<u32> {
    let mut limits = notes.iter().filter(|note| note.category == "limit");
    limits.find_map(|note| note.text.strip_suffix(" characters")?.parse().ok())
}

/// The article that a note of the file names: `preview/<article>.html`.
fn article_of(notes: &[ReceivedNote]) -> Option<String> {
    let preview = notes.iter().find(|note| note.category == "preview")?;
    let name = preview.text.strip_prefix("preview/")?.strip_suffix(".html")?;
    Some(name.to_owned())
}

/// A language of a file; one that is no tag is said and left out.
fn language(tag: Option<&str>, line: u32, problems: &mut Vec<Problem>) -> Option<Language> {
    let tag = tag.map(str::trim).filter(|tag| !tag.is_empty())?;
    // Some clients write locales: pt_BR, sr_RS@latin.
    let plain = tag.split(['@', '.']).next().unwrap_or(tag).replace('_', "-");
    Language::parse(&plain)
        .map_err(|error| {
            problems.push(Problem {
                line,
                message: error.to_string(),
                repaired: false,
            });
        })
        .ok()
}

#[cfg(test)]
mod tests;
