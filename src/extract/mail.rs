//! The body of a mail: plain text with quoted mails and a signature, or HTML, most of whose tables only lay it out.

use super::{ExtractOptions, html, metadata, plain};
use crate::article::{Article, Block, BlockKind};

/// Reads a mail whose headers are given.
pub(super) fn extract(source: &str, options: &ExtractOptions) -> Article {
    let mut body = if options.markup {
        let mut body = html::whole(source, false, options);
        for block in body
            .blocks
            .iter_mut()
            .filter(|block| block.kind == BlockKind::Table)
        {
            if is_laid_out(block.span.of(&body.text)) {
                block.kind = BlockKind::Paragraph;
            }
        }
        body
    } else {
        let mut body = plain::read(source, options);
        mark_quoted(&mut body);
        body
    };
    if !options.keep_boilerplate {
        body.blocks.retain(|block| block.kind != BlockKind::Boilerplate);
    }
    under_subject(&body, options)
}

/// A cell that holds sentences is a column of the mail.
fn is_laid_out(text: &str) -> bool {
    let ends = |c: char| matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | '؟' | '।' | '։' | '።');
    text.chars().filter(|c| ends(*c)).count() > 0 && text.chars().count() > 40
}

/// Marks what is quoted of other mails, the line that says whose they are, and the signature.
fn mark_quoted(body: &mut Article) {
    let Article { text, blocks, .. } = body;
    let mut signed = false;
    for at in 0..blocks.len() {
        let line = blocks[at].span.of(text);
        signed |= line == "--" || line.starts_with("-- ") || line.starts_with("--\n");
        let quotes = |block: &Block| block.span.of(text).starts_with('>');
        let announces = line.ends_with([':', '：']) && blocks.get(at + 1).is_some_and(quotes);
        if signed || quotes(&blocks[at]) || announces {
            blocks[at].kind = BlockKind::Boilerplate;
        }
    }
}

/// The body with the subject as its title. The subject has no place in the body's source.
fn under_subject(body: &Article, options: &ExtractOptions) -> Article {
    let given = &options.given;
    let mut article = Article {
        warnings: body.warnings.clone(),
        metadata: crate::article::Metadata {
            title: given
                .title
                .as_deref()
                .map(|title| metadata::one_line(title, options.limits.max_title_chars))
                .or(body.metadata.title.clone()),
            author: given.author.clone().or(body.metadata.author.clone()),
            date: given.date.clone().or(body.metadata.date.clone()),
            url: given.url.clone(),
            language: given.language.clone().or(body.metadata.language.clone()),
        },
        ..Article::default()
    };
    let subject = given.title.as_ref().and(article.metadata.title.clone());
    if let Some(subject) = subject.filter(|subject| !subject.is_empty()) {
        let span = article.append(&subject);
        article.blocks.push(Block {
            kind: BlockKind::Title,
            span,
            level: 1,
            ..Block::default()
        });
    }
    let titled = !article.blocks.is_empty();
    for block in &body.blocks {
        let mut block = block.clone();
        if titled && block.kind == BlockKind::Title {
            if block.span.of(&body.text) == article.text {
                continue;
            }
            (block.kind, block.level) = (BlockKind::Heading, 2);
        }
        let from = block.span;
        block.span = article.append(from.of(&body.text));
        let moved = |span: crate::article::Span| {
            let at = |end: u32| end - from.start + block.span.start;
            crate::article::Span {
                start: at(span.start),
                end: at(span.end),
            }
        };
        for piece in &mut block.origin {
            piece.text = moved(piece.text);
        }
        for code in &mut block.inline {
            code.span = moved(code.span);
        }
        article.blocks.push(block);
    }
    article
}
