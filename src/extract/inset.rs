//! Texts of an article that stand in fields of a file in another form: escaped in a string of JSON, in a cell, in XML. They are what a
//! translation is put back into: text by text, in the text's own form, and then into the form of the file.

use super::layer::Layer;
use crate::article::{Article, Format, Span};

/// What a text stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// The source itself, as it is.
    Bare,
    /// A string of JSON.
    Json,
    /// A cell of a table.
    Cell {
        /// The byte between cells.
        separator: u8,
    },
    /// The text of an element of XML, escaped or in CDATA sections.
    Xml,
}

/// A text in its shell, read as an article of its own.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Inset {
    /// What its blocks are blocks of: text, or a page.
    pub format: Format,
    /// The markup of the text is XML.
    pub is_xml: bool,
    /// What it stands in.
    pub shell: Shell,
    /// The value in the source as it is written: a cell with its quotes.
    pub whole: Span,
    /// The blocks, with places in [`Self::text`].
    pub article: Article,
    /// The number of the first of these blocks in the whole article.
    pub first: usize,
    layer: Layer,
}

impl Inset {
    /// The text, out of its shell.
    pub fn text(&self) -> &str {
        self.layer.text()
    }

    /// Where a range of the text stands in the source.
    pub fn place(&self, span: Span) -> Span {
        self.layer.place(span)
    }
}

/// The texts of an article, in the order of its blocks, and what else of it a translation changes.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Insets {
    /// The texts.
    pub texts: Vec<Inset>,
    /// Where the source says in which language the article is.
    pub languages: Vec<Span>,
}

/// How a layer stands in the source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    pub(super) shell: Shell,
    pub(super) is_xml: bool,
    pub(super) format: Format,
}

impl Insets {
    /// Notes a text whose blocks are about to follow the `first` ones of the whole article.
    pub(super) fn push(
        &mut self,
        layer: &Layer,
        article: &Article,
        setting: Setting,
        source: &str,
        first: usize,
    ) {
        if article.blocks.is_empty() {
            return;
        }
        let mut whole = layer.source();
        let bytes = source.as_bytes();
        if let Shell::Cell { .. } = setting.shell
            && whole.start > 0
            && bytes[whole.start as usize - 1] == b'"'
            && bytes.get(whole.end as usize) == Some(&b'"')
        {
            whole = Span {
                start: whole.start - 1,
                end: whole.end + 1,
            };
        }
        self.texts.push(Inset {
            format: setting.format,
            is_xml: setting.is_xml,
            shell: setting.shell,
            whole,
            article: article.clone(),
            first,
            layer: layer.clone(),
        });
    }
}
