//! Which segments of a job are like an earlier one of it: what a translator who works with a memory gets help with as the work goes on.
//!
//! The segments of all articles of a language are compared in the order of the articles, whatever the target: [`Similar`] is fed with what
//! [`texts`] took from each article. It holds a bounded number of segments, the newest, so that time grows with the job and memory does not.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::counts::{Key, key};
use crate::bilingual::Document;
use crate::memory::{Index, normal};

/// Segments that are compared with: the newest different ones.
const MAX_SEGMENTS: usize = 1 << 15;
/// The least percent that a count has a band for.
const LEAST: u8 = 50;

/// A segment as it is compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    key: Key,
    normal: String,
}

/// The segments of an article that are to be translated, each of those that are the same once.
pub fn texts(document: &Document) -> Vec<Text> {
    let open = document.units.iter().filter(|unit| unit.translate);
    let mut seen: FxHashSet<Key> = FxHashSet::default();
    open.flat_map(|unit| &unit.pairs)
        .map(|pair| (key(&pair.source), pair))
        // A copy is as like the others as the first, and a long article may hold many.
        .filter(|(key, _)| seen.insert(*key))
        .map(|(key, pair)| Text {
            key,
            normal: normal(&pair.source.reading()),
        })
        .collect()
}

/// How alike segments are to earlier ones, in percent, by their keys.
pub type Percents = FxHashMap<Key, u8>;

/// The segments of a language so far.
#[derive(Debug)]
pub struct Similar {
    index: Index,
}

impl Default for Similar {
    fn default() -> Self {
        Self {
            index: Index::new(MAX_SEGMENTS),
        }
    }
}

impl Similar {
    /// Takes the next article and tells which of its segments are at least half like an earlier one. Copies are not told: those are repetitions.
    pub fn add(&mut self, texts: &[Text]) -> Percents {
        let mut percents = Percents::default();
        for text in texts {
            match self.index.best(&text.normal, LEAST) {
                // Another number, or a code more, at least.
                Some((_, 100)) => {
                    percents.insert(text.key, 99);
                    continue;
                }
                Some((_, percent)) => {
                    percents.insert(text.key, percent);
                }
                None => {}
            }
            self.index.push(&text.normal);
        }
        percents
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{BlockKind::Paragraph, Language};
    use crate::bilingual::drawing;
    use crate::export::job::{JobOptions, document};

    #[test]
    fn segments_are_compared_with_all_before_them() {
        let target = Language::parse("fr").unwrap();
        let mut similar = Similar::default();
        let mut add = |drawing: &str| -> Vec<u8> {
            let record = drawing::record("a.txt", "en", &[(Paragraph, drawing)]);
            let texts = texts(&document(&record, &target, &JobOptions::default()));
            let percents = similar.add(&texts);
            texts
                .iter()
                .map(|text| percents.get(&text.key).copied().unwrap_or(0))
                .collect()
        };
        assert_eq!(add("The ferry left the harbour of Harl at noon."), [0]);
        assert_eq!(
            add(
                "The ferry left the harbour of Harl at seven. │Nobody was on board. │The train left the station of Harl at noon."
            ),
            [89, 0, 76]
        );
        assert_eq!(
            add("In 2024 it cost 12 million. │In 1999 it cost 7 million."),
            [0, 99]
        );
    }
}
