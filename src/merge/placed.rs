//! Which segment each returned translation belongs to: by id, else by its source text, in order.
//!
//! Nothing is dropped: every translation has a place or a reason why it has none. A client may have renumbered, reordered, re-indented, joined or
//! split what it was given. Sources are compared without white space and codes.

mod reason;
mod similar;

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Target;
use super::codes::replace;
use super::render::{is_lost, is_same};
use crate::bilingual::read::{ReceivedSegment, ReceivedUnit, recognise_codes};
use crate::bilingual::{Content, Document, Part, State};

pub use reason::Reason;
pub use similar::is_similar;

/// A unit that came back for an article.
#[derive(Clone, Copy, Debug)]
pub struct Returned<'r> {
    /// The unit.
    pub unit: &'r ReceivedUnit,
    /// Which of two files wins where they say the same: the higher.
    pub rank: u32,
    /// Its file says that its sources are in another language than the article.
    pub is_foreign: bool,
}

/// How translations are placed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlaceOptions {
    /// Codes that a client has dropped altogether are put back where there is one place for them only.
    pub repair_codes: bool,
}

/// What became of a translation that came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// There was none in the segment.
    Untranslated,
    /// It is the translation of the segment with this number.
    Placed(usize),
    /// It has no place.
    Leftover(Reason),
    /// Another file has the same translation of the same segment, which has this number if it is one of the article's: nothing of its own.
    Again(Option<usize>),
}

/// The translations of an article in their places.
#[derive(Clone, Debug, Default)]
pub struct Placement {
    /// What each segment of the document gets, in order.
    pub targets: Vec<Target>,
    /// How far each translation is.
    pub states: Vec<State>,
    /// What became of every segment of every returned unit.
    pub fates: Vec<Vec<Fate>>,
    /// Segments whose source was changed a little: their numbers.
    pub changed: Vec<usize>,
    /// Codes that were recognised or put back.
    pub repaired: usize,
    /// Translations in their places that their files mark as ones to look at: `fuzzy`, `needs-review-…`.
    pub unsure: usize,
}

/// A segment of the document.
struct Expected<'d> {
    source: &'d Content,
    key: String,
    translate: bool,
}

/// The units of the document.
#[derive(Default)]
struct Units {
    ranges: Vec<Range<usize>>,
    by_id: FxHashMap<String, usize>,
    by_text: FxHashMap<String, Vec<usize>>,
}

impl Units {
    fn add(&mut self, id: &str, text: String, range: Range<usize>) {
        let number = self.ranges.len();
        self.ranges.push(range);
        self.by_id.insert(id.to_owned(), number);
        self.by_text.entry(text).or_default().push(number);
    }

    /// The unit with this text: the one of that id, else the first that is not `taken`.
    fn find(&self, id: &str, text: &str, taken: &[bool]) -> Option<usize> {
        let same = self.by_text.get(text)?;
        let named = self.by_id.get(id).filter(|number| same.contains(number));
        named
            .or_else(|| same.iter().find(|number| !taken[**number]))
            .copied()
    }
}

/// Places what came back for `document`.
pub fn place(document: &Document, returned: &[Returned<'_>], options: PlaceOptions) -> Placement {
    let mut expected = Vec::with_capacity(document.segments());
    let mut units = Units::default();
    let mut by_id: FxHashMap<String, usize> = FxHashMap::default();
    for unit in &document.units {
        let from = expected.len();
        for pair in &unit.pairs {
            by_id.insert(pair.id.to_string(), expected.len());
            expected.push(Expected {
                source: &pair.source,
                key: key(&pair.source),
                translate: unit.translate,
            });
        }
        let text: String = expected[from..]
            .iter()
            .map(|one: &Expected<'_>| &*one.key)
            .collect();
        units.add(unit.id.as_str(), text, from..expected.len());
    }
    let mut placer = Placer {
        by_key: by_key(&expected),
        claims: Vec::new(),
        fates: returned
            .iter()
            .map(|returned| vec![Fate::Leftover(Reason::Unknown); returned.unit.segments.len()])
            .collect(),
        placed: vec![Vec::new(); returned.len()],
        taken: vec![false; units.ranges.len()],
        expected: &expected,
        by_id: &by_id,
        units: &units,
        returned,
        options,
        repaired: 0,
    };
    for (at, one) in returned.iter().enumerate() {
        if one.is_foreign {
            placer.refuse(at);
        } else {
            placer.unit(at);
        }
    }
    placer.by_text();
    placer.settle()
}

/// A translation that wants the segments `first..=last`.
struct Claim {
    /// The returned unit, and its segments.
    unit: usize,
    segments: Range<usize>,
    first: usize,
    last: usize,
    content: Content,
    state: State,
    needs_review: bool,
    rank: u32,
    /// Its source is not quite the segment's.
    changed: bool,
}

struct Placer<'a> {
    expected: &'a [Expected<'a>],
    by_id: &'a FxHashMap<String, usize>,
    units: &'a Units,
    by_key: FxHashMap<&'a str, Vec<usize>>,
    returned: &'a [Returned<'a>],
    claims: Vec<Claim>,
    fates: Vec<Vec<Fate>>,
    /// Which segments of a returned unit have found their place.
    placed: Vec<Vec<bool>>,
    /// Units that were found by their text.
    taken: Vec<bool>,
    options: PlaceOptions,
    repaired: usize,
}

