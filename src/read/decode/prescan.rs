//! The character set that a page declares: the XML declaration, and `<meta>` in the first kilobyte as the HTML
//! standard's "prescan a byte stream to determine its encoding" has it.

use encoding_rs::Encoding;

/// As far as the standard tells browsers to look.
const PRESCAN: usize = 1024;

/// The set that the page declares.
pub(super) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(PRESCAN)];
    in_xml(head).or_else(|| in_meta(head))
}

/// `<?xml version="1.0" encoding="…"?>` at the very start.
fn in_xml(head: &[u8]) -> Option<&'static Encoding> {
    let head = head.trim_ascii_start();
    let rest = head.strip_prefix(b"<?xml")?;
    let end = memchr::memchr(b'>', rest)?;
    let declaration = &rest[..end];
    let at = memchr::memmem::find(declaration, b"encoding")? + b"encoding".len();
    let value = declaration[at..].trim_ascii_start().strip_prefix(b"=")?;
    Encoding::for_label(quoted(value)?)
}

fn in_meta(head: &[u8]) -> Option<&'static Encoding> {
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'<', &head[at..]) {
        at += next;
        let tag = &head[at..];
        if tag.starts_with(b"<!--") {
            // `<!-->` is a whole comment: the two dashes may be the same.
            at += 2 + memchr::memmem::find(&tag[2..], b"-->")? + 3;
        } else if is_named(tag, b"<meta") {
            let mut attributes = Attributes(&tag[5..]);
            let mut meta = Meta::default();
            for (name, value) in attributes.by_ref() {
                meta.take(&name, &value);
            }
            if let Some(encoding) = meta.encoding() {
                return Some(encoding);
            }
            at = head.len() - attributes.0.len();
        } else if tag.get(1).is_some_and(u8::is_ascii_alphabetic)
            || (tag.starts_with(b"</") && tag.get(2).is_some_and(u8::is_ascii_alphabetic))
        {
            let name = tag
                .iter()
                .position(|&byte| byte.is_ascii_whitespace() || byte == b'>')?;
            let mut attributes = Attributes(&tag[name..]);
            attributes.by_ref().for_each(drop);
            at = head.len() - attributes.0.len();
        } else if matches!(tag.get(1), Some(b'!' | b'/' | b'?')) {
            at += memchr::memchr(b'>', tag)?;
        } else {
            at += 1;
        }
    }
    None
}

fn is_named(tag: &[u8], name: &[u8]) -> bool {
    tag.len() > name.len()
        && tag[..name.len()].eq_ignore_ascii_case(name)
        && (tag[name.len()].is_ascii_whitespace() || tag[name.len()] == b'/')
}

#[derive(Default)]
struct Meta {
    is_content_type: bool,
    content: Option<&'static Encoding>,
    charset: Option<&'static Encoding>,
}

impl Meta {
    fn take(&mut self, name: &[u8], value: &[u8]) {
        match name {
            b"http-equiv" => self.is_content_type |= value.eq_ignore_ascii_case(b"content-type"),
            b"content" if self.content.is_none() => self.content = in_content(value),
            b"charset" if self.charset.is_none() => self.charset = Encoding::for_label(value),
            _ => {}
        }
    }

    fn encoding(&self) -> Option<&'static Encoding> {
        self.charset
            .or_else(|| self.content.filter(|_| self.is_content_type))
    }
}

/// `text/html; charset=…`
fn in_content(value: &[u8]) -> Option<&'static Encoding> {
    let lower = value.to_ascii_lowercase();
    let mut at = 0;
    loop {
        at += memchr::memmem::find(&lower[at..], b"charset")? + b"charset".len();
        if let Some(label) = lower[at..].trim_ascii_start().strip_prefix(b"=") {
            return Encoding::for_label(quoted(label)?);
        }
    }
}

/// A label in quotes, or as far as the next white space or semicolon.
fn quoted(value: &[u8]) -> Option<&[u8]> {
    let value = value.trim_ascii_start();
    match value.first()? {
        quote @ (b'"' | b'\'') => {
            let end = memchr::memchr(*quote, &value[1..])?;
            Some(&value[1..=end])
        }
        _ => Some(
            value
                .split(|byte| byte.is_ascii_whitespace() || *byte == b';')
                .next()
                .unwrap_or_default(),
        ),
    }
}

/// The attributes of a tag, names in lower case; stops behind the `>`.
struct Attributes<'b>(&'b [u8]);

impl Iterator for Attributes<'_> {
    type Item = (Vec<u8>, Vec<u8>);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self
            .0
            .iter()
            .position(|byte| !byte.is_ascii_whitespace() && *byte != b'/');
        self.0 = &self.0[start.unwrap_or(self.0.len())..];
        if self.0.first().is_none_or(|&byte| byte == b'>') {
            return None;
        }
        // A `=` in front belongs to the name.
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'=');
        let length = 1 + self.0[1..].iter().position(is_end).unwrap_or(self.0.len() - 1);
        let name = self.0[..length].to_ascii_lowercase();
        self.0 = self.0[length..].trim_ascii_start();
        let Some(rest) = self.0.strip_prefix(b"=") else {
            return Some((name, Vec::new()));
        };
        self.0 = rest.trim_ascii_start();
        let (value, after) = if let Some(quote @ (b'"' | b'\'')) = self.0.first() {
            let end = memchr::memchr(*quote, &self.0[1..]).unwrap_or(self.0.len() - 1);
            (&self.0[1..=end], self.0.get(end + 2..).unwrap_or_default())
        } else {
            let is_end = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>';
            let end = self.0.iter().position(is_end);
            self.0.split_at(end.unwrap_or(self.0.len()))
        };
        let value = value.to_vec();
        self.0 = after;
        Some((name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_found_where_browsers_find_them() {
        for (page, expected) in [
            (r#"<meta charset="windows-1251">"#, Some("windows-1251")),
            ("<META CHARSET=koi8-r >", Some("KOI8-R")),
            ("<meta charset='latin1'/>", Some("windows-1252")),
            (
                r#"<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">"#,
                Some("GBK"),
            ),
            (
                r#"<meta content="text/html; charset = 'big5'" http-equiv=content-type>"#,
                Some("Big5"),
            ),
            (r#"<meta name="x" content="charset=big5">"#, None),
            (r#"<!-- <meta charset="big5"> --><p>"#, None),
            (r#"<!--><meta charset="big5">"#, Some("Big5")),
            (
                r#"<a title="<meta charset=big5>"><meta charset=utf-8>"#,
                Some("UTF-8"),
            ),
            (
                r#"<?xml version="1.0" encoding="ISO-8859-2"?>"#,
                Some("ISO-8859-2"),
            ),
            ("<!doctype html><?php x ?><meta charset=nonsense>", None),
            ("<meta", None),
            ("<meta charset=\"", None),
            ("<metal charset=big5>", None),
            ("a < b <", None),
            ("", None),
        ] {
            assert_eq!(declared(page.as_bytes()).map(Encoding::name), expected, "{page}");
        }
        let late = format!("{}<meta charset=big5>", " ".repeat(PRESCAN));
        assert_eq!(declared(late.as_bytes()), None);
    }
}
