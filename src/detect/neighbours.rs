//! Words that tell close neighbours apart: Indonesian and Malay; Croatian, Bosnian and Serbian in Latin letters.
//!
//! Such languages share most words and nearly all n-grams, so that over a long text small leanings of the model add up and may
//! outweigh the few words that settle the matter. These are counted by themselves.

use std::hash::Hasher;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHasher};

use super::letters::Script;
use super::model::MODEL;

/// The neighbours, by group.
const MEMBERS: [&str; 5] = ["id", "ms", "hr", "bs", "sr-Latn"];
/// The members of each group, as bits.
const GROUPS: [u8; 2] = [0b00011, 0b11100];
/// Words, each with the members that write it.
const WORDS: &str = include_str!("data/neighbours.tsv");

/// What a telling word says against the members of its group that do not write it, in nats.
const NATS: f32 = 2.0;
/// Words more than this say no more: names of the other language come in numbers too.
const MOST: f32 = 6.0;

/// The members that write a word, as bits, by the word's hash.
static TELLING: LazyLock<FxHashMap<u64, u8>> = LazyLock::new(|| {
    let mut words = FxHashMap::default();
    for line in WORDS.lines().filter(|line| !line.starts_with('#')) {
        let Some((word, tags)) = line.split_once('\t') else {
            continue;
        };
        let members = (0..MEMBERS.len()).filter(|&at| tags.split(',').any(|tag| tag == MEMBERS[at]));
        words.insert(hash(word.chars()), members.fold(0, |bits, at| bits | 1 << at));
    }
    words
});

/// The member that a label of the model is.
static MEMBER_OF: LazyLock<FxHashMap<usize, usize>> = LazyLock::new(|| {
    let labels = MODEL.labels(Script::LATIN);
    (labels.first..labels.first + labels.all)
        .filter_map(|label| {
            let member = MEMBERS.iter().position(|tag| *tag == MODEL.name(label))?;
            Some((label, member))
        })
        .collect()
});

fn hash(word: impl Iterator<Item = char>) -> u64 {
    let mut hasher = FxHasher::default();
    word.for_each(|c| hasher.write_u32(c as u32));
    hasher.finish()
}

/// How many telling words of each member a text holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Neighbours {
    words: [u32; MEMBERS.len()],
}

impl Neighbours {
    /// Counts a word in lower case.
    pub(crate) fn count(&mut self, script: Script, folded: &[char]) {
        if script != Script::LATIN {
            return;
        }
        let Some(&members) = TELLING.get(&hash(folded.iter().copied())) else {
            return;
        };
        for (at, words) in self.words.iter_mut().enumerate() {
            *words += u32::from(members >> at & 1);
        }
    }

    /// Adds other counts.
    pub(crate) fn join(&mut self, other: Self) {
        for (words, more) in self.words.iter_mut().zip(other.words) {
            *words += more;
        }
    }

    /// What the words say for a label of the model, in nats: nothing for the member of a group that writes most of them and for
    /// languages outside, something against the others.
    #[expect(clippy::cast_precision_loss, reason = "no text has as many words")]
    pub(crate) fn nats(&self, label: usize) -> f32 {
        if self.words == [0; MEMBERS.len()] {
            return 0.0;
        }
        let Some(&member) = MEMBER_OF.get(&label) else {
            return 0.0;
        };
        let group = GROUPS.iter().find(|group| *group >> member & 1 == 1);
        let most = (0..MEMBERS.len())
            .filter(|at| group.is_some_and(|group| group >> at & 1 == 1))
            .map(|at| self.words[at])
            .fold(0, u32::max);
        -NATS * ((most - self.words[member]) as f32).min(MOST)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::detect::{DetectOptions, detect};

    #[test]
    fn every_word_of_the_list_tells_inside_a_group() {
        assert!(TELLING.len() > 700, "{}", TELLING.len());
        for (word, &members) in TELLING.iter().collect::<BTreeMap<_, _>>() {
            let tells = GROUPS
                .iter()
                .any(|&group| members & group != 0 && members & group != group);
            assert!(tells && members < 1 << MEMBERS.len(), "{word:x}: {members:b}");
        }
        assert_eq!(MEMBER_OF.len(), MEMBERS.len());
    }

    #[test]
    fn neighbours_are_told_apart_by_their_words() {
        for (lang, text) in [
            (
                "id",
                "Kantor gubernur mengatakan bahwa uang itu untuk rumah sakit baru.",
            ),
            (
                "ms",
                "Pejabat gabenor menyatakan bahawa wang itu untuk hospital baharu.",
            ),
            (
                "hr",
                "Tijekom tjedna kazalište otvara vrata svakome tko voli glazbu.",
            ),
            (
                "bs",
                "U Evropi je historija ovog mjesta poznata, a hiljade djece uče muziku.",
            ),
            (
                "sr",
                "Posle nedelju dana pozorište otvara vrata svakome ko voli muziku.",
            ),
        ] {
            let found = detect(text, &DetectOptions::default());
            assert_eq!(found.language.subtag(), lang, "{text}");
            assert!(found.confidence > 0.8, "{text}: {}", found.confidence);
        }
    }

    #[test]
    fn words_of_neighbours_say_nothing_of_other_languages() {
        let mut words = Neighbours::default();
        words.count(Script::LATIN, &['t', 'k', 'o']);
        for label in 0..MODEL.labels(Script::LATIN).all {
            let against = words.nats(MODEL.labels(Script::LATIN).first + label) < 0.0;
            let name = MODEL.name(MODEL.labels(Script::LATIN).first + label);
            assert_eq!(against, matches!(name, "bs" | "sr-Latn"), "{name}");
        }
    }
}
