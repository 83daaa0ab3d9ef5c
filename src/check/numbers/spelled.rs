//! Numbers in letters: words of a language, Han numerals, Roman numerals. They explain numbers in digits on the other side and never
//! are a finding by themselves: "one" is an article, 一 is a part of many words.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::scales;
use super::value::Value;
use crate::check::side::Side;

const TABLE: &str = include_str!("../data/number_words.tsv");

#[derive(Clone, Copy, Debug)]
enum Meaning {
    Adds(Value),
    Multiplies(u64),
    Joins,
}

#[derive(Clone, Copy, Debug)]
struct Word {
    text: &'static str,
    meaning: Meaning,
    open: bool,
}

/// The number words of a language, the longest first.
static WORDS: LazyLock<BTreeMap<&'static str, Vec<Word>>> = LazyLock::new(|| {
    let mut out: BTreeMap<&str, Vec<Word>> = BTreeMap::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(tags), Some(value)) = (cells.next(), cells.next()) else {
            continue;
        };
        let meaning = match value.strip_prefix('x') {
            Some(factor) => Meaning::Multiplies(factor.parse().expect("the table holds factors")),
            None if value == "+" => Meaning::Joins,
            None => {
                let (whole, part) = value.split_once('.').unwrap_or((value, ""));
                Meaning::Adds(Value::read(whole.as_bytes(), part.as_bytes()))
            }
        };
        for text in cells {
            let word = Word {
                text: text.trim_end_matches('*'),
                meaning,
                open: text.ends_with('*'),
            };
            for tag in tags.split(' ') {
                out.entry(tag).or_default().push(word);
            }
        }
    }
    for words in out.values_mut() {
        words.sort_by_key(|word| std::cmp::Reverse(word.text.len()));
    }
    out
});

/// Languages that write compound numbers as one word.
const GLUED: &[&str] = &[
    "de", "nl", "it", "sv", "da", "nb", "nn", "no", "fi", "hu", "tr", "az", "cs", "sk", "kk", "uz",
];

/// Whether words of a language are known here.
pub(super) fn is_known(subtag: &str) -> bool {
    WORDS.contains_key(subtag) || matches!(subtag, "zh" | "yue" | "ja")
}

/// Whether all small numbers and the months of a language are known here, so that what is not found is not said.
pub(super) fn is_complete(subtag: &str) -> bool {
    matches!(
        subtag,
        "en" | "fr" | "de" | "es" | "it" | "pt" | "nl" | "ru" | "zh" | "ja"
    )
}

