//! The segments as they are cut off the text: no cut falls into an atom, a protected string or a grapheme.

use unicode_segmentation::GraphemeCursor;

use super::rule::Rule;
use crate::article::Span;

/// Collects the segments.
pub(super) struct Pieces<'t> {
    text: &'t str,
    /// Ranges that are never cut inside and do not end before the current place, in order.
    atoms: &'t [Span],
    /// Ranges that are never cut inside or at their end, in order, without overlap; the current place is before the end of the first.
    protected: &'t [Span],
    out: Vec<Span>,
    /// Where the current segment starts.
    start: Option<usize>,
}

impl<'t> Pieces<'t> {
    pub(super) fn new(text: &'t str, atoms: &'t [Span], protected: &'t [Span]) -> Self {
        Self {
            text,
            atoms,
            protected,
            out: Vec::new(),
            start: None,
        }
    }

    /// The ranges that are never cut inside and reach beyond the last opened passage's start.
    pub(super) fn atoms(&self) -> &'t [Span] {
        self.atoms
    }

    /// Begins a passage.
    pub(super) fn open(&mut self, at: usize) {
        while self.atoms.first().is_some_and(|atom| atom.end as usize <= at) {
            self.atoms = &self.atoms[1..];
        }
        self.start.get_or_insert(at);
    }

    /// Ends a segment inside a passage, or says why not.
    pub(super) fn cut(&mut self, at: usize) -> Result<(), Rule> {
        if self.inside_atom(at) {
            return Err(Rule::Atom);
        }
        if self.is_protected(at) {
            return Err(Rule::NeverCut);
        }
        if !self.between_graphemes(at) {
            return Err(Rule::Grapheme);
        }
        self.push(at);
        self.start = Some(at);
        Ok(())
    }

    /// Ends the passage, unless an atom reaches over its end.
    pub(super) fn close(&mut self, at: usize) -> Result<(), Rule> {
        if self.inside_atom(at) {
            return Err(Rule::Atom);
        }
        self.push(at);
        Ok(())
    }

    /// The segments.
    pub(super) fn finish(self) -> Vec<Span> {
        self.out
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

    /// Asked in text order.
    fn is_protected(&mut self, at: usize) -> bool {
        while self
            .protected
            .first()
            .is_some_and(|span| (span.end as usize) < at)
        {
            self.protected = &self.protected[1..];
        }
        self.protected
            .first()
            .is_some_and(|span| (span.start as usize) < at)
    }

    /// Whether a cut at `at` separates no mark from its base, not even one whose base is the white space after the cut.
    fn between_graphemes(&self, at: usize) -> bool {
        let rest = &self.text[at..];
        // Between an ASCII mark and ASCII blanks with more ASCII behind them nothing can combine.
        if let [b' ', next, ..] = rest.as_bytes()
            && next.is_ascii_graphic()
            && self.text.as_bytes()[..at].last().is_some_and(u8::is_ascii)
        {
            return true;
        }
        let begin = at + (rest.len() - rest.trim_start().len());
        [at, begin].into_iter().all(|place| {
            GraphemeCursor::new(place, self.text.len(), true)
                .is_boundary(self.text, 0)
                .unwrap_or(true)
        })
    }
}

/// Where the strings of `needles` stand in `text`, in order; what overlaps is one range.
pub(super) fn occurrences(text: &str, needles: &[String]) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for needle in needles.iter().filter(|needle| !needle.is_empty()) {
        found.extend(
            memchr::memmem::find_iter(text.as_bytes(), needle)
                .map(|start| Span::new(start, start + needle.len())),
        );
    }
    found.sort_unstable();
    found.dedup_by(|next, last| {
        let overlaps = next.start < last.end;
        if overlaps {
            last.end = last.end.max(next.end);
        }
        overlaps
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_occurrences_are_one_range() {
        let needles = ["a!".to_owned(), "!b".to_owned(), String::new()];
        let found = occurrences("xa!b a! !b", &needles);
        assert_eq!(found, [Span::new(1, 4), Span::new(5, 7), Span::new(8, 10)]);
    }
}
