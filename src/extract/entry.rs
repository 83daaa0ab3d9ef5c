//! An article given in fields: a title, perhaps a line on what it is about, a text that is plain or HTML. Feeds, JSON and tables are read
//! into these, each field with its places in the source.

use super::inset::{Insets, Setting, Shell};
use super::layer::Layer;
use super::{ExtractOptions, dates, entities, html, metadata, plain};
use crate::article::{Article, Block, BlockKind, Format, Language, Metadata, Piece, Span, Warning};
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
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// What the fields stand in.
    pub(super) shell: Shell,
    pub(super) title: Option<(Layer, Form)>,
    pub(super) deck: Option<(Layer, Form)>,
    pub(super) text: Option<(Layer, Form)>,
    /// Further fields of these kinds, which may say the same in another form.
    pub(super) others: Vec<(Layer, Form)>,
    pub(super) authors: Vec<String>,
    pub(super) date: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
    /// Where that is said.
    pub(super) said: Vec<Span>,
}

/// An article that is put together of fields.
struct Building<'a> {
    source: &'a str,
    options: &'a ExtractOptions,
    shell: Shell,
    article: Article,
    /// The fields with their places, where they are asked for.
    insets: Option<&'a mut Insets>,
}

/// Bytes at the start of a text in which a deck is looked for.
const SAME_START: usize = 80;

impl Entry {
    /// An entry of which nothing is known.
    pub(super) fn new(shell: Shell) -> Self {
        Self {
            shell,
            title: None,
            deck: None,
            text: None,
            others: Vec::new(),
            authors: Vec::new(),
            date: None,
            url: None,
            language: None,
            said: Vec::new(),
        }
    }

