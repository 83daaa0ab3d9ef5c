//! `--explain`: for a text on standard input, why it was cut where it was (`segment`), or why sentences were taken or not (`summarize`).

use std::fmt::Write as _;
use std::io::{self, Read};

use anyhow::anyhow;

use super::filter::Manner;
use super::{Outcome, progress, records, summaries};
use crate::article::Limits;
use crate::escape;
use crate::segment::{self, Decision, SegmentOptions};
use crate::summarize::{self, SummaryInput, SummaryOptions, Verdict};

/// Characters of the text that are shown before and after a place.
const SHOWN: (usize, usize) = (24, 16);

/// Characters of a sentence that are shown.
const SHOWN_SENTENCE: usize = 48;

/// The text on standard input.
fn input() -> Result<String, Outcome> {
    let limit = Limits::default().max_line_bytes;
    let mut text = String::new();
    io::stdin()
        .lock()
        .take(limit as u64 + 1)
        .read_to_string(&mut text)
        .map_err(|error| Outcome::Failed(anyhow::Error::new(error).context("standard input")))?;
    if text.len() > limit {
        let error = anyhow!("standard input: the text is longer than {limit} bytes");
        return Err(Outcome::Failed(error));
    }
    Ok(text)
}

/// Reads standard input and prints a line for every place that could be an end of a sentence, with the rule that decided it.
pub(super) fn segments(manner: &Manner, options: &SegmentOptions) -> Outcome {
    let text = match input() {
        Ok(text) => text,
        Err(outcome) => return outcome,
    };
    let language = records::language_of(&text, None, manner);
    let mut out = format!("language {language}\n");
    let mut seen = Seen {
        at: 0,
        line: 1,
        column: 1,
    };
    for decision in segment::explain(&text, &language, options) {
        seen.advance(&text, decision.at);
        line(&mut out, &text, &decision, &seen);
    }
    progress::print(out.as_bytes())
}

/// Reads standard input and prints a line for every sentence with what the summary made of it.
pub(super) fn summary(manner: &Manner, budget: &SummaryOptions, options: &SegmentOptions) -> Outcome {
    let text = match input() {
        Ok(text) => text,
        Err(outcome) => return outcome,
    };
    let language = records::language_of(&text, None, manner);
    let spans = segment::segment(&text, &language, options);
    let sentences = summaries::candidates(&text, &spans);
    let input = SummaryInput {
        text: &text,
        language: &language,
        title: None,
        sentences: &sentences,
    };
    let (summary, reasons) = summarize::explain(&input, budget);
    let mut out = format!("language {language}\n");
    // Writing to a string cannot fail.
    if let Some(reason) = summary.reason {
        let _ = writeln!(out, "no summary: {reason}");
    }
    if summary.over {
        let _ = writeln!(
            out,
            "no sentence fits the budget: the shortest of the three best stands alone"
        );
    }
    let mut seen = Seen {
        at: 0,
        line: 1,
        column: 1,
    };
    for ((span, reason), score) in spans.iter().zip(&reasons).zip(&summary.scores) {
        seen.advance(&text, span.start as usize);
        let sentence = span.of(&text);
        let end = sentence
            .char_indices()
            .nth(SHOWN_SENTENCE)
            .map_or(sentence.len(), |(at, _)| at);
        let shown = sentence[..end].replace(['\n', '\r', '\t'], " ");
        let more = if end < sentence.len() { "…" } else { "" };
        let mark = if matches!(reason.verdict, Verdict::Taken(_)) {
            "*"
        } else {
            " "
        };
        let _ = write!(
            out,
            "{mark} {:<8} {score:>8.0} {:>4} words  [{}{more}]  {}",
            format!("{}:{}", seen.line, seen.column),
            reason.words,
            escape::terminal(&shown),
            reason.verdict
        );
        let terms: Vec<_> = reason.terms.iter().map(|term| term.of(&text)).collect();
        let said = if terms.is_empty() { "" } else { "; first to say: " };
        let _ = writeln!(out, "{said}{}", escape::terminal(&terms.join(", ")));
    }
    progress::print(out.as_bytes())
}

/// The place reached, counted along.
struct Seen {
    at: usize,
    line: usize,
    column: usize,
}

impl Seen {
    fn advance(&mut self, text: &str, to: usize) {
        for c in text[self.at..to].chars() {
            if c == '\n' {
                (self.line, self.column) = (self.line + 1, 1);
            } else {
                self.column += 1;
            }
        }
        self.at = to;
    }
}

/// `1:4  keep  title  [Dr.| Li came.]  the word before is ...`
fn line(out: &mut String, text: &str, decision: &Decision, seen: &Seen) {
    let (left, right) = text.split_at(decision.at);
    let start = left
        .char_indices()
        .rev()
        .take(SHOWN.0)
        .last()
        .map_or(0, |(at, _)| at);
    let end = right
        .char_indices()
        .nth(SHOWN.1)
        .map_or(right.len(), |(at, _)| at);
    let shown = format!("{}|{}", &left[start..], &right[..end]).replace(['\n', '\r', '\t'], " ");
    let place = format!("{}:{}", seen.line, seen.column);
    let verdict = if decision.cut { "cut" } else { "keep" };
    let rule = match decision.line {
        Some(line) => format!("{}:{line}", decision.rule),
        None => decision.rule.to_owned(),
    };
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "{place:<8} {verdict:<4} {rule:<18} [{}]  {}",
        escape::terminal(&shown),
        decision.reason
    );
}
