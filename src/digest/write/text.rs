//! An edition as plain text: the part of a message that every client can show.

use std::fmt::Write;

use crate::digest::view::{SourceView, StoryView, View};

/// The edition as plain text. A line is a paragraph; addresses stand on lines of their own.
pub fn write(view: &View) -> String {
    let mut out = format!("{}\n", view.title);
    if let Some(part) = &view.date {
        _ = writeln!(out, "{part}");
    }
    if let Some(part) = &view.intro {
        _ = writeln!(out, "\n{part}");
    }
    for (number, story) in (1..).zip(&view.stories) {
        told(number, story, view, &mut out);
    }
    if !view.brief.is_empty() {
        _ = writeln!(out, "\n\n{}", view.words.in_brief);
        for story in &view.brief {
            let source = story
                .sources
                .first()
                .map(|source| source.facts.join(" · "))
                .unwrap_or_default();
            _ = writeln!(out, "\n* {} · {source}", story.headline);
            address(story.link.as_deref(), &mut out);
        }
    }
    _ = writeln!(out, "\n\n{}", view.words.quoted);
    out
}

fn told(number: usize, story: &StoryView, view: &View, out: &mut String) {
    _ = writeln!(out, "\n\n{number}. {}", story.headline);
    if let Some(intro) = &story.intro {
        _ = writeln!(out, "\n{intro}");
    }
    for quote in &story.quotes {
        match &quote.source {
            Some(source) => _ = writeln!(out, "\n{} ({source})", quote.text),
            None => _ = writeln!(out, "\n{}", quote.text),
        }
    }
    _ = writeln!(out, "\n{}{}", view.words.sources, view.words.colon);
    for source in &story.sources {
        _ = writeln!(out, "* {}", named(source));
        address(source.link.as_deref(), out);
    }
    if story.unnamed > 0 {
        _ = writeln!(out, "* +{}", story.unnamed);
    }
    if !story.others.is_empty() {
        _ = writeln!(out, "{}{}", view.words.other_languages, view.words.colon);
        for other in &story.others {
            _ = writeln!(out, "* {} ({})", other.title, other.language);
            address(other.link.as_deref(), out);
        }
    }
}

fn named(source: &SourceView) -> String {
    let facts = source.facts.join(" · ");
    match &source.title {
        Some(title) => format!("{title} · {facts}"),
        None => facts,
    }
}

fn address(link: Option<&str>, out: &mut String) {
    if let Some(link) = link {
        _ = writeln!(out, "  {link}");
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn an_edition_is_told_in_plain_text() {
        insta::assert_snapshot!(super::write(&sample::view(false)));
    }
}
