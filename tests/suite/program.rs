//! Runs the program in a folder of its own and looks at what it left.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

/// A working folder that goes away with the test.
pub(crate) struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A folder with these files below it.
    pub(crate) fn with(files: &[(&str, &[u8])]) -> Self {
        let place = Self::new();
        for (name, bytes) in files {
            place.file(name, bytes);
        }
        place
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn file(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The lines of a JSONL file.
    pub(crate) fn lines(&self, name: &str) -> Vec<Value> {
        self.read(name)
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The manifest's line for a path.
    pub(crate) fn entry(&self, path: &str) -> Value {
        let lines = self.lines("output/manifest.jsonl");
        lines
            .into_iter()
            .find(|line| line["path"] == path)
            .unwrap_or_else(|| panic!("no line for {path}"))
    }

    /// Runs the program here with these arguments.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, b"")
    }

    /// The same with bytes on standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &[u8]) -> Run {
        let mut command = Command::cargo_bin("tolmach").unwrap();
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("TOLMACH_")) {
            command.env_remove(name);
        }
        Run(command
            .args(arguments)
            .current_dir(self.folder.path())
            .write_stdin(input)
            .output()
            .unwrap())
    }

    /// Every file below `name` with its content, the state folder left out.
    pub(crate) fn tree(&self, name: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.path(name), &self.path(name), &mut files);
        files
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with(".tolmach") {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            files.insert(name, fs::read(path).unwrap());
        }
    }
}

/// What the program did.
pub(crate) struct Run(Output);

impl Run {
    pub(crate) fn code(&self) -> i32 {
        self.0.status.code().expect("an exit code, not a signal")
    }

    pub(crate) fn stdout(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).unwrap()
    }

    pub(crate) fn stderr(&self) -> String {
        String::from_utf8(self.0.stderr.clone()).unwrap()
    }

    /// Fails with what the program said if it did not exit with `code`.
    pub(crate) fn expect(self, code: i32) -> Self {
        assert_eq!(self.code(), code, "{}\n{}", self.stdout(), self.stderr());
        self
    }

    /// Standard output as JSON lines.
    pub(crate) fn replies(&self) -> Vec<Value> {
        self.stdout()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

/// An article that is easy to read in any form.
pub(crate) const ARTICLE: &str = "Bridge over the Sarn opens again\n\
The repair took a year and a half.\n\
The bridge over the Sarn opened to traffic on Monday, eighteen months after a flood had washed out two of its piers. \
Engineers drove forty steel piles into the river bed. The work cost 3.5 million, half a million less than planned.\n\
\"We used to drive an hour to reach the market,\" said Ms. Orla Finn, who sells honey on the other bank. \"Now it takes six minutes.\"\n\
Read more: How the ferry kept the valley alive\n\
The council expects 4,000 cars a day. Lorries over twelve tonnes will still have to take the northern road until the asphalt has settled.\n";
