//! Web addresses, e-mail addresses and placeholders: found, and held against each other as multisets.

use super::side::Side;
use super::{Findings, Rule};
use crate::article::Span;

/// What must stand in both texts letter for letter.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    pub(super) urls: Vec<Span>,
    pub(super) emails: Vec<Span>,
    pub(super) placeholders: Vec<Span>,
}

impl Addresses {
    pub(super) fn all(&self) -> impl Iterator<Item = Span> {
        self.urls
            .iter()
            .chain(&self.emails)
            .chain(&self.placeholders)
            .copied()
    }
}

/// Finds them in one pass.
pub(super) fn find_addresses(text: &str) -> Addresses {
    let bytes = text.as_bytes();
    let mut found = Addresses::default();
    let mut at = 0;
    while at < bytes.len() {
        let end = match bytes[at] {
            b':' => url_around(text, at, found.urls.last()).inspect(|span| found.urls.push(*span)),
            b'w' | b'W' => url_without_scheme(text, at).inspect(|span| found.urls.push(*span)),
            b'@' => email_around(text, at).inspect(|span| found.emails.push(*span)),
            b'{' | b'$' => braced(text, at).inspect(|span| found.placeholders.push(*span)),
            b'%' => directive(text, at).inspect(|span| found.placeholders.push(*span)),
            _ => None,
        };
        at = end.map_or(at + 1, |span| (span.end as usize).max(at + 1));
    }
    // An e-mail address or a placeholder inside a web address is a part of it.
    let urls = found.urls.clone();
    let free = |span: &Span| {
        let before = urls.partition_point(|url| url.start <= span.start);
        before
            .checked_sub(1)
            .is_none_or(|last| urls[last].end <= span.start)
    };
    found.emails.retain(free);
    found.placeholders.retain(free);
    found
}

/// Whether an address may hold `c`.
fn in_address(c: char) -> bool {
    match c {
        ' '..='~' => !matches!(c, ' ' | '"' | '<' | '>' | '`' | '|' | '\\' | '^'),
        _ if c.is_whitespace() || c.is_control() => false,
        // Marks of other scripts end an address, and so do letters that stand without spaces.
        '\u{80}'..='\u{BF}'
        | '\u{2000}'..='\u{206F}'
        | '\u{3000}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{FF00}'..='\u{FFEF}'
        | '\u{E00}'..='\u{EFF}'
        | '\u{1000}'..='\u{109F}'
        | '\u{1780}'..='\u{17FF}'
        | '،'
        | '؛'
        | '؟'
        | '۔'
        | '।'
        | '॥'
        | '։'
        | '።'
        | '፣' => false,
        _ => true,
    }
}

/// The address that starts at `start`, without the marks of the sentence behind it.
fn address(text: &str, start: usize) -> Span {
    let rest = &text[start..];
    let length = rest.find(|c| !in_address(c)).unwrap_or(rest.len());
    let mut end = start + length;
    let count = |mark: u8| text[start..end].bytes().filter(|byte| *byte == mark).count();
    let mut unopened = count(b')').saturating_sub(count(b'('));
    while let Some(last) = text[start..end].chars().next_back() {
        match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | ']' | '}' => {}
            ')' if unopened > 0 => unopened -= 1,
            _ => break,
        }
        end -= last.len_utf8();
    }
    Span::new(start, end)
}

/// The address whose `://` stands at `at`.
fn url_around(text: &str, at: usize, before: Option<&Span>) -> Option<Span> {
    let bytes = text.as_bytes();
    if !bytes[at..].starts_with(b"://") {
        return None;
    }
    let letters = bytes[..at]
        .iter()
        .rev()
        .take(10)
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    let scheme = text[at - letters..at].to_ascii_lowercase();
    let known = ["https", "http", "ftp"]
        .into_iter()
        .find(|known| scheme.ends_with(known))?;
    let start = at - known.len();
    let span = address(text, start);
    let free = before.is_none_or(|before| before.end as usize <= start);
    (free && span.end as usize > at + 3).then_some(span)
}

