//! Builds one block from what a reader meets in source order: text, white space, inline codes.
//!
//! **Invariant:** between the first and the last byte of a finished block its pieces and codes tile the source: what is
//! neither (a comment, an end tag without a partner, the prefix of a quoted line) becomes a code of its own, so that a writer
//! who copies codes and replaces text loses nothing.

mod trim;

use crate::article::{Article, Block, Edge, Inline, Markup, Piece, Span};

const NONE: u32 = u32::MAX;

/// A block before it is put into an article: the same as [`Block`], with spans of its own text.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    /// The text, without white space at the ends.
    pub(super) text: String,
    /// Where it comes from.
    pub(super) pieces: Vec<Piece>,
    /// Inline codes.
    pub(super) codes: Vec<Inline>,
}

impl Draft {
    /// Appends the draft to `article` as `block`, whose text, codes and origin are set here.
    pub(super) fn append_to(self, article: &mut Article, mut block: Block) {
        block.span = article.append(&self.text);
        let by = block.span.start as usize;
        block.origin = self.pieces;
        for piece in &mut block.origin {
            piece.text = piece.text.shifted(by);
        }
        block.inline = self.codes;
        for code in &mut block.inline {
            code.span = code.span.shifted(by);
        }
        article.blocks.push(block);
    }

    /// Keeps the first `bytes` bytes only, and the codes inside them. For text without pairs, as a `<title>` holds it.
    pub(super) fn truncate(&mut self, bytes: usize) {
        let text = self.text[..bytes].trim_end();
        let end = text.len() as u32;
        self.text.truncate(end as usize);
        self.pieces.retain(|piece| piece.text.start < end);
        for piece in &mut self.pieces {
            trim::cut(piece, 0, end);
        }
        self.codes.retain(|code| code.span.end < end);
    }
}

/// An opened code, for closing it; of no use in a later block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Handle {
    block: u32,
    index: u32,
}

#[derive(Clone, Debug)]
struct Code {
    edge: Edge,
    markup: Markup,
    source: Span,
    /// In the block's text.
    at: Span,
    partner: u32,
    target: Option<String>,
}

impl Code {
    /// A code without a partner that stands for no text.
    fn is_bare(&self) -> bool {
        self.edge == Edge::Alone && self.at.is_empty()
    }
}

/// What was added last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Last {
    #[default]
    Nothing,
    Piece,
    Code,
}

/// Collects a block.
#[derive(Debug)]
pub(super) struct Builder<'s> {
    source: &'s str,
    block: u32,
    text: String,
    pieces: Vec<Piece>,
    codes: Vec<Code>,
    /// The code whose text is being read.
    cover: Option<usize>,
    last: Last,
    /// Where the last item ends in the source.
    reached: u32,
}

impl<'s> Builder<'s> {
    /// An empty builder of blocks from `source`.
    pub(super) fn new(source: &'s str) -> Self {
        Self {
            source,
            block: 0,
            text: String::new(),
            pieces: Vec::new(),
            codes: Vec::new(),
            cover: None,
            last: Last::Nothing,
            reached: 0,
        }
    }

    /// Whether the block has no text yet.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text so far.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether something that stands at `start` in the source can follow what is there.
    pub(super) fn accepts(&self, start: u32) -> bool {
        self.last == Last::Nothing || self.reached <= start
    }

    /// Whether the last thing was a line break, white space aside.
    pub(super) fn ends_with_break(&self) -> bool {
        self.last == Last::Code && self.codes.last().is_some_and(|code| code.markup == Markup::Break)
    }

    /// Adds text that stands at `source`.
    pub(super) fn push(&mut self, text: &str, source: Span, verbatim: bool) {
        if text.is_empty() || !self.accepts(source.start) {
            return;
        }
        self.bridge(source.start);
        let at = Span::new(self.text.len(), self.text.len() + text.len());
        self.text.push_str(text);
        match self.pieces.last_mut() {
            Some(last)
                if self.last == Last::Piece
                    && last.verbatim
                    && verbatim
                    && last.source.end == source.start =>
            {
                last.text.end = at.end;
                last.source.end = source.end;
            }
            _ => self.pieces.push(Piece {
                text: at,
                source,
                verbatim,
            }),
        }
        self.last = Last::Piece;
        self.reached = source.end;
    }

