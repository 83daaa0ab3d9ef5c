//! XML as the readers of XLIFF and TMX see it: elements with their attributes, text with references resolved, places for messages.
//!
//! Entities are the five of XML and characters by number; nothing is expanded. What a document type declares is not looked at.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

use super::encoding::Decoded;
use super::{Problem, ReadError, ReadOptions, Received, repair, tmx, xliff1, xliff2};
use crate::escape::is_xml_forbidden;

/// Deepest nesting of elements; XLIFF's groups are the only ones that nest by intention.
const MAX_DEPTH: usize = 256;
/// Most attributes of an element.
const MAX_ATTRIBUTES: usize = 256;

/// Reads an XLIFF or TMX file.
pub(super) fn read(decoded: &Decoded, options: &ReadOptions) -> Result<Received, ReadError> {
    if !options.repair_xml {
        repair::check(decoded)?;
        return read_text(decoded, &decoded.text, None);
    }
    let mut problems = Vec::new();
    let text = repair::repaired(&decoded.text, &mut problems);
    let mut received = read_text(decoded, &text, Some(&decoded.text))?;
    received.problems.splice(0..0, problems);
    Ok(received)
}

fn read_text(decoded: &Decoded, text: &str, repaired: Option<&str>) -> Result<Received, ReadError> {
    let mut xml = Xml::new(decoded, text, repaired.is_some());
    let root = loop {
        match xml.next()? {
            Piece::Open(element) => break element,
            Piece::End => return Err(ReadError::Unknown("an XML file without elements".to_owned())),
            Piece::Text(_) | Piece::Close => {}
        }
    };
    let version_2 = || root.uri.contains(":document:2") || root.get("version").unwrap_or("").starts_with('2');
    match &*root.name {
        "xliff" if version_2() => xliff2::read(xml, &root),
        "xliff" => xliff1::read(xml),
        "tmx" => tmx::read(xml),
        name => Err(ReadError::Unknown(format!("an XML file whose root is <{name}>"))),
    }
}

/// An element that begins.
#[derive(Clone, Debug)]
pub(super) struct Element {
    /// Its name without a prefix.
    pub(super) name: String,
    /// Whether it belongs to another vocabulary than the file's own.
    pub(super) foreign: bool,
    /// The namespace of its name.
    uri: String,
    attributes: Vec<(String, String)>,
    /// The line on which it begins.
    pub(super) line: u32,
}

impl Element {
    /// The value of the attribute with this name, prefix included.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The value of the attribute whose name without its prefix is this: for vocabularies of clients, whose prefixes differ.
    pub(super) fn get_foreign(&self, local: &str) -> Option<&str> {
        let of = |key: &str| key.split_once(':').is_some_and(|(_, name)| name == local);
        self.attributes
            .iter()
            .find(|(key, _)| of(key))
            .map(|(_, value)| value.as_str())
    }
}

/// A piece of the file.
#[derive(Debug)]
pub(super) enum Piece<'x> {
    Open(Element),
    Close,
    Text(Cow<'x, str>),
    /// The end of the file.
    End,
}

/// A file being read.
pub(super) struct Xml<'x> {
    reader: NsReader<&'x [u8]>,
    decoded: &'x Decoded,
    text: &'x str,
    /// The text was repaired: read what is there of a file that is cut off.
    lenient: bool,
    depth: usize,
    /// The root element is closed.
    done: bool,
    line: u32,
    /// Byte up to which lines are counted.
    counted: usize,
    pub(super) problems: Vec<Problem>,
    pub(super) codes: usize,
    pub(super) segments: usize,
}

