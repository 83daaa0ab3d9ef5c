//! Texts of a page that stand in attributes and in its head: what a picture shows, what a link says when it is pointed at, what search engines
//! show. Those of the article become blocks of their own; what the article says already does not.

use std::collections::VecDeque;

use html5ever::local_name;
use rustc_hash::FxHashSet;

use super::arena::{Id, Tree};
use super::attributes::tag_attributes;
use super::blocks::Passage;
use super::head::Head;
use super::signals::Groups;
use crate::article::{Article, Attachment, Block, BlockKind};
use crate::extract::beside::{Value, is_name_of, is_text, one_line};
use crate::extract::draft::Draft;
use crate::extract::metadata;

/// Elements with such attributes that are looked at; an article has a few dozen.
pub(super) const MOST: usize = 10_000;

/// Elements between such an element and what it shares with the article's text.
const MAX_STEPS: usize = 40;

/// An element with such an attribute, met among the passages.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// The element.
    pub(super) node: Id,
    /// The number of the passage that it stands in or before.
    pub(super) passage: usize,
    /// It stands in that passage, behind some of its text.
    pub(super) inside: bool,
}

/// Whether an element has an attribute that readers are shown.
pub(super) fn is_marked(tree: &Tree<'_>, id: Id) -> bool {
    let mut attributes = tree.attributes(id).iter();
    attributes
        .any(|attribute| !attribute.value.is_empty() && shown_attribute(&attribute.name.local).is_some())
}

/// What the value of an attribute of that name is, if readers are shown it.
pub fn shown_attribute(name: &str) -> Option<Attachment> {
    match name {
        "alt" => Some(Attachment::Alt),
        "title" => Some(Attachment::Title),
        "placeholder" => Some(Attachment::Placeholder),
        "aria-label" => Some(Attachment::Label),
        _ => None,
    }
}

/// The texts of the body, each with the number of the passage it stands before, and whether it is the article's. `is_kept` says which passages
/// are the article.
fn of_body(
    tree: &Tree<'_>,
    passages: &[Passage],
    marks: &[Mark],
    is_kept: &dyn Fn(usize) -> bool,
    reach: Reach,
) -> Vec<(usize, Value, bool)> {
    let kept = |at: &usize| is_kept(*at);
    let (first, last) = match reach {
        Reach::Whole => (0, passages.len()),
        Reach::Inside => {
            let first = (0..passages.len()).find(kept);
            let last = (0..passages.len()).rfind(kept);
            let (Some(first), Some(last)) = (first, last) else {
                return Vec::new();
            };
            (first, last)
        }
    };
    let mut ground = None;
    let mut found = Vec::new();
    for mark in marks {
        let is_own = if mark.inside {
            is_kept(mark.passage)
        } else {
            // A picture at the start of a passage stands before its text.
            first <= mark.passage && mark.passage <= last && {
                let ground = ground.get_or_insert_with(|| Ground::of(tree, passages, is_kept));
                ground.is_of_article(tree, mark.node)
            }
        };
        let at = mark.passage + usize::from(mark.inside);
        let texts = of_tag(tree, mark.node).into_iter();
        found.extend(texts.map(|attached| (at, attached, is_own)));
    }
    found
}

/// Where texts of the article may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Between its first and its last passage.
    Inside,
    /// Everywhere: there is nothing but the article.
    Whole,
}

/// Which elements hold text of the article, and which hold other text.
struct Ground(Vec<u8>);

const OWN: u8 = 1;
const OTHER: u8 = 2;

impl Ground {
    fn of(tree: &Tree<'_>, passages: &[Passage], is_kept: &dyn Fn(usize) -> bool) -> Self {
        let mut flags = vec![0; tree.nodes.len()];
        for (at, passage) in passages.iter().enumerate() {
            let flag = if is_kept(at) { OWN } else { OTHER };
            for id in tree.ancestors(passage.holder) {
                let flags = &mut flags[id as usize];
                if *flags & flag != 0 {
                    break;
                }
                *flags |= flag;
            }
        }
        Self(flags)
    }