    /// Adds text as a browser shows it: a run of white space is one space, none at the start of a block or of a line.
    pub(super) fn push_collapsed(&mut self, text: &str, source: Span, verbatim: bool) {
        if !verbatim {
            if !text.bytes().all(is_space) {
                self.push(text, source, false);
            } else if !self.at_space() {
                self.push(" ", source, text == " " && source.of(self.source) == " ");
            }
            return;
        }
        let bytes = text.as_bytes();
        let place = |from: usize, to: usize| {
            let at = source.start as usize;
            Span::new(at + from, at + to)
        };
        let mut from = 0;
        while from < bytes.len() {
            if is_space(bytes[from]) {
                let to = from + bytes[from..].iter().take_while(|&&b| is_space(b)).count();
                if !self.at_space() {
                    self.push(" ", place(from, to), &text[from..to] == " ");
                }
                from = to;
                continue;
            }
            let mut to = from;
            while to < bytes.len() && (!is_space(bytes[to]) || is_single_space(bytes, to)) {
                to += 1;
            }
            self.push(&text[from..to], place(from, to), true);
            from = to;
        }
    }

    fn at_space(&self) -> bool {
        self.text.is_empty() || self.text.ends_with([' ', '\n'])
    }

    /// Adds the start of a pair of codes.
    pub(super) fn open(&mut self, markup: Markup, source: Span, target: Option<String>) -> Option<Handle> {
        self.add(Edge::Open, markup, source, target).map(|index| Handle {
            block: self.block,
            index: index as u32,
        })
    }

    /// Adds the end of the pair that `handle` opened; without one, or in a later block, a code that stands alone.
    pub(super) fn close(&mut self, handle: Option<Handle>, markup: Markup, source: Span) {
        let open = handle
            .filter(|handle| handle.block == self.block)
            .map(|handle| handle.index as usize)
            .filter(|&index| self.codes.get(index).is_some_and(|code| code.edge == Edge::Open));
        let Some(open) = open else {
            self.alone(Markup::Other, source, None);
            return;
        };
        let Some(index) = self.add(Edge::Close, markup, source, None) else {
            return;
        };
        if index == open + 1 && self.codes[open].at == self.codes[index].at {
            // An empty pair is one code.
            let end = self.codes[index].source.end;
            self.codes.pop();
            if let Some(code) = self.codes.pop() {
                let source = Span::new(code.source.start as usize, end as usize);
                self.reached = source.start;
                self.alone(Markup::Other, source, code.target);
            }
            return;
        }
        self.codes[open].partner = index as u32;
        self.codes[index].partner = open as u32;
    }

    /// Adds a code without a partner.
    pub(super) fn alone(&mut self, markup: Markup, source: Span, target: Option<String>) {
        let end = self.text.len() as u32;
        if let Some(last) = self.codes.last_mut()
            && self.last == Last::Code
            && self.cover.is_none()
            && markup == Markup::Other
            && last.markup == Markup::Other
            && last.is_bare()
            && last.at.start == end
            && last.source.end == source.start
        {
            last.source.end = source.end;
            self.reached = source.end;
            return;
        }
        self.add(Edge::Alone, markup, source, target);
    }

    /// Adds a line break: a code that covers one space, so that the words around it stay apart.
    pub(super) fn line_break(&mut self, source: Span) {
        if !self.accepts(source.start) || self.cover.is_some() {
            return;
        }
        if self.at_space() {
            self.alone(Markup::Break, source, None);
            return;
        }
        self.begin_cover(Markup::Break, source.start, None);
        self.push(" ", source, false);
        self.end_cover(source.end);
    }

