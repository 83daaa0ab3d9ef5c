//! Which of the titles that a page gives is its article's: `og:title`, JSON-LD's headline, the headline above the text, `<title>`.
//!
//! They differ by the site's name, by kickers, and because a page has one title for its readers, one for those who share it and one for
//! search engines. No source is right everywhere, so what several of them say together goes before what one says alone.

use crate::extract::metadata::{self, letters};

/// A newspaper's title for others that has fewer words than this in common with the headline above the text is a teaser.
const TEASER: f32 = 0.25;

/// One that has this share of its words in common with a headline that all others agree on is a shorter form of it.
const SHORTENED: f32 = 0.8;

/// The titles of a page, each on one line, as the page writes them; none is empty.
#[derive(Debug, Default)]
pub(super) struct Titles {
    /// `og:title`, or what stands for it.
    pub(super) shared: Option<String>,
    /// JSON-LD's headline.
    pub(super) described: Option<String>,
    /// The headline above the text.
    pub(super) shown: Option<String>,
    /// `<title>`.
    pub(super) page: Option<String>,
    /// JSON-LD says that the page is an article of a newspaper.
    pub(super) news: bool,
}

impl Titles {
    /// The article's title.
    pub(super) fn choose(&self) -> Option<&str> {
        let shown = self.shown.as_deref();
        let described = self.described.as_deref().map(|title| self.without_site(title));
        let shared = self.shared.as_deref();
        let shared = shared.map(|title| self.without_section(self.without_site(title)));
        let page = self.page.as_deref().map(|title| self.without_site(title));
        if let Some(shared) = shared.filter(|shared| self.news && self.is_backed(shared)) {
            // A newspaper's own word for others goes before what it sets above the text, with kickers and marks.
            return Some(self.of_news(shared, described));
        }
        let mut headlines = [shared, described].into_iter().flatten();
        match shown {
            Some(shown) => headlines
                .find(|title| metadata::is_without_kicker(title, shown))
                .or_else(|| most_like([described, shared, Some(shown), page], shown)),
            None => headlines.next_back().or(page),
        }
    }

    /// Whether another title has words of the shared one.
    fn is_backed(&self, shared: &str) -> bool {
        let others = [&self.described, &self.shown, &self.page];
        let mut others = others.into_iter().flatten();
        others.any(|title| metadata::overlap(shared, title) > 0.0)
    }

    /// The title of a newspaper's article that is `shared` as such.
    fn of_news<'a>(&'a self, shared: &'a str, described: Option<&'a str>) -> &'a str {
        let own = letters(shared);
        let described = described.map(|title| (title, letters(title)));
        let shown = self.shown.as_deref().map(|title| (title, letters(title)));
        let page = self.page.as_deref().map(letters).unwrap_or_default();
        if let Some((title, described)) = &described
            && *described != own
        {
            let is_shown = |title: &String| shown.as_ref().is_some_and(|(_, shown)| shown == title);
            if (is_shown(described) && page.starts_with(&own))
                || (is_shown(&own) && page.starts_with(described))
            {
                // Two against two: JSON-LD is the article's own record.
                return title;
            }
        }
        let Some((title, shown)) = &shown else {
            return shared;
        };
        let agrees = described.as_ref().is_some_and(|(_, described)| *described == own);
        let same = metadata::overlap(shared, title);
        let all_others =
            described.is_some_and(|(_, described)| described == *shown) && page.starts_with(shown);
        if (!agrees && same < TEASER) || (all_others && same >= SHORTENED) {
            return title;
        }
        let cut_off = shown.len() > own.len() && shown.starts_with(&own);
        if cut_off && page.starts_with(shown) {
            // A quotation mark in the attribute has ended it.
            return title;
        }
        shared
    }

    /// `title` without the site's name, unless the headline above the text goes on behind the separator with the same word.
    fn without_site<'a>(&self, title: &'a str) -> &'a str {
        let kept = &title[..metadata::without_site(title)];
        let behind = title[kept.len()..].split_whitespace().map(letters);
        let next = behind.into_iter().find(|word| !word.is_empty());
        let goes_on = next.is_some_and(|next| {
            let start = letters(kept) + &next;
            self.shown
                .as_deref()
                .is_some_and(|shown| letters(shown).contains(&start))
        });
        if goes_on { title } else { kept }
    }

    /// `title` without a section's name before it, where the headline alone is known too.
    fn without_section<'a>(&self, title: &'a str) -> &'a str {
        let known: Vec<String> = [&self.shown, &self.described]
            .into_iter()
            .flatten()
            .map(|title| letters(title))
            .collect();
        let mut rests = metadata::behind_bars(title);
        rests.find(|rest| known.contains(&letters(rest))).unwrap_or(title)
    }
}

