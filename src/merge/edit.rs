//! A change of a text: a range and what stands there instead.

use crate::article::Span;

/// Replaces a range of the source. Edits of one file are in order and do not overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The range, in bytes of the decoded source.
    pub at: Span,
    /// What stands there instead.
    pub text: String,
}

impl Edit {
    /// Puts `text` in the place of `at`.
    pub fn new(at: Span, text: impl Into<String>) -> Self {
        Self {
            at,
            text: text.into(),
        }
    }
}

/// Puts edits into order and lets go of those that overlap an earlier one; gives the number of these.
pub fn in_order(edits: &mut Vec<Edit>) -> usize {
    edits.sort_by_key(|edit| (edit.at.start, edit.at.end));
    let before = edits.len();
    let mut end = 0;
    edits.retain(|edit| {
        let follows = edit.at.start >= end;
        if follows {
            end = edit.at.end;
        }
        follows
    });
    before - edits.len()
}

/// The text with its edits made.
pub fn apply(source: &str, edits: &[Edit]) -> String {
    let added: usize = edits.iter().map(|edit| edit.text.len()).sum();
    let mut out = String::with_capacity(source.len() + added);
    let mut at = 0;
    for edit in edits {
        out.push_str(&source[at..edit.at.start as usize]);
        out.push_str(&edit.text);
        at = edit.at.end as usize;
    }
    out.push_str(&source[at..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_made_in_order_and_never_twice_at_one_place() {
        let mut edits = vec![
            Edit::new(Span::new(4, 7), "2"),
            Edit::new(Span::new(0, 3), "1"),
            Edit::new(Span::new(6, 8), "no"),
            Edit::new(Span::new(7, 7), "+"),
        ];
        assert_eq!(in_order(&mut edits), 1);
        assert_eq!(apply("one two", &edits), "1 2+");
    }
}