    /// The article in `source`; its texts are added to `insets`.
    ///
    /// What says again what another field says is left out, or kept as boilerplate with all other boilerplate.
    pub(super) fn article(
        self,
        source: &str,
        options: &ExtractOptions,
        mut insets: Option<&mut Insets>,
    ) -> Article {
        if let Some(insets) = &mut insets {
            insets.languages.clone_from(&self.said);
        }
        let mut building = Building {
            source,
            options,
            shell: self.shell,
            article: Article {
                metadata: self.metadata(options),
                ..Article::default()
            },
            insets,
        };
        if let Some((title, form)) = &self.title {
            building.line(title, *form, BlockKind::Title);
        }
        let title = building
            .article
            .blocks
            .first()
            .map(|block| building.article.text_of(block).to_owned());
        if let Some(title) = &title {
            building.article.metadata.title = Some(metadata::one_line(title, options.limits.max_title_chars));
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
        if let (Some((deck, form)), Some(body)) = (&deck, &body) {
            building.deck(deck, *form, &body.article);
        }
        if let (Some((text, _)), Some(body)) = (&text, body) {
            let found = body.article.metadata.clone();
            building.append(text, body);
            let own = &mut building.article.metadata;
            own.title = own.title.take().or(found.title);
            own.author = own.author.take().or(found.author);
            own.date = own.date.take().or(found.date);
            own.language = own.language.take().or(found.language);
        }
        if options.keep_boilerplate {
            for (other, form) in &self.others {
                building.again(other, *form);
            }
        }
        let mut article = building.article;
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

/// A text as it was read.
struct Read {
    article: Article,
    format: Format,
    is_xml: bool,
}

/// The blocks of a text as its form says, places in that text.
fn as_written(layer: &Layer, form: Form, options: &ExtractOptions) -> Read {
    let text = layer.text();
    let is_xml = form == Form::Xhtml;
    let is_page = match form {
        Form::Xhtml | Form::Html => true,
        Form::Unknown => is_markup(text),
        Form::Plain => false,
    };
    let (article, format) = if is_page {
        (html::whole(text, is_xml, options), Format::Html)
    } else {
        (plain::read(text, options), Format::Text)
    };
    Read {
        article,
        format,
        is_xml,
    }
}

/// The blocks of a text, places in that text. A title that is given is not repeated, and no line of the text takes its place.
fn read(layer: &Layer, form: Form, title: Option<&str>, options: &ExtractOptions) -> Read {
    let mut read = as_written(layer, form, options);
    let Some(title) = title else { return read };
    let article = &mut read.article;
    article.metadata.title = None;
    let first = article
        .blocks
        .iter()
        .position(|block| matches!(block.kind, BlockKind::Title | BlockKind::Heading));
    if let Some(at) = first.filter(|at| *at < 2)
        && same(article.text_of(&article.blocks[at]), title)
    {
        if options.keep_boilerplate {
            (article.blocks[at].kind, article.blocks[at].level) = (BlockKind::Boilerplate, 0);
        } else {
            article.blocks.remove(at);
        }
    }
    for block in &mut article.blocks {
        if block.kind == BlockKind::Title {
            (block.kind, block.level) = (BlockKind::Heading, 2);
        }
    }
    read
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
    let deck = as_written(deck, form, options).article;
    // A heading that repeats the title is no start of the text.
    let start = |article: &Article| -> String {
        let blocks = article.blocks.iter();
        let texts = blocks.filter(|block| block.kind != BlockKind::Boilerplate && block.attached.is_none());
        texts
            .flat_map(|block| article.text_of(block).chars())
            .filter(|c| c.is_alphanumeric())
            .take(SAME_START)
            .collect()
    };
    let (deck, body) = (start(&deck), start(body));
    deck.is_empty() || (!body.is_empty() && (body.starts_with(&deck) || deck.starts_with(&body)))
}

impl Building<'_> {
    /// Appends a field as one block: the first of its blocks if it is HTML.
    fn line(&mut self, layer: &Layer, form: Form, kind: BlockKind) {
        let is_page = match form {
            Form::Html | Form::Xhtml => true,
            // Titles of feeds hold references of HTML under those of XML.
            Form::Unknown => is_markup(layer.text()) || entities::decode(layer.text()) != layer.text(),
            Form::Plain => false,
        };
        let is_xml = form == Form::Xhtml;
        let mut article = if is_page {
            html::whole(layer.text(), is_xml, self.options)
        } else {
            one_line(layer)
        };
        article.blocks.retain(|block| block.attached.is_none());
        article.blocks.truncate(1);
        article.warnings.clear();
        for block in &mut article.blocks {
            let level = u8::from(kind == BlockKind::Title);
            *block = Block {
                kind,
                level,
                ..std::mem::take(block)
            };
        }
        let format = if is_page { Format::Html } else { Format::Text };
        self.append(
            layer,
            Read {
                article,
                format,
                is_xml,
            },
        );
    }

    /// Appends a deck, unless it only says how the text begins.
    fn deck(&mut self, deck: &Layer, form: Form, body: &Article) {
        if !repeats(deck, form, body, self.options) {
            self.line(deck, form, BlockKind::Deck);
        } else if self.options.keep_boilerplate {
            self.again(deck, form);
        }
    }

    /// Appends a field that says what others say, as what no reader of the article needs.
    fn again(&mut self, layer: &Layer, form: Form) {
        let mut read = as_written(layer, form, self.options);
        read.article.warnings.clear();
        for block in &mut read.article.blocks {
            (block.kind, block.level) = (BlockKind::Boilerplate, 0);
        }
        self.append(layer, read);
    }

    /// Appends the blocks of a field.
    fn append(&mut self, layer: &Layer, read: Read) {
        if let Some(insets) = &mut self.insets {
            let setting = Setting {
                shell: if read.is_xml { Shell::Bare } else { self.shell },
                is_xml: read.is_xml,
                format: read.format,
            };
            let first = self.article.blocks.len();
            insets.push(layer, &read.article, setting, self.source, first);
        }
        layer.bring_back(read.article, self.source, &mut self.article);
    }
}

/// A text, less white space at its ends, as one block; none if it is blank.
fn one_line(layer: &Layer) -> Article {
    let mut article = Article::default();
    let kept = Span::new(0, layer.text().len()).trimmed(layer.text());
    if kept.is_empty() {
        return article;
    }
    let span = article.append(kept.of(layer.text()));
    article.blocks.push(Block {
        span,
        origin: vec![Piece {
            text: span,
            source: kept,
            verbatim: true,
        }],
        ..Block::default()
    });
    article
}
