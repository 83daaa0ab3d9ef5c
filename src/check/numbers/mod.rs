//! The rule `number`: every number of the source is in the translation with the same value, however it is written there.
//!
//! Numbers in digits are held against each other; what is left over may be explained by other readings (a time, a date, a decade) and
//! by numbers in letters. Small numbers that stand on one side alone are silent: every language has a word for them.

mod context;
mod scales;
mod scan;
mod spelled;
mod value;

use super::side::Side;
use super::{Findings, Rule};
use crate::article::Span;
use scan::Number;
use value::Value;

/// Up to here a number is as often written in letters as in digits.
const SMALL: u64 = 12;

/// Numbers that may be years.
const YEARS: std::ops::Range<u64> = 1000..2100;

/// Numbers left over up to which other readings are tried; beyond, the text is a table that both sides have alike.
const MOST_LEFT: usize = 64;

/// The numbers of a side and which of their values have no partner.
#[derive(Debug)]
struct Left {
    numbers: Vec<Number>,
    /// Values of the first readings without a partner, with the place of their number.
    values: Vec<(Value, usize)>,
}

impl Left {
    fn new(side: &Side) -> Self {
        let numbers = scan::numbers(side);
        let mut values = Vec::new();
        for (place, number) in numbers.iter().enumerate() {
            let several = number.readings[0].len() > 1;
            // The minutes of 17:00 are not said elsewhere.
            let said = number.readings[0]
                .iter()
                .filter(|value| !several || **value != Value::ZERO);
            values.extend(said.map(|value| (*value, place)));
        }
        values.sort_unstable();
        Self { numbers, values }
    }

    fn remove(&mut self, value: Value) -> bool {
        match self.values.iter().position(|left| left.0 == value) {
            Some(place) => {
                self.values.remove(place);
                true
            }
            None => false,
        }
    }

    fn remove_number(&mut self, place: usize) {
        self.values.retain(|left| left.1 != place);
    }
}

pub(super) fn check(source: &Side, target: &Side, found: &mut Findings) {
    if !found.wants(Rule::Number) {
        return;
    }
    let (mut ours, mut theirs) = (Left::new(source), Left::new(target));
    if ours.values.is_empty() && theirs.values.is_empty() {
        return;
    }
    cancel(&mut ours.values, &mut theirs.values);
    if ours.values.is_empty() && theirs.values.is_empty() {
        return;
    }
    let (said_here, said_there) = (spelled::values(source), spelled::values(target));
    if ours.values.len().max(theirs.values.len()) <= MOST_LEFT {
        reread(&mut ours, &mut theirs, &said_there);
        reread(&mut theirs, &mut ours, &said_here);
    }
    if contradict(&ours, &theirs, &said_here, &said_there) {
        report(source, target, &ours, &theirs, found);
        return;
    }
    let before = ours.values.is_empty();
    explain(&mut ours, &said_there);
    explain(&mut theirs, &said_here);
    if before && unsaid(source, target, &theirs, &said_here, &said_there) {
        report(source, target, &ours, &theirs, found);
        return;
    }
    if ours.values.len().max(theirs.values.len()) <= MOST_LEFT {
        unknown_scale(source, target, &mut ours, &mut theirs);
    }
    small(source, target, &mut ours, &mut theirs);
    report(source, target, &ours, &theirs, found);
}

/// Takes out the values that both have.
fn cancel(ours: &mut Vec<(Value, usize)>, theirs: &mut Vec<(Value, usize)>) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let (mut i, mut j) = (0, 0);
    while i < ours.len() && j < theirs.len() {
        match ours[i].0.cmp(&theirs[j].0) {
            std::cmp::Ordering::Equal => (i, j) = (i + 1, j + 1),
            std::cmp::Ordering::Less => {
                left.push(ours[i]);
                i += 1;
            }
            std::cmp::Ordering::Greater => {
                right.push(theirs[j]);
                j += 1;
            }
        }
    }
    left.extend_from_slice(&ours[i..]);
    right.extend_from_slice(&theirs[j..]);
    (*ours, *theirs) = (left, right);
}

/// Tries the other readings of numbers that are left over against what is left over on the other side.
fn reread(ours: &mut Left, theirs: &mut Left, said: &[Value]) {
    let mut places: Vec<usize> = ours.values.iter().map(|left| left.1).collect();
    places.sort_unstable();
    places.dedup();
    for place in places {
        for reading in &ours.numbers[place].readings[1..] {
            let mut left = theirs.values.clone();
            let mut said_only = true;
            let fits = reading.iter().all(|value| {
                let taken = left.iter().position(|other| other.0 == *value);
                if let Some(at) = taken {
                    left.remove(at);
                    said_only = false;
                }
                taken.is_some()
                    || said.binary_search(value).is_ok()
                    || reading.len() > 1 && *value == Value::ZERO
            });
            // Another reading needs a number that asks for it, or it would explain any number by a common word.
            if fits && (!said_only || reading.len() == 1) {
                theirs.values = left;
                ours.remove_number(place);
                break;
            }
        }
    }
    meet(ours, theirs);
}

