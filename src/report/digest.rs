//! The newsletters on the page: which stories each edition tells, and the files to send.

use super::charts::names;
use super::wording::{counted, grouped};
use crate::article::Language;
use crate::escape::Html;

/// Headlines that the page shows at once; of more, each edition opens on request.
const MOST_OPEN: usize = 80;

/// How the part of the page begins and ends, each on a line of its own: by these lines it is found again.
pub const BEGIN: &str = "<section class=\"digest\" aria-labelledby=\"digest\">";
/// See [`BEGIN`].
pub const END: &str = "</section>";

/// An edition as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Its language.
    pub language: Language,
    /// The stories that it tells.
    pub stories: Vec<Headline>,
    /// The stories that it names in brief.
    pub brief: Vec<Headline>,
    /// Stories beyond those.
    pub beyond: usize,
}

/// A story by its headline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// The headline.
    pub title: String,
    /// Id of the article that heads it.
    pub article: String,
    /// Articles on it in the edition's language.
    pub articles: usize,
    /// Languages in which there are articles on it too.
    pub others: Vec<Language>,
}

/// The part of the page; nothing if there is no edition.
pub fn digest(editions: &[Edition]) -> Html {
    let mut html = Html::new();
    if editions.is_empty() {
        return html;
    }
    let headlines: usize = editions
        .iter()
        .map(|edition| edition.stories.len() + edition.brief.len())
        .sum();
    html.raw(BEGIN)
        .raw("\n<h2 id=\"digest\">Newsletters</h2>\n<p class=\"note\">One edition a language, articles on one story together. All as feeds: <a href=\"digest/feed.xml\">RSS</a>, <a href=\"digest/atom.xml\">Atom</a>, <a href=\"digest/feed.json\">JSON Feed</a>.</p>\n<div class=\"grid\">\n");
    for edition in editions {
        shown(&mut html, edition, headlines <= MOST_OPEN);
    }
    html.raw("</div>\n").raw(END).raw("\n");
    html
}

fn shown(html: &mut Html, edition: &Edition, open: bool) {
    let language = &edition.language;
    let tag = language.to_string();
    html.raw("<details class=\"edition\"")
        .raw(if open { " open" } else { "" })
        .raw(">\n<summary>");
    names(html, language);
    html.raw(" <span class=\"minor\">")
        .text(&match edition.stories.len() {
            1 => "1 story".to_owned(),
            stories => format!("{} stories", grouped(stories as u64)),
        })
        .raw("</span></summary>\n<p class=\"files\">");
    for (extension, name) in [
        ("html", "Page"),
        ("eml", "Mail draft"),
        ("md", "Markdown"),
        ("txt", "Text"),
    ] {
        html.raw("<a")
            .attribute("href", &format!("digest/{tag}.{extension}"))
            .raw(">")
            .raw(name)
            .raw("</a> ");
    }
    html.raw("</p>\n<ol")
        .attribute("lang", &tag)
        .attribute("dir", language.direction().as_str())
        .attribute("data-script", language.script())
        .raw(">\n");
    for headline in &edition.stories {
        item(html, headline);
    }
    html.raw("</ol>\n");
    if !edition.brief.is_empty() {
        html.raw("<p class=\"note\">In brief</p>\n<ul")
            .attribute("lang", &tag)
            .attribute("dir", language.direction().as_str())
            .attribute("data-script", language.script())
            .raw(">\n");
        for headline in &edition.brief {
            item(html, headline);
        }
        html.raw("</ul>\n");
    }
    if edition.beyond > 0 {
        html.raw("<p class=\"note\">Not in it: ")
            .text(&grouped(edition.beyond as u64))
            .raw(" more</p>\n");
    }
    html.raw("</details>\n");
}

fn item(html: &mut Html, headline: &Headline) {
    html.raw("<li><a")
        .attribute("href", &format!("#{}", headline.article))
        .raw("><bdi>")
        .text(&headline.title)
        .raw("</bdi></a>");
    let mut facts = Vec::new();
    if headline.articles > 1 {
        facts.push(counted(headline.articles as u64, "article"));
    }
    if !headline.others.is_empty() {
        let names: Vec<String> = headline.others.iter().map(Language::english_name).collect();
        facts.push(format!("also in {}", names.join(", ")));
    }
    if !facts.is_empty() {
        html.raw(" <span class=\"minor\" lang=\"en\" dir=\"ltr\">")
            .text(&facts.join("; "))
            .raw("</span>");
    }
    html.raw("</li>\n");
}

#[cfg(test)]
mod tests {
    use super::super::sample::parse;
    use super::*;

    fn edition(language: &str, titles: &[&str]) -> Edition {
        let headline = |title: &&str| Headline {
            title: (*title).to_owned(),
            article: "a-1".to_owned(),
            articles: 3,
            others: vec![Language::parse("fr").unwrap()],
        };
        Edition {
            language: Language::parse(language).unwrap(),
            stories: titles.iter().map(headline).collect(),
            brief: titles.iter().map(headline).collect(),
            beyond: 2,
        }
    }

    #[test]
    fn each_edition_has_its_files_and_stories() {
        let html = digest(&[edition("ar", &["</section><script>"]), edition("en", &["Ferry"])]);
        let elements = parse(html.as_str());
        let links: Vec<&str> = elements
            .iter()
            .filter_map(|element| element.attributes.get("href"))
            .map(String::as_str)
            .collect();
        for link in ["digest/feed.json", "digest/ar.eml", "digest/en.html", "#a-1"] {
            assert!(links.contains(&link), "{link}");
        }
        assert!(html.as_str().contains("3 articles; also in French"));
        assert_eq!(html.as_str().lines().filter(|line| *line == END).count(), 1);
        assert!(html.as_str().starts_with(BEGIN));
        assert!(digest(&[]).is_empty());
    }

    #[test]
    fn many_headlines_wait_closed() {
        let many = vec!["One"; MOST_OPEN];
        assert!(!digest(&[edition("en", &many)]).as_str().contains(" open>"));
        assert!(digest(&[edition("en", &["One"])]).as_str().contains(" open>"));
    }
}
