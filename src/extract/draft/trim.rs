//! The last step of a block: what stands around its text goes, the codes that stay are numbered.

use super::{Code, Draft, NONE};
use crate::article::{Edge, Inline, Piece, Span};

/// Cuts white space and codes around the block off, and numbers what is left.
pub(super) fn trim(
    source: &str,
    text: &str,
    kept: Span,
    mut pieces: Vec<Piece>,
    mut codes: Vec<Code>,
) -> Draft {
    for code in &mut codes {
        if code.edge == Edge::Open && code.partner == NONE {
            code.edge = Edge::Alone;
        }
    }
    let (first, end) = strip(&codes, kept);
    pieces.retain(|piece| piece.text.end > kept.start && piece.text.start < kept.end);
    for piece in &mut pieces {
        cut(piece, kept.start, kept.end);
        piece.text = Span::new(
            (piece.text.start - kept.start) as usize,
            (piece.text.end - kept.start) as usize,
        );
    }
    absorb(&mut codes[first..end], kept, &pieces);
    let mut numbers = vec![0; codes.len()];
    let mut next = 1;
    let mut inline = Vec::with_capacity(end - first);
    for index in first..end {
        let code = &mut codes[index];
        let id = if code.edge == Edge::Close {
            numbers[code.partner as usize]
        } else {
            numbers[index] = next;
            next += 1;
            numbers[index]
        };
        let clamp = |at: u32| at.clamp(kept.start, kept.end) - kept.start;
        inline.push(Inline {
            id,
            edge: code.edge,
            markup: code.markup,
            span: Span {
                start: clamp(code.at.start),
                end: clamp(code.at.end),
            },
            source: code.source,
            data: code.source.of(source).to_owned(),
            target: code.target.take(),
        });
    }
    Draft {
        text: kept.of(text).to_owned(),
        pieces,
        codes: inline,
    }
}

/// White space cut off beside codes that stay belongs to them.
fn absorb(codes: &mut [Code], kept: Span, pieces: &[Piece]) {
    let (Some(head), Some(tail)) = (pieces.first(), pieces.last()) else {
        return;
    };
    let (mut start, mut end) = (head.source.start, tail.source.end);
    for code in codes.iter() {
        if code.at.end > kept.start {
            start = start.min(code.source.start);
        }
        if code.at.start < kept.end {
            end = end.max(code.source.end);
        }
    }
    for code in codes.iter_mut().rev().filter(|code| code.at.end <= kept.start) {
        code.source.end = code.source.end.max(start);
        start = code.source.start;
    }
    for code in codes.iter_mut().filter(|code| code.at.start >= kept.end) {
        code.source.start = code.source.start.min(end);
        end = code.source.end;
    }
}

/// The codes that stay: those around the whole text that nothing in the text belongs to are left to the skeleton.
fn strip(codes: &[Code], kept: Span) -> (usize, usize) {
    let (mut first, mut end) = (0, codes.len());
    let leads = |code: &Code| code.at.end <= kept.start;
    let trails = |code: &Code| code.at.start >= kept.end;
    while first < end {
        let (head, tail) = (&codes[first], &codes[end - 1]);
        if leads(head) && head.edge == Edge::Alone {
            first += 1;
        } else if trails(tail) && tail.edge == Edge::Alone {
            end -= 1;
        } else if leads(head) && head.edge == Edge::Open && head.partner as usize == end - 1 && trails(tail) {
            first += 1;
            end -= 1;
        } else if leads(head) && partner(codes, first).is_some_and(|at| at > first && leads(&codes[at])) {
            first = head.partner as usize + 1;
        } else if trails(tail) && partner(codes, end - 1).is_some_and(|at| at >= first && trails(&codes[at]))
        {
            end = tail.partner as usize;
        } else {
            break;
        }
    }
    (first, end)
}

/// The index of the other end of a pair.
fn partner(codes: &[Code], at: usize) -> Option<usize> {
    let partner = codes[at].partner as usize;
    (partner < codes.len()).then_some(partner)
}

/// Cuts a piece down to `start..end` of the text.
pub(super) fn cut(piece: &mut Piece, start: u32, end: u32) {
    let (from, to) = (piece.text.start.max(start), piece.text.end.min(end));
    if piece.verbatim {
        piece.source.end -= piece.text.end - to;
        piece.source.start += from - piece.text.start;
    }
    piece.text = Span { start: from, end: to };
}
