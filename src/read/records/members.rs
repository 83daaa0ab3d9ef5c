//! A zip archive: its members in the order of their names, checked before the first is unpacked. Names are shown, never used as paths.

use std::io::{Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{Content, Record};
use crate::article::Limits;
use crate::read::{ReadError, names};

/// What can be read and moved about in.
pub(in crate::read) trait Seekable: Read + Seek + Send {}
impl<T: Read + Seek + Send> Seekable for T {}

/// An open archive.
pub(in crate::read) struct Members {
    archive: ZipArchive<Box<dyn Seekable>>,
    /// Names and places, sorted by name.
    list: Vec<(String, usize)>,
}

impl Members {
    /// Opens an archive and looks at its list of members.
    pub(in crate::read) fn open(bytes: Box<dyn Seekable>, limits: &Limits) -> Result<Self, ReadError> {
        let mut archive = ZipArchive::new(bytes).map_err(explain)?;
        if archive.len() > limits.max_members {
            let reason = format!(
                "{} members, over the limit of {}",
                archive.len(),
                limits.max_members
            );
            return Err(ReadError::Broken(reason));
        }
        if archive.has_overlapping_entries().map_err(explain)? {
            return Err(ReadError::Broken("members of the zip archive overlap".to_owned()));
        }
        let mut list = Vec::with_capacity(archive.len());
        for place in 0..archive.len() {
            let member = archive.by_index_raw(place).map_err(explain)?;
            let name = member.name().map_err(explain)?.replace('\\', "/");
            if !member.is_dir() && !name.ends_with('/') {
                list.push((name, place));
            }
        }
        list.sort_unstable();
        Ok(Self { archive, list })
    }

    /// Whether there is a member of this name.
    pub(in crate::read) fn has(&self, name: &str) -> bool {
        self.place(name).is_some()
    }

    fn place(&self, name: &str) -> Option<usize> {
        let at = self
            .list
            .binary_search_by(|(known, _)| known.as_str().cmp(name))
            .ok()?;
        Some(self.list[at].1)
    }

    /// The names of all members, sorted.
    pub(in crate::read) fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|(name, _)| name.as_str())
    }

    /// The bytes of a member; `None` if there is none of this name.
    pub(in crate::read) fn bytes(
        &mut self,
        name: &str,
        most: u64,
        limits: &Limits,
    ) -> Result<Option<Vec<u8>>, ReadError> {
        self.place(name)
            .map(|place| self.at(place, most, limits))
            .transpose()
    }

    /// Unpacks a member, at most `most` bytes of it. Its checksum is looked at when it ends.
    fn at(&mut self, place: usize, most: u64, limits: &Limits) -> Result<Vec<u8>, ReadError> {
        let member = self.archive.by_index(place).map_err(explain)?;
        if member.encrypted() {
            return Err(encrypted());
        }
        // What the list says is not trusted, but believed where it is too much.
        if member.size() > most {
            return Err(ReadError::TooLarge {
                size: member.size(),
                limit: most,
            });
        }
        let allowed = member
            .compressed_size()
            .saturating_mul(limits.max_unpacked_ratio)
            .max(limits.free_unpacked_bytes);
        let limit = allowed.min(most);
        let mut bytes = Vec::new();
        member.take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 <= limit {
            Ok(bytes)
        } else if limit == most {
            Err(ReadError::TooLarge {
                size: bytes.len() as u64,
                limit: most,
            })
        } else {
            Err(ReadError::GrowsTooMuch(limits.max_unpacked_ratio))
        }
    }

    /// The content hash of the archive as a file.
    pub(in crate::read) fn hash(self) -> Result<String, ReadError> {
        let mut bytes = self.archive.into_inner();
        bytes.rewind()?;
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(bytes)?;
        Ok(hasher.finalize().to_hex().to_string())
    }

    /// The members as records, one after the other.
    pub(super) fn records(self, limits: &Limits) -> MemberRecords {
        MemberRecords {
            members: self,
            next: 0,
            limits: limits.clone(),
        }
    }
}

pub(super) struct MemberRecords {
    members: Members,
    next: usize,
    limits: Limits,
}

impl Iterator for MemberRecords {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (name, place) = self.members.list.get(self.next)?.clone();
        self.next += 1;
        let content = match skipped(&name) {
            Some(reason) => Content::Skipped(reason),
            None => match self.members.at(place, self.limits.max_file_bytes, &self.limits) {
                Ok(bytes) => Content::File(bytes, name.clone()),
                Err(error) => Content::Failed(error),
            },
        };
        let entry = format!("/{}", name.trim_start_matches('/'));
        Some(Ok(Record {
            entry,
            place: None,
            content,
        }))
    }
}

/// Why a member of this name is no article, if it is none.
fn skipped(name: &str) -> Option<&'static str> {
    let mut parts = name.rsplit('/');
    let file = parts.next().unwrap_or_default();
    let hidden = |part: &str| names::is_hidden_folder(part.as_ref()) || part == "__MACOSX";
    if parts.any(|part| hidden(part) && part != "." && part != "..") {
        return Some("hidden");
    }
    names::skip_file(file.as_ref())
}

fn encrypted() -> ReadError {
    ReadError::Broken("encrypted; remove its password".to_owned())
}

/// The archive's fault in words of our own.
pub(in crate::read) fn explain(error: ZipError) -> ReadError {
    match error {
        ZipError::Io(error) => error.into(),
        ZipError::UnsupportedArchive(reason) if reason.to_ascii_lowercase().contains("password") => {
            encrypted()
        }
        ZipError::InvalidPassword => encrypted(),
        ZipError::UnsupportedArchive(reason) => {
            ReadError::Broken(format!("a zip archive of a kind that is not read: {reason}"))
        }
        ZipError::CompressionMethodNotSupported(method) => {
            ReadError::Broken(format!("packed by a method of zip that is not read ({method})"))
        }
        error => ReadError::Broken(format!("the zip archive is damaged or cut off: {error}")),
    }
}