/// Two numbers that share a further reading: `5:30 p.m.` and `17.30 Uhr`.
fn meet(ours: &mut Left, theirs: &mut Left) {
    let (left, right) = (ours.values.clone(), theirs.values.clone());
    for (_, place) in left {
        for (_, other) in &right {
            let readings = &theirs.numbers[*other].readings;
            let several = ours.numbers[place].readings[1..]
                .iter()
                .filter(|reading| reading.len() > 1);
            let shared = several.into_iter().any(|reading| readings[1..].contains(reading));
            let free = theirs.values.iter().any(|value| value.1 == *other)
                && ours.values.iter().any(|value| value.1 == place);
            if shared && free {
                ours.remove_number(place);
                theirs.remove_number(*other);
            }
        }
    }
}

/// Whether numbers stand against each other one for one and letters explain only some: `F1` and `F8`, where `un` would explain the 1.
fn contradict(ours: &Left, theirs: &Left, said_here: &[Value], said_there: &[Value]) -> bool {
    if ours.values.is_empty()
        || ours.values.len() != theirs.values.len()
        || ours.numbers.len() != theirs.numbers.len()
    {
        return false;
    }
    let is_small = |left: &Left| {
        left.values
            .iter()
            .all(|(value, _)| value.as_whole().is_some_and(|whole| whole <= SMALL))
    };
    let explained = |left: &Left, said: &[Value]| {
        left.values
            .iter()
            .all(|(value, _)| said.binary_search(value).is_ok())
    };
    is_small(ours) && is_small(theirs) && !(explained(ours, said_there) && explained(theirs, said_here))
}

/// Whether the translation has a small number in digits that the source does not say, while the source says one that the translation
/// does not have: "series two" as "Staffel 3".
fn unsaid(source: &Side, target: &Side, theirs: &Left, said_here: &[Value], said_there: &[Value]) -> bool {
    let [(value, place)] = theirs.values.as_slice() else {
        return false;
    };
    let tags = [&source.habits.subtag, &target.habits.subtag];
    if theirs.numbers[*place].in_name
        || value.as_whole().is_none_or(|whole| whole > SMALL)
        || !tags.iter().all(|tag| spelled::is_complete(tag))
    {
        return false;
    }
    let there = |value: &Value| {
        said_there.binary_search(value).is_ok()
            || theirs
                .numbers
                .iter()
                .any(|number| number.readings.iter().any(|reading| reading.contains(value)))
    };
    // One is an article, and half and a quarter are said in many ways.
    let lost = said_here
        .iter()
        .filter(|value| value.as_whole().is_some_and(|whole| (2..=SMALL).contains(&whole)));
    lost.into_iter().filter(|value| !there(value)).count() == 1
}

/// Takes out what the other side says in letters.
fn explain(left: &mut Left, said: &[Value]) {
    left.values.retain(|value| said.binary_search(&value.0).is_err());
}

/// A language whose scale words are not known here may say "1.4 billion" as 1.4 and a word.
fn unknown_scale(source: &Side, target: &Side, ours: &mut Left, theirs: &mut Left) {
    if scales::of(&source.habits.subtag).known && scales::of(&target.habits.subtag).known {
        return;
    }
    for (value, _) in ours.values.clone() {
        let partner = theirs.values.iter().map(|left| left.0).find(|other| {
            [2, 3, 5, 6, 7, 9, 12]
                .iter()
                .any(|power| value.scaled(*power) == *other || other.scaled(*power) == value)
        });
        if let Some(other) = partner {
            ours.remove(value);
            theirs.remove(other);
        }
    }
}

/// Drops small numbers that stand on one side alone, and parts of names.
fn small(source: &Side, target: &Side, ours: &mut Left, theirs: &mut Left) {
    let is_small = |value: &Value| value.as_whole().is_some_and(|whole| whole <= SMALL);
    let (alone_here, alone_there) = (theirs.values.is_empty(), ours.values.is_empty());
    if alone_here || alone_there {
        for left in [&mut *ours, &mut *theirs] {
            let numbers = &left.numbers;
            left.values
                .retain(|(value, place)| !is_small(value) && !numbers[*place].in_name);
        }
        // A year that the translation adds tells the reader when; nothing is lost by it.
        theirs
            .values
            .retain(|(value, _)| !value.as_whole().is_some_and(|year| YEARS.contains(&year)));
        return;
    }
    // Without a list of its number words a language may have said a small number in letters.
    if ours.numbers.len() != theirs.numbers.len() {
        if !spelled::is_known(&target.habits.subtag) && ours.values.len() > theirs.values.len() {
            ours.values.retain(|(value, _)| !is_small(value));
        }
        if !spelled::is_known(&source.habits.subtag) && theirs.values.len() > ours.values.len() {
            theirs.values.retain(|(value, _)| !is_small(value));
        }
    }
}

fn report(source: &Side, target: &Side, ours: &Left, theirs: &Left, found: &mut Findings) {
    let places = |left: &Left| {
        let mut places: Vec<Span> = left
            .values
            .iter()
            .map(|value| left.numbers[value.1].span)
            .collect();
        places.sort_unstable_by_key(|span| span.start);
        places.dedup();
        places
    };
    let (missing, added) = (places(ours), places(theirs));
    for at in 0..missing.len().max(added.len()) {
        let (here, there) = (missing.get(at).copied(), added.get(at).copied());
        let text = |span: Option<Span>, side: &Side| span.map(|span| span.of(&side.prose).to_owned());
        let message = match (text(here, source), text(there, target)) {
            (Some(here), Some(there)) => format!("the source has {here}, the translation has {there}"),
            (Some(here), None) => format!("the number {here} is not in the translation"),
            (None, Some(there)) => format!("the number {there} is not in the source"),
            (None, None) => continue,
        };
        found.add(Rule::Number, here, there, message);
    }
}
