//! Paths, folders and globs to inputs; files to decoded text. Nothing here knows what an article is.

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::article::{Format, Limits, Warning};

/// An input that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The file to open.
    pub path: PathBuf,
    /// The path as outputs show it: relative to the INPUT folder if there is one only, with `/` and `\xNN` for bytes that are not UTF-8.
    pub name: String,
    /// The raw bytes of the shown path, which ids and order are made of.
    pub key: Vec<u8>,
    /// Why the file is not read as an article, if it is not.
    pub skipped: Option<&'static str>,
}

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
    #[error("not text: {0}")]
    Binary(String),
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

/// Lists what `arguments` (files, folders, globs) name, in byte order of the shown path, each file once.
///
/// Folders are walked to the bottom without following links; `skip` (the output folder) is left out, compared by device and inode.
///
/// # Errors
/// If an argument names nothing.
pub fn inputs(arguments: &[PathBuf], skip: &Path) -> Result<Vec<Found>, InputError> {
    let _ = (arguments, skip);
    Ok(Vec::new())
}

/// Opens, checks and decodes one file.
///
/// # Errors
/// If it cannot be opened, is over the limits, is not text, or holds nothing.
pub fn open(path: &Path, limits: &Limits) -> Result<Source, ReadError> {
    let _ = (path, limits);
    Err(ReadError::Empty)
}
