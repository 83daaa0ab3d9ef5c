//! Feeds: each entry of RSS (0.9x, 1.0, 2.0) and Atom is an article; those of a JSON feed are read as JSON. The text of an entry is HTML in a
//! text of XML: one reader inside another, with the places of both.

use super::entry::{Entry, Form};
use super::inset::{Insets, Shell};
use super::layer::Layer;
use super::xml::{Node, Tag, Walk};
use super::{ExtractError, ExtractOptions, Part, json};
use crate::article::{Article, Span};

/// Prefixes of elements that hold other things under the same names: pictures, sound, what a copied entry comes from.
const OTHER: &[&str] = &[
    "media", "itunes", "thr", "slash", "wfw", "georss", "sy", "podcast", "yandex",
];

/// The entries of a feed.
///
/// # Errors
/// If elements nest too deep, or a JSON feed is not JSON.
pub(super) fn parts(source: &str, options: &ExtractOptions) -> Result<Option<Vec<Part>>, ExtractError> {
    if is_json(source) {
        return json::parts(source, options);
    }
    let mut walk = Walk::new(source, Span::new(0, source.len()), options.limits.max_xml_depth);
    let mut parts: Vec<Part> = Vec::new();
    let mut language = None;
    while let Some(node) = walk.next()? {
        let Node::Open(tag) = node else { continue };
        match tag.local() {
            "item" | "entry" if prefix(tag).is_none_or(|prefix| !OTHER.contains(&prefix)) => {
                let end = walk.skip()?;
                // The end tag belongs to the entry.
                let close = source[end as usize..].find('>').map_or(0, |at| at as u32 + 1);
                let span = Span {
                    start: tag.span.start,
                    end: end + close,
                };
                parts.push(Part::numbered(parts.len() + 1, span));
            }
            "language" if language.is_none() => language = Some(walk.text()?.text().trim().to_owned()),
            "image" | "textInput" => {
                walk.skip()?;
            }
            _ => language = language.or_else(|| tag.exact("xml:lang")),
        }
    }
    let language = language.as_deref();
    Ok(Some(
        parts.into_iter().map(|part| part.in_language(language)).collect(),
    ))
}

fn is_json(source: &str) -> bool {
    source.trim_start().starts_with('{')
}

fn prefix(tag: Tag<'_>) -> Option<&str> {
    tag.name.split_once(':').map(|(prefix, _)| prefix)
}

/// Where the feed says the language of all its entries.
pub(super) fn languages(source: &str, options: &ExtractOptions) -> Vec<Span> {
    if is_json(source) {
        return json::languages(source, options);
    }
    let mut walk = Walk::new(source, Span::new(0, source.len()), options.limits.max_xml_depth);
    let mut found = Vec::new();
    let mut is_root = true;
    while let Ok(Some(node)) = walk.next() {
        let Node::Open(tag) = node else { continue };
        if std::mem::take(&mut is_root) {
            found.extend(tag.place("xml:lang"));
        }
        match tag.local() {
            "language" => found.extend(walk.text().ok().map(|text| text.source())),
            "item" | "entry" | "image" | "textInput" if walk.skip().is_err() => break,
            _ => {}
        }
    }
    found.retain(|at| !at.is_empty());
    found
}

/// The article in the entry at `part`; its texts are added to `insets`.
///
/// # Errors
/// As [`parts`].
pub(super) fn extract(
    source: &str,
    part: Span,
    options: &ExtractOptions,
    insets: Option<&mut Insets>,
) -> Result<Article, ExtractError> {
    if is_json(part.of(source)) {
        return json::extract(source, part, options, insets);
    }
    let mut walk = Walk::new(source, part, options.limits.max_xml_depth);
    let mut read = Reading {
        source,
        entry: Entry::new(Shell::Xml),
        dates: Vec::new(),
        full: None,
        short: None,
    };
    let mut inside = false;
    while let Some(node) = walk.next()? {
        let Node::Open(tag) = node else { continue };
        if !inside {
            inside = true;
            read.entry.language = tag.exact("xml:lang");
            read.entry.said.extend(tag.place("xml:lang"));
            continue;
        }
        read.element(tag, &mut walk)?;
    }
    Ok(read.finish().article(source, options, insets))
}

struct Reading<'s> {
    source: &'s str,
    entry: Entry,
    /// Dates with their rank: published before updated.
    dates: Vec<(u8, String)>,
    full: Option<(Layer, Form)>,
    short: Option<(Layer, Form)>,
}

