//! Numbers in digits of any script: where they are and which values they may have. The language's habit comes first; other readings
//! (a time, a date, parts of a range) only count where they explain what would differ otherwise.

use super::context;
use super::scales::{self, Scales};
use super::value::Value;
use crate::article::Span;
use crate::check::habits::{Decimal, Habits};
use crate::check::side::Side;

/// A number in a text.
#[derive(Clone, Debug)]
pub(super) struct Number {
    pub(super) span: Span,
    /// What it may mean, the likeliest first; never empty. A date is several values.
    pub(super) readings: Vec<Vec<Value>>,
    /// It belongs to a name, as in G20 and COVID-19.
    pub(super) in_name: bool,
    /// The power of ten of its scale word; 0 if it has none.
    pub(super) scale: u32,
    /// A mark of the afternoon belongs to it.
    pub(super) afternoon: bool,
}

impl Number {
    pub(super) fn read_as(&mut self, values: Vec<Value>) {
        if !self.readings.contains(&values) {
            self.readings.push(values);
        }
    }

    pub(super) fn single(&self) -> Option<Value> {
        match self.readings[0].as_slice() {
            [value] => Some(*value),
            _ => None,
        }
    }
}

/// The zeros of the decimal digits of Unicode, in order.
const ZEROS: &[u32] = &[
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50,
    0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40,
    0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
];

/// The digit that a character of any script stands for, as ASCII.
pub(super) fn digit(c: char) -> Option<u8> {
    if c.is_ascii() {
        return c.is_ascii_digit().then_some(c as u8);
    }
    let code = u32::from(c);
    let zero = ZEROS[ZEROS.partition_point(|zero| *zero <= code).checked_sub(1)?];
    (code - zero < 10).then(|| b'0' + (code - zero) as u8)
}

/// A run of digits.
#[derive(Debug)]
struct Group {
    digits: Vec<u8>,
    end: usize,
}

fn group(text: &str, start: usize) -> Option<Group> {
    let mut digits = Vec::new();
    let mut end = start;
    for c in text[start..].chars() {
        let Some(digit) = digit(c) else { break };
        digits.push(digit);
        end += c.len_utf8();
    }
    (!digits.is_empty()).then_some(Group { digits, end })
}

/// What may stand between two runs of digits of one number.
fn is_separator(c: char) -> bool {
    matches!(
        c,
        '.' | ',' | ':' | '/' | '\'' | '’' | '٫' | '٬' | '،' | '．' | '，' | '：' | '-'
    ) || is_space(c)
}

pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}')
}

/// The numbers of a text in order.
pub(super) fn numbers(side: &Side) -> Vec<Number> {
    let text: &str = &side.prose;
    let mut out: Vec<Number> = Vec::new();
    let scales = scales::of(&side.habits.subtag);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if digit(c).is_none() {
            if let Some(value) = fraction(c) {
                add_fraction(&mut out, Span::new(at, at + c.len_utf8()), value);
            }
            at += c.len_utf8();
            continue;
        }
        let (mut number, end) = read(text, at, &side.habits);
        number.in_name = follows_letter(text, at);
        number.span = Span::new(at, end);
        at = scaled(text, end, &mut number, &scales);
        number.span.end = at as u32;
        context::suffixes(text, at, &mut number, &side.habits);
        if side.habits.subtag == "sw"
            && let (Some(power), Some(value)) =
                (scales.before(text, number.span.start as usize), number.single())
        {
            number.readings.insert(0, vec![value.scaled(power)]);
        }
        out.push(number);
    }
    let mut out = context::join(text, out);
    context::relate(text, &mut out);
    context::rates(text, &mut out);
    out
}

/// Whether a letter of a script with capitals stands right before, or before a hyphen.
fn follows_letter(text: &str, at: usize) -> bool {
    let before = text[..at].strip_suffix(['-', '‑']).unwrap_or(&text[..at]);
    before
        .chars()
        .next_back()
        .is_some_and(|c| c.is_uppercase() || c.is_lowercase())
}

fn fraction(c: char) -> Option<Value> {
    let (a, b) = match c {
        '½' => (1, 2),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅕' => (1, 5),
        '⅛' => (1, 8),
        _ => return None,
    };
    Value::whole(a).over(Value::whole(b))
}

/// `2½` is one number.
fn add_fraction(out: &mut Vec<Number>, span: Span, value: Value) {
    if let Some(last) = out.last_mut().filter(|last| last.span.end == span.start)
        && let Some(whole) = last.single()
    {
        last.readings = vec![vec![whole.plus(value)]];
        last.span.end = span.end;
        return;
    }
    out.push(Number {
        span,
        readings: vec![vec![value]],
        in_name: true,
        scale: 0,
        afternoon: false,
    });
}

/// Reads the number at `start` and returns it with its end.
fn read(text: &str, start: usize, habits: &Habits) -> (Number, usize) {
    let mut groups = vec![group(text, start).expect("a digit stands here")];
    let mut separators: Vec<char> = Vec::new();
    loop {
        let end = groups[groups.len() - 1].end;
        let Some(separator) = text[end..].chars().next().filter(|c| is_separator(*c)) else {
            break;
        };
        let Some(next) = group(text, end + separator.len_utf8()) else {
            break;
        };
        let separator = match separator {
            '．' => '.',
            '，' | '،' => ',',
            '：' => ':',
            '’' => '\'',
            c if is_space(c) && c != ' ' => '\u{A0}',
            c => c,
        };
        if groups.len() >= 12 || !continues(&groups, &separators, separator, &next) {
            break;
        }
        separators.push(separator);
        groups.push(next);
    }
    let end = groups[groups.len() - 1].end;
    let readings = readings(&groups, &separators, habits);
    (
        Number {
            span: Span::new(start, end),
            readings,
            in_name: false,
            scale: 0,
            afternoon: false,
        },
        end,
    )
}

