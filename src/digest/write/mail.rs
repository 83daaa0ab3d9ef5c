//! An edition as HTML for mail: tables and inline styles, which is what mail clients keep, and a style sheet for those that know dark mode and narrow screens.
//!
//! Nothing is loaded and nothing runs. What would make the page longer than Gmail shows is left out, and said.

use crate::digest::view::{OtherView, QuoteView, SourceView, StoryView, View};
use crate::escape::Html;

/// Gmail clips a message's HTML at 102 kB.
const MOST_BYTES: usize = 100_000;
/// Code points of the line that inboxes show beside the subject.
const PREHEADER: usize = 120;

const CSS: &str = include_str!("templates/mail.css");

/// An edition as HTML.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The page.
    pub html: String,
    /// Stories that it has no room for, told or in brief.
    pub left_out: usize,
}

/// Makes the page of an edition.
pub fn write(view: &View) -> Mail {
    let mut html = head(view);
    let mut foot = Html::new();
    foot.raw("<tr><td class=\"c r\" style=\"padding:20px 32px 28px 32px;border-top:1px solid #dcd6c8\"><p class=\"m\" style=\"margin:0;font-size:13px;line-height:1.5;color:#625c52\"")
        .attribute("lang", view.words.lang)
        .attribute("dir", view.words.dir)
        .raw(">")
        .text(view.words.quoted)
        .raw("</p></td></tr>\n</table>\n</td></tr>\n</table>\n</body>\n</html>\n");
    let mut left_out = 0;
    let mut fits = |part: &Html, html: &mut Html| {
        let fits = left_out == 0 && html.len() + part.len() + foot.len() <= MOST_BYTES;
        if fits {
            html.append(part);
        } else {
            left_out += 1;
        }
        fits
    };
    for story in &view.stories {
        fits(&told(story, view), &mut html);
    }
    let mut title = Html::new();
    title.raw("<tr><td class=\"c r\" style=\"padding:22px 32px 2px 32px;border-top:1px solid #dcd6c8\"><h2 class=\"m\" style=\"margin:0;font-size:15px;line-height:1.4;color:#625c52\"");
    words(&mut title, view, view.words.in_brief);
    title.raw("</h2></td></tr>\n");
    let mut headed = false;
    for story in &view.brief {
        let mut part = Html::new();
        if !headed {
            part.append(&title);
        }
        part.append(&brief(story));
        headed |= fits(&part, &mut html);
    }
    html.append(&foot);
    Mail {
        html: html.into_string(),
        left_out,
    }
}

