//! Text and language to sentences that tile the text.
//!
//! Line ends and blank lines cut first, then lists inside a line, then final marks: rules for abbreviations, initials, ordinals and
//! quotations decide most of them, a sum of signs the rest. Nothing is looked up outside the text but the tables in `data/`.
//!
//! **Invariant:** the spans are in order, do not overlap, have no white space at their ends, and what lies between them is white space.

mod around;
mod dateline;
mod document;
mod ideographic;
mod lexicon;
mod list;
mod marks;
mod pairs;
mod scan;
mod stop;
mod structure;
mod weigh;
mod writing;

use unicode_segmentation::GraphemeCursor;

use crate::article::{Language, Span};

/// How finely to cut, and what else is known.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct SegmentOptions {
    /// Ranges that are never cut inside (inline code), in order.
    pub atoms: Vec<Span>,
}

/// Cuts `text` into sentences; `language` may be `und`.
///
/// Inside, a line end is an end unless the text is hard-wrapped, and a blank line always is; a caller that knows blocks gives one at a time.
///
/// ```
/// use tolmach::article::Language;
/// use tolmach::segment::{SegmentOptions, segment};
///
/// let text = "Dr. Li left at 9.30 a.m. on Monday. Nobody saw her.";
/// let spans = segment(text, &Language::parse("en").unwrap(), &SegmentOptions::default());
/// let sentences: Vec<_> = spans.iter().map(|span| span.of(text)).collect();
/// assert_eq!(sentences, ["Dr. Li left at 9.30 a.m. on Monday.", "Nobody saw her."]);
/// ```
pub fn segment(text: &str, language: &Language, options: &SegmentOptions) -> Vec<Span> {
    let judge = stop::Judge {
        text,
        writing: writing::Writing::of(language),
        lexicon: lexicon::Lexicon::of(language),
        document: document::Document::new(text),
    };
    let mut pieces = Pieces {
        text,
        atoms: &options.atoms,
        out: Vec::new(),
        start: None,
    };
    for passage in structure::passages(text) {
        pieces.open(passage.start as usize);
        for end in scan::ends(&judge, text, passage, pieces.atoms) {
            pieces.cut(end);
        }
        pieces.close(passage.end as usize);
    }
    pieces.out
}

/// Collects the segments; refuses cuts inside atoms and graphemes.
struct Pieces<'t> {
    text: &'t str,
    /// Atoms that are not wholly before the current place.
    atoms: &'t [Span],
    out: Vec<Span>,
    /// Where the current segment starts.
    start: Option<usize>,
}

impl Pieces<'_> {
    fn open(&mut self, at: usize) {
        while self.atoms.first().is_some_and(|atom| atom.end as usize <= at) {
            self.atoms = &self.atoms[1..];
        }
        self.start.get_or_insert(at);
    }

    /// Ends a sentence inside a passage.
    fn cut(&mut self, at: usize) {
        if !self.inside_atom(at) && self.between_graphemes(at) {
            self.push(at);
            self.start = Some(at);
        }
    }

    /// Ends the passage, unless an atom reaches over its end.
    fn close(&mut self, at: usize) {
        if !self.inside_atom(at) {
            self.push(at);
        }
    }

    fn push(&mut self, end: usize) {
        if let Some(start) = self.start.take() {
            let span = Span::new(start.min(end), end).trimmed(self.text);
            if !span.is_empty() {
                self.out.push(span);
            }
        }
    }

    fn inside_atom(&self, at: usize) -> bool {
        let first = self.atoms.partition_point(|atom| atom.end as usize <= at);
        self.atoms
            .get(first)
            .is_some_and(|atom| (atom.start as usize) < at)
    }

    /// Whether a cut at `at` separates no mark from its base, not even one whose base is the white space after the cut.
    fn between_graphemes(&self, at: usize) -> bool {
        let rest = &self.text[at..];
        let begin = at + (rest.len() - rest.trim_start().len());
        [at, begin].into_iter().all(|place| {
            GraphemeCursor::new(place, self.text.len(), true)
                .is_boundary(self.text, 0)
                .unwrap_or(true)
        })
    }
}
