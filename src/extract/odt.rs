//! `OpenDocument` texts: the paragraphs of `content.xml`, those of notes and text boxes behind the paragraph that they stand in, then headers
//! and footers, which `styles.xml` holds.

mod fields;
mod styles;

use super::draft::{Builder, Handle};
use super::office::{self, Parts, Properties};
use super::xml::{Node, Tag, Walk, local};
use super::{ExtractError, ExtractOptions};
use crate::article::{Article, Attachment, Block, BlockKind, Markup, Span};
use fields::is_computed;
use styles::Styles;

/// Elements that hold no text of the article.
const SKIPPED: &[&str] = &[
    "alphabetical-index",
    "annotation",
    "automatic-styles",
    "bibliography",
    "font-face-decls",
    "forms",
    "illustration-index",
    "index-title",
    "note-citation",
    "object-index",
    "ruby-text",
    "scripts",
    "sequence-decls",
    "table-index",
    "table-of-content",
    "tracked-changes",
    "user-index",
    "variable-decls",
];

/// Reads a document.
///
/// # Errors
/// If it has no text, declares entities, or nests too deep.
pub(super) fn extract(source: &str, options: &ExtractOptions) -> Result<Article, ExtractError> {
    let limit = options.limits.max_xml_depth;
    let Some(content) = office::member(options, "content.xml") else {
        return Err(ExtractError::Wrong(
            "no OpenDocument text: content.xml is missing".to_owned(),
        ));
    };
    let mut styles = Styles::default();
    for part in [office::member(options, "styles.xml"), Some(content)]
        .into_iter()
        .flatten()
    {
        styles.read(source, part, limit)?;
    }
    let mut parts = Parts::default();
    for (part, is_body) in [
        (Some(content), true),
        (office::member(options, "styles.xml"), false),
    ] {
        let Some(part) = part else { continue };
        let reader = Reader {
            source,
            walk: Walk::new(source, part, limit),
            styles: &styles,
            open: Vec::new(),
            waiting: Vec::new(),
            lists: 0,
            tables: 0,
            is_body,
            beside: None,
            keep_boilerplate: options.keep_boilerplate,
        };
        reader.read(&mut parts)?;
    }
    let mut article = parts.into_article();
    let properties = match office::member(options, "meta.xml") {
        Some(part) => properties(source, part, limit)?,
        None => Properties::default(),
    };
    office::finish(&mut article, properties, options);
    Ok(article)
}

fn properties(source: &str, part: Span, limit: usize) -> Result<Properties, ExtractError> {
    let mut walk = Walk::new(source, part, limit);
    let mut properties = Properties::default();
    let mut first = None;
    while let Some(node) = walk.next()? {
        let Node::Open(tag) = node else { continue };
        let place = match tag.local() {
            "title" => &mut properties.title,
            "creator" => &mut properties.author,
            "initial-creator" => &mut first,
            "creation-date" => &mut properties.date,
            "language" => &mut properties.language,
            _ => continue,
        };
        let text = walk.text()?.text().trim().to_owned();
        *place = Some(text).filter(|text| !text.is_empty());
    }
    properties.author = first.or(properties.author);
    Ok(properties)
}

/// A paragraph that is read.
struct Paragraph<'s> {
    builder: Builder<'s>,
    kind: BlockKind,
    level: u8,
    /// Elements open in it, with their codes.
    open: Vec<(Option<Handle>, Markup)>,
}

/// An element that pauses a paragraph: a note or a frame.
struct Pause {
    markup: Markup,
    start: u32,
    target: Option<String>,
    /// How many elements are open in it.
    depth: usize,
    /// What its paragraphs are.
    kind: Option<BlockKind>,
}

enum Level<'s> {
    Paragraph(Box<Paragraph<'s>>),
    Pause(Pause),
}

struct Reader<'s, 'd> {
    source: &'s str,
    walk: Walk<'s>,
    styles: &'d Styles,
    open: Vec<Level<'s>>,
    /// Blocks of notes and frames, which stand behind the paragraph around them.
    waiting: Vec<(super::draft::Draft, Block)>,
    lists: u8,
    tables: usize,
    /// It reads the text itself, and not what stands on every page.
    is_body: bool,
    /// The header or footer around the place.
    beside: Option<Attachment>,
    keep_boilerplate: bool,
}

