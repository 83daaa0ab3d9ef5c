//! From the arguments of the command line to the list of inputs: each file once, in byte order of the shown path.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::found::Base;
use super::glob::{Glob, is_glob};
use super::walk::{Everything, Filter, Place, walk};
use super::{Found, InputError};

/// Lists what `arguments` (files, folders, globs) name, in byte order of the shown path, each file once.
///
/// Folders are walked to the bottom without following links; `skip` (the output folder) is left out, compared by
/// device and inode. A file that is named itself is always read, whatever its name; what is met in folders is read or
/// has a reason in [`Found::skipped`]. An argument that exists is never taken for a glob.
///
/// # Errors
/// If an argument names nothing, or names the output folder.
pub fn inputs(arguments: &[PathBuf], skip: &Path) -> Result<Vec<Found>, InputError> {
    let skip = Place::of(skip);
    let mut list = List::default();
    for argument in arguments {
        match fs::metadata(argument) {
            Ok(metadata) if metadata.is_dir() => {
                if skip.is(argument) {
                    return Err(InputError::IsOutput(argument.clone()));
                }
                let shown = if arguments.len() == 1 {
                    PathBuf::new()
                } else {
                    cleaned(argument)
                };
                list.folder(argument, &shown, &skip, &Everything);
            }
            Ok(_) => list.file(argument),
            Err(_) if is_glob(argument) && fs::symlink_metadata(argument).is_err() => {
                let glob = Glob::parse(argument)?;
                let before = list.found.len();
                list.folder(glob.root(), &cleaned(&glob.base), &skip, &glob);
                if list.found.len() == before {
                    return Err(InputError::Glob {
                        pattern: argument.to_string_lossy().into_owned(),
                        reason: "no file matches".to_owned(),
                    });
                }
            }
            Err(_) => return Err(InputError::Missing(argument.clone())),
        }
    }
    Ok(list.finish(arguments.len() > 1))
}

/// What was found so far.
#[derive(Default)]
struct List {
    found: Vec<Found>,
}

impl List {
    fn folder(&mut self, root: &Path, shown: &Path, skip: &Place, filter: &impl Filter) {
        let base = Arc::new(Base {
            open: root.to_owned(),
            shown: shown.to_owned(),
            real: fs::canonicalize(root).unwrap_or_else(|_| root.to_owned()),
        });
        walk(root, skip, filter, |relative, skipped| {
            self.found.push(Found::new(&base, relative, skipped));
        });
    }

    fn file(&mut self, path: &Path) {
        // Links are not followed when files are opened; one that is named itself is resolved here.
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let is_link = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
        let base = Base {
            open: if is_link { real.clone() } else { path.to_owned() },
            shown: cleaned(path),
            real,
        };
        self.found.push(Found::new(&Arc::new(base), Path::new(""), None));
    }

    fn finish(mut self, may_repeat: bool) -> Vec<Found> {
        if may_repeat {
            let mut seen: FxHashSet<PathBuf> = FxHashSet::default();
            self.found.retain(|found| seen.insert(found.real()));
        }
        self.found.sort_by(Found::compare);
        self.found.shrink_to_fit();
        self.found
    }
}

