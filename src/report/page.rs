//! The page around the articles: totals, charts, jobs, failures, the filter.

use super::charts::{charts, names};
use super::overview::{Job, Overview};
use super::problems::{failures, skipped};
use super::script;
use super::wording::{counted, grouped, percent};
use crate::article::Format;
use crate::escape::Html;

/// Everything before the first article.
pub fn head(overview: &Overview) -> Html {
    let mut html = Html::new();
    let heading = format!(
        "{} in {}",
        counted(overview.done, "article"),
        counted(overview.languages.len() as u64, "language")
    );
    document_head(&mut html, &heading);
    html.raw("<body>\n<a class=\"skip\" href=\"#articles\">Skip to the articles</a>\n<header class=\"masthead\">\n<p class=\"name\">tolmach</p>\n<h1>")
        .text(&heading)
        .raw("</h1>\n");
    standfirst(&mut html, overview);
    html.raw("</header>\n<main>\n");
    failures(&mut html, overview);
    html.append(&super::digest::digest(&overview.editions));
    if overview.done > 0 {
        charts(&mut html, overview);
    }
    jobs(&mut html, overview);
    skipped(&mut html, overview);
    html.raw("<section aria-labelledby=\"articles\">\n<h2 id=\"articles\" tabindex=\"-1\">Articles</h2>\n");
    if overview.done > 0 {
        filter(&mut html, overview);
    } else {
        html.raw("<p>No article was finished.</p>\n");
    }
    html
}

/// Everything after the last article.
pub fn tail() -> Html {
    let mut html = Html::new();
    html.raw("<p id=\"nothing\" hidden>No article matches the filter.</p>\n</section>\n</main>\n<footer>\n<p>Every summary sentence is quoted from its article, word for word. Made by tolmach ")
        .raw(env!("CARGO_PKG_VERSION"))
        .raw("; the whole run, one line an input: <a href=\"manifest.jsonl\">manifest.jsonl</a>.</p>\n</footer>\n</body>\n</html>\n");
    html
}

/// The generator stands first: a later run knows its own page by it.
fn document_head(html: &mut Html, heading: &str) {
    html.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .raw(concat!(
            "<meta name=\"generator\" content=\"tolmach ",
            env!("CARGO_PKG_VERSION"),
            "\">\n"
        ));
    script::policy(html);
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>tolmach: ")
        .text(heading)
        .raw("</title>\n");
    script::style_and_script(html);
    html.raw("</head>\n");
}

/// The run in one sentence and a row of figures.
fn standfirst(html: &mut Html, overview: &Overview) {
    if overview.done > 0 {
        html.raw("<p class=\"standfirst\">")
            .text(&counted(overview.words, "word"))
            .raw(" in ")
            .text(&counted(overview.segments, "sentence"))
            .raw("; the summaries quote ")
            .text(&grouped(overview.summary_segments))
            .raw(" of them, ")
            .text(&percent(overview.summary_words, overview.words))
            .raw(" of the words.</p>\n");
    }
    html.raw("<dl class=\"totals\">\n");
    total(html, overview.done, "done", Some("#articles"));
    total(html, overview.failed, "failed", Some("#failures"));
    total(html, overview.skipped, "skipped", Some("#skipped"));
    let warnings = if overview.warnings == 1 {
        "warning"
    } else {
        "warnings"
    };
    total(html, overview.warnings, warnings, None);
    for (format, count) in &overview.formats {
        total(html, *count, format_name(*format), None);
    }
    html.raw("</dl>\n");
}

/// A figure and what it counts, as a link where the page has more on it.
fn total(html: &mut Html, number: u64, name: &'static str, place: Option<&str>) {
    let place = place.filter(|_| number > 0);
    html.raw("<div><dt>");
    if let Some(place) = place {
        html.raw("<a")
            .attribute("href", place)
            .raw(">")
            .raw(name)
            .raw("</a>");
    } else {
        html.raw(name);
    }
    html.raw("</dt><dd>").text(&grouped(number)).raw("</dd></div>\n");
}

fn format_name(format: Format) -> &'static str {
    match format {
        Format::Text => "plain text",
        Format::Markdown => "Markdown",
        Format::Html => "HTML",
        Format::Docx => "Word",
        Format::Odt => "OpenDocument",
        Format::Epub => "EPUB",
        Format::Feed => "feed",
        Format::Json => "JSON",
        Format::Table => "table",
        Format::Mail => "mail",
    }
}

