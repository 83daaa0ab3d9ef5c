//! The patterns of SRX files, written for ICU or Java, to patterns of the engine that matches them here.
//!
//! What reads alike goes over as it is; what means something else (`\h`, `\v`, `.`), is written differently (`\uXXXX`, `\Q…\E`,
//! `\p{InGreek}`) or is refused by the engine (a hyphen after a class, `[\d-–]`) is rewritten. `\s`, `\d`, `\w` and `\b` are those of
//! ICU, which the standard names: of all scripts.

use std::str::Chars;

use super::bracket::bracket;
use super::escape::{Escape, escape};

/// A pattern for the engine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Translated {
    /// The pattern itself.
    pub(super) exact: String,
    /// A pattern without look-around, back-references and possessive quantifiers that matches wherever the pattern itself does: what a
    /// match can begin and end with is read off it.
    pub(super) outline: String,
    /// Whether the outline matches nothing else.
    pub(super) plain: bool,
}

/// Translates `pattern`.
///
/// # Errors
/// If something in it has no meaning here, with the reason.
pub(super) fn translate(pattern: &str) -> Result<Translated, String> {
    let mut translator = Translator {
        rest: pattern.chars(),
        out: Translated {
            plain: true,
            ..Translated::default()
        },
        flags: Flags::default(),
        groups: Vec::new(),
        hidden: None,
        captures: has_reference(pattern),
    };
    translator.run()?;
    Ok(translator.out)
}

/// Appends `c` so that it stands for itself, inside brackets as well.
pub(super) fn push_literal(out: &mut String, c: char) {
    if c.is_alphanumeric() {
        out.push(c);
    } else {
        use std::fmt::Write as _;
        // Writing to a string cannot fail.
        let _ = write!(out, "\\x{{{:X}}}", u32::from(c));
    }
}

/// Whether a pattern refers back to its groups; if not, groups need not be kept apart, which the engine likes better.
fn has_reference(pattern: &str) -> bool {
    let mut escaped = false;
    pattern.chars().any(|c| {
        let reference = escaped && (matches!(c, '1'..='9') || c == 'k');
        escaped = c == '\\' && !escaped;
        reference
    })
}

/// What an inline flag changes in the translation.
#[derive(Clone, Copy, Debug, Default)]
struct Flags {
    /// `s`: a dot is any character.
    dot_all: bool,
    /// `x`: white space and comments are no part of the pattern.
    spaced: bool,
}

/// An open bracket.
struct Group {
    /// The flags before it.
    flags: Flags,
}

struct Translator<'p> {
    rest: Chars<'p>,
    out: Translated,
    flags: Flags,
    groups: Vec<Group>,
    /// Number of brackets that were open where a look-around began, whose inside the outline leaves out.
    hidden: Option<usize>,
    captures: bool,
}

