//! One article on the page: what it is, its summary, and on request the whole of it.

use super::charts::names;
use super::text::{anchor, blocks, direction};
use super::wording::{counted, grouped, percent};
use crate::article::{ArticleRecord, Language, Segment};
use crate::escape::{self, Html};

/// A page in a job folder that shows the article with its segment numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The language that the job translates into.
    pub target: Language,
    /// The page as seen from this one: `jobs/en-fr/preview/<article>.html`.
    pub path: String,
}

/// One article. With `full_text`, its whole text waits in a part that opens by click or key, the summary's sentences marked
/// in their place; without, as for runs too large for one page, the summary stands alone.
pub fn article(record: &ArticleRecord, full_text: bool, previews: &[Preview]) -> Html {
    let mut html = Html::new();
    html.raw("<article class=\"story\"")
        .attribute("id", record.id.as_str())
        .attribute("lang", &record.language.to_string())
        .attribute("dir", direction(&record.language, &record.script).as_str())
        .attribute("data-script", &record.script)
        .raw(">\n")
        .raw(if record.article.metadata.title.is_some() {
            "<h3><bdi>"
        } else {
            "<h3 class=\"untitled\"><bdi>"
        })
        .text(record.display_title())
        .raw("</bdi></h3>\n");
    facts(&mut html, record);
    html.raw("<div class=\"told\">\n");
    summary(&mut html, record, full_text);
    if full_text && !record.article.blocks.is_empty() {
        html.raw("<details class=\"whole\">\n<summary><span lang=\"en\" dir=\"ltr\">Whole article</span></summary>\n<div class=\"text\">\n");
        blocks(&mut html, record);
        html.raw("</div>\n</details>\n");
    }
    links(&mut html, record, previews);
    html.raw("</div>\n</article>\n");
    html
}

/// Language, date, author, counts, warnings: English words beside names in any language.
fn facts(html: &mut Html, record: &ArticleRecord) {
    let metadata = &record.article.metadata;
    let counts = &record.counts;
    html.raw("<ul class=\"facts\" lang=\"en\">\n<li class=\"language\">");
    names(html, &record.language);
    html.raw("</li>\n");
    if let Some(date) = &metadata.date {
        // An ISO date and time; the day is enough here.
        fact(html, date.get(..10).unwrap_or(date));
    }
    if let Some(author) = &metadata.author {
        fact(html, author);
    }
    fact(html, &counted(counts.words.into(), "word"));
    let sentences = counted(counts.segments.into(), "sentence");
    if counts.summary_segments > 0 {
        let quoted = grouped(counts.summary_segments.into());
        let share = percent(counts.summary_words.into(), counts.words.into());
        fact(
            html,
            &format!("quotes {quoted} of {sentences}, {share} of the words"),
        );
    } else {
        fact(html, &sentences);
    }
    html.raw("<li class=\"path\"><bdi>")
        .text(&record.path)
        .raw("</bdi></li>\n");
    for warning in &record.article.warnings {
        html.raw("<li class=\"warning\"><span>Warning:</span> <bdi>")
            .text(&warning.message)
            .raw("</bdi></li>\n");
    }
    html.raw("</ul>\n");
}

fn fact(html: &mut Html, fact: &str) {
    html.raw("<li><bdi>").text(fact).raw("</bdi></li>\n");
}

/// The quoted sentences, each a link to its place if the place is on the page.
fn summary(html: &mut Html, record: &ArticleRecord, linked: bool) {
    if let Some(reason) = &record.no_summary {
        html.raw("<p class=\"note\" lang=\"en\" dir=\"ltr\">No summary: ")
            .text(reason)
            .raw(".</p>\n");
    }
    let mut any = false;
    for segment in record.summary() {
        if !any {
            html.raw("<ul class=\"summary\">\n");
            any = true;
        }
        let block = record.article.blocks.get(segment.block as usize);
        html.raw("<li");
        if let Some(language) = block.and_then(|block| block.language.as_ref()) {
            html.attribute("lang", &language.to_string())
                .attribute("dir", language.direction().as_str())
                .attribute("data-script", language.script());
        }
        if !linked {
            // Without its text here is the sentence's place, for links from elsewhere.
            html.raw(" tabindex=\"-1\"")
                .attribute("id", &anchor(record, segment));
        }
        html.raw(">");
        if linked {
            html.raw("<a")
                .attribute("href", &format!("#{}", anchor(record, segment)))
                .raw(">")
                .text(record.text_of(segment))
                .raw("</a>");
        } else {
            html.text(record.text_of(segment));
        }
        why(html, segment);
        html.raw("</li>\n");
    }
    if any {
        html.raw("</ul>\n");
    }
    if record.over_budget {
        html.raw("<p class=\"note\" lang=\"en\" dir=\"ltr\">Longer than asked for: no sentence that carries the article is short enough.</p>\n");
    }
}