fn jobs(html: &mut Html, overview: &Overview) {
    html.raw("<section aria-labelledby=\"jobs\">\n<h2 id=\"jobs\">Translation jobs</h2>\n");
    if !overview.has_targets {
        html.raw("<p>None were asked for: run with <code>--to fr</code>, or put <code>to = [\"fr\"]</code> into <code>tolmach.toml</code>.</p>\n</section>\n");
        return;
    }
    if overview.jobs.is_empty() {
        html.raw("<p>Every article is in the language asked for already.</p>\n</section>\n");
        return;
    }
    let jobs = &overview.jobs;
    let of = |job: &Job| [job.files.into(), job.segments, job.words, job.summary_words];
    html.raw("<table class=\"jobs\">\n<thead><tr><th scope=\"col\">Job</th><th scope=\"col\">Articles</th><th scope=\"col\">Segments</th><th scope=\"col\">Words</th><th scope=\"col\">Summary words</th></tr></thead>\n<tbody>\n");
    for job in jobs {
        html.raw("<tr><th scope=\"row\">");
        names(html, &job.source);
        html.raw(" <span class=\"minor\">→</span> ");
        names(html, &job.target);
        html.raw("<p><a")
            .attribute("href", &format!("{}/", job.folder))
            .raw("><bdi>")
            .text(&job.folder)
            .raw("</bdi></a> <a")
            .attribute("href", &format!("{}/COUNTS.md", job.folder))
            .raw(">Counts</a></p></th>");
        figures(html, of(job));
        html.raw("</tr>\n");
    }
    html.raw("</tbody>\n");
    if jobs.len() > 1 {
        let mut sum = [0; 4];
        for figure in jobs.iter().map(of) {
            sum = std::array::from_fn(|index| sum[index] + figure[index]);
        }
        html.raw("<tfoot><tr><th scope=\"row\">All jobs</th>");
        figures(html, sum);
        html.raw("</tr></tfoot>\n");
    }
    html.raw("</table>\n</section>\n");
}

fn figures(html: &mut Html, figures: [u64; 4]) {
    for figure in figures {
        html.raw("<td>").text(&grouped(figure)).raw("</td>");
    }
}

/// The filter shows itself by script; without it there is nothing to filter with and every article is simply there.
fn filter(html: &mut Html, overview: &Overview) {
    html.raw("<form id=\"filter\" role=\"search\" hidden>\n<p><label for=\"words\">Find</label> <input id=\"words\" type=\"search\" dir=\"auto\" autocomplete=\"off\" placeholder=\"words of a title, a summary, a path\"></p>\n<p><label for=\"language\">Language</label> <select id=\"language\"><option value=\"\">all</option>\n");
    for (language, share) in overview.languages_by_size() {
        html.raw("<option")
            .attribute("value", &language.to_string())
            .raw(">")
            .text(&language.english_name())
            .raw(" (")
            .text(&grouped(share.articles))
            .raw(")</option>\n");
    }
    html.raw("</select></p>\n<p><output id=\"shown\" for=\"words language\"></output></p>\n</form>\n");
}

#[cfg(test)]
mod tests {
    use super::super::sample::{entry, parse, record};
    use super::super::{Entry, Outcome, Preview, article};
    use super::*;
    use crate::article::{ArticleRecord, BlockKind, Language};

    fn records() -> Vec<ArticleRecord> {
        use BlockKind::{List, Paragraph, Title};
        vec![
            record(
                "input/ar/a.txt",
                "ar",
                &[
                    (Title, &["قارب يصير مكتبة"]),
                    (Paragraph, &["*وصل القارب صباحا.", "فرح الأطفال."]),
                ],
            ),
            record(
                "input/en/b.txt",
                "en",
                &[
                    (Title, &["</title><script>alert(1)</script>"]),
                    (
                        Paragraph,
                        &[
                            "One.",
                            "*</mark><img src=x onerror=alert(1)> \u{202e}\u{7}\0 two.",
                        ],
                    ),
                    (List, &["first"]),
                    (List, &["*second"]),
                    (Paragraph, &["End."]),
                ],
            ),
            record("input/und/c.txt", "und", &[]),
        ]
    }

    fn job(source: &str, target: &str) -> Job {
        Job {
            source: Language::parse(source).unwrap(),
            target: Language::parse(target).unwrap(),
            files: 1,
            segments: 1_000,
            words: 20,
            summary_words: 3,
            folder: format!("jobs/{source}-{target}"),
        }
    }

