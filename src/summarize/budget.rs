//! Budgets: what a sentence costs, what there is to spend, and what that does to a sentence's worth.

#![expect(
    clippy::cast_precision_loss,
    reason = "counts far below the precision of a float"
)]

use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::article::Language;
use crate::words::{budget_words, is_alphanumeric, is_spaced_letter};

/// What a hanging sentence keeps of its gain while the sentence before it is not chosen, under a word or character budget. There
/// a ban costs a point of recall, the price half of it.
const HANGING_PRICE: f64 = 0.3;

/// The same under a sentence budget, where it hardly costs anything to keep the sentence for the case that nothing else is left.
const HANGING_SENTENCE_PRICE: f64 = 0.05;

/// The same for the first sentence of the text: there is none before it to bring along, and it often leans on the headline only.
const HANGING_OPENING_PRICE: f64 = 0.3;

/// What a sentence keeps of its gain whose opening may lean on the sentence before it, while that one is not chosen.
pub(super) const DOUBTFUL_PRICE: f64 = 0.8;

/// The last part of a budget, one in so many, that is rather left than filled with a hanging sentence.
const GAP: usize = 4;

/// The power of its length that a gain is divided by under a word or character budget for next to nothing of the text, and what is
/// taken off for the whole of it: a summary of a third of the text is made of longer sentences than one of a twentieth.
/// `training/summarize/evaluate.py`: 0.3 R1 above a power of 0.5 for all, on sets that the tables have not seen.
const LENGTH_POWER: f64 = 0.6;
const LENGTH_POWER_OF_SHARE: f64 = 0.5;

/// What a sentence that is one standard deviation closer to all the others than the mean is worth more, as a natural logarithm: under a word
/// or character budget for the whole of the text (and nothing for next to nothing of it), and under a sentence budget. A summary of half
/// of a text is chosen by what the text is about throughout, one of a tenth by its news. `training/summarize/evaluate.py`: 0.2 R1 and
/// 0.35 R2 under a word budget, 0.15 R1 under a sentence budget.
const CENTRALITY_OF_SHARE: f64 = 0.35;
const CENTRALITY: f64 = 0.1;

/// What the first sentence of the text is worth more than its gain under a sentence budget. Where length costs nothing, long
/// sentences from anywhere crowd out the short ones that open a text and tell what it is about.
const OPENING_BONUS: f64 = 1.0 / 3.0;

/// The place in the text where half of that bonus is left.
const OPENING_LENGTH: f64 = 6.0;

/// A share of an article: above 0, at most 1; exact to nine decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ratio(u32);

impl Ratio {
    const WHOLE: u32 = 1_000_000_000;

    /// The ratio of this value, if it is one.
    pub fn new(share: f64) -> Option<Self> {
        #[expect(clippy::cast_sign_loss, reason = "it is above zero")]
        let parts = || (share * f64::from(Self::WHOLE)).round().max(1.0) as u32;
        (share > 0.0 && share <= 1.0).then(|| Self(parts()))
    }

    /// Its value.
    pub fn share(self) -> f64 {
        f64::from(self.0) / f64::from(Self::WHOLE)
    }

    /// This share of `amount`, rounded down.
    fn of(self, amount: usize) -> usize {
        (amount as u128 * u128::from(self.0) / u128::from(Self::WHOLE)) as usize
    }
}

impl FromStr for Ratio {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let share = text.trim().parse().ok();
        share.and_then(Self::new).ok_or(NO_RATIO)
    }
}

/// What is said of a number that is no [`Ratio`].
pub const NO_RATIO: &str = "a ratio is a number above 0 and at most 1";

/// An amount of sentences, words and characters: what a sentence takes, or what there is to spend.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cost {
    pub(super) sentences: usize,
    /// Words by the stricter of two ways of counting.
    pub(super) words: usize,
    /// Words by UAX #29 alone; counted for a [`Ratio`] only.
    pub(super) standard: usize,
    /// Each sentence with one more for the space before it.
    pub(super) chars: usize,
}

/// What is to be counted beside sentences and words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) standard: bool,
    pub(super) chars: bool,
}

impl Cost {
    /// No limit.
    pub(super) const UNLIMITED: Self = Self {
        sentences: usize::MAX,
        words: usize::MAX,
        standard: usize::MAX,
        chars: usize::MAX,
    };

