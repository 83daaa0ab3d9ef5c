//! Between the tokenizer and the tree builder: collects runs of text with their places, hands over tokens, keeps the
//! limits of depth and copies.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::interface::Tracer;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag as TagToken, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{LocalName, local_name};
use html5gum::State;
use rustc_hash::FxHashMap;

use super::arena::{Id, Tag};
use super::elements;
use super::sink::{Current, Mark, Run, Sink};
use super::tag::{self, Reading};
use crate::article::Span;

/// Copies of unclosed formatting elements are fine up to this many nodes and eight a token.
const FREE_NODES: usize = 100_000;
/// How many open inline tags back the partner of an end tag is looked for.
const LOOK_BEHIND: usize = 32;

/// What a parse may cost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Open elements; deeper start tags are left out, their text stays.
    pub(super) depth: usize,
    /// Attributes kept of one tag.
    pub(super) attributes: usize,
    /// Scripts run: what is in `<noscript>` is not shown.
    pub(super) scripts: bool,
    /// Leave out `<b>`, `<a>` and the like.
    pub(super) without_formatting: bool,
    /// Elements end where XML says: `<a/>` is empty.
    pub(super) xml: bool,
}

/// Feeds the tree builder.
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts of the page that do not depend on each other"
)]
pub(super) struct Feeder<'s> {
    pub(super) source: &'s [u8],
    /// The same as text.
    whole: &'s str,
    pub(super) builder: TreeBuilder<Id, Sink>,
    bounds: Bounds,
    /// How far the tokenizer has read.
    pub(super) position: usize,
    /// Where the next piece of text starts.
    pub(super) run_end: usize,
    /// Character references are read in this state (data and RCDATA).
    references: bool,
    /// Bytes, not characters: the tokenizer reports the byte behind a reference alone, even the first of a longer character.
    text: Vec<u8>,
    /// What the run before was kept in.
    spare: String,
    marks: Vec<Mark>,
    /// NULs of the data state in `text`. In RCDATA and raw text they are plain U+FFFD: a token of them panics the builder.
    nulls: Vec<usize>,
    pub(super) tag: Reading,
    pub(super) last_start: Vec<u8>,
    skip_line_feed: bool,
    /// Open tags that cut no block, for the places of their end tags.
    inline: Vec<(LocalName, u32)>,
    /// Upper bound of the tree builder's open and formatting elements; exact when not `stale`.
    open: usize,
    stale: bool,
    left_out: FxHashMap<LocalName, usize>,
    pub(super) flattened: usize,
    tokens: usize,
    /// Copies of formatting elements make the tree explode.
    pub(super) over: bool,
    closed_page: bool,
    pub(super) cut_off: bool,
}

/// `bytes` as text; all but always they are whole characters, which is told faster than damage is mended.
pub(super) fn utf8(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Into::into)
}

pub(super) fn tendril(bytes: &[u8]) -> StrTendril {
    StrTendril::from_slice(&utf8(bytes))
}

/// Counts the handles the tree builder holds: its open elements and formatting elements.
struct Count(Cell<usize>);

impl Tracer for Count {
    type Handle = Id;
    fn trace_handle(&self, _: &Id) {
        self.0.set(self.0.get() + 1);
    }
}

/// Collects those handles.
struct Collect(RefCell<Vec<Id>>);

impl Tracer for Collect {
    type Handle = Id;
    fn trace_handle(&self, id: &Id) {
        self.0.borrow_mut().push(*id);
    }
}

impl<'s> Feeder<'s> {
    pub(super) fn new(source: &'s str, bounds: Bounds) -> Self {
        Self {
            source: source.as_bytes(),
            whole: source,
            builder: TreeBuilder::new(
                Sink::new(source.len()),
                TreeBuilderOpts {
                    scripting_enabled: bounds.scripts,
                    ..TreeBuilderOpts::default()
                },
            ),
            bounds,
            position: 0,
            run_end: 0,
            references: true,
            text: Vec::new(),
            spare: String::new(),
            marks: Vec::new(),
            nulls: Vec::new(),
            tag: Reading::default(),
            last_start: Vec::new(),
            skip_line_feed: false,
            inline: Vec::new(),
            open: 0,
            stale: true,
            left_out: FxHashMap::default(),
            flattened: 0,
            tokens: 0,
            over: false,
            closed_page: false,
            cut_off: false,
        }
    }

    /// The limit of attributes a tag.
    pub(super) fn attribute_limit(&self) -> usize {
        self.bounds.attributes
    }

    /// Hands a token to the tree builder; the state it asks the tokenizer to go to.
    pub(super) fn feed(&mut self, token: Token) -> Option<State> {
        self.tokens += 1;
        match self.builder.process_token(token, 1) {
            TokenSinkResult::Continue
            | TokenSinkResult::Script(_)
            | TokenSinkResult::EncodingIndicator(_) => None,
            TokenSinkResult::Plaintext => Some(State::PlainText),
            TokenSinkResult::RawData(RawKind::Rcdata) => Some(State::RcData),
            TokenSinkResult::RawData(RawKind::Rawtext) => Some(State::RawText),
            TokenSinkResult::RawData(_) => Some(State::ScriptData),
        }
    }

