//! What the feeds have in common: their items, newest first, each with a name that stays, and the content of an item.

use std::cmp::Reverse;
use std::fmt::Write;

use crate::digest::dates::Published;
use crate::digest::view::{StoryView, View};
use crate::escape::Html;

/// The date of an item, and of a feed, where no article has one; Atom cannot do without.
pub(super) const UNDATED: &str = "1970-01-01T00:00:00Z";

/// A feed.
#[derive(Clone, Debug)]
pub struct Feed {
    /// Its title.
    pub title: String,
    /// Where the output folder is published, with a `/` at the end.
    pub base_url: Option<String>,
    /// Its language, if all items are in one.
    pub lang: Option<String>,
    /// The stories, in order.
    pub items: Vec<Item>,
}

/// A story in a feed.
#[derive(Clone, Debug)]
pub struct Item {
    /// `urn:uuid:` and a UUID of version 8 (RFC 9562) made of the address or the id of the first article.
    pub id: String,
    /// BCP 47 tag.
    pub lang: String,
    /// The headline.
    pub title: String,
    /// Where the headline leads.
    pub link: Option<String>,
    /// Author of the first article.
    pub author: Option<String>,
    /// When the first article appeared.
    pub published: Option<Published>,
    /// The sentences as text, a blank line between them.
    pub text: String,
    /// The sentences and sources as HTML.
    pub html: Html,
}

/// The stories of an edition as items. Its addresses are to be whole ones.
pub fn items(view: &View) -> Vec<Item> {
    view.stories.iter().map(|story| item(story, view)).collect()
}

fn item(story: &StoryView, view: &View) -> Item {
    let mut texts: Vec<&str> = story.intro.iter().map(String::as_str).collect();
    texts.extend(story.quotes.iter().map(|quote| quote.text.as_str()));
    Item {
        id: urn("story", &[&view.lang, &story.key]),
        lang: view.lang.clone(),
        title: story.headline.clone(),
        link: story.link.clone(),
        author: story.author.clone(),
        published: story.published,
        text: texts.join("\n\n"),
        html: content(story, view),
    }
}

impl Feed {
    /// A feed of these items: newest first, undated ones last, else as they come.
    pub fn new(title: String, base_url: Option<String>, mut items: Vec<Item>) -> Self {
        items.sort_by_key(|item| Reverse(item.published.map(|published| published.instant)));
        let lang = items.first().map(|item| item.lang.clone());
        let one = items.iter().all(|item| Some(&item.lang) == lang.as_ref());
        Self {
            title,
            base_url,
            lang: lang.filter(|_| one),
            items,
        }
    }

    /// The name of the feed: its address where it is published, else one made of its title.
    pub(super) fn id(&self, file: &str) -> String {
        self.address(file).unwrap_or_else(|| urn("feed", &[&self.title]))
    }

    /// The address of a file beside the editions.
    pub(super) fn address(&self, file: &str) -> Option<String> {
        self.base_url.as_ref().map(|base| format!("{base}digest/{file}"))
    }

    /// The address of the page that the feed belongs to.
    pub(super) fn home(&self) -> Option<String> {
        self.base_url.as_ref().map(|base| format!("{base}index.html"))
    }

    /// The date of the newest item.
    pub(super) fn newest(&self) -> Option<Published> {
        self.items.first().and_then(|item| item.published)
    }
}

/// A name that is the same for the same parts.
fn urn(kind: &str, parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in [kind].iter().chain(parts) {
        hasher.update(part.as_bytes());
        hasher.update(b"\0");
    }
    let mut bytes: [u8; 16] = hasher.finalize().as_bytes()[..16]
        .try_into()
        .expect("a hash has 32 bytes");
    bytes[6] = bytes[6] & 0x0F | 0x80;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let mut urn = String::from("urn:uuid:");
    for (place, byte) in bytes.iter().enumerate() {
        urn.push_str(if matches!(place, 4 | 6 | 8 | 10) { "-" } else { "" });
        _ = write!(urn, "{byte:02x}");
    }
    urn
}

fn content(story: &StoryView, view: &View) -> Html {
    let mut html = Html::new();
    html.raw("<div")
        .attribute("lang", &view.lang)
        .attribute("dir", view.dir)
        .raw(">");
    if let Some(intro) = &story.intro {
        html.raw("<p>").text(intro).raw("</p>");
    }
    for quote in &story.quotes {
        html.raw("<p");
        if quote.lang != view.lang || quote.dir != view.dir {
            html.attribute("lang", &quote.lang).attribute("dir", quote.dir);
        }
        html.raw(">");
        linked(&mut html, &quote.text, quote.link.as_deref());
        if let Some(source) = &quote.source {
            html.raw(" (").text(source).raw(")");
        }
        html.raw("</p>");
    }
    html.raw("<p>")
        .text(view.words.sources)
        .text(view.words.colon)
        .raw(" ");
    for (index, source) in story.sources.iter().enumerate() {
        html.raw(if index > 0 { "; " } else { "" });
        let mut parts = source.title.iter().chain(&source.facts);
        if let Some(first) = parts.next() {
            linked(&mut html, first, source.link.as_deref());
        }
        for part in parts {
            html.raw(" · ").text(part);
        }
    }
    html.raw("</p></div>");
    html
}

fn linked(html: &mut Html, text: &str, link: Option<&str>) {
    match link {
        Some(link) => html
            .raw("<a")
            .attribute("href", link)
            .raw(">")
            .text(text)
            .raw("</a>"),
        None => html.text(text),
    };
}
