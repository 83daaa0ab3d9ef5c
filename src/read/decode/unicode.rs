//! UTF-8, UTF-16 and UTF-32 without a byte order mark.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::plausible::{jumble, plausibility};
use super::{Decoded, replaced, with};

/// How much of a file is looked at, in bytes; a multiple of four.
const SAMPLE: usize = 4096;

/// A form of Unicode in units of more than one byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Utf16Le,
    Utf16Be,
    Utf32Le,
    Utf32Be,
}

impl Form {
    pub(super) fn decode(self, bytes: &[u8]) -> Decoded {
        match self {
            Self::Utf16Le => with(UTF_16LE, bytes, 0),
            Self::Utf16Be => with(UTF_16BE, bytes, 0),
            Self::Utf32Le | Self::Utf32Be => utf32(bytes, self, 0),
        }
    }
}

fn sample(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(SAMPLE)]
}

/// Whether the bytes are UTF-8, or UTF-8 that something damaged.
///
/// Damaged is what was cut off at the end, what has surrogates or numbers past the end of Unicode in the shape of UTF-8, and what has
/// one place of damage in eight good sequences at most: in other sets sequences that pass as UTF-8 are rare.
pub(super) fn is_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    let mut rest = bytes;
    loop {
        match std::str::from_utf8(rest) {
            Ok(_) if bad == 0 => return true,
            Ok(valid) => {
                good += sequences(valid);
                break;
            }
            Err(error) => {
                let (valid, damaged) = rest.split_at(error.valid_up_to());
                good += valid.iter().filter(|&&byte| byte >= 0xc0).count();
                let cut_off = error.error_len().is_none();
                let shape = if cut_off { damaged.len() } else { shape(damaged) };
                bad += usize::from(shape == 0);
                rest = &damaged[shape.max(error.error_len().unwrap_or(damaged.len()))..];
            }
        }
    }
    bad == 0 || good >= 8 * bad
}

/// Whether the bytes are UTF-8 with so many sequences that it is no accident: editors that save a page as UTF-8 leave the old
/// declaration in it.
pub(super) fn is_surely_utf8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| sequences(text) >= 4)
}

fn sequences(text: &str) -> usize {
    text.bytes().filter(|&byte| byte >= 0xc0).count()
}

/// The length of what has the shape of a sequence of UTF-8 but stands for no character: a surrogate, a number past U+10FFFF.
fn shape(bytes: &[u8]) -> usize {
    let length = match bytes {
        [0xed, second, ..] if *second >= 0xa0 => 3,
        [0xf4, second, ..] if *second >= 0x90 => 4,
        [0xf5..=0xf7, ..] => 4,
        _ => return 0,
    };
    let follows = bytes
        .get(1..length)
        .is_some_and(|rest| rest.iter().all(|byte| byte & 0xc0 == 0x80));
    if follows { length } else { 0 }
}

/// Tells UTF-32 and UTF-16 in bytes that hold NULs and other controls, which no text in another form does in such places.
pub(super) fn without_mark(bytes: &[u8]) -> Option<Form> {
    let sample = sample(bytes);
    let controls = sample
        .iter()
        .filter(|byte| matches!(byte, 0..=8 | 14..=31))
        .count();
    if controls == 0 {
        return None;
    }
    for form in [Form::Utf32Le, Form::Utf32Be] {
        if is_utf32(sample, form) {
            return Some(form);
        }
    }
    if std::str::from_utf8(bytes).is_ok() {
        // Stray controls in a text of single bytes: in UTF-16 every space, digit and Latin letter has a NUL, and most letters
        // of other alphabets have the number of their block, which as a single byte is a control (Devanagari: the tab).
        let low = sample.iter().filter(|&&byte| byte < 32).count();
        if controls * 10 < sample.len() && low * 4 < sample.len() {
            return None;
        }
    }
    better_order(sample)
        .filter(|(_, score)| *score > 0.55)
        .map(|(form, _)| form)
}

/// Tells UTF-16 in bytes without controls: Chinese and Japanese without a space or line end, in competition with the 8-bit
/// or double-byte set `legacy`.
pub(super) fn without_mark_and_controls(bytes: &[u8], legacy: &'static Encoding) -> Option<Form> {
    let sample = sample(bytes);
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    let (text, _) = legacy.decode_without_bom_handling(sample);
    let rival = plausibility(text.chars()) - 1.5 * jumble(&text);
    better_order(sample)
        .filter(|(_, score)| *score > 0.5 && *score > rival + 0.1)
        .map(|(form, _)| form)
}

/// The byte order that gives the more plausible text, and how plausible that is.
fn better_order(sample: &[u8]) -> Option<(Form, f32)> {
    if sample.len() < 2 {
        return None;
    }
    let score = |read: fn([u8; 2]) -> u16| {
        let units = sample.chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
        plausibility(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)))
    };
    let (little, big) = (score(u16::from_le_bytes), score(u16::from_be_bytes));
    Some(if little >= big {
        (Form::Utf16Le, little)
    } else {
        (Form::Utf16Be, big)
    })
}

fn unit(bytes: [u8; 4], form: Form) -> u32 {
    if form == Form::Utf32Le {
        u32::from_le_bytes(bytes)
    } else {
        u32::from_be_bytes(bytes)
    }
}

/// Whether the bytes are characters of four bytes each.
pub(super) fn is_utf32(bytes: &[u8], form: Form) -> bool {
    let (units, _) = sample(bytes).as_chunks::<4>();
    let good = units
        .iter()
        .filter(|bytes| {
            let unit = unit(**bytes, form);
            unit >= 0x20 && char::from_u32(unit).is_some() || matches!(unit, 9 | 10 | 13)
        })
        .count();
    // In UTF-16 two characters of one unit make a number past the end of Unicode.
    !units.is_empty() && good * 100 >= units.len() * 95
}

/// Reads UTF-32; `offset` is the length of the mark before `bytes`.
pub(super) fn utf32(bytes: &[u8], form: Form, offset: usize) -> Decoded {
    let mut text = String::with_capacity(bytes.len() / 2);
    let (units, rest) = bytes.as_chunks::<4>();
    let (mut count, mut first) = (0, 0);
    let mut replace = |text: &mut String, at: usize| {
        text.push(char::REPLACEMENT_CHARACTER);
        first = if count == 0 { offset + at } else { first };
        count += 1;
    };
    for (index, bytes) in units.iter().enumerate() {
        match char::from_u32(unit(*bytes, form)) {
            Some(c) => text.push(c),
            None => replace(&mut text, index * 4),
        }
    }
    if !rest.is_empty() {
        replace(&mut text, bytes.len() - rest.len());
    }
    let encoding = if form == Form::Utf32Le {
        "UTF-32LE"
    } else {
        "UTF-32BE"
    };
    Decoded {
        text,
        encoding,
        warnings: replaced(count, first, encoding),
    }
}
