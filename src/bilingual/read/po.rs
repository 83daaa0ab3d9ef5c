//! gettext PO: each message is a segment; its context is the segment's id. What is no PO is said and passed over.

use super::encoding::Decoded;
use super::tag::Tag;
use super::{
    Exchange, MAX_SEGMENTS, Problem, ReadError, Received, ReceivedFile, ReceivedNote, ReceivedSegment, State,
    is_summary_mark, language, limit_of, note_of, push_flat,
};
use crate::article::Edge;
use crate::bilingual::po::{ARTICLE_FIELD, ORIGINAL_FIELD, SOURCE_FIELD, mark_of, markup_of};
use crate::bilingual::{Code, Content, Part};

/// Most forms of a plural; the languages of the world have up to six.
const MAX_FORMS: usize = 16;

/// Reads a PO file.
pub(super) fn read(decoded: &Decoded) -> Result<Received, ReadError> {
    let mut reader = Reader::default();
    for (number, line) in (1u32..).zip(decoded.text.lines()) {
        reader.line(number, line.trim());
        if reader.segments > MAX_SEGMENTS {
            let at = line.as_ptr().addr() - decoded.text.as_ptr().addr();
            return Err(decoded.error(
                at,
                format!("more than {MAX_SEGMENTS} segments in one file"),
                false,
            ));
        }
    }
    reader.finish();
    Ok(Received {
        exchange: Exchange::Po,
        files: vec![reader.file],
        problems: reader.problems,
    })
}

/// A message while it is read.
#[derive(Default)]
struct Message {
    line: u32,
    context: Option<String>,
    id: Option<String>,
    plural: Option<String>,
    /// `msgstr`, or `msgstr[0]` and on.
    strings: Vec<String>,
    notes: Vec<ReceivedNote>,
    fuzzy: bool,
    locked: bool,
    reference: String,
}

#[derive(Clone, Copy, Default)]
enum Field {
    #[default]
    None,
    Context,
    Id,
    Plural,
    String,
}

#[derive(Default)]
struct Reader {
    file: ReceivedFile,
    problems: Vec<Problem>,
    message: Message,
    field: Field,
    segments: usize,
}

impl Reader {
    fn line(&mut self, number: u32, line: &str) {
        if line.is_empty() {
            return;
        }
        if let Some(comment) = line.strip_prefix('#') {
            self.comment(number, comment);
            return;
        }
        if line.starts_with('"') {
            self.append(number, line);
            return;
        }
        let (keyword, rest) = line.split_at(
            line.find(|c: char| c.is_whitespace() || c == '"')
                .unwrap_or(line.len()),
        );
        let begins = match keyword {
            "msgctxt" => true,
            "msgid" => self.message.id.is_some(),
            _ => false,
        };
        if begins && (self.message.id.is_some() || self.message.context.is_some()) {
            self.finish();
        }
        if self.message.line == 0 {
            self.message.line = number;
        }
        self.field = match keyword {
            "msgctxt" => Field::Context,
            "msgid" => Field::Id,
            "msgid_plural" => Field::Plural,
            keyword if keyword.starts_with("msgstr") && self.message.strings.len() < MAX_FORMS => {
                self.message.strings.push(String::new());
                Field::String
            }
            "domain" => Field::None,
            other => {
                self.problem(
                    number,
                    format!("{:?} is no keyword of PO; the line is passed over", clip(other)),
                );
                self.field = Field::None;
                return;
            }
        };
        self.append(number, rest.trim_start());
    }

