//! The fixed words of an edition in its language, and how that language writes days, by one table.
//!
//! `data/wording.tsv` holds the words, which are our own, and the long dates of Unicode CLDR. A language that is not in it has English words and dates
//! of ISO 8601: a wrong word in a newsletter is worse than a foreign one.

use std::sync::LazyLock;

use jiff::civil::Date;

use crate::article::Language;

const TABLE: &str = include_str!("data/wording.tsv");

/// Sorted by tag, as the file is.
static ROWS: LazyLock<Vec<Wording>> = LazyLock::new(|| {
    TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(row)
        .collect()
});

static UNKNOWN: LazyLock<Wording> = LazyLock::new(|| Wording {
    tag: "en",
    pattern: "y-MM-dd",
    ..*ROWS
        .iter()
        .find(|row| row.tag == "en")
        .expect("the table has English")
});

/// What an edition says that no article says.
#[derive(Clone, Copy, Debug)]
pub struct Wording {
    /// The language that the words are in.
    pub tag: &'static str,
    /// The title of an edition without one.
    pub digest: &'static str,
    /// Stands before the articles that a story is told from.
    pub sources: &'static str,
    /// Stands above stories of which only the headline is told.
    pub in_brief: &'static str,
    /// Stands before articles on a story in other languages.
    pub other_languages: &'static str,
    /// The last line of an edition: its sentences are quotations.
    pub quoted: &'static str,
    /// Long date, in the letters of Unicode Technical Standard 35.
    pattern: &'static str,
    /// Two dates in one, `{0}` and `{1}` in their places.
    range: &'static str,
    zero: char,
    era: &'static str,
    months: [&'static str; 12],
}

fn row(line: &'static str) -> Option<Wording> {
    let mut cells = line.split('\t');
    let mut next = || cells.next();
    Some(Wording {
        tag: next()?,
        digest: next()?,
        sources: next()?,
        in_brief: next()?,
        other_languages: next()?,
        quoted: next()?,
        pattern: next()?,
        range: next()?,
        zero: match next()? {
            "arab" => '٠',
            "arabext" => '۰',
            "beng" => '০',
            "deva" => '०',
            _ => '0',
        },
        era: next()?,
        months: next()?.split(',').collect::<Vec<_>>().try_into().ok()?,
    })
}

impl Wording {
    /// The words for `language`; English ones with dates of ISO 8601 for a language, or a script of it, that the table does not have.
    pub fn of(language: &Language) -> &'static Self {
        let find = |tag: &str| {
            ROWS.binary_search_by(|row| row.tag.cmp(tag))
                .ok()
                .map(|index| &ROWS[index])
        };
        let (subtag, script) = (language.subtag(), language.script());
        find(&format!("{subtag}-{script}"))
            .or_else(|| find(subtag).filter(|_| language.bare().script() == script))
            .unwrap_or(&UNKNOWN)
    }

