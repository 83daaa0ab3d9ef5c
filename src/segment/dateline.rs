//! Datelines: `ASTANA, May 19 (Wire) -- The` belongs to the first sentence, whatever dots it holds.

use crate::words::is_alphabetic;

/// How far into a passage the dash of a dateline may stand, in characters.
const REACH: usize = 90;

/// The number of bytes at the start of the passage in which no sentence ends; 0 without a dateline.
pub(super) fn dateline(passage: &str) -> usize {
    if !passage.starts_with(char::is_uppercase) {
        return 0;
    }
    let reach = passage
        .char_indices()
        .nth(REACH)
        .map_or(passage.len(), |(at, _)| at);
    let head = &passage[..reach];
    let place = head
        .find(|c: char| !is_alphabetic(c) && c != '\'' && c != '’')
        .unwrap_or(head.len());
    let place = &head[..place];
    let in_capitals = place.chars().count() >= 3 && !place.contains(char::is_lowercase);
    if in_capitals && let Some(end) = between_slashes(head) {
        return end;
    }
    if !in_capitals && !head.contains('(') {
        return 0;
    }
    let Some(dash) = spaced_dash(head) else { return 0 };
    let agency = head[..dash].trim_end().ends_with(')') && head[..dash].contains('(');
    if in_capitals || agency { dash } else { 0 }
}

/// `МОСКВА, 19 мая. /Агентство/. Текст`: the end of the dot after the second slash.
fn between_slashes(head: &str) -> Option<usize> {
    let open = head.find('/')?;
    head[..open].trim_end().strip_suffix('.')?;
    let close = open + 1 + head[open + 1..].find('/')?;
    let after = &head[close + 1..];
    (after.starts_with(". ")).then_some(close + 2)
}

/// The byte of the first dash that stands between spaces.
fn spaced_dash(head: &str) -> Option<usize> {
    let mut spaced = false;
    for (at, c) in head.char_indices() {
        if spaced && super::marks::is_dash(c) {
            let after = head[at..].trim_start_matches(super::marks::is_dash);
            if after.starts_with(char::is_whitespace) {
                return Some(at);
            }
        }
        spaced = c.is_whitespace();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dateline_reaches_to_its_dash() {
        for (text, head) in [
            ("OSH, Jan. 5 (Wire) -- The pass is open.", "OSH, Jan. 5 (Wire) "),
            ("АҚТАУ, 3 мам. – Порт ашылды.", "АҚТАУ, 3 мам. "),
            (
                "Khorgos (Dry Port News) — Trains wait.",
                "Khorgos (Dry Port News) ",
            ),
            ("ОШ1, 3 мая.", ""),
            (
                "МЕРВ, 3 мая. /Степь-Инфо/. Найден клад.",
                "МЕРВ, 3 мая. /Степь-Инфо/.",
            ),
            ("The road is closed. It rained - a lot.", ""),
            ("— Где?", ""),
            ("", ""),
        ] {
            assert_eq!(&text[..dateline(text)], head);
        }
    }
}
