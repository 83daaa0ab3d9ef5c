//! What characters alone tell: simplified or traditional Chinese, Cantonese, Japanese, Kazakh in Arabic script.

use super::letters::Script;

#[path = "data/han.rs"]
mod han;

/// Characters of written Cantonese that written Mandarin does not use.
const CANTONESE: &str = "嘅唔喺咗哋啲冇嚟嗰咩嘢睇噉佢";

const FIRST: usize = 0x4E00;
const LAST: usize = 0x9FFF;

const SIMPLIFIED: u8 = 1;
const TRADITIONAL: u8 = 2;
const CANTONESE_ONLY: u8 = 4;

/// Marks of each character from U+4E00 to U+9FFF.
static FORMS: [u8; LAST - FIRST + 1] = forms();

#[expect(clippy::large_stack_arrays, reason = "it is made by the compiler")]
const fn forms() -> [u8; LAST - FIRST + 1] {
    let mut table = [0; LAST - FIRST + 1];
    table = marked(table, han::SIMPLIFIED.as_bytes(), SIMPLIFIED);
    table = marked(table, han::TRADITIONAL.as_bytes(), TRADITIONAL);
    marked(table, CANTONESE.as_bytes(), CANTONESE_ONLY)
}

/// Marks the characters of a text in which each has three bytes.
const fn marked(mut table: [u8; LAST - FIRST + 1], bytes: &[u8], mark: u8) -> [u8; LAST - FIRST + 1] {
    let mut at = 0;
    while at < bytes.len() {
        let (a, b, c) = (
            bytes[at] as usize & 0x0F,
            bytes[at + 1] as usize & 0x3F,
            bytes[at + 2] as usize & 0x3F,
        );
        let code = a << 12 | b << 6 | c;
        // The few markers outside the main block have no slot.
        if code >= FIRST && code <= LAST {
            table[code - FIRST] |= mark;
        }
        at += 3;
    }
    table
}

/// Counts of the characters that tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    simplified: u32,
    traditional: u32,
    cantonese: u32,
    kana: u32,
    high_hamza: u32,
}

impl Marks {
    /// Counts the characters of a word.
    pub(crate) fn count(&mut self, script: Script, folded: &[char]) {
        if script == Script::ARABIC {
            self.high_hamza += folded.iter().filter(|&&c| c == '\u{674}').count() as u32;
        }
        if script != Script::HAN {
            return;
        }
        for &c in folded {
            if matches!(c, '\u{3041}'..='\u{30FA}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9D}') {
                self.kana += 1;
            } else if let Some(&form) = (c as usize).checked_sub(FIRST).and_then(|at| FORMS.get(at)) {
                self.simplified += u32::from(form & SIMPLIFIED != 0);
                self.traditional += u32::from(form & TRADITIONAL != 0);
                self.cantonese += u32::from(form & CANTONESE_ONLY != 0);
            }
        }
    }

    /// Adds other counts.
    pub(crate) fn join(&mut self, other: Self) {
        self.simplified += other.simplified;
        self.traditional += other.traditional;
        self.cantonese += other.cantonese;
        self.kana += other.kana;
        self.high_hamza += other.high_hamza;
    }

    /// The language and its share of certainty, where characters alone decide among `letters` letters of `script`.
    pub(crate) fn decide(&self, script: Script, letters: u32) -> Option<(&'static str, f32)> {
        let per_hundred = |count: u32| count * 100 / letters.max(1);
        match script {
            // Japanese without kana is a headline at most; Chinese with a few kana quotes a name.
            Script::HAN if per_hundred(self.kana) >= 5 => Some(("ja", 0.99)),
            Script::HAN if per_hundred(self.cantonese) >= 2 => {
                Some(("yue", if self.cantonese > 1 { 0.95 } else { 0.6 }))
            }
            // U+0674 is used in Kazakh alone.
            Script::ARABIC if self.high_hamza > 0 && per_hundred(self.high_hamza) >= 1 => {
                Some(("kk-Arab", 0.95))
            }
            _ => None,
        }
    }

    /// `Hans` or `Hant`; `usual` if the text has no character that exists in one form only.
    pub(crate) fn chinese_script(&self, usual: &'static str) -> &'static str {
        match self.simplified.cmp(&self.traditional) {
            std::cmp::Ordering::Greater => "Hans",
            std::cmp::Ordering::Less => "Hant",
            std::cmp::Ordering::Equal => usual,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str) -> Marks {
        let mut marks = Marks::default();
        marks.count(Script::HAN, &text.chars().collect::<Vec<_>>());
        marks
    }

    #[test]
    fn no_character_is_in_both_lists() {
        assert!(han::SIMPLIFIED.chars().all(|c| !han::TRADITIONAL.contains(c)));
        assert!(han::SIMPLIFIED.chars().count() > 500);
        assert!(
            han::SIMPLIFIED
                .chars()
                .chain(han::TRADITIONAL.chars())
                .all(|c| c.len_utf8() == 3)
        );
    }

    #[test]
    fn the_form_of_characters_tells_the_script() {
        for (text, want) in [("这里的学生", "Hans"), ("這裡的學生", "Hant"), ("山水", "Hani")] {
            assert_eq!(marks(text).chinese_script("Hani"), want, "{text}");
        }
    }

    #[test]
    fn markers_decide_without_the_model() {
        for (text, want) in [
            ("桜が咲いた", Some("ja")),
            ("佢哋唔係喺度", Some("yue")),
            ("他们不在这里", None),
        ] {
            let letters = text.chars().count() as u32;
            assert_eq!(
                marks(text).decide(Script::HAN, letters).map(|found| found.0),
                want,
                "{text}"
            );
        }
    }
}
