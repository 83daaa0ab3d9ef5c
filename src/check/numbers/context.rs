//! What stands around a number gives it further readings: decades and eras, hours of the afternoon, ranges that share a unit, two
//! numbers that are one.

use super::scan::{Number, digit, is_space};
use super::value::Value;
use crate::check::habits::Habits;
use crate::words::is_alphabetic;

/// Readings by what stands around: decades, years, afternoon hours, years of other eras.
pub(super) fn suffixes(text: &str, end: usize, number: &mut Number, habits: &Habits) {
    let Some(value) = number.single().and_then(Value::as_whole) else {
        afternoon(text, end, number);
        return;
    };
    let (start, rest) = (number.span.start as usize, &text[end..]);
    let before = &text[..start];
    let is_decade = rest.starts_with(|c: char| is_alphabetic(c) || matches!(c, '-' | '\'' | '’' | '‑'));
    if (1000..2100).contains(&value) && value % 10 == 0 && is_decade {
        number.read_as(vec![Value::whole(value % 100)]);
    }
    // 1900-luku and 1900-talet are the century that others call the twentieth.
    let century = ["-lu", "-ta", "-år"]
        .iter()
        .any(|suffix| rest.starts_with(suffix));
    if value % 100 == 0 && century && habits.is(&["fi", "sv", "da", "nb", "nn", "no", "is"]) {
        number.read_as(vec![Value::whole(value / 100 + 1)]);
    }
    if value < 100 && value % 10 == 0 && is_decade {
        for century in [1900, 1800, 2000] {
            number.read_as(vec![Value::whole(century + value)]);
        }
    }
    if value < 100 && before.ends_with(['\'', '’', '‘', 'ʼ']) {
        for century in [1900, 2000] {
            number.read_as(vec![Value::whole(century + value)]);
        }
    }
    if habits.subtag == "th" && (2400..2600).contains(&value) {
        number.read_as(vec![Value::whole(value - 543)]);
    }
    for (era, first) in [
        ("令和", 2018),
        ("平成", 1988),
        ("昭和", 1925),
        ("大正", 1911),
        ("明治", 1867),
        ("民國", 1911),
        ("民国", 1911),
    ] {
        if before.ends_with(era) {
            number.read_as(vec![Value::whole(first + value)]);
        }
    }
    // 2.5k, £5m: letters that are units of length elsewhere.
    if matches!(habits.subtag.as_str(), "en") {
        for (letter, power) in [('m', 6), ('k', 3), ('K', 3), ('M', 6)] {
            if rest
                .strip_prefix(letter)
                .is_some_and(|rest| !rest.starts_with(is_alphabetic))
            {
                number.read_as(vec![Value::whole(value).scaled(power)]);
            }
        }
    }
    afternoon(text, end, number);
}

/// Words that make an hour one of the afternoon; in scripts without spaces they stand before it.
const AFTERNOON_BEHIND: &[&str] = &[
    "de la tarde",
    "de la noche",
    "da tarde",
    "da noite",
    "del pomeriggio",
    "di sera",
    "du soir",
    "de l'après-midi",
    "de l’après-midi",
    "вечера",
    "дня",
    "вечора",
    "giờ chiều",
    "giờ tối",
    "chiều",
    "abends",
    "nachmittags",
    "Uhr abends",
    "Uhr nachmittags",
    "بعد الظهر",
    "مساء",
    "عصر",
    "بعدازظهر",
];
const AFTERNOON_BEFORE: &[&str] = &["下午", "晚上", "傍晚", "午後", "夜", "오후", "저녁", "밤"];

fn afternoon(text: &str, end: usize, number: &mut Number) {
    let rest = text[end..].trim_start_matches(is_space);
    let mut letters = rest
        .chars()
        .filter(|c| !matches!(c, '.' | '\u{A0}' | ' '))
        .take(3);
    let marks = [letters.next(), letters.next(), letters.next()];
    let in_english = match marks {
        [Some('p' | 'P'), Some('m' | 'M'), third] => {
            !third.is_some_and(is_alphabetic)
                || rest.starts_with("p.m.")
                || rest[..2].eq_ignore_ascii_case("pm") && !rest[2..].starts_with(is_alphabetic)
        }
        _ => false,
    };
    let before = text[..number.span.start as usize].trim_end_matches(is_space);
    let told = in_english
        || AFTERNOON_BEHIND.iter().any(|words| rest.starts_with(words))
        || AFTERNOON_BEFORE.iter().any(|words| before.ends_with(words));
    if told {
        number.afternoon = true;
        in_the_afternoon(number);
    }
}

