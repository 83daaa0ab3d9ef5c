//! The charts: bars for the languages, columns for lengths and compression, drawn here as SVG.
//!
//! Every chart says in words what it draws, so that nobody needs to see it: the bars are a table, the columns carry a description.

use super::overview::{COMPRESSION_EDGES, Columns, LENGTH_EDGES, Overview, Share};
use super::wording::{counted, grouped, percent};
use crate::article::Language;
use crate::escape::Html;

/// Languages that are shown at once; the others open on request.
const FIRST_LANGUAGES: usize = 12;

/// Size of a column chart in its own units, which are pixels at its usual width.
const WIDTH: u64 = 400;
const BASE: u64 = 172;
const TOP: u64 = 26;
const COLUMN: u64 = WIDTH / 8;

/// All charts of the run.
pub(super) fn charts(html: &mut Html, overview: &Overview) {
    html.raw("<section class=\"charts\" aria-labelledby=\"charts\">\n<h2 id=\"charts\">The run in figures</h2>\n<div class=\"grid\">\n");
    languages(html, overview);
    html.raw("<div>\n");
    columns(
        html,
        &Chart {
            id: "lengths",
            caption: "Length of the articles in words",
            unit: " words",
            sign: "",
            edges: &LENGTH_EDGES,
            columns: &overview.lengths,
        },
    );
    columns(
        html,
        &Chart {
            id: "compression",
            caption: "Length of the summaries as a share of the article’s words",
            unit: "%",
            sign: "%",
            edges: &COMPRESSION_EDGES,
            columns: &overview.compression,
        },
    );
    if overview.without_summary > 0 {
        html.raw("<p class=\"note\">Not in this chart: ")
            .text(&counted(overview.without_summary, "article"))
            .raw(" without a summary.</p>\n");
    }
    html.raw("</div>\n</div>\n</section>\n");
}

fn languages(html: &mut Html, overview: &Overview) {
    let languages = overview.languages_by_size();
    let most = languages.first().map_or(1, |(_, share)| share.articles);
    html.raw("<div>\n<table class=\"bars\">\n<caption>Languages</caption>\n<thead class=\"unseen\"><tr><th scope=\"col\">Language</th><th scope=\"col\">Share</th><th scope=\"col\">Size</th></tr></thead>\n<tbody>\n");
    let (shown, rest) = languages.split_at(languages.len().min(FIRST_LANGUAGES));
    for (language, share) in shown {
        bar(html, language, share, most);
    }
    html.raw("</tbody>\n</table>\n");
    if !rest.is_empty() {
        html.raw("<details class=\"rest\">\n<summary>")
            .text(&counted(rest.len() as u64, "more language"))
            .raw("</summary>\n<table class=\"bars\">\n<caption class=\"unseen\">More languages</caption>\n<tbody>\n");
        for (language, share) in rest {
            bar(html, language, share, most);
        }
        html.raw("</tbody>\n</table>\n</details>\n");
    }
    html.raw("</div>\n");
}

fn bar(html: &mut Html, language: &Language, share: &Share, most: u64) {
    html.raw("<tr><th scope=\"row\">");
    if let Some((_, id)) = &share.first {
        html.raw("<a").attribute("href", &format!("#{id}")).raw(">");
        names(html, language);
        html.raw("</a>");
    } else {
        names(html, language);
    }
    html.raw(
        "</th><td class=\"bar\"><svg aria-hidden=\"true\" focusable=\"false\"><rect height=\"100%\" rx=\"2\"",
    )
    .attribute("width", &percent(share.articles, most))
    .raw("/></svg></td><td>")
    .text(&counted(share.articles, "article"))
    .raw("<span class=\"minor\">")
    .text(&counted(share.words, "word"))
    .raw("</span></td></tr>\n");
}

/// The name of a language in itself, then in English where that is another word.
pub(super) fn names(html: &mut Html, language: &Language) {
    let (native, english) = (language.native_name(), language.english_name());
    if language.is_und() {
        html.text(&english);
        return;
    }
    html.raw("<bdi")
        .attribute("lang", &language.to_string())
        .raw(">")
        .text(&native)
        .raw("</bdi>");
    if native != english {
        html.raw(" <span class=\"minor\">").text(&english).raw("</span>");
    }
}

