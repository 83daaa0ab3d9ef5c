//! What translations need beside their places in office documents: texts inside texts (notes, text boxes), and white space that Word keeps
//! only where it is told to.

use super::edit::{Edit, apply};
use crate::article::{Article, Format, Span};

/// The start tag of a text of Word that says nothing of white space.
const BARE: &str = "<w:t>";
/// The same that keeps it.
const KEEPING: &str = "<w:t xml:space=\"preserve\">";

/// Puts edits inside a code (those of a note, whose mark stands in a sentence) into the copy of the code that the edit of the sentence holds.
pub(super) fn nest(article: &Article, source: &str, edits: &mut Vec<Edit>) {
    let codes = article
        .blocks
        .iter()
        .flat_map(|block| &block.inline)
        .map(|code| code.source);
    for code in codes {
        let inside = |edit: &Edit| strictly(edit.at, code);
        if !edits.iter().any(inside) {
            continue;
        }
        let Some(around) = edits.iter().position(|edit| covers(edit.at, code)) else {
            continue;
        };
        let original = code.of(source);
        let mut own: Vec<Edit> = edits
            .iter()
            .filter(|edit| inside(edit))
            .map(|edit| {
                let at = Span {
                    start: edit.at.start - code.start,
                    end: edit.at.end - code.start,
                };
                Edit::new(at, edit.text.clone())
            })
            .collect();
        super::edit::in_order(&mut own);
        edits[around].text = edits[around].text.replacen(original, &apply(original, &own), 1);
        edits.retain(|edit| !strictly(edit.at, code));
    }
}

/// Whether `inner` lies in `outer` and leaves some of it.
fn strictly(inner: Span, outer: Span) -> bool {
    outer.start < inner.start && inner.end < outer.end
}

fn covers(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Lets Word keep the white space of all texts that change.
pub(super) fn keep_spaces(format: Format, source: &str, edits: &mut Vec<Edit>) {
    if format != Format::Docx {
        return;
    }
    let mut tags = Vec::new();
    for edit in edits.iter_mut() {
        if edit.text.contains(BARE) {
            edit.text = edit.text.replace(BARE, KEEPING);
        }
        let before = &source[..edit.at.start as usize];
        if let Some(at) = before.rfind("<w:t")
            && source[at..].starts_with(BARE)
        {
            tags.push(Span::new(at, at + BARE.len()));
        }
    }
    tags.sort_unstable();
    tags.dedup();
    edits.extend(tags.into_iter().map(|tag| Edit::new(tag, KEEPING)));
}