    /// Adds a piece of text read up to `self.position` and finds its place in the source.
    pub(super) fn push_text(&mut self, piece: &[u8]) {
        if piece.is_empty() {
            return;
        }
        let (source, at, position) = (self.source, self.run_end, self.position);
        let head = source.get(at).copied();
        let line_end = |at: usize| at + 1 + usize::from(source.get(at + 1) == Some(&b'\n'));
        let (start, end, verbatim) =
            if at + piece.len() == position && source.get(at..position) == Some(piece) {
                (at, position, piece != b"\0")
            } else if head == Some(b'&') && self.references {
                (at, position, false)
            } else if head == Some(b'\r') && piece == b"\n" {
                (at, line_end(at), false)
            } else if head == Some(0) && (piece == b"\0" || piece == "\u{fffd}".as_bytes()) {
                (at, at + 1, false)
            } else if position >= piece.len() && source.get(position - piece.len()..position) == Some(piece) {
                // The first text of a CDATA section.
                (position - piece.len(), position, true)
            } else if source.get(at..at + piece.len()) == Some(piece) {
                // `]]` of a CDATA section is reported one byte late.
                (at, at + piece.len(), true)
            } else {
                let at = position.saturating_sub(1);
                let end = if source.get(at) == Some(&b'\r') {
                    line_end(at)
                } else {
                    position
                };
                (at, end, false)
            };
        self.run_end = end;
        let from = self.text.len();
        if piece == b"\0" {
            self.nulls.push(from);
            self.text.extend_from_slice("\u{fffd}".as_bytes());
        } else {
            self.text.extend_from_slice(piece);
        }
        let (text, source) = (Span::new(from, self.text.len()), Span::new(start.min(end), end));
        match self.marks.last_mut() {
            Some(last) if last.verbatim && verbatim && last.source.end == source.start => {
                last.text.end = text.end;
                last.source.end = source.end;
            }
            _ => self.marks.push(Mark {
                text,
                source,
                verbatim,
            }),
        }
    }

    /// Hands the collected run to the tree builder. NULs of the data state are tokens of their own, and so is the line
    /// feed after `<pre>`: what the builder drops is a whole token then.
    pub(super) fn flush_text(&mut self) {
        let skip_line_feed = std::mem::take(&mut self.skip_line_feed);
        if self.text.is_empty() {
            return;
        }
        let text = self.take_text();
        let nulls = std::mem::take(&mut self.nulls);
        let whole = StrTendril::from_slice(&text);
        let length = text.len();
        let starts_with_line_feed = text.starts_with('\n');
        let run = Run::new(text, std::mem::take(&mut self.marks), self.references);
        // What the last run was kept in takes the next one.
        let last = self.builder.sink.run.replace(run);
        (self.spare, self.marks) = (last.text, last.marks);
        self.marks.clear();
        let mut from = 0;
        if skip_line_feed && starts_with_line_feed {
            let before = self.builder.sink.appended();
            self.feed_characters(&whole, 0, 1);
            if self.builder.sink.appended() == before {
                self.builder.sink.dropped();
            }
            from = 1;
        }
        for null in nulls {
            self.feed_characters(&whole, from, null);
            from = null + "\u{fffd}".len();
            self.builder.sink.feeding_null(null..from);
            self.feed(Token::NullCharacterToken);
            self.builder.sink.fed_null();
        }
        self.feed_characters(&whole, from, length);
    }

    /// The collected text. A run that stands in the source as it is has been told to be text already.
    fn take_text(&mut self) -> String {
        let mut text = std::mem::take(&mut self.spare);
        text.clear();
        match self.marks.as_slice() {
            [mark] if mark.verbatim => {
                let place = mark.source.start as usize..mark.source.end as usize;
                let known = self
                    .whole
                    .get(place)
                    .filter(|known| known.len() == self.text.len());
                text.push_str(&known.map_or_else(|| utf8(&self.text), Cow::Borrowed));
            }
            _ => text.push_str(&utf8(&self.text)),
        }
        self.text.clear();
        text
    }

    fn feed_characters(&mut self, run: &StrTendril, from: usize, to: usize) {
        if from < to {
            self.builder.sink.feeding(from..to);
            self.feed(Token::CharacterTokens(
                run.subtendril(from as u32, (to - from) as u32),
            ));
        }
    }