/// `path` without `.` and without what `..` takes back, as far as no link stands before the `..`.
fn cleaned(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for component in path.components() {
        let takes_back = component == Component::ParentDir
            && matches!(clean.components().next_back(), Some(Component::Normal(_)))
            && !fs::symlink_metadata(&clean).is_ok_and(|metadata| metadata.is_symlink());
        if takes_back {
            clean.pop();
        } else if component != Component::CurDir {
            clean.push(component);
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes a folder with these files, each of which holds its own name.
    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::File::create(&path).unwrap();
        }
        folder
    }

    fn names(found: &[Found]) -> Vec<String> {
        found
            .iter()
            .map(|found| match found.skipped {
                Some(reason) => format!("{} ({reason})", found.name()),
                None => found.name(),
            })
            .collect()
    }

    #[test]
    fn everything_in_a_folder_is_listed_once_with_its_reason() {
        let folder = folder(&[
            "b.txt",
            "a/z.html",
            "a.md",
            "photo.png",
            ".git/config",
            ".git/HEAD",
            ".x",
            "x.txt~",
            "bad.docx",
            "README",
        ]);
        let found = inputs(&[folder.path().to_owned()], Path::new("/nowhere")).unwrap();
        assert_eq!(
            names(&found),
            [
                ".git (hidden)",
                ".x (hidden)",
                "README",
                "a.md",
                "a/z.html",
                "b.txt",
                "bad.docx",
                "photo.png (not an article format)",
                "x.txt~ (lock or backup file)",
            ]
        );
    }

    #[test]
    fn the_output_folder_is_left_out_and_is_no_input() {
        let folder = folder(&["a.txt", "out/b.txt", "c/out/d.txt"]);
        let odd = folder.path().join("c/../out/.");
        let found = inputs(&[folder.path().to_owned()], &odd).unwrap();
        assert_eq!(names(&found), ["a.txt", "c/out/d.txt"]);
        let error = inputs(&[odd], &folder.path().join("out")).unwrap_err();
        assert!(matches!(error, InputError::IsOutput(_)));
    }

    #[test]
    fn several_arguments_show_paths_as_given_and_each_file_once() {
        let folder = folder(&["a/1.txt", "a/2.txt", "b.txt"]);
        let at = |path: &str| folder.path().join(path);
        let found = inputs(
            &[at("./a"), at("a/../a/1.txt"), at("b.txt"), at("*.txt")],
            Path::new(""),
        )
        .unwrap();
        let shown: Vec<PathBuf> = found.iter().map(|found| PathBuf::from(found.name())).collect();
        assert_eq!(shown, [at("a/1.txt"), at("a/2.txt"), at("b.txt")]);
    }

    #[test]
    fn globs_find_files_and_whole_folders() {
        let folder = folder(&["a/1.txt", "a/2.md", "a/b/3.txt", "c/4.txt", "d.txt"]);
        for (glob, expected) in [
            ("*.txt", &["d.txt"][..]),
            ("*", &["a/1.txt", "a/2.md", "a/b/3.txt", "c/4.txt", "d.txt"]),
            ("**/*.txt", &["a/1.txt", "a/b/3.txt", "c/4.txt", "d.txt"]),
            ("{a,c}/?.txt", &["a/1.txt", "c/4.txt"]),
            ("a/{1.txt,b/3.txt}", &["a/1.txt", "a/b/3.txt"]),
            ("[ab]", &["a/1.txt", "a/2.md", "a/b/3.txt"]),
        ] {
            let found = inputs(&[folder.path().join(glob)], Path::new("")).unwrap();
            let expected: Vec<_> = expected.iter().map(|name| folder.path().join(name)).collect();
            let found: Vec<_> = found.iter().map(Found::path).collect();
            assert_eq!(found, expected, "{glob}");
        }
        for glob in ["*.rst", "a/*/*/*"] {
            let error = inputs(&[folder.path().join(glob)], Path::new("")).unwrap_err();
            assert!(error.to_string().ends_with("no file matches"), "{error}");
        }
        let error = inputs(&[folder.path().join("{a")], Path::new("")).unwrap_err();
        assert!(matches!(error, InputError::Glob { .. }), "{error}");
    }

    #[test]
    fn an_argument_that_is_not_there_is_named() {
        let error = inputs(&["/no/such/folder".into()], Path::new("")).unwrap_err();
        assert_eq!(error.to_string(), "/no/such/folder: no such file or folder");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_pipes_are_listed_and_not_followed() {
        use std::os::unix::ffi::OsStrExt;
        let folder = folder(&["a.txt"]);
        std::os::unix::fs::symlink("loop", folder.path().join("loop")).unwrap();
        std::os::unix::fs::symlink(".", folder.path().join("here")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("s.txt")).unwrap();
        fs::File::create(folder.path().join(std::ffi::OsStr::from_bytes(b"\xff\xe9.txt"))).unwrap();
        let found = inputs(&[folder.path().to_owned()], Path::new("")).unwrap();
        assert_eq!(
            names(&found),
            [
                "a.txt",
                "here (symbolic link)",
                "loop (symbolic link)",
                "s.txt (not a regular file)",
                "\\xFF\\xE9.txt",
            ]
        );
        assert_eq!(found[4].key(), b"\xff\xe9.txt");
        let found = inputs(&[folder.path().join("here")], Path::new("")).unwrap();
        assert_eq!(found.len(), 5, "a link that is named itself is followed");
    }

    #[test]
    fn deep_folders_are_walked() {
        let folder = tempfile::tempdir().unwrap();
        let deep = ["d"; 300].join("/");
        fs::create_dir_all(folder.path().join(&deep)).unwrap();
        fs::File::create(folder.path().join(&deep).join("a.txt")).unwrap();
        let found = inputs(&[folder.path().to_owned()], Path::new("")).unwrap();
        assert_eq!(names(&found), [format!("{deep}/a.txt")]);
    }
}
