//! Bytes to text: UTF-8 and UTF-16 by byte order mark, by the zero bytes of UTF-16, or by what an XML declaration or a PO header says.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{Problem, ReadError, ReadOptions};

/// How far a declaration of the character set is looked for.
const HEAD: usize = 2048;

/// The text of a file.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    encoding: &'static Encoding,
    /// Length of the byte order mark.
    mark: usize,
    pub(super) problems: Vec<Problem>,
}

impl Decoded {
    /// Where byte `at` of the text stands in the file: its line from 1, and its byte.
    pub(super) fn place(&self, at: usize) -> (u32, u64) {
        let at = self.text.floor_char_boundary(at.min(self.text.len()));
        let before = &self.text[..at];
        let line = 1 + memchr::memchr_iter(b'\n', before.as_bytes()).count();
        let byte = if self.encoding == UTF_16LE || self.encoding == UTF_16BE {
            before.chars().map(char::len_utf16).sum::<usize>() * 2
        } else {
            at
        };
        (u32::try_from(line).unwrap_or(u32::MAX), (byte + self.mark) as u64)
    }

    /// The error for what stands at byte `at` of the text.
    pub(super) fn error(&self, at: usize, message: impl Into<String>, repairable: bool) -> ReadError {
        let (line, byte) = self.place(at);
        ReadError::Malformed {
            line,
            byte,
            message: message.into(),
            repairable,
        }
    }
}

/// Decodes a file.
pub(super) fn decode(bytes: &[u8], options: &ReadOptions) -> Result<Decoded, ReadError> {
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, mark),
        None => (guess(bytes), 0),
    };
    let (text, broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
    let mut decoded = Decoded {
        text: text.into_owned(),
        encoding,
        mark,
        problems: Vec::new(),
    };
    if broken {
        let at = if encoding == UTF_8 {
            // Where the bytes are no UTF-8; the text has U+FFFD there, and is the same before it.
            std::str::from_utf8(&bytes[mark..]).map_or_else(|error| error.valid_up_to(), |_| 0)
        } else {
            decoded.text.find('\u{fffd}').unwrap_or(0)
        };
        let message = format!("bytes that are no {}", encoding.name());
        if !options.repair_xml {
            return Err(decoded.error(at, message, true));
        }
        let (line, _) = decoded.place(at);
        decoded.problems.push(Problem {
            line,
            message: format!("{message}, here and perhaps later; each is read as U+FFFD"),
            repaired: true,
        });
    }
    Ok(decoded)
}

/// The character set of a file without a byte order mark.
fn guess(bytes: &[u8]) -> &'static Encoding {
    match bytes {
        [0, first, ..] if *first != 0 => return UTF_16BE,
        [first, 0, ..] if *first != 0 => return UTF_16LE,
        _ => {}
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    let declared = if head.trim_ascii_start().starts_with(b"<?xml") {
        let declaration = head.split(|byte| *byte == b'>').next().unwrap_or_default();
        after(declaration, b"encoding")
    } else {
        after(head, b"charset")
    };
    declared
        .and_then(Encoding::for_label)
        // A declaration that can be read byte by byte is not in UTF-16, whatever it says.
        .filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE)
        .unwrap_or(UTF_8)
}

/// The name that stands after `key`, `=`, and perhaps a quotation mark.
fn after<'b>(head: &'b [u8], key: &[u8]) -> Option<&'b [u8]> {
    let at = memchr::memmem::find(head, key)? + key.len();
    let rest = head[at..]
        .trim_ascii_start()
        .strip_prefix(b"=")?
        .trim_ascii_start();
    let rest = rest
        .strip_prefix(b"\"")
        .or(rest.strip_prefix(b"'"))
        .unwrap_or(rest);
    let name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte);
    let end = rest.iter().position(|byte| !name(byte)).unwrap_or(rest.len());
    Some(&rest[..end])
}
