//! XML read once from the start to the end: tags and texts with their places. Nothing of the document type is read, so no entity is ever
//! expanded; what is not well-formed is passed over as far as it goes.

use std::borrow::Cow;

use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;
use quick_xml::reader::Reader;

use super::ExtractError;
use super::layer::Layer;
use crate::article::Span;

/// A start tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'s> {
    /// From `<` to `>`.
    pub(super) span: Span,
    /// Its name with the prefix.
    pub(super) name: &'s str,
    /// What is between `<` and `>`.
    content: &'s str,
}

impl<'s> Tag<'s> {
    /// Its name without the prefix.
    pub(super) fn local(&self) -> &'s str {
        local(self.name)
    }

    /// The value of the attribute with this name, prefix aside.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.attributes()
            .find(|(key, _)| local(key) == name)
            .map(|(_, value)| value)
    }

    /// The value of the attribute with exactly this name.
    pub(super) fn exact(&self, name: &str) -> Option<String> {
        self.attributes()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// Where the value of the attribute with exactly this name stands in the source.
    pub(super) fn place(&self, name: &str) -> Option<Span> {
        let content = self.content.strip_suffix('/').unwrap_or(self.content);
        let found = Attributes::new(content, self.name.len())
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.0 == name)?;
        let Cow::Borrowed(value) = found.value else {
            return None;
        };
        // The value is a part of the tag: how far into it is the difference of the two addresses.
        let within = (value.as_ptr() as usize).checked_sub(self.content.as_ptr() as usize)?;
        let start = self.span.start as usize + "<".len() + within;
        (within + value.len() <= self.content.len()).then(|| Span::new(start, start + value.len()))
    }

    fn attributes(&self) -> impl Iterator<Item = (&'s str, String)> {
        let content = self.content.strip_suffix('/').unwrap_or(self.content);
        let all: Vec<(&'s str, String)> = Attributes::new(content, self.name.len())
            .with_checks(false)
            .flatten()
            .map(|attribute| (attribute.key.0, unescaped(&attribute.value)))
            .collect();
        all.into_iter()
    }
}

/// The name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The value of an attribute with its references read, one level only.
fn unescaped(value: &str) -> String {
    match quick_xml::escape::unescape_with(value, entity) {
        Ok(text) => text.into_owned(),
        Err(_) => value.to_owned(),
    }
}

/// The text of an entity that needs no declaration: XML's five, and those of HTML that articles hold.
pub(super) fn entity(name: &str) -> Option<&'static str> {
    quick_xml::escape::resolve_predefined_entity(name).or_else(|| super::entities::named(name))
}

