//! Translated text inside Markdown: what would become markup at its place is escaped, and markup that would not be read as such where a
//! translation has put it is written so that it is.

use unicode_normalization::char::is_combining_mark;

use crate::article::{Edge, Markup};
use crate::bilingual::{Code, Part};

/// How far back the beginning of a line is looked for, in bytes: behind so much text a sign at the place begins nothing.
const LOOK_BACK: usize = 64;
/// Longest character reference that could be read, in bytes.
const MAX_REFERENCE: usize = 40;

/// Where text stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// In a heading: signs at its end would be taken for its fence.
    pub(super) heading: bool,
    /// In a cell of a table.
    pub(super) cell: bool,
    /// Escape every sign and write emphasis as HTML, for text that is not read back as it should be otherwise.
    pub(super) careful: bool,
}

/// A part on its way out.
struct Item<'p> {
    text: String,
    code: Option<&'p Code>,
}

/// Appends `parts` to `out`; `before` and `after` are what stands around them in the source.
pub(super) fn render(parts: &[Part], place: Place, before: &str, after: &str, out: &mut String) {
    let mut items: Vec<Item<'_>> = parts
        .iter()
        .map(|part| match part {
            Part::Text(text) => Item {
                text: text.clone(),
                code: None,
            },
            Part::Code(code) => Item {
                text: code.data.clone(),
                code: Some(code),
            },
        })
        .collect();
    let pairs = pairs(&items);
    drop_empty(&mut items, &pairs);
    keep_addresses(&mut items, &pairs);
    escape(&mut items, place, before, after);
    for (open, close) in pairs {
        emphasize(&mut items, open, close, place, (before, after));
    }
    for item in items {
        out.push_str(&item.text);
    }
}

/// The indices of both ends of every pair.
fn pairs(items: &[Item<'_>]) -> Vec<(usize, usize)> {
    let mut open: Vec<(u32, usize)> = Vec::new();
    let mut pairs = Vec::new();
    for (at, item) in items.iter().enumerate() {
        match item.code.map(|code| (code.edge, code.id)) {
            Some((Edge::Open, id)) => open.push((id, at)),
            Some((Edge::Close, id)) => {
                if let Some((_, from)) = open.pop_if(|(other, _)| *other == id) {
                    pairs.push((from, at));
                }
            }
            _ => {}
        }
    }
    pairs
}

fn is_delimiter(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| matches!(b, b'*' | b'_' | b'~'))
}

