//! The languages that are followed through a text, and what each piece says for them.
//!
//! A text is in few languages. Which they are is asked once, of the whole text and of units of some letters; after that a
//! piece costs a few products for each of them instead of one for each label of its script.

use std::collections::BTreeMap;

use super::DetectOptions;
use super::decide;
use super::evidence::Part;
use super::letters::Script;
use super::model::{Column, MODEL};
use super::pieces::Piece;

/// Log-probability below which no language of a piece falls.
const FLOOR: f32 = -14.0;
/// Pieces with fewer letters are names as often as language: they say less.
const SHORT: u32 = 12;
/// How much of its evidence a short piece keeps: less than a change of language costs.
const SHORT_SHARE: f32 = 0.35;
/// Languages that are followed through a text at most; time is pieces x languages.
pub(crate) const MOST: usize = 32;
/// Units of a text that is a book: fewer languages are followed through it, and the model is asked about a part of its units.
const MANY: u32 = 4096;
/// Languages that are followed through a book at most.
const MOST_OF_BOOK: usize = 12;
/// Beyond [`MANY`] units one in so many is asked about.
const EVERY: u32 = 8;
/// Letters from which a piece is a unit by itself; shorter ones of a script are asked together.
const UNIT: u32 = 24;
/// Languages of a unit that may be followed.
const OF_UNIT: usize = 2;
/// Languages of the whole text, for each of its scripts, that are followed in any case.
const OF_TEXT: usize = 3;
/// Probability from which a language is worth following.
const WORTH: f32 = 0.02;

/// Gathers what the units of a text say.
#[derive(Default)]
pub(crate) struct Survey {
    /// By script: the short pieces since the last unit, and the whole text.
    parts: Vec<(Part, Part)>,
    weights: BTreeMap<&'static str, f32>,
    units: u32,
}

impl Survey {
    /// Adds a piece.
    pub(crate) fn add(&mut self, piece: &Piece, options: &DetectOptions) {
        let part = &piece.part;
        let place = self.place(part.script);
        let (unit, whole) = &mut self.parts[place];
        whole.join(part);
        if part.weight() >= UNIT {
            self.unit(part, options);
            return;
        }
        unit.join(part);
        if unit.weight() >= UNIT {
            let unit = std::mem::replace(unit, Part::new(part.script));
            self.unit(&unit, options);
        }
    }

    fn unit(&mut self, part: &Part, options: &DetectOptions) {
        self.units += 1;
        if self.units <= MANY || self.units.is_multiple_of(EVERY) {
            weigh(&mut self.weights, part, OF_UNIT, options);
        }
    }

    fn place(&mut self, script: Script) -> usize {
        let found = self.parts.iter().position(|(unit, _)| unit.script == script);
        found.unwrap_or_else(|| {
            self.parts.push((Part::new(script), Part::new(script)));
            self.parts.len() - 1
        })
    }

    /// The languages to follow, the weightiest first.
    pub(crate) fn languages(mut self, options: &DetectOptions) -> Vec<&'static str> {
        for (unit, whole) in &self.parts {
            if unit.letters > 0 {
                weigh(&mut self.weights, unit, OF_UNIT, options);
            }
            weigh(&mut self.weights, whole, OF_TEXT, options);
        }
        let mut ranked: Vec<(&'static str, f32)> = self.weights.into_iter().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        ranked.truncate(if self.units > MANY { MOST_OF_BOOK } else { MOST });
        ranked.into_iter().map(|(tag, _)| tag).collect()
    }
}

/// Adds the weight of the `most` best languages of `part`.
fn weigh(weights: &mut BTreeMap<&'static str, f32>, part: &Part, most: usize, options: &DetectOptions) {
    let mut found = decide::probabilities(part, options, WORTH);
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    for (tag, probability) in found.into_iter().take(most) {
        *weights.entry(tag).or_default() += probability * f64::from(part.weight()) as f32;
    }
}

/// What is asked of the pieces of one script.
struct Table {
    script: Script,
    /// Place among the languages, label and column of each that has a label in this script.
    columns: Vec<(usize, usize, Column)>,
}

/// Languages that are followed.
pub(crate) struct Followed<'o> {
    languages: Vec<&'static str>,
    tables: Vec<Table>,
    options: &'o DetectOptions,
}

impl<'o> Followed<'o> {
    pub(crate) fn new(languages: Vec<&'static str>, options: &'o DetectOptions) -> Self {
        Self {
            languages,
            tables: Vec::new(),
            options,
        }
    }

    /// Their tags.
    pub(crate) fn languages(&self) -> &[&'static str] {
        &self.languages
    }

    /// Log-probability of each language for a piece; languages beyond their number stay as they are.
    pub(crate) fn say(&mut self, part: &Part, said: &mut [f32; MOST]) {
        let said = &mut said[..self.languages.len()];
        said.fill(FLOOR);
        if let Some((tag, probability)) = decide::without_model(part, self.options) {
            if let Some(place) = self.languages.iter().position(|&language| language == tag) {
                said[place] = libm::logf(probability);
            }
        } else {
            self.ask(part, said);
        }
        if part.weight() < SHORT {
            for value in said {
                *value *= SHORT_SHARE;
            }
        }
    }

    /// Asks the model: the best language of the piece's script has 0, the others what they are less likely.
    fn ask(&mut self, part: &Part, said: &mut [f32]) {
        let options = self.options;
        let columns = &self.table(part.script).columns;
        let vector = part.sum.vector();
        let mut top = f32::MIN;
        for (place, label, column) in columns {
            said[*place] = column.logit(&vector) + decide::beside(*label, part, options);
            top = top.max(said[*place]);
        }
        for (place, ..) in columns {
            said[*place] = (said[*place] - top).max(FLOOR);
        }
    }

    fn table(&mut self, script: Script) -> &Table {
        let found = self.tables.iter().position(|table| table.script == script);
        let place = found.unwrap_or_else(|| {
            let labels = MODEL.labels(script);
            let label_of =
                |tag: &str| (labels.first..labels.first + labels.all).find(|&label| MODEL.name(label) == tag);
            let columns = self
                .languages
                .iter()
                .enumerate()
                .filter_map(|(place, tag)| {
                    let label = label_of(tag)?;
                    Some((place, label, MODEL.column(script, label)))
                })
                .collect();
            self.tables.push(Table { script, columns });
            self.tables.len() - 1
        });
        &self.tables[place]
    }
}
