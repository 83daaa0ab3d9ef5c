//! What the training program (`training/segment`) learns from and fills in.

use super::around::Next;
use super::options::SegmentOptions;
use super::rule::Rule;
use super::{features, model, walk};
use crate::article::Language;

pub use super::model::{SLOTS, place};

/// A place of a text that could be an end.
pub struct Example {
    /// The byte of the place.
    pub at: usize,
    /// What is decided, by a rule or by the weights inside the program.
    pub cut: bool,
    /// What the model sees, if the place is left to it: every sign, and every sign as it is met in the language.
    pub signs: Vec<(u32, u32)>,
    /// The rule that decided, `weighed` if none did.
    pub rule: &'static str,
}

/// The places of `text`, in order; for a place that occurs twice the last one holds.
pub fn examples(text: &str, language: &Language) -> Vec<Example> {
    let mut out = Vec::new();
    let options = SegmentOptions::default();
    let hash = features::hash(language.subtag());
    walk::walk(text, language, &options, &mut |told| {
        let mut signs = Vec::new();
        if let (Rule::Weighed, Some((judge, passage, open))) = (told.verdict.rule, &told.mark) {
            let (start, end) = (passage.start as usize, passage.end as usize);
            if let Some(next) = Next::read(&text[open.stop.end..end]) {
                let evidence = judge.evidence(open.stop, next, open.pairs, &text[start..open.stop.start]);
                features::each(&evidence, |sign| {
                    signs.push((sign, model::in_language(sign, hash)));
                });
            }
        }
        out.push(Example {
            at: told.at,
            cut: told.verdict.cut,
            signs,
            rule: told.verdict.rule.name(),
        });
    });
    out
}
