//! One file: opened without following links, checked; a document is read whole and decoded, a file of records is left to be read on.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Component, Path};

use crate::article::{Format, Limits, content_hash};

use super::decode::{self, Decoded, decode};
use super::packed::Packing;
use super::records::{Members, Records};
use super::shape::{self, Shape};
use super::sniff::{self, sniff};
use super::{Opened, ReadError, Source, binary, mail, names, package};

/// Opens, checks and decodes one file.
///
/// A link in the place of the file is not followed, and a pipe or device is refused without waiting for it.
///
/// # Errors
/// If it cannot be opened, is over the limits, is not text, or holds nothing.
pub fn open(path: &Path, limits: &Limits) -> Result<Opened, ReadError> {
    let name = path.file_name().unwrap_or_default();
    if let Some(form) = names::unsupported(name) {
        return Err(ReadError::Unsupported(form));
    }
    file(open_file(path)?, name, limits)
}

/// The bytes of one file, opened as [`open`] opens it.
///
/// # Errors
/// If it cannot be opened or is over the limits.
pub fn bytes(path: &Path, limits: &Limits) -> Result<Vec<u8>, ReadError> {
    let file = open_file(path)?;
    let size = file.metadata()?.len();
    contents(file, size, limits)
}

/// One file to be read as bytes, opened as [`open`] opens it.
///
/// # Errors
/// If it cannot be opened.
pub fn reader(path: &Path) -> io::Result<File> {
    open_file(path)
}

/// Opens a file below the folder `root`, for paths that come from outside; then the same as [`open`].
///
/// `path` is relative to `root` or absolute and below it. Every name on the way is opened in the folder before it,
/// links are not followed and `..` is refused, so that no path leads out of `root`.
///
/// # Errors
/// As [`open`]; also if the path leads out of `root`.
pub fn open_below(root: &Path, path: &Path, limits: &Limits) -> Result<Opened, ReadError> {
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
    file(descend(root, folders, name)?, name, limits)
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

/// Opens an open file called `name`: its size and kind are checked first.
fn file(file: File, name: &OsStr, limits: &Limits) -> Result<Opened, ReadError> {
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::Error::other("a folder that cannot be listed").into());
    }
    if !metadata.is_file() {
        return Err(io::Error::other("not a regular file").into());
    }
    opened(file, &name.to_string_lossy(), false, limits)
}

/// Opens bytes as if they were those of a file called `name`.
///
/// # Errors
/// As [`open`].
pub fn open_bytes(bytes: Vec<u8>, name: &str, limits: &Limits) -> Result<Opened, ReadError> {
    opened(io::Cursor::new(bytes), name, false, limits)
}

/// Opens what begins with `bytes` and is called `name`; an archive in it is refused where it is itself `inside` one.
pub(super) fn opened(
    bytes: impl Read + Seek + Send + 'static,
    name: &str,
    inside: bool,
    limits: &Limits,
) -> Result<Opened, ReadError> {
    let mut bytes = bytes;
    let head = head(&mut bytes)?;
    // Files of /proc have no end to seek.
    let size = bytes.seek(SeekFrom::End(0)).unwrap_or_default();
    bytes.rewind()?;
    if let Some(packing) = Packing::of(&head) {
        let name = names::unpacked(name);
        let mut unpacked = packing.unpack(bytes, limits);
        let head = self::head(&mut unpacked)?;
        if Packing::of(&head).is_some() || shape::shape(&head, name) == Shape::Zip {
            let reason = "an archive inside an archive; unpack the outer one";
            return Err(ReadError::Broken(reason.to_owned()));
        }
        let whole = io::Cursor::new(head.clone()).chain(unpacked);
        let mut opened = stream(whole, &head, 0, name, limits)?;
        if let Opened::Records(records) = &mut opened {
            records.set_packed();
        }
        return Ok(opened);
    }
    if shape::shape(&head, name) == Shape::Zip {
        return package::opened(Members::open(Box::new(bytes), limits)?, inside, limits);
    }
    stream(bytes, &head, size, name, limits)
}

