//! The inline codes of a translation against those of its source: each of the source's codes once, in an order that nests.
//!
//! A code that the translation lost is put at its end, one that it has twice is left out the second time, one that the source does not have is
//! left out: an article never gets half a tag. Each of these is said.

mod stripped;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::Edge;
use crate::bilingual::{Code, Content, Part};

pub(super) use stripped::replace;

/// What had to be done to the codes of a translation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// Codes that were put back at the end.
    pub missing: usize,
    /// Codes that are there once too often.
    pub doubled: usize,
    /// Codes that the source does not have.
    pub unknown: usize,
    /// Ends that were moved because pairs crossed.
    pub moved: usize,
}

impl Settled {
    /// Whether nothing had to be done.
    pub fn is_clean(self) -> bool {
        self == Self::default()
    }

    /// What had to be done, for people.
    pub fn describe(self) -> String {
        let mut said = Vec::new();
        for (count, what) in [
            (self.missing, "missing and put at the end"),
            (self.doubled, "there twice and left out once"),
            (self.unknown, "not in the source and left out"),
            (self.moved, "crossed and put in order"),
        ] {
            if count > 0 {
                let codes = if count == 1 { "code" } else { "codes" };
                said.push(format!("{count} {codes} {what}"));
            }
        }
        said.join(", ")
    }
}

/// The translation with the codes of its source, `known`, in the source's own form.
pub(super) fn settle(target: &Content, known: &[&Code]) -> (Content, Settled) {
    let mut settled = Settled::default();
    if known.is_empty() && target.codes().next().is_none() {
        return (target.clone(), settled);
    }
    let by_number: FxHashMap<(u32, Edge), &Code> =
        known.iter().map(|code| ((code.id, code.edge), *code)).collect();
    let mut used: FxHashSet<(u32, Edge)> = FxHashSet::default();
    let mut parts = Vec::with_capacity(target.0.len());
    for part in &target.0 {
        let Part::Code(code) = part else {
            parts.push(part.clone());
            continue;
        };
        let Some(own) = by_number.get(&(code.id, code.edge)) else {
            settled.unknown += 1;
            continue;
        };
        if used.insert((own.id, own.edge)) {
            parts.push(Part::Code((*own).clone()));
        } else {
            settled.doubled += 1;
        }
    }
    let mut first = Vec::new();
    for code in known.iter().filter(|code| !used.contains(&(code.id, code.edge))) {
        settled.missing += 1;
        // The start of a pair whose end is there: at the beginning, or the pair would be inside out.
        let ends = code.edge == Edge::Open && used.contains(&(code.id, Edge::Close));
        let side = if ends { &mut first } else { &mut parts };
        side.push(Part::Code((*code).clone()));
    }
    if !first.is_empty() {
        first.append(&mut parts);
        parts = first;
    }
    if is_nested(known.iter().copied()) {
        settled.moved = nest(&mut parts);
    }
    (Content(parts), settled)
}

/// Whether all codes are alone or in pairs inside each other.
pub(super) fn is_nested<'c>(codes: impl Iterator<Item = &'c Code>) -> bool {
    let mut open = Vec::new();
    for code in codes {
        match code.edge {
            Edge::Alone => {}
            Edge::Open => open.push(code.id),
            Edge::Close => {
                if open.pop() != Some(code.id) {
                    return false;
                }
            }
        }
    }
    open.is_empty()
}

