//! `summaries/<article>.md`: the sentences that carry an article, quoted exactly, with where they come from.

use crate::article::ArticleRecord;
use crate::escape;

/// The summary of one article as Markdown: the title as heading, a line of facts, each sentence as a paragraph.
pub fn write(record: &ArticleRecord) -> String {
    let mut out = format!(
        "# {}\n\n{}\n",
        escape::markdown(record.display_title()),
        facts(record)
    );
    for segment in record.summary() {
        out.push('\n');
        out.push_str(escape::markdown(record.text_of(segment)).trim());
        out.push('\n');
    }
    if record.summary().next().is_none() {
        let reason = record.no_summary.as_deref().unwrap_or("no sentence was chosen");
        out.push_str(&format!("\n> No summary: {}.\n", escape::markdown(reason)));
    } else if record.over_budget {
        out.push_str("\n> No sentence fits the budget; this is the shortest of the best.\n");
    }
    out
}

/// Source, author, date, language, as far as they are known.
fn facts(record: &ArticleRecord) -> String {
    let metadata = &record.article.metadata;
    let path = escape::markdown(&record.path);
    let source = match metadata.url.as_deref().and_then(escape::url) {
        Some(url) => format!("[{path}](<{url}>)"),
        None => path,
    };
    let mut facts = vec![source];
    facts.extend(
        [&metadata.author, &metadata.date]
            .into_iter()
            .flatten()
            .map(|fact| escape::markdown(fact)),
    );
    facts.push(escape::markdown(&record.language.english_name()));
    facts.join(" · ")
}
