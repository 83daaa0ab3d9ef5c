//! One function for every place where text from an article meets a syntax: HTML, XML, Markdown, table cells, terminals.
//!
//! [`Html`] and [`Xml`] make forgetting impossible: markup is `&'static str`, so text of an article can only get in
//! through a method that escapes it.

use std::borrow::Cow;
use std::fmt::Write;

/// A page, or a part of one, being written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// An empty piece of HTML.
    pub fn new() -> Self {
        Self::default()
    }

    /// Markup that the program itself wrote.
    pub fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Text: escaped, controls replaced by U+FFFD.
    pub fn text(&mut self, text: &str) -> &mut Self {
        push_escaped(&mut self.0, text, is_html_special, html_escape);
        self
    }

    /// An attribute with a space before it: ` name="value"`.
    pub fn attribute(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.0.push(' ');
        self.0.push_str(name);
        self.0.push_str("=\"");
        push_escaped(&mut self.0, value, is_html_special, |c| match c {
            '"' => Some("&quot;"),
            '\'' => Some("&#39;"),
            c => html_escape(c),
        });
        self.0.push('"');
        self
    }

    /// A number, a span, an id of our own: anything whose text holds letters, digits, `.`, `-` and spaces only by construction.
    pub fn number(&mut self, number: impl std::fmt::Display) -> &mut Self {
        let text = number.to_string();
        self.text(&text)
    }

    /// Appends another piece.
    pub fn append(&mut self, other: &Html) -> &mut Self {
        self.0.push_str(&other.0);
        self
    }

    /// Bytes so far.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The finished text.
    pub fn into_string(self) -> String {
        self.0
    }

    /// What was written so far.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An XML file being written; the same rules as [`Html`], and characters that XML 1.0 forbids become U+FFFD.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Xml(String);

impl Xml {
    /// An empty piece of XML.
    pub fn new() -> Self {
        Self::default()
    }

    /// Markup that the program itself wrote.
    pub fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Text: `&`, `<` and `>` escaped.
    pub fn text(&mut self, text: &str) -> &mut Self {
        push_escaped(&mut self.0, text, is_xml_special, |c| match c {
            '\r' => Some("&#13;"),
            c => xml_escape(c),
        });
        self
    }

    /// An attribute with a space before it; white space other than the space is written as a reference so that it survives.
    pub fn attribute(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.0.push(' ');
        self.0.push_str(name);
        self.0.push_str("=\"");
        push_escaped(&mut self.0, value, is_xml_special, |c| match c {
            '"' => Some("&quot;"),
            '\t' => Some("&#9;"),
            '\n' => Some("&#10;"),
            '\r' => Some("&#13;"),
            c => xml_escape(c),
        });
        self.0.push('"');
        self
    }

    /// Appends another piece.
    pub fn append(&mut self, other: &Xml) -> &mut Self {
        self.0.push_str(&other.0);
        self
    }

    /// The finished text.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Appends `text`, whole runs at a time: only at a byte that is `special` is the character looked at and, where `escape` has
/// something else for it, replaced.
fn push_escaped(
    out: &mut String,
    text: &str,
    special: impl Fn(u8) -> bool,
    escape: impl Fn(char) -> Option<&'static str>,
) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if special(byte)
            && let Some(c) = text[at..].chars().next()
            && let Some(escaped) = escape(c)
        {
            out.push_str(&text[from..at]);
            out.push_str(escaped);
            from = at + c.len_utf8();
        }
    }
    out.push_str(&text[from..]);
}

/// Whether a character that HTML needs escaped can begin with `byte`; 0xC2 begins U+0080 to U+009F.
fn is_html_special(byte: u8) -> bool {
    matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'' | 0..=8 | 0xB..=0x1F | 0x7F | 0xC2)
}

fn html_escape(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        c if is_control(c) => Some("\u{fffd}"),
        _ => None,
    }
}

/// Whether a character that XML needs escaped can begin with `byte`; 0xEF begins U+FFFE and U+FFFF.
fn is_xml_special(byte: u8) -> bool {
    matches!(byte, b'&' | b'<' | b'>' | b'"' | 0..=0x1F | 0xEF)
}

fn xml_escape(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        c if is_xml_forbidden(c) => Some("\u{fffd}"),
        _ => None,
    }
}

/// Whether XML 1.0 has no way to write `c`.
pub fn is_xml_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

fn is_control(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}')
}

/// Whether `c` changes the direction of what follows: marks, embeddings, overrides, isolates.
pub fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// An address that may stand in a link: `http`, `https` or `mailto`, without controls and white space; else nothing.
pub fn url(address: &str) -> Option<String> {
    let clean: String = address
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace())
        .collect();
    let scheme = clean.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let known = matches!(scheme.as_str(), "http" | "https" | "mailto") && clean.len() > scheme.len() + 1;
    known.then(|| clean.replace(['"', '<', '>', '\\', '`', '{', '}', '|', '^'], ""))
}

