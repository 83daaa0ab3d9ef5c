//! A scratch file for what grows with the batch. Pieces of any length go in from any thread and are read back by their place, so that
//! memory holds places only.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Bytes that wait to be written together.
const BUFFER: usize = 64 << 10;

/// A scratch file being written. It has no name, so nothing of it is left however the run ends.
#[derive(Debug)]
pub(super) struct Spool {
    tail: Mutex<Tail>,
}

#[derive(Debug)]
struct Tail {
    file: BufWriter<File>,
    end: u64,
}

impl Write for Tail {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.end += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Spool {
    /// An empty file on the disk of `folder`.
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        let file = BufWriter::with_capacity(BUFFER, tempfile::tempfile_in(folder)?);
        Ok(Self {
            tail: Mutex::new(Tail { file, end: 0 }),
        })
    }

    /// Adds what `write` writes as one piece and gives its place. Other threads wait meanwhile.
    pub(super) fn append(
        &self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<Range<u64>> {
        let mut tail = self.tail.lock().unwrap_or_else(PoisonError::into_inner);
        let start = tail.end;
        write(&mut *tail)?;
        Ok(start..tail.end)
    }

    /// Ends writing.
    pub(super) fn finish(self) -> io::Result<Spooled> {
        let tail = self.tail.into_inner().unwrap_or_else(PoisonError::into_inner);
        let file = tail.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Spooled {
            file: Mutex::new(file),
        })
    }
}

/// A scratch file that is read.
#[derive(Debug)]
pub(super) struct Spooled {
    file: Mutex<File>,
}

impl Spooled {
    /// The bytes at `place`.
    pub(super) fn read(&self, place: Range<u64>) -> io::Result<Vec<u8>> {
        let length = usize::try_from(place.end - place.start).map_err(io::Error::other)?;
        let mut bytes = vec![0; length];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(place.start))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_back_by_their_places() {
        let folder = tempfile::tempdir().unwrap();
        let spool = Spool::new(folder.path()).unwrap();
        let texts = [
            String::new(),
            "a".to_owned(),
            "b".repeat(3 * BUFFER),
            "c".to_owned(),
        ];
        let places: Vec<_> = texts
            .iter()
            .map(|text| spool.append(|out| out.write_all(text.as_bytes())).unwrap())
            .collect();
        let spooled = spool.finish().unwrap();
        for (text, place) in texts.iter().zip(places).rev() {
            assert!(spooled.read(place).unwrap() == text.as_bytes());
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