/// What is met next.
#[derive(Clone, Debug)]
pub(super) enum Node<'s> {
    /// An element starts.
    Open(Tag<'s>),
    /// An element of this name ends; an empty one right after its start, with an empty place.
    Close(&'s str, Span),
    /// Text as it stands in the source.
    Text(Span),
    /// A reference, and what it stands for.
    Reference(Cow<'s, str>, Span),
    /// The text of a CDATA section.
    Data(Span),
    /// A comment, an instruction, a declaration.
    Other,
    /// A document type.
    DocumentType,
}

/// Reads a part of the source.
pub(super) struct Walk<'s> {
    source: &'s str,
    reader: Reader<&'s [u8]>,
    /// Where the part begins.
    base: usize,
    /// Bytes of the part.
    length: usize,
    /// An empty element whose end is still to be told.
    empty: Option<(&'s str, u32)>,
    depth: usize,
    limit: usize,
    ended: bool,
}

impl<'s> Walk<'s> {
    /// Reads `part` of `source`; elements may nest `limit` deep.
    pub(super) fn new(source: &'s str, part: Span, limit: usize) -> Self {
        // The reader drops a byte order mark and does not count it.
        let text = part.of(source);
        let marks = text.len() - text.trim_start_matches('\u{feff}').len();
        let part = Span::new(part.start as usize + marks, part.end as usize);
        let mut reader = Reader::from_str(part.of(source));
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Self {
            source,
            reader,
            base: part.start as usize,
            length: part.len(),
            empty: None,
            depth: 0,
            limit,
            ended: false,
        }
    }

    /// Where the next node begins.
    pub(super) fn at(&self) -> usize {
        self.base + (self.reader.buffer_position() as usize).min(self.length)
    }

    /// The next node; `None` at the end of the part, or where it is no longer XML.
    ///
    /// # Errors
    /// If elements nest too deep.
    pub(super) fn next(&mut self) -> Result<Option<Node<'s>>, ExtractError> {
        if let Some((name, at)) = self.empty.take() {
            self.depth = self.depth.saturating_sub(1);
            return Ok(Some(Node::Close(name, Span { start: at, end: at })));
        }
        if self.ended {
            return Ok(None);
        }
        let start = self.at();
        let Ok(event) = self.reader.read_event() else {
            self.ended = true;
            return Ok(None);
        };
        let span = Span::new(start, self.at().max(start));
        let node = match event {
            Event::Start(_) => Node::Open(self.open(span)?),
            Event::Empty(_) => {
                let tag = self.open(span)?;
                self.empty = Some((tag.name, span.end));
                Node::Open(tag)
            }
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                let name = span
                    .of(self.source)
                    .trim_start_matches("</")
                    .trim_end_matches('>')
                    .trim();
                Node::Close(name, span)
            }
            Event::Text(_) => Node::Text(span),
            Event::CData(_) => {
                let inside = Span::new(
                    span.start as usize + 9,
                    (span.end as usize).max(span.start as usize + 12) - 3,
                );
                Node::Data(inside)
            }
            Event::GeneralRef(_) => self.reference(span),
            Event::DocType(_) => Node::DocumentType,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => Node::Other,
            Event::Eof => {
                self.ended = true;
                return Ok(None);
            }
        };
        Ok(Some(node))
    }

    fn open(&mut self, span: Span) -> Result<Tag<'s>, ExtractError> {
        self.depth += 1;
        if self.depth > self.limit {
            return Err(ExtractError::Depth(format!(
                "XML elements nest deeper than {}",
                self.limit
            )));
        }
        let whole = span.of(self.source);
        let content = whole.strip_prefix('<').unwrap_or(whole);
        let content = content.strip_suffix('>').unwrap_or(content);
        let end = content.find(|c: char| c.is_ascii_whitespace() || c == '/');
        Ok(Tag {
            span,
            name: &content[..end.unwrap_or(content.len())],
            content,
        })
    }

    fn reference(&self, span: Span) -> Node<'s> {
        let whole = span.of(self.source);
        let name = whole.trim_start_matches('&').trim_end_matches(';');
        let text: Option<Cow<'s, str>> = if let Some(number) = name.strip_prefix('#') {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => number.parse().ok(),
            };
            let character = code.and_then(char::from_u32).filter(|c| *c != '\0');
            character.map(|c| Cow::Owned(c.to_string()))
        } else {
            entity(name).map(Cow::Borrowed)
        };
        match text {
            Some(text) => Node::Reference(text, span),
            // What is not known is shown as it is written.
            None => Node::Text(span),
        }
    }

    /// Reads the text up to the end of the element whose start was met, markup in it left out.
    ///
    /// # Errors
    /// As [`Self::next`].
    pub(super) fn text(&mut self) -> Result<Layer, ExtractError> {
        let mut layer = Layer::default();
        let mut depth = 0_usize;
        while let Some(node) = self.next()? {
            match node {
                Node::Open(_) => depth += 1,
                Node::Close(..) if depth == 0 => break,
                Node::Close(..) => depth -= 1,
                Node::Text(span) => layer.push_verbatim(self.source, span),
                Node::Reference(text, span) => layer.push(&text, span),
                Node::Data(inside) => layer.push_verbatim(self.source, inside),
                Node::Other | Node::DocumentType => {}
            }
        }
        Ok(layer)
    }

    /// Passes over the element whose start was met; where its inside ends in the source.
    ///
    /// # Errors
    /// As [`Self::next`].
    pub(super) fn skip(&mut self) -> Result<u32, ExtractError> {
        let mut depth = 0_usize;
        let mut end = self.at() as u32;
        while let Some(node) = self.next()? {
            match node {
                Node::Open(_) => depth += 1,
                Node::Close(_, span) if depth == 0 => return Ok(span.start),
                Node::Close(..) => depth -= 1,
                _ => {}
            }
            end = self.at() as u32;
        }
        Ok(end)
    }
}
