//! Names of authors in bylines.

use super::look::is_unspaced;
use crate::extract::phrases::{self, Found, Kind};

/// Small words inside names: "Ana de la Cruz", "Jan van Dijk", "Omar bin Said".
const PARTICLES: &[&str] = &[
    "de", "da", "do", "dos", "das", "del", "della", "di", "du", "des", "la", "le", "el", "al", "van", "von",
    "der", "den", "ten", "ter", "zu", "af", "av", "bin", "ibn", "bint", "y", "e", "i", "ap", "mac", "dela",
    "the",
];

/// First words of a byline that are no preposition of place.
const CLEAR: &[&str] = &[
    "by ",
    "par ",
    "oleh ",
    "written by ",
    "story by ",
    "words by ",
    "γράφει ο ",
    "γράφει η ",
];

/// Words that join two authors.
const JOINS: &[&str] = &[
    " and ", " und ", " et ", " y ", " e ", " i ", " и ", " та ", " і ", " en ", " och ", " og ", " ja ",
    " és ", " și ", " και ", " ve ", " và ", " dan ", " na ", " și ", " a ", " ו", " & ",
];

/// Whether every word is a name or a particle of one: two to four names with capitals.
pub(super) fn is_name(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.');
    let mut names = 0;
    for word in text.split_whitespace() {
        let first = word.chars().next().unwrap_or(' ');
        let is_plain = word
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '\u{2019}' | '\u{2011}'));
        if !is_plain || (!first.is_uppercase() && !PARTICLES.contains(&word)) {
            return false;
        }
        names += u32::from(first.is_uppercase());
    }
    (2..=4).contains(&names) && text.chars().count() <= 45
}

/// Whether the text behind a byline's first word can be names: as far as the first comma or bar capitals, particles and "and", or
/// in a script without capitals a few short words. After a word that is a preposition too ("von", "de", "av") two names are needed.
pub(super) fn may_be_names(found: &Found<'_>) -> bool {
    let text = found.rest.trim();
    let first = text
        .split([',', ';', '/', '|', '·', '・', '、', '／', '('])
        .next()
        .unwrap_or_default();
    if text.is_empty() || first.trim().is_empty() {
        return false;
    }
    if !text.chars().any(|c| c.is_uppercase() || c.is_lowercase()) {
        let unspaced = text.chars().filter(|c| is_unspaced(*c)).count();
        let is_dense = text.chars().any(|c| matches!(c, '\u{3040}'..='\u{9fff}'));
        let words = text.split_whitespace().count();
        return !text.contains(['，', '。', '،']) && unspaced <= if is_dense { 12 } else { 30 } && words <= 5;
    }
    let (mut words, mut names) = (0, 0);
    for word in first.split_whitespace() {
        let capital = word.starts_with(char::is_uppercase);
        if !capital && !PARTICLES.contains(&word) && !is_joint(word) {
            return false;
        }
        words += 1;
        names += u32::from(capital);
    }
    let is_preposition =
        found.phrase.ends_with(' ') && !found.phrase.ends_with(": ") && !CLEAR.contains(&found.phrase);
    (1..=12).contains(&words) && names >= if is_preposition { 2 } else { 1 }
}

fn is_joint(word: &str) -> bool {
    JOINS.iter().any(|join| join.trim() == word)
}

/// The names in a byline joined by `; `; nothing where only an agency or a desk is named.
pub(super) fn authors(line: &str) -> Option<String> {
    let mut text = line
        .trim()
        .trim_matches(|c: char| matches!(c, '—' | '–' | '-' | '(' | ')' | '（' | '）' | '[' | ']'));
    if let Some(found) = phrases::at_start(Kind::Byline, text) {
        text = found.rest;
    }
    let text = text.trim_start_matches([':', '：', ' ', '／', '/', '＝', '・', '\u{a0}', '|']);
    let text = text
        .split(['|', '\u{2022}', '@', '(', '（'])
        .next()
        .unwrap_or_default();
    let mut joined = text.to_owned();
    for join in JOINS {
        // A join inside a name with one word before it ("Ortega y Gasset") has too little on one side.
        if let Some((before, after)) = joined.split_once(join)
            && (join.trim().len() > 1 && join.trim() != "en"
                || before.split_whitespace().count() >= 2 && after.split_whitespace().count() >= 2)
        {
            joined = format!("{before};{after}");
        }
    }
    let names: Vec<&str> = joined
        .split([';', ',', '、', '，', '/', '／', '·', '・'])
        .map(without_role)
        .filter(|name| !name.is_empty() && !name.chars().any(|c| c.is_ascii_digit()))
        .filter(|name| !phrases::is_whole(Kind::Agency, name) && !phrases::is_whole(Kind::Role, name))
        .filter(|name| phrases::at_start(Kind::Role, name).is_none())
        .filter(|name| !name.starts_with(char::is_lowercase) || is_name(name))
        .collect();
    (!names.is_empty()).then(|| names.join("; "))
}

/// A name without the word for what its bearer does: "김하늘 기자", "記者 林一帆".
fn without_role(name: &str) -> &str {
    let name = name.trim().trim_end_matches('.');
    let Some((before, last)) = name.rsplit_once(' ') else {
        return name;
    };
    if phrases::is_whole(Kind::Role, last) {
        before.trim()
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_are_the_names_alone() {
        for (line, expected) in [
            ("By Anders Pohl", Some("Anders Pohl")),
            ("By Ann Lee, Bo Fox and Cy Day", Some("Ann Lee; Bo Fox; Cy Day")),
            ("By Mona Teel, Staff Writer", Some("Mona Teel")),
            ("Von Jana Reuter und Uwe Lindt", Some("Jana Reuter; Uwe Lindt")),
            ("Por José Ortega y Gasset", Some("José Ortega y Gasset")),
            ("Ana Prado", Some("Ana Prado")),
            ("Autor: Marta Kos", Some("Marta Kos")),
            ("记者 林一帆", Some("林一帆")),
            ("김하늘 기자", Some("김하늘")),
            ("بقلم سلمى حداد", Some("سلمى حداد")),
            ("Reuters", None),
            ("Staff writer", None),
        ] {
            assert_eq!(authors(line).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn names_are_told_from_headings() {
        for name in [
            "Ana Prado",
            "Jan van Dijk",
            "J. R. Ewing",
            "Нина Ильина",
            "Mary-Ann O'Neil",
        ] {
            assert!(is_name(name), "{name}");
        }
        for other in [
            "Forty jobs saved",
            "Madrid",
            "What The Study Said Last Year",
            "Route 66",
            "说明",
            "",
        ] {
            assert!(!is_name(other), "{other}");
        }
    }
}
