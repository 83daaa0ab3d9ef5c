//! The blocks of an office document on their way into its article: what stands beside the running text and says what a block says already is no
//! block of its own, but a place that the translation of that block is put to as well.

use rustc_hash::FxHashMap;

use crate::article::{Article, Attachment, Block, BlockKind, Edge, Markup, Piece, Repeat, Span};
use crate::extract::beside::{self, Value};
use crate::extract::draft::Draft;

/// The codes of a block, apart from their bytes.
type Shape = Vec<(u32, Edge, Markup, Span)>;

#[derive(Debug)]
struct Part {
    draft: Draft,
    block: Block,
    /// It is nothing of its own: the form of a text box for programs that do not know the newer one.
    is_copy: bool,
    /// Where it is said again.
    repeats: Vec<usize>,
}

/// The blocks of a document in the order they stand.
#[derive(Debug, Default)]
pub(in crate::extract) struct Parts(Vec<Part>);

impl Parts {
    /// Adds a block; one that `is_copy` stands in the document for others only.
    pub(in crate::extract) fn push(&mut self, draft: Draft, block: Block, is_copy: bool) {
        self.0.push(Part {
            draft,
            block,
            is_copy,
            repeats: Vec::new(),
        });
    }

    /// The article that they make.
    pub(in crate::extract) fn into_article(mut self) -> Article {
        let kept = self.meet();
        let mut places: FxHashMap<usize, Vec<Repeat>> = FxHashMap::default();
        for index in 0..self.0.len() {
            let repeats = std::mem::take(&mut self.0[index].repeats);
            let made: Vec<Repeat> = repeats.into_iter().map(|at| self.repeat(index, at)).collect();
            if !made.is_empty() {
                places.insert(index, made);
            }
        }
        let mut article = Article::default();
        for (index, (part, kept)) in self.0.into_iter().zip(kept).enumerate() {
            if !kept {
                continue;
            }
            part.draft.append_to(&mut article, part.block);
            if let (Some(mut repeats), Some(block)) = (places.remove(&index), article.blocks.last_mut()) {
                let by = block.span.start as usize;
                for repeat in &mut repeats {
                    for piece in &mut repeat.origin {
                        piece.text = piece.text.shifted(by);
                    }
                    for code in &mut repeat.inline {
                        code.span = code.span.shifted(by);
                    }
                }
                block.repeats = repeats;
            }
        }
        article
    }

    /// Gives what is said again to the block that says it first; which parts are blocks.
    fn meet(&mut self) -> Vec<bool> {
        let mut said: FxHashMap<String, usize> = FxHashMap::default();
        let mut written: FxHashMap<(String, Shape), usize> = FxHashMap::default();
        let mut again: Vec<(usize, usize)> = Vec::new();
        let mut kept: Vec<bool> = self.0.iter().map(|part| !part.is_copy).collect();
        // The running text first, whatever stands before it; then what is beside it; then mere copies.
        for round in 0..3 {
            for (index, (part, kept)) in self.0.iter().zip(&mut kept).enumerate() {
                let own = match (part.is_copy, part.block.attached) {
                    (true, _) => 2,
                    (false, None) => 0,
                    (false, Some(_)) => 1,
                };
                if own != round || part.block.kind == BlockKind::Boilerplate {
                    continue;
                }
                let line = beside::one_line(&part.draft.text);
                let form = form(&part.draft);
                let first = match (round, part.block.quote) {
                    (0, _) => None,
                    (_, Some(_)) => said.get(&line).copied(),
                    (_, None) => written.get(&form).copied(),
                };
                again.extend(first.map(|first| (first, index)));
                *kept &= first.is_none();
                if *kept {
                    said.entry(line).or_insert(index);
                    written.entry(form).or_insert(index);
                }
            }
        }
        for (first, index) in again {
            self.0[first].repeats.push(index);
        }
        kept
    }

