//! Links of Markdown that are named by their own text, or are their own address: they lead where they led although that text changes.

use rustc_hash::FxHashMap;

use crate::article::{Block, Edge, Markup, Span};
use crate::bilingual::{Code, Content, Part};

/// Gives the codes of links in `contents`, the sentences of `block`, what they need to stand around another text.
pub(super) fn mend<'c>(source: &str, block: &Block, contents: impl Iterator<Item = &'c mut Content>) {
    let codes = contents
        .flat_map(|content| &mut content.0)
        .filter_map(|part| match part {
            Part::Code(code) if code.edge == Edge::Close && code.markup == Markup::Link => Some(code),
            _ => None,
        });
    let mut codes: Vec<&mut Code> = codes.filter(|code| is_named(code) || code.data == ">").collect();
    if codes.is_empty() {
        return;
    }
    let ends = |edge: Edge| -> FxHashMap<u32, Span> {
        let found = block.inline.iter().filter(|inline| inline.edge == edge);
        found.map(|inline| (inline.id, inline.source)).collect()
    };
    let (opens, closes) = (ends(Edge::Open), ends(Edge::Close));
    for code in &mut codes {
        let (Some(open), Some(close)) = (opens.get(&code.id), closes.get(&code.id)) else {
            continue;
        };
        let Some(label) = source.get(open.end as usize..close.start as usize) else {
            continue;
        };
        if is_named(code) {
            let label: Vec<&str> = label.split_whitespace().filter(|word| *word != ">").collect();
            code.data = format!("][{}]", label.join(" "));
        } else {
            label.clone_into(&mut code.covered);
        }
    }
}

/// Whether a link's end says that the text before it is the name of its address: `[text]`, `[text][]`.
fn is_named(code: &Code) -> bool {
    code.data == "]" || code.data == "][]"
}
