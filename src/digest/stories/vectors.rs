//! Profiles as vectors of length 1: frequent in the article counts more, frequent in the batch less.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;

use super::profile::{Entry, Kind, Profile};

/// What names, numbers and pairs of words weigh against words: an event is told by who and how many.
const NAME: f64 = 2.0;
const NUMBER: f64 = 1.5;
const PAIR: f64 = 0.4;

/// Sizes of a batch in which a term of one article counts as one of two. Frequencies of few articles say little: among six, what only one says would weigh half
/// as much again as what two share, so that no two of them are alike. Among two they say nothing at all.
const FEW: std::ops::Range<usize> = 3..50;

/// The terms of an article and their weights, ascending by term; the squares of the weights sum to 1.
#[derive(Clone, Debug, Default)]
pub(super) struct Vector(pub(super) Vec<(u32, f32)>);

impl Vector {
    /// The cosine of the angle between two vectors.
    pub(super) fn cosine(&self, other: &Self) -> f64 {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut sum = 0.0;
        while let (Some((term, weight)), Some((their_term, their_weight))) = (a.peek(), b.peek()) {
            match term.cmp(their_term) {
                Ordering::Less => _ = a.next(),
                Ordering::Greater => _ = b.next(),
                Ordering::Equal => {
                    sum += f64::from(*weight) * f64::from(*their_weight);
                    a.next();
                    b.next();
                }
            }
        }
        sum
    }
}

/// The vectors of the articles at `members`, which are of one language.
pub(super) fn of(articles: &[Profile], members: &[u32]) -> Vec<Vector> {
    let mut frequency: FxHashMap<u32, u32> = FxHashMap::default();
    let profiles = || members.iter().map(|&at| &articles[at as usize]);
    for entry in profiles().flat_map(|profile| &profile.entries) {
        *frequency.entry(entry.hash).or_default() += 1;
    }
    let rarity = Rarity::among(members.len());
    let least = if FEW.contains(&members.len()) { 2 } else { 1 };
    profiles()
        .map(|profile| {
            let weigh = |entry: &Entry| weight(*entry) * rarity.of(frequency[&entry.hash].max(least));
            let weights: Vec<f64> = profile.entries.iter().map(weigh).collect();
            let length = weights
                .iter()
                .map(|w| w * w)
                .sum::<f64>()
                .sqrt()
                .max(f64::MIN_POSITIVE);
            let terms = profile.entries.iter().zip(weights);
            Vector(
                terms
                    .filter(|&(_, weight)| weight > 0.0)
                    .map(|(entry, weight)| (entry.hash, (weight / length) as f32))
                    .collect(),
            )
        })
        .collect()
}

/// What a term weighs by what it is and how often it occurs: the logarithm, since the tenth time says little.
fn weight(entry: Entry) -> f64 {
    let kind = match entry.kind {
        Kind::Word => 1.0,
        Kind::Name => NAME,
        Kind::Number => NUMBER,
        Kind::Pair => PAIR,
    };
    let times = f64::from(entry.halves) / 2.0;
    kind * if times < 1.0 {
        times
    } else {
        1.0 + libm::log(times)
    }
}

/// Inverse document frequency: ln((articles + 1) / (articles with the term + 1/2)), never below 0.
pub(super) struct Rarity(Vec<f64>);

impl Rarity {
    pub(super) fn among(articles: usize) -> Self {
        let all = f64::from(articles as u32) + 1.0;
        Self(
            (0..=articles as u32)
                .map(|with| libm::log(all / (f64::from(with) + 0.5)).max(0.0))
                .collect(),
        )
    }

    pub(super) fn of(&self, frequency: u32) -> f64 {
        self.0[frequency as usize]
    }
}
