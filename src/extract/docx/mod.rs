//! Word documents: the paragraphs of `word/document.xml`, then those of foot- and endnotes, of headers and footers.
//!
//! A paragraph's text is spread over runs that end where formatting, spelling or the history of its editing change. Runs of one form are
//! read as one text; where the form changes stands a pair of codes whose bytes are all that lies between the two texts, so that a code
//! means the same wherever a translation puts it.

mod fields;
mod paragraph;
mod styles;

use std::collections::BTreeMap;

use super::draft::Draft;
use super::office::{self, Parts, Properties};
use super::xml::{Node, Tag, Walk};
use super::{ExtractError, ExtractOptions};
use crate::article::{Article, Attachment, Block, BlockKind, Markup, Span};
use paragraph::{Alone, Paragraph, State};
use styles::Styles;

/// Elements that hold no text of the article.
const SKIPPED: &[&str] = &[
    "del",
    "moveFrom",
    "delInstrText",
    "delText",
    "sdtPr",
    "sectPr",
    "tblPr",
    "trPr",
    "tcPr",
    "tblGrid",
    "rt",
    "numbering",
    "pgNum",
];

/// Reads a document.
///
/// # Errors
/// If it has no text, declares entities, or nests too deep.
pub(super) fn extract(source: &str, options: &ExtractOptions) -> Result<Article, ExtractError> {
    let limit = options.limits.max_xml_depth;
    let Some(document) = office::member(options, "word/document.xml") else {
        return Err(ExtractError::Wrong(
            "no Word document: word/document.xml is missing".to_owned(),
        ));
    };
    let styles = match office::member(options, "word/styles.xml") {
        Some(part) => Styles::read(source, part, limit)?,
        None => Styles::default(),
    };
    let links = match office::member(options, "word/_rels/document.xml.rels") {
        Some(part) => links(source, part, limit)?,
        None => BTreeMap::new(),
    };
    let mut parts = Parts::default();
    for (part, role) in texts(document, options) {
        let reader = Reader {
            source,
            walk: Walk::new(source, part, limit),
            styles: &styles,
            links: &links,
            open: Vec::new(),
            waiting: Vec::new(),
            tables: 0,
            copies: 0,
            role,
            keep_boilerplate: options.keep_boilerplate,
        };
        reader.read(&mut parts)?;
    }
    let mut article = parts.into_article();
    let properties = match office::member(options, "docProps/core.xml") {
        Some(part) => properties(source, part, limit)?,
        None => Properties::default(),
    };
    office::finish(&mut article, properties, options);
    Ok(article)
}

/// What a member of a document holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Body,
    Notes,
    Beside(Attachment),
}

/// The members with texts, in the order they are read.
fn texts(document: Span, options: &ExtractOptions) -> Vec<(Span, Role)> {
    let mut texts = vec![(document, Role::Body)];
    for name in ["word/footnotes.xml", "word/endnotes.xml"] {
        texts.extend(office::member(options, name).map(|part| (part, Role::Notes)));
    }
    for (start, what) in [
        ("word/header", Attachment::Header),
        ("word/footer", Attachment::Footer),
    ] {
        let members = options.members.iter();
        let own = members.filter(|member| member.name.starts_with(start));
        texts.extend(own.map(|member| (member.span, Role::Beside(what))));
    }
    texts
}

/// The addresses behind the ids of links.
fn links(source: &str, part: Span, limit: usize) -> Result<BTreeMap<String, String>, ExtractError> {
    let mut walk = Walk::new(source, part, limit);
    let mut links = BTreeMap::new();
    while let Some(node) = walk.next()? {
        let Node::Open(tag) = node else { continue };
        if tag.local() == "Relationship" && tag.exact("TargetMode").as_deref() == Some("External") {
            links.extend(tag.exact("Id").zip(tag.exact("Target")));
        }
    }
    Ok(links)
}

fn properties(source: &str, part: Span, limit: usize) -> Result<Properties, ExtractError> {
    let mut walk = Walk::new(source, part, limit);
    let mut properties = Properties::default();
    while let Some(node) = walk.next()? {
        let Node::Open(tag) = node else { continue };
        let place = match tag.local() {
            "title" => &mut properties.title,
            "creator" => &mut properties.author,
            "created" => &mut properties.date,
            "language" => &mut properties.language,
            _ => continue,
        };
        let text = walk.text()?.text().trim().to_owned();
        *place = Some(text).filter(|text| !text.is_empty());
    }
    Ok(properties)
}

