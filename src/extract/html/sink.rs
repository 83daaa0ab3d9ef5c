//! Where html5ever's tree builder writes to: the arena, and the bookkeeping that gives each text its place in the source.
//!
//! The tree builder is fed runs of characters as tokens. It appends them in order, whole, split at white space, or
//! late (text inside a table waits for the next tag), and drops some of them. The run stays here until the next token is
//! through, with a cursor in it, so that each appended text is found where it was fed.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::ops::Range;

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, Namespace, QualName};

use super::arena::{DOCUMENT, Data, Element, Id, NONE, Node, Tag, TextPiece};
use crate::article::Span;

/// Attributes that later `<body>` and `<html>` tags can bring an element to: each addition copies the list.
const MAX_ADDED_ATTRIBUTES: usize = 256;

/// Bytes of a page for each of its nodes, about.
const BYTES_PER_NODE: usize = 32;
/// Most nodes that room is made for beforehand.
const MAX_RESERVED: usize = 1 << 14;

/// A stretch of a run of characters: `text` in the run, `source` in the source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) text: Span,
    pub(super) source: Span,
    pub(super) verbatim: bool,
}

/// A run of characters between two tags.
#[derive(Debug, Default)]
pub(super) struct Run {
    /// Its text, decoded.
    pub(super) text: String,
    /// Where that stands in the source; covers `text`.
    pub(super) marks: Vec<Mark>,
    /// Character references are read in this run.
    pub(super) escapable: bool,
    /// The tokens of characters fed from it.
    tokens: Vec<Range<usize>>,
    /// The token that is appended from next, and how far the run is appended.
    token: usize,
    cursor: usize,
    /// The first mark that reaches beyond the cursor.
    mark: usize,
    /// The NUL being fed: it is appended at once (in SVG, as U+FFFD) or never.
    null: Option<Range<usize>>,
}

impl Run {
    /// A run that nothing of is appended yet.
    pub(super) fn new(text: String, marks: Vec<Mark>, escapable: bool) -> Self {
        Self {
            text,
            marks,
            escapable,
            ..Self::default()
        }
    }

    /// Where the appended `text` stands in the run.
    ///
    /// What the builder drops of a token is white space before the text, or what is no white space in a frameset: the
    /// first occurrence behind the cursor is the place itself.
    fn locate(&mut self, text: &str) -> Option<Range<usize>> {
        if let Some(null) = self.null.take() {
            return Some(null);
        }
        while let Some(token) = self.tokens.get(self.token) {
            let from = self.cursor.max(token.start);
            let rest = &self.text[from..token.end];
            let skipped = if rest.starts_with(text) {
                Some(0)
            } else {
                rest.find(text)
            };
            if let Some(skipped) = skipped {
                self.cursor = from + skipped + text.len();
                return Some(from + skipped..self.cursor);
            }
            self.token += 1;
        }
        None
    }
}

/// The start tag being processed: the element created last for it is its own, those before are copies.
#[derive(Debug)]
pub(super) struct Current {
    pub(super) name: LocalName,
    pub(super) attribute_count: usize,
    pub(super) own: Option<Id>,
}

/// The arena while it is being filled.
#[derive(Debug, Default)]
pub(super) struct Sink {
    pub(super) nodes: RefCell<Vec<Node>>,
    pub(super) tags: RefCell<Vec<Tag>>,
    pub(super) attributes: RefCell<Vec<Attribute>>,
    pub(super) pieces: RefCell<Vec<TextPiece>>,
    pub(super) decoded: RefCell<String>,
    pub(super) run: RefCell<Run>,
    pub(super) current: RefCell<Option<Current>>,
    /// Texts appended so far.
    appended: Cell<usize>,
}

impl Sink {
    /// An arena that holds the document node of a page of `bytes` bytes.
    pub(super) fn new(bytes: usize) -> Self {
        let sink = Self::default();
        let nodes = (bytes / BYTES_PER_NODE).min(MAX_RESERVED);
        sink.nodes.borrow_mut().reserve(nodes);
        sink.pieces.borrow_mut().reserve(nodes / 2);
        sink.tags.borrow_mut().reserve(nodes / 2);
        sink.attributes.borrow_mut().reserve(nodes);
        sink.add(Data::Document);
        sink
    }

    /// Announces that `range` of the run is fed as characters.
    pub(super) fn feeding(&self, range: Range<usize>) {
        self.run.borrow_mut().tokens.push(range);
    }