impl<'s> Reading<'s> {
    fn element(&mut self, tag: Tag<'s>, walk: &mut Walk<'s>) -> Result<(), ExtractError> {
        if prefix(tag).is_some_and(|prefix| OTHER.contains(&prefix)) {
            walk.skip()?;
            return Ok(());
        }
        match tag.local() {
            "title" if self.entry.title.is_none() => self.entry.title = Some(self.text(tag, walk)?),
            "encoded" | "content" | "body" => {
                let text = self.text(tag, walk)?;
                let longer = self
                    .full
                    .as_ref()
                    .is_none_or(|(known, _)| known.text().len() < text.0.text().len());
                if longer && tag.attribute("src").is_none() {
                    self.entry.others.extend(self.full.replace(text));
                } else {
                    self.entry.others.push(text);
                }
            }
            "description" | "summary" => {
                let text = self.text(tag, walk)?;
                if self.short.is_none() && !text.0.is_blank() {
                    self.short = Some(text);
                } else {
                    self.entry.others.push(text);
                }
            }
            "link" => self.link(tag, walk)?,
            "guid" => {
                let address = walk.text()?;
                let is_page = tag.attribute("isPermaLink").is_none_or(|value| value != "false");
                if is_page && self.entry.url.is_none() && address.text().trim().starts_with("http") {
                    self.entry.url = Some(address.text().trim().to_owned());
                }
            }
            "pubDate" | "published" | "issued" | "created" => self.date(0, walk)?,
            "date" => self.date(1, walk)?,
            "updated" | "modified" => self.date(2, walk)?,
            "creator" | "author" => self.author(walk)?,
            "language" => {
                let text = walk.text()?;
                self.entry.language = Some(text.text().trim().to_owned());
                self.entry
                    .said
                    .extend(Some(text.source()).filter(|at| !at.is_empty()));
            }
            _ => {
                walk.skip()?;
            }
        }
        Ok(())
    }

    /// The text of an element as its type says, or as the usage of the feed is.
    fn text(&self, tag: Tag<'s>, walk: &mut Walk<'s>) -> Result<(Layer, Form), ExtractError> {
        let form = match tag.attribute("type").as_deref() {
            Some("xhtml") => Form::Xhtml,
            Some("html" | "text/html") => Form::Html,
            Some("text" | "text/plain") => Form::Plain,
            _ if tag.local() == "encoded" => Form::Html,
            _ if tag.local() == "body" => Form::Xhtml,
            _ => Form::Unknown,
        };
        if form != Form::Xhtml {
            return Ok((walk.text()?, form));
        }
        let start = tag.span.end;
        let end = walk.skip()?.max(start);
        Ok((Layer::verbatim(self.source, Span { start, end }), form))
    }

    fn link(&mut self, tag: Tag<'s>, walk: &mut Walk<'s>) -> Result<(), ExtractError> {
        let text = walk.text()?;
        let address = tag
            .attribute("href")
            .unwrap_or_else(|| text.text().trim().to_owned());
        let is_page = tag.attribute("rel").is_none_or(|rel| rel == "alternate");
        if is_page && !address.is_empty() && self.entry.url.is_none() {
            self.entry.url = Some(address);
        }
        Ok(())
    }

    fn date(&mut self, rank: u8, walk: &mut Walk<'s>) -> Result<(), ExtractError> {
        self.dates.push((rank, walk.text()?.text().trim().to_owned()));
        Ok(())
    }

    /// Atom has the name in an element of its own; RSS has an address with the name in brackets.
    fn author(&mut self, walk: &mut Walk<'s>) -> Result<(), ExtractError> {
        let mut depth = 0_usize;
        let (mut name, mut own) = (String::new(), Layer::default());
        while let Some(node) = walk.next()? {
            match node {
                Node::Open(tag) if tag.local() == "name" => walk.text()?.text().trim().clone_into(&mut name),
                Node::Open(_) => depth += 1,
                Node::Close(..) if depth == 0 => break,
                Node::Close(..) => depth -= 1,
                Node::Text(span) if depth == 0 => own.push_verbatim(self.source, span),
                Node::Reference(text, span) if depth == 0 => own.push(&text, span),
                Node::Data(inside) if depth == 0 => own.push_verbatim(self.source, inside),
                _ => {}
            }
        }
        if name.is_empty() {
            let text = own.text().trim();
            let bracketed = text.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
            bracketed
                .map_or(text, |(name, _)| name)
                .trim()
                .clone_into(&mut name);
        }
        if !name.is_empty() {
            self.entry.authors.push(name);
        }
        Ok(())
    }

    fn finish(mut self) -> Entry {
        self.dates.sort_by_key(|(rank, _)| *rank);
        self.entry.date = self
            .dates
            .into_iter()
            .map(|(_, date)| date)
            .find(|date| !date.is_empty());
        let full = self.full.filter(|(text, _)| !text.is_blank());
        (self.entry.text, self.entry.deck) = match full {
            Some(full) => (Some(full), self.short),
            None => (self.short, None),
        };
        self.entry
    }
}
