//! Why a sentence stands in a summary or not, in terms that a reader can check against the text.

#![expect(
    clippy::cast_precision_loss,
    reason = "counts far below the precision of a float"
)]

use std::fmt;

use super::bags::Bags;
use super::budget::{Budget, Cost};
use super::features::Importance;
use super::quotation::Quoted;
use super::select::{Contender, Coverage};
use crate::article::Span;

/// Terms that are named as what a sentence was taken for.
const MOST_TERMS: usize = 5;

/// What became of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// Taken, as the how manieth, from 1.
    Taken(u32),
    /// It belongs to a heading, a caption or another block that is never quoted, or to a passage in another language.
    NotQuotable,
    /// There is no letter and no digit in it.
    NoWords,
    /// It repeats the headline.
    Headline,
    /// A line of the page, not of the article: "read more", a credit.
    Boilerplate,
    /// A quotation without its speaker.
    BareQuote,
    /// A quotation goes on after it or began before it, and that part is not taken.
    PartOfQuote,
    /// It opens with these words (in lower case), which lean on the sentence before it, and that one is not taken.
    Leans(&'static str),
    /// All that it says is said by the sentences that were taken.
    NothingNew,
    /// Longer than the whole budget.
    TooLong,
    /// Others carry more for their length, and what they leave of the budget has no room for it.
    Outbid,
}

impl Verdict {
    /// A short stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Taken(_) => "taken",
            Self::NotQuotable => "not-quotable",
            Self::NoWords => "no-words",
            Self::Headline => "headline",
            Self::Boilerplate => "boilerplate",
            Self::BareQuote => "bare-quote",
            Self::PartOfQuote => "part-of-quote",
            Self::Leans(_) => "leans",
            Self::NothingNew => "nothing-new",
            Self::TooLong => "too-long",
            Self::Outbid => "outbid",
        }
    }
}

/// The verdict in words.
impl fmt::Display for Verdict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken(1) => write!(out, "taken first"),
            Self::Taken(order) => write!(out, "taken as number {order}"),
            Self::NotQuotable => write!(out, "is never quoted"),
            Self::NoWords => write!(out, "has no words"),
            Self::Headline => write!(out, "repeats the headline"),
            Self::Boilerplate => write!(out, "belongs to the page, not to the article"),
            Self::BareQuote => write!(out, "quotes without a speaker"),
            Self::PartOfQuote => write!(out, "is part of a quotation"),
            Self::Leans(opening) => write!(out, "leans on the sentence before it: \"{opening}\""),
            Self::NothingNew => write!(out, "says nothing that is not said already"),
            Self::TooLong => write!(out, "is longer than the budget"),
            Self::Outbid => write!(out, "carries less for its length than the others"),
        }
    }
}

/// Why a sentence was taken or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// What became of it.
    pub verdict: Verdict,
    /// What it takes of a budget in words.
    pub words: usize,
    /// Of a sentence that was taken: where the words stand that weigh most among those that it says first, in its order.
    pub terms: Vec<Span>,
}

impl Reason {
    /// A reason that lies in the sentence alone.
    pub(super) fn plain(verdict: Verdict, words: usize) -> Self {
        Self {
            verdict,
            words,
            terms: Vec::new(),
        }
    }

    /// The reason where so many were taken before.
    pub(super) fn after(mut self, before: u32) -> Self {
        if let Verdict::Taken(order) = &mut self.verdict {
            *order += before;
        }
        self
    }
}

/// What a choice was made from.
pub(super) struct Account<'a> {
    pub(super) bags: &'a Bags,
    pub(super) importance: &'a Importance,
    pub(super) contenders: &'a [Contender],
    pub(super) budget: Budget,
}

impl Account<'_> {
    /// Goes through a choice again in its `order` and says why of each contender. `forms` gives the places of terms in a contender.
    pub(super) fn reasons(&self, order: &[usize], forms: impl Fn(usize, &[u64]) -> Vec<Span>) -> Vec<Reason> {
        let mut coverage = Coverage::new(self.bags, self.importance);
        let mut reasons: Vec<Option<Reason>> = vec![None; self.contenders.len()];
        let mut spent = Cost::default();
        for (before, &place) in order.iter().enumerate() {
            reasons[place] = Some(Reason {
                terms: forms(place, &self.first_said(&coverage, place)),
                ..Reason::plain(
                    Verdict::Taken(before as u32 + 1),
                    self.contenders[place].cost.words,
                )
            });
            coverage.cover(place);
            spent = spent.plus(self.contenders[place].cost);
        }
        let taken: Vec<bool> = reasons.iter().map(Option::is_some).collect();
        let left = |place: usize| {
            let contender = self.contenders[place];
            let continues = contender.follows && place.checked_sub(1).is_some_and(|before| taken[before]);
            let verdict = match contender.hanging.filter(|_| !continues) {
                _ if contender.quoted == Quoted::Opens => Verdict::PartOfQuote,
                _ if contender.quoted != Quoted::Whole && !continues => Verdict::PartOfQuote,
                Some(opening) => Verdict::Leans(opening),
                None if coverage.gain(place) == 0 => Verdict::NothingNew,
                None if !contender.cost.fits(self.budget.limit) => Verdict::TooLong,
                None => Verdict::Outbid,
            };
            Reason::plain(verdict, contender.cost.words)
        };
        let reasons = reasons.into_iter().enumerate();
        reasons
            .map(|(place, reason)| reason.unwrap_or_else(|| left(place)))
            .collect()
    }

    /// The terms that tell most among those that a contender says first.
    ///
    /// The little words of every sentence are important too, but tell nothing to a reader. No list says which they are in any
    /// language: they are short, and stand in many sentences; what an article is about comes again, and names have capitals.
    fn first_said(&self, coverage: &Coverage<'_>, place: usize) -> Vec<u64> {
        let sentences = self.bags.len() as f64;
        let mut weighed: Vec<(f64, u64)> = Vec::new();
        for &(term, _) in self.bags.terms(place) {
            let facts = &self.bags.term_facts[term as usize];
            let rarity = libm::log((sentences + 1.0) / (f64::from(facts.sentences) + 0.5));
            let letters = facts.letters.min(10);
            let length = f64::from(letters) * f64::from(letters);
            let again = if facts.count > 1 { 2.0 } else { 1.0 };
            let name = if 2 * facts.capitals > facts.inside {
                2.0
            } else {
                1.0
            };
            let weight = coverage.of_term(term) as f64 * rarity.max(0.0) * length * again * name;
            if weight > 0.0 || self.bags.terms(place).len() == 1 {
                weighed.push((weight, facts.hash));
            }
        }
        weighed.sort_by(|a, b| b.0.total_cmp(&a.0));
        weighed.truncate(MOST_TERMS);
        weighed.into_iter().map(|(_, hash)| hash).collect()
    }
}
