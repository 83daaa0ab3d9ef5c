//! The files that settings are read from.

use std::io::Read as _;
use std::path::Path;

use super::ConfigError;
use crate::article::Format;
use crate::read;
use crate::segment::SrxRules;

/// Largest settings or SRX file, in bytes; the published SRX files are of 200 kB.
const MAX_FILE_BYTES: u64 = 8 << 20;

/// The bytes of a file that settings are read from.
pub(crate) fn file(path: &Path) -> Result<Vec<u8>, ConfigError> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes))
        .and_then(|_| match bytes.len() as u64 {
            0..=MAX_FILE_BYTES => Ok(()),
            _ => Err(std::io::Error::other(format!(
                "larger than {MAX_FILE_BYTES} bytes"
            ))),
        })
        .map_err(|source| ConfigError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
    Ok(bytes)
}

/// Reads an SRX file.
pub(super) fn srx(path: &Path) -> Result<SrxRules, ConfigError> {
    // As in a web page a declared character set counts, and a byte order mark before it.
    let decoded = read::decode(&file(path)?, Format::Html);
    SrxRules::read(&decoded.text).map_err(|error| ConfigError::Srx {
        path: path.to_owned(),
        error,
    })
}

/// The line of byte `at`, from 1.
pub(super) fn line_of(bytes: &[u8], at: usize) -> usize {
    1 + memchr::memchr_iter(b'\n', &bytes[..at.min(bytes.len())]).count()
}
