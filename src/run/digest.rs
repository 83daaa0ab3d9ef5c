//! Newsletters of a batch: its newest articles are read back, grouped into stories, and written as one edition a language and as feeds.
//!
//! Memory holds some kilobytes for each article that is looked at (`Limits::max_digest_articles`) and the editions being written, whatever
//! the size of the batch.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use jiff::civil::Date;
use thiserror::Error;

use super::edition::{self, Made};
use super::shelf::Shelf;
use super::{Progress, RunError, parallel};
use crate::article::ArticleId;
use crate::config::{self, Config, ConfigError};
use crate::digest::item::Item;
use crate::digest::picks::{Picks, PicksError};
use crate::digest::plan::{Extent, plan};
use crate::digest::stories::{self, Profile};
use crate::digest::write::feed::Feed;
use crate::digest::write::template::{Form, Template, TemplateError};
use crate::digest::write::{atom, json_feed, rss};
use crate::digest::{copies, view};
use crate::report;

/// Where picks lie if no file is named.
const PICKS: &str = "picks.toml";

/// Picks or a template that cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DigestError {
    /// A file that cannot be read.
    #[error(transparent)]
    File(#[from] ConfigError),
    /// Wrong picks.
    #[error("{}:{error}", .path.display())]
    Picks {
        /// The file.
        path: PathBuf,
        /// Where and what is wrong.
        error: PicksError,
    },
    /// A wrong template.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// Not UTF-8 text.
    #[error("{}: not UTF-8 text", .0.display())]
    Encoding(PathBuf),
    /// Two templates for one form.
    #[error("{}: there is another template for this form", .0.display())]
    Twice(PathBuf),
}

/// What an editor brings to the digest.
#[derive(Debug, Default)]
pub(super) struct Desk {
    pub(super) picks: Picks,
    pub(super) templates: Vec<Template>,
}

impl Desk {
    /// Reads picks and templates, before any work is done.
    pub(super) fn open(config: &Config) -> Result<Self, DigestError> {
        let lying = config.output.join(PICKS);
        let path = match &config.digest.picks {
            Some(path) => Some(path.clone()),
            None => Some(lying).filter(|path| path.is_file()),
        };
        let picks = match path {
            Some(path) => Picks::parse(&text(&path)?).map_err(|error| DigestError::Picks { path, error })?,
            None => Picks::default(),
        };
        let mut templates: Vec<Template> = Vec::new();
        for path in &config.digest.templates {
            let template = Template::new(&path.display().to_string(), text(path)?)?;
            if templates.iter().any(|other| other.form == template.form) {
                return Err(DigestError::Twice(path.clone()));
            }
            templates.push(template);
        }
        Ok(Self { picks, templates })
    }

    pub(super) fn template(&self, form: Form) -> Option<&Template> {
        self.templates.iter().find(|template| template.form == form)
    }
}

fn text(path: &std::path::Path) -> Result<String, DigestError> {
    String::from_utf8(config::file(path)?).map_err(|_| DigestError::Encoding(path.to_owned()))
}

/// The finished articles of a run, as a digest asks for them.
pub(super) trait Articles: Sync {
    /// The number and the day of each, in the order of paths.
    fn days(&self) -> Vec<(u32, Option<Date>)>;
    /// Its id.
    fn id(&self, number: u32) -> ArticleId;
    /// Its path as outputs show it.
    fn path(&self, number: u32) -> String;
}

