//! Dates as people write them at the head of an article, in many languages, to ISO 8601. What is not certain gives nothing.

use std::fmt::Write;

use super::solar;
use crate::extract::months;
use crate::words::digit;

/// A date that a line holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Date {
    /// ISO 8601, as precise as the line says; none without a year or where day and month could be confused.
    pub(super) iso: Option<String>,
    /// Words and numbers of the line that belong to the date and its time.
    pub(super) tokens: usize,
    /// A time of day follows.
    pub(super) has_time: bool,
    /// All words and numbers of the line.
    pub(super) of: usize,
}

/// Longest line that is looked at, in bytes: a date of its own is short.
const LONGEST: usize = 240;

/// A word or number of the line.
#[derive(Clone, Debug)]
enum Token {
    Number {
        value: u32,
        digits: usize,
        after: char,
    },
    Month(u8),
    /// A month of the Solar Hijri calendar.
    SolarMonth(u8),
    Word,
}

/// The date in `line`, if it holds one: at least a day and a month, or a month and a year.
pub(super) fn find(line: &str) -> Option<Date> {
    if line.len() > LONGEST {
        return None;
    }
    let tokens = tokens(line);
    let found = (0..tokens.len()).find_map(|at| at_token(&tokens[at..]).map(|found| (at, found)))?;
    let (at, (calendar, used)) = found;
    let (time, time_tokens) = time(&tokens[at + used..], line);
    let iso = calendar.year.filter(|_| calendar.is_certain).map(|year| {
        let mut iso = format!("{year:04}-{:02}", calendar.month);
        if let Some(day) = calendar.day {
            let _ = write!(iso, "-{day:02}");
            if let Some((hour, minute)) = time {
                let _ = write!(iso, "T{hour:02}:{minute:02}");
            }
        }
        iso
    });
    Some(Date {
        iso,
        tokens: used + time_tokens,
        has_time: time_tokens > 0,
        of: tokens.len(),
    })
}

struct Calendar {
    year: Option<u32>,
    month: u8,
    day: Option<u32>,
    is_certain: bool,
}

/// A date at the first of these tokens, and how many it takes.
fn at_token(tokens: &[Token]) -> Option<(Calendar, usize)> {
    with_name(tokens)
        .or_else(|| in_numbers(tokens))
        .or_else(|| solar(tokens))
}

/// ۱۴ آبان ۱۴۰۴, ۱۴۰۴/۰۸/۱۴
fn solar(tokens: &[Token]) -> Option<(Calendar, usize)> {
    let year = |at| {
        number(tokens, at)
            .filter(|(value, digits)| *digits == 4 && solar::is_year(*value))
            .map(|(value, _)| value)
    };
    let date = match tokens {
        [Token::Number { .. }, Token::SolarMonth(month), ..] => solar::day(year(2)?, *month, day(tokens, 0)?),
        _ if sign(tokens, 0) == '/' => {
            let month = u8::try_from(day(tokens, 1)?).ok()?;
            solar::day(year(0)?, month, day(tokens, 2)?)
        }
        _ => None,
    }?;
    let calendar = Calendar {
        year: u32::try_from(date.year()).ok(),
        month: u8::try_from(date.month()).ok()?,
        day: u32::try_from(date.day()).ok(),
        is_certain: true,
    };
    Some((calendar, 3))
}

fn number(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    match tokens.get(at)? {
        Token::Number { value, digits, .. } => Some((*value, *digits)),
        _ => None,
    }
}

fn day(tokens: &[Token], at: usize) -> Option<u32> {
    number(tokens, at)
        .filter(|(value, digits)| (1..=31).contains(value) && *digits <= 2)
        .map(|(value, _)| value)
}

fn year(tokens: &[Token], at: usize) -> Option<u32> {
    number(tokens, at)
        .filter(|(_, digits)| *digits == 4)
        .and_then(|(value, _)| christian(value))
}

fn month(tokens: &[Token], at: usize) -> Option<u8> {
    match tokens.get(at)? {
        Token::Month(month) => Some(*month),
        _ => None,
    }
}

/// The sign right behind a number.
fn sign(tokens: &[Token], at: usize) -> char {
    match tokens.get(at) {
        Some(Token::Number { after, .. }) => *after,
        _ => ' ',
    }
}

/// The place of the next number or month: "4 de marzo de 2024" has a small word between the parts.
fn skip(tokens: &[Token], at: usize) -> usize {
    (at..at + 2)
        .find(|&at| !matches!(tokens.get(at), Some(Token::Word)))
        .unwrap_or(at + 2)
}

