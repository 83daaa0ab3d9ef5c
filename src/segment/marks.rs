//! The marks that can end a sentence in all scripts, and what may stand around them.

/// What a mark says on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// `.`: an end, or part of an abbreviation or number.
    Dot,
    /// `?` and `!` of the spaced scripts: an end when white space and no small letter follow.
    Question,
    /// `…`.
    Ellipsis,
    /// Danda and its relatives: always an end.
    Danda,
    /// The marks of Chinese and Japanese: an end outside quotations and brackets.
    Ideographic,
    /// Armenian `։`: an end before white space.
    Verjaket,
}

/// What a character is to the scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Mark(Mark),
    /// Opens or closes a quotation or a bracket.
    Pair,
    /// `` ` ``: may open a code span.
    Code,
    /// `《`: opens a title, which is never cut.
    Title,
    /// `;` and `:`, which are final marks in Greek and Armenian.
    Half,
}

pub(super) fn kind(c: char) -> Kind {
    match c {
        '.' => Kind::Mark(Mark::Dot),
        '?' | '!' | '؟' | '‽' | '‼' | '⁇' | '⁈' | '⁉' | '\u{37E}' | '᥄' | '᥅' | '՜' => {
            Kind::Mark(Mark::Question)
        }
        '…' => Kind::Mark(Mark::Ellipsis),
        '।' | '॥' | '۔' | '።' | '፧' | '፨' | '᙮' | '។' | '៕' | '။' | '༎' | '᠃' | '᠉' | '꓿' | '꘎' | '꛳'
        | '᭞' | '᭟' | '꧉' | '᪨' | '᪩' | '܀' => Kind::Mark(Mark::Danda),
        '。' | '｡' | '！' | '？' | '．' => Kind::Mark(Mark::Ideographic),
        '։' => Kind::Mark(Mark::Verjaket),
        '`' => Kind::Code,
        '《' => Kind::Title,
        ';' | ':' => Kind::Half,
        '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '‚' | '‹' | '›' | '「' | '」' | '『' | '』' | '('
        | ')' | '（' | '）' | '[' | ']' | '＂' => Kind::Pair,
        _ => Kind::Text,
    }
}

/// Bytes that are never the first of a character the scan must look at: ASCII letters, digits and blanks; continuation bytes; and
/// the first bytes of Latin, Greek, Cyrillic, Han and Hangul letters.
pub(super) static PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        plain[byte] = match byte as u8 {
            b'.' | b'?' | b'!' | b'"' | b'(' | b')' | b'[' | b']' | b'`' | b';' | b':' => false,
            0x00..=0xBF | 0xC3..=0xCC | 0xCE..=0xD3 | 0xE4..=0xE9 | 0xEB..=0xED => true,
            _ => false,
        };
        byte += 1;
    }
    plain
};

/// A character that closes whatever stands before it, in every language.
pub(super) fn always_closes(c: char) -> bool {
    matches!(
        c,
        ')' | ']' | '}' | '）' | '］' | '」' | '』' | '】' | '〕' | '〉' | '》' | '”'
    )
}

/// A character that may stand between the white space and the first letter of a sentence.
pub(super) fn opens(c: char) -> bool {
    !c.is_ascii_alphanumeric() && opens_any(c)
}

fn opens_any(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '”'
            | '‘'
            | '’'
            | '«'
            | '»'
            | '„'
            | '‚'
            | '‹'
            | '›'
            | '('
            | '（'
            | '['
            | '{'
            | '「'
            | '『'
            | '【'
            | '〈'
            | '《'
            | '¿'
            | '¡'
            | '*'
            | '_'
            | '`'
            | '#'
            | '<'
            | '>'
            | '＂'
    ) || is_dash(c)
        || is_bullet(c)
        || is_format(c)
}

pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '―' | '‒')
}

pub(super) fn is_bullet(c: char) -> bool {
    matches!(c, '•' | '·' | '⁃' | '‣' | '◦' | '●' | '▪' | '■' | '★')
}

/// Whether `c` is a combining mark. The first of them is U+0300, and most characters of most texts come before it.
pub(super) fn combines(c: char) -> bool {
    c >= '\u{300}' && unicode_normalization::char::is_combining_mark(c)
}

/// Invisible characters that are not white space: they go with what stands before them.
pub(super) fn is_format(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_mark_begins_with_a_byte_that_the_scan_skips() {
        for c in ('\0'..='\u{FFFF}').filter(|&c| kind(c) != Kind::Text) {
            let mut buffer = [0; 4];
            let first = c.encode_utf8(&mut buffer).as_bytes()[0];
            assert!(!PLAIN[first as usize], "{c}");
        }
    }
}
