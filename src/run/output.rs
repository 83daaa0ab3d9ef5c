//! The output folder: whose it is, its lock, and files that are written whole and moved into place.
//!
//! A file under its final name is always whole. A file whose content would not change is left alone, so that its time
//! stays and tools that look at times see what changed. Links in the way are replaced, never followed.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use thiserror::Error;

use super::journal::Journal;

/// The folder inside the output that holds what is not output.
pub(super) const STATE_FOLDER: &str = ".tolmach";

/// Folders for files being written. A file system makes one file of a folder at a time, so that threads would wait for each other.
const TEMPORARY_FOLDERS: u64 = 16;

/// How long a second run waits for the first.
const LOCK_PATIENCE: Duration = Duration::from_secs(10);

/// An output folder that cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OutputError {
    /// It holds something that this program did not make.
    #[error(
        "{} holds files that tolmach did not make, and they are not touched; name an empty or a new folder with --output",
        .0.display()
    )]
    Foreign(PathBuf),
    /// It is also the input.
    #[error("{} is the input itself; name another folder with --output", .0.display())]
    IsInput(PathBuf),
    /// The file system says no.
    #[error("{}", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Another run holds the lock.
    #[error("another run (process {holder}) is writing {}; wait for it to end", .path.display())]
    Locked {
        /// The output folder.
        path: PathBuf,
        /// The process id in the lock file, for people.
        holder: String,
    },
}

/// An output folder that is held by this run.
#[derive(Debug)]
pub struct Output {
    root: PathBuf,
    temporary: PathBuf,
    next: AtomicU64,
    folders: Mutex<BTreeSet<PathBuf>>,
    journal: Mutex<Journal>,
    _lock: File,
}

impl Output {
    /// Opens or creates the folder `root` and takes its lock; `waiting` is called once if another run holds it.
    ///
    /// # Errors
    /// If the folder is not one of this program's, cannot be written, or stays locked.
    pub fn open(root: &Path, waiting: impl FnOnce(&str)) -> Result<Self, OutputError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| OutputError::Io { path, source }
        };
        fs::create_dir_all(root).map_err(failed(root))?;
        if !is_ours(root).map_err(failed(root))? {
            return Err(OutputError::Foreign(root.to_owned()));
        }
        let state = root.join(STATE_FOLDER);
        real_folder(&state).map_err(failed(&state))?;
        let lock = take_lock(root, &state, waiting)?;
        let temporary = state.join("tmp");
        // Only a killed run leaves anything here, and the lock says that no run is alive.
        let _ = fs::remove_dir_all(&temporary);
        real_folder(&temporary).map_err(failed(&temporary))?;
        for number in 0..TEMPORARY_FOLDERS {
            let folder = temporary.join(number.to_string());
            real_folder(&folder).map_err(failed(&folder))?;
        }
        let journal = Mutex::new(Journal::open(root).map_err(failed(&state))?);
        Ok(Self {
            root: root.to_owned(),
            temporary,
            next: AtomicU64::new(0),
            folders: Mutex::default(),
            journal,
            _lock: lock,
        })
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Writes `bytes` under `name` (with `/`, relative to the folder).
    ///
    /// # Errors
    /// If the file cannot be written; nothing half written is left.
    pub fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        if self.holds(name, bytes) {
            return self.note(name);
        }
        let mut file = self.create(name)?;
        // All at once: a buffer would only copy it.
        file.file.get_mut().write_all(bytes)?;
        file.put()
    }

    /// Begins a file that is too large to hold; it appears under `name` when it is finished.
    ///
    /// # Errors
    /// If no temporary file can be made.
    pub fn create(&self, name: &str) -> io::Result<WholeFile<'_>> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let folder = number % TEMPORARY_FOLDERS;
        let path = self.temporary.join(format!("{folder}/{number}"));
        let file = File::options()
            .read(true)
            .write(true)
            .create_new(true)
            .open(&path)?;
        Ok(WholeFile {
            output: self,
            name: name.to_owned(),
            path: Some(path),
            file: BufWriter::new(file),
        })
    }

    /// A folder for scratch files of this run.
    pub fn scratch(&self) -> &Path {
        &self.temporary
    }

    /// Whether the file `name` is a regular file with exactly these bytes.
    fn holds(&self, name: &str, bytes: &[u8]) -> bool {
        let path = self.root.join(name);
        let same_size = fs::symlink_metadata(&path)
            .is_ok_and(|m| m.file_type().is_file() && m.len() == bytes.len() as u64);
        same_size && File::open(&path).is_ok_and(|file| same_content(file, bytes).unwrap_or(false))
    }

    fn note(&self, name: &str) -> io::Result<()> {
        self.journal
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .note(name)
    }

    /// Makes the folder of `name` once; a link in its place is removed, not followed.
    fn prepare_folder(&self, name: &str) -> io::Result<()> {
        let Some(folder) = Path::new(name)
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        else {
            return Ok(());
        };
        let mut known = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if known.contains(folder) {
            return Ok(());
        }
        let mut path = self.root.clone();
        for part in folder {
            path.push(part);
            real_folder(&path)?;
        }
        known.insert(folder.to_owned());
        Ok(())
    }

    /// Ends the run: files that an earlier run made and this one did not are removed.
    ///
    /// # Errors
    /// If the list of outputs cannot be written.
    pub fn close(self) -> io::Result<()> {
        self.close_part("")
    }

    /// Ends a command that made the files below the folder `part` anew: the same for these alone.
    ///
    /// # Errors
    /// If the list of outputs cannot be written.
    pub fn close_part(self, part: &str) -> io::Result<()> {
        self.journal
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .close(&self.root, part)?;
        fs::remove_dir_all(&self.temporary)
    }
}

