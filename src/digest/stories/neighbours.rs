//! Which articles are worth comparing: those that share some of their heaviest terms. Never all with all.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::vectors::Vector;

/// Terms by which an article is found.
const HEAVIEST: usize = 24;
/// Articles that a term remembers, the last ones. A term of more articles is no sign of a story.
const MOST_WITH_TERM: usize = 256;
/// Articles that an article is compared with in full.
const MOST_COMPARED: usize = 64;
/// Similarity below which two articles have nothing to do with each other.
const UNLIKE: f64 = 0.05;

/// Two articles and how alike they are; the first is the later one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edge {
    pub(super) later: u32,
    pub(super) earlier: u32,
    pub(super) likeness: f64,
}

/// All pairs of articles that are alike at all. `nearness` scales what their words say.
pub(super) fn find(vectors: &[Vector], nearness: impl Fn(u32, u32) -> f64) -> Vec<Edge> {
    let mut postings: FxHashMap<u32, VecDeque<(u32, f32)>> = FxHashMap::default();
    let mut shared = vec![0f32; vectors.len()];
    let mut edges = Vec::new();
    for (later, vector) in vectors.iter().enumerate() {
        let later = later as u32;
        let mut touched: Vec<u32> = Vec::new();
        for (term, weight) in heaviest(vector) {
            let posting = postings.entry(term).or_default();
            for &(earlier, their_weight) in posting.iter() {
                let sum = &mut shared[earlier as usize];
                if *sum == 0.0 {
                    touched.push(earlier);
                }
                *sum += weight * their_weight;
            }
            if posting.len() == MOST_WITH_TERM {
                posting.pop_front();
            }
            posting.push_back((later, weight));
        }
        touched.sort_unstable_by(|&a, &b| shared[b as usize].total_cmp(&shared[a as usize]).then(a.cmp(&b)));
        for &earlier in touched.iter().take(MOST_COMPARED) {
            let likeness = vector.cosine(&vectors[earlier as usize]) * nearness(later, earlier);
            if likeness >= UNLIKE {
                edges.push(Edge {
                    later,
                    earlier,
                    likeness,
                });
            }
        }
        for earlier in touched {
            shared[earlier as usize] = 0.0;
        }
    }
    edges
}

/// The terms of most weight; the smaller hash of equals.
fn heaviest(vector: &Vector) -> Vec<(u32, f32)> {
    let mut terms = vector.0.clone();
    let order = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if terms.len() > HEAVIEST {
        terms.select_nth_unstable_by(HEAVIEST, order);
        terms.truncate(HEAVIEST);
    }
    terms.sort_unstable_by(order);
    terms
}