    /// Starts a code that covers the text that follows, up to [`Self::end_cover`].
    pub(super) fn begin_cover(&mut self, markup: Markup, start: u32, target: Option<String>) {
        if self.cover.is_some() || !self.accepts(start) {
            return;
        }
        let source = Span { start, end: start };
        self.cover = self.add(Edge::Alone, markup, source, target);
    }

    /// Ends that code at `end` in the source.
    pub(super) fn end_cover(&mut self, end: u32) {
        if let Some(index) = self.cover.take() {
            let end = end.max(self.reached);
            self.codes[index].source.end = end;
            self.codes[index].at.end = self.text.len() as u32;
            self.last = Last::Code;
            self.reached = end;
        }
    }

    /// Whether a covering code is open.
    pub(super) fn is_covering(&self) -> bool {
        self.cover.is_some()
    }

    /// Where the last item ends in the source.
    pub(super) fn reached(&self) -> u32 {
        self.reached
    }

    /// Whether nothing was added to the block yet.
    pub(super) fn is_fresh(&self) -> bool {
        self.last == Last::Nothing
    }

    /// Lets the last item, a line break, reach to `end` in the source: it takes what the next line begins with.
    pub(super) fn stretch(&mut self, end: u32) {
        if end <= self.reached || self.cover.is_some() {
            return;
        }
        match self.last {
            Last::Nothing => return,
            Last::Piece => {
                if let Some(piece) = self.pieces.last_mut() {
                    piece.source.end = end;
                    piece.verbatim = false;
                }
            }
            Last::Code => {
                if let Some(code) = self.codes.last_mut() {
                    code.source.end = end;
                }
            }
        }
        self.reached = end;
    }

    fn add(&mut self, edge: Edge, markup: Markup, source: Span, target: Option<String>) -> Option<usize> {
        if self.cover.is_some() || !self.accepts(source.start) {
            return None;
        }
        self.bridge(source.start);
        let end = self.text.len();
        self.codes.push(Code {
            edge,
            markup,
            source,
            at: Span::new(end, end),
            partner: NONE,
            target,
        });
        self.last = Last::Code;
        self.reached = source.end;
        Some(self.codes.len() - 1)
    }

    /// Accounts for the bytes between the last item and `start`.
    fn bridge(&mut self, start: u32) {
        if self.last == Last::Nothing || self.reached >= start || self.cover.is_some() {
            return;
        }
        let gap = Span {
            start: self.reached,
            end: start,
        };
        let blank = gap.of(self.source).bytes().all(is_space);
        match self.last {
            Last::Code if blank => {
                if let Some(code) = self.codes.last_mut() {
                    code.source.end = start;
                }
            }
            Last::Piece if blank && self.pieces.last().is_some_and(|p| p.text.of(&self.text) == " ") => {
                if let Some(piece) = self.pieces.last_mut() {
                    piece.source.end = start;
                    piece.verbatim = false;
                }
            }
            _ => {
                self.reached = gap.start;
                let end = self.text.len();
                self.codes.push(Code {
                    edge: Edge::Alone,
                    markup: Markup::Other,
                    source: gap,
                    at: Span::new(end, end),
                    partner: NONE,
                    target: None,
                });
                self.last = Last::Code;
            }
        }
        self.reached = start;
    }

    /// Ends the block and starts the next; nothing if it has no text.
    pub(super) fn finish(&mut self) -> Option<Draft> {
        self.end_cover(self.reached);
        self.block += 1;
        self.last = Last::Nothing;
        let mut text = std::mem::take(&mut self.text);
        let pieces = std::mem::take(&mut self.pieces);
        let codes = std::mem::take(&mut self.codes);
        let kept = Span::new(0, text.len()).trimmed(&text);
        let draft = (!kept.is_empty()).then(|| trim::trim(self.source, &text, kept, pieces, codes));
        text.clear();
        self.text = text;
        draft
    }
}

/// White space as HTML has it.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

fn is_single_space(bytes: &[u8], at: usize) -> bool {
    bytes[at] == b' ' && bytes.get(at + 1).is_none_or(|&next| !is_space(next))
}
