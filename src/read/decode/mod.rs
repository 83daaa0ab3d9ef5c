//! Bytes to text: which character set, and what had to be replaced.
//!
//! The order: byte order mark; the set that a page declares, if the bytes are valid in it (and are not UTF-8 that was saved
//! under an older declaration); UTF-32 and UTF-16 without a mark;
//! UTF-8; a guess among the sets that were in use before Unicode. Nothing is refused: what the set cannot say becomes U+FFFD
//! and a warning.

mod guess;
mod latin;
mod plausible;
mod prescan;
mod unicode;

use encoding_rs::{
    DecoderResult, Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED,
};

use crate::article::{Format, Warning};

/// A text, and what it was decoded from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte order mark.
    pub text: String,
    /// Name of the character set.
    pub encoding: &'static str,
    /// A guessed character set (`encoding-guessed`), a wrong declaration (`encoding-misdeclared`), replaced characters
    /// (`replaced-characters`).
    pub warnings: Vec<Warning>,
}

/// Decodes `bytes`. In [`Format::Html`] a declared character set counts.
pub fn decode(bytes: &[u8], format: Format) -> Decoded {
    if let Some(decoded) = by_mark(bytes) {
        return decoded;
    }
    let declared = (format == Format::Html)
        .then(|| prescan::declared(bytes))
        .flatten();
    if let Some(encoding) = declared.and_then(usable)
        && !(encoding != UTF_8 && unicode::is_surely_utf8(bytes))
        && let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes)
    {
        return Decoded {
            text: text.into_owned(),
            encoding: encoding.name(),
            warnings: Vec::new(),
        };
    }
    if let Some(form) = unicode::without_mark(bytes) {
        return form.decode(bytes);
    }
    if let Some(text) = iso_2022_jp(bytes) {
        return guessed(text, ISO_2022_JP.name());
    }
    if unicode::is_utf8(bytes) {
        let mut decoded = utf8(bytes, 0);
        decoded.warnings.extend(declared.and_then(misdeclared));
        return decoded;
    }
    let legacy = guess::legacy(bytes);
    if let Some(form) = unicode::without_mark_and_controls(bytes, legacy) {
        return form.decode(bytes);
    }
    let mut decoded = with(legacy, bytes, 0);
    decoded.warnings.insert(0, guess_warning(legacy.name()));
    decoded
}

/// Decodes bytes that came with the name of their character set, unless a mark or the bytes themselves say another.
pub(super) fn by_label(bytes: &[u8], label: &str) -> Option<Decoded> {
    let encoding = usable(Encoding::for_label(label.as_bytes())?)?;
    if let Some(decoded) = by_mark(bytes) {
        return Some(decoded);
    }
    if encoding != UTF_8 && unicode::is_surely_utf8(bytes) {
        return None;
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(Decoded {
        text: text.into_owned(),
        encoding: encoding.name(),
        warnings: Vec::new(),
    })
}

fn by_mark(bytes: &[u8]) -> Option<Decoded> {
    // The mark of UTF-32LE begins with that of UTF-16LE.
    for (mark, form) in [
        (&b"\xff\xfe\0\0"[..], unicode::Form::Utf32Le),
        (b"\0\0\xfe\xff", unicode::Form::Utf32Be),
    ] {
        if let Some(rest) = bytes.strip_prefix(mark)
            && unicode::is_utf32(rest, form)
        {
            return Some(unicode::utf32(rest, form, mark.len()));
        }
    }
    let (encoding, length) = Encoding::for_bom(bytes)?;
    if encoding == UTF_8 {
        return Some(utf8(&bytes[length..], length));
    }
    Some(with(encoding, &bytes[length..], length))
}

/// What a declaration means: a page that can be read as ASCII as far as its declaration is not UTF-16.
fn usable(declared: &'static Encoding) -> Option<&'static Encoding> {
    if declared == UTF_16LE || declared == UTF_16BE {
        Some(UTF_8)
    } else if declared == X_USER_DEFINED {
        Some(WINDOWS_1252)
    } else {
        (declared != encoding_rs::REPLACEMENT).then_some(declared)
    }
}

fn misdeclared(declared: &'static Encoding) -> Option<Warning> {
    let message = format!("declares {}, but is UTF-8", declared.name());
    (usable(declared) != Some(UTF_8)).then(|| Warning::new("encoding-misdeclared", message))
}

/// Japanese in seven bits, which would pass as ASCII: told by the sequences that switch to kanji and back.
fn iso_2022_jp(bytes: &[u8]) -> Option<String> {
    let switches = memchr::memmem::find(bytes, b"\x1b$B").or_else(|| memchr::memmem::find(bytes, b"\x1b$@"));
    if switches.is_none() || !bytes.is_ascii() {
        return None;
    }
    let text = ISO_2022_JP.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.into_owned())
}

fn guessed(text: String, encoding: &'static str) -> Decoded {
    Decoded {
        text,
        encoding,
        warnings: vec![guess_warning(encoding)],
    }
}

fn guess_warning(encoding: &str) -> Warning {
    Warning::new(
        "encoding-guessed",
        format!("no character set declared, read as {encoding}"),
    )
}

/// What had to be replaced, as a warning; nothing where nothing was.
fn replaced(count: usize, first: usize, encoding: &str) -> Vec<Warning> {
    let places = if count == 1 { "place" } else { "places" };
    let message =
        format!("{count} {places} with bytes that are not {encoding} replaced, the first at byte {first}");
    (count > 0)
        .then(|| Warning::new("replaced-characters", message))
        .into_iter()
        .collect()
}

/// Reads UTF-8; `offset` is the length of the mark before `bytes`.
fn utf8(bytes: &[u8], offset: usize) -> Decoded {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded {
            text: text.to_owned(),
            encoding: UTF_8.name(),
            warnings: Vec::new(),
        };
    }
    let mut text = String::with_capacity(bytes.len());
    let (mut at, mut count, mut first) = (offset, 0, 0);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
            first = if count == 0 { at } else { first };
            count += 1;
            at += chunk.invalid().len();
        }
    }
    Decoded {
        text,
        encoding: UTF_8.name(),
        warnings: replaced(count, first, UTF_8.name()),
    }
}

