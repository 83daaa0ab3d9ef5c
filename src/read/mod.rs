//! Paths, folders and globs to inputs; files to decoded text. Nothing here knows what an article is.
//!
//! [`inputs`] lists everything that the arguments name, each file once and none silently left out. [`open`] reads one
//! file, decodes it ([`decode`]) and says what form it has ([`sniff`]). Archives, office documents, mail and PDF files
//! are listed and fail with a reason that says what to do.

mod binary;
mod decode;
mod found;
mod glob;
mod inputs;
mod names;
mod open;
mod returned;
mod sniff;
mod walk;

use std::path::PathBuf;

use thiserror::Error;

use crate::article::{Format, Warning};

pub use decode::{Decoded, decode};
pub use found::Found;
pub use inputs::inputs;
pub use open::{bytes, open, open_below};
pub use returned::{Returned, returned};
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
    Io(#[from] std::io::Error),
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
        }
    }
}

/// A file, read and decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The text, without byte order mark; line ends as they were.
    pub text: String,
    /// Told by content first, then by name.
    pub format: Format,
    /// Name of the character set it was decoded from.
    pub encoding: &'static str,
    /// blake3 of the file's bytes, in hexadecimal.
    pub hash: String,
    /// Guessed character sets, replaced characters.
    pub warnings: Vec<Warning>,
}
