//! Takes earlier translations over into the units of a new job.
//!
//! A block whose id is still there has its translations as targets, with their states. Of the blocks that are not, the sentences are looked for
//! among those of the new blocks: a translation of the most alike one is offered, and never a target. Blocks that were replaced are paired by
//! what stands around them: between two blocks that stayed, the old ones are the earlier version of the new ones.

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Earlier, EarlierUnit};
use crate::article::{BlockId, Edge};
use crate::bilingual::{Code, Content, Match, Pair, Part, Unit};
use crate::memory::{Index, Shape, compare, normal};

/// Sentences that are less alike are not offered.
const LEAST_OFFERED: u8 = 50;
/// Sentences of replaced blocks that a new sentence is compared with; those that are further away are looked up.
const MAX_NEAR: usize = 48;
/// Where offers come from.
const ORIGIN: &str = "previous version";

/// The earlier translations of an article, while a job is made.
#[derive(Debug)]
pub(in crate::export) struct Carrier<'e> {
    earlier: &'e Earlier,
    by_id: FxHashMap<&'e BlockId, usize>,
    /// Which earlier block each block of the job is, in the order in which they came.
    places: Vec<Option<usize>>,
}

impl<'e> Carrier<'e> {
    /// A carrier of these translations.
    pub(in crate::export) fn new(earlier: &'e Earlier) -> Self {
        // Of two blocks of one id the one that is not gone.
        let units = || earlier.units.iter().enumerate();
        let ids = |gone: bool| units().filter(move |(_, unit)| unit.gone == gone);
        Self {
            earlier,
            by_id: ids(true)
                .chain(ids(false))
                .map(|(place, unit)| (&unit.id, place))
                .collect(),
            places: Vec::new(),
        }
    }

    /// Takes the next block of the job: its translations go into its `pairs`. Sentences that share a translation become one pair; `gap` gives
    /// what stands in the source between the sentence with this number and the next.
    pub(in crate::export) fn unit<'t>(
        &mut self,
        id: &BlockId,
        translate: bool,
        pairs: &mut Vec<Pair>,
        gap: impl Fn(usize) -> &'t str,
    ) {
        let place = self
            .by_id
            .get(id)
            .copied()
            .filter(|place| is_same(&self.earlier.units[*place], pairs));
        self.places.push(place);
        let Some(place) = place.filter(|_| translate) else {
            return;
        };
        let mut old = self.earlier.units[place].segments.iter().peekable();
        let mut taken: Vec<Pair> = Vec::with_capacity(pairs.len());
        for (number, mut pair) in pairs.drain(..).enumerate() {
            let Some(segment) = old.next() else { break };
            if let Some(last) = taken
                .last_mut()
                .filter(|last| segment.joined && last.target.is_some())
            {
                join(last, pair, gap(number - 1));
            } else {
                pair.target.clone_from(&segment.target);
                pair.state = segment.state;
                taken.push(pair);
            }
        }
        for pair in &mut taken {
            if let Some(target) = &pair.target {
                pair.target = Some(with_codes_of(target, &pair.source, Some));
            }
        }
        *pairs = taken;
    }

    /// Ends the job: tells which translations stand between the sentences that they stood between, and offers those of replaced blocks.
    pub(in crate::export) fn finish(self, units: &mut [Unit]) {
        self.mark_contexts(units);
        self.offer(units);
    }

    fn mark_contexts(&self, units: &mut [Unit]) {
        // The blocks as they stood, without those that were gone then, and where each of all blocks stands among them.
        let stood: Vec<usize> = (0..self.earlier.units.len())
            .filter(|place| !self.earlier.units[*place].gone)
            .collect();
        for index in 0..units.len() {
            let rank = self.places[index].and_then(|place| stood.binary_search(&place).ok());
            let Some(rank) = rank else { continue };
            let [before, after] = [-1, 1].map(|step| {
                let here = index.checked_add_signed(step).filter(|at| *at < units.len());
                let there = rank.checked_add_signed(step).and_then(|at| stood.get(at));
                match (here, there) {
                    (Some(here), Some(there)) => {
                        self.places[here] == Some(*there) || self.meets(&units[here], *there, step)
                    }
                    (here, there) => here.is_none() && there.is_none(),
                }
            });
            let pairs = &mut units[index].pairs;
            let last = pairs.len().saturating_sub(1);
            for (number, pair) in pairs.iter_mut().enumerate() {
                pair.in_context = pair.target.is_some() && (number > 0 || before) && (number < last || after);
            }
        }
    }

    /// Whether two blocks that are not the same have the same sentence at the side that is looked at: at the end of those before, at the
    /// beginning of those after.
    fn meets(&self, here: &Unit, there: usize, step: isize) -> bool {
        let there = &self.earlier.units[there].segments;
        let (here, there) = if step < 0 {
            (here.pairs.last(), there.last())
        } else {
            (here.pairs.first(), there.first())
        };
        matches!((here, there), (Some(here), Some(there)) if is_same_text(&here.source, &there.source))
    }

    fn offer(&self, units: &mut [Unit]) {
        let is_done = |unit: &Unit| !unit.translate || unit.pairs.iter().all(|pair| pair.target.is_some());
        if units.iter().all(is_done) {
            return;
        }
        let past = Past::new(self.earlier, &self.places);
        if past.sentences.is_empty() {
            return;
        }
        // A block that was there already and is not translated yet has taken the place of another, too.
        let stayed = self.places.iter().zip(&*units);
        let stayed: Vec<Option<usize>> = stayed
            .map(|(place, unit)| place.filter(|_| is_done(unit)))
            .collect();
        let between = between(&stayed, self.earlier.units.len());
        for (unit, (from, to)) in units.iter_mut().zip(between) {
            if !unit.translate {
                continue;
            }
            for pair in unit.pairs.iter_mut().filter(|pair| pair.target.is_none()) {
                pair.offer = past.most_alike(&pair.source, from, to).map(Box::new);
            }
        }
    }
}

