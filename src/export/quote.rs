//! The counts of a job as files to quote from: `COUNTS.md` for people, sheets for a spreadsheet, `counts.json` for machines.

use std::borrow::Cow;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::counts::{ArticleCounts, Rows, Sizes};
use super::job::pretty;
use crate::article::Language;
use crate::bilingual::sheets::Cell;
use crate::escape;

/// The rows in the order in which they are shown; those before "locked" and it add up to the total.
fn rows(totals: &Rows) -> [(&'static str, Sizes); 19] {
    let (fuzzy, similar) = (&totals.fuzzy_match, &totals.new_similar);
    [
        ("context match", totals.context_match),
        ("repetitions in the same context", totals.repeated_in_context),
        ("repetitions inside a file", totals.repeated_in_file),
        ("repetitions across files", totals.repeated_in_job),
        ("100 %", totals.exact_match),
        ("95-99 %", fuzzy.from_95),
        ("85-94 %", fuzzy.from_85),
        ("75-84 %", fuzzy.from_75),
        ("50-74 %", fuzzy.from_50),
        ("new", totals.new),
        ("locked", totals.locked),
        ("total", totals.total()),
        ("to translate", totals.open()),
        ("of these in summaries, to be done first", totals.summary),
        ("translated already", totals.translated),
        ("of the new, 95-99 % like an earlier one", similar.from_95),
        ("of the new, 85-94 % like an earlier one", similar.from_85),
        ("of the new, 75-84 % like an earlier one", similar.from_75),
        ("of the new, 50-74 % like an earlier one", similar.from_50),
    ]
}

/// The figures of a row.
fn figures(sizes: &Sizes) -> [u64; 5] {
    [
        sizes.segments,
        sizes.words,
        sizes.gmx_words,
        sizes.characters,
        sizes.characters_without_spaces,
    ]
}

/// The names of [`figures`].
const FIGURES: [&str; 5] = [
    "segments",
    "words",
    "words (GMX-V)",
    "characters",
    "without spaces",
];

/// The figures of an article.
fn article_figures(rows: &Rows) -> [u64; 10] {
    [
        rows.total().segments,
        rows.total().words,
        rows.new.words,
        rows.repeated_in_context.words,
        rows.repeated_in_file.words + rows.repeated_in_job.words,
        rows.context_match.words + rows.exact_match.words,
        rows.fuzzy_match.total().words,
        rows.locked.words,
        rows.open().words,
        rows.summary.words,
    ]
}

/// The names of [`article_figures`].
const ARTICLE_FIGURES: [&str; 10] = [
    "segments",
    "words",
    "new words",
    "repeated in context",
    "repeated words",
    "matched words",
    "words of fuzzy matches",
    "locked words",
    "words to translate",
    "summary words",
];

/// `COUNTS.md`: the sums of a job, how they were decided, and a line an article.
pub fn counts_md(source: &Language, target: &Language, totals: &Rows, articles: &[ArticleCounts]) -> String {
    let mut out = format!(
        "# {} to {}\n\nArticles: {} · segments to translate: {} · words to translate: {} · of these in summaries: {} ({} %)\n\n",
        escape::markdown(&source.english_name()),
        escape::markdown(&target.english_name()),
        grouped(articles.len() as u64),
        grouped(totals.open().segments),
        grouped(totals.open().words),
        grouped(totals.summary.words),
        percent(totals.summary.words, totals.open().words),
    );
    heading(&mut out, "row", &FIGURES);
    for (name, sizes) in rows(totals) {
        let name = match name {
            "to translate" | "total" => format!("**{name}**"),
            name => name.to_owned(),
        };
        line(&mut out, &name, &figures(&sizes));
    }
    out.push_str(HOW);
    heading(&mut out, "article", &ARTICLE_FIGURES);
    for article in articles {
        line(
            &mut out,
            &escape::markdown(&article.path),
            &article_figures(&article.rows()),
        );
    }
    out
}

/// How the rows are decided and counted.
const HOW: &str = "\nEach segment is in one row of those down to \"locked\", decided in this order: locked (program code, or in the target language \
    already), context match (translated before, between the same two segments), repetition in the same context (a later copy between the same two \
    segments), repetition inside a file, repetition across files (a later copy in the order of the articles below), 100 % (the same segment was \
    translated before), 95-99 % to 50-74 % (a similar segment was), new. What was translated before comes from what has been merged. Two segments \
    are the same if their text and their codes are, white space apart. How alike two others are is the mean of the share of characters and the share \
    of words that stay the same, numbers being alike, rounded down; the rows below the total tell what of the new is like an earlier new segment of \
    the job, and are no part of the sum.\n\n\
    Words are runs between white space that hold a letter or digit; in Chinese, Japanese, Thai, Lao, Khmer and Burmese each base character is a word. \
    Codes do not count.\n\n";

fn heading(out: &mut String, first: &str, names: &[&str]) {
    out.push_str("| ");
    out.push_str(first);
    for name in names {
        out.push_str(" | ");
        out.push_str(name);
    }
    out.push_str(" |\n| ---");
    for _ in names {
        out.push_str(" | ---:");
    }
    out.push_str(" |\n");
}

fn line(out: &mut String, name: &str, figures: &[u64]) {
    out.push_str("| ");
    out.push_str(name);
    for figure in figures {
        out.push_str(" | ");
        out.push_str(&grouped(*figure));
    }
    out.push_str(" |\n");
}

/// A number with commas between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A share in whole percent.
fn percent(part: u64, whole: u64) -> u64 {
    (part * 100 + whole / 2).checked_div(whole).unwrap_or(0)
}

/// The sheet of a job's rows, and the sheet of its articles.
pub fn counts_sheets(totals: &Rows, articles: &[ArticleCounts]) -> [(&'static str, Vec<Vec<Cell>>); 2] {
    let row = |name: &str, figures: &[u64]| -> Vec<Cell> {
        let figures = figures.iter().map(|figure| Cell::Number(*figure));
        std::iter::once(Cell::Text(name.to_owned()))
            .chain(figures)
            .collect()
    };
    let header = |first: &str, names: &[&str]| -> Vec<Cell> {
        std::iter::once(&first)
            .chain(names)
            .map(|name| Cell::Text((*name).to_owned()))
            .collect()
    };
    let mut sums = vec![header("row", &FIGURES)];
    sums.extend(
        rows(totals)
            .iter()
            .map(|(name, sizes)| row(name, &figures(sizes))),
    );
    let mut list = vec![header("article", &ARTICLE_FIGURES)];
    list.extend(
        articles
            .iter()
            .map(|article| row(&article.path, &article_figures(&article.rows()))),
    );
    [("counts", sums), ("articles", list)]
}

#[derive(Serialize)]
struct CountsJson<'a> {
    version: u32,
    source: &'a Language,
    target: &'a Language,
    #[serde(flatten)]
    totals: RowsJson<'a>,
    articles: Vec<ArticleJson<'a>>,
}

#[derive(Serialize)]
struct ArticleJson<'a> {
    path: &'a str,
    #[serde(flatten)]
    rows: RowsJson<'static>,
}

