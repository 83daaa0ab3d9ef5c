//! Summaries: which sentences were chosen.

/// A chosen sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sentence {
    /// Index into the sentences that were given.
    pub index: usize,
    /// Its score, comparable inside one article only.
    pub score: f32,
}

/// A summary: sentences in reading order, quoted exactly.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// The chosen sentences in reading order.
    pub sentences: Vec<Sentence>,
    /// The score of every sentence that was given, chosen or not.
    pub scores: Vec<f32>,
    /// No sentence fits the budget; the shortest of the three best stands alone.
    pub over: bool,
    /// Why there is no sentence, where there is none.
    pub reason: Option<&'static str>,
}
