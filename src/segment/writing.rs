//! The few habits of writing that the decision about a mark depends on.

use crate::article::Language;

/// The languages whose marks need rules of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    Chinese,
    Japanese,
    Korean,
    /// Thai and Lao: a dot is never an end.
    Thai,
    Khmer,
    /// Hindi, Marathi, Nepali: like in the three after it, initials are spelled as names of letters.
    Hindi,
    Urdu,
    Arabic,
    Tamil,
    /// `;` asks.
    Greek,
    /// `:` ends.
    Armenian,
    Other,
}

impl Writing {
    pub(super) fn of(language: &Language) -> Self {
        match language.subtag() {
            "zh" | "yue" | "wuu" => Self::Chinese,
            "ja" => Self::Japanese,
            "ko" => Self::Korean,
            "th" | "lo" => Self::Thai,
            "km" => Self::Khmer,
            "hi" | "mr" | "ne" => Self::Hindi,
            "ur" => Self::Urdu,
            "ar" => Self::Arabic,
            "ta" => Self::Tamil,
            "el" => Self::Greek,
            "hy" | "hyw" => Self::Armenian,
            _ => Self::Other,
        }
    }
}

/// The names of the Latin letters in Hindi.
const HINDI_LETTERS: &[&str] = &[
    "ए",
    "बी",
    "सी",
    "डी",
    "ई",
    "एफ",
    "एफ़",
    "जी",
    "एच",
    "आई",
    "जे",
    "के",
    "एल",
    "एम",
    "एन",
    "ओ",
    "पी",
    "क्यू",
    "आर",
    "एस",
    "टी",
    "यू",
    "वी",
    "डब्ल्यू",
    "डब्लू",
    "एक्स",
    "वाई",
    "ज़ेड",
    "जेड",
];

/// The names of the Latin letters in Urdu.
const URDU_LETTERS: &[&str] = &[
    "اے",
    "بی",
    "سی",
    "ڈی",
    "ای",
    "ایف",
    "جی",
    "ایچ",
    "آئی",
    "جے",
    "کے",
    "ایل",
    "ایم",
    "این",
    "او",
    "پی",
    "کیو",
    "آر",
    "ایس",
    "ٹی",
    "یو",
    "وی",
    "ڈبلیو",
    "ایکس",
    "وائی",
    "زیڈ",
];

/// The names of the Latin letters in Arabic. Some are words as well ("in", "or"), which end no sentence.
const ARABIC_LETTERS: &[&str] = &[
    "إيه",
    "ايه",
    "بي",
    "بيه",
    "سي",
    "دي",
    "إي",
    "إف",
    "جي",
    "جيه",
    "إتش",
    "آي",
    "كيه",
    "إل",
    "إم",
    "إن",
    "أو",
    "كيو",
    "آر",
    "إس",
    "تي",
    "يو",
    "في",
    "دبليو",
    "إكس",
    "واي",
    "زد",
];

/// The names of the Latin letters in Tamil.
const TAMIL_LETTERS: &[&str] = &[
    "ஏ",
    "பி",
    "சி",
    "டி",
    "இ",
    "ஈ",
    "எஃப்",
    "எப்",
    "ஜி",
    "எச்",
    "ஹெச்",
    "ஐ",
    "ஜே",
    "கே",
    "எல்",
    "எம்",
    "என்",
    "ஓ",
    "கியூ",
    "ஆர்",
    "எஸ்",
    "யு",
    "யூ",
    "வி",
    "டபிள்யூ",
    "டபிள்யு",
    "எக்ஸ்",
    "ஒய்",
    "இசட்",
];

/// Whether `word` is the name of a letter, or several with dots between: part of someone's initials.
pub(super) fn names_a_letter(writing: Writing, word: &str) -> bool {
    let letters = match writing {
        Writing::Hindi => HINDI_LETTERS,
        Writing::Urdu => URDU_LETTERS,
        Writing::Arabic => ARABIC_LETTERS,
        Writing::Tamil => TAMIL_LETTERS,
        _ => return false,
    };
    !word.is_empty() && word.split(['.', '۔']).all(|piece| letters.contains(&piece))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_spelled_with_the_names_of_letters() {
        assert!(names_a_letter(Writing::Hindi, "बी.के"));
        assert!(names_a_letter(Writing::Urdu, "ایم"));
        assert!(!names_a_letter(Writing::Urdu, "شہر"));
        assert!(!names_a_letter(Writing::Other, "ए"));
        assert!(!names_a_letter(Writing::Hindi, ""));
    }
}
