//! A file that holds several articles, with some of them changed: a document as a whole, a file of records a record at a time, so that a file of
//! a million records needs no more memory than one of them. What does not change is copied.

mod said;

use std::cell::RefCell;
use std::io::{self, BufReader, Read, Write};
use std::path::PathBuf;

use rustc_hash::FxHashMap;

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
    /// The translations of titles and headings met so far, which a list of contents says again.
    pub(super) headings: &'a RefCell<FxHashMap<String, String>>,
    /// The translated file as it is, for entries that were translated before.
    pub(super) earlier: Option<Earlier<'a>>,
}

/// A translated file of an earlier time.
pub(super) struct Earlier<'a> {
    pub(super) holder: Holder<'a>,
    /// Whether the entry of this name stands in it translated from what has this hash.
    pub(super) has: &'a dyn Fn(&str, &str) -> bool,
}

/// What became of a file.
#[derive(Debug, Default)]
pub(super) struct Rewritten {
    /// It is UTF-8 and was not before.
    pub(super) turned: bool,
    /// The entries that stand as they were translated before.
    pub(super) kept: Vec<(String, String)>,
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
            let Some(hash) = record.bytes().map(content_hash) else {
                continue;
            };
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

    /// Writes the file to `out` with the edits that `edit` makes for each entry. Of a record whose name is `nested` the articles in it are
    /// entries too.
    pub(super) fn rewrite(
        &self,
        change: &Change<'_>,
        nested: &dyn Fn(&str) -> bool,
        edit: &mut dyn FnMut(&Entry<'_>) -> io::Result<Vec<Edit>>,
        out: &mut dyn Write,
    ) -> io::Result<Rewritten> {
        if let Some(document) = &self.document {
            return document.rewrite(change, self.settings, edit, out);
        }
        let records = self.records()?;
        let mut done = Rewritten::default();
        let mut earlier = Lockstep::of(change);
        if records.decoded().is_some() {
            return self.rewrite_decoded(records, change, nested, edit, out);
        }
        let mut input = BufReader::new(read::reader(&self.path)?);
        let mut at = 0;
        for record in records {
            let record = record.map_err(io::Error::other)?;
            let place = record.place().unwrap_or_default();
            let changed = self.record(record, change, nested, &mut earlier, edit)?;
            if matches!(&changed, Changed::Not) {
                continue;
            }
            io::copy(&mut input.by_ref().take(place.start - at), out)?;
            let mut bytes = vec![0; (place.end - place.start) as usize];
            input.read_exact(&mut bytes)?;
            at = place.end;
            match changed {
                Changed::Not => {}
                Changed::Entry(source, edits) => {
                    if content_hash(&bytes) != source.hash {
                        return Err(io::Error::other("the file changed while it was read"));
                    }
                    let policy = change.encoding;
                    let spliced = merge::splice(&bytes, &source.text, "UTF-8", source.format, &edits, policy);
                    out.write_all(&spliced.bytes)?;
                }
                Changed::Kept(entry, bytes) => {
                    done.kept.push(entry);
                    out.write_all(&bytes)?;
                }
            }
        }
        io::copy(&mut input, out)?;
        Ok(done)
    }

    /// The same for a file in another character set than UTF-8, which is in memory as a whole.
    fn rewrite_decoded(
        &self,
        records: Records,
        change: &Change<'_>,
        nested: &dyn Fn(&str) -> bool,
        edit: &mut dyn FnMut(&Entry<'_>) -> io::Result<Vec<Edit>>,
        out: &mut dyn Write,
    ) -> io::Result<Rewritten> {
        let Some((text, encoding)) = records.decoded() else {
            return Ok(Rewritten::default());
        };
        let text = std::sync::Arc::clone(text);
        let bytes = read::bytes(&self.path, &self.settings.limits).map_err(io::Error::other)?;
        let mut done = Rewritten::default();
        let mut earlier = Lockstep::of(change);
        let mut edits = Vec::new();
        for record in records {
            let record = record.map_err(io::Error::other)?;
            let place = record.place().unwrap_or_default();
            match self.record(record, change, nested, &mut earlier, edit)? {
                Changed::Not => {}
                Changed::Entry(_, own) => {
                    edits.extend(own.into_iter().map(|edit| shifted(edit, place.start as u32)));
                }
                Changed::Kept(entry, bytes) => {
                    done.kept.push(entry);
                    let whole = Span::new(place.start as usize, place.end as usize);
                    edits.push(Edit::new(whole, String::from_utf8_lossy(&bytes)));
                }
            }
        }
        merge::in_order(&mut edits);
        let spliced = merge::splice(&bytes, &text, encoding, Format::Table, &edits, change.encoding);
        out.write_all(&spliced.bytes)?;
        done.turned = spliced.turned;
        Ok(done)
    }

    /// What becomes of a record: the edits of the articles in it, or what it was translated to before.
    fn record(
        &self,
        record: Record,
        change: &Change<'_>,
        nested: &dyn Fn(&str) -> bool,
        earlier: &mut Lockstep<'_>,
        edit: &mut dyn FnMut(&Entry<'_>) -> io::Result<Vec<Edit>>,
    ) -> io::Result<Changed> {
        let name = record.entry.clone();
        let before = earlier.next(&name);
        let (whole, inside) = ((change.wanted)(&name), nested(&name));
        if !whole && !inside {
            let (Some(before), Some(bytes)) = (before, record.bytes()) else {
                return Ok(Changed::Not);
            };
            let hash = content_hash(bytes);
            return Ok(match before.bytes() {
                Some(bytes) if earlier.has(&name, &hash) => Changed::Kept((name, hash), bytes.to_owned()),
                _ => Changed::Not,
            });
        }
        let Some(source) = self.source(record) else {
            return Ok(Changed::Not);
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
        Ok(if edits.is_empty() {
            Changed::Not
        } else {
            Changed::Entry(Box::new(source), edits)
        })
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

/// What becomes of a record.
enum Changed {
    /// It is copied.
    Not,
    /// It gets these edits.
    Entry(Box<Source>, Vec<Edit>),
    /// It is what it was translated to before: its name and the hash of its source, its bytes.
    Kept((String, String), Vec<u8>),
}

/// The records of an earlier translated file, read along with those of the source: a translation adds none and takes none away.
struct Lockstep<'a> {
    records: Option<Records>,
    change: &'a Change<'a>,
}

impl<'a> Lockstep<'a> {
    fn of(change: &'a Change<'a>) -> Self {
        let earlier = change.earlier.as_ref();
        Self {
            records: earlier.and_then(|earlier| earlier.holder.records().ok()),
            change,
        }
    }

    /// The record called `name`, which is the next one; nothing from where the files differ.
    fn next(&mut self, name: &str) -> Option<Record> {
        let record = self.records.as_mut()?.next();
        let record = record.and_then(Result::ok).filter(|record| record.entry == name);
        if record.is_none() {
            self.records = None;
        }
        record
    }

    fn has(&self, name: &str, hash: &str) -> bool {
        let earlier = self.change.earlier.as_ref();
        earlier.is_some_and(|earlier| (earlier.has)(name, hash))
    }
}

/// Why a packed file is not written back.
pub(super) const PACKED: &str = "packed files are not written back; unpack it and run again";

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
    ) -> io::Result<Rewritten> {
        let source = &self.source;
        let (mut edits, mut changed) = (Vec::new(), 0);
        let mut done = Rewritten::default();
        for (place, part) in self.parts.iter().enumerate() {
            let hash = self.hash(part);
            if !(change.wanted)(&part.entry) {
                if let Some(text) = self.earlier(change, place, &hash) {
                    edits.push(Edit::new(part.span, text));
                    done.kept.push((part.entry.clone(), hash));
                    changed += 1;
                }
                continue;
            }
            let entry = Entry {
                name: &part.entry,
                hash: &hash,
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
            edits.append(&mut self.language(change.target, settings));
        }
        if changed > 0 || !change.headings.borrow().is_empty() {
            edits.append(&mut self.contents(change, settings));
        }
        merge::in_order(&mut edits);
        if !source.members.is_empty() {
            let bytes = merge::repack(&self.bytes, &source.text, &source.members, &edits);
            out.write_all(&bytes.map_err(io::Error::other)?)?;
            return Ok(done);
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
        done.turned = spliced.turned;
        Ok(done)
    }

    /// What an entry was translated to before.
    fn earlier<'c>(&self, change: &'c Change<'_>, place: usize, hash: &str) -> Option<&'c str> {
        let earlier = change.earlier.as_ref()?;
        let document = earlier.holder.document.as_ref()?;
        let name = &self.parts[place].entry;
        let part = document.parts.get(place)?;
        let alike = document.parts.len() == self.parts.len() && part.entry == *name;
        (alike && (earlier.has)(name, hash)).then(|| part.span.of(&document.source.text))
    }
}

fn hash_of(source: &Source, part: &Part) -> String {
    content_hash(part.span.of(&source.text).as_bytes())
}

/// White space as single spaces.
pub(super) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shifted(edit: Edit, by: u32) -> Edit {
    Edit {
        at: edit.at.shifted(by as usize),
        ..edit
    }
}