fn in_the_afternoon(number: &mut Number) {
    let mut values = number.readings[0].clone();
    if let Some(hour) = values[0].as_whole().filter(|hour| (1..12).contains(hour)) {
        values[0] = Value::whole(hour + 12);
        number.read_as(values);
    }
}

/// Joins `1億` and `2千万`, `2 million` and `300 thousand`, `20世紀` and `70年代`.
pub(super) fn join(text: &str, numbers: Vec<Number>) -> Vec<Number> {
    let mut out: Vec<Number> = Vec::with_capacity(numbers.len());
    for right in numbers {
        match out.last_mut() {
            Some(left) => match sum(text, left, &right) {
                Some((sum, parts)) => {
                    left.readings = vec![vec![sum], parts];
                    left.span.end = right.span.end;
                    left.scale = right.scale;
                }
                None => out.push(right),
            },
            None => out.push(right),
        }
    }
    out
}

/// The value of two numbers that are one, and the values of its parts.
fn sum(text: &str, left: &Number, right: &Number) -> Option<(Value, Vec<Value>)> {
    let gap = &text[left.span.end as usize..right.span.start as usize];
    let (high, low) = (left.single()?, right.single()?);
    let behind = &text[right.span.end as usize..];
    let in_decade = matches!(gap, "世紀" | "世纪" | "세기 " | "세기")
        && (behind.starts_with("年代") || behind.starts_with("년대"));
    if in_decade {
        let century = high.as_whole().filter(|century| (1..100).contains(century))?;
        return Some((Value::whole((century - 1) * 100).plus(low), vec![high, low]));
    }
    let smaller = left.scale > 0 && left.scale > right.scale;
    let adjoins = gap.is_empty() || right.scale > 0 && gap.chars().all(is_space);
    (smaller && adjoins).then(|| (high.plus(low), vec![high, low]))
}

/// Readings that a number takes from the one behind it: `3 to 5 million`, `2 to 4 p.m.`, `1914–18`.
pub(super) fn relate(text: &str, numbers: &mut [Number]) {
    for at in 1..numbers.len() {
        let gap = &text[numbers[at - 1].span.end as usize..numbers[at].span.start as usize];
        let (scale, afternoon) = (numbers[at].scale, numbers[at].afternoon);
        let [.., left, right] = &mut numbers[..=at] else {
            continue;
        };
        // Two numbers of a range or a list share what stands behind the last.
        if gap.chars().count() <= 8 {
            if scale > 0
                && left.scale == 0
                && let Some(value) = left.single()
            {
                left.read_as(vec![value.scaled(scale)]);
            }
            if afternoon && !left.afternoon {
                in_the_afternoon(left);
            }
        }
        let years = left
            .single()
            .and_then(Value::as_whole)
            .filter(|year| (1000..2100).contains(year));
        if let (Some(year), "-" | "–" | "—" | "/" | "‑") = (years, gap)
            && let Some(value) = right.single().and_then(Value::as_whole)
        {
            if value < 100 {
                right.read_as(vec![Value::whole(year / 100 * 100 + value)]);
            } else if value / 100 == year / 100 {
                right.read_as(vec![Value::whole(value % 100)]);
            }
        }
    }
}

/// Words that make a price or a speed of the number before them.
const PER: &[&str] = &[" per ", " pro ", " par ", " por ", " al ", " за ", "/"];
/// Bytes between a number and such a word: its unit.
const UNIT: usize = 24;

/// A text with one price of three decimals, as 1,335 euros per litre, may write all its numbers so, whatever its language does.
pub(super) fn rates(text: &str, numbers: &mut [Number]) {
    let decimal = |number: &Number| {
        let shown = number.span.of(text);
        let (whole, fraction) = shown.split_once(['.', ','])?;
        let digits = |text: &str| text.chars().map(digit).collect::<Option<Vec<u8>>>();
        let (whole, fraction) = (digits(whole)?, digits(fraction)?);
        (fraction.len() == 3 && (1..=3).contains(&whole.len())).then(|| Value::read(&whole, &fraction))
    };
    let is_rate = |number: &Number| {
        let behind = &text[number.span.end as usize..];
        let near = behind
            .char_indices()
            .map(|(at, _)| at)
            .take_while(|at| *at <= UNIT)
            .last()
            .unwrap_or(0);
        decimal(number).is_some() && PER.iter().any(|word| behind[..near].contains(word))
    };
    if !numbers.iter().any(is_rate) {
        return;
    }
    for number in numbers.iter_mut() {
        if let Some(value) = decimal(number) {
            number.read_as(vec![value]);
        }
    }
}
