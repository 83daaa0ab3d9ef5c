//! TMX 1.4b: pairs of sentences for a translation memory, a `tu` each.
//!
//! Codes are `bpt`/`ept` for a pair, `it` for one side of a pair whose other side is elsewhere, `ph` for the rest; their numbers stand in
//! `i` and `x`, what the source has for them inside.

use super::codes::{Role, roles};
use super::{Code, Content, Part};
use crate::article::{Edge, Language, Markup};
use crate::escape::Xml;

/// A file being written, pair by pair.
#[derive(Debug)]
pub struct Tmx {
    xml: Xml,
    source: Language,
    languages: [String; 2],
    pairs: usize,
}

/// One pair.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Name of the pair, unique in the file: `<article>/<segment>`. None if it has none.
    pub id: Option<&'a str>,
    /// The source.
    pub source: &'a Content,
    /// Its translation.
    pub target: &'a Content,
    /// Notes, where the pair comes from among them.
    pub notes: &'a [String],
    /// The day on which the translation was made or the article appeared, as `2026-05-17`: what is no such day is left out.
    pub date: Option<&'a str>,
}

/// The end of a file, behind [`opening`] and [`Tmx::pairs`].
pub const ENDING: &str = "</body>\n</tmx>\n";

/// The beginning of a file whose sources are in this language.
pub fn opening(source: &Language) -> String {
    let mut xml = Xml::new();
    xml.raw(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\">\n<header creationtool=\"tolmach\"",
    )
    .attribute("creationtoolversion", env!("CARGO_PKG_VERSION"))
    .raw(" segtype=\"sentence\" o-tmf=\"tolmach\" adminlang=\"en\"")
    .attribute("srclang", &source.to_string())
    .raw(" datatype=\"xml\"/>\n<body>\n");
    xml.into_string()
}

impl Tmx {
    /// No pairs yet, of these languages.
    pub fn new(source: &Language, target: &Language) -> Self {
        Self {
            xml: Xml::new(),
            source: source.clone(),
            languages: [source.to_string(), target.to_string()],
            pairs: 0,
        }
    }

    /// Adds a pair.
    pub fn push(&mut self, entry: &Entry<'_>) {
        self.pairs += 1;
        let xml = &mut self.xml;
        xml.raw("<tu");
        if let Some(id) = entry.id {
            xml.attribute("tuid", id);
        }
        if let Some(day) = entry.date.and_then(day) {
            xml.attribute("creationdate", &day);
        }
        xml.raw(">");
        for note in entry.notes {
            xml.raw("<note>").text(note).raw("</note>");
        }
        for (language, content) in self.languages.iter().zip([entry.source, entry.target]) {
            xml.raw("\n<tuv").attribute("xml:lang", language).raw("><seg>");
            write_content(xml, content);
            xml.raw("</seg></tuv>");
        }
        xml.raw("\n</tu>\n");
    }

    /// The pairs so far.
    pub fn len(&self) -> usize {
        self.pairs
    }

    /// Whether there are no pairs.
    pub fn is_empty(&self) -> bool {
        self.pairs == 0
    }

    /// The pairs alone, to stand between [`opening`] and [`ENDING`] with those of others.
    pub fn pairs(self) -> String {
        self.xml.into_string()
    }

    /// The finished file.
    pub fn finish(self) -> String {
        format!("{}{}{ENDING}", opening(&self.source), self.xml.into_string())
    }
}

/// `2026-05-17` (a time behind it is left out) as TMX writes it.
fn day(date: &str) -> Option<String> {
    let digits: String = date.get(..10)?.split('-').collect();
    let sound = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
    sound.then(|| format!("{digits}T000000Z"))
}

fn write_content(xml: &mut Xml, content: &Content) {
    let mut roles = roles(std::iter::once(content)).into_iter().flatten();
    for part in &content.0 {
        match part {
            Part::Text(text) => {
                xml.text(text);
            }
            Part::Code(code) => write_code(xml, code, roles.next().unwrap_or(Role::Orphan)),
        }
    }
}

fn write_code(xml: &mut Xml, code: &Code, role: Role) {
    let id = code.id.to_string();
    match (code.edge, role) {
        (Edge::Open, Role::Pair) => {
            xml.raw("<bpt").attribute("i", &id).attribute("x", &id);
            xml.attribute("type", kind(code.markup))
                .raw(">")
                .text(&code.data)
                .raw("</bpt>");
        }
        (Edge::Close, Role::Pair) => {
            xml.raw("<ept")
                .attribute("i", &id)
                .raw(">")
                .text(&code.data)
                .raw("</ept>");
        }
        (Edge::Alone, _) => {
            xml.raw("<ph")
                .attribute("x", &id)
                .attribute("type", kind(code.markup))
                .raw(">");
            xml.text(&code.data).raw("</ph>");
        }
        (edge, _) => {
            xml.raw("<it")
                .attribute("pos", if edge == Edge::Open { "begin" } else { "end" });
            xml.attribute("x", &id)
                .attribute("type", kind(code.markup))
                .raw(">");
            xml.text(&code.data).raw("</it>");
        }
    }
}

fn kind(markup: Markup) -> &'static str {
    match markup {
        Markup::Strong => "bold",
        Markup::Emphasis => "italic",
        Markup::Underline => "ulined",
        Markup::Link => "link",
        Markup::Image => "image",
        Markup::Break => "lb",
        Markup::Code => "x-code",
        Markup::Footnote => "x-footnote",
        Markup::Other => "x-other",
    }
}
