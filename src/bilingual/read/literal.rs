//! Codes that a client has left in the text as text: `<g id="1">…</g>`, `{1}…{/1}`, `{2/}`, `{1>…<1}`, `<g1>…</g1>`.

use rustc_hash::{FxHashMap, FxHashSet};

use super::tag::Tag;
use crate::article::Edge;
use crate::bilingual::{Code, Content, Part};

/// Elements of XLIFF and TMX that are codes.
const ELEMENTS: &[&str] = &[
    "g", "x", "ph", "bx", "ex", "bpt", "ept", "it", "ut", "pc", "sc", "ec",
];

/// The target with those of the source's codes that it lacks as codes but has as text; and how many were found.
///
/// Only what names a missing code of the source by its number is taken for a code, each once.
pub fn recognise_codes(target: &Content, source: &Content) -> (Content, usize) {
    let there: FxHashSet<(u32, u8)> = target.codes().map(key).collect();
    let missing = source.codes().filter(|code| !there.contains(&key(code)));
    let mut missing: FxHashMap<(u32, u8), &Code> = missing.map(|code| (key(code), code)).collect();
    let wanted = missing.len();
    if wanted == 0 {
        return (target.clone(), 0);
    }
    let mut out = Content::default();
    let mut open = Vec::new();
    for part in &target.0 {
        match part {
            Part::Text(text) => recognise(text, &mut missing, &mut open, &mut out),
            code @ Part::Code(_) => out.0.push(code.clone()),
        }
    }
    (out, wanted - missing.len())
}

fn key(code: &Code) -> (u32, u8) {
    (code.id, side(code.edge))
}

fn side(edge: Edge) -> u8 {
    match edge {
        Edge::Open => 0,
        Edge::Close => 1,
        Edge::Alone => 2,
    }
}

fn recognise(text: &str, missing: &mut FxHashMap<(u32, u8), &Code>, open: &mut Vec<u32>, out: &mut Content) {
    let (mut at, mut from) = (0, 0);
    while let Some(found) = text.as_bytes()[at..]
        .iter()
        .position(|byte| b"<{[".contains(byte))
    {
        at += found;
        let Some(mark) = mark(&text[at..], open) else {
            at += 1;
            continue;
        };
        let code = mark
            .edges
            .iter()
            .find_map(|edge| missing.remove(&(mark.id, side(*edge))));
        let Some(code) = code else {
            at += 1;
            continue;
        };
        match code.edge {
            Edge::Open => open.push(mark.id),
            Edge::Close => open.retain(|id| *id != mark.id),
            Edge::Alone => {}
        }
        out.push_text(&text[from..at]);
        out.0.push(Part::Code(code.clone()));
        at += mark.len;
        from = at;
    }
    out.push_text(&text[from..]);
}

/// What may be a code.
struct Mark {
    id: u32,
    /// What it can be.
    edges: &'static [Edge],
    len: usize,
}

fn mark(text: &str, open: &[u32]) -> Option<Mark> {
    numbered(text).or_else(|| element(text, open))
}

/// `{1}`, `{/1}`, `{1/}`, `{1>`, `<1}`, `[1}`, `{1]`, `<1>`, `</1>`, `<1/>`.
fn numbered(text: &str) -> Option<Mark> {
    let bytes = text.as_bytes();
    let slash = usize::from(bytes.get(1) == Some(&b'/'));
    let digits = &bytes[1 + slash..];
    let count = digits
        .iter()
        .take(9)
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let id = text[1 + slash..][..count].parse().ok()?;
    let end = &digits[count..];
    let empty = usize::from(end.first() == Some(&b'/'));
    let edges: &[Edge] = match (bytes[0], slash, empty, end.get(empty)?) {
        (b'{', 0, 0, b'}') | (b'<', 0, 0, b'>') => &[Edge::Open, Edge::Alone],
        (b'{', 1, 0, b'}') | (b'<', 1, 0, b'>') | (b'<', 0, 0, b'}') | (b'{', 0, 0, b']') => &[Edge::Close],
        (b'{', 0, 1, b'}') | (b'<', 0, 1, b'>') => &[Edge::Alone],
        (b'{', 0, 0, b'>') | (b'[', 0, 0, b'}') => &[Edge::Open],
        _ => return None,
    };
    Some(Mark {
        id,
        edges,
        len: 1 + slash + count + empty + 1,
    })
}

