//! The translations that a job begins with, as pairs of a translation memory: those that stand in it as targets, and those that are offered.

use serde::{Deserialize, Serialize};

use crate::bilingual::omegat::Names;
use crate::bilingual::tmx::{Entry, Tmx};
use crate::bilingual::{Document, Pair, Preset, State};

/// Pairs of an article as TMX, without the beginning and the end of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// Of segments that have them as their targets, finished.
    pub carried: String,
    /// Of segments like those that they are offered for, and translations that are not finished.
    pub offered: String,
}

/// The pairs of an article; for `OmegaT` with codes as that shows them.
pub fn pairs(document: &Document, preset: Preset) -> Memory {
    let empty = || Tmx::new(&document.source, &document.target);
    let (mut carried, mut offered) = (empty(), empty());
    for pair in document.units.iter().flat_map(|unit| &unit.pairs) {
        if pair.target.is_some() && pair.state > State::Initial {
            push(&mut carried, document, pair, preset);
        } else {
            push(&mut offered, document, pair, preset);
        }
    }
    Memory {
        carried: carried.pairs(),
        offered: offered.pairs(),
    }
}

fn push(tmx: &mut Tmx, document: &Document, pair: &Pair, preset: Preset) {
    let id = format!("{}/{}", document.id, pair.id);
    let (id, source, target, note) = match (&pair.target, &pair.offer) {
        (Some(target), _) => (Some(&*id), &pair.source, target, "translated before".to_owned()),
        (None, Some(offer)) => {
            let note = format!("{}, {} %", offer.origin, offer.percent);
            (None, &offer.source, &offer.target, note)
        }
        (None, None) => return,
    };
    let entry = Entry {
        id,
        source,
        target,
        notes: &[note],
        date: None,
    };
    if preset == Preset::Omegat {
        let names = Names::of(source);
        let (source, target) = (names.write(source), names.write(target));
        tmx.push(&Entry {
            source: &source,
            target: &target,
            ..entry
        });
    } else {
        tmx.push(&entry);
    }
}
