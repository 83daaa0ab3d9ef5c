//! `tolmach segment --explain`: for a text on standard input, a line for every place that could be an end, with the rule that decided it.

use std::fmt::Write as _;
use std::io::{self, Read};

use anyhow::anyhow;

use super::filter::Manner;
use super::{Outcome, progress, records};
use crate::article::Limits;
use crate::escape;
use crate::segment::{self, Decision, SegmentOptions};

/// Characters of the text that are shown before and after a place.
const SHOWN: (usize, usize) = (24, 16);

/// Reads standard input and prints the decisions.
pub(super) fn explain(manner: &Manner, options: &SegmentOptions) -> Outcome {
    let limit = Limits::default().max_line_bytes;
    let mut text = String::new();
    if let Err(error) = io::stdin()
        .lock()
        .take(limit as u64 + 1)
        .read_to_string(&mut text)
    {
        return Outcome::Failed(anyhow::Error::new(error).context("standard input"));
    }
    if text.len() > limit {
        return Outcome::Failed(anyhow!("standard input: the text is longer than {limit} bytes"));
    }
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
