//! What styles and properties of Word say: which paragraphs are headings and lists, which runs are bold.

use std::collections::BTreeMap;

use super::paragraph::Form;
use crate::article::{BlockKind, Span};
use crate::extract::ExtractError;
use crate::extract::office;
use crate::extract::xml::{Node, Tag, Walk};

/// Styles that one may be based on before the chain is given up.
const MAX_CHAIN: usize = 12;

/// What a paragraph is; nothing for running text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) kind: Option<BlockKind>,
    pub(super) level: u8,
}

#[derive(Debug, Default)]
struct Entry {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    in_list: bool,
}

/// The paragraph styles of a document by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles(BTreeMap<String, Entry>);

impl Styles {
    /// Reads `word/styles.xml`.
    pub(super) fn read(source: &str, part: Span, limit: usize) -> Result<Self, ExtractError> {
        let mut walk = Walk::new(source, part, limit);
        let mut styles = BTreeMap::new();
        let mut current: Option<(String, Entry)> = None;
        while let Some(node) = walk.next()? {
            match node {
                Node::Open(tag) if tag.local() == "style" => {
                    let id = tag.attribute("styleId").unwrap_or_default();
                    current = Some((id, Entry::default()));
                }
                Node::Close(name, _) if crate::extract::xml::local(name) == "style" => {
                    styles.extend(current.take());
                }
                Node::Open(tag) => {
                    let Some((_, entry)) = &mut current else { continue };
                    match tag.local() {
                        "name" => entry.name = tag.attribute("val").unwrap_or_default(),
                        "basedOn" => entry.based_on = tag.attribute("val"),
                        "outlineLvl" => entry.outline = outline(tag),
                        "numPr" => entry.in_list = true,
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        Ok(Self(styles))
    }

    /// What the style `id` says, or the one that it is based on.
    fn of(&self, id: &str) -> Style {
        let mut id = id;
        let mut in_list = false;
        for _ in 0..MAX_CHAIN {
            let Some(entry) = self.0.get(id) else {
                // A document without its styles: the ids of the English version say the same.
                let style = office::of_style(id).or_else(|| office::of_style(&spaced(id)));
                return style.map_or(Style::default(), |(kind, level)| Style {
                    kind: Some(kind),
                    level,
                });
            };
            if let Some((kind, level)) = office::of_style(&entry.name) {
                return Style {
                    kind: Some(kind),
                    level,
                };
            }
            if let Some(level) = entry.outline {
                return heading(level);
            }
            in_list |= entry.in_list;
            match &entry.based_on {
                Some(base) => id = base,
                None => break,
            }
        }
        Style {
            kind: in_list.then_some(BlockKind::List),
            level: u8::from(in_list),
        }
    }

    /// Reads the properties of a paragraph, up to their end.
    pub(super) fn paragraph(&self, walk: &mut Walk<'_>) -> Result<Style, ExtractError> {
        let mut style = Style::default();
        let (mut level, mut listed, mut numbered) = (1, false, true);
        while let Some(node) = walk.next()? {
            let tag = match node {
                Node::Open(tag) => tag,
                Node::Close(name, _) if crate::extract::xml::local(name) == "pPr" => break,
                _ => continue,
            };
            match tag.local() {
                "pStyle" => style = self.of(&tag.attribute("val").unwrap_or_default()),
                "outlineLvl" => {
                    if let Some(outline) = outline(tag) {
                        style = heading(outline);
                    }
                }
                "numPr" => listed = true,
                "ilvl" => {
                    level = tag
                        .attribute("val")
                        .and_then(|level| level.parse().ok())
                        .unwrap_or(0)
                        + 1;
                }
                "numId" => numbered = tag.attribute("val").as_deref() != Some("0"),
                "rPr" | "sectPr" | "pPrChange" => {
                    walk.skip()?;
                }
                _ => {}
            }
        }
        if listed && numbered && matches!(style.kind, None | Some(BlockKind::List)) {
            style = Style {
                kind: Some(BlockKind::List),
                level,
            };
        }
        Ok(style)
    }
}

/// `Heading1` as `Heading 1`, `ListBullet` as `List Bullet`.
fn spaced(id: &str) -> String {
    let mut out = String::new();
    for c in id.chars() {
        if (c.is_uppercase() || c.is_ascii_digit()) && !out.is_empty() {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// The level of `outlineLvl`; 9 is running text.
fn outline(tag: Tag<'_>) -> Option<u8> {
    tag.attribute("val")?.parse().ok().filter(|level| *level < 9)
}

fn heading(outline: u8) -> Style {
    Style {
        kind: Some(BlockKind::Heading),
        level: (outline + 1).min(6),
    }
}

/// Reads the properties of a run, up to their end.
pub(super) fn form(walk: &mut Walk<'_>) -> Result<Form, ExtractError> {
    let mut form = Form::default();
    while let Some(node) = walk.next()? {
        let tag = match node {
            Node::Open(tag) => tag,
            Node::Close(name, _) if crate::extract::xml::local(name) == "rPr" => break,
            _ => continue,
        };
        let on = !matches!(
            tag.attribute("val").as_deref(),
            Some("0" | "false" | "off" | "none" | "baseline")
        );
        match tag.local() {
            "b" => form.strong = on,
            "i" => form.emphasis = on,
            "u" => form.underline = on,
            "vertAlign" | "strike" | "dstrike" => form.other |= on,
            "vanish" => form.hidden = on,
            "rPrChange" => {
                walk.skip()?;
            }
            _ => {}
        }
    }
    Ok(form)
}
