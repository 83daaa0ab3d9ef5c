//! What a text says of its language, before anything is decided: letters, features and telling characters by script.

use super::features::Words;
use super::letters::Script;
use super::model::{MODEL, Sum};
use super::noise::{self, Tally};
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
}

impl Part {
    pub(crate) fn new(script: Script) -> Self {
        Self {
            script,
            letters: 0,
            sum: Sum::default(),
            marks: Marks::default(),
        }
    }

    /// Letters, with Han and kana at their weight.
    pub(crate) fn weight(&self) -> u32 {
        self.letters
            .saturating_mul(if self.script == Script::HAN { HAN_WEIGHT } else { 1 })
    }

    /// Adds a word of the part's script.
    pub(crate) fn add(&mut self, word: &super::features::Word<'_>) {
        self.letters += word.letters;
        self.marks.count(word.script, word.folded);
        // Where one language alone uses the script, its features have nothing to say.
        if MODEL.labels(word.script).all > 1 {
            MODEL.add(word, &mut self.sum);
        }
    }

    /// Adds another part of the same script.
    pub(crate) fn join(&mut self, other: &Self) {
        self.letters += other.letters;
        self.sum.join(&other.sum);
        self.marks.join(other.marks);
    }
}

/// The parts of a text, and how much of it is language at all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evidence {
    pub(crate) tally: Tally,
    pub(crate) parts: Vec<Part>,
}

impl Evidence {
    /// Reads `text` into what is there already.
    pub(crate) fn read(&mut self, text: &str, words: &mut Words) {
        let parts = &mut self.parts;
        let tally = noise::each_clean(text, |start, piece| {
            words.each(piece, start, |word| part(parts, word.script).add(word));
        });
        self.tally.join(tally);
    }

    /// Adds the evidence of another text.
    pub(crate) fn join(&mut self, other: &Self) {
        self.tally.join(other.tally);
        for more in &other.parts {
            part(&mut self.parts, more.script).join(more);
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

fn part(parts: &mut Vec<Part>, script: Script) -> &mut Part {
    let place = parts
        .iter()
        .position(|part| part.script == script)
        .unwrap_or_else(|| {
            parts.push(Part::new(script));
            parts.len() - 1
        });
    &mut parts[place]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(text: &str) -> Evidence {
        let mut evidence = Evidence::default();
        evidence.read(text, &mut Words::default());
        evidence
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
