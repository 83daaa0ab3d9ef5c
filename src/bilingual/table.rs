//! The segments of a job as tab-separated text; [`super::sheets`] makes the same rows a spreadsheet.
//!
//! The columns are `id source target note state`. A row's id is the article's id, `/`, and the segment's id: the same paragraph in
//! two articles has the same segment id. Inline codes stand in the text as `{1}`…`{/1}` and `{2/}`.

use std::borrow::Cow;
use std::fmt::Write as _;

use rustc_hash::FxHashSet;

use crate::article::{Edge, Markup};
use crate::escape;

use super::{Code, Content, Document, Note, Pair, Part, State, Unit};

/// The first line of the tab-separated file.
pub const TSV_HEADER: &str = "id\tsource\ttarget\tnote\tstate\n";

/// The state of a row that is there for context only.
pub(super) const LOCKED: &str = "locked";
/// The state of a translation that somebody has to look at.
pub(super) const UNSURE: &str = "to review";
/// One row: the cells without any escaping.
struct Row<'d> {
    id: String,
    source: Cow<'d, str>,
    target: Cow<'d, str>,
    note: String,
    state: &'static str,
}

/// The lines of one article, each with its `\n`; [`TSV_HEADER`] stands once before those of the first.
pub fn tsv(document: &Document) -> String {
    let mut out = String::new();
    for row in rows(document) {
        for text in [&row.id, &*row.source, &row.target, &row.note] {
            out.push_str(&escape::cell(text));
            out.push('\t');
        }
        out.push_str(row.state);
        out.push('\n');
    }
    out
}

fn rows(document: &Document) -> impl Iterator<Item = Row<'_>> {
    document
        .units
        .iter()
        .flat_map(|unit| {
            unit.pairs
                .iter()
                .enumerate()
                .map(move |(index, pair)| (unit, index, pair))
        })
        .map(|(unit, index, pair)| Row {
            id: format!("{}/{}", document.id, pair.id),
            source: marked(&pair.source),
            target: pair.target.as_ref().map(marked).unwrap_or_default(),
            note: note(unit, index, pair),
            state: state(unit, pair),
        })
}

fn note(unit: &Unit, index: usize, pair: &Pair) -> String {
    let mut out = String::new();
    if pair.in_summary {
        out.push_str("summary sentence");
    }
    let terms: Vec<Note> = unit.term_notes(index).collect();
    for note in unit.notes.iter().chain(&pair.notes).chain(&terms) {
        if !out.is_empty() {
            out.push_str("; ");
        }
        out.push_str(note.category);
        out.push_str(": ");
        out.push_str(&visible(&note.text));
    }
    if let (Some(offer), None) = (&pair.offer, &pair.target) {
        if !out.is_empty() {
            out.push_str("; ");
        }
        let _ = write!(out, "match: {} %, {}: ", offer.percent, offer.origin);
        let quoted = [&offer.source, &offer.target].map(|content| marked(content).replace("; ", ";\u{a0}"));
        let _ = write!(out, "“{}” = “{}”", quoted[0], quoted[1]);
    }
    out
}

fn state(unit: &Unit, pair: &Pair) -> &'static str {
    match pair.state {
        _ if !unit.translate => LOCKED,
        // There is a translation, and nobody has called it finished.
        State::Initial if pair.target.is_some() => UNSURE,
        State::Initial => "new",
        State::Translated => "translated",
        State::Reviewed => "reviewed",
        State::Final => "final",
    }
}

/// The text with codes as `{1}`, `{/1}`, `{2/}`. In a text that has codes, or would be read as one that has, a `{` of its own is doubled.
fn marked(content: &Content) -> Cow<'_, str> {
    let has_codes = content.codes().next().is_some() || is_marked(&content.text());
    if let ([Part::Text(text)], false) = (&*content.0, has_codes) {
        return visible(text);
    }
    let mut out = String::new();
    for part in &content.0 {
        match part {
            Part::Text(text) if has_codes && text.contains('{') => {
                out.push_str(&visible(text).replace('{', "{{"));
            }
            Part::Text(text) => out.push_str(&visible(text)),
            Part::Code(code) => {
                let id = code.id;
                let _ = match code.edge {
                    Edge::Open => write!(out, "{{{id}}}"),
                    Edge::Close => write!(out, "{{/{id}}}"),
                    Edge::Alone => write!(out, "{{{id}/}}"),
                };
            }
        }
    }
    out.into()
}

