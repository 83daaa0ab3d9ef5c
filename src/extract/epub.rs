//! Books: each chapter that the book's list names is an article, in the order of the list. Names in the list are looked up among the
//! members of the archive and lead nowhere else.

use std::collections::BTreeMap;

use super::beside::{self, Value};
use super::inset::{Insets, Setting, Shell};
use super::layer::Layer;
use super::office;
use super::xml::{Node, Walk};
use super::{ExtractError, ExtractOptions, Part, Progression, html, metadata};
use crate::article::{Article, Attachment, Block, BlockKind, Direction, Format, Language, Metadata, Span};

/// Headings that may be the title of a chapter stand among so many first blocks.
const TITLE_WITHIN: usize = 3;

/// The chapters of a book.
///
/// # Errors
/// If the book has no list of chapters, or the list names none that is there.
pub(super) fn parts(source: &str, options: &ExtractOptions) -> Result<Option<Vec<Part>>, ExtractError> {
    let wrong = |reason: &str| ExtractError::Wrong(format!("no EPUB book: {reason}"));
    let container = office::member(options, "META-INF/container.xml")
        .ok_or_else(|| wrong("META-INF/container.xml is missing"))?;
    let limit = options.limits.max_xml_depth;
    let path =
        package_path(source, container, limit)?.ok_or_else(|| wrong("it names no list of chapters"))?;
    let package = office::member(options, &path)
        .ok_or_else(|| wrong("the list of chapters that it names is not in it"))?;
    let package = Package::read(source, package, limit)?;
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let given = package.metadata();
    let mut parts = Vec::new();
    for (id, number) in package.spine.iter().zip(1..) {
        let Some(item) = package.items.get(id) else {
            continue;
        };
        let span = office::member(options, &resolved(folder, &item.href));
        if let Some(span) = span.filter(|span| !item.is_contents && has_text(span.of(source))) {
            parts.push(Part {
                given: given.clone(),
                leads: parts.is_empty(),
                ..Part::numbered(number, span)
            });
        }
    }
    if parts.is_empty() {
        return Err(wrong("no chapter of its list has a text"));
    }
    Ok(Some(parts))
}

/// The article in a chapter; its text is added to `insets`. Title and description of the book stand beside the text of its first chapter, and
/// are put back as [`contents`].
pub(super) fn extract(
    source: &str,
    part: &Part,
    options: &ExtractOptions,
    insets: Option<&mut Insets>,
) -> Article {
    let layer = Layer::verbatim(source, part.span);
    let mut chapter = html::whole(layer.text(), true, options);
    let title = chapter
        .blocks
        .iter()
        .position(|block| block.kind == BlockKind::Heading)
        .filter(|at| *at < TITLE_WITHIN);
    if let Some(at) = title {
        (chapter.blocks[at].kind, chapter.blocks[at].level) = (BlockKind::Title, 1);
        let text = chapter.text_of(&chapter.blocks[at]);
        chapter.metadata.title = Some(metadata::one_line(text, options.limits.max_title_chars));
    }
    let own = chapter.metadata.clone();
    let given = &options.given;
    let mut article = Article {
        metadata: Metadata {
            title: own.title,
            author: given.author.clone(),
            date: given.date.clone(),
            url: None,
            language: own.language.or_else(|| given.language.clone()),
        },
        ..Article::default()
    };
    if let Some(insets) = insets {
        let setting = Setting {
            shell: Shell::Bare,
            is_xml: true,
            format: Format::Html,
        };
        insets.push(&layer, &chapter, setting, source, 0);
    }
    layer.bring_back(chapter, source, &mut article);
    if part.leads {
        of_book(source, options, &mut article);
    }
    article
}

