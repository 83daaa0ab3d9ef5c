//! What styles of `OpenDocument` say: which paragraphs are headings and lists, which texts are bold.

use std::collections::BTreeMap;

use crate::article::{BlockKind, Markup, Span};
use crate::extract::ExtractError;
use crate::extract::office;
use crate::extract::xml::{Node, Tag, Walk, local};

/// Styles that one may be based on before the chain is given up.
const MAX_CHAIN: usize = 12;

/// A style: its name for people, what it is based on, how text in it looks.
#[derive(Clone, Debug, Default)]
struct Style {
    name: String,
    parent: Option<String>,
    markup: Option<Markup>,
}

/// The styles of a document by their names.
#[derive(Clone, Debug, Default)]
pub(super) struct Styles(BTreeMap<String, Style>);

impl Styles {
    /// Adds the styles of a member.
    pub(super) fn read(&mut self, source: &str, part: Span, limit: usize) -> Result<(), ExtractError> {
        let mut walk = Walk::new(source, part, limit);
        let mut current: Option<(String, Style)> = None;
        while let Some(node) = walk.next()? {
            match node {
                Node::Open(tag) if tag.local() == "style" => {
                    let id = tag.exact("style:name").unwrap_or_default();
                    let name = tag.attribute("display-name").unwrap_or_else(|| id.clone());
                    let style = Style {
                        name,
                        parent: tag.attribute("parent-style-name"),
                        markup: None,
                    };
                    current = Some((id, style));
                }
                Node::Open(tag) if tag.local() == "text-properties" => {
                    if let Some((_, style)) = &mut current {
                        style.markup = look(tag);
                    }
                }
                Node::Open(tag) if tag.local() == "body" => break,
                Node::Close(name, _) if local(name) == "style" => self.0.extend(current.take()),
                _ => {}
            }
        }
        Ok(())
    }

    /// How text in the style `id` looks.
    pub(super) fn markup(&self, id: &str) -> Option<Markup> {
        self.0.get(id)?.markup
    }

    /// What paragraphs in the style `id` are, or in one that it is based on.
    pub(super) fn kind_of(&self, id: &str) -> Option<(BlockKind, u8)> {
        let mut id = id;
        for _ in 0..MAX_CHAIN {
            let Some(style) = self.0.get(id) else {
                return office::of_style(id);
            };
            if let Some(kind) = office::of_style(&style.name).or_else(|| office::of_style(id)) {
                return Some(kind);
            }
            id = style.parent.as_deref()?;
        }
        None
    }
}

/// What text properties do to a text.
fn look(tag: Tag<'_>) -> Option<Markup> {
    let is = |name: &str, values: &[&str]| {
        tag.exact(name)
            .is_some_and(|value| values.contains(&value.as_str()))
    };
    if is("fo:font-weight", &["bold", "600", "700", "800", "900"]) {
        Some(Markup::Strong)
    } else if is("fo:font-style", &["italic", "oblique"]) {
        Some(Markup::Emphasis)
    } else if tag
        .exact("style:text-underline-style")
        .is_some_and(|value| value != "none")
    {
        Some(Markup::Underline)
    } else {
        None
    }
}
