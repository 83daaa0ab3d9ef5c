//! What the training program (`training/summarize`) learns from, and summaries by tables other than those that ship.

#![expect(
    clippy::cast_precision_loss,
    reason = "counts far below the precision of a float"
)]

use rustc_hash::FxHashSet;

use super::bags::Bags;
use super::features::View;
use super::trees::Tree;
use super::{SummaryInput, SummaryOptions, gather, summarize_by};
use crate::article::{Language, Summary};
use crate::words::terms;

pub use super::features::Tables;

/// Features of a term and of a pair.
pub const FEATURES: (usize, usize) = (19, 14);

/// A tree: its questions `(feature, threshold)` and its leaves by the answers as bits.
pub type Branches = ([(u8, f32); 3], [f32; 8]);

impl Tables {
    /// Tables of these trees: those of the terms, those of the pairs.
    pub fn of(terms: &[Branches], pairs: &[Branches]) -> Self {
        let trees = |branches: &[Branches]| {
            let tree = |&(splits, leaves): &Branches| Tree { splits, leaves };
            branches.iter().map(tree).collect::<Vec<Tree>>().into()
        };
        Self {
            terms: trees(terms),
            pairs: trees(pairs),
        }
    }
}

/// A term or a pair to learn from.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// Its features. Those of a pair that stand on the importance of its terms are for the learner to fill in.
    pub features: Vec<f32>,
    /// The share of the references that hold it.
    pub label: f32,
    /// The places of a pair's terms among the terms; of a term nothing.
    pub terms: (u32, u32),
}

/// The terms and pairs of an article as its summary is made from them, `most` sentences at most; none if there is nothing to choose.
pub fn examples(
    input: &SummaryInput<'_>,
    options: &SummaryOptions,
    most: usize,
    references: &[&str],
) -> (Vec<Example>, Vec<Example>) {
    let gathered = gather(&super::SHIPPED, input, options.counted(), false);
    if gathered.nothing(input).is_some() {
        return Default::default();
    }
    let budget = options.budget(gathered.whole);
    let mut field = gathered.field;
    field.spans.truncate(most);
    field.contenders.truncate(most);
    let share = field.share(budget.limit);
    let bags = Bags::of(input.text, input.language, field.spans.iter().copied());
    let view = View::of(&bags, &field.title, share);
    let references: Vec<Reference> = references
        .iter()
        .map(|text| Reference::of(text, input.language))
        .collect();
    let label = |held: &dyn Fn(&Reference) -> bool| {
        references.iter().filter(|reference| held(reference)).count() as f32 / references.len() as f32
    };
    let (mut of_terms, mut of_pairs) = (Vec::new(), Vec::new());
    let mut facts = bags.term_facts.iter();
    view.each_term(|row| {
        let hash = facts.next().map_or(0, |facts| facts.hash);
        of_terms.push(Example {
            features: row[..FEATURES.0].to_vec(),
            label: label(&|reference| reference.terms.contains(&hash)),
            terms: (0, 0),
        });
    });
    let none = vec![0.0; of_terms.len()];
    let mut facts = bags.pair_facts.iter();
    view.each_pair(&none, |row| {
        let terms = facts.next().map_or((0, 0), |facts| facts.terms);
        let hash = |term: u32| bags.term_facts[term as usize].hash;
        let pair = (hash(terms.0), hash(terms.1));
        of_pairs.push(Example {
            features: row[..FEATURES.1].to_vec(),
            label: label(&|reference| reference.pairs.contains(&pair)),
            terms,
        });
    });
    (of_terms, of_pairs)
}

/// The terms and pairs of a summary written by a person.
struct Reference {
    terms: FxHashSet<u64>,
    pairs: FxHashSet<(u64, u64)>,
}

impl Reference {
    fn of(text: &str, language: &Language) -> Self {
        let mut found = Vec::new();
        terms(text, language, &mut found);
        Self {
            pairs: found
                .windows(2)
                .map(|pair| (pair[0].hash, pair[1].hash))
                .collect(),
            terms: found.into_iter().map(|term| term.hash).collect(),
        }
    }
}

/// As [`super::summarize`] by other tables.
pub fn summarize(tables: &Tables, input: &SummaryInput<'_>, options: &SummaryOptions) -> Summary {
    summarize_by(tables, input, options)
}
