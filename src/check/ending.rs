//! The rule `punct_end`: a sentence ends with the same kind of mark as its source, in the marks of its own script.

use super::side::Side;
use super::{Findings, Rule};
use crate::article::Span;

/// Kinds of final marks, as bits: a tail such as `?“.` has two.
const STOP: u8 = 1;
const QUESTION: u8 = 2;
const EXCLAMATION: u8 = 4;
const ELLIPSIS: u8 = 8;
const COLON: u8 = 16;
/// Comma and semicolon: as good as no mark at the end of a segment.
const PAUSE: u8 = 32;

/// Marks at the end of a text.
#[derive(Clone, Copy, Debug)]
struct Tail {
    kinds: u8,
    /// Byte at which the marks begin, quotation marks and brackets among them included.
    start: usize,
    /// Byte at which they end.
    end: usize,
}

pub(super) fn check(source: &Side, target: &Side, found: &mut Findings) {
    if !found.wants(Rule::PunctEnd) || source.habits.has_no_stop() || target.habits.has_no_stop() {
        return;
    }
    if source.letters() == 0 || target.letters() == 0 {
        return;
    }
    let (ours, theirs) = (tail(source), tail(target));
    if agree(ours.kinds, theirs.kinds) || is_excused(source, target, ours, theirs) {
        return;
    }
    let named = |kinds: u8| match kinds {
        0 => "no mark",
        kinds if kinds & QUESTION != 0 => "a question mark",
        kinds if kinds & EXCLAMATION != 0 => "an exclamation mark",
        kinds if kinds & ELLIPSIS != 0 => "an ellipsis",
        kinds if kinds & STOP != 0 => "a full stop",
        kinds if kinds & COLON != 0 => "a colon",
        _ => "a comma or semicolon",
    };
    let message = format!(
        "the source ends with {}, the translation with {}",
        named(ours.kinds),
        named(theirs.kinds)
    );
    found.add(
        Rule::PunctEnd,
        Some(place(source, ours)),
        Some(place(target, theirs)),
        message,
    );
}

/// The marks, or the last word where there are none.
fn place(side: &Side, tail: Tail) -> Span {
    if tail.kinds != 0 {
        return Span::new(tail.start, tail.end);
    }
    side.words
        .last()
        .map_or(Span::new(tail.start, tail.end), |word| word.span)
}

fn agree(ours: u8, theirs: u8) -> bool {
    let weak = |kinds: u8| kinds & !(PAUSE | COLON) == 0;
    ours & theirs != 0 || weak(ours) && weak(theirs)
}

/// What a mark at the end is; `None` for what may follow marks.
fn kind(c: char, side: &Side) -> Option<u8> {
    Some(match c {
        ';' | '\u{37E}' if side.habits.subtag == "el" => QUESTION,
        ':' if side.habits.subtag == "hy" => STOP,
        '|' if side.habits.is(&["hi", "mr", "ne", "bn", "as", "sa", "or", "pa"]) => STOP,
        '.' | '。' | '｡' | '．' | '۔' | '।' | '॥' | '։' | '።' | '᙮' | '᠃' | '᠉' | '܁' | '꓿' => {
            STOP
        }
        '?' | '？' | '؟' | '՞' | '፧' | '⸮' | '⁇' => QUESTION,
        '!' | '！' | '՜' | '‼' => EXCLAMATION,
        '⁈' | '⁉' | '‽' => QUESTION | EXCLAMATION,
        '…' | '⋯' | '‥' => ELLIPSIS,
        ':' | '：' | '፡' | '፥' => COLON,
        ',' | '，' | '،' | '、' | '､' | ';' | '；' | '؛' | '፣' | '፤' | '·' => PAUSE,
        _ => return None,
    })
}

