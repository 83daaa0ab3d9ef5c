//! What a line of the `extract` filter asks for: a page, a text, a file, or one of the articles in a file of several, which is asked for by
//! the name that a run gives it (`feed.xml#3`, `dump.zip/a.html`).

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::pages::Extraction;
use super::records::Request;
use crate::article::{Article, Format, Limits};
use crate::extract::{self, ExtractError, ExtractOptions, Part};
use crate::read::{self, Opened, ReadError, Record, Records, Source};

/// The longest path in which a file is looked for that the end of the path is an entry of.
const LONGEST_NAME: usize = 4096;

/// As many records are counted to say how many there are.
const MOST_COUNTED: usize = 10_000;

/// What a line asks for: a decoded source, and where in it the article is.
pub(super) struct Asked {
    pub(super) source: Source,
    part: Option<Part>,
    url: Option<String>,
}

impl Asked {
    /// Takes the source from `{"id","url"?,"html"}`, `{"id","url"?,"path"}` or `{"id","text"}`.
    pub(super) fn of(request: &mut Request, options: &Extraction) -> Result<Self, String> {
        let url = request.string("url")?;
        let html = request.string("html")?;
        let path = request.string("path")?;
        let text = request.string("text")?;
        let (source, part) = match (html, path, text) {
            (Some(html), None, None) => (Source::of_text(html, Format::Html), None),
            (None, Some(path), None) => {
                File::below(options, &path).map_err(|reason| format!("{path}: {reason}"))?
            }
            (None, None, Some(text)) => (Source::of_text(text, Format::Text), None),
            (None, None, None) => return Err("\"html\", \"path\" or \"text\" is missing".to_owned()),
            _ => return Err("give one of \"html\", \"path\" and \"text\"".to_owned()),
        };
        Ok(Self { source, part, url })
    }

    /// What the article is read with.
    pub(super) fn reading(&self, options: &Extraction) -> ExtractOptions {
        let reading = reading(&self.source, options);
        ExtractOptions {
            url: self.url.clone().or(reading.url),
            ..reading
        }
    }

    /// Reads the article.
    pub(super) fn article(&self, options: &Extraction) -> Result<Article, ExtractError> {
        let (source, reading) = (&self.source, self.reading(options));
        match &self.part {
            Some(part) => extract::extract_part(&source.text, source.format, part, &reading),
            None => extract::extract(&source.text, source.format, &reading),
        }
    }
}

/// What a source says of how it is to be read, beside what the filter was told.
fn reading(source: &Source, options: &Extraction) -> ExtractOptions {
    ExtractOptions {
        url: source.given.url.clone(),
        keep_boilerplate: options.keep,
        sites: options.sites.clone(),
        given: source.given.clone(),
        markup: source.markup,
        members: source.members.clone(),
        columns: source.columns.clone(),
        fields: Arc::clone(&options.fields),
        ..ExtractOptions::default()
    }
}

/// A file on the way to the article that is asked for.
struct File<'p> {
    options: &'p Extraction,
    limits: Limits,
    /// What was opened so far, as a run names it.
    name: String,
    /// What is left of the path: the name of an article in the file.
    entry: &'p str,
}

impl<'p> File<'p> {
    /// The document that `path` names below the root, and which of its articles.
    fn below(options: &'p Extraction, path: &'p str) -> Result<(Source, Option<Part>), String> {
        let limits = Limits::default();
        let (mut opened, entry) = open(&options.root, path, &limits).map_err(|error| error.to_string())?;
        let name = path[..path.len() - entry.len()].to_owned();
        let mut file = Self {
            options,
            limits,
            name,
            entry,
        };
        // An archive in an archive is refused, so this goes a few levels down at most.
        loop {
            opened = match opened {
                Opened::Document(source) => return file.document(*source),
                Opened::Records(records) => file.record(records)?,
            };
        }
    }

