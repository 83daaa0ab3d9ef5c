//! JSON with the place of everything in it: values in the order they stand, without recursion.

use std::borrow::Cow;

use crate::article::Span;
use crate::extract::ExtractError;
use crate::extract::layer::Layer;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Array,
    String,
    /// A number, `true`, `false` or `null`.
    Other,
}

/// A value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Value {
    pub(super) kind: Kind,
    /// Its place, quotes and brackets included.
    pub(super) span: Span,
    /// The place of its key, quotes included; empty outside objects.
    key: Span,
    /// The number of the value after all that is inside this one.
    after: u32,
}

/// A text of JSON; the first value is the whole.
#[derive(Debug)]
pub(super) struct Json<'s> {
    source: &'s str,
    values: Vec<Value>,
}

/// What may come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    CommaOrEnd,
}

struct Scan<'s> {
    source: &'s str,
    at: usize,
    end: usize,
    values: Vec<Value>,
    open: Vec<u32>,
    key: Span,
}

impl<'s> Json<'s> {
    /// Reads `part` of `source`; values may nest `limit` deep.
    ///
    /// # Errors
    /// If it is not JSON, with the place.
    pub(super) fn read(source: &'s str, part: Span, limit: usize) -> Result<Self, ExtractError> {
        let mut scan = Scan {
            source,
            at: part.start as usize,
            end: part.end as usize,
            values: Vec::new(),
            open: Vec::new(),
            key: Span::default(),
        };
        scan.run(limit)?;
        Ok(Self {
            source,
            values: scan.values,
        })
    }

    /// The whole.
    pub(super) fn root(&self) -> Value {
        self.values[0]
    }

    /// The values in an object or an array.
    pub(super) fn children(&self, value: Value) -> impl Iterator<Item = Value> + '_ {
        // Values are known by their places, which differ.
        let own = self
            .values
            .partition_point(|other| other.span.start < value.span.start);
        let mut at = own as u32 + 1;
        std::iter::from_fn(move || {
            let child = (at < value.after).then(|| self.values[at as usize])?;
            at = child.after;
            Some(child)
        })
    }

    /// The key of a value in an object.
    pub(super) fn key(&self, value: Value) -> Cow<'s, str> {
        let inside = inside(value.key).of(self.source);
        if memchr::memchr(b'\\', inside.as_bytes()).is_none() {
            return Cow::Borrowed(inside);
        }
        Cow::Owned(string(self.source, value.key).text().to_owned())
    }

    /// The text of a string, with its places.
    pub(super) fn string(&self, value: Value) -> Layer {
        string(self.source, value.span)
    }

    /// A value as it is written.
    pub(super) fn written(&self, value: Value) -> &'s str {
        value.span.of(self.source)
    }
}

/// A string without its quotes.
fn inside(string: Span) -> Span {
    if string.len() < 2 {
        return string;
    }
    Span {
        start: string.start + 1,
        end: string.end - 1,
    }
}

/// Reads the escapes of a string; half of a surrogate pair becomes U+FFFD.
fn string(source: &str, span: Span) -> Layer {
    let span = inside(span);
    let (text, base) = (span.of(source), span.start as usize);
    let bytes = text.as_bytes();
    let mut layer = Layer::default();
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'\\', &bytes[at..]) {
        layer.push_verbatim(source, Span::new(base + at, base + at + next));
        let escape = at + next;
        let (character, length) = escaped(&text[escape..]);
        let mut buffer = [0; 4];
        layer.push(
            character.encode_utf8(&mut buffer),
            Span::new(base + escape, base + escape + length),
        );
        at = escape + length;
    }
    layer.push_verbatim(source, Span::new(base + at, base + text.len()));
    layer
}

/// The character of an escape and the length of it.
fn escaped(escape: &str) -> (char, usize) {
    let unit = |text: &str| -> Option<u32> {
        let digits = text.strip_prefix("\\u")?.get(..4)?;
        digits
            .bytes()
            .all(|b| b.is_ascii_hexdigit())
            .then(|| u32::from_str_radix(digits, 16).ok())?
    };
    let Some(second) = escape[1..].chars().next() else {
        return ('\\', 1);
    };
    let plain = match second {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'u' => match unit(escape) {
            None => return ('\u{fffd}', 2),
            Some(high @ 0xD800..=0xDBFF) => {
                return match escape.get(6..).and_then(unit) {
                    Some(low @ 0xDC00..=0xDFFF) => {
                        let code = 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                        (char::from_u32(code).unwrap_or('\u{fffd}'), 12)
                    }
                    _ => ('\u{fffd}', 6),
                };
            }
            Some(code) => return (char::from_u32(code).unwrap_or('\u{fffd}'), 6),
        },
        other => other,
    };
    (plain, 1 + second.len_utf8())
}

