//! gettext PO: a message a sentence, its context the segment's id, the codes as tags. For Weblate, Poedit, Lokalize and gettext's tools.
//!
//! A code is a tag of HTML with the code's number: `<b id="1">old</b>`, `<br id="2"/>`; one side of a pair whose other side is in another
//! sentence is `<b-open id="1"/>` or `<b-close id="1"/>`. In a message with such tags `&`, `<` and `>` are `&amp;`, `&lt;`, `&gt;`; a
//! message without codes is plain text, unless it would be taken for one of the other kind.
//!
//! The translation of a similar sentence is offered as gettext's tools do it: as a fuzzy message with the other sentence as its previous source.

use std::iter;

use super::codes::{Role, roles};
use super::{Code, Content, Document, Note, Part, State, Unit};
use crate::article::{Edge, Language, Markup};
use crate::escape::is_xml_forbidden;

/// Fields of the header that say where the file belongs; clients keep what they do not know.
pub(super) const SOURCE_FIELD: &str = "X-Source-Language";
pub(super) const ORIGINAL_FIELD: &str = "X-Tolmach-Original";
pub(super) const ARTICLE_FIELD: &str = "X-Tolmach-Article";

/// The name of a code's tag.
fn name(markup: Markup) -> &'static str {
    match markup {
        Markup::Strong => "b",
        Markup::Emphasis => "i",
        Markup::Underline => "u",
        Markup::Link => "a",
        Markup::Code => "code",
        Markup::Image => "img",
        Markup::Break => "br",
        Markup::Footnote => "sup",
        Markup::Other => "span",
    }
}

/// What a tag with this name is, if it is one of a code.
pub(super) fn markup_of(tag: &str) -> Option<Markup> {
    Some(match tag {
        "b" => Markup::Strong,
        "i" => Markup::Emphasis,
        "u" => Markup::Underline,
        "a" => Markup::Link,
        "code" => Markup::Code,
        "img" => Markup::Image,
        "br" => Markup::Break,
        "sup" => Markup::Footnote,
        "span" => Markup::Other,
        _ => return None,
    })
}

/// Whether a text is read as one with tags and references: it holds ` id="` inside a tag, or `&amp;`, `&lt;`, `&gt;`.
pub(super) fn is_marked(text: &str) -> bool {
    ["&amp;", "&lt;", "&gt;"]
        .iter()
        .any(|reference| text.contains(reference))
        || text.match_indices('<').any(|(at, _)| {
            let after = &text[at + 1..];
            let end = after
                .find(|c: char| !c.is_ascii_lowercase() && c != '-')
                .unwrap_or(after.len());
            after[end..].trim_start().starts_with("id=")
        })
}

/// The file of one article. Locked sentences are left out: PO has no way to say that one needs no translation.
pub fn write(document: &Document) -> String {
    pieces(document).collect()
}

/// The same, message by message: the file of a very long article is never whole in memory.
pub fn pieces(document: &Document) -> impl Iterator<Item = String> {
    let units = document.units.iter().filter(|unit| unit.translate);
    let messages = units.flat_map(move |unit| {
        (0..unit.pairs.len()).map(move |index| {
            // What concerns the block is said once, with its first sentence.
            let of_block = if index == 0 { &*unit.notes } else { &[] };
            let mut out = String::new();
            message(&mut out, document, unit, index, of_block);
            out
        })
    });
    iter::once(head(document)).chain(messages)
}

fn head(document: &Document) -> String {
    let mut out = String::new();
    for note in &document.notes {
        comment(&mut out, "# ", &format!("{}: {}", note.category, note.text));
    }
    out.push_str("msgid \"\"\nmsgstr \"\"\n");
    let language = |language: &Language| language.to_string().replace('-', "_");
    for (field, value) in [
        ("Project-Id-Version", "tolmach"),
        ("Language", &*language(&document.target)),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("X-Generator", concat!("tolmach ", env!("CARGO_PKG_VERSION"))),
        (SOURCE_FIELD, &document.source.to_string()),
        (ORIGINAL_FIELD, &one_line(&document.path)),
        (ARTICLE_FIELD, &document.id),
    ] {
        string(&mut out, "", &format!("{field}: {value}\n"));
    }
    out
}