struct Reader<'s, 'd> {
    source: &'s str,
    walk: Walk<'s>,
    styles: &'d Styles,
    links: &'d BTreeMap<String, String>,
    /// The paragraphs around the place: one in a text box stands in another.
    open: Vec<Paragraph<'s>>,
    /// Blocks of text boxes and descriptions, which stand behind the paragraph around them, and whether they are mere copies.
    waiting: Vec<(Draft, Block, bool)>,
    tables: usize,
    /// Forms for older programs around the place, which say what stands before them once more.
    copies: usize,
    role: Role,
    keep_boilerplate: bool,
}

impl<'s> Reader<'s, '_> {
    fn read(mut self, parts: &mut Parts) -> Result<(), ExtractError> {
        while let Some(node) = self.walk.next()? {
            match node {
                Node::DocumentType => {
                    let reason = "an Office document with a document type, which none has; not read";
                    return Err(ExtractError::Wrong(reason.to_owned()));
                }
                Node::Open(tag) => self.element(tag)?,
                Node::Close(name, span) => self.close(name, span, parts),
                _ => {}
            }
        }
        while let Some(paragraph) = self.open.pop() {
            self.append(paragraph, parts);
        }
        self.flush(parts);
        Ok(())
    }

    fn element(&mut self, tag: Tag<'s>) -> Result<(), ExtractError> {
        let local = tag.local();
        if SKIPPED.contains(&local) {
            self.walk.skip()?;
            return Ok(());
        }
        match local {
            "p" if !tag.name.starts_with("a:") => {
                // Whatever a paragraph inside another is in: the outer one has a code for it.
                if let Some(outer) = self.open.last_mut() {
                    outer.alone(Alone::of(Markup::Image));
                }
                self.open.push(Paragraph::default());
            }
            "tbl" => self.tables += 1,
            "Fallback" => self.copies += 1,
            "footnote" | "endnote" if tag.attribute("type").is_some_and(|kind| kind != "normal") => {
                self.walk.skip()?;
            }
            _ => {
                if let Some(at) = self.open.len().checked_sub(1) {
                    self.inside(at, tag)?;
                }
            }
        }
        Ok(())
    }

    /// An element inside the paragraph `at`.
    fn inside(&mut self, at: usize, tag: Tag<'s>) -> Result<(), ExtractError> {
        match tag.local() {
            "pPr" => {
                let style = self.styles.paragraph(&mut self.walk)?;
                self.open[at].style = style;
            }
            "r" => self.open[at].begin_run(tag.span.start),
            "rPr" => self.open[at].state.form = styles::form(&mut self.walk)?,
            "hyperlink" => {
                let target = tag.attribute("id").and_then(|id| self.links.get(&id).cloned());
                self.open[at].begin_link(target);
            }
            "t" if !tag.name.starts_with("m:") => self.text(at, tag)?,
            "oMath" => {
                let text = self.walk.text()?;
                self.open[at].alone(Alone {
                    text: text.text().split_whitespace().collect::<Vec<_>>().join(" "),
                    ..Alone::of(Markup::Code)
                });
            }
            "docPr" | "cNvPr" => {
                let target = tag.exact("descr").filter(|text| !text.trim().is_empty());
                self.open[at].alone(Alone {
                    target,
                    ..Alone::of(Markup::Image)
                });
                self.describe(tag, &[("descr", Attachment::Alt), ("title", Attachment::Title)]);
            }
            _ if tag.name.starts_with("v:") => {
                self.describe(tag, &[("alt", Attachment::Alt), ("title", Attachment::Title)]);
            }
            "fldChar" => self.open[at].field_sign(&tag.attribute("fldCharType").unwrap_or_default()),
            "instrText" => {
                let text = self.walk.text()?;
                self.open[at].instruction(text.text());
            }
            "fldSimple" => {
                let instruction = tag.attribute("instr").unwrap_or_default();
                self.open[at].simple_field(tag.span.start, &instruction);
            }
            name => {
                if name == "bookmarkStart" || name == "bookmarkEnd" {
                    self.open[at].bookmark(tag);
                } else if let Some(alone) = alone(name, tag) {
                    self.open[at].alone(alone);
                }
            }
        }
        Ok(())
    }

    /// The texts in the attributes of a picture or a drawing.
    fn describe(&mut self, tag: Tag<'s>, names: &[(&str, Attachment)]) {
        for (name, what) in names {
            let Some((text, at)) = tag.exact(name).zip(tag.place(name)) else {
                continue;
            };
            let Some(quote) = self.source[at.end as usize..].chars().next() else {
                continue;
            };
            let found = office::value(self.source, at, &text, quote, *what);
            let found = found.filter(|_| tag.exact("name").as_deref() != Some(text.trim()));
            self.waiting
                .extend(found.map(|(draft, block)| (draft, block, self.copies > 0)));
        }
    }

    /// Reads the text of a run. White space at its ends counts only where the document says so.
    fn text(&mut self, at: usize, tag: Tag<'s>) -> Result<(), ExtractError> {
        let keeps = tag.exact("xml:space").as_deref() == Some("preserve");
        let hidden = self.open[at].state.form.hidden;
        while let Some(node) = self.walk.next()? {
            let (text, span) = match &node {
                Node::Close(..) => break,
                Node::Text(span) | Node::Data(span) => (span.of(self.source), *span),
                Node::Reference(text, span) => (&**text, *span),
                _ => continue,
            };
            if hidden {
                continue;
            }
            let verbatim = !matches!(node, Node::Reference(..));
            if keeps || !verbatim {
                self.open[at].text(text, span, verbatim);
            } else {
                let span = span.trimmed(self.source);
                self.open[at].text(span.of(self.source), span, true);
            }
        }
        Ok(())
    }

    fn close(&mut self, name: &str, span: Span, parts: &mut Parts) {
        match super::xml::local(name) {
            "p" if !name.starts_with("a:") => {
                if let Some(paragraph) = self.open.pop() {
                    self.append(paragraph, parts);
                }
            }
            "Fallback" => self.copies = self.copies.saturating_sub(1),
            "r" | "fldSimple" => {
                if let Some(paragraph) = self.open.last_mut() {
                    if name.ends_with("fldSimple") {
                        paragraph.field_sign("end");
                    }
                    paragraph.reach(span.end);
                }
            }
            "tbl" => self.tables = self.tables.saturating_sub(1),
            "hyperlink" => {
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.state = State {
                        link: None,
                        ..paragraph.state
                    };
                }
            }
            _ => {}
        }
    }

    fn append(&mut self, paragraph: Paragraph<'s>, parts: &mut Parts) {
        let style = paragraph.style;
        let fixed = (self.role != Role::Body).then_some(BlockKind::Caption);
        let attached = match self.role {
            Role::Beside(what) => Some(what),
            Role::Body | Role::Notes => None,
        };
        let own = paragraph.draft(self.source).and_then(|draft| {
            if attached.is_some() && !office::has_words(&draft) {
                return None;
            }
            let mut kind = fixed.or(style.kind).unwrap_or(BlockKind::Paragraph);
            if kind == BlockKind::Paragraph && self.tables > 0 && office::is_cell(&draft.text) {
                kind = BlockKind::Table;
            }
            let block = Block {
                kind,
                level: if fixed.is_some() { 0 } else { style.level },
                attached,
                ..Block::default()
            };
            (kind != BlockKind::Boilerplate || self.keep_boilerplate).then_some((draft, block))
        });
        if self.open.is_empty() {
            if let Some((draft, block)) = own {
                parts.push(draft, block, self.copies > 0);
            }
            self.flush(parts);
        } else {
            self.waiting
                .extend(own.map(|(draft, block)| (draft, block, self.copies > 0)));
        }
    }

    fn flush(&mut self, parts: &mut Parts) {
        for (draft, block, is_copy) in self.waiting.drain(..) {
            parts.push(draft, block, is_copy);
        }
    }
}

/// What an element without text of its own is to a reader.
fn alone(name: &str, tag: Tag<'_>) -> Option<Alone> {
    let (markup, text) = match name {
        "tab" | "ptab" => (Markup::Other, " "),
        "br" | "cr" => match tag.attribute("type").as_deref() {
            Some("page" | "column") => (Markup::Other, ""),
            _ => (Markup::Break, " "),
        },
        "noBreakHyphen" => (Markup::Other, "\u{2011}"),
        "footnoteReference" | "endnoteReference" => (Markup::Footnote, ""),
        "pict" | "object" => (Markup::Image, ""),
        // A comment stays with what it is on.
        "softHyphen" | "sym" | "commentRangeStart" | "commentRangeEnd" | "commentReference" => {
            (Markup::Other, "")
        }
        _ => return None,
    };
    Some(Alone {
        text: text.to_owned(),
        ..Alone::of(markup)
    })
}
