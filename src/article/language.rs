//! Languages as BCP 47 tags in canonical form, with what pages and jobs need to know of them:
//! usual script, direction, and names in English and in the language itself.
//!
//! The table in `data/languages.tsv` holds facts of Unicode CLDR and ISO 639.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use icu_locale_core::LanguageIdentifier;
use icu_locale_core::subtags::{Language as Subtag, Script as ScriptSubtag};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// A language: ISO 639-1 where it exists, else 639-3, `und` if unknown; script and region where they are given.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Language(LanguageIdentifier);

/// A tag that is not BCP 47.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("\"{0}\" is not a language tag; write one such as \"fr\", \"zh-Hant\" or \"pt-BR\"")]
pub struct LanguageError(String);

/// The direction in which a script is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// The value of HTML's `dir` attribute.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// One row of `data/languages.tsv`.
struct Row {
    tag: &'static str,
    alpha3: &'static str,
    script: &'static str,
    english: &'static str,
    native: &'static str,
}

const TABLE: &str = include_str!("data/languages.tsv");

/// Tags that are obsolete, bibliographic (ISO 639-2/B) or name a group where one member is meant.
const ALIASES: &[(&str, &str)] = &[
    ("alb", "sq"),
    ("arm", "hy"),
    ("baq", "eu"),
    ("bur", "my"),
    ("chi", "zh"),
    ("cmn", "zh"),
    ("cze", "cs"),
    ("dut", "nl"),
    ("fre", "fr"),
    ("geo", "ka"),
    ("ger", "de"),
    ("gre", "el"),
    ("ice", "is"),
    ("in", "id"),
    ("iw", "he"),
    ("ji", "yi"),
    ("mac", "mk"),
    ("mao", "mi"),
    ("may", "ms"),
    ("mo", "ro"),
    ("no", "nb"),
    ("nor", "nb"),
    ("per", "fa"),
    ("pes", "fa"),
    ("rum", "ro"),
    ("sh", "sr"),
    ("slo", "sk"),
    ("tib", "bo"),
    ("wel", "cy"),
    ("uzn", "uz"),
    ("khk", "mn"),
    ("arb", "ar"),
];

const RIGHT_TO_LEFT: &[&str] = &[
    "Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg", "Mand", "Samr",
];

/// The table's rows, sorted by tag as the file is; read once, when a name or a script is first asked for.
static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let row = |line: &'static str| {
        let mut cells = line.split('\t');
        Some(Row {
            tag: cells.next()?,
            alpha3: cells.next()?,
            script: cells.next()?,
            english: cells.next()?,
            native: cells.next()?,
        })
    };
    TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(row)
        .collect()
});

fn row(tag: &str) -> Option<&'static Row> {
    ROWS.binary_search_by(|row| row.tag.cmp(tag))
        .ok()
        .map(|index| &ROWS[index])
}

impl Language {
    /// The language that cannot be told: `und`.
    pub const UND: Self = Self(LanguageIdentifier::UNKNOWN);

    /// Reads a tag in any case, with `-` or `_`; extensions are dropped, obsolete tags replaced.
    ///
    /// # Errors
    /// If `tag` is not a BCP 47 tag.
    pub fn parse(tag: &str) -> Result<Self, LanguageError> {
        let error = || LanguageError(tag.chars().take(40).collect());
        if tag.len() > 64 {
            return Err(error());
        }
        let tag = tag.trim().replace('_', "-");
        let core = tag.split("-x-").next().unwrap_or_default();
        let mut identifier = LanguageIdentifier::try_from_str(core)
            .or_else(|_| icu_locale_core::Locale::try_from_str(core).map(|locale| locale.id))
            .map_err(|_| error())?;
        let subtag = identifier.language.as_str().to_owned();
        if let Some((_, modern)) = ALIASES.iter().find(|(old, _)| *old == subtag) {
            identifier.language = Subtag::try_from_str(modern).map_err(|_| error())?;
        } else if subtag.len() == 3
            && let Some(row) = ROWS.iter().find(|row| row.alpha3 == subtag)
        {
            identifier.language = Subtag::try_from_str(row.tag).map_err(|_| error())?;
        }
        Ok(Self(identifier))
    }

    /// Whether the language is `und`.
    pub fn is_und(&self) -> bool {
        self.0.language.is_unknown()
    }

    /// The language subtag alone: `zh` of `zh-Hant-TW`.
    pub fn subtag(&self) -> &str {
        self.0.language.as_str()
    }

    /// The language without script and region.
    #[must_use]
    pub fn bare(&self) -> Self {
        let mut identifier = LanguageIdentifier::UNKNOWN;
        identifier.language = self.0.language;
        Self(identifier)
    }

    /// The same language in `script` (an ISO 15924 code such as `Cyrl`); unchanged if that is no script code.
    #[must_use]
    pub fn with_script(&self, script: &str) -> Self {
        let mut identifier = self.0.clone();
        if let Ok(subtag) = ScriptSubtag::try_from_str(script) {
            identifier.script = Some(subtag);
        }
        Self(identifier)
    }

    /// The script in the tag itself, if any: `Hant` of `zh-Hant`.
    pub fn explicit_script(&self) -> Option<&str> {
        self.0.script.as_ref().map(ScriptSubtag::as_str)
    }