/// Everything before the first story.
fn head(view: &View) -> Html {
    let mut html = Html::new();
    html.raw("<!doctype html>\n<html")
        .attribute("lang", &view.lang)
        .attribute("dir", view.dir)
        .raw(">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"supported-color-schemes\" content=\"light dark\">\n<title>")
        .text(&view.subject())
        .raw("</title>\n<style>\n")
        .raw(CSS)
        .raw("</style>\n</head>\n<body class=\"b\" style=\"margin:0;padding:0;background-color:#f3f1ea\">\n<div style=\"display:none;max-height:0;overflow:hidden;mso-hide:all\">")
        .text(&preheader(view))
        .raw("</div>\n<table role=\"presentation\" class=\"b\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"background-color:#f3f1ea\">\n<tr><td class=\"o\" align=\"center\" style=\"padding:24px 12px\">\n<table role=\"presentation\" class=\"p\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"")
        .attribute("lang", &view.lang)
        .attribute("dir", view.dir)
        .raw(if view.dir == "rtl" {
            " style=\"width:100%;max-width:600px;background-color:#ffffff;text-align:right;table-layout:fixed;overflow-wrap:break-word;font-family:Georgia,'Times New Roman','Noto Serif',serif\">\n"
        } else {
            " style=\"width:100%;max-width:600px;background-color:#ffffff;text-align:left;table-layout:fixed;overflow-wrap:break-word;font-family:Georgia,'Times New Roman','Noto Serif',serif\">\n"
        })
        .raw("<tr><td class=\"c\" style=\"padding:30px 32px 22px 32px\"><h1 class=\"i\" style=\"margin:0;font-size:32px;line-height:1.25;color:#1f1d1a\">")
        .text(&view.title)
        .raw("</h1>");
    if let Some(date) = &view.date {
        html.raw("<p class=\"m\" style=\"margin:6px 0 0 0;font-size:15px;line-height:1.5;color:#625c52\">")
            .text(date)
            .raw("</p>");
    }
    if let Some(intro) = &view.intro {
        html.raw("<p class=\"i\" style=\"margin:14px 0 0 0;font-size:17px;line-height:1.65;color:#1f1d1a\">")
            .text(intro)
            .raw("</p>");
    }
    html.raw("</td></tr>\n");
    html
}

/// The first headlines.
fn preheader(view: &View) -> String {
    let headlines: Vec<&str> = view.stories.iter().map(|story| story.headline.as_str()).collect();
    headlines.join(" · ").chars().take(PREHEADER).collect()
}

fn told(story: &StoryView, view: &View) -> Html {
    let mut html = Html::new();
    html.raw("<tr><td class=\"c r\" style=\"padding:22px 32px 20px 32px;border-top:1px solid #dcd6c8\">\n<h2 style=\"margin:0 0 10px 0;font-size:21px;line-height:1.35\">");
    headline(&mut html, story);
    html.raw("</h2>\n");
    if let Some(intro) = &story.intro {
        html.raw("<p class=\"m\" style=\"margin:0 0 10px 0;font-size:17px;line-height:1.65;font-style:italic;color:#625c52\">")
            .text(intro)
            .raw("</p>\n");
    }
    for part in &story.quotes {
        quote(&mut html, part, view);
    }
    sources(&mut html, story, view);
    html.raw("</td></tr>\n");
    html
}

fn headline(html: &mut Html, story: &StoryView) {
    match &story.link {
        Some(link) => html
            .raw("<a class=\"l\" style=\"color:#0f5875;text-decoration:none\"")
            .attribute("href", link)
            .raw(">")
            .text(&story.headline)
            .raw("</a>"),
        None => html
            .raw("<span class=\"i\" style=\"color:#1f1d1a\">")
            .text(&story.headline)
            .raw("</span>"),
    };
}

/// A sentence is itself the link to its place.
fn quote(html: &mut Html, quote: &QuoteView, view: &View) {
    html.raw("<p class=\"i\" style=\"margin:0 0 10px 0;font-size:17px;line-height:1.65;color:#1f1d1a\"");
    if quote.lang != view.lang || quote.dir != view.dir {
        html.attribute("lang", &quote.lang).attribute("dir", quote.dir);
    }
    html.raw(">");
    match &quote.link {
        Some(link) => html
            .raw("<a class=\"i\" style=\"color:#1f1d1a;text-decoration:none\"")
            .attribute("href", link)
            .raw(">")
            .text(&quote.text)
            .raw("</a>"),
        None => html.text(&quote.text),
    };
    if let Some(source) = &quote.source {
        html.raw(" <span class=\"m\" style=\"font-size:13px;color:#625c52\"><bdi>(")
            .text(source)
            .raw(")</bdi></span>");
    }
    html.raw("</p>\n");
}

/// Fixed words with their language; the start tag is still open.
fn words(html: &mut Html, view: &View, words: &'static str) {
    if view.words.lang != view.lang {
        html.attribute("lang", view.words.lang);
    }
    html.raw(">").text(words);
}

const SMALL: &str = "margin:0;font-size:13px;line-height:1.6;color:#625c52";

fn sources(html: &mut Html, story: &StoryView, view: &View) {
    html.raw("<p class=\"m\"").attribute("style", SMALL).raw("><span");
    words(html, view, view.words.sources);
    html.text(view.words.colon).raw("</span> ");
    if let [only] = story.sources.as_slice()
        && story.unnamed == 0
    {
        source(html, only);
        html.raw("</p>\n");
    } else {
        html.raw("</p>\n");
        for named in &story.sources {
            html.raw("<p class=\"m\"").attribute("style", SMALL).raw(">– ");
            source(html, named);
            html.raw("</p>\n");
        }
        if story.unnamed > 0 {
            html.raw("<p class=\"m\"")
                .attribute("style", SMALL)
                .raw(">+")
                .number(story.unnamed)
                .raw("</p>\n");
        }
    }
    if !story.others.is_empty() {
        html.raw("<p class=\"m\"").attribute("style", SMALL).raw("><span");
        words(html, view, view.words.other_languages);
        html.text(view.words.colon).raw("</span> ");
        for (index, part) in story.others.iter().enumerate() {
            html.raw(if index > 0 { "; " } else { "" });
            other(html, part);
        }
        html.raw("</p>\n");
    }
}

fn source(html: &mut Html, source: &SourceView) {
    let mut parts: Vec<&str> = source.title.iter().map(String::as_str).collect();
    parts.extend(source.facts.iter().map(String::as_str));
    for (index, part) in parts.into_iter().enumerate() {
        html.raw(if index > 0 { " · " } else { "" });
        small_link(html, part, source.link.as_deref().filter(|_| index == 0));
    }
}

fn other(html: &mut Html, other: &OtherView) {
    html.raw("<bdi")
        .attribute("lang", &other.lang)
        .attribute("dir", other.dir)
        .raw(">");
    small_link(html, &other.title, other.link.as_deref());
    html.raw(" (").text(&other.language).raw(")</bdi>");
}

fn small_link(html: &mut Html, text: &str, link: Option<&str>) {
    match link {
        Some(link) => html
            .raw("<a class=\"l\" style=\"color:#0f5875\"")
            .attribute("href", link)
            .raw("><bdi>")
            .text(text)
            .raw("</bdi></a>"),
        None => html.raw("<bdi>").text(text).raw("</bdi>"),
    };
}

fn brief(story: &StoryView) -> Html {
    let mut html = Html::new();
    html.raw("<tr><td class=\"c\" style=\"padding:5px 32px 9px 32px\"><p style=\"margin:0;font-size:16px;line-height:1.5\">");
    headline(&mut html, story);
    html.raw("</p><p class=\"m\"").attribute("style", SMALL).raw(">");
    if let Some(first) = story.sources.first() {
        for (index, fact) in first.facts.iter().enumerate() {
            html.raw(if index > 0 { " · " } else { "" });
            small_link(&mut html, fact, None);
        }
    }
    html.raw("</p></td></tr>\n");
    html
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn an_edition_is_told_in_html() {
        insta::assert_snapshot!(write(&sample::view(true)).html);
    }

    #[test]
    fn markup_of_an_article_stays_text_and_nothing_is_loaded() {
        let html = write(&sample::hostile()).html;
        // Text has no `<` of its own, so that every one begins a tag.
        for tag in html
            .split('<')
            .skip(1)
            .map(|rest| rest.split('>').next().unwrap())
        {
            let name = tag.split(' ').next().unwrap();
            assert!(!["script", "img", "link", "iframe", "b"].contains(&name), "{tag}");
            assert!(
                !tag.contains(" src=") && !tag.contains(" on") && !tag.contains("javascript"),
                "{tag}"
            );
        }
        assert!(!CSS.contains("url(") && !CSS.contains("@import"));
        assert!(html.contains("&lt;script&gt;"));
    }

    #[test]
    fn a_page_that_gmail_would_clip_is_shortened_and_says_so() {
        let mut view = sample::view(true);
        assert_eq!(write(&view).left_out, 0);
        let story = view.stories[0].clone();
        view.stories.extend(std::iter::repeat_n(story, 200));
        let all = view.stories.len() + view.brief.len();
        let mail = write(&view);
        assert!(mail.html.len() <= MOST_BYTES && mail.left_out > 0);
        assert!(mail.html.ends_with("</html>\n"));
        assert_eq!(mail.html.matches("<h2").count() + mail.left_out, all);
    }
}