/// What may stand behind or among final marks: quotation marks, brackets, spaces, direction marks, symbols.
fn closes(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '"' | '\''
                | '”'
                | '“'
                | '’'
                | '‘'
                | '»'
                | '«'
                | '›'
                | '‹'
                | '„'
                | '」'
                | '』'
                | '＂'
                | '′'
                | '″'
        )
        || matches!(
            c,
            ')' | ']' | '}' | '）' | '］' | '】' | '〉' | '》' | '〕' | '｝' | '*' | '_'
        )
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FE0F}' | '\u{61C}')
        || matches!(c, '\u{2190}'..='\u{21FF}' | '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

/// Bytes of a tail that are looked at; longer ones are no sentence.
const LONGEST_TAIL: usize = 120;

fn tail(side: &Side) -> Tail {
    let text = without_reference(&side.prose);
    let (mut kinds, mut start, mut end, mut stops) = (0, text.len(), None, 0);
    for (at, c) in text.char_indices().rev() {
        if text.len() - at > LONGEST_TAIL {
            break;
        }
        match kind(c, side) {
            Some(kind) => {
                stops = if c == '.' { stops + 1 } else { 0 };
                // Three stops are an ellipsis, and so is what remains of "?.." beside the question.
                kinds |= if stops >= 2 { ELLIPSIS } else { kind };
                end = end.or(Some(at + c.len_utf8()));
                start = at;
            }
            None if closes(c) => stops = 0,
            None => break,
        }
    }
    if kinds & ELLIPSIS != 0 && kinds & (QUESTION | EXCLAMATION) == 0 {
        // The stop that was counted before its neighbours were seen; 。 behind an ellipsis too.
        kinds &= !STOP;
    }
    // Two Ethiopic word spaces, and two colons typed for them, are a full stop.
    if side.habits.is(&["am", "ti"]) && (text.trim_end().ends_with("፡፡") || text.trim_end().ends_with("::"))
    {
        kinds = STOP;
    }
    Tail {
        kinds,
        start,
        end: end.unwrap_or(start),
    }
}

/// The text without a footnote mark such as `[12]` at its end.
fn without_reference(text: &str) -> &str {
    let trimmed = text.trim_end();
    let Some(open) = trimmed.strip_suffix(']').and_then(|rest| rest.rfind('[')) else {
        return text;
    };
    let inside = &trimmed[open + 1..trimmed.len() - 1];
    if !inside.is_empty() && inside.len() <= 4 && inside.bytes().all(|byte| byte.is_ascii_digit()) {
        &trimmed[..open]
    } else {
        text
    }
}

/// What languages do otherwise, and abbreviations.
fn is_excused(source: &Side, target: &Side, ours: Tail, theirs: Tail) -> bool {
    let asks = ours.kinds & QUESTION != 0;
    if target.habits.subtag == "hy" && asks && target.prose.contains('՞')
        || source.habits.subtag == "hy" && source.prose.contains('՞')
    {
        return true;
    }
    if target.habits.subtag == "hy" && ours.kinds & EXCLAMATION != 0 && target.prose.contains('՜') {
        return true;
    }
    let stop_alone = |tail: Tail| tail.kinds == STOP;
    if asks && stop_alone(theirs) {
        let before = target.prose[..theirs.start].trim_end();
        return match target.habits.subtag.as_str() {
            // か asks; a mark is not needed.
            "ja" => ["か", "かな", "の", "かい", "だろう", "でしょう"]
                .iter()
                .any(|word| before.ends_with(word)),
            "ko" => ["까", "나요", "가요"].iter().any(|word| before.ends_with(word)),
            _ => false,
        };
    }
    if theirs.kinds & QUESTION != 0 && stop_alone(ours) {
        let before = source.prose[..ours.start].trim_end();
        return source.habits.subtag == "ja"
            && ["か", "かな", "の", "だろう", "でしょう"]
                .iter()
                .any(|word| before.ends_with(word))
            || source.habits.subtag == "ko" && before.ends_with('까');
    }
    let words = source.words.len();
    if stop_alone(ours) && theirs.kinds == EXCLAMATION && words >= WORDS_OF_A_STATEMENT {
        return true;
    }
    if ours.kinds == 0 && stop_alone(theirs) && words >= WORDS_OF_A_SENTENCE {
        return true;
    }
    // The stop of an abbreviation is no final mark.
    let plain = |tail: Tail| tail.kinds & !(PAUSE | COLON) == 0;
    plain(ours) && stop_alone(theirs) && ends_with_abbreviation(target, theirs)
        || plain(theirs) && stop_alone(ours) && ends_with_abbreviation(source, ours)
}

/// Abbreviations with a vowel that end segments.
const ABBREVIATIONS: &[&str] = &[
    "etc", "inc", "co", "corp", "no", "vol", "ave", "approx", "est", "gov", "gen", "sen", "rev", "prof",
    "proc", "art", "ul", "itd", "itp", "usw", "ca", "mio", "nr", "milj", "mill", "atd", "apod", "resp",
    "stb", "pl", "vb", "yy", "ор", "руб", "тыс", "им", "ул", "обл", "грн", "тис", "др", "пр", "и", "av",
    "apr", "aug", "dec", "feb", "jan", "jul", "jun", "mar", "nov", "oct", "sep", "sept", "univ", "mln",
];

/// A text with fewer words may be a heading that ends with a number.
const WORDS_OF_A_FRAGMENT: usize = 6;
/// From here on a text without a final mark is a sentence that lost it, and a translation that has one is right.
const WORDS_OF_A_SENTENCE: usize = 10;
/// From here on an exclamation mark for a stop is the translator's way to say it.
const WORDS_OF_A_STATEMENT: usize = 4;

/// Whether the stop may belong to the last word: `proc.`, `a.m.`, `Ltd.`, or an ordinal number in what is no whole sentence.
fn ends_with_abbreviation(side: &Side, tail: Tail) -> bool {
    let before = &side.prose[..tail.start];
    let last = before
        .rsplit(|c: char| c.is_whitespace() || c == '(')
        .next()
        .unwrap_or_default();
    let letters = last.chars().filter(|c| c.is_alphabetic()).count();
    let fragment = side.words.len() < WORDS_OF_A_FRAGMENT;
    if letters == 0 {
        return fragment && !last.is_empty() && last.chars().all(char::is_numeric);
    }
    let word = last.to_lowercase();
    let vowel = |c: char| "aeiouyäöüáéíóúàèìòùâêîôûåæøőűаеёиоуыэюяіїєөүұәαεηιουωάέήίόύώ".contains(c);
    let spelled = side.habits.is_cased() && word.chars().all(char::is_lowercase);
    last.contains('.') && letters <= 6
        || spelled && letters <= 4 && !word.chars().any(vowel)
        || ABBREVIATIONS.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Language;
    use crate::check::{Text, habits::Habits};

    fn kinds(tag: &str, text: &str) -> u8 {
        let text = Text::parse(text);
        tail(&Side::new(&text, Habits::of(&Language::parse(tag).unwrap()))).kinds
    }

    #[test]
    fn the_tail_has_the_kinds_of_its_marks() {
        for (tag, text, want) in [
            ("en", "He said \"yes.\"", STOP),
            ("de", "Er fragte: „Warum?“.", QUESTION | STOP),
            ("en", "What a day...", ELLIPSIS),
            ("zh", "这一天……。", ELLIPSIS),
            ("ru", "Зачем?..", QUESTION | STOP | ELLIPSIS),
            ("el", "Γιατί;", QUESTION),
            ("en", "one; ", PAUSE),
            ("am", "ተከፈተ፡፡", STOP),
            ("en", "A claim.[12]", STOP),
            ("en", "Great! 🎉", EXCLAMATION),
            ("hi", "हुई।", STOP),
            ("en", "none", 0),
        ] {
            assert_eq!(kinds(tag, text), want, "{text}");
        }
    }
}
