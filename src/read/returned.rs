//! Files that come back from translators, as bytes: files, those in folders, and the members of zip archives.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;
use zip::ZipArchive;

use super::names::NOT_AN_ARTICLE;
use super::open::bytes;
use super::project::{self, Aside};
use super::{Found, InputError, ReadError, inputs};
use crate::article::Limits;

/// Endings of translation files, and of archives of them.
const ENDINGS: &[&str] = &[
    "xlf", "xliff", "sdlxliff", "mqxliff", "mxliff", "mxlf", "po", "tmx", "tsv", "csv", "xlsx", "zip",
];
/// Memories that a job was handed over with: what they hold is no work that came back.
const GIVEN: &[&str] = &["memory.tmx", "tm/auto/translated.tmx", "tm/previous.tmx"];
/// Most members of an archive.
const MAX_MEMBERS: usize = 100_000;
/// Most bytes of all members of an archive.
const MAX_ARCHIVE_BYTES: u64 = 1 << 30;
/// A member of every office document, which is a zip archive too.
const OFFICE: &str = "[Content_Types].xml";

/// A file that came back.
#[derive(Debug)]
pub struct Returned {
    /// Its path as messages show it; of a member `archive.zip/folder/name`.
    pub name: String,
    /// Its bytes, or why there are none.
    pub bytes: Result<Vec<u8>, ReadError>,
}

/// Gives `take` every file that `arguments` (files, folders, globs) name, in byte order of their paths, one at a time.
///
/// A file that is named itself is given whatever its name; of folders and archives those that are called like translation files, and are no
/// memories that jobs are handed over with; of an `OmegaT` project those of one place, and what is left aside is given back. Of an archive nothing
/// is written anywhere, and a member whose name leads out of it is an error. No link is followed.
///
/// # Errors
/// If an argument names nothing.
pub fn returned(
    arguments: &[PathBuf],
    limits: &Limits,
    mut take: impl FnMut(Returned),
) -> Result<Vec<Aside>, InputError> {
    let (paths, mut aside) = paths(arguments)?;
    for path in paths {
        let name = path.to_string_lossy().into_owned();
        match bytes(&path, limits) {
            Ok(packed) if packed.starts_with(b"PK\x03\x04") => {
                aside.extend(archive(&name, packed, limits, &mut take));
            }
            bytes => take(Returned { name, bytes }),
        }
    }
    Ok(aside)
}

/// How many files [`returned`] opens; an archive is one.
///
/// # Errors
/// If an argument names nothing.
pub fn returned_count(arguments: &[PathBuf]) -> Result<usize, InputError> {
    Ok(paths(arguments)?.0.len())
}

/// The files to read, and what is left aside of projects among them.
fn paths(arguments: &[PathBuf]) -> Result<(Vec<PathBuf>, Vec<Aside>), InputError> {
    let found = inputs(arguments, Path::new(""))?;
    let all: Vec<(PathBuf, String)> = found
        .iter()
        .filter(|found| found.skipped.is_none_or(|reason| reason == NOT_AN_ARTICLE))
        .map(|found| {
            let path = found.path();
            let name = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
            (path, name)
        })
        .collect();
    let projects = project::projects(all.iter().map(|(_, name)| &**name));
    let (wanted, names): (Vec<&Path>, Vec<&str>) = all
        .iter()
        .filter(|(path, name)| !arguments.contains(path) && is_wanted(name))
        .map(|(path, name)| (&**path, &**name))
        .unzip();
    let (left, aside) = project::aside(&projects, &names);
    let read: FxHashSet<&Path> = wanted
        .into_iter()
        .zip(left)
        .filter_map(|(path, left)| (!left).then_some(path))
        .collect();
    let paths = found.iter().map(Found::path);
    let paths = paths.filter(|path| arguments.contains(path) || read.contains(&**path));
    Ok((paths.collect(), aside))
}

fn is_wanted(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let given = GIVEN.iter().any(|given| Path::new(name).ends_with(given));
    ENDINGS.iter().any(|wanted| wanted.eq_ignore_ascii_case(ending)) && !given
}