    /// A comment: those before a message belong to it.
    fn comment(&mut self, number: u32, comment: &str) {
        // Obsolete messages and earlier sources are no part of the job.
        if comment.starts_with(['~', '|']) {
            return;
        }
        if !self.message.strings.is_empty() {
            self.finish();
        }
        self.field = Field::None;
        if self.message.line == 0 {
            self.message.line = number;
        }
        match comment.chars().next() {
            Some(',' | '=') => {
                let mut flags = comment[1..].split(',').map(str::trim);
                self.message.fuzzy |= flags.any(|flag| flag == "fuzzy");
                self.message.locked |= comment[1..].split(',').any(|flag| flag.trim() == "read-only");
            }
            Some('.') => self.message.notes.push(note_of(comment[1..].trim())),
            Some(':') => comment[1..].trim().clone_into(&mut self.message.reference),
            _ if !comment.trim().is_empty() => self.message.notes.push(ReceivedNote {
                category: "translator".to_owned(),
                text: comment.trim().to_owned(),
            }),
            _ => {}
        }
    }

    /// Adds the string literal of a line to the field being read.
    fn append(&mut self, number: u32, literal: &str) {
        let message = &mut self.message;
        let field = match self.field {
            Field::None => return,
            Field::Context => message.context.get_or_insert_default(),
            Field::Id => message.id.get_or_insert_default(),
            Field::Plural => message.plural.get_or_insert_default(),
            Field::String => match message.strings.last_mut() {
                Some(string) => string,
                None => return,
            },
        };
        if !unquote(literal, field) {
            self.problem(
                number,
                "a string that does not end with its quotation mark; read to the end of the line".to_owned(),
            );
        }
    }

    fn problem(&mut self, line: u32, message: String) {
        self.problems.push(Problem {
            line,
            message,
            repaired: false,
        });
    }

    /// Takes the message that is complete.
    fn finish(&mut self) {
        let message = std::mem::take(&mut self.message);
        self.field = Field::None;
        let Some(id) = &message.id else { return };
        if id.is_empty() && message.context.is_none() {
            let header = message.strings.concat();
            self.header(&header, message.line);
            self.file.notes.extend(message.notes);
            return;
        }
        let several = message.strings.len() > 1;
        for (index, string) in message.strings.iter().enumerate() {
            let source = if index > 0 {
                message.plural.as_ref().unwrap_or(id)
            } else {
                id
            };
            let name = message
                .context
                .clone()
                .unwrap_or_else(|| named_by(&message.reference));
            let name = if several { format!("{name}[{index}]") } else { name };
            self.add(&message, name, content(source), string);
        }
    }

    fn add(&mut self, message: &Message, id: String, source: Content, string: &str) {
        let notes = message.notes.clone();
        let in_summary = notes.iter().any(|note| is_summary_mark(&note.text));
        let max_chars = limit_of(&notes);
        self.segments += 1;
        // A translation that was offered, and that nobody has looked at, is none.
        let is_offer =
            |note: &ReceivedNote| note.category == "match" && note.text.ends_with(&mark_of(string));
        let untouched = message.fuzzy && notes.iter().any(is_offer);
        let target = Some(content(string)).filter(|target| !target.is_empty() && !untouched);
        let state = match &target {
            Some(_) if !message.fuzzy => State::Translated,
            _ => State::Initial,
        };
        let segment = ReceivedSegment {
            id,
            source,
            needs_review: message.fuzzy && target.is_some(),
            state,
            target,
            in_summary,
            max_chars,
            notes,
            line: message.line,
            ..ReceivedSegment::default()
        };
        push_flat(&mut self.file.units, segment, !message.locked, Vec::new());
    }

    fn header(&mut self, header: &str, line: u32) {
        for field in header.lines() {
            let Some((name, value)) = field.split_once(':') else {
                continue;
            };
            let value = value.trim();
            match name.trim() {
                "Language" => self.file.target = language(Some(value), line, &mut self.problems),
                SOURCE_FIELD => self.file.source = language(Some(value), line, &mut self.problems),
                ORIGINAL_FIELD => value.clone_into(&mut self.file.original),
                ARTICLE_FIELD => self.file.article = Some(value.to_owned()),
                _ => {}
            }
        }
    }
}

