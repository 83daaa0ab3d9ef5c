//! One file: opened without following links, checked, read whole, decoded.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path};

use crate::article::{Limits, content_hash};

use super::{Decoded, ReadError, Source, binary, decode, names, sniff};

/// Opens, checks and decodes one file.
///
/// A link in the place of the file is not followed, and a pipe or device is refused without waiting for it.
///
/// # Errors
/// If it cannot be opened, is over the limits, is not text, or holds nothing.
pub fn open(path: &Path, limits: &Limits) -> Result<Source, ReadError> {
    let name = path.file_name().unwrap_or_default();
    if let Some(form) = names::unsupported(name) {
        return Err(ReadError::Unsupported(form));
    }
    source(open_file(path)?, name, limits)
}

/// The bytes of one file, opened as [`open`] opens it.
///
/// # Errors
/// If it cannot be opened or is over the limits.
pub fn bytes(path: &Path, limits: &Limits) -> Result<Vec<u8>, ReadError> {
    contents(open_file(path)?, limits)
}

/// Opens a file below the folder `root`, for paths that come from outside; then the same as [`open`].
///
/// `path` is relative to `root` or absolute and below it. Every name on the way is opened in the folder before it,
/// links are not followed and `..` is refused, so that no path leads out of `root`.
///
/// # Errors
/// As [`open`]; also if the path leads out of `root`.
pub fn open_below(root: &Path, path: &Path, limits: &Limits) -> Result<Source, ReadError> {
    if path.to_string_lossy().contains("://") {
        return Err(refused(
            "an address, not a file; nothing is fetched from the network",
        ));
    }
    let outside = || refused("not below the folder that may be read");
    let relative = match path.strip_prefix(root) {
        Ok(relative) => relative.to_owned(),
        Err(_) if path.is_absolute() => {
            let real = std::fs::canonicalize(root)?;
            path.strip_prefix(&real).map_err(|_| outside())?.to_owned()
        }
        Err(_) => path.to_owned(),
    };
    let mut parts: Vec<&OsStr> = Vec::new();
    for component in relative.components() {
        match component {
            Component::Normal(part) => parts.push(part),
            Component::CurDir => {}
            _ => return Err(outside()),
        }
    }
    let (name, folders) = parts.split_last().ok_or_else(outside)?;
    if let Some(form) = names::unsupported(name) {
        return Err(ReadError::Unsupported(form));
    }
    source(descend(root, folders, name)?, name, limits)
}

fn refused(reason: &str) -> ReadError {
    ReadError::Io(io::Error::new(io::ErrorKind::PermissionDenied, reason.to_owned()))
}

#[cfg(unix)]
fn flags() -> rustix::fs::OFlags {
    use rustix::fs::OFlags;
    // NONBLOCK: opening a pipe that nobody writes to would wait for ever.
    OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC
}

#[cfg(unix)]
fn open_file(path: &Path) -> io::Result<File> {
    let opened = rustix::fs::open(path, flags(), rustix::fs::Mode::empty()).map_err(explain)?;
    Ok(File::from(opened))
}

#[cfg(unix)]
fn descend(root: &Path, folders: &[&OsStr], name: &OsStr) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags, openat};
    let folder = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let mut at = rustix::fs::open(root, folder, Mode::empty())?;
    for part in folders {
        at = openat(&at, *part, folder | OFlags::NOFOLLOW, Mode::empty()).map_err(explain)?;
    }
    let opened = openat(&at, name, flags(), Mode::empty()).map_err(explain)?;
    Ok(File::from(opened))
}

/// `ELOOP` is what a link gives that is not followed; its own message ("too many levels") does not say so.
#[cfg(unix)]
fn explain(error: rustix::io::Errno) -> io::Error {
    if error == rustix::io::Errno::LOOP {
        return io::Error::other("a symbolic link, which is not followed");
    }
    error.into()
}

#[cfg(not(unix))]
fn open_file(path: &Path) -> io::Result<File> {
    if std::fs::symlink_metadata(path)?.is_symlink() {
        return Err(io::Error::other("a symbolic link, which is not followed"));
    }
    File::open(path)
}

#[cfg(not(unix))]
fn descend(root: &Path, folders: &[&OsStr], name: &OsStr) -> io::Result<File> {
    let mut at = root.to_owned();
    for part in folders {
        at.push(part);
        if std::fs::symlink_metadata(&at)?.is_symlink() {
            return Err(io::Error::other("a symbolic link, which is not followed"));
        }
    }
    open_file(&at.join(name))
}

/// Reads, checks and decodes an open file called `name`.
fn source(file: File, name: &OsStr, limits: &Limits) -> Result<Source, ReadError> {
    let bytes = contents(file, limits)?;
    let name = name.to_string_lossy();
    if let Some(form) = binary::signature(&bytes) {
        return Err(ReadError::Binary(form.to_owned()));
    }
    let expected = sniff(&String::from_utf8_lossy(head(&bytes)), &name);
    let Decoded {
        text,
        encoding,
        warnings,
    } = decode(&bytes, expected);
    // A file of NULs holds nothing that could be told from an empty one, but it is no text either.
    if text
        .trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
        .is_empty()
    {
        return Err(ReadError::Empty);
    }
    if binary::is_mostly_controls(&text, encoding) {
        return Err(ReadError::Binary("control characters all over".to_owned()));
    }
    Ok(Source {
        format: sniff(&text, &name),
        encoding,
        hash: content_hash(&bytes),
        warnings,
        text,
    })
}

/// As much of the file as [`sniff`] looks at.
fn head(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(sniff::HEAD)]
}