/// The values that words of a side may stand for, sorted.
pub(super) fn values(side: &Side) -> Vec<Value> {
    let mut out = Vec::new();
    spelled(side, &mut out);
    for word in &side.words {
        out.extend(roman(side.of(word)));
    }
    if side.habits.is(&["zh", "yue", "ja", "ko"]) {
        han(&side.prose, &mut out);
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// A number being put together.
#[derive(Debug, Default)]
struct Sum {
    total: Option<Value>,
    current: Option<Value>,
    /// The last factor, for "a million and a half".
    factor: Option<u32>,
}

impl Sum {
    fn value(&self) -> Option<Value> {
        match (self.total, self.current) {
            (Some(total), Some(current)) => Some(total.plus(current)),
            (total, current) => total.or(current),
        }
    }

    fn add(&mut self, value: Value, out: &mut Vec<Value>) {
        out.push(value);
        if value == Value::HALF
            && let Some(power) = self.factor.filter(|_| self.current.is_none())
        {
            self.total = self.total.map(|total| total.plus(Value::HALF.scaled(power)));
            out.extend(self.value());
            return;
        }
        self.current = match self.current {
            None => Some(value),
            // 20 + 1, 100 + 15, 60 + 11; not 3, 4.
            Some(before)
                if before.as_whole().is_some_and(|whole| whole % 10 == 0) && value < before
                    || value == Value::HALF =>
            {
                Some(before.plus(value))
            }
            // Four in "four score", 2 in "zweiundzwanzig" come before the tens.
            Some(before)
                if before < Value::whole(10)
                    && value.as_whole().is_some_and(|tens| tens % 10 == 0 && tens >= 20) =>
            {
                // Nineteen eighty: the hundreds of a year; two and twenty.
                Some(before.plus(value))
            }
            Some(before)
                if before >= Value::whole(10)
                    && before < Value::whole(100)
                    && value >= Value::whole(10)
                    && value < Value::whole(100) =>
            {
                Some(before.times(100).plus(value))
            }
            Some(_) => {
                self.total = None;
                Some(value)
            }
        };
        out.extend(self.current);
        out.extend(self.value());
    }

    fn multiply(&mut self, factor: u64, out: &mut Vec<Value>) {
        // Quatre-vingt is four times twenty, cent vingt is not.
        if factor == 20 && self.current.is_some_and(|current| current >= Value::whole(10)) {
            return self.add(Value::whole(20), out);
        }
        out.push(Value::whole(factor));
        let product = self.current.unwrap_or(Value::whole(1)).times(factor);
        if factor >= 1000 {
            // "Three million and five million" are two numbers; what they would be as one is pushed as well.
            out.push(product);
            self.total = Some(self.total.unwrap_or(Value::ZERO).plus(product));
            self.current = None;
        } else {
            self.current = Some(product);
        }
        self.factor = factor.checked_ilog10();
        out.extend(self.value());
    }
}

fn spelled(side: &Side, out: &mut Vec<Value>) {
    let subtag = side.habits.subtag.as_str();
    let Some(table) = WORDS.get(subtag) else { return };
    let scales = scales::of(subtag);
    let glued = GLUED.contains(&subtag);
    let mut sum = Sum::default();
    let mut end = 0;
    for word in &side.words {
        let gap = &side.prose[end..word.span.start as usize];
        end = word.span.end as usize;
        if !matches!(gap, "" | " " | "-" | "\u{A0}" | "‑") {
            sum = Sum::default();
        }
        let text = side.of(word).to_lowercase();
        let meanings: Vec<Meaning> = table
            .iter()
            .filter(|known| matches(known, &text))
            .map(|known| known.meaning)
            .collect();
        let compound = glued && text.len() > 5;
        if compound && unglue(&text, table, 2, out) {
            sum = Sum::default();
        } else if !meanings.is_empty() {
            take(&meanings, &mut sum, out);
        } else if let Some((power, length)) = scales.word(&text)
            && length == text.len()
        {
            sum.multiply(10u64.pow(power), out);
        } else {
            sum = Sum::default();
            if compound {
                unglue(&text, table, 1, out);
            }
        }
    }
}

fn matches(known: &Word, text: &str) -> bool {
    text == known.text || known.open && text.starts_with(known.text) && text.len() <= known.text.len() + 14
}

/// A word may mean several things: "half" is 1/2, and 50 of a hundred.
fn take(meanings: &[Meaning], sum: &mut Sum, out: &mut Vec<Value>) {
    let adds = |meaning: &Meaning| matches!(meaning, Meaning::Adds(_));
    // "Un" is an article, but the one in "vingt et un".
    let running = sum.current.is_some_and(|current| current >= Value::whole(20));
    let joins = !running && meanings.iter().any(|meaning| matches!(meaning, Meaning::Joins));
    // The last is what goes on: the table has the plain number of a word first, and a half last.
    let chosen = match meanings.iter().rev().find(|meaning| !joins || !adds(meaning)) {
        Some(chosen) => *chosen,
        None => return,
    };
    for meaning in meanings {
        if let Meaning::Adds(value) = meaning {
            out.push(*value);
        }
    }
    match chosen {
        Meaning::Adds(value) => sum.add(value, out),
        Meaning::Multiplies(factor) => sum.multiply(factor, out),
        Meaning::Joins => {}
    }
}

/// Letters that the numbers of a compound have at least: "acht" in "achten" is none.
const SHORTEST_COMPOUND: usize = 5;

/// Reads `einundzwanzig` as the words that it is made of, at least `fewest`; what a number is part of may follow, as in
/// `zweihundertster` and `achtzehnjährig`.
fn unglue(text: &str, table: &[Word], fewest: usize, out: &mut Vec<Value>) -> bool {
    let mut rest = text;
    let mut parts = Vec::new();
    while !rest.is_empty() && parts.len() < 12 {
        let starts = |word: &&Word| rest.starts_with(word.text);
        let Some(found) = table.iter().find(starts) else {
            break;
        };
        // "ein" is an article by itself and one in a number.
        let same = table.iter().filter(|word| word.text == found.text);
        let word = same
            .into_iter()
            .find(|word| !matches!(word.meaning, Meaning::Joins))
            .unwrap_or(found);
        rest = &rest[word.text.len()..];
        parts.push(word.meaning);
    }
    if parts.len() < fewest || text.len() - rest.len() <= SHORTEST_COMPOUND {
        return false;
    }
    let mut sum = Sum::default();
    for meaning in parts {
        take(&[meaning], &mut sum, out);
    }
    true
}

/// The value of a Roman numeral, in Latin letters or in the Cyrillic ones that look alike; endings as in `XXIe` are left out.
fn roman(word: &str) -> Option<Value> {
    let letter = |c: char| {
        Some(match c {
            'I' | 'І' => 1,
            'V' => 5,
            'X' | 'Х' => 10,
            'L' => 50,
            'C' | 'С' => 100,
            'D' => 500,
            'M' | 'М' => 1000,
            _ => return None,
        })
    };
    let mut digits: Vec<i64> = Vec::new();
    let mut chars = word.chars();
    for c in chars.by_ref() {
        match letter(c) {
            Some(value) if digits.len() < 15 => digits.push(value),
            _ if c.is_lowercase() && chars.clone().count() <= 3 => break,
            _ => return None,
        }
    }
    let value = digits.iter().enumerate().fold(0i64, |sum, (at, digit)| {
        let before_larger = digits.get(at + 1).is_some_and(|next| next > digit);
        sum + if before_larger { -digit } else { *digit }
    });
    u64::try_from(value)
        .ok()
        .filter(|value| *value > 0)
        .map(Value::whole)
}

/// Values of runs of Han numerals: 二十一, 三千万, 二〇二三.
fn han(text: &str, out: &mut Vec<Value>) {
    let mut run: Vec<u64> = Vec::new();
    for c in text.chars().chain(std::iter::once('\0')) {
        let value = match c {
            '〇' | '零' => 0,
            '一' | '壹' => 1,
            '二' | '两' | '兩' => 2,
            '三' => 3,
            '四' => 4,
            '五' => 5,
            '六' => 6,
            '七' => 7,
            '八' => 8,
            '九' => 9,
            '十' => 10,
            '廿' => 20,
            '百' => 100,
            '千' => 1000,
            '万' | '萬' => 10_000,
            '亿' | '億' => 100_000_000,
            '兆' => 1_000_000_000_000,
            '半' => {
                out.extend([Value::HALF, Value::whole(50), Value::whole(2)]);
                continue;
            }
            _ => {
                if !run.is_empty() {
                    out.push(han_value(&run));
                    run.clear();
                }
                continue;
            }
        };
        if run.len() < 24 {
            run.push(value);
        }
    }
}

fn han_value(run: &[u64]) -> Value {
    if run.len() > 1 && run.iter().all(|value| *value < 10) {
        let digits: Vec<u8> = run.iter().map(|digit| b'0' + *digit as u8).collect();
        return Value::read(&digits, &[]);
    }
    let (mut total, mut section, mut digit) = (Value::ZERO, Value::ZERO, None);
    for &value in run {
        match value {
            0..=9 => digit = Some(value),
            10..=1000 => {
                section = section.plus(Value::whole(digit.take().unwrap_or(1)).times(value));
            }
            _ => {
                let part = section.plus(Value::whole(digit.take().unwrap_or(0)));
                let part = if part == Value::ZERO {
                    Value::whole(1)
                } else {
                    part
                };
                total = total.plus(part.times(value));
                section = Value::ZERO;
            }
        }
    }
    total.plus(section).plus(Value::whole(digit.unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Language;
    use crate::check::{Text, habits::Habits};

    fn has(tag: &str, text: &str, value: u64) -> bool {
        let text = Text::parse(text);
        let side = Side::new(&text, Habits::of(&Language::parse(tag).unwrap()));
        values(&side).contains(&Value::whole(value))
    }

    #[test]
    fn numbers_in_letters_have_their_values() {
        for (tag, text, value) in [
            ("en", "twenty-one", 21),
            ("en", "three hundred and five", 305),
            ("en", "half a million people", 500_000),
            ("en", "one and a half million", 1_500_000),
            ("en", "nineteen eighty", 1980),
            ("en", "two dozen", 24),
            ("fr", "soixante et onze", 71),
            ("fr", "quatre-vingts", 80),
            ("fr", "les années quatre-vingt-dix", 90),
            ("fr", "vingt et un ans", 21),
            ("fr", "cent vingt", 120),
            ("de", "achtzehnjährig", 18),
            ("fr", "le XXIe siècle", 21),
            ("de", "einundzwanzig", 21),
            ("de", "dreihundert Menschen", 300),
            ("de", "zweitausend", 2000),
            ("es", "treinta y uno", 31),
            ("it", "duecento", 200),
            ("nl", "eenentwintig", 21),
            ("ru", "двадцать пять тысяч", 25_000),
            ("ru", "полтора миллиона", 1_500_000),
            ("ru", "в ХХ веке", 20),
            ("zh", "二十一", 21),
            ("zh", "三千万人", 30_000_000),
            ("zh", "二〇二三年", 2023),
            ("tr", "yüz elli", 150),
            ("kk", "отыз бес", 35),
        ] {
            assert!(has(tag, text, value), "{tag}: {text}");
        }
        assert!(!has("en", "The mild civic climate", 1));
    }
}
