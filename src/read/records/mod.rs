//! Files that hold many articles, a record at a time: lines of JSON, rows of a table, mails of an mbox, pages of a web archive, members of
//! a zip archive.
//!
//! A record that is wrong is a [`Record`] that cannot be opened; what makes the rest of the file unreadable ends the records with an error.
//! Only one record is in memory at a time.

mod http;
mod lines;
mod mbox;
mod members;
mod table;
mod warc;

use std::io::BufRead;
use std::ops::Range;
use std::sync::Arc;

use super::open::{document, opened};
use super::{Opened, ReadError, Source, mail};
use crate::article::{Columns, Format, Limits, Metadata, Warning, content_hash};

pub(super) use members::Members;

/// A file that holds records.
pub struct Records {
    form: &'static str,
    decoded: Option<(Arc<str>, &'static str)>,
    packed: bool,
    each: Box<dyn Iterator<Item = Result<Record, ReadError>> + Send>,
}

impl std::fmt::Debug for Records {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Records")
            .field("form", &self.form)
            .finish_non_exhaustive()
    }
}

impl Records {
    fn new(
        form: &'static str,
        records: impl Iterator<Item = Result<Record, ReadError>> + Send + 'static,
    ) -> Self {
        Self {
            form,
            decoded: None,
            packed: false,
            each: Box::new(records),
        }
    }

    /// What the file is called in the manifest: `jsonl`, `csv`, `mbox`, `warc`, `zip`.
    pub fn form(&self) -> &'static str {
        self.form
    }

    /// The text that the records are read from and the character set of the file, if that is not UTF-8 and so was decoded as a whole.
    pub fn decoded(&self) -> Option<(&Arc<str>, &'static str)> {
        self.decoded.as_ref().map(|(text, encoding)| (text, *encoding))
    }

    /// Whether the file is packed with gzip or Zstandard.
    pub fn is_packed(&self) -> bool {
        self.packed
    }

    /// Says that the file is packed.
    pub(super) fn set_packed(&mut self) {
        self.packed = true;
    }

    /// Lines of JSON, or rows of a table whose cells `separator` separates, in a `text` that was decoded from `encoding`.
    pub(super) fn of_text(
        text: &str,
        encoding: &'static str,
        separator: Option<u8>,
        limits: &Limits,
    ) -> Self {
        let text: Arc<str> = text.into();
        let bytes = std::io::Cursor::new(Decoded(Arc::clone(&text)));
        let mut records = match separator {
            Some(separator) => Self::table(bytes, separator, limits),
            None => Self::lines(bytes, limits),
        };
        records.decoded = Some((text, encoding));
        records
    }

    /// Lines of JSON.
    pub(super) fn lines(bytes: impl BufRead + Send + 'static, limits: &Limits) -> Self {
        Self::new("jsonl", lines::Lines::new(bytes, limits))
    }

    /// Rows of a table whose cells `separator` separates.
    pub(super) fn table(bytes: impl BufRead + Send + 'static, separator: u8, limits: &Limits) -> Self {
        let form = if separator == b'\t' { "tsv" } else { "csv" };
        Self::new(form, table::Table::new(bytes, separator, limits))
    }

    /// Mails.
    pub(super) fn mbox(bytes: impl BufRead + Send + 'static, limits: &Limits) -> Self {
        Self::new("mbox", mbox::Mails::new(bytes, limits))
    }

    /// Responses of a web archive.
    pub(super) fn warc(bytes: impl BufRead + Send + 'static, limits: &Limits) -> Self {
        Self::new("warc", warc::Responses::new(bytes, limits))
    }

    /// Members of a zip archive.
    pub(super) fn zip(members: Members, limits: &Limits) -> Self {
        Self::new("zip", members.records(limits))
    }
}

impl Iterator for Records {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.each.next()
    }
}

/// A text that is read as bytes.
struct Decoded(Arc<str>);