/// Appends what the book says of itself and no block says.
fn of_book(source: &str, options: &ExtractOptions, article: &mut Article) {
    let Some((_, package)) = package(source, options) else {
        return;
    };
    for (name, what) in [
        ("title", Attachment::Headline),
        ("description", Attachment::Description),
    ] {
        let mut found = Vec::new();
        texts(source, package, options, &[name], &mut found);
        for (text, at) in found {
            let Some(value) = Value::of(source, at, &text, '<', what) else {
                continue;
            };
            let said = |block: &Block| beside::one_line(article.text_of(block)) == value.text;
            if value.text.contains('<') || article.blocks.iter().any(said) {
                continue;
            }
            let (draft, block) = value.into_block(source);
            // It stands in no text of the chapter: what repeats it puts it back.
            let block = Block { quote: None, ..block };
            draft.append_to(article, block);
        }
    }
}

/// Where the list of a book of EPUB 3 says which way its pages follow each other.
pub(super) fn progression(source: &str, options: &ExtractOptions) -> Option<Progression> {
    const NAME: &str = "page-progression-direction";
    let (_, package) = package(source, options)?;
    let mut walk = Walk::new(source, package, options.limits.max_xml_depth);
    let mut is_third = false;
    while let Ok(Some(node)) = walk.next() {
        let Node::Open(tag) = node else { continue };
        match tag.local() {
            "package" => {
                is_third = tag
                    .attribute("version")
                    .is_some_and(|version| version.starts_with('3'));
            }
            "spine" if is_third => {
                let attributes = html::tag_attributes(source, tag.span);
                let own = attributes.iter().find(|attribute| attribute.name == NAME);
                let behind = tag.span.start as usize + 1 + tag.name.len();
                return Some(match own.and_then(|own| own.value) {
                    Some(at) => Progression {
                        at,
                        is_written: true,
                        said: match at.of(source) {
                            "rtl" => Some(Direction::Rtl),
                            "ltr" => Some(Direction::Ltr),
                            _ => None,
                        },
                    },
                    None => Progression {
                        at: Span::new(behind, behind),
                        is_written: false,
                        said: None,
                    },
                });
            }
            _ => {}
        }
    }
    None
}

/// Where the book's list says its language.
pub(super) fn languages(source: &str, options: &ExtractOptions) -> Vec<Span> {
    let package = package(source, options);
    let mut found = Vec::new();
    if let Some((_, span)) = package {
        texts(source, span, options, &["language"], &mut found);
    }
    // A book may name several: the first is the one that its text is in.
    found.truncate(1);
    found.into_iter().map(|(_, at)| at).collect()
}

/// The book's title and description, and the lines of its lists of contents.
pub(super) fn contents(source: &str, options: &ExtractOptions) -> Vec<(String, Span)> {
    let Some((path, span)) = package(source, options) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    texts(source, span, options, &["title", "description"], &mut found);
    let Ok(package) = Package::read(source, span, options.limits.max_xml_depth) else {
        return found;
    };
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    for item in package.items.values() {
        let names: &[&str] = if item.is_contents {
            &["a", "span"]
        } else if item.is_old_contents {
            &["text"]
        } else {
            continue;
        };
        if let Some(span) = office::member(options, &resolved(folder, &item.href)) {
            texts(source, span, options, names, &mut found);
        }
    }
    found
}

/// The name and the place of the book's list of chapters.
fn package(source: &str, options: &ExtractOptions) -> Option<(String, Span)> {
    let container = office::member(options, "META-INF/container.xml")?;
    let path = package_path(source, container, options.limits.max_xml_depth).ok()??;
    let span = office::member(options, &path)?;
    Some((path, span))
}

/// The texts of the elements called so in a member, with their places; none of a text with markup in it.
fn texts(
    source: &str,
    member: Span,
    options: &ExtractOptions,
    names: &[&str],
    found: &mut Vec<(String, Span)>,
) {
    let mut walk = Walk::new(source, member, options.limits.max_xml_depth);
    while let Ok(Some(node)) = walk.next() {
        let Node::Open(tag) = node else { continue };
        if !names.contains(&tag.local()) {
            continue;
        }
        let Ok(text) = walk.text() else { return };
        let at = text.source();
        let is_bare = !at.of(source).contains('<') && !source[..at.start as usize].ends_with("<![CDATA[");
        if is_bare && !text.is_blank() {
            found.push((text.text().to_owned(), at));
        }
    }
}