    /// The script in which the language is written: the tag's own, else the usual one, else `Zzzz`.
    pub fn script(&self) -> &str {
        if let Some(script) = self.explicit_script() {
            return script;
        }
        row(self.subtag()).map_or("Zzzz", |row| row.script)
    }

    /// The direction in which the language is read.
    pub fn direction(&self) -> Direction {
        if RIGHT_TO_LEFT.contains(&self.script()) {
            Direction::Rtl
        } else {
            Direction::Ltr
        }
    }

    /// The English name, with the script where the tag has one; the tag itself for a language without a name here.
    pub fn english_name(&self) -> String {
        if self.is_und() {
            return "Unknown language".to_owned();
        }
        self.name(|row| row.english)
    }

    /// The name of the language in the language itself; the tag where it is not known.
    pub fn native_name(&self) -> String {
        match (self.subtag(), self.explicit_script()) {
            ("zh", Some("Hans")) => "简体中文".to_owned(),
            ("zh", Some("Hant")) => "繁體中文".to_owned(),
            ("uz", Some("Cyrl")) => "ўзбекча".to_owned(),
            ("sr", Some("Latn")) => "srpski".to_owned(),
            (tag, _) => row(tag).map_or_else(|| self.to_string(), |row| row.native.to_owned()),
        }
    }

    fn name(&self, pick: fn(&Row) -> &'static str) -> String {
        let Some(row) = row(self.subtag()) else {
            return self.to_string();
        };
        match self.explicit_script() {
            Some("Hans") => format!("{} (Simplified)", pick(row)),
            Some("Hant") => format!("{} (Traditional)", pick(row)),
            Some("Cyrl") => format!("{} (Cyrillic)", pick(row)),
            Some("Latn") => format!("{} (Latin)", pick(row)),
            Some("Arab") => format!("{} (Arabic script)", pick(row)),
            _ => pick(row).to_owned(),
        }
    }

    /// Whether text in `self` needs no translation into `target`: the same language, and no two different scripts or regions
    /// named on both sides.
    pub fn serves(&self, target: &Self) -> bool {
        let agree = |a: Option<&str>, b: Option<&str>| a.is_none() || b.is_none() || a == b;
        self.0.language == target.0.language
            && agree(self.explicit_script(), target.explicit_script())
            && agree(
                self.0
                    .region
                    .as_ref()
                    .map(icu_locale_core::subtags::Region::as_str),
                target
                    .0
                    .region
                    .as_ref()
                    .map(icu_locale_core::subtags::Region::as_str),
            )
    }

    /// Whether words of the language are not separated by spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese).
    pub fn is_unspaced(&self) -> bool {
        matches!(self.subtag(), "zh" | "yue" | "ja" | "th" | "lo" | "km" | "my")
    }
}

impl fmt::Display for Language {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, out)
    }
}

impl FromStr for Language {
    type Err = LanguageError;

    fn from_str(tag: &str) -> Result<Self, LanguageError> {
        Self::parse(tag)
    }
}

impl PartialOrd for Language {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Language {
    /// Alphabetical by tag.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tag = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&tag).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(tag: &str) -> String {
        Language::parse(tag).unwrap().to_string()
    }

    #[test]
    fn tags_take_their_canonical_form() {
        for (given, want) in [
            ("EN", "en"),
            ("eng", "en"),
            ("zh_hant_tw", "zh-Hant-TW"),
            ("iw", "he"),
            ("no", "nb"),
            ("uz-cyrl", "uz-Cyrl"),
            ("de-u-co-phonebk", "de"),
            ("en-x-plain", "en"),
            ("und", "und"),
            ("ger", "de"),
        ] {
            assert_eq!(canonical(given), want);
        }
        assert!(Language::parse("x".repeat(5000).as_str()).is_err());
        assert!(Language::parse("not a language").is_err());
        assert!(Language::parse("").is_err());
    }

    #[test]
    fn an_article_serves_a_target_of_its_own_language_only() {
        let language = |tag| Language::parse(tag).unwrap();
        assert!(language("zh-Hans").serves(&language("zh")));
        assert!(!language("zh-Hans").serves(&language("zh-Hant")));
        assert!(!language("pt").serves(&language("es")));
        assert!(language("pt").serves(&language("pt-BR")));
    }

    #[test]
    fn directions_follow_the_script() {
        assert_eq!(Language::parse("fa").unwrap().direction(), Direction::Rtl);
        assert_eq!(Language::parse("uz-Arab").unwrap().direction(), Direction::Rtl);
        assert_eq!(Language::parse("kk").unwrap().direction(), Direction::Ltr);
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(ROWS.is_sorted_by_key(|row| row.tag) && ROWS.len() > 140);
    }

    #[test]
    fn names_are_given_in_both_languages() {
        let hant = Language::parse("zh-Hant").unwrap();
        assert_eq!(
            (hant.english_name().as_str(), hant.native_name().as_str()),
            ("Chinese (Traditional)", "繁體中文")
        );
        assert_eq!(Language::parse("qaa").unwrap().native_name(), "qaa");
    }
}
