//! The digest as an Atom feed (RFC 4287).

use super::feed::{Feed, UNDATED};
use crate::digest::dates::Published;
use crate::escape::Xml;

/// The name of the file.
pub const FILE: &str = "atom.xml";

/// The feed as Atom. Every feed and entry must have a date: 1970-01-01 stands for none.
pub fn write(feed: &Feed) -> String {
    let mut xml = Xml::new();
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"");
    if let Some(lang) = &feed.lang {
        xml.attribute("xml:lang", lang);
    }
    xml.raw(">\n<id>")
        .text(&feed.id(FILE))
        .raw("</id>\n<title>")
        .text(&feed.title)
        .raw("</title>\n");
    date(&mut xml, feed.newest());
    xml.raw("<author><name>")
        .text(&feed.title)
        .raw("</name></author>\n");
    if let Some(address) = feed.address(FILE) {
        xml.raw("<link rel=\"self\" type=\"application/atom+xml\"")
            .attribute("href", &address)
            .raw("/>\n");
    }
    if let Some(home) = feed.home() {
        xml.raw("<link rel=\"alternate\" type=\"text/html\"")
            .attribute("href", &home)
            .raw("/>\n");
    }
    xml.raw(concat!(
        "<generator version=\"",
        env!("CARGO_PKG_VERSION"),
        "\">tolmach</generator>\n"
    ));
    for item in &feed.items {
        xml.raw("<entry")
            .attribute("xml:lang", &item.lang)
            .raw(">\n<id>")
            .text(&item.id)
            .raw("</id>\n<title>")
            .text(&item.title)
            .raw("</title>\n");
        date(&mut xml, item.published);
        if let Some(published) = item.published {
            xml.raw("<published>")
                .text(&published.rfc3339())
                .raw("</published>\n");
        }
        if let Some(author) = &item.author {
            xml.raw("<author><name>").text(author).raw("</name></author>\n");
        }
        if let Some(link) = &item.link {
            xml.raw("<link rel=\"alternate\"")
                .attribute("href", link)
                .raw("/>\n");
        }
        xml.raw("<content type=\"html\">")
            .text(item.html.as_str())
            .raw("</content>\n</entry>\n");
    }
    xml.raw("</feed>\n");
    xml.into_string()
}

fn date(xml: &mut Xml, published: Option<Published>) {
    let date = published.map_or_else(|| UNDATED.to_owned(), |published| published.rfc3339());
    xml.raw("<updated>").text(&date).raw("</updated>\n");
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn the_stories_are_an_atom_feed() {
        insta::assert_snapshot!(super::write(&sample::feed()));
    }
}