/// An element of XLIFF or TMX; `</g>` closes the innermost code that is open.
fn element(text: &str, open: &[u32]) -> Option<Mark> {
    let tag = Tag::at_start(text)?;
    let letters = tag.name.trim_end_matches(|c: char| c.is_ascii_digit());
    if !ELEMENTS.contains(&letters) {
        return None;
    }
    let named = Some(&tag.name[letters.len()..]).filter(|digits| !digits.is_empty());
    let id = ["startRef", "rid", "i", "id", "x"]
        .into_iter()
        .find_map(|name| tag.get(name))
        .or(named);
    let closes = id.and_then(|id| id.strip_prefix('e'));
    let edges: &[Edge] = match letters {
        _ if tag.closing => &[Edge::Close],
        "ex" | "ept" | "ec" => &[Edge::Close],
        "bx" | "bpt" | "sc" => &[Edge::Open],
        "x" if closes.is_some() => &[Edge::Close],
        "x" | "ph" | "ut" => &[Edge::Alone, Edge::Open],
        "it" => &[Edge::Open, Edge::Close],
        _ if tag.empty => &[Edge::Alone],
        _ => &[Edge::Open],
    };
    let id = match (id, tag.closing) {
        (Some(id), _) => closes.unwrap_or(id).parse().ok()?,
        (None, true) => *open.last()?,
        (None, false) => return None,
    };
    Some(Mark {
        id,
        edges,
        len: tag.len,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Markup;

    fn code(id: u32, edge: Edge) -> Part {
        Part::Code(Code {
            id,
            edge,
            markup: Markup::Strong,
            data: String::new(),
            covered: String::new(),
        })
    }

    /// The text with codes as `⟨1⟩`, `⟨/1⟩`, `⟨1/⟩`.
    fn drawn(content: &Content) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Code(code) => match code.edge {
                Edge::Open => format!("⟨{}⟩", code.id),
                Edge::Close => format!("⟨/{}⟩", code.id),
                Edge::Alone => format!("⟨{}/⟩", code.id),
            },
        };
        content.0.iter().map(part).collect()
    }

    #[test]
    fn codes_written_out_as_text_are_codes_again() {
        let source = Content(vec![
            code(1, Edge::Open),
            code(1, Edge::Close),
            code(2, Edge::Alone),
            code(3, Edge::Close),
        ]);
        for (given, want) in [
            (
                "a <g id=\"1\" ctype=\"bold\">b</g> c<x id=\"2\"/>",
                "a ⟨1⟩b⟨/1⟩ c⟨2/⟩",
            ),
            ("a <g1>b</g1> <x2/>", "a ⟨1⟩b⟨/1⟩ ⟨2/⟩"),
            ("{1}b{/1} {2}", "⟨1⟩b⟨/1⟩ ⟨2/⟩"),
            ("{1}b{/1} {2/}", "⟨1⟩b⟨/1⟩ ⟨2/⟩"),
            ("{1>b<1} {2}", "⟨1⟩b⟨/1⟩ ⟨2/⟩"),
            ("[1}b{1] <2/>", "⟨1⟩b⟨/1⟩ ⟨2/⟩"),
            ("<1>b</1>", "⟨1⟩b⟨/1⟩"),
            ("<pc id=\"1\">b</pc><ph id=\"2\" equiv=\"x\"/>", "⟨1⟩b⟨/1⟩⟨2/⟩"),
            ("b<x id=\"e3\" equiv-text=\"[/b]\"/>", "b⟨/3⟩"),
            ("b<ec startRef=\"3\"/>", "b⟨/3⟩"),
            ("{1}b{/1} {1}", "⟨1⟩b⟨/1⟩ {1}"),
            ("{4} <b>c</b> 1 < 2 [1] {} {1", "{4} <b>c</b> 1 < 2 [1] {} {1"),
        ] {
            let target = Content(vec![Part::Text(given.to_owned())]);
            assert_eq!(drawn(&recognise_codes(&target, &source).0), want, "{given}");
        }
    }

    #[test]
    fn what_is_a_code_already_is_not_looked_for_in_the_text() {
        let source = Content(vec![code(1, Edge::Alone)]);
        let target = Content(vec![code(1, Edge::Alone), Part::Text("{1}".to_owned())]);
        assert_eq!(recognise_codes(&target, &source), (target.clone(), 0));
    }
}
