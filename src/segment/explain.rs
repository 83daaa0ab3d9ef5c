//! Why a text is cut where it is: every place that was looked at, with the rule that decided it.

use super::{SegmentOptions, walk};
use crate::article::Language;

/// A place that could be the end of a segment, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Decision {
    /// The byte where the segment ends or would end: after the mark and all that belongs to it.
    pub at: usize,
    /// Whether the text is cut here.
    pub cut: bool,
    /// The name of the rule, the same in every version.
    pub rule: &'static str,
    /// What the rule says, in plain English.
    pub reason: &'static str,
    /// The line of the project's SRX file that the rule stands at, if it is one of its rules.
    pub line: Option<u32>,
}

/// Every place of `text` that could be the end of a segment, in order, with the reason why it was cut or not.
///
/// The cuts are those of [`segment`](super::segment()); the end of the text is not among them.
///
/// ```
/// use tolmach::article::Language;
/// use tolmach::segment::{SegmentOptions, explain};
///
/// let english = Language::parse("en").unwrap();
/// let decisions = explain("Dr. Li left. We stayed.", &english, &SegmentOptions::default());
/// assert_eq!((decisions[0].cut, decisions[0].rule), (false, "title"));
/// assert_eq!((decisions[1].cut, decisions[1].at), (true, 12));
/// ```
pub fn explain(text: &str, language: &Language, options: &SegmentOptions) -> Vec<Decision> {
    let mut decisions: Vec<Decision> = Vec::new();
    walk::walk(text, language, options, &mut |told| {
        let rule = told.verdict.rule;
        decisions.push(Decision {
            at: told.at,
            cut: told.verdict.cut,
            rule: rule.name(),
            reason: rule.reason(),
            line: rule.line(),
        });
    });
    // A cut that was refused, or a place that two rules speak of: the last word holds.
    decisions.sort_by_key(|decision| decision.at);
    decisions.dedup_by(|next, last| {
        let same = next.at == last.at;
        if same {
            std::mem::swap(next, last);
        }
        same
    });
    let end = text.trim_end().len();
    decisions.retain(|decision| decision.at < end);
    decisions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::segment;
    use proptest::prelude::*;

    #[test]
    fn every_place_has_its_rule() {
        let rules = |tag: &str, text: &str| -> Vec<(&str, bool)> {
            explain(text, &Language::parse(tag).unwrap(), &SegmentOptions::default())
                .into_iter()
                .map(|decision| (decision.rule, decision.cut))
                .collect()
        };
        assert_eq!(
            rules("en", "See p. 5 of it. Then go.\nNow."),
            [("before-number", false), ("weighed", true), ("line-end", true)]
        );
        assert_eq!(
            rules("zh", "他说：“走。天黑了。”没人动。"),
            [("in-quotation", false), ("after-quotation", true)]
        );
        assert_eq!(
            rules("en", "Bring: 1. A coat. 2. Shoes."),
            [
                ("list-item", true),
                ("list-marker", false),
                ("list-item", true),
                ("list-marker", false)
            ]
        );
    }

    proptest! {
        #[test]
        fn what_is_explained_is_what_is_cut(text in "([\\PC\\n\u{301}]|[.!?…。»”\" ]|[A-Za-z]{1,4}\\. ?|\\n){0,60}") {
            let language = Language::parse("en").unwrap();
            let options = SegmentOptions::default();
            let mut ends: Vec<usize> = segment(&text, &language, &options).iter().map(|span| span.end as usize).collect();
            ends.pop();
            let told: Vec<usize> = explain(&text, &language, &options)
                .iter()
                .filter(|decision| decision.cut)
                .map(|decision| text[..decision.at].trim_end().len())
                .collect();
            for end in &ends {
                prop_assert!(told.contains(end), "{:?} {:?} {:?}", text, ends, told);
            }
        }
    }
}