/// They may disagree: what the page shows above the text is the judge.
fn most_like<'a>(titles: [Option<&'a str>; 4], shown: &str) -> Option<&'a str> {
    let mut best: Option<(f32, &str)> = None;
    for title in titles.into_iter().flatten() {
        let same = metadata::overlap(title, shown);
        if best.is_none_or(|(known, _)| same > known) {
            best = Some((same, title));
        }
    }
    best.map(|(_, title)| title)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Titles in the order shared, described, shown, page; an empty one is none.
    fn choose(news: bool, titles: [&str; 4]) -> String {
        let [shared, described, shown, page] =
            titles.map(|title| Some(title.to_owned()).filter(|title| !title.is_empty()));
        let titles = Titles {
            shared,
            described,
            shown,
            page,
            news,
        };
        titles.choose().unwrap_or_default().to_owned()
    }

    #[test]
    fn a_headline_with_a_dash_is_not_cut_like_a_site_name() {
        let title = "Ferry strikes rock - crew walks ashore";
        assert_eq!(
            choose(true, [title, "", title, &format!("{title} - The Buoy")]),
            title
        );
        assert_eq!(
            choose(
                true,
                ["Ferry strikes rock - The Buoy", "", "Ferry strikes rock", ""]
            ),
            "Ferry strikes rock"
        );
    }

    #[test]
    fn a_site_name_behind_the_headline_of_json_ld_goes_too() {
        let titles = [
            "Ferry strikes rock",
            "Ferry strikes rock - The Buoy",
            "Ferry strikes rock",
            "Ferry strikes rock | The Buoy",
        ];
        assert_eq!(choose(true, titles), "Ferry strikes rock");
        assert_eq!(choose(false, ["", titles[1], "", ""]), "Ferry strikes rock");
    }

    #[test]
    fn a_section_before_a_separator_goes_when_the_headline_is_known_alone() {
        let given = ["Harbour | Ferry strikes rock", "", "Ferry strikes rock", ""];
        assert_eq!(choose(true, given), "Ferry strikes rock");
    }

    #[test]
    fn a_teaser_for_others_gives_way_to_the_headline() {
        let given = [
            "You will not believe what the captain said",
            "Ferry strikes rock off Ormen",
            "Ferry strikes rock off Ormen",
            "Ferry strikes rock off Ormen | The Buoy",
        ];
        assert_eq!(choose(true, given), "Ferry strikes rock off Ormen");
    }

    #[test]
    fn a_shortened_headline_gives_way_to_the_whole_one() {
        let whole = "Ferry strikes rock off Ormen in fog, two hurt";
        let given = ["Ferry strikes rock off Ormen in fog, 2 hurt", whole, whole, whole];
        assert_eq!(choose(true, given), whole);
    }

    #[test]
    fn of_two_pairs_the_one_with_the_record_of_the_page_wins() {
        let (long, short) = ("Captain Lind's ferry strikes rock", "Ferry strikes rock");
        assert_eq!(choose(true, [long, short, short, long]), short);
        assert_eq!(
            choose(true, [long, short, long, "Ferry strikes rock | The Buoy"]),
            short
        );
    }

    #[test]
    fn a_title_that_a_quotation_mark_has_cut_off_is_completed() {
        let whole = "Ferry strikes rock: \"a bang\"";
        assert_eq!(choose(true, ["Ferry strikes rock:", "Rock", whole, whole]), whole);
    }
}
