//! Sentences as `OmegaT` shows them, for memories that it takes exact matches from.
//!
//! Seen in 3.6: a `<g>` is `<g0>…</g0>`, an `<x>` is `<x0/>`, numbered in the order of the sentence. Codes at the ends of a sentence are no part
//! of what is shown, unless they are half a pair whose other half is further inside.

use rustc_hash::{FxHashMap, FxHashSet};

use super::codes::{Role, roles};
use super::{Code, Content, Part};
use crate::article::Edge;

/// What the codes of a sentence are called.
#[derive(Debug)]
pub struct Names(FxHashMap<(u32, Edge), String>);

impl Names {
    /// The names of the codes of `source`; codes that are not shown have none.
    pub fn of(source: &Content) -> Self {
        let roles = roles(std::iter::once(source)).into_iter().flatten();
        let codes: Vec<(&Code, Role)> = source.codes().zip(roles).collect();
        let hidden = hidden(source);
        let mut names = FxHashMap::default();
        let mut next = 0;
        let mut pairs: FxHashMap<u32, usize> = FxHashMap::default();
        for (at, (code, role)) in codes.into_iter().enumerate() {
            if hidden[at] {
                continue;
            }
            let name = match (code.edge, role) {
                (Edge::Close, Role::Pair) => format!("</g{}>", pairs.get(&code.id).copied().unwrap_or(next)),
                (edge, role) => {
                    let number = next;
                    next += 1;
                    if edge == Edge::Open && role == Role::Pair {
                        pairs.insert(code.id, number);
                        format!("<g{number}>")
                    } else {
                        format!("<x{number}/>")
                    }
                }
            };
            names.insert((code.id, code.edge), name);
        }
        Self(names)
    }

    /// A text with these names in place of its codes.
    pub fn write(&self, content: &Content) -> Content {
        let mut out = Content::default();
        for part in &content.0 {
            match part {
                Part::Text(text) => out.push_text(text),
                Part::Code(code) => {
                    out.push_text(self.0.get(&(code.id, code.edge)).map_or("", String::as_str));
                }
            }
        }
        if let [Part::Text(text)] = &mut *out.0 {
            let trimmed = text.trim();
            if trimmed.len() < text.len() {
                *text = trimmed.to_owned();
            }
        }
        out
    }
}

/// For each code, in order, whether it stands at an end of the sentence and is not shown.
fn hidden(source: &Content) -> Vec<bool> {
    let is_text = |part: &&Part| matches!(part, Part::Text(text) if !text.trim().is_empty());
    let total = source.codes().count();
    let count = |parts: &[Part]| parts.iter().filter(|part| matches!(part, Part::Code(_))).count();
    let Some(first) = source.0.iter().position(|part| is_text(&part)) else {
        return vec![true; total];
    };
    let last = source.0.iter().rposition(|part| is_text(&part)).unwrap_or(first);
    let (before, after) = (count(&source.0[..first]), total - count(&source.0[..=last]));
    let codes: Vec<&Code> = source.codes().collect();
    // Codes of one end, and how its halves find their other halves at the other end.
    let at = |range: std::ops::Range<usize>, edge: Edge| -> FxHashMap<u32, usize> {
        range
            .filter(|at| codes[*at].edge == edge)
            .map(|at| (codes[at].id, at))
            .collect()
    };
    let (closes, opens) = (at(total - after..total, Edge::Close), at(0..before, Edge::Open));
    let sides: FxHashSet<(u32, Edge)> = codes.iter().map(|code| (code.id, code.edge)).collect();
    let mut hidden = vec![false; total];
    for at in 0..before {
        let code = codes[at];
        if code.edge == Edge::Open
            && !closes.contains_key(&code.id)
            && sides.contains(&(code.id, Edge::Close))
        {
            break;
        }
        hidden[at] = true;
    }
    for at in (total - after..total).rev() {
        let code = codes[at];
        let partner = opens.get(&code.id).copied();
        if code.edge == Edge::Close
            && !partner.is_some_and(|at| hidden[at])
            && sides.contains(&(code.id, Edge::Open))
        {
            break;
        }
        hidden[at] = true;
    }
    // A half whose other half is shown after all.
    for at in 0..before {
        let close = closes.get(&codes[at].id).filter(|_| codes[at].edge == Edge::Open);
        if close.is_some_and(|close| !hidden[*close]) {
            hidden[at] = false;
        }
    }
    hidden
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, BlockKind, Span};
    use crate::bilingual::{codes, drawing};

    #[test]
    fn codes_are_called_as_omegat_calls_them() {
        for (given, want) in [
            ("⟨f1⟩Lead one.", "Lead one."),
            ("Trail two.⟨f1⟩", "Trail two."),
            ("x │⟨b1⟩Four⟨/b1⟩⟨f2⟩", "Four"),
            ("x │⟨b1⟩⟨i2⟩Five all.⟨/i2⟩⟨/b1⟩", "Five all."),
            ("x │⟨f1⟩ ⟨b2⟩Six⟨/b2⟩", "Six"),
            (
                "x │⟨b1⟩Seven⟨/b1⟩ and ⟨i2⟩eight⟨/i2⟩",
                "<g0>Seven</g0> and <g1>eight</g1>",
            ),
            ("x │⟨b1⟩Nine⟨f2⟩⟨/b1⟩", "Nine"),
            ("x │⟨b1⟩Twelve ⟨i2⟩in⟨/i2⟩⟨/b1⟩", "Twelve <g0>in</g0>"),
            (
                "x │The ⟨i1⟩bridge⟨/i1⟩ over the ⟨c2:Sarn⟩ of ⟨b3⟩Harl⟨/b3⟩.",
                "The <g0>bridge</g0> over the <x1/> of <g2>Harl</g2>.",
            ),
            (
                "⟨b9⟩x │Nobody⟨/b9⟩ minded ⟨i4⟩that⟨/i4⟩.",
                "Nobody<x0/> minded <g1>that</g1>.",
            ),
        ] {
            let mut article = Article::default();
            let sentences = drawing::block(&mut article, BlockKind::Paragraph, given);
            let spans: Vec<Span> = sentences.into_iter().map(|(span, _)| span).collect();
            let content = codes::split(&article.text, &article.blocks[0], &spans)
                .pop()
                .unwrap();
            let found = Names::of(&content).write(&content);
            assert_eq!(found.text(), want, "{given}");
        }
    }
}
