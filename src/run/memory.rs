//! The memories of a job, written while its articles are put together; a job that begins with nothing has none.

use std::io::{self, Write};

use super::output::{Output, WholeFile};
use crate::article::Language;
use crate::bilingual::tmx::{ENDING, opening};
use crate::config::Preset;
use crate::export::job::{FileHash, JobFile};
use crate::export::memory::Memory;

/// The memory of a job.
const MEMORY: &str = "memory.tmx";
/// `OmegaT` takes exact matches of the one as translations, and shows those of the other.
const OF_OMEGAT: [&str; 2] = ["tm/auto/translated.tmx", "tm/previous.tmx"];

/// The memories of a job.
pub(super) struct Memories<'o> {
    source: Language,
    folder: String,
    output: &'o Output,
    /// The names of the files for what is translated, and for what is offered.
    names: [&'static str; 2],
    files: Vec<Open<'o>>,
}

/// A file that has begun.
struct Open<'o> {
    name: &'static str,
    file: WholeFile<'o>,
    hash: FileHash,
}

impl Open<'_> {
    fn write(&mut self, text: &str) -> io::Result<()> {
        self.hash.update(text.as_bytes());
        self.file.write_all(text.as_bytes())
    }
}

impl<'o> Memories<'o> {
    pub(super) fn new(source: &Language, folder: &str, preset: Preset, output: &'o Output) -> Self {
        Self {
            source: source.clone(),
            folder: folder.to_owned(),
            output,
            names: if preset == Preset::Omegat {
                OF_OMEGAT
            } else {
                [MEMORY; 2]
            },
            files: Vec::new(),
        }
    }

    /// Adds the pairs of the next article.
    pub(super) fn add(&mut self, memory: &Memory) -> io::Result<()> {
        for (name, pairs) in self.names.into_iter().zip([&memory.carried, &memory.offered]) {
            if !pairs.is_empty() {
                self.open(name)?.write(pairs)?;
            }
        }
        Ok(())
    }

    fn open(&mut self, name: &'static str) -> io::Result<&mut Open<'o>> {
        if let Some(at) = self.files.iter().position(|open| open.name == name) {
            return Ok(&mut self.files[at]);
        }
        let mut open = Open {
            name,
            file: self.output.create(&format!("{}/{name}", self.folder))?,
            hash: FileHash::default(),
        };
        open.write(&opening(&self.source))?;
        self.files.push(open);
        let last = self.files.len() - 1;
        Ok(&mut self.files[last])
    }

    /// Ends the files.
    pub(super) fn finish(self) -> io::Result<Vec<JobFile>> {
        let mut files = Vec::with_capacity(self.files.len());
        for mut open in self.files {
            open.write(ENDING)?;
            open.file.finish()?;
            files.push(open.hash.finish(open.name));
        }
        Ok(files)
    }
}
