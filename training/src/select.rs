//! Chooses the feature that owns each row of the table: the one that says most about the language, over all examples.

use rustc_hash::FxHashMap;

use crate::corpus::{Corpus, SLOTS};
use crate::draw::{COINED, POWERS};
use crate::letters::Script;

/// Share of a language's words that are taken from lists where there are sentences too.
const LISTED: f64 = 0.6;

/// The tag in each row, 0 for an empty row.
pub struct Table {
    pub tags: Vec<u8>,
}

/// How often each feature is met in `source`, per word drawn.
fn masses(corpus: &Corpus, source: &crate::corpus::Source) -> FxHashMap<u32, f64> {
    let mut mass: FxHashMap<u32, f64> = FxHashMap::default();
    let mut add = |word: u32, by: f64| {
        let range = &corpus.words[word as usize].features;
        for &feature in &corpus.features[range.start as usize..range.end as usize] {
            *mass.entry(feature).or_default() += by;
        }
    };
    let listed = if source.sentences.is_empty() { 1.0 } else { LISTED };
    let coined = match (source.list.is_empty(), source.coined.is_empty()) {
        (_, true) => 0.0,
        (true, false) => 1.0,
        _ => f64::midpoint(COINED.0, COINED.1),
    };
    let sum = |counts: &[f64], power| counts.iter().map(|&count| libm::pow(count, power)).sum::<f64>();
    let (short, long) = (sum(&source.counts, POWERS.0), sum(&source.counts, POWERS.1));
    for (at, &word) in source.list.iter().enumerate() {
        let count = source.counts[at];
        let share = libm::pow(count, POWERS.0) / short + libm::pow(count, POWERS.1) / long;
        add(word, listed * (1.0 - coined) * share / 2.0);
    }
    let total = sum(&source.coined_counts, POWERS.2);
    for (&word, &count) in source.coined.iter().zip(&source.coined_counts) {
        add(word, listed * coined * libm::pow(count, POWERS.2) / total);
    }
    let running = if source.list.is_empty() && source.coined.is_empty() {
        1.0
    } else {
        1.0 - LISTED
    };
    let total: usize = source.sentences.iter().map(ExactSizeIterator::len).sum();
    for word in source.sentences.iter().cloned().flatten() {
        add(word, running / total as f64);
    }
    mass
}

/// Picks the owner of every row.
pub fn choose(corpus: &Corpus) -> Table {
    let mut scores: Vec<(u32, f32)> = Vec::new();
    for script in 0..Script::COUNT {
        let sources: Vec<_> = corpus
            .sources
            .iter()
            .filter(|source| source.script.index() == script)
            .collect();
        if sources.len() < 2 {
            continue;
        }
        let total: f64 = sources.iter().map(|source| source.weight).sum();
        let mut triples: Vec<(u32, u32, f32)> = Vec::new();
        for (label, source) in sources.iter().enumerate() {
            let share = source.weight;
            triples.extend(
                masses(corpus, source)
                    .into_iter()
                    .map(|(f, m)| (f, label as u32, (m * share) as f32)),
            );
        }
        triples.sort_unstable_by_key(|triple| (triple.0, triple.1));
        for group in triples.chunk_by(|a, b| a.0 == b.0) {
            let all: f64 = group.iter().map(|triple| f64::from(triple.2)).sum();
            let information: f64 = group
                .iter()
                .map(|&(_, label, mass)| {
                    let prior = sources[label as usize].weight / total;
                    f64::from(mass) * libm::log(f64::from(mass) / all / prior)
                })
                .sum();
            scores.push((group[0].0, information as f32));
        }
    }
    let mut best = vec![0f32; SLOTS as usize];
    let mut tags = vec![0u8; SLOTS as usize];
    scores.sort_unstable_by_key(|score| score.0);
    for &(feature, information) in &scores {
        let slot = (feature >> 8) as usize;
        if information > best[slot] {
            best[slot] = information;
            tags[slot] = feature as u8;
        }
    }
    eprintln!("{} features for {SLOTS} rows", scores.len());
    Table { tags }
}

/// Drops features that own no row; what is left is the row's number.
pub fn keep(corpus: &mut Corpus, table: &Table) {
    let mut kept: Vec<u32> = Vec::new();
    for word in &mut corpus.words {
        let start = kept.len() as u32;
        for &feature in &corpus.features[word.features.start as usize..word.features.end as usize] {
            let slot = feature >> 8;
            if table.tags[slot as usize] == feature as u8 {
                kept.push(slot);
            }
        }
        word.features = start..kept.len() as u32;
    }
    corpus.features = kept;
}