/// The address that starts with `www.` at `at`.
fn url_without_scheme(text: &str, at: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let starts = bytes.get(at..at + 4)?.eq_ignore_ascii_case(b"www.");
    let inside = at > 0
        && (bytes[at - 1].is_ascii_alphanumeric() || matches!(bytes[at - 1], b'.' | b'/' | b'@' | b'-'));
    let span = address(text, at);
    (starts && !inside && span.len() > 5).then_some(span)
}

/// The e-mail address around the `@` at `at`.
fn email_around(text: &str, at: usize) -> Option<Span> {
    let local = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'+' | b'-' | b'%');
    let bytes = text.as_bytes();
    let name = bytes[..at]
        .iter()
        .rev()
        .take(64)
        .take_while(|byte| local(byte))
        .count();
    let domain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let mut end = at
        + 1
        + bytes[at + 1..]
            .iter()
            .take(253)
            .take_while(|byte| domain(byte))
            .count();
    while matches!(bytes[end - 1], b'.' | b'-') {
        end -= 1;
    }
    let host = text.get(at + 1..end)?;
    let start = at - name
        + bytes[at - name..at]
            .iter()
            .take_while(|byte| matches!(byte, b'.' | b'%' | b'-'))
            .count();
    (start < at && host.contains('.')).then(|| Span::new(start, end))
}

/// `{name}`, `{0}`, `{{name}}`, `${name}` at `at`.
fn braced(text: &str, at: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let mut start = at + usize::from(bytes[at] == b'$');
    if bytes.get(start) != Some(&b'{') {
        return None;
    }
    let double = bytes.get(start + 1) == Some(&b'{');
    start += 1 + usize::from(double);
    let spaces = |at: usize| {
        bytes[at..]
            .iter()
            .take_while(|byte| double && **byte == b' ')
            .count()
    };
    start += spaces(start);
    let name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-' | b':' | b'$');
    // A name may be translated by mistake, so that its letters may be of any script.
    let length = text[start..]
        .find(|c: char| {
            if c.is_ascii() {
                !name(&(c as u8))
            } else {
                !c.is_alphanumeric()
            }
        })
        .filter(|length| *length <= 60)?;
    let mut end = start + length;
    end += spaces(end);
    let closes = bytes[end..].starts_with(if double { b"}}" } else { b"}" });
    closes.then(|| Span::new(at, end + 1 + usize::from(double)))
}

/// A directive of printf at `at`: `%s`, `%1$d`, `%(name)s`, `%.2f`, `%@`.
fn directive(text: &str, at: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    // "25%", "25 %" and "%25" are shares.
    let share = text[..at]
        .trim_end_matches([' ', '\u{A0}', '\u{202F}'])
        .ends_with(|c: char| c.is_numeric());
    if share {
        return None;
    }
    let mut end = at + 1;
    if bytes.get(end) == Some(&b'(') {
        let name = bytes[end..].iter().take(60).position(|byte| *byte == b')')?;
        end += name + 1;
    }
    let from = end;
    let positional = bytes[end..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if positional > 0 && bytes.get(end + positional) == Some(&b'$') {
        end += positional + 1;
    }
    end += bytes[end..]
        .iter()
        .take(12)
        .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'#' | b'.' | b'*'))
        .count();
    end += bytes[end..]
        .iter()
        .take(2)
        .take_while(|byte| matches!(byte, b'l' | b'h' | b'z'))
        .count();
    let kind = *bytes.get(end)?;
    if !matches!(
        kind,
        b's' | b'd' | b'i' | b'u' | b'f' | b'g' | b'e' | b'x' | b'X' | b'c' | b'o' | b'@'
    ) {
        return None;
    }
    // "%22si" in Turkish is a share with its ending; so is a width before a letter.
    let width = bytes[from..end].iter().all(u8::is_ascii_digit) && end > from + 1;
    let inside = text[end + 1..].starts_with(|c: char| c.is_alphanumeric());
    (!inside && !width).then(|| Span::new(at, end + 1))
}

