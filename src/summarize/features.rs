//! How important each term and pair of terms is: the probability that a human summary contains it.
//!
//! `training/summarize` compiles this file and learns the tables from the same features: a change of these needs the tables to be made
//! again.

#![expect(
    clippy::cast_precision_loss,
    reason = "counts far below the precision of a float"
)]

use std::borrow::Cow;

use super::bags::{Bags, PairFacts, TermFacts, Title};
use super::data::importance::{PAIRS, TERMS};
use super::trees::{Row, Table, Tree};

/// Occurrences of a term in one sentence that count for its direction.
const MOST_REPEATS: u32 = 2;

/// A term that stands in nearly every sentence still has some weight.
const LEAST_RARITY: f64 = 0.1;

/// Importance of what the sentences of [`Bags`] are made of, by id.
pub(super) struct Importance {
    pub(super) terms: Vec<f32>,
    pub(super) pairs: Vec<f32>,
    /// By sentence: how close it is to the others, as z-scores.
    pub(super) centrality: Vec<f32>,
}

/// The trees that say how likely a term, and a pair of neighbouring terms, stands in a human summary.
#[derive(Debug)]
pub struct Tables {
    pub(super) terms: Cow<'static, [Tree]>,
    pub(super) pairs: Cow<'static, [Tree]>,
}

/// The tables that the program ships.
pub(super) static SHIPPED: Tables = Tables {
    terms: Cow::Borrowed(&TERMS),
    pairs: Cow::Borrowed(&PAIRS),
};

/// Features that all terms of a text share.
const SHARED_BY_TERMS: [usize; 2] = [16, 18];

/// Features that all pairs of a text share.
const SHARED_BY_PAIRS: [usize; 2] = [12, 13];

/// Weighs all terms and pairs. `share` is how much of the text the summary may take, 0 to 1: a short summary is made of fewer,
/// more central terms.
pub(super) fn importance(tables: &Tables, bags: &Bags, title: &Title, share: f32) -> Importance {
    let view = View::of(bags, title, share);
    let shared = |places: [usize; 2]| {
        [
            (places[0] as u8, view.whole.log_sentences),
            (places[1] as u8, share),
        ]
    };
    let mut table = Table::new(&tables.terms, &shared(SHARED_BY_TERMS));
    view.each_term(|row| table.add(row));
    let terms = table.probabilities();
    let mut table = Table::new(&tables.pairs, &shared(SHARED_BY_PAIRS));
    view.each_pair(&terms, |row| table.add(row));
    let pairs = table.probabilities();
    Importance {
        terms,
        pairs,
        centrality: view.centrality,
    }
}

/// A text as the tables see it.
pub(super) struct View<'a> {
    bags: &'a Bags,
    title: &'a Title,
    whole: Whole,
    rarity: Vec<f64>,
    /// By sentence.
    centrality: Vec<f32>,
    /// Sums and maxima of the centrality of the sentences that terms and pairs stand in.
    sums: Vec<f32>,
    highest: Vec<f32>,
    pair_sums: Vec<f32>,
}

impl<'a> View<'a> {
    pub(super) fn of(bags: &'a Bags, title: &'a Title, share: f32) -> Self {
        let rarities: Vec<f64> = (0..=bags.len())
            .map(|with| ln_rarity(bags.len(), with as u32))
            .collect();
        let rarity: Vec<f64> = bags
            .term_facts
            .iter()
            .map(|facts| rarities[facts.sentences as usize])
            .collect();
        let mut view = Self {
            bags,
            title,
            whole: Whole::of(bags.len(), share),
            sums: vec![0.0f32; bags.term_facts.len()],
            highest: vec![f32::MIN; bags.term_facts.len()],
            pair_sums: vec![0.0f32; bags.pair_facts.len()],
            centrality: centralities(bags, &rarity),
            rarity,
        };
        for (sentence, &central) in view.centrality.iter().enumerate() {
            for &(term, _) in bags.terms(sentence) {
                view.sums[term as usize] += central;
                view.highest[term as usize] = view.highest[term as usize].max(central);
            }
            for &pair in bags.pairs(sentence) {
                view.pair_sums[pair as usize] += central;
            }
        }
        view
    }