/// A file that appears under its name when it is finished, and not at all if it is dropped before.
#[derive(Debug)]
pub struct WholeFile<'o> {
    output: &'o Output,
    name: String,
    path: Option<PathBuf>,
    file: BufWriter<File>,
}

impl WholeFile<'_> {
    /// Moves the file into place, unless the same content is there already.
    ///
    /// # Errors
    /// If it cannot be written out or moved.
    pub fn finish(mut self) -> io::Result<()> {
        self.file.flush()?;
        let target = self.output.root.join(&self.name);
        if same_file(self.file.get_mut(), &target).unwrap_or(false) {
            return self.output.note(&self.name);
        }
        self.put()
    }

    /// Moves the file into place.
    fn put(mut self) -> io::Result<()> {
        self.output.note(&self.name)?;
        self.output.prepare_folder(&self.name)?;
        if let Some(path) = &self.path {
            fs::rename(path, self.output.root.join(&self.name))?;
            self.path = None;
        }
        Ok(())
    }
}

impl Write for WholeFile<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for WholeFile<'_> {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

impl Drop for WholeFile<'_> {
    fn drop(&mut self) {
        if let Some(path) = self.path.take() {
            let _ = fs::remove_file(path);
        }
    }
}

/// Whether `root` is empty (hidden files apart) or was made by this program: a state folder, or a manifest of its form.
fn is_ours(root: &Path) -> io::Result<bool> {
    if root.join(STATE_FOLDER).is_dir() {
        return Ok(true);
    }
    let mut visible = false;
    for entry in fs::read_dir(root)? {
        visible |= !entry?.file_name().as_encoded_bytes().starts_with(b".");
    }
    Ok(!visible || made_by_tolmach(root))
}

/// A clone of a committed output has no state folder: its manifest and page tell.
fn made_by_tolmach(root: &Path) -> bool {
    let mut head = Vec::new();
    let page = File::open(root.join("index.html")).map(|file| file.take(4096).read_to_end(&mut head));
    let mark = b"name=\"generator\" content=\"tolmach";
    matches!(page, Ok(Ok(_)))
        && memchr::memmem::find(&head, mark).is_some()
        && root.join("manifest.jsonl").is_file()
}

/// Makes `path` a folder that is no link.
fn real_folder(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => Ok(()),
        Ok(metadata) if metadata.is_symlink() => {
            fs::remove_file(path)?;
            fs::create_dir(path)
        }
        Ok(_) => Err(io::Error::other("there is a file where a folder is to be")),
        Err(_) => fs::create_dir(path),
    }
}

fn take_lock(root: &Path, state: &Path, waiting: impl FnOnce(&str)) -> Result<File, OutputError> {
    let path = state.join("lock");
    if fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_symlink()) {
        let _ = fs::remove_file(&path);
    }
    let failed = |source| OutputError::Io {
        path: path.clone(),
        source,
    };
    let mut file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(failed)?;
    let begin = Instant::now();
    let mut waiting = Some(waiting);
    while let Err(error) = file.try_lock() {
        if let fs::TryLockError::Error(source) = error {
            return Err(OutputError::Io { path, source });
        }
        let mut holder = Vec::new();
        let _ = file
            .rewind()
            .and_then(|()| (&file).take(20).read_to_end(&mut holder));
        let holder: String = String::from_utf8_lossy(&holder)
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        if let Some(waiting) = waiting.take() {
            waiting(&holder);
        }
        if begin.elapsed() > LOCK_PATIENCE {
            return Err(OutputError::Locked {
                path: root.to_owned(),
                holder,
            });
        }
        sleep(Duration::from_millis(50));
    }
    let written = file
        .set_len(0)
        .and_then(|()| file.rewind())
        .and_then(|()| file.write_all(format!("{}\n", std::process::id()).as_bytes()));
    // The number is for people only: a full disk is no reason not to run.
    let _ = written;
    Ok(file)
}