/// All rows and their sums.
pub(super) struct RowsJson<'a> {
    rows: Cow<'a, Rows>,
    /// Rows of nothing are left out.
    brief: bool,
}

impl<'a> RowsJson<'a> {
    pub(super) fn new(rows: &'a Rows) -> Self {
        Self {
            rows: Cow::Borrowed(rows),
            brief: false,
        }
    }

    fn brief(rows: &Rows) -> Self {
        Self {
            rows: Cow::Owned(*rows),
            brief: true,
        }
    }
}

impl Serialize for RowsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rows = &*self.rows;
        let (fuzzy, similar) = (&rows.fuzzy_match, &rows.new_similar);
        let named = [
            ("context_match", rows.context_match),
            ("repeated_in_context", rows.repeated_in_context),
            ("repeated_in_file", rows.repeated_in_file),
            ("repeated_in_job", rows.repeated_in_job),
            ("match_100", rows.exact_match),
            ("match_95_99", fuzzy.from_95),
            ("match_85_94", fuzzy.from_85),
            ("match_75_84", fuzzy.from_75),
            ("match_50_74", fuzzy.from_50),
            ("new", rows.new),
            ("locked", rows.locked),
            ("translated", rows.translated),
            ("summary", rows.summary),
            ("new_similar_95_99", similar.from_95),
            ("new_similar_85_94", similar.from_85),
            ("new_similar_75_84", similar.from_75),
            ("new_similar_50_74", similar.from_50),
        ];
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("total", &rows.total())?;
        map.serialize_entry("open", &rows.open())?;
        for (name, sizes) in named {
            if !self.brief || sizes != Sizes::default() {
                map.serialize_entry(name, &sizes)?;
            }
        }
        map.end()
    }
}

/// The text of `counts.json`: every figure of the job, and of each article those that are not nothing.
pub fn counts_json(
    source: &Language,
    target: &Language,
    totals: &Rows,
    articles: &[ArticleCounts],
) -> String {
    let json = CountsJson {
        version: 1,
        source,
        target,
        totals: RowsJson::new(totals),
        articles: articles
            .iter()
            .map(|article| ArticleJson {
                path: &article.path,
                rows: RowsJson::brief(&article.rows()),
            })
            .collect(),
    };
    pretty(&json)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article() -> (ArticleCounts, Rows) {
        let mut totals = Rows::default();
        totals.new.words = 1_234_567;
        totals.repeated_in_context.words = 33;
        totals.summary.words = 123_456;
        totals.locked.words = 12;
        let article = ArticleCounts::new("a|b.txt".to_owned(), &totals);
        (article, totals)
    }

    #[test]
    fn counts_md_is_a_table_for_people() {
        let (article, totals) = article();
        let (en, fr) = (Language::parse("en").unwrap(), Language::parse("fr").unwrap());
        insta::assert_snapshot!(counts_md(&en, &fr, &totals, &[article]));
    }

    #[test]
    fn sheets_and_json_hold_the_same_figures() {
        let (article, totals) = article();
        let (en, fr) = (Language::parse("en").unwrap(), Language::parse("fr").unwrap());
        let [(_, sums), (_, list)] = counts_sheets(&totals, std::slice::from_ref(&article));
        assert_eq!(
            sums[10][..3],
            [
                Cell::Text("new".to_owned()),
                Cell::Number(0),
                Cell::Number(1_234_567)
            ]
        );
        assert_eq!(sums[12][2], Cell::Number(1_234_612));
        assert_eq!(list[1][0], Cell::Text("a|b.txt".to_owned()));
        let json: serde_json::Value =
            serde_json::from_str(&counts_json(&en, &fr, &totals, &[article])).unwrap();
        assert_eq!(json["total"]["words"], 1_234_612);
        assert_eq!(json["articles"][0]["repeated_in_context"]["words"], 33);
        assert_eq!(json["articles"][0]["path"], "a|b.txt");
    }
}
