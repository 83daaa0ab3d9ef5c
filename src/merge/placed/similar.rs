//! Whether two sources are nearly the same: so nearly that the translation of one serves for the other.

/// A source that changed so little still has its translation: one edit in ten characters.
const LEAST: f64 = 0.9;
/// Longest sources that are compared as a whole, in characters; of longer ones the beginning.
const MAX_COMPARED: usize = 2_000;

/// Whether the texts are nearly the same, white space aside.
pub fn is_similar(one: &str, other: &str) -> bool {
    similarity(one, other) >= LEAST
}

/// How much of two texts is the same, 0 to 1: 1 less the share of characters that edits touch; 0 for texts that are not similar.
///
/// Levenshtein's distance within the band that similar texts stay in (Ukkonen 1985).
pub(super) fn similarity(one: &str, other: &str) -> f64 {
    let letters = |text: &str| -> Vec<char> {
        let letters = text.chars().filter(|c| !c.is_whitespace());
        letters.take(MAX_COMPARED).collect()
    };
    let (mut one, mut other) = (letters(one), letters(other));
    if one.len() > other.len() {
        std::mem::swap(&mut one, &mut other);
    }
    let longer = other.len();
    if longer == 0 {
        return 1.0;
    }
    let band = longer / 10 + 1;
    if longer - one.len() > band {
        return 0.0;
    }
    let far = longer + 1;
    let mut row: Vec<usize> = (0..=one.len()).map(|x| if x <= band { x } else { far }).collect();
    for (y, theirs) in other.iter().enumerate() {
        let (from, to) = (y.saturating_sub(band), (y + band + 1).min(one.len()));
        let mut diagonal = row[from];
        row[from] = if from == 0 { y + 1 } else { far };
        for x in from..to {
            let cost = diagonal + usize::from(one[x] != *theirs);
            diagonal = row[x + 1];
            row[x + 1] = cost.min(diagonal + 1).min(row[x] + 1);
        }
    }
    let edits = row[one.len()].min(longer);
    1.0 - f64::from(edits as u32) / f64::from(longer as u32)
}
