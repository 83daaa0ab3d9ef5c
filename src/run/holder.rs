//! A file that holds several articles, with some of them changed: a document as a whole, a file of records a record at a time, so that a file of
//! a million records needs no more memory than one of them. What does not change is copied.

use std::io::{self, BufReader, Read, Write};
use std::path::PathBuf;

use super::process::{self, Settings};
use crate::article::{Article, Format, Language, Span, content_hash};
use crate::extract::{self, ExtractError, ExtractOptions, Insets, Part};
use crate::merge::{self, Edit, EncodingPolicy};
use crate::read::{self, Opened, Record, Records, Source};

/// A file of several articles.
pub(super) struct Holder<'a> {
    path: PathBuf,
    settings: &'a Settings,
    /// The document; nothing for a file of records.
    document: Option<Box<Document>>,
}

struct Document {
    bytes: Vec<u8>,
    source: Source,
    parts: Vec<Part>,
}

/// An article in the file.
pub(super) struct Entry<'a> {
    /// What follows the file's path in its name: `#3`.
    pub(super) name: &'a str,
    /// The hash of what it is read from.
    pub(super) hash: &'a str,
    /// The document or the record that holds it.
    pub(super) source: &'a Source,
    part: Option<&'a Part>,
}

/// How a file is changed.
pub(super) struct Change<'a> {
    /// Whether the entry of this name may change; of the others nothing is read.
    pub(super) wanted: &'a dyn Fn(&str) -> bool,
    /// The language that the file says it is in where all of it changes.
    pub(super) target: &'a Language,
    /// The character set.
    pub(super) encoding: EncodingPolicy,
}

impl Entry<'_> {
    /// Reads the article, boilerplate and all.
    pub(super) fn read(&self, settings: &Settings) -> Result<(Article, Insets), ExtractError> {
        let options = options(self.source, settings);
        extract::extract_insets(&self.source.text, self.source.format, self.part, &options)
    }

    /// Where the article stands in the source.
    pub(super) fn span(&self) -> Span {
        self.part
            .map_or(Span::new(0, self.source.text.len()), |part| part.span)
    }
}

fn options(source: &Source, settings: &Settings) -> ExtractOptions {
    ExtractOptions {
        keep_boilerplate: true,
        ..process::options(source, settings)
    }
}

impl<'a> Holder<'a> {
    /// Opens a file; why it cannot be written back, if it cannot.
    pub(super) fn open(path: PathBuf, settings: &'a Settings) -> Result<Self, String> {
        let limits = &settings.limits;
        let document = match read::open(&path, limits).map_err(|error| error.to_string())? {
            Opened::Records(records) => {
                if !matches!(records.form(), "jsonl" | "csv" | "tsv") {
                    return Err(format!("{} files are not written back", records.form()));
                }
                if records.is_packed() {
                    return Err(PACKED.to_owned());
                }
                None
            }
            Opened::Document(source) => Some(Box::new(Document::open(&path, *source, settings)?)),
        };
        Ok(Self {
            path,
            settings,
            document,
        })
    }

    /// Calls `see` with the name and the hash of every entry. Of a record whose name is `nested` the articles in it are entries too.
    pub(super) fn survey(
        &self,
        nested: &dyn Fn(&str) -> bool,
        see: &mut dyn FnMut(&str, &str),
    ) -> Result<(), String> {
        if let Some(document) = &self.document {
            for part in &document.parts {
                see(&part.entry, &document.hash(part));
            }
            return Ok(());
        }
        for record in self.records().map_err(|error| error.to_string())? {
            let record = record.map_err(|error| error.to_string())?;
            let Some(hash) = record.hash() else { continue };
            see(&record.entry, &hash);
            if !nested(&record.entry) {
                continue;
            }
            let name = record.entry.clone();
            let Some(source) = self.source(record) else {
                continue;
            };
            for part in self.parts(&source) {
                see(&format!("{name}{}", part.entry), &hash_of(&source, &part));
            }
        }
        Ok(())
    }