impl Translator<'_> {
    fn run(&mut self) -> Result<(), String> {
        while let Some(c) = self.rest.next() {
            match c {
                '\\' => self.escaped()?,
                '[' => {
                    let class = bracket(&mut self.rest, self.flags.spaced)?;
                    self.put(&class);
                }
                '(' => self.open()?,
                ')' => self.close()?,
                // Line ends are none of `.` in ICU and Java, and there are more of them than `\n`.
                '.' if self.flags.dot_all => self.put("(?s:.)"),
                '.' => self.put(r"[^\n\r\x{85}\x{2028}\x{2029}]"),
                '|' | '^' | '$' => self.put(c.encode_utf8(&mut [0; 4])),
                '*' | '+' | '?' => self.quantifier(c.encode_utf8(&mut [0; 4])),
                '{' => match counted(self.rest.as_str()) {
                    Some(count) => {
                        self.skip(count.len() + 1);
                        self.quantifier(&format!("{{{count}}}"));
                    }
                    None => self.literal(c),
                },
                _ if self.flags.spaced && c.is_whitespace() => {}
                '#' if self.flags.spaced => {
                    self.rest.by_ref().find(|&c| c == '\n');
                }
                _ => self.literal(c),
            }
        }
        if self.groups.is_empty() {
            Ok(())
        } else {
            Err("a bracket \"(\" is not closed".to_owned())
        }
    }

    fn put(&mut self, piece: &str) {
        self.put_both(piece, piece);
    }

    fn put_both(&mut self, exact: &str, outline: &str) {
        self.out.exact.push_str(exact);
        if self.hidden.is_none() {
            self.out.outline.push_str(outline);
        }
    }

    fn literal(&mut self, c: char) {
        let mut piece = String::new();
        push_literal(&mut piece, c);
        self.put(&piece);
    }

    /// Goes on after `bytes` bytes of ASCII.
    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.as_str().get(bytes..).unwrap_or_default().chars();
    }

    fn takes(&mut self, start: &str) -> bool {
        let rest = self.rest.as_str().strip_prefix(start);
        if let Some(rest) = rest {
            self.rest = rest.chars();
        }
        rest.is_some()
    }

    fn escaped(&mut self) -> Result<(), String> {
        match escape(&mut self.rest)? {
            Escape::Char(c) => self.literal(c),
            Escape::Class(class) => self.put(&class),
            Escape::Piece(piece) => self.put(piece),
            Escape::Quoted(text) => text.chars().for_each(|c| self.literal(c)),
            // Only ever at the end of the text here: what is cut ends with no line end.
            Escape::TextEnd => self.put(r"\z"),
            Escape::Reference(name) => {
                self.out.plain = false;
                self.put_both(&name, "(?s:.*)");
            }
        }
        Ok(())
    }

    /// Takes a quantifier with the sign that makes it lazy or possessive.
    fn quantifier(&mut self, quantifier: &str) {
        if self.takes("+") {
            self.out.plain = false;
            self.put_both(&format!("{quantifier}+"), quantifier);
        } else if self.takes("?") {
            self.put(&format!("{quantifier}?"));
        } else {
            self.put(quantifier);
        }
    }

    /// Takes what follows an opening bracket up to the inside of the group.
    fn open(&mut self) -> Result<(), String> {
        let before = self.flags;
        let depth = self.groups.len();
        if !self.takes("?") {
            self.put_both(if self.captures { "(" } else { "(?:" }, "(?:");
        } else if self.takes("#") {
            return match self.rest.by_ref().find(|&c| c == ')') {
                Some(_) => Ok(()),
                None => Err("a comment \"(?#\" is not closed".to_owned()),
            };
        } else if let Some(look) = ["=", "!", "<=", "<!"].into_iter().find(|look| self.takes(look)) {
            self.out.plain = false;
            self.put_both(&format!("(?{look}"), "(?:");
            self.hidden.get_or_insert(depth);
        } else if self.takes(">") {
            self.out.plain = false;
            self.put_both("(?>", "(?:");
        } else if self.takes("<") {
            let name: String = self.rest.by_ref().take_while(|&c| c != '>').collect();
            if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric()) {
                return Err(format!("\"{name}\" is no name of a group"));
            }
            let open = format!("(?<{name}>");
            self.put_both(if self.captures { &open } else { "(?:" }, "(?:");
        } else if !self.flag_group()? {
            return Ok(());
        }
        self.groups.push(Group { flags: before });
        Ok(())
    }

    /// Takes the flags of `(?i)` or `(?i:`; true if a group opens.
    fn flag_group(&mut self) -> Result<bool, String> {
        let (mut on, mut off) = (String::new(), String::new());
        let mut sets = true;
        for c in self.rest.by_ref() {
            match c {
                '-' => sets = false,
                'i' | 'm' if sets => on.push(c),
                'i' | 'm' => off.push(c),
                's' => self.flags.dot_all = sets,
                'x' => self.flags.spaced = sets,
                // Lines that end with \n only, case and classes of all scripts, ICU's words: no difference, or as it is anyway.
                'd' | 'u' | 'U' | 'w' => {}
                ':' | ')' => {
                    let dash = if off.is_empty() { "" } else { "-" };
                    let kept = format!("{on}{dash}{off}");
                    if c == ':' {
                        self.put(&format!("(?{kept}:"));
                    } else if !kept.is_empty() {
                        self.put(&format!("(?{kept})"));
                    }
                    return Ok(c == ':');
                }
                _ => return Err(format!("\"(?{c}\" is no flag")),
            }
        }
        Err("a bracket \"(?\" is not closed".to_owned())
    }

    fn close(&mut self) -> Result<(), String> {
        let group = self.groups.pop();
        let Some(group) = group else {
            return Err("a bracket \")\" closes nothing".to_owned());
        };
        self.flags = group.flags;
        if self.hidden == Some(self.groups.len()) {
            self.hidden = None;
        }
        self.put(")");
        Ok(())
    }
}

