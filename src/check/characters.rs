//! The rules `char` and `bidi`: damaged characters, and direction controls that are not closed.

use super::side::Side;
use super::{Findings, Rule};
use crate::article::Span;

pub(super) fn check(source: &Side, target: &Side, found: &mut Findings) {
    if found.wants(Rule::Char) {
        damaged(source, target, found);
    }
    if found.wants(Rule::Bidi) {
        directions(source, target, found);
    }
}

/// Whether `c` is in no text: a control, a non-character, the sign of a character that could not be read.
fn is_damage(c: char) -> bool {
    let control = matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{9F}');
    control || c == '\u{FFFD}' || matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE
}

fn damaged(source: &Side, target: &Side, found: &mut Findings) {
    let (ours, theirs) = (source.text.plain(), target.text.plain());
    for (at, c) in theirs
        .char_indices()
        .filter(|(_, c)| is_damage(*c))
        .take(MOST_PLACES)
    {
        // What the source has as well is not the translator's.
        if !ours.contains(c) {
            let span = Span::new(at, at + c.len_utf8());
            found.add(
                Rule::Char,
                None,
                Some(span),
                format!("a damaged character (U+{:04X})", u32::from(c)),
            );
        }
    }
    if let Some(span) = mojibake(theirs) {
        let text = span.of(theirs);
        if !ours.contains(text) {
            found.add(
                Rule::Char,
                None,
                Some(span),
                format!("\"{text}\" is a character that was read in the wrong encoding"),
            );
        }
    }
}

/// Places looked at in one text.
const MOST_PLACES: usize = 16;

/// The byte that windows-1252 has for a character beyond ASCII.
fn byte(c: char) -> Option<u8> {
    const HIGH: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";
    match c {
        '\u{80}'..='\u{FF}' => Some(u32::from(c) as u8),
        _ => HIGH
            .chars()
            .position(|high| high == c)
            .map(|place| 0x80 + place as u8),
    }
}

/// What follows a letter in sound text: closing marks, dashes, no-break spaces.
fn follows_letters(c: char) -> bool {
    matches!(
        c,
        '\u{A0}'
            | '»'
            | '«'
            | '’'
            | '‘'
            | '”'
            | '“'
            | '…'
            | '–'
            | '—'
            | '›'
            | '‹'
            | '„'
            | '‚'
            | '°'
            | '·'
            | '®'
            | '™'
            | '²'
            | '³'
            | '¹'
            | '´'
            | '¿'
            | '¡'
    )
}

/// UTF-8 that was read as windows-1252: `Ã©`, `â€™`, `Ð¿`.
fn mojibake(text: &str) -> Option<Span> {
    let mut weak: Option<Span> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        // Lead bytes of two and of three; in capitals among small letters none of them is common.
        let lead = match c {
            'Â' | 'Ã' | 'Ä' | 'Å' | 'Î' | 'Ï' | 'Ð' | 'Ñ' | 'Ø' | 'Ù' | '×' => 2,
            'â' | 'ã' | 'ä' | 'å' | 'æ' | 'ç' | 'è' | 'é' | 'à' | 'á' => 3,
            _ => continue,
        };
        let Some(&(next, second)) = chars.peek() else {
            break;
        };
        let Some(low) = byte(second).filter(|low| (0x80..0xC0).contains(low)) else {
            continue;
        };
        let mut end = next + second.len_utf8();
        if lead == 3 {
            let third = text[end..].chars().next();
            let Some(third) = third.filter(|c| byte(*c).is_some_and(|low| (0x80..0xC0).contains(&low)))
            else {
                continue;
            };
            end += third.len_utf8();
            if follows_letters(second) {
                continue;
            }
            return Some(Span::new(at, end));
        }
        let span = Span::new(at, end);
        if !follows_letters(second) && low >= 0x80 {
            return Some(span);
        }
        if weak.is_some() && matches!(c, 'Ã' | 'Ð' | 'Ñ' | 'Ø' | 'Ù') {
            return weak;
        }
        weak = weak.or(matches!(c, 'Ã' | 'Ð' | 'Ñ' | 'Ø' | 'Ù').then_some(span));
    }
    None
}

/// The first direction control that is not closed, or closes nothing.
fn unclosed(text: &str) -> Option<Span> {
    let mut open: Vec<(bool, Span)> = Vec::new();
    for (at, c) in text.char_indices() {
        let span = Span::new(at, at + c.len_utf8());
        match c {
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => open.push((false, span)),
            '\u{2066}'..='\u{2068}' => open.push((true, span)),
            '\u{202C}' | '\u{2069}' => {
                let isolate = c == '\u{2069}';
                match open.last() {
                    Some((kind, _)) if *kind == isolate => {
                        open.pop();
                    }
                    _ => return Some(span),
                }
            }
            _ => {}
        }
    }
    open.first().map(|(_, span)| *span)
}

fn directions(source: &Side, target: &Side, found: &mut Findings) {
    if let (Some(span), None) = (unclosed(target.text.plain()), unclosed(source.text.plain())) {
        let c = target.text.plain()[span.start as usize..]
            .chars()
            .next()
            .unwrap_or(' ');
        let message = format!("the direction control U+{:04X} has no partner", u32::from(c));
        found.add(Rule::Bidi, None, Some(span), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_read_in_the_wrong_encoding_is_told_from_sound_text() {
        for text in [
            "La rÃ©union",
            "donâ€™t",
            "ÐŸÑ€Ð¸Ð²ÐµÑ‚",
            "Ù…Ø±Ø­Ø¨Ø§",
            "ä¸­æ–‡",
            "naÃ¯ve",
            "Â£5",
        ] {
            assert!(mojibake(text).is_some(), "{text}");
        }
        for text in [
            "un « café\u{a0}» à\u{a0}Paris",
            "ESPAÑA",
            "MANHÃ”,",
            "på Ø – ja",
            "SÃO PAULO",
            "É…",
            "10 Å.",
            "Việt Nam Ã",
            "café…»",
            "à «",
        ] {
            assert!(mojibake(text).is_none(), "{text}");
        }
    }
}
