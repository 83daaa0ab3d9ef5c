//! Draws training examples: words of one language, as many as short and long texts have.

use crate::corpus::{Corpus, Source};
use crate::letters::Script;

/// Letters from which a language of the long tail may be answered.
pub const TAIL_LETTERS: u32 = 60;
/// Examples of so few words are short.
const SHORT: usize = 2;
/// Shares of examples made of listed and coined words, short ones and others, where there are sentences too.
const LISTED: (f64, f64) = (0.5, 0.55);
/// Shares of coined words among these, in short examples and others, where words are listed too.
pub const COINED: (f64, f64) = (0.75, 0.3);
/// Powers of a word's frequency by which it is drawn: a listed word for short examples and for others, and a coined word.
/// Short texts are mostly rarer words than running text is made of.
pub const POWERS: (f64, f64, f64) = (0.6, 0.85, 0.85);

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
    pub fn place(&mut self, sums: &[f64]) -> usize {
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

/// Running sums over a source's words, for [`POWERS`].
struct Lists {
    short: Vec<f64>,
    long: Vec<f64>,
    coined: Vec<f64>,
}

impl Lists {
    fn of(source: &Source) -> Self {
        let sums = |counts: &[f64], power| running(counts.iter().map(|&count| libm::pow(count, power)));
        Self {
            short: sums(&source.counts, POWERS.0),
            long: sums(&source.counts, POWERS.1),
            coined: sums(&source.coined_counts, POWERS.2),
        }
    }
}

/// Draws examples from a corpus.
pub struct Draw<'c> {
    corpus: &'c Corpus,
    pub random: Random,
    sources: Vec<f64>,
    lists: Vec<Lists>,
}

impl<'c> Draw<'c> {
    pub fn new(corpus: &'c Corpus, scripts: &[(usize, usize, usize)], seed: u64) -> Self {
        Self {
            corpus,
            random: Random(seed),
            sources: running(corpus.sources.iter().map(|source| {
                let alone = scripts[source.script.index()].2 < 2;
                if alone { 0.0 } else { source.weight }
            })),
            lists: corpus.sources.iter().map(Lists::of).collect(),
        }
    }

    /// The next example: its source, and its letters; the rows of its features go to `rows`.
    pub fn example(&mut self, rows: &mut Vec<u32>) -> (usize, u32) {
        rows.clear();
        let corpus = self.corpus;
        let place = self.random.place(&self.sources);
        let source = &corpus.sources[place];
        let words = match self.random.share() {
            _ if !source.core => 12 + self.random.index(8),
            share if share < 0.36 => 1,
            share if share < 0.60 => 2,
            share if share < 0.80 => 3 + self.random.index(3),
            _ => 6 + self.random.index(10),
        };
        let mut letters = 0;
        let mut add = |word: u32| {
            let entry = &corpus.words[word as usize];
            letters += entry.letters;
            rows.extend(&corpus.features[entry.features.start as usize..entry.features.end as usize]);
        };
        let long_han = source.script == Script::HAN && words > 5;
        let either = |(short, other)| if words > SHORT { other } else { short };
        let listed = !(source.list.is_empty() && source.coined.is_empty())
            && (source.sentences.is_empty() || (!long_han && self.random.share() < either(LISTED)));
        if listed {
            let lists = &self.lists[place];
            for _ in 0..words {
                if source.list.is_empty() || !source.coined.is_empty() && self.random.share() < either(COINED)
                {
                    add(source.coined[self.random.place(&lists.coined)]);
                } else {
                    let sums = if words > SHORT { &lists.long } else { &lists.short };
                    add(source.list[self.random.place(sums)]);
                }
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
