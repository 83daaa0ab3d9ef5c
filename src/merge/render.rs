//! A translated sentence as the source of its article writes it: text escaped for where it stands, codes as they were.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::article::{Block, Edge, Markup};
use crate::bilingual::Part;
use crate::escape::{self, Html};

use super::{markdown, word};

/// What text is written into.
#[derive(Clone, Debug)]
pub(super) enum Context<'s> {
    /// Nothing is special.
    Plain,
    /// Text of a page; characters that the block writes as references keep that form.
    Html {
        /// The references of the block.
        references: FxHashMap<char, &'s str>,
    },
    /// Runs of a Word document, whose text stands in elements of its own.
    Word {
        /// The references of the block.
        references: FxHashMap<char, &'s str>,
    },
    /// A paragraph, heading, list item or cell.
    Markdown(markdown::Place),
}

/// The character references of a block, by what they stand for.
pub(super) fn references<'s>(source: &'s str, text: &str, block: &Block) -> FxHashMap<char, &'s str> {
    let mut references = FxHashMap::default();
    for piece in block.origin.iter().filter(|piece| !piece.verbatim) {
        let written = piece.source.of(source);
        let mut chars = piece.text.of(text).chars();
        if let (Some(c), None) = (chars.next(), chars.next())
            && !c.is_ascii_whitespace()
            && !c.is_ascii_alphanumeric()
            && written.starts_with('&')
            && written.ends_with(';')
        {
            references.entry(c).or_insert(written);
        }
    }
    references
}

/// Appends `parts` to `out`. `before` and `after` are what stands around the range in the source.
pub(super) fn render(parts: &[Part], context: &Context<'_>, before: &str, after: &str, out: &mut String) {
    match context {
        Context::Markdown(place) => markdown::render(parts, *place, before, after, out),
        Context::Word { references } => {
            let mut run = word::Run::new(parts, before, after);
            for part in parts {
                match part {
                    Part::Text(text) => {
                        run.text(out);
                        write_html(text, references, out);
                    }
                    Part::Code(code) => run.code(&code.data, out),
                }
            }
            run.end(out);
        }
        _ => {
            for part in parts {
                match part {
                    Part::Text(text) => write_text(text, context, out),
                    Part::Code(code) => out.push_str(&code.data),
                }
            }
        }
    }
}

fn write_text(text: &str, context: &Context<'_>, out: &mut String) {
    match context {
        Context::Html { references } | Context::Word { references } => write_html(text, references, out),
        Context::Plain | Context::Markdown(_) => out.push_str(text),
    }
}

fn write_html(text: &str, references: &FxHashMap<char, &str>, out: &mut String) {
    if references.is_empty() {
        out.push_str(Html::new().text(text).as_str());
        return;
    }
    let mut rest = text;
    while let Some(at) = rest.find(|c| references.contains_key(&c)) {
        let c = rest[at..].chars().next().unwrap_or_default();
        out.push_str(Html::new().text(&rest[..at]).as_str());
        out.push_str(references[&c]);
        rest = &rest[at + c.len_utf8()..];
    }
    out.push_str(Html::new().text(rest).as_str());
}

/// The text of a translation as it may stand in an article: white space at the ends cut off, line ends as single spaces unless the source
/// sentence has some, other controls left out.
pub(super) fn clean(parts: &[Part], keep_lines: bool) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::with_capacity(parts.len());
    for part in parts {
        match part {
            Part::Text(text) => {
                let text = clean_text(text, keep_lines);
                match out.last_mut() {
                    Some(Part::Text(last)) => last.push_str(&text),
                    _ => out.push(Part::Text(text.into_owned())),
                }
            }
            Part::Code(code) => out.push(Part::Code(code.clone())),
        }
    }
    trim(&mut out);
    out
}

pub(super) fn clean_text(text: &str, keep_lines: bool) -> Cow<'_, str> {
    let odd = |c: char| (c.is_control() && c != '\t') || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    if !text.contains(odd) {
        return Cow::Borrowed(text);
    }
    let text = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    let text: String = text.chars().filter(|c| *c == '\n' || !odd(*c)).collect();
    if keep_lines || !text.contains('\n') {
        return Cow::Owned(text);
    }
    // A client's indentation goes with its line end.
    let mut out = String::with_capacity(text.len());
    for (number, line) in text.split('\n').enumerate() {
        if number == 0 {
            out.push_str(line);
            continue;
        }
        let kept = out.trim_end_matches([' ', '\t']).len();
        out.truncate(kept);
        out.push(' ');
        out.push_str(line.trim_start_matches([' ', '\t']));
    }
    Cow::Owned(out)
}

/// Cuts white space off the ends, codes aside that show nothing themselves.
fn trim(parts: &mut Vec<Part>) {
    let is_text = |part: &Part| match part {
        Part::Text(_) => true,
        Part::Code(code) => code.markup == Markup::Image || !code.covered.trim().is_empty(),
    };
    if let Some(at) = parts.iter().position(is_text)
        && let Part::Text(text) = &mut parts[at]
    {
        *text = text.trim_start().to_owned();
    }
    if let Some(at) = parts.iter().rposition(is_text)
        && let Part::Text(text) = &mut parts[at]
    {
        text.truncate(text.trim_end().len());
    }
    parts.retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
}

/// Whether files of XML cannot hold `c`, or have it for what they cannot hold.
pub(super) fn is_lost(c: char) -> bool {
    c == '\u{fffd}' || escape::is_xml_forbidden(c)
}

/// Whether the two are the same translation: codes by number, text with its white space as single spaces and without what files lose.
pub(super) fn is_same(a: &[Part], b: &[Part]) -> bool {
    let (mut mine, mut theirs) = (Shape::of(a), Shape::of(b));
    loop {
        match (mine.next(), theirs.next()) {
            (None, None) => return true,
            (a, b) if a == b => {}
            _ => return false,
        }
    }
}

/// A sentence as the sequence of its characters and codes, runs of white space as one space and none at the ends.
struct Shape<'p> {
    parts: std::slice::Iter<'p, Part>,
    chars: std::str::Chars<'p>,
    /// A character or code that waits for the space before it.
    held: Option<Sign>,
    begun: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Char(char),
    Code(u32, Edge),
}

impl<'p> Shape<'p> {
    fn of(parts: &'p [Part]) -> Self {
        Self {
            parts: parts.iter(),
            chars: "".chars(),
            held: None,
            begun: false,
        }
    }

    fn step(&mut self) -> Option<Sign> {
        loop {
            if let Some(c) = self.chars.find(|c| !is_lost(*c)) {
                return Some(Sign::Char(c));
            }
            match self.parts.next()? {
                Part::Text(text) => self.chars = text.chars(),
                Part::Code(code) => return Some(Sign::Code(code.id, code.edge)),
            }
        }
    }
}

impl Iterator for Shape<'_> {
    type Item = Sign;

    fn next(&mut self) -> Option<Sign> {
        if let Some(sign) = self.held.take() {
            return Some(sign);
        }
        let mut spaced = false;
        loop {
            match self.step()? {
                Sign::Char(' ' | '\t' | '\n' | '\r') => spaced = true,
                sign if spaced && self.begun => {
                    self.held = Some(sign);
                    return Some(Sign::Char(' '));
                }
                sign => {
                    self.begun = true;
                    return Some(sign);
                }
            }
        }
    }
}