    /// What quoting `sentence` costs; 0 for what is not counted.
    pub(super) fn of(sentence: &str, language: &Language, counted: Counted) -> Self {
        Self {
            sentences: 1,
            words: most_words(sentence, language),
            standard: if counted.standard {
                budget_words(sentence, language)
            } else {
                0
            },
            chars: if counted.chars {
                sentence.nfc().count() + 1
            } else {
                0
            },
        }
    }

    /// The budget lowered to a share of what `whole` counts: of the words both ways.
    pub(super) fn at_most(self, ratio: Ratio, whole: Self) -> Self {
        Self {
            words: self.words.min(ratio.of(whole.words)),
            standard: ratio.of(whole.standard),
            ..self
        }
    }

    /// Both together.
    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            sentences: self.sentences.saturating_add(other.sentences),
            words: self.words.saturating_add(other.words),
            standard: self.standard.saturating_add(other.standard),
            chars: self.chars.saturating_add(other.chars),
        }
    }

    /// The part of a budget for the places `from..until` of `count`; the parts of all places make up the whole.
    pub(super) fn part(self, from: usize, until: usize, count: usize) -> Self {
        let upto = |amount: usize, place: usize| (amount as u128 * place as u128 / count as u128) as usize;
        let part = |amount: usize| {
            if amount == usize::MAX {
                amount
            } else {
                upto(amount, until) - upto(amount, from)
            }
        };
        Self {
            sentences: part(self.sentences),
            words: part(self.words),
            standard: part(self.standard),
            chars: part(self.chars),
        }
    }

    /// Whether it can be paid from `budget`.
    pub(super) fn fits(self, budget: Self) -> bool {
        self.sentences <= budget.sentences
            && self.words <= budget.words
            && self.standard <= budget.standard
            && self.chars <= budget.chars
    }
}

/// What a gain is divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    /// Only sentences are counted: nothing, with a small bonus for the first sentences of the text.
    Sentences,
    /// One sentence alone: the fourth root of its words, with a bonus for the opening of the text.
    Teaser,
    /// Words are counted: a power of the words.
    Words,
    /// Characters are counted: a power of the characters.
    Chars,
}

/// How budgets shape a choice.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    /// What there is to spend.
    pub(super) limit: Cost,
    /// What a gain is divided by.
    pub(super) measure: Measure,
    /// How much of the text the summary may take, 0 to 1.
    pub(super) share: f32,
}

impl Budget {
    /// What a unit of gain is worth in a sentence at `place` of the text, or in two that begin there, for what they cost.
    /// `centrality` is a z-score.
    pub(super) fn rate(self, cost: Cost, place: usize, centrality: f32) -> f64 {
        let rate = match self.measure {
            Measure::Sentences => {
                (1.0 + OPENING_BONUS / (1.0 + place as f64 / OPENING_LENGTH)) / cost.sentences.max(1) as f64
            }
            Measure::Words => 1.0 / self.power(cost.words),
            Measure::Chars => 1.0 / self.power(cost.chars),
            Measure::Teaser => {
                let bonus = if place == 0 {
                    2.0
                } else {
                    1.0 + libm::exp(-(place as f64) / 3.0) / 3.0
                };
                bonus / (cost.words.max(1) as f64).sqrt().sqrt()
            }
        };
        rate * self.favour(centrality)
    }

    /// What the worth of a sentence is multiplied with for its centrality.
    fn favour(self, centrality: f32) -> f64 {
        let weight = match self.measure {
            Measure::Words | Measure::Chars => CENTRALITY_OF_SHARE * f64::from(self.share),
            Measure::Sentences => CENTRALITY,
            Measure::Teaser => 0.0,
        };
        libm::exp(weight * f64::from(centrality))
    }

    /// What a gain of this length is divided by.
    fn power(self, length: usize) -> f64 {
        let power = LENGTH_POWER - LENGTH_POWER_OF_SHARE * f64::from(self.share);
        libm::exp(power * libm::log(length.max(1) as f64))
    }

    /// The share of its worth that a hanging sentence keeps without the sentence before it.
    pub(super) fn hanging_price(self, opens_text: bool) -> f64 {
        match self.measure {
            _ if opens_text => HANGING_OPENING_PRICE,
            Measure::Sentences => HANGING_SENTENCE_PRICE,
            _ => HANGING_PRICE,
        }
    }

