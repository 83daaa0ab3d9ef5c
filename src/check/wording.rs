//! The rules `repeat_word` and `case_start`.

use super::side::{Side, Word};
use super::{Findings, Rule};
use crate::article::Span;

pub(super) fn check(source: &Side, target: &Side, found: &mut Findings) {
    if found.wants(Rule::RepeatWord) {
        repeated(source, target, found);
    }
    if found.wants(Rule::CaseStart) {
        start(source, target, found);
    }
}

/// Languages in which a word said twice is a word: plural, intensity, manner.
const REDUPLICATING: &[&str] = &[
    "vi", "id", "ms", "hi", "bn", "mr", "ur", "tl", "fil", "jv", "su", "th", "zh", "yue", "ja", "ko", "tr",
    "fa", "az", "kk", "ky", "uz", "tk", "tt", "ba", "ug", "ta", "te", "ml", "kn", "si", "ne", "pa", "gu",
    "or", "as", "sd", "km", "lo", "my", "sw", "am", "ti", "mi", "haw", "ilo", "ceb", "mn", "ha", "yo", "ig",
    "rw", "zu", "xh", "sn", "so", "om", "bo", "dz", "ka", "hy", "tg", "ps", "ckb", "ku",
];

/// Words that may follow themselves: pronouns, articles and particles that have two offices.
const TWICE: &[(&str, &[&str])] = &[
    ("fr", &["nous", "vous", "très"]),
    ("en", &["that", "had", "do", "is", "so", "very", "her"]),
    (
        "it",
        &["si", "via", "piano", "quasi", "poco", "mano", "sotto", "man"],
    ),
    ("nl", &["die", "dat", "zij", "u"]),
    ("de", &["sie"]),
    (
        "el",
        &[
            "του", "της", "τους", "τον", "την", "το", "μας", "σας", "μου", "σου",
        ],
    ),
    ("hu", &["az", "ez", "egy"]),
    ("sv", &["det", "som", "de", "den"]),
    ("da", &["det", "der", "at", "de", "den"]),
    ("nb", &["det", "der", "at", "de", "den"]),
    ("ro", &["le", "o", "a"]),
    ("pl", &["się"]),
    ("ru", &["очень", "да"]),
    ("uk", &["дуже", "ось"]),
    ("pt", &["se"]),
    ("fi", &["se"]),
];

/// German articles that are relative pronouns too: "die Menschen, die die Pflege brauchen".
const GERMAN: &[&str] = &["die", "der", "das", "den", "dem"];
const GERMAN_PREPOSITIONS: &[&str] = &[
    "in", "an", "auf", "mit", "von", "bei", "nach", "zu", "aus", "über", "unter", "durch", "für", "gegen",
    "um", "vor", "hinter", "neben",
];

fn repeated(source: &Side, target: &Side, found: &mut Findings) {
    if target.habits.is(REDUPLICATING) || repeats(source).next().is_some() {
        return;
    }
    // Sing Sing and Bora Bora: names that a script without spaces and capitals does not show.
    let names_hidden = !source.habits.is_cased();
    for (first, second) in repeats(target) {
        let word = target.of(first).to_lowercase();
        let name = names_hidden && first.first.is_uppercase() && second.first.is_uppercase();
        if !name && !may_repeat(target, first, &word) {
            let shown = target.of(second);
            let span = Span {
                start: first.span.start,
                end: second.span.end,
            };
            found.add(
                Rule::RepeatWord,
                None,
                Some(span),
                format!("the word {shown} stands twice"),
            );
        }
    }
}

fn may_repeat(side: &Side, first: &Word, word: &str) -> bool {
    let tag = side.habits.subtag.as_str();
    if TWICE
        .iter()
        .any(|(language, words)| *language == tag && words.contains(&word))
    {
        return true;
    }
    if tag == "de" && GERMAN.contains(&word) {
        let before = side.prose[..first.span.start as usize].trim_end();
        return before.ends_with([',', '–', '—', '-'])
            // ", in der der Statthalter": the clause begins with a preposition.
            || GERMAN_PREPOSITIONS.iter().any(|word| before.strip_suffix(word).is_some_and(|rest| rest.trim_end().ends_with(',')));
    }
    false
}

