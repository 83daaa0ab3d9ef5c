//! An edition made ready to be shown: texts looked up, dates and fixed words in its language, addresses made. Every form of an edition is written from
//! this, and it is what an editor's own template sees.

use serde::Serialize;

use super::dates::Published;
use super::edition::{Edition, Facts, Quote, Story, Texts};
use super::links::Links;
use super::wording::Wording;
use crate::article::Language;

/// What is shown of an edition. Every text is one line: no line ends, no controls, and direction marks closed that it opens.
#[derive(Clone, Debug, Serialize)]
pub struct View {
    /// BCP 47 tag of the edition's language.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The title.
    pub title: String,
    /// The days of its articles in the words of its language.
    pub date: Option<String>,
    /// The last of these days.
    pub day: Option<String>,
    /// The editor's opening.
    pub intro: Option<String>,
    /// The fixed words.
    pub words: Words,
    /// The stories that are told.
    pub stories: Vec<StoryView>,
    /// The stories that are named in brief.
    pub brief: Vec<StoryView>,
    /// Stories beyond those.
    pub beyond: usize,
}

/// The fixed words in the language of the edition.
#[derive(Clone, Debug, Serialize)]
pub struct Words {
    /// BCP 47 tag of the words: English where the program does not have them in the edition's language.
    pub lang: &'static str,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Stands before the articles that a story is told from.
    pub sources: &'static str,
    /// Stands above the stories in brief.
    pub in_brief: &'static str,
    /// Stands before articles in other languages.
    pub other_languages: &'static str,
    /// Says that every sentence is a quotation.
    pub quoted: &'static str,
    /// The colon as the language writes it.
    pub colon: &'static str,
}

/// A story.
#[derive(Clone, Debug, Serialize)]
pub struct StoryView {
    /// Name of the article that heads it.
    pub id: String,
    /// Its headline.
    pub headline: String,
    /// Where the headline leads.
    pub link: Option<String>,
    /// The editor's opening.
    pub intro: Option<String>,
    /// Day of the first article in the words of the language.
    pub date: Option<String>,
    /// The sentences.
    pub quotes: Vec<QuoteView>,
    /// The articles it is told from.
    pub sources: Vec<SourceView>,
    /// Articles on it that are not named.
    pub unnamed: usize,
    /// Articles in other languages.
    pub others: Vec<OtherView>,
    /// When its first article appeared.
    #[serde(skip)]
    pub published: Option<Published>,
    /// Author of its first article.
    #[serde(skip)]
    pub author: Option<String>,
    /// What names the story in feeds: the address of its first article, else its id.
    #[serde(skip)]
    pub key: String,
}

/// A sentence.
#[derive(Clone, Debug, Serialize)]
pub struct QuoteView {
    /// Its text.
    pub text: String,
    /// Where it stands.
    pub link: Option<String>,
    /// Which article says so; only in stories of several.
    pub source: Option<String>,
    /// BCP 47 tag.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
}

/// An article that a story is told from.
#[derive(Clone, Debug, Serialize)]
pub struct SourceView {
    /// Its title; none for the only article of a story that has its title as headline.
    pub title: Option<String>,
    /// Host or author or path, author, date.
    pub facts: Vec<String>,
    /// Where it is.
    pub link: Option<String>,
    /// It has the text of the one before it.
    pub copy: bool,
}

/// An article in another language.
#[derive(Clone, Debug, Serialize)]
pub struct OtherView {
    /// The language in its own words.
    pub language: String,
    /// BCP 47 tag.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Its title.
    pub title: String,
    /// Where it is.
    pub link: Option<String>,
}

impl View {
    /// Makes an edition ready. `title` stands where the editor has given the edition none.
    pub fn of(edition: &Edition, texts: &Texts, links: Links<'_>, title: Option<&str>) -> Self {
        let wording = Wording::of(&edition.language);
        let words = Language::parse(wording.tag).unwrap_or(Language::UND);
        let show = Show {
            wording,
            texts,
            links,
        };
        let stories: Vec<StoryView> = edition
            .stories
            .iter()
            .map(|story| show.story(story, &edition.language))
            .collect();
        let direction = edition
            .stories
            .iter()
            .chain(&edition.brief)
            .find_map(|story| story.articles.first());
        Self {
            lang: edition.language.to_string(),
            dir: direction
                .map_or(edition.language.direction(), |facts| facts.direction)
                .as_str(),
            title: line(edition.title.as_deref().or(title).unwrap_or(wording.digest)),
            date: edition.days.map(|(first, last)| wording.range(first, last)),
            day: edition.days.map(|(_, last)| wording.date(last)),
            intro: edition.intro.as_deref().map(line),
            words: Words {
                lang: wording.tag,
                dir: words.direction().as_str(),
                sources: wording.sources,
                in_brief: wording.in_brief,
                other_languages: wording.other_languages,
                quoted: wording.quoted,
                colon: wording.colon(),
            },
            stories,
            brief: edition
                .brief
                .iter()
                .map(|story| show.story(story, &edition.language))
                .collect(),
            beyond: edition.beyond,
        }
    }

    /// The title with the last day: the subject of a mail.
    pub fn subject(&self) -> String {
        match &self.day {
            Some(day) => format!("{} · {day}", self.title),
            None => self.title.clone(),
        }
    }
}