    /// Whether so little is left that a gap is better than a hanging sentence.
    pub(super) fn is_nearly_spent(self, spent: Cost) -> bool {
        let most = |limit: usize| limit - limit / GAP;
        spent.words >= most(self.limit.words) || spent.chars >= most(self.limit.chars)
    }
}

/// The words of a sentence by the stricter of the two usual ways of counting: UAX #29, where `l'eau` is one word, and runs of
/// letters and digits, where it is two. A summary that keeps the budget by this count keeps it by either.
fn most_words(sentence: &str, language: &Language) -> usize {
    let (mut runs, mut inside, mut plain) = (0, false, true);
    for c in sentence.chars() {
        let letter = if c.is_ascii() {
            c.is_ascii_alphanumeric()
        } else if matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}') {
            continue;
        } else if is_spaced_letter(c) {
            plain &= is_plain(c);
            true
        } else {
            let mark = is_combining_mark(c);
            plain &= is_plain(c) && (inside || !mark);
            mark || is_alphanumeric(c)
        };
        runs += usize::from(letter && !inside);
        inside = letter;
    }
    if plain {
        runs
    } else {
        runs.max(budget_words(sentence, language))
    }
}

/// Whether the character is of an alphabet that UAX #29 never parts between two letters or digits, or punctuation: runs are then
/// never fewer than its words. A mark without a letter, superscripts and fractions, which it does part, are not.
fn is_plain(c: char) -> bool {
    matches!(c,
        '\u{c0}'..='\u{2ff}' | '\u{300}'..='\u{36f}' | '\u{370}'..='\u{58f}' | '\u{591}'..='\u{6d3}' | '\u{900}'..='\u{97f}'
        | '\u{980}'..='\u{9f1}' | '\u{2010}'..='\u{2027}' | '«' | '»' | '\u{a0}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_counted_the_stricter_way() {
        for (tag, sentence, words) in [
            ("fr", "L'eau de l'étang.", 5),
            ("en", "Don't pay 3.5%.", 5),
            ("bn", "কর্মীরা কাজ করছে।", 3),
            ("fa", "او می\u{200c}رود.", 2),
            ("zh", "大桥重开。", 4),
            ("ja", "ABC社は休む。", 5),
            ("en", "— … !", 0),
        ] {
            let language = Language::parse(tag).unwrap();
            assert_eq!(
                Cost::of(sentence, &language, Counted::default()).words,
                words,
                "{sentence}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_way_of_counting_finds_more_words(sentence in "[\\PC]{0,40}", plain in "[a-zß-ɏΑ-ԯא-ۓऀ-ॿঀ-ৱ 0-9'’.,:\u{ad}\u{200c}\u{200d}]{0,40}") {
            for text in [sentence, plain] {
                prop_assert!(Cost::of(&text, &Language::UND, Counted::default()).words >= budget_words(&text, &Language::UND), "{}", text);
            }
        }
    }

    #[test]
    fn characters_are_code_points_after_nfc_and_a_space() {
        let counted = Counted {
            chars: true,
            ..Counted::default()
        };
        assert_eq!(Cost::of("e\u{301}te\u{301}", &Language::UND, counted).chars, 4);
    }

    #[test]
    fn a_ratio_is_above_zero_and_at_most_one() {
        for (text, of_ten) in [
            ("0.3", 3),
            ("1", 10),
            ("0.29", 2),
            ("1e-12", 0),
            ("0.999999999", 9),
        ] {
            let ratio: Ratio = text.parse().unwrap();
            assert_eq!(ratio.of(10), of_ten, "{text}");
        }
        for text in ["0", "-0.5", "1.01", "NaN", "inf", "", "30%"] {
            assert!(text.parse::<Ratio>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_parts_of_a_budget_make_up_the_whole() {
        let budget = Cost {
            sentences: 10,
            words: 101,
            ..Cost::UNLIMITED
        };
        let parts = [(0, 3), (3, 6), (6, 7)].map(|(from, until)| budget.part(from, until, 7));
        assert_eq!(parts.iter().map(|part| part.sentences).sum::<usize>(), 10);
        assert_eq!(parts.iter().map(|part| part.words).sum::<usize>(), 101);
        assert!(parts.iter().all(|part| part.chars == usize::MAX));
    }
}
