//! Dates as pages write them, to ISO 8601 as precise as they are. Nothing is made up: what cannot be read is no date.

use super::months::month;

/// Reads a date: ISO 8601 with or without a time, `20240304`, RFC 2822, `4 March 2024`, `March 4, 2024`, `4.3.2024`,
/// `2024年3月4日`.
pub(super) fn iso(text: &str) -> Option<String> {
    let text = text.trim();
    let text = &text[..text.char_indices().nth(80).map_or(text.len(), |(at, _)| at)];
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    numeric(text)
        .or_else(|| ideographic(text))
        .or_else(|| in_words(text))
}

/// The date in an address: `/2024/03/04/`.
pub(super) fn in_address(address: &str) -> Option<String> {
    let parts: Vec<&str> = address.split(['/', '-', '_', '.']).collect();
    parts.windows(3).find_map(|window| {
        let [year, month, day] = window else { return None };
        (year.len() == 4 && month.len() <= 2 && day.len() <= 2)
            .then(|| date(number(year)?, number(month)?, number(day)?))
            .flatten()
    })
}

fn number(text: &str) -> Option<u32> {
    let plain = !text.is_empty() && text.len() <= 8 && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn date(year: u32, month: u32, day: u32) -> Option<String> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    ((1990..2100).contains(&year) && (1..=days).contains(&day))
        .then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// The numbers at the start of `text`, with what stands between them.
fn numeric(text: &str) -> Option<String> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    // Words before the first number: a date in words, unless it is a label such as "Published:".
    if text[..start].chars().count() > 24 {
        return None;
    }
    let rest = &text[start..];
    let head: String = rest.chars().take_while(char::is_ascii_digit).collect();
    if head.len() == 8 {
        return date(number(&head[..4])?, number(&head[4..6])?, number(&head[6..])?);
    }
    let (first, second, third, end) = three_numbers(rest)?;
    let (day, with_time) = match (head.len(), rest[head.len()..].chars().next()?) {
        (4, _) => (date(first, second, third)?, true),
        // Day and month cannot be told apart with slashes, unless one is over 12.
        (1 | 2, '/') if second > 12 => (date(third, first, second)?, false),
        (1 | 2, '/') if first <= 12 && first != second => return None,
        (1 | 2, '.' | '-' | '/') => (date(third, second, first)?, false),
        _ => return None,
    };
    Some(match time(&rest[end..]).filter(|_| with_time) {
        Some(time) => format!("{day}T{time}"),
        None => day,
    })
}

fn three_numbers(text: &str) -> Option<(u32, u32, u32, usize)> {
    let mut numbers = [0; 3];
    let mut at = 0;
    for (index, slot) in numbers.iter_mut().enumerate() {
        if index > 0 {
            let separator = text[at..].chars().next()?;
            if !matches!(separator, '-' | '/' | '.') {
                return None;
            }
            at += 1;
            at += text[at..].len() - text[at..].trim_start_matches(' ').len();
        }
        let length = text[at..].bytes().take_while(u8::is_ascii_digit).count();
        *slot = number(&text[at..at + length])?;
        at += length;
    }
    Some((numbers[0], numbers[1], numbers[2], at))
}

/// A time at the start of `text`: `T10:30:05.123+02:00`, ` 10:30 +0000`, `T10:30Z`.
fn time(text: &str) -> Option<String> {
    let text = text
        .strip_prefix(['T', 't', ' '])
        .or_else(|| text.strip_prefix(", "))?
        .trim_start();
    let bytes = text.as_bytes();
    let two = |at: usize, max: u32| -> Option<u32> { number(text.get(at..at + 2)?).filter(|n| *n <= max) };
    let (hour, minute) = (two(0, 23)?, (bytes.get(2) == Some(&b':')).then(|| two(3, 59))??);
    let mut out = format!("{hour:02}:{minute:02}");
    let mut at = 5;
    if bytes.get(5) == Some(&b':')
        && let Some(second) = two(6, 60)
    {
        out.push(':');
        out.push_str(&format_two(second));
        at = 8;
        if bytes.get(8) == Some(&b'.') {
            at += 1 + bytes[9..].iter().take_while(|b| b.is_ascii_digit()).count();
        }
    }
    out.push_str(&zone(text.get(at..)?.trim_start()).unwrap_or_default());
    Some(out)
}

fn format_two(number: u32) -> String {
    format!("{number:02}")
}