/// Reads any set of the Encoding Standard; `offset` is the length of the mark before `bytes`.
fn with(encoding: &'static Encoding, bytes: &[u8], offset: usize) -> Decoded {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2 + 16);
    let (mut at, mut count, mut first) = (0, 0, 0);
    loop {
        let (result, read) = decoder.decode_to_string_without_replacement(&bytes[at..], &mut text, true);
        at += read;
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => text.reserve(bytes.len() - at + 64),
            DecoderResult::Malformed(length, after) => {
                if count == 0 {
                    first = offset + at.saturating_sub(usize::from(length) + usize::from(after));
                }
                count += 1;
                if text.capacity() - text.len() < 4 {
                    text.reserve(bytes.len() - at + 64);
                }
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }
    Decoded {
        text,
        encoding: encoding.name(),
        warnings: replaced(count, first, encoding.name()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn codes(decoded: &Decoded) -> Vec<&str> {
        decoded.warnings.iter().map(|warning| &*warning.code).collect()
    }

    #[test]
    fn unicode_is_read_with_and_without_a_mark() {
        let texts = [
            "Bridge opens\nIt was built in 1911.",
            "Мост открыт\nСтроили два года.",
            "大桥开通了\n市民都来看。",
            "橋が開通",
            "다리가 열렸다",
            "Α",
        ];
        for text in texts {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            let wide: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
            for (mark, bytes, name) in [
                (&b""[..], text.as_bytes(), "UTF-8"),
                (b"\xef\xbb\xbf", text.as_bytes(), "UTF-8"),
                (b"\xff\xfe", &little, "UTF-16LE"),
                (b"\xfe\xff", &big, "UTF-16BE"),
                (b"\xff\xfe\0\0", &wide, "UTF-32LE"),
                (b"", &wide, "UTF-32LE"),
            ] {
                let decoded = decode(&[mark, bytes].concat(), Format::Text);
                assert_eq!((&*decoded.text, decoded.encoding), (text, name));
                assert!(decoded.warnings.is_empty());
            }
            if text.chars().count() > 3 {
                assert_eq!(decode(&little, Format::Text).text, text);
                assert_eq!(decode(&big, Format::Text).text, text);
            }
        }
    }

    #[test]
    fn a_declaration_counts_if_the_bytes_are_valid_in_it() {
        let page = |charset: &str| format!("<meta charset={charset}><p>\u{e9}t\u{e9}, \u{e9}t\u{e9}");
        let utf8 = decode(page("latin1").as_bytes(), Format::Html);
        assert_eq!(
            (utf8.encoding, &*codes(&utf8)),
            ("UTF-8", &["encoding-misdeclared"][..])
        );
        let (koi8, _, _) = encoding_rs::KOI8_R.encode("<meta charset=koi8-r>Да");
        assert_eq!(decode(&koi8, Format::Html).text, "<meta charset=koi8-r>Да");
        assert_ne!(decode(&koi8, Format::Html), decode(&koi8, Format::Text));
        let wide = decode(page("utf-16").as_bytes(), Format::Html);
        assert_eq!(wide.encoding, "UTF-8");
    }

    #[test]
    fn damage_is_replaced_and_its_place_reported() {
        for (bytes, text, first) in [
            (&b"One. \xe6\xbc"[..], "One. \u{fffd}", 5),
            (b"One.\xed\xa0\x80 Two.", "One.\u{fffd}\u{fffd}\u{fffd} Two.", 4),
            (b"One.\xf4\x90\x80\x80", "One.\u{fffd}\u{fffd}\u{fffd}\u{fffd}", 4),
            (b"\xef\xbb\xbfOne\xff.", "One\u{fffd}.", 6),
            (b"\xfe\xff\0O\0n\0", "On\u{fffd}", 6),
            (b"\xff\xfeO\0\0\xd8n\0", "O\u{fffd}n", 4),
            (b"\xff\xfe\0\0O\0\0\0\x01", "O\u{fffd}", 8),
        ] {
            let decoded = decode(bytes, Format::Text);
            assert_eq!(decoded.text, text);
            assert_eq!(codes(&decoded), ["replaced-characters"]);
            let message = &decoded.warnings[0].message;
            assert!(
                message.ends_with(&format!("the first at byte {first}")),
                "{text} {message}"
            );
        }
    }

    #[test]
    fn sets_from_before_unicode_are_told_by_what_they_spell() {
        use encoding_rs::{
            BIG5, EUC_JP, EUC_KR, GB18030, KOI8_R, MACINTOSH, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252,
            WINDOWS_1254, WINDOWS_1256, WINDOWS_1257,
        };
        for (set, text) in [
            (WINDOWS_1251, "Мост открыли в понедельник"),
            (KOI8_R, "Мост открыли в понедельник"),
            (WINDOWS_1252, "Une école fermée à l’été"),
            (WINDOWS_1252, "Uma ponte de três mil anos, que não caiu"),
            (MACINTOSH, "Une école fermée à l’été"),
            (WINDOWS_1254, "Köy değirmeni müze oldu"),
            (WINDOWS_1257, "Tilts pār upi ir atvērts, un cilvēki nāk"),
            (WINDOWS_1256, "افتتح الجسر صباح يوم الاثنين"),
            (GB18030, "大桥在周一早上开通了，市民都来看"),
            (BIG5, "大橋在週一早上開通了，市民都來看"),
            (SHIFT_JIS, "橋は月曜日の朝に開通した。"),
            (EUC_JP, "橋は月曜日の朝に開通した。"),
            (EUC_KR, "다리는 월요일 아침에 개통되었다"),
        ] {
            let (bytes, _, unmappable) = set.encode(text);
            assert!(!unmappable, "{text}");
            let decoded = decode(&bytes, Format::Text);
            assert_eq!(decoded.text, text, "read as {}", decoded.encoding);
            assert_eq!(codes(&decoded), ["encoding-guessed"]);
        }
        let decoded = decode(b"\x1b$B66\x1b(B", Format::Text);
        assert_eq!((&*decoded.text, decoded.encoding), ("橋", "ISO-2022-JP"));
    }

    proptest! {
        #[test]
        fn any_bytes_decode(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            for format in [Format::Text, Format::Html] {
                let decoded = decode(&bytes, format);
                prop_assert!(decoded.text.len() <= 3 * bytes.len());
            }
        }

        #[test]
        fn any_text_comes_back_from_utf8(text in "\\PC{0,60}") {
            prop_assert_eq!(decode(text.as_bytes(), Format::Text).text, text.trim_start_matches('\u{feff}'));
        }
    }
}
