//! Walks a folder to the bottom without recursion and without following links, and says of everything it meets
//! whether it is read.

use std::ffi::OsString;
use std::fs::{self, FileType, Metadata};
use std::path::{Path, PathBuf};

use super::names;

/// A folder by what it is and not by how it is named, so that `out`, `./out` and a link to it are the same.
pub(super) struct Place(Option<Identity>);

#[cfg(unix)]
type Identity = (u64, u64);
#[cfg(not(unix))]
type Identity = PathBuf;

impl Place {
    /// The place at `path`, which need not exist: then it is no place at all.
    pub(super) fn of(path: &Path) -> Self {
        Self(
            fs::metadata(path)
                .ok()
                .and_then(|metadata| identity(path, &metadata)),
        )
    }

    /// Whether the folder at `path` is this place.
    pub(super) fn is(&self, path: &Path) -> bool {
        let Some(here) = &self.0 else { return false };
        fs::metadata(path)
            .ok()
            .and_then(|metadata| identity(path, &metadata))
            .is_some_and(|there| *here == there)
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems may not know")]
fn identity(_: &Path, metadata: &Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path, _: &Metadata) -> Option<Identity> {
    fs::canonicalize(path).ok()
}

/// Which of the files and folders below the root are wanted.
pub(super) trait Filter {
    /// Whether the file or folder (with everything in it) is wanted.
    fn wants(&self, relative: &Path) -> bool;
    /// Whether something below this folder may be wanted although the folder itself is not.
    fn may_want_below(&self, relative: &Path) -> bool;
}

/// Wants everything.
pub(super) struct Everything;

impl Filter for Everything {
    fn wants(&self, _: &Path) -> bool {
        true
    }

    fn may_want_below(&self, _: &Path) -> bool {
        true
    }
}

/// Tells `met` of everything below `root` that `filter` wants, in no order and without the folder `skip`: the names from the root down, and
/// why it is not read if it is not.
///
/// A folder that cannot be listed is itself met, so that opening it gives the reason.
pub(super) fn walk(
    root: &Path,
    skip: &Place,
    filter: &impl Filter,
    mut met: impl FnMut(&Path, Option<&'static str>),
) {
    let mut folders = vec![(PathBuf::new(), filter.wants(Path::new("")))];
    while let Some((relative, wanted)) = folders.pop() {
        let Ok(entries) = fs::read_dir(root.join(&relative)) else {
            met(&relative, None);
            continue;
        };
        for entry in entries {
            let Ok(entry) = entry else {
                met(&relative, None);
                break;
            };
            let name = entry.file_name();
            let below = relative.join(&name);
            let wanted = wanted || filter.wants(&below);
            let kind = entry.file_type();
            let enters = kind.as_ref().is_ok_and(FileType::is_dir) && !names::is_hidden_folder(&name);
            if enters {
                if (wanted || filter.may_want_below(&below)) && !skip.is(&root.join(&below)) {
                    folders.push((below, wanted));
                }
            } else if wanted {
                met(&below, kind.ok().and_then(|kind| reason(kind, &name)));
            }
        }
    }
}

fn reason(kind: FileType, name: &OsString) -> Option<&'static str> {
    if kind.is_symlink() {
        Some("symbolic link")
    } else if kind.is_dir() {
        Some("hidden")
    } else if kind.is_file() {
        names::skip_file(name)
    } else {
        Some("not a regular file")
    }
}