/// The name of the book's list of chapters.
fn package_path(source: &str, container: Span, limit: usize) -> Result<Option<String>, ExtractError> {
    let mut walk = Walk::new(source, container, limit);
    while let Some(node) = walk.next()? {
        let Node::Open(tag) = node else { continue };
        let is_package = tag
            .attribute("media-type")
            .is_none_or(|kind| kind == "application/oebps-package+xml");
        if tag.local() == "rootfile" && is_package {
            return Ok(tag.attribute("full-path"));
        }
    }
    Ok(None)
}

#[derive(Debug)]
struct Item {
    href: String,
    /// The table of contents.
    is_contents: bool,
    /// The table of contents as versions before the third have it.
    is_old_contents: bool,
}

/// What the book's list says.
#[derive(Debug, Default)]
struct Package {
    items: BTreeMap<String, Item>,
    spine: Vec<String>,
    authors: Vec<String>,
    date: Option<String>,
    language: Option<String>,
}

impl Package {
    fn read(source: &str, part: Span, limit: usize) -> Result<Self, ExtractError> {
        let mut walk = Walk::new(source, part, limit);
        let mut package = Self::default();
        while let Some(node) = walk.next()? {
            let Node::Open(tag) = node else { continue };
            match tag.local() {
                "item" => {
                    let properties = tag.attribute("properties").unwrap_or_default();
                    let item = Item {
                        href: tag.attribute("href").unwrap_or_default(),
                        is_contents: properties.split_ascii_whitespace().any(|word| word == "nav"),
                        is_old_contents: tag
                            .attribute("media-type")
                            .is_some_and(|kind| kind == "application/x-dtbncx+xml"),
                    };
                    package
                        .items
                        .insert(tag.attribute("id").unwrap_or_default(), item);
                }
                "itemref" => package.spine.extend(tag.attribute("idref")),
                "creator" => package.authors.push(walk.text()?.text().trim().to_owned()),
                "date" => package.date = Some(walk.text()?.text().trim().to_owned()),
                "language" => package.language = Some(walk.text()?.text().trim().to_owned()),
                _ => {}
            }
        }
        Ok(package)
    }

    fn metadata(&self) -> Metadata {
        let language = self.language.as_deref().and_then(|tag| Language::parse(tag).ok());
        Metadata {
            title: None,
            author: metadata::author(self.authors.iter().map(String::as_str)),
            date: self.date.as_deref().and_then(super::dates::iso),
            url: None,
            language: language.filter(|language| !language.is_und()),
        }
    }
}

/// The name of the member that `href` means in `folder`: percent signs read, `.` and `..` taken away, no fragment.
fn resolved(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or_default();
    let href = beside::unpercented(href);
    let mut names: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in href.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                names.pop();
            }
            name => names.push(name),
        }
    }
    names.join("/")
}

/// Whether the page shows a letter or digit; a cover shows none.
fn has_text(page: &str) -> bool {
    let body = page.find("<body").map_or(page, |at| &page[at..]);
    let mut inside = false;
    body.chars().any(|c| {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c => return !inside && c.is_alphanumeric(),
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_the_list_stay_in_the_archive() {
        for (folder, href, expected) in [
            ("OEBPS", "text/a%20b.xhtml#p3", "OEBPS/text/a b.xhtml"),
            ("OEBPS", "../../../etc/passwd", "etc/passwd"),
            ("", "./c.xhtml", "c.xhtml"),
            ("a/b", "../%zz.xhtml", "a/%zz.xhtml"),
        ] {
            assert_eq!(resolved(folder, href), expected);
        }
    }
}