impl Placer<'_> {
    /// Places the segments of one unit by id, or, where a client has joined or split them, the unit as a whole.
    fn unit(&mut self, at: usize) {
        let unit = self.returned[at].unit;
        let exact = |segment: &ReceivedSegment| {
            let found = *self.by_id.get(&segment.id)?;
            let own = &self.expected[found].key;
            let theirs = key(&segment.source);
            (theirs.is_empty() || theirs == *own).then_some(found)
        };
        let found: Vec<Option<usize>> = unit.segments.iter().map(exact).collect();
        self.placed[at] = vec![false; found.len()];
        let whole = found.iter().any(Option::is_none) && self.whole(at);
        if whole {
            return;
        }
        for (number, found) in found.into_iter().enumerate() {
            if let Some(found) = found {
                self.claim(at, number..number + 1, found, found, false);
            }
        }
    }

    /// A unit of another language: its source may be that of a segment by chance only.
    fn refuse(&mut self, at: usize) {
        let segments = &self.returned[at].unit.segments;
        self.placed[at] = vec![true; segments.len()];
        let fate = |segment: &ReceivedSegment| match segment.translation() {
            Some(_) => Fate::Leftover(Reason::Language),
            None => Fate::Untranslated,
        };
        self.fates[at] = segments.iter().map(fate).collect();
    }

    /// Places a unit whose text is that of a known one, whatever its segments are.
    fn whole(&mut self, at: usize) -> bool {
        let unit = self.returned[at].unit;
        let theirs: Vec<String> = unit.segments.iter().map(|segment| key(&segment.source)).collect();
        let text = theirs.concat();
        let Some(found) = self
            .units
            .find(&unit.id, &text, &self.taken)
            .filter(|_| !text.is_empty())
        else {
            return false;
        };
        self.taken[found] = true;
        let range = self.units.ranges[found].clone();
        let (mut first, mut from) = (range.start, 0);
        let (mut own, mut other) = (0, 0);
        let (mut last, mut to) = (first, from);
        while last < range.end && to < theirs.len() {
            // The shortest runs on both sides that are the same text.
            if own <= other {
                own += self.expected[last].key.len();
                last += 1;
            }
            while other < own && to < theirs.len() {
                other += theirs[to].len();
                to += 1;
            }
            while own < other && last < range.end {
                own += self.expected[last].key.len();
                last += 1;
            }
            if own == other {
                self.claim(at, from..to, first, last - 1, false);
                (first, from) = (last, to);
            }
        }
        true
    }

    /// Notes that the translations of `segments` belong to `first..=last`.
    fn claim(&mut self, at: usize, segments: Range<usize>, first: usize, last: usize, changed: bool) {
        let returned = self.returned[at];
        let own = &returned.unit.segments[segments.clone()];
        for number in segments.clone() {
            self.placed[at][number] = true;
        }
        let translated = own.iter().filter(|one| one.translation().is_some()).count();
        let fate = if translated == 0 {
            Fate::Untranslated
        } else if self.expected[first..=last].iter().any(|one| !one.translate) {
            Fate::Leftover(Reason::Locked)
        } else if translated < own.len() {
            Fate::Leftover(Reason::Incomplete)
        } else {
            Fate::Placed(first)
        };
        for number in segments.clone() {
            let one = &returned.unit.segments[number];
            self.fates[at][number] = if one.translation().is_some() {
                fate
            } else {
                Fate::Untranslated
            };
        }
        if !matches!(fate, Fate::Placed(_)) {
            return;
        }
        let mut content = Content::default();
        for (number, one) in own.iter().enumerate() {
            if let (Some(before), true) = (number.checked_sub(1), number > 0) {
                join(&mut content, &own[before].gap);
            }
            for part in one.translation().iter().flat_map(|content| &content.0) {
                match part {
                    Part::Text(text) => content.push_text(text),
                    code @ Part::Code(_) => content.0.push(code.clone()),
                }
            }
        }
        let content = self.mended(&content, first, last);
        self.claims.push(Claim {
            unit: at,
            segments,
            first,
            last,
            content,
            state: own.iter().map(|one| one.state).min().unwrap_or_default(),
            needs_review: own.iter().any(|one| one.needs_review),
            rank: returned.rank,
            changed,
        });
    }

    /// The translation with codes that stand in it as text read as codes.
    fn mended(&mut self, content: &Content, first: usize, last: usize) -> Content {
        let mut source = Content::default();
        for one in &self.expected[first..=last] {
            source.0.extend(one.source.0.iter().cloned());
        }
        let (mut content, found) = recognise_codes(content, &source);
        self.repaired += found;
        if self.options.repair_codes {
            self.repaired += replace(&source, &mut content);
        }
        content
    }

    /// Places what has no place yet by the text of its source: the next segment with that text, else the first that is free.
    fn by_text(&mut self) {
        let mut taken: Vec<bool> = vec![false; self.expected.len()];
        for claim in &self.claims {
            taken[claim.first..=claim.last].fill(true);
        }
        let mut after = 0;
        for at in 0..self.returned.len() {
            for number in 0..self.returned[at].unit.segments.len() {
                let segment = &self.returned[at].unit.segments[number];
                if self.placed[at][number] {
                    let known = self.by_id.get(&segment.id).copied();
                    after = known.map_or(after, |known| known + 1);
                    continue;
                }
                let theirs = key(&segment.source);
                let same = self.by_key.get(&*theirs).map_or(&[][..], Vec::as_slice);
                let free = |found: &&usize| !taken[**found];
                let next = same.iter().filter(free).find(|found| **found >= after);
                let found = next.or_else(|| same.iter().find(free)).or(same.last()).copied();
                if let Some(found) = found {
                    taken[found] = true;
                    after = found + 1;
                    self.claim(at, number..number + 1, found, found, false);
                } else if let Some(found) = self.nearly(segment, &theirs) {
                    self.claim(at, number..number + 1, found, found, true);
                } else if segment.translation().is_none() {
                    self.fates[at][number] = Fate::Untranslated;
                }
            }
        }
    }

    /// The segment of that id, if its source is nearly the same.
    fn nearly(&self, segment: &ReceivedSegment, theirs: &str) -> Option<usize> {
        let found = *self.by_id.get(&segment.id)?;
        is_similar(theirs, &self.expected[found].key).then_some(found)
    }

    /// Notes that the segments of a claim only say what another file says.
    fn refer(&mut self, claim: usize) {
        let claim = &self.claims[claim];
        for number in claim.segments.clone() {
            let fate = &mut self.fates[claim.unit][number];
            if let Fate::Placed(place) = *fate {
                *fate = Fate::Again(Some(place));
            }
        }
    }

    /// Gives every segment the claim that is furthest; the others have no place.
    fn settle(mut self) -> Placement {
        let mut order: Vec<usize> = (0..self.claims.len()).collect();
        order.sort_by_key(|&at| {
            let claim = &self.claims[at];
            (claim.changed, Reverse((claim.state, claim.rank)), at)
        });
        let mut holder: Vec<Option<usize>> = vec![None; self.expected.len()];
        let mut changed = Vec::new();
        for at in order {
            let claim = &self.claims[at];
            let other = holder[claim.first..=claim.last].iter().flatten().next().copied();
            if let Some(other) = other {
                let other = &self.claims[other];
                let twice = (other.first, other.last) == (claim.first, claim.last)
                    && is_same(&other.content.0, &claim.content.0);
                if twice {
                    // It came twice, and stands where it belongs: as one translation, if it came in two files.
                    if other.rank != claim.rank {
                        self.refer(at);
                    }
                    continue;
                }
                for number in claim.segments.clone() {
                    if let Fate::Placed(_) = self.fates[claim.unit][number] {
                        self.fates[claim.unit][number] = Fate::Leftover(Reason::Superseded);
                    }
                }
                continue;
            }
            holder[claim.first..=claim.last].fill(Some(at));
            if claim.changed {
                changed.push(claim.first);
            }
        }
        let mut targets = Vec::with_capacity(self.expected.len());
        let mut states = Vec::with_capacity(self.expected.len());
        let mut unsure = 0;
        for (number, expected) in self.expected.iter().enumerate() {
            let claim = holder[number].map(|at| &self.claims[at]);
            states.push(claim.map_or(State::Initial, |claim| claim.state));
            unsure += usize::from(claim.is_some_and(|claim| claim.first == number && claim.needs_review));
            targets.push(match claim {
                Some(claim) if claim.first == number => Target::Text(claim.content.clone()),
                Some(_) => Target::Joined,
                None if expected.translate => Target::Missing,
                None => Target::Same,
            });
        }
        changed.sort_unstable();
        Placement {
            targets,
            states,
            fates: self.fates,
            changed,
            repaired: self.repaired,
            unsure,
        }
    }
}

fn by_key<'a>(expected: &'a [Expected<'_>]) -> FxHashMap<&'a str, Vec<usize>> {
    let mut found: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (number, one) in expected.iter().enumerate().filter(|(_, one)| one.translate) {
        found.entry(&one.key).or_default().push(number);
    }
    found
}

/// Puts what stood between two segments of a source between their translations.
fn join(content: &mut Content, gap: &Content) {
    let text = gap.text();
    let ends = content.text().ends_with(char::is_whitespace);
    if !ends {
        content.push_text(if text.trim().is_empty() && !text.is_empty() {
            &text
        } else {
            " "
        });
    }
}

/// A source as it is compared: its letters without white space, and without what files of XML cannot hold and have another sign for.
fn key(content: &Content) -> String {
    let mut out = String::new();
    for part in &content.0 {
        if let Part::Text(text) = part {
            out.extend(text.chars().filter(|c| !c.is_whitespace() && !is_lost(*c)));
        }
    }
    out
}

#[cfg(test)]
mod tests;