    /// The article of a document that is asked for.
    fn document(&self, source: Source) -> Result<(Source, Option<Part>), String> {
        let reading = reading(&source, self.options);
        let parts = extract::parts(&source.text, source.format, &reading);
        let parts = parts.map_err(|error| error.to_string())?.unwrap_or_default();
        match (self.entry, parts.as_slice()) {
            ("", [] | [_]) => Ok((source, parts.into_iter().next())),
            ("", [first, ..]) => Err(self.several(&parts.len().to_string(), "articles", &first.entry)),
            (entry, _) => match parts.into_iter().find(|part| part.entry == entry) {
                Some(part) => Ok((source, Some(part))),
                None => Err(self.missing()),
            },
        }
    }

    /// Opens the record that is asked for; where the path names none, the only one.
    fn record(&mut self, records: Records) -> Result<Opened, String> {
        let record = if self.entry.is_empty() {
            self.only(records)?
        } else {
            let record = self.named(records)?;
            self.entry = &self.entry[record.entry.len()..];
            record
        };
        self.name.push_str(&record.entry);
        record.open(&self.limits).map_err(|error| error.to_string())
    }

    fn named(&self, records: Records) -> Result<Record, String> {
        // Members of an archive may be called anything: one that has the whole name goes before one that it begins with.
        let numbered = records.form() != "zip";
        let mut outer = None;
        for record in records {
            let record = record.map_err(|error| error.to_string())?;
            match self.entry.strip_prefix(&record.entry) {
                Some("") => return Ok(record),
                Some(rest) if rest.starts_with(['#', '/']) => outer = Some(record),
                _ => continue,
            }
            if numbered {
                break;
            }
        }
        outer.ok_or_else(|| self.missing())
    }

    fn only(&self, records: Records) -> Result<Record, String> {
        let what = if records.form() == "zip" {
            "files"
        } else {
            "articles"
        };
        let (mut count, mut first) = (0, None);
        for record in records.filter(|record| !matches!(record, Ok(record) if record.skipped().is_some())) {
            let record = record.map_err(|error| error.to_string())?;
            first.get_or_insert(record);
            count += 1;
            if count > MOST_COUNTED {
                break;
            }
        }
        match first {
            None => Err("no article in it".to_owned()),
            Some(first) if count == 1 => Ok(first),
            Some(first) if count > MOST_COUNTED => {
                Err(self.several(&format!("more than {MOST_COUNTED}"), what, &first.entry))
            }
            Some(first) => Err(self.several(&count.to_string(), what, &first.entry)),
        }
    }

    fn several(&self, count: &str, what: &str, first: &str) -> String {
        let name = &self.name;
        format!("{count} {what} in it; ask for one by its name, as \"path\": \"{name}{first}\"")
    }

    fn missing(&self) -> String {
        format!("{} has no article \"{}\"", self.name, self.entry)
    }
}

/// Opens the file that `path` names, or else the one that it begins with; what follows is an entry of that.
fn open<'p>(root: &Path, path: &'p str, limits: &Limits) -> Result<(Opened, &'p str), ReadError> {
    let missing = match read::open_below(root, Path::new(path), limits) {
        Ok(opened) => return Ok((opened, "")),
        Err(error) if is_missing(&error) && path.len() <= LONGEST_NAME => error,
        Err(error) => return Err(error),
    };
    for (end, mark) in path.rmatch_indices(['#', '/']) {
        match read::open_below(root, Path::new(&path[..end]), limits) {
            Ok(opened) => return Ok((opened, &path[end..])),
            Err(error) if is_missing(&error) => {}
            // A folder is no file with entries: what is missing is the file in it.
            Err(ReadError::Io(_)) if mark == "/" => break,
            Err(error) => return Err(error),
        }
    }
    Err(missing)
}

/// Whether nothing is there of that name.
fn is_missing(error: &ReadError) -> bool {
    let kind = match error {
        ReadError::Io(error) => error.kind(),
        _ => return false,
    };
    matches!(kind, io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
