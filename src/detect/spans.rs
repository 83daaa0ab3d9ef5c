//! Languages inside a text: pieces between line ends, sentence ends, quotation marks, brackets and changes of script are
//! judged one by one, and the path through them that changes language no more than it must is chosen (Viterbi).

use super::evidence::Part;
use super::features::Words;
use super::follow::{Followed, MOST, Survey};
use super::letters::{Kind, Script};
use super::pieces::{self, Piece};
use super::{DetectOptions, decide};
use crate::article::{Language, Span};

/// What a change of language costs, in nats; half of it where a line ends.
const SWITCH: f32 = 6.0;

/// The languages inside `text`: spans in text order that cover its letters.
///
/// Neighbouring spans differ in language; signs between two pieces of one language belong to its span. The text is read
/// twice: for the languages that are in it at all, and for the path through them.
pub fn spans(text: &str, options: &DetectOptions) -> Vec<(Span, Language)> {
    let mut survey = Survey::default();
    let tally = pieces::each(text, |piece| survey.add(piece, options));
    let languages = survey.languages(options);
    if !tally.is_text() || languages.is_empty() {
        return Vec::new();
    }
    let mut followed = Followed::new(languages, options);
    let mut path = Path::new(followed.languages().len());
    pieces::each(text, |piece| {
        let mut said = [0.0; MOST];
        followed.say(&piece.part, &mut said);
        path.step(piece, &said);
    });
    let changes = path.changes();
    let spans = tile(text, &changes);
    let languages = named(text, &spans, &changes, followed.languages(), options);
    spans
        .into_iter()
        .zip(changes)
        .map(|(span, (_, language))| (span, languages[language].clone()))
        .collect()
}

/// The likeliest way to each language at the last piece.
struct Path {
    scores: Vec<f32>,
    steps: Vec<Step>,
}

/// How a piece is come to.
struct Step {
    /// First byte of the piece.
    start: u32,
    /// A bit for each language that is better come to from `top` than by staying.
    changed: u32,
    /// The likeliest language of the piece before.
    top: u8,
}

impl Path {
    fn new(languages: usize) -> Self {
        Self {
            scores: vec![0.0; languages],
            steps: Vec::new(),
        }
    }

    fn step(&mut self, piece: &Piece, said: &[f32; MOST]) {
        let top = best(&self.scores);
        let cost = if piece.line { SWITCH / 2.0 } else { SWITCH };
        let first = self.steps.is_empty();
        let change = if first { f32::MIN } else { self.scores[top] - cost };
        let mut changed = 0;
        for (language, (score, said)) in self.scores.iter_mut().zip(said).enumerate() {
            if *score < change {
                changed |= 1 << language;
                *score = change;
            }
            *score += said;
        }
        self.steps.push(Step {
            start: piece.start as u32,
            changed,
            top: top as u8,
        });
    }

    /// Where languages begin, and which: first bytes and places among the languages, in text order.
    fn changes(&self) -> Vec<(usize, usize)> {
        let mut changes: Vec<(usize, usize)> = Vec::new();
        let mut language = best(&self.scores);
        for step in self.steps.iter().rev() {
            match changes.last_mut() {
                Some(last) if last.1 == language => last.0 = step.start as usize,
                _ => changes.push((step.start as usize, language)),
            }
            if step.changed >> language & 1 != 0 {
                language = usize::from(step.top);
            }
        }
        changes.reverse();
        changes
    }
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

/// The full name of each language: Chinese with the script that the characters of all its spans tell.
fn named(
    text: &str,
    spans: &[Span],
    changes: &[(usize, usize)],
    languages: &[&'static str],
    options: &DetectOptions,
) -> Vec<Language> {
    let mut han = Part::new(Script::HAN);
    let mut words = Words::default();
    for (span, change) in spans.iter().zip(changes) {
        if languages[change.1] == "zh" {
            words.each(span.of(text), span.start as usize, |word| {
                if word.script == Script::HAN {
                    han.count(word);
                }
            });
        }
    }
    let name = |&tag: &&'static str| {
        let part = if tag == "zh" {
            &han
        } else {
            &Part::new(Script::NONE)
        };
        decide::named(tag, 1.0, part, options).language
    };
    languages.iter().map(name).collect()
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