fn message(out: &mut String, document: &Document, unit: &Unit, index: usize, of_block: &[Note]) {
    let pair = &unit.pairs[index];
    out.push('\n');
    if pair.in_summary {
        comment(out, "#. ", "summary sentence: translate first");
    }
    for note in of_block.iter().chain(&pair.notes) {
        comment(out, "#. ", &format!("{}: {}", note.category, note.text));
    }
    for note in unit.term_notes(index) {
        comment(out, "#. ", &format!("{}: {}", note.category, note.text));
    }
    if let (Some(offer), None) = (&pair.offer, &pair.target) {
        let mark = mark_of(&tagged(&offer.target));
        comment(
            out,
            "#. ",
            &format!("match: {} %, {} {mark}", offer.percent, offer.origin),
        );
    }
    let path = one_line(&document.path);
    // gettext's marks around a name with spaces.
    let path = if path.contains(char::is_whitespace) {
        format!("\u{2068}{path}\u{2069}")
    } else {
        path
    };
    comment(out, "#: ", &format!("{path}:{}", pair.id));
    let offer = pair.offer.as_deref().filter(|_| pair.target.is_none());
    let unsure = pair.target.is_some() && pair.state == State::Initial;
    let target = pair.target.as_ref().or(offer.map(|offer| &offer.target));
    let target = target.map(tagged).unwrap_or_default();
    if unsure || offer.is_some() {
        out.push_str("#, fuzzy\n");
    }
    if let Some(offer) = offer {
        string(out, "#| msgid ", &tagged(&offer.source));
    }
    string(out, "msgctxt ", &pair.id.to_string());
    string(out, "msgid ", &tagged(&pair.source));
    string(out, "msgstr ", &target);
}

/// What the note on an offered translation ends with: a sum of it, by which the reader tells one that nobody has touched.
pub(super) fn mark_of(target: &str) -> String {
    let letters: String = target.chars().filter(|c| !c.is_whitespace()).collect();
    let sum = blake3::hash(letters.as_bytes()).to_hex();
    format!("({})", &sum[..8])
}

fn one_line(text: &str) -> String {
    text.replace(|c: char| c.is_control(), " ")
}

fn comment(out: &mut String, mark: &str, text: &str) {
    out.push_str(mark);
    out.push_str(&one_line(text));
    out.push('\n');
}

/// A keyword and its string.
fn string(out: &mut String, keyword: &str, text: &str) {
    out.push_str(keyword);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_xml_forbidden(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out.push_str("\"\n");
}

/// The text with its codes as tags.
fn tagged(content: &Content) -> String {
    let mut out = String::new();
    let text = content.text();
    if content.codes().next().is_none() && !is_marked(&text) {
        return text;
    }
    let mut roles = roles(std::iter::once(content)).into_iter().flatten();
    for part in &content.0 {
        match part {
            Part::Text(text) => escape(&mut out, text),
            Part::Code(code) => tag(&mut out, code, roles.next().unwrap_or(Role::Orphan)),
        }
    }
    out
}

fn tag(out: &mut String, code: &Code, role: Role) {
    let name = name(code.markup);
    let id = code.id;
    let text = match (code.edge, role) {
        (Edge::Open, Role::Pair) => format!("<{name} id=\"{id}\">"),
        (Edge::Close, Role::Pair) => format!("</{name}>"),
        (Edge::Open, _) => format!("<{name}-open id=\"{id}\"/>"),
        (Edge::Close, _) => format!("<{name}-close id=\"{id}\"/>"),
        (Edge::Alone, _) if code.covered.trim().is_empty() => format!("<{name} id=\"{id}\"/>"),
        (Edge::Alone, _) => {
            let mut covered = String::new();
            escape(&mut covered, &code.covered);
            format!(
                "<{name} id=\"{id}\" title=\"{}\"/>",
                covered.replace('"', "&quot;")
            )
        }
    };
    out.push_str(&text);
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
}
