//! What a file is by its first bytes, then by its name: packed, an archive, a list of records, a mail, or one text.

use super::{names, tabular};

/// How much of a file is looked at, in bytes.
pub(super) const HEAD: usize = 8192;

/// What reads the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A zip archive: of articles, or a document of several members.
    Zip,
    /// Records of a web archive.
    Warc,
    /// Mails one after the other.
    Mbox,
    /// A JSON object a line.
    Lines,
    /// Rows of cells, separated by this byte.
    Table(u8),
    /// A mail.
    Mail,
    /// A text that [`super::sniff`] looks at.
    Text,
}

/// Headers with which mails begin.
const MAIL_HEADERS: &[&str] = &[
    "arc-seal",
    "authentication-results",
    "cc",
    "content-transfer-encoding",
    "content-type",
    "date",
    "delivered-to",
    "dkim-signature",
    "envelope-to",
    "from",
    "message-id",
    "mime-version",
    "received",
    "reply-to",
    "return-path",
    "sender",
    "subject",
    "to",
    "user-agent",
];

/// Headers that no other text begins with.
const SURE_HEADERS: &[&str] = &[
    "content-transfer-encoding",
    "delivered-to",
    "dkim-signature",
    "message-id",
    "mime-version",
    "received",
    "return-path",
];

/// Tells the shape of a file that begins with `head` and is called `name`.
pub(super) fn shape(head: &[u8], name: &str) -> Shape {
    let extension = names::extension(name.as_ref());
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Shape::Zip;
    }
    if head.starts_with(b"WARC/") && head.get(5).is_some_and(u8::is_ascii_digit) {
        return Shape::Warc;
    }
    if head.starts_with(b"From ") && (extension == "mbox" || is_mail(after_line(head), false)) {
        return Shape::Mbox;
    }
    let by_name = match &*extension {
        "jsonl" | "ndjson" => Some(Shape::Lines),
        "csv" => Some(Shape::Table(separator(head))),
        "tsv" | "tab" => Some(Shape::Table(b'\t')),
        _ => None,
    };
    if let Some(shape) = by_name {
        return shape;
    }
    if is_lines(head) {
        Shape::Lines
    } else if is_mail(head, extension == "eml") {
        Shape::Mail
    } else if let (true, Some(separator)) = (extension.is_empty(), tabular::separator(head)) {
        Shape::Table(separator)
    } else {
        Shape::Text
    }
}

fn after_line(bytes: &[u8]) -> &[u8] {
    memchr::memchr(b'\n', bytes).map_or(&[], |end| &bytes[end + 1..])
}

/// Whether the first two lines are a JSON object each: a JSON text of several lines has none on its first.
fn is_lines(head: &[u8]) -> bool {
    let is_object = |line: &[u8]| {
        let line = line.trim_ascii();
        line.starts_with(b"{") && line.ends_with(b"}") && line.len() > 2
    };
    if !head.trim_ascii_start().starts_with(b"{") {
        return false;
    }
    let mut lines = head.split(|&byte| byte == b'\n');
    let (first, second) = (lines.next(), lines.next());
    first.is_some_and(is_object) && second.is_some_and(|line| line.trim_ascii_start().starts_with(b"{"))
}

/// Whether the text begins with headers of a mail: two of its usual ones, of which one is sure unless the name says it too.
fn is_mail(head: &[u8], named: bool) -> bool {
    let (mut usual, mut sure) = (0, named);
    for line in head.split(|&byte| byte == b'\n').take(200) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let Some(colon) = memchr::memchr(b':', &line[..line.len().min(80)]) else {
            return false;
        };
        let name = &line[..colon];
        if name.is_empty() || !name.iter().all(|&b| b.is_ascii_alphanumeric() || b == b'-') {
            return false;
        }
        let name = name.to_ascii_lowercase();
        let is = |known: &str| known.as_bytes() == name;
        usual += usize::from(MAIL_HEADERS.iter().any(|known| is(known)));
        sure |= SURE_HEADERS.iter().any(|known| is(known));
        if usual >= 2 && sure {
            return true;
        }
    }
    usual >= 1 && named
}

/// The byte that separates cells: the one of comma, semicolon, tab and bar of which the first line holds most outside quotes.
pub(super) fn separator(head: &[u8]) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut quoted = false;
    for &byte in head {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if !quoted => {
                for (separator, count) in &mut counts {
                    *count += usize::from(byte == *separator);
                }
            }
            _ => {}
        }
    }
    let mut best = counts[0];
    for count in counts {
        if count.1 > best.1 {
            best = count;
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_before_the_name() {
        for (head, name, expected) in [
            ("PK\x03\x04", "a.txt", Shape::Zip),
            ("WARC/1.1\r\nWARC-Type: response", "a", Shape::Warc),
            ("WARC is short for web archive.", "a.txt", Shape::Text),
            (
                "From ann Thu Jan 1\nSubject: x\nMessage-ID: <1>\n\nx",
                "a",
                Shape::Mbox,
            ),
            ("From here to there.\nIt is far: very.", "a.txt", Shape::Text),
            ("{\"a\":1}\n{\"a\":2}\n", "a.txt", Shape::Lines),
            ("{\"a\":1}\n", "a.txt", Shape::Text),
            ("{\n  \"a\": 1\n}\n", "a.json", Shape::Text),
            ("{bad", "a.jsonl", Shape::Lines),
            ("a;b;c,d\n", "a.csv", Shape::Table(b';')),
            ("\"a;b\",c\n", "a.csv", Shape::Table(b',')),
            ("a\tb\n", "a.tsv", Shape::Table(b'\t')),
            ("title;text\nA;One.\n", ".tmpX1", Shape::Table(b';')),
            ("title;text\nA;One.\n", "a.txt", Shape::Text),
            (
                "Received: from a\r\n\tby b\r\nFrom: x\r\n\r\ntext",
                "a",
                Shape::Mail,
            ),
            ("From: x\nSubject: y\n\ntext", "a.eml", Shape::Mail),
            ("Subject: y\nDate: today\n\ntext", "a.txt", Shape::Text),
            ("Just words.", "a.eml", Shape::Text),
        ] {
            assert_eq!(shape(head.as_bytes(), name), expected, "{head:?} in {name}");
        }
    }
}
