//! Languages inside a text: pieces between line ends, sentence ends, quotation marks, brackets and changes of script are
//! judged one by one, and the path through them that changes language no more than it must is chosen (Viterbi).

use std::collections::BTreeMap;

use super::decide;
use super::evidence::Part;
use super::features::{Word, Words};
use super::letters::Kind;
use super::model::Pending;
use super::noise::{self, Tally};
use super::{DetectOptions, Detection};
use crate::article::{Language, Span};

/// What a change of language costs, in nats; half of it where a line ends.
const SWITCH: f32 = 6.0;
/// Log-probability below which no language of a piece falls.
const FLOOR: f32 = -14.0;
/// Pieces with fewer letters are names as often as language: they say less.
const SHORT: u32 = 12;
/// How much of its evidence a short piece keeps: less than a change of language costs.
const SHORT_SHARE: f32 = 0.35;
/// Languages that are followed through a text at most; time is pieces x languages.
const MOST_LANGUAGES: usize = 32;
/// Probability from which a language is worth following.
const WORTH: f32 = 0.02;
/// Bytes between two words that are searched for a boundary.
const GAP: usize = 256;

/// A piece of the text in one script.
struct Piece {
    part: Part,
    start: usize,
    /// It begins a line.
    line: bool,
}

/// The languages inside `text`: spans in text order that cover its letters.
///
/// Neighbouring spans differ in language; signs between two pieces of one language belong to its span.
pub fn spans(text: &str, options: &DetectOptions) -> Vec<(Span, Language)> {
    let (pieces, tally) = pieces(text);
    if pieces.is_empty() || !tally.is_text() {
        return Vec::new();
    }
    let languages = languages(&pieces, options);
    let path = path(&pieces, &languages, options);
    let mut changes: Vec<(usize, usize)> = Vec::new();
    for (piece, &language) in pieces.iter().zip(&path) {
        if changes.last().is_none_or(|last| last.1 != language) {
            changes.push((piece.start, language));
        }
    }
    let parts = named(&pieces, &path, &languages, options);
    tile(text, &changes)
        .into_iter()
        .zip(changes)
        .filter_map(|(span, (_, language))| Some((span, parts[language].clone()?)))
        .collect()
}

/// Cuts the text, and counts what of it is language.
fn pieces(text: &str) -> (Vec<Piece>, Tally) {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut words = Words::default();
    let mut pending = Pending::default();
    let mut end = 0;
    let tally = noise::each_clean(text, |offset, clean| {
        words.each(clean, offset, |word| {
            let border = border(&text[end..word.start]);
            match pieces.last_mut() {
                Some(last) if border == Border::None && last.part.script == word.script => {
                    last.part.count(word);
                    last.part.look_up(word, &mut pending);
                    last.part.settle(&mut pending);
                }
                _ => pieces.push(piece(word, border == Border::Line, &mut pending)),
            }
            end = word.end;
        });
    });
    (pieces, tally)
}