/// Emphasis around nothing would be read as signs.
fn drop_empty(items: &mut [Item<'_>], pairs: &[(usize, usize)]) {
    for &(open, close) in pairs {
        let empty = items[open + 1..close]
            .iter()
            .all(|item| item.text.trim().is_empty());
        if empty && is_delimiter(&items[open].text) {
            items[open].text.clear();
            items[close].text.clear();
        }
    }
}

/// An address between `<` and `>` is a link to itself: its text stays as it is, or the link says where it leads.
fn keep_addresses(items: &mut [Item<'_>], pairs: &[(usize, usize)]) {
    for &(open, close) in pairs {
        let Some(code) = items[open].code else { continue };
        if code.markup != Markup::Link || items[open].text != "<" {
            continue;
        }
        let Some(address) = items[close].code.map(|code| code.covered.clone()) else {
            continue;
        };
        let same = close == open + 2 && items[open + 1].code.is_none() && items[open + 1].text == address;
        if same {
            items[open].text = format!("<{address}");
            items[open + 1].text.clear();
        } else {
            let scheme = if address.contains(':') { "" } else { "mailto:" };
            "[".clone_into(&mut items[open].text);
            items[close].text = format!("](<{scheme}{address}>)");
        }
    }
}

/// Escapes the texts among `items`.
fn escape(items: &mut [Item<'_>], place: Place, before: &str, after: &str) {
    let mut line = Line::of(before);
    let mut last = before.chars().next_back();
    let mut after_code = false;
    for at in 0..items.len() {
        if items[at].code.is_some() {
            line.push(&items[at].text);
            last = items[at].text.chars().next_back().or(last);
            after_code = true;
            continue;
        }
        let text = std::mem::take(&mut items[at].text);
        let follows = items[at + 1..]
            .iter()
            .find_map(|item| item.text.chars().next())
            .or(after.chars().next());
        let is_last = items[at + 1..].iter().all(|item| item.text.is_empty());
        let mut out = String::with_capacity(text.len() + 8);
        let mut chars = text.char_indices().peekable();
        while let Some((from, c)) = chars.next() {
            let rest = &text[from + c.len_utf8()..];
            let spot = Spot {
                at_start: line.at_start,
                number: line.number,
                previous: last,
                next: chars.peek().map(|(_, c)| *c).or(follows),
                rest,
                ends: is_last && rest.chars().all(|c| c == '#' || c == ' '),
                after_bracket: after_code && from == 0 && last == Some(']'),
            };
            if needs_escape(c, &spot, place) {
                out.push('\\');
            }
            out.push(c);
            line.push_char(c);
            last = Some(c);
        }
        after_code = false;
        items[at].text = out;
    }
}

/// What decides whether a character would be markup.
struct Spot<'t> {
    /// Nothing but marks of blocks stands before it in its line.
    at_start: bool,
    /// So many digits, and nothing else, stand before it in its line.
    number: usize,
    previous: Option<char>,
    next: Option<char>,
    rest: &'t str,
    /// Only number signs follow in the block.
    ends: bool,
    /// It follows the end of a link or a footnote.
    after_bracket: bool,
}

fn needs_escape(c: char, spot: &Spot<'_>, place: Place) -> bool {
    if !c.is_ascii_punctuation() {
        return false;
    }
    if place.careful {
        return true;
    }
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let blank = spot.next.is_none_or(char::is_whitespace);
    match c {
        '`' | '*' | '[' | ']' | '~' => true,
        '\\' => spot
            .next
            .is_none_or(|c| c.is_ascii_punctuation() || c == '\n' || c == '\r'),
        '_' => !(word(spot.previous) && word(spot.next)),
        '<' => spot
            .next
            .is_none_or(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
        '&' => is_reference(spot.rest),
        '|' => place.cell || spot.at_start,
        '!' => spot.next == Some('['),
        '(' => spot.after_bracket,
        ':' => spot.after_bracket || spot.at_start,
        '#' => spot.at_start || (place.heading && spot.ends && !word(spot.previous)),
        '+' | '-' | '=' | '>' => spot.at_start,
        '.' | ')' => (1..10).contains(&spot.number) && blank,
        _ => false,
    }
}

/// Whether `rest`, which follows `&`, makes a character reference of it.
fn is_reference(rest: &str) -> bool {
    let name = rest
        .bytes()
        .take(MAX_REFERENCE)
        .take_while(|&b| b.is_ascii_alphanumeric() || b == b'#');
    let length = name.count();
    length > 0 && rest.as_bytes().get(length) == Some(&b';')
}

/// The line so far.
#[derive(Clone, Copy)]
struct Line {
    at_start: bool,
    number: usize,
}

impl Line {
    fn of(before: &str) -> Self {
        let from = before.floor_char_boundary(before.len().saturating_sub(LOOK_BACK));
        let mut line = Self {
            at_start: true,
            number: 0,
        };
        line.push(&before[from..]);
        line
    }

    fn push(&mut self, text: &str) {
        for c in text.chars() {
            self.push_char(c);
        }
    }

    fn push_char(&mut self, c: char) {
        match c {
            '\n' | '\r' => {
                self.at_start = true;
                self.number = 0;
            }
            c if c.is_ascii_digit() && self.at_start => self.number += 1,
            ' ' | '\t' | '>' | '-' | '+' | '*' | '#' | '|' | '[' | ']' | '(' | ')' | '.' | '_' | '~'
            | '`' | '\\' | ':' | '=' => self.number = 0,
            _ => {
                self.at_start = false;
                self.number = 0;
            }
        }
    }
}

/// Lets the pair of `items[open]` and `items[close]` be HTML if its signs would not be read as emphasis where they stand.
fn emphasize(items: &mut [Item<'_>], open: usize, close: usize, place: Place, around: (&str, &str)) {
    let sign = items[open].text.clone();
    if !is_delimiter(&sign) || items[close].text != sign {
        return;
    }
    let opens = flanks(items, open, &sign, around);
    let closes = flanks(items, close, &sign, around);
    if opens.opens && closes.closes && !place.careful {
        return;
    }
    let name = match items[open].code.map(|code| code.markup) {
        Some(Markup::Strong) => "strong",
        Some(Markup::Emphasis) => "em",
        _ if sign.starts_with('~') => "del",
        _ => return,
    };
    items[open].text = format!("<{name}>");
    items[close].text = format!("</{name}>");
}

/// What a run of signs can do.
struct Flanks {
    opens: bool,
    closes: bool,
}

/// The rules of `CommonMark` for the signs at `items[at]`.
fn flanks(items: &[Item<'_>], at: usize, sign: &str, around: (&str, &str)) -> Flanks {
    let mark = sign.chars().next().unwrap_or('*');
    let before = items[..at]
        .iter()
        .rev()
        .flat_map(|item| item.text.chars().rev())
        .chain(around.0.chars().rev())
        .find(|c| *c != mark);
    let after = items[at + 1..]
        .iter()
        .flat_map(|item| item.text.chars())
        .chain(around.1.chars())
        .find(|c| *c != mark);
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let punctuation = |c: Option<char>| {
        c.is_some_and(|c| {
            !c.is_alphanumeric() && !c.is_whitespace() && !is_combining_mark(c) && !c.is_control()
        })
    };
    let left = !space(after) && (!punctuation(after) || space(before) || punctuation(before));
    let right = !space(before) && (!punctuation(before) || space(after) || punctuation(after));
    if mark == '_' {
        Flanks {
            opens: left && (!right || punctuation(before)),
            closes: right && (!left || punctuation(after)),
        }
    } else {
        Flanks {
            opens: left,
            closes: right,
        }
    }
}
