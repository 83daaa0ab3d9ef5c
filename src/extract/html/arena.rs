//! The page as a flat arena of nodes, each text and each tag with its place in the source.
//!
//! Nodes are linked by index, so walking and dropping are loops however deep the page nests. Text is not copied:
//! a text node is a list of pieces of the source, and only what reads differently there (a character reference,
//! a line end of two bytes) is kept decoded.

use html5ever::{Attribute, LocalName, Namespace};

use crate::article::Span;

/// Index of a node in [`Tree::nodes`].
pub(super) type Id = u32;
/// No node, no piece, no tag.
pub(super) const NONE: Id = u32::MAX;
/// The node above `<html>`.
pub(super) const DOCUMENT: Id = 0;

/// A start tag of the source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag {
    /// From `<` to `>`.
    pub(super) source: Span,
    /// The end tag that closes it, empty where there is none. Found by name, so only tags that cut no block have one.
    pub(super) close: Span,
}

/// An element.
#[derive(Debug)]
pub(super) struct Element {
    /// Its name, in lower case.
    pub(super) local: LocalName,
    /// HTML, SVG or `MathML`.
    pub(super) space: Namespace,
    /// Index of the first attribute.
    pub(super) attributes: u32,
    /// Number of attributes.
    pub(super) attribute_count: u16,
    /// `annotation-xml` that holds HTML.
    pub(super) holds_html: bool,
    /// Index of its start tag; [`NONE`] for elements that are implied or copied and have no bytes of their own.
    pub(super) tag: u32,
    /// The document fragment inside a `<template>`.
    pub(super) contents: Id,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum Data {
    /// The document, or the contents of a template.
    Document,
    /// A comment, a doctype or a processing instruction.
    Nothing,
    /// An element.
    Element(Element),
    /// Text: its first and last piece.
    Text { first: u32, last: u32 },
}

/// A node and its neighbours.
#[derive(Debug)]
pub(super) struct Node {
    /// What it is.
    pub(super) data: Data,
    /// The node it is in.
    pub(super) parent: Id,
    /// Its first child.
    pub(super) first: Id,
    /// Its last child.
    pub(super) last: Id,
    /// The sibling before.
    pub(super) previous: Id,
    /// The sibling after.
    pub(super) next: Id,
}

/// A stretch of a text node.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextPiece {
    /// Where it stands in the source.
    pub(super) source: Span,
    /// Its text in [`Tree::decoded`]; unused where `verbatim`.
    pub(super) decoded: Span,
    /// The piece after it in its node.
    pub(super) next: u32,
    /// The source has the same bytes.
    pub(super) verbatim: bool,
    /// Character references are read here. Elsewhere (scripts, `<xmp>`) a translation has no way to write `<`.
    pub(super) escapable: bool,
}

/// A page.
#[derive(Debug)]
pub(super) struct Tree<'s> {
    /// The decoded source.
    pub(super) source: &'s str,
    /// All nodes; the first is the document.
    pub(super) nodes: Vec<Node>,
    /// All start tags in source order.
    pub(super) tags: Vec<Tag>,
    /// Attributes of all elements, those of one element side by side.
    pub(super) attributes: Vec<Attribute>,
    /// Pieces of all texts.
    pub(super) pieces: Vec<TextPiece>,
    /// Text that the source has in another form.
    pub(super) decoded: String,
    /// Start tags left out because of the depth limit.
    pub(super) flattened: usize,
    /// Formatting tags were left out because copies of them would make the page explode.
    pub(super) without_formatting: bool,
    /// It was read as by a browser that runs scripts: what is in `<noscript>` is no part of it.
    pub(super) scripts: bool,
    /// The source ends inside a tag or a comment, or with block elements open.
    pub(super) cut_off: bool,
}

impl Tree<'_> {
    /// The node `id`.
    pub(super) fn node(&self, id: Id) -> &Node {
        &self.nodes[id as usize]
    }

    /// The element `id`, if it is one.
    pub(super) fn element(&self, id: Id) -> Option<&Element> {
        match &self.nodes.get(id as usize)?.data {
            Data::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The start tag of element `id`, if it has bytes of its own.
    pub(super) fn tag(&self, id: Id) -> Option<Tag> {
        self.element(id)
            .and_then(|element| self.tags.get(element.tag as usize))
            .copied()
    }

    /// The attributes of element `id`.
    pub(super) fn attributes(&self, id: Id) -> &[Attribute] {
        self.element(id).map_or(&[], |element| {
            let from = element.attributes as usize;
            &self.attributes[from..from + element.attribute_count as usize]
        })
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, id: Id, name: &LocalName) -> Option<&str> {
        self.attributes(id)
            .iter()
            .find(|attribute| attribute.name.local == *name)
            .map(|attribute| &*attribute.value)
    }

    /// The language that element `id` declares, as the page writes it; empty where it says that it is none.
    pub(super) fn language(&self, id: Id) -> Option<&str> {
        self.attribute(id, &html5ever::local_name!("lang")).or_else(|| {
            let xml = self
                .attributes(id)
                .iter()
                .find(|attribute| &*attribute.name.local == "xml:lang");
            xml.map(|attribute| &*attribute.value)
        })
    }

    /// The text of a piece.
    pub(super) fn text_of(&self, piece: &TextPiece) -> &str {
        if piece.verbatim {
            piece.source.of(self.source)
        } else {
            piece.decoded.of(&self.decoded)
        }
    }

    /// The pieces of a text node; none for other nodes.
    pub(super) fn pieces(&self, id: Id) -> impl Iterator<Item = &TextPiece> {
        let first = match self.node(id).data {
            Data::Text { first, .. } => first,
            _ => NONE,
        };
        std::iter::successors(self.pieces.get(first as usize), |piece| {
            self.pieces.get(piece.next as usize)
        })
    }

    /// The children of a node.
    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = Id> {
        let link = |id: Id| (id != NONE).then_some(id);
        std::iter::successors(link(self.node(id).first), move |&child| {
            link(self.node(child).next)
        })
    }

    /// The node itself and all nodes above it, the document last.
    pub(super) fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> {
        let link = |id: Id| (id != NONE).then_some(id);
        std::iter::successors(link(id), move |&node| link(self.node(node).parent))
    }

    /// The node after `id` in document order, staying inside `root`; with `inside` its children come first.
    pub(super) fn following(&self, id: Id, root: Id, inside: bool) -> Option<Id> {
        let mut node = self.node(id);
        if inside && node.first != NONE {
            return Some(node.first);
        }
        let mut at = id;
        while at != root {
            if node.next != NONE {
                return Some(node.next);
            }
            at = node.parent;
            node = self.nodes.get(at as usize)?;
        }
        None
    }

    /// The text below `id`, at most about `limit` bytes of it.
    pub(super) fn text_below(&self, id: Id, limit: usize) -> String {
        let mut text = String::new();
        let mut at = Some(id);
        while let Some(node) = at {
            for piece in self.pieces(node) {
                text.push_str(self.text_of(piece));
                if text.len() > limit {
                    return text;
                }
            }
            at = self.following(node, id, true);
        }
        text
    }
}
