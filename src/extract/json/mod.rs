//! Articles in JSON: an object with fields, a list of such objects, or an object that holds such a list; also the items of a JSON feed.

mod scan;

use jiff::Timestamp;

use super::entry::{Entry, Form};
use super::inset::{Insets, Shell};
use super::layer::Layer;
use super::{ExtractError, ExtractOptions, Part};
use crate::article::{Article, FieldKind, Span};
use scan::{Json, Kind, Value};

/// Keys shown to somebody who has to name the field of the text.
const MAX_SHOWN_KEYS: usize = 12;

/// The objects of a text that holds several articles; none if the whole is one.
///
/// # Errors
/// If the text is not JSON, or none of its objects has a text.
pub(super) fn parts(source: &str, options: &ExtractOptions) -> Result<Option<Vec<Part>>, ExtractError> {
    let whole = Span::new(0, source.len());
    let json = Json::read(source, whole, options.limits.max_json_depth)?;
    let root = json.root();
    let list = match root.kind {
        Kind::Array => root,
        Kind::Object if has_text(&json, root, options) => return Ok(None),
        Kind::Object => match longest_list(&json, root) {
            Some(list) => list,
            None => return Err(no_text(&json, root)),
        },
        Kind::String | Kind::Other => return Err(no_text(&json, root)),
    };
    let objects: Vec<Value> = json
        .children(list)
        .filter(|value| value.kind == Kind::Object)
        .collect();
    if !objects.iter().any(|object| has_text(&json, *object, options)) {
        return Err(no_text(&json, objects.first().copied().unwrap_or(root)));
    }
    let language = (root.kind == Kind::Object)
        .then(|| text_of(&json, root, FieldKind::Lang, options))
        .flatten();
    Ok(Some(
        objects
            .into_iter()
            .zip(1_usize..)
            .map(|(object, number)| Part::numbered(number, object.span).in_language(language.as_deref()))
            .collect(),
    ))
}

/// The list with the most objects in an object.
fn longest_list(json: &Json<'_>, object: Value) -> Option<Value> {
    let objects = |list: Value| {
        json.children(list)
            .filter(|value| value.kind == Kind::Object)
            .count()
    };
    let mut best: Option<(usize, Value)> = None;
    for list in json.children(object).filter(|value| value.kind == Kind::Array) {
        let count = objects(list);
        if count > best.map_or(0, |(count, _)| count) {
            best = Some((count, list));
        }
    }
    best.map(|(_, list)| list)
}

/// The article in the object at `part`; its texts are added to `insets`.
///
/// # Errors
/// If it is not JSON, or has no text.
pub(super) fn extract(
    source: &str,
    part: Span,
    options: &ExtractOptions,
    insets: Option<&mut Insets>,
) -> Result<Article, ExtractError> {
    let json = Json::read(source, part, options.limits.max_json_depth)?;
    let root = json.root();
    if root.kind != Kind::Object || !has_text(&json, root, options) {
        return Err(no_text(&json, root));
    }
    let layer = |kind| {
        field(&json, root, kind, options).map(|value| (texts(&json, source, value), form(&json, value)))
    };
    let text = |kind| text_of(&json, root, kind, options);
    let entry = Entry {
        title: layer(FieldKind::Title),
        deck: layer(FieldKind::Deck),
        text: layer(FieldKind::Text),
        authors: field(&json, root, FieldKind::Author, options)
            .map_or_else(Vec::new, |value| names(&json, value)),
        date: field(&json, root, FieldKind::Date, options).and_then(|value| date(&json, value)),
        url: text(FieldKind::Url),
        language: text(FieldKind::Lang),
        others: others(&json, root, options),
        said: said(&json, root, options).into_iter().collect(),
        ..Entry::new(Shell::Json)
    };
    Ok(entry.article(source, options, insets))
}

/// The fields that could have been the title, the deck or the text: `content_text` beside `content_html`.
fn others(json: &Json<'_>, object: Value, options: &ExtractOptions) -> Vec<(Layer, Form)> {
    let kinds = [FieldKind::Title, FieldKind::Deck, FieldKind::Text];
    let taken: Vec<Span> = kinds
        .iter()
        .filter_map(|kind| Some(field(json, object, *kind, options)?.span))
        .collect();
    let usual = |key: &str| {
        let mut names = kinds.iter().flat_map(|kind| kind.usual());
        names.any(|name| key.eq_ignore_ascii_case(name))
    };
    json.children(object)
        .filter(|value| value.kind == Kind::String && !taken.contains(&value.span))
        .filter(|value| usual(&json.key(*value)))
        .map(|value| (json.string(value), form(json, value)))
        .filter(|(text, _)| !text.is_blank())
        .collect()
}

/// Where the object says its language.
fn said(json: &Json<'_>, object: Value, options: &ExtractOptions) -> Option<Span> {
    let value = field(json, object, FieldKind::Lang, options).filter(|value| value.kind == Kind::String)?;
    Some(json.string(value).source()).filter(|at| !at.is_empty())
}

