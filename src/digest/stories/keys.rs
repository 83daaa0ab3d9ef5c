//! What two languages have in common when they tell of one event: its numbers, and its names by their consonants.
//!
//! A name becomes a row of consonant classes in the manner of Soundex (Russell, US patent 1,261,167), so that it survives spelling, case endings and the
//! way from Cyrillic to Latin: Tashkent, Taşkent and Ташкенте are one key. Scripts without capitals give numbers alone.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::words::digit;

/// Code points of an article that are searched.
const MOST: usize = 2_500;
/// Consonants of a name that are kept, and the fewest that tell one name from another.
const LONGEST: usize = 6;
const SHORTEST: usize = 3;

/// The distinct keys of the parts of an article, ascending.
pub(super) fn of(parts: &[&str]) -> Box<[u32]> {
    let mut keys = Vec::new();
    let mut left = MOST;
    for part in parts {
        let end = part.char_indices().nth(left).map_or(part.len(), |(at, _)| at);
        let part = &part[..end];
        left -= part.chars().count();
        numbers(part, &mut keys);
        names(part, &mut keys);
    }
    keys.sort_unstable();
    keys.dedup();
    keys.into()
}

/// FNV-1a over the characters of a key; numbers and names never share one by spelling alike.
fn hash(kind: u8, characters: impl Iterator<Item = u8>) -> u32 {
    std::iter::once(kind)
        .chain(characters)
        .fold(0x811C_9DC5, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        })
}

/// Numbers of two digits and more. Digits in threes after a space, point, comma or apostrophe go on the number: `1 200`, `1.200` and `1,200` are one; what follows
/// another separator is a number of its own.
fn numbers(text: &str, keys: &mut Vec<u32>) {
    let mut digits: Vec<u8> = Vec::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if let Some(value) = digit(c) {
            digits.push(value as u8);
            continue;
        }
        let separates = matches!(
            c,
            ' ' | '\u{A0}' | '\u{202F}' | '.' | ',' | '\'' | '’' | '\u{66C}'
        );
        if separates && !digits.is_empty() && three_follow(rest.clone()) {
            continue;
        }
        end_number(&mut digits, keys);
    }
    end_number(&mut digits, keys);
}

/// Whether exactly three digits come next.
fn three_follow(mut rest: std::str::Chars<'_>) -> bool {
    let three = rest.by_ref().take(3).filter(|&c| digit(c).is_some()).count() == 3;
    three && rest.next().and_then(digit).is_none()
}

fn end_number(digits: &mut Vec<u8>, keys: &mut Vec<u32>) {
    if digits.len() > 1 {
        keys.push(hash(b'#', digits.iter().copied()));
    }
    digits.clear();
}

/// Words with a capital inside sentences.
fn names(text: &str, keys: &mut Vec<u32>) {
    let mut inside = false;
    let mut word = 0..0;
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), '\n'))) {
        if c.is_alphabetic() || is_combining_mark(c) && !word.is_empty() {
            if word.is_empty() {
                word = at..at;
            }
            word.end = at + c.len_utf8();
            continue;
        }
        if !word.is_empty() {
            let name = &text[word.clone()];
            if inside && name.starts_with(char::is_uppercase) {
                keys.extend(consonants(name));
            }
            inside = true;
            word = 0..0;
        }
        if matches!(c, '.' | '!' | '?' | '…' | ':' | '\n' | '“' | '"' | '«' | '„') {
            inside = false;
        }
    }
}

/// The key of a name by its consonants; none if it has too few.
fn consonants(name: &str) -> Option<u32> {
    let mut classes: Vec<u8> = Vec::new();
    let mut last = 0;
    for c in name.chars().flat_map(char::to_lowercase).nfd() {
        let Some(class) = class(c) else { continue };
        // An initial vowel is kept as such; later ones only part equal consonants.
        if class != 0 && class != last || class == 0 && classes.is_empty() {
            classes.push(class);
        }
        last = class;
        if classes.len() == LONGEST {
            break;
        }
    }
    (classes.len() >= SHORTEST).then(|| hash(b'@', classes.into_iter()))
}

/// The class of a letter: 0 for vowels, `None` for what is not heard and for marks.
fn class(c: char) -> Option<u8> {
    Some(match c {
        'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'ı' | 'æ' | 'ø' | 'œ' | 'ə' | 'а' | 'е' | 'и' | 'о' | 'у'
        | 'ы' | 'э' | 'ю' | 'я' | 'і' | 'ә' | 'ө' | 'ү' | 'ұ' | 'є' | 'α' | 'ε' | 'η' | 'ι' | 'ο' | 'υ'
        | 'ω' => 0,
        'b' | 'f' | 'p' | 'v' | 'w' | 'б' | 'в' | 'п' | 'ф' | 'ў' | 'β' | 'π' | 'φ' => 1,
        'c' | 'g' | 'j' | 'k' | 'q' | 's' | 'x' | 'z' | 'ß' | 'г' | 'ж' | 'з' | 'к' | 'с' | 'х' | 'ц'
        | 'ч' | 'ш' | 'щ' | 'қ' | 'ғ' | 'ҳ' | 'ҷ' | 'ґ' | 'γ' | 'ζ' | 'κ' | 'ξ' | 'σ' | 'ς' | 'χ' => {
            2
        }
        'd' | 't' | 'ð' | 'þ' | 'đ' | 'д' | 'т' | 'δ' | 'θ' | 'τ' => 3,
        'l' | 'ł' | 'л' | 'λ' => 4,
        'm' | 'n' | 'м' | 'н' | 'ң' | 'μ' | 'ν' => 5,
        'r' | 'р' | 'ρ' => 6,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(a: &str, b: &str) -> usize {
        let b = of(&[b]);
        of(&[a]).iter().filter(|key| b.contains(key)).count()
    }

    #[test]
    fn a_number_is_the_same_however_it_is_written() {
        for (a, b, keys) in [
            ("1,200 people", "1 200 жителей", 1),
            ("1.200 Menschen", "١٬٢٠٠ شخص", 1),
            ("12 May 2026", "12 мая 2026 года", 2),
            ("in 12,5 Jahren", "125 Jahre", 0),
            ("7 ferries", "7 паромов", 0),
            ("1,200 people", "200 people", 0),
        ] {
            assert_eq!(shared(a, b), keys, "{a} / {b}");
        }
    }

    #[test]
    fn a_name_is_known_by_its_consonants_across_alphabets() {
        for (a, b, keys) in [
            ("trains to Tashkent", "поезда в Ташкенте", 1),
            ("the town of Brimley", "в городе Бримли", 1),
            ("trenler Taşkent", "поезда из Ташкента", 1),
            ("to Cala\u{302}rasi", "to Calârasi", 1),
            ("Trains stop.", "Поезда стоят.", 0),
            ("to Oslo", "в Осло", 1),
            ("to Rome", "в Риме", 0),
        ] {
            assert_eq!(shared(a, b), keys, "{a} / {b}");
        }
    }
}
