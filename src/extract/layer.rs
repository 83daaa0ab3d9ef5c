//! A text that the source holds in another form (escaped in XML, in JSON, in a quoted cell), and where each of its parts stands. An article
//! read from such a text is brought back to places in the source.

use crate::article::{Article, Piece, Span};

/// A decoded text and the places it was decoded from.
///
/// **Invariant:** pieces tile the text and stand in source order without gaps: what stands between two of them in the source (the end of one
/// CDATA section and the start of the next, a comment) belongs to the second.
#[derive(Clone, Debug, Default)]
pub(super) struct Layer {
    text: String,
    pieces: Vec<Piece>,
}

impl Layer {
    /// The decoded text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether it has nothing but white space.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The range of the source from the first to the last piece.
    pub(super) fn source(&self) -> Span {
        match (self.pieces.first(), self.pieces.last()) {
            (Some(first), Some(last)) => Span {
                start: first.source.start,
                end: last.source.end,
            },
            _ => Span::default(),
        }
    }

    /// A text that stands in the source as it is.
    pub(super) fn verbatim(source: &str, span: Span) -> Self {
        let mut layer = Self::default();
        layer.push_verbatim(source, span);
        layer
    }

    /// Adds what the source has at `span`, as it is.
    pub(super) fn push_verbatim(&mut self, source: &str, span: Span) {
        if span.is_empty() {
            return;
        }
        let mut span = span;
        if let Some(last) = self.pieces.last_mut() {
            if last.source.end != span.start {
                // The first character has what stands before it; the rest can be told apart again.
                let first = span.of(source).chars().next().map_or(0, char::len_utf8) as u32;
                let end = span.start + first;
                self.push(&source[span.start as usize..end as usize], Span { end, ..span });
                span.start = end;
                if span.is_empty() {
                    return;
                }
            } else if last.verbatim {
                self.text.push_str(span.of(source));
                last.text.end = self.text.len() as u32;
                last.source.end = span.end;
                return;
            }
        }
        let start = self.text.len();
        self.text.push_str(span.of(source));
        self.pieces.push(Piece {
            text: Span::new(start, self.text.len()),
            source: span,
            verbatim: true,
        });
    }

    /// Adds `text`, which the source has in another form at `span`.
    pub(super) fn push(&mut self, text: &str, span: Span) {
        let start = self.text.len();
        self.text.push_str(text);
        let from = self.pieces.last().map_or(span.start, |last| last.source.end);
        self.pieces.push(Piece {
            text: Span::new(start, self.text.len()),
            source: Span {
                start: from.min(span.start),
                end: span.end,
            },
            verbatim: false,
        });
    }

    /// Adds all of `other`, which stands behind it in `source`.
    pub(super) fn append(&mut self, other: &Self, source: &str) {
        for piece in &other.pieces {
            if piece.verbatim {
                self.push_verbatim(source, piece.source);
            } else {
                self.push(piece.text.of(&other.text), piece.source);
            }
        }
    }

    /// Where the character at `at` begins in the source.
    fn start_of(&self, at: u32) -> u32 {
        let index = self.pieces.partition_point(|piece| piece.text.end <= at);
        match self.pieces.get(index) {
            Some(piece) if piece.verbatim => piece.source.start + (at - piece.text.start),
            Some(piece) if piece.text.start == at => piece.source.start,
            Some(piece) => piece.source.end,
            None => self.source().end,
        }
    }

    /// Where the character before `at` ends in the source.
    fn end_of(&self, at: u32) -> u32 {
        let index = self.pieces.partition_point(|piece| piece.text.end < at);
        match self.pieces.get(index) {
            Some(piece) if piece.verbatim => piece.source.start + at.saturating_sub(piece.text.start),
            Some(piece) if piece.text.start == at => piece.source.start,
            Some(piece) => piece.source.end,
            None => self.source().end,
        }
    }

    /// A range of the text as a range of the source.
    pub(super) fn place(&self, span: Span) -> Span {
        let start = self.start_of(span.start);
        Span {
            start,
            end: if span.is_empty() {
                start
            } else {
                self.end_of(span.end).max(start)
            },
        }
    }

