//! The page around the articles: totals, charts, jobs, failures, the filter.

use super::charts::{charts, names};
use super::overview::{Job, Overview};
use super::problems::{failures, skipped};
use super::script;
use super::wording::{counted, grouped, percent};
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
    let total = |html: &mut Html, name: &'static str, number: u64| {
        html.raw("<div><dt>")
            .raw(name)
            .raw("</dt><dd>")
            .text(&grouped(number))
            .raw("</dd></div>\n");
    };
    total(html, "done", overview.done);
    total(html, "failed", overview.failed);
    total(html, "skipped", overview.skipped);
    total(html, "warnings", overview.warnings);
    for (format, count) in &overview.formats {
        total(html, format, *count);
    }
    html.raw("</dl>\n");
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
    html.raw("<div class=\"wide\" role=\"region\" aria-labelledby=\"jobs\" tabindex=\"0\">\n<table class=\"jobs\">\n<thead><tr><th scope=\"col\">From</th><th scope=\"col\">Into</th><th scope=\"col\">Articles</th><th scope=\"col\">Segments</th><th scope=\"col\">Words</th><th scope=\"col\">of summaries</th><th scope=\"col\">Hand over</th></tr></thead>\n<tbody>\n");
    for job in jobs {
        html.raw("<tr><td>");
        names(html, &job.source);
        html.raw("</td><td>");
        names(html, &job.target);
        html.raw("</td>");
        figures(html, of(job));
        html.raw("<td><a")
            .attribute("href", &format!("{}/", job.folder))
            .raw("><bdi>")
            .text(&job.folder)
            .raw("</bdi></a> · <a")
            .attribute("href", &format!("{}/COUNTS.md", job.folder))
            .raw(">counts</a></td></tr>\n");
    }
    html.raw("</tbody>\n");
    if jobs.len() > 1 {
        let mut sum = [0; 4];
        for figure in jobs.iter().map(of) {
            sum = std::array::from_fn(|index| sum[index] + figure[index]);
        }
        html.raw("<tfoot><tr><th scope=\"row\" colspan=\"2\">All jobs</th>");
        figures(html, sum);
        html.raw("<td></td></tr></tfoot>\n");
    }
    html.raw("</table>\n</div>\n</section>\n");
}

fn figures(html: &mut Html, figures: [u64; 4]) {
    for figure in figures {
        html.raw("<td class=\"figure\">")
            .text(&grouped(figure))
            .raw("</td>");
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
