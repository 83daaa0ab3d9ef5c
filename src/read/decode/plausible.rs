//! How much a reading of bytes looks like text that somebody wrote: one script, its frequent characters, no rubbish.

#![expect(clippy::cast_precision_loss, reason = "counts of a sample are small")]

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

static FREQUENT: LazyLock<FxHashSet<char>> = LazyLock::new(|| {
    include_str!("data/frequent.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::chars)
        .collect()
});

/// A group of scripts that stand together in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    /// Spaces, digits, punctuation.
    Common,
    /// Latin letters, which stand in texts of every script.
    Latin,
    /// Han and kana.
    Ideographs,
    /// Korean syllables.
    Hangul,
    /// An alphabet or syllabary, by the number of its block.
    Alphabet(u8),
    /// What no text has much of.
    Rubbish,
}

fn group(c: char) -> Group {
    match c {
        'a'..='z'
        | 'A'..='Z'
        | '\u{c0}'..='\u{d6}'
        | '\u{d8}'..='\u{f6}'
        | '\u{f8}'..='\u{24f}'
        | '\u{1e00}'..='\u{1eff}' => Group::Latin,
        '\t'
        | '\n'
        | '\r'
        | ' '..='~'
        | '\u{a0}'
        | '«'
        | '»'
        | '°'
        | '§'
        | '·'
        | '\u{2010}'..='\u{203f}'
        | '€'
        | '№'
        | '\u{3000}'..='\u{303f}'
        | '\u{ff01}'..='\u{ff5e}'
        | '・'
        | 'ー' => Group::Common,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' => Group::Ideographs,
        '\u{ac00}'..='\u{d7a3}' => Group::Hangul,
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Group::Alphabet(0),
        '\u{400}'..='\u{52f}' => Group::Alphabet(1),
        '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{200c}' | '\u{200d}' => Group::Alphabet(2),
        '\u{530}'..='\u{5ff}' | '\u{700}'..='\u{74f}' | '\u{780}'..='\u{10ff}' => {
            // One block of 128 code points a script, from Armenian to Georgian.
            Group::Alphabet((u32::from(c) >> 7) as u8)
        }
        '\u{1200}'..='\u{139f}' => Group::Alphabet(3),
        '\u{1780}'..='\u{17ff}' => Group::Alphabet(4),
        _ => Group::Rubbish,
    }
}

/// The share of characters that look right, about 0 to 1; negative for rubbish.
///
/// A wrong reading of Chinese is still Chinese characters, but rare ones: those count little, frequent ones more than
/// others. Letters of a second alphabet count against the reading.
pub(super) fn plausibility(text: impl Iterator<Item = char>) -> f32 {
    let (mut total, mut sum) = (0_u32, 0.0_f32);
    let mut alphabets = [0_u32; 256];
    let (mut ideographs, mut hangul) = (0.0_f32, 0.0_f32);
    for c in text {
        total += 1;
        match group(c) {
            Group::Common | Group::Latin => sum += 1.0,
            Group::Ideographs if matches!(c, '\u{3040}'..='\u{30ff}') => ideographs += 1.0,
            Group::Ideographs => ideographs += if FREQUENT.contains(&c) { 1.5 } else { 0.4 },
            Group::Hangul => hangul += if FREQUENT.contains(&c) { 1.3 } else { 0.3 },
            Group::Alphabet(block) => alphabets[usize::from(block)] += 1,
            Group::Rubbish => sum -= 1.0,
        }
    }
    let letters: u32 = alphabets.iter().sum();
    let leading = alphabets.iter().copied().max().unwrap_or_default();
    let stray = letters - leading;
    let best = (leading as f32).max(ideographs).max(hangul);
    let others = leading as f32 + ideographs + hangul - best + stray as f32;
    (sum + best - 0.5 * others) / total.max(1) as f32
}

/// The share of neighbours that do not stand together in words: a letter beside a digit or sign, a capital after a small
/// letter. A tenth in text, a half in single-byte readings of something else.
pub(super) fn jumble(text: &str) -> f32 {
    let (mut pairs, mut odd) = (0_u32, 0_u32);
    let mut before = ' ';
    for c in text.chars() {
        pairs += 1;
        let broken =
            before.is_alphabetic() != c.is_alphabetic() && !before.is_whitespace() && !c.is_whitespace();
        odd += u32::from(broken || (before.is_lowercase() && c.is_uppercase()));
        before = c;
    }
    odd as f32 / pairs.max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_more_plausible_than_a_wrong_reading_of_it() {
        for text in [
            "Die Brücke wurde am Montag eröffnet.",
            "Мост открыли в понедельник утром.",
            "大桥在周一早上开通了，市民都来看。",
            "橋は月曜日の朝に開通した。",
            "다리는 월요일 아침에 개통되었다.",
            "افتتح الجسر صباح يوم الاثنين.",
        ] {
            let right = plausibility(text.chars());
            let swapped = text
                .encode_utf16()
                .map(|unit| char::from_u32(unit.swap_bytes().into()).unwrap_or('\u{fffd}'));
            let wrong = plausibility(swapped);
            assert!(right > 0.6 && wrong < 0.5, "{text} {right} {wrong}");
        }
    }
}
