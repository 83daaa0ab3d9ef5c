//! Decoded text of one file to an [`Article`]: title, metadata, blocks with their kind, inline codes, and the place of everything in the source.
//!
//! A document that holds several articles (a feed, a book, a list of objects) is first cut into [`parts`], each of which
//! [`extract_part`] reads on its own.

mod beside;
mod dates;
mod docx;
mod draft;
mod entities;
mod entry;
mod epub;
mod feed;
mod fields;
mod html;
mod inset;
mod json;
#[cfg(test)]
mod laws;
mod layer;
mod mail;
mod markdown;
mod metadata;
mod months;
mod odt;
mod office;
mod phrases;
mod plain;
mod promo;
mod table;
mod xml;

use std::sync::Arc;

use thiserror::Error;

use crate::article::{Article, Columns, Direction, Format, Language, Limits, Member, Metadata, Span};

pub use fields::{FieldError, Fields};
pub use inset::{Inset, Insets, Shell};

pub use html::{
    PageFacts, Site, Sites, Survey, TagAttribute, passage_keys, shown_attribute, shown_meta, study,
    tag_attributes,
};
pub(crate) use metadata::headlines;

/// What a reader may be told.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ExtractOptions {
    /// Address of the page, where it is known.
    pub url: Option<String>,
    /// Keep boilerplate as blocks of that kind (menus, comments, notices).
    pub keep_boilerplate: bool,
    /// What is known of the article before it is read: headers of a mail, the language of a feed.
    pub given: Metadata,
    /// The text of a mail is HTML.
    pub markup: bool,
    /// Where each member of an office document or a book stands in the source.
    pub members: Vec<Member>,
    /// The columns of a row.
    pub columns: Option<Arc<Columns>>,
    /// Which fields and columns hold what.
    pub fields: Arc<Fields>,
    /// What is known of the site that the page is from.
    pub site: Option<Arc<Site>>,
    /// What is known of the sites of a batch: where `site` is not given, the page's own is taken by its address.
    pub sites: Option<Arc<Sites>>,
    /// The site of a page that gives no address.
    pub folder: Option<String>,
    /// Size limits.
    pub limits: Limits,
}

/// The front matter of a Markdown file, with places in the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FrontMatter {
    /// Where the Markdown begins; 0 for a file without front matter.
    pub end: usize,
    /// It is TOML, not YAML.
    pub is_toml: bool,
    /// The value that names the language, quotes left out.
    pub language: Option<Span>,
    /// The title, and where its value stands.
    pub title: Option<(String, Span)>,
    /// The description, and where its value stands.
    pub deck: Option<(String, Span)>,
}

/// Finds the front matter of a Markdown file.
pub fn front_matter(source: &str) -> FrontMatter {
    markdown::front_matter(source)
}

/// A file from which no article can be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExtractError {
    /// A structure over a limit of size.
    #[error("{0}")]
    Limit(String),
    /// A structure that nests too deep.
    #[error("{0}; it is damaged or made to do harm")]
    Depth(String),
    /// Not what it should be.
    #[error("{0}")]
    Wrong(String),
    /// No field or column is known to hold the text.
    #[error("{0}")]
    NoFields(String),
    /// Several articles where one is asked for.
    #[error("{0} articles in it; it is read by `run`")]
    Several(usize),
}

impl ExtractError {
    /// Short stable name for the manifest.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Limit(_) => "too-large",
            Self::Depth(_) => "too-deep",
            Self::Wrong(_) => "damaged",
            Self::NoFields(_) => "no-fields",
            Self::Several(_) => "several",
        }
    }

    /// No `what` (field, column) holds a text; `names` are those there are.
    fn no_text_field(what: &str, names: &[String]) -> Self {
        let there = if names.is_empty() {
            String::new()
        } else {
            format!(" (there are: {})", names.join(", "))
        };
        Self::NoFields(format!(
            "no {what} is known to hold the text{there}; name it with --field text=NAME"
        ))
    }
}

/// One of the articles of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What follows the document's path in names: `#3`.
    pub entry: String,
    /// Where it stands in the source.
    pub span: Span,
    /// What the document says of all its articles.
    given: Metadata,
    /// What the document says of itself is translated with this one.
    leads: bool,
}

impl Part {
    fn numbered(number: usize, span: Span) -> Self {
        Self {
            entry: format!("#{number}"),
            span,
            given: Metadata::default(),
            leads: false,
        }
    }

    fn in_language(mut self, tag: Option<&str>) -> Self {
        let language = tag.and_then(|tag| Language::parse(tag.trim()).ok());
        self.given.language = language.filter(|language| !language.is_und());
        self
    }
}

