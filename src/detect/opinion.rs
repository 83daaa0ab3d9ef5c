//! A second opinion: `whatlang` knows 70 languages by other means. It never decides; where it knows the language and
//! contradicts, the answer is less sure.

use super::Detection;
use crate::article::Language;

/// Answers that are surer are left alone, and so are those that claim little: asking is slower than detection itself.
const DOUBTFUL: std::ops::Range<f32> = 0.4..0.8;
/// Letters of texts that are worth asking about; on a word or two `whatlang` is a guess.
const LETTERS: std::ops::RangeInclusive<u32> = 20..=400;
/// What is left of the confidence after a contradiction.
const CONTRADICTED: f32 = 0.8;

/// Lowers the confidence of `found` if `whatlang` contradicts it.
pub(crate) fn weigh(text: &str, letters: u32, found: &mut Detection) {
    if !DOUBTFUL.contains(&found.confidence) || !LETTERS.contains(&letters) || text.len() > 1024 {
        return;
    }
    let Some(other) = whatlang::detect_lang(text).and_then(|lang| Language::parse(lang.code()).ok()) else {
        return;
    };
    if other.subtag() != found.language.subtag() && knows(&found.language) {
        found.confidence *= CONTRADICTED;
    }
}

fn knows(language: &Language) -> bool {
    whatlang::Lang::all()
        .iter()
        .any(|lang| Language::parse(lang.code()).is_ok_and(|known| known.subtag() == language.subtag()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contradiction_lowers_confidence_and_nothing_else() {
        let text = "Die Kinder spielen jeden Nachmittag am Ufer des Sees.";
        let weighed = |tag: &str, confidence| {
            let language = Language::parse(tag).unwrap();
            let mut found = Detection {
                language,
                script: "Latn",
                confidence,
            };
            weigh(text, 44, &mut found);
            found.confidence
        };
        assert!(weighed("nl", 0.7) < 0.6);
        assert!((weighed("de", 0.7) - 0.7).abs() < f32::EPSILON);
        // A language that whatlang does not know is no contradiction.
        assert!((weighed("nds", 0.7) - 0.7).abs() < f32::EPSILON);
        assert!((weighed("nl", 0.95) - 0.95).abs() < f32::EPSILON);
    }
}
