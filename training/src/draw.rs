//! Draws training examples: words of one language, as many as short and long texts have.

use crate::corpus::{Corpus, Source};
use crate::labels::{is_core, weight};
use crate::letters::Script;

/// Letters from which a language of the long tail may be answered.
pub const TAIL_LETTERS: u32 = 60;
/// Share of examples made of listed words where there are sentences too.
const LISTED: f64 = 0.6;

/// `SplitMix64`: small, and the same everywhere.
pub struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// 0 to 1.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// 0 to `below`.
    fn index(&mut self, below: usize) -> usize {
        ((u128::from(self.next()) * below as u128) >> 64) as usize
    }

    /// A place in running sums.
    fn place(&mut self, sums: &[f64]) -> usize {
        let at = self.share() * sums.last().copied().unwrap_or(0.0);
        sums.partition_point(|&sum| sum < at).min(sums.len() - 1)
    }
}

fn running(values: impl Iterator<Item = f64>) -> Vec<f64> {
    values
        .scan(0.0, |sum, value| {
            *sum += value;
            Some(*sum)
        })
        .collect()
}

/// Draws examples from a corpus.
pub struct Draw<'c> {
    corpus: &'c Corpus,
    pub random: Random,
    sources: Vec<f64>,
    /// Running sums over each source's list: by type, and by frequency.
    lists: Vec<(Vec<f64>, Vec<f64>)>,
}

impl<'c> Draw<'c> {
    pub fn new(corpus: &'c Corpus, scripts: &[(usize, usize, usize)], seed: u64) -> Self {
        let power =
            |source: &Source, power: f64| running(source.counts.iter().map(|&count| libm::pow(count, power)));
        Self {
            corpus,
            random: Random(seed),
            sources: running(corpus.sources.iter().map(|source| {
                let alone = scripts[source.script.index()].2 < 2;
                if alone { 0.0 } else { weight(&source.tag) }
            })),
            lists: corpus
                .sources
                .iter()
                .map(|source| (power(source, 0.4), power(source, 0.85)))
                .collect(),
        }
    }

    /// The next example: its source, and its letters; the rows of its features go to `rows`.
    pub fn example(&mut self, rows: &mut Vec<u32>) -> (usize, u32) {
        rows.clear();
        let corpus = self.corpus;
        let place = self.random.place(&self.sources);
        let source = &corpus.sources[place];
        let tail = !is_core(&source.tag);
        let words = match self.random.share() {
            _ if tail => 12 + self.random.index(16),
            share if share < 0.30 => 1,
            share if share < 0.50 => 2,
            share if share < 0.70 => 3 + self.random.index(3),
            _ => 6 + self.random.index(12),
        };
        let mut letters = 0;
        let mut add = |word: u32| {
            let entry = &corpus.words[word as usize];
            letters += entry.letters;
            rows.extend(&corpus.features[entry.features.start as usize..entry.features.end as usize]);
        };
        let long_han = source.script == Script::HAN && words > 5;
        let listed = !source.list.is_empty()
            && (source.sentences.is_empty() || (!long_han && self.random.share() < LISTED));
        if listed {
            let (by_type, by_count) = &self.lists[place];
            for _ in 0..words {
                let at = self.random.place(if words < 3 { by_type } else { by_count });
                add(source.list[at]);
            }
        } else {
            let sentence = &source.sentences[self.random.index(source.sentences.len())];
            let spare = sentence.len().saturating_sub(words);
            let start = sentence.start as usize + self.random.index(spare + 1);
            for word in (start as u32..sentence.end).take(words) {
                add(word);
            }
        }
        (place, letters)
    }
}
