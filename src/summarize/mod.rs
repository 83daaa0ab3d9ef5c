//! Sentences of an article to a summary: which of them carry it, within a budget. Extractive only: nothing is written that is not there.
//!
//! Three steps. `features` tells how likely each term of the text, and each pair of neighbouring terms, stands in a summary
//! written by a person. `select` takes the sentences that cover most of that for their length. `cohesion` says which sentences
//! cannot stand alone; they are taken with the one before them, at a price, or not at all.
//!
//! The same input gives the same summary on every machine: equal worths go to the earlier sentence, sums run in a fixed
//! order, and time and memory grow with the length of the text only.

mod bags;
mod budget;
mod cohesion;
mod data;
mod features;
mod sections;
mod select;
mod trees;

use crate::article::{Language, Sentence, Span, Summary};
use crate::words::budget_words;
use bags::Title;
use budget::{Budget, Cost, Measure};
use cohesion::{Judge, Standing};
use sections::{Field, Ranking};
use select::Contender;

/// Sentences of a summary when no budget is given.
pub const DEFAULT_SENTENCES: usize = 3;

/// Sentences before the first quotable one that count as headline: title, deck and what stands between them.
const MOST_HEADLINES: usize = 4;

/// A sentence of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its place in the text.
    pub span: Span,
    /// Whether the summary may quote it (paragraphs, lists and quotes only).
    pub quotable: bool,
    /// It is the first sentence of its block.
    pub opens_block: bool,
}

/// What is summarized.
#[derive(Clone, Copy, Debug)]
pub struct SummaryInput<'a> {
    /// The article's text.
    pub text: &'a str,
    /// Its language.
    pub language: &'a Language,
    /// Its headline.
    pub title: Option<&'a str>,
    /// Its sentences in reading order.
    pub sentences: &'a [Candidate],
}

/// The budget. All that are given hold; three sentences if none is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SummaryOptions {
    /// Most sentences.
    pub sentences: Option<usize>,
    /// Most words (UAX #29 words; characters in scripts without spaces).
    pub words: Option<usize>,
    /// Most characters: code points after NFC.
    pub chars: Option<usize>,
}

impl SummaryOptions {
    /// Whether nothing may be taken.
    fn is_zero(self) -> bool {
        [self.sentences, self.words, self.chars].contains(&Some(0))
    }

    fn budget(self) -> Budget {
        let default = (self == Self::default()).then_some(DEFAULT_SENTENCES);
        let measure = match self {
            Self { words: Some(_), .. } => Measure::Words,
            Self { chars: Some(_), .. } => Measure::Chars,
            Self {
                sentences: Some(1), ..
            } => Measure::Teaser,
            _ => Measure::Sentences,
        };
        let limit = Cost {
            sentences: self.sentences.or(default).unwrap_or(usize::MAX),
            words: self.words.unwrap_or(usize::MAX),
            // Each sentence is counted with the space before it; the first has none.
            chars: self.chars.map_or(usize::MAX, |chars| chars.saturating_add(1)),
        };
        Budget { limit, measure }
    }
}

/// Scores every sentence and chooses those that fit the budget and cover the article best.
///
/// ```
/// use tolmach::article::{Language, Span};
/// use tolmach::summarize::{Candidate, SummaryInput, SummaryOptions, summarize};
///
/// let text = "The bridge of Brimley reopens on Monday. It was shut for a year.";
/// let sentences = [Span::new(0, 40), Span::new(41, 64)]
///     .map(|span| Candidate { span, quotable: true, opens_block: span.start == 0 });
/// let input = SummaryInput { text, language: &Language::UND, title: None, sentences: &sentences };
/// let options = SummaryOptions { sentences: Some(1), ..SummaryOptions::default() };
/// assert_eq!(summarize(&input, &options).sentences[0].index, 0);
/// ```
pub fn summarize(input: &SummaryInput<'_>, options: &SummaryOptions) -> Summary {
    let mut summary = Summary {
        scores: vec![0.0; input.sentences.len()],
        ..Summary::default()
    };
    if options.is_zero() {
        summary.reason = Some("the budget is zero");
        return summary;
    }
    let (field, indices) = match gather(input, options.chars.is_some()) {
        Ok(found) => found,
        Err(reason) => {
            summary.reason = Some(reason);
            return summary;
        }
    };
    let budget = options.budget();
    let mut ranking = field.rank(budget);
    if ranking.chosen.is_empty() {
        let (place, over) = stand_in(&field, &ranking, budget);
        ranking.chosen.push(place);
        summary.over = over;
    }
    for (&index, &score) in indices.iter().zip(&ranking.scores) {
        summary.scores[index] = score as f32;
    }
    summary.sentences = ranking
        .chosen
        .iter()
        .map(|&place| Sentence {
            index: indices[place],
            score: ranking.scores[place] as f32,
        })
        .collect();
    summary
}

