//! The rules `inconsistent_target` and `inconsistent_source`, over all pairs of a job.

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::{Finding, Rule, Rules, Text};
use crate::words::is_alphanumeric;

/// Words that a translation has before two sources with the same translation are worth a look: "Yes." and "Yeah." are one.
const FEWEST_WORDS: usize = 4;
/// The same in letters where words are not parted by spaces.
const FEWEST_LETTERS: usize = 8;

/// What is remembered of the pairs of a job: a hash and a place each.
#[derive(Debug, Default)]
pub struct Consistency {
    /// Source to the first target, and the pair that had it.
    targets: FxHashMap<u128, (u128, usize)>,
    /// Target to the first source, and the pair that had it.
    sources: FxHashMap<u128, (u128, usize)>,
}

/// How a pair differs from an earlier one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// The earlier pair that has the same source and another target.
    pub target: Option<usize>,
    /// The earlier pair that has the same target and another source.
    pub source: Option<usize>,
}

impl Consistency {
    /// Holds pair number `place` against the pairs before it; `pair_of_languages` tells pairs of different languages apart.
    pub fn add(
        &mut self,
        place: usize,
        pair_of_languages: &str,
        source: &Text,
        target: &Text,
    ) -> Differences {
        let mut out = Differences::default();
        if target.plain().trim().is_empty() || source.plain().trim().is_empty() {
            return out;
        }
        let ours = hash(pair_of_languages, &exact(source.full()));
        let theirs = hash(pair_of_languages, &exact(target.full()));
        let first = *self.targets.entry(ours).or_insert((theirs, place));
        if first.0 != theirs {
            out.target = Some(first.1);
        }
        if is_long(target.plain()) {
            let loose = hash(pair_of_languages, &folded(source.plain()));
            let target = hash(pair_of_languages, &folded(target.plain()));
            let first = *self.sources.entry(target).or_insert((loose, place));
            if first.0 != loose {
                out.source = Some(first.1);
            }
        }
        out
    }
}

/// The findings of one group of pairs in the order given: what `check --jsonl` says of `pairs`.
pub fn of_group(pairs: &[(Text, Text)], rules: Rules) -> Vec<Finding> {
    let mut consistency = Consistency::default();
    let mut out = Vec::new();
    for (place, (source, target)) in pairs.iter().enumerate() {
        let different = consistency.add(place, "", source, target);
        if let Some(other) = different.target.filter(|_| rules.has(Rule::InconsistentTarget)) {
            out.push(finding(Rule::InconsistentTarget, pairs[other].1.full()));
        }
        if let Some(other) = different.source.filter(|_| rules.has(Rule::InconsistentSource)) {
            out.push(finding(Rule::InconsistentSource, pairs[other].0.full()));
        }
    }
    out.sort_by_key(|finding| finding.rule);
    out
}

/// The finding about a pair, given what the earlier one has.
pub fn finding(rule: Rule, other: &str) -> Finding {
    let shown: String = other.chars().take(120).collect();
    let message = match rule {
        Rule::InconsistentTarget => format!("elsewhere the same source is translated: {shown}"),
        _ => format!("elsewhere another source has this translation: {shown}"),
    };
    Finding {
        rule,
        severity: rule.severity(),
        source: None,
        target: None,
        message,
    }
}

fn hash(languages: &str, text: &str) -> u128 {
    let mut hasher = blake3::Hasher::new();
    hasher
        .update(languages.as_bytes())
        .update(b"\0")
        .update(text.as_bytes());
    let bytes = *hasher.finalize().as_bytes();
    u128::from_le_bytes(std::array::from_fn(|at| bytes[at]))
}

/// The text but for its white space.
fn exact(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .nfc()
        .collect()
}

/// The letters and digits of a text in small letters: sources that differ in marks alone may share a translation.
fn folded(text: &str) -> String {
    text.nfc()
        .filter(|c| is_alphanumeric(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

fn is_long(text: &str) -> bool {
    let dense = text
        .chars()
        .filter(|c| matches!(c, '\u{E00}'..='\u{EFF}' | '\u{3040}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}'))
        .count();
    dense >= FEWEST_LETTERS || text.split_whitespace().count() >= FEWEST_WORDS
}
