//! An input by where it lies and how it is shown. A batch holds one of these for each file, so it is small: what is asked for a few times
//! in a file's life is put together when it is asked for.

use std::cmp::Ordering;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What standard input is called in outputs.
const STANDARD_INPUT: &str = "stdin";

/// An input that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    base: Arc<Base>,
    /// Names from the base down; empty for the base itself.
    relative: Box<Path>,
    /// Where the article stands in the file: `#3`, `/a.html`; nothing for the file as a whole.
    entry: Option<Box<str>>,
    /// Why the file is not read as an article, if it is not.
    pub skipped: Option<&'static str>,
}

/// What an argument of the command line stands for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Base {
    /// The path to open.
    pub(super) open: PathBuf,
    /// The path as outputs show it.
    pub(super) shown: PathBuf,
    /// The path without links.
    pub(super) real: PathBuf,
}

impl Found {
    pub(super) fn new(base: &Arc<Base>, relative: &Path, skipped: Option<&'static str>) -> Self {
        Self {
            base: Arc::clone(base),
            relative: relative.into(),
            entry: None,
            skipped,
        }
    }

    /// What came on standard input, kept in the file `path` for the time of the run.
    pub fn standard_input(path: &Path) -> Self {
        let base = Base {
            open: path.to_owned(),
            shown: PathBuf::from(STANDARD_INPUT),
            real: path.to_owned(),
        };
        Self::new(&Arc::new(base), Path::new(""), None)
    }

    /// An article inside the file: `entry` follows the path in names and ids, as `#3` or `/a.html`.
    #[must_use]
    pub fn entry(&self, entry: &str) -> Self {
        Self {
            entry: Some(format!("{}{entry}", self.entry.as_deref().unwrap_or_default()).into()),
            ..self.clone()
        }
    }

    /// Whether it stands in a file with others.
    pub fn is_entry(&self) -> bool {
        self.entry.is_some()
    }

    /// Whether an argument of the command line names this very file.
    pub fn is_named(&self) -> bool {
        self.relative.as_os_str().is_empty()
    }

    /// The file to open.
    pub fn path(&self) -> PathBuf {
        self.below(&self.base.open)
    }

    /// The place on disk, the same whatever links lead to the base.
    pub(super) fn real(&self) -> PathBuf {
        self.below(&self.base.real)
    }

    /// The file with the entry in it, for messages.
    pub fn place(&self) -> PathBuf {
        let is_standard = self.base.shown.as_os_str() == STANDARD_INPUT && self.is_named();
        let file = if is_standard {
            self.base.shown.clone()
        } else {
            self.path()
        };
        let mut place = file.into_os_string();
        place.push(self.entry.as_deref().unwrap_or_default());
        place.into()
    }

    /// The raw bytes of the shown path, with `/` between names on every system: ids and order are made of them.
    pub fn key(&self) -> Vec<u8> {
        let mut shown = self.below(&self.base.shown);
        if shown.as_os_str().is_empty() {
            // The only folder given, met itself because it cannot be listed.
            self.base.open.clone_into(&mut shown);
        }
        let mut bytes = shown.into_os_string().into_encoded_bytes();
        if std::path::MAIN_SEPARATOR != '/' {
            for byte in &mut bytes {
                *byte = if *byte == b'\\' { b'/' } else { *byte };
            }
        }
        bytes.extend_from_slice(self.entry.as_deref().unwrap_or_default().as_bytes());
        bytes
    }

    /// The order of two inputs: that of their keys.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        if Arc::ptr_eq(&self.base, &other.base) && std::path::MAIN_SEPARATOR == '/' {
            // What stands before both is the same.
            let [mine, theirs] = [self, other].map(|found| found.relative.as_os_str().as_encoded_bytes());
            return mine.cmp(theirs);
        }
        self.key().cmp(&other.key())
    }

    /// The path as outputs show it: relative to the INPUT folder if there is one only, with `/` and with `\xNN` for bytes that are not UTF-8.
    pub fn name(&self) -> String {
        readable(&self.key())
    }

    /// `base` and the names below it; joining no names would add a separator.
    fn below(&self, base: &Path) -> PathBuf {
        if self.relative.as_os_str().is_empty() {
            base.to_owned()
        } else {
            base.join(&self.relative)
        }
    }
}

/// The bytes as text, with `\xNN` for those that are not UTF-8.
fn readable(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02X}");
        }
    }
    text
}
