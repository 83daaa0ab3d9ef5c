//! Tells files that are no text: by the first bytes of well-known formats, and by control characters all over.

/// First bytes and what they stand for.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive"),
    (b"PK\x05\x06", "a zip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\0asm", "a program"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"ID3\x03", "sound"),
    (b"ID3\x04", "sound"),
    (b"OggS\0", "sound"),
    (b"fLaC\0", "sound"),
    (b"SQLite format 3\0", "a database"),
    (b"wOFF\0", "a font"),
    (b"wOF2\0", "a font"),
];

/// Controls that texts hold: tab, ends of lines and pages, the end of a file of DOS, the escape of terminals.
const IN_TEXT: [u8; 6] = [b'\t', b'\n', b'\r', 0x0c, 0x1a, 0x1b];

/// What the file is, if its first bytes are those of a well-known format that is not text.
pub(super) fn signature(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"RIFF") && bytes.get(8..12).is_some_and(<[u8]>::is_ascii) {
        // Four bytes of size follow; in a text that begins with the word there are letters.
        let size = &bytes[4..8];
        return (!size.iter().all(u8::is_ascii_graphic)).then_some("a picture, sound or video");
    }
    if bytes.get(257..262) == Some(b"ustar") {
        return Some("a tar archive");
    }
    if bytes.get(4..8) == Some(b"ftyp") && bytes[0] == 0 {
        return Some("video");
    }
    SIGNATURES
        .iter()
        .find(|(first, _)| bytes.starts_with(first))
        .map(|(_, what)| *what)
}

/// Whether so many characters are controls that the file is not text, whatever it was decoded from.
///
/// Unicode text may hold stray controls: it is text up to 30 %, and up to 10 % NULs. Bytes that were guessed to be in an 8-bit or
/// double-byte set have proved nothing yet, and random bytes hold 10 % controls: there the bound is 3 %.
pub(super) fn is_mostly_controls(text: &str, encoding: &str) -> bool {
    // Only the controls of ASCII count; in UTF-8 they are bytes that stand for nothing else.
    let controls = count(text, |byte| {
        let low = u8::from(byte < b' ') + u8::from(byte == 0x7f);
        IN_TEXT
            .iter()
            .fold(low, |low, &usual| low - u8::from(byte == usual))
    });
    if controls == 0 {
        return false;
    }
    let nuls = count(text, |byte| u8::from(byte == 0));
    let characters = text.chars().count();
    let percent = if encoding.starts_with("UTF-") { 30 } else { 3 };
    controls * 100 > characters * percent || nuls * 10 > characters
}

/// The sum of what `of` says of each byte, 0 or 1; in blocks so small that the compiler can keep it in bytes.
fn count(text: &str, of: impl Fn(u8) -> u8) -> usize {
    text.as_bytes()
        .chunks(usize::from(u8::MAX))
        .map(|block| usize::from(block.iter().map(|&byte| of(byte)).sum::<u8>()))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stray_controls_do_not_make_a_text_binary() {
        let sentence = "The council met on Monday. It approved the budget. ";
        assert!(!is_mostly_controls(
            &format!("{sentence}\0\u{1}\u{2}\u{1b}[31m{sentence}"),
            "UTF-8"
        ));
        assert!(is_mostly_controls(
            &format!("{sentence}\0\u{1}\u{2}\u{3}\u{4}{sentence}"),
            "windows-1252"
        ));
        assert!(is_mostly_controls(&"\0a".repeat(50), "UTF-8"));
        assert!(!is_mostly_controls("", "UTF-8"));
    }

    #[test]
    fn words_that_look_like_signatures_stay_text() {
        assert_eq!(signature(b"RIFFRAFF AND CO"), None);
        assert_eq!(
            signature(b"RIFF\x24\x08\0\0WAVE"),
            Some("a picture, sound or video")
        );
        assert_eq!(signature(b"PK met Monday"), None);
        assert_eq!(signature(b"\0\0\0\x20ftypmp42"), Some("video"));
    }
}
