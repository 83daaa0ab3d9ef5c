//! Lists inside a line: `Bring: 1. A coat. 2. Good shoes.` Each marker opens a sentence, and its own dot ends none.

use crate::article::Span;

/// What was found in a passage.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Bytes at which the items open, in order.
    pub(super) items: Vec<usize>,
    /// The markers of the items, in order.
    pub(super) markers: Vec<Span>,
}

/// `1.`, `2)`, `(c)`, `d.)`, `iv.`, `• 9.`
#[derive(Clone, Copy, Debug)]
struct Marker {
    span: Span,
    style: Style,
    /// The number, or the letter's place in the alphabet.
    value: u32,
    /// The value read as a Roman number, 0 if it is none.
    roman: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Style {
    bulleted: bool,
    bracketed: bool,
    digits: bool,
    tail: &'static str,
}

impl Marker {
    /// Reads the marker whose dot or bracket is at `at`.
    fn read(text: &str, from: usize, at: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        let tail = match bytes.get(at..)? {
            [b'.', b')', ..] => ".)",
            [b'.', ..] => ".",
            _ => ")",
        };
        let rest = &text[at + tail.len()..];
        if !rest.starts_with(char::is_whitespace) {
            return None;
        }
        let value_at = at
            - bytes[from..at]
                .iter()
                .rev()
                .take(6)
                .take_while(|b| b.is_ascii_alphanumeric())
                .count();
        let (value, roman, digits) = read_value(&text[value_at..at])?;
        let bracketed = tail == ")" && value_at > from && bytes[value_at - 1] == b'(';
        let mut start = value_at - usize::from(bracketed);
        let before = text[from..start].trim_end_matches(' ');
        let bulleted = before.chars().next_back().is_some_and(super::marks::is_bullet);
        if bulleted {
            let bullet = before.chars().next_back().map_or(0, char::len_utf8);
            start = from + before.len() - bullet;
        }
        let free = start == from || text[..start].ends_with(char::is_whitespace);
        free.then_some(Self {
            span: Span::new(start, at + tail.len()),
            style: Style {
                bulleted,
                bracketed,
                digits,
                tail,
            },
            value,
            roman,
        })
    }

    fn follows(&self, last: &Self) -> bool {
        self.value == last.value + 1 || (last.roman > 0 && self.roman == last.roman + 1)
    }

    fn is_first(&self) -> bool {
        self.value == 1 || self.roman == 1 || self.style.bulleted
    }
}

fn read_value(value: &str) -> Option<(u32, u32, bool)> {
    const ROMAN: [&str; 12] = [
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
    ];
    let roman = ROMAN
        .iter()
        .position(|&r| r == value)
        .map_or(0, |index| index as u32 + 1);
    match value.as_bytes() {
        [b'0'..=b'9'] | [b'1'..=b'9', b'0'..=b'9'] | [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9'] => {
            Some((value.parse().ok()?, 0, true))
        }
        [letter @ b'a'..=b'z'] => Some((u32::from(letter - b'a') + 1, roman, false)),
        // Letters are numbered to 26; a Roman number of several letters continues no alphabet.
        _ if roman > 0 => Some((100 + roman, roman, false)),
        _ => None,
    }
}

/// Finds the lists of a passage: at least two consecutive markers of one style, the first at the start of the passage or after
/// a mark. A single marker at the start of the passage counts as marker too.
pub(super) fn lists(text: &str, passage: Span) -> Lists {
    let from = passage.start as usize;
    let mut runs: Vec<Vec<Marker>> = Vec::new();
    let mut found = Lists::default();
    for at in memchr::memchr2_iter(b'.', b')', passage.of(text).as_bytes()) {
        let Some(marker) = Marker::read(text, from, from + at) else {
            continue;
        };
        let slot = runs
            .iter()
            .position(|run| run.last().is_some_and(|last| last.style == marker.style));
        match slot {
            Some(slot) if runs[slot].last().is_some_and(|last| marker.follows(last)) => {
                runs[slot].push(marker);
            }
            // A list may follow another one of its style without a mark between them, and a bullet needs none.
            _ if slot.is_some_and(|slot| runs[slot].len() > 1 && marker.value == 1)
                || marker.style.bulleted
                || may_open(text, from, &marker) =>
            {
                if let Some(slot) = slot {
                    found.add(&runs.swap_remove(slot), from);
                }
                runs.push(vec![marker]);
            }
            _ => {}
        }
    }
    for run in &runs {
        found.add(run, from);
    }
    found.items.sort_unstable();
    found.markers.sort_unstable();
    found.markers.dedup();
    found
}

impl Lists {
    fn add(&mut self, run: &[Marker], from: usize) {
        match run {
            [single] if single.span.start as usize == from => self.markers.push(single.span),
            // A list that begins in the middle (w, x, y) must show itself by its length.
            [first, _, rest @ ..]
                if first.is_first() || first.span.start as usize == from || !rest.is_empty() =>
            {
                self.markers.extend(run.iter().map(|marker| marker.span));
                self.items
                    .extend(run.iter().map(|marker| marker.span.start as usize));
            }
            _ => {}
        }
    }
}

fn may_open(text: &str, from: usize, marker: &Marker) -> bool {
    let before = text[from..marker.span.start as usize].trim_end();
    before.is_empty() || before.ends_with([':', '：', ';', '.', '!', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(drawing: &str) {
        let text = drawing.replace('|', "");
        let found = lists(&text, Span::new(0, text.len()));
        let mut drawn = text.clone();
        for &at in found.items.iter().rev() {
            drawn.insert(at, '|');
        }
        assert_eq!(drawn, drawing);
    }

    #[test]
    fn consecutive_markers_of_one_style_open_items() {
        check("Bring: |1. A coat. |2. Good shoes. |3. Bread.");
        check("|a) salt |b) flour |c) oil");
        check("|(i) the road |(ii) the bridge");
        check("|• 9. Tea |• 10. Milk");
        check("|1) salt |2) flour |1) oil |2) yeast");
        check("|1.) one |2.) two: |a. left |b. right");
    }

    #[test]
    fn numbers_that_make_no_list_are_left_alone() {
        check("He came 1. and she came 2. in the race.");
        check("We need 1.milk, 2.rice and 3.salt");
        check("Rule: 1. Be there. 3. Be late.");
    }
}