fn piece(word: &Word<'_>, line: bool, pending: &mut Pending) -> Piece {
    let mut part = Part::new(word.script);
    part.count(word);
    part.look_up(word, pending);
    part.settle(pending);
    Piece {
        part,
        start: word.start,
        line,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Border {
    None,
    Sentence,
    Line,
}

/// What lies between two words.
fn border(gap: &str) -> Border {
    let mut border = Border::None;
    // Longer gaps are rules and tables: their beginning tells.
    for c in gap.chars().take(GAP) {
        match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => return Border::Line,
            '。' | '！' | '？' | '「' | '」' | '『' | '』' => border = Border::Sentence,
            '.' | '!' | '?' | '؟' | '۔' | '।' | '…' | ';' | ':' | '«' | '»' | '"' | '“' | '”' | '„' | '('
            | ')' | '[' | ']' | '—' | '–' | '‹' | '›' | '|'
                if gap.len() > c.len_utf8() =>
            {
                border = Border::Sentence;
            }
            _ => {}
        }
    }
    border
}

/// The languages worth following, by evidence over the whole text.
fn languages(pieces: &[Piece], options: &DetectOptions) -> Vec<&'static str> {
    let mut weights: BTreeMap<&'static str, f32> = BTreeMap::new();
    for piece in pieces {
        for (tag, probability) in decide::probabilities(&piece.part, options, WORTH) {
            *weights.entry(tag).or_default() += probability * f64::from(piece.part.weight()) as f32;
        }
    }
    let mut ranked: Vec<(&'static str, f32)> = weights.into_iter().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    ranked.truncate(MOST_LANGUAGES);
    ranked.into_iter().map(|(tag, _)| tag).collect()
}

/// The language of each piece, as a place in `languages`, on the likeliest path.
fn path(pieces: &[Piece], languages: &[&'static str], options: &DetectOptions) -> Vec<usize> {
    let count = languages.len();
    if count == 0 {
        return vec![0; pieces.len()];
    }
    let mut scores = vec![0f32; count];
    let mut steps: Vec<u8> = Vec::with_capacity(pieces.len() * count);
    for (place, piece) in pieces.iter().enumerate() {
        let said = emissions(piece, languages, options);
        let top = best(&scores);
        let cost = if piece.line { SWITCH / 2.0 } else { SWITCH };
        let changed = scores[top] - cost;
        for (language, score) in scores.iter_mut().enumerate() {
            let stay = place == 0 || *score >= changed;
            steps.push(if stay { language } else { top } as u8);
            *score = if stay { *score } else { changed } + said[language];
        }
    }
    let mut language = best(&scores);
    let mut path = vec![0; pieces.len()];
    for (place, slot) in path.iter_mut().enumerate().rev() {
        *slot = language;
        language = usize::from(steps[place * count + language]);
    }
    path
}

/// Log-probability of each language for a piece.
fn emissions(piece: &Piece, languages: &[&'static str], options: &DetectOptions) -> Vec<f32> {
    let mut said = vec![FLOOR; languages.len()];
    for (tag, probability) in decide::probabilities(&piece.part, options, 1e-6) {
        if let Some(place) = languages.iter().position(|&language| language == tag) {
            said[place] = libm::logf(probability).max(FLOOR);
        }
    }
    if piece.part.weight() < SHORT {
        for value in &mut said {
            *value *= SHORT_SHARE;
        }
    }
    said
}

fn best(scores: &[f32]) -> usize {
    let mut best = 0;
    for (place, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = place;
        }
    }
    best
}

/// The full name of each language: with the script that the characters of all its pieces tell.
fn named(
    pieces: &[Piece],
    path: &[usize],
    languages: &[&'static str],
    options: &DetectOptions,
) -> Vec<Option<Language>> {
    let mut parts: Vec<Option<Part>> = vec![None; languages.len()];
    for (piece, &language) in pieces.iter().zip(path) {
        match parts.get_mut(language) {
            Some(Some(part)) if part.script == piece.part.script => part.join(&piece.part),
            Some(part)
                if part
                    .as_ref()
                    .is_none_or(|part| part.weight() < piece.part.weight()) =>
            {
                *part = Some(piece.part.clone());
            }
            _ => {}
        }
    }
    let name = |(part, tag): (Option<Part>, &&'static str)| {
        let Detection { language, .. } = decide::named(tag, 1.0, &part?, options);
        Some(language)
    };
    parts.into_iter().zip(languages).map(name).collect()
}

/// Spans between changes: each from its first letter to the last letter before the next.
fn tile(text: &str, changes: &[(usize, usize)]) -> Vec<Span> {
    let is_letter = |c: char| c.is_alphabetic() || matches!(Kind::of(c), Kind::Letter | Kind::Mark);
    let mut spans = Vec::with_capacity(changes.len());
    let mut start = text.find(is_letter).unwrap_or(0);
    for (place, _) in changes.iter().enumerate() {
        let limit = changes.get(place + 1).map_or(text.len(), |next| next.0);
        let piece = &text[start..limit];
        let end = piece
            .char_indices()
            .rev()
            .find(|(_, c)| is_letter(*c))
            .map_or(start, |(at, c)| start + at + c.len_utf8());
        spans.push(Span::new(start, end));
        start = limit;
    }
    spans
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(drawn: &str) {
        let mut text = String::new();
        let mut want = Vec::new();
        for (place, piece) in drawn.split('|').enumerate() {
            if place % 2 == 0 {
                text.push_str(piece);
            } else {
                let (tag, words) = piece.split_once(':').unwrap();
                text.push_str(words);
                want.push(format!("{tag}:{words}"));
            }
        }
        let got: Vec<String> = spans(&text, &DetectOptions::default())
            .iter()
            .map(|(span, language)| format!("{language}:{}", span.of(&text)))
            .collect();
        assert_eq!(got, want);
    }

    #[test]
    fn languages_change_at_lines_quotes_and_scripts() {
        check(
            "|en:The ferry leaves the harbour every morning at eight o'clock|.\n|ru:Паром выходит из гавани каждое утро ровно в восемь часов|.",
        );
        check(
            "|ru:Мэр города ответил коротко и ясно|: «|fr:Nous avons attendu cette décision pendant dix longues années|». |ru:Больше он ничего не добавил, и журналисты разошлись|.",
        );
        check("(|en:The village of Көл lies on the northern side of the lake, said Асан|.)");
    }

    #[test]
    fn what_is_no_language_has_no_spans() {
        for text in ["", "12.5 — 🙂", "https://example.org/a/b"] {
            assert!(spans(text, &DetectOptions::default()).is_empty(), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn spans_tile_the_letters(text in "([a-zа-яё東京はصل0-9«»()._\u{301}]{0,14}[ \n]){0,12}") {
            let found = spans(&text, &DetectOptions::default());
            let mut last = 0;
            for (span, _) in &found {
                assert!(span.start as usize >= last && !span.is_empty());
                last = span.end as usize;
            }
            if !found.is_empty() {
                for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphabetic()) {
                    let inside = found.iter().any(|(span, _)| span.range().contains(&at));
                    assert!(inside, "{c} at {at} in {text:?}");
                }
            }
            for pair in found.windows(2) {
                assert_ne!(&pair[0].1, &pair[1].1);
            }
        }
    }
}
