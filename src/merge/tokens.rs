//! The tags of a stretch of XML and the texts between them, as they stand there: nothing is read, and nothing has to be complete.

/// Tags of a text, one after the other, and the texts between.
pub(super) struct Tokens<'t> {
    rest: &'t str,
}

impl<'t> Tokens<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self { rest: text }
    }
}

impl<'t> Iterator for Tokens<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        if self.rest.is_empty() {
            return None;
        }
        let end = if self.rest.starts_with('<') {
            tag_end(self.rest)
        } else {
            self.rest.find('<').unwrap_or(self.rest.len())
        };
        let (token, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some(token)
    }
}

/// Where the tag at the start of `text` ends: a `>` between quotes is none of its own.
pub(super) fn tag_end(text: &str) -> usize {
    for (start, end) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")] {
        if text.starts_with(start) {
            return text.find(end).map_or(text.len(), |at| at + end.len());
        }
    }
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    text.len()
}

/// The name in a tag, its prefix included.
pub(super) fn name(tag: &str) -> &str {
    let tag = tag.trim_start_matches(['<', '/']);
    tag.split(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))
        .next()
        .unwrap_or_default()
}

/// Whether a token is the start of an element that has an end of its own.
pub(super) fn is_start(token: &str) -> bool {
    token.starts_with('<')
        && !token.starts_with("</")
        && !token.starts_with("<!")
        && !token.starts_with("<?")
        && !token.ends_with("/>")
}

/// Whether a token is an element without an inside.
pub(super) fn is_empty(token: &str) -> bool {
    token.starts_with('<') && token.ends_with("/>")
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}
