//! The file that an article was read from: where the run found it, else wherever below the sources a file of the same content lies.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::several::Wanted;
use crate::article::{ArticleRecord, Format, Limits, Member, content_hash};
use crate::merge::is_writable;
use crate::read::{self, Decoded, Found, InputError, Opened};
use crate::run::holder::{Holder, PACKED};
use crate::run::process::Settings;

/// The files that articles may have been read from.
#[derive(Debug)]
pub(super) struct Sources {
    found: Vec<Found>,
    by_name: FxHashMap<String, usize>,
    /// Files by the hash of their content; read when the first one is missing.
    by_hash: OnceLock<FxHashMap<String, usize>>,
    limits: Limits,
}

/// What to tell of a source that is nowhere.
const GONE: &str =
    "its source is not where the run found it; name the folder that holds it now with --source";

/// A file of several articles that was found.
pub(super) struct FoundHolder<'s> {
    pub(super) holder: Holder<'s>,
    /// Its entries that may be those that are wanted, with the beginning of their hashes.
    pub(super) seen: Vec<(String, u64)>,
    /// It lies in another place than the run found it.
    pub(super) moved_to: Option<String>,
}

/// A file that was found.
#[derive(Debug)]
pub(super) struct SourceFile {
    pub(super) bytes: Vec<u8>,
    pub(super) decoded: Decoded,
    /// The members of an office document, which the decoded text holds one behind the other.
    pub(super) members: Vec<Member>,
    /// It has the content that the run read.
    pub(super) is_same: bool,
    /// It lies in another place than the run found it.
    pub(super) moved_to: Option<String>,
}

impl Sources {
    /// Lists the files that `inputs` name. A file that the run was given by a name below its working directory, `folder`, has that name too.
    pub(super) fn list(
        inputs: &[std::path::PathBuf],
        folder: Option<&std::path::Path>,
        output: &std::path::Path,
        limits: &Limits,
    ) -> Result<Self, InputError> {
        let found = read::inputs(inputs, output)?;
        let mut by_name: FxHashMap<String, usize> = FxHashMap::default();
        for (at, found) in found.iter().enumerate() {
            let name = found.name();
            let below = folder.and_then(|folder| std::path::Path::new(&name).strip_prefix(folder).ok());
            if let Some(below) = below.and_then(|below| below.to_str()) {
                by_name.entry(below.replace('\\', "/")).or_insert(at);
            }
            by_name.insert(name, at);
        }
        Ok(Self {
            found,
            by_name,
            by_hash: OnceLock::new(),
            limits: limits.clone(),
        })
    }

    /// The file of `record`; why there is none.
    pub(super) fn file(&self, record: &ArticleRecord) -> Result<SourceFile, String> {
        if !is_writable(record.format) {
            return Err(format!("{} files are not written back", record.format.as_str()));
        }
        let named = self.by_name.get(&record.path).map(|at| &self.found[*at]);
        let there = named.and_then(|found| self.bytes(found));
        if there.as_deref().is_some_and(read::is_packed) {
            return Err(PACKED.to_owned());
        }
        if let Some(bytes) = &there
            && content_hash(bytes) == record.hash
        {
            return self.opened(there.unwrap_or_default(), record, true, None);
        }
        if let Some(at) = self.by_hash().get(&record.hash) {
            let found = &self.found[*at];
            if let Some(bytes) = self.bytes(found) {
                return self.opened(bytes, record, true, Some(found.name()));
            }
        }
        match there {
            Some(bytes) => self.opened(bytes, record, false, None),
            None => Err(GONE.to_owned()),
        }
    }

    /// The file of several articles that the run read as `name`: there, else a file of the same name that holds one of the articles wanted.
    pub(super) fn holder<'s>(
        &self,
        name: &str,
        wanted: &Wanted,
        settings: &'s Settings,
    ) -> Result<FoundHolder<'s>, String> {
        let look = |found: &Found| {
            let holder = Holder::open(found.path(), settings)?;
            let (seen, known) = wanted.look(&holder)?;
            let one = FoundHolder {
                holder,
                seen,
                moved_to: None,
            };
            Ok((one, known))
        };
        let there = self.by_name.get(name).map(|at| look(&self.found[*at]));
        if let Some(Ok((found, true))) = there {
            return Ok(found);
        }
        let last = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
        let alike = |found: &&Found| {
            let other = found.name();
            found.skipped.is_none() && other != name && last(&other) == last(name)
        };
        for found in self.found.iter().filter(alike) {
            if let Ok::<_, String>((holder, true)) = look(found) {
                let moved_to = Some(found.name());
                return Ok(FoundHolder { moved_to, ..holder });
            }
        }
        match there {
            Some(Ok((found, _))) => Ok(found),
            Some(Err(reason)) => Err(reason),
            None => Err(GONE.to_owned()),
        }
    }

    /// The size of the file that the run read as `name`.
    pub(super) fn size(&self, name: &str) -> u64 {
        let found = self.by_name.get(name).map(|at| &self.found[*at]);
        found
            .and_then(|found| std::fs::metadata(found.path()).ok())
            .map_or(0, |metadata| metadata.len())
    }

    fn opened(
        &self,
        bytes: Vec<u8>,
        record: &ArticleRecord,
        is_same: bool,
        moved_to: Option<String>,
    ) -> Result<SourceFile, String> {
        let (decoded, members) = decoded(&bytes, &record.path, record.format, &self.limits)?;
        Ok(SourceFile {
            bytes,
            decoded,
            members,
            is_same,
            moved_to,
        })
    }

    fn bytes(&self, found: &Found) -> Option<Vec<u8>> {
        read::bytes(&found.path(), &self.limits).ok()
    }

    fn by_hash(&self) -> &FxHashMap<String, usize> {
        self.by_hash.get_or_init(|| {
            let mut by_hash = FxHashMap::default();
            for (at, found) in self
                .found
                .iter()
                .enumerate()
                .filter(|(_, found)| found.skipped.is_none())
            {
                if let Some(bytes) = self.bytes(found) {
                    by_hash.entry(content_hash(&bytes)).or_insert(at);
                }
            }
            by_hash
        })
    }
}

/// Decodes a file as the run did; an office document by its members.
pub(in crate::run) fn decoded(
    bytes: &[u8],
    name: &str,
    format: Format,
    limits: &Limits,
) -> Result<(Decoded, Vec<Member>), String> {
    if !matches!(format, Format::Docx | Format::Odt) {
        return Ok((read::decode(bytes, format), Vec::new()));
    }
    match read::open_bytes(bytes.to_vec(), name, limits).map_err(|error| error.to_string())? {
        Opened::Document(source) if source.format == format => {
            let source = *source;
            let decoded = Decoded {
                text: source.text,
                encoding: source.encoding,
                warnings: source.warnings,
            };
            Ok((decoded, source.members))
        }
        _ => Err("its source is no longer a document of its kind".to_owned()),
    }
}
