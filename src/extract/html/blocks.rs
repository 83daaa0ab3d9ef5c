//! Cuts a page into passages: runs of text between tags that start or end a block, with their inline codes.

use html5ever::{LocalName, local_name};

use super::arena::{DOCUMENT, Data, Id, NONE, Tree};
use super::attached::{self, Mark};
use super::elements::{Role, role};
use crate::article::{Language, Markup};
use crate::extract::draft::{Builder, Draft, Handle, is_space};

/// How far behind its text an end tag is believed to be: only white space and end tags lie between them.
const MAX_GAP_BYTES: usize = 1024;

/// A run of text between tags that cut.
#[derive(Debug)]
pub(super) struct Passage {
    /// Text, places, codes.
    pub(super) draft: Draft,
    /// The innermost block element around its first text.
    pub(super) holder: Id,
    /// The outermost hidden element around it, or [`NONE`].
    pub(super) hidden: Id,
    /// Characters of links, white space aside.
    pub(super) link_chars: u32,
    /// The innermost block element around it that declares a language, below `<html>`, or [`NONE`].
    declaring: Id,
}

impl Passage {
    /// The language that the page declares for it where that is another than the whole `page`'s.
    pub(super) fn declared(&self, tree: &Tree<'_>, page: Option<&Language>) -> Option<Language> {
        let language = Language::parse(tree.language(self.declaring)?.trim()).ok()?;
        (!language.is_und() && Some(&language) != page).then_some(language)
    }
}

/// Reads the passages below the document in tree order.
pub(super) fn passages(tree: &Tree<'_>) -> Vec<Passage> {
    cut(tree).0
}

/// Reads the passages, and the elements among them that have texts in attributes.
pub(super) fn cut(tree: &Tree<'_>) -> (Vec<Passage>, Vec<Mark>) {
    let mut walk = Walk::new(tree);
    let (mut node, mut entering) = (DOCUMENT, true);
    loop {
        if entering && walk.enter(node) && tree.node(node).first != NONE {
            node = tree.node(node).first;
            continue;
        }
        walk.leave(node);
        if node == DOCUMENT {
            walk.cut();
            return (walk.found, walk.marks);
        }
        let next = tree.node(node).next;
        (node, entering) = if next == NONE {
            (tree.node(node).parent, false)
        } else {
            (next, true)
        };
    }
}

/// An element in the middle of text whose end is not met yet.
struct Open {
    node: Id,
    markup: Markup,
    handle: Option<Handle>,
    covers: bool,
}

struct Walk<'t, 's> {
    tree: &'t Tree<'s>,
    builder: Builder<'s>,
    found: Vec<Passage>,
    marks: Vec<Mark>,
    open: Vec<Open>,
    links: usize,
    link_chars: u32,
    preformatted: usize,
    hidden: Id,
    /// The block elements around the place that declare a language.
    declaring: Vec<Id>,
    /// The innermost block element of the place, and of the passage's first text.
    block: Vec<Id>,
    holder: Id,
}

impl<'t, 's> Walk<'t, 's> {
    fn new(tree: &'t Tree<'s>) -> Self {
        Self {
            tree,
            builder: Builder::new(tree.source),
            found: Vec::new(),
            marks: Vec::new(),
            open: Vec::new(),
            links: 0,
            link_chars: 0,
            preformatted: 0,
            hidden: NONE,
            declaring: Vec::new(),
            block: Vec::new(),
            holder: NONE,
        }
    }

    /// Ends the passage.
    fn cut(&mut self) {
        let link_chars = std::mem::take(&mut self.link_chars);
        let holder = std::mem::replace(&mut self.holder, NONE);
        if let Some(draft) = self.builder.finish() {
            self.found.push(Passage {
                draft,
                holder,
                hidden: self.hidden,
                link_chars,
                declaring: self.declaring.last().copied().unwrap_or(NONE),
            });
        }
    }