    /// The colon as the language writes it: after a space in French, and as wide as an ideograph beside ideographs.
    pub fn colon(&self) -> &'static str {
        match self.tag {
            "fr" => "\u{a0}:",
            "ja" | "zh" | "zh-Hant" => "：",
            _ => ":",
        }
    }

    /// A day as the language writes it out.
    pub fn date(&self, date: Date) -> String {
        let mut out = String::new();
        let mut quoted = false;
        let mut rest = self.pattern;
        while let Some(c) = rest.chars().next() {
            let run = if c.is_ascii_alphabetic() && !quoted {
                rest.len() - rest.trim_start_matches(c).len()
            } else {
                c.len_utf8()
            };
            match c {
                '\'' => quoted = !quoted,
                c if quoted => out.push(c),
                'y' => self.number(i32::from(date.year()), 1, &mut out),
                'M' if run > 2 => out.push_str(self.months[usize::from(date.month().unsigned_abs()) - 1]),
                'M' => self.number(i32::from(date.month()), run, &mut out),
                'd' => self.number(i32::from(date.day()), run, &mut out),
                'G' => out.push_str(self.era),
                c => out.push(c),
            }
            rest = &rest[run..];
        }
        out
    }

    /// From the first day to the last.
    pub fn range(&self, first: Date, last: Date) -> String {
        if first == last {
            return self.date(last);
        }
        self.range
            .replace("{0}", &self.date(first))
            .replace("{1}", &self.date(last))
    }

    /// Appends a number with at least so many digits, in the digits of the language.
    fn number(&self, number: i32, digits: usize, out: &mut String) {
        for c in format!("{number:0digits$}").chars() {
            let value = c
                .to_digit(10)
                .and_then(|value| char::from_u32(u32::from(self.zero) + value));
            out.push(value.unwrap_or(c));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(tag: &str) -> String {
        let wording = Wording::of(&Language::parse(tag).unwrap());
        // The spaces of CLDR that do not break, as spaces.
        wording
            .date(jiff::civil::date(2025, 5, 9))
            .replace(['\u{202f}', '\u{a0}'], " ")
    }

    #[test]
    fn a_day_is_written_as_its_language_does() {
        for (tag, want) in [
            ("en", "May 9, 2025"),
            ("de", "9. Mai 2025"),
            ("es", "9 de mayo de 2025"),
            ("ru", "9 мая 2025 г."),
            ("kk", "2025 ж. 9 мамыр"),
            ("mn", "2025 оны тавдугаар сарын 9"),
            ("uz-Latn", "9-may, 2025"),
            ("uz-Cyrl", "9 май, 2025"),
            ("tg", "09 Май 2025"),
            ("ar", "9 مايو 2025"),
            ("fa", "۹ مه ۲۰۲۵"),
            ("he", "9 במאי 2025"),
            ("bn", "৯ মে, ২০২৫"),
            ("th", "9 พฤษภาคม ค.ศ. 2025"),
            ("zh-Hans", "2025年5月9日"),
            ("zh-Hant", "2025年5月9日"),
            ("ja", "2025年5月9日"),
            ("ko", "2025년 5월 9일"),
            ("vi", "9 tháng 5, 2025"),
            ("eo", "2025-05-09"),
            ("az-Cyrl", "2025-05-09"),
        ] {
            assert_eq!(date(tag), want, "{tag}");
        }
    }

    #[test]
    fn every_row_is_whole_and_in_its_place() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(lines.count(), ROWS.len());
        assert!(ROWS.len() >= 30 && ROWS.is_sorted_by(|a, b| a.tag < b.tag));
        for row in ROWS.iter() {
            let language = Language::parse(row.tag).unwrap();
            assert_eq!(Wording::of(&language).tag, row.tag);
            assert!(
                [
                    row.digest,
                    row.sources,
                    row.in_brief,
                    row.other_languages,
                    row.quoted
                ]
                .iter()
                .all(|words| !words.trim().is_empty())
            );
        }
    }

    #[test]
    fn chinese_is_told_by_its_script_and_the_unknown_is_english() {
        let of = |tag: &str| Wording::of(&Language::parse(tag).unwrap());
        assert_eq!(
            (of("zh-Hant").tag, of("zh-Hans").tag, of("zh").tag),
            ("zh-Hant", "zh", "zh")
        );
        assert_eq!((of("und").digest, of("az-Cyrl").tag), ("Digest", "en"));
        assert_eq!(
            (of("fr").colon(), of("zh").colon(), of("ar").colon()),
            ("\u{a0}:", "：", ":")
        );
        let (first, last) = (jiff::civil::date(2025, 5, 9), jiff::civil::date(2025, 5, 11));
        assert_eq!(
            of("ru").range(first, last),
            "9 мая 2025\u{202f}г. — 11 мая 2025\u{202f}г."
        );
        assert_eq!(of("ru").range(last, last), "11 мая 2025\u{202f}г.");
    }
}