    /// Writes the file to `out` with the edits that `edit` makes for each entry; whether it was turned to UTF-8.
    pub(super) fn rewrite(
        &self,
        change: &Change<'_>,
        nested: &dyn Fn(&str) -> bool,
        edit: &mut dyn FnMut(&Entry<'_>) -> io::Result<Vec<Edit>>,
        out: &mut dyn Write,
    ) -> io::Result<bool> {
        let of_record = |record: Record, edit: &mut dyn FnMut(&Entry<'_>) -> io::Result<Vec<Edit>>| {
            self.record(record, change, nested, edit)
        };
        if let Some(document) = &self.document {
            return document.rewrite(change, self.settings, edit, out);
        }
        let records = self.records()?;
        if let Some((text, encoding)) = records.decoded() {
            let text = std::sync::Arc::clone(text);
            let bytes = read::bytes(&self.path, &self.settings.limits).map_err(io::Error::other)?;
            let mut edits = Vec::new();
            for record in records {
                let record = record.map_err(io::Error::other)?;
                let start = record.place().unwrap_or_default().start as u32;
                if let Some((_, own)) = of_record(record, edit)? {
                    edits.extend(own.into_iter().map(|edit| shifted(edit, start)));
                }
            }
            merge::in_order(&mut edits);
            let spliced = merge::splice(&bytes, &text, encoding, Format::Table, &edits, change.encoding);
            out.write_all(&spliced.bytes)?;
            return Ok(spliced.turned);
        }
        let mut input = BufReader::new(read::reader(&self.path)?);
        let mut at = 0;
        for record in records {
            let record = record.map_err(io::Error::other)?;
            let place = record.place().unwrap_or_default();
            let Some((source, edits)) = of_record(record, edit)? else {
                continue;
            };
            if edits.is_empty() {
                continue;
            }
            io::copy(&mut input.by_ref().take(place.start - at), out)?;
            let mut bytes = vec![0; (place.end - place.start) as usize];
            input.read_exact(&mut bytes)?;
            at = place.end;
            if content_hash(&bytes) != source.hash {
                return Err(io::Error::other("the file changed while it was read"));
            }
            let policy = change.encoding;
            let spliced = merge::splice(&bytes, &source.text, "UTF-8", source.format, &edits, policy);
            out.write_all(&spliced.bytes)?;
        }
        io::copy(&mut input, out)?;
        Ok(false)
    }

    /// The source of a record and the edits of the articles in it.
    fn record(
        &self,
        record: Record,
        change: &Change<'_>,
        nested: &dyn Fn(&str) -> bool,
        edit: &mut dyn FnMut(&Entry<'_>) -> io::Result<Vec<Edit>>,
    ) -> io::Result<Option<(Source, Vec<Edit>)>> {
        let name = record.entry.clone();
        let (whole, inside) = ((change.wanted)(&name), nested(&name));
        if !whole && !inside {
            return Ok(None);
        }
        let Some(source) = self.source(record) else {
            return Ok(None);
        };
        let mut edits = Vec::new();
        if whole {
            let entry = Entry {
                name: &name,
                hash: &source.hash,
                source: &source,
                part: None,
            };
            edits = edit(&entry)?;
        }
        let parts = if inside { self.parts(&source) } else { Vec::new() };
        for part in &parts {
            let name = format!("{name}{}", part.entry);
            if (change.wanted)(&name) {
                let entry = Entry {
                    name: &name,
                    hash: &hash_of(&source, part),
                    source: &source,
                    part: Some(part),
                };
                edits.append(&mut edit(&entry)?);
            }
        }
        merge::in_order(&mut edits);
        Ok(Some((source, edits)))
    }

    fn records(&self) -> io::Result<Records> {
        match read::open(&self.path, &self.settings.limits).map_err(io::Error::other)? {
            Opened::Records(records) => Ok(records),
            Opened::Document(_) => Err(io::Error::other("the file changed while it was read")),
        }
    }

    fn source(&self, record: Record) -> Option<Source> {
        match record.open(&self.settings.limits) {
            Ok(Opened::Document(source)) => Some(*source),
            _ => None,
        }
    }

    fn parts(&self, source: &Source) -> Vec<Part> {
        let options = options(source, self.settings);
        let parts = extract::parts(&source.text, source.format, &options);
        parts.ok().flatten().unwrap_or_default()
    }
}

/// Why a packed file is not written back.
const PACKED: &str = "its source is packed; unpack it and run again";

impl Document {
    fn open(path: &std::path::Path, source: Source, settings: &Settings) -> Result<Self, String> {
        if !merge::is_writable(source.format) {
            return Err(format!("{} files are not written back", source.format.as_str()));
        }
        let bytes = read::bytes(path, &settings.limits).map_err(|error| error.to_string())?;
        let parts = extract::parts(&source.text, source.format, &options(&source, settings));
        let Some(parts) = parts.map_err(|error| error.to_string())? else {
            return Err("its source does not hold several articles any more".to_owned());
        };
        if source.members.is_empty() {
            if content_hash(&bytes) != source.hash {
                return Err(PACKED.to_owned());
            }
        } else {
            let changes = |span: Span| parts.iter().any(|part| part.span == span);
            let members = source.members.iter().filter(|member| changes(member.span));
            merge::is_packable(&bytes, &source.text, members)?;
        }
        Ok(Self { bytes, source, parts })
    }

    fn hash(&self, part: &Part) -> String {
        hash_of(&self.source, part)
    }

    fn rewrite(
        &self,
        change: &Change<'_>,
        settings: &Settings,
        edit: &mut dyn FnMut(&Entry<'_>) -> io::Result<Vec<Edit>>,
        out: &mut dyn Write,
    ) -> io::Result<bool> {
        let source = &self.source;
        let (mut edits, mut changed) = (Vec::new(), 0);
        for part in self.parts.iter().filter(|part| (change.wanted)(&part.entry)) {
            let entry = Entry {
                name: &part.entry,
                hash: &self.hash(part),
                source,
                part: Some(part),
            };
            let mut own = edit(&entry)?;
            changed += usize::from(!own.is_empty());
            edits.append(&mut own);
        }
        // Chapters say their own language, and a book says one that readers choose a voice and hyphens by; a feed has one for all that say none.
        let is_turned = changed == self.parts.len() || (changed > 0 && source.format == Format::Epub);
        if is_turned {
            let tag = change.target.to_string();
            let said = extract::languages(&source.text, source.format, &options(source, settings));
            let said = said.into_iter().filter(|at| at.of(&source.text) != tag);
            edits.extend(said.map(|at| Edit::new(at, &*tag)));
        }
        merge::in_order(&mut edits);
        if !source.members.is_empty() {
            let bytes = merge::repack(&self.bytes, &source.text, &source.members, &edits);
            out.write_all(&bytes.map_err(io::Error::other)?)?;
            return Ok(false);
        }
        let spliced = merge::splice(
            &self.bytes,
            &source.text,
            source.encoding,
            source.format,
            &edits,
            change.encoding,
        );
        out.write_all(&spliced.bytes)?;
        Ok(spliced.turned)
    }
}

fn hash_of(source: &Source, part: &Part) -> String {
    content_hash(part.span.of(&source.text).as_bytes())
}

fn shifted(edit: Edit, by: u32) -> Edit {
    Edit {
        at: edit.at.shifted(by as usize),
        ..edit
    }
}
