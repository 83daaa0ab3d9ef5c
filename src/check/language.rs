//! The rules `untranslated`, `script` and `lang`: the translation is one, in the letters and in the language that it should be in.

use unicode_script::Script;

use super::side::{MASK, Side, Word, script_of};
use super::{Detector, Findings, Rule};
use crate::article::{Language, Span};

/// Small words that make a text a sentence and no name.
const WORDS_OF_PROSE: usize = 3;

/// Whether the translation is the source, and is something that would be translated.
pub(super) fn is_untranslated(source: &Side, target: &Side) -> bool {
    let same_language = source.habits.subtag == target.habits.subtag;
    if same_language || !same_text(source.text.plain(), target.text.plain()) {
        return false;
    }
    if !source.words.iter().any(|word| is_cased(word.script)) {
        // Scripts without capitals do not show names: a name has few words.
        let letters = source.letters();
        return if source.habits.is_unspaced() {
            letters >= 10
        } else {
            source.words.len() >= WORDS_OF_PROSE
        };
    }
    let small = source
        .words
        .iter()
        .filter(|word| word.is_lower() && word.letters > 1)
        .count();
    // In letters that the target language does not use a text is a name or not translated.
    let foreign = !target.habits.scripts.is_empty()
        && source
            .words
            .iter()
            .all(|word| !target.habits.scripts.contains(&word.script));
    small >= WORDS_OF_PROSE || foreign && small >= 2 && small * 2 >= source.words.len()
}

fn same_text(a: &str, b: &str) -> bool {
    a == b || a.split_whitespace().eq(b.split_whitespace())
}

fn is_cased(script: Script) -> bool {
    matches!(
        script,
        Script::Latin | Script::Cyrillic | Script::Greek | Script::Armenian
    )
}

pub(super) fn check(
    source: &Side,
    target: &Side,
    wanted: &Language,
    detector: &Detector,
    found: &mut Findings,
) {
    if found.wants(Rule::Script) {
        mixed_words(source, target, found);
        share(source, target, found);
    }
    // A text in other letters is in another language as well; once is enough.
    if found.wants(Rule::Lang) && !found.has(Rule::Script) {
        language(source, target, wanted, detector, found);
    }
}

/// Letters that look the same in Latin and in Cyrillic, or in Latin and in Greek.
fn looks_alike(c: char, other: Script) -> bool {
    match other {
        Script::Cyrillic => matches!(
            c,
            'a' | 'c'
                | 'e'
                | 'o'
                | 'p'
                | 'x'
                | 'y'
                | 'i'
                | 'j'
                | 's'
                | 'h'
                | 'A'
                | 'B'
                | 'C'
                | 'E'
                | 'H'
                | 'I'
                | 'J'
                | 'K'
                | 'M'
                | 'O'
                | 'P'
                | 'S'
                | 'T'
                | 'X'
                | 'Y'
        ),
        Script::Greek => matches!(
            c,
            'o' | 'v' | 'A' | 'B' | 'E' | 'H' | 'I' | 'K' | 'M' | 'N' | 'O' | 'P' | 'T' | 'X' | 'Y' | 'Z'
        ),
        _ => matches!(
            c,
            'а' | 'с'
                | 'е'
                | 'о'
                | 'р'
                | 'х'
                | 'у'
                | 'і'
                | 'ј'
                | 'ѕ'
                | 'һ'
                | 'А'
                | 'В'
                | 'С'
                | 'Е'
                | 'Н'
                | 'І'
                | 'Ј'
                | 'К'
                | 'М'
                | 'О'
                | 'Р'
                | 'Ѕ'
                | 'Т'
                | 'Х'
                | 'У'
                | 'ο'
                | 'ν'
                | 'Α'
                | 'Β'
                | 'Ε'
                | 'Η'
                | 'Ι'
                | 'Κ'
                | 'Μ'
                | 'Ν'
                | 'Ο'
                | 'Ρ'
                | 'Τ'
                | 'Χ'
                | 'Υ'
                | 'Ζ'
        ),
    }
}

/// Words with letters of two alphabets, one of them typed by mistake.
fn mixed_words(source: &Side, target: &Side, found: &mut Findings) {
    for word in target.words.iter().filter(|word| word.mixed) {
        let text = target.of(word);
        if is_mistyped(text) && !source.has_word(text) {
            let message = format!("the word {text} has letters of two scripts");
            found.add(Rule::Script, None, Some(word.span), message);
        }
    }
}

