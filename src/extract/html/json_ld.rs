//! What a page says of itself in JSON-LD, read leniently: pages hold raw line breaks, trailing commas, comments and CDATA.

use html5ever::local_name;
use rustc_hash::{FxHashSet, FxHasher};
use serde_json::{Map, Value};
use std::hash::Hasher;

use super::arena::{DOCUMENT, Tree};
use super::signals::{is_dense, is_word_char};
use crate::extract::entities;

/// Types of JSON-LD objects that describe the article of the page.
const ARTICLE_TYPES: &[&str] = &[
    "NewsArticle",
    "Article",
    "BlogPosting",
    "ReportageNewsArticle",
    "OpinionNewsArticle",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "LiveBlogPosting",
    "TechArticle",
    "ScholarlyArticle",
    "Report",
    "AdvertiserContentArticle",
    "SocialMediaPosting",
    "DiscussionForumPosting",
];
/// Types of objects that describe another kind of page: something for sale, and a list or a site as such.
const GOODS_TYPES: &[&str] = &["Product", "ProductGroup", "Offer", "ItemPage"];
const LIST_TYPES: &[&str] = &[
    "CollectionPage",
    "ItemList",
    "SearchResultsPage",
    "FAQPage",
    "QAPage",
    "Organization",
    "WebSite",
    "Service",
    "SoftwareApplication",
];
/// Values of one page that are looked at.
const MAX_VALUES: usize = 20_000;
/// Words in a row that are compared with the page's text.
const GRAM: usize = 3;

/// What JSON-LD says of the article.
#[derive(Clone, Debug, Default)]
pub(super) struct Described {
    pub(super) headline: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
    pub(super) body: Option<String>,
    /// Who publishes the page.
    pub(super) publishers: Vec<String>,
    /// It is an article of a newspaper.
    pub(super) news: bool,
    /// Objects of these types are there: an article, something for sale, a list or a site, an article of a newspaper.
    pub(super) kinds: [bool; 4],
}

/// Reads the page's JSON-LD, at most `limit` bytes of it.
pub(super) fn read(tree: &Tree<'_>, limit: usize) -> Described {
    let mut described = Described::default();
    let mut left = limit;
    for id in scripts(tree) {
        let text = tree.text_below(id, left);
        if text.len() > left {
            break;
        }
        left -= text.len();
        if let Some(value) = parse(&text) {
            described.merge(&value);
        }
    }
    described
}

fn scripts(tree: &Tree<'_>) -> Vec<u32> {
    (DOCUMENT..tree.nodes.len() as u32)
        .filter(|&id| {
            tree.element(id).is_some_and(|e| e.local == local_name!("script"))
                && tree
                    .attribute(id, &local_name!("type"))
                    .is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"))
        })
        .collect()
}

/// Reads JSON as it should be, else after mending what pages get wrong.
fn parse(text: &str) -> Option<Value> {
    let text = text.trim();
    serde_json::from_str(text)
        .or_else(|_| serde_json::from_str(&mend(text)))
        .ok()
}

/// Takes comments, CDATA marks and trailing commas out and escapes raw control characters in strings.
fn mend(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_string = false;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if in_string {
            match c {
                '\\' => {
                    out.push(c);
                    if let Some((_, next)) = chars.next() {
                        out.push(next);
                    }
                }
                '"' => {
                    in_string = false;
                    out.push(c);
                }
                c if c < ' ' => out.push(' '),
                c => out.push(c),
            }
            continue;
        }
        let rest = &text[at..];
        let skip = ["<![CDATA[", "]]>", "<!--", "-->"]
            .iter()
            .find(|mark| rest.starts_with(**mark))
            .map(|mark| mark.len())
            .or_else(|| comment_length(rest));
        if let Some(skip) = skip {
            while chars.peek().is_some_and(|(next, _)| *next < at + skip) {
                chars.next();
            }
            continue;
        }
        match c {
            '"' => in_string = true,
            ']' | '}' => {
                let end = out.trim_end().len();
                if out[..end].ends_with(',') {
                    out.truncate(end - 1);
                }
            }
            _ => {}
        }
        out.push(c);
    }
    let end = out.trim_end_matches([';', ' ', '\n', '\r', '\t']).len();
    out.truncate(end);
    out
}

fn comment_length(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        Some(rest.find('\n').unwrap_or(rest.len()))
    } else if rest.starts_with("/*") {
        Some(rest.find("*/").map_or(rest.len(), |end| end + 2))
    } else {
        None
    }
}

