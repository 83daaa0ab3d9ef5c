//! HTML that is an article as a whole and no page around one: the text of a feed's entry, of a mail, a chapter of a book. Everything that is
//! shown is kept.

use html5ever::local_name;

use super::arena::{Id, NONE, Tree};
use super::attached::{Beside, Reach};
use super::blocks::{self, Passage};
use super::content::heading_level;
use super::feeder::Bounds;
use super::{tokens, warnings};
use crate::article::{Article, Block, BlockKind, Language, Metadata, Warning};
use crate::extract::{ExtractOptions, metadata, promo};

/// Longest `<title>` that is read, in bytes.
const MAX_TITLE_BYTES: usize = 4096;

/// Reads a text; as `xml` every element ends where XML says, `<a id="p3"/>` too.
pub(in crate::extract) fn whole(source: &str, xml: bool, options: &ExtractOptions) -> Article {
    let bounds = Bounds {
        depth: options.limits.max_html_depth,
        attributes: options.limits.max_html_attributes,
        without_formatting: false,
        scripts: true,
        xml,
    };
    let tree = tokens::parse(source, bounds);
    let mut article = Article {
        metadata: described(&tree, options),
        warnings: warnings(&tree, options),
        ..Article::default()
    };
    // A piece of a page ends where it ends.
    article.warnings.retain(|warning| warning.code != "cut-off");
    let (passages, marks) = blocks::cut(&tree);
    let kept: Vec<Option<(BlockKind, u8)>> = passages
        .iter()
        .map(|passage| {
            let kind = (passage.hidden == NONE).then(|| kind(&tree, passage));
            kind.filter(|(kind, _)| *kind != BlockKind::Boilerplate || options.keep_boilerplate)
        })
        .collect();
    let mut beside = Beside::of(
        &tree,
        &passages,
        &marks,
        &kept,
        Reach::Whole,
        options.keep_boilerplate,
    );
    for (at, (passage, kept)) in passages.into_iter().zip(kept).enumerate() {
        beside.until(&tree, at, &mut article);
        let Some((kind, level)) = kept else { continue };
        let block = Block {
            kind,
            level,
            declared: passage.declared(&tree, article.metadata.language.as_ref()),
            ..Block::default()
        };
        passage.draft.append_to(&mut article, block);
    }
    beside.until(&tree, usize::MAX, &mut article);
    if article.blocks.is_empty() {
        article
            .warnings
            .push(Warning::new("no-article", "no article found"));
    }
    article
}

/// Title and language of a page that says them.
fn described(tree: &Tree<'_>, options: &ExtractOptions) -> Metadata {
    let mut described = Metadata::default();
    for id in 0..tree.nodes.len() as Id {
        let Some(element) = tree.element(id) else { continue };
        match element.local {
            local_name!("html") => {
                let language = tree.language(id).and_then(|tag| Language::parse(tag.trim()).ok());
                described.language = described.language.or(language.filter(|l| !l.is_und()));
            }
            local_name!("title") if described.title.is_none() && element.space == html5ever::ns!(html) => {
                let title = tree.text_below(id, MAX_TITLE_BYTES);
                let title = metadata::one_line(&title, options.limits.max_title_chars);
                described.title = Some(title).filter(|title| !title.is_empty());
            }
            local_name!("body") => break,
            _ => {}
        }
    }
    described
}

/// What a passage is by the elements around it, the innermost first.
fn kind(tree: &Tree<'_>, passage: &Passage) -> (BlockKind, u8) {
    if promo::is_promo(&passage.draft.text, &passage.draft.codes) {
        return (BlockKind::Promo, 0);
    }
    let (mut kind, mut lists) = (BlockKind::Paragraph, 0_u8);
    for id in tree.ancestors(passage.holder) {
        let Some(element) = tree.element(id) else { break };
        let level = heading_level(Some(&element.local));
        if level > 0 && kind == BlockKind::Paragraph {
            return (BlockKind::Heading, level);
        }
        let found = match element.local {
            local_name!("pre") | local_name!("listing") => BlockKind::Code,
            local_name!("figcaption") | local_name!("caption") => BlockKind::Caption,
            local_name!("blockquote") => BlockKind::Quote,
            local_name!("li") | local_name!("dd") | local_name!("dt") => BlockKind::List,
            local_name!("td") | local_name!("th") => BlockKind::Table,
            local_name!("nav") | local_name!("footer") => BlockKind::Boilerplate,
            local_name!("ul") | local_name!("ol") | local_name!("dl") => {
                lists = lists.saturating_add(u8::from(kind == BlockKind::List));
                continue;
            }
            _ => continue,
        };
        // The innermost decides, but code in a list is code and a menu is a menu whatever it is made of.
        if kind == BlockKind::Paragraph
            || matches!(
                found,
                BlockKind::Code | BlockKind::Caption | BlockKind::Boilerplate
            )
        {
            kind = found;
        }
    }
    (kind, if kind == BlockKind::List { lists.max(1) } else { 0 })
}
