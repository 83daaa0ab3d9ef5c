//! What Word documents and `OpenDocument` texts have in common: what styles say of a paragraph, and which paragraph of a document without
//! styles is its title.

mod parts;

pub(super) use parts::{Parts, has_words, value};

use super::{ExtractOptions, metadata, plain};
use crate::article::{Article, Block, BlockKind, Language, Member, Metadata, Span, Warning};

/// Longest text of a cell that is a cell and no column of a laid-out page, in characters.
const MAX_CELL_CHARS: usize = 400;
/// Titles that programs put in by themselves.
const NO_TITLES: &[&str] = &[
    "document",
    "untitled",
    "microsoft word",
    "dokument",
    "документ",
    "unbenannt",
];

/// The member of this name.
pub(super) fn member(options: &ExtractOptions, name: &str) -> Option<Span> {
    find(&options.members, name)
}

/// The member of this name in a list sorted by names.
pub(super) fn find(members: &[Member], name: &str) -> Option<Span> {
    let at = members
        .binary_search_by(|member| member.name.as_str().cmp(name))
        .ok()?;
    Some(members[at].span)
}

/// What a paragraph is by the name of its style as English versions have it, and its level; nothing for running text.
pub(super) fn of_style(name: &str) -> Option<(BlockKind, u8)> {
    let name = name.trim().replace("_20_", " ").replace('_', " ").to_lowercase();
    if let Some(rest) = name.strip_prefix("heading") {
        let level = rest.trim().chars().next().and_then(|c| c.to_digit(10));
        return Some((BlockKind::Heading, level.unwrap_or(2).clamp(1, 6) as u8));
    }
    let kind = match &*name {
        "title" | "headline" => return Some((BlockKind::Title, 1)),
        "subtitle" | "deck" | "standfirst" => BlockKind::Deck,
        "caption" | "illustration" | "figure" | "text in frame" => BlockKind::Caption,
        "byline" => BlockKind::Byline,
        "quote" | "intense quote" | "block text" | "quotations" | "quotation" => BlockKind::Quote,
        "html preformatted" | "preformatted text" | "source code" | "code" | "macro" => BlockKind::Code,
        "header" | "footer" | "table of figures" | "contents heading" | "index heading" => {
            BlockKind::Boilerplate
        }
        _ if name.starts_with("toc ") || name.starts_with("contents ") || name.starts_with("index ") => {
            BlockKind::Boilerplate
        }
        _ if name.starts_with("list ") || name == "list" => return Some((BlockKind::List, 1)),
        _ => return None,
    };
    Some((kind, 0))
}

/// Whether the text of a cell is one of a table, and not a column of a page laid out with it.
pub(super) fn is_cell(text: &str) -> bool {
    text.chars().nth(MAX_CELL_CHARS).is_none()
}

/// What the document says of itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Properties {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    pub(super) date: Option<String>,
    pub(super) language: Option<String>,
}

/// Names the title and the lines around it, and fills in the metadata.
pub(super) fn finish(article: &mut Article, properties: Properties, options: &ExtractOptions) {
    let styled = article
        .blocks
        .iter()
        .any(|block| matches!(block.kind, BlockKind::Title | BlockKind::Heading));
    by_lines(article, styled);
    if !article.blocks.iter().any(|block| block.kind == BlockKind::Title) {
        let first = article.blocks.iter_mut().find(|block| of_text(block));
        if let Some(first) = first.filter(|block| block.kind == BlockKind::Heading) {
            (first.kind, first.level) = (BlockKind::Title, 1);
        }
    }
    // A second line in the style of titles is a heading.
    let mut titled = false;
    for block in &mut article.blocks {
        if block.kind == BlockKind::Title && std::mem::replace(&mut titled, true) {
            (block.kind, block.level) = (BlockKind::Heading, 1);
        }
    }
    let read = plain::described(article, options);
    let own = |title: &String| {
        let lower = title.to_lowercase();
        !title.trim().is_empty() && !NO_TITLES.iter().any(|none| lower.starts_with(none))
    };
    let language = properties
        .language
        .as_deref()
        .and_then(|tag| Language::parse(tag.trim()).ok());
    article.metadata = Metadata {
        title: read
            .title
            .or_else(|| properties.title.filter(own))
            .map(|title| metadata::one_line(&title, options.limits.max_title_chars)),
        author: read
            .author
            .or_else(|| metadata::author(properties.author.as_deref())),
        date: read
            .date
            .or_else(|| properties.date.as_deref().and_then(super::dates::iso)),
        url: options.url.clone(),
        language: language.filter(|language| !language.is_und()),
    };
    if !article.blocks.iter().any(|block| block.kind.is_body()) {
        article
            .warnings
            .push(Warning::new("no-article", "no article found"));
    }
}

/// Whether a block is one of the running text.
fn of_text(block: &Block) -> bool {
    block.attached.is_none()
}

/// Tells bylines, datelines, pointers and captions by what they say; in a document without styles title, deck and headings too.
fn by_lines(article: &mut Article, styled: bool) {
    let lines: Vec<&str> = article
        .blocks
        .iter()
        .filter(|block| of_text(block))
        .map(|block| article.text_of(block))
        .collect();
    let kinds = plain::line_kinds(&lines);
    let own = article.blocks.iter_mut().filter(|block| of_text(block));
    for (block, kind) in own.zip(kinds) {
        let told = matches!(
            kind,
            BlockKind::Byline | BlockKind::Dateline | BlockKind::Promo | BlockKind::Caption
        );
        let by_place = matches!(kind, BlockKind::Title | BlockKind::Deck | BlockKind::Heading);
        if block.kind == BlockKind::Paragraph && (told || (by_place && !styled)) {
            block.kind = kind;
            block.level = match kind {
                BlockKind::Title => 1,
                BlockKind::Heading => 2,
                _ => 0,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_say_what_a_paragraph_is() {
        for (style, expected) in [
            ("heading 2", Some((BlockKind::Heading, 2))),
            ("Heading_20_3", Some((BlockKind::Heading, 3))),
            ("Title", Some((BlockKind::Title, 1))),
            ("List Bullet 2", Some((BlockKind::List, 1))),
            ("toc 1", Some((BlockKind::Boilerplate, 0))),
            ("Text_20_body", None),
            ("Normal", None),
        ] {
            assert_eq!(of_style(style), expected, "{style}");
        }
    }
}