/// Writes editions and feeds, and gives what the page says of them. The first error of a template comes with it; the built-in form
/// stands in.
pub(super) fn write(
    config: &Config,
    desk: &Desk,
    articles: &impl Articles,
    shelf: &Shelf<'_>,
    progress: &dyn Progress,
) -> io::Result<(Vec<report::Edition>, Option<TemplateError>)> {
    let pinned = check(&desk.picks, articles, shelf, progress)?;
    let chosen = choose(config, articles, &pinned, progress);
    let (items, profiles) = read(config, &chosen, shelf)?;
    let story_of = stories(&items, profiles);
    let extent = Extent {
        max_items: config.digest.max_items,
        languages: config.digest.languages.clone(),
    };
    let plans = plan(&items, &story_of, &desk.picks, &extent);
    for wanted in &extent.languages {
        if !plans.iter().any(|plan| plan.language.serves(wanted)) {
            progress.remark(
                "no-edition",
                &wanted.to_string(),
                "no article is in this language, so there is no edition",
            );
        }
    }
    let (never, one) = (AtomicBool::new(false), |_: &_| 1);
    let mut made: Vec<(usize, io::Result<Made>)> = parallel::unordered(
        plans.iter().enumerate(),
        config.threads,
        edition::MOST_AT_ONCE,
        &never,
        one,
        |(place, plan)| (place, edition::write(plan, &items, config, desk, shelf)),
    )?;
    made.sort_by_key(|(place, _)| *place);
    let (mut editions, mut feed, mut failed) = (Vec::new(), Vec::new(), None);
    for (_, made) in made {
        let made = made?;
        if made.left_out > 0 {
            let message = format!(
                "the last {} of its stories are not in the mail, which Gmail would clip above 102 kB; lower --max-items",
                made.left_out
            );
            progress.remark(
                "long-mail",
                &format!("digest/{}.eml", made.edition.language),
                &message,
            );
        }
        editions.push(made.edition);
        feed.extend(made.feed);
        failed = failed.or(made.failed);
    }
    if !editions.is_empty() {
        write_feeds(config, &editions, feed, shelf)?;
    }
    Ok((editions, failed))
}

fn write_feeds(
    config: &Config,
    editions: &[report::Edition],
    items: Vec<crate::digest::write::feed::Item>,
    shelf: &Shelf<'_>,
) -> io::Result<()> {
    let title = match (&config.digest.title, editions) {
        (Some(title), _) => view::line(title),
        (None, [only]) => crate::digest::wording::Wording::of(&only.language)
            .digest
            .to_owned(),
        (None, _) => "Digest".to_owned(),
    };
    let feed = Feed::new(title, config.digest.base_url.clone(), items);
    for (file, text) in [
        (rss::FILE, rss::write(&feed)),
        (atom::FILE, atom::write(&feed)),
        (json_feed::FILE, json_feed::write(&feed)),
    ] {
        shelf.write(&format!("digest/{file}"), text.as_bytes())?;
    }
    Ok(())
}

/// Says which names of the picks stand for nothing, and gives the numbers of the articles that are pinned or have a sentence that is.
fn check(
    picks: &Picks,
    articles: &impl Articles,
    shelf: &Shelf<'_>,
    progress: &dyn Progress,
) -> io::Result<BTreeSet<u32>> {
    let mut pinned = BTreeSet::new();
    if picks.is_empty() {
        return Ok(pinned);
    }
    let mut unknown: BTreeSet<&str> = picks.articles().map(|(_, article)| article).collect();
    for (number, _) in articles.days() {
        let (id, path) = (articles.id(number), articles.path(number));
        unknown.remove(id.as_str());
        unknown.remove(path.as_str());
        if picks.pinned(&id, &path).is_some() {
            pinned.insert(number);
        }
        for (name, _, segment) in picks
            .sentences()
            .filter(|(_, article, _)| *article == id.as_str())
        {
            let there = shelf
                .record(&id)?
                .segments
                .iter()
                .any(|other| other.id == segment);
            if there && picks.pins_sentence(&id, &segment) {
                pinned.insert(number);
            } else if !there {
                progress.remark(
                    "unknown-pick",
                    PICKS,
                    &format!("no sentence of this run is \"{name}\""),
                );
            }
        }
    }
    for (name, article) in picks.articles() {
        if unknown.contains(article) {
            progress.remark(
                "unknown-pick",
                PICKS,
                &format!("no article of this run is \"{name}\""),
            );
        }
    }
    Ok(pinned)
}

/// The articles that the digest looks at, in the order of paths: those that are pinned, then the newest.
fn choose(
    config: &Config,
    articles: &impl Articles,
    pinned: &BTreeSet<u32>,
    progress: &dyn Progress,
) -> Vec<ArticleId> {
    let mut days = articles.days();
    if let Some(since) = config.digest.since {
        let all = days.len();
        days.retain(|(number, day)| pinned.contains(number) || day.is_some_and(|day| day >= since));
        if days.len() < all {
            let message = format!(
                "{} of {all} articles are older, or have no date",
                all - days.len()
            );
            progress.remark("since", &since.to_string(), &message);
        }
    }
    let most = config.limits.max_digest_articles;
    if days.len() > most {
        let message = format!(
            "the newest {most} of {} articles are looked at; --since names the first day",
            days.len()
        );
        progress.remark("newest", "digest", &message);
        days.sort_by_key(|(number, day)| (!pinned.contains(number), std::cmp::Reverse(*day), *number));
        days.truncate(most);
        days.sort_by_key(|(number, _)| *number);
    }
    days.into_iter().map(|(number, _)| articles.id(number)).collect()
}