/// The rules `url`, `email` and `placeholder`.
pub(super) fn check(source: &Side, target: &Side, found: &mut Findings) {
    let kinds: [(Rule, &str, &[Span], &[Span]); 3] = [
        (
            Rule::Placeholder,
            "placeholder",
            &source.addresses.placeholders,
            &target.addresses.placeholders,
        ),
        (
            Rule::Url,
            "address",
            &source.addresses.urls,
            &target.addresses.urls,
        ),
        (
            Rule::Email,
            "e-mail address",
            &source.addresses.emails,
            &target.addresses.emails,
        ),
    ];
    for (rule, what, ours, theirs) in kinds {
        let (missing, added) = difference(source.text.plain(), ours, target.text.plain(), theirs);
        for span in &missing {
            let text = span.of(source.text.plain());
            found.add(
                rule,
                Some(*span),
                added.first().copied(),
                format!("the {what} {text} is not in the translation"),
            );
        }
        if missing.is_empty() {
            for span in added {
                let text = span.of(target.text.plain());
                found.add(
                    rule,
                    None,
                    Some(span),
                    format!("the {what} {text} is not in the source"),
                );
            }
        }
    }
}

/// The spans whose text the other side lacks, both ways.
fn difference(source: &str, ours: &[Span], target: &str, theirs: &[Span]) -> (Vec<Span>, Vec<Span>) {
    if ours.is_empty() && theirs.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let sorted = |text: &'_ str, spans: &[Span]| {
        let mut out: Vec<(String, Span)> = spans
            .iter()
            .map(|span| (comparable(span.of(text)), *span))
            .collect();
        out.sort_unstable_by(|a, b| (&a.0, a.1.start).cmp(&(&b.0, b.1.start)));
        out
    };
    let (left, right) = (sorted(source, ours), sorted(target, theirs));
    let (mut missing, mut added) = (Vec::new(), Vec::new());
    let (mut i, mut j) = (0, 0);
    while i < left.len() || j < right.len() {
        let order = match (left.get(i), right.get(j)) {
            (Some(a), Some(b)) => a.0.cmp(&b.0),
            (Some(_), None) => std::cmp::Ordering::Less,
            _ => std::cmp::Ordering::Greater,
        };
        match order {
            std::cmp::Ordering::Equal => (i, j) = (i + 1, j + 1),
            std::cmp::Ordering::Less => {
                missing.push(left[i].1);
                i += 1;
            }
            std::cmp::Ordering::Greater => {
                added.push(right[j].1);
                j += 1;
            }
        }
    }
    missing.sort_unstable_by_key(|span| span.start);
    added.sort_unstable_by_key(|span| span.start);
    (missing, added)
}

/// The same address for every reader: a final slash and spaces in braces say nothing.
fn comparable(text: &str) -> String {
    text.trim_end_matches('/').replace(' ', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> (Vec<&str>, Vec<&str>, Vec<&str>) {
        let found = find_addresses(text);
        let texts = |spans: &[Span]| spans.iter().map(|span| span.of(text)).collect::<Vec<_>>();
        (
            texts(&found.urls),
            texts(&found.emails),
            texts(&found.placeholders),
        )
    }

    #[test]
    fn addresses_end_before_the_marks_of_the_sentence() {
        for (text, want) in [
            ("See https://a.example/b?x=1&y=2.", "https://a.example/b?x=1&y=2"),
            ("(http://a.example/x_(y))", "http://a.example/x_(y)"),
            ("请访问https://a.example/b。谢谢", "https://a.example/b"),
            ("«www.a.example»", "www.a.example"),
            ("https://a.example/путь, да", "https://a.example/путь"),
        ] {
            assert_eq!(found(text).0, [want], "{text}");
        }
        for text in ["www", "http://", "x://y", "awww.b.example"] {
            assert!(found(text).0.is_empty(), "{text}");
        }
        assert_eq!(found("at a.b+c@d.example.").1, ["a.b+c@d.example"]);
        assert!(found("@name, a@b").1.is_empty());
        assert!(found("https://u@a.example/{x}").1.is_empty());
    }

    #[test]
    fn placeholders_are_told_from_shares() {
        let placeholders = |text| found(text).2;
        assert_eq!(
            placeholders("Hi {name}, %d of %1$s and %(n)s ${x} {{ y }}"),
            ["{name}", "%d", "%1$s", "%(n)s", "${x}", "{{ y }}"]
        );
        for text in [
            "25% of", "25 % des", "%22'si", "%22si", "100 %d", "{a b}", "{", "%", "50%",
        ] {
            assert!(placeholders(text).is_empty(), "{text}");
        }
        assert_eq!(placeholders("Bonjour {prénom}"), ["{prénom}"]);
    }
}