/// "4 March 2024", "March 4, 2024", "March 2024"
fn with_name(tokens: &[Token]) -> Option<(Calendar, usize)> {
    let certain = |year, month, day| Calendar {
        year,
        month,
        day,
        is_certain: true,
    };
    let with_year = |named: u8, value: u32, after: usize| {
        let at = skip(tokens, after);
        let dated = year(tokens, at);
        let used = if dated.is_some() { at + 1 } else { after };
        (certain(dated, named, Some(value)), used)
    };
    if let Some(named) = month(tokens, 0) {
        if let Some(value) = day(tokens, 1) {
            return Some(with_year(named, value, 2));
        }
        return Some((certain(Some(year(tokens, 1)?), named, None), 2));
    }
    let value = day(tokens, 0)?;
    let at = skip(tokens, 1);
    Some(with_year(month(tokens, at)?, value, at + 1))
}

/// 2024-03-04, 2024年3月4日, 3月4日, 04.03.2024, 25/12/2023
fn in_numbers(tokens: &[Token]) -> Option<(Calendar, usize)> {
    let date = |year, month: u32, day, is_certain| {
        (month <= 12).then_some(Calendar {
            year,
            month: month as u8,
            day: Some(day),
            is_certain,
        })
    };
    let after = sign(tokens, 0);
    if let Some(dated) = year(tokens, 0) {
        let is_joined = matches!(after, '-' | '/' | '.' | '年' | '년');
        let (named, value) = (day(tokens, 1)?, day(tokens, 2)?);
        return date(Some(dated), named, value, true)
            .filter(|_| is_joined)
            .map(|date| (date, 3));
    }
    let (first, second) = (day(tokens, 0)?, day(tokens, 1)?);
    if matches!(after, '月' | '월') {
        let is_day = matches!(sign(tokens, 1), '日' | '일');
        return date(None, first, second, true)
            .filter(|_| is_day)
            .map(|date| (date, 2));
    }
    let dated = Some(year(tokens, 2)?);
    // With points the day is first everywhere; with strokes only a number over 12 tells.
    let date = match after {
        '.' => date(dated, second, first, true),
        '/' | '-' if second > 12 => date(dated, first, second, true),
        '/' | '-' => date(dated, second, first, first > 12 || first == second),
        _ => None,
    };
    Some((date?, 3))
}

/// A year of the common era; Thai texts count from the Buddha, 543 years earlier.
fn christian(year: u32) -> Option<u32> {
    match year {
        1800..=2199 => Some(year),
        2443..=2743 => Some(year - 543),
        _ => None,
    }
}

/// A time of day right behind the date, and how many tokens belong to it.
fn time(tokens: &[Token], line: &str) -> (Option<(u32, u32)>, usize) {
    let words = tokens
        .iter()
        .take_while(|token| matches!(token, Token::Word))
        .take(3)
        .count();
    let [
        Token::Number {
            value: hour,
            digits: 1..=2,
            after,
            ..
        },
        rest @ ..,
    ] = &tokens[words..]
    else {
        return (None, 0);
    };
    let [
        Token::Number {
            value: minute,
            digits,
            ..
        },
        ..,
    ] = rest
    else {
        return (None, 0);
    };
    let is_time = *hour < 24
        && *minute < 60
        && matches!(after, ':' | '時' | '时' | 'h' | '시' | '.')
        && (*digits == 2 || *after == '時' || *after == '时');
    if !is_time {
        return (None, 0);
    }
    // With a.m. and p.m. the hour is one of twelve, and "10.40" may be a price: the day is certain, the hour is not.
    let lower = line.to_lowercase();
    let is_twelve = ["am", "pm", "a.m", "p.m", "下午", "午後", "오후"]
        .iter()
        .any(|mark| lower.contains(mark));
    let certain = !is_twelve && *after != '.';
    (certain.then_some((*hour, *minute)), words + 2)
}

