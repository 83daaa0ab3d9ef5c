//! What a page says of itself and a translation changes: its language, its direction, its character set.
//!
//! Only start tags before the body are looked at; a tag is changed inside its quotes, or gets an attribute behind its name.

use html5gum::Tokenizer;
use html5gum::emitters::default::{DefaultEmitter, Token};

use super::edit::Edit;
use crate::article::{Direction, Language, Span};
use crate::extract::{TagAttribute, tag_attributes};

/// The tags of the head that matter.
#[derive(Debug, Default)]
struct Head {
    html: Option<Span>,
    body: Option<Span>,
    opening: Option<Span>,
    metas: Vec<Span>,
    title: Span,
}

impl Head {
    /// Reads the source down to its body. In XML `<title/>` and `<script/>` are empty, and no other element is read otherwise than by its tags.
    fn read(source: &str, is_xml: bool) -> Self {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(!is_xml);
        let mut head = Self::default();
        let mut in_title = false;
        for token in Tokenizer::new_with_emitter(source, emitter).flatten() {
            match token {
                Token::StartTag(tag) => {
                    let Some(span) = whole(source, tag.span.start, tag.span.end) else {
                        continue;
                    };
                    let slot = match &**tag.name {
                        b"html" => &mut head.html,
                        b"head" => &mut head.opening,
                        b"body" => {
                            head.body = Some(span);
                            break;
                        }
                        b"meta" => {
                            head.metas.push(span);
                            continue;
                        }
                        b"title" if is_xml && tag.self_closing => continue,
                        b"title" if head.title.is_empty() => {
                            head.title = Span::new(span.end as usize, span.end as usize);
                            in_title = true;
                            continue;
                        }
                        b"p" | b"h1" | b"div" | b"article" | b"main" => break,
                        _ => continue,
                    };
                    slot.get_or_insert(span);
                }
                Token::EndTag(tag) if in_title && &**tag.name == b"title" => {
                    in_title = false;
                    if tag.span.start >= head.title.start as usize && tag.span.start <= source.len() {
                        head.title.end = tag.span.start as u32;
                    }
                }
                _ => {}
            }
        }
        head
    }
}

/// The span of a tag, if there is one at this place: a position is trusted only where the source has a tag.
pub(super) fn whole(source: &str, start: usize, end: usize) -> Option<Span> {
    let text = source.get(start..end)?;
    (text.starts_with('<') && text.ends_with('>')).then(|| Span::new(start, end))
}

/// The text of the page's `<title>`.
pub(super) fn title(source: &str, is_xml: bool) -> Span {
    Head::read(source, is_xml).title
}

/// The attribute that says the language of an element.
pub(super) fn language_attribute(is_xml: bool) -> &'static str {
    if is_xml { "xml:lang" } else { "lang" }
}

/// Whether [`language`] changes the language that the page declares.
pub(super) fn language_changes(source: &str, target: &Language, is_xml: bool) -> bool {
    let head = Head::read(source, is_xml);
    let tag = target.to_string();
    head.html.is_some_and(|html| {
        let declared = find(source, html, language_attribute(is_xml)).or_else(|| find(source, html, "lang"));
        let declared = declared.and_then(|attribute| attribute.value);
        declared.is_none_or(|value| value.of(source) != tag)
    })
}

/// The changes that let a page say that it is in `to`: `lang` on `<html>`, and `dir` where the direction is another. A page in XML that says
/// nothing of its language says it with `xml:lang`, which every version of XHTML has.
pub(super) fn language(source: &str, from: &Language, to: &Language, is_xml: bool) -> Vec<Edit> {
    let head = Head::read(source, is_xml);
    let tag = to.to_string();
    let turned = from.direction() != to.direction();
    let direction = match to.direction() {
        Direction::Rtl => "rtl",
        Direction::Ltr => "ltr",
    };
    let mut edits = Vec::new();
    let mut added = String::new();
    if let Some(html) = head.html {
        match find(source, html, "lang") {
            Some(attribute) => edits.extend(set(&attribute, source, &tag)),
            None if is_xml && find(source, html, "xml:lang").is_some() => {}
            None => added = format!(" {}=\"{tag}\"", language_attribute(is_xml)),
        }
        if let Some(attribute) = find(source, html, "xml:lang") {
            edits.extend(set(&attribute, source, &tag));
        }
        match find(source, html, "dir") {
            Some(attribute) if turned => edits.extend(set(&attribute, source, direction)),
            None if turned && to.direction() == Direction::Rtl => added.push_str(" dir=\"rtl\""),
            _ => {}
        }
        if !added.is_empty() {
            let at = html.start as usize + "<html".len();
            edits.push(Edit::new(Span::new(at, at), added));
        }
    }
    if let Some(body) = head.body {
        for (name, value) in [("lang", &*tag), ("dir", direction)] {
            if let Some(attribute) = find(source, body, name).filter(|_| name == "lang" || turned) {
                edits.extend(set(&attribute, source, value));
            }
        }
    }
    edits
}