impl<'s> Reader<'s, '_> {
    fn read(mut self, parts: &mut Parts) -> Result<(), ExtractError> {
        while let Some(node) = self.walk.next()? {
            match node {
                Node::DocumentType => {
                    let reason = "an OpenDocument text with a document type, which none has; not read";
                    return Err(ExtractError::Wrong(reason.to_owned()));
                }
                Node::Open(tag) => self.element(tag)?,
                Node::Close(name, span) => self.close(name, span, parts),
                Node::Text(span) | Node::Data(span) => self.text(span.of(self.source), span, true),
                Node::Reference(text, span) => self.text(&text, span, false),
                Node::Other => {}
            }
        }
        while !self.open.is_empty() {
            self.end_paragraph(parts);
        }
        self.flush(parts);
        Ok(())
    }

    fn text(&mut self, text: &str, span: Span, verbatim: bool) {
        if let Some(Level::Paragraph(paragraph)) = self.open.last_mut() {
            paragraph.builder.push_collapsed(text, span, verbatim);
        }
    }

    fn element(&mut self, tag: Tag<'s>) -> Result<(), ExtractError> {
        if SKIPPED.contains(&tag.local()) {
            self.walk.skip()?;
            return Ok(());
        }
        let described = match tag.name {
            "svg:desc" => Some(Attachment::Alt),
            "svg:title" => Some(Attachment::Title),
            _ => None,
        };
        if let Some(what) = described {
            return self.describe(tag, what);
        }
        match self.open.last_mut() {
            Some(Level::Paragraph(_)) => return self.inside(tag),
            Some(Level::Pause(pause)) => pause.depth += 1,
            None => {}
        }
        match tag.local() {
            "p" | "h" if self.is_body || self.beside.is_some() => self.begin_paragraph(tag),
            "list" => self.lists = self.lists.saturating_add(1),
            "table" => self.tables += 1,
            _ => self.beside = beside(tag.name).or(self.beside),
        }
        Ok(())
    }

    /// The description of a picture or a drawing.
    fn describe(&mut self, tag: Tag<'s>, what: Attachment) -> Result<(), ExtractError> {
        let text = self.walk.text()?;
        let inside = Span {
            start: tag.span.end,
            end: text.source().end.max(tag.span.end),
        };
        self.waiting
            .extend(office::value(self.source, inside, text.text(), '<', what));
        Ok(())
    }

    fn begin_paragraph(&mut self, tag: Tag<'s>) {
        let (mut kind, mut level) = (BlockKind::Paragraph, 0);
        let style = tag
            .attribute("style-name")
            .and_then(|id| self.styles.kind_of(&id));
        if let Some(styled) = style {
            (kind, level) = styled;
        } else if tag.local() == "h" {
            let depth = tag
                .attribute("outline-level")
                .and_then(|level| level.parse().ok());
            (kind, level) = (BlockKind::Heading, depth.unwrap_or(1).clamp(1, 6));
        } else if self.lists > 0 {
            (kind, level) = (BlockKind::List, self.lists);
        }
        let noted = self.open.iter().rev().find_map(|level| match level {
            Level::Pause(pause) => pause.kind,
            Level::Paragraph(_) => None,
        });
        if let Some(noted) = noted.filter(|_| kind == BlockKind::Paragraph) {
            (kind, level) = (noted, 0);
        }
        self.open.push(Level::Paragraph(Box::new(Paragraph {
            builder: Builder::new(self.source),
            kind,
            level,
            open: Vec::new(),
        })));
    }

    fn inside(&mut self, tag: Tag<'s>) -> Result<(), ExtractError> {
        let Some(Level::Paragraph(paragraph)) = self.open.last_mut() else {
            return Ok(());
        };
        let builder = &mut paragraph.builder;
        let code = match tag.local() {
            "span" => {
                let style = tag.attribute("style-name").and_then(|id| self.styles.markup(&id));
                let markup = style.unwrap_or(Markup::Other);
                (builder.open(markup, tag.span, None), markup)
            }
            "a" => (
                builder.open(Markup::Link, tag.span, tag.attribute("href")),
                Markup::Link,
            ),
            "s" | "tab" => {
                let end = self.walk.skip()?.max(tag.span.end);
                builder.begin_cover(Markup::Other, tag.span.start, None);
                let span = Span {
                    start: tag.span.start,
                    end: after_tag(self.source, end),
                };
                builder.push(" ", span, false);
                builder.end_cover(span.end);
                return Ok(());
            }
            "line-break" => {
                let end = self.walk.skip()?.max(tag.span.end);
                builder.line_break(Span {
                    start: tag.span.start,
                    end: after_tag(self.source, end),
                });
                return Ok(());
            }
            name if is_computed(name) => {
                let text = self.walk.text()?;
                builder.begin_cover(Markup::Other, tag.span.start, None);
                let whole = Span::new(tag.span.start as usize, self.walk.at().max(tag.span.end as usize));
                builder.push(&super::beside::one_line(text.text()), whole, false);
                builder.end_cover(whole.end);
                return Ok(());
            }
            "note" | "frame" | "custom-shape" | "rect" | "ellipse" | "g" | "polygon" => {
                let is_note = tag.local() == "note";
                self.open.push(Level::Pause(Pause {
                    markup: if is_note { Markup::Footnote } else { Markup::Image },
                    start: tag.span.start,
                    target: tag.attribute("name").filter(|_| !is_note),
                    depth: 0,
                    kind: is_note.then_some(BlockKind::Caption),
                }));
                return Ok(());
            }
            // Whatever it is, its two ends stay around the same words.
            _ => (builder.open(Markup::Other, tag.span, None), Markup::Other),
        };
        paragraph.open.push(code);
        Ok(())
    }

    fn close(&mut self, name: &str, span: Span, parts: &mut Parts) {
        match self.open.last_mut() {
            Some(Level::Paragraph(paragraph)) => match paragraph.open.pop() {
                Some((handle, markup)) => paragraph.builder.close(handle, markup, span),
                None => self.end_paragraph(parts),
            },
            Some(Level::Pause(pause)) if pause.depth == 0 => self.resume(span),
            Some(Level::Pause(pause)) => {
                pause.depth -= 1;
                self.leave(name);
            }
            None => self.leave(name),
        }
    }

    fn leave(&mut self, name: &str) {
        match local(name) {
            "list" => self.lists = self.lists.saturating_sub(1),
            "table" => self.tables = self.tables.saturating_sub(1),
            _ => self.beside = self.beside.filter(|_| beside(name).is_none()),
        }
    }

    /// A note or a frame ends: the paragraph around it has a code for it.
    fn resume(&mut self, span: Span) {
        let Some(Level::Pause(pause)) = self.open.pop() else {
            return;
        };
        if let Some(Level::Paragraph(paragraph)) = self.open.last_mut() {
            let whole = Span {
                start: pause.start,
                end: span.end.max(pause.start),
            };
            paragraph.builder.alone(pause.markup, whole, pause.target);
        }
    }

    fn end_paragraph(&mut self, parts: &mut Parts) {
        let Some(Level::Paragraph(mut paragraph)) = self.open.pop() else {
            return;
        };
        // The paragraph counted as an element of the note or frame around it.
        if let Some(Level::Pause(pause)) = self.open.last_mut() {
            pause.depth = pause.depth.saturating_sub(1);
        }
        let (mut kind, mut depth) = (paragraph.kind, paragraph.level);
        if self.beside.is_some() {
            (kind, depth) = (BlockKind::Caption, 0);
        }
        let own = paragraph.builder.finish().and_then(|draft| {
            if self.beside.is_some() && !office::has_words(&draft) {
                return None;
            }
            if kind == BlockKind::Paragraph && self.tables > 0 && office::is_cell(&draft.text) {
                kind = BlockKind::Table;
            }
            let block = Block {
                kind,
                level: depth,
                attached: self.beside,
                ..Block::default()
            };
            (kind != BlockKind::Boilerplate || self.keep_boilerplate).then_some((draft, block))
        });
        if !self.open.is_empty() {
            self.waiting.extend(own);
            return;
        }
        if let Some((draft, block)) = own {
            parts.push(draft, block, false);
        }
        self.flush(parts);
    }

    fn flush(&mut self, parts: &mut Parts) {
        for (draft, block) in self.waiting.drain(..) {
            parts.push(draft, block, false);
        }
    }
}

/// What an element of a page's form holds for readers.
fn beside(name: &str) -> Option<Attachment> {
    match name {
        "style:header" | "style:header-left" | "style:header-first" => Some(Attachment::Header),
        "style:footer" | "style:footer-left" | "style:footer-first" => Some(Attachment::Footer),
        _ => None,
    }
}

/// The end of the tag that is at `end`, or `end` if none is there: an element without inside has one tag only.
fn after_tag(source: &str, end: u32) -> u32 {
    let rest = &source[end as usize..];
    if rest.starts_with("</") {
        end + rest.find('>').map_or(0, |at| at as u32 + 1)
    } else {
        end
    }
}
