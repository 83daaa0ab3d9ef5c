//! `picks.toml`: what an editor pins, drops, puts in order and words anew.
//!
//! Articles are named by their id or their path, sentences as the run's page names their places: `<article id>:<segment id>`. The file is strict, since a
//! misspelt key that does nothing would be noticed when the newsletter is out.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

use crate::article::{ArticleId, Language, SegmentId};

/// An editor's choices.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picks {
    /// Articles whose stories stand first, in this order and however old they are; sentences that are quoted in any case.
    #[serde(default)]
    pin: Vec<String>,
    /// Articles that are left out; sentences that are never quoted.
    #[serde(default)]
    drop: Vec<String>,
    /// Articles whose stories come next, in this order.
    #[serde(default)]
    order: Vec<String>,
    /// Stories with words of the editor's.
    #[serde(default, rename = "story")]
    stories: Vec<StoryPick>,
    /// Titles and openings by language.
    #[serde(default, rename = "edition")]
    editions: BTreeMap<String, EditionPick>,
}

/// What an editor says of the story that an article belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoryPick {
    /// One of its articles; the words are for the edition in that article's language.
    article: String,
    /// Stands in place of the article's title.
    pub headline: Option<String>,
    /// Stands before the quotations.
    pub intro: Option<String>,
    /// Leaves the whole story out of that edition.
    #[serde(default)]
    pub drop: bool,
}

/// What an editor says of an edition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditionPick {
    /// Its title.
    pub title: Option<String>,
    /// Stands before the first story.
    pub intro: Option<String>,
}

/// A file that is no list of picks.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("{line}: {message}")]
pub struct PicksError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl Picks {
    /// Reads the text of the file.
    ///
    /// # Errors
    /// If it is not TOML, has an unknown key, or names what is no language.
    pub fn parse(text: &str) -> Result<Self, PicksError> {
        let line_of = |at: usize| 1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count();
        let picks: Self = toml::from_str(text).map_err(|error| PicksError {
            line: error.span().map_or(1, |span| line_of(span.start)),
            message: error.message().trim().replace('\n', " "),
        })?;
        for tag in picks.editions.keys() {
            let at = || {
                text.find(&format!("edition.{tag}"))
                    .or_else(|| text.find("edition"))
            };
            Language::parse(tag).map_err(|error| PicksError {
                line: line_of(at().unwrap_or(0)),
                message: error.to_string(),
            })?;
        }
        Ok(picks)
    }

    /// Whether nothing is picked.
    pub fn is_empty(&self) -> bool {
        let Self {
            pin,
            drop,
            order,
            stories,
            editions,
        } = self;
        pin.is_empty() && drop.is_empty() && order.is_empty() && stories.is_empty() && editions.is_empty()
    }

    /// Whether `name` names the article.
    fn names(name: &str, id: &ArticleId, path: &str) -> bool {
        name == id.as_str() || name == path
    }

    fn place(list: &[String], id: &ArticleId, path: &str) -> Option<usize> {
        list.iter().position(|name| Self::names(name, id, path))
    }

    /// The place of an article among those that are pinned.
    pub fn pinned(&self, id: &ArticleId, path: &str) -> Option<usize> {
        Self::place(&self.pin, id, path)
    }

    /// The place of an article among those that are put in order.
    pub fn ordered(&self, id: &ArticleId, path: &str) -> Option<usize> {
        Self::place(&self.order, id, path)
    }

    /// Whether an article is left out.
    pub fn drops(&self, id: &ArticleId, path: &str) -> bool {
        Self::place(&self.drop, id, path).is_some()
    }

    /// Whether a sentence is quoted in any case.
    pub fn pins_sentence(&self, id: &ArticleId, segment: &SegmentId) -> bool {
        contains(&self.pin, id, segment)
    }

    /// Whether a sentence is never quoted.
    pub fn drops_sentence(&self, id: &ArticleId, segment: &SegmentId) -> bool {
        contains(&self.drop, id, segment)
    }

    /// What is said of the story that the article belongs to.
    pub fn story(&self, id: &ArticleId, path: &str) -> Option<&StoryPick> {
        self.stories
            .iter()
            .find(|story| Self::names(&story.article, id, path))
    }