/// Whether a block of the job has the sentences that it had.
fn is_same(old: &EarlierUnit, pairs: &[Pair]) -> bool {
    old.segments.len() == pairs.len()
        && old
            .segments
            .iter()
            .zip(pairs)
            .all(|(old, pair)| is_same_text(&old.source, &pair.source))
}

fn is_same_text(one: &Content, other: &Content) -> bool {
    let (one, other) = (one.reading(), other.reading());
    one.split_whitespace().eq(other.split_whitespace())
}

/// Adds a sentence whose translation is part of that of the one before.
fn join(pair: &mut Pair, next: Pair, gap: &str) {
    pair.source.push_text(gap);
    append(&mut pair.source, next.source);
    pair.in_summary |= next.in_summary;
    pair.notes.extend(next.notes);
}

fn append(content: &mut Content, other: Content) {
    for part in other.0 {
        match part {
            Part::Text(text) => content.push_text(&text),
            code @ Part::Code(_) => content.0.push(code),
        }
    }
}

/// For every block of the job the earlier blocks (from, to) between those that stayed around it, in order.
fn between(places: &[Option<usize>], old: usize) -> Vec<(usize, usize)> {
    let stayed = rising(places);
    let mut out = vec![(0, old); places.len()];
    let mut from = 0;
    for (index, range) in out.iter_mut().enumerate() {
        range.0 = from;
        if stayed[index] {
            from = places[index].map_or(from, |place| place + 1);
        }
    }
    let mut to = old;
    for (index, range) in out.iter_mut().enumerate().rev() {
        range.1 = to;
        if stayed[index] {
            to = places[index].unwrap_or(to);
        }
    }
    out
}

/// The longest rising part of the places: the blocks that stayed, while others moved around them.
fn rising(places: &[Option<usize>]) -> Vec<bool> {
    // The last block of the best part of each length, and the block before each in its part.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; places.len()];
    for (index, place) in places.iter().enumerate().filter(|(_, place)| place.is_some()) {
        let at = ends.partition_point(|end| places[*end] < *place);
        before[index] = at.checked_sub(1).map(|at| ends[at]);
        if at < ends.len() {
            ends[at] = index;
        } else {
            ends.push(index);
        }
    }
    let mut stayed = vec![false; places.len()];
    let mut at = ends.last().copied();
    while let Some(index) = at {
        stayed[index] = true;
        at = before[index];
    }
    stayed
}

/// The translated sentences of blocks that are gone, in order.
struct Past {
    /// The number of its block, its source, its translation.
    sentences: Vec<(usize, Content, Content)>,
    index: Index,
}

