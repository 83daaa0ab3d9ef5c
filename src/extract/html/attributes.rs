//! Where the attributes of a start tag stand in the source: the states of the HTML standard before and after a name, before and in a value.

use crate::article::Span;

/// An attribute in a start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TagAttribute<'s> {
    /// Its name as the source writes it.
    pub name: &'s str,
    /// Its value without quotes, references as they are written; nothing for an attribute without one.
    pub value: Option<Span>,
    /// The sign that ends the value: a quotation mark, a space where it has none.
    pub quote: char,
    /// Behind its name.
    pub end: usize,
}

impl TagAttribute<'_> {
    /// Whether the value stands between quotes.
    pub fn is_quoted(&self) -> bool {
        self.quote != ' '
    }
}

/// The attributes of the start tag at `tag`, from its `<` to its `>`.
pub fn tag_attributes(source: &str, tag: Span) -> Vec<TagAttribute<'_>> {
    let bytes = source.as_bytes();
    let end = (tag.end as usize).saturating_sub(1);
    let space = |at: usize| at < end && (bytes[at].is_ascii_whitespace() || bytes[at] == b'/');
    let mut found = Vec::new();
    let mut at = tag.start as usize + 1;
    while at < end && !space(at) {
        at += 1;
    }
    loop {
        while space(at) {
            at += 1;
        }
        if at >= end {
            return found;
        }
        let from = at;
        at += 1;
        while at < end && !space(at) && bytes[at] != b'=' {
            at += 1;
        }
        let mut attribute = TagAttribute {
            name: &source[from..at],
            value: None,
            quote: ' ',
            end: at,
        };
        let mut next = at;
        while next < end && bytes[next].is_ascii_whitespace() {
            next += 1;
        }
        if next < end && bytes[next] == b'=' {
            next += 1;
            while next < end && bytes[next].is_ascii_whitespace() {
                next += 1;
            }
            let quote = bytes[next];
            let is_quoted = matches!(quote, b'"' | b'\'');
            if is_quoted {
                attribute.quote = char::from(quote);
            }
            let from = next + usize::from(is_quoted);
            at = from.min(end);
            while at < end
                && if is_quoted {
                    bytes[at] != quote
                } else {
                    !bytes[at].is_ascii_whitespace()
                }
            {
                at += 1;
            }
            attribute.value = (from <= at).then(|| Span::new(from, at));
            at += usize::from(is_quoted && at < end);
        }
        found.push(attribute);
    }
}
