//! The tag that is being read, and names as atoms. Nearly all of a page's names are a few dozen: those are told by their bytes, without a
//! look-up in the table of all atoms.

use html5ever::{Attribute, LocalName, QualName, local_name, ns};

use super::elements;
use super::feeder::{tendril, utf8};

/// Longest value of an attribute; longer ones read as empty.
const MAX_VALUE_BYTES: usize = 1 << 20;

/// The tag that is being read.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts of the tag that do not depend on each other"
)]
pub(super) struct Reading {
    pub(super) is_end: bool,
    pub(super) name: Vec<u8>,
    pub(super) start: usize,
    pub(super) self_closing: bool,
    /// The attributes that somebody asks for.
    pub(super) attributes: Vec<Attribute>,
    /// Attributes met, those that nothing asks for too.
    met: usize,
    in_attribute: bool,
    attribute_name: Vec<u8>,
    attribute_value: Vec<u8>,
    /// An attribute stands in it twice.
    pub(super) duplicate: bool,
}

impl Reading {
    pub(super) fn begin(&mut self, is_end: bool) {
        self.is_end = is_end;
        self.self_closing = false;
        self.duplicate = false;
        self.in_attribute = false;
        self.name.clear();
        self.attributes.clear();
        self.met = 0;
    }

    pub(super) fn begin_attribute(&mut self, limit: usize) {
        self.end_attribute(limit);
        self.attribute_name.clear();
        self.attribute_value.clear();
        self.in_attribute = true;
    }

    pub(super) fn extend_name(&mut self, bytes: &[u8]) {
        self.attribute_name.extend_from_slice(bytes);
    }

    pub(super) fn extend_value(&mut self, bytes: &[u8]) {
        if self.attribute_value.len() < MAX_VALUE_BYTES {
            self.attribute_value.extend_from_slice(bytes);
        }
    }

    /// Ends the attribute that is being read, at most `limit` of a tag.
    pub(super) fn end_attribute(&mut self, limit: usize) {
        if !std::mem::take(&mut self.in_attribute) || self.is_end || self.met >= limit {
            return;
        }
        self.met += 1;
        // The tree builder compares all attributes of open formatting elements; of others it and the reader ask for few.
        let asked = attribute_name(&self.attribute_name);
        let formatting = || elements::is_formatting(&name(&self.name));
        let Some(name) = asked.or_else(|| formatting().then(|| any(&self.attribute_name))) else {
            return;
        };
        if self.attributes.iter().any(|a| a.name.local == name) {
            self.duplicate = true;
            return;
        }
        if self.attribute_value.len() >= MAX_VALUE_BYTES {
            self.attribute_value.clear();
        }
        self.attributes.push(Attribute {
            name: QualName::new(None, ns!(), name),
            value: tendril(&self.attribute_value),
        });
    }
}

/// The name of a tag.
pub(super) fn name(bytes: &[u8]) -> LocalName {
    match bytes {
        b"a" => local_name!("a"),
        b"b" => local_name!("b"),
        b"br" => local_name!("br"),
        b"button" => local_name!("button"),
        b"div" => local_name!("div"),
        b"em" => local_name!("em"),
        b"figure" => local_name!("figure"),
        b"g" => local_name!("g"),
        b"h1" => local_name!("h1"),
        b"h2" => local_name!("h2"),
        b"h3" => local_name!("h3"),
        b"h4" => local_name!("h4"),
        b"i" => local_name!("i"),
        b"img" => local_name!("img"),
        b"input" => local_name!("input"),
        b"label" => local_name!("label"),
        b"li" => local_name!("li"),
        b"link" => local_name!("link"),
        b"meta" => local_name!("meta"),
        b"option" => local_name!("option"),
        b"p" => local_name!("p"),
        b"path" => local_name!("path"),
        b"picture" => local_name!("picture"),
        b"script" => local_name!("script"),
        b"section" => local_name!("section"),
        b"small" => local_name!("small"),
        b"source" => local_name!("source"),
        b"span" => local_name!("span"),
        b"strong" => local_name!("strong"),
        b"style" => local_name!("style"),
        b"svg" => local_name!("svg"),
        b"td" => local_name!("td"),
        b"time" => local_name!("time"),
        b"tr" => local_name!("tr"),
        b"ul" => local_name!("ul"),
        b"article" => local_name!("article"),
        other => any(other),
    }
}

/// The name of an attribute that the reader or the tree builder asks for; nothing for all others.
fn attribute_name(bytes: &[u8]) -> Option<LocalName> {
    Some(match bytes {
        b"class" => local_name!("class"),
        b"href" => local_name!("href"),
        b"id" => local_name!("id"),
        b"style" => local_name!("style"),
        b"alt" => local_name!("alt"),
        b"content" => local_name!("content"),
        b"datetime" => local_name!("datetime"),
        b"encoding" => local_name!("encoding"),
        b"hidden" => local_name!("hidden"),
        b"itemprop" => local_name!("itemprop"),
        b"itemtype" => local_name!("itemtype"),
        b"lang" => local_name!("lang"),
        b"name" => local_name!("name"),
        b"property" => local_name!("property"),
        b"rel" => local_name!("rel"),
        b"placeholder" => local_name!("placeholder"),
        b"role" => local_name!("role"),
        b"title" => local_name!("title"),
        b"translate" => local_name!("translate"),
        b"type" => local_name!("type"),
        b"aria-hidden" | b"aria-label" | b"data-component" | b"data-qa" | b"data-testid" | b"http-equiv"
        | b"pubdate" | b"shadowrootmode" | b"xml:lang" => any(bytes),
        _ => return None,
    })
}

/// Any name.
fn any(bytes: &[u8]) -> LocalName {
    LocalName::from(&*utf8(bytes))
}
