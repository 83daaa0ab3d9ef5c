//! From evidence to an answer: softmax over the languages of the leading script, and what the caller declares.
//!
//! The probabilities need no further calibration by length: the model learns from texts of every length, and its expected
//! calibration error on the development sets is .012 (single words) and .013 (pairs).

use super::evidence::Part;
use super::letters::Script;
use super::model::MODEL;
use super::{DetectOptions, Detection};
use crate::article::Language;

/// Letters from which a language of the long tail may be answered: it is known from one text, which short texts of its
/// well-known neighbours resemble too often.
const TAIL_LETTERS: u32 = 60;
/// Probability that a language of the long tail needs.
const TAIL_MARGIN: f32 = 0.6;
/// What a declaration adds, in nats: it decides among neighbours on a line or two and is overruled by a paragraph.
const DECLARED: f32 = 3.0;
/// What each Han character without kana beside it says against Japanese, in nats: it reaches the model only where kana are
/// fewer than one character in twenty.
const WITHOUT_KANA: f32 = 0.4;
/// Certainty where a script has one language only.
const ALONE: f32 = 0.99;

/// Languages of scripts that the model has no label for.
const SCRIPT_LANGUAGES: &[(&str, &str)] = &[
    ("Grek", "el"),
    ("Armn", "hy"),
    ("Thaa", "dv"),
    ("Nkoo", "nqo"),
    ("Gujr", "gu"),
    ("Orya", "or"),
    ("Taml", "ta"),
    ("Telu", "te"),
    ("Knda", "kn"),
    ("Mlym", "ml"),
    ("Sinh", "si"),
    ("Thai", "th"),
    ("Laoo", "lo"),
    ("Tibt", "bo"),
    ("Mymr", "my"),
    ("Geor", "ka"),
    ("Kore", "ko"),
    ("Ethi", "am"),
    ("Cher", "chr"),
    ("Cans", "iu"),
    ("Khmr", "km"),
    ("Mong", "mn-Mong"),
    ("Yiii", "ii"),
    ("Tfng", "zgh"),
    ("Adlm", "ff-Adlm"),
    ("Vaii", "vai"),
    ("Olck", "sat"),
    ("Java", "jv-Java"),
    ("Sund", "su-Sund"),
    ("Bamu", "bax"),
    ("Bopo", "zh-Hant"),
    ("Bali", "ban-Bali"),
    ("Cakm", "ccp"),
    ("Copt", "cop"),
    ("Syrc", "syr"),
    ("Guru", "pa"),
];

/// Distance to the best logit below which a probability is 0: most labels of a script are that far away.
const NEGLIGIBLE: f32 = -20.0;

/// A label and its probability.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    label: usize,
    probability: f32,
}

/// Whether a tag of ours is one that `only` allows.
pub(crate) fn allowed(tag: &str, only: &[Language]) -> bool {
    let (ours, script) = tag
        .split_once('-')
        .map_or((tag, None), |(ours, script)| (ours, Some(script)));
    only.is_empty()
        || only.iter().any(|wanted| {
            wanted.subtag() == ours
                && (script.is_none()
                    || wanted.explicit_script().is_none()
                    || wanted.explicit_script() == script)
        })
}

/// What adds to the logit of a label besides the features of `part`.
pub(crate) fn beside(label: usize, part: &Part, options: &DetectOptions) -> f32 {
    let mut nats = part.neighbours.nats(label);
    if let Some(declared) = &options.declared
        && declares(declared, MODEL.name(label))
    {
        nats += DECLARED;
    }
    if part.script == Script::HAN && MODEL.name(label) == "ja" {
        nats -= WITHOUT_KANA * f64::from(part.letters.min(10)) as f32;
    }
    nats
}

/// The probability of every language that the script of `part` may hold; empty if there is none, or if `only` leaves none.
fn distribution(part: &Part, options: &DetectOptions, into: &mut Vec<Candidate>) {
    let labels = MODEL.labels(part.script);
    let mut logits = Vec::new();
    MODEL.logits(part.script, &part.sum, part.letters < TAIL_LETTERS, &mut logits);
    into.clear();
    for (place, logit) in logits.into_iter().enumerate() {
        let label = labels.first + place;
        if options.only.is_empty() || allowed(MODEL.name(label), &options.only) {
            into.push(Candidate {
                label,
                probability: logit + beside(label, part, options),
            });
        }
    }
    softmax(into);
}

/// Whether `declared` names the language of `tag`.
fn declares(declared: &Language, tag: &str) -> bool {
    tag.split('-').next() == Some(declared.subtag())
}

