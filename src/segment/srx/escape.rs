//! What a backslash begins in a pattern of ICU or Java, and the properties of characters by name.

use std::str::Chars;

use super::data::blocks::BLOCKS;

/// What an escape stands for.
pub(super) enum Escape {
    /// One character.
    Char(char),
    /// A class of characters, which may stand in brackets.
    Class(String),
    /// A piece of pattern that may not.
    Piece(&'static str),
    /// Text as it is.
    Quoted(String),
    /// `\Z`.
    TextEnd,
    /// A reference to a group, as the engine writes it.
    Reference(String),
}

/// Reads what follows a backslash.
pub(super) fn escape(rest: &mut Chars<'_>) -> Result<Escape, String> {
    let Some(c) = rest.next() else {
        return Err("a backslash stands at the end".to_owned());
    };
    Ok(match c {
        't' => Escape::Char('\t'),
        'n' => Escape::Char('\n'),
        'r' => Escape::Char('\r'),
        'f' => Escape::Char('\u{C}'),
        'a' => Escape::Char('\u{7}'),
        'e' => Escape::Char('\u{1B}'),
        '0' => Escape::Char(octal(rest)?),
        'x' => Escape::Char(hexadecimal(rest)?),
        'u' => Escape::Char(utf16(rest)?),
        'U' => Escape::Char(scalar(digits(rest, 8)?)?),
        'c' => Escape::Char(control(rest)?),
        'd' | 'D' | 's' | 'S' | 'w' | 'W' => Escape::Class(format!("\\{c}")),
        'h' => Escape::Class(r"[\t\p{Zs}]".to_owned()),
        'H' => Escape::Class(r"[^\t\p{Zs}]".to_owned()),
        'v' => Escape::Class(r"[\n-\r\x{85}\x{2028}\x{2029}]".to_owned()),
        'V' => Escape::Class(r"[^\n-\r\x{85}\x{2028}\x{2029}]".to_owned()),
        'p' | 'P' => Escape::Class(named(rest, c == 'P')?),
        'b' => Escape::Piece(r"\b"),
        'B' => Escape::Piece(r"\B"),
        'A' => Escape::Piece(r"\A"),
        'z' => Escape::Piece(r"\z"),
        'R' => Escape::Piece(r"(?:\r\n|[\n-\r\x{85}\x{2028}\x{2029}])"),
        'X' => Escape::Piece(r"(?:(?s:.)\p{M}*)"),
        'Z' => Escape::TextEnd,
        '1'..='9' => Escape::Reference(format!("(?:\\{c})")),
        'k' => Escape::Reference(reference(rest)?),
        'Q' => Escape::Quoted(quoted(rest)),
        // The end of a quotation that never began.
        'E' => Escape::Quoted(String::new()),
        _ if c.is_ascii_alphanumeric() => return Err(format!("\"\\{c}\" has no meaning here")),
        _ => Escape::Char(c),
    })
}

/// Text up to `\E`, or to the end.
fn quoted(rest: &mut Chars<'_>) -> String {
    let (text, after) = rest.as_str().split_once("\\E").unwrap_or((rest.as_str(), ""));
    let text = text.to_owned();
    *rest = after.chars();
    text
}

fn reference(rest: &mut Chars<'_>) -> Result<String, String> {
    let name = rest
        .as_str()
        .strip_prefix('<')
        .and_then(|inside| inside.split_once('>'));
    let Some((name, after)) = name else {
        return Err("\"\\k\" names no group".to_owned());
    };
    *rest = after.chars();
    Ok(format!("\\k<{name}>"))
}

fn scalar(code: u32) -> Result<char, String> {
    char::from_u32(code).ok_or_else(|| format!("{code:X} is no character"))
}

/// A number of `count` hexadecimal digits.
fn digits(rest: &mut Chars<'_>, count: usize) -> Result<u32, String> {
    let text: String = rest.by_ref().take(count).collect();
    let whole = text.len() == count && text.bytes().all(|b| b.is_ascii_hexdigit());
    let code = u32::from_str_radix(&text, 16).ok().filter(|_| whole);
    code.ok_or_else(|| format!("\"{text}\" is to be {count} hexadecimal digits"))
}

/// `\u0041`, or two of them that are one character together.
fn utf16(rest: &mut Chars<'_>) -> Result<char, String> {
    let first = digits(rest, 4)?;
    if !(0xD800..0xDC00).contains(&first) {
        return scalar(first);
    }
    let mut ahead = rest.clone();
    if (ahead.next(), ahead.next()) != (Some('\\'), Some('u')) {
        return Err(format!("{first:X} is half of a character"));
    }
    let second = digits(&mut ahead, 4)?;
    if !(0xDC00..0xE000).contains(&second) {
        return Err(format!("{first:X} is half of a character"));
    }
    *rest = ahead;
    scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
}

/// `\x41` or `\x{1F42A}`.
fn hexadecimal(rest: &mut Chars<'_>) -> Result<char, String> {
    let braced = rest
        .as_str()
        .strip_prefix('{')
        .and_then(|inside| inside.split_once('}'));
    let Some((code, after)) = braced else {
        return scalar(digits(rest, 2)?);
    };
    let number = u32::from_str_radix(code, 16).map_err(|_| format!("\"{code}\" is no hexadecimal number"))?;
    *rest = after.chars();
    scalar(number)
}

/// `\07`, `\077`, `\0377`.
fn octal(rest: &mut Chars<'_>) -> Result<char, String> {
    let text: String = rest
        .as_str()
        .chars()
        .take(3)
        .take_while(|c| matches!(c, '0'..='7'))
        .collect();
    // A third digit would lead out of the first 256 characters.
    let text = if text.len() == 3 && !text.starts_with(['0', '1', '2', '3']) {
        &text[..2]
    } else {
        &text
    };
    let code = u32::from_str_radix(text, 8).map_err(|_| "\"\\0\" wants octal digits".to_owned())?;
    *rest = rest.as_str()[text.len()..].chars();
    scalar(code)
}

fn control(rest: &mut Chars<'_>) -> Result<char, String> {
    match rest.next() {
        Some(c) if c.is_ascii() => scalar(u32::from(c.to_ascii_uppercase()) ^ 0x40),
        _ => Err("\"\\c\" wants a letter".to_owned()),
    }
}

/// `\pL`, `\p{Lu}`, `\p{^Lu}`.
fn named(rest: &mut Chars<'_>, negated: bool) -> Result<String, String> {
    let Some(inside) = rest.as_str().strip_prefix('{') else {
        let letter = rest.next().ok_or("\"\\p\" names nothing")?;
        return property(letter.encode_utf8(&mut [0; 4]), negated);
    };
    let Some((name, after)) = inside.split_once('}') else {
        return Err("a bracket \"\\p{\" is not closed".to_owned());
    };
    let class = match name.strip_prefix('^') {
        Some(name) => property(name, !negated)?,
        None => property(name, negated)?,
    };
    *rest = after.chars();
    Ok(class)
}

/// The class of the characters with the property `name`, or without it.
pub(super) fn property(name: &str, negated: bool) -> Result<String, String> {
    let unknown = || format!("\"{name}\" is no property of characters that is known here");
    // Case, blanks, hyphens and underscores are no part of a name.
    let plain: String = name
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect();
    if !plain.chars().all(|c| c.is_ascii_alphanumeric() || c == '=') {
        return Err(unknown());
    }
    if let Some(class) = posix(&plain) {
        let sign = if negated { "^" } else { "" };
        return Ok(format!("[{sign}{class}]"));
    }
    let block = ["block=", "blk=", "in"]
        .into_iter()
        .find_map(|prefix| plain.strip_prefix(prefix));
    if let Some((_, first, last)) = block.and_then(|block| BLOCKS.iter().find(|(name, ..)| *name == block)) {
        let sign = if negated { "^" } else { "" };
        return Ok(format!("[{sign}\\x{{{first:X}}}-\\x{{{last:X}}}]"));
    }
    let letter = if negated { 'P' } else { 'p' };
    let without_is = plain.strip_prefix("is").unwrap_or(&plain);
    [plain.as_str(), without_is]
        .into_iter()
        .map(|name| format!("\\{letter}{{{name}}}"))
        .find(|class| regex_syntax::parse(class).is_ok())
        .ok_or_else(unknown)
}

/// The inside of a class that POSIX or Java names; ICU takes all scripts for them.
fn posix(name: &str) -> Option<&'static str> {
    Some(match name {
        "alnum" | "isalnum" | "javaletterordigit" => r"\p{Alphabetic}\p{Nd}",
        "alpha" | "javaalphabetic" => r"\p{Alphabetic}",
        "javaletter" => r"\p{L}",
        "ascii" => r"\x{0}-\x{7F}",
        "blank" => r"\t\p{Zs}",
        "cntrl" => r"\p{Cc}",
        "digit" | "javadigit" => r"\p{Nd}",
        "graph" => r"\p{L}\p{M}\p{N}\p{P}\p{S}",
        "print" => r"\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}",
        "punct" => r"\p{P}",
        "space" | "javawhitespace" => r"\p{White_Space}",
        "javaspacechar" => r"\p{Z}",
        "lower" | "javalowercase" => r"\p{Lowercase}",
        "upper" | "javauppercase" => r"\p{Uppercase}",
        "javatitlecase" => r"\p{Lt}",
        "javaideographic" => r"\p{Ideographic}",
        "word" => r"\w",
        "xdigit" => "0-9A-Fa-f",
        _ => return None,
    })
}
