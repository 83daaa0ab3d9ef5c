//! What the checks must know of a language: its scripts, whether they have capitals, how it ends sentences and writes numbers.

use unicode_script::Script;

use crate::article::Language;

/// The sign between whole and fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decimal {
    /// 1,234.5
    Stop,
    /// 1.234,5 or 1 234,5
    Comma,
    /// Both are in use, by country or by habit.
    Either,
}

/// Habits of a language.
#[derive(Clone, Debug)]
pub(super) struct Habits {
    pub(super) subtag: String,
    /// The scripts it is written in; none if that is not known.
    pub(super) scripts: Vec<Script>,
    pub(super) decimal: Decimal,
    /// Whether a space inside a number groups its digits.
    pub(super) groups_by_space: bool,
    /// Country of the tag, as `CA`; empty if it has none.
    pub(super) region: String,
}

impl Habits {
    pub(super) fn of(language: &Language) -> Self {
        let subtag = language.subtag().to_owned();
        let region = region(language);
        Self {
            scripts: scripts(language, &subtag),
            decimal: decimal(&subtag, &region),
            groups_by_space: !groups_never_by_space(&subtag),
            region,
            subtag,
        }
    }

    pub(super) fn is(&self, tags: &[&str]) -> bool {
        tags.contains(&self.subtag.as_str())
    }

    /// Whether sentences begin with a capital.
    pub(super) fn is_cased(&self) -> bool {
        // Georgian letters have capitals in Unicode, but no sentence begins with one.
        let cased = |script| {
            matches!(
                script,
                Script::Latin | Script::Cyrillic | Script::Greek | Script::Armenian
            )
        };
        !self.scripts.is_empty() && self.scripts.iter().copied().all(cased)
    }

    /// Whether sentences end without a mark.
    pub(super) fn has_no_stop(&self) -> bool {
        self.is(&["th", "lo", "km", "bo", "dz", "my", "shn", "nod", "khb"])
    }

    /// Whether words are written without spaces between them.
    pub(super) fn is_unspaced(&self) -> bool {
        self.is(&["zh", "yue", "wuu", "ja", "th", "lo", "km", "my", "bo", "dz"])
    }
}

/// The region subtag: two letters or three digits after the language and the script.
fn region(language: &Language) -> String {
    let tag = language.to_string();
    let is_region = |part: &&str| {
        part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_uppercase())
            || part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    tag.split('-')
        .skip(1)
        .find(is_region)
        .unwrap_or_default()
        .to_owned()
}

/// Scripts by the tag; where it names none, those that the language is really written in.
fn scripts(language: &Language, subtag: &str) -> Vec<Script> {
    if language.explicit_script().is_none() {
        // Both are in daily use, and a tag without a script leaves open which is meant.
        match subtag {
            "sr" | "uz" | "bs" | "crh" => return vec![Script::Latin, Script::Cyrillic],
            "pa" => return vec![Script::Gurmukhi, Script::Arabic],
            "sd" | "ks" => return vec![Script::Arabic, Script::Devanagari],
            "ku" => return vec![Script::Latin, Script::Arabic],
            "mn" => return vec![Script::Cyrillic, Script::Mongolian],
            _ => {}
        }
    }
    match language.script() {
        "Jpan" => vec![Script::Han, Script::Hiragana, Script::Katakana],
        "Kore" => vec![Script::Hangul, Script::Han],
        "Hans" | "Hant" | "Hani" => vec![Script::Han, Script::Bopomofo],
        code => match Script::from_short_name(code) {
            Some(Script::Unknown) | None => Vec::new(),
            Some(script) => vec![script],
        },
    }
}

/// By CLDR's number symbols; countries that differ from the rest of their language are named.
fn decimal(subtag: &str, region: &str) -> Decimal {
    const COMMA: &[&str] = &[
        "af", "az", "ba", "be", "bg", "bs", "ca", "cs", "cv", "da", "de", "el", "eo", "es", "et", "eu", "fi",
        "fo", "fr", "fur", "fy", "gl", "hr", "hu", "hy", "id", "is", "it", "jv", "ka", "kk", "ky", "lb",
        "lt", "lv", "mk", "nb", "nds", "nl", "nn", "oc", "os", "pl", "pt", "ro", "ru", "sc", "sk", "sl",
        "sq", "sr", "sv", "tg", "tk", "tr", "tt", "uk", "uz", "vi", "wo",
    ];
    match (subtag, region) {
        ("es", "MX" | "US" | "PR" | "GT" | "HN" | "NI" | "SV" | "PA" | "PE" | "DO" | "419")
        | ("de" | "it", "CH" | "LI") => Decimal::Stop,
        // A tag without a country serves Madrid and Mexico; Arabic writes one sign in Cairo, the other in Rabat.
        ("es", "")
        | ("ar" | "fa" | "ckb" | "ug" | "sw" | "ms" | "mn" | "lo" | "km", _)
        | ("fr", "CH" | "CA")
        | ("en", "ZA") => Decimal::Either,
        _ if COMMA.contains(&subtag) => Decimal::Comma,
        _ => Decimal::Stop,
    }
}

/// Languages in which two numbers that stand side by side are two numbers.
fn groups_never_by_space(subtag: &str) -> bool {
    matches!(
        subtag,
        "en" | "zh"
            | "yue"
            | "ja"
            | "ko"
            | "hi"
            | "bn"
            | "ur"
            | "ta"
            | "te"
            | "mr"
            | "gu"
            | "kn"
            | "ml"
            | "pa"
            | "th"
            | "he"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn habits(tag: &str) -> Habits {
        Habits::of(&Language::parse(tag).unwrap())
    }

    #[test]
    fn habits_follow_the_tag() {
        assert_eq!(habits("ja").scripts.len(), 3);
        assert_eq!(habits("sr").scripts.len(), 2);
        assert_eq!(habits("sr-Latn").scripts, [Script::Latin]);
        assert!(habits("und").scripts.is_empty());
        assert_eq!(habits("fr-CA").region, "CA");
        assert_eq!(habits("es-MX").decimal, Decimal::Stop);
        assert_eq!(habits("es-AR").decimal, Decimal::Comma);
        assert!(habits("hy").is_cased() && !habits("ka").is_cased() && !habits("ar").is_cased());
    }
}
