//! An edition as a plain value: stories, the articles they are told from, and which sentences of them are quoted.
//!
//! Sentences are named by article and segment, and their text is looked up in [`Texts`]. A translated run has the same ids, so the edition of a
//! translation is this edition with its texts.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::dates::Published;
use crate::article::{ArticleId, ArticleRecord, Direction, Language, SegmentId};

/// The newsletter in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Edition {
    /// Its language.
    pub language: Language,
    /// The editor's title.
    pub title: Option<String>,
    /// The editor's opening.
    pub intro: Option<String>,
    /// The first and the last day of its articles.
    pub days: Option<(Date, Date)>,
    /// The stories that are told, in order.
    pub stories: Vec<Story>,
    /// The stories that are named in brief.
    pub brief: Vec<Story>,
    /// Stories that are not in it.
    pub beyond: usize,
}

/// A story and how it is told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Story {
    /// The articles on it in the edition's language; the first gives headline and date. Copies follow what they are copies of.
    pub articles: Vec<Facts>,
    /// Further articles, which are not named.
    pub unnamed: usize,
    /// One article in each other language.
    pub others: Vec<Facts>,
    /// The editor's headline.
    pub headline: Option<String>,
    /// The editor's opening.
    pub intro: Option<String>,
    /// The sentences that tell it.
    pub quotes: Vec<Quote>,
}

/// A sentence that is quoted.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// Index into [`Story::articles`].
    pub article: usize,
    /// The sentence.
    pub segment: SegmentId,
    /// It stands in the article's summary, so that the run's page has its place.
    pub in_summary: bool,
    /// Its language where it is another than the edition's.
    pub language: Option<Language>,
}

/// What an edition says of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// Its name.
    pub id: ArticleId,
    /// Its path as outputs show it.
    pub path: String,
    /// Its language.
    pub language: Language,
    /// The direction of its text.
    pub direction: Direction,
    /// Its headline; of an article without one its first sentence.
    pub title: String,
    /// Names joined by `; `.
    pub author: Option<String>,
    /// Its date as the record has it.
    pub date: Option<String>,
    /// Its address, if that is one that may be linked.
    pub url: Option<String>,
    /// The article in [`Story::articles`] that it has the text of.
    pub copy_of: Option<usize>,
}

/// The texts of sentences. Only ever looked up, so that their order is of no account.
pub type Texts = FxHashMap<(ArticleId, SegmentId), String>;

/// Longest headline made of a sentence, in code points.
const LONGEST_HEADLINE: usize = 160;

impl Facts {
    /// What a record says of its article.
    pub fn of(record: &ArticleRecord) -> Self {
        let metadata = &record.article.metadata;
        let language = &record.language;
        let direction = if language.explicit_script().is_some() || record.script == "Zzzz" {
            language.direction()
        } else {
            language.with_script(&record.script).direction()
        };
        Self {
            id: record.id.clone(),
            path: record.path.clone(),
            language: language.clone(),
            direction,
            title: metadata.title.clone().unwrap_or_else(|| first_sentence(record)),
            author: metadata.author.clone(),
            date: metadata.date.clone(),
            url: metadata.url.as_deref().and_then(crate::escape::url),
            copy_of: None,
        }
    }

    /// When it appeared.
    pub fn published(&self) -> Option<Published> {
        self.date.as_deref().and_then(Published::parse)
    }

    /// The host of its address without `www.`.
    pub fn host(&self) -> Option<&str> {
        let rest = self.url.as_deref()?.split_once("://")?.1;
        let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?;
        let host = host.strip_prefix("www.").unwrap_or(host);
        Some(host).filter(|host| !host.is_empty())
    }

    /// What a reader knows it by: its host, else its author, else its path.
    pub fn source(&self) -> &str {
        self.host().or(self.author.as_deref()).unwrap_or(&self.path)
    }
}

/// The first sentence that could be quoted, else the first of any kind, else the path; cut at a word if it is long.
fn first_sentence(record: &ArticleRecord) -> String {
    let quotable = |segment: &&crate::article::Segment| {
        let block = record.article.blocks.get(segment.block as usize);
        block.is_some_and(|block| block.kind.is_quotable())
    };
    let segment = record
        .segments
        .iter()
        .find(quotable)
        .or_else(|| record.segments.first());
    let text = segment.map_or("", |segment| record.text_of(segment)).trim();
    if text.is_empty() {
        return record.path.clone();
    }
    let Some((end, _)) = text.char_indices().nth(LONGEST_HEADLINE) else {
        return text.to_owned();
    };
    let cut = &text[..end];
    let cut = cut
        .rsplit_once(char::is_whitespace)
        .map_or(cut, |(words, _)| words);
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::BlockKind::{Paragraph, Title};
    use crate::bilingual::drawing;

    #[test]
    fn an_article_without_a_title_is_headed_by_its_first_sentence() {
        let untitled = |text: &str| Facts::of(&drawing::record("a.txt", "en", &[(Paragraph, text)])).title;
        assert_eq!(untitled("★It rained. │Then it stopped."), "It rained.");
        assert_eq!(untitled(""), "a.txt");
        let long = untitled(&"word ".repeat(100));
        assert!(
            long.ends_with("word…") && long.chars().count() <= LONGEST_HEADLINE + 1,
            "{long}"
        );
        let titled = drawing::record("a.txt", "en", &[(Title, "Rain"), (Paragraph, "It rained.")]);
        assert_eq!(Facts::of(&titled).title, "Rain");
    }

    #[test]
    fn a_source_is_known_by_host_author_or_path() {
        let mut facts = Facts::of(&drawing::record("a.txt", "en", &[(Paragraph, "One.")]));
        assert_eq!(facts.source(), "a.txt");
        facts.author = Some("Ada North".to_owned());
        assert_eq!(facts.source(), "Ada North");
        facts.url = Some("https://www.news.example/a?b=www.".to_owned());
        assert_eq!(facts.source(), "news.example");
    }
}
