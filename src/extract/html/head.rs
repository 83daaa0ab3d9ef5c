//! What a page says of its article outside the text: `<meta>`, `<link>`, `<title>`, `<time>`, JSON-LD.

use html5ever::{LocalName, local_name};

use super::arena::{DOCUMENT, Id, Tree};
use super::blocks::Passage;
use super::content::{Verdict, heading_level};
use super::echoes::KINDS;
use super::json_ld::Described;
use super::lines::Lines;
use super::signals::Groups;
use super::title::Titles;
use crate::article::{Language, Metadata};
use crate::escape;
use crate::extract::{ExtractOptions, dates, metadata};

/// Longest text of a field that is looked at, in bytes.
const MAX_FIELD_BYTES: usize = 4096;
/// Longest title that is compared with others, in characters.
const MAX_TITLE_CHARS: usize = 1000;
/// Elements that may name the author.
const MAX_AUTHORS: usize = 20;
/// Longest text of such an element.
const MAX_AUTHOR_BYTES: usize = 200;
/// Elements above one of these that are looked at.
const MAX_STEPS: usize = 30;
/// A headline names the same article as another when this share of their words is common.
const SAME_TITLE: f32 = 0.5;

/// The fields of `<meta>`, lower-cased name and content, in page order.
#[derive(Debug, Default)]
pub(super) struct Head<'t> {
    meta: Vec<(String, &'t str)>,
    canonical: Option<&'t str>,
    language: Option<&'t str>,
    /// The `<title>` element.
    pub(super) title: Option<Id>,
    times: Vec<Time<'t>>,
    /// Texts of elements that say that they are the author.
    authors: Vec<String>,
    /// Texts of elements whose class says so.
    bylines: Vec<String>,
}

/// What the page shows its reader.
#[derive(Debug)]
pub(super) struct Shown<'a> {
    /// The headline.
    pub(super) title: Option<&'a str>,
    /// What the lines around the article say.
    pub(super) lines: Lines,
}

#[derive(Debug)]
struct Time<'t> {
    value: &'t str,
    published: bool,
}

impl<'t> Head<'t> {
    /// The address that the page says is its own.
    pub(super) fn address(&self) -> Option<&str> {
        self.canonical.or_else(|| self.first(&["og:url"]))
    }

    /// Reads the fields of the page.
    pub(super) fn read(tree: &'t Tree<'_>) -> Self {
        let mut head = Self::default();
        for id in DOCUMENT..tree.nodes.len() as Id {
            let Some(element) = tree.element(id) else { continue };
            let get = |name: LocalName| tree.attribute(id, &name);
            match element.local {
                local_name!("meta") => head.meta(tree, id),
                local_name!("html") => head.language = head.language.or(tree.language(id)),
                local_name!("title") if head.title.is_none() && element.space == html5ever::ns!(html) => {
                    head.title = Some(id);
                }
                local_name!("link") if rel(get(local_name!("rel")), "canonical") => {
                    head.canonical = head.canonical.or(get(local_name!("href")));
                }
                local_name!("time") => {
                    if let Some(value) = get(local_name!("datetime")) {
                        let published = get(local_name!("itemprop"))
                            .is_some_and(|p| p.contains("datePublished"))
                            || tree.attribute(id, &LocalName::from("pubdate")).is_some();
                        head.times.push(Time { value, published });
                    }
                }
                _ => head.author(tree, id),
            }
        }
        head
    }

    fn meta(&mut self, tree: &'t Tree<'_>, id: Id) {
        let Some(content) = tree.attribute(id, &local_name!("content")) else {
            return;
        };
        let content = content.trim();
        if content.is_empty() || content.len() > MAX_FIELD_BYTES || self.meta.len() > 500 {
            return;
        }
        for attribute in tree.attributes(id) {
            let names = matches!(
                &*attribute.name.local,
                "name" | "property" | "itemprop" | "http-equiv"
            );
            if names && attribute.value.len() < 100 {
                self.meta
                    .push((attribute.value.trim().to_ascii_lowercase(), content));
            }
        }
    }

    fn author(&mut self, tree: &Tree<'_>, id: Id) {
        let (mut names, mut class) = (false, false);
        for attribute in tree.attributes(id) {
            match attribute.name.local {
                local_name!("rel") => names |= rel(Some(&attribute.value), "author"),
                local_name!("itemprop") => {
                    names |= attribute.value.split_ascii_whitespace().any(|p| p == "author");
                }
                local_name!("class") => class |= is_byline(&attribute.value),
                _ => {}
            }
        }
        if names && self.authors.len() < MAX_AUTHORS {
            self.authors.push(tree.text_below(id, MAX_AUTHOR_BYTES));
        } else if class && self.bylines.len() < MAX_AUTHORS && !is_comment(tree, id) {
            self.bylines.push(tree.text_below(id, MAX_AUTHOR_BYTES));
        }
    }

