//! Quality checks: a source and its translation in, findings out. Nothing is opened, printed or changed.
//!
//! A finding names its rule, how grave it is, where it is in source and target, and what a translator should look at. The rules are
//! chosen for few false alarms: what a good translation may do is silent, in every language and script. [`check`] looks at one pair;
//! [`consistency`] at all pairs of a job. The detector of languages comes in as a function, so that checks and detection know
//! nothing of each other.
//!
//! ```
//! use tolmach::article::Language;
//! use tolmach::check::{CheckOptions, Guess, Pair, Text, check};
//!
//! let (en, fr) = (Language::parse("en")?, Language::parse("fr")?);
//! let source = Text::parse("The budget is $1,250.50.");
//! let target = Text::parse("Le budget s'élève à 1\u{a0}520,50\u{a0}$.");
//! let pair = Pair::new(&source, &target, &en, &fr);
//! let findings = check(&pair, &CheckOptions::default(), &|_, _| Guess::none());
//! assert_eq!(findings[0].rule.as_str(), "number");
//! # Ok::<(), tolmach::article::LanguageError>(())
//! ```

mod addresses;
mod characters;
pub mod consistency;
mod ending;
pub mod glossary;
mod habits;
mod language;
mod length;
mod numbers;
mod pairing;
pub mod report;
mod rule;
mod side;
mod spacing;
mod tags;
mod text;
mod wording;

use crate::article::{Language, Span};

pub use glossary::{Entry, Glossary, Terms};
pub use rule::{Rule, Rules, Severity};
pub use spacing::french_spaces;
pub use text::Text;

use habits::Habits;
use side::Side;

/// A sentence and its translation, with what is known of them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Pair<'a> {
    /// The sentence.
    pub source: &'a Text<'a>,
    /// Its translation.
    pub target: &'a Text<'a>,
    /// The language of the source.
    pub source_language: &'a Language,
    /// The language that the translation should be in.
    pub target_language: &'a Language,
    /// The most characters that the translation may have.
    pub max_chars: Option<usize>,
    /// The glossary; entries whose source is not in the sentence say nothing.
    pub terms: Option<&'a Terms>,
}

impl<'a> Pair<'a> {
    /// A pair without limit and glossary.
    pub fn new(
        source: &'a Text<'a>,
        target: &'a Text<'a>,
        source_language: &'a Language,
        target_language: &'a Language,
    ) -> Self {
        Self {
            source,
            target,
            source_language,
            target_language,
            max_chars: None,
            terms: None,
        }
    }
}

/// Something that should be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// How grave it is.
    pub severity: Severity,
    /// Where in the source, in bytes of its full text.
    pub source: Option<Span>,
    /// Where in the target, in bytes of its full text.
    pub target: Option<Span>,
    /// What is wrong, for the translator.
    pub message: String,
}

/// Which rules are asked.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct CheckOptions {
    /// The rules that are on.
    pub rules: Rules,
}

/// What a detector says of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// The language; `und` if it cannot be told.
    pub language: Language,
    /// How sure, 0 to 1.
    pub confidence: f32,
}

impl Guess {
    /// The answer of a detector that cannot tell.
    pub fn none() -> Self {
        Self {
            language: Language::UND,
            confidence: 0.0,
        }
    }
}

/// A detector: the text, and the language that it is expected to be in.
pub type Detector<'a> = dyn Fn(&str, &Language) -> Guess + Sync + 'a;

/// Findings while rules run: spans come in as bytes of the plain texts.
#[derive(Debug)]
struct Findings<'a> {
    rules: Rules,
    source: &'a Text<'a>,
    target: &'a Text<'a>,
    found: Vec<Finding>,
}

/// Findings that one rule may have in one pair: a sentence full of faults is told by the first of them.
const MOST_PER_RULE: usize = 8;

impl Findings<'_> {
    fn wants(&self, rule: Rule) -> bool {
        self.rules.has(rule)
    }

    fn has(&self, rule: Rule) -> bool {
        self.found.iter().any(|finding| finding.rule == rule)
    }

    /// Adds a finding whose spans are bytes of the plain texts.
    fn add(&mut self, rule: Rule, source: Option<Span>, target: Option<Span>, message: String) {
        let source = source.map(|span| self.source.shown(span));
        let target = target.map(|span| self.target.shown(span));
        self.add_shown(rule, source, target, message);
    }

    /// Adds a finding whose spans are bytes of the full texts.
    fn add_shown(&mut self, rule: Rule, source: Option<Span>, target: Option<Span>, message: String) {
        let same = self.found.iter().filter(|finding| finding.rule == rule).count();
        if self.wants(rule) && same < MOST_PER_RULE {
            self.found.push(Finding {
                rule,
                severity: rule.severity(),
                source,
                target,
                message,
            });
        }
    }
}

