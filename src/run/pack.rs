//! A finished job folder as one zip archive: names in UTF-8, no times, so that the same job gives the same bytes.

use std::fs::File;
use std::io;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::output::Output;

/// Files from this size on need the long form of sizes in the archive.
const LARGE_BYTES: u64 = u32::MAX as u64;

/// Writes `folder`.zip beside the folder; `files` are paths inside it, which this run has written.
pub(super) fn zip<'f>(output: &Output, folder: &str, files: impl Iterator<Item = &'f str>) -> io::Result<()> {
    let name = folder.rsplit('/').next().unwrap_or(folder);
    let mut zip = ZipWriter::new(output.create(&format!("{folder}.zip"))?);
    for path in files {
        let mut file = File::open(output.root().join(folder).join(path))?;
        // Spreadsheets are packed already.
        let packed = path.to_ascii_lowercase().ends_with(".xlsx");
        let options = SimpleFileOptions::default()
            .compression_method(if packed {
                CompressionMethod::Stored
            } else {
                CompressionMethod::Deflated
            })
            .unix_permissions(0o644)
            .large_file(file.metadata()?.len() >= LARGE_BYTES);
        zip.start_file(format!("{name}/{path}"), options)?;
        io::copy(&mut file, &mut zip)?;
    }
    zip.finish()?.finish()
}
