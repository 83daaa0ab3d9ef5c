//! The digest as RSS 2.0, with the language of each item by Dublin Core.

use super::feed::Feed;
use crate::escape::Xml;

/// The name of the file.
pub const FILE: &str = "feed.xml";

/// The feed as RSS. A channel must have a link: that of the page where the folder is published, else its own name.
pub fn write(feed: &Feed) -> String {
    let mut xml = Xml::new();
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<channel>\n<title>")
        .text(&feed.title)
        .raw("</title>\n<link>")
        .text(&feed.home().unwrap_or_else(|| feed.id(FILE)))
        .raw("</link>\n<description>")
        .text(&feed.title)
        .raw("</description>\n");
    if let Some(address) = feed.address(FILE) {
        xml.raw("<atom:link rel=\"self\" type=\"application/rss+xml\"")
            .attribute("href", &address)
            .raw("/>\n");
    }
    if let Some(lang) = &feed.lang {
        xml.raw("<language>").text(lang).raw("</language>\n");
    }
    if let Some(date) = feed.newest().and_then(|published| published.rfc2822()) {
        xml.raw("<pubDate>").text(&date).raw("</pubDate>\n");
    }
    xml.raw(concat!(
        "<generator>tolmach ",
        env!("CARGO_PKG_VERSION"),
        "</generator>\n"
    ));
    for item in &feed.items {
        xml.raw("<item>\n<title>").text(&item.title).raw("</title>\n");
        if let Some(link) = &item.link {
            xml.raw("<link>").text(link).raw("</link>\n");
        }
        xml.raw("<guid isPermaLink=\"false\">")
            .text(&item.id)
            .raw("</guid>\n");
        if let Some(date) = item.published.and_then(|published| published.rfc2822()) {
            xml.raw("<pubDate>").text(&date).raw("</pubDate>\n");
        }
        if let Some(author) = &item.author {
            xml.raw("<dc:creator>").text(author).raw("</dc:creator>\n");
        }
        xml.raw("<dc:language>")
            .text(&item.lang)
            .raw("</dc:language>\n<description>")
            .text(item.html.as_str())
            .raw("</description>\n</item>\n");
    }
    xml.raw("</channel>\n</rss>\n");
    xml.into_string()
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn the_stories_are_an_rss_feed() {
        insta::assert_snapshot!(super::write(&sample::feed()));
    }
}
