//! The list of files that runs have made, so that what an input no longer stands for can be removed, and nothing else.
//!
//! Names are appended while the run goes on (`.tolmach/outputs.partial`), so that a killed run's files are known too; the end
//! of a run leaves the plain list (`.tolmach/outputs`). Memory: eight bytes a file.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Component, Path, PathBuf};

use super::output::STATE_FOLDER;
use crate::export::omegat;

/// Names under which `run` writes; no list can make it remove anything else.
const OWN_PLACES: &[&str] = &[
    "articles",
    "summaries",
    "digest",
    "jobs",
    "index.html",
    "manifest.jsonl",
];

/// The list of this run and of those before it.
#[derive(Debug)]
pub(super) struct Journal {
    partial: BufWriter<File>,
    /// Hashes of the names that this run made.
    made: Vec<u64>,
}

impl Journal {
    /// Opens the list in the state folder of `root`; in a fresh clone, what the manifest stands for begins it.
    pub(super) fn open(root: &Path) -> io::Result<Self> {
        let state = root.join(STATE_FOLDER);
        let path = state.join("outputs.partial");
        if fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_symlink()) {
            fs::remove_file(&path)?;
        }
        let mut file = File::options().create(true).append(true).open(&path)?;
        let mut seed = String::from("\n"); // ends a line that a killed run left unfinished
        if !state.join("outputs").is_file() {
            for name in outputs_by_manifest(root) {
                seed.push_str(&name);
                seed.push('\n');
            }
        }
        file.write_all(seed.as_bytes())?;
        Ok(Self {
            partial: BufWriter::new(file),
            made: Vec::new(),
        })
    }

    /// Notes that this run made `name`.
    pub(super) fn note(&mut self, name: &str) -> io::Result<()> {
        self.made.push(hash(name));
        writeln!(self.partial, "{name}")
    }

    /// Removes what earlier runs made below the folder `part` (everywhere if it is empty) and this one did not, and leaves the list of what
    /// there is.
    pub(super) fn close(mut self, root: &Path, part: &str) -> io::Result<()> {
        self.partial.flush()?;
        let state = root.join(STATE_FOLDER);
        let next = state.join("tmp").join("outputs");
        let mut list = BufWriter::new(File::create(&next)?);
        self.made.sort_unstable();
        self.made.dedup();
        let mut listed = vec![false; self.made.len()];
        for old in ["outputs", "outputs.partial"] {
            let Ok(file) = File::open(state.join(old)) else {
                continue;
            };
            for line in BufReader::new(file).split(b'\n') {
                let Ok(name) = String::from_utf8(line?) else {
                    continue;
                };
                match self.made.binary_search(&hash(&name)) {
                    Ok(place) if listed[place] => {}
                    Ok(place) => {
                        listed[place] = true;
                        writeln!(list, "{name}")?;
                    }
                    Err(_) if is_own(&name) && Path::new(&name).starts_with(part) => remove(root, &name),
                    Err(_) if is_own(&name) => {
                        // Made by an earlier command and no business of this one. Twice in the lists does no harm.
                        writeln!(list, "{name}")?;
                    }
                    Err(_) => {}
                }
            }
        }
        list.flush()?;
        fs::rename(&next, state.join("outputs"))?;
        fs::remove_file(state.join("outputs.partial"))
    }
}

fn hash(name: &str) -> u64 {
    let bytes = blake3::hash(name.as_bytes());
    u64::from_le_bytes(bytes.as_bytes()[..8].try_into().expect("a hash has 32 bytes"))
}

/// Whether a name read from a list is one that `run` writes and stays inside the folder.
fn is_own(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    let first = parts.next().and_then(|part| part.as_os_str().to_str());
    first.is_some_and(|first| OWN_PLACES.contains(&first))
        && Path::new(name)
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
}

/// Names that the manifest in `root` stands for and that are there.
fn outputs_by_manifest(root: &Path) -> Vec<String> {
    #[expect(clippy::disallowed_methods, reason = "the run's own state")]
    let manifest = fs::read_to_string(root.join("manifest.jsonl")).unwrap_or_default();
    let (mut ids, mut languages) = (Vec::new(), BTreeSet::new());
    for entry in manifest
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
    {
        let text = |key: &str| entry.get(key).and_then(|value| value.as_str()).map(str::to_owned);
        ids.extend(text("id"));
        languages.extend(text("lang"));
    }
    let jobs: Vec<PathBuf> = fs::read_dir(root.join("jobs"))
        .map(|entries| {
            entries
                .flatten()
                .map(|entry| Path::new("jobs").join(entry.file_name()))
                .collect()
        })
        .unwrap_or_default();
    let mut names: Vec<PathBuf> = Vec::new();
    for id in ids {
        names.push(Path::new("articles").join(format!("{id}.json")));
        names.push(Path::new("summaries").join(format!("{id}.md")));
        for job in &jobs {
            names.push(job.join(format!("{id}.xlf")));
            names.push(job.join(format!("{id}.po")));
            names.push(job.join("source").join(format!("{id}.xlf")));
            names.push(job.join("preview").join(format!("{id}.html")));
        }
    }
    for job in &jobs {
        let files = [
            "segments.tsv",
            "segments.xlsx",
            "job.json",
            "COUNTS.md",
            "counts.json",
            "memory.tmx",
            "glossary.tbx",
            "omegat.project",
        ];
        names.extend(files.into_iter().chain(omegat::NAMES).map(|file| job.join(file)));
    }
    for stem in languages {
        names.extend(
            ["md", "html", "txt", "eml"].map(|form| Path::new("digest").join(format!("{stem}.{form}"))),
        );
    }
    names.extend(["feed.xml", "atom.xml", "feed.json"].map(|file| Path::new("digest").join(file)));
    names.retain(|name| root.join(name).is_file());
    names
        .into_iter()
        .filter_map(|name| name.into_os_string().into_string().ok())
        .collect()
}

/// Removes an output and the folders that become empty by it.
fn remove(root: &Path, name: &str) {
    if fs::remove_file(root.join(name)).is_err() {
        return;
    }
    let mut folder = Path::new(name).parent();
    while let Some(path) = folder.filter(|path| !path.as_os_str().is_empty()) {
        if fs::remove_dir(root.join(path)).is_err() {
            break;
        }
        folder = path.parent();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_a_run_are_ever_removed() {
        for name in [
            "translated/fr/a.txt",
            "../x",
            "/etc/passwd",
            "articles/../../x",
            "",
            "notes.txt",
        ] {
            assert!(!is_own(name), "{name}");
        }
        assert!(is_own("articles/a.json") && is_own("index.html") && is_own("jobs/en-fr/preview/a.html"));
    }

    #[test]
    fn files_of_a_killed_run_are_known_to_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join(STATE_FOLDER).join("tmp")).unwrap();
        fs::create_dir(root.join("articles")).unwrap();
        File::create(root.join("articles/gone.json")).unwrap();
        let mut killed = Journal::open(root).unwrap();
        killed.note("articles/gone.json").unwrap();
        drop(killed);
        Journal::open(root).unwrap().close(root, "").unwrap();
        assert!(!root.join("articles").exists());
    }
}