/// The segment that a reference names where a message has no context: `path:u….s1`.
fn named_by(reference: &str) -> String {
    let last = reference.rsplit(':').next().unwrap_or_default();
    if super::place_of(last).is_some() {
        last.to_owned()
    } else {
        String::new()
    }
}

fn clip(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Appends a string literal to `out`; whether it ended with its quotation mark.
fn unquote(literal: &str, out: &mut String) -> bool {
    let Some(inner) = literal.strip_prefix('"') else {
        return literal.is_empty();
    };
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return true,
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('r') => out.push('\r'),
                Some('a') => out.push('\u{7}'),
                Some('b') => out.push('\u{8}'),
                Some('f') => out.push('\u{c}'),
                Some('v') => out.push('\u{b}'),
                Some('x') => out.extend(hex(&mut chars)),
                Some(digit @ '0'..='7') => out.extend(octal(digit, &mut chars)),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            c => out.push(c),
        }
    }
    false
}

fn hex(chars: &mut std::str::Chars<'_>) -> Option<char> {
    let digits: String = chars
        .clone()
        .take(2)
        .take_while(char::is_ascii_hexdigit)
        .collect();
    chars.by_ref().take(digits.len()).for_each(drop);
    char::from_u32(u32::from_str_radix(&digits, 16).ok()?)
}

fn octal(first: char, chars: &mut std::str::Chars<'_>) -> Option<char> {
    let more: String = chars
        .clone()
        .take(2)
        .take_while(|c| matches!(c, '0'..='7'))
        .collect();
    chars.by_ref().take(more.len()).for_each(drop);
    char::from_u32(u32::from_str_radix(&format!("{first}{more}"), 8).ok()?)
}

/// The text of a message: codes are tags with an `id`, and where there are any, or a reference, the text around them is escaped.
fn content(text: &str) -> Content {
    let mut out = Content::default();
    if !crate::bilingual::po::is_marked(text) {
        out.push_text(text);
        return out;
    }
    let (mut at, mut from) = (0, 0);
    // The tags that are open: their names and codes.
    let mut open: Vec<(&str, Code)> = Vec::new();
    while let Some(found) = memchr::memchr2(b'<', b'&', &text.as_bytes()[at..]) {
        at += found;
        let piece = reference(&text[at..]).or_else(|| tag(&text[at..], &mut open));
        let Some((part, len)) = piece else {
            at += 1;
            continue;
        };
        out.push_text(&text[from..at]);
        match part {
            Part::Text(text) => out.push_text(&text),
            code @ Part::Code(_) => out.0.push(code),
        }
        at += len;
        from = at;
    }
    out.push_text(&text[from..]);
    out
}

fn reference(text: &str) -> Option<(Part, usize)> {
    let references = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")];
    let (name, c) = references.into_iter().find(|(name, _)| text.starts_with(name))?;
    Some((Part::Text(c.to_owned()), name.len()))
}

fn tag<'t>(text: &'t str, open: &mut Vec<(&'t str, Code)>) -> Option<(Part, usize)> {
    let tag = Tag::at_start(text)?;
    if tag.closing {
        let (_, code) = open.pop_if(|(name, _)| *name == tag.name)?;
        return Some((Part::Code(code), tag.len));
    }
    let (name, side) = tag.name.split_once('-').unwrap_or((tag.name, ""));
    let edge = match (side, tag.empty) {
        ("", false) | ("open", true) => Edge::Open,
        ("close", true) => Edge::Close,
        ("", true) => Edge::Alone,
        _ => return None,
    };
    let code = Code {
        id: tag.get("id")?.parse().ok()?,
        edge,
        markup: markup_of(name)?,
        data: String::new(),
        covered: tag.get("title").map(unescape).unwrap_or_default(),
    };
    if !tag.empty {
        let close = Code {
            edge: Edge::Close,
            ..code.clone()
        };
        open.push((tag.name, close));
    }
    Some((Part::Code(code), tag.len))
}

/// Takes back what the writer does to the text of an attribute.
fn unescape(value: &str) -> String {
    value
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}