/// The code that stands at the start of a text, and its length: its number, and the side.
fn mark_at(text: &str) -> Option<(u32, Edge, usize)> {
    let inner = text.strip_prefix('{')?;
    let (closing, inner) = inner
        .strip_prefix('/')
        .map_or((false, inner), |rest| (true, rest));
    let digits = inner.bytes().take(10).take_while(u8::is_ascii_digit).count();
    let id = inner[..digits].parse().ok()?;
    let (edge, length) = match (closing, &inner.as_bytes()[digits..]) {
        (true, [b'}', ..]) => (Edge::Close, digits + 3),
        (false, [b'}', ..]) => (Edge::Open, digits + 2),
        (false, [b'/', b'}', ..]) => (Edge::Alone, digits + 3),
        _ => return None,
    };
    Some((id, edge, length))
}

/// Whether a text is read as one with codes.
fn is_marked(text: &str) -> bool {
    memchr::memchr_iter(b'{', text.as_bytes())
        .any(|at| text[at..].starts_with("{{") || mark_at(&text[at..]).is_some())
}

/// Reads back what [`marked`] wrote. In a target, what its source has no code for is text.
pub(super) fn unmarked(text: &str, source: Option<&Content>) -> Content {
    let mut out = Content::default();
    if !is_marked(text) {
        out.push_text(text);
        return out;
    }
    let known: Option<FxHashSet<u32>> = source.map(|source| source.codes().map(|code| code.id).collect());
    let (mut at, mut from) = (0, 0);
    while let Some(found) = memchr::memchr(b'{', &text.as_bytes()[at..]) {
        at += found;
        if text[at..].starts_with("{{") {
            out.push_text(&text[from..=at]);
            at += 2;
            from = at;
            continue;
        }
        match mark_at(&text[at..]) {
            Some((id, edge, length)) if known.as_ref().is_none_or(|known| known.contains(&id)) => {
                out.push_text(&text[from..at]);
                out.0.push(Part::Code(Code {
                    id,
                    edge,
                    markup: Markup::Other,
                    data: String::new(),
                    covered: String::new(),
                }));
                at += length;
                from = at;
            }
            _ => at += 1,
        }
    }
    out.push_text(&text[from..]);
    out
}

/// The text with U+FFFD for controls other than tab and line ends, which have no place in a cell.
fn visible(text: &str) -> Cow<'_, str> {
    // U+FFFE and U+FFFF begin with the byte 0xEF, all others are ASCII.
    let suspect = |byte: u8| byte < b' ' || byte == 0xEF;
    if text.bytes().any(suspect) && text.contains(escape::is_xml_forbidden) {
        text.replace(escape::is_xml_forbidden, "\u{fffd}").into()
    } else {
        text.into()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::bilingual::Note;
    use crate::bilingual::drawing::{any_content, document};

    fn text(text: &str) -> Content {
        Content(vec![Part::Text(text.to_owned())])
    }

    #[test]
    fn a_line_holds_id_source_target_note_and_state() {
        let mut given = document(vec![text("=1\t\u{1b}2"), text("two\nlines")]);
        given.units[0].pairs[0].in_summary = true;
        given.units[0].notes.push(Note {
            category: "place",
            text: "paragraph 1".to_owned(),
        });
        given.units[0].pairs[1].target = Some(text("-deux"));
        given.units[0].pairs[1].state = State::Reviewed;
        assert_eq!(
            tsv(&given),
            "a/u1.s1\t'=1\\t\u{fffd}2\t\tsummary sentence; place: paragraph 1\tnew\n\
             a/u1.s2\ttwo\\nlines\t'-deux\tplace: paragraph 1\treviewed\n"
        );
    }

    #[test]
    fn codes_are_marks_and_a_brace_beside_them_is_doubled() {
        let code = |id, edge| {
            Part::Code(Code {
                id,
                edge,
                markup: crate::article::Markup::Link,
                data: String::new(),
                covered: String::new(),
            })
        };
        let text = Part::Text("{1} {".to_owned());
        let with_codes = Content(vec![
            text.clone(),
            code(1, Edge::Open),
            code(2, Edge::Alone),
            code(1, Edge::Close),
        ]);
        assert_eq!(marked(&with_codes), "{{1} {{{1}{2/}{/1}");
        assert_eq!(marked(&Content(vec![text])), "{{1} {{");
        let alone = Content(vec![Part::Text("{a} {".to_owned())]);
        assert_eq!(marked(&alone), "{a} {");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn any_content_is_one_line_of_five_cells_and_runs_no_formula(content in any_content()) {
            let line = tsv(&document(vec![content.clone()]));
            prop_assert_eq!(line.matches('\n').count(), 1);
            let cells: Vec<&str> = line.trim_end_matches('\n').split('\t').collect();
            prop_assert_eq!(cells.len(), 5);
            prop_assert!(!cells[1].starts_with(['=', '+', '-', '@', '\r']));
            prop_assert_eq!(escape::uncell(cells[1]), marked(&content));
        }
    }
}