fn tokens(line: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        if digit(c).is_some() {
            let length = rest.find(|c| digit(c).is_none()).unwrap_or(rest.len());
            let value = rest[..length]
                .chars()
                .filter_map(digit)
                .fold(0_u32, |sum, digit| sum.saturating_mul(10).saturating_add(digit));
            let digits = rest[..length].chars().count();
            let after = rest[length..].chars().next().unwrap_or(' ');
            tokens.push(Token::Number { value, digits, after });
            rest = &rest[length..];
            // "4th", "1er", "7時": what is glued to a number is part of it.
            let glued = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
            if matches!(
                &rest[..glued],
                "st" | "nd"
                    | "rd"
                    | "th"
                    | "er"
                    | "º"
                    | "ª"
                    | "年"
                    | "月"
                    | "日"
                    | "時"
                    | "时"
                    | "分"
                    | "h"
                    | "년"
                    | "월"
                    | "일"
                    | "시"
                    | "분"
                    | "T"
                    | "Z"
            ) {
                rest = &rest[glued..];
            }
        } else if c.is_alphabetic() {
            let (token, length) = word(rest);
            // Arabic gives two names of the month: "مارس/آذار".
            let repeats = matches!((&token, tokens.last()), (Token::Month(one), Some(Token::Month(other))) if one == other);
            if !repeats {
                tokens.push(token);
            }
            rest = &rest[length..];
        } else {
            rest = &rest[c.len_utf8()..];
        }
    }
    tokens
}

/// The word or the name of a month with which `text` begins, and its length in bytes.
fn word(text: &str) -> (Token, usize) {
    let is_part = |c: char| {
        c.is_alphabetic()
            || matches!(c, '\u{300}'..='\u{36f}' | '\u{93c}' | '\u{94d}' | '\u{9cd}' | '\u{bcd}' | '\u{c4d}' | '\u{e31}'..='\u{e4e}')
    };
    let length = text.find(|c| !is_part(c)).unwrap_or(text.len());
    if let Some(month) = solar::month(&text[..length]) {
        return (Token::SolarMonth(month), length);
    }
    // Names of two words ("tháng 3", "كانون الثاني") and Thai abbreviations ("ม.ค.") reach past the first.
    let ends = text
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .filter(|&end| end >= length)
        .take(16);
    let longest = ends
        .filter(|&end| !text[end..].starts_with(char::is_alphanumeric))
        .filter(|&end| is_month(&text[..end]).is_some())
        .last();
    match longest {
        Some(end) => (Token::Month(is_month(&text[..end]).unwrap_or_default()), end),
        None => (Token::Word, length),
    }
}

fn is_month(name: &str) -> Option<u8> {
    months::month(&name.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_many_languages_are_read() {
        for (line, expected) in [
            ("March 4, 2024", Some("2024-03-04")),
            ("Updated 4th Mar 2024 at 09:30", Some("2024-03-04T09:30")),
            ("Lundi 1er avril 2023 à 18h20", Some("2023-04-01T18:20")),
            ("Kessbach, 7. November 2022", Some("2022-11-07")),
            ("3 de mayo de 2021", Some("2021-05-03")),
            ("12 октября 2023, 14:05", Some("2023-10-12T14:05")),
            ("14 Μαΐου 2022", Some("2022-05-14")),
            ("2023年9月4日 08:30", Some("2023-09-04T08:30")),
            ("2022年11月3日 7時15分", Some("2022-11-03T07:15")),
            ("입력 2023.05.12 09:10", Some("2023-05-12T09:10")),
            ("2023년 5월 12일", Some("2023-05-12")),
            ("٤ مارس ٢٠٢٤", Some("2024-03-04")),
            ("چهارشنبه ۱۴ آبان ۱۴۰۴ - ۰۹:۳۰", Some("2025-11-05T09:30")),
            ("۱۴۰۴/۰۸/۱۴", Some("2025-11-05")),
            ("4 مارس/آذار 2024", Some("2024-03-04")),
            ("१२ मार्च २०२४", Some("2024-03-12")),
            ("4 มีนาคม 2567", Some("2024-03-04")),
            ("4 ม.ค. 2567", Some("2024-01-04")),
            ("ngày 4 tháng 3 năm 2024", Some("2024-03-04")),
            ("04.03.2024", Some("2024-03-04")),
            ("25/12/2023", Some("2023-12-25")),
            ("12/25/2023", Some("2023-12-25")),
            ("May 2024", Some("2024-05")),
            ("2024-03-04T10:00", Some("2024-03-04T10:00")),
            ("4 March 2024, 6:20 p.m.", Some("2024-03-04")),
            // What could be two dates, or has no year, gives none.
            ("04/03/2024", None),
            ("12 May", None),
            ("3月4日", None),
        ] {
            let date = find(line).unwrap_or_else(|| panic!("no date in {line}"));
            assert_eq!(date.iso.as_deref(), expected, "{line}");
        }
        for line in [
            "",
            "The 4 people marched",
            "1911",
            "10.40",
            "may be 2 of them",
            "40 2024 12",
            "۲۰ تیر به دیوار خورد",
            "۱۴۰۴/۱۳/۰۱",
        ] {
            assert!(find(line).is_none_or(|date| date.iso.is_none()), "{line}");
        }
    }
}
