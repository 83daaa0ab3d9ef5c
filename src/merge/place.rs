//! Where the sentences of a block stand in the source: the range that a translation of each replaces.
//!
//! A block is made of pieces of text and inline codes that tile its source. Each item belongs to a sentence or to the white space between
//! two; codes go to the sentence that [`crate::bilingual::codes::split`] gives them to, so that a translator sees what is replaced.

use crate::article::{Block, Edge, Inline, Piece, Span};
use crate::bilingual::{Content, codes};

/// A sentence in its source.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Slot {
    /// From its first to its last item; empty where all of its text is covered by a code of another sentence.
    pub(super) range: Span,
    /// White space of the source that lies behind opening codes of the sentence but before its text.
    pub(super) lead: Vec<Span>,
    /// White space of the source that lies before closing codes of the sentence but behind its text.
    pub(super) trail: Vec<Span>,
    /// Its text and codes, as a translator gets them.
    pub(super) content: Content,
}

/// A block in its source.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Layout {
    /// Each sentence has a range of its own; they are in source order and do not overlap.
    Apart(Vec<Slot>),
    /// A stretch of the source that reads differently than it is written reaches over the end of a sentence: the block can be replaced as a
    /// whole only.
    Whole(Span, Vec<Content>),
}

/// Lays out a block; `sentences` are the spans of its segments in order. Nothing for a block whose text the source has nowhere.
pub(super) fn layout(text: &str, block: &Block, sentences: &[Span]) -> Option<Layout> {
    let contents = codes::split(text, block, sentences);
    let codes = codes::inner(block);
    let mut owners = Vec::with_capacity(codes.len());
    for (at, content) in contents.iter().enumerate() {
        owners.extend(content.codes().map(|_| at));
    }
    let mut walk = Walk {
        sentences,
        parts: vec![Part::default(); sentences.len()],
        whole: None,
        torn: false,
        at: 0,
    };
    let mut coded = codes.iter().zip(owners).peekable();
    let mut covered = 0;
    for piece in &block.origin {
        while let Some((code, owner)) = coded.next_if(|(code, _)| code.source.start <= piece.source.start) {
            walk.code(code, owner);
            if code.edge == Edge::Alone && !code.span.is_empty() {
                covered = covered.max(code.source.end);
            }
        }
        if piece.source.start >= covered {
            walk.piece(piece);
        }
    }
    for (code, owner) in coded {
        walk.code(code, owner);
    }
    let whole = walk.whole?;
    if walk.torn {
        return Some(Layout::Whole(whole, contents));
    }
    let mut end = whole.start;
    let mut slots = Vec::with_capacity(contents.len());
    for (part, content) in walk.parts.into_iter().zip(contents) {
        let range = part.range.unwrap_or(Span { start: end, end });
        end = range.end;
        slots.push(Slot {
            lead: part.lead,
            trail: part
                .trail
                .into_iter()
                .filter(|gap| gap.end <= range.end)
                .collect(),
            range,
            content,
        });
    }
    Some(Layout::Apart(slots))
}

/// What was met of a sentence.
#[derive(Clone, Debug, Default)]
struct Part {
    range: Option<Span>,
    lead: Vec<Span>,
    trail: Vec<Span>,
}

struct Walk<'a> {
    sentences: &'a [Span],
    parts: Vec<Part>,
    whole: Option<Span>,
    torn: bool,
    /// The sentence that the place is in or before.
    at: usize,
}

impl Walk<'_> {
    fn code(&mut self, code: &Inline, owner: usize) {
        self.reach(code.source);
        if let Some(part) = self.parts.get_mut(owner) {
            part.range = Some(hull(part.range, code.source));
        }
    }

    fn reach(&mut self, source: Span) {
        self.whole = Some(hull(self.whole, source));
    }

    /// Gives a piece, cut at the ends of sentences, to those that it belongs to.
    fn piece(&mut self, piece: &Piece) {
        self.reach(piece.source);
        let mut rest = *piece;
        while !rest.text.is_empty() {
            while self
                .sentences
                .get(self.at)
                .is_some_and(|s| s.end <= rest.text.start)
            {
                self.at += 1;
            }
            let sentence = self.sentences.get(self.at).copied();
            let (end, inside) = match sentence {
                Some(s) if s.start <= rest.text.start => (s.end.min(rest.text.end), true),
                Some(s) => (s.start.min(rest.text.end), false),
                None => (rest.text.end, false),
            };
            if end < rest.text.end && !rest.verbatim {
                self.torn = true;
                return;
            }
            let length = end - rest.text.start;
            let source = if rest.verbatim {
                Span {
                    start: rest.source.start,
                    end: rest.source.start + length,
                }
            } else {
                rest.source
            };
            if inside {
                self.text(source);
            } else {
                self.gap(source);
            }
            rest.text.start = end;
            rest.source.start = source.end;
        }
    }

    fn text(&mut self, source: Span) {
        let part = &mut self.parts[self.at];
        part.range = Some(hull(part.range, source));
    }

    /// White space between sentences: inside the codes of the next one, or behind those before.
    fn gap(&mut self, source: Span) {
        if let Some(next) = self.parts.get_mut(self.at)
            && next.range.is_some()
        {
            next.lead.push(source);
        } else if let Some(before) = self.at.checked_sub(1).and_then(|at| self.parts.get_mut(at)) {
            before.trail.push(source);
        }
    }
}

fn hull(known: Option<Span>, other: Span) -> Span {
    match known {
        None => other,
        Some(known) => Span {
            start: known.start.min(other.start),
            end: known.end.max(other.end),
        },
    }
}
