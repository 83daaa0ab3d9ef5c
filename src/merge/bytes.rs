//! Edits of a decoded text as edits of the file's bytes: what is not replaced keeps its bytes, whatever character set they are in.

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8};

use super::edit::{Edit, apply, in_order};
use super::page;
use crate::article::Format;

/// What character set a translated file is to be in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EncodingPolicy {
    /// That of the source; what it lacks is a numeric reference in a page, and makes every other file UTF-8.
    #[default]
    Keep,
    /// UTF-8.
    Utf8,
}

/// A file with its edits made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spliced {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The file is UTF-8 and was not before.
    pub turned: bool,
}

/// A file and what it was decoded to.
#[derive(Clone, Copy, Debug)]
struct File<'a> {
    bytes: &'a [u8],
    text: &'a str,
    format: Format,
}

/// Makes `edits`, which are in order, in the file `bytes` that was decoded from `encoding` to `text`.
///
/// Without edits the bytes come back as they are.
pub fn splice(
    bytes: &[u8],
    text: &str,
    encoding: &str,
    format: Format,
    edits: &[Edit],
    policy: EncodingPolicy,
) -> Spliced {
    if edits.is_empty() {
        return Spliced {
            bytes: bytes.to_vec(),
            turned: false,
        };
    }
    let file = File { bytes, text, format };
    let form = Form::of(encoding);
    let kept = match (policy, form) {
        (EncodingPolicy::Utf8, form) if form != Form::Utf8 => None,
        _ => kept(&file, form, edits),
    };
    kept.map_or_else(
        || Spliced {
            bytes: as_utf8(&file, edits),
            turned: true,
        },
        |bytes| Spliced { bytes, turned: false },
    )
}

/// The file in UTF-8, which it says where it says anything.
fn as_utf8(file: &File<'_>, edits: &[Edit]) -> Vec<u8> {
    let mut all = edits.to_vec();
    match file.format {
        Format::Html => all.extend(page::utf8(file.text)),
        Format::Feed => all.extend(page::declared_utf8(file.text)),
        _ => {}
    }
    in_order(&mut all);
    apply(file.text, &all).into_bytes()
}

/// How characters stand in the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Utf8,
    Utf16 {
        big: bool,
    },
    Utf32 {
        big: bool,
    },
    /// A set from before Unicode.
    Legacy(&'static Encoding),
}

impl Form {
    fn of(name: &str) -> Self {
        match name {
            "UTF-16LE" => Self::Utf16 { big: false },
            "UTF-16BE" => Self::Utf16 { big: true },
            "UTF-32LE" => Self::Utf32 { big: false },
            "UTF-32BE" => Self::Utf32 { big: true },
            name => match Encoding::for_label(name.as_bytes()) {
                Some(encoding) if encoding != UTF_8 => Self::Legacy(encoding),
                _ => Self::Utf8,
            },
        }
    }

    /// `text` in this form; nothing if it lacks a character that the format has no other way to write.
    fn encode(self, text: &str, format: Format) -> Option<Vec<u8>> {
        Some(match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Utf16 { big } => text
                .encode_utf16()
                .flat_map(|unit| {
                    if big {
                        unit.to_be_bytes()
                    } else {
                        unit.to_le_bytes()
                    }
                })
                .collect(),
            Self::Utf32 { big } => text
                .chars()
                .map(u32::from)
                .flat_map(|c| if big { c.to_be_bytes() } else { c.to_le_bytes() })
                .collect(),
            Self::Legacy(encoding) => {
                // What the set lacks comes out as a decimal reference, which a page reads as the character.
                let (bytes, used, lacking) = encoding.encode(text);
                if used != encoding || (lacking && format != Format::Html) {
                    return None;
                }
                bytes.into_owned()
            }
        })
    }
}

/// The file in its own character set, if that can be.
fn kept(file: &File<'_>, form: Form, edits: &[Edit]) -> Option<Vec<u8>> {
    if form == Form::Legacy(ISO_2022_JP) {
        // It switches between sets of characters: a range cannot be replaced without its neighbours.
        return form.encode(&apply(file.text, edits), file.format);
    }
    let places = places(file, form, edits)?;
    let mut out = Vec::with_capacity(file.bytes.len());
    let mut at = 0;
    for (edit, &(start, end)) in edits.iter().zip(&places) {
        out.extend_from_slice(&file.bytes[at..start]);
        out.extend(form.encode(&edit.text, file.format)?);
        at = end;
    }
    out.extend_from_slice(&file.bytes[at..]);
    Some(out)
}

