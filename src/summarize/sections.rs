//! Long texts: ranked section by section, then the best sentences of all sections together, so that nothing grows faster than
//! the text.

#![expect(
    clippy::cast_precision_loss,
    reason = "counts far below the precision of a float"
)]

use super::bags::{Bags, Title};
use super::budget::{Budget, Cost};
use super::features::{Tables, importance};
use super::reasons::{Account, Reason};
use super::select::{Contender, scores, select};
use crate::article::{Language, Span};
use crate::words::terms;

/// Sentences that are ranked at once.
const MOST_AT_ONCE: usize = 400;

/// Sentences of a summary up to which the best of all sections compete with each other. A longer summary takes from each section
/// its share.
const MOST_WANTED: usize = MOST_AT_ONCE / 2;

/// A sentence budget is understood as at least this many words: the references that the tables were learned from are not shorter.
const LEAST_WORDS: f32 = 40.0;

/// What is ranked.
pub(super) struct Field<'a> {
    pub(super) tables: &'a Tables,
    pub(super) text: &'a str,
    pub(super) language: &'a Language,
    pub(super) title: Title,
    /// The sentences that compete, in reading order.
    pub(super) spans: Vec<Span>,
    /// What is known of each of them.
    pub(super) contenders: Vec<Contender>,
    /// Whether it is to be said why.
    pub(super) explained: bool,
}

/// What a ranking says.
pub(super) struct Ranking {
    /// The worth of each contender alone.
    pub(super) scores: Vec<f64>,
    /// Places of the chosen ones, ascending.
    pub(super) chosen: Vec<usize>,
    /// Why each contender was chosen or not, if that was asked.
    pub(super) reasons: Vec<Reason>,
}

impl Field<'_> {
    /// Scores all contenders and chooses within the budget.
    pub(super) fn rank(&self, budget: Budget) -> Ranking {
        let count = self.contenders.len();
        let places: Vec<usize> = (0..count).collect();
        let share = self.share(budget.limit);
        let budget = Budget { share, ..budget };
        if count <= MOST_AT_ONCE {
            return self.rank_places(&places, budget);
        }
        let size = count.div_ceil(count.div_ceil(MOST_AT_ONCE));
        let final_round = self.wanted(budget.limit) <= MOST_WANTED;
        let mut ranking = Ranking {
            scores: Vec::with_capacity(count),
            chosen: Vec::new(),
            reasons: Vec::new(),
        };
        for section in places.chunks(size) {
            let until = section[0] + section.len();
            let limit = if final_round {
                Cost {
                    sentences: (section.len() * MOST_AT_ONCE).div_ceil(count),
                    ..Cost::UNLIMITED
                }
            } else {
                budget.limit.part(section[0], until, count)
            };
            let part = self.rank_places(section, Budget { limit, ..budget });
            let before = ranking.chosen.len() as u32;
            ranking.scores.extend(part.scores);
            ranking.chosen.extend(part.chosen);
            ranking
                .reasons
                .extend(part.reasons.into_iter().map(|reason| reason.after(before)));
        }
        if final_round {
            let last = self.rank_places(&ranking.chosen, budget);
            for (&place, reason) in ranking.chosen.iter().zip(last.reasons) {
                ranking.reasons[place] = reason;
            }
            ranking.chosen = last.chosen;
        }
        ranking
    }

    /// Whether a sentence repeats the headline.
    pub(super) fn is_headline(&self, span: Span) -> bool {
        let mut found = Vec::new();
        terms(span.of(self.text), self.language, &mut found);
        self.title.is(&found)
    }

    /// Ranks the contenders at `places` (ascending) among themselves.
    fn rank_places(&self, places: &[usize], budget: Budget) -> Ranking {
        let spans = places.iter().map(|&place| self.spans[place]);
        let bags = Bags::of(self.text, self.language, spans);
        let importance = importance(self.tables, &bags, &self.title, budget.share);
        let contenders: Vec<Contender> = places
            .iter()
            .enumerate()
            .map(|(at, &place)| Contender {
                follows: self.contenders[place].follows && at > 0 && places[at - 1] + 1 == place,
                ..self.contenders[place]
            })
            .collect();
        let order = select(&bags, &importance, &contenders, budget);
        let reasons = if self.explained {
            let account = Account {
                bags: &bags,
                importance: &importance,
                contenders: &contenders,
                budget,
            };
            account.reasons(&order, |at, known| self.forms(places[at], known))
        } else {
            Vec::new()
        };
        let mut chosen: Vec<usize> = order.into_iter().map(|at| places[at]).collect();
        chosen.sort_unstable();
        Ranking {
            scores: scores(&bags, &importance, &contenders, budget),
            chosen,
            reasons,
        }
    }

    /// Where the terms with the hashes in `known` stand first in a contender, in its order; what overlaps or touches is one.
    fn forms(&self, place: usize, known: &[u64]) -> Vec<Span> {
        let span = self.spans[place];
        let mut found = Vec::new();
        terms(span.of(self.text), self.language, &mut found);
        let mut missing = known.to_vec();
        let mut forms: Vec<Span> = Vec::new();
        for term in found {
            let Some(at) = missing.iter().position(|&hash| hash == term.hash) else {
                continue;
            };
            missing.swap_remove(at);
            let form = Span {
                start: span.start + term.start,
                end: span.start + term.end,
            };
            match forms.last_mut() {
                Some(last) if last.end >= form.start => last.end = form.end,
                _ => forms.push(form),
            }
        }
        forms
    }

    /// What all contenders cost together.
    fn whole(&self) -> Cost {
        self.contenders
            .iter()
            .fold(Cost::default(), |sum, contender| sum.plus(contender.cost))
    }

    /// How much of the text the summary may take, 0 to 1.
    pub(super) fn share(&self, limit: Cost) -> f32 {
        let whole = self.whole();
        let part = |limit: usize, whole: usize| limit as f32 / whole.max(1) as f32;
        part(limit.sentences, whole.sentences)
            .max(LEAST_WORDS / whole.words.max(1) as f32)
            .min(part(limit.words, whole.words))
            .min(part(limit.chars, whole.chars))
            .min(1.0)
    }

    /// About how many sentences the budget has room for.
    fn wanted(&self, limit: Cost) -> usize {
        let whole = self.whole();
        let count = self.contenders.len();
        let room = |limit: usize, whole: usize| {
            usize::try_from(limit as u128 * count as u128 / whole.max(1) as u128).unwrap_or(usize::MAX)
        };
        limit
            .sentences
            .min(room(limit.words, whole.words))
            .min(room(limit.chars, whole.chars))
    }
}