/// The inside of a quantifier `{2}`, `{2,}`, `{2,4}` at the start of `rest`, which begins after its bracket.
fn counted(rest: &str) -> Option<&str> {
    let (count, _) = rest.split_once('}')?;
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let (least, most) = count.split_once(',').unwrap_or((count, ""));
    (!least.is_empty() && digits(least) && digits(most)).then_some(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exact(pattern: &str) -> String {
        translate(pattern).unwrap().exact
    }

    fn matches(pattern: &str, text: &str) -> bool {
        let anchored = format!(r"\A(?:{})\z", exact(pattern));
        fancy_regex::Regex::new(&anchored)
            .unwrap()
            .is_match(text)
            .unwrap()
    }

    #[test]
    fn what_icu_and_java_write_differently_means_the_same() {
        for (pattern, yes, no) in [
            (r"\u0041\x42\x{43}\x{1F42A}", "ABC🐪", "ABC"),
            (r"\ud83d\udc2a", "🐪", ""),
            (r"\0101\cA\e\t", "A\u{1}\u{1b}\t", "A"),
            (r"a\hb", "a\u{a0}b", "a\nb"),
            (r"a\Hb", "axb", "a b"),
            (r"a\vb", "a\u{2028}b", "a b"),
            (r"a\Rb", "a\r\nb", "a b"),
            (r"\Q.+(\E+x", ".+((x", ".+x"),
            (r"a\Q.b", "a.b", "axb"),
            (r"[\d-–—]+", "1-–—", "x"),
            (r"[a-]+", "a-", "b"),
            (r"[]x]+", "]x", "["),
            (r"[^\]\-.]", "x", "-"),
            (r"[a-z&&[^b-y]]+", "az", "b"),
            (r"[\Q^-]\E]+", "^-]", "Q"),
            (r"[[:Lu:][:^alpha:]]+", "É1", "a"),
            (r"\p{IsL}\p{Lu}\pL\P{L}", "éÉx1", "1234"),
            (r"\p{InGreek}\p{IsGreek}", "αβ", "ab"),
            (r"\p{javaUpperCase}\p{Punct}", "É-", "é-"),
            (r"[\p{InCyrillic}\p{sc=Latin}]+", "щz", "α"),
            (r"(?u)É(?U:x)(?i)ß(?-i:K)", "ÉxßK", "Éxßk"),
            (r"a(?x) b # c", "ab", "a b"),
            (r"a.b", "a b", "a\u{85}b"),
            (r"(?s)a.b", "a\nb", "ab"),
            (r"(?s:a.)b.", "a\nbc", "a\nb\n"),
            (r"x*+y", "xxy", "xx"),
            (r"x{2,3}y{1}z{,2}", "xxyz{,2}", "xy"),
            (r"(a|b)\1(?#same)", "aa", "ab"),
            (r"(?<q>['x])a\k<q>", "xax", "xa'"),
            (r"(?>a+)b", "aab", "b"),
            (r"a\Z", "a", "b"),
            (r"\X", "e\u{301}", "ee"),
            ("a b\u{3000}c", "a b\u{3000}c", "abc"),
        ] {
            assert!(matches(pattern, yes), "{pattern} on {yes:?}: {}", exact(pattern));
            assert!(!matches(pattern, no), "{pattern} on {no:?}: {}", exact(pattern));
        }
    }

    #[test]
    fn an_outline_forgets_look_around_only() {
        let outline = |pattern: &str| translate(pattern).unwrap().outline;
        assert_eq!(outline(r"a(?=b(c|d))e"), "a(?:)e");
        assert_eq!(outline(r"(?<!x)a++(?>b)"), "(?:)a+(?:b)");
        assert_eq!(outline(r"(a)\1"), "(?:a)(?s:.*)");
        assert!(translate(r"\b(Dr|Mr)\.\s").unwrap().plain);
    }

    #[test]
    fn what_has_no_meaning_is_refused() {
        for pattern in [
            "(",
            ")",
            "a(b",
            "[a",
            "[]",
            "[z-a]",
            r"\y",
            r"\",
            r"\p{Klingon}",
            r"\p{InNowhere}",
            r"\p{L",
            r"\N{DASH}",
            r"\u12",
            r"\ud83d",
            r"\x{110000}",
            "(?q)",
            "(?",
            "(?#",
            r"[\b]",
            r"\G",
            "(?<>a)",
        ] {
            assert!(translate(pattern).is_err(), "{pattern}");
        }
    }

    proptest! {
        #[test]
        fn any_pattern_is_translated_or_refused(
            pattern in r"([\PC]|[\[\]()\\?*+|{}^$&:.-]|\\[a-zA-Z0-9]|\(\?|\[\^|&&|\\p\{L\}|[a-d]){0,24}",
        ) {
            if let Ok(found) = translate(&pattern) {
                // Built or refused, without a fault; every match is one of the outline too.
                let regex = fancy_regex::RegexBuilder::new(&found.exact).backtrack_limit(1000).build();
                let outline = fancy_regex::Regex::new(&found.outline);
                if let (Ok(regex), Ok(outline)) = (regex, outline) {
                    for text in ["", "ab.(c) \n", "d-–a[b]"] {
                        if regex.is_match(text).unwrap_or(false) {
                            prop_assert!(outline.is_match(text).unwrap(), "{:?}", found);
                        }
                    }
                }
            }
        }
    }
}