/// The changes that let a page say that it is UTF-8.
pub(super) fn utf8(source: &str) -> Vec<Edit> {
    let head = Head::read(source, false);
    let mut edits = Vec::new();
    let mut declared = false;
    for meta in head.metas {
        if let Some(attribute) = find(source, meta, "charset") {
            declared = true;
            edits.extend(set(&attribute, source, "utf-8"));
        } else if let Some(content) = find(source, meta, "content").and_then(|attribute| attribute.value) {
            let value = content.of(source);
            let Some(at) = value.to_ascii_lowercase().find("charset=") else {
                continue;
            };
            let from = at + "charset=".len();
            let length = value[from..]
                .find(|c: char| c.is_ascii_whitespace() || matches!(c, ';' | '"' | '\''))
                .unwrap_or(value.len() - from);
            let at = content.start as usize + from;
            declared = true;
            edits.push(Edit::new(Span::new(at, at + length), "utf-8"));
        }
    }
    edits.extend(declared_utf8(source));
    if !declared && let Some(head) = head.opening {
        let at = head.end as usize;
        edits.push(Edit::new(Span::new(at, at), "<meta charset=\"utf-8\">"));
    }
    edits
}

/// The change that lets an XML declaration say UTF-8.
pub(super) fn declared_utf8(source: &str) -> Option<Edit> {
    declaration(source).map(|at| Edit::new(at, "UTF-8"))
}

/// The name of the character set in an XML declaration.
fn declaration(source: &str) -> Option<Span> {
    let end = source.starts_with("<?xml").then(|| source.find("?>"))??;
    let at = source[..end].find("encoding=")? + "encoding=".len();
    let quote = source[at..end]
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\''))?;
    let length = source[at + 1..end].find(quote)?;
    Some(Span::new(at + 1, at + 1 + length))
}

fn find<'s>(source: &'s str, tag: Span, name: &str) -> Option<TagAttribute<'s>> {
    tag_attributes(source, tag)
        .into_iter()
        .find(|attribute| attribute.name.eq_ignore_ascii_case(name))
}

/// The change of an attribute's value, none if it is that already.
fn set(attribute: &TagAttribute<'_>, source: &str, value: &str) -> Option<Edit> {
    match attribute.value {
        Some(at) if at.of(source).eq_ignore_ascii_case(value) => None,
        Some(at) if attribute.is_quoted() => Some(Edit::new(at, value)),
        Some(at) => Some(Edit::new(at, format!("\"{value}\""))),
        None => Some(Edit::new(
            Span::new(attribute.end, attribute.end),
            format!("=\"{value}\""),
        )),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::edit::{apply, in_order};
    use super::*;

    fn turned(source: &str, from: &str, to: &str) -> String {
        let language = |tag: &str| Language::parse(tag).unwrap();
        let mut edits = super::language(source, &language(from), &language(to), false);
        in_order(&mut edits);
        apply(source, &edits)
    }

    #[test]
    fn a_page_says_its_language_and_direction() {
        for (source, to, want) in [
            ("<html lang=en><p>a", "kk", "<html lang=\"kk\"><p>a"),
            (
                "<!doctype html>\n<HTML>\n<p>a",
                "kk",
                "<!doctype html>\n<HTML lang=\"kk\">\n<p>a",
            ),
            (
                "<html xml:lang='en' lang='en'>",
                "ar",
                "<html dir=\"rtl\" xml:lang='ar' lang='ar'>",
            ),
            ("<html lang dir=ltr>", "fa", "<html lang=\"fa\" dir=\"rtl\">"),
            (
                "<html class=\"a lang=x\" lang=\"en\">",
                "fr",
                "<html class=\"a lang=x\" lang=\"fr\">",
            ),
            (
                "<html lang=\"en\"><body dir='ltr' lang=en>",
                "he",
                "<html dir=\"rtl\" lang=\"he\"><body dir='rtl' lang=\"he\">",
            ),
            ("<p>no page</p>", "ar", "<p>no page</p>"),
        ] {
            assert_eq!(turned(source, "en", to), want, "{source}");
        }
        assert_eq!(
            turned("<html dir=\"rtl\" lang=\"ar\">", "ar", "en"),
            "<html dir=\"ltr\" lang=\"en\">"
        );
    }

    #[test]
    fn a_page_says_its_character_set() {
        for (source, want) in [
            ("<head><meta charset=koi8-r>", "<head><meta charset=\"utf-8\">"),
            (
                "<meta http-equiv='Content-Type' content='text/html; charset=windows-1251'>",
                "<meta http-equiv='Content-Type' content='text/html; charset=utf-8'>",
            ),
            (
                "<html><head><title>a</title>",
                "<html><head><meta charset=\"utf-8\"><title>a</title>",
            ),
            (
                "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><p>a",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><p>a",
            ),
        ] {
            let mut edits = utf8(source);
            in_order(&mut edits);
            assert_eq!(apply(source, &edits), want);
        }
    }

    #[test]
    fn the_title_of_a_page_is_found() {
        let source = "<head><title>One &lt; two</title><body><svg><title>no</title>";
        assert_eq!(title(source, false).of(source), "One &lt; two");
        assert!(title("<p>a<title>b", false).is_empty());
        let chapter = "<html><head><title/><script/></head><body><p>One.";
        assert!(title(chapter, true).is_empty());
        assert_eq!(
            title("<head><title>One</title>", true).of("<head><title>One</title>"),
            "One"
        );
    }

    proptest! {
        #[test]
        fn any_page_takes_its_changes(parts in proptest::collection::vec(proptest::sample::select(vec![
            "<html", " lang", "=", "en", "\"", "'", ">", "/", " ", "<body", " dir", "<meta ", "charset", "content", "<title>", "</title>", "é", "<p>",
            "<head>", "<?xml encoding=", "?>",
        ]), 0..24)) {
            let source = parts.concat();
            turned(&source, "en", "ar");
            let mut edits = utf8(&source);
            in_order(&mut edits);
            apply(&source, &edits);
        }
    }
}