    /// Announces that `range` of the run is fed as a NUL; [`Self::fed_null`] follows.
    pub(super) fn feeding_null(&self, range: Range<usize>) {
        self.run.borrow_mut().null = Some(range);
    }

    /// The NUL was appended or is dropped.
    pub(super) fn fed_null(&self) {
        self.run.borrow_mut().null = None;
    }

    /// Texts appended so far.
    pub(super) fn appended(&self) -> usize {
        self.appended.get()
    }

    /// The builder has dropped what was fed last.
    pub(super) fn dropped(&self) {
        self.run.borrow_mut().tokens.pop();
    }

    /// Gives element `id` its start tag.
    pub(super) fn own(&self, id: Id, tag: u32) {
        if let Data::Element(element) = &mut self.nodes.borrow_mut()[id as usize].data {
            element.tag = tag;
        }
    }

    fn add(&self, data: Data) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node {
            data,
            parent: NONE,
            first: NONE,
            last: NONE,
            previous: NONE,
            next: NONE,
        });
        (nodes.len() - 1) as Id
    }

    fn detach(nodes: &mut [Node], id: Id) {
        let node = &mut nodes[id as usize];
        let (parent, previous, next) = (node.parent, node.previous, node.next);
        if parent == NONE {
            return;
        }
        (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
        if previous == NONE {
            nodes[parent as usize].first = next;
        } else {
            nodes[previous as usize].next = next;
        }
        if next == NONE {
            nodes[parent as usize].last = previous;
        } else {
            nodes[next as usize].previous = previous;
        }
    }

    /// Puts `id` into `parent` before the node `before`, or last when that is [`NONE`].
    fn link(nodes: &mut [Node], parent: Id, before: Id, id: Id) {
        Self::detach(nodes, id);
        let previous = if before == NONE {
            nodes[parent as usize].last
        } else {
            nodes[before as usize].previous
        };
        let node = &mut nodes[id as usize];
        (node.parent, node.previous, node.next) = (parent, previous, before);
        if previous == NONE {
            nodes[parent as usize].first = id;
        } else {
            nodes[previous as usize].next = id;
        }
        if before == NONE {
            nodes[parent as usize].last = id;
        } else {
            nodes[before as usize].previous = id;
        }
    }

    fn insert(&self, parent: Id, before: Id, child: NodeOrText<Id>) {
        match child {
            NodeOrText::AppendNode(id) => Self::link(&mut self.nodes.borrow_mut(), parent, before, id),
            NodeOrText::AppendText(text) => self.insert_text(parent, before, &text),
        }
    }

    fn insert_text(&self, parent: Id, before: Id, text: &str) {
        self.appended.set(self.appended.get() + 1);
        let neighbour = {
            let nodes = self.nodes.borrow();
            if before == NONE {
                nodes[parent as usize].last
            } else {
                nodes[before as usize].previous
            }
        };
        let joins =
            neighbour != NONE && matches!(self.nodes.borrow()[neighbour as usize].data, Data::Text { .. });
        let id = if joins {
            neighbour
        } else {
            let id = self.add(Data::Text {
                first: NONE,
                last: NONE,
            });
            Self::link(&mut self.nodes.borrow_mut(), parent, before, id);
            id
        };
        let nodes = &mut *self.nodes.borrow_mut();
        if let Data::Text { first, last } = &mut nodes[id as usize].data {
            self.place(text, first, last);
        }
    }

    /// Appends the pieces of `text` to the text node whose first and last piece are given.
    fn place(&self, text: &str, first: &mut u32, last: &mut u32) {
        let run = &mut *self.run.borrow_mut();
        let Some(range) = run.locate(text) else { return };
        let pieces = &mut *self.pieces.borrow_mut();
        let decoded = &mut *self.decoded.borrow_mut();
        while let Some(&mark) = run.marks.get(run.mark) {
            let (start, end) = (mark.text.start as usize, mark.text.end as usize);
            if end <= range.start {
                run.mark += 1;
                continue;
            }
            if start >= range.end {
                break;
            }
            let (from, to) = (start.max(range.start), end.min(range.end));
            let source = if mark.verbatim {
                let at = mark.source.start as usize;
                Span::new(at + from - start, at + to - start)
            } else {
                mark.source
            };
            let joined = pieces
                .get_mut(*last as usize)
                .filter(|piece| piece.verbatim && mark.verbatim && piece.source.end == source.start)
                .is_some_and(|piece| {
                    piece.source.end = source.end;
                    true
                });
            if !joined {
                let at = decoded.len();
                if !mark.verbatim {
                    decoded.push_str(&run.text[from..to]);
                }
                let index = pieces.len() as u32;
                pieces.push(TextPiece {
                    source,
                    decoded: Span::new(at, decoded.len()),
                    next: NONE,
                    verbatim: mark.verbatim,
                    escapable: run.escapable,
                });
                if let Some(piece) = pieces.get_mut(*last as usize) {
                    piece.next = index;
                } else {
                    *first = index;
                }
                *last = index;
            }
            if end > range.end {
                break;
            }
            run.mark += 1;
        }
    }
}

