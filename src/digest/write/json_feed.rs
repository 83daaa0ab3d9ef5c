//! The digest as a JSON Feed, version 1.1.

use serde::Serialize;

use super::feed::{self, Feed};

/// The name of the file.
pub const FILE: &str = "feed.json";

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    home_page_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feed_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    title: &'a str,
    content_html: &'a str,
    content_text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authors: Option<[Author<'a>; 1]>,
    language: &'a str,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

fn item(item: &feed::Item) -> Item<'_> {
    Item {
        id: &item.id,
        url: item.link.as_deref(),
        title: &item.title,
        content_html: item.html.as_str(),
        content_text: &item.text,
        date_published: item.published.map(|published| published.rfc3339()),
        authors: item.author.as_deref().map(|name| [Author { name }]),
        language: &item.lang,
    }
}

/// The feed as JSON.
pub fn write(feed: &Feed) -> String {
    let document = Document {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: feed.home(),
        feed_url: feed.address(FILE),
        language: feed.lang.as_deref(),
        items: feed.items.iter().map(item).collect(),
    };
    let mut text = serde_json::to_string_pretty(&document)
        .unwrap_or_else(|_| unreachable!("plain data with string keys is JSON"));
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn the_stories_are_a_json_feed() {
        insta::assert_snapshot!(super::write(&sample::feed()));
    }
}
