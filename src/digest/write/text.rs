//! An edition as plain text: the part of a message that every client can show.

use crate::digest::view::{SourceView, StoryView, View};

/// The edition as plain text. A line is a paragraph; addresses stand on lines of their own.
pub fn write(view: &View) -> String {
    let mut out = format!("{}\n", view.title);
    if let Some(part) = &view.date {
        out += &format!("{part}\n");
    }
    if let Some(part) = &view.intro {
        out += &format!("\n{part}\n");
    }
    for (number, story) in (1..).zip(&view.stories) {
        told(number, story, view, &mut out);
    }
    if !view.brief.is_empty() {
        out += &format!("\n\n{}\n", view.words.in_brief);
        for story in &view.brief {
            let source = story
                .sources
                .first()
                .map(|source| source.facts.join(" · "))
                .unwrap_or_default();
            out += &format!("\n* {} · {source}\n", story.headline);
            address(story.link.as_deref(), &mut out);
        }
    }
    out += &format!("\n\n{}\n", view.words.quoted);
    out
}

fn told(number: usize, story: &StoryView, view: &View, out: &mut String) {
    *out += &format!("\n\n{number}. {}\n", story.headline);
    if let Some(intro) = &story.intro {
        *out += &format!("\n{intro}\n");
    }
    for quote in &story.quotes {
        match &quote.source {
            Some(source) => *out += &format!("\n{} ({source})\n", quote.text),
            None => *out += &format!("\n{}\n", quote.text),
        }
    }
    *out += &format!("\n{}:\n", view.words.sources);
    for source in &story.sources {
        *out += &format!("* {}\n", named(source));
        address(source.link.as_deref(), out);
    }
    if story.unnamed > 0 {
        *out += &format!("* +{}\n", story.unnamed);
    }
    if !story.others.is_empty() {
        *out += &format!("{}:\n", view.words.other_languages);
        for other in &story.others {
            *out += &format!("* {} ({})\n", other.title, other.language);
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
        *out += &format!("  {link}\n");
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
