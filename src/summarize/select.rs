//! Choosing sentences: greedy coverage of what is important, within a budget.
//!
//! A sentence gains the importance of its terms and pairs that no chosen sentence covers yet, so that repeats cost without a
//! rule against them. Importance is counted in whole units: sums are exact, whatever their order.

#![expect(
    clippy::cast_precision_loss,
    reason = "counts far below the precision of a float"
)]

use super::bags::Bags;
use super::budget::{Budget, Cost, DOUBTFUL_PRICE};
use super::features::Importance;
use super::quotation::Quoted;

/// Units of importance in a probability of 1.
const UNITS: f32 = 65_535.0;

/// What a pair of terms weighs against a single term: two words in a row say more than two words.
const PAIR_WEIGHT: u64 = 2;

/// A sentence that may be chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Contender {
    /// What it takes of each budget.
    pub(super) cost: Cost,
    /// The words it opens with, if they lean on the sentence before it.
    pub(super) hanging: Option<&'static str>,
    /// It opens with words that may lean on it.
    pub(super) doubtful: bool,
    /// What it is of a quotation.
    pub(super) quoted: Quoted,
    /// The contender before it is the sentence before it.
    pub(super) follows: bool,
    /// It is the first sentence of the text.
    pub(super) opens_text: bool,
}

impl Contender {
    /// Whether it reads well only behind the sentence before it.
    fn hangs(self) -> bool {
        self.hanging.is_some() || self.quoted == Quoted::Continues
    }

    /// What it keeps of its worth without the sentence that it hangs on, or while a quotation goes on after it.
    fn price(self, budget: Budget) -> f64 {
        if self.hangs() || self.quoted == Quoted::Opens {
            budget.hanging_price(self.opens_text)
        } else if self.doubtful {
            DOUBTFUL_PRICE
        } else {
            1.0
        }
    }
}

/// The state of a choice: what each sentence would still gain.
pub(super) struct Coverage<'a> {
    bags: &'a Bags,
    terms: Vec<u64>,
    pairs: Vec<u64>,
}

impl<'a> Coverage<'a> {
    pub(super) fn new(bags: &'a Bags, importance: &Importance) -> Self {
        #[expect(clippy::cast_sign_loss, reason = "a probability is not negative")]
        let units = |p: &f32| (p * UNITS) as u64;
        Self {
            bags,
            terms: importance.terms.iter().map(units).collect(),
            pairs: importance.pairs.iter().map(|p| units(p) * PAIR_WEIGHT).collect(),
        }
    }

    pub(super) fn gain(&self, sentence: usize) -> u64 {
        let terms = self.bags.terms(sentence).iter();
        let pairs = self.bags.pairs(sentence).iter();
        terms.map(|&(term, _)| self.terms[term as usize]).sum::<u64>()
            + pairs.map(|&pair| self.pairs[pair as usize]).sum::<u64>()
    }

    /// What two sentences gain together: what both say counts once.
    fn gain_of_both(&mut self, first: usize, second: usize) -> u64 {
        let bags = self.bags;
        let terms: Vec<u64> = bags
            .terms(first)
            .iter()
            .map(|&(term, _)| self.terms[term as usize])
            .collect();
        let pairs: Vec<u64> = bags
            .pairs(first)
            .iter()
            .map(|&pair| self.pairs[pair as usize])
            .collect();
        let alone = terms.iter().sum::<u64>() + pairs.iter().sum::<u64>();
        self.cover(first);
        let both = alone + self.gain(second);
        for (&(term, _), units) in bags.terms(first).iter().zip(terms) {
            self.terms[term as usize] = units;
        }
        for (&pair, units) in bags.pairs(first).iter().zip(pairs) {
            self.pairs[pair as usize] = units;
        }
        both
    }

    /// What a term would still gain.
    pub(super) fn of_term(&self, term: u32) -> u64 {
        self.terms[term as usize]
    }

    /// Counts what the sentence says as said.
    pub(super) fn cover(&mut self, sentence: usize) {
        for &(term, _) in self.bags.terms(sentence) {
            self.terms[term as usize] = 0;
        }
        for &pair in self.bags.pairs(sentence) {
            self.pairs[pair as usize] = 0;
        }
    }
}

/// The worth of every contender when nothing is chosen yet.
pub(super) fn scores(
    bags: &Bags,
    importance: &Importance,
    contenders: &[Contender],
    budget: Budget,
) -> Vec<f64> {
    let coverage = Coverage::new(bags, importance);
    let score = |(place, contender): (usize, &Contender)| {
        contender.price(budget)
            * coverage.gain(place) as f64
            * budget.rate(contender.cost, place, importance.centrality[place])
    };
    contenders.iter().enumerate().map(score).collect()
}

