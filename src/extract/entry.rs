//! An article given in fields: a title, perhaps a line on what it is about, a text that is plain or HTML. Feeds, JSON and tables are read
//! into these, each field with its places in the source.

use super::layer::Layer;
use super::{ExtractOptions, dates, entities, html, metadata, plain};
use crate::article::{Article, Block, BlockKind, Language, Metadata, Warning};
use crate::escape;

/// How the text of a field is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    /// HTML if it looks like it.
    #[default]
    Unknown,
    /// Plain text.
    Plain,
    /// HTML.
    Html,
    /// XHTML that stands in the source as elements.
    Xhtml,
}

/// The fields of an article.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    pub(super) title: Option<(Layer, Form)>,
    pub(super) deck: Option<(Layer, Form)>,
    pub(super) text: Option<(Layer, Form)>,
    pub(super) authors: Vec<String>,
    pub(super) date: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
}

/// Bytes at the start of a text in which a deck is looked for.
const SAME_START: usize = 80;

impl Entry {
    /// The article in `source`.
    pub(super) fn article(self, source: &str, options: &ExtractOptions) -> Article {
        let mut article = Article {
            metadata: self.metadata(options),
            ..Article::default()
        };
        if let Some((title, form)) = &self.title {
            append_line(title, *form, BlockKind::Title, source, options, &mut article);
        }
        let title = article
            .blocks
            .first()
            .map(|block| article.text_of(block).to_owned());
        if let Some(title) = &title {
            article.metadata.title = Some(metadata::one_line(title, options.limits.max_title_chars));
        }
        let text = self.text.filter(|(text, _)| !text.is_blank());
        // A text that is missing is what the article is about.
        let (text, deck) = match (text, self.deck) {
            (None, deck) => (deck, None),
            (text, deck) => (text, deck),
        };
        let body = text
            .as_ref()
            .map(|(text, form)| read(text, *form, title.as_deref(), options));
        if let (Some((deck, form)), Some(body)) = (&deck, &body)
            && !repeats(deck, *form, body, options)
        {
            append_line(deck, *form, BlockKind::Deck, source, options, &mut article);
        }
        if let (Some((text, _)), Some(body)) = (&text, body) {
            let found = body.metadata.clone();
            text.bring_back(body, source, &mut article);
            let own = &mut article.metadata;
            own.title = own.title.take().or(found.title);
            own.author = own.author.take().or(found.author);
            own.date = own.date.take().or(found.date);
            own.language = own.language.take().or(found.language);
        }
        if !article.blocks.iter().any(|block| block.kind.is_body()) {
            article.warnings.retain(|warning| warning.code != "no-article");
            article
                .warnings
                .push(Warning::new("no-article", "no article found"));
        }
        article
    }

    fn metadata(&self, options: &ExtractOptions) -> Metadata {
        let given = &options.given;
        let language = self
            .language
            .as_deref()
            .and_then(|tag| Language::parse(tag.trim()).ok());
        let url = self.url.as_deref().and_then(escape::url);
        Metadata {
            title: given.title.clone(),
            author: metadata::author(self.authors.iter().map(String::as_str))
                .or_else(|| given.author.clone()),
            date: self.date.as_deref().and_then(date).or_else(|| given.date.clone()),
            url: url.or_else(|| given.url.clone()),
            language: language
                .filter(|l| !l.is_und())
                .or_else(|| given.language.clone()),
        }
    }
}

/// A date as feeds (RFC 2822) and everybody else write it.
fn date(text: &str) -> Option<String> {
    let parsed = jiff::fmt::rfc2822::parse(text.trim()).ok();
    parsed
        .map(|time| time.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
        .and_then(|time| dates::iso(&time))
        .or_else(|| dates::iso(text))
}

/// Whether a text is HTML: it holds an end tag, or a tag that needs none, or a reference beside a tag's start.
pub(super) fn is_markup(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        rest = &rest[at + 1..];
        let tag = rest.strip_prefix('/').unwrap_or(rest);
        let name: String = tag
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .take(12)
            .collect::<String>()
            .to_ascii_lowercase();
        let after = tag[name.len()..].chars().next();
        let is_tag = matches!(after, Some(c) if c == '>' || c == '/' || c.is_ascii_whitespace());
        let known = matches!(
            &*name,
            "p" | "br"
                | "div"
                | "a"
                | "b"
                | "i"
                | "em"
                | "strong"
                | "ul"
                | "ol"
                | "li"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "img"
                | "span"
                | "blockquote"
                | "table"
                | "figure"
                | "html"
                | "body"
                | "article"
                | "section"
                | "sup"
        );
        if is_tag && known {
            return true;
        }
    }
    false
}

/// The blocks of a text, places in that text. A title that is given is not repeated, and no line of the text takes its place.
fn read(layer: &Layer, form: Form, title: Option<&str>, options: &ExtractOptions) -> Article {
    let text = layer.text();
    let mut article = match form {
        Form::Xhtml => html::whole(text, true, options),
        Form::Html => html::whole(text, false, options),
        Form::Unknown if is_markup(text) => html::whole(text, false, options),
        Form::Unknown | Form::Plain => plain::read(text, options),
    };
    let Some(title) = title else { return article };
    article.metadata.title = None;
    let first = article
        .blocks
        .iter()
        .position(|block| matches!(block.kind, BlockKind::Title | BlockKind::Heading));
    if let Some(at) = first.filter(|at| *at < 2)
        && same(article.text_of(&article.blocks[at]), title)
    {
        article.blocks.remove(at);
    }
    for block in &mut article.blocks {
        if block.kind == BlockKind::Title {
            (block.kind, block.level) = (BlockKind::Heading, 2);
        }
    }
    article
}

fn same(a: &str, b: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .take(200)
            .collect()
    };
    letters(a) == letters(b)
}

/// Whether a deck only says how the text begins.
fn repeats(deck: &Layer, form: Form, body: &Article, options: &ExtractOptions) -> bool {
    let deck = read(deck, form, None, options);
    let start = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .take(SAME_START)
            .collect()
    };
    let (deck, body) = (start(&deck.text), start(&body.text));
    deck.is_empty() || body.starts_with(&deck) || deck.starts_with(&body)
}

/// Appends a field as one block: the first of its blocks if it is HTML.
fn append_line(
    layer: &Layer,
    form: Form,
    kind: BlockKind,
    source: &str,
    options: &ExtractOptions,
    article: &mut Article,
) {
    let markup = match form {
        Form::Html | Form::Xhtml => true,
        // Titles of feeds hold references of HTML under those of XML.
        Form::Unknown => is_markup(layer.text()) || entities::decode(layer.text()) != layer.text(),
        Form::Plain => false,
    };
    if !markup {
        layer.append_as(kind, article);
        return;
    }
    let mut line = html::whole(layer.text(), form == Form::Xhtml, options);
    line.blocks.truncate(1);
    line.warnings.clear();
    for block in &mut line.blocks {
        let level = u8::from(kind == BlockKind::Title);
        *block = Block {
            kind,
            level,
            ..std::mem::take(block)
        };
    }
    layer.bring_back(line, source, article);
}