/// A histogram: articles per column, and the values at which columns begin.
struct Chart<'a> {
    id: &'static str,
    caption: &'static str,
    unit: &'static str,
    /// Stands after the number under a column.
    sign: &'static str,
    edges: &'a [u32; 7],
    columns: &'a Columns,
}

fn columns(html: &mut Html, chart: &Chart) {
    let most = chart.columns.iter().copied().max().unwrap_or(0).max(1);
    html.raw("<figure>\n<svg class=\"columns\" viewBox=\"0 0 400 196\" role=\"img\"")
        .attribute("aria-labelledby", &format!("{0}-name {0}-values", chart.id))
        .raw(">\n<title")
        .attribute("id", &format!("{}-name", chart.id))
        .raw(">")
        .text(chart.caption)
        .raw("</title>\n<desc")
        .attribute("id", &format!("{}-values", chart.id))
        .raw(">");
    describe(html, chart);
    html.raw("</desc>\n");
    for (index, &count) in chart.columns.iter().enumerate() {
        let left = index as u64 * COLUMN;
        if count > 0 {
            let height = ((BASE - TOP) * count / most).max(2);
            rect(html, left + 3, BASE - height, height);
            label(
                html,
                "value",
                left + COLUMN / 2,
                BASE - height - 7,
                &grouped(count),
            );
        }
        if let Some(&edge) = chart.edges.get(index) {
            label(
                html,
                "edge",
                left + COLUMN,
                BASE + 18,
                &format!("{}{}", grouped(u64::from(edge)), chart.sign),
            );
        }
    }
    html.raw("<line class=\"base\" x1=\"0\" y1=\"172\" x2=\"400\" y2=\"172\"/>\n</svg>\n<figcaption>")
        .text(chart.caption)
        .raw("</figcaption>\n</figure>\n");
}

/// The values in words, for those who do not see the columns.
fn describe(html: &mut Html, chart: &Chart) {
    let mut any = false;
    for (index, &count) in chart.columns.iter().enumerate().filter(|(_, count)| **count > 0) {
        if any {
            html.raw("; ");
        }
        any = true;
        let edge = |index: usize| chart.edges.get(index).map(|&edge| grouped(u64::from(edge)));
        let from = index.checked_sub(1).and_then(edge);
        let range = match (from, edge(index)) {
            (None, Some(to)) => format!("under {to}"),
            (Some(from), Some(to)) => format!("{from} to under {to}"),
            (Some(from), None) => format!("{from} and more"),
            (None, None) => String::new(),
        };
        html.text(&range)
            .raw(chart.unit)
            .raw(": ")
            .text(&counted(count, "article"));
    }
    if !any {
        html.raw("no articles");
    }
}

fn rect(html: &mut Html, x: u64, y: u64, height: u64) {
    html.raw("<rect rx=\"2\" width=\"44\"")
        .attribute("x", &x.to_string())
        .attribute("y", &y.to_string())
        .attribute("height", &height.to_string())
        .raw("/>\n");
}

fn label(html: &mut Html, class: &'static str, x: u64, y: u64, text: &str) {
    html.raw("<text text-anchor=\"middle\"")
        .attribute("class", class)
        .attribute("x", &x.to_string())
        .attribute("y", &y.to_string())
        .raw(">")
        .text(text)
        .raw("</text>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_says_in_words_what_it_draws() {
        let mut html = Html::new();
        columns(
            &mut html,
            &Chart {
                id: "lengths",
                caption: "Length",
                unit: " words",
                sign: "",
                edges: &LENGTH_EDGES,
                columns: &[1, 0, 4, 0, 0, 0, 0, 2_000_000],
            },
        );
        let html = html.as_str();
        assert!(html.contains("under 100 words: 1 article; 200 to under 400 words: 4 articles; 6,400 and more words: 2,000,000 articles"));
        assert_eq!(
            html.matches("<rect").count(),
            3,
            "one column a value, however small"
        );
        assert!(html.contains("y=\"170\" height=\"2\""), "{html}");
    }

    #[test]
    fn languages_are_named_in_themselves_and_in_english() {
        for (tag, want) in [
            (
                "kk",
                "<bdi lang=\"kk\">қазақ тілі</bdi> <span class=\"minor\">Kazakh</span>",
            ),
            ("en", "<bdi lang=\"en\">English</bdi>"),
            ("und", "Unknown language"),
        ] {
            let mut html = Html::new();
            names(&mut html, &Language::parse(tag).unwrap());
            assert_eq!(html.as_str(), want);
        }
    }
}