/// Contenders that are taken together.
struct Offer {
    first: usize,
    last: usize,
    worth: f64,
}

/// A choice in the making.
struct Choice<'a> {
    coverage: Coverage<'a>,
    contenders: &'a [Contender],
    budget: Budget,
    /// What a unit of gain is worth in each contender.
    rates: Vec<f64>,
    /// What each contender gained when it was last looked at. Gains only fall, so this is never too low.
    gains: Vec<u64>,
    chosen: Vec<bool>,
    spent: Cost,
    /// The chosen ones in the order of their choice.
    order: Vec<usize>,
}

/// Chooses contenders, best first, until nothing more fits; their places in the order of their choice.
pub(super) fn select(
    bags: &Bags,
    importance: &Importance,
    contenders: &[Contender],
    budget: Budget,
) -> Vec<usize> {
    let coverage = Coverage::new(bags, importance);
    let mut choice = Choice {
        gains: (0..contenders.len()).map(|place| coverage.gain(place)).collect(),
        coverage,
        rates: (0..contenders.len())
            .map(|place| budget.rate(contenders[place].cost, place, importance.centrality[place]))
            .collect(),
        contenders,
        budget,
        chosen: vec![false; contenders.len()],
        spent: Cost::default(),
        order: Vec::new(),
    };
    while let Some(offer) = choice.best_offer() {
        for place in offer.first..=offer.last {
            choice.take(place);
        }
    }
    choice.order
}

