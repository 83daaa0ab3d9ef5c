//! What an `OpenDocument` text says of its language and its direction: `fo:language`, and where a translation runs the other way the writing mode
//! of its pages.

use super::edit::Edit;
use super::tokens::{Tokens, is_empty, is_start, name};
use crate::article::{Direction, Language, Span};
use crate::extract::tag_attributes;

/// The changes that let a document say that it is in `to`.
pub(super) fn frame(source: &str, from: &Language, to: &Language) -> Vec<Edit> {
    let turned = from.direction() != to.direction();
    let (tag, own) = (to.to_string(), from.to_string());
    let (language, region) = parts(&tag);
    let mut edits = Vec::new();
    let mut at = 0;
    let mut is_default = false;
    for token in Tokens::of(source) {
        let span = Span::new(at, at + token.len());
        at += token.len();
        if !(is_start(token) || is_empty(token)) {
            continue;
        }
        match name(token) {
            "style:text-properties" => said(source, span, parts(&own).0, language, region, to, &mut edits),
            "style:default-style" => {
                is_default =
                    value(source, span, "style:family").is_some_and(|at| at.of(source) == "paragraph");
            }
            "style:style" => is_default = false,
            "style:paragraph-properties" if turned => {
                edits.extend(mode(source, span, to.direction()));
                edits.extend(side(source, span, to.direction(), is_default));
            }
            "style:page-layout-properties"
            | "style:table-properties"
            | "style:section-properties"
            | "style:graphic-properties"
            | "style:table-cell-properties"
                if turned =>
            {
                edits.extend(mode(source, span, to.direction()));
            }
            _ => {}
        }
    }
    edits
}

/// Where a tag has the value of an attribute.
fn value(source: &str, tag: Span, name: &str) -> Option<Span> {
    let attributes = tag_attributes(source, tag);
    attributes.iter().find(|own| own.name == name)?.value
}

/// The side that a paragraph begins at: programs differ in what `start` is in a text that runs from right to left, so that it is named.
fn side(source: &str, tag: Span, to: Direction, is_default: bool) -> Option<Edit> {
    let (start, end) = match to {
        Direction::Rtl => ("right", "left"),
        Direction::Ltr => ("left", "right"),
    };
    let Some(at) = value(source, tag, "fo:text-align") else {
        let at = tag.start as usize + 1 + name(tag.of(source)).len();
        return is_default.then(|| Edit::new(Span::new(at, at), format!(" fo:text-align=\"{start}\"")));
    };
    let side = match at.of(source) {
        "start" => start,
        "end" => end,
        // Before, this was where lines began.
        said if said == end => start,
        said if said == start => end,
        _ => return None,
    };
    Some(Edit::new(at, side))
}

/// Language and region of a tag; `none` is how these files say that there is no region.
fn parts(tag: &str) -> (&str, &str) {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let is_region = |part: &&str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_uppercase());
    (language, parts.find(is_region).unwrap_or("none"))
}

/// The language of texts in a style, if it is that of the source or, for scripts with settings of their own, whatever it is.
fn said(
    source: &str,
    tag: Span,
    from: &str,
    language: &str,
    region: &str,
    to: &Language,
    edits: &mut Vec<Edit>,
) {
    let (name, place, always) = match to.direction() {
        Direction::Rtl => ("style:language-complex", "style:country-complex", true),
        Direction::Ltr if matches!(language, "zh" | "ja" | "ko") => {
            ("style:language-asian", "style:country-asian", true)
        }
        Direction::Ltr => ("fo:language", "fo:country", false),
    };
    let attributes = tag_attributes(source, tag);
    let value = |name: &str| attributes.iter().find(|own| own.name == name)?.value;
    let Some(at) = value(name).filter(|at| always || at.of(source) == from) else {
        return;
    };
    for (at, text) in [(Some(at), language), (value(place), region)] {
        edits.extend(
            at.filter(|at| at.of(source) != text)
                .map(|at| Edit::new(at, text)),
        );
    }
}

/// The writing mode of a page, a paragraph or a table in the other direction. A page says its own; others take it from the page.
fn mode(source: &str, tag: Span, to: Direction) -> Option<Edit> {
    let (old, new) = match to {
        Direction::Rtl => ("lr", "rl-tb"),
        Direction::Ltr => ("rl", "lr-tb"),
    };
    let attributes = tag_attributes(source, tag);
    if let Some(own) = attributes.iter().find(|own| own.name == "style:writing-mode") {
        let is_old = |at: &Span| at.of(source).starts_with(old);
        return own.value.filter(is_old).map(|at| Edit::new(at, new));
    }
    let whole = name(tag.of(source));
    let at = tag.start as usize + 1 + whole.len();
    (whole == "style:page-layout-properties")
        .then(|| Edit::new(Span::new(at, at), format!(" style:writing-mode=\"{new}\"")))
}