/// The bytes of a regular file within the limit.
fn contents(file: File, limits: &Limits) -> Result<Vec<u8>, ReadError> {
    let metadata = file.metadata()?;
    let limit = limits.max_file_bytes;
    if metadata.is_dir() {
        return Err(io::Error::other("a folder that cannot be listed").into());
    }
    if !metadata.is_file() {
        return Err(io::Error::other("not a regular file").into());
    }
    let size = metadata.len();
    if size > limit {
        return Err(ReadError::TooLarge { size, limit });
    }
    let mut bytes = Vec::with_capacity(size as usize + 1);
    // The file may grow while it is read, and files of /proc have no size at all.
    file.take(limit + 1).read_to_end(&mut bytes)?;
    let size = bytes.len() as u64;
    if size > limit {
        return Err(ReadError::TooLarge { size, limit });
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use crate::article::Format;

    use super::*;

    fn file(name: &str, bytes: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        File::create(&path).unwrap().write_all(bytes).unwrap();
        (folder, path)
    }

    #[test]
    fn what_is_no_text_fails_with_a_reason() {
        for (name, bytes, code) in [
            ("a.txt", &b""[..], "empty"),
            ("a.txt", b" \n\t\r\n\xc2\xa0", "empty"),
            ("a.txt", b"\xef\xbb\xbf", "empty"),
            ("a.txt", b"\xff\xfe", "empty"),
            ("a.txt", b"%PDF-1.7\nThe text.", "binary"),
            ("a.html", b"\x1f\x8b\x08\0\0\0\0\0", "binary"),
            ("a", b"\x7fELF\x02\x01\x01", "binary"),
            ("a.txt", &[0; 4000], "binary"),
            ("a.docx", b"The text.", "unsupported"),
            ("a.txt", &[b'a'; 200], "too-large"),
        ] {
            let (_folder, path) = file(name, bytes);
            let mut limits = Limits::default();
            if code == "too-large" {
                limits.max_file_bytes = 100;
            }
            let error = open(&path, &limits).unwrap_err();
            assert_eq!(error.code(), code, "{name} {error}");
        }
        let error = open(Path::new("/no/such/file.txt"), &Limits::default()).unwrap_err();
        assert_eq!(error.code(), "unreadable");
    }

    #[test]
    fn a_file_is_decoded_and_its_form_told() {
        let (_folder, path) = file("a.txt", b"\xef\xbb\xbfOne.\r\nTwo.");
        let source = open(&path, &Limits::default()).unwrap();
        assert_eq!(source.text, "One.\r\nTwo.");
        assert_eq!((source.format, source.encoding), (Format::Text, "UTF-8"));
        assert_eq!(source.hash, content_hash(b"\xef\xbb\xbfOne.\r\nTwo."));
        assert!(source.warnings.is_empty());
        let (_folder, path) = file("a.txt", b"\xff\xfe<\0h\0t\0m\0l\0>\0");
        assert_eq!(open(&path, &Limits::default()).unwrap().format, Format::Html);
    }

    #[test]
    fn a_sparse_giant_is_refused_without_reading_it() {
        let (_folder, path) = file("a.txt", b"");
        File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_len(5 << 30)
            .unwrap();
        let error = open(&path, &Limits::default()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "5368709120 bytes, over the limit of 67108864; split the file"
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_pipes_and_folders_are_refused_at_once() {
        let (folder, path) = file("a.txt", b"One.");
        let link = folder.path().join("link.txt");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let pipe = folder.path().join("pipe.txt");
        let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, mode, 0).unwrap();
        for (path, reason) in [
            (&*link, "a symbolic link"),
            (&*pipe, "not a regular file"),
            (folder.path(), "a folder"),
        ] {
            let error = open(path, &Limits::default()).unwrap_err();
            assert!(error.to_string().contains(reason), "{error}");
        }
    }

    #[test]
    fn paths_from_outside_stay_below_the_root() {
        let (folder, path) = file("a.txt", b"One.");
        let root = folder.path().join("root");
        std::fs::create_dir_all(root.join("in")).unwrap();
        std::fs::copy(&path, root.join("in/b.txt")).unwrap();
        let open = |path: &Path| open_below(&root, path, &Limits::default());
        for inside in [
            Path::new("in/b.txt"),
            Path::new("./in/./b.txt"),
            &root.join("in/b.txt"),
            &std::fs::canonicalize(&root).unwrap().join("in/b.txt"),
        ] {
            assert_eq!(open(inside).unwrap().text, "One.", "{}", inside.display());
        }
        for outside in [
            Path::new("../a.txt"),
            Path::new("in/../../a.txt"),
            Path::new("http://127.0.0.1/in/b.txt"),
            Path::new("file:///etc/hostname"),
            Path::new("/etc/hostname"),
            Path::new(""),
            Path::new("in"),
            &path,
        ] {
            assert_eq!(
                open(outside).unwrap_err().code(),
                "unreadable",
                "{}",
                outside.display()
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn no_link_leads_out_of_the_root() {
        let (folder, path) = file("a.txt", b"One.");
        let root = folder.path().join("root");
        std::fs::create_dir_all(&root).unwrap();
        std::os::unix::fs::symlink(folder.path(), root.join("up")).unwrap();
        std::os::unix::fs::symlink(&path, root.join("a.txt")).unwrap();
        for outside in ["up/a.txt", "a.txt"] {
            let error = open_below(&root, Path::new(outside), &Limits::default()).unwrap_err();
            assert_eq!(error.code(), "unreadable", "{outside}");
        }
    }
}