impl Choice<'_> {
    /// What is worth most of what fits; the earlier of equals.
    fn best_offer(&mut self) -> Option<Offer> {
        let nearly_spent = self.budget.is_nearly_spent(self.spent);
        let mut best: Option<Offer> = None;
        for place in 0..self.contenders.len() {
            if self.chosen[place] {
                continue;
            }
            let least = best.as_ref().map_or(0.0, |offer| offer.worth);
            let leans = self.leans(place);
            if !(leans && nearly_spent)
                && let Some(offer) = self.single(place, self.price(place), least)
            {
                best = Some(offer);
            }
            let least = best.as_ref().map_or(0.0, |offer| offer.worth);
            if leans && let Some(offer) = self.with_previous(place, least) {
                best = Some(offer);
            }
        }
        best
    }

    fn take(&mut self, place: usize) {
        self.chosen[place] = true;
        self.order.push(place);
        self.spent = self.spent.plus(self.contenders[place].cost);
        self.coverage.cover(place);
    }

    /// Whether the sentence before a contender is chosen.
    fn follows_chosen(&self, place: usize) -> bool {
        self.contenders[place].follows && place.checked_sub(1).is_some_and(|before| self.chosen[before])
    }

    /// What a contender alone keeps of its worth.
    fn price(&self, place: usize) -> f64 {
        let contender = self.contenders[place];
        if self.follows_chosen(place) && contender.quoted != Quoted::Opens {
            1.0
        } else {
            contender.price(self.budget)
        }
    }

    /// Whether a contender opens with a word that leans on a sentence which is not chosen.
    fn leans(&self, place: usize) -> bool {
        self.contenders[place].hangs() && !self.follows_chosen(place)
    }

    /// The contender alone, if it fits and is worth more than `least`.
    fn single(&mut self, place: usize, price: f64, least: f64) -> Option<Offer> {
        let cost = self.contenders[place].cost;
        if !self.spent.plus(cost).fits(self.budget.limit)
            || price * self.rates[place] * self.gains[place] as f64 <= least
        {
            return None;
        }
        self.gains[place] = self.coverage.gain(place);
        let worth = price * self.rates[place] * self.gains[place] as f64;
        (worth > least).then_some(Offer {
            first: place,
            last: place,
            worth,
        })
    }

    /// A hanging contender with the sentence before it, if both fit and are worth more than `least`.
    fn with_previous(&mut self, place: usize, least: f64) -> Option<Offer> {
        let before = place.checked_sub(1).filter(|_| self.contenders[place].follows)?;
        if self.chosen[before] || self.leans(before) {
            return None;
        }
        let cost = self.contenders[before].cost.plus(self.contenders[place].cost);
        // Two sentences are judged by what they say together, not by how close each is to the rest.
        let rate = self.budget.rate(cost, before, 0.0);
        if !self.spent.plus(cost).fits(self.budget.limit)
            || rate * (self.gains[before] + self.gains[place]) as f64 <= least
        {
            return None;
        }
        let gain = self.coverage.gain_of_both(before, place);
        let worth = rate * gain as f64;
        (worth > least).then_some(Offer {
            first: before,
            last: place,
            worth,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::budget::Measure;
    use super::*;
    use crate::article::{Language, Span};

    /// Chooses among one-line sentences; a `>` opens a hanging one. All words weigh the same.
    fn choose(lines: &[&str], limit: Cost, measure: Measure) -> Vec<usize> {
        let text = lines.concat();
        let mut at = 0;
        let spans: Vec<_> = lines
            .iter()
            .map(|line| {
                at += line.len();
                Span::new(at - line.len(), at)
            })
            .collect();
        let bags = Bags::of(&text, &Language::UND, spans.into_iter());
        let importance = Importance {
            terms: vec![0.5; bags.term_facts.len()],
            pairs: vec![0.25; bags.pair_facts.len()],
            centrality: vec![0.0; lines.len()],
        };
        let contenders: Vec<_> = lines
            .iter()
            .map(|line| Contender {
                cost: Cost {
                    sentences: 1,
                    words: line.split_whitespace().count(),
                    chars: line.len() + 1,
                    ..Cost::default()
                },
                hanging: line.starts_with('>').then_some(">"),
                doubtful: line.starts_with('?'),
                quoted: Quoted::Whole,
                follows: true,
                opens_text: false,
            })
            .collect();
        let mut places = select(
            &bags,
            &importance,
            &contenders,
            Budget {
                limit,
                measure,
                share: 0.2,
            },
        );
        places.sort_unstable();
        places
    }

    fn sentences(count: usize) -> Cost {
        Cost {
            sentences: count,
            ..Cost::UNLIMITED
        }
    }

    #[test]
    fn what_is_said_already_is_not_said_again() {
        let lines = ["a1 b1 c1 d1 e1", "a1 b1 c1 d1 e1", "f1 g1 h1"];
        assert_eq!(choose(&lines, sentences(2), Measure::Sentences), [0, 2]);
    }

    #[test]
    fn a_hanging_sentence_brings_the_one_before_it() {
        let lines = ["a1 b1", "c1 d1 e1 f1 g1 h1", ">i1 j1 k1 l1 m1 n1 o1 p1", "q1"];
        assert_eq!(choose(&lines, sentences(2), Measure::Sentences), [1, 2]);
        assert_eq!(choose(&lines, sentences(1), Measure::Sentences), [1]);
    }

    #[test]
    fn a_doubtful_opening_loses_to_an_equal_unless_the_sentence_before_it_is_chosen() {
        let lines = ["x1", "?a1 b1 c1 d1", "e1 f1 g1 h1"];
        assert_eq!(choose(&lines, sentences(1), Measure::Sentences), [2]);
        let lines = ["x1 y1 z1 u1 v1", "?a1 b1 c1 d1", "w1", "e1 f1 g1 h1"];
        assert_eq!(choose(&lines, sentences(2), Measure::Sentences), [0, 1]);
    }

    #[test]
    fn nothing_is_chosen_past_any_limit() {
        let lines = ["a1 b1 c1", "d1 e1 f1", "g1 h1"];
        let limit = Cost {
            sentences: 3,
            words: 5,
            chars: 99,
            ..Cost::UNLIMITED
        };
        assert_eq!(choose(&lines, limit, Measure::Words), [0, 2]);
        let limit = Cost {
            sentences: 3,
            words: 9,
            chars: 10,
            ..Cost::UNLIMITED
        };
        assert_eq!(choose(&lines, limit, Measure::Chars), [0]);
        assert!(choose(&lines, sentences(0), Measure::Sentences).is_empty());
    }

    #[test]
    fn a_gap_is_left_rather_than_filled_with_a_hanging_sentence() {
        let lines = [
            "x1 y1 z1 u1 v1 w1 r1 s1 t1 p1 q1",
            "a1 b1 c1 d1 e1 f1 g1 h1 i1",
            ">j1",
        ];
        let limit = Cost {
            words: 12,
            ..Cost::UNLIMITED
        };
        assert_eq!(choose(&lines, limit, Measure::Words), [0]);
    }

    #[test]
    fn the_earlier_of_equals_is_chosen() {
        let lines = ["a1 b1", "c1 d1", "e1 f1"];
        assert_eq!(choose(&lines, sentences(1), Measure::Sentences), [0]);
    }
}
