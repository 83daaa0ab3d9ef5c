//! The record of a translated article: the same blocks, segments and ids with the texts of the translation, so that everything that is made
//! from a record (a summary, a newsletter) is made from a translation too.

use super::Target;
use super::codes::settle;
use super::render::clean;
use super::spacing::between;
use crate::article::{Article, ArticleRecord, Block, BlockKind, Counts, Language, Segment, Span};
use crate::bilingual::{Code, Content, codes};
use crate::words::{self, Counting};

/// The record of `record` translated into `target`; `targets` has an entry for each of its segments.
///
/// The summary is that of the source as far as it is translated: a sentence without a translation is in none. Sentences that share a
/// translation are one segment.
pub fn translated(record: &ArticleRecord, targets: &[Target], target: &Language) -> ArticleRecord {
    let mut out = ArticleRecord {
        id: record.id.clone(),
        path: record.path.clone(),
        hash: record.hash.clone(),
        format: record.format,
        article: Article::default(),
        language: target.clone(),
        script: target.script().to_owned(),
        confidence: 1.0,
        block_ids: record.block_ids.clone(),
        segments: Vec::with_capacity(record.segments.len()),
        over_budget: false,
        no_summary: record.no_summary.clone(),
        counts: Counts::default(),
    };
    out.article.metadata = record.article.metadata.clone();
    out.article.metadata.language = Some(target.clone());
    let mut at = 0;
    for index in 0..record.article.blocks.len() {
        let count = record.segments_of(index).len();
        let targets = targets.get(at..at + count).unwrap_or(&[]);
        block(record, index, targets, target, &mut out);
        at += count;
    }
    if let Some(title) = title(record, &out) {
        out.article.metadata.title = Some(title);
    }
    out.counts = counts(&out);
    out
}

/// Adds a block with its segments.
fn block(
    record: &ArticleRecord,
    index: usize,
    targets: &[Target],
    target: &Language,
    out: &mut ArticleRecord,
) {
    let source = &record.article.blocks[index];
    let segments = record.segments_of(index);
    let spans: Vec<Span> = segments.iter().map(|segment| segment.span).collect();
    let contents = codes::split(&record.article.text, source, &spans);
    let start = out.article.append("").start as usize;
    let is_done = |at: usize| targets.get(at).is_some_and(|target| *target != Target::Missing);
    let mut at = 0;
    while at < segments.len() {
        let mut last = at;
        while targets.get(last + 1) == Some(&Target::Joined) {
            last += 1;
        }
        if at > 0 {
            let gap = &record.article.text[spans[at - 1].end as usize..spans[at].start as usize];
            let moved = targets.get(at).is_some_and(Target::is_translated)
                || targets.get(at - 1).is_some_and(Target::is_translated);
            let both = is_done(at) && is_done(at - 1);
            out.article
                .text
                .push_str(if moved { between(gap, target, both) } else { gap });
        }
        let from = out.article.text.len();
        let known: Vec<&Code> = contents[at..=last].iter().flat_map(Content::codes).collect();
        let text = match targets.get(at) {
            Some(Target::Text(content)) => {
                let (content, _) = settle(content, &known);
                Content(clean(&content.0, false)).reading()
            }
            _ => contents[at].reading(),
        };
        out.article.text.push_str(text.trim());
        let done = is_done(at);
        out.segments.push(Segment {
            id: segments[at].id.clone(),
            block: index as u32,
            span: Span::new(from, out.article.text.len()),
            score: if done { segments[at].score } else { 0.0 },
            in_summary: done && segments[at..=last].iter().any(|segment| segment.in_summary),
            why: Vec::new(),
        });
        at = last + 1;
    }
    if segments.is_empty() {
        out.article.text.push_str(record.article.text_of(source));
    }
    let untouched = (0..segments.len()).all(|at| !is_done(at));
    let own = source.language.clone().unwrap_or_else(|| record.language.clone());
    out.article.blocks.push(Block {
        kind: source.kind,
        span: Span::new(start, out.article.text.len()),
        language: (untouched && !own.serves(target)).then_some(own),
        level: source.level,
        attached: source.attached,
        ..Block::default()
    });
}

/// The headline: the title block, else the block that says what the headline of the source says.
fn title(record: &ArticleRecord, out: &ArticleRecord) -> Option<String> {
    let headline = record.article.metadata.title.as_deref()?;
    let blocks = &record.article.blocks;
    let found = blocks
        .iter()
        .position(|block| block.kind == BlockKind::Title)
        .or_else(|| {
            blocks
                .iter()
                .position(|block| record.article.text_of(block) == headline)
        })?;
    let text = out.article.text_of(&out.article.blocks[found]);
    (!text.trim().is_empty()).then(|| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn counts(record: &ArticleRecord) -> Counts {
    let mut counts = Counts {
        blocks: record.article.blocks.len() as u32,
        segments: record.segments.len() as u32,
        ..Counts::default()
    };
    for segment in &record.segments {
        let text = record.text_of(segment);
        let words = words::count(text, Counting::Word);
        counts.words += words;
        counts.characters += text.chars().count() as u32;
        if segment.in_summary {
            counts.summary_segments += 1;
            counts.summary_words += words;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bilingual::{Part, drawing};

    fn text(text: &str) -> Target {
        Target::Text(Content(vec![Part::Text(text.to_owned())]))
    }

    #[test]
    fn a_translated_record_has_the_same_ids_and_what_is_translated_of_the_summary() {
        let record = drawing::record(
            "a.txt",
            "en",
            &[
                (BlockKind::Title, "The ferry"),
                (BlockKind::Paragraph, "★One. │Two. │★Three."),
                (BlockKind::Paragraph, "Four."),
            ],
        );
        let kazakh = Language::parse("kk").unwrap();
        let targets = [
            text("Паром"),
            text(" Бір. "),
            text("Екі."),
            Target::Missing,
            Target::Missing,
        ];
        let made = translated(&record, &targets, &kazakh);
        assert_eq!(made.article.text, "Паром\nБір. Екі. Three.\nFour.");
        assert_eq!(made.article.metadata.title.as_deref(), Some("Паром"));
        let summary: Vec<&str> = made.summary().map(|segment| made.text_of(segment)).collect();
        assert_eq!(summary, ["Бір."]);
        assert_eq!(made.segments[1].id, record.segments[1].id);
        let languages: Vec<bool> = made
            .article
            .blocks
            .iter()
            .map(|block| block.language.is_some())
            .collect();
        assert_eq!(languages, [false, false, true]);
        let joined = [
            Target::Missing,
            text("Бір. Екі."),
            Target::Joined,
            text("Үш."),
            Target::Missing,
        ];
        let made = translated(&record, &joined, &kazakh);
        assert_eq!(made.article.text, "The ferry\nБір. Екі. Үш.\nFour.");
        assert_eq!(made.segments.len(), 4);
        let chinese = translated(&record, &targets, &Language::parse("zh").unwrap());
        assert_eq!(chinese.article.text, "Паром\nБір.Екі. Three.\nFour.");
    }
}