/// Where the object around a list of articles says the language of all.
pub(super) fn languages(source: &str, options: &ExtractOptions) -> Vec<Span> {
    let whole = Span::new(0, source.len());
    let Ok(json) = Json::read(source, whole, options.limits.max_json_depth) else {
        return Vec::new();
    };
    let object = Some(json.root()).filter(|root| root.kind == Kind::Object);
    object
        .and_then(|object| said(&json, object, options))
        .into_iter()
        .collect()
}

/// `content_html` of a JSON feed says by its name what it holds.
fn form(json: &Json<'_>, value: Value) -> Form {
    let key = json.key(value);
    if key.eq_ignore_ascii_case("content_html") {
        Form::Html
    } else if key.eq_ignore_ascii_case("content_text") {
        Form::Plain
    } else {
        Form::Unknown
    }
}

/// The value that holds `kind`: the field that the user named, else the first of the usual ones.
fn field(json: &Json<'_>, object: Value, kind: FieldKind, options: &ExtractOptions) -> Option<Value> {
    if let Some(keys) = options.fields.keys(kind) {
        let mut value = object;
        for key in keys {
            let inside = match value.kind {
                Kind::Object => json
                    .children(value)
                    .find(|child| json.key(*child) == key.as_str()),
                Kind::Array => key.parse().ok().and_then(|index| json.children(value).nth(index)),
                Kind::String | Kind::Other => None,
            };
            value = inside?;
        }
        return Some(value);
    }
    kind.usual().iter().find_map(|name| {
        json.children(object)
            .find(|child| json.key(*child).eq_ignore_ascii_case(name) && !is_empty(json, *child))
    })
}

fn is_empty(json: &Json<'_>, value: Value) -> bool {
    match value.kind {
        Kind::String => json.written(value).trim_matches('"').trim().is_empty(),
        Kind::Other => matches!(json.written(value), "null" | "NaN" | "true" | "false"),
        Kind::Array | Kind::Object => json.children(value).next().is_none(),
    }
}

/// Whether the object has a text, or at least a line on what it would be about.
fn has_text(json: &Json<'_>, object: Value, options: &ExtractOptions) -> bool {
    [FieldKind::Text, FieldKind::Deck].into_iter().any(|kind| {
        field(json, object, kind, options)
            .is_some_and(|value| value.kind == Kind::String || strings(json, value).next().is_some())
    })
}

/// The strings of a list.
fn strings<'j>(json: &'j Json<'_>, value: Value) -> impl Iterator<Item = Value> + 'j {
    let list = (value.kind == Kind::Array).then(|| json.children(value));
    list.into_iter()
        .flatten()
        .filter(|value| value.kind == Kind::String)
}

/// The text of a string, or of a list of paragraphs.
fn texts(json: &Json<'_>, source: &str, value: Value) -> Layer {
    if value.kind == Kind::String {
        return json.string(value);
    }
    let mut layer = Layer::default();
    let mut end = None;
    for string in strings(json, value) {
        if let Some(end) = end {
            layer.push(
                "\n\n",
                Span {
                    start: end,
                    end: string.span.start + 1,
                },
            );
        }
        layer.append(&json.string(string), source);
        end = Some(string.span.end - 1);
    }
    layer
}

fn text_of(json: &Json<'_>, object: Value, kind: FieldKind, options: &ExtractOptions) -> Option<String> {
    let value = field(json, object, kind, options)?;
    match value.kind {
        Kind::String => Some(json.string(value).text().trim().to_owned()),
        _ => None,
    }
    .filter(|text| !text.is_empty())
}

/// Names in a string, a list of strings, an object with a name, or a list of those.
fn names(json: &Json<'_>, value: Value) -> Vec<String> {
    let named = |value: Value| -> Option<String> {
        let name = match value.kind {
            Kind::String => value,
            Kind::Object => json
                .children(value)
                .find(|child| child.kind == Kind::String && json.key(*child).eq_ignore_ascii_case("name"))?,
            Kind::Array | Kind::Other => return None,
        };
        Some(json.string(name).text().to_owned())
    };
    match value.kind {
        Kind::Array => json.children(value).filter_map(named).collect(),
        _ => named(value).into_iter().collect(),
    }
}

/// A date in words or numbers, or the seconds or milliseconds since 1970.
fn date(json: &Json<'_>, value: Value) -> Option<String> {
    if value.kind == Kind::String {
        return Some(json.string(value).text().to_owned());
    }
    let number = json.written(value).split('.').next()?;
    let number: i64 = number.parse().ok()?;
    let time = match number {
        100_000_000..=99_999_999_999 => Timestamp::from_second(number),
        100_000_000_000..=99_999_999_999_999 => Timestamp::from_millisecond(number),
        _ => return None,
    };
    time.ok().map(|time| time.to_string())
}

fn no_text(json: &Json<'_>, value: Value) -> ExtractError {
    let keys: Vec<String> = if value.kind == Kind::Object {
        json.children(value)
            .take(MAX_SHOWN_KEYS)
            .map(|child| json.key(child).into_owned())
            .collect()
    } else {
        Vec::new()
    };
    ExtractError::no_text_field("field", &keys)
}
