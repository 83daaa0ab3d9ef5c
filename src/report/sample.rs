//! For the tests of the page: records from drawings, and a parser that finds every flaw of the markup.

use std::collections::BTreeMap;

use html5gum::{DefaultEmitter, Token, Tokenizer};

use super::{Entry, Outcome};
use crate::article::{
    Article, ArticleId, ArticleRecord, Block, BlockKind, Counts, Format, Language, Segment, SegmentId, Span,
    block_ids,
};

/// A record of blocks whose sentences are drawn one by one; the summary quotes those that begin with `*`.
pub(super) fn record(path: &str, language: &str, blocks: &[(BlockKind, &[&str])]) -> ArticleRecord {
    let mut article = Article::default();
    let mut segments = Vec::new();
    for (kind, drawing) in blocks {
        let sentences: Vec<&str> = drawing.iter().map(|text| text.trim_start_matches('*')).collect();
        let span = article.append(&sentences.join(" "));
        if *kind == BlockKind::Title {
            article.metadata.title = Some(sentences.join(" "));
        }
        let mut start = span.start;
        for (text, drawn) in sentences.iter().zip(*drawing) {
            let end = start + text.len() as u32;
            let block = article.blocks.len() as u32;
            segments.push((block, Span { start, end }, drawn.starts_with('*')));
            start = end + 1;
        }
        article.blocks.push(Block {
            kind: *kind,
            span,
            ..Block::default()
        });
    }
    let language = Language::parse(language).unwrap();
    let ids = block_ids(&article);
    let segments: Vec<Segment> = (1..)
        .zip(segments)
        .map(|(ordinal, (block, span, in_summary))| Segment {
            id: SegmentId {
                block: ids[block as usize].clone(),
                ordinal,
            },
            block,
            span,
            score: 0.0,
            in_summary,
            why: if in_summary {
                vec!["a <word>".to_owned()]
            } else {
                Vec::new()
            },
        })
        .collect();
    ArticleRecord {
        id: ArticleId::of_path(path.as_bytes()),
        path: path.to_owned(),
        hash: String::new(),
        format: Format::Text,
        script: language.script().to_owned(),
        language,
        confidence: 1.0,
        block_ids: ids,
        over_budget: false,
        no_summary: None,
        counts: counts(&segments),
        segments,
        article,
    }
}

fn counts(segments: &[Segment]) -> Counts {
    let quoted = segments.iter().filter(|segment| segment.in_summary).count() as u32;
    Counts {
        segments: segments.len() as u32,
        words: segments.len() as u32 * 10,
        summary_segments: quoted,
        summary_words: quoted * 10,
        ..Counts::default()
    }
}

/// The row of the manifest for a finished record.
pub(super) fn entry(record: &ArticleRecord) -> Entry<'_> {
    Entry {
        outcome: Outcome::Done,
        id: Some(record.id.as_str()),
        language: Some(&record.language),
        format: Some(record.format),
        counts: record.counts,
        warnings: record.article.warnings.len() as u32,
        ..Entry::new(&record.path)
    }
}

/// A start tag: its name and attributes, and the text between it and the next tag.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: BTreeMap<String, String>,
    pub(super) text: String,
}

/// All elements of a page or a piece of one.
///
/// Panics where a browser would have to guess: at any parse error, at tags that are not closed in their order, and at a name
/// that two elements have.
pub(super) fn parse(html: &str) -> Vec<Element> {
    let mut elements: Vec<Element> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut ids = BTreeMap::new();
    let mut is_fresh = false;
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let owned = |text: &[u8]| String::from_utf8(text.to_vec()).unwrap();
    for token in Tokenizer::new_with_emitter(html, emitter).map(Result::unwrap) {
        let fresh = std::mem::replace(&mut is_fresh, matches!(token, Token::StartTag(_)));
        match token {
            Token::StartTag(tag) => {
                let name = owned(&tag.name);
                let attributes: BTreeMap<String, String> = tag
                    .attributes
                    .iter()
                    .map(|(key, value)| (owned(key), owned(value)))
                    .collect();
                if let Some(id) = attributes.get("id") {
                    assert_eq!(
                        ids.insert(id.clone(), name.clone()),
                        None,
                        "two elements are named {id}"
                    );
                }
                if !tag.self_closing && !matches!(name.as_str(), "meta" | "br" | "input") {
                    open.push(name.clone());
                }
                elements.push(Element {
                    name,
                    attributes,
                    text: String::new(),
                });
            }
            Token::EndTag(tag) => assert_eq!(open.pop(), Some(owned(&tag.name)), "an end tag out of order"),
            Token::String(text) => {
                if let Some(element) = elements.last_mut().filter(|_| fresh) {
                    element.text.push_str(&owned(&text));
                }
            }
            Token::Doctype(doctype) => assert_eq!(owned(&doctype.name), "html"),
            Token::Comment(_) => panic!("the page has no comments"),
            Token::Error(error) => panic!("{:?}", error.value),
        }
    }
    assert_eq!(open, Vec::<String>::new(), "elements without an end");
    elements
}