/// The words that a sentence was taken for.
fn why(html: &mut Html, segment: &Segment) {
    if segment.why.is_empty() {
        return;
    }
    html.raw(" <small class=\"why\"><span lang=\"en\" dir=\"ltr\">first to say</span>");
    for word in &segment.why {
        html.raw(" <bdi>").text(word).raw("</bdi>");
    }
    html.raw("</small>");
}

/// The files of the article.
fn links(html: &mut Html, record: &ArticleRecord, previews: &[Preview]) {
    html.raw("<ul class=\"links\" lang=\"en\">\n");
    let mut link = |path: &str, label: &str| {
        html.raw("<li><a")
            .attribute("href", path)
            .raw(">")
            .text(label)
            .raw("</a></li>\n");
    };
    link(&format!("summaries/{}.md", record.id), "Summary");
    link(&format!("articles/{}.json", record.id), "Article data");
    for preview in previews {
        let label = format!("Preview for {}", preview.target.english_name());
        link(&preview.path, &label);
    }
    if let Some(address) = record.article.metadata.url.as_deref().and_then(escape::url) {
        html.raw("<li><a rel=\"noreferrer\"")
            .attribute("href", &address)
            .raw(">Original page</a></li>\n");
    }
    html.raw("</ul>\n");
}

#[cfg(test)]
mod tests {
    use super::super::sample::{parse, record};
    use super::*;
    use crate::article::{BlockKind, Warning};

    fn sample() -> ArticleRecord {
        let mut record = record(
            "input/fa/x.txt",
            "fa",
            &[(BlockKind::Paragraph, &["*باران آمد.", "رود پر شد."])],
        );
        record.article.metadata.author = Some("Ann <b> O’Hara".into());
        record.article.metadata.date = Some("2025-03-02T10:00:00Z".into());
        record.article.metadata.url = Some("javascript:alert(1)".into());
        record
            .article
            .warnings
            .push(Warning::new("x", "read as windows-1256"));
        record
    }

    #[test]
    fn an_article_from_right_to_left_stands_from_right_to_left() {
        let html = article(&sample(), true, &[]);
        let elements = parse(html.as_str());
        assert_eq!(elements[0].attributes["dir"], "rtl");
        assert_eq!(elements[0].attributes["lang"], "fa");
    }

    #[test]
    fn each_summary_sentence_leads_to_its_mark() {
        let html = article(&sample(), true, &[]);
        let elements = parse(html.as_str());
        let mark = elements.iter().find(|element| element.name == "mark").unwrap();
        let link = elements.iter().find(|element| {
            element
                .attributes
                .get("href")
                .is_some_and(|href| href.starts_with('#'))
        });
        let link = link.unwrap();
        assert_eq!(link.attributes["href"][1..], mark.attributes["id"]);
        assert_eq!(
            (link.text.as_str(), mark.text.as_str()),
            ("باران آمد.", "باران آمد.")
        );
    }

    #[test]
    fn each_summary_sentence_says_what_it_was_taken_for() {
        let html = article(&sample(), true, &[]).into_string();
        assert!(html.contains("first to say</span> <bdi>a &lt;word&gt;</bdi></small>"));
    }

    #[test]
    fn facts_are_shown_and_only_harmless_addresses_become_links() {
        let html = article(&sample(), true, &[]).into_string();
        for part in [
            "<bdi lang=\"fa\">فارسی</bdi> <span class=\"minor\">Persian</span>",
            "<bdi>2025-03-02</bdi>",
            "<bdi>Ann &lt;b&gt; O’Hara</bdi>",
            "quotes 1 of 2 sentences, 50% of the words",
            "<bdi>read as windows-1256</bdi>",
        ] {
            assert!(html.contains(part), "{part} is missing in {html}");
        }
        assert!(!html.contains("javascript"));
    }

    #[test]
    fn without_its_text_an_article_shows_the_summary_and_where_the_rest_is() {
        let record = sample();
        let html = article(&record, false, &[]).into_string();
        assert!(!html.contains("<details") && !html.contains("href=\"#"));
        assert!(html.contains("باران آمد.") && !html.contains("رود پر شد."));
        assert!(html.contains(&format!("articles/{}.json", record.id)));
    }

    #[test]
    fn an_article_without_a_summary_says_why() {
        let mut record = record("x.txt", "en", &[(BlockKind::Title, &["Only a title"])]);
        record.no_summary = Some("there is no sentence to quote".into());
        let html = article(&record, true, &[]).into_string();
        assert!(html.contains("No summary: there is no sentence to quote.") && !html.contains("\"summary\""));
    }
}
