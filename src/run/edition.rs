//! One edition: the articles of its stories are read back one by one, and its four files written.

use std::io;

use super::digest::Desk;
use super::shelf::Shelf;
use crate::config::Config;
use crate::digest::compose::{Member, compose};
use crate::digest::dates::Published;
use crate::digest::edition::{Edition, Facts, Story, Texts};
use crate::digest::item::Item;
use crate::digest::links::Links;
use crate::digest::plan::{Group, Plan};
use crate::digest::view::View;
use crate::digest::write::template::{Form, TemplateError};
use crate::digest::write::{feed, mail, markdown, message, text};
use crate::report;

/// Editions that are made at one time: each holds the articles of a story.
pub(super) const MOST_AT_ONCE: u64 = 8;

/// What an edition leaves.
pub(super) struct Made {
    pub(super) edition: report::Edition,
    pub(super) feed: Vec<feed::Item>,
    /// Stories that the mail has no room for.
    pub(super) left_out: usize,
    /// The first error of a template.
    pub(super) failed: Option<TemplateError>,
}

/// Makes the edition of a plan and writes its files.
pub(super) fn write(
    plan: &Plan,
    items: &[Item],
    config: &Config,
    desk: &Desk,
    shelf: &Shelf<'_>,
) -> io::Result<Made> {
    let reader = Reader {
        items,
        config,
        desk,
        shelf,
    };
    let mut texts = Texts::default();
    let mut stories = Vec::with_capacity(plan.told.len());
    for group in &plan.told {
        stories.push(reader.told(group, &mut texts)?);
    }
    let mut brief = Vec::with_capacity(plan.brief.len());
    for group in &plan.brief {
        brief.push(reader.brief(group)?);
    }
    let picked = desk.picks.edition(&plan.language);
    let edition = Edition {
        language: plan.language.clone(),
        title: picked.and_then(|picked| picked.title.clone()),
        intro: picked.and_then(|picked| picked.intro.clone()),
        days: plan.days,
        stories,
        brief,
        beyond: plan.beyond,
    };
    let mut made = forms(&edition, &texts, config, desk, shelf)?;
    let headlines = |stories: &[Story], groups: &[Group]| {
        let pairs = stories.iter().zip(groups);
        pairs
            .map(|(story, group)| reader.headline(story, group))
            .collect()
    };
    made.edition.stories = headlines(&edition.stories, &plan.told);
    made.edition.brief = headlines(&edition.brief, &plan.brief);
    Ok(made)
}

/// Writes the four files of an edition.
fn forms(
    edition: &Edition,
    texts: &Texts,
    config: &Config,
    desk: &Desk,
    shelf: &Shelf<'_>,
) -> io::Result<Made> {
    let title = config.digest.title.as_deref();
    let base_url = config.digest.base_url.as_deref();
    // Read in the folder, the page of the run is near; a message and a feed are read anywhere.
    let near = View::of(
        edition,
        texts,
        Links {
            base_url: base_url.or(shelf.way_up()),
            relative: true,
        },
        title,
    );
    let far = View::of(
        edition,
        texts,
        Links {
            base_url,
            relative: false,
        },
        title,
    );
    let mut failed = None;
    let mut laid_out = |form: Form, view: &View, own: &dyn Fn() -> String| {
        let rendered = desk.template(form).map(|template| template.render(view));
        match rendered {
            Some(Ok(text)) => text,
            Some(Err(error)) => {
                failed.get_or_insert(error);
                own()
            }
            None => own(),
        }
    };
    let built_in = mail::write(&far);
    let page = laid_out(Form::Html, &near, &|| mail::write(&near).html);
    let html = laid_out(Form::Html, &far, &|| built_in.html.clone());
    let plain = laid_out(Form::Text, &far, &|| text::write(&far));
    let markdown = laid_out(Form::Markdown, &near, &|| markdown::write(&near));
    let newest = edition
        .stories
        .iter()
        .flat_map(|story| &story.articles)
        .filter_map(Facts::published);
    let date = newest
        .max_by_key(|published| published.instant)
        .and_then(|published| Published::rfc2822(&published));
    let draft = message::write(&far, date.as_deref(), &html, &plain);
    for (extension, text) in [
        ("md", &markdown),
        ("html", &page),
        ("txt", &plain),
        ("eml", &draft),
    ] {
        shelf.write(
            &format!("digest/{}.{extension}", edition.language),
            text.as_bytes(),
        )?;
    }
    let own_page = desk.template(Form::Html).is_some() && failed.is_none();
    Ok(Made {
        edition: report::Edition {
            language: edition.language.clone(),
            stories: Vec::new(),
            brief: Vec::new(),
            beyond: edition.beyond,
        },
        feed: feed::items(&far),
        left_out: if own_page { 0 } else { built_in.left_out },
        failed,
    })
}

struct Reader<'a> {
    items: &'a [Item],
    config: &'a Config,
    desk: &'a Desk,
    shelf: &'a Shelf<'a>,
}

impl Reader<'_> {
    fn item(&self, number: u32) -> &Item {
        &self.items[number as usize]
    }

    /// The members of a story, those first that the editor pins and that say most.
    fn by_weight(&self, group: &Group) -> Vec<u32> {
        let mut members = group.members.clone();
        members.sort_by_key(|&number| {
            let item = self.item(number);
            let pinned = self.desk.picks.pinned(&item.id, &item.path).unwrap_or(usize::MAX);
            (pinned, std::cmp::Reverse(item.words), number)
        });
        members
    }

    /// A story that is told.
    fn told(&self, group: &Group, texts: &mut Texts) -> io::Result<Story> {
        let members = self.by_weight(group);
        let (read, unnamed) = members.split_at(members.len().min(self.config.limits.max_story_articles));
        let mut stories = Vec::with_capacity(read.len());
        for &number in read {
            let read = self.shelf.record(&self.item(number).id)?;
            stories.push(Member::of(&read, &self.desk.picks));
        }
        let mut story = compose(stories, texts);
        story.unnamed = unnamed.len();
        for &number in &group.others {
            story.others.push(self.facts(number)?);
        }
        self.word(&mut story, group);
        Ok(story)
    }

    /// A story that is named only.
    fn brief(&self, group: &Group) -> io::Result<Story> {
        let mut story = Story::default();
        if let Some(&first) = self.by_weight(group).first() {
            story.articles.push(self.facts(first)?);
        }
        self.word(&mut story, group);
        Ok(story)
    }

    fn facts(&self, number: u32) -> io::Result<Facts> {
        Ok(Facts::of(&self.shelf.record(&self.item(number).id)?))
    }

    /// Adds what the editor says of the story.
    fn word(&self, story: &mut Story, group: &Group) {
        let picked = group.members.iter().find_map(|&number| {
            let item = self.item(number);
            self.desk.picks.story(&item.id, &item.path)
        });
        if let Some(picked) = picked {
            story.headline.clone_from(&picked.headline);
            story.intro.clone_from(&picked.intro);
        }
    }

    fn headline(&self, story: &Story, group: &Group) -> report::Headline {
        let head = story.articles.first();
        let title = story
            .headline
            .as_deref()
            .or(head.map(|facts| facts.title.as_str()));
        report::Headline {
            title: title.unwrap_or_default().to_owned(),
            article: head.map(|facts| facts.id.to_string()).unwrap_or_default(),
            articles: group.members.len(),
            others: group
                .others
                .iter()
                .map(|&number| self.item(number).language.clone())
                .collect(),
        }
    }
}
