//! Text to language, script and confidence, for whole articles, blocks and spans.
//!
//! A text is cleaned of addresses, code and numbers (`noise`), cut into words whose hashed n-grams are looked up in one
//! small table (`features`, `model`), and judged among the languages of its leading script (`decide`). Where characters
//! alone tell, they decide (`variants`); among close neighbours telling words do (`neighbours`). What is no language is `und` with confidence 0.
//!
//! ```
//! use tolmach::detect::{DetectOptions, detect};
//!
//! let found = detect("Мектеп көпірдің арғы жағында тұр.", &DetectOptions::default());
//! assert_eq!(found.language.to_string(), "kk");
//! ```

mod blocks;
mod decide;
mod evidence;
mod features;
mod follow;
mod letters;
mod model;
mod neighbours;
mod noise;
mod opinion;
mod pieces;
mod sample;
mod spans;
mod variants;

pub use blocks::{BlockLanguage, BlockText, detect_blocks};
pub use spans::spans;

use crate::article::Language;

/// What detection may be told.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct DetectOptions {
    /// The language that the source declares: a prior that the text can overrule.
    pub declared: Option<Language>,
    /// The only languages that may be answered; all if empty.
    pub only: Vec<Language>,
}

/// The language of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Detection {
    /// The language; with a script subtag where one distinguishes (`zh-Hant`, `uz-Cyrl`, `sr-Latn`); `und` if it cannot be told.
    pub language: Language,
    /// ISO 15924 code of the leading script; `Zzzz` if there are no letters.
    pub script: &'static str,
    /// How sure, 0 to 1.
    pub confidence: f32,
}

impl Detection {
    /// The answer for what is no language.
    fn none() -> Self {
        Self {
            language: Language::UND,
            script: "Zzzz",
            confidence: 0.0,
        }
    }
}

/// Tells the language of `text`.
///
/// Of a long text the first 64 KiB and stretches of the rest are read, and of these the model is asked about a sample of the
/// words that is spread evenly: some three hundred tell as much as all. The choice is the same at every call.
pub fn detect(text: &str, options: &DetectOptions) -> Detection {
    let evidence = evidence::Evidence::of(text, &mut features::Words::default());
    let Some(part) = evidence.lead() else {
        return Detection::none();
    };
    let mut found = decide::decide(part, options);
    opinion::weigh(text, part.letters, &mut found);
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(text: &str, options: &DetectOptions) -> String {
        detect(text, options).language.to_string()
    }

    fn declared(tag: &str) -> DetectOptions {
        DetectOptions {
            declared: Language::parse(tag).ok(),
            ..DetectOptions::default()
        }
    }

    #[test]
    fn texts_are_told_with_the_script_that_distinguishes() {
        for (text, want) in [
            (
                "The lighthouse keeper wrote down the weather every evening.",
                "en",
            ),
            ("Der Leuchtturm steht seit hundert Jahren am Ende der Mole.", "de"),
            ("Балалар көлдүн жээгинде ойноп жүрүшөт.", "ky"),
            ("Болалар кўл бўйида ўйнаб юрибдилар.", "uz-Cyrl"),
            ("Bolalar ko‘l bo‘yida o‘ynab yuribdilar.", "uz-Latn"),
            ("Деца се играју поред језера сваког дана.", "sr-Cyrl"),
            ("孩子们在湖边玩耍，老师给他们讲故事。", "zh-Hans"),
            ("孩子們在湖邊玩耍，老師給他們講故事。", "zh-Hant"),
            ("佢哋喺湖邊玩，唔知幾開心。", "yue"),
            ("子どもたちは湖のそばで遊んでいます。", "ja"),
            ("아이들이 호숫가에서 놀고 있습니다.", "ko"),
            ("Τα παιδιά παίζουν δίπλα στη λίμνη.", "el"),
            ("குழந்தைகள் ஏரிக்கரையில் விளையாடுகிறார்கள்.", "ta"),
            ("كِتَابُ الأَطْفَالِ عَلَى الطَّاوِلَةِ", "ar"),
        ] {
            assert_eq!(told(text, &DetectOptions::default()), want, "{text}");
        }
    }

    #[test]
    fn what_is_no_language_is_und_without_confidence() {
        for text in ["", " \n", "12 345,67 %", "🙂🙃", "https://example.org/a?b=c", "x"] {
            let found = detect(text, &DetectOptions::default());
            assert!(
                found.language.is_und() && found.confidence == 0.0,
                "{text}: {found:?}"
            );
        }
        assert_eq!(detect("", &DetectOptions::default()).script, "Zzzz");
    }

    #[test]
    fn a_declaration_decides_among_neighbours_and_yields_to_the_text() {
        for (tag, want) in [("nb", "nb"), ("da", "da")] {
            assert_eq!(told("Det er en god dag", &declared(tag)), want);
        }
        let kazakh =
            "Ауыл мектебінің жаңа ғимараты биыл күзде ашылады, оқушылар мен мұғалімдер оны көптен күтіп жүр.";
        assert_eq!(told(kazakh, &declared("en")), "kk");
        assert_eq!(told(kazakh, &declared("ky")), "kk");
    }

    #[test]
    fn only_the_languages_allowed_are_answered() {
        let only = |tags: &[&str]| DetectOptions {
            only: tags.iter().map(|tag| Language::parse(tag).unwrap()).collect(),
            ..DetectOptions::default()
        };
        let text = "Los niños juegan junto al lago todas las tardes.";
        assert_eq!(told(text, &only(&["pt", "it"])).len(), 2);
        assert_ne!(told(text, &only(&["pt", "it"])), "es");
        assert_eq!(told(text, &only(&["es", "ru"])), "es");
        assert_eq!(told(text, &only(&["ru"])), "und");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn any_text_has_an_answer(text in "\\PC{0,60}") {
            let found = detect(&text, &DetectOptions::default());
            assert!((0.0..=1.0).contains(&found.confidence));
            assert_eq!(found.language.is_und(), found.confidence == 0.0);
        }
    }
}
