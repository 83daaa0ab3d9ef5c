//! Front matter: `key: value` lines between `---`, or `key = value` lines between `+++`.
//!
//! Only the few keys that describe an article are read, each from its own line, with the place of the value in the source.
//! No YAML or TOML reader stands behind it: anchors, aliases and nested values are not followed.

use crate::article::Span;

/// Longest front matter, in bytes; a longer one is text.
const MAX_BYTES: usize = 64 << 10;

/// A value and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Value {
    /// The text, escapes read.
    pub(super) text: String,
    /// Where it stands, quotes left out.
    pub(super) source: Span,
}

/// What front matter says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FrontMatter {
    pub(super) title: Option<Value>,
    pub(super) deck: Option<Value>,
    pub(super) authors: Vec<Value>,
    pub(super) date: Option<Value>,
    pub(super) language: Option<Value>,
    pub(super) url: Option<Value>,
    /// Where the Markdown begins.
    pub(super) end: usize,
}

/// Reads the front matter of a file, if it has one.
pub(super) fn read(source: &str) -> FrontMatter {
    let mut found = FrontMatter::default();
    let mut lines = lines(source);
    let Some((_, fence)) = lines
        .next()
        .filter(|(_, line)| matches!(line.trim_end(), "---" | "+++"))
    else {
        return found;
    };
    let fence = fence.trim_end();
    let assign = if fence == "---" { ':' } else { '=' };
    let mut in_authors = false;
    let mut read = FrontMatter::default();
    for (start, line) in lines {
        if start > MAX_BYTES {
            return found;
        }
        if line.trim_end() == fence || (fence == "---" && line.trim_end() == "...") {
            read.end = (start + line.len()).min(source.len());
            found = read;
            break;
        }
        if let Some(item) = line.trim_start().strip_prefix("- ").filter(|_| in_authors) {
            let item = item.strip_prefix("name:").unwrap_or(item);
            read.authors
                .extend(values(source, source_offset(source, item), item));
            continue;
        }
        let Some((key, value)) = line.split_once(assign) else {
            continue;
        };
        if key.starts_with([' ', '\t', '#']) {
            continue;
        }
        let key = key.trim().trim_matches('"').to_ascii_lowercase();
        in_authors = matches!(key.as_str(), "author" | "authors" | "byline" | "by");
        let mut values = values(source, source_offset(source, value), value);
        let slot = match key.as_str() {
            "title" | "headline" => &mut read.title,
            "description" | "summary" | "subtitle" | "deck" | "excerpt" | "lead" => &mut read.deck,
            "date" | "published" | "pubdate" | "publishdate" => &mut read.date,
            "lang" | "language" | "locale" => &mut read.language,
            "url" | "canonical" | "canonical_url" | "link" => &mut read.url,
            _ => {
                if in_authors {
                    read.authors.append(&mut values);
                }
                continue;
            }
        };
        if slot.is_none() {
            *slot = values.into_iter().next();
        }
    }
    found
}

/// The lines of `source` with their line ends, and where they start.
fn lines(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    source.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line)
    })
}

/// Where `part`, a slice of `source`, starts in it.
fn source_offset(source: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(source.as_ptr() as usize)
}

/// The value at `at`: a plain or quoted string, or a list of those in brackets.
fn values(source: &str, at: usize, text: &str) -> Vec<Value> {
    let trimmed = text.trim();
    let at = at + (text.len() - text.trim_start().len());
    if let Some(list) = trimmed.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
        let mut from = at + 1;
        return list
            .split(',')
            .filter_map(|item| {
                let start = from;
                from += item.len() + 1;
                let lead = item.len() - item.trim_start().len();
                scalar(source, start + lead, item.trim())
            })
            .collect();
    }
    scalar(source, at, trimmed).into_iter().collect()
}

fn scalar(source: &str, at: usize, text: &str) -> Option<Value> {
    let quote = text.chars().next()?;
    if matches!(quote, '"' | '\'') {
        let inner = &text[1..];
        let end = closing(inner, quote)?;
        let inner = &inner[..end];
        let text = if quote == '"' {
            unescape(inner)
        } else {
            inner.replace("''", "'")
        };
        return value(source, at + 1, inner.len(), text);
    }
    // Anchors, aliases, tags, block and flow values are no plain text.
    if matches!(
        quote,
        '&' | '*' | '!' | '|' | '>' | '{' | '[' | '#' | '%' | '@' | '`'
    ) {
        return None;
    }
    let text = text.find(" #").map_or(text, |comment| text[..comment].trim_end());
    value(source, at, text.len(), text.to_owned())
}

fn value(source: &str, at: usize, length: usize, text: String) -> Option<Value> {
    let inside = source.get(at..at + length).is_some();
    (inside && !text.trim().is_empty()).then(|| Value {
        text,
        source: Span::new(at, at + length),
    })
}

/// Where the closing quote stands in `inner`.
fn closing(inner: &str, quote: char) -> Option<usize> {
    let mut chars = inner.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && quote == '"' {
            chars.next();
        } else if c == quote {
            if quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'') {
                chars.next();
                continue;
            }
            return Some(at);
        }
    }
    None
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('n' | 't' | 'r') => out.push(' '),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            (c, false) => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_with_their_places() {
        let source = "---\ntitle: \"A \\\"big\\\" day\" \nauthors:\n  - Ada Lind\n  - name: 'O''Neil'\ndate: 2024-03-04 # day\nlang: sv\n---\nBody\n";
        let read = read(source);
        let title = read.title.unwrap();
        assert_eq!(title.text, "A \"big\" day");
        assert_eq!(title.source.of(source), "A \\\"big\\\" day");
        let names: Vec<&str> = read.authors.iter().map(|name| name.text.as_str()).collect();
        assert_eq!(names, ["Ada Lind", "O'Neil"]);
        assert_eq!(read.date.unwrap().source.of(source), "2024-03-04");
        assert_eq!(&source[read.end..], "Body\n");
    }

    #[test]
    fn toml_is_read_and_what_is_not_closed_is_text() {
        let toml = "+++\ntitle = 'Dawn'\nauthor = [\"Ada\", \"Bo\"]\n+++\nBody";
        let read_toml = read(toml);
        assert_eq!(read_toml.title.unwrap().text, "Dawn");
        assert_eq!(read_toml.authors.len(), 2);
        assert_eq!(read("---\ntitle: x\n\nBody"), FrontMatter::default());
        assert_eq!(read("Body"), FrontMatter::default());
    }

    #[test]
    fn anchors_and_aliases_are_not_followed() {
        let read = read("---\na: &a [x,x]\ntitle: *a\ndescription: >\n  folded\n---\n");
        assert_eq!((read.title, read.deck), (None, None));
    }
}
