//! The character set of bytes that are not Unicode and declare nothing.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

use super::latin;

/// How much of a file is looked at, in bytes.
const SAMPLE: usize = 256 << 10;

/// ASCII before the first other byte that is looked at too: the words tell the language.
const BEFORE: usize = 1024;

/// Guesses the set: `chardetng`, and for Latin letters a second opinion by alphabets and common words.
pub(super) fn legacy(bytes: &[u8]) -> &'static Encoding {
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or_default();
    let sample = &bytes[first.saturating_sub(BEFORE)..];
    let sample = &sample[..sample.len().min(SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    latin::second_opinion(sample, guess)
}
