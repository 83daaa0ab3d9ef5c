//! The lines of the `extract` filter: a page, a path or a text in, the article in it out.

use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;

use super::asked::Asked;
use super::filter::Manner;
use super::records::{Request, detection, tag};
use crate::article::{Article, Attachment, BlockKind, Format, Warning};
use crate::extract::{Fields, PageFacts, Sites, Survey};

#[derive(Serialize)]
struct Block<'a> {
    kind: BlockKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    attached: Option<Attachment>,
    text: &'a str,
}

#[derive(Serialize)]
struct Extracted<'a> {
    title: Option<&'a str>,
    author: Option<&'a str>,
    date: Option<&'a str>,
    lang: String,
    text: String,
    blocks: Vec<Block<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<String>,
}

/// What the `extract` filter was told.
#[derive(Debug)]
pub(super) struct Extraction {
    /// Languages and how they are printed.
    pub(super) manner: Manner,
    /// Answer with boilerplate too.
    pub(super) keep: bool,
    /// Where a `path` is read below.
    pub(super) root: PathBuf,
    /// Which fields of JSON hold what.
    pub(super) fields: Arc<Fields>,
    /// What the pages of a batch have in common.
    pub(super) sites: Option<Arc<Sites>>,
}

/// Counts what the page that a line asks for has in common with others of its host.
pub(super) fn count(request: &mut Request, options: &Extraction, survey: &mut Survey) -> Result<(), String> {
    let asked = Asked::of(request, options)?;
    if asked.source.format == Format::Html {
        survey.add(&PageFacts::of(&asked.source.text, &asked.reading(options)), None);
    }
    Ok(())
}

/// The line's article as `{"id","title","author","date","lang","text","blocks"}`.
pub(super) fn extract(request: &mut Request, options: &Extraction) -> Result<Vec<u8>, String> {
    let asked = Asked::of(request, options)?;
    let article = asked.article(options).map_err(|error| error.to_string())?;
    let result = extracted(&article, &options.manner, &asked.source.warnings);
    Ok(request.reply(&result, &["title", "author", "date", "lang", "blocks", "warning"]))
}

fn extracted<'a>(article: &'a Article, manner: &Manner, warnings: &[Warning]) -> Extracted<'a> {
    let mut text = String::new();
    for block in article
        .blocks
        .iter()
        .filter(|block| block.kind.is_body() || block.kind == BlockKind::Deck)
    {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(article.text_of(block));
    }
    let declared = article.metadata.language.clone();
    let language = manner
        .language
        .clone()
        .unwrap_or_else(|| detection(&text, declared, manner).language);
    let blocks = article
        .blocks
        .iter()
        .map(|block| Block {
            kind: block.kind,
            attached: block.attached,
            text: article.text_of(block),
        })
        .collect();
    let messages: Vec<&str> = warnings
        .iter()
        .chain(&article.warnings)
        .map(|warning| warning.message.as_str())
        .collect();
    Extracted {
        title: article.metadata.title.as_deref(),
        author: article.metadata.author.as_deref(),
        date: article.metadata.date.as_deref(),
        lang: tag(&language, manner),
        warning: if text.is_empty() {
            Some("no article found".to_owned())
        } else {
            (!messages.is_empty()).then(|| messages.join("; "))
        },
        text,
        blocks,
    }
}