/// Puts the codes of `parts` into an order that nests, each place holding one code as before or none, and gives the number of codes that moved.
fn nest(parts: &mut Vec<Part>) -> usize {
    if is_nested(parts.iter().filter_map(code)) {
        return 0;
    }
    // Ends that come before their start change places with it.
    let mut moved = 0;
    let mut seen: FxHashMap<u32, usize> = FxHashMap::default();
    for at in 0..parts.len() {
        let Some(code) = code(&parts[at]) else { continue };
        match (code.edge, seen.get(&code.id)) {
            (Edge::Alone, _) | (Edge::Close, Some(_)) => {}
            (_, None) => {
                seen.insert(code.id, at);
            }
            (Edge::Open, Some(&other)) => {
                parts.swap(at, other);
                moved += 1;
            }
        }
    }
    // An end that would cut through a pair waits until that pair ends.
    let mut out = Vec::with_capacity(parts.len());
    let mut open: Vec<u32> = Vec::new();
    let mut waiting: FxHashMap<u32, Part> = FxHashMap::default();
    for part in parts.drain(..) {
        match code(&part).map(|code| (code.edge, code.id)) {
            Some((Edge::Open, id)) => open.push(id),
            Some((Edge::Close, id)) if open.last() != Some(&id) => {
                waiting.insert(id, part);
                moved += 1;
                continue;
            }
            Some((Edge::Close, _)) => {
                open.pop();
                out.push(part);
                while let Some(part) = open.last().and_then(|id| waiting.remove(id)) {
                    open.pop();
                    out.push(part);
                }
                continue;
            }
            _ => {}
        }
        out.push(part);
    }
    *parts = out;
    moved
}

fn code(part: &Part) -> Option<&Code> {
    match part {
        Part::Code(code) => Some(code),
        Part::Text(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Markup;

    pub(super) fn parse(drawing: &str) -> Content {
        let mut content = Content::default();
        let mut rest = drawing;
        while let Some((before, tagged)) = rest.split_once('⟨') {
            let (tag, after) = tagged.split_once('⟩').unwrap();
            content.push_text(before);
            let name = tag.trim_matches('/');
            let edge = match (tag.starts_with('/'), tag.ends_with('/')) {
                (true, _) => Edge::Close,
                (_, true) => Edge::Alone,
                _ => Edge::Open,
            };
            content.0.push(Part::Code(Code {
                id: name.parse().unwrap(),
                edge,
                markup: if edge == Edge::Alone {
                    Markup::Footnote
                } else {
                    Markup::Strong
                },
                data: format!("<{tag}>"),
                covered: String::new(),
            }));
            rest = after;
        }
        content.push_text(rest);
        content
    }

    pub(super) fn draw(content: &Content) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Code(code) => code.data.replace('<', "⟨").replace('>', "⟩"),
        };
        content.0.iter().map(part).collect()
    }

    #[test]
    fn every_code_of_the_source_is_there_once_and_nested() {
        for (source, target, want, figures) in [
            ("a ⟨1⟩b⟨/1⟩ c", "c ⟨1⟩b⟨/1⟩ a", "c ⟨1⟩b⟨/1⟩ a", [0, 0, 0, 0]),
            ("a ⟨1⟩b⟨/1⟩ c⟨2/⟩", "a b c", "a b c⟨1⟩⟨/1⟩⟨2/⟩", [3, 0, 0, 0]),
            ("a ⟨1⟩b⟨/1⟩", "⟨1⟩a⟨/1⟩ ⟨1⟩b⟨/1⟩", "⟨1⟩a⟨/1⟩ b", [0, 2, 0, 0]),
            ("a ⟨1⟩b⟨/1⟩", "a ⟨1⟩b⟨/1⟩⟨7/⟩", "a ⟨1⟩b⟨/1⟩", [0, 0, 1, 0]),
            (
                "⟨1⟩a ⟨2⟩b⟨/2⟩⟨/1⟩ c",
                "⟨1⟩a ⟨2⟩b⟨/1⟩ d⟨/2⟩ c",
                "⟨1⟩a ⟨2⟩b d⟨/2⟩⟨/1⟩ c",
                [0, 0, 0, 1],
            ),
            ("a ⟨1⟩b⟨/1⟩ c", "a ⟨/1⟩b⟨1⟩ c", "a ⟨1⟩b⟨/1⟩ c", [0, 0, 0, 1]),
            ("a ⟨1⟩b⟨/1⟩ c", "a b⟨/1⟩ c", "⟨1⟩a b⟨/1⟩ c", [1, 0, 0, 0]),
            ("a ⟨1⟩b", "a b", "a b⟨1⟩", [1, 0, 0, 0]),
        ] {
            let source = parse(source);
            let known: Vec<&Code> = source.codes().collect();
            let (content, settled) = settle(&parse(target), &known);
            assert_eq!(draw(&content), want, "{target}");
            let found = [settled.missing, settled.doubled, settled.unknown, settled.moved];
            assert_eq!(found, figures, "{target}");
        }
    }
}