/// Checks one pair. Findings come in the order of the rules, those of a rule in text order.
pub fn check(pair: &Pair, options: &CheckOptions, detector: &Detector) -> Vec<Finding> {
    let mut found = Findings {
        rules: options.rules,
        source: pair.source,
        target: pair.target,
        found: Vec::new(),
    };
    let (source, target) = (pair.source.plain(), pair.target.plain());
    if is_blank(target) {
        if is_blank(source) {
            tags::check(pair.source, pair.target, &mut found);
        } else {
            found.add(Rule::Empty, None, None, "there is no translation".to_owned());
        }
        return found.found;
    }
    let source = Side::new(pair.source, Habits::of(pair.source_language));
    let target = Side::new(pair.target, Habits::of(pair.target_language));
    if language::is_untranslated(&source, &target) {
        let whole = Span::new(0, target.text.full().len());
        let message = "the translation is the source, word for word".to_owned();
        found.add_shown(Rule::Untranslated, None, Some(whole), message);
        return found.found;
    }
    language::check(&source, &target, pair.target_language, detector, &mut found);
    numbers::check(&source, &target, &mut found);
    tags::check(pair.source, pair.target, &mut found);
    addresses::check(&source, &target, &mut found);
    ending::check(&source, &target, &mut found);
    pairing::check(&source, &target, &mut found);
    spacing::check(&source, &target, &mut found);
    wording::check(&source, &target, &mut found);
    length::check(&source, &target, pair.max_chars, &mut found);
    if let Some(terms) = pair.terms {
        glossary::check(&source, &target, terms, &mut found);
    }
    characters::check(&source, &target, &mut found);
    found.found.sort_by_key(|finding| finding.rule);
    found.found
}

/// Whether a text shows nothing.
fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TAGS: &[&str] = &[
        "en", "fr", "es", "de", "ru", "el", "hy", "ar", "he", "hi", "th", "zh", "ja", "ko", "sw", "kk", "und",
    ];

    fn found(source: &str, target: &str, tags: (&str, &str)) -> Vec<Finding> {
        let (from, to) = (Language::parse(tags.0).unwrap(), Language::parse(tags.1).unwrap());
        let (ours, theirs) = (Text::parse(source), Text::parse(target));
        let terms = Terms::new(vec![Entry {
            source: "road".into(),
            targets: vec!["route".into()],
            forbidden: vec!["rue".into()],
        }]);
        let mut pair = Pair::new(&ours, &theirs, &from, &to);
        (pair.max_chars, pair.terms) = (Some(20), Some(&terms));
        let detector = |_: &str, _: &Language| Guess {
            language: Language::parse("eo").unwrap(),
            confidence: 1.0,
        };
        check(&pair, &CheckOptions::default(), &detector)
    }

    /// Pieces that checks look at, so that random texts are made of them and not of rare characters alone.
    fn text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[a-zA-Zéßиюңλהアカ中가] {0,2}",
            "[0-9٣५三]{1,4}[.,: \u{a0}/-]?",
            "[«»\"“”„‘’()\\[\\]¿?¡!.。…;:]",
            Just("<1>".to_owned()),
            Just("</1>".to_owned()),
            Just("<br/>".to_owned()),
            Just("https://a.example/ü ".to_owned()),
            Just("{name} %s ".to_owned()),
            Just("5 million, 3萬 XIV half p.m. ".to_owned()),
            "\\PC",
        ];
        proptest::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]
        #[test]
        fn findings_lie_on_characters_of_any_texts(source in text(), target in text(), from in 0..TAGS.len(), to in 0..TAGS.len()) {
            for finding in found(&source, &target, (TAGS[from], TAGS[to])) {
                for (span, text) in [(finding.source, &source), (finding.target, &target)] {
                    let Some(span) = span else { continue };
                    prop_assert!(text.get(span.start as usize..span.end as usize).is_some(), "{finding:?}");
                }
            }
        }

        #[test]
        fn a_text_has_the_same_codes_numbers_and_addresses_as_itself(text in text(), tag in 0..TAGS.len()) {
            // In one language, so that the copy is no missing translation.
            for finding in found(&text, &text, (TAGS[tag], TAGS[tag])) {
                let fine = !matches!(finding.rule, Rule::Tag | Rule::Number | Rule::Url | Rule::Email | Rule::Placeholder | Rule::SpaceEdge | Rule::SpaceDouble | Rule::Quote | Rule::Bidi | Rule::Char | Rule::RepeatWord);
                prop_assert!(fine, "{finding:?}");
            }
        }
    }
}
