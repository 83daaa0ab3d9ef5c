//! Figures of a set of weights: exact records, and F1 of ends by language.

use std::collections::{BTreeMap, BTreeSet};

use crate::corpus::{Place, Record};
use crate::learn::Weights;

/// Whether the place is cut with `weights`.
pub fn cuts(place: &Place, weights: &Weights) -> bool {
    if place.signs.is_empty() {
        return place.cut;
    }
    let weight = |sign: u32| weights.get(&sign).map_or(0, |&weight| i32::from(weight));
    let sum: i32 = place
        .signs
        .iter()
        .map(|&(general, own)| weight(general) + weight(own))
        .sum();
    sum > 0
}

fn ends(record: &Record, weights: &Weights) -> BTreeSet<u32> {
    record
        .places
        .iter()
        .filter(|place| cuts(place, weights))
        .map(|place| place.at)
        .collect()
}

/// Whether the record is cut as it should be.
pub fn is_exact(record: &Record, weights: &Weights) -> bool {
    ends(record, weights) == record.gold
}

/// F1 of ends, in percent: the mean over languages with ten true ends or more, and each of them.
pub fn macro_f1(records: &[&Record], weights: &Weights) -> (f64, Vec<(String, f64)>) {
    let mut counts: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    for record in records {
        let found = ends(record, weights);
        let count = counts.entry(&record.lang).or_default();
        count.0 += found.intersection(&record.gold).count();
        count.1 += found.len();
        count.2 += record.gold.len();
    }
    let by_language: Vec<(String, f64)> = counts
        .into_iter()
        .filter(|(_, count)| count.2 >= 10)
        .map(|(lang, (right, found, gold))| (lang.to_owned(), 200.0 * right as f64 / (found + gold) as f64))
        .collect();
    let mean = by_language.iter().map(|(_, f1)| f1).sum::<f64>() / by_language.len().max(1) as f64;
    (mean, by_language)
}

/// Puts records into `count` folds; records that share much of their text are in the same one.
pub fn folds(records: &[Record], count: usize) -> Vec<usize> {
    let shingles: Vec<BTreeSet<&[u8]>> = records
        .iter()
        .map(|record| record.text.as_bytes().windows(12).collect())
        .collect();
    let mut group: Vec<usize> = (0..records.len()).collect();
    for right in 0..records.len() {
        for left in 0..right {
            let shared = shingles[left].intersection(&shingles[right]).count();
            if 3 * shared > shingles[left].len().min(shingles[right].len()) {
                let (from, to) = (group[right], group[left]);
                group
                    .iter_mut()
                    .filter(|group| **group == from)
                    .for_each(|group| *group = to);
            }
        }
    }
    // Groups go to the folds in turn, in the order of their first record.
    let mut fold_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut sizes = vec![0; count];
    group
        .iter()
        .map(|group| {
            let next = (0..count).min_by_key(|&fold| sizes[fold]).unwrap_or(0);
            let fold = *fold_of.entry(*group).or_insert(next);
            sizes[fold] += 1;
            fold
        })
        .collect()
}
