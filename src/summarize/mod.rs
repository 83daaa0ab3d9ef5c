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
mod quotation;
mod reasons;
mod sections;
mod select;
pub mod study;
mod trees;

use crate::article::{Language, Sentence, Span, Summary};
use crate::words::budget_words;
use bags::Title;
use budget::{Budget, Cost, Counted, Measure};
use cohesion::{Judge, Standing};
use features::{SHIPPED, Tables};
use quotation::Quoted;
use sections::{Field, Ranking};
use select::Contender;

pub use budget::{NO_RATIO, Ratio};
pub use reasons::{Reason, Verdict};

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
    /// The largest share of the words of all sentences that may be quoted, counted as `words` are.
    pub ratio: Option<Ratio>,
}

impl SummaryOptions {
    /// Whether nothing may be taken.
    fn is_zero(self) -> bool {
        [self.sentences, self.words, self.chars].contains(&Some(0))
    }

    /// What there is to count in a sentence.
    fn counted(self) -> Counted {
        Counted {
            standard: self.ratio.is_some(),
            chars: self.chars.is_some(),
        }
    }

    /// The budget for an article of which all that may be quoted costs `whole`.
    fn budget(self, whole: Cost) -> Budget {
        let default = (self == Self::default()).then_some(DEFAULT_SENTENCES);
        let measure = match self {
            Self { words: Some(_), .. } | Self { ratio: Some(_), .. } => Measure::Words,
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
            ..Cost::UNLIMITED
        };
        let limit = match self.ratio {
            Some(ratio) => limit.at_most(ratio, whole),
            None => limit,
        };
        Budget {
            limit,
            measure,
            share: 1.0,
        }
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
    summarize_by(&SHIPPED, input, options)
}

/// The same, and for every sentence that was given why it was taken or not.
pub fn explain(input: &SummaryInput<'_>, options: &SummaryOptions) -> (Summary, Vec<Reason>) {
    let gathered = gather(&SHIPPED, input, options.counted(), true);
    let mut reasons: Vec<Option<Reason>> = vec![None; input.sentences.len()];
    for &(index, verdict, words) in &gathered.left_out {
        reasons[index] = Some(Reason::plain(verdict, words));
    }
    let (summary, ranked) = choose(&gathered, input, options);
    for (&index, reason) in gathered.indices.iter().zip(ranked) {
        reasons[index] = Some(reason);
    }
    let too_long = || Reason::plain(Verdict::TooLong, 0);
    let reasons = reasons.into_iter().map(|reason| reason.unwrap_or_else(too_long));
    (summary, reasons.collect())
}

/// [`summarize`] with other tables.
fn summarize_by(tables: &Tables, input: &SummaryInput<'_>, options: &SummaryOptions) -> Summary {
    choose(&gather(tables, input, options.counted(), false), input, options).0
}

/// The summary, and the reasons for its contenders if they are asked for.
fn choose(
    gathered: &Gathered<'_>,
    input: &SummaryInput<'_>,
    options: &SummaryOptions,
) -> (Summary, Vec<Reason>) {
    let (field, indices) = (&gathered.field, &gathered.indices);
    let mut summary = Summary {
        scores: vec![0.0; input.sentences.len()],
        ..Summary::default()
    };
    summary.reason = if options.is_zero() {
        Some("the budget is zero")
    } else {
        gathered.nothing(input)
    };
    if summary.reason.is_some() {
        return (summary, Vec::new());
    }
    let budget = options.budget(gathered.whole);
    let mut ranking = field.rank(budget);
    if ranking.chosen.is_empty() {
        let (place, over) = stand_in(field, &ranking, budget);
        ranking.chosen.push(place);
        if let Some(reason) = ranking.reasons.get_mut(place) {
            reason.verdict = Verdict::Taken(1);
        }
        summary.over = over;
    }
    for (&index, &score) in indices.iter().zip(&ranking.scores) {
        summary.scores[index] = score as f32;
    }
    let chosen = ranking.chosen.iter();
    summary.sentences = chosen
        .map(|&place| Sentence {
            index: indices[place],
            score: ranking.scores[place] as f32,
        })
        .collect();
    (summary, ranking.reasons)
}

/// The sentences that compete, and those that do not.
struct Gathered<'a> {
    field: Field<'a>,
    /// The index of each contender.
    indices: Vec<usize>,
    /// Index, verdict and words of those that may not be taken.
    left_out: Vec<(usize, Verdict, usize)>,
    /// What all that may be quoted costs.
    whole: Cost,
}

impl Gathered<'_> {
    /// Why there is nothing to choose from, where there is nothing.
    fn nothing(&self, input: &SummaryInput<'_>) -> Option<&'static str> {
        if !self.indices.is_empty() {
            None
        } else if input.text.trim().is_empty() {
            Some("the text is empty")
        } else if self.whole.sentences == 0 {
            Some("there is nothing that may be quoted")
        } else {
            Some("there is only boilerplate")
        }
    }
}

/// Tells the sentences that compete from those that may not be taken.
fn gather<'a>(
    tables: &'a Tables,
    input: &SummaryInput<'a>,
    counted: Counted,
    explained: bool,
) -> Gathered<'a> {
    let judge = Judge::of(input.language);
    let mut left_out = Vec::new();
    let mut quotable: Vec<(usize, Span, Cost, Standing, Quoted)> = Vec::new();
    let parts = quotation::parts(input.text, input.sentences);
    for ((index, candidate), part) in input.sentences.iter().enumerate().zip(parts) {
        let span = candidate.span.trimmed(input.text);
        let sentence = span.of(input.text);
        if !candidate.quotable {
            left_out.push((index, Verdict::NotQuotable, 0));
        } else if !sentence.contains(char::is_alphanumeric) {
            left_out.push((index, Verdict::NoWords, 0));
        } else {
            let cost = Cost::of(sentence, input.language, counted);
            quotable.push((index, span, cost, judge.standing(sentence), part));
        }
    }
    let alone = quotable.len() == 1;
    let quotes_only = quotable
        .iter()
        .all(|(_, _, _, standing, _)| matches!(standing, Standing::BareQuote | Standing::Boilerplate));
    let whole = quotable
        .iter()
        .fold(Cost::default(), |sum, (_, _, cost, ..)| sum.plus(*cost));
    let mut field = Field {
        tables,
        text: input.text,
        language: input.language,
        title: headline(input),
        spans: Vec::new(),
        contenders: Vec::new(),
        explained,
    };
    let mut indices: Vec<usize> = Vec::new();
    for (index, span, cost, standing, part) in quotable {
        let barred = match standing {
            Standing::Free | Standing::Hanging(_) | Standing::Doubtful
                if indices.is_empty() && field.is_headline(span) =>
            {
                Some(Verdict::Headline)
            }
            Standing::BareQuote if !quotes_only => Some(Verdict::BareQuote),
            Standing::Boilerplate => Some(Verdict::Boilerplate),
            _ => None,
        };
        if let Some(verdict) = barred.filter(|_| !alone) {
            left_out.push((index, verdict, cost.words));
            continue;
        }
        field.contenders.push(Contender {
            cost,
            hanging: standing.opening(),
            doubtful: standing == Standing::Doubtful,
            quoted: part,
            follows: indices.last().is_some_and(|&last| last + 1 == index),
            opens_text: indices.is_empty(),
        });
        field.spans.push(span);
        indices.push(index);
    }
    Gathered {
        field,
        indices,
        left_out,
        whole,
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
