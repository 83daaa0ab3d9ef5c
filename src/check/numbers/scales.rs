//! Words that multiply the number before them, by language: million, Mrd., 億, crore. What a word looks like says little: "billion" is
//! a thousand millions in English and a million millions in French.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::words::is_alphabetic;

const TABLE: &str = include_str!("../data/scales.tsv");

/// A scale word in small letters.
#[derive(Clone, Copy, Debug)]
struct Word {
    text: &'static str,
    power: u32,
    /// Endings may follow.
    open: bool,
}

/// The scale words of a language, the longest first.
#[derive(Debug, Default)]
pub(super) struct Scales {
    words: &'static [Word],
    pub(super) known: bool,
}

static SCALES: LazyLock<BTreeMap<&'static str, Vec<Word>>> = LazyLock::new(|| {
    let mut out: BTreeMap<&str, Vec<Word>> = BTreeMap::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(tags), Some(power)) = (cells.next(), cells.next()) else {
            continue;
        };
        let power = power.parse().expect("the table holds powers of ten");
        for text in cells {
            let open = text.ends_with('*');
            let word = Word {
                text: text.trim_end_matches('*'),
                power,
                open,
            };
            for tag in tags.split(' ') {
                out.entry(tag).or_default().push(word);
            }
        }
    }
    for words in out.values_mut() {
        words.sort_by_key(|word| std::cmp::Reverse(word.text.len()));
    }
    out
});

/// Halves behind a scale word: "1 million et demi".
const HALVES: &[&str] = &[
    "et demi",
    "et demie",
    "y medio",
    "y media",
    "e mezzo",
    "e mezza",
    "e meio",
    "e meia",
    "с половиной",
    "und ein halb",
    "i pół",
    "en een half",
    "și jumătate",
    "і половина",
];

/// The scale words of a language; none for one that the table lacks.
pub(super) fn of(subtag: &str) -> Scales {
    SCALES
        .get(subtag)
        .map_or_else(Scales::default, |words| Scales { words, known: true })
}

impl Scales {
    /// The scale word behind a number that ends at `end`: its power of ten, and where it ends.
    pub(super) fn at(&self, text: &str, end: usize) -> Option<(u32, usize)> {
        let rest = &text[end..];
        let start = match rest.chars().next()? {
            // A little more than: 20多万, 20여만.
            c @ (' ' | '\u{A0}' | '\u{202F}' | '-' | '‑' | '\u{2009}' | '多' | '余' | '餘' | '几' | '幾'
            | '여') => end + c.len_utf8(),
            _ => end,
        };
        self.word(&text[start..])
            .map(|(power, length)| (power, start + length))
    }

    /// The scale word before a number that starts at `start`, in languages that put it there.
    pub(super) fn before(&self, text: &str, start: usize) -> Option<u32> {
        let rest = text[..start].strip_suffix([' ', '\u{A0}'])?;
        let lower = rest.rsplit(|c: char| !is_alphabetic(c)).next()?.to_lowercase();
        self.words
            .iter()
            .find(|word| word.text == lower)
            .map(|word| word.power)
    }

    /// A further scale word right behind one, as in 5천만.
    pub(super) fn right_behind(&self, text: &str, at: usize) -> Option<(u32, usize)> {
        let rest = &text[at..];
        // Only characters that stand without spaces multiply one another.
        let first = rest.chars().next()?;
        let glues = matches!(
            first,
            '百' | '千' | '万' | '萬' | '億' | '亿' | '백' | '천' | '만' | '억' | '조'
        );
        glues
            .then(|| self.word(rest))
            .flatten()
            .map(|(power, length)| (power, at + length))
    }

    /// Where "and a half" behind a scale word ends.
    pub(super) fn half_behind(&self, text: &str, at: usize) -> Option<usize> {
        let rest = text[at..].strip_prefix([' ', '\u{A0}'])?;
        let found = HALVES
            .iter()
            .filter(|half| rest.starts_with(**half))
            .map(|half| half.len())
            .max()?;
        let end = text.len() - rest.len() + found;
        (self.known && !text[end..].starts_with(is_alphabetic)).then_some(end)
    }

    /// The scale word at the start of `rest`.
    pub(super) fn word(&self, rest: &str) -> Option<(u32, usize)> {
        if !self.known {
            return None;
        }
        for word in self.words {
            let Some(length) = starts_with(rest, word.text) else {
                continue;
            };
            let behind = rest[length..].chars().next();
            let glued = word.text.chars().next().is_some_and(|c| {
                ('\u{3000}'..='\u{D7A3}').contains(&c) || ('\u{E00}'..='\u{EFF}').contains(&c)
            });
            // Kilowatts, megahertz, hectopascals and points of a percentage are units.
            let unit = match word.text {
                "千" => behind.is_some_and(|c| "瓦米克卡赫伏焦帕公".contains(c)),
                "兆" => behind.is_some_and(|c| "瓦赫字比帕欧".contains(c)),
                "百" => behind.is_some_and(|c| "分帕".contains(c)),
                _ => false,
            };
            if unit {
                return None;
            }
            if glued || !behind.is_some_and(is_alphabetic) {
                return Some((word.power, length));
            }
            if word.open {
                let ending = rest[length..]
                    .find(|c| !is_alphabetic(c))
                    .unwrap_or(rest.len() - length);
                if rest[length..length + ending].chars().count() <= 6 {
                    return Some((word.power, length + ending));
                }
            }
        }
        None
    }
}

/// Length of `prefix` (in small letters) at the start of `text`, whatever the case there.
fn starts_with(text: &str, prefix: &str) -> Option<usize> {
    let mut rest = text.chars();
    for wanted in prefix.chars() {
        let c = rest.next()?;
        if c != wanted && !(wanted == ' ' && c == '\u{A0}') && !c.to_lowercase().eq(std::iter::once(wanted)) {
            return None;
        }
    }
    Some(text.len() - rest.as_str().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scale_words_are_found_with_their_endings() {
        for (tag, text, power) in [
            ("en", " billion people", Some(9)),
            ("de", " Billionen", Some(12)),
            ("fr", "\u{a0}milliards", Some(9)),
            ("ru", " тысячами", Some(3)),
            ("es", " mil millones", Some(9)),
            ("zh", "亿人", Some(8)),
            ("kk", "-мыңдық", Some(3)),
            ("hi", " करोड़", Some(7)),
            ("en", " millionaires", None),
            ("en", " ", None),
            ("xx", " million", None),
        ] {
            assert_eq!(of(tag).at(text, 0).map(|found| found.0), power, "{tag} {text}");
        }
    }
}