    /// Whether nothing but the article is around `id`: up to what it shares with the article's text stand no other texts, and nothing
    /// that calls itself a menu, an advertisement or the like.
    fn is_of_article(&self, tree: &Tree<'_>, id: Id) -> bool {
        for id in tree.ancestors(id).take(MAX_STEPS) {
            let flags = self.0.get(id as usize).copied().unwrap_or_default();
            if flags & OWN != 0 {
                return true;
            }
            let bars = Groups::OUTSIDE.with(Groups::BYLINE).with(Groups::HIDDEN);
            if flags & OTHER != 0 || Groups::of(tree, id).has(bars) {
                return false;
            }
        }
        false
    }
}

/// The texts in the attributes of an element.
pub(super) fn of_tag(tree: &Tree<'_>, id: Id) -> Vec<Value> {
    let Some(tag) = tree.tag(id) else {
        return Vec::new();
    };
    let written = tag_attributes(tree.source, tag.source);
    let href = tree.attribute(id, &local_name!("href")).unwrap_or_default();
    let known = tree.attributes(id).iter().filter_map(|attribute| {
        let name = &*attribute.name.local;
        let own = written.iter().find(|own| own.name.eq_ignore_ascii_case(name))?;
        let what = shown_attribute(name)?;
        let is_name = what == Attachment::Title && is_name_of(&attribute.value, href);
        Value::of(tree.source, own.value?, &attribute.value, own.quote, what).filter(|_| !is_name)
    });
    known.collect()
}

/// Appends a text to an article as a block, of boilerplate if it is not the article's own.
fn append(value: Value, source: &str, is_own: bool, article: &mut Article) {
    let (draft, mut block) = value.into_block(source);
    if !is_own {
        block.kind = BlockKind::Boilerplate;
    }
    draft.append_to(article, block);
}

/// The texts beside the passages of an article, on their way into it.
#[derive(Debug, Default)]
pub(super) struct Beside {
    waiting: VecDeque<(usize, Value, bool)>,
    /// What a block says: each text is one block, and its copies get the same translation.
    said: FxHashSet<String>,
}

impl Beside {
    /// Those of the passages that are in the article by their `kinds`.
    pub(super) fn of(
        tree: &Tree<'_>,
        passages: &[Passage],
        marks: &[Mark],
        kinds: &[Option<(BlockKind, u8)>],
        reach: Reach,
        keep_boilerplate: bool,
    ) -> Self {
        let is_kept = |at: usize| {
            kinds
                .get(at)
                .is_some_and(|kind| kind.is_some_and(|(kind, _)| kind != BlockKind::Boilerplate))
        };
        let kept = passages.iter().enumerate().filter(|(at, _)| is_kept(*at));
        let said = kept.map(|(_, passage)| one_line(&passage.draft.text)).collect();
        let mut beside = Self {
            waiting: VecDeque::new(),
            said,
        };
        // Which texts are the article's does not depend on whether others are kept.
        let found = of_body(tree, passages, marks, &is_kept, reach);
        let (own, other): (Vec<_>, Vec<_>) = found.into_iter().partition(|(.., is_own)| *is_own);
        let rest = other.into_iter().filter(|_| keep_boilerplate);
        let new = own
            .into_iter()
            .chain(rest)
            .filter(|(_, attached, _)| beside.is_new(attached.what, &attached.text));
        let mut new: Vec<_> = new.collect();
        new.sort_by_key(|(at, ..)| *at);
        beside.waiting = new.into();
        beside
    }

    /// Appends those that stand before passage `at`.
    pub(super) fn until(&mut self, tree: &Tree<'_>, at: usize, article: &mut Article) {
        while self.waiting.front().is_some_and(|(place, ..)| *place <= at) {
            if let Some((_, attached, is_own)) = self.waiting.pop_front() {
                append(attached, tree.source, is_own, article);
            }
        }
    }

    /// Whether no block says a text, or a headline with the name of a site behind it; from now on one does.
    fn is_new(&mut self, what: Attachment, text: &str) -> bool {
        let is_headline = what == Attachment::Headline;
        let repeats = self.said.contains(text)
            || (is_headline && metadata::headlines(text).any(|headline| self.said.contains(headline)));
        !repeats && self.said.insert(text.to_owned())
    }

