//! The way through a text, from its lines to its marks: what `segment`, `explain` and the training program have in common.

use super::options::{Level, SegmentOptions};
use super::pieces::{Pieces, occurrences};
use super::rule::{Rule, Verdict};
use super::scan::{self, Open};
use super::srx::{Applied, Found, SrxMode};
use super::stop::Judge;
use super::structure;
use crate::article::{Language, Span};

/// A place that was decided.
pub(super) struct Told<'s, 't> {
    pub(super) at: usize,
    pub(super) verdict: Verdict,
    /// Who decided, in which passage, and what was open: only for marks.
    pub(super) mark: Option<(&'s Judge<'t>, Span, Open<'s>)>,
}

impl Told<'_, '_> {
    fn plain(at: usize, verdict: Verdict) -> Self {
        Self {
            at,
            verdict,
            mark: None,
        }
    }
}

/// Cuts `text` and tells of every place on the way; where two are told of the same place the last one holds.
pub(super) fn walk<'t>(
    text: &'t str,
    language: &'t Language,
    options: &'t SegmentOptions,
    tell: &mut impl FnMut(Told<'_, 't>),
) -> Vec<Span> {
    let project = &*options.project;
    let judge = Judge::new(text, language, project);
    let rules = project.srx.as_ref().and_then(|rules| rules.of(language));
    let mut rules = rules.map(|rules| (rules, project.srx_mode));
    let protected = occurrences(text, &project.never_cut);
    let fixed = occurrences(text, &project.always_cut);
    let mut fixed = fixed.iter().map(|span| span.end as usize).peekable();
    let mut pieces = Pieces::new(text, &options.atoms, &protected);
    let passages = match options.level {
        Level::Sentence => structure::passages(text),
        Level::Paragraph => structure::paragraph_spans(text),
        Level::Line => structure::line_spans(text),
    };
    for passage in passages {
        let (start, end) = (passage.start as usize, passage.end as usize);
        pieces.open(start);
        let mut ends = Vec::new();
        if options.level == Level::Sentence {
            ends = match &mut rules {
                None => own(&judge, passage, pieces.atoms(), tell),
                Some((rules, SrxMode::Replace)) => given(text, passage, rules, tell),
                Some((rules, SrxMode::Add)) => {
                    let mut ends = own(&judge, passage, pieces.atoms(), tell);
                    ends.retain(|&at| allowed(text, passage, at, rules, tell));
                    ends.extend(given(text, passage, rules, tell));
                    ends
                }
            };
        }
        while let Some(at) = fixed.next_if(|&at| at < end) {
            if at > start {
                tell(Told::plain(at, Verdict::cut(Rule::AlwaysCut)));
                ends.push(at);
            }
        }
        ends.sort_unstable();
        ends.dedup();
        for at in ends {
            if let Err(rule) = pieces.cut(at) {
                tell(Told::plain(at, Verdict::keep(rule)));
            }
        }
        let verdict = match pieces.close(end) {
            Ok(()) => Verdict::cut(Rule::LineEnd),
            Err(rule) => Verdict::keep(rule),
        };
        tell(Told::plain(end, verdict));
    }
    pieces.finish()
}

/// Where sentences end by the program's own rules.
fn own<'t>(
    judge: &Judge<'t>,
    passage: Span,
    atoms: &[Span],
    tell: &mut impl FnMut(Told<'_, 't>),
) -> Vec<usize> {
    scan::ends(judge, passage, atoms, &mut |decided| {
        tell(Told {
            at: decided.at,
            verdict: decided.verdict,
            mark: decided.open.map(|open| (judge, passage, open)),
        });
    })
}

/// Where they end by those of the project's SRX file. To the rules the passage is the whole text.
fn given<'t>(
    text: &'t str,
    passage: Span,
    rules: &mut Applied<'_>,
    tell: &mut impl FnMut(Told<'_, 't>),
) -> Vec<usize> {
    let mut ends = Vec::new();
    for found in rules.places(passage.of(text)) {
        let at = passage.start as usize + found.at;
        if found.breaks {
            ends.push(at);
        }
        tell(Told::plain(at, found.verdict()));
    }
    ends
}

/// Whether the SRX file's rules let the program's own cut stand.
fn allowed<'t>(
    text: &'t str,
    passage: Span,
    at: usize,
    rules: &mut Applied<'_>,
    tell: &mut impl FnMut(Told<'_, 't>),
) -> bool {
    let kept = rules.forbids(passage.of(text), at - passage.start as usize);
    if let Some(kept) = &kept {
        tell(Told::plain(at, kept.verdict()));
    }
    kept.is_none()
}

impl Found {
    fn verdict(&self) -> Verdict {
        Verdict {
            cut: self.breaks,
            rule: Rule::Srx(self.line),
        }
    }
}