fn zone(text: &str) -> Option<String> {
    if text.starts_with(['Z', 'z']) || text.starts_with("GMT") || text.starts_with("UTC") {
        return Some("Z".to_owned());
    }
    let sign = text.chars().next().filter(|c| matches!(c, '+' | '-'))?;
    let digits: String = text[1..].chars().filter(|c| *c != ':').take(4).collect();
    let hours = number(digits.get(..2)?).filter(|h| *h <= 14)?;
    let minutes = number(digits.get(2..4).unwrap_or("00")).filter(|m| *m < 60)?;
    Some(format!("{sign}{hours:02}:{minutes:02}"))
}

/// `2024年3月4日`, `2024년 3월 4일`.
fn ideographic(text: &str) -> Option<String> {
    let mut numbers = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty());
    let marked = text.contains('年') || text.contains('년');
    if !marked {
        return None;
    }
    let year = numbers.find(|part| part.len() == 4)?;
    date(number(year)?, number(numbers.next()?)?, number(numbers.next()?)?)
}

/// A day, a month's name and a year in any order. A name with a number beside it goes before one without: "Ian Smith, 4 March 2024" is of March.
fn in_words(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && !('\u{300}'..='\u{36f}').contains(&c) && !is_mark(c))
        .filter(|word| !word.is_empty())
        .take(16)
        .collect();
    let (mut day, mut year) = (None, None);
    let (mut named, mut apart) = (None, None);
    for (at, word) in words.iter().enumerate() {
        let digits = digits(word);
        match number(digits) {
            Some(value) if digits.len() == 4 => year = year.or(Some(value)),
            Some(value) if digits.len() <= 2 && value <= 31 && (year.is_none() || day.is_none()) => {
                day = day.or(Some(value));
            }
            _ => match month(word) {
                Some(month) if is_beside_a_number(&words, at) => named = named.or(Some(month)),
                month => apart = apart.or(month),
            },
        }
        if let (Some(day), Some(month), Some(year)) = (day, named, year) {
            return date(year, u32::from(month), day);
        }
    }
    date(year?, u32::from(named.or(apart)?), day?)
}

/// The number with which a word begins: `4th`, `1er`.
fn digits(word: &str) -> &str {
    word.trim_end_matches(|c: char| !c.is_ascii_digit())
}

/// Whether a number stands beside the word, at most a small word between the two: `4 de marzo`.
fn is_beside_a_number(words: &[&str], at: usize) -> bool {
    let is_number = |word: &&str| number(digits(word)).is_some();
    let is_small = |word: &&str| word.chars().count() <= 3;
    let beside = |near: Option<&&str>, far: Option<&&str>| {
        near.is_some_and(is_number) || (near.is_some_and(is_small) && far.is_some_and(is_number))
    };
    let before = |by: usize| at.checked_sub(by).and_then(|at| words.get(at));
    beside(before(1), before(2)) || beside(words.get(at + 1), words.get(at + 2))
}

/// Vowel signs and the like of Indic scripts, which `is_alphanumeric` does not all take for letters.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{e4e}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_precisely_as_they_are_written() {
        let cases = [
            ("2024-03-04", Some("2024-03-04")),
            ("2024-03-04T10:30:05.123+02:00", Some("2024-03-04T10:30:05+02:00")),
            ("2024-03-04 10:30:05 +0000", Some("2024-03-04T10:30:05+00:00")),
            ("2024-03-04T10:30Z", Some("2024-03-04T10:30Z")),
            ("20240304", Some("2024-03-04")),
            ("Mon, 04 Mar 2024 10:30:00 GMT", Some("2024-03-04")),
            ("Published: March 4, 2024", Some("2024-03-04")),
            ("4. März 2024", Some("2024-03-04")),
            ("4 марта 2024 г.", Some("2024-03-04")),
            (
                "4 de marzo de 2024, actualizado el 5 de abril",
                Some("2024-03-04"),
            ),
            ("Ian Smith, 4 March 2024", Some("2024-03-04")),
            ("Mars: 4 2024", Some("2024-03-04")),
            ("04.03.2024", Some("2024-03-04")),
            ("25/12/2023", Some("2023-12-25")),
            ("03/04/2024", None),
            ("2024年3月4日", Some("2024-03-04")),
            ("2024년 3월 4일", Some("2024-03-04")),
            ("2024-13-04", None),
            ("2023-02-29", None),
            ("yesterday", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(iso(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn an_address_may_hold_the_date() {
        assert_eq!(
            in_address("https://a.example/news/2024/03/04/x").as_deref(),
            Some("2024-03-04")
        );
        assert_eq!(in_address("https://a.example/news/12/03/04/x"), None);
    }
}