    /// The part `at` as a place of the part `first`.
    fn repeat(&mut self, first: usize, at: usize) -> Repeat {
        let mut own = std::mem::take(&mut self.0[at].draft);
        let quote = self.0[at].block.quote;
        let draft = &self.0[first].draft;
        if quote.is_some() {
            own.codes.clear();
            own.pieces.truncate(1);
            for piece in &mut own.pieces {
                piece.text = Span::new(0, draft.text.len());
                piece.verbatim = false;
            }
        } else {
            lay(&mut own, draft);
        }
        Repeat {
            inline: own.codes,
            origin: own.pieces,
            quote,
        }
    }
}

/// The text of a draft with each text that a code stands for as one sign, and its codes over that: fields show other numbers on other pages.
fn form(draft: &Draft) -> (String, Shape) {
    let mut text = String::with_capacity(draft.text.len());
    let mut shape = Shape::with_capacity(draft.codes.len());
    let mut at = 0;
    for code in &draft.codes {
        let (start, end) = (code.span.start as usize, code.span.end as usize);
        text.push_str(&draft.text[at..start.max(at)]);
        let here = text.len();
        if end > start {
            text.push('\0');
        }
        at = end.max(at);
        shape.push((code.id, code.edge, code.markup, Span::new(here, text.len())));
    }
    text.push_str(&draft.text[at..]);
    (text, shape)
}

/// Lays a draft over the text of another of the same form: what its codes stand for is what the codes of the other one do.
fn lay(own: &mut Draft, other: &Draft) {
    let mut pieces = Vec::with_capacity(own.pieces.len());
    let mut rest = own.pieces.iter().peekable();
    let mut by = 0_i64;
    for (code, known) in own.codes.iter_mut().zip(&other.codes) {
        if code.span.is_empty() {
            code.span = known.span;
            continue;
        }
        let (start, end) = (code.span.start, code.span.end);
        while let Some(piece) = rest.next_if(|piece| piece.text.start < start) {
            pieces.push(moved(piece, by));
        }
        let mut covered: Option<Span> = None;
        while let Some(piece) = rest.next_if(|piece| piece.text.start < end) {
            let from = covered.map_or(piece.source.start, |covered| covered.start);
            covered = Some(Span {
                start: from,
                end: piece.source.end,
            });
        }
        pieces.extend(covered.map(|source| Piece {
            text: known.span,
            source,
            verbatim: false,
        }));
        code.span = known.span;
        by = i64::from(known.span.end) - i64::from(end);
    }
    pieces.extend(rest.map(|piece| moved(piece, by)));
    own.pieces = pieces;
}

fn moved(piece: &Piece, by: i64) -> Piece {
    let place = |at: u32| u32::try_from(i64::from(at) + by).unwrap_or_default();
    Piece {
        text: Span {
            start: place(piece.text.start),
            end: place(piece.text.end),
        },
        ..*piece
    }
}

/// A text that a program shows beside the running text and that a translation replaces as a whole; `source` is its place, and `quote` stands
/// behind it. Nothing for what is not made for readers.
pub(in crate::extract) fn value(
    source: &str,
    at: Span,
    text: &str,
    quote: char,
    what: Attachment,
) -> Option<(Draft, Block)> {
    let value = Value::of(source, at, text, quote, what)?;
    (!beside::is_given(&value.text)).then(|| value.into_block(source))
}

/// Whether a header says something: words besides what the program puts in (numbers of pages, dates).
pub(in crate::extract) fn has_words(draft: &Draft) -> bool {
    let mut own = String::with_capacity(draft.text.len());
    let mut at = 0;
    for code in &draft.codes {
        let (start, end) = (code.span.start as usize, code.span.end as usize);
        if start >= at {
            own.push_str(&draft.text[at..start]);
            at = end;
        }
    }
    own.push_str(&draft.text[at..]);
    beside::is_text(&beside::one_line(&own))
}