/// The articles of a document in the order they stand; none if it is one article.
///
/// # Errors
/// If the document is not what it should be, or a limit is passed.
pub fn parts(
    source: &str,
    format: Format,
    options: &ExtractOptions,
) -> Result<Option<Vec<Part>>, ExtractError> {
    match format {
        Format::Feed => feed::parts(source, options),
        Format::Json => json::parts(source, options),
        Format::Epub => epub::parts(source, options),
        _ => Ok(None),
    }
}

/// Reads one of the articles of a document.
///
/// # Errors
/// If the part is not what it should be, or a limit is passed.
pub fn extract_part(
    source: &str,
    format: Format,
    part: &Part,
    options: &ExtractOptions,
) -> Result<Article, ExtractError> {
    read_part(source, format, part, options, None)
}

/// Reads an article as [`extract`] and [`extract_part`] do, with the texts that it is put together of; none for a form that has no fields.
///
/// # Errors
/// As these.
pub fn extract_insets(
    source: &str,
    format: Format,
    part: Option<&Part>,
    options: &ExtractOptions,
) -> Result<(Article, Insets), ExtractError> {
    let mut insets = Insets::default();
    let article = match part {
        Some(part) => read_part(source, format, part, options, Some(&mut insets)),
        None => read(source, format, options, Some(&mut insets)),
    }?;
    Ok((article, insets))
}

/// Where a document says the language of all articles in it.
pub fn languages(source: &str, format: Format, options: &ExtractOptions) -> Vec<Span> {
    match format {
        Format::Feed => feed::languages(source, options),
        Format::Json => json::languages(source, options),
        Format::Epub => epub::languages(source, options),
        _ => Vec::new(),
    }
}

/// The texts in which a document names the articles in it and itself, and where they stand: the title, the description and the lists of contents
/// of a book.
pub fn contents(source: &str, format: Format, options: &ExtractOptions) -> Vec<(String, Span)> {
    match format {
        Format::Epub => epub::contents(source, options),
        _ => Vec::new(),
    }
}

/// Where a document says in which direction its pages follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progression {
    /// The value of the attribute; behind the name of its element where the document has none.
    pub at: Span,
    /// There is such an attribute.
    pub is_written: bool,
    /// What it says.
    pub said: Option<Direction>,
}

/// Where a document says, or may say, in which direction its pages follow each other: a book of EPUB 3.
pub fn progression(source: &str, format: Format, options: &ExtractOptions) -> Option<Progression> {
    match format {
        Format::Epub => epub::progression(source, options),
        _ => None,
    }
}

fn read_part(
    source: &str,
    format: Format,
    part: &Part,
    options: &ExtractOptions,
    insets: Option<&mut Insets>,
) -> Result<Article, ExtractError> {
    let mut options = options.clone();
    let (own, given) = (&mut options.given, part.given.clone());
    own.author = own.author.take().or(given.author);
    own.date = own.date.take().or(given.date);
    own.language = own.language.take().or(given.language);
    match format {
        Format::Feed => feed::extract(source, part.span, &options, insets),
        Format::Json => json::extract(source, part.span, &options, insets),
        Format::Epub => Ok(epub::extract(source, part, &options, insets)),
        format => read(part.span.of(source), format, &options, insets),
    }
}

/// Reads an article. Broken markup gives the best reading and warnings, never an error.
///
/// # Errors
/// If a limit is passed, or the document holds several articles.
pub fn extract(source: &str, format: Format, options: &ExtractOptions) -> Result<Article, ExtractError> {
    read(source, format, options, None)
}

fn read(
    source: &str,
    format: Format,
    options: &ExtractOptions,
    insets: Option<&mut Insets>,
) -> Result<Article, ExtractError> {
    if let Some(parts) = parts(source, format, options)? {
        return match parts.as_slice() {
            [part] => read_part(source, format, part, options, insets),
            parts => Err(ExtractError::Several(parts.len())),
        };
    }
    Ok(match format {
        Format::Html => html::extract(source, options),
        Format::Markdown => markdown::extract(source, options),
        Format::Text => plain::read(source, options),
        Format::Json => json::extract(source, Span::new(0, source.len()), options, insets)?,
        Format::Table => table::extract(source, options, insets)?,
        Format::Mail => mail::extract(source, options),
        Format::Docx => docx::extract(source, options)?,
        Format::Odt => odt::extract(source, options)?,
        Format::Feed | Format::Epub => return Err(ExtractError::Wrong("no article in it".to_owned())),
    })
}