/// Where the ranges of `edits` stand in the bytes.
fn places(file: &File<'_>, form: Form, edits: &[Edit]) -> Option<Vec<(usize, usize)>> {
    let mut wanted: Vec<usize> = edits
        .iter()
        .flat_map(|edit| [edit.at.start as usize, edit.at.end as usize])
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    let found = match form {
        Form::Utf8 => in_utf8(file, &wanted),
        Form::Utf16 { .. } => in_units(file, mark(file.bytes, form), &wanted, |c| 2 * c.len_utf16()),
        Form::Utf32 { .. } => in_units(file, mark(file.bytes, form), &wanted, |_| 4),
        Form::Legacy(encoding) if encoding.is_single_byte() => in_units(file, 0, &wanted, |_| 1),
        Form::Legacy(encoding) => in_legacy(file, encoding, &wanted),
    }?;
    let place = |at: u32| {
        wanted
            .binary_search(&(at as usize))
            .ok()
            .map(|index| found[index])
    };
    let places = edits
        .iter()
        .map(|edit| Some((place(edit.at.start)?, place(edit.at.end)?)));
    places.collect()
}

/// Length of the byte order mark.
fn mark(bytes: &[u8], form: Form) -> usize {
    let mark: &[u8] = match form {
        Form::Utf8 => b"\xef\xbb\xbf",
        Form::Utf16 { big: false } => b"\xff\xfe",
        Form::Utf16 { big: true } => b"\xfe\xff",
        Form::Utf32 { big: false } => b"\xff\xfe\0\0",
        Form::Utf32 { big: true } => b"\0\0\xfe\xff",
        Form::Legacy(_) => return 0,
    };
    if bytes.starts_with(mark) { mark.len() } else { 0 }
}

fn in_utf8(file: &File<'_>, wanted: &[usize]) -> Option<Vec<usize>> {
    let mark = mark(file.bytes, Form::Utf8);
    if &file.bytes[mark..] == file.text.as_bytes() {
        return Some(wanted.iter().map(|at| at + mark).collect());
    }
    // Bytes that are no UTF-8 stand for one U+FFFD a chunk.
    let mut found = Vec::with_capacity(wanted.len());
    let mut wanted = wanted.iter().copied().peekable();
    let (mut text, mut byte) = (0, mark);
    for chunk in file.bytes[mark..].utf8_chunks() {
        let (valid, invalid) = (chunk.valid().len(), chunk.invalid().len());
        while let Some(at) = wanted.next_if(|at| *at <= text + valid) {
            found.push(byte + at - text);
        }
        text += valid;
        byte += valid + invalid;
        text += if invalid > 0 { '\u{fffd}'.len_utf8() } else { 0 };
    }
    while wanted.next_if(|at| *at == text).is_some() {
        found.push(byte);
    }
    (wanted.peek().is_none() && text == file.text.len()).then_some(found)
}

/// For forms in which the length of a character follows from the character; `mark` bytes stand before the first.
fn in_units(
    file: &File<'_>,
    mark: usize,
    wanted: &[usize],
    width: impl Fn(char) -> usize,
) -> Option<Vec<usize>> {
    let mut found = Vec::with_capacity(wanted.len());
    let mut wanted = wanted.iter().copied().peekable();
    let mut byte = mark;
    for (at, c) in file.text.char_indices() {
        if wanted.next_if_eq(&at).is_some() {
            found.push(byte);
        }
        byte += width(c);
    }
    // Half a character at the end was read as one.
    let whole = byte >= file.bytes.len() && byte < file.bytes.len() + width('\0');
    if wanted.next_if_eq(&file.text.len()).is_some() {
        found.push(file.bytes.len());
    }
    (wanted.peek().is_none() && whole).then_some(found)
}

