//! Character references in strings that are no HTML themselves: headlines in JSON-LD, values of front matter.

/// Named references that strings outside HTML hold in practice.
const NAMED: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{a0}"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("hellip", "…"),
    ("auml", "ä"),
    ("ouml", "ö"),
    ("uuml", "ü"),
    ("Auml", "Ä"),
    ("Ouml", "Ö"),
    ("Uuml", "Ü"),
    ("szlig", "ß"),
    ("eacute", "é"),
];

/// What a named reference stands for.
pub(super) fn named(name: &str) -> Option<&'static str> {
    let (_, text) = NAMED.iter().find(|(known, _)| *known == name)?;
    Some(text)
}

/// Longest reference, in bytes between `&` and `;`.
const MAX_REFERENCE: usize = 10;

/// `text` with its character references read; one level only, and what is no reference stays.
pub(super) fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((text, length)) = reference(rest) {
            out.push_str(&text);
            rest = &rest[length..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// The text of the reference that `rest` starts with, and its length.
fn reference(rest: &str) -> Option<(String, usize)> {
    let end = rest.bytes().take(MAX_REFERENCE + 2).position(|b| b == b';')?;
    let name = &rest[1..end];
    let text = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code).filter(|c| *c != '\0')?.to_string()
    } else {
        named(name)?.to_owned()
    };
    Some((text, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_once_and_the_rest_stays() {
        let cases = [
            ("a &amp; b", "a & b"),
            ("&amp;lt;", "&lt;"),
            ("&#8217;&#x2019;", "’’"),
            ("R&D & more; &unknown; &#0; &", "R&D & more; &unknown; &#0; &"),
            ("&é;", "&é;"),
        ];
        for (text, expected) in cases {
            assert_eq!(decode(text), expected, "{text}");
        }
    }
}
