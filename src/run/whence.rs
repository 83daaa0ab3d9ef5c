//! Where a run found its articles (`.tolmach/inputs`), so that what comes back is put into the same files without naming them again.

use std::fs::{self, File};
use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::is_standard_input;
use super::output::{Output, STATE_FOLDER};

const NAME: &str = "inputs";

/// Notes the inputs of a run, as places that do not depend on the working directory.
pub(super) fn note(output: &Output, inputs: &[PathBuf]) -> io::Result<()> {
    let files = inputs.iter().filter(|input| !is_standard_input(input));
    let places: Vec<PathBuf> = files.map(std::path::absolute).collect::<io::Result<_>>()?;
    // A name that is no Unicode cannot be noted; it has to be named.
    let whence = Whence {
        folder: std::path::absolute(".")?.to_str().map(PathBuf::from),
        inputs: places
            .into_iter()
            .filter(|place| place.to_str().is_some())
            .collect(),
    };
    let text = serde_json::to_vec(&whence)?;
    let scratch = output.scratch().join(NAME);
    File::create(&scratch)?.write_all(&text)?;
    fs::rename(scratch, output.root().join(STATE_FOLDER).join(NAME))
}

/// Where a run worked, and its inputs.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Whence {
    /// Its working directory, below which files that are named themselves have their names.
    pub(super) folder: Option<PathBuf>,
    /// Files, folders and patterns.
    pub(super) inputs: Vec<PathBuf>,
}

/// What the run that left `root` has noted, with the inputs `otherwise` if it left no word of them; those that are there.
pub(super) fn read(root: &Path, otherwise: &[PathBuf]) -> Whence {
    let file = File::open(root.join(STATE_FOLDER).join(NAME)).map(BufReader::new);
    let noted = file.ok().and_then(|file| serde_json::from_reader(file).ok());
    let mut whence: Whence = noted.unwrap_or_default();
    if whence.inputs.is_empty() {
        whence.inputs = otherwise.to_vec();
    }
    let is_pattern = |place: &Path| place.to_string_lossy().contains(['*', '?', '[']);
    whence.inputs.retain(|place| is_pattern(place) || place.exists());
    whence
}