/// Whether `next` behind `separator` belongs to the number so far.
fn continues(groups: &[Group], separators: &[char], separator: char, next: &Group) -> bool {
    let first = groups[0].digits.len();
    let decimal_seen = separators.contains(&'٫') || {
        // 1.250,50 has its fraction: nothing follows it.
        separators.len() >= 2 && separators[separators.len() - 1] != separators[0]
    };
    match separator {
        ' ' | '\u{A0}' | '\'' | '٬' => {
            next.digits.len() == 3 && first <= 3 && separators.iter().all(|c| *c == separator)
        }
        ':' => separators.iter().all(|c| *c == ':') && next.digits.len() <= 2 && first <= 3,
        '/' => separators.iter().all(|c| *c == '/'),
        // 2023-05-19, 19-05-2023: a hyphen between two numbers alone is a range.
        '-' => match separators {
            [] => (first == 4 && next.digits.len() == 2) || (first <= 2 && next.digits.len() == 2),
            ['-'] => matches!((first, next.digits.len()), (4, 2) | (1 | 2, 4)),
            _ => false,
        },
        _ => !decimal_seen && !separators.iter().any(|c| matches!(c, ':' | '/' | '-')),
    }
}

/// What the groups may mean together.
fn readings(groups: &[Group], separators: &[char], habits: &Habits) -> Vec<Vec<Value>> {
    let digits: Vec<&[u8]> = groups.iter().map(|group| group.digits.as_slice()).collect();
    let parts = || {
        digits
            .iter()
            .map(|digits| Value::read(digits, &[]))
            .collect::<Vec<_>>()
    };
    let whole = |groups: &[&[u8]]| vec![Value::read(&groups.concat(), &[])];
    let with_fraction = || {
        let last = digits.len() - 1;
        vec![Value::read(&digits[..last].concat(), digits[last])]
    };
    let Some(&first) = separators.first() else {
        return vec![parts()];
    };
    let same = separators.iter().all(|c| *c == first);
    let last = separators[separators.len() - 1];
    match first {
        '٫' => vec![with_fraction()],
        ':' => vec![parts(), with_fraction()],
        '/' => fraction_or_date(&parts(), &with_fraction(), habits),
        '-' => vec![parts()],
        ' ' | '\u{A0}' | '\'' | '٬' if same => {
            let joined = whole(&digits);
            if first == '٬' || first == '\'' || habits.groups_by_space {
                vec![joined, parts()]
            } else {
                vec![parts(), joined]
            }
        }
        _ if !same => {
            let grouped = separators[..separators.len() - 1].iter().all(|c| *c == first);
            let sizes = digits[1..digits.len() - 1]
                .iter()
                .all(|digits| matches!(digits.len(), 2 | 3));
            if grouped && sizes && last != first {
                vec![with_fraction()]
            } else {
                vec![parts()]
            }
        }
        _ if separators.len() > 1 => {
            let thousands = digits[1..].iter().all(|digits| digits.len() == 3);
            // 2,50,000: lakh and crore.
            let indian = digits[digits.len() - 1].len() == 3
                && digits[1..digits.len() - 1].iter().all(|digits| digits.len() == 2);
            if thousands || indian {
                vec![whole(&digits), parts()]
            } else {
                vec![parts()]
            }
        }
        _ => one_sign(
            &digits,
            first,
            habits,
            &whole(&digits),
            &with_fraction(),
            &parts(),
        ),
    }
}

/// `1/2`, `19/5`, `75/5` in Persian.
fn fraction_or_date(parts: &[Value], decimal: &[Value], habits: &Habits) -> Vec<Vec<Value>> {
    let mut out = vec![parts.to_vec()];
    if let [a, b] = parts {
        if habits.subtag == "fa" {
            out.push(decimal.to_vec());
        }
        if let Some(share) = a.over(*b) {
            out.push(vec![share]);
        }
    }
    out
}

/// `1,250` and `2.5`: one stop or comma.
fn one_sign(
    digits: &[&[u8]],
    sign: char,
    habits: &Habits,
    whole: &[Value],
    decimal: &[Value],
    parts: &[Value],
) -> Vec<Vec<Value>> {
    let thousands = digits[1].len() == 3 && digits[0].len() <= 3 && digits[0][0] != b'0';
    if !thousands {
        // A time or a date: 23.45, 3.10.
        return vec![decimal.to_vec(), parts.to_vec()];
    }
    match habits.decimal {
        Decimal::Either => vec![whole.to_vec(), decimal.to_vec()],
        Decimal::Stop if sign == ',' => vec![whole.to_vec()],
        Decimal::Comma if sign == '.' => vec![whole.to_vec()],
        _ => vec![decimal.to_vec()],
    }
}

/// Multiplies by the scale word behind `end`, if there is one; returns where the number ends.
fn scaled(text: &str, end: usize, number: &mut Number, scales: &Scales) -> usize {
    let before = &text[..number.span.start as usize];
    // 제5조 is article 5 of a law.
    let found = scales
        .at(text, end)
        .filter(|_| !(before.ends_with('제') && text[end..].starts_with('조')));
    let Some((mut power, mut to)) = found else {
        return end;
    };
    // 5천만: thousands of ten-thousands.
    while let Some((more, further)) = scales.right_behind(text, to) {
        (power, to) = (power + more, further);
    }
    let half = scales.half_behind(text, to);
    for reading in &mut number.readings {
        if let Some(last) = reading.last_mut() {
            *last = last.scaled(power);
            if half.is_some() {
                *last = last.plus(Value::HALF.scaled(power));
            }
        }
    }
    number.scale = power;
    half.unwrap_or(to)
}
