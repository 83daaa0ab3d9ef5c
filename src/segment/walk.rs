//! The way through a text, from its lines to its marks: what `segment`, `explain` and the training program have in common.

use super::options::{Level, SegmentOptions};
use super::pieces::{Pieces, occurrences};
use super::rule::{Rule, Verdict};
use super::scan::{self, Open};
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
            ends = scan::ends(&judge, passage, pieces.atoms(), &mut |decided| {
                tell(Told {
                    at: decided.at,
                    verdict: decided.verdict,
                    mark: decided.open.map(|open| (&judge, passage, open)),
                });
            });
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