/// Gives the members of an archive, and tells what is left aside; an office document is a file of its own.
fn archive(name: &str, packed: Vec<u8>, limits: &Limits, take: &mut impl FnMut(Returned)) -> Vec<Aside> {
    let failed = |reason: &str| Err(ReadError::Io(std::io::Error::other(reason.to_owned())));
    let mut zip = match ZipArchive::new(Cursor::new(&packed)) {
        Ok(zip) => zip,
        Err(error) => {
            let bytes = failed(&format!("not a zip archive that can be read: {error}"));
            take(Returned {
                name: name.to_owned(),
                bytes,
            });
            return Vec::new();
        }
    };
    if zip.index_for_name(OFFICE).is_some() {
        drop(zip);
        take(Returned {
            name: name.to_owned(),
            bytes: Ok(packed),
        });
        return Vec::new();
    }
    let mut order: Vec<(String, usize)> = (0..zip.len().min(MAX_MEMBERS))
        .filter_map(|index| Some((zip.name_for_index(index)?.ok()?.replace('\\', "/"), index)))
        .filter(|(member, _)| !member.ends_with('/') && !is_clutter(member))
        .collect();
    order.sort();
    let projects = project::projects(order.iter().map(|(member, _)| &**member));
    let wanted: Vec<&(String, usize)> = order.iter().filter(|(member, _)| is_wanted(member)).collect();
    let names: Vec<&str> = wanted.iter().map(|(member, _)| &**member).collect();
    let (skipped, mut aside) = project::aside(&projects, &names);
    for one in &mut aside {
        // The archive may be the project itself.
        one.project = if one.project.is_empty() {
            name.to_owned()
        } else {
            format!("{name}/{}", one.project)
        };
    }
    let mut left = MAX_ARCHIVE_BYTES;
    for ((member, index), _) in wanted.into_iter().zip(skipped).filter(|(_, skipped)| !skipped) {
        let shown = format!("{name}/{member}");
        let bytes = if member.starts_with('/')
            || member.contains(':')
            || member.split('/').any(|part| part == "..")
        {
            failed("its name leads out of the archive; nothing is read")
        } else if member.to_ascii_lowercase().ends_with(".zip") {
            failed("an archive inside an archive; unpack it first")
        } else {
            unpack(&mut zip, *index, limits.max_file_bytes.min(left))
        };
        if let Ok(bytes) = &bytes {
            left -= bytes.len() as u64;
        }
        take(Returned { name: shown, bytes });
    }
    aside
}

/// What systems put beside the files of an archive.
fn is_clutter(member: &str) -> bool {
    member
        .split('/')
        .any(|part| part == "__MACOSX" || part.starts_with("._"))
}

/// A member, unpacked as far as the limit: what it says of its own size need not be true.
fn unpack(zip: &mut ZipArchive<Cursor<&Vec<u8>>>, index: usize, limit: u64) -> Result<Vec<u8>, ReadError> {
    let member = zip
        .by_index(index)
        .map_err(|error| ReadError::Io(std::io::Error::other(error.to_string())))?;
    let mut bytes = Vec::new();
    member.take(limit + 1).read_to_end(&mut bytes)?;
    let size = bytes.len() as u64;
    if size > limit {
        return Err(ReadError::TooLarge { size, limit });
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in members {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn folders_and_archives_give_their_translation_files() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::File::create(path).unwrap().write_all(bytes).unwrap();
        };
        write("kk/b.xlf", b"<xliff/>");
        write("kk/picture.png", b"x");
        write("kk/table.xlsx", &zipped(&[(OFFICE, b"<Types/>")]));
        write(
            "back.zip",
            &zipped(&[
                ("job/b.po", b"msgid"),
                ("job/a.xlf", b"<xliff/>"),
                ("../out.xlf", b"no"),
                ("job/inner.zip", b"PK"),
                ("__MACOSX/job/._a.xlf", b"x"),
                ("job/readme.md", b"x"),
                ("job/large.tmx", &[b' '; 3000]),
            ]),
        );
        write("broken.zip", b"PK\x03\x04 cut");
        let limits = Limits {
            max_file_bytes: 2000,
            ..Limits::default()
        };
        let mut seen = Vec::new();
        returned(&[folder.path().to_owned()], &limits, |file| {
            let name = Path::new(&file.name)
                .strip_prefix(folder.path())
                .unwrap()
                .to_string_lossy()
                .into_owned();
            let what = match file.bytes {
                Ok(bytes) => format!("{}", bytes.len()),
                Err(error) => error.to_string(),
            };
            seen.push(format!("{name}: {what}"));
        })
        .unwrap();
        let short: Vec<String> = seen.iter().map(|line| line.chars().take(40).collect()).collect();
        assert_eq!(
            short,
            [
                "back.zip/../out.xlf: cannot be read: its",
                "back.zip/job/a.xlf: 8",
                "back.zip/job/b.po: 5",
                "back.zip/job/inner.zip: cannot be read: ",
                "back.zip/job/large.tmx: 2001 bytes, over",
                "broken.zip: cannot be read: not a zip ar",
                "kk/b.xlf: 8",
                "kk/table.xlsx: 146",
            ]
        );
        let picture = folder.path().join("kk/picture.png");
        let mut count = 0;
        returned(&[picture], &limits, |_| count += 1).unwrap();
        assert_eq!(count, 1);
    }
}