    fn page(full_text: bool) -> String {
        let mut overview = Overview::new(true);
        let records = records();
        for record in &records {
            overview.add(&entry(record));
        }
        for (path, outcome) in [
            ("input/x.txt", Outcome::Failed("the file is empty \"<b>\"")),
            ("input/.y", Outcome::Skipped("a hidden file")),
        ] {
            overview.add(&Entry {
                outcome,
                ..Entry::new(path)
            });
        }
        overview.add_job(job("en", "fr"));
        overview.add_job(job("ar", "fr"));
        let mut html = head(&overview);
        for record in &records {
            let preview = Preview {
                target: Language::parse("fr").unwrap(),
                path: format!("jobs/x-fr/preview/{}.html", record.id),
            };
            html.append(&article(record, full_text, &[preview]));
        }
        html.append(&tail());
        html.into_string()
    }

    #[test]
    fn the_page_parses_without_a_flaw_and_every_place_it_points_to_is_there() {
        for full_text in [true, false] {
            let page = page(full_text);
            let elements = parse(&page);
            let ids: Vec<&String> = elements
                .iter()
                .filter_map(|element| element.attributes.get("id"))
                .collect();
            for href in elements
                .iter()
                .filter_map(|element| element.attributes.get("href"))
            {
                if let Some(place) = href.strip_prefix('#') {
                    assert!(ids.iter().any(|id| *id == place), "{href}");
                }
            }
            let marks = elements.iter().filter(|element| element.name == "mark").count();
            assert_eq!(marks, if full_text { 3 } else { 0 });
        }
    }

    #[test]
    fn markup_of_an_article_stays_text_and_nothing_is_loaded() {
        let page = page(true);
        let elements = parse(&page);
        let count = |name: &str| elements.iter().filter(|element| element.name == name).count();
        assert_eq!(
            (count("script"), count("style"), count("img"), count("link")),
            (1, 1, 0, 0)
        );
        for element in &elements {
            for (name, value) in &element.attributes {
                assert!(
                    !name.starts_with("on") && name != "src" && name != "style",
                    "{element:?}"
                );
                assert!(
                    name != "href" || !value.contains(':') || value.starts_with('#'),
                    "{element:?}"
                );
            }
        }
        assert!(page.contains("&lt;img src=x onerror=alert(1)&gt; \u{202e}\u{fffd}\u{fffd} two."));
        let titles: Vec<&str> = elements
            .iter()
            .filter(|e| e.name == "title")
            .map(|e| e.text.as_str())
            .collect();
        assert_eq!(titles[0], "tolmach: 3 articles in 3 languages");
    }

    #[test]
    fn a_later_run_knows_the_page_by_its_first_bytes() {
        let head = head(&Overview::default());
        let place = head.as_str().find("name=\"generator\" content=\"tolmach ");
        assert!(place.is_some_and(|place| place < 200));
    }

    #[test]
    fn jobs_stand_in_order_with_their_sum_and_links_to_their_folders() {
        let page = page(false);
        let places =
            ["jobs/ar-fr/COUNTS.md", "jobs/en-fr/COUNTS.md", ">2,000</td>"].map(|text| page.find(text));
        assert!(
            places.iter().all(Option::is_some) && places.is_sorted(),
            "{places:?}"
        );
    }

    #[test]
    fn a_run_without_targets_says_how_to_get_jobs() {
        let head = head(&Overview::new(false));
        assert!(head.as_str().contains("<code>--to fr</code>"));
        assert!(head.as_str().contains("No article was finished."));
        let asked = super::head(&Overview::new(true));
        assert!(!asked.as_str().contains("--to"));
    }

    #[test]
    fn failures_and_skipped_files_are_listed_with_their_reasons() {
        let page = page(false);
        assert!(page.contains("<bdi>input/x.txt</bdi></dt><dd><bdi>the file is empty \"&lt;b&gt;\"</bdi>"));
        assert!(page.contains("<bdi>input/.y</bdi></dt><dd><bdi>a hidden file</bdi>"));
        assert!(page.contains(">1 failure</h2>") && page.contains(">1 file skipped</summary>"));
    }

    #[test]
    fn the_same_run_gives_the_same_page() {
        assert_eq!(page(true), page(true));
    }
}
