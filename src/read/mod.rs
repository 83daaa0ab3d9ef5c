//! Paths, folders and globs to inputs; files to decoded text. Nothing here knows what an article is.
//!
//! [`inputs`] lists everything that the arguments name, each file once and none silently left out. [`open`] opens one file and says by
//! its content, then by its name, what it is: a document, which it decodes ([`decode`]) and whose form it tells ([`sniff`]), or a file of
//! many records ([`Records`]). Packed files (gzip, Zstandard) and archives (zip) are read through.

mod binary;
mod decode;
mod found;
mod glob;
mod inputs;
mod mail;
mod names;
mod open;
mod package;
mod packed;
mod project;
mod records;
mod returned;
mod shape;
mod sniff;
mod tabular;
mod walk;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use thiserror::Error;

use crate::article::{Columns, Format, Member, Metadata, Warning};

pub use decode::{Decoded, decode};
pub use found::Found;
pub use inputs::inputs;
pub use open::{bytes, open, open_below, open_bytes, reader};
pub use packed::is_packed;
pub use project::Aside;
pub use records::{Record, Records};
pub use returned::{Returned, returned, returned_count};
pub use sniff::sniff;

/// A wrong INPUT argument.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum InputError {
    /// No such file or folder.
    #[error("{}: no such file or folder", .0.display())]
    Missing(PathBuf),
    /// A glob that cannot be read.
    #[error("{pattern}: {reason}")]
    Glob {
        /// The argument.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The output folder itself.
    #[error("{}: the output folder cannot be an input; name another with --output", .0.display())]
    IsOutput(PathBuf),
}

/// A file that cannot be read as text.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file system says no.
    #[error("cannot be read: {0}")]
    Io(io::Error),
    /// Larger than the limit.
    #[error("{size} bytes, over the limit of {limit}; split the file")]
    TooLarge {
        /// Size in bytes.
        size: u64,
        /// The limit.
        limit: u64,
    },
    /// Not text.
    #[error("not text: {0}; save it as text, HTML or Markdown")]
    Binary(String),
    /// A form of document that this version does not read.
    #[error("{0} are not read; save it as text, HTML or Markdown")]
    Unsupported(&'static str),
    /// No text in it.
    #[error("the file is empty")]
    Empty,
    /// Not what its name or its beginning says, damaged, or locked.
    #[error("{0}")]
    Broken(String),
    /// Ends in the middle.
    #[error("cut off: the file ends in the middle; get the whole file")]
    CutOff,
    /// Packed bytes that grow beyond the limit.
    #[error("unpacks to more than {0} times its size; unpack it yourself if it is to be trusted")]
    GrowsTooMuch(u64),
    /// No article, and no error where it was met in a folder.
    #[error("{0}")]
    NoArticle(String),
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        if let Some(packed::GrowsTooMuch(ratio)) = error.get_ref().and_then(|inner| inner.downcast_ref()) {
            return Self::GrowsTooMuch(*ratio);
        }
        if error.kind() == io::ErrorKind::UnexpectedEof {
            return Self::CutOff;
        }
        if matches!(
            error.kind(),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput
        ) {
            return Self::Broken(format!("damaged: {error}"));
        }
        Self::Io(error)
    }
}

impl ReadError {
    /// Short stable name for the manifest.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io(_) => "unreadable",
            Self::TooLarge { .. } => "too-large",
            Self::Binary(_) => "binary",
            Self::Unsupported(_) => "unsupported",
            Self::Empty => "empty",
            Self::Broken(_) => "damaged",
            Self::CutOff => "cut-off",
            Self::GrowsTooMuch(_) => "expands-too-much",
            Self::NoArticle(_) => "no-article",
        }
    }
}

/// A file that was opened.
#[derive(Debug)]
pub enum Opened {
    /// A document: one article, or a text that holds several.
    Document(Box<Source>),
    /// A file of records.
    Records(Records),
}

/// A document, read and decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Source {
    /// The text, without byte order mark; line ends as they were. Of a document of several members, those with text one behind the other.
    pub text: String,
    /// Told by content first, then by name.
    pub format: Format,
    /// Name of the character set it was decoded from.
    pub encoding: &'static str,
    /// blake3 of the document's bytes, in hexadecimal.
    pub hash: String,
    /// Guessed character sets, replaced characters.
    pub warnings: Vec<Warning>,
    /// What the file around the text says of it: headers of a mail, the address of a page in a web archive.
    pub given: Metadata,
    /// The text of a mail is HTML.
    pub markup: bool,
    /// Where each member of an office document or a book stands in the text.
    pub members: Vec<Member>,
    /// The columns of a row.
    pub columns: Option<Arc<Columns>>,
}

impl Source {
    /// A text in UTF-8 of which nothing else is known.
    pub fn of_text(text: String, format: Format) -> Self {
        Self {
            text,
            format,
            encoding: "UTF-8",
            hash: String::new(),
            warnings: Vec::new(),
            given: Metadata::default(),
            markup: false,
            members: Vec::new(),
            columns: None,
        }
    }
}
