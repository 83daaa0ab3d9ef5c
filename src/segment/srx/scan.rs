//! The places of a text at which a rule of the file holds.

use super::rules::{GivenUp, Group, Place};

/// The rules for a text, group by group in the file's order.
pub(in crate::segment) struct Applied<'r> {
    groups: Vec<&'r Group>,
    given_up: GivenUp,
}

/// A place at which a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::segment) struct Found {
    /// The byte of the place.
    pub(in crate::segment) at: usize,
    pub(in crate::segment) breaks: bool,
    /// The line of the rule in the file.
    pub(in crate::segment) line: u32,
}

impl<'r> Applied<'r> {
    pub(super) fn new(groups: Vec<&'r Group>) -> Self {
        Self {
            groups,
            given_up: GivenUp::default(),
        }
    }

    /// The places inside `text` at which a rule would break, with the rule that decides them, in order.
    pub(in crate::segment) fn places(&mut self, text: &str) -> Vec<Found> {
        let mut found = Vec::new();
        let mut chars = text.char_indices();
        let Some((_, mut before)) = chars.next() else {
            return found;
        };
        for (at, after) in chars {
            if self.groups.iter().any(|group| group.may_break(before, after)) {
                let place = Place {
                    text,
                    at,
                    before,
                    after,
                };
                found.extend(self.decided(&place));
            }
            before = after;
        }
        found
    }

    /// The rule that decides a place at which one would break.
    fn decided(&mut self, place: &Place<'_>) -> Option<Found> {
        // Few rules break, and where none does nothing else matters.
        let mut breaking = None;
        for (number, group) in self.groups.iter().enumerate() {
            if !group.may_break(place.before, place.after) {
                continue;
            }
            if let Some(rule) = group.breaks(place, &mut self.given_up) {
                breaking = Some((number, rule));
                break;
            }
        }
        let (number, rule) = breaking?;
        let keeping = self.kept(place, number, rule);
        Some(keeping.unwrap_or_else(|| Found {
            at: place.at,
            breaks: true,
            line: self.groups[number].rules[rule as usize].line,
        }))
    }

    /// The first rule before the rule `end` of group `number` that keeps the place whole.
    fn kept(&mut self, place: &Place<'_>, number: usize, end: u32) -> Option<Found> {
        for (index, group) in self.groups.iter().enumerate().take(number + 1) {
            let end = if index == number { end } else { u32::MAX };
            if let Some(rule) = group.keeps(place, end, &mut self.given_up) {
                return Some(Found {
                    at: place.at,
                    breaks: false,
                    line: group.rules[rule as usize].line,
                });
            }
        }
        None
    }

    /// What the rules say of a cut at byte `at` of `text` that something else makes: of the white space there, since some files decide
    /// before it and some after it.
    pub(in crate::segment) fn forbids(&mut self, text: &str, at: usize) -> Option<Found> {
        let last = self.groups.len().checked_sub(1)?;
        let mut before = text[..at].chars().next_back()?;
        for (offset, after) in text[at..].char_indices().take(MOST_SPACE) {
            let place = Place {
                text,
                at: at + offset,
                before,
                after,
            };
            if let Some(kept) = self.kept(&place, last, u32::MAX) {
                return Some(kept);
            }
            if !after.is_whitespace() {
                return None;
            }
            before = after;
        }
        None
    }
}

/// Characters of white space after a cut that are looked at.
const MOST_SPACE: usize = 4;
