//! An edition as a message to be sent: HTML and plain text as MIME parts (RFC 2045, 2046), a subject in any script (RFC 2047), and no sender and no receiver, since
//! those are the editor's. `X-Unsent` makes mail programs open it as a draft.

use std::fmt::Write;

use crate::digest::view::View;

/// Longest line of an encoded part, and of an encoded word (RFC 2045, section 6.7; RFC 2047, section 2).
const LINE: usize = 76;
const WORD: usize = 75;

/// The message of an edition with the two forms of its text. The date is that of its newest article.
pub fn write(view: &View, date: Option<&str>, html: &str, text: &str) -> String {
    let hash = blake3::hash([html, text].concat().as_bytes()).to_hex();
    let boundary = format!("tolmach-{}", &hash[..32]);
    let mut out = format!("Subject: {}\r\n", subject(&view.subject()));
    if let Some(date) = date {
        _ = write!(out, "Date: {date}\r\n");
    }
    _ = write!(
        out,
        "X-Unsent: 1\r\nContent-Language: {}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n boundary=\"{boundary}\"\r\n\r\n",
        view.lang
    );
    for (kind, content) in [("plain", text), ("html", html)] {
        _ = write!(
            out,
            "--{boundary}\r\nContent-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: "
        );
        let plain = content.bytes().filter(u8::is_ascii).count();
        // A byte is three characters in the one form and four thirds of one in the other.
        if plain * 6 > content.len() * 5 {
            out += "quoted-printable\r\n\r\n";
            quoted_printable(content, &mut out);
        } else {
            out += "base64\r\n\r\n";
            let encoded = base64(&content.replace('\n', "\r\n").into_bytes());
            for line in encoded.as_bytes().chunks(LINE) {
                out.extend(line.iter().map(|&byte| char::from(byte)));
                out += "\r\n";
            }
        }
        out += "\r\n";
    }
    _ = write!(out, "--{boundary}--\r\n");
    out
}

/// A subject of one line as it is, or in encoded words that hold whole characters.
fn subject(text: &str) -> String {
    let plain = |byte: u8| (b' '..=b'~').contains(&byte);
    if text.bytes().all(plain) && text.len() <= WORD - "Subject: ".len() && !text.contains("=?") {
        return text.to_owned();
    }
    let room = |first: bool| {
        let name = if first { "Subject: ".len() } else { 0 };
        (WORD - name - "=?UTF-8?B??=".len()) / 4 * 3
    };
    let mut words: Vec<String> = vec![String::new()];
    for c in text.chars() {
        let room = room(words.len() == 1);
        if words.last().is_some_and(|word| word.len() + c.len_utf8() > room) {
            words.push(String::new());
        }
        words.last_mut().expect("there is a word").push(c);
    }
    let words: Vec<String> = words
        .iter()
        .map(|word| format!("=?UTF-8?B?{}?=", base64(word.as_bytes())))
        .collect();
    words.join("\r\n ")
}

/// Lines of text as quoted-printable.
fn quoted_printable(text: &str, out: &mut String) {
    for line in text.lines() {
        let mut length = 0;
        let last = line.len().saturating_sub(1);
        for (at, byte) in line.bytes().enumerate() {
            // White space at a line's end would be lost, and "From " or a dot at its beginning are changed on the way.
            let kept = match byte {
                b'=' => false,
                b' ' | b'\t' => at < last,
                b'.' | b'F' => at > 0 && length > 0,
                byte => byte.is_ascii_graphic(),
            };
            let size = if kept { 1 } else { 3 };
            if length + size >= LINE {
                *out += "=\r\n";
                length = 0;
            }
            if kept {
                out.push(char::from(byte));
            } else {
                _ = write!(out, "={byte:02X}");
            }
            length += size;
        }
        *out += "\r\n";
    }
}

/// Base 64 with padding (RFC 4648).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits =
            group.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= group.len() {
                char::from(letter)
            } else {
                '='
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::{mail, sample, text};
    use super::*;

    #[test]
    fn a_message_has_both_parts_and_opens_as_a_draft() {
        let view = sample::view(false);
        insta::assert_snapshot!(write(
            &view,
            Some("Sun, 5 Oct 2025 07:10:00 -0400"),
            "<p>Ein Satz über Mühlen.</p>\n",
            &text::write(&view)
        ));
    }

    #[test]
    fn no_line_is_too_long_and_no_header_is_smuggled_in() {
        for mut view in [sample::view(true), sample::hostile()] {
            view.title = format!(
                "Тема письма, которая никак не помещается в одну строку {}",
                view.title
            );
            let message = write(&view, None, &mail::write(&view).html, &text::write(&view));
            assert!(
                message
                    .split("\r\n")
                    .all(|line| line.len() <= LINE && !line.contains('\n'))
            );
            let headers = message.split("\r\n\r\n").next().unwrap();
            let names: Vec<&str> = headers
                .split("\r\n")
                .filter(|line| !line.starts_with(' '))
                .map(|line| line.split(':').next().unwrap())
                .collect();
            assert_eq!(
                names,
                [
                    "Subject",
                    "X-Unsent",
                    "Content-Language",
                    "MIME-Version",
                    "Content-Type"
                ]
            );
        }
    }

    #[test]
    fn encodings_are_those_of_the_standards() {
        // RFC 4648, section 10.
        for (text, want) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(text.as_bytes()), want);
        }
        let mut out = String::new();
        quoted_printable("From a = ü \n.dot\nend", &mut out);
        assert_eq!(out, "=46rom a =3D =C3=BC=20\r\n=2Edot\r\nend\r\n");
        assert_eq!(subject("Digest"), "Digest");
        assert_eq!(subject("é"), "=?UTF-8?B?w6k=?=");
    }
}