    /// Appends what the page's head says of the article beside it; `titled` is a page whose `<title>` is not its title block.
    pub(super) fn head(&mut self, tree: &Tree<'_>, head: &Head<'_>, titled: bool, article: &mut Article) {
        if !titled && let Some(block) = article.blocks.iter().find(|block| block.kind == BlockKind::Title) {
            self.said.insert(one_line(article.text_of(block)));
        }
        let title = head
            .title
            .filter(|_| titled)
            .and_then(|id| super::title_draft(tree, id));
        let is_new =
            |draft: &Draft| is_text(&draft.text) && self.is_new(Attachment::Headline, &one_line(&draft.text));
        if let Some(draft) = title.filter(is_new) {
            let block = Block {
                kind: BlockKind::Caption,
                attached: Some(Attachment::Headline),
                quote: Some('<'),
                ..Block::default()
            };
            draft.append_to(article, block);
        }
        for attached in of_head(tree) {
            if self.is_new(attached.what, &attached.text) {
                append(attached, tree.source, true, article);
            }
        }
    }
}

/// Names of `<meta>` whose content is shown to readers, and what it is.
const SHOWN: &[(&str, Attachment)] = &[
    ("description", Attachment::Description),
    ("og:title", Attachment::Headline),
    ("og:description", Attachment::Description),
    ("twitter:title", Attachment::Headline),
    ("twitter:description", Attachment::Description),
];

/// What the content of a `<meta>` of that name or property is, if readers are shown it.
pub fn shown_meta(name: &str) -> Option<Attachment> {
    let name = name.trim();
    let known = SHOWN.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    known.map(|(_, what)| *what)
}

/// The texts of the page's head: descriptions and headlines for others.
pub(super) fn of_head(tree: &Tree<'_>) -> Vec<Value> {
    let mut found = Vec::new();
    for id in 0..tree.nodes.len() as Id {
        let Some(element) = tree.element(id) else { continue };
        match element.local {
            local_name!("meta") if found.len() < MOST => found.extend(of_meta(tree, id)),
            local_name!("body") => break,
            _ => {}
        }
    }
    found
}