impl Described {
    fn merge(&mut self, value: &Value) {
        let mut stack = vec![value];
        let mut seen = 0;
        while let Some(value) = stack.pop() {
            seen += 1;
            if seen > MAX_VALUES {
                return;
            }
            match value {
                Value::Array(values) => stack.extend(values.iter().rev()),
                Value::Object(object) => {
                    self.note(object);
                    if is_article(object) {
                        self.take(object);
                    }
                    let nested = ["@graph", "mainEntity", "mainEntityOfPage"];
                    stack.extend(nested.iter().rev().filter_map(|key| object.get(*key)));
                }
                _ => {}
            }
        }
    }

    /// Notes the type of an object.
    fn note(&mut self, object: &Map<String, Value>) {
        let found = [
            is_article(object),
            has_type(object, |kind| GOODS_TYPES.contains(&kind)),
            has_type(object, |kind| LIST_TYPES.contains(&kind)),
            has_type(object, |kind| kind.ends_with("NewsArticle")),
        ];
        for (known, found) in self.kinds.iter_mut().zip(found) {
            *known |= found;
        }
    }

    /// The first article that says something wins.
    fn take(&mut self, object: &Map<String, Value>) {
        let text = |key: &str| {
            object
                .get(key)
                .and_then(Value::as_str)
                .map(entities::decode)
                .map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty())
        };
        let set = |slot: &mut Option<String>, value: Option<String>| {
            if slot.is_none() {
                *slot = value;
            }
        };
        set(&mut self.headline, text("headline").or_else(|| text("name")));
        set(
            &mut self.published,
            text("datePublished").or_else(|| text("dateCreated")),
        );
        set(&mut self.modified, text("dateModified"));
        set(&mut self.language, text("inLanguage"));
        set(&mut self.url, text("url").or_else(|| text("mainEntityOfPage")));
        set(&mut self.body, text("articleBody").or_else(|| text("text")));
        if self.publishers.is_empty()
            && let Some(publisher) = object.get("publisher")
        {
            self.publishers = names(publisher);
        }
        self.news |= has_type(object, |kind| kind.ends_with("NewsArticle"));
        if self.authors.is_empty()
            && let Some(author) = object.get("author").or_else(|| object.get("creator"))
        {
            self.authors = names(author);
        }
    }
}

fn is_article(object: &Map<String, Value>) -> bool {
    has_type(object, |kind| ARTICLE_TYPES.contains(&kind))
}

fn has_type(object: &Map<String, Value>, wanted: impl Fn(&str) -> bool) -> bool {
    let known = |kind: &Value| kind.as_str().is_some_and(&wanted);
    match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(known),
        Some(kind) => known(kind),
        None => false,
    }
}

/// The names in an `author`: a string, an object with a name, or a list of those.
fn names(author: &Value) -> Vec<String> {
    let mut stack = vec![author];
    let mut names = Vec::new();
    while let Some(value) = stack.pop() {
        match value {
            Value::String(name) => names.push(entities::decode(name)),
            Value::Array(values) if names.len() < 50 => stack.extend(values.iter().rev().take(100)),
            Value::Object(object) => stack.extend(object.get("name")),
            _ => {}
        }
    }
    names
}

/// Runs of three words of a text, for telling which passages quote it.
#[derive(Clone, Debug, Default)]
pub(super) struct Grams(FxHashSet<u64>);

impl Grams {
    /// The runs of `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut grams = FxHashSet::default();
        each(text, |gram| {
            grams.insert(gram);
        });
        Self(grams)
    }

    /// Whether there is nothing to compare with.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The share of the runs of `text` that are among these.
    #[expect(clippy::cast_precision_loss, reason = "a passage has fewer words than 2^24")]
    pub(super) fn share_of(&self, text: &str) -> f32 {
        let (mut all, mut found) = (0u32, 0u32);
        each(text, |gram| {
            all += 1;
            found += u32::from(self.0.contains(&gram));
        });
        found as f32 / all.max(1) as f32
    }
}

fn each(text: &str, mut take: impl FnMut(u64)) {
    let mut last = [0u64; GRAM];
    let mut count = 0;
    let mut add = |part: &[u8]| {
        let mut hasher = FxHasher::default();
        hasher.write(part);
        last = [last[1], last[2], hasher.finish()];
        count += 1;
        if count >= GRAM {
            let mut hasher = FxHasher::default();
            for hash in last {
                hasher.write_u64(hash);
            }
            take(hasher.finish());
        }
    };
    if text.is_ascii() {
        let words = text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric());
        words.filter(|word| !word.is_empty()).for_each(add);
        return;
    }
    let words = text.split(|c| !is_word_char(c)).filter(|word| !word.is_empty());
    for word in words {
        if word.chars().next().is_some_and(is_dense) {
            for (at, c) in word.char_indices() {
                add(&word.as_bytes()[at..at + c.len_utf8()]);
            }
        } else {
            add(word.as_bytes());
        }
    }
}