    /// A piece of an article that was read from this text as pieces of one that was read from the source.
    fn bring(&self, piece: Piece, by: i64, into: &mut Vec<Piece>) {
        if !piece.verbatim {
            into.push(Piece {
                text: moved(piece.text, by),
                source: self.place(piece.source),
                verbatim: false,
            });
            return;
        }
        let first = self
            .pieces
            .partition_point(|own| own.text.end <= piece.source.start);
        for own in self.pieces[first..]
            .iter()
            .take_while(|own| own.text.start < piece.source.end)
        {
            let start = own.text.start.max(piece.source.start);
            let end = own.text.end.min(piece.source.end);
            let inside = i64::from(piece.text.start) - i64::from(piece.source.start);
            into.push(Piece {
                text: moved(Span { start, end }, by + inside),
                source: self.place(Span { start, end }),
                verbatim: own.verbatim,
            });
        }
    }

    /// Appends the blocks of `inner`, which was read from this text, to `article`, which is read from `source`.
    pub(super) fn bring_back(&self, inner: Article, source: &str, article: &mut Article) {
        for mut block in inner.blocks {
            let from = block.span.start;
            let span = article.append(block.span.of(&inner.text));
            let by = i64::from(span.start) - i64::from(from);
            block.span = span;
            let mut origin = Vec::with_capacity(block.origin.len());
            for piece in std::mem::take(&mut block.origin) {
                self.bring(piece, by, &mut origin);
            }
            block.origin = origin;
            for code in &mut block.inline {
                code.span = moved(code.span, by);
                code.source = self.place(code.source);
                code.source.of(source).clone_into(&mut code.data);
            }
            article.blocks.push(block);
        }
        article.warnings.extend(inner.warnings);
    }
}

/// `span` moved by `by` bytes.
fn moved(span: Span, by: i64) -> Span {
    let at = |end: u32| u32::try_from(i64::from(end) + by).unwrap_or_default();
    Span {
        start: at(span.start),
        end: at(span.end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Block;

    fn layer(source: &str) -> Layer {
        let mut layer = Layer::default();
        let mut at = 0;
        for (place, _) in source.match_indices("&amp;") {
            layer.push_verbatim(source, Span::new(at, place));
            layer.push("&", Span::new(place, place + 5));
            at = place + 5;
        }
        layer.push_verbatim(source, Span::new(at, source.len()));
        layer
    }

    #[test]
    fn what_stands_between_two_parts_belongs_to_one_character() {
        let source = "One.]]><![CDATA[Two. Three.";
        let mut layer = Layer::verbatim(source, Span::new(0, 4));
        layer.push_verbatim(source, Span::new(16, source.len()));
        assert_eq!(layer.text(), "One.Two. Three.");
        let place = |start, end| layer.place(Span::new(start, end)).of(source);
        assert_eq!(place(0, 4), "One.");
        assert_eq!(place(4, 8), "]]><![CDATA[Two.");
        assert_eq!(place(9, 15), "Three.");
    }

    #[test]
    fn blocks_come_back_to_their_places() {
        let source = " Salt &amp; pepper&amp;";
        let layer = layer(source);
        assert_eq!(layer.text(), " Salt & pepper&");
        let mut article = Article::default();
        article.append("");
        article.blocks.push(Block::default());
        let mut inner = Article::default();
        let span = inner.append("Salt & pepper&");
        inner.blocks.push(Block {
            span,
            origin: vec![Piece {
                text: span,
                source: Span::new(1, 15),
                verbatim: true,
            }],
            ..Block::default()
        });
        layer.bring_back(inner, source, &mut article);
        let block = &article.blocks[1];
        assert_eq!(article.text_of(block), "Salt & pepper&");
        let pieces: Vec<(&str, &str)> = block
            .origin
            .iter()
            .map(|piece| (piece.text.of(&article.text), piece.source.of(source)))
            .collect();
        assert_eq!(
            pieces,
            [
                ("Salt ", "Salt "),
                ("&", "&amp;"),
                (" pepper", " pepper"),
                ("&", "&amp;")
            ]
        );
    }
}
