//! A mail: its body as text or HTML, decoded, and what its headers say.

use mail_parser::{Address, Message, MessageParser, PartType};

use super::{ReadError, Source};
use crate::article::{Format, Language, Metadata, content_hash};

/// Reads a mail. Of a body in two forms the one with structure is taken; attachments are left.
pub(super) fn source(bytes: &[u8]) -> Result<Source, ReadError> {
    let message = MessageParser::default()
        .parse(bytes)
        .ok_or_else(|| ReadError::Broken("no mail: no header can be read".to_owned()))?;
    let (text, markup) = body(&message);
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(Source {
        hash: content_hash(bytes),
        given: headers(&message),
        markup,
        ..Source::of_text(text, Format::Mail)
    })
}

/// The body, and whether it is HTML.
fn body(message: &Message<'_>) -> (String, bool) {
    let mut pages = String::new();
    for part in message.html_bodies() {
        if let PartType::Html(page) = &part.body {
            pages.push_str(page);
            pages.push('\n');
        }
    }
    if !pages.trim().is_empty() {
        return (pages, true);
    }
    let mut text = String::new();
    for part in message.text_bodies() {
        if let PartType::Text(part) = &part.body {
            text.push_str(part);
            text.push('\n');
        }
    }
    (text, false)
}

fn headers(message: &Message<'_>) -> Metadata {
    let language = message
        .header("Content-Language")
        .and_then(|value| value.as_text().map(str::to_owned))
        .and_then(|tag| Language::parse(tag.split(',').next().unwrap_or_default().trim()).ok());
    let date = message.date().filter(|date| date.is_valid());
    Metadata {
        title: message
            .subject()
            .map(|subject| subject.trim().to_owned())
            .filter(|subject| !subject.is_empty()),
        author: message.from().and_then(names),
        date: date.map(mail_parser::DateTime::to_rfc3339),
        url: None,
        language,
    }
}

/// The names of the senders; the part of the address before the `@` where there is no name.
fn names(from: &Address<'_>) -> Option<String> {
    let names: Vec<&str> = from
        .iter()
        .filter_map(|address| {
            let name = address.name().map(str::trim).filter(|name| !name.is_empty());
            name.or_else(|| address.address()?.split('@').next())
        })
        .take(20)
        .collect();
    (!names.is_empty()).then(|| names.join("; "))
}
