//! What a merge leaves for the next run: the translations of an article by its blocks and sentences, those of earlier merges that did not come
//! again among them.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::{ArticleId, ArticleRecord, Language};
use crate::bilingual::{Document, State};
use crate::export::earlier::{self, Earlier, EarlierSegment, EarlierUnit};
use crate::merge::Target;
use crate::merge::placed::{Fate, Placement, Returned};
use crate::run::Output;

/// The largest file that is read: several times what the largest article leaves.
const MAX_BYTES: u64 = 512 << 20;

/// The file of an article below the output folder.
pub(in crate::run) fn name(target: &Language, article: &ArticleId) -> String {
    format!("translated/{target}/segments/{article}.json")
}

/// The text of a file that an earlier command wrote.
fn plain_text(path: &Path) -> io::Result<String> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() || metadata.len() > MAX_BYTES {
        return Err(io::Error::other("it is no plain file, or far too large"));
    }
    let mut text = String::with_capacity(metadata.len() as usize);
    File::open(path)?.read_to_string(&mut text)?;
    Ok(text)
}

/// Reads what earlier merges left of an article; nothing if there is no such file. An error says why there is nothing to be had from it.
pub(in crate::run) fn read(
    output: &Output,
    target: &Language,
    article: &ArticleId,
) -> Result<Option<Earlier>, String> {
    let name = name(target, article);
    let text = match plain_text(&output.root().join(name)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.to_string()),
    };
    let found = earlier::read(&text).map_err(|error| error.to_string())?;
    if found.article == article.as_str() && found.target == *target {
        Ok(Some(found))
    } else {
        Err(format!("it is of \"{}\" in {}", found.article, found.target))
    }
}

/// The translations of `document` as they were placed. Blocks of which nothing came keep those of `before`.
pub(super) fn after(
    record: &ArticleRecord,
    document: &Document,
    placement: &Placement,
    returned: &[Returned<'_>],
    before: Option<&Earlier>,
) -> Earlier {
    let came: FxHashSet<&str> = returned
        .iter()
        .flat_map(|one| {
            let segments = one.unit.segments.iter();
            let units = segments.filter_map(|segment| segment.id.rsplit_once(".s").map(|(unit, _)| unit));
            units.chain([&*one.unit.id])
        })
        .collect();
    let before = before.filter(|before| before.source == record.language);
    let known: FxHashMap<&str, &EarlierUnit> = before
        .iter()
        .flat_map(|before| &before.units)
        .map(|unit| (unit.id.as_str(), unit))
        .collect();
    let unsure = unsure(placement, returned);
    let mut number = 0;
    let units = document.units.iter().map(|unit| {
        let range = number..number + unit.pairs.len();
        number = range.end;
        let targets = &placement.targets[range.clone()];
        let untouched = !came.contains(unit.id.as_str()) && !targets.iter().any(Target::is_translated);
        let old = known.get(unit.id.as_str()).filter(|_| untouched);
        let made = EarlierUnit {
            id: unit.id.clone(),
            gone: false,
            segments: unit
                .pairs
                .iter()
                .zip(targets)
                .zip(range)
                .map(|((pair, target), number)| EarlierSegment {
                    source: pair.source.clone(),
                    target: match target {
                        Target::Text(content) => Some(content.clone()),
                        _ => None,
                    },
                    joined: *target == Target::Joined,
                    // Clients that know nothing of states leave them as they were.
                    state: match target {
                        _ if !target.is_translated() || unsure.contains(&number) => State::Initial,
                        _ => placement.states[number].max(State::Translated),
                    },
                })
                .collect(),
        };
        match old {
            Some(old) if is_same(old, &made) => EarlierUnit {
                gone: false,
                ..(*old).clone()
            },
            _ => made,
        }
    });
    let mut units: Vec<EarlierUnit> = units.collect();
    if let Some(before) = before.filter(|_| is_open(document, &units)) {
        keep_gone(&mut units, before);
    }
    Earlier {
        article: record.id.to_string(),
        source: record.language.clone(),
        target: document.target.clone(),
        units,
    }
}

/// The segments whose translation came with a mark that somebody has to look at it.
fn unsure(placement: &Placement, returned: &[Returned<'_>]) -> FxHashSet<usize> {
    let units = returned.iter().zip(&placement.fates);
    let segments = units.flat_map(|(one, fates)| one.unit.segments.iter().zip(fates));
    let marked = segments.filter(|(segment, _)| segment.needs_review);
    marked
        .filter_map(|(_, fate)| match fate {
            Fate::Placed(number) | Fate::Again(Some(number)) => Some(*number),
            _ => None,
        })
        .collect()
}

/// Whether anything of the job is not translated.
fn is_open(document: &Document, units: &[EarlierUnit]) -> bool {
    let both = document.units.iter().zip(units);
    let open = both
        .filter(|(unit, _)| unit.translate)
        .flat_map(|(_, unit)| &unit.segments);
    open.into_iter()
        .any(|segment| segment.target.is_none() && !segment.joined)
}

/// Puts the translated blocks that are not in the article any more behind the blocks that they stood behind. Those that were gone before are
/// no more than the article has blocks, the last of them.
fn keep_gone(units: &mut Vec<EarlierUnit>, before: &Earlier) {
    let there: FxHashMap<&str, usize> = units
        .iter()
        .enumerate()
        .map(|(place, unit)| (unit.id.as_str(), place + 1))
        .collect();
    let mut spare = before
        .units
        .iter()
        .filter(|unit| unit.gone)
        .count()
        .saturating_sub(units.len());
    let (mut behind, mut gone) = (0, Vec::new());
    for unit in &before.units {
        if let Some(place) = there.get(unit.id.as_str()) {
            behind = *place;
        } else if unit.gone && spare > 0 {
            spare -= 1;
        } else if unit.segments.iter().any(|segment| segment.target.is_some()) {
            gone.push((
                behind,
                EarlierUnit {
                    gone: true,
                    ..unit.clone()
                },
            ));
        }
    }
    if gone.is_empty() {
        return;
    }
    // In the order of their places, those of one place as they stood.
    gone.sort_by_key(|(behind, _)| *behind);
    let mut gone = gone.into_iter().peekable();
    let mut all = Vec::with_capacity(units.len() + gone.len());
    for (place, unit) in std::mem::take(units).into_iter().enumerate() {
        while let Some((_, unit)) = gone.next_if(|(behind, _)| *behind <= place) {
            all.push(unit);
        }
        all.push(unit);
    }
    all.extend(gone.map(|(_, unit)| unit));
    *units = all;
}

/// Whether a block is cut into the same sentences.
fn is_same(one: &EarlierUnit, other: &EarlierUnit) -> bool {
    let texts = one.segments.iter().zip(&other.segments);
    one.segments.len() == other.segments.len()
        && texts
            .into_iter()
            .all(|(one, other)| one.source.reading() == other.source.reading())
}