    /// Whether the children of `id` are to be visited.
    fn enter(&mut self, id: Id) -> bool {
        let element = match &self.tree.node(id).data {
            Data::Text { .. } => {
                if !self.is_foreign(self.tree.node(id).parent) {
                    self.text(id);
                }
                return false;
            }
            Data::Element(element) => element,
            Data::Document => return true,
            Data::Nothing => return false,
        };
        let tag = self.tree.tag(id);
        let role = match role(element) {
            Role::Skipped if !self.tree.scripts && element.local == local_name!("noscript") => Role::Block,
            role => role,
        };
        if role == Role::Block {
            self.cut();
        }
        if self.is_read(&element.local, role) && attached::is_marked(self.tree, id) {
            self.mark(id);
        }
        match role {
            Role::Skipped => return false,
            Role::Foreign => {}
            Role::Block => {
                self.block.push(id);
                if element.local != local_name!("html") && self.tree.language(id).is_some() {
                    self.declaring.push(id);
                }
                self.preformatted += usize::from(is_preformatted(&element.local));
                if self.hidden == NONE && is_hidden(self.tree, id) {
                    self.hidden = id;
                }
            }
            Role::Break => {
                if self.builder.ends_with_break() {
                    self.cut();
                } else if let Some(tag) = tag {
                    self.builder.line_break(tag.source);
                }
                return false;
            }
            Role::Alone(markup) => {
                if let Some(tag) = tag {
                    let target = self.tree.attribute(id, &local_name!("alt"));
                    let target = target.filter(|alt| !alt.trim().is_empty());
                    self.builder.alone(markup, tag.source, target.map(str::to_owned));
                }
                return false;
            }
            Role::Inline(_) if is_hidden(self.tree, id) => return false,
            Role::Inline(_) if is_kept(self.tree, id) => self.begin_kept(id, Markup::Other),
            Role::Kept(markup) => self.begin_kept(id, markup),
            Role::Inline(markup) => {
                let anchor = markup == Markup::Link && is_anchor(self.tree, id);
                let markup = if anchor { Markup::Other } else { markup };
                self.links += usize::from(markup == Markup::Link);
                let target = self.tree.attribute(id, &local_name!("href")).map(str::to_owned);
                let markup = match &target {
                    Some(href) if markup == Markup::Link && is_note(href) => Markup::Footnote,
                    _ => markup,
                };
                let handle = tag.and_then(|tag| self.builder.open(markup, tag.source, target));
                self.open.push(Open {
                    node: id,
                    markup,
                    handle,
                    covers: false,
                });
            }
        }
        true
    }

    /// Whether readers meet the attributes of an element that has this role.
    fn is_read(&self, name: &LocalName, role: Role) -> bool {
        let is_shown = match role {
            Role::Skipped => matches!(
                *name,
                local_name!("audio")
                    | local_name!("iframe")
                    | local_name!("input")
                    | local_name!("object")
                    | local_name!("textarea")
                    | local_name!("video")
            ),
            Role::Block => matches!(*name, local_name!("figure") | local_name!("table")),
            _ => true,
        };
        is_shown && self.hidden == NONE && !self.builder.is_covering()
    }

    fn mark(&mut self, id: Id) {
        if self.marks.len() < attached::MOST && !is_kept(self.tree, id) && !is_hidden(self.tree, id) {
            self.marks.push(Mark {
                node: id,
                passage: self.found.len(),
                inside: !self.builder.is_empty(),
            });
        }
    }

    fn is_foreign(&self, id: Id) -> bool {
        id != NONE
            && self
                .tree
                .element(id)
                .is_some_and(|element| role(element) == Role::Foreign)
    }

    fn begin_kept(&mut self, id: Id, markup: Markup) {
        let covers = !self.builder.is_covering();
        if covers && let Some(tag) = self.tree.tag(id) {
            self.builder.begin_cover(markup, tag.source.start, None);
        }
        self.open.push(Open {
            node: id,
            markup,
            handle: None,
            covers,
        });
    }

    fn leave(&mut self, id: Id) {
        if self.block.last() == Some(&id) {
            self.cut();
            self.block.pop();
            self.declaring.pop_if(|declaring| *declaring == id);
            if let Some(element) = self.tree.element(id) {
                self.preformatted -= usize::from(is_preformatted(&element.local));
            }
            if self.hidden == id {
                self.hidden = NONE;
            }
            return;
        }
        let Some(open) = self.open.pop_if(|open| open.node == id) else {
            return;
        };
        self.links -= usize::from(matches!(open.markup, Markup::Link | Markup::Footnote));
        let Some(tag) = self.tree.tag(id) else { return };
        let close = tag.close;
        let closed = !close.is_empty() && self.follows(close.start, tag.source.end);
        if open.covers {
            let end = if closed { close.end } else { self.builder.reached() };
            self.builder.end_cover(end);
        } else if closed {
            self.builder.close(open.handle, open.markup, close);
        }
    }