/// Reads back what the digest needs of the articles.
fn read(config: &Config, chosen: &[ArticleId], shelf: &Shelf<'_>) -> io::Result<(Vec<Item>, Vec<Profile>)> {
    let never = AtomicBool::new(false);
    let mut read = parallel::unordered(
        chosen.iter().enumerate(),
        config.threads,
        config.limits.max_bytes_in_flight,
        &never,
        |(_, id)| shelf.record_bytes(id),
        |(place, id)| (place, shelf.record(id).map(|record| Item::of(&record))),
    )?;
    read.sort_by_key(|(place, _)| *place);
    let (mut items, mut profiles) = (Vec::with_capacity(read.len()), Vec::with_capacity(read.len()));
    for (_, read) in read {
        let (item, profile) = read?;
        items.push(item);
        profiles.push(profile);
    }
    Ok((items, profiles))
}

/// The story of each item. Copies are compared with others once, as one article.
fn stories(items: &[Item], profiles: Vec<Profile>) -> Vec<usize> {
    let texts: Vec<_> = items
        .iter()
        .map(|item| (item.fingerprint, &item.language))
        .collect();
    let first = copies::fold(&texts);
    let mut originals = Vec::new();
    let mut place = vec![0; items.len()];
    for ((at, profile), original) in profiles.into_iter().enumerate().zip(&first) {
        if *original as usize == at {
            place[at] = originals.len();
            originals.push(profile);
        }
    }
    let story_of = stories::group(&originals);
    first
        .iter()
        .map(|original| story_of[place[*original as usize]])
        .collect()
}

impl From<DigestError> for RunError {
    fn from(error: DigestError) -> Self {
        Self::Digest(error)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Mutex;

    use super::*;
    use crate::article::{Failure, Warning};
    use crate::config::Layer;

    struct Drawn(Vec<Option<&'static str>>);

    impl Articles for Drawn {
        fn days(&self) -> Vec<(u32, Option<Date>)> {
            let day = |day: Option<&'static str>| day.map(|day| day.parse().unwrap());
            (0..).zip(self.0.iter().copied().map(day)).collect()
        }

        fn id(&self, number: u32) -> ArticleId {
            ArticleId::from_name(&number.to_string())
        }

        fn path(&self, number: u32) -> String {
            format!("{number}.txt")
        }
    }

    #[derive(Default)]
    struct Remarks(Mutex<Vec<String>>);

    impl Progress for Remarks {
        fn found(&self, _: usize) {}
        fn entry(&self) {}
        fn held(&self, _: &str, _: usize) {}
        fn waiting(&self, _: &Path, _: &str) {}
        fn done(&self, _: &str, _: &str) {}
        fn warning(&self, _: &Path, _: &str, _: &Warning) {}
        fn failed(&self, _: &Path, _: &Failure) {}
        fn skipped(&self, _: &str, _: &str) {}
        fn remark(&self, _: &str, _: &str, message: &str) {
            self.0.lock().unwrap().push(message.to_owned());
        }
    }

    #[test]
    fn the_newest_articles_are_looked_at_and_pinned_ones_in_any_case() {
        let articles = Drawn(vec![
            Some("2026-05-01"),
            None,
            Some("2026-05-03"),
            Some("2026-05-02"),
            None,
        ]);
        let mut config = Config::new(Layer::default()).unwrap();
        let remarks = Remarks::default();
        let chosen = |config: &Config, pinned: &[u32]| -> Vec<String> {
            let pinned = pinned.iter().copied().collect();
            choose(config, &articles, &pinned, &remarks)
                .iter()
                .map(ToString::to_string)
                .collect()
        };
        assert_eq!(chosen(&config, &[]), ["0", "1", "2", "3", "4"]);
        assert!(remarks.0.lock().unwrap().is_empty());
        config.limits.max_digest_articles = 3;
        assert_eq!(chosen(&config, &[]), ["0", "2", "3"]);
        assert_eq!(chosen(&config, &[4]), ["2", "3", "4"]);
        config.digest.since = Some("2026-05-03".parse().unwrap());
        assert_eq!(chosen(&config, &[1]), ["1", "2"]);
        let remarks = remarks.0.lock().unwrap();
        assert!(
            remarks[0].contains("newest 3 of 5") && remarks[2].contains("3 of 5 articles are older"),
            "{remarks:?}"
        );
    }
}