/// Waits without a thread of its own.
fn sleep(time: Duration) {
    let never = (Mutex::new(()), std::sync::Condvar::new());
    let guard = never.0.lock().unwrap_or_else(PoisonError::into_inner);
    let _ = never.1.wait_timeout(guard, time);
}

fn same_content(mut file: impl Read, bytes: &[u8]) -> io::Result<bool> {
    let mut buffer = [0; 16 << 10];
    let mut at = 0;
    loop {
        let n = file.read(&mut buffer)?;
        if n == 0 {
            return Ok(at == bytes.len());
        }
        if bytes.get(at..at + n) != Some(&buffer[..n]) {
            return Ok(false);
        }
        at += n;
    }
}

/// Whether the regular file at `target` has the content of `written`.
fn same_file(written: &mut File, target: &Path) -> io::Result<bool> {
    let metadata = fs::symlink_metadata(target)?;
    if !metadata.file_type().is_file() || metadata.len() != written.metadata()?.len() {
        return Ok(false);
    }
    let mut other = File::open(target)?;
    written.rewind()?;
    let (mut a, mut b) = ([0; 16 << 10], [0; 16 << 10]);
    loop {
        let n = written.read(&mut a)?;
        if n == 0 {
            return Ok(true);
        }
        other.read_exact(&mut b[..n])?;
        if a[..n] != b[..n] {
            return Ok(false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(root: &Path) -> Output {
        Output::open(root, |_| ()).unwrap()
    }

    #[test]
    fn a_foreign_folder_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        File::create(folder.path().join("thesis.doc")).unwrap();
        assert!(matches!(
            Output::open(folder.path(), |_| ()),
            Err(OutputError::Foreign(_))
        ));
    }

    #[test]
    fn what_the_last_run_made_and_this_one_does_not_goes_away() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let output = open(root);
        output.write("articles/one.json", b"1").unwrap();
        output.write("articles/two.json", b"2").unwrap();
        output.close().unwrap();
        fs::create_dir(root.join("translated")).unwrap();
        File::create(root.join("translated/kept.txt")).unwrap();
        let output = open(root);
        output.write("summaries/two.md", b"2").unwrap();
        output.close().unwrap();
        assert!(!root.join("articles").exists() && root.join("summaries/two.md").is_file());
        assert!(root.join("translated/kept.txt").is_file());
    }

    #[test]
    fn an_unchanged_file_is_not_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let output = open(folder.path());
        output.write("x.txt", b"same").unwrap();
        let path = folder.path().join("x.txt");
        let old = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1);
        File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_modified(old)
            .unwrap();
        output.write("x.txt", b"same").unwrap();
        let mut file = output.create("x.txt").unwrap();
        file.write_all(b"same").unwrap();
        file.finish().unwrap();
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), old);
    }

    #[cfg(unix)]
    #[test]
    fn links_in_the_way_are_replaced_and_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        let secret = outside.path().join("secret.txt");
        File::create(&secret).unwrap();
        let output = open(folder.path());
        std::os::unix::fs::symlink(&secret, folder.path().join("x.txt")).unwrap();
        std::os::unix::fs::symlink(outside.path(), folder.path().join("articles")).unwrap();
        output.write("x.txt", b"new").unwrap();
        output.write("articles/y.txt", b"new").unwrap();
        assert_eq!(fs::metadata(&secret).unwrap().len(), 0);
        assert!(!outside.path().join("y.txt").exists());
        assert!(folder.path().join("articles/y.txt").is_file());
    }

    #[test]
    fn a_file_that_is_not_finished_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let output = open(folder.path());
        let mut file = output.create("x.txt").unwrap();
        file.write_all(b"half").unwrap();
        drop(file);
        assert!(!folder.path().join("x.txt").exists());
        let left = |folder: fs::DirEntry| fs::read_dir(folder.path()).unwrap().count();
        let folders = fs::read_dir(output.scratch()).unwrap();
        assert_eq!(folders.map(|folder| left(folder.unwrap())).sum::<usize>(), 0);
    }
}