/// Neighbouring words that are the same.
fn repeats<'s>(side: &'s Side) -> impl Iterator<Item = (&'s Word, &'s Word)> {
    side.words.windows(2).filter_map(move |pair| {
        let [first, second] = pair else { return None };
        let gap = &side.prose[first.span.end as usize..second.span.start as usize];
        let spaces = !gap.is_empty() && gap.chars().all(|c| matches!(c, ' ' | '\u{A0}' | '\u{202F}'));
        if !spaces {
            return None;
        }
        // "E E-mail", "'s 's", "d'd'": parts of longer words.
        let joined = |c: Option<char>| {
            c.is_some_and(|c| matches!(c, '-' | '\'' | '’' | '‑' | '\u{1}') || c.is_numeric())
        };
        let before = side.prose[..first.span.start as usize].chars().next_back();
        let after = side.prose[second.span.end as usize..].chars().next();
        if joined(before) || joined(after) {
            return None;
        }
        let (a, b) = (side.of(first), side.of(second));
        let same = a == b || a.to_lowercase() == b.to_lowercase();
        (same && first.letters > 1).then_some((first, second))
    })
}

/// Words that a sentence needs before it is one.
const WORDS_OF_A_SENTENCE: usize = 3;

fn start(source: &Side, target: &Side, found: &mut Findings) {
    if !source.habits.is_cased() || !target.habits.is_cased() || source.words.len() < WORDS_OF_A_SENTENCE {
        return;
    }
    let (Some(ours), Some(theirs)) = (source.words.first(), target.words.first()) else {
        return;
    };
    let open = |side: &Side, word: &Word| {
        side.prose[..word.span.start as usize]
            .trim_start_matches(|c: char| {
                c.is_whitespace()
                    || matches!(
                        c,
                        '"' | '“'
                            | '„'
                            | '«'
                            | '»'
                            | '‘'
                            | '¿'
                            | '¡'
                            | '('
                            | '['
                            | '…'
                            | '”'
                            | '–'
                            | '—'
                            | '-'
                            | '•'
                            | '‚'
                            | '*'
                            | '\u{200E}'
                            | '\u{200F}'
                    )
            })
            .is_empty()
    };
    let numbered = source
        .prose
        .chars()
        .find(|c| c.is_alphanumeric())
        .is_some_and(char::is_numeric);
    let upper = ours.first.is_uppercase() && open(source, ours);
    // A sentence that begins with a number there begins with a word here.
    let stops = |side: &Side| {
        side.prose
            .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '”' | '“' | '»' | ')'))
            .ends_with(['.', '!', '?'])
    };
    let whole = stops(source) && stops(target);
    let starts = upper || numbered && whole;
    if !starts || !theirs.is_lower() || !open(target, theirs) {
        return;
    }
    // German capitals say nothing of a beginning.
    if source.habits.is(&["de", "lb"]) && !whole {
        return;
    }
    if !is_name(source, target, theirs) {
        let shown = target.of(theirs);
        found.add(
            Rule::CaseStart,
            Some(ours.span),
            Some(theirs.span),
            format!("the sentence begins with a small letter: {shown}"),
        );
    }
}

/// Small words that names begin with.
const PARTICLES: &[&str] = &[
    "von", "van", "de", "der", "den", "del", "della", "di", "da", "do", "dos", "du", "la", "le", "el", "al",
    "ibn", "bin", "bint", "ter", "ten", "zu", "af", "av", "d", "фон", "ван", "де", "аль", "эль", "ибн",
    "бин",
];

/// Whether the first word is a name with a small letter: `iPhone`, `'s Ochtends`, `von Trapp` in both.
fn is_name(source: &Side, target: &Side, first: &Word) -> bool {
    let word = target.of(first);
    let inner = word.chars().skip(1).any(char::is_uppercase);
    let before = &target.prose[..first.span.start as usize];
    let elided = before.ends_with(['\'', '’']) && before.len() <= 3;
    // adidas: the source writes it small as well, and not as a common word of its own.
    let after = &target.prose[first.span.end as usize..];
    let dotted = after.starts_with('.') && after[1..].starts_with(|c: char| c.is_alphanumeric())
        || after.starts_with('\u{1}');
    let kept = source.words.iter().any(|own| source.of(own) == word)
        && source.habits.subtag != target.habits.subtag
        && word.chars().count() > 3;
    let second = |side: &Side, place: usize| side.words.get(place).map(|word| side.of(word).to_lowercase());
    let same_name = PARTICLES.contains(&word)
        && second(source, 0) == second(target, 0)
        && second(source, 1) == second(target, 1);
    inner || elided || dotted || kept || same_name
}
