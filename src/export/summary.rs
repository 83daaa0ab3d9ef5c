//! `summaries/<article>.md`: the sentences that carry an article, quoted exactly, with where they come from.

use std::fmt::Write;

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
        let _ = write!(out, "\n> No summary: {}.\n", escape::markdown(reason));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::BlockKind::{Paragraph, Title};
    use crate::bilingual::drawing;

    #[test]
    fn a_summary_quotes_its_sentences_under_title_and_source() {
        assert_eq!(
            write(&drawing::sample()),
            "# The ferry is back\n\n\
             [en/ferry &amp; lake.html](<https://news.example/ferry?x=1&y=2>) · Ada North · 2024-05-17 · English\n\n\
             The old ferry sailed at noon.\n\n\
             Run ferry --pay &lt; 3 to pay.\n"
        );
    }

    #[test]
    fn text_of_an_article_stays_text() {
        let mut record = drawing::record(
            "x.txt",
            "und",
            &[
                (Title, "# [a](javascript:b) <img>"),
                (Paragraph, "★- 1. *b*\n<script>"),
            ],
        );
        record.article.metadata.url = Some("javascript:alert(1)".to_owned());
        assert_eq!(
            write(&record),
            "# \\# \\[a\\](javascript:b) &lt;img&gt;\n\nx.txt · Unknown language\n\n\\- 1. \\*b\\* &lt;script&gt;\n"
        );
    }

    #[test]
    fn a_missing_or_too_long_summary_says_why() {
        let mut record = drawing::record("x.txt", "en", &[(Paragraph, "One.")]);
        record.no_summary = Some("the article has 1 sentence".to_owned());
        assert!(write(&record).ends_with("> No summary: the article has 1 sentence.\n"));
        let mut record = drawing::record("x.txt", "en", &[(Paragraph, "★One.")]);
        record.over_budget = true;
        assert!(
            write(&record)
                .ends_with("One.\n\n> No sentence fits the budget; this is the shortest of the best.\n")
        );
    }
}