fn is_mistyped(word: &str) -> bool {
    let letters: Vec<(char, Script)> = word
        .chars()
        .map(|c| (c, script_of(c)))
        .filter(|letter| is_cased(letter.1))
        .collect();
    let Some(&(_, first)) = letters.first() else {
        return false;
    };
    let Some(&(_, second)) = letters.iter().find(|letter| letter.1 != first) else {
        return false;
    };
    let other = |script: Script| if script == first { second } else { first };
    // A letter of mathematics beside a unit or a number: μm, Δt.
    if (first == Script::Greek || second == Script::Greek) && letters.len() < 4 {
        return false;
    }
    let all_alike = |script: Script| {
        letters
            .iter()
            .filter(|letter| letter.1 == script)
            .all(|letter| looks_alike(letter.0, other(script)))
    };
    let switches = letters.windows(2).filter(|pair| pair[0].1 != pair[1].1).count();
    all_alike(first) || all_alike(second) || switches > 1
}

/// Share of letters in the scripts of the language below which a text is in another script.
const LEAST_SHARE: f64 = 0.3;
/// Letters of other scripts that a text in another script has at least.
const FOREIGN_LETTERS: u32 = 6;

/// Whether the translation is mostly in letters that its language does not use.
fn share(source: &Side, target: &Side, found: &mut Findings) {
    let scripts = &target.habits.scripts;
    if scripts.is_empty() {
        return;
    }
    let own = |word: &&Word| scripts.contains(&word.script);
    let letters = |words: &[&Word]| words.iter().map(|word| word.letters).sum::<u32>();
    let foreign: Vec<&Word> = target.words.iter().filter(|word| !own(word)).collect();
    if letters(&foreign) < FOREIGN_LETTERS {
        return;
    }
    let good = letters(&target.words.iter().filter(own).collect::<Vec<_>>());
    let all = target.letters();
    if f64::from(good) >= LEAST_SHARE * f64::from(all) {
        return;
    }
    // Names that the source has may stay as they are; a sentence of small words may not.
    let fresh: Vec<&Word> = foreign
        .iter()
        .copied()
        .filter(|word| !source.has_word(target.of(word)))
        .collect();
    let small = foreign
        .iter()
        .filter(|word| word.is_lower() && word.letters > 1)
        .count();
    let unspaced = foreign.iter().any(|word| {
        matches!(
            word.script,
            Script::Han | Script::Hiragana | Script::Katakana | Script::Thai
        )
    });
    let many = fresh.len() >= 2 || unspaced;
    if letters(&fresh) >= FOREIGN_LETTERS && many || small >= WORDS_OF_PROSE {
        let script = foreign[0].script.full_name();
        let span = Span {
            start: foreign[0].span.start,
            end: foreign[foreign.len() - 1].span.end,
        };
        found.add(
            Rule::Script,
            None,
            Some(span),
            format!("the translation is in {script} letters"),
        );
    }
}

/// Letters that a detector needs to be heard.
const LETTERS_TO_TELL: u32 = 12;
/// The same where each letter is a word or a syllable.
const CHARACTERS_TO_TELL: u32 = 6;

fn language(source: &Side, target: &Side, wanted: &Language, detector: &Detector, found: &mut Findings) {
    if wanted.is_und() {
        return;
    }
    let dense = target.words.iter().any(|word| {
        matches!(
            word.script,
            Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul
        )
    });
    let letters = target.letters();
    if letters
        < if dense {
            CHARACTERS_TO_TELL
        } else {
            LETTERS_TO_TELL
        }
    {
        return;
    }
    let prose = target.prose.replace(MASK, " ");
    let guess = detector(&prose, wanted);
    if guess.language.is_und()
        || is_same(&guess.language, wanted)
        || guess.confidence < needed(letters, dense, target, source, &guess.language)
    {
        return;
    }
    let whole = Span::new(0, target.text.plain().len());
    let message = format!(
        "the translation seems to be in {}, not in {}",
        guess.language.english_name(),
        wanted.english_name()
    );
    found.add(Rule::Lang, None, Some(whole), message);
}

/// How sure the detector must be.
fn needed(letters: u32, dense: bool, target: &Side, source: &Side, guessed: &Language) -> f32 {
    let marks = foreign_letters(&target.habits.subtag, &target.prose);
    // Words that the source has too are names, and what is left in the source's language is quoted.
    let shared = target
        .words
        .iter()
        .filter(|word| source.has_word(target.of(word)))
        .map(|word| word.letters)
        .sum::<u32>();
    let named = shared * 2 > letters && guessed.subtag() != source.habits.subtag;
    match () {
        () if named => 2.0,
        () if marks >= 2 => 0.4,
        () if dense => 0.8,
        // The detector weighs in what the text should be: a line that is surely another language has still some doubt.
        () if letters >= 20 => 0.75,
        () => 0.9,
    }
}

