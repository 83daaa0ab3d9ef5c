//! The form of a text: by content first, then by name.

use crate::article::Format;

/// How much of a file is looked at, in bytes.
pub(super) const HEAD: usize = 4096;

/// As much of a file as [`sniff`] looks at.
pub(super) fn head(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(HEAD)]
}

/// Tags with which a page or a piece of one begins.
const PAGE_TAGS: &[&str] = &[
    "!doctype html",
    "html",
    "head",
    "body",
    "article",
    "main",
    "section",
    "div",
    "title",
    "meta",
    "link",
    "script",
    "style",
    "table",
];

/// Tags that alone make no page: a `.txt` that begins with one is text, unless it is closed further on.
const TEXT_TAGS: &[&str] = &[
    "p",
    "h1",
    "h2",
    "h3",
    "ul",
    "ol",
    "blockquote",
    "span",
    "b",
    "strong",
    "a",
    "br",
    "img",
];

/// Tells the form of `text` (a head of 4 kB is enough) in a file called `name`.
///
/// What begins as a page is one, whatever the name says; Markdown is told by its name alone, since plain text may hold
/// `#`, `*` and `---` of its own.
pub fn sniff(text: &str, name: &str) -> Format {
    let extension = name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase())
        .unwrap_or_default();
    let markdown = matches!(
        &*extension,
        "md" | "markdown" | "mdown" | "mkd" | "mkdn" | "mdwn" | "mdx" | "qmd" | "rmd"
    );
    // Few texts begin with a tag: the others need no further look.
    let head = if skip_blank(text).starts_with('<') {
        text.char_indices()
            .nth(HEAD)
            .map_or(text, |(end, _)| &text[..end])
    } else {
        ""
    };
    if is_feed(head) {
        return Format::Feed;
    }
    if is_json(text, &extension) {
        return if is_json_feed(text) {
            Format::Feed
        } else {
            Format::Json
        };
    }
    match &*extension {
        "html" | "htm" | "xhtml" | "xht" | "shtml" => Format::Html,
        // Markdown may begin with a tag of HTML; only a whole page is not Markdown.
        _ if markdown && !first_tag(head).is_some_and(|tag| is_document(&tag)) => Format::Markdown,
        _ if is_page(head) => Format::Html,
        _ => Format::Text,
    }
}

/// Whether the root element is one of RSS or Atom. The document type of old feeds stands before it.
fn is_feed(head: &str) -> bool {
    let mut rest = head;
    loop {
        rest = skip_blank(rest);
        let close = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?") || rest.starts_with("<!DOCTYPE") {
            ">"
        } else {
            break;
        };
        let Some(end) = rest.find(close) else { return false };
        rest = &rest[end + close.len()..];
    }
    let name = rest.strip_prefix('<').unwrap_or_default();
    let end = name.find(|c: char| c.is_whitespace() || c == '>' || c == '/');
    let name = &name[..end.unwrap_or(name.len())];
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    match local {
        "rss" => true,
        "RDF" => head.contains("http://purl.org/rss/1.0/"),
        "feed" => {
            !prefix.is_empty() || head.contains("http://www.w3.org/2005/Atom") || head.contains("<entry")
        }
        _ => false,
    }
}

/// Whether the text is JSON: it is called so, or begins as an object or a list of objects.
fn is_json(text: &str, extension: &str) -> bool {
    let start = skip_blank(text);
    if extension == "json" {
        return start.starts_with(['{', '[']);
    }
    let inside = |open| start.strip_prefix(open).map(skip_blank);
    inside('{').is_some_and(|rest| rest.starts_with('"') && rest.contains("\":"))
        || inside('[')
            .and_then(|rest| rest.strip_prefix('{'))
            .map(skip_blank)
            .is_some_and(|rest| rest.starts_with('"'))
}

fn is_json_feed(text: &str) -> bool {
    let end = text.char_indices().nth(HEAD).map_or(text.len(), |(end, _)| end);
    text[..end].contains("jsonfeed.org/version")
}

fn is_document(tag: &str) -> bool {
    matches!(tag, "!doctype html" | "html")
}

fn is_page(head: &str) -> bool {
    let Some(tag) = first_tag(head) else {
        return false;
    };
    PAGE_TAGS.contains(&&*tag)
        || (TEXT_TAGS.contains(&&*tag) && (tag == "br" || tag == "img" || head.contains(&format!("</{tag}"))))
}

fn skip_blank(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

/// The name of the tag with which the text begins, in lower case, after comments and an XML declaration.
fn first_tag(head: &str) -> Option<String> {
    let mut rest = head;
    loop {
        rest = skip_blank(rest);
        let close = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?") {
            ">"
        } else {
            break;
        };
        rest = &rest[rest.find(close)? + close.len()..];
    }
    let tag = rest.strip_prefix('<')?;
    let start: String = tag.chars().take(13).collect::<String>().to_ascii_lowercase();
    if start == "!doctype html" {
        return Some(start);
    }
    let name: String = start.chars().take_while(char::is_ascii_alphanumeric).collect();
    let after = tag[name.len()..].chars().next();
    matches!(after, Some(c) if c == '>' || c == '/' || c.is_whitespace()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_before_the_name() {
        for (text, name, expected) in [
            ("<!DOCTYPE html><p>x", "a.txt", Format::Html),
            (
                "\n<?xml version='1.0'?><!-- c -->\n<html lang=en>",
                "a",
                Format::Html,
            ),
            ("<p>One.</p>", "a.txt", Format::Html),
            ("<p>One.", "a.txt", Format::Text),
            ("no tag at all", "a.html", Format::Html),
            ("no tag at all", "a.XHTML", Format::Html),
            ("<b>bold</b> claim", "a.md", Format::Markdown),
            ("<html><body>x", "a.md", Format::Html),
            ("# Heading", "a.markdown", Format::Markdown),
            ("# Heading\n\n* item", "a.txt", Format::Text),
            ("---\ntitle: x\n---\n", "a.txt", Format::Text),
            ("<3 is a heart", "a.txt", Format::Text),
            ("<divine> intervention", "a.txt", Format::Text),
            ("a < b", "README", Format::Text),
            ("<!-- never closed", "a.txt", Format::Text),
            ("", "", Format::Text),
            ("<?xml version='1.0'?>\n<rss version='2.0'>", "a", Format::Feed),
            (
                "<feed xmlns='http://www.w3.org/2005/Atom'>",
                "a.xml",
                Format::Feed,
            ),
            ("<feed>the cat</feed>", "a.txt", Format::Text),
            (
                "{\"version\": \"https://jsonfeed.org/version/1.1\"",
                "a.json",
                Format::Feed,
            ),
            ("[ {\"title\": 1", "a.txt", Format::Json),
            ("{\"title\": 1", "a", Format::Json),
            ("[Reuters] Rain fell.", "a.txt", Format::Text),
            ("{curly} hair", "a.txt", Format::Text),
            ("[1, 2]", "a.json", Format::Json),
        ] {
            assert_eq!(sniff(text, name), expected, "{text:?} in {name}");
        }
    }
}
