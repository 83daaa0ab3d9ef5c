//! The rule `tag`: the inline codes of both texts are the same, and pairs open before they close. Their order is free: words move.

use super::text::{Placed, Text};
use super::{Findings, Rule};
use crate::article::{Edge, Span};

pub(super) fn check(source: &Text, target: &Text, found: &mut Findings) {
    let (ours, theirs) = (source.codes(), target.codes());
    if ours.is_empty() && theirs.is_empty() {
        return;
    }
    let (missing, added) = difference(ours, theirs);
    for (codes, text, place) in [(&missing, source, "translation"), (&added, target, "source")] {
        for code in codes.iter().take(MOST_CODES) {
            let both = |edge| {
                codes
                    .iter()
                    .any(|other| other.edge == edge && other.name == code.name)
            };
            let shown = code.span.of(text.full());
            let message = match code.edge {
                // A pair is one thing to put back.
                Edge::Close if both(Edge::Open) => continue,
                Edge::Open if both(Edge::Close) => {
                    format!("the pair {shown}…</{}> is not in the {place}", code.name)
                }
                _ => format!("the code {shown} is not in the {place}"),
            };
            let (here, there) = if place == "source" {
                (None, Some(code.span))
            } else {
                (Some(code.span), None)
            };
            found.add_shown(Rule::Tag, here, there, message);
        }
    }
    if !missing.is_empty() || !added.is_empty() {
        return;
    }
    // What the source itself has open or crossed may be so in the translation.
    if let (Some(span), None) = (misplaced(theirs), misplaced(ours)) {
        let shown = span.of(target.full());
        found.add_shown(
            Rule::Tag,
            None,
            Some(span),
            format!("the code {shown} closes what is not open here"),
        );
    }
}

/// Codes told of one pair.
const MOST_CODES: usize = 16;

/// Codes that one side has more often than the other.
fn difference<'c>(ours: &'c [Placed], theirs: &'c [Placed]) -> (Vec<&'c Placed>, Vec<&'c Placed>) {
    let sorted = |codes: &'c [Placed]| {
        let mut out: Vec<&Placed> = codes.iter().collect();
        out.sort_by(|a, b| key(a).cmp(&key(b)).then(a.span.start.cmp(&b.span.start)));
        out
    };
    let (left, right) = (sorted(ours), sorted(theirs));
    let (mut missing, mut added) = (Vec::new(), Vec::new());
    let (mut i, mut j) = (0, 0);
    while i < left.len() || j < right.len() {
        let order = match (left.get(i), right.get(j)) {
            (Some(a), Some(b)) => key(a).cmp(&key(b)),
            (Some(_), None) => std::cmp::Ordering::Less,
            _ => std::cmp::Ordering::Greater,
        };
        if order != std::cmp::Ordering::Greater {
            if order.is_lt() {
                missing.push(left[i]);
            }
            i += 1;
        }
        if order != std::cmp::Ordering::Less {
            if order.is_gt() {
                added.push(right[j]);
            }
            j += 1;
        }
    }
    missing.sort_by_key(|code| code.span.start);
    added.sort_by_key(|code| code.span.start);
    (missing, added)
}

fn key(code: &Placed) -> (u8, &str) {
    let edge = match code.edge {
        Edge::Open => 0,
        Edge::Close => 1,
        Edge::Alone => 2,
    };
    (edge, &code.name)
}

/// The first closing code that is not the partner of the last one opened.
fn misplaced(codes: &[Placed]) -> Option<Span> {
    let mut open: Vec<&str> = Vec::new();
    for code in codes {
        match code.edge {
            Edge::Open => open.push(&code.name),
            Edge::Close if open.last() == Some(&code.name.as_str()) => {
                open.pop();
            }
            Edge::Close => return Some(code.span),
            Edge::Alone => {}
        }
    }
    None
}
