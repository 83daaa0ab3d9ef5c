//! What of a folder of an OmegaT project is work that comes back. OmegaT keeps every translation several times: in the files that it makes for
//! sending back (`target/`), in its own memory, and in three exports of that, beside the files that it was given.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use rustc_hash::FxHashSet;

/// The file that makes a folder a project.
const PROJECT: &str = "omegat.project";

/// Where translations are, the best place first: the files to send back have ids and codes; the memory and its exports have texts alone, which of
/// the exports the one of the second level keeps with their codes.
const PLACES: [Place; 5] = [
    Place::Folder("target/"),
    Place::Folder("omegat/"),
    Place::Export("-level2.tmx"),
    Place::Export("-omegat.tmx"),
    Place::Export("-level1.tmx"),
];
/// What a project was given: no work of its translator.
const GIVEN: [Place; 4] = [
    Place::Folder("source/"),
    Place::Folder("tm/"),
    Place::Folder("glossary/"),
    Place::Folder("dictionary/"),
];

#[derive(Clone, Copy)]
enum Place {
    Folder(&'static str),
    /// A file in the project's own folder that is called so at its end.
    Export(&'static str),
}

impl Place {
    /// Whether the file `name` below the project's folder is in it.
    fn holds(self, name: &str) -> bool {
        match self {
            Self::Folder(folder) => name.starts_with(folder),
            Self::Export(end) => !name.contains('/') && name.ends_with(end),
        }
    }
}

/// What of a project is not read, since the same translations are read elsewhere in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// The project's folder.
    pub project: String,
    /// What is read.
    pub read: Vec<String>,
    /// What is not: folders, and files in the project's own folder.
    pub left: Vec<String>,
}

impl fmt::Display for Aside {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (read, left) = (self.read.join(", "), self.left.join(", "));
        write!(
            out,
            "an OmegaT project: {read} is read, {left} left aside; name a file itself to have it read"
        )
    }
}

/// The folders of the projects among `names`, with their last `/`.
pub(super) fn projects<'n>(names: impl Iterator<Item = &'n str>) -> FxHashSet<&'n str> {
    let folder = |name: &'n str| {
        let folder = name.strip_suffix(PROJECT)?;
        (folder.is_empty() || folder.ends_with('/')).then_some(folder)
    };
    names.filter_map(folder).collect()
}

/// Which of the translation files `names` are left aside, and what to tell of each project.
pub(super) fn aside(projects: &FxHashSet<&str>, names: &[&str]) -> (Vec<bool>, Vec<Aside>) {
    let mut left = vec![false; names.len()];
    let mut told = Vec::new();
    for (project, files) in by_project(projects, names) {
        let holds = |place: &Place| files.iter().any(|(_, name)| place.holds(name));
        let Some(best) = PLACES.iter().find(|place| holds(place)) else {
            // Nobody has worked on it yet.
            continue;
        };
        let (mut read, mut aside) = (BTreeSet::new(), BTreeSet::new());
        for (at, name) in files {
            if best.holds(name) {
                read.insert(shown(name));
            } else if PLACES.iter().chain(&GIVEN).any(|place| place.holds(name)) {
                left[at] = true;
                aside.insert(shown(name));
            }
        }
        if !aside.is_empty() {
            told.push(Aside {
                project: project.trim_end_matches('/').to_owned(),
                read: read.into_iter().collect(),
                left: aside.into_iter().collect(),
            });
        }
    }
    (left, told)
}

/// The number and the name below its project of every file that lies in one: in the innermost.
fn by_project<'n>(projects: &FxHashSet<&str>, names: &[&'n str]) -> BTreeMap<&'n str, Vec<(usize, &'n str)>> {
    let mut files: BTreeMap<&str, Vec<(usize, &str)>> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        let ends = name.rmatch_indices('/').map(|(end, _)| end + 1).chain([0]);
        let project = ends
            .map(|end| name.split_at(end))
            .find(|(folder, _)| projects.contains(folder));
        if let Some((project, below)) = project {
            files.entry(project).or_default().push((at, below));
        }
    }
    files
}

/// A file as it is told: by its folder in the project, if it lies in one.
fn shown(name: &str) -> String {
    match name.split_once('/') {
        Some((folder, _)) => format!("{folder}/"),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The files that are read, and what is told.
    fn read(names: &[&str]) -> (Vec<String>, Vec<String>) {
        let (left, told) = aside(&projects(names.iter().copied()), names);
        let read = names.iter().zip(left).filter(|(_, left)| !left);
        (
            read.map(|(name, _)| (*name).to_owned())
                .filter(|name| !name.ends_with(PROJECT))
                .collect(),
            told.iter().map(|one| format!("{}: {one}", one.project)).collect(),
        )
    }

    #[test]
    fn one_place_of_a_project_is_read_and_the_others_are_told() {
        let mut names = vec![
            "job/omegat.project",
            "job/target/a.xlf",
            "job/target/b/c.xlf",
            "job/omegat/project_save.tmx",
            "job/job-level1.tmx",
            "job/job-level2.tmx",
            "job/job-omegat.tmx",
            "job/source/a.xlf",
            "job/tm/old.tmx",
            "job/reviewed.xlsx",
            "other/source/a.xlf",
            "other/x-level1.tmx",
        ];
        let rest = ["job/reviewed.xlsx", "other/source/a.xlf", "other/x-level1.tmx"];
        let with = |first: &[&'static str]| [first, &rest].concat();
        let (files, told) = read(&names);
        assert_eq!(files, with(&["job/target/a.xlf", "job/target/b/c.xlf"]));
        assert_eq!(
            told,
            [
                "job: an OmegaT project: target/ is read, job-level1.tmx, job-level2.tmx, job-omegat.tmx, omegat/, source/, tm/ left aside; \
                 name a file itself to have it read"
            ]
        );
        names.retain(|name| !name.contains("target"));
        assert_eq!(read(&names).0, with(&["job/omegat/project_save.tmx"]));
        names.retain(|name| !name.contains("_save"));
        assert_eq!(read(&names).0, with(&["job/job-level2.tmx"]));
        // A project that nobody has worked on is the job as it was made.
        names.retain(|name| !name.contains("/job-"));
        assert_eq!(
            read(&names),
            (names[1..].iter().map(|name| (*name).to_owned()).collect(), vec![])
        );
    }

    #[test]
    fn a_project_in_a_project_is_one_of_its_own() {
        let names = [
            "omegat.project",
            "a-omegat.tmx",
            "in/omegat.project",
            "in/target/a.xlf",
            "in/source/a.xlf",
        ];
        let (files, told) = read(&names);
        assert_eq!(files, ["a-omegat.tmx", "in/target/a.xlf"]);
        assert_eq!(told.len(), 1);
    }
}
