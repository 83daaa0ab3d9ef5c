//! The lines of `summarize --jsonl`: a text in, its summary out, and on request why.

use serde::Serialize;

use super::filter::Manner;
use super::records::{Places, Request, language_of, tag};
use crate::article::Span;
use crate::segment::{self, SegmentOptions};
use crate::summarize::{self, Candidate, Reason, SummaryInput, SummaryOptions, Verdict};

/// `{"id","text","title"?,"lang"?,"sentences"?,"words"?,"chars"?,"ratio"?}` to `{"id","lang","summary","sentences"}` and, if asked,
/// `"reasons"`.
pub(super) fn summarize(
    request: &mut Request,
    manner: &Manner,
    default: &SummaryOptions,
    options: &SegmentOptions,
    explain: bool,
) -> Result<Vec<u8>, String> {
    let text = request.required("text")?;
    let title = request.title()?;
    let given = request.language()?;
    let budget = request.budget(default)?;
    let language = language_of(&text, given, manner);
    let spans = segment::segment(&text, &language, options);
    let candidates = candidates(&text, &spans);
    let input = SummaryInput {
        text: &text,
        language: &language,
        title: title.as_deref(),
        sentences: &candidates,
    };
    let (summary, reasons) = if explain {
        let (summary, reasons) = summarize::explain(&input, &budget);
        (summary, Some(reasons))
    } else {
        (summarize::summarize(&input, &budget), None)
    };
    let places = Places::new(&text, manner);
    let sentences = summary
        .sentences
        .iter()
        .map(|sentence| {
            let (start, end) = places.of(spans[sentence.index]);
            Chosen {
                index: sentence.index,
                start,
                end,
                score: rounded(sentence.score),
            }
        })
        .collect();
    let quoted = summary
        .sentences
        .iter()
        .map(|sentence| spans[sentence.index].of(&text))
        .collect();
    let result = Summarized {
        lang: tag(&language, manner),
        summary: quoted,
        sentences,
        over: summary.over,
        reason: summary.reason,
        reasons: reasons.map(|reasons| {
            let explained = reasons.iter().zip(&spans).zip(&summary.scores);
            explained
                .map(|((reason, span), score)| Explained::of(reason, places.of(*span), *score, &text))
                .collect()
        }),
    };
    let names = ["lang", "summary", "sentences", "over", "reason", "reasons"];
    Ok(request.reply(&result, &names))
}

#[derive(Serialize)]
struct Chosen {
    index: usize,
    start: u32,
    end: u32,
    score: f64,
}

#[derive(Serialize)]
struct Summarized<'t> {
    lang: String,
    summary: Vec<&'t str>,
    sentences: Vec<Chosen>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    over: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reasons: Option<Vec<Explained<'t>>>,
}

/// Why a sentence was taken or not.
#[derive(Serialize)]
struct Explained<'t> {
    start: u32,
    end: u32,
    words: usize,
    score: f64,
    verdict: &'static str,
    /// Its place among those that were taken, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<u32>,
    /// The words that it was taken for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    terms: Vec<&'t str>,
    /// The words that lean on the sentence before.
    #[serde(skip_serializing_if = "Option::is_none")]
    opening: Option<&'static str>,
}

impl<'t> Explained<'t> {
    fn of(reason: &Reason, (start, end): (u32, u32), score: f32, text: &'t str) -> Self {
        Self {
            start,
            end,
            words: reason.words,
            score: rounded(score),
            verdict: reason.verdict.name(),
            order: match reason.verdict {
                Verdict::Taken(order) => Some(order),
                _ => None,
            },
            terms: reason.terms.iter().map(|term| term.of(text)).collect(),
            opening: match reason.verdict {
                Verdict::Leans(opening) => Some(opening),
                _ => None,
            },
        }
    }
}

/// A score as it is printed.
fn rounded(score: f32) -> f64 {
    (f64::from(score) * 1e4).round() / 1e4
}

/// All sentences of a text as candidates: a filter knows of no captions and headings.
pub(super) fn candidates(text: &str, spans: &[Span]) -> Vec<Candidate> {
    let mut end = 0;
    let candidate = |&span: &Span| {
        let opens_block = end == 0 || text[end..span.start as usize].contains('\n');
        end = span.end as usize;
        Candidate {
            span,
            quotable: true,
            opens_block,
        }
    };
    spans.iter().map(candidate).collect()
}
