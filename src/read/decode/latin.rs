//! Which of the 8-bit sets for Latin letters: a detector of letter pairs confuses them in short texts, since each differs from the
//! others in a handful of letters. Here a reading is good if some one language has all its letters, and better if the
//! text holds that language's common words.

#![expect(clippy::cast_precision_loss, reason = "counts of a sample are small")]

use std::sync::LazyLock;

use encoding_rs::{
    Encoding, ISO_8859_2, ISO_8859_15, MACINTOSH, WINDOWS_1250, WINDOWS_1252, WINDOWS_1254, WINDOWS_1257,
    WINDOWS_1258,
};
use rustc_hash::{FxHashMap, FxHashSet};

/// The sets, the likelier first.
const SETS: &[&Encoding] = &[
    WINDOWS_1252,
    WINDOWS_1250,
    WINDOWS_1254,
    WINDOWS_1257,
    ISO_8859_2,
    ISO_8859_15,
    MACINTOSH,
];

/// Bytes looked at: what a language's letters are shows in the first hundreds.
const SAMPLE: usize = 8 << 10;

/// How much better than the detector's guess another set must be. A whole letter that fits no language in a title with four of
/// them, or one common word in ten, is worth this much.
const MARGIN: f32 = 0.15;

struct LanguageRow {
    letters: FxHashSet<char>,
    words: FxHashSet<&'static str>,
}

static LANGUAGES: LazyLock<Vec<LanguageRow>> = LazyLock::new(|| {
    include_str!("data/latin.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut cells = line.split('\t').skip(1);
            let letters = cells.next()?;
            Some(LanguageRow {
                letters: letters
                    .chars()
                    .flat_map(|c| std::iter::once(c).chain(c.to_uppercase()))
                    .collect(),
                words: cells.next()?.split(' ').collect(),
            })
        })
        .collect()
});

/// The set of `bytes`, which the detector takes for `guess`: another one where it fits clearly better.
pub(super) fn second_opinion(bytes: &[u8], guess: &'static Encoding) -> &'static Encoding {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let letters = sample.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let others = sample.iter().filter(|byte| !byte.is_ascii()).count();
    // Alphabets other than Latin, and double-byte sets, have more high bytes than low letters.
    // Vietnamese combines letters and tones, which looks like a fault in every other set.
    if others * 2 > letters || guess == WINDOWS_1258 {
        return guess;
    }
    let mut best = (guess, Fit::WORST);
    let mut of_guess = None;
    for &set in SETS {
        let (text, _) = set.decode_without_bom_handling(sample);
        let fit = fit(&text);
        if set == guess {
            of_guess = Some(fit);
        }
        if fit.score > best.1.score {
            best = (set, fit);
        }
    }
    let (best, Fit { score, faultless }) = best;
    let needed = if let Some(of_guess) = of_guess {
        let is_proof = faultless && !of_guess.faultless;
        of_guess.score + if is_proof { 0.0 } else { MARGIN }
    } else {
        // The detector saw something in the high bytes that is not Latin: only a reading without a fault is believed more.
        0.9
    };
    if score > needed { best } else { guess }
}

/// How well the best language fits a reading.
#[derive(Clone, Copy)]
struct Fit {
    /// 1 if it has all the letters, more with its common words.
    score: f32,
    /// Not one letter or sign is out of place.
    faultless: bool,
}

impl Fit {
    const WORST: Self = Self {
        score: f32::MIN,
        faultless: false,
    };
}

fn fit(text: &str) -> Fit {
    let mut letters: FxHashMap<char, u32> = FxHashMap::default();
    let (mut total, mut faults) = (0_u32, 0.0_f32);
    let mut before = ' ';
    for c in text.chars() {
        if !c.is_ascii() {
            total += 1;
            if c.is_alphabetic() {
                *letters.entry(c).or_default() += 1;
                // Capitals follow small letters in no language, but in many wrong readings.
                faults += f32::from(u8::from(before.is_lowercase() && c.is_uppercase()));
            } else {
                faults += oddness(c, before);
            }
        }
        before = c;
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .collect();
    let of_total = |n: f32| n / total.max(1) as f32;
    let mut best = Fit::WORST;
    for language in LANGUAGES.iter() {
        let foreign = language.foreign(&letters);
        let common = words.iter().filter(|word| language.words.contains(*word)).count();
        let of_words = common as f32 / words.len().max(1) as f32;
        let score = 1.0 - of_total(2.0 * foreign as f32 + faults) + 1.5 * of_words;
        if score > best.score {
            let faultless = foreign == 0 && faults == 0.0;
            best = Fit { score, faultless };
        }
    }
    best
}

impl LanguageRow {
    #[expect(clippy::iter_over_hash_type, reason = "a sum of integers has no order")]
    fn foreign(&self, letters: &FxHashMap<char, u32>) -> u32 {
        let mut foreign = 0;
        for (letter, count) in letters {
            if !self.letters.contains(letter) {
                foreign += count;
            }
        }
        foreign
    }
}

/// How odd a sign that is no letter is after `before`.
fn oddness(c: char, before: char) -> f32 {
    match c {
        '\u{80}'..='\u{9f}' | char::REPLACEMENT_CHARACTER => 2.0,
        '’' | '‘' | '“' | '”' | '„' | '«' | '»' | '‹' | '›' | '–' | '—' | '…' | '\u{a0}' | '\u{ad}' | '·'
        | '•' | '®' | '™' => 0.0,
        '²' | '³' if before == 'm' => 0.0,
        '°' | '€' | '£' | '§' | '©' | '¿' | '¡' | 'º' | 'ª' | '²' | '³' | '½' | '¼' | '±' | '×'
            if !before.is_alphabetic() =>
        {
            0.0
        }
        _ => 1.5,
    }
}