struct Show<'a> {
    wording: &'a Wording,
    texts: &'a Texts,
    links: Links<'a>,
}

impl Show<'_> {
    fn story(&self, story: &Story, language: &Language) -> StoryView {
        let head = story.articles.first();
        let originals = story
            .articles
            .iter()
            .filter(|facts| facts.copy_of.is_none())
            .count();
        let title = head.map(|facts| line(&facts.title)).unwrap_or_default();
        let headline = story.headline.as_deref().map_or_else(|| title.clone(), line);
        // The only article needs no title beside a headline that is its own.
        let known = Some(headline.as_str()).filter(|_| story.articles.len() == 1);
        let quote = |quote: &Quote| self.quote(story, quote, language, originals > 1);
        StoryView {
            id: head.map(|facts| facts.id.to_string()).unwrap_or_default(),
            link: head.and_then(|facts| self.links.article(facts)),
            intro: story.intro.as_deref().map(line),
            date: head.and_then(|facts| self.date(facts)),
            quotes: story.quotes.iter().filter_map(quote).collect(),
            sources: story
                .articles
                .iter()
                .map(|facts| self.source(facts, known))
                .collect(),
            unnamed: story.unnamed,
            others: story.others.iter().map(|facts| self.other(facts)).collect(),
            published: head.and_then(Facts::published),
            author: head.and_then(|facts| facts.author.as_deref().map(line)),
            key: head
                .map(|facts| facts.url.clone().unwrap_or_else(|| facts.id.to_string()))
                .unwrap_or_default(),
            headline,
        }
    }

    fn quote(&self, story: &Story, quote: &Quote, language: &Language, several: bool) -> Option<QuoteView> {
        let facts = story.articles.get(quote.article)?;
        let text = line(self.texts.get(&(facts.id.clone(), quote.segment.clone()))?);
        let direction = quote
            .language
            .as_ref()
            .map_or(facts.direction, Language::direction);
        Some(QuoteView {
            link: self.links.quote(facts, quote, &text),
            source: several.then(|| line(facts.source())),
            lang: quote.language.as_ref().unwrap_or(language).to_string(),
            dir: direction.as_str(),
            text,
        })
    }

    fn source(&self, facts: &Facts, known_title: Option<&str>) -> SourceView {
        let title = line(&facts.title);
        let mut known = vec![line(facts.source())];
        known.extend(
            facts
                .author
                .as_deref()
                .map(line)
                .filter(|author| *author != known[0]),
        );
        known.extend(self.date(facts));
        SourceView {
            title: Some(title).filter(|title| known_title != Some(title.as_str())),
            facts: known,
            link: self.links.article(facts),
            copy: facts.copy_of.is_some(),
        }
    }

    fn other(&self, facts: &Facts) -> OtherView {
        OtherView {
            language: facts.language.native_name(),
            lang: facts.language.to_string(),
            dir: facts.direction.as_str(),
            title: line(&facts.title),
            link: self.links.article(facts),
        }
    }

    /// The day in words; what is less precise than a day as it is.
    fn date(&self, facts: &Facts) -> Option<String> {
        let date = facts.date.as_deref()?;
        Some(
            facts
                .published()
                .map_or_else(|| line(date), |published| self.wording.date(published.day)),
        )
    }
}

/// A text on one line: white space and controls as one space each run, and embeddings, overrides and isolates closed, so that a title cannot turn
/// around what stands after it.
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Vec<char> = Vec::new();
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            gap = !out.is_empty();
            continue;
        }
        match c {
            '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' => open.push('\u{202c}'),
            '\u{2066}'..='\u{2068}' => open.push('\u{2069}'),
            // One that closes nothing could close what stands around the text.
            '\u{202c}' | '\u{2069}' if open.last() != Some(&c) => continue,
            '\u{202c}' | '\u{2069}' => _ = open.pop(),
            _ => {}
        }
        if std::mem::take(&mut gap) {
            out.push(' ');
        }
        out.push(c);
    }
    out.extend(open.into_iter().rev());
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_line_has_no_controls_and_opens_nothing_that_it_does_not_close(text in "[a-c \\n\u{0}\u{85}\u{2028}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}ש]{0,20}") {
            let shown = line(&text);
            prop_assert_eq!(&line(&shown), &shown);
            let broken = shown.chars().any(|c| c.is_control() || c == '\u{2028}');
            prop_assert!(!broken);
            let count = |wanted: &[char]| shown.chars().filter(|c| wanted.contains(c)).count();
            prop_assert_eq!(count(&['\u{202a}', '\u{202b}', '\u{202d}', '\u{202e}']), count(&['\u{202c}']));
            prop_assert_eq!(count(&['\u{2066}', '\u{2067}', '\u{2068}']), count(&['\u{2069}']));
        }
    }

    #[test]
    fn a_text_stays_on_its_line_and_in_its_direction() {
        for (given, want) in [
            (" a\r\n b\tc\u{0} \u{a0}d ", "a b c d"),
            ("Subject\nBcc: x", "Subject Bcc: x"),
            ("a\u{202e}b", "a\u{202e}b\u{202c}"),
            ("\u{2067}x\u{2069}\u{2069}\u{202c}y", "\u{2067}x\u{2069}y"),
            ("\u{200f}ש", "\u{200f}ש"),
            ("\n", ""),
        ] {
            assert_eq!(line(given), want);
        }
    }
}
