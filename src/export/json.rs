//! `articles/<article>.json`: everything that is known of an article, and the way back to an [`ArticleRecord`].
//!
//! Offsets are Unicode code points of `text`; only `source` of an inline code counts bytes of the decoded input. One line a
//! field and one a block, so that a change of a sentence is a change of two lines. Where text stands in the source
//! ([`crate::article::Block::origin`]) is not kept: it follows from the input.

mod read;

use serde::Serialize;

pub use read::{ReadError, read, read_from};

use crate::article::{
    ArticleRecord, Attachment, BlockId, BlockKind, Edge, Language, Markup, Offsets, SegmentId,
};

/// The version of the format.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct BlockLine<'a> {
    id: &'a str,
    kind: BlockKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    attached: Option<Attachment>,
    #[serde(skip_serializing_if = "is_zero")]
    level: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'a Language>,
    #[serde(skip_serializing_if = "Option::is_none")]
    declared_lang: Option<&'a Language>,
    start: u32,
    end: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    inline: Vec<Code<'a>>,
    segments: Vec<Sentence<'a>>,
}

#[derive(Serialize)]
struct Code<'a> {
    id: u32,
    edge: Edge,
    markup: Markup,
    start: u32,
    end: u32,
    /// Bytes of the decoded source.
    source: [u32; 2],
    data: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<&'a str>,
}

#[derive(Serialize)]
struct Sentence<'a> {
    id: &'a SegmentId,
    start: u32,
    end: u32,
    text: &'a str,
    score: f64,
    summary: bool,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    why: &'a [String],
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(level: &u8) -> bool {
    *level == 0
}

/// The text of the file.
pub fn write(record: &ArticleRecord) -> String {
    let metadata = &record.article.metadata;
    let offsets = Offsets::new(&record.article.text);
    let mut out = Lines(String::from("{\n"));
    out.field("version", &VERSION);
    out.field("id", &record.id.as_str());
    out.field("path", &record.path);
    out.field("hash", &record.hash);
    out.field("format", &record.format);
    out.field("lang", &record.language);
    out.field("script", &record.script);
    out.field("lang_confidence", &rounded(record.confidence));
    out.field("title", &metadata.title);
    out.field("author", &metadata.author);
    out.field("date", &metadata.date);
    out.field("url", &metadata.url);
    if let Some(language) = &metadata.language {
        out.field("declared_lang", language);
    }
    out.field("text", &record.article.text);
    out.0.push_str("\"blocks\":[");
    for index in 0..record.article.blocks.len() {
        out.0.push_str(if index == 0 { "\n" } else { ",\n" });
        out.value(&block_line(record, index, &offsets));
    }
    out.0.push_str("\n],\n");
    let summary: Vec<&SegmentId> = record.summary().map(|segment| &segment.id).collect();
    out.field("summary", &summary);
    if record.over_budget {
        out.field("over_budget", &true);
    }
    if let Some(reason) = &record.no_summary {
        out.field("no_summary", reason);
    }
    if !record.article.warnings.is_empty() {
        out.field("warnings", &record.article.warnings);
    }
    out.0.push_str("\"counts\":");
    out.value(&record.counts);
    out.0.push_str("\n}\n");
    out.0
}

struct Lines(String);

impl Lines {
    fn field(&mut self, name: &'static str, value: &impl Serialize) {
        self.0.push('"');
        self.0.push_str(name);
        self.0.push_str("\":");
        self.value(value);
        self.0.push_str(",\n");
    }

    fn value(&mut self, value: &impl Serialize) {
        let text = serde_json::to_string(value).expect("plain data with string keys is always JSON");
        self.0.push_str(&text);
    }
}

/// Four decimals: enough to rank by, and no more digits that a compiler could change.
fn rounded(score: f32) -> f64 {
    let score = f64::from(score);
    if score.is_finite() {
        (score * 1e4).round() / 1e4
    } else {
        0.0
    }
}

