//! The rules `length_max` and `length_ratio`.

use unicode_normalization::UnicodeNormalization;

use super::habits::Habits;
use super::side::Side;
use super::{Findings, Rule};
use crate::article::Span;

/// Below this many characters (of a language as wordy as English) a translation may have any length.
const SHORTEST: f64 = 60.0;
/// Shares of the expected length beyond which something is missing or added.
const LEAST: f64 = 0.45;
const MOST: f64 = 2.5;

pub(super) fn check(source: &Side, target: &Side, max_chars: Option<usize>, found: &mut Findings) {
    if let Some(most) = max_chars.filter(|_| found.wants(Rule::LengthMax)) {
        let text = target.text.plain();
        let count = if text.is_ascii() {
            text.len()
        } else {
            text.nfc().count()
        };
        if count > most {
            let start = text.char_indices().nth(most).map_or(0, |(at, _)| at);
            let message = format!(
                "{count} characters, {} more than the {most} allowed",
                count - most
            );
            found.add(Rule::LengthMax, None, Some(Span::new(start, text.len())), message);
        }
    }
    if found.wants(Rule::LengthRatio) {
        ratio(source, target, found);
    }
}

fn ratio(source: &Side, target: &Side, found: &mut Findings) {
    let count = |side: &Side| side.text.plain().trim().chars().count().min(1 << 30) as u32;
    let length = |side: &Side| f64::from(count(side)) / wordiness(&side.habits);
    let (ours, theirs) = (length(source), length(target));
    if ours < SHORTEST {
        return;
    }
    let share = theirs / ours;
    let percent = (share * 100.0).round();
    let whole = Span::new(0, target.text.plain().len());
    if share < LEAST {
        let message = format!(
            "only about {percent} % of the length that a translation has: a part seems to be missing"
        );
        found.add(Rule::LengthRatio, None, Some(whole), message);
    } else if share > MOST {
        let message =
            format!("about {percent} % of the length that a translation has: something seems to be added");
        found.add(Rule::LengthRatio, None, Some(whole), message);
    }
}

/// Characters that a text has in a language for each that it has in English.
///
/// Round figures from parallel news and declarations; within a factor of 1.3 they do not matter.
fn wordiness(habits: &Habits) -> f64 {
    match habits.subtag.as_str() {
        "en" => 1.0,
        "zh" | "yue" | "wuu" => 0.33,
        "ja" => 0.45,
        "ko" => 0.5,
        "he" | "yi" => 0.78,
        "ar" | "ckb" => 0.85,
        "fa" | "ur" | "ps" | "ug" | "sd" | "am" | "ti" => 0.88,
        "th" | "lo" => 0.95,
        "fr" | "es" | "de" | "it" | "el" | "ro" | "hu" | "vi" | "ta" | "ml" | "my" | "km" | "id" | "ms"
        | "fil" | "tl" => 1.12,
        _ => 1.05,
    }
}
