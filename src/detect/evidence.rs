//! What a text says of its language, before anything is decided: letters, features, telling characters and words by script.

use super::features::{Word, Words};
use super::letters::Script;
use super::model::{MODEL, Pending, Sum};
use super::neighbours::Neighbours;
use super::noise::{self, Tally};
use super::sample;
use super::variants::Marks;

/// A Han or kana character says as much as about three letters.
const HAN_WEIGHT: u32 = 3;

/// Letters of one script and what they say.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) script: Script,
    pub(crate) letters: u32,
    pub(crate) sum: Sum,
    pub(crate) marks: Marks,
    pub(crate) neighbours: Neighbours,
}

impl Part {
    pub(crate) fn new(script: Script) -> Self {
        Self {
            script,
            letters: 0,
            sum: Sum::default(),
            marks: Marks::default(),
            neighbours: Neighbours::default(),
        }
    }

    /// Letters, with Han and kana at their weight.
    pub(crate) fn weight(&self) -> u32 {
        self.letters
            .saturating_mul(if self.script == Script::HAN { HAN_WEIGHT } else { 1 })
    }

    /// Counts the letters of a word of the part's script.
    pub(crate) fn count(&mut self, word: &Word<'_>) {
        self.letters += word.letters;
        self.marks.count(word.script, word.folded);
        self.neighbours.count(word.script, word.folded);
    }

    /// Adds the features of a word of the part's script, or leaves them in `pending`.
    pub(crate) fn look_up(&mut self, word: &Word<'_>, pending: &mut Pending) {
        // Where one language alone uses the script, its features have nothing to say.
        if MODEL.labels(word.script).all > 1 {
            pending.push(word);
            if pending.is_full() {
                self.settle(pending);
            }
        }
    }

    /// Adds the features that wait, all of them the part's.
    pub(crate) fn settle(&mut self, pending: &mut Pending) {
        MODEL.add(pending, &mut self.sum);
    }

    /// Adds another part of the same script.
    pub(crate) fn join(&mut self, other: &Self) {
        self.letters += other.letters;
        self.sum.join(&other.sum);
        self.marks.join(other.marks);
        self.neighbours.join(other.neighbours);
    }
}

/// The parts of a text, and how much of it is language at all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evidence {
    pub(crate) tally: Tally,
    pub(crate) parts: Vec<Part>,
}

impl Evidence {
    /// What `text` says, or of a long text what its sample says.
    pub(crate) fn of(text: &str, words: &mut Words) -> Self {
        let mut evidence = Self::default();
        let mut turns = sample::Turns::new(text);
        for piece in sample::pieces(text) {
            evidence.read(piece, words, &mut turns);
        }
        evidence
    }

    fn read(&mut self, text: &str, words: &mut Words, turns: &mut sample::Turns) {
        let parts = &mut self.parts;
        let mut pending = Pending::default();
        let mut last = None;
        let tally = noise::each_clean(text, |start, piece| {
            words.each(piece, start, |word| {
                let place = place(parts, word.script);
                parts[place].count(word);
                if !turns.next() {
                    return;
                }
                if let Some(last) = last.replace(place)
                    && last != place
                {
                    parts[last].settle(&mut pending);
                }
                parts[place].look_up(word, &mut pending);
            });
        });
        if let Some(last) = last {
            parts[last].settle(&mut pending);
        }
        self.tally.join(tally);
    }

    /// Adds the evidence of another text.
    pub(crate) fn join(&mut self, other: &Self) {
        self.tally.join(other.tally);
        for more in &other.parts {
            let place = place(&mut self.parts, more.script);
            self.parts[place].join(more);
        }
    }

    /// The part in the leading script; none if the text is no language.
    pub(crate) fn lead(&self) -> Option<&Part> {
        if !self.tally.is_text() {
            return None;
        }
        // On a tie the script that comes first in the text leads.
        let mut parts = self.parts.iter();
        let first = parts.next()?;
        Some(parts.fold(
            first,
            |best, part| if part.weight() > best.weight() { part } else { best },
        ))
    }
}

/// Where the part of a script lies, if need be after making it.
fn place(parts: &mut Vec<Part>, script: Script) -> usize {
    parts
        .iter()
        .position(|part| part.script == script)
        .unwrap_or_else(|| {
            parts.push(Part::new(script));
            parts.len() - 1
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(text: &str) -> Evidence {
        Evidence::of(text, &mut Words::default())
    }

    #[test]
    fn the_script_with_most_letters_leads() {
        for (text, want) in [
            ("Слово and a word more here", "Latn"),
            ("Слово о доме and", "Cyrl"),
            ("新しい iPad の話", "Hani"),
            ("https://example.org/a слово и дело", "Cyrl"),
        ] {
            assert_eq!(
                evidence(text).lead().map(|part| part.script.code()),
                Some(want),
                "{text}"
            );
        }
        assert!(evidence("42 🙂 x").lead().is_none());
    }
}
