//! The house rules of ARCHITECTURE.md, held against the source: who may import whom, where files, threads and the console are touched.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Layer of each module; a module may use those of lower layers.
const LAYERS: &[(&str, u8)] = &[
    ("article", 0),
    ("words", 1),
    ("escape", 1),
    ("bilingual", 1),
    ("read", 2),
    ("extract", 2),
    ("detect", 2),
    ("segment", 2),
    ("summarize", 2),
    ("memory", 2),
    ("check", 2),
    ("config", 3),
    ("digest", 3),
    ("export", 3),
    ("merge", 3),
    ("report", 3),
    ("run", 4),
    ("cli", 6),
];

/// Imports beside the layers.
const ALSO: &[(&str, &str)] = &[("bilingual", "escape")];

const VAGUE: &[&str] = &[
    "util", "utils", "misc", "common", "helper", "helpers", "stuff", "manager", "base", "shared", "types",
];

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut folders, mut files) = (vec![root.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path
                    .strip_prefix(&root)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .replace('\\', "/");
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// The code of a file before its tests, comments left out; a file of tests has none.
fn code(name: &str, text: &str) -> String {
    if name.ends_with("/tests.rs") {
        return String::new();
    }
    let body = text.split("#[cfg(test)]").next().unwrap_or_default();
    body.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn module(name: &str) -> &str {
    name.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

#[test]
fn imports_run_one_way() {
    let layers: BTreeMap<&str, u8> = LAYERS.iter().copied().collect();
    for (name, text) in sources() {
        let from = module(&name);
        if matches!(from, "lib" | "main") {
            continue;
        }
        let layer = *layers
            .get(from)
            .unwrap_or_else(|| panic!("{name}: {from} is in no layer"));
        let code = code(&name, &text);
        for used in code.split("crate::").skip(1).flat_map(imported) {
            let Some(&other) = layers.get(used.as_str()) else {
                continue;
            };
            let allowed = used == from || other < layer || ALSO.contains(&(from, used.as_str()));
            assert!(allowed, "{name}: {from} may not use {used}");
        }
    }
}

/// The modules that stand after `crate::`: one name, or a list in braces.
fn imported(after: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim()
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect()
    };
    match after.strip_prefix('{') {
        Some(list) => list
            .split('}')
            .next()
            .unwrap_or_default()
            .split(',')
            .map(name)
            .collect(),
        None => vec![name(after)],
    }
}

#[test]
fn threads_are_in_one_file() {
    for (name, text) in sources() {
        let code = code(&name, &text);
        let threads =
            code.contains("rayon") || code.contains("std::thread") || code.contains("thread::spawn");
        assert!(!threads || name == "run/parallel.rs", "{name} starts threads");
    }
}

#[test]
fn files_are_opened_at_the_edges() {
    for (name, text) in sources() {
        let code = code(&name, &text);
        let files = code.contains("std::fs") || code.contains("File::open") || code.contains("File::create");
        let edge = matches!(module(&name), "read" | "run" | "cli" | "config" | "main");
        assert!(!files || edge, "{name} opens files");
    }
}

#[test]
fn only_the_command_line_prints_and_reads_the_environment() {
    for (name, text) in sources() {
        let code = code(&name, &text);
        let console = [
            "println!",
            "eprintln!",
            "std::env",
            "io::stdin",
            "io::stdout",
            "io::stderr",
        ];
        let found = console.iter().find(|word| code.contains(**word));
        assert!(
            found.is_none() || matches!(module(&name), "cli" | "main"),
            "{name} uses {found:?}"
        );
    }
}

#[test]
fn every_file_says_what_it_is_for_and_is_named_for_it() {
    for (name, text) in sources() {
        assert!(
            text.starts_with("//!"),
            "{name} does not begin with what it is for"
        );
        let vague = name
            .split('/')
            .map(|part| part.trim_end_matches(".rs"))
            .find(|part| VAGUE.contains(part));
        assert!(vague.is_none(), "{name}: {vague:?} says nothing");
        let lines = text.lines().count();
        assert!(
            lines <= 500 || name.contains("/data/"),
            "{name} has {lines} lines: two ideas live in it"
        );
    }
}