/// The name of an element as the tree builder asks for it.
#[derive(Debug)]
pub(super) struct Name<'a>(Ref<'a, Element>);

impl ElemName for Name<'_> {
    fn ns(&self) -> &Namespace {
        &self.0.space
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Self;
    type ElemName<'a> = Name<'a>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        DOCUMENT
    }

    fn elem_name<'a>(&'a self, id: &'a Id) -> Name<'a> {
        Name(Ref::map(self.nodes.borrow(), |nodes| {
            match &nodes[*id as usize].data {
                Data::Element(element) => element,
                _ => unreachable!("the tree builder asks for names of elements only"),
            }
        }))
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> Id {
        let contents = if flags.template {
            self.add(Data::Document)
        } else {
            NONE
        };
        let mut current = self.current.borrow_mut();
        let own = current.as_mut().filter(|current| {
            let renamed = &*current.name == "image" && &*name.local == "img";
            current.attribute_count == attrs.len()
                && (renamed || current.name.eq_ignore_ascii_case(&name.local))
        });
        let mut attributes = self.attributes.borrow_mut();
        let id = self.add(Data::Element(Element {
            local: name.local,
            space: name.ns,
            attributes: attributes.len() as u32,
            attribute_count: attrs.len() as u16,
            holds_html: flags.mathml_annotation_xml_integration_point,
            tag: NONE,
            contents,
        }));
        attributes.extend(attrs);
        if let Some(current) = own {
            current.own = Some(id);
        }
        id
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.add(Data::Nothing)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.add(Data::Nothing)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.insert(*parent, NONE, child);
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        let parent = self.nodes.borrow()[*element as usize].parent;
        if parent == NONE {
            self.insert(*previous, NONE, child);
        } else {
            self.insert(parent, *element, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {
        let id = self.add(Data::Nothing);
        self.insert(DOCUMENT, NONE, NodeOrText::AppendNode(id));
    }

    fn get_template_contents(&self, id: &Id) -> Id {
        match &self.nodes.borrow()[*id as usize].data {
            Data::Element(element) if element.contents != NONE => element.contents,
            _ => *id,
        }
    }

    fn same_node(&self, a: &Id, b: &Id) -> bool {
        a == b
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        let parent = self.nodes.borrow()[*sibling as usize].parent;
        if parent != NONE {
            self.insert(parent, *sibling, child);
        }
    }

    fn add_attrs_if_missing(&self, id: &Id, attrs: Vec<Attribute>) {
        let mut nodes = self.nodes.borrow_mut();
        let Data::Element(element) = &mut nodes[*id as usize].data else {
            return;
        };
        let mut attributes = self.attributes.borrow_mut();
        let from = element.attributes as usize;
        let old = from..from + element.attribute_count as usize;
        let missing: Vec<Attribute> = attrs
            .into_iter()
            .filter(|new| attributes[old.clone()].iter().all(|a| a.name != new.name))
            .collect();
        if missing.is_empty() || missing.len() + old.len() > MAX_ADDED_ATTRIBUTES {
            return;
        }
        element.attributes = attributes.len() as u32;
        element.attribute_count += missing.len() as u16;
        let kept = attributes[old].to_vec();
        attributes.extend(kept.into_iter().chain(missing));
    }

    fn remove_from_parent(&self, id: &Id) {
        Self::detach(&mut self.nodes.borrow_mut(), *id);
    }

    fn reparent_children(&self, from: &Id, to: &Id) {
        let mut nodes = self.nodes.borrow_mut();
        loop {
            let child = nodes[*from as usize].first;
            if child == NONE {
                return;
            }
            Self::link(&mut nodes, *to, NONE, child);
        }
    }

    fn is_mathml_annotation_xml_integration_point(&self, id: &Id) -> bool {
        matches!(&self.nodes.borrow()[*id as usize].data, Data::Element(element) if element.holds_html)
    }
}
