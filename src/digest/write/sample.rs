//! Editions for tests of their forms: one as it should be, one made of what articles may not do.

use super::feed::{self, Feed};
use crate::article::ArticleRecord;
use crate::article::BlockKind::{Paragraph, Title};
use crate::bilingual::drawing;
use crate::digest::compose::{Member, compose};
use crate::digest::edition::{Edition, Facts, Texts};
use crate::digest::links::Links;
use crate::digest::picks::Picks;
use crate::digest::view::View;

fn record(
    path: &str,
    language: &str,
    title: &str,
    text: &str,
    url: Option<&str>,
    date: Option<&str>,
) -> ArticleRecord {
    let mut record = drawing::record(path, language, &[(Title, title), (Paragraph, text)]);
    record.article.metadata.url = url.map(str::to_owned);
    record.article.metadata.date = date.map(str::to_owned);
    record
}

/// The edition of these stories, each told from these articles.
fn edition(stories: &[&[ArticleRecord]], texts: &mut Texts) -> Edition {
    let picks = Picks::default();
    let told = stories.iter().map(|records| {
        compose(
            records.iter().map(|record| Member::of(record, &picks)).collect(),
            texts,
        )
    });
    let stories: Vec<_> = told.collect();
    let language = stories[0].articles[0].language.clone();
    let days = stories
        .iter()
        .flat_map(|story| &story.articles)
        .filter_map(Facts::published)
        .map(|published| published.day);
    let (first, last) = (days.clone().min(), days.max());
    Edition {
        language,
        title: None,
        intro: None,
        days: first.zip(last),
        stories,
        brief: Vec::new(),
        beyond: 0,
    }
}

fn whole(relative: bool) -> (Edition, Texts, Links<'static>) {
    let mut texts = Texts::default();
    let ferry = [
        record(
            "en/ferry.html",
            "en",
            "The ferry is back",
            "★The ferry Saint Brannoc crossed Harl Sound on Monday with thirty one passengers and four cars after fourteen months. │★It carried a crate of chicks & hay. │Nobody slept that night and the school stayed closed.",
            Some("https://www.news.example/ferry?x=1&y=2"),
            Some("2025-10-05T07:10:00-04:00"),
        ),
        record(
            "en/wire.txt",
            "en",
            "Harl ferry returns",
            "★Inspectors found cracks in the bow ramp last March.",
            None,
            None,
        ),
    ];
    let bakery = [record(
        "en/bakery.txt",
        "en",
        "A bakery in the station",
        "★Bread is baked in the old station of Odmund again.",
        None,
        Some("2025-09-12"),
    )];
    let brief = [record(
        "en/cheese.txt",
        "en",
        "Cheese fair opens",
        "★The cheese fair opened.",
        Some("https://fair.example/"),
        Some("2025-09-30"),
    )];
    let mut edition = edition(&[&ferry, &bakery, &brief], &mut texts);
    edition.brief = edition.stories.split_off(2);
    edition.intro = Some("Good morning, here is what happened.".to_owned());
    edition.stories[1].headline = Some("Bread & trains".to_owned());
    edition.stories[1].intro = Some("Our favourite.".to_owned());
    edition.stories[0].unnamed = 2;
    let persian = record(
        "fa/a.txt",
        "fa",
        "کشتی برگشت",
        "★کشتی برگشت.",
        Some("https://akhbar.example/1"),
        None,
    );
    edition.stories[0].others = vec![Facts::of(&persian)];
    (
        edition,
        texts,
        Links {
            base_url: None,
            relative,
        },
    )
}

/// Two stories and one in brief; seen from inside the output folder if `relative`.
pub(super) fn view(relative: bool) -> View {
    let (edition, texts, links) = whole(relative);
    View::of(&edition, &texts, links, None)
}

/// A feed of two languages.
pub(super) fn feed() -> Feed {
    let base = "https://desk.example/today/";
    let links = Links {
        base_url: Some(base),
        relative: false,
    };
    let (english, texts, _) = whole(false);
    let mut items = feed::items(&View::of(&english, &texts, links, None));
    let mut texts = Texts::default();
    let hebrew = [record(
        "he/a.txt",
        "he",
        "המעבורת חזרה",
        "★המעבורת חזרה ביום שני. │★היא שטה.",
        None,
        Some("2025-10-06"),
    )];
    let hebrew = edition(&[&hebrew], &mut texts);
    items.extend(feed::items(&View::of(&hebrew, &texts, links, None)));
    Feed::new("Digest".to_owned(), Some(base.to_owned()), items)
}

/// Titles and sentences that try to be more than text.
pub(super) fn hostile() -> View {
    let mut texts = Texts::default();
    let attack = "<script>alert(1)</script> ]](javascript:alert(1)) ![x](http://e.example/x.png) <img src=x onerror=\"alert(1)\"> {{ 7*7 }} =1+1 \u{202e}abc \u{0}\u{1b}[2J\r\nBcc: all@e.example\r\n\r\n<b>";
    let mut hostile = record(
        "x/<script>.txt",
        "en",
        attack,
        &format!("★{attack} and more."),
        Some("javascript:alert(1)"),
        Some("2025-13-99<b>"),
    );
    hostile.article.metadata.author = Some(attack.to_owned());
    hostile.article.metadata.title = Some(attack.to_owned());
    let edition = edition(&[&[hostile]], &mut texts);
    View::of(
        &edition,
        &texts,
        Links {
            base_url: None,
            relative: true,
        },
        Some(attack),
    )
}
