//! What sentences are made of: the distinct terms and pairs of neighbouring terms of each, with where and how often they occur.

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::article::{Language, Span};
use crate::words::{Term, terms};

/// Bytes of a sentence that are looked at. Nobody quotes a sentence longer than this, and a text without any sentence
/// punctuation stays cheap.
const MOST_BYTES: usize = 8 << 10;

/// What is known of a term.
#[derive(Clone, Copy, Debug)]
pub(super) struct TermFacts {
    pub(super) hash: u64,
    pub(super) count: u32,
    pub(super) sentences: u32,
    pub(super) first: u32,
    pub(super) last: u32,
    /// Occurrences that are not the first word of a sentence, and how many of them start with a capital.
    pub(super) inside: u32,
    pub(super) capitals: u32,
    pub(super) letters: u8,
    pub(super) digit: bool,
    pub(super) in_second: bool,
    /// Index into `Bags::terms` of the entry in sentence `last`.
    entry: u32,
}

/// What is known of a pair of neighbouring terms.
#[derive(Clone, Copy, Debug)]
pub(super) struct PairFacts {
    pub(super) terms: (u32, u32),
    pub(super) count: u32,
    pub(super) sentences: u32,
    pub(super) first: u32,
    last: u32,
}

/// The terms of the headline, to be recognised in the text.
#[derive(Debug, Default)]
pub(super) struct Title {
    terms: FxHashSet<u64>,
    pairs: FxHashSet<(u64, u64)>,
    sequence: Vec<u64>,
}

impl Title {
    /// Adds a piece of headline.
    pub(super) fn add(&mut self, text: &str, language: &Language) {
        let mut found = Vec::new();
        terms(bounded(text), language, &mut found);
        self.sequence = found.iter().map(|term| term.hash).collect();
        self.terms.extend(&self.sequence);
        self.pairs
            .extend(self.sequence.windows(2).map(|pair| (pair[0], pair[1])));
    }

    pub(super) fn has(&self, term: u64) -> bool {
        self.terms.contains(&term)
    }

    pub(super) fn has_pair(&self, pair: (u64, u64)) -> bool {
        self.pairs.contains(&pair)
    }

    /// Whether `found` says what the piece added last says, word for word.
    pub(super) fn is(&self, found: &[Term]) -> bool {
        !found.is_empty() && found.iter().map(|term| &term.hash).eq(&self.sequence)
    }
}

/// The distinct terms and pairs of sentences, as rows over one list each.
#[derive(Debug, Default)]
pub(super) struct Bags {
    /// Facts by term id; ids are given in order of first occurrence.
    pub(super) term_facts: Vec<TermFacts>,
    /// Facts by pair id.
    pub(super) pair_facts: Vec<PairFacts>,
    /// (Term id, occurrences in the sentence), sentence after sentence.
    terms: Vec<(u32, u32)>,
    /// Pair ids, sentence after sentence.
    pairs: Vec<u32>,
    /// Where each sentence's rows end in `terms` and `pairs`.
    ends: Vec<(u32, u32)>,
}

/// The ids by which terms and pairs are known while they are collected.
struct Ids {
    terms: FxHashMap<u64, u32>,
    pairs: FxHashMap<u64, u32>,
}

impl Ids {
    /// Room for the terms and pairs of a text of `bytes`: about what articles have, so that the tables seldom grow.
    fn for_text_of(bytes: usize) -> Self {
        Self {
            terms: FxHashMap::with_capacity_and_hasher(bytes / 14, FxBuildHasher),
            pairs: FxHashMap::with_capacity_and_hasher(bytes / 9, FxBuildHasher),
        }
    }
}

impl Bags {
    /// Reads `sentences` of `text`.
    pub(super) fn of(text: &str, language: &Language, sentences: impl Iterator<Item = Span>) -> Self {
        let mut bags = Self::default();
        let spans: Vec<Span> = sentences.collect();
        let bytes: usize = spans.iter().map(|span| span.len().min(MOST_BYTES)).sum();
        let mut ids = Ids::for_text_of(bytes);
        let mut found = Vec::new();
        let mut sequence = Vec::new();
        for span in spans {
            found.clear();
            terms(bounded(span.of(text)), language, &mut found);
            bags.add(&mut ids, &found, &mut sequence);
        }
        bags
    }