    /// The value that goes with a label such as "Written by".
    fn labelled(&self) -> Option<&'t str> {
        (1..4).find_map(|number| {
            let label = self.first(&[&format!("twitter:label{number}")])?;
            metadata::is_author_label(label).then(|| self.first(&[&format!("twitter:data{number}")]))?
        })
    }

    /// The first of `names` that the page has.
    fn first(&self, names: &[&str]) -> Option<&'t str> {
        names.iter().find_map(|name| self.all(name).next())
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'t str> + 'a {
        self.meta
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, content)| *content)
    }

    /// The text of `<title>`.
    pub(super) fn page_title(&self, tree: &Tree<'_>) -> String {
        let text = |id| tree.text_below(id, MAX_FIELD_BYTES);
        self.title.map(text).unwrap_or_default()
    }

    /// The titles that are not shown in the page itself.
    pub(super) fn titles<'a>(&self, described: &'a Described, page_title: &'a str) -> Vec<&'a str>
    where
        't: 'a,
    {
        let og = self.first(&["og:title", "twitter:title"]);
        let page = Some(page_title).filter(|title| !title.trim().is_empty());
        [described.headline.as_deref(), og, page]
            .into_iter()
            .flatten()
            .collect()
    }

    /// What kind of page this is said to be: what JSON-LD names, `og:type` is an article or something else, a date and an author are given.
    pub(super) fn kind(&self, described: &Described) -> [bool; KINDS] {
        const DATES: &[&str] = &[
            "article:published_time",
            "datepublished",
            "article:section",
            "parsely-pub-date",
            "sailthru.date",
        ];
        let [article, goods, list, news] = described.kinds;
        let shared = self.first(&["og:type"]);
        let is_article = shared.is_some_and(|kind| kind.eq_ignore_ascii_case("article"));
        [
            article,
            goods,
            list,
            news,
            is_article,
            shared.is_some() && !is_article,
            self.first(DATES).is_some(),
            self.first(&["author", "article:author", "byl"]).is_some(),
        ]
    }

    /// What the page says its article is about.
    pub(super) fn description(&self) -> Option<&'t str> {
        self.first(&["og:description", "description", "twitter:description"])
    }
}

fn rel(value: Option<&str>, kind: &str) -> bool {
    value.is_some_and(|value| {
        value
            .split_ascii_whitespace()
            .any(|word| word.eq_ignore_ascii_case(kind))
    })
}

/// Whether a class says that the text is the author's name.
fn is_byline(class: &str) -> bool {
    // The second letter tells them from nearly all other classes.
    let says = memchr::memchr2_iter(b'u', b'y', class.as_bytes()).any(|second| {
        let word = second.checked_sub(1).map(|first| &class.as_bytes()[first..]);
        let names: [&[u8]; 3] = [b"author", b"byline", b"autor"];
        word.is_some_and(|word| names.iter().any(|name| word.starts_with(name)))
    });
    says && Groups::of_value(class).has(Groups::BYLINE)
}

/// Whether the element stands in comments or in what points to other articles.
fn is_comment(tree: &Tree<'_>, id: Id) -> bool {
    let other = Groups::COMMENT.with(Groups::RELATED).with(Groups::SIDE);
    let mut around = tree.ancestors(id).take(MAX_STEPS);
    around.any(|id| Groups::of(tree, id).has(other) && heading_level(tree.element(id).map(|e| &e.local)) == 0)
}

/// The heading that is the headline, if the page has one: an index of `passages`.
pub(super) fn headline(tree: &Tree<'_>, passages: &[Passage], verdict: &Verdict) -> Option<usize> {
    let first = verdict
        .kept
        .iter()
        .position(|kept| *kept)
        .unwrap_or(passages.len());
    let mut best: Option<(f32, usize)> = None;
    for (at, passage) in passages.iter().enumerate() {
        let level = tree
            .ancestors(passage.holder)
            .take(3)
            .map(|id| heading_level(tree.element(id).map(|element| &element.local)))
            .find(|level| *level > 0)
            .unwrap_or(0);
        if level == 0 || passage.draft.text.len() > 500 {
            continue;
        }
        let same = verdict.titled[at].max(0.0);
        let outside = verdict.groups[at].has(Groups::OUTSIDE);
        let mut score = same + if level == 1 { 0.5 } else { 0.0 };
        score -= if outside { 0.4 } else { 0.0 };
        score -= if at > first + 3 { 0.4 } else { 0.0 };
        let believed = if level == 1 {
            score >= 0.5
        } else {
            same >= SAME_TITLE
        };
        if believed && best.is_none_or(|(known, _)| score > known) {
            best = Some((score, at));
        }
    }
    best.map(|(_, at)| at)
}

