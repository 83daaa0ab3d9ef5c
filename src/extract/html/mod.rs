//! Web pages: one parse gives the tree and the place of every text in the source; passages are cut from the tree, the
//! article is told from the rest, each kept passage becomes a block.
//!
//! **Invariant:** every verbatim piece of a block holds the same bytes as the source at its place, however broken the page.

mod arena;
mod attached;
mod attributes;
mod blocks;
mod candidates;
mod choice;
mod content;
mod echoes;
mod elements;
mod features;
mod feeder;
mod forms;
mod head;
mod json_ld;
mod kinds;
mod lines;
mod masses;
mod model;
mod regions;
mod shown;
mod signals;
mod sink;
mod site;
mod sites;
pub mod study;
mod styles;
mod surroundings;
mod tag;
mod title;
mod tokens;
mod vocabulary;
mod whole;

use super::draft::{Builder, Draft};
use super::{ExtractOptions, metadata};
use crate::article::{Article, Block, BlockKind, Warning};
use arena::{Id, Tree};
use attached::{Beside, Mark, Reach};
use blocks::Passage;
use echoes::Said;
use feeder::Bounds;
use head::{Head, Shown};
use json_ld::Described;
use model::{MODEL, Model};

pub use attached::{shown_attribute, shown_meta};
pub use attributes::{TagAttribute, tag_attributes};
pub use site::{Site, passage_keys};
pub use sites::{PageFacts, Sites, Survey};
pub(super) use whole::whole;

/// Code of the warning of a page without an article.
const NO_ARTICLE: &str = "no-article";
/// Fewest bytes of an article in `<noscript>`: a notice that the page needs scripts is shorter.
const MIN_WITHOUT_SCRIPTS: usize = 500;

/// Reads a page.
pub(super) fn extract(source: &str, options: &ExtractOptions) -> Article {
    article_by(source, options, &MODEL)
}

/// How far a page is read.
fn bounds(options: &ExtractOptions) -> Bounds {
    Bounds {
        depth: options.limits.max_html_depth,
        attributes: options.limits.max_html_attributes,
        without_formatting: false,
        scripts: true,
        xml: false,
    }
}

/// A page cut into passages, and what it says of itself.
struct Reading<'a, 's> {
    tree: &'a Tree<'s>,
    passages: &'a [Passage],
    marks: &'a [Mark],
    head: &'a Head<'a>,
    described: &'a Described,
    said: &'a Said<'a>,
}

/// Reads a page and hands it to `work`.
fn with_reading<T>(
    source: &str,
    bounds: Bounds,
    options: &ExtractOptions,
    work: impl FnOnce(&Reading<'_, '_>) -> T,
) -> T {
    let tree = tokens::parse(source, bounds);
    let described = json_ld::read(&tree, options.limits.max_json_ld_bytes);
    let head = Head::read(&tree);
    let (passages, marks) = blocks::cut(&tree);
    let page_title = head.page_title(&tree);
    let said = Said {
        titles: head.titles(&described, &page_title),
        description: head.description(),
        body: described.body.as_deref(),
        site: site(&head, options),
        kind: head.kind(&described),
    };
    work(&Reading {
        tree: &tree,
        passages: &passages,
        marks: &marks,
        head: &head,
        described: &described,
        said: &said,
    })
}

/// What is known of the site that a page is from.
fn site<'o>(head: &Head<'_>, options: &'o ExtractOptions) -> Option<&'o Site> {
    let address = options.url.as_deref().or_else(|| head.address());
    let of_batch = || options.sites.as_ref()?.of(address, options.folder.as_deref());
    options.site.as_ref().or_else(of_batch).map(|site| &**site)
}

/// Reads a page, its article told by `model`. Where scripts would put the article there, it may stand in `<noscript>`, as on pages of forums.
fn article_by(source: &str, options: &ExtractOptions, model: &Model<'_>) -> Article {
    let read = |bounds| {
        with_reading(source, bounds, options, |reading| {
            article(reading, options, model)
        })
    };
    let shown = read(bounds(options));
    if is_found(&shown) || memchr::memmem::find(source.as_bytes(), b"<noscript").is_none() {
        return shown;
    }
    let otherwise = read(Bounds {
        scripts: false,
        ..bounds(options)
    });
    let body = otherwise.blocks.iter().filter(|block| block.kind.is_body());
    let bytes: usize = body.map(|block| block.span.len()).sum();
    if bytes >= MIN_WITHOUT_SCRIPTS {
        otherwise
    } else {
        shown
    }
}

fn is_found(article: &Article) -> bool {
    !article.warnings.iter().any(|warning| warning.code == NO_ARTICLE)
}