/// For the sets of East Asia: decodes byte by byte.
fn in_legacy(file: &File<'_>, encoding: &'static Encoding, wanted: &[usize]) -> Option<Vec<usize>> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut found = Vec::with_capacity(wanted.len());
    let mut wanted = wanted.iter().copied().peekable();
    let mut text = String::with_capacity(64);
    // Length of the text so far, and where the character that is being read begins.
    let (mut length, mut begin) = (0, 0);
    for (at, byte) in file.bytes.iter().enumerate() {
        let last = at + 1 == file.bytes.len();
        text.clear();
        let _ = decoder.decode_to_string(std::slice::from_ref(byte), &mut text, last);
        if text.is_empty() {
            continue;
        }
        while let Some(place) = wanted.next_if(|place| *place < length + text.len()) {
            let own = text.char_indices().next_back().map_or(0, |(from, _)| from);
            if place == length {
                found.push(begin);
            } else if place == length + own && byte.is_ascii() {
                // A damaged character, and the ASCII one that ended it.
                found.push(at);
            } else {
                return None;
            }
        }
        length += text.len();
        begin = at + 1;
    }
    while wanted.next_if_eq(&length).is_some() {
        found.push(file.bytes.len());
    }
    (wanted.peek().is_none() && length == file.text.len()).then_some(found)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::article::Span;
    use crate::read;

    fn edit(text: &str, word: &str, new: &str) -> Edit {
        let at = text.find(word).unwrap();
        Edit::new(Span::new(at, at + word.len()), new)
    }

    /// Decodes, replaces, and decodes again.
    fn replaced(
        bytes: &[u8],
        format: Format,
        word: &str,
        new: &str,
        policy: EncodingPolicy,
    ) -> (Vec<u8>, String, bool) {
        let decoded = read::decode(bytes, format);
        let edits = [edit(&decoded.text, word, new)];
        let spliced = splice(bytes, &decoded.text, decoded.encoding, format, &edits, policy);
        let text = read::decode(&spliced.bytes, format).text;
        (spliced.bytes, text, spliced.turned)
    }

    #[test]
    fn every_character_set_keeps_its_bytes_around_a_change() {
        for (name, text) in [
            ("windows-1251", "Мост открыли в понедельник, и все пришли"),
            ("koi8-r", "Мост открыли в понедельник, и все пришли"),
            ("gb18030", "大桥在周一早上开通了，市民都来看"),
            ("big5", "大橋在週一早上開通了，市民都來看"),
            ("shift_jis", "橋は月曜日の朝に開通した。"),
            ("euc-jp", "橋は月曜日の朝に開通した。"),
            ("euc-kr", "다리는 월요일 아침에 개통되었다"),
        ] {
            let encoding = Encoding::for_label(name.as_bytes()).unwrap();
            let (bytes, _, lacking) = encoding.encode(text);
            assert!(!lacking);
            let word: String = text.chars().skip(2).take(3).collect();
            let edits = [edit(text, &word, "7")];
            let spliced = splice(
                &bytes,
                text,
                encoding.name(),
                Format::Text,
                &edits,
                EncodingPolicy::Keep,
            );
            let text = text.replacen(&word, "7", 1);
            let (want, _, _) = encoding.encode(&text);
            assert_eq!((&*spliced.bytes, spliced.turned), (&*want, false), "{name}");
        }
        let jp = "橋は月曜日の朝に開通した。";
        let (bytes, _, _) = ISO_2022_JP.encode(jp);
        let (_, text, turned) = replaced(&bytes, Format::Text, "月曜日", "火曜日", EncodingPolicy::Keep);
        assert_eq!((&*text, turned), ("橋は火曜日の朝に開通した。", false));
    }

    #[test]
    fn unicode_keeps_its_mark_and_its_order_of_bytes() {
        let text = "One 𝄞 two.\r\nThree.";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let wide: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        for (mark, bytes) in [
            (&b"\xef\xbb\xbf"[..], text.as_bytes()),
            (b"", text.as_bytes()),
            (b"\xff\xfe", &little),
            (b"\xfe\xff", &big),
            (b"\xff\xfe\0\0", &wide),
        ] {
            let bytes = [mark, bytes].concat();
            let (out, read, turned) = replaced(&bytes, Format::Text, "two", "екі", EncodingPolicy::Keep);
            assert_eq!((&*read, turned), ("One 𝄞 екі.\r\nThree.", false));
            assert!(out.starts_with(mark));
        }
    }

    #[test]
    fn damaged_bytes_outside_a_change_stay_as_they_are() {
        let bytes = b"One \xff\xe6\xbc two.\xc3";
        let (out, _, _) = replaced(bytes, Format::Text, "two", "2", EncodingPolicy::Keep);
        assert_eq!(out, b"One \xff\xe6\xbc 2.\xc3");
        let bytes = b"\xff\xfeO\0\0\xd8n\0e\0!";
        let (out, _, _) = replaced(bytes, Format::Text, "ne", "k", EncodingPolicy::Keep);
        assert_eq!(out, b"\xff\xfeO\0\0\xd8k\0!");
    }

    #[test]
    fn what_a_set_lacks_is_a_reference_in_a_page_and_utf_8_elsewhere() {
        let page = "<meta charset=windows-1252><p>One day</p>";
        let (out, text, turned) = replaced(page.as_bytes(), Format::Html, "One", "Қ", EncodingPolicy::Keep);
        assert!(!turned && out.is_ascii(), "{text}");
        assert!(text.contains("<p>&#1178; day"));
        let (out, _, turned) = replaced(page.as_bytes(), Format::Html, "One", "Қ", EncodingPolicy::Utf8);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "<meta charset=\"utf-8\"><p>Қ day</p>"
        );
        assert!(turned);
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode("Une école fermée à l’été");
        let (out, _, turned) = replaced(&bytes, Format::Text, "fermée", "жабық", EncodingPolicy::Keep);
        assert_eq!(
            (String::from_utf8(out).unwrap(), turned),
            ("Une école жабық à l’été".to_owned(), true)
        );
    }

    proptest! {
        #[test]
        fn any_bytes_take_any_change(bytes in proptest::collection::vec(any::<u8>(), 1..80), from in 0usize..80, long in 0usize..9) {
            for format in [Format::Text, Format::Html] {
                let decoded = read::decode(&bytes, format);
                let text = &decoded.text;
                let start = text.floor_char_boundary(from.min(text.len()));
                let end = text.floor_char_boundary((start + long).min(text.len()));
                let edits = [Edit::new(Span::new(start, end), "x")];
                let spliced = splice(&bytes, text, decoded.encoding, format, &edits, EncodingPolicy::Keep);
                prop_assert!(!spliced.bytes.is_empty());
                let none = splice(&bytes, text, decoded.encoding, format, &[], EncodingPolicy::Keep);
                prop_assert_eq!(none.bytes, bytes.clone());
            }
        }
    }
}