    /// The features of every term, by id.
    pub(super) fn each_term(&self, mut take: impl FnMut(&Row)) {
        for (id, facts) in self.bags.term_facts.iter().enumerate() {
            let near = self.sums[id] / facts.sentences as f32;
            let in_title = self.title.has(facts.hash);
            take(
                &self
                    .whole
                    .term_row(facts, in_title, near, self.highest[id], self.rarity[id] as f32),
            );
        }
    }

    /// The features of every pair, by id; `terms` are the importances of the terms.
    pub(super) fn each_pair(&self, terms: &[f32], mut take: impl FnMut(&Row)) {
        for (facts, sum) in self.bags.pair_facts.iter().zip(&self.pair_sums) {
            let (a, b) = (facts.terms.0 as usize, facts.terms.1 as usize);
            let hashes = (self.bags.term_facts[a].hash, self.bags.term_facts[b].hash);
            let near = sum / facts.sentences as f32;
            take(
                &self
                    .whole
                    .pair_row(facts, self.title.has_pair(hashes), (terms[a], terms[b]), near),
            );
        }
    }
}

/// What the features need to know of the text as a whole.
struct Whole {
    sentences: f32,
    log_sentences: f32,
    share: f32,
    /// `log1p` of small counts.
    logs: Vec<f32>,
    /// Inverse sentence frequency in single precision, by number of sentences.
    rarities: Vec<f32>,
}

impl Whole {
    fn of(count: usize, share: f32) -> Self {
        let sentences = count as f32;
        Self {
            sentences,
            log_sentences: libm::logf(sentences),
            share,
            logs: (0..=count).map(|n| libm::log1pf(n as f32)).collect(),
            rarities: (0..=count)
                .map(|with| libm::logf((sentences + 1.0) / (with as f32 + 0.5)))
                .collect(),
        }
    }

    fn log1p(&self, count: u32) -> f32 {
        self.logs
            .get(count as usize)
            .copied()
            .unwrap_or_else(|| libm::log1pf(count as f32))
    }

    fn term_row(&self, facts: &TermFacts, in_title: bool, near: f32, nearest: f32, rarity: f32) -> Row {
        let (first, last) = (facts.first as f32, facts.last as f32);
        let with = facts.sentences as f32;
        row([
            self.log1p(facts.count),
            with / self.sentences,
            self.log1p(facts.sentences),
            first / self.sentences,
            1.0 / (1.0 + first),
            flag(facts.first == 0),
            flag(facts.in_second),
            flag(facts.first < 3),
            flag(in_title),
            (last - first) / self.sentences,
            near,
            nearest,
            f32::from(facts.letters.min(5)) / 5.0,
            facts.capitals as f32 / facts.inside.max(1) as f32,
            flag(facts.digit),
            rarity,
            self.log_sentences,
            flag(last + 1.0 >= self.sentences),
            self.share,
        ])
    }

    fn pair_row(&self, facts: &PairFacts, in_title: bool, importance: (f32, f32), near: f32) -> Row {
        let first = facts.first as f32;
        let with = facts.sentences as f32;
        row([
            self.log1p(facts.count),
            with / self.sentences,
            1.0 / (1.0 + first),
            first / self.sentences,
            flag(facts.first == 0),
            flag(facts.first < 3),
            flag(in_title),
            importance.0.min(importance.1),
            importance.0.max(importance.1),
            importance.0 * importance.1,
            near,
            self.rarities[facts.sentences as usize],
            self.log_sentences,
            self.share,
        ])
    }
}

/// The features with nothing behind them.
fn row<const N: usize>(features: [f32; N]) -> Row {
    let mut row = Row::default();
    row[..N].copy_from_slice(&features);
    row
}

fn flag(set: bool) -> f32 {
    f32::from(u8::from(set))
}

/// Inverse sentence frequency.
fn ln_rarity(sentences: usize, with: u32) -> f64 {
    libm::log((sentences as f64 + 1.0) / (f64::from(with) + 0.5))
}