fn of_meta(tree: &Tree<'_>, id: Id) -> Option<Value> {
    let name = tree
        .attribute(id, &local_name!("name"))
        .or_else(|| tree.attribute(id, &local_name!("property")))?;
    let what = shown_meta(name)?;
    let content = tree.attribute(id, &local_name!("content"))?;
    let tag = tree.tag(id)?;
    let written = tag_attributes(tree.source, tag.source);
    let own = written
        .iter()
        .find(|own| own.name.eq_ignore_ascii_case("content"))?;
    let mut found = Value::of(tree.source, own.value?, content, own.quote, what)?;
    // The name of the site behind a headline stays as it is.
    let end = metadata::without_site(&found.text);
    if what == Attachment::Headline && found.source.of(tree.source) == found.text {
        found.text.truncate(end);
        found.source.end = found.source.start + end as u32;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::ExtractOptions;

    /// The texts beside the running text of a page with this in its body, each with what it is.
    fn found(head: &str, body: &str) -> Vec<String> {
        let text = "It had rained all night, and the ferry to the islands was late once more, as it had been in every week of this autumn.";
        let source = format!(
            "<html><head>{head}</head><body><nav><img alt='The paper'></nav><article><h1>The ferry is late</h1><p>{text}</p>{body}<p>{text} It sails at ten.</p>\
             <p>{text} Nobody minds.</p></article><div class=related><img alt='Another story'>Another story</div></body></html>"
        );
        let article = crate::extract::html::extract(&source, &ExtractOptions::default());
        crate::extract::laws::check(&source, &article);
        let blocks = article.blocks.iter();
        let found = blocks.filter_map(|block| {
            assert!(block.attached.is_none() || block.kind == BlockKind::Caption);
            Some(format!(
                "{}: {}",
                block.attached?.as_str(),
                article.text_of(block)
            ))
        });
        found.collect()
    }

    #[test]
    fn texts_for_readers_are_told_from_names_and_from_what_is_said_already() {
        for (body, want) in [
            (
                "<p>He sees <img alt='a  quay\n in fog' title=Fog> there.</p>",
                vec!["alt: a quay in fog", "title: Fog"],
            ),
            ("<img alt='Fog &amp; rain'>", vec!["alt: Fog & rain"]),
            (
                "<p>By <a href=x title='To the timetable' aria-label='Timetable of the ferry'>ten</a> it sails.</p>",
                vec!["title: To the timetable", "label: Timetable of the ferry"],
            ),
            (
                "<img alt=IMG_2031.jpg><img alt='' title='https://a.example/b'><img alt='…'><img alt=7>",
                vec![],
            ),
            ("<img alt='The ferry is late'>", vec![]),
            (
                "<p>On <a href=/wiki/Grey_Skerry title='Grey Skerry'>the rock</a> it is.</p>",
                vec![],
            ),
            ("<img alt='A quay'><img alt='A quay' src=2>", vec!["alt: A quay"]),
            ("<img alt='A quay' translate=no><img alt='A quay' hidden>", vec![]),
            (
                "<p>He <code title='A command'>runs</code> it.</p>",
                vec!["title: A command"],
            ),
            ("<div hidden><img alt='A quay'></div>", vec![]),
            ("<div class=share><img alt='Send it on'></div>", vec![]),
            (
                "<form><input placeholder='Your island' aria-label='Search the islands'></form>",
                vec!["placeholder: Your island", "label: Search the islands"],
            ),
            (
                "<script title='no'></script><section title='Part two'></section>",
                vec![],
            ),
        ] {
            assert_eq!(found("", body), want, "{body}");
        }
    }

    #[test]
    fn texts_around_the_article_are_kept_with_the_rest_and_take_nothing_from_it() {
        let text = "It had rained all night, and the ferry to the islands was late once more, as it had been in every week of this autumn.";
        let source = format!(
            "<body><nav><img alt='A quay'><img alt='The paper'></nav><article><h1>The ferry is late</h1><p>{text}</p><img alt='A quay'><p>{text} It sails.</p>\
             <p>{text} Nobody minds.</p></article></body>"
        );
        let mut found = Vec::new();
        for keep_boilerplate in [false, true] {
            let options = ExtractOptions {
                keep_boilerplate,
                ..ExtractOptions::default()
            };
            let article = crate::extract::html::extract(&source, &options);
            let blocks = article.blocks.iter().filter(|block| block.attached.is_some());
            let line = |block: &Block| {
                format!(
                    "{} {} {}",
                    block.kind.as_str(),
                    block.origin[0].source.start,
                    article.text_of(block)
                )
            };
            found.push(blocks.map(line).collect::<Vec<_>>());
        }
        let own = source.rfind("A quay").unwrap();
        let other = source.find("The paper").unwrap();
        assert_eq!(found[0], [format!("caption {own} A quay")]);
        assert_eq!(
            found[1],
            [
                format!("boilerplate {other} The paper"),
                format!("caption {own} A quay")
            ]
        );
    }

    #[test]
    fn a_head_says_what_the_article_does_not() {
        for (head, want) in [
            (
                "<title>The ferry is late - The Post</title><meta property=og:title content='The ferry is late'>",
                vec![],
            ),
            (
                "<title>Late again: a ferry in fog | The Post</title>",
                vec!["headline: Late again: a ferry in fog"],
            ),
            (
                "<meta name=Description content='Why it is late.'><meta name=twitter:description content='Why it is late.'>",
                vec!["description: Why it is late."],
            ),
            ("<title>The ferry is late：The Post</title>", vec![]),
            (
                "<meta name=author content='Ada North'><meta name=keywords content='ferry, fog'>",
                vec![],
            ),
            (
                "<meta name=twitter:title content='A ferry in fog | The Post'>",
                vec!["headline: A ferry in fog"],
            ),
        ] {
            assert_eq!(found(head, ""), want, "{head}");
        }
    }
}