/// The sentences that compete and their indices, or why there is none.
fn gather<'a>(input: &SummaryInput<'a>, chars: bool) -> Result<(Field<'a>, Vec<usize>), &'static str> {
    let judge = Judge::of(input.language);
    let mut field = Field {
        text: input.text,
        language: input.language,
        title: headline(input),
        spans: Vec::new(),
        contenders: Vec::new(),
    };
    let mut quotable: Vec<(usize, Span, Cost, Standing)> = Vec::new();
    for (index, candidate) in input.sentences.iter().enumerate() {
        let span = candidate.span.trimmed(input.text);
        let sentence = span.of(input.text);
        if candidate.quotable && sentence.contains(char::is_alphanumeric) {
            quotable.push((
                index,
                span,
                Cost::of(sentence, input.language, chars),
                judge.standing(sentence),
            ));
        }
    }
    let (alone, none) = (quotable.len() == 1, quotable.is_empty());
    let quotes_only = quotable
        .iter()
        .all(|(.., standing)| matches!(standing, Standing::BareQuote | Standing::Boilerplate));
    let mut indices = Vec::new();
    for (index, span, cost, standing) in quotable {
        let may = match standing {
            Standing::Free | Standing::Hanging => indices.last().is_some() || !field.is_headline(span),
            Standing::BareQuote => quotes_only,
            Standing::Boilerplate => false,
        };
        if may || alone {
            field.contenders.push(Contender {
                cost,
                hanging: standing == Standing::Hanging,
                follows: indices.last().is_some_and(|&last: &usize| last + 1 == index),
                opens_text: indices.is_empty(),
            });
            field.spans.push(span);
            indices.push(index);
        }
    }
    if !indices.is_empty() {
        Ok((field, indices))
    } else if input.text.trim().is_empty() {
        Err("the text is empty")
    } else if none {
        Err("there is nothing that may be quoted")
    } else {
        Err("there is only boilerplate")
    }
}

/// The terms of the title and of what stands before the first sentence that may be quoted.
fn headline(input: &SummaryInput<'_>) -> Title {
    let mut title = Title::default();
    let above = input.sentences.iter().take_while(|candidate| !candidate.quotable);
    for candidate in above.take(MOST_HEADLINES) {
        title.add(candidate.span.of(input.text), input.language);
    }
    if let Some(text) = input.title {
        title.add(text, input.language);
    }
    title
}

/// What stands for a summary when nothing fits, and whether it is over the budget: the best that fits at least as UAX #29 counts
/// words, else the shortest of the three best. The earlier of equals.
fn stand_in(field: &Field<'_>, ranking: &Ranking, budget: Budget) -> (usize, bool) {
    let mut order: Vec<usize> = (0..ranking.scores.len()).collect();
    order.sort_by(|&a, &b| ranking.scores[b].total_cmp(&ranking.scores[a]).then(a.cmp(&b)));
    let fits = |&place: &usize| {
        let words = budget_words(field.spans[place].of(field.text), field.language);
        Cost {
            words,
            ..field.contenders[place].cost
        }
        .fits(budget.limit)
    };
    if let Some(place) = order.iter().copied().find(fits) {
        return (place, false);
    }
    order.truncate(3);
    let length = |place: &usize| match budget.measure {
        Measure::Chars => (field.contenders[*place].cost.chars, *place),
        _ => (field.contenders[*place].cost.words, *place),
    };
    (order.into_iter().min_by_key(length).unwrap_or(0), true)
}

#[cfg(test)]
mod tests;