/// Whether two tags name what a reader takes for the same language.
fn is_same(guess: &Language, wanted: &Language) -> bool {
    const CLOSE: &[&[&str]] = &[
        &["hr", "bs", "sr", "sh", "cnr"],
        &["id", "ms"],
        &["nb", "nn", "no", "da"],
        &["fa", "prs"],
        &["zh", "wuu"],
        &["fil", "tl"],
        &["ro", "mo"],
        &["pt", "gl"],
        &["hi", "bho", "mai"],
        &["az", "azb"],
    ];
    let (a, b) = (guess.subtag(), wanted.subtag());
    if a == b {
        // Simplified and traditional Chinese, where the tag says which.
        return match (chinese(guess), chinese(wanted)) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
    }
    CLOSE.iter().any(|group| group.contains(&a) && group.contains(&b))
}

/// `Hans` or `Hant` of a Chinese tag that says so, by script or by country.
fn chinese(language: &Language) -> Option<&'static str> {
    if language.subtag() != "zh" {
        return None;
    }
    let tag = language.to_string();
    let has = |part: &str| tag.split('-').any(|own| own == part);
    match () {
        () if has("Hans") => Some("Hans"),
        () if has("Hant") => Some("Hant"),
        () if has("CN") || has("SG") => Some("Hans"),
        () if has("TW") || has("HK") || has("MO") => Some("Hant"),
        () => None,
    }
}

/// Letters of the language's own script that its alphabet lacks.
fn foreign_letters(subtag: &str, text: &str) -> usize {
    let foreign: fn(char) -> bool = match subtag {
        "ru" => |c| {
            matches!(
                c,
                'і' | 'ї'
                    | 'є'
                    | 'ґ'
                    | 'ў'
                    | 'ј'
                    | 'љ'
                    | 'њ'
                    | 'ћ'
                    | 'ђ'
                    | 'џ'
                    | 'ѓ'
                    | 'ќ'
                    | 'ә'
                    | 'ғ'
                    | 'қ'
                    | 'ң'
                    | 'ө'
                    | 'ұ'
                    | 'ү'
                    | 'һ'
                    | 'ҳ'
                    | 'ҷ'
                    | 'ӣ'
                    | 'ӯ'
            )
        },
        "uk" => |c| matches!(c, 'ы' | 'э' | 'ъ' | 'ё' | 'ў' | 'ј'),
        "be" => |c| matches!(c, 'и' | 'щ' | 'ъ' | 'ї' | 'є' | 'ґ'),
        "bg" => |c| matches!(c, 'ы' | 'э' | 'ё' | 'і' | 'ї' | 'є' | 'ј' | 'љ' | 'њ' | 'ћ' | 'ђ'),
        "sr" | "mk" => |c| matches!(c, 'ы' | 'э' | 'ъ' | 'ё' | 'ь' | 'й' | 'щ' | 'ю' | 'я' | 'і' | 'ї'),
        "kk" => |c| matches!(c, 'ї' | 'є' | 'ґ' | 'ҳ' | 'ҷ' | 'ў' | 'ӣ' | 'ӯ'),
        "ky" => |c| matches!(c, 'ә' | 'ғ' | 'қ' | 'ұ' | 'һ' | 'і' | 'ҳ' | 'ҷ' | 'ў'),
        "tg" => |c| matches!(c, 'ә' | 'ң' | 'ө' | 'ұ' | 'ү' | 'һ' | 'і' | 'ў' | 'ы' | 'щ'),
        "uz" => |c| matches!(c, 'ә' | 'ң' | 'ө' | 'ұ' | 'ү' | 'һ' | 'і' | 'ы' | 'щ'),
        "mn" => |c| matches!(c, 'ә' | 'ғ' | 'қ' | 'ң' | 'ұ' | 'һ' | 'і' | 'ҳ' | 'ў'),
        "ar" => |c| {
            matches!(
                c,
                'پ' | 'چ'
                    | 'ژ'
                    | 'گ'
                    | 'ک'
                    | 'ی'
                    | 'ٹ'
                    | 'ڈ'
                    | 'ڑ'
                    | 'ں'
                    | 'ھ'
                    | 'ہ'
                    | 'ے'
                    | 'ۇ'
                    | 'ې'
                    | 'ە'
            )
        },
        "fa" => |c| {
            matches!(
                c,
                'ٹ' | 'ڈ' | 'ڑ' | 'ں' | 'ہ' | 'ے' | 'ة' | 'ى' | 'ۇ' | 'ې' | 'ە' | 'ڵ'
            )
        },
        "ur" => |c| matches!(c, 'ة' | 'ى' | 'ك' | 'ۇ' | 'ې' | 'ە' | 'ټ' | 'ډ' | 'ړ' | 'ښ'),
        _ => return 0,
    };
    text.chars()
        .filter(|c| !c.is_ascii())
        .filter(|c| foreign(c.to_lowercase().next().unwrap_or(*c)))
        .count()
}
