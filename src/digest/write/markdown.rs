//! An edition as Markdown, to be pasted into a mailing tool or a site.

use std::fmt::Write;

use crate::digest::view::{OtherView, SourceView, StoryView, View};
use crate::escape;

/// The edition as Markdown (CommonMark).
pub fn write(view: &View) -> String {
    let mut out = format!("# {}\n", escape::markdown(&view.title));
    for part in [&view.date, &view.intro].into_iter().flatten() {
        _ = writeln!(out, "\n{}", escape::markdown(part));
    }
    for story in &view.stories {
        told(story, view, &mut out);
    }
    if !view.brief.is_empty() {
        _ = write!(out, "\n## {}\n\n", escape::markdown(view.words.in_brief));
        for story in &view.brief {
            let source = story
                .sources
                .first()
                .map(|source| source.facts.join(" · "))
                .unwrap_or_default();
            _ = writeln!(
                out,
                "- {} · {}",
                linked(&story.headline, story.link.as_deref()),
                escape::markdown(&source)
            );
        }
    }
    _ = writeln!(out, "\n*{}*", escape::markdown(view.words.quoted));
    out
}

fn told(story: &StoryView, view: &View, out: &mut String) {
    _ = write!(out, "\n## {}\n\n", linked(&story.headline, story.link.as_deref()));
    if let Some(intro) = &story.intro {
        _ = write!(out, "{}\n\n", escape::markdown(intro));
    }
    for quote in &story.quotes {
        _ = write!(out, "- {}", escape::markdown(&quote.text));
        match (&quote.source, &quote.link) {
            (Some(source), link) => _ = write!(out, " ({})", linked(source, link.as_deref())),
            (None, Some(link)) => _ = write!(out, " [↗](<{link}>)"),
            (None, None) => {}
        }
        out.push('\n');
    }
    if !story.quotes.is_empty() {
        out.push('\n');
    }
    let mut sources: Vec<String> = story.sources.iter().map(source).collect();
    if story.unnamed > 0 {
        sources.push(format!("+{}", story.unnamed));
    }
    let (word, colon) = (escape::markdown(view.words.sources), view.words.colon);
    if let [source] = sources.as_slice() {
        _ = writeln!(out, "{word}{colon} {source}");
    } else {
        _ = writeln!(out, "{word}{colon}\n\n- {}", sources.join("\n- "));
    }
    if !story.others.is_empty() {
        let others: Vec<String> = story.others.iter().map(other).collect();
        _ = writeln!(
            out,
            "\n{}{colon} {}",
            escape::markdown(view.words.other_languages),
            others.join("; ")
        );
    }
}

fn source(source: &SourceView) -> String {
    let link = source.link.as_deref();
    let (first, rest) = source
        .facts
        .split_first()
        .map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
    let mut parts = match &source.title {
        Some(title) => vec![linked(title, link), escape::markdown(first)],
        None => vec![linked(first, link)],
    };
    parts.extend(rest.iter().map(|fact| escape::markdown(fact)));
    parts.join(" · ")
}

fn other(other: &OtherView) -> String {
    format!(
        "{} ({})",
        linked(&other.title, other.link.as_deref()),
        escape::markdown(&other.language)
    )
}

/// A text, as a link if it leads anywhere. Addresses hold no `<`, `>` and white space.
fn linked(text: &str, link: Option<&str>) -> String {
    let text = escape::markdown(text);
    match link {
        Some(link) => format!("[{text}](<{link}>)"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn an_edition_is_told_in_markdown() {
        insta::assert_snapshot!(super::write(&sample::view(true)));
    }

    #[test]
    fn text_of_an_article_stays_text() {
        let made = super::write(&sample::hostile());
        let events = pulldown_cmark::Parser::new(&made);
        for event in events {
            use pulldown_cmark::{Event, Tag};
            match event {
                Event::Html(html) | Event::InlineHtml(html) => panic!("{html}"),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    assert!(!dest_url.starts_with("javascript"), "{dest_url}");
                }
                Event::Start(Tag::Image { .. }) => panic!("an image"),
                _ => {}
            }
        }
    }
}