    fn add(&mut self, ids: &mut Ids, found: &[Term], sequence: &mut Vec<u32>) {
        let sentence = self.ends.len() as u32;
        sequence.clear();
        for (position, term) in found.iter().enumerate() {
            sequence.push(self.add_term(ids, term, sentence, position));
        }
        for pair in sequence.windows(2) {
            self.add_pair(ids, (pair[0], pair[1]), sentence);
        }
        self.ends.push((self.terms.len() as u32, self.pairs.len() as u32));
    }

    fn add_term(&mut self, ids: &mut Ids, term: &Term, sentence: u32, position: usize) -> u32 {
        let fresh = self.term_facts.len() as u32;
        let id = *ids.terms.entry(term.hash).or_insert(fresh);
        if id == fresh {
            self.term_facts.push(TermFacts {
                hash: term.hash,
                count: 0,
                sentences: 0,
                first: sentence,
                last: u32::MAX,
                inside: 0,
                capitals: 0,
                letters: term.letters,
                digit: term.digit,
                in_second: false,
                entry: 0,
            });
        }
        let facts = &mut self.term_facts[id as usize];
        if facts.last == sentence {
            self.terms[facts.entry as usize].1 += 1;
        } else {
            facts.sentences += 1;
            facts.last = sentence;
            facts.entry = self.terms.len() as u32;
            facts.in_second |= sentence == 1;
            self.terms.push((id, 1));
        }
        facts.count += 1;
        if position > 0 {
            facts.inside += 1;
            facts.capitals += u32::from(term.capital);
        }
        id
    }

    fn add_pair(&mut self, ids: &mut Ids, pair: (u32, u32), sentence: u32) {
        let fresh = self.pair_facts.len() as u32;
        let id = *ids
            .pairs
            .entry(u64::from(pair.0) << 32 | u64::from(pair.1))
            .or_insert(fresh);
        if id == fresh {
            self.pair_facts.push(PairFacts {
                terms: pair,
                count: 0,
                sentences: 0,
                first: sentence,
                last: u32::MAX,
            });
        }
        let facts = &mut self.pair_facts[id as usize];
        facts.count += 1;
        if facts.last != sentence {
            facts.last = sentence;
            facts.sentences += 1;
            self.pairs.push(id);
        }
    }

    /// How many sentences there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The distinct terms of a sentence with their counts.
    pub(super) fn terms(&self, sentence: usize) -> &[(u32, u32)] {
        &self.terms[self.start(sentence).0 as usize..self.ends[sentence].0 as usize]
    }

    /// The distinct pairs of a sentence.
    pub(super) fn pairs(&self, sentence: usize) -> &[u32] {
        &self.pairs[self.start(sentence).1 as usize..self.ends[sentence].1 as usize]
    }

    fn start(&self, sentence: usize) -> (u32, u32) {
        sentence.checked_sub(1).map_or((0, 0), |before| self.ends[before])
    }
}

/// The part of a sentence that is looked at.
fn bounded(sentence: &str) -> &str {
    &sentence[..sentence.floor_char_boundary(MOST_BYTES)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bags(sentences: &[&str]) -> Bags {
        let text = sentences.concat();
        let mut at = 0;
        let spans = sentences.iter().map(|sentence| {
            at += sentence.len();
            Span::new(at - sentence.len(), at)
        });
        Bags::of(&text, &Language::UND, spans.collect::<Vec<_>>().into_iter())
    }

    #[test]
    fn rows_hold_each_term_and_pair_once() {
        let bags = bags(&["big big bridge. ", "", "The big bridge. "]);
        assert_eq!(bags.terms(0), [(0, 2), (1, 1)]);
        assert_eq!(bags.pairs(0), [0, 1]);
        assert!(bags.terms(1).is_empty() && bags.pairs(1).is_empty());
        assert_eq!(bags.terms(2), [(2, 1), (0, 1), (1, 1)]);
        assert_eq!(bags.pairs(2), [2, 1]);
        let big = bags.term_facts[0];
        assert_eq!((big.count, big.sentences, big.first, big.last), (3, 2, 0, 2));
        assert_eq!(bags.pair_facts[1].count, 2);
    }

    #[test]
    fn a_title_is_recognised_word_for_word() {
        let mut title = Title::default();
        title.add("Bridge closes", &Language::UND);
        let is = |text: &str| {
            let mut found = Vec::new();
            terms(text, &Language::UND, &mut found);
            title.is(&found)
        };
        assert!(is("BRIDGE CLOSES."));
        assert!(!is("Bridge closes today."));
        assert!(!is(""));
    }
}
