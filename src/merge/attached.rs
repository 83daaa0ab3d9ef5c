//! Texts that stand in attributes and in the head of a page: their translations are written as their values are, and what repeats a text of the
//! article gets the translation of that.

use html5gum::Tokenizer;
use html5gum::emitters::default::{DefaultEmitter, StartTag, Token};

use super::edit::{Edit, apply};
use super::{markdown, page};
use crate::article::{Article, Attachment, Block, Span};
use crate::bilingual::Part;
use crate::escape::Html;
use crate::extract::{shown_attribute, shown_meta, tag_attributes};

/// A text that readers are shown beside the running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attached {
    /// The text.
    pub(super) value: String,
    /// Where it stands.
    pub(super) at: Span,
    /// It is a headline, which may have the name of the site behind it.
    pub(super) is_headline: bool,
    /// What stands behind it: a quotation mark, a space for an attribute without one, `<` for the text of `<title>`.
    pub(super) quote: char,
}

/// The texts of a page that readers are shown beside the running text: `<title>`, descriptions and headlines for others, attributes.
pub(super) fn of_page(source: &str, is_xml: bool) -> Vec<Attached> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(!is_xml);
    let mut found = Vec::new();
    let mut title: Option<(usize, String)> = None;
    let mut titled = false;
    for token in Tokenizer::new_with_emitter(source, emitter).flatten() {
        match token {
            Token::StartTag(tag) => {
                let Some(span) = page::whole(source, tag.span.start, tag.span.end) else {
                    continue;
                };
                match &**tag.name {
                    b"title" if !titled && !tag.self_closing => title = Some((tag.span.end, String::new())),
                    b"meta" => {
                        let value = |name: &[u8]| {
                            tag.attributes
                                .get(name)
                                .map(|value| String::from_utf8_lossy(value))
                        };
                        let name = value(b"name").or_else(|| value(b"property"));
                        if let Some(what) = name.and_then(|name| shown_meta(&name)) {
                            let mut texts = of_tag(source, span, &tag, |name| name == "content");
                            for text in &mut texts {
                                text.is_headline = what == Attachment::Headline;
                            }
                            found.append(&mut texts);
                        }
                    }
                    b"link" | b"style" => {}
                    _ => found.extend(of_tag(source, span, &tag, |name| shown_attribute(name).is_some())),
                }
            }
            Token::String(text) => {
                if let Some((_, title)) = &mut title {
                    title.push_str(&String::from_utf8_lossy(&text.value));
                }
            }
            Token::EndTag(tag) => {
                if let Some((start, value)) = title.take_if(|_| &**tag.name == b"title")
                    && start <= tag.span.start
                    && source.is_char_boundary(start)
                    && source.is_char_boundary(tag.span.start)
                {
                    titled = true;
                    found.push(Attached {
                        value,
                        at: Span::new(start, tag.span.start),
                        is_headline: true,
                        quote: '<',
                    });
                }
            }
            _ => {}
        }
    }
    found
}

/// The values of those attributes of a start tag that `is_asked` for; none of one that says that it is not to be translated.
fn of_tag(source: &str, span: Span, tag: &StartTag<usize>, is_asked: impl Fn(&str) -> bool) -> Vec<Attached> {
    let attributes = tag.attributes.iter();
    let texts =
        attributes.map(|(name, value)| (String::from_utf8_lossy(name), String::from_utf8_lossy(value)));
    let asked: Vec<_> = texts.filter(|(name, _)| is_asked(name)).collect();
    let value = |name: &[u8]| tag.attributes.get(name).map(|value| &***value);
    if asked.is_empty() || value(b"translate").is_some_and(|value| value.eq_ignore_ascii_case(b"no")) {
        return Vec::new();
    }
    let written = tag_attributes(source, span);
    let known = asked.into_iter().filter_map(|(name, value)| {
        let own = written.iter().find(|own| own.name.eq_ignore_ascii_case(&name))?;
        Some(Attached {
            value: value.into_owned(),
            at: own.value?,
            is_headline: false,
            quote: own.quote,
        })
    });
    known.collect()
}

/// `text` as the value that ends with `quote` holds it.
pub(super) fn written(text: &str, quote: char) -> String {
    let escaped = Html::new().text(text).as_str().to_owned();
    match quote {
        '"' => escaped.replace('"', "&quot;"),
        '\'' => escaped.replace('\'', "&#39;"),
        ' ' => format!("\"{}\"", escaped.replace('"', "&quot;")),
        _ => escaped,
    }
}

/// `text` as Markdown holds it between brackets (`]`) or as the title that ends with `quote`.
pub(super) fn written_in_markdown(text: &str, quote: char) -> String {
    if quote == ']' {
        let place = markdown::Place {
            cell: true,
            ..markdown::Place::default()
        };
        let mut out = String::new();
        markdown::render(&[Part::Text(text.to_owned())], place, "![", "]", &mut out);
        return out;
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if matches!(c, '"' | '\'' | '(' | ')' | '\\' | '&' | '|' | '<' | '`') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The article with what changes inside its codes: an attribute of a tag that stands in a sentence goes where that sentence's translation
/// puts the tag. `edits` are in order.
pub(super) fn in_codes(article: &Article, source: &str, edits: &[Edit]) -> Article {
    let mut article = article.clone();
    for block in &mut article.blocks {
        in_block(block, source, edits);
    }
    article
}

/// Makes `edits`, which are in order, inside the codes of a block.
pub(super) fn in_block(block: &mut Block, source: &str, edits: &[Edit]) {
    for code in &mut block.inline {
        let from = edits.partition_point(|edit| edit.at.start < code.source.start);
        let own: Vec<Edit> = edits[from..]
            .iter()
            .take_while(|edit| edit.at.end <= code.source.end)
            .map(|edit| {
                let at = edit.at.start - code.source.start;
                let at = Span {
                    start: at,
                    end: at + edit.at.len() as u32,
                };
                Edit::new(at, edit.text.clone())
            })
            .collect();
        if !own.is_empty() && code.data == code.source.of(source) {
            code.data = apply(&code.data, &own);
        }
    }
}