    /// Hands over the tag that was read; the state the tokenizer goes to.
    pub(super) fn finish_tag(&mut self) -> Option<State> {
        self.tag.end_attribute(self.bounds.attributes);
        let name = tag::name(&self.tag.name);
        if !self.tag.is_end {
            self.last_start.clone_from(&self.tag.name);
        }
        if self.over || self.leave_out(&name) {
            (self.run_end, self.references) = (self.position, true);
            return None;
        }
        self.flush_text();
        self.run_end = self.position;
        let attrs = std::mem::take(&mut self.tag.attributes);
        let source = Span::new(self.tag.start.min(self.position), self.position);
        let start = if self.tag.is_end {
            self.close_inline(&name, source);
            None
        } else {
            Some(self.open_tag(&name, source, attrs.len()))
        };
        let tag = TagToken {
            kind: if self.tag.is_end {
                TagKind::EndTag
            } else {
                TagKind::StartTag
            },
            name,
            self_closing: self.tag.self_closing,
            attrs,
            had_duplicate_attributes: self.tag.duplicate,
        };
        let empty = self.is_empty_element(&tag);
        let ending = empty.then(|| tag.name.clone());
        let state = self.feed(Token::TagToken(tag));
        let current = self.builder.sink.current.take();
        if let (Some(tag), Some(own)) = (start, current.and_then(|current| current.own)) {
            self.builder.sink.own(own, tag);
        }
        let state = match ending {
            Some(name) => {
                self.end_empty(name, start);
                None
            }
            None => state,
        };
        self.references = matches!(state, None | Some(State::RcData));
        let nodes = self.builder.sink.nodes.borrow().len();
        self.over |= !self.bounds.without_formatting && nodes > FREE_NODES + 8 * self.tokens;
        state
    }

    /// Whether the tag is an element of XML without inside, which HTML would take for its start.
    fn is_empty_element(&self, tag: &TagToken) -> bool {
        self.bounds.xml
            && tag.self_closing
            && tag.kind == TagKind::StartTag
            && !elements::is_void(&tag.name)
            && !self
                .builder
                .adjusted_current_node_present_but_not_in_html_namespace()
    }

    /// Ends the element that has just begun.
    fn end_empty(&mut self, name: LocalName, start: Option<u32>) {
        self.inline.pop_if(|(_, tag)| Some(*tag) == start);
        self.feed(Token::TagToken(TagToken {
            kind: TagKind::EndTag,
            name,
            self_closing: false,
            attrs: Vec::new(),
            had_duplicate_attributes: false,
        }));
    }

    fn open_tag(&mut self, name: &LocalName, source: Span, attribute_count: usize) -> u32 {
        self.skip_line_feed = matches!(
            *name,
            local_name!("pre") | local_name!("listing") | local_name!("textarea")
        );
        let mut tags = self.builder.sink.tags.borrow_mut();
        let tag = tags.len() as u32;
        tags.push(Tag {
            source,
            close: Span::default(),
        });
        if !elements::cuts_blocks(name) && !elements::is_void(name) {
            self.inline.push((name.clone(), tag));
        }
        *self.builder.sink.current.borrow_mut() = Some(Current {
            name: name.clone(),
            attribute_count,
            own: None,
        });
        tag
    }

    /// Notes `source` as the end of the last open inline tag of that name.
    fn close_inline(&mut self, name: &LocalName, source: Span) {
        if matches!(*name, local_name!("body") | local_name!("html")) {
            self.closed_page = true;
        }
        let floor = self.inline.len().saturating_sub(LOOK_BEHIND);
        let found = self.inline[floor..].iter().rposition(|(open, _)| open == name);
        if let Some(place) = found {
            let (_, tag) = self.inline.remove(floor + place);
            self.builder.sink.tags.borrow_mut()[tag as usize].close = source;
        }
    }

    /// Whether a limit leaves this tag out.
    fn leave_out(&mut self, name: &LocalName) -> bool {
        let formatting = elements::is_formatting(name);
        if self.bounds.without_formatting && formatting {
            return true;
        }
        if self.tag.is_end {
            self.stale = true;
            return match self.left_out.get_mut(name) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    true
                }
                _ => false,
            };
        }
        if elements::is_void(name) || elements::is_raw(name) {
            return false;
        }
        if self.open >= self.bounds.depth && self.stale {
            let count = Count(Cell::new(0));
            self.builder.trace_handles(&count);
            (self.open, self.stale) = (count.0.get(), false);
        }
        if self.open < self.bounds.depth {
            self.open += 1 + usize::from(formatting);
            self.stale = true;
            return false;
        }
        *self.left_out.entry(name.clone()).or_default() += 1;
        self.flattened += 1;
        true
    }

    /// The source is at its end.
    pub(super) fn finish(&mut self) {
        self.flush_text();
        self.cut_off = self.ends_in_markup() || (!self.closed_page && self.holds_open_block());
        self.feed(Token::EOFToken);
        self.builder.end();
    }

    fn ends_in_markup(&self) -> bool {
        let Some(last) = memchr::memrchr(b'<', self.source) else {
            return false;
        };
        let tail = &self.source[last + 1..];
        let starts_tag = tail
            .first()
            .is_none_or(|c| c.is_ascii_alphabetic() || b"/!".contains(c));
        starts_tag && memchr::memchr(b'>', tail).is_none()
    }

    /// Whether an element is open that no author leaves open.
    fn holds_open_block(&self) -> bool {
        let open = Collect(RefCell::default());
        self.builder.trace_handles(&open);
        open.0.into_inner().into_iter().any(|id| {
            elements::needs_end_tag(
                self.builder
                    .sink
                    .nodes
                    .borrow()
                    .get(id as usize)
                    .map(|node| &node.data),
            )
        })
    }
}