impl<'x> Xml<'x> {
    fn new(decoded: &'x Decoded, text: &'x str, lenient: bool) -> Self {
        let mut reader = NsReader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            decoded,
            text,
            lenient,
            depth: 0,
            done: false,
            line: 1,
            counted: 0,
            problems: Vec::new(),
            codes: 0,
            segments: 0,
        }
    }

    /// The next piece that matters: comments, instructions and declarations are passed over.
    pub(super) fn next(&mut self) -> Result<Piece<'x>, ReadError> {
        loop {
            let at = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
            match self.reader.read_resolved_event() {
                Ok((namespace, Event::Start(tag))) => {
                    let (uri, foreign) = vocabulary(&namespace);
                    return self.open(uri, foreign, &tag, at).map(Piece::Open);
                }
                Ok((_, Event::End(_))) => {
                    self.depth = self.depth.saturating_sub(1);
                    self.done = self.depth == 0;
                    return Ok(Piece::Close);
                }
                Ok((_, Event::Text(text))) => {
                    let text = text.xml10_content();
                    if self.depth > 0 {
                        return Ok(Piece::Text(text));
                    }
                    if !text.trim().is_empty() {
                        return Err(self.error(at, "text outside the root element"));
                    }
                }
                Ok((_, Event::CData(text))) => return Ok(Piece::Text(text.xml10_content())),
                Ok((_, Event::GeneralRef(name))) => {
                    let name = name.into_inner();
                    return self.reference(&name, at).map(Piece::Text);
                }
                Ok((_, Event::Eof)) if self.depth == 0 => return Ok(Piece::End),
                Ok((_, Event::Eof)) => {
                    return Err(self.error(self.text.len(), "the file is cut off: an element is not closed"));
                }
                Ok(_) => {}
                Err(error) => {
                    let at = usize::try_from(self.reader.error_position())
                        .unwrap_or(at)
                        .max(at);
                    return Err(self.error(at, error.to_string()));
                }
            }
        }
    }

    fn open(
        &mut self,
        uri: String,
        foreign: bool,
        tag: &BytesStart<'_>,
        at: usize,
    ) -> Result<Element, ReadError> {
        if self.done {
            return Err(self.error(at, "a second root element"));
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error(at, format!("elements nested deeper than {MAX_DEPTH}")));
        }
        let mut attributes = Vec::new();
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| self.error(at, error.to_string()))?;
            if attributes.len() == MAX_ATTRIBUTES {
                return Err(self.error(
                    at,
                    format!("an element with more than {MAX_ATTRIBUTES} attributes"),
                ));
            }
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| self.error(at, error.to_string()))?;
            attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
        }
        Ok(Element {
            name: tag.local_name().as_ref().to_owned(),
            foreign,
            uri,
            attributes,
            line: self.line_of(at),
        })
    }

    fn reference(&self, name: &str, at: usize) -> Result<Cow<'x, str>, ReadError> {
        match repair::named(name) {
            Some(c) if is_xml_forbidden(c) => Err(self.error(at, format!("&{name}; cannot stand in XML"))),
            Some(c) => Ok(c.to_string().into()),
            None => Err(self.error(
                at,
                format!("the entity \"&{name};\" is not one of XML's five; none is expanded"),
            )),
        }
    }

    /// Reads to the end of the element that has just begun and gives its text, that of inner elements included.
    pub(super) fn text(&mut self) -> Result<String, ReadError> {
        let (mut out, mut depth) = (String::new(), 1);
        loop {
            match self.next()? {
                Piece::Open(_) => depth += 1,
                Piece::Close if depth == 1 => return Ok(out),
                Piece::Close => depth -= 1,
                Piece::Text(text) => out.push_str(&text),
                Piece::End => return Ok(out),
            }
        }
    }

    /// Reads to the end of the element that has just begun.
    pub(super) fn skip(&mut self) -> Result<(), ReadError> {
        let mut depth = 1;
        while depth > 0 {
            match self.next()? {
                Piece::Open(_) => depth += 1,
                Piece::Close => depth -= 1,
                Piece::Text(_) => {}
                Piece::End => return Ok(()),
            }
        }
        Ok(())
    }

    /// Says something of what stands on `line`.
    pub(super) fn problem(&mut self, line: u32, message: impl Into<String>) {
        self.problems.push(Problem {
            line,
            message: message.into(),
            repaired: false,
        });
    }

    /// What reading ended with: of a repaired file, what was read before an error counts, and the error is a problem.
    pub(super) fn finish(&mut self, result: Result<(), ReadError>, anything: bool) -> Result<(), ReadError> {
        match result {
            Err(ReadError::Malformed { line, message, .. }) if self.lenient && anything => {
                self.problems.push(Problem {
                    line,
                    message: format!("{message}; read up to here"),
                    repaired: true,
                });
                Ok(())
            }
            other => other,
        }
    }

    /// The line of byte `at`; asked in rising order.
    fn line_of(&mut self, at: usize) -> u32 {
        let at = at.min(self.text.len());
        if at > self.counted {
            let lines = memchr::memchr_iter(b'\n', &self.text.as_bytes()[self.counted..at]).count();
            self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
            self.counted = at;
        }
        self.line
    }

    /// Counts an inline code, and says when there are too many of them.
    pub(super) fn count_code(&mut self) -> Result<(), ReadError> {
        self.codes += 1;
        self.limit(self.codes, super::MAX_CODES, "inline codes")
    }

    /// Counts a segment, and says when there are too many of them.
    pub(super) fn count_segment(&mut self) -> Result<(), ReadError> {
        self.segments += 1;
        self.limit(self.segments, super::MAX_SEGMENTS, "segments")
    }

    fn limit(&self, count: usize, max: usize, what: &str) -> Result<(), ReadError> {
        if count > max {
            return Err(self.error_here(format!("more than {max} {what} in one file")));
        }
        Ok(())
    }

    /// An error at the place up to which the file is read.
    pub(super) fn error_here(&self, message: impl Into<String>) -> ReadError {
        let at = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        self.error(at, message)
    }

    /// An error at byte `at`. In a repaired text bytes are moved, but lines are not.
    fn error(&self, at: usize, message: impl Into<String>) -> ReadError {
        if !self.lenient {
            return self.decoded.error(at, message, true);
        }
        let at = self.text.floor_char_boundary(at.min(self.text.len()));
        let line = 1 + memchr::memchr_iter(b'\n', &self.text.as_bytes()[..at]).count();
        ReadError::Malformed {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            byte: at as u64,
            message: message.into(),
            repairable: false,
        }
    }
}

/// The namespace of an element, and whether it is another one than those of XLIFF's core and TMX.
fn vocabulary(namespace: &ResolveResult<'_>) -> (String, bool) {
    match namespace {
        ResolveResult::Bound(Namespace(uri)) => {
            let own = uri.starts_with("urn:oasis:names:tc:xliff:document:") || uri.contains("lisa.org/tmx");
            ((*uri).to_owned(), !own)
        }
        ResolveResult::Unbound => (String::new(), false),
        ResolveResult::Unknown(_) => (String::new(), true),
    }
}