/// Text inside a line of Markdown: everything that could become markup is escaped, controls and line ends become spaces.
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut at_start = true;
    let mut digits = false;
    for c in text.chars() {
        match c {
            // References, not backslashes: readers that know HTML only must see no tag either.
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            '#' | '+' | '-' | '=' if at_start => {
                out.push('\\');
                out.push(c);
            }
            '.' | ')' if digits => {
                out.push('\\');
                out.push(c);
            }
            c if is_control(c) || matches!(c, '\t' | '\n' | '\u{2028}' | '\u{2029}') => out.push(' '),
            c => out.push(c),
        }
        digits = c.is_ascii_digit() && (at_start || digits);
        at_start = at_start && c.is_whitespace();
    }
    out
}

/// A cell of a tab-separated table: `\t`, `\n`, `\r` and `\` as escapes, and one `'` before what a spreadsheet would run as a
/// formula (or before a cell that begins with `'`s and then such a character). [`uncell`] takes exactly that back.
pub fn cell(text: &str) -> Cow<'_, str> {
    let first = text.trim_start_matches('\'').bytes().next();
    let formula = matches!(first, Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r'));
    let special = |byte| matches!(byte, b'\t' | b'\n' | b'\r' | b'\\');
    if !formula && !text.bytes().any(special) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    if formula {
        out.push('\'');
    }
    push_escaped(&mut out, text, special, |c| match c {
        '\t' => Some("\\t"),
        '\n' => Some("\\n"),
        '\r' => Some("\\r"),
        '\\' => Some("\\\\"),
        _ => None,
    });
    Cow::Owned(out)
}

/// Reads back what [`cell`] wrote.
pub fn uncell(cell: &str) -> Cow<'_, str> {
    let text = if cell.contains('\\') {
        Cow::Owned(unescaped(cell))
    } else {
        Cow::Borrowed(cell)
    };
    let Some(inner) = text.strip_prefix('\'') else {
        return text;
    };
    let first = inner.trim_start_matches('\'').bytes().next();
    if matches!(first, Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r')) {
        Cow::Owned(inner.to_owned())
    } else {
        text
    }
}

fn unescaped(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    let mut chars = cell.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('t') => out.push('\t'),
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('\\') | None => out.push('\\'),
            Some(other) => {
                out.push('\\');
                out.push(other);
            }
        }
    }
    out
}

/// A line of JSON lines that every reader takes for one line: characters that some take for the end of a line (U+0085, U+2028,
/// U+2029) become escapes. `json` is JSON without white space, in which they stand in strings only.
pub fn json_line(json: Vec<u8>) -> Vec<u8> {
    let escape = |rest: &[u8]| match rest {
        [0xc2, 0x85, ..] => Some((2, "\\u0085")),
        [0xe2, 0x80, 0xa8, ..] => Some((3, "\\u2028")),
        [0xe2, 0x80, 0xa9, ..] => Some((3, "\\u2029")),
        _ => None,
    };
    let mut out: Vec<u8> = Vec::new();
    let mut copied = 0;
    for at in memchr::memchr2_iter(0xc2, 0xe2, &json) {
        if let Some((length, escaped)) = escape(&json[at..]) {
            out.extend_from_slice(&json[copied..at]);
            out.extend_from_slice(escaped.as_bytes());
            copied = at + length;
        }
    }
    if copied == 0 {
        return json;
    }
    out.extend_from_slice(&json[copied..]);
    out
}

/// Text for a terminal or a log: controls and direction marks in visible form, so that a title cannot move the cursor.
pub fn terminal(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c.is_control() || is_bidi_control(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if c.is_control() || is_bidi_control(c) {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_json_is_one_line_to_every_reader() {
        let value = serde_json::json!({"text": "a\u{2028}b\u{85}\u{2029}é “c”…"});
        let line = json_line(serde_json::to_vec(&value).unwrap());
        let text = String::from_utf8(line.clone()).unwrap();
        assert_eq!(text, "{\"text\":\"a\\u2028b\\u0085\\u2029é “c”…\"}");
        assert_eq!(serde_json::from_slice::<serde_json::Value>(&line).unwrap(), value);
        assert_eq!(json_line(b"{}".to_vec()), b"{}");
    }

    #[test]
    fn cells_come_back_as_they_were_and_run_no_formula() {
        for text in [
            "=1+1",
            "'=1",
            "''@x",
            "a\tb\nc\\n",
            "-5",
            "plain",
            "'quoted'",
            "",
            "\\",
            "\t=",
        ] {
            let written = cell(text);
            assert_eq!(uncell(&written), text, "{written}");
            assert!(
                !written.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{written}"
            );
        }
    }

    #[test]
    fn only_harmless_addresses_become_links() {
        assert_eq!(url(" https://a.example/x "), Some("https://a.example/x".into()));
        assert_eq!(url("java\tscript:alert(1)"), None);
        assert_eq!(url("data:text/html,x"), None);
        assert_eq!(url("//a.example"), None);
        assert_eq!(url("https:"), None);
    }

    #[test]
    fn markup_of_an_article_stays_text() {
        let mut html = Html::new();
        html.raw("<p")
            .attribute("title", "\"><script>")
            .raw(">")
            .text("<b>&\0")
            .raw("</p>");
        assert_eq!(
            html.as_str(),
            "<p title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt;&amp;\u{fffd}</p>"
        );
        assert_eq!(markdown("# a [x](y) <img>"), "\\# a \\[x\\](y) &lt;img&gt;");
        assert_eq!(markdown("1. item 2.5"), "1\\. item 2.5");
        assert_eq!(terminal("a\u{1b}[2J"), "a\\u{1b}[2J");
    }
}