#[cfg(test)]
mod tests {
    use super::super::budget::Measure;
    use super::super::features::SHIPPED;
    use super::*;

    static UNKNOWN: Language = Language::UND;

    /// Every sentence of a text competes.
    fn field(text: &str) -> Field<'_> {
        let mut spans: Vec<Span> = Vec::new();
        for sentence in text.split_inclusive(". ") {
            let start = spans.last().map_or(0, |span| span.end as usize);
            spans.push(Span::new(start, start + sentence.len()));
        }
        let contender = |span: &Span| Contender {
            cost: Cost {
                sentences: 1,
                words: span.of(text).split_whitespace().count(),
                chars: span.len(),
                ..Cost::default()
            },
            follows: true,
            ..Contender::default()
        };
        Field {
            tables: &SHIPPED,
            text,
            language: &UNKNOWN,
            title: Title::default(),
            contenders: spans.iter().map(contender).collect(),
            spans,
            explained: false,
        }
    }

    fn long_text() -> String {
        let ship = |n: usize| format!("Ship {n} brings cargo{n} to port{}. ", n % 7);
        (0..1000).map(ship).collect::<Vec<_>>().concat()
    }

    #[test]
    fn a_short_summary_of_a_long_text_may_come_from_every_section() {
        let text = long_text();
        let limit = Cost {
            words: 60,
            ..Cost::UNLIMITED
        };
        let ranking = field(&text).rank(Budget {
            limit,
            measure: Measure::Words,
            share: 1.0,
        });
        assert_eq!(ranking.scores.len(), 1000);
        assert_eq!(ranking.chosen.len(), 10);
        assert!(ranking.chosen.is_sorted());
    }

    #[test]
    fn a_long_summary_takes_its_share_of_each_section() {
        let text = long_text();
        let limit = Cost {
            sentences: 600,
            ..Cost::UNLIMITED
        };
        let ranking = field(&text).rank(Budget {
            limit,
            measure: Measure::Sentences,
            share: 1.0,
        });
        assert_eq!(ranking.chosen.len(), 600);
        assert_eq!(ranking.chosen.iter().filter(|&&place| place >= 668).count(), 200);
    }
}
