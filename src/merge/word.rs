//! What translations need in Word documents beside their places. Text stands in elements of its own there (`w:t` in `w:r`), codes are what lies
//! between two of them, and a code may begin or end outside of any.

mod turned;

use std::borrow::Cow;

use super::edit::Edit;
use super::tokens::{Tokens, is_start, local, name, tag_end};
use crate::article::Span;
use crate::bilingual::Part;

pub(super) use turned::frame;

/// The start tag of a text that says nothing of white space.
const BARE: &str = "<w:t>";
/// The same that keeps it.
const KEEPING: &str = "<w:t xml:space=\"preserve\">";

/// Lets Word keep the white space of all texts that change.
pub(super) fn keep_spaces(source: &str, edits: &mut Vec<Edit>) {
    let mut tags = Vec::new();
    for edit in edits.iter_mut() {
        if edit.text.contains(BARE) {
            edit.text = edit.text.replace(BARE, KEEPING);
        }
        let before = &source[..edit.at.start as usize];
        if let Some(at) = before.rfind('<')
            && source[at..].starts_with(BARE)
        {
            tags.push(Span::new(at, at + BARE.len()));
        }
    }
    tags.sort_unstable();
    tags.dedup();
    edits.extend(tags.into_iter().map(|tag| Edit::new(tag, KEEPING)));
}

/// Writes a sentence and knows whether the place is inside a text.
pub(super) struct Run<'p> {
    inside: bool,
    /// Whether what follows the sentence expects to be inside a text.
    wanted: bool,
    /// How runs look that have to be added.
    form: &'p str,
    /// The prefix of Word's elements in this document, with its colon.
    prefix: &'p str,
}

impl<'p> Run<'p> {
    /// Before a sentence of these parts; `before` and `after` are what stands around it.
    pub(super) fn new(parts: &'p [Part], before: &'p str, after: &'p str) -> Self {
        let form = parts.iter().find_map(|part| match part {
            Part::Code(code) => form(&code.data),
            Part::Text(_) => None,
        });
        let next = after.find('<').map_or("", |at| &after[at..]);
        let last = before.rfind('<').map_or("", |at| &before[at..]);
        let (inside, wanted) = (ends_inside(before), ends_text(next));
        let tag = if inside { last } else { next };
        let prefix = name(tag).find(':').map_or("", |at| &name(tag)[..=at]);
        Self {
            inside,
            wanted,
            form: form.unwrap_or_default(),
            prefix: if inside || wanted { prefix } else { "w:" },
        }
    }

    /// Before text: opens a run if there is none.
    pub(super) fn text(&mut self, out: &mut String) {
        self.to(true, out);
    }

    /// Writes a code.
    pub(super) fn code(&mut self, data: &str, out: &mut String) {
        if data.is_empty() {
            return;
        }
        self.to(!data.starts_with('<') || ends_text(data), out);
        out.push_str(data);
        self.inside = ends_inside(data);
    }

    /// Behind the last part.
    pub(super) fn end(&mut self, out: &mut String) {
        self.to(self.wanted, out);
    }

    fn to(&mut self, inside: bool, out: &mut String) {
        match (self.inside, inside) {
            (false, true) => {
                let prefix = self.prefix;
                let opened = [
                    "<",
                    prefix,
                    "r>",
                    self.form,
                    "<",
                    prefix,
                    "t xml:space=\"preserve\">",
                ];
                out.extend(opened);
            }
            (true, false) => out.extend(["</", self.prefix, "t></", self.prefix, "r>"]),
            _ => {}
        }
        self.inside = inside;
    }
}

/// The properties of the first run in a code.
fn form(data: &str) -> Option<&str> {
    const ENDS: &str = "</w:rPr>";
    let start = data.find("<w:rPr>")?;
    let length = data[start..].find(ENDS)? + ENDS.len();
    Some(&data[start..start + length])
}

/// Whether the end of `text` is inside a text of Word: the last tag is the start of one.
fn ends_inside(text: &str) -> bool {
    let Some(at) = text.rfind('<') else {
        return true;
    };
    let tag = &text[at..];
    is_start(&tag[..tag_end(tag)]) && is_text(name(tag))
}

