//! Where a run found its articles (`.tolmach/inputs`), so that what comes back is put into the same files without naming them again.

use std::fs::{self, File};
use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};

use super::is_standard_input;
use super::output::{Output, STATE_FOLDER};

const NAME: &str = "inputs";

/// Notes the inputs of a run, as places that do not depend on the working directory.
pub(super) fn note(output: &Output, inputs: &[PathBuf]) -> io::Result<()> {
    let files = inputs.iter().filter(|input| !is_standard_input(input));
    let places: Vec<PathBuf> = files.map(std::path::absolute).collect::<io::Result<_>>()?;
    // A name that is no Unicode cannot be noted; it has to be named.
    let names: Vec<&str> = places.iter().filter_map(|place| place.to_str()).collect();
    let text = serde_json::to_vec(&names)?;
    let scratch = output.scratch().join(NAME);
    File::create(&scratch)?.write_all(&text)?;
    fs::rename(scratch, output.root().join(STATE_FOLDER).join(NAME))
}

/// The inputs of the run that left `root`, or `otherwise` if it left no word of them; those that are there.
pub(super) fn inputs(root: &Path, otherwise: &[PathBuf]) -> Vec<PathBuf> {
    let file = File::open(root.join(STATE_FOLDER).join(NAME)).map(BufReader::new);
    let noted = file.ok().and_then(|file| serde_json::from_reader(file).ok());
    let mut places: Vec<PathBuf> = noted.unwrap_or_default();
    if places.is_empty() {
        places = otherwise.to_vec();
    }
    let is_pattern = |place: &Path| place.to_string_lossy().contains(['*', '?', '[']);
    places.retain(|place| is_pattern(place) || place.exists());
    places
}