/// The first bytes, as many as [`shape`](shape::shape) looks at.
fn head(bytes: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    bytes.by_ref().take(shape::HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// Opens what is no archive, begins with `head` and has `size` bytes, 0 where that is not known.
fn stream(
    bytes: impl Read + Send + 'static,
    head: &[u8],
    size: u64,
    name: &str,
    limits: &Limits,
) -> Result<Opened, ReadError> {
    let records = match shape::shape(head, name) {
        Shape::Warc => Records::warc(BufReader::new(bytes), limits),
        Shape::Mbox => Records::mbox(BufReader::new(bytes), limits),
        Shape::Lines if is_utf8(head) => Records::lines(BufReader::new(bytes), limits),
        Shape::Table(separator) if is_utf8(head) => Records::table(BufReader::new(bytes), separator, limits),
        _ if size > limits.max_file_bytes => {
            return Err(ReadError::TooLarge {
                size,
                limit: limits.max_file_bytes,
            });
        }
        _ => return document(&contents(bytes, size, limits)?, name, None, limits),
    };
    Ok(Opened::Records(records))
}

/// Whether the bytes are UTF-8, cut off in the middle of a character at most, and no other form of Unicode.
fn is_utf8(head: &[u8]) -> bool {
    let valid = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    valid && !head.contains(&0)
}

/// Reads one document, or a table or lines of JSON in another character set than UTF-8. `charset` is what the bytes came with.
pub(super) fn document(
    bytes: &[u8],
    name: &str,
    charset: Option<&str>,
    limits: &Limits,
) -> Result<Opened, ReadError> {
    let head = &bytes[..bytes.len().min(shape::HEAD)];
    let shape = shape::shape(head, name);
    if shape == Shape::Mail {
        return mail::source(bytes).map(|source| Opened::Document(Box::new(source)));
    }
    if let Some(form) = names::expected(name) {
        return Err(ReadError::Broken(format!(
            "not {form}: it begins with {}; save it anew, or give it the name of what it is",
            beginning(bytes)
        )));
    }
    if let Some(form) = binary::signature(bytes) {
        return Err(ReadError::Binary(form.to_owned()));
    }
    let Decoded {
        text,
        encoding,
        warnings,
    } = match charset.and_then(|label| decode::by_label(bytes, label)) {
        Some(decoded) => decoded,
        None => decode(bytes, sniff(&String::from_utf8_lossy(sniff::head(bytes)), name)),
    };
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
    // The bytes of UTF-16 do not show their shape.
    let shape = match shape {
        Shape::Text if encoding.starts_with("UTF-16") => {
            shape::shape(&text.as_bytes()[..text.len().min(shape::HEAD)], name)
        }
        shape => shape,
    };
    match shape {
        Shape::Lines => return Ok(Opened::Records(Records::of_text(&text, encoding, None, limits))),
        Shape::Table(separator) => {
            let separator = match separator {
                b'\t' => separator,
                _ => shape::separator(&text.as_bytes()[..text.len().min(shape::HEAD)]),
            };
            return Ok(Opened::Records(Records::of_text(
                &text,
                encoding,
                Some(separator),
                limits,
            )));
        }
        _ => {}
    }
    let format = sniff(&text, name);
    if format == Format::Text && names::is_data(name) {
        return Err(ReadError::NoArticle("not an article format".to_owned()));
    }
    Ok(Opened::Document(Box::new(Source {
        encoding,
        hash: content_hash(bytes),
        warnings,
        ..Source::of_text(text, format)
    })))
}

/// The first characters of a file, for a message.
fn beginning(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(16)]).into_owned();
    format!("{text:?}")
}

/// All bytes, within the limit; `size` is how many are expected.
fn contents(bytes: impl Read, size: u64, limits: &Limits) -> Result<Vec<u8>, ReadError> {
    let limit = limits.max_file_bytes;
    // Room for one more: the end is where nothing follows.
    let mut all = Vec::with_capacity(size.min(limit) as usize + 1);
    bytes.take(limit + 1).read_to_end(&mut all)?;
    let size = all.len() as u64;
    if size > limit {
        return Err(ReadError::TooLarge { size, limit });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn file(name: &str, bytes: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        File::create(&path).unwrap().write_all(bytes).unwrap();
        (folder, path)
    }

    fn document(path: &Path) -> Source {
        match open(path, &Limits::default()).unwrap() {
            Opened::Document(source) => *source,
            Opened::Records(records) => panic!("{}", records.form()),
        }
    }

    #[test]
    fn what_is_no_text_fails_with_a_reason() {
        for (name, bytes, code) in [
            ("a.txt", &b""[..], "empty"),
            ("a.txt", b" \n\t\r\n\xc2\xa0", "empty"),
            ("a.txt", b"\xef\xbb\xbf", "empty"),
            ("a.txt", b"\xff\xfe", "empty"),
            ("a.txt", b"%PDF-1.7\nThe text.", "binary"),
            ("a.html", b"\x1f\x8b\x08\0\0\0\0\0", "cut-off"),
            ("a.zip", b"PK\x03\x04rest", "damaged"),
            ("a.xls", b"The text.", "unsupported"),
            ("a.json", b"The text.", "no-article"),
            ("a", b"\x7fELF\x02\x01\x01", "binary"),
            ("a.txt", &[0; 4000], "binary"),
            ("a.docx", b"The text.", "damaged"),
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
        let source = document(&path);
        assert_eq!(source.text, "One.\r\nTwo.");
        assert_eq!((source.format, source.encoding), (Format::Text, "UTF-8"));
        assert_eq!(source.hash, content_hash(b"\xef\xbb\xbfOne.\r\nTwo."));
        assert!(source.warnings.is_empty());
        let (_folder, path) = file("a.txt", b"\xff\xfe<\0h\0t\0m\0l\0>\0");
        assert_eq!(document(&path).format, Format::Html);
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
            let Opened::Document(source) = open(inside).unwrap() else {
                panic!("a text")
            };
            assert_eq!(source.text, "One.", "{}", inside.display());
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
