//! Tags that stand in a text as text: `<b id="1">`, `</b>`, `<x id="e2"/>`.

/// A tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    pub(super) name: &'t str,
    /// `</name>`.
    pub(super) closing: bool,
    /// `<name/>`.
    pub(super) empty: bool,
    attributes: &'t str,
    /// Its length in bytes.
    pub(super) len: usize,
}

/// The longest tag, in bytes.
const MAX_BYTES: usize = 2000;

impl<'t> Tag<'t> {
    /// The tag that `text` begins with.
    pub(super) fn at_start(text: &'t str) -> Option<Self> {
        let inner = text.strip_prefix('<')?;
        let (closing, inner) = inner
            .strip_prefix('/')
            .map_or((false, inner), |rest| (true, rest));
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':');
        let name = &inner[..inner.find(|c| !is_name(c)).unwrap_or(inner.len())];
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let rest = &inner[name.len()..];
        let end = end_of(rest)?;
        let body = &rest[..end];
        let (empty, attributes) = body.strip_suffix('/').map_or((false, body), |body| (true, body));
        if !attributes.is_empty() && !attributes.starts_with(char::is_whitespace) {
            return None;
        }
        Some(Self {
            name,
            closing,
            empty,
            attributes,
            len: text.len() - rest.len() + end + 1,
        })
    }

    /// The value of an attribute, as it stands.
    pub(super) fn get(&self, name: &str) -> Option<&'t str> {
        let mut rest = self.attributes;
        loop {
            let (key, after) = rest.split_once('=')?;
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let (value, next) = after[1..].split_once(quote)?;
            if key.trim() == name {
                return Some(value);
            }
            rest = next;
        }
    }
}

/// Where the `>` stands that ends a tag, quoted ones passed over.
fn end_of(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate().take(MAX_BYTES) {
        match (byte, quote) {
            (b'>', None) => return Some(at),
            (b'<', None) => return None,
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_told_from_other_uses_of_its_brackets() {
        let tag = Tag::at_start("<x id='e2' title=\"a > b\"/> c").unwrap();
        assert_eq!(
            (tag.name, tag.empty, tag.closing, tag.len),
            ("x", true, false, 26)
        );
        assert_eq!(
            (tag.get("id"), tag.get("title"), tag.get("c")),
            (Some("e2"), Some("a > b"), None)
        );
        assert!(Tag::at_start("</b>").unwrap().closing);
        for text in ["< b>", "<5>", "<b", "<b <i>", "<b\"c>", "<-a>"] {
            assert_eq!(Tag::at_start(text), None, "{text}");
        }
    }
}