/// Title, author, date, address and declared language.
pub(super) fn metadata(
    tree: &Tree<'_>,
    head: &Head<'_>,
    described: &Described,
    shown: &Shown<'_>,
    options: &ExtractOptions,
) -> Metadata {
    let address = head
        .address()
        .and_then(web_address)
        .or_else(|| described.url.as_deref().and_then(web_address))
        .or_else(|| options.url.as_deref().and_then(web_address));
    Metadata {
        title: title(tree, head, described, shown.title, options.limits.max_title_chars),
        author: author(head, described, &shown.lines),
        date: date(
            head,
            described,
            &shown.lines,
            [address.as_deref(), options.url.as_deref()],
        ),
        language: language(head, described),
        url: address,
    }
}

/// An address with `http` or `https`; nothing else leads to a page.
fn web_address(address: &str) -> Option<String> {
    escape::url(address).filter(|url| !url.to_ascii_lowercase().starts_with("mailto:"))
}

fn title(
    tree: &Tree<'_>,
    head: &Head<'_>,
    described: &Described,
    headline: Option<&str>,
    max: usize,
) -> Option<String> {
    let line = |title: &str, max: usize| {
        Some(metadata::one_line(&metadata::visible(title), max)).filter(|title| !title.is_empty())
    };
    let given = |title: Option<&str>| title.and_then(|title| line(title, MAX_TITLE_CHARS));
    let titles = Titles {
        shared: given(head.first(&["og:title", "twitter:title"])),
        described: given(described.headline.as_deref()),
        shown: given(headline),
        page: given(Some(&head.page_title(tree))),
        news: described.news,
    };
    line(titles.choose()?, max)
}

/// The names that the page gives first; those of its publisher only if it gives no other.
fn author(head: &Head<'_>, described: &Described, lines: &Lines) -> Option<String> {
    const FIELDS: &[&str] = &[
        "author",
        "article:author",
        "byl",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
    ];
    let sites: Vec<&str> = head
        .first(&["og:site_name", "application-name"])
        .into_iter()
        .chain(described.publishers.iter().map(String::as_str))
        .collect();
    let given = std::iter::once(metadata::author(described.authors.iter().map(String::as_str)))
        .chain(FIELDS.iter().map(|name| metadata::author(head.all(name))))
        .chain(std::iter::once(metadata::author(head.labelled())))
        .chain(std::iter::once(metadata::author(
            head.authors.iter().map(String::as_str),
        )))
        .flatten();
    let mut last = None;
    for names in given {
        let people = metadata::without_sites(&names, &sites);
        if people.is_some() {
            return people;
        }
        last = last.or(Some(names));
    }
    let shown = head.bylines.iter();
    let mut shown =
        shown.filter_map(|text| metadata::author([text.as_str()]).filter(|n| metadata::is_capitalised(n)));
    shown
        .find_map(|names| metadata::without_sites(&names, &sites))
        .or_else(|| lines.author.clone())
        .or(last)
}

fn date(
    head: &Head<'_>,
    described: &Described,
    lines: &Lines,
    addresses: [Option<&str>; 2],
) -> Option<String> {
    const PUBLISHED: &[&str] = &[
        "article:published_time",
        "datepublished",
        "og:published_time",
        "parsely-pub-date",
        "sailthru.date",
        "publishdate",
        "publish-date",
        "pubdate",
        "publication_date",
        "dc.date.issued",
        "dcterms.created",
        "dc.date",
        "date",
    ];
    let read = |text: &str| dates::iso(text);
    described
        .published
        .as_deref()
        .and_then(read)
        .or_else(|| PUBLISHED.iter().find_map(|name| head.all(name).find_map(read)))
        .or_else(|| {
            head.times
                .iter()
                .filter(|t| t.published)
                .find_map(|t| read(t.value))
        })
        .or_else(|| addresses.into_iter().flatten().find_map(dates::in_address))
        .or_else(|| lines.date.clone())
        .or_else(|| head.times.first().and_then(|t| read(t.value)))
        .or_else(|| described.modified.as_deref().and_then(read))
        .or_else(|| {
            head.first(&["article:modified_time", "datemodified"])
                .and_then(read)
        })
}

fn language(head: &Head<'_>, described: &Described) -> Option<Language> {
    [
        head.language,
        head.first(&["content-language"]),
        head.first(&["og:locale"]),
        described.language.as_deref(),
    ]
    .into_iter()
    .flatten()
    .filter_map(|tag| Language::parse(tag.split([',', ';', '.']).next().unwrap_or_default()).ok())
    .find(|language| !language.is_und())
}
