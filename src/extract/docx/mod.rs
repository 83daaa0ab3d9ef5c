//! Word documents: the paragraphs of `word/document.xml`, then those of foot- and endnotes.
//!
//! A paragraph's text is spread over runs that end where formatting, spelling or the history of its editing change. Runs of one form are
//! read as one text; where the form changes stands a pair of codes whose bytes are all that lies between the two texts, so that a code
//! means the same wherever a translation puts it.

mod paragraph;
mod styles;

use std::collections::BTreeMap;

use super::draft::Draft;
use super::office::{self, Properties};
use super::xml::{Node, Tag, Walk};
use super::{ExtractError, ExtractOptions};
use crate::article::{Article, Block, BlockKind, Markup, Span};
use paragraph::{Alone, Form, Paragraph, State};
use styles::Styles;

/// Elements that hold no text of the article.
const SKIPPED: &[&str] = &[
    "del",
    "moveFrom",
    "Fallback",
    "instrText",
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
    let mut article = Article::default();
    for (name, kind) in [
        ("word/document.xml", None),
        ("word/footnotes.xml", Some(BlockKind::Caption)),
        ("word/endnotes.xml", Some(BlockKind::Caption)),
    ] {
        let part = if kind.is_none() {
            Some(document)
        } else {
            office::member(options, name)
        };
        if let Some(part) = part {
            let reader = Reader {
                source,
                walk: Walk::new(source, part, limit),
                styles: &styles,
                links: &links,
                open: Vec::new(),
                waiting: Vec::new(),
                tables: 0,
                kind,
                keep_boilerplate: options.keep_boilerplate,
            };
            reader.read(&mut article)?;
        }
    }
    let properties = match office::member(options, "docProps/core.xml") {
        Some(part) => properties(source, part, limit)?,
        None => Properties::default(),
    };
    office::finish(&mut article, properties, options);
    Ok(article)
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
    /// Blocks of text boxes, which stand behind the paragraph around them.
    waiting: Vec<(Draft, Block)>,
    tables: usize,
    /// What all paragraphs are, for notes.
    kind: Option<BlockKind>,
    keep_boilerplate: bool,
}

impl<'s> Reader<'s, '_> {
    fn read(mut self, article: &mut Article) -> Result<(), ExtractError> {
        while let Some(node) = self.walk.next()? {
            match node {
                Node::DocumentType => {
                    let reason = "an Office document with a document type, which none has; not read";
                    return Err(ExtractError::Wrong(reason.to_owned()));
                }
                Node::Open(tag) => self.element(tag)?,
                Node::Close(name, _) => self.close(name, article),
                _ => {}
            }
        }
        while let Some(paragraph) = self.open.pop() {
            self.append(paragraph, article);
        }
        Ok(())
    }

    fn element(&mut self, tag: Tag<'s>) -> Result<(), ExtractError> {
        let local = tag.local();
        if SKIPPED.contains(&local) {
            self.walk.skip()?;
            return Ok(());
        }
        match local {
            "p" if !tag.name.starts_with("a:") => self.open.push(Paragraph::default()),
            "tbl" => self.tables += 1,
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
            "r" => self.open[at].state.form = Form::default(),
            "rPr" => self.open[at].state.form = styles::form(&mut self.walk)?,
            "hyperlink" => {
                let target = tag.attribute("id").and_then(|id| self.links.get(&id).cloned());
                self.open[at].begin_link(target);
            }
            "t" if !tag.name.starts_with("m:") => self.text(at, tag)?,
            "oMath" => {
                let text = self.walk.text()?;
                self.open[at].alone(Alone {
                    markup: Markup::Code,
                    text: text.text().split_whitespace().collect::<Vec<_>>().join(" "),
                    target: None,
                });
            }
            "docPr" => {
                let target = tag.exact("descr").filter(|text| !text.trim().is_empty());
                self.open[at].alone(Alone {
                    markup: Markup::Image,
                    text: String::new(),
                    target,
                });
            }
            name => {
                if let Some(alone) = alone(name, tag) {
                    self.open[at].alone(alone);
                }
            }
        }
        Ok(())
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

    fn close(&mut self, name: &str, article: &mut Article) {
        match super::xml::local(name) {
            "p" if !name.starts_with("a:") => {
                if let Some(paragraph) = self.open.pop() {
                    self.append(paragraph, article);
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

    fn append(&mut self, paragraph: Paragraph<'s>, article: &mut Article) {
        let style = paragraph.style;
        let own = paragraph.draft(self.source).and_then(|draft| {
            let mut kind = self.kind.or(style.kind).unwrap_or(BlockKind::Paragraph);
            if kind == BlockKind::Paragraph && self.tables > 0 && office::is_cell(&draft.text) {
                kind = BlockKind::Table;
            }
            let block = Block {
                kind,
                level: if self.kind.is_some() { 0 } else { style.level },
                ..Block::default()
            };
            (kind != BlockKind::Boilerplate || self.keep_boilerplate).then_some((draft, block))
        });
        if !self.open.is_empty() {
            self.waiting.extend(own);
            return;
        }
        for (draft, block) in own.into_iter().chain(self.waiting.drain(..)) {
            draft.append_to(article, block);
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
        "softHyphen" | "sym" => (Markup::Other, ""),
        "footnoteReference" | "endnoteReference" => (Markup::Footnote, ""),
        "pict" | "object" => (Markup::Image, ""),
        _ => return None,
    };
    Some(Alone {
        markup,
        text: text.to_owned(),
        target: None,
    })
}
