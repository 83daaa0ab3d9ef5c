//! What rows say of a passage's own text, read once for the passage and all its neighbours.

#![expect(
    clippy::cast_precision_loss,
    reason = "weights of one page are far below 2^24"
)]

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::blocks::Passage;
use super::candidates::Ground;
use super::features::{flag, log};
use super::signals::Shape;
use crate::article::{Edge, Markup};
use crate::extract::promo;

/// Numbers of a form in a row.
pub(super) const FEATURES: usize = 17;
/// Numbers of a form in the row of a neighbour.
pub(super) const BRIEF: usize = 3;
/// Heaviest line that a date makes a date line.
const MAX_DATED_WEIGHT: u32 = 100;
/// Words of notices and footers in most languages, without the letter that may be a capital.
static NOTICE: LazyLock<[Finder<'static>; 4]> =
    LazyLock::new(|| ["ookie", "avascript", "avaScript", "opyright"].map(Finder::new));
/// Names of what pages ask readers to use.
static CALL: LazyLock<[Finder<'static>; 6]> =
    LazyLock::new(|| ["ewsletter", "acebook", "witter", "nstagram", "hatsapp", "hatsApp"].map(Finder::new));

/// The form of one passage.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    /// As the passage's own row has it.
    pub(super) own: [f32; FEATURES],
    /// As the rows of its neighbours have it.
    pub(super) brief: [f32; BRIEF],
    /// It is a line with a date or a time.
    pub(super) dated: bool,
}

impl Form {
    /// The form of the passage at `at`.
    pub(super) fn of(ground: &Ground<'_, '_>, at: usize) -> Self {
        let shape: &Shape = &ground.shapes[at];
        let passage: &Passage = &ground.passages[at];
        let draft = &passage.draft;
        let text = draft.text.as_str();
        let weight = shape.weight.max(1) as f32;
        let links = draft.codes.iter();
        let links = links.filter(|code| code.edge == Edge::Open && code.markup == Markup::Link);
        let links = links.take(20).count() as f32;
        let promo = shape.link_share > 0.0 && promo::is_promo(text, &draft.codes);
        let dated = shape.digits >= 3 && shape.weight <= MAX_DATED_WEIGHT && is_dated(text.as_bytes());
        let has = |words: &[Finder<'_>]| words.iter().any(|word| word.find(text.as_bytes()).is_some());
        let log_weight = log(shape.weight);
        Self {
            own: [
                log_weight,
                shape.link_share,
                shape.enders.min(20) as f32,
                shape.commas as f32 / weight * 100.0,
                shape.enders as f32 / weight * 100.0,
                flag(shape.ends_sentence),
                shape.capitals as f32 / weight,
                shape.digits as f32 / weight,
                flag(text.ends_with([':', '：'])),
                flag(text.contains(['|', '©', '»', '›', '→'])),
                flag(promo),
                links,
                flag(shape.is_prose()),
                flag(text.starts_with(char::is_lowercase)),
                flag(dated),
                flag(has(&*NOTICE)),
                flag(has(&*CALL)),
            ],
            brief: [
                log_weight,
                shape.link_share,
                flag(shape.ends_sentence) + flag(shape.is_prose()),
            ],
            dated,
        }
    }
}

/// Whether a year, a day in figures or a time of day is in it.
fn is_dated(text: &[u8]) -> bool {
    let mut before = 0;
    let mut at = 0;
    while at < text.len() {
        let digits = text[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 {
            before = 0;
            at += 1;
            continue;
        }
        let number = &text[at..at + digits];
        let year = digits == 4 && (number.starts_with(b"19") || number.starts_with(b"20"));
        before += 1;
        at += digits;
        let joined = matches!(text.get(at), Some(b'.' | b'/' | b'-'))
            && text.get(at + 1).is_some_and(u8::is_ascii_digit);
        let time = matches!(text.get(at), Some(b':'))
            && digits <= 2
            && text
                .get(at + 1..at + 3)
                .is_some_and(|m| m.iter().all(u8::is_ascii_digit));
        if year || time || before >= 3 {
            return true;
        }
        if !joined {
            before = 0;
        }
        at += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::is_dated;

    #[test]
    fn dates_and_times_are_seen() {
        for text in [
            "5 October 2023",
            "10:45",
            "3.4.24",
            "Am 03/04/24 um",
            "Lunes, 2019",
        ] {
            assert!(is_dated(text.as_bytes()), "{text}");
        }
        for text in ["1234 readers", "3.4 million", "7", "1:2", ""] {
            assert!(!is_dated(text.as_bytes()), "{text}");
        }
    }
}