fn softmax(candidates: &mut [Candidate]) {
    let top = candidates
        .iter()
        .map(|candidate| candidate.probability)
        .fold(f32::MIN, f32::max);
    let mut total = 0.0;
    for candidate in &mut *candidates {
        let distance = candidate.probability - top;
        candidate.probability = if distance < NEGLIGIBLE {
            0.0
        } else {
            libm::expf(distance)
        };
        total += candidate.probability;
    }
    for candidate in &mut *candidates {
        candidate.probability /= total;
    }
}

/// The answer that needs no model: by telling characters, or by a script that has no label.
pub(crate) fn without_model(part: &Part, options: &DetectOptions) -> Option<(&'static str, f32)> {
    let marked = part.marks.decide(part.script, part.letters);
    let found = marked.filter(|found| allowed(found.0, &options.only));
    match found {
        None if MODEL.labels(part.script).all == 0 => by_script(part.script, options),
        found => found,
    }
}

/// The tags that hold at least `worth` of the probability of `part`.
pub(crate) fn probabilities(part: &Part, options: &DetectOptions, worth: f32) -> Vec<(&'static str, f32)> {
    if let Some(found) = without_model(part, options) {
        return vec![found];
    }
    let mut candidates = Vec::new();
    distribution(part, options, &mut candidates);
    if candidates.is_empty() {
        return by_script(part.script, options).into_iter().collect();
    }
    let worthy = candidates
        .iter()
        .filter(|candidate| candidate.probability >= worth);
    worthy
        .map(|candidate| (MODEL.name(candidate.label), candidate.probability))
        .collect()
}

/// The best candidate; one of the long tail only with a clear margin.
fn best(candidates: &[Candidate], script: Script) -> Option<Candidate> {
    let labels = MODEL.labels(script);
    let top = |candidates: &mut dyn Iterator<Item = &Candidate>| {
        candidates.copied().reduce(|best, next| {
            if next.probability > best.probability {
                next
            } else {
                best
            }
        })
    };
    let winner = top(&mut candidates.iter())?;
    let tail = |candidate: &Candidate| candidate.label >= labels.first + labels.core;
    if tail(&winner) && winner.probability < TAIL_MARGIN {
        return top(&mut candidates.iter().filter(|candidate| !tail(candidate))).or(Some(winner));
    }
    Some(winner)
}

/// The answer for the leading part of a text.
pub(crate) fn decide(part: &Part, options: &DetectOptions) -> Detection {
    let script = part.script;
    let found = match part.marks.decide(script, part.letters) {
        Some(found) if allowed(found.0, &options.only) => Some(found),
        _ => {
            let mut candidates = Vec::new();
            distribution(part, options, &mut candidates);
            best(&candidates, script)
                .map(|winner| {
                    let alone =
                        MODEL.labels(script).all < 2 || candidates.len() == 1 && part.letters < TAIL_LETTERS;
                    (
                        MODEL.name(winner.label),
                        if alone { ALONE } else { winner.probability },
                    )
                })
                .or_else(|| by_script(script, options))
        }
    };
    let Some((tag, confidence)) = found else {
        return Detection {
            language: Language::UND,
            script: script.code(),
            confidence: 0.0,
        };
    };
    named(tag, confidence, part, options)
}

/// The language of a script that the model has no label for.
fn by_script(script: Script, options: &DetectOptions) -> Option<(&'static str, f32)> {
    let row = SCRIPT_LANGUAGES.iter().find(|row| row.0 == script.code())?;
    allowed(row.1, &options.only).then_some((row.1, ALONE))
}

/// The answer with its script.
pub(crate) fn named(tag: &'static str, confidence: f32, part: &Part, options: &DetectOptions) -> Detection {
    let mut language = Language::parse(tag).unwrap_or(Language::UND);
    let mut script = part.script.code();
    if part.script == Script::HAN {
        script = "Jpan";
        if tag != "ja" {
            let usual = if tag == "yue" || declares_traditional(options) {
                "Hant"
            } else {
                "Hans"
            };
            script = part.marks.chinese_script(usual);
        }
        if tag == "zh" {
            language = language.with_script(script);
        }
    }
    Detection {
        language,
        script,
        confidence,
    }
}

/// Whether the source declares Chinese in traditional characters.
fn declares_traditional(options: &DetectOptions) -> bool {
    options.declared.as_ref().is_some_and(|declared| {
        declared.subtag() == "zh"
            && declared
                .to_string()
                .split('-')
                .any(|part| matches!(part, "Hant" | "TW" | "HK" | "MO"))
    })
}
