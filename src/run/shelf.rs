//! A folder of records and of what is made from them: the run's own, or that of its translations into one language.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::PathBuf;

use super::output::Output;
use crate::article::{ArticleId, ArticleRecord};
use crate::export::json;

/// Bytes of a record that are read into memory, which is faster; of a longer one the text would take more room than what is in it.
const MOST_AT_ONCE: u64 = 8 << 20;

/// A part of an output folder that holds `articles/` and takes `digest/`.
#[derive(Clone, Debug)]
pub(super) struct Shelf<'o> {
    pub(super) output: &'o Output,
    /// With a `/` at the end; empty for the run's own.
    folder: String,
}

impl<'o> Shelf<'o> {
    /// The run's own.
    pub(super) fn of_run(output: &'o Output) -> Self {
        Self {
            output,
            folder: String::new(),
        }
    }

    /// That of the translations in `folder`.
    pub(super) fn of_translations(output: &'o Output, folder: &str) -> Self {
        Self {
            output,
            folder: format!("{folder}/"),
        }
    }

    /// The way from `digest/` up to the page of the run, for addresses; nothing for the run's own editions, which know it.
    pub(super) fn way_up(&self) -> Option<&'static str> {
        (!self.folder.is_empty()).then_some("../../../")
    }

    fn path(&self, id: &ArticleId) -> PathBuf {
        self.output
            .root()
            .join(format!("{}articles/{id}.json", self.folder))
    }

    /// Whether there is a record of this article.
    pub(super) fn has(&self, id: &ArticleId) -> bool {
        self.path(id).is_file()
    }

    /// Reads back the record of an article; an error names its file.
    pub(super) fn record(&self, id: &ArticleId) -> io::Result<ArticleRecord> {
        let named = |error: io::Error| {
            io::Error::new(
                error.kind(),
                format!("{}articles/{id}.json: {error}", self.folder),
            )
        };
        let mut file = File::open(self.path(id)).map_err(named)?;
        let record = if self.record_bytes(id) > MOST_AT_ONCE {
            json::read_from(BufReader::new(file))
        } else {
            let mut text = String::new();
            file.read_to_string(&mut text).map_err(named)?;
            json::read(&text)
        };
        record.map_err(|error| named(io::Error::other(error.to_string())))
    }

    /// The size of that record's file, in bytes.
    pub(super) fn record_bytes(&self, id: &ArticleId) -> u64 {
        std::fs::metadata(self.path(id)).map_or(0, |metadata| metadata.len())
    }

    /// Writes a file of the shelf.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.output.write(&format!("{}{name}", self.folder), bytes)
    }
}