impl Past {
    fn new(earlier: &Earlier, places: &[Option<usize>]) -> Self {
        let there: FxHashSet<usize> = places.iter().flatten().copied().collect();
        let mut sentences: Vec<(usize, Content, Content)> = Vec::new();
        for (place, unit) in earlier
            .units
            .iter()
            .enumerate()
            .filter(|(place, _)| !there.contains(place))
        {
            let mut open = false;
            for segment in &unit.segments {
                if let Some(target) = &segment.target {
                    sentences.push((place, segment.source.clone(), target.clone()));
                    open = true;
                } else if let Some((_, source, _)) = sentences.last_mut().filter(|_| segment.joined && open) {
                    source.push_text(" ");
                    append(source, segment.source.clone());
                } else {
                    open = false;
                }
            }
        }
        let mut index = Index::new(sentences.len());
        for (_, source, _) in &sentences {
            index.push(&compared(source));
        }
        Self { sentences, index }
    }

    /// The translation of the sentence most alike to `source`: of those in the blocks `from..to`, or of all if one of these is more alike.
    fn most_alike(&self, source: &Content, from: usize, to: usize) -> Option<Match> {
        let text = compared(source);
        let shape = Shape::of(&text);
        let first = self.sentences.partition_point(|(place, _, _)| *place < from);
        let last = self.sentences.partition_point(|(place, _, _)| *place < to);
        let (mut best, mut least) = (None, LEAST_OFFERED);
        for number in (first..last).take(MAX_NEAR) {
            let other = self.index.text(number as u32)?;
            if let Some(percent) = compare(&shape, &Shape::of(other), least) {
                best = Some((number, percent));
                least = percent + 1;
            }
        }
        if least <= 100
            && let Some((number, percent)) = self.index.best(&text, least)
        {
            best = Some((number as usize, percent));
        }
        let (number, percent) = best?;
        let (_, other, target) = &self.sentences[number];
        // Numbers are alike to the figure, and not to a reader.
        let same = percent < 100 || is_same_text(source, other);
        let numbers = numbers(other, source);
        Some(Match {
            source: with_codes_of(other, source, |id| numbers.get(&id).copied()),
            target: with_codes_of(target, source, |id| numbers.get(&id).copied()),
            percent: if same { percent } else { 99 },
            origin: ORIGIN,
        })
    }
}

/// The text in which sentences are compared: a code is a character.
fn compared(content: &Content) -> String {
    let mut out = String::new();
    for part in &content.0 {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Code(code) => {
                let edge = match code.edge {
                    Edge::Open => 0,
                    Edge::Close => 1,
                    Edge::Alone => 2,
                };
                let mark = 0xE000 + 4 * code.markup as u32 + edge;
                out.extend(char::from_u32(mark));
                out.push_str(&code.covered);
            }
        }
    }
    normal(&out)
}

/// Which code of `source` each code of `other` is: the first bold of one is the first bold of the other.
fn numbers(other: &Content, source: &Content) -> FxHashMap<u32, u32> {
    let mut seen = FxHashSet::default();
    let mut free: FxHashMap<u32, VecDeque<u32>> = FxHashMap::default();
    for code in source.codes().filter(|code| seen.insert(code.id)) {
        free.entry(code.markup as u32).or_default().push_back(code.id);
    }
    let mut numbers = FxHashMap::default();
    seen.clear();
    for code in other.codes().filter(|code| seen.insert(code.id)) {
        let own = free.get_mut(&(code.markup as u32)).and_then(VecDeque::pop_front);
        numbers.extend(own.map(|own| (code.id, own)));
    }
    numbers
}

/// `content` with the codes of `source` in place of its own, which `number` tells; each once, and those without a partner there left out.
fn with_codes_of(content: &Content, source: &Content, number: impl Fn(u32) -> Option<u32>) -> Content {
    let mut known: FxHashMap<(u32, Edge), &Code> =
        source.codes().map(|code| ((code.id, code.edge), code)).collect();
    let mut out = Content::default();
    for part in &content.0 {
        match part {
            Part::Text(text) => out.push_text(text),
            Part::Code(code) => match number(code.id).and_then(|id| known.remove(&(id, code.edge))) {
                Some(own) => out.0.push(Part::Code(own.clone())),
                None => out.push_text(&code.covered),
            },
        }
    }
    out
}

#[cfg(test)]
mod tests;