fn article(reading: &Reading<'_, '_>, options: &ExtractOptions, model: &Model<'_>) -> Article {
    let Reading {
        tree,
        passages,
        marks,
        head,
        described,
        said,
    } = *reading;
    let verdict = content::judge(tree, passages, said, model);
    let headline = head::headline(tree, passages, &verdict);
    let shown = headline.map(|at| passages[at].draft.text.as_str());
    let lines = lines::read(tree, passages, &verdict, headline);
    let mut article = Article {
        metadata: head::metadata(tree, head, described, &Shown { title: shown, lines }, options),
        warnings: warnings(tree, options),
        ..Article::default()
    };
    let found = verdict.kept.iter().any(|kept| *kept);
    if !found {
        article
            .warnings
            .push(Warning::new(NO_ARTICLE, "no article found"));
    }
    let keep = options.keep_boilerplate;
    let kinds = kinds(tree, passages, &verdict, headline, head.description(), keep);
    if headline.is_none() && found {
        page_title(tree, head, &mut article);
    }
    let mut beside = Beside::of(
        tree,
        passages,
        marks,
        &kinds,
        Reach::Inside,
        options.keep_boilerplate,
    );
    for (at, (passage, kind)) in passages.iter().zip(kinds).enumerate() {
        beside.until(tree, at, &mut article);
        if let Some((kind, level)) = kind {
            let block = Block {
                kind,
                level,
                declared: passage.declared(tree, article.metadata.language.as_ref()),
                ..Block::default()
            };
            passage.draft.clone().append_to(&mut article, block);
        }
    }
    beside.until(tree, passages.len(), &mut article);
    if found {
        beside.head(tree, head, headline.is_some(), &mut article);
    }
    article
}

/// The kind and level of each passage, nothing for those that are left out.
fn kinds(
    tree: &Tree<'_>,
    passages: &[Passage],
    verdict: &content::Verdict,
    headline: Option<usize>,
    description: Option<&str>,
    keep_boilerplate: bool,
) -> Vec<Option<(BlockKind, u8)>> {
    let found = verdict.kept.iter().any(|kept| *kept);
    let rest = keep_boilerplate.then_some((BlockKind::Boilerplate, 0));
    let mut kinds: Vec<Option<(BlockKind, u8)>> = passages
        .iter()
        .enumerate()
        .map(|(at, passage)| {
            if verdict.kept[at] {
                Some(kinds::of_body(tree, passage, verdict, at))
            } else {
                rest
            }
        })
        .collect();
    if found {
        let captions = headline.map(|at| kinds::lead_captions(tree, passages, verdict, at));
        for at in captions.into_iter().flatten() {
            kinds[at] = Some((BlockKind::Caption, 0));
        }
        for (at, kind) in kinds::around_headline(tree, passages, verdict, headline, description) {
            kinds[at] = Some((kind, u8::from(kind == BlockKind::Title)));
        }
    }
    kinds
}

/// Makes the page's `<title>`, less the site's name, the title block.
fn page_title(tree: &Tree<'_>, head: &Head<'_>, article: &mut Article) {
    let Some(draft) = head.title.and_then(|id| title_draft(tree, id)) else {
        return;
    };
    let block = Block {
        kind: BlockKind::Title,
        level: 1,
        ..Block::default()
    };
    draft.append_to(article, block);
}

/// The `<title>`, less the site's name.
fn title_draft(tree: &Tree<'_>, id: Id) -> Option<Draft> {
    let mut draft = text_draft(tree, id)?;
    let end = metadata::without_site(&draft.text);
    draft.truncate(end);
    (!draft.text.is_empty()).then_some(draft)
}

/// The text directly in `id`.
fn text_draft(tree: &Tree<'_>, id: Id) -> Option<Draft> {
    let mut builder = Builder::new(tree.source);
    for child in tree.children(id) {
        for piece in tree.pieces(child).filter(|piece| piece.escapable) {
            builder.push_collapsed(tree.text_of(piece), piece.source, piece.verbatim);
        }
    }
    builder.finish()
}

fn warnings(tree: &Tree<'_>, options: &ExtractOptions) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if tree.cut_off {
        warnings.push(Warning::new(
            "cut-off",
            "the page ends in the middle; what is there was read",
        ));
    }
    if tree.flattened > 0 {
        let message = format!(
            "{} elements nest deeper than {} and were flattened",
            tree.flattened, options.limits.max_html_depth
        );
        warnings.push(Warning::new("flattened", message));
    }
    if tree.without_formatting {
        let message = "too many unclosed formatting tags; the page was read without them";
        warnings.push(Warning::new("formatting-dropped", message));
    }
    warnings
}

#[cfg(test)]
mod tests;