/// How close each sentence is to all the others: the cosine to the sum of their vectors, as z-scores.
///
/// The sum of the *others* follows from the sum of all, so no sentence is ever compared with another.
fn centralities(bags: &Bags, rarity: &[f64]) -> Vec<f32> {
    let weight = |&(term, count): &(u32, u32)| {
        f64::from(count.min(MOST_REPEATS)) * rarity[term as usize].max(LEAST_RARITY)
    };
    let norms: Vec<f64> = (0..bags.len())
        .map(|sentence| {
            let squares: f64 = bags.terms(sentence).iter().map(weight).map(|w| w * w).sum();
            squares.sqrt().max(1e-9)
        })
        .collect();
    let mut total = vec![0.0f64; rarity.len()];
    for (sentence, norm) in norms.iter().enumerate() {
        for entry in bags.terms(sentence) {
            total[entry.0 as usize] += weight(entry) / norm;
        }
    }
    let whole: f64 = total.iter().map(|w| w * w).sum();
    let cosines: Vec<f64> = norms
        .iter()
        .enumerate()
        .map(|(sentence, norm)| {
            let (mut own, mut shared) = (0.0, 0.0);
            for entry in bags.terms(sentence) {
                let value = weight(entry) / norm;
                own += value * value;
                shared += value * total[entry.0 as usize];
            }
            let rest = (whole - 2.0 * shared + own).max(0.0).sqrt();
            (shared - own) / rest.max(1e-9)
        })
        .collect();
    let count = cosines.len().max(1) as f64;
    let mean = cosines.iter().sum::<f64>() / count;
    let variance = cosines.iter().map(|c| (c - mean) * (c - mean)).sum::<f64>() / count;
    let scale = variance.sqrt() + 1e-6;
    cosines.iter().map(|c| ((c - mean) / scale) as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Language, Span};

    const SENTENCES: [&str; 4] = [
        "The harbour bridge of Brimley will close on 4 May for repairs. ",
        "Engineers found rust in the eastern cables of the bridge. ",
        "The city expects the repairs to take six weeks. ",
        "Ferries will carry commuters until the bridge opens again.",
    ];

    fn weighed(sentences: &[&str], title: &str, share: f32) -> Importance {
        let language = Language::parse("en").unwrap();
        let text = sentences.concat();
        let mut spans = Vec::new();
        for sentence in sentences {
            let start = spans.last().map_or(0, |span: &Span| span.end as usize);
            spans.push(Span::new(start, start + sentence.len()));
        }
        let mut known = Title::default();
        known.add(title, &language);
        let bags = Bags::of(&text, &language, spans.into_iter());
        importance(&SHIPPED, &bags, &known, share)
    }

    #[test]
    fn what_the_headline_says_and_the_text_repeats_is_important() {
        let found = weighed(&SENTENCES, "Harbour bridge closes for repairs", 0.5);
        // The terms come in the order of the text: "the harbour bridge of Brimley ... engineers found rust".
        let (bridge, brimley, rust) = (found.terms[2], found.terms[4], found.terms[13]);
        assert!(
            bridge > brimley && brimley > 2.0 * rust,
            "{bridge} {brimley} {rust}"
        );
        // "harbour bridge" stands in the headline, "found rust" does not.
        assert!(found.pairs[1] > 2.0 * found.pairs[12], "{:?}", found.pairs);
    }

    #[test]
    fn nothing_becomes_less_likely_in_a_longer_summary() {
        let shares = [0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0];
        let found = shares.map(|share| weighed(&SENTENCES, "", share));
        for pair in found.windows(2) {
            let terms = pair[0].terms.iter().zip(&pair[1].terms);
            assert!(terms.clone().all(|(short, long)| short <= long));
        }
    }

    #[test]
    fn equal_sentences_are_equally_central() {
        let text = "One two three. ".repeat(5);
        let spans = (0..5).map(|i| Span::new(15 * i, 15 * i + 15));
        let bags = Bags::of(&text, &Language::UND, spans);
        let central = centralities(&bags, &[0.1; 3]);
        assert!(
            central.iter().all(|c| c.to_bits() == central[0].to_bits()),
            "{central:?}"
        );
    }
}