impl Scan<'_> {
    fn run(&mut self, limit: usize) -> Result<(), ExtractError> {
        let mut next = Next::Value;
        loop {
            let byte = self.peek();
            next = match (next, byte) {
                (Next::ValueOrEnd, Some(b']')) | (Next::KeyOrEnd, Some(b'}')) => self.close(),
                (Next::CommaOrEnd, Some(byte @ (b']' | b'}'))) if self.closes(byte) => self.close(),
                (Next::CommaOrEnd, None) if self.open.is_empty() && !self.values.is_empty() => return Ok(()),
                (Next::CommaOrEnd, Some(b',')) if !self.open.is_empty() => {
                    self.at += 1;
                    if self.closes(b'}') { Next::Key } else { Next::Value }
                }
                (Next::Key | Next::KeyOrEnd, Some(b'"')) => {
                    self.key = self.quoted()?;
                    if self.peek() != Some(b':') {
                        return Err(self.wrong("a colon after the key"));
                    }
                    self.at += 1;
                    Next::Value
                }
                (Next::Value | Next::ValueOrEnd, Some(byte)) => self.value(byte, limit)?,
                (Next::Value | Next::ValueOrEnd, None) => return Err(self.wrong("a value")),
                (Next::Key | Next::KeyOrEnd, _) => return Err(self.wrong("a key in quotes")),
                (Next::CommaOrEnd, _) if self.open.is_empty() => return Err(self.wrong("the end")),
                (Next::CommaOrEnd, _) => return Err(self.wrong("a comma or the closing bracket")),
            };
        }
    }

    /// The next byte that is no white space.
    fn peek(&mut self) -> Option<u8> {
        let bytes = &self.source.as_bytes()[..self.end];
        while bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    fn closes(&self, byte: u8) -> bool {
        let open = self.open.last().map(|&open| self.values[open as usize].kind);
        open == Some(if byte == b'}' { Kind::Object } else { Kind::Array })
    }

    fn close(&mut self) -> Next {
        self.at += 1;
        if let Some(open) = self.open.pop() {
            let after = self.values.len() as u32;
            let value = &mut self.values[open as usize];
            value.span.end = self.at as u32;
            value.after = after;
        }
        Next::CommaOrEnd
    }

    fn value(&mut self, byte: u8, limit: usize) -> Result<Next, ExtractError> {
        let start = self.at;
        let (kind, next) = match byte {
            b'{' => (Kind::Object, Next::KeyOrEnd),
            b'[' => (Kind::Array, Next::ValueOrEnd),
            b'"' => (Kind::String, Next::CommaOrEnd),
            _ => (Kind::Other, Next::CommaOrEnd),
        };
        match kind {
            Kind::Object | Kind::Array => {
                if self.open.len() >= limit {
                    return Err(ExtractError::Depth(format!("JSON nests deeper than {limit}")));
                }
                self.open.push(self.values.len() as u32);
                self.at += 1;
            }
            Kind::String => {
                self.quoted()?;
            }
            Kind::Other => self.word()?,
        }
        self.values.push(Value {
            kind,
            span: Span::new(start, self.at),
            key: std::mem::take(&mut self.key),
            after: self.values.len() as u32 + 1,
        });
        Ok(next)
    }

    /// Reads a string with its quotes. A line end inside, which JSON forbids and real files hold, is taken as it is.
    fn quoted(&mut self) -> Result<Span, ExtractError> {
        let start = self.at;
        let bytes = &self.source.as_bytes()[..self.end];
        let mut at = start + 1;
        while let Some(found) = memchr::memchr2(b'"', b'\\', &bytes[at.min(bytes.len())..]) {
            at += found;
            if bytes[at] == b'"' {
                self.at = at + 1;
                return Ok(Span::new(start, self.at));
            }
            at += 2;
        }
        Err(self.wrong("the end of a string"))
    }

    /// Reads a number, `true`, `false` or `null`.
    fn word(&mut self) -> Result<(), ExtractError> {
        let bytes = &self.source.as_bytes()[..self.end];
        let length = bytes[self.at..]
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric() || b"+-.".contains(b))
            .count();
        let word = &bytes[self.at..self.at + length];
        let number = word.first().is_some_and(|b| b.is_ascii_digit() || *b == b'-');
        if !number && !matches!(word, b"true" | b"false" | b"null" | b"NaN") {
            return Err(self.wrong("a value"));
        }
        self.at += length;
        Ok(())
    }

    fn wrong(&self, expected: &str) -> ExtractError {
        let before = &self.source.as_bytes()[..self.at.min(self.source.len())];
        let line = 1 + memchr::memchr_iter(b'\n', before).count();
        ExtractError::Wrong(format!(
            "not JSON: {expected} is missing at byte {} (line {line})",
            self.at
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> Result<Json<'_>, ExtractError> {
        Json::read(source, Span::new(0, source.len()), 128)
    }

    #[test]
    fn values_are_found_by_their_keys() {
        let json = read(r#" {"a": [1, {"b": "x\u00e9\ud83d\ude00\ud800\/y"}, []], "c\"": null} "#).unwrap();
        let root = json.root();
        let keys: Vec<_> = json.children(root).map(|value| json.key(value)).collect();
        assert_eq!(keys, ["a", "c\""]);
        let list = json.children(root).next().unwrap();
        let items: Vec<_> = json.children(list).collect();
        assert_eq!(items.len(), 3);
        let text = json.children(items[1]).next().unwrap();
        assert_eq!(json.string(text).text(), "xé😀\u{fffd}/y");
        assert_eq!(json.written(items[0]), "1");
        assert_eq!(json.children(items[2]).count(), 0);
    }

    #[test]
    fn what_is_not_json_is_named_with_its_place() {
        for wrong in [
            "",
            "{",
            "{\"a\"}",
            "{\"a\":}",
            "[1,,2]",
            "[1 2]",
            "{\"a\":1]",
            "\"abc",
            "[1] x",
            "{a:1}",
            "\"\\",
        ] {
            let error = read(wrong).unwrap_err();
            assert!(error.to_string().contains("(line 1)"), "{wrong}: {error}");
        }
        assert!(matches!(read(&"[".repeat(200_000)), Err(ExtractError::Depth(_))));
    }
}