/// Whether `text` begins with the end of a text of Word.
fn ends_text(text: &str) -> bool {
    text.starts_with("</") && is_text(name(text))
}

/// Whether an element of this name holds text: formulas and drawings have elements of the same name in namespaces of their own.
fn is_text(name: &str) -> bool {
    local(name) == "t" && !matches!(name, "m:t" | "a:t")
}

/// What a stretch of a document ends and starts without starting or ending it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Net<'t> {
    /// Names of elements that it ends.
    ends: Vec<&'t str>,
    /// Start tags of elements that it leaves open.
    starts: Vec<&'t str>,
}

impl<'t> Net<'t> {
    /// Nothing for a stretch whose elements cross.
    fn of(text: &'t str) -> Option<Self> {
        let mut net = Self::default();
        for token in Tokens::of(text) {
            if is_start(token) {
                net.starts.push(token);
            } else if token.starts_with("</") {
                match net.starts.pop() {
                    Some(start) if name(start) != name(token) => return None,
                    Some(_) => {}
                    None => net.ends.push(name(token)),
                }
            }
        }
        Some(net)
    }

    fn opens(&self) -> impl Iterator<Item = &str> {
        self.starts.iter().map(|start| name(start))
    }
}

/// `made` as what may stand in the place of `original`: it ends and starts the same elements. Where runs of a tracked change or the like are
/// replaced together with others, what these end or start is added behind the translation.
///
/// # Errors
/// The text of `made` alone, if elements would cross.
pub(super) fn sound(original: &str, made: String) -> Result<String, String> {
    if !original.contains('<') && !made.contains('<') {
        return Ok(made);
    }
    let nets = Net::of(original).zip(Net::of(&made));
    let behind = nets.and_then(|(old, new)| behind(&old, &new));
    match behind {
        Some(behind) => Ok(made + &behind),
        None => Err(text_of(&made)),
    }
}

/// What has to follow `new` so that it does what `old` does.
fn behind(old: &Net<'_>, new: &Net<'_>) -> Option<String> {
    if old.ends == new.ends && old.opens().eq(new.opens()) {
        return Some(String::new());
    }
    let more = old.ends.strip_prefix(new.ends.as_slice())?;
    let mut out = String::new();
    let opened: Vec<&str> = new.opens().collect();
    for name in opened.into_iter().rev().chain(more.iter().copied()) {
        out.push_str("</");
        out.push_str(name);
        out.push('>');
    }
    out.extend(old.starts.iter().copied());
    Some(out)
}

/// The pieces of `text` that are text of its own, and not that of boxes or fields in it, each with its place.
fn texts(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut boxes = 0_usize;
    let (mut at, mut inside) = (0, true);
    for token in Tokens::of(text) {
        if is_start(token) {
            boxes += usize::from(name(token).ends_with("txbxContent"));
            inside = is_text(name(token));
        } else if token.starts_with("</") {
            boxes = boxes.saturating_sub(usize::from(name(token).ends_with("txbxContent")));
            inside = false;
        } else if !token.starts_with('<') && inside && boxes == 0 {
            found.push((at, token));
        }
        at += token.len();
    }
    found
}

fn text_of(made: &str) -> String {
    texts(made).into_iter().map(|(_, text)| text).collect()
}

/// The edits that put `text` into the first text of a range, and empty the others: no tag moves.
pub(super) fn in_first(source: &str, range: Span, text: &str) -> Vec<Edit> {
    let mut text = Cow::Borrowed(text);
    let own = texts(range.of(source));
    // What stands before the first tag is text only if the range begins inside one.
    let own = own
        .into_iter()
        .filter(|(at, _)| *at > 0 || ends_inside(&source[..range.start as usize]));
    own.map(|(at, old)| {
        let start = range.start as usize + at;
        let text = std::mem::take(&mut text).into_owned();
        Edit::new(Span::new(start, start + old.len()), text)
    })
    .collect()
}