fn block_line<'a>(record: &'a ArticleRecord, index: usize, offsets: &Offsets<'_>) -> BlockLine<'a> {
    let block = &record.article.blocks[index];
    let codes = block.inline.iter().map(|inline| Code {
        id: inline.id,
        edge: inline.edge,
        markup: inline.markup,
        start: offsets.code_points(inline.span.start),
        end: offsets.code_points(inline.span.end),
        source: [inline.source.start, inline.source.end],
        data: &inline.data,
        target: inline.target.as_deref(),
    });
    let segments = record.segments_of(index).iter().map(|segment| Sentence {
        id: &segment.id,
        start: offsets.code_points(segment.span.start),
        end: offsets.code_points(segment.span.end),
        text: record.text_of(segment),
        score: rounded(segment.score),
        summary: segment.in_summary,
        why: &segment.why,
    });
    BlockLine {
        id: record.block_ids.get(index).map_or("", BlockId::as_str),
        kind: block.kind,
        attached: block.attached,
        level: block.level,
        lang: block.language.as_ref(),
        declared_lang: block.declared.as_ref(),
        start: offsets.code_points(block.span.start),
        end: offsets.code_points(block.span.end),
        inline: codes.collect(),
        segments: segments.collect(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::article::{Block, Inline, Segment, Span, Warning, block_ids};
    use crate::bilingual::drawing;

    #[test]
    fn the_file_has_a_line_a_field_and_a_line_a_block() {
        insta::assert_snapshot!(write(&drawing::sample()));
    }

    #[test]
    fn what_cannot_be_an_article_is_an_error_and_no_panic() {
        let good = write(&drawing::sample());
        for (from, to, want) in [
            ("\"version\":1", "\"version\":2", "version 2"),
            ("\"version\":1,", "", "missing field"),
            ("\"kind\":\"title\"", "\"kind\":\"poem\"", "unknown variant"),
            (
                "\"start\":0,\"end\":17",
                "\"start\":0,\"end\":99999",
                "outside its text",
            ),
            (
                "\"start\":0,\"end\":17",
                "\"start\":17,\"end\":0",
                "outside its text",
            ),
            (
                "\"kind\":\"byline\",\"start\":18",
                "\"kind\":\"byline\",\"start\":3",
                "outside its text",
            ),
            ("}\n}\n", "", "EOF"),
        ] {
            assert!(good.contains(from), "{from}");
            let error = read(&good.replacen(from, to, 1)).unwrap_err().to_string();
            assert!(error.contains(want), "{to}: {error}");
        }
    }

    #[test]
    fn scores_have_four_decimals_and_are_numbers() {
        let mut record = drawing::sample();
        record.segments[0].score = f32::NAN;
        record.segments[1].score = 0.123_456;
        let back = read(&write(&record)).unwrap();
        assert_eq!((back.segments[0].score, back.segments[1].score), (0.0, 0.1235));
    }

    /// A block: kind, sentences, and places of codes in per mille of the block.
    type Drawn = (usize, Vec<(String, i32, bool)>, Vec<(usize, String)>);

    fn drawn_record(blocks: Vec<Drawn>) -> ArticleRecord {
        const KINDS: [BlockKind; 4] = [
            BlockKind::Title,
            BlockKind::Heading,
            BlockKind::Paragraph,
            BlockKind::Code,
        ];
        let mut record = drawing::record("a", "sr-Cyrl", &[]);
        let mut sentences = Vec::new();
        for (block, (kind, texts, codes)) in (0..).zip(blocks) {
            let start = record.article.append("").start as usize;
            for (text, score, quoted) in &texts {
                let from = record.article.text.len();
                record.article.text.push_str(text);
                sentences.push((block, Span::new(from, record.article.text.len()), *score, *quoted));
                record.article.text.push(' ');
            }
            let span = Span::new(start, record.article.text.len());
            let mut at: Vec<(usize, String)> = codes
                .into_iter()
                .map(|(per_mille, data)| {
                    (
                        record
                            .article
                            .text
                            .floor_char_boundary(start + span.len() * per_mille / 1000),
                        data,
                    )
                })
                .collect();
            at.sort();
            let inline = (1..).zip(at).map(|(id, (at, data))| Inline {
                id,
                edge: Edge::Alone,
                markup: Markup::Footnote,
                span: Span::new(at.max(start), at.max(start)),
                source: Span::new(at, at + data.len()),
                target: (id == 2).then(|| data.clone()),
                data,
            });
            record.article.blocks.push(Block {
                kind: KINDS[kind],
                span,
                inline: inline.collect(),
                level: kind as u8,
                language: (kind == 2).then_some(Language::UND),
                ..Block::default()
            });
        }
        record.block_ids = block_ids(&record.article);
        for (block, span, score, in_summary) in sentences {
            let ordinal = record
                .segments
                .last()
                .filter(|s: &&Segment| s.block == block)
                .map_or(1, |s| s.id.ordinal + 1);
            record.segments.push(Segment {
                id: SegmentId {
                    block: record.block_ids[block as usize].clone(),
                    ordinal,
                },
                block,
                span,
                score: (f64::from(score) / 1e4) as f32,
                in_summary,
                why: if in_summary {
                    vec![format!("word {score}"), "\"".into()]
                } else {
                    Vec::new()
                },
            });
        }
        record
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn a_record_comes_back_as_it_was(
            blocks in proptest::collection::vec(
                (
                    0usize..4,
                    proptest::collection::vec((any::<String>(), -20_000..20_000, any::<bool>()), 0..4),
                    proptest::collection::vec((0usize..=1000, any::<String>()), 0..4),
                ),
                0..5,
            ),
            facts in proptest::collection::vec(proptest::option::of(any::<String>()), 5),
            over_budget in any::<bool>(),
        ) {
            let mut record = drawn_record(blocks);
            let metadata = &mut record.article.metadata;
            metadata.title.clone_from(&facts[0]);
            metadata.author.clone_from(&facts[1]);
            metadata.date.clone_from(&facts[2]);
            metadata.url.clone_from(&facts[3]);
            metadata.language = over_budget.then_some(Language::UND);
            record.no_summary.clone_from(&facts[4]);
            record.article.warnings.extend(facts[0].as_ref().map(|fact| Warning::new("code", fact.as_str())));
            record.over_budget = over_budget;
            let text = write(&record);
            let back = read(&text).unwrap();
            prop_assert_eq!(&back, &record);
            prop_assert_eq!(&read_from(text.as_bytes()).unwrap(), &record);
            prop_assert_eq!(write(&back), text);
        }
    }
}