    /// Whether only white space and end tags lie between what was read last and an end tag at `start`.
    fn follows(&self, start: u32, tag_end: u32) -> bool {
        let from = self.builder.reached().max(tag_end) as usize;
        let start = start as usize;
        if from > start || start - from > MAX_GAP_BYTES {
            return false;
        }
        let mut in_tag = false;
        let gap = &self.tree.source.as_bytes()[from..start];
        gap.iter().enumerate().all(|(at, &byte)| {
            match byte {
                b'<' => in_tag = gap.get(at + 1) == Some(&b'/'),
                b'>' if in_tag => {
                    in_tag = false;
                    return true;
                }
                _ => {}
            }
            in_tag || is_space(byte)
        })
    }

    fn text(&mut self, id: Id) {
        let tree = self.tree;
        for piece in tree.pieces(id) {
            if !piece.escapable {
                return;
            }
            let text = tree.text_of(piece);
            if !self.builder.accepts(piece.source.start) {
                // The tree builder has moved this text: a block of its own keeps every block in source order.
                self.cut();
            }
            let was_empty = self.builder.is_empty();
            if self.preformatted > 0 {
                self.builder.push(text, piece.source, piece.verbatim);
            } else {
                self.builder.push_collapsed(text, piece.source, piece.verbatim);
            }
            if was_empty && !self.builder.is_empty() {
                self.holder = self.block.last().copied().unwrap_or(DOCUMENT);
            }
            if self.links > 0 {
                self.link_chars += visible_chars(text);
            }
        }
    }
}

/// Characters that are not white space.
pub(super) fn visible_chars(text: &str) -> u32 {
    text.bytes().filter(|&b| b & 0xC0 != 0x80 && !is_space(b)).count() as u32
}

fn is_preformatted(name: &LocalName) -> bool {
    matches!(*name, local_name!("pre") | local_name!("listing"))
}

/// Whether an `<a>` is a place that links lead to and none itself. Old pages leave it open, so that the whole text stands in it.
fn is_anchor(tree: &Tree<'_>, id: Id) -> bool {
    let (mut named, mut leads) = (false, false);
    for attribute in tree.attributes(id) {
        match attribute.name.local {
            local_name!("name") | local_name!("id") => named = true,
            local_name!("href") | local_name!("onclick") => leads = true,
            _ => {}
        }
    }
    named && !leads
}

fn is_note(href: &str) -> bool {
    ["#fn", "#cite", "#note", "#footnote"]
        .iter()
        .any(|start| href.starts_with(start))
}

/// Whether the page says that the element is not shown.
fn is_hidden(tree: &Tree<'_>, id: Id) -> bool {
    tree.attributes(id)
        .iter()
        .any(|attribute| match attribute.name.local {
            local_name!("hidden") => !attribute.value.eq_ignore_ascii_case("until-found"),
            ref name if &**name == "aria-hidden" => attribute.value.eq_ignore_ascii_case("true"),
            local_name!("style") => hides(&attribute.value),
            _ => false,
        })
}

fn hides(style: &str) -> bool {
    let style = &style.as_bytes()[..style.len().min(400)];
    memchr::memchr(b':', style).is_some() && {
        let compact: Vec<u8> = style
            .iter()
            .filter(|b| !is_space(**b))
            .map(u8::to_ascii_lowercase)
            .collect();
        memchr::memmem::find(&compact, b"display:none").is_some()
            || memchr::memmem::find(&compact, b"visibility:hidden").is_some()
    }
}

/// Whether the text of an inline element is not to be translated.
fn is_kept(tree: &Tree<'_>, id: Id) -> bool {
    tree.attributes(id)
        .iter()
        .any(|attribute| match attribute.name.local {
            ref name if &**name == "translate" => attribute.value.eq_ignore_ascii_case("no"),
            local_name!("class") => attribute
                .value
                .split_ascii_whitespace()
                .any(|class| class == "notranslate"),
            _ => false,
        })
}