    /// What is said of the edition in `language`: by its tag, or by the language alone.
    pub fn edition(&self, language: &Language) -> Option<&EditionPick> {
        let named = |wanted: &Language| {
            let mut editions = self.editions.iter();
            let found = editions.find(|(tag, _)| Language::parse(tag).is_ok_and(|tag| tag == *wanted));
            found.map(|(_, pick)| pick)
        };
        named(language).or_else(|| named(&language.bare()))
    }

    /// Every name in the file with the article it stands for: the name itself, or the part of a sentence's name before its `:`.
    pub fn articles(&self) -> impl Iterator<Item = (&str, &str)> {
        let names = [&self.pin, &self.drop, &self.order]
            .into_iter()
            .flatten()
            .map(String::as_str);
        let names = names.chain(self.stories.iter().map(|story| story.article.as_str()));
        names.map(|name| (name, sentence(name).map_or(name, |(article, _)| article)))
    }

    /// The sentences that the file names, as written, with article and segment.
    pub fn sentences(&self) -> impl Iterator<Item = (&str, &str, SegmentId)> {
        let names = self.pin.iter().chain(&self.drop);
        names.filter_map(|name| sentence(name).map(|(article, segment)| (name.as_str(), article, segment)))
    }
}

/// A name that stands for a sentence: its article's id and its own.
fn sentence(name: &str) -> Option<(&str, SegmentId)> {
    let (article, segment) = name.rsplit_once(':')?;
    Some((article, segment.parse().ok()?))
}

fn contains(list: &[String], id: &ArticleId, segment: &SegmentId) -> bool {
    list.iter()
        .filter_map(|name| sentence(name))
        .any(|(article, named)| article == id.as_str() && named == *segment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_go_by_id_or_path_and_sentences_by_their_place_on_the_page() {
        let picks = Picks::parse(
            "pin = [\"en/a.txt\", \"a-1:uabc.s2\"]\ndrop = [\"b-2\"]\norder = [\"c: d.txt\"]\n\
             [[story]]\narticle = \"a-1\"\nheadline = \"Ours\"\n[edition.uz-Cyrl]\ntitle = \"T\"\n[edition.en]\nintro = \"I\"\n",
        )
        .unwrap();
        let (a, b) = (ArticleId::from_name("a-1"), ArticleId::from_name("b-2"));
        assert_eq!(picks.pinned(&a, "en/a.txt"), Some(0));
        assert!(picks.drops(&b, "x") && !picks.drops(&a, "en/a.txt"));
        assert_eq!(picks.ordered(&b, "c: d.txt"), Some(0));
        let segment = "uabc.s2".parse().unwrap();
        assert!(picks.pins_sentence(&a, &segment) && !picks.pins_sentence(&b, &segment));
        assert_eq!(picks.story(&a, "").unwrap().headline.as_deref(), Some("Ours"));
        let edition = |tag: &str| picks.edition(&Language::parse(tag).unwrap());
        assert!(edition("uz-Cyrl").is_some() && edition("uz-Latn").is_none() && edition("en-GB").is_some());
        let articles: Vec<&str> = picks.articles().map(|(_, article)| article).collect();
        assert_eq!(articles, ["en/a.txt", "a-1", "b-2", "c: d.txt", "a-1"]);
        assert_eq!(picks.sentences().count(), 1);
    }

    #[test]
    fn what_is_not_known_is_refused_with_its_line() {
        for (text, line, part) in [
            ("pin = []\npins = []\n", 2, "unknown field `pins`"),
            ("\n[[story]]\nheadline = \"x\"\n", 2, "missing field `article`"),
            ("pin = \"a\"\n", 1, "expected a sequence"),
            ("drop = []\n\n[edition.\"no tag\"]\n", 3, "not a language tag"),
            ("pin = [", 1, ""),
        ] {
            let error = Picks::parse(text).unwrap_err();
            assert_eq!(error.line, line, "{error}");
            assert!(error.message.contains(part), "{error}");
        }
        assert!(Picks::parse("").unwrap().is_empty());
    }
}