impl AsRef<[u8]> for Decoded {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// An article's bytes in a file of many.
#[derive(Debug)]
pub struct Record {
    /// What follows the file's path: `#3`, `/a.html`.
    pub entry: String,
    /// Where a line or a row stands in what it is read from: the file as it is when unpacked, or [`Records::decoded`].
    place: Option<Range<u64>>,
    content: Content,
}

#[derive(Debug)]
enum Content {
    /// No article, and why.
    Skipped(&'static str),
    /// Cannot be read.
    Failed(ReadError),
    /// A JSON object.
    Object(Vec<u8>),
    /// A row of a table.
    Row(Vec<u8>, Arc<Columns>),
    /// A mail.
    Mail(Vec<u8>),
    /// A page, with what the archive says of it.
    Page(Vec<u8>, Metadata, Option<String>),
    /// A file called so.
    File(Vec<u8>, String),
}

impl Record {
    /// Why the record is not read as an article, if it is not.
    pub fn skipped(&self) -> Option<&'static str> {
        match self.content {
            Content::Skipped(reason) => Some(reason),
            _ => None,
        }
    }

    /// Where a line of JSON or a row of a table stands: in the unpacked file, or in the text that it was decoded to.
    pub fn place(&self) -> Option<Range<u64>> {
        self.place.clone()
    }

    /// Its bytes; nothing for a record that cannot be opened.
    pub fn bytes(&self) -> Option<&[u8]> {
        match &self.content {
            Content::Skipped(_) | Content::Failed(_) => None,
            Content::Object(bytes)
            | Content::Row(bytes, _)
            | Content::Mail(bytes)
            | Content::Page(bytes, ..)
            | Content::File(bytes, _) => Some(bytes),
        }
    }

    /// How many bytes it has.
    pub fn size(&self) -> u64 {
        self.bytes().map_or(0, |bytes| bytes.len() as u64)
    }

    /// Decodes it.
    ///
    /// # Errors
    /// If it is not text, holds nothing, or is itself a file that cannot be read.
    pub fn open(self, limits: &Limits) -> Result<Opened, ReadError> {
        let source = match self.content {
            Content::Skipped(reason) => return Err(ReadError::NoArticle(reason.to_owned())),
            Content::Failed(error) => return Err(error),
            Content::Object(bytes) => text(bytes, Format::Json),
            Content::Row(bytes, columns) => Source {
                columns: Some(columns),
                ..text(bytes, Format::Table)
            },
            Content::Mail(bytes) => mail::source(&bytes)?,
            Content::Page(bytes, given, charset) => {
                return document(&bytes, "", charset.as_deref(), limits).map(|mut opened| {
                    if let Opened::Document(source) = &mut opened {
                        source.given = given;
                    }
                    opened
                });
            }
            Content::File(bytes, name) => return opened(std::io::Cursor::new(bytes), &name, true, limits),
        };
        Ok(Opened::Document(Box::new(source)))
    }
}

/// A record in UTF-8. What is none becomes U+FFFD, with a warning.
fn text(bytes: Vec<u8>, format: Format) -> Source {
    let hash = content_hash(&bytes);
    let (text, damaged) = match String::from_utf8(bytes) {
        Ok(text) => (text, false),
        Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), true),
    };
    let mut source = Source {
        hash,
        ..Source::of_text(text, format)
    };
    if damaged {
        source.warnings.push(Warning::new(
            "replaced-characters",
            "bytes that are not UTF-8 were replaced",
        ));
    }
    source
}

/// Reads up to the next line feed, at most `limit` bytes: the line with its end, `None` at the end of the file.
///
/// A longer line is read to its end and its length given, but not kept.
pub(super) fn line(bytes: &mut impl BufRead, limit: u64) -> std::io::Result<Option<Result<Vec<u8>, u64>>> {
    let mut line = Vec::new();
    let mut length = 0;
    loop {
        let buffer = bytes.fill_buf()?;
        if buffer.is_empty() {
            break;
        }
        let end = memchr::memchr(b'\n', buffer).map(|at| at + 1);
        let part = &buffer[..end.unwrap_or(buffer.len())];
        length += part.len() as u64;
        if length <= limit {
            line.extend_from_slice(part);
        } else {
            line = Vec::new();
        }
        let taken = part.len();
        bytes.consume(taken);
        if end.is_some() {
            break;
        }
    }
    Ok(match length {
        0 => None,
        length if length <= limit => Some(Ok(line)),
        length => Some(Err(length)),
    })
}

/// The number of a record as it follows the file's path.
fn number(number: u64) -> String {
    format!("#{number}")
}
