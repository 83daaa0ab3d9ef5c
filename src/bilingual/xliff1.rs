//! XLIFF 1.2, flat: one `trans-unit` a sentence. The form that every client measured opens whole and hands back with its codes.
//!
//! No groups (npm's `xliff` hides what is inside them), no `seg-source`, no `mrk`. A pair inside a sentence is `<g>`, everything else `<x>`:
//! clients show or translate the text inside `<ph>`, `<it>` and `<bpt>`, and refuse an `<it>` whose partner is in another unit.

use std::iter;

use crate::article::{Edge, Markup};
use crate::escape::Xml;

use super::codes::{Role, roles};
use super::{Code, Content, Document, Match, Note, Part, Preset, State, Unit};

/// The longest `equiv-text`, in characters: it is shown inside a tag.
const MAX_EQUIV_CHARS: usize = 60;

/// The file of one article.
pub fn write(document: &Document, preset: Preset) -> String {
    pieces(document, preset).collect()
}

/// The same, sentence by sentence: the file of a very long article is never whole in memory.
pub fn pieces(document: &Document, preset: Preset) -> impl Iterator<Item = String> {
    let units = document.units.iter();
    let pairs = units.flat_map(move |unit| {
        (0..unit.pairs.len()).map(move |index| {
            // What concerns the block is said once, with its first sentence: a note on every sentence hides those that matter.
            let of_block = if index == 0 { &*unit.notes } else { &[] };
            let mut xml = Xml::new();
            write_pair(&mut xml, unit, index, of_block, preset);
            xml.into_string()
        })
    });
    let tail = "</body>\n</file>\n</xliff>\n".to_owned();
    iter::once(head(document)).chain(pairs).chain(iter::once(tail))
}

fn head(document: &Document) -> String {
    let mut xml = Xml::new();
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        .raw("<xliff xmlns=\"urn:oasis:names:tc:xliff:document:1.2\" version=\"1.2\">\n<file")
        .attribute("original", &document.path)
        .attribute("source-language", &document.source.to_string())
        .attribute("target-language", &document.target.to_string())
        .attribute("datatype", document.datatype)
        .raw(">\n<header>");
    for note in &document.notes {
        write_note(&mut xml, note);
    }
    xml.raw("</header>\n<body>\n");
    xml.into_string()
}

fn write_pair(xml: &mut Xml, unit: &Unit, index: usize, of_block: &[Note], preset: Preset) {
    let pair = &unit.pairs[index];
    xml.raw("<trans-unit").attribute("id", &pair.id.to_string());
    if !unit.translate {
        xml.raw(" translate=\"no\"");
    }
    if pair.state == State::Final && pair.target.is_some() && preset != Preset::Omegat {
        xml.raw(" approved=\"yes\"");
    }
    if let Some(max) = pair.max_chars {
        xml.attribute("maxwidth", &max.to_string())
            .raw(" size-unit=\"char\"");
    }
    xml.attribute("restype", &format!("x-tolmach-{}", unit.kind.as_str()))
        .raw(" xml:space=\"preserve\">\n<source>");
    write_content(xml, &pair.source);
    xml.raw("</source>\n");
    // OmegaT takes the target's text for what is to be translated; what is translated already is in its memory.
    if preset == Preset::Omegat && unit.translate {
        xml.raw("<target state=\"needs-translation\">");
        write_content(xml, &pair.source);
        xml.raw("</target>\n");
    } else if let Some(target) = &pair.target {
        xml.raw("<target").attribute("state", state(pair.state)).raw(">");
        write_content(xml, target);
        xml.raw("</target>\n");
    }
    if pair.in_summary {
        xml.raw("<note from=\"tolmach\" priority=\"1\" annotates=\"source\">summary sentence: translate first</note>\n");
    }
    for note in of_block.iter().chain(&pair.notes) {
        write_note(xml, note);
        xml.raw("\n");
    }
    for note in unit.term_notes(index) {
        write_note(xml, &note);
        xml.raw("\n");
    }
    if let Some(offer) = &pair.offer {
        write_offer(xml, offer);
    }
    xml.raw("</trans-unit>\n");
}

/// A translation of another sentence: clients show it beside the target, and put it there only if they are asked to.
fn write_offer(xml: &mut Xml, offer: &Match) {
    xml.raw("<alt-trans")
        .attribute("match-quality", &format!("{}%", offer.percent))
        .attribute("origin", offer.origin)
        .raw(" xml:space=\"preserve\">\n<source>");
    write_content(xml, &offer.source);
    xml.raw("</source>\n<target>");
    write_content(xml, &offer.target);
    xml.raw("</target>\n</alt-trans>\n");
}

fn write_note(xml: &mut Xml, note: &Note) {
    xml.raw("<note from=\"tolmach\" priority=\"3\" annotates=\"source\">")
        .text(note.category)
        .raw(": ")
        .text(&note.text)
        .raw("</note>");
}

fn state(state: State) -> &'static str {
    match state {
        // There is a translation, and nobody has called it finished.
        State::Initial => "needs-review-translation",
        State::Translated => "translated",
        State::Reviewed => "signed-off",
        State::Final => "final",
    }
}

fn write_content(xml: &mut Xml, content: &Content) {
    let mut roles = roles(std::iter::once(content)).into_iter().flatten();
    for part in &content.0 {
        match part {
            Part::Text(text) => {
                xml.text(text);
            }
            Part::Code(code) => write_code(xml, code, roles.next().unwrap_or(Role::Orphan)),
        }
    }
}

fn write_code(xml: &mut Xml, code: &Code, role: Role) {
    let label = code.markup.label();
    match (code.edge, role) {
        (Edge::Open, Role::Pair) => {
            xml.raw("<g")
                .attribute("id", &code.id.to_string())
                .attribute("ctype", delimiter(code.markup))
                .raw(">");
        }
        (Edge::Close, Role::Pair) => {
            xml.raw("</g>");
        }
        (Edge::Open, _) => {
            xml.raw("<x")
                .attribute("id", &code.id.to_string())
                .attribute("ctype", &format!("x-open-{}", half(code.markup)))
                .attribute("equiv-text", &format!("[{label}]"))
                .raw("/>");
        }
        (Edge::Close, _) => {
            xml.raw("<x")
                .attribute("id", &format!("e{}", code.id))
                .attribute("ctype", &format!("x-close-{}", half(code.markup)))
                .attribute("equiv-text", &format!("[/{label}]"))
                .raw("/>");
        }
        (Edge::Alone, _) => {
            xml.raw("<x")
                .attribute("id", &code.id.to_string())
                .attribute("ctype", placeholder(code.markup))
                .attribute("equiv-text", &equivalent(code))
                .raw("/>");
        }
    }
}

/// What an `<x>` is shown as: the text it covers, else its label.
///
/// npm's `xliff` writes `<` and `&` of an attribute back unescaped, and the file is no XML any more.
fn equivalent(code: &Code) -> String {
    if code.covered.trim().is_empty() {
        return format!("[{}]", code.markup.label());
    }
    let mut out: String = code
        .covered
        .chars()
        .take(MAX_EQUIV_CHARS)
        .map(|c| match c {
            '<' => '\u{2039}',
            '>' => '\u{203a}',
            '&' => '\u{ff06}',
            '"' => '\u{201d}',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect();
    if code.covered.chars().nth(MAX_EQUIV_CHARS).is_some() {
        out.push('\u{2026}');
    }
    out
}

fn delimiter(markup: Markup) -> &'static str {
    match markup {
        Markup::Strong => "bold",
        Markup::Emphasis => "italic",
        Markup::Underline => "underlined",
        Markup::Link => "link",
        Markup::Code => "x-code",
        _ => "x-other",
    }
}

fn half(markup: Markup) -> &'static str {
    delimiter(markup).trim_start_matches("x-")
}

fn placeholder(markup: Markup) -> &'static str {
    match markup {
        Markup::Image => "image",
        Markup::Break => "lb",
        Markup::Code => "x-code",
        Markup::Footnote => "x-footnote",
        _ => "x-other",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::bilingual::drawing::{any_content, document, texts_of};
    use crate::escape::is_xml_forbidden;

    fn code(edge: Edge) -> Part {
        Part::Code(Code {
            id: 1,
            edge,
            markup: Markup::Strong,
            data: String::new(),
            covered: String::new(),
        })
    }

    #[test]
    fn a_pair_is_an_element_and_a_half_a_placeholder_with_its_side() {
        let text = || Part::Text("x".to_owned());
        let whole = Content(vec![code(Edge::Open), text(), code(Edge::Close)]);
        let xml = write(&document(vec![whole]), Preset::General);
        assert!(
            xml.contains("<source><g id=\"1\" ctype=\"bold\">x</g></source>"),
            "{xml}"
        );
        let halves = vec![
            Content(vec![code(Edge::Open), text()]),
            Content(vec![text(), code(Edge::Close)]),
        ];
        let xml = write(&document(halves), Preset::General);
        assert!(xml.contains("<source><x id=\"1\" ctype=\"x-open-bold\" equiv-text=\"[b]\"/>x</source>"));
        assert!(xml.contains("<source>x<x id=\"e1\" ctype=\"x-close-bold\" equiv-text=\"[/b]\"/></source>"));
    }

    #[test]
    fn covered_text_is_shown_without_what_clients_write_back_unescaped() {
        let mut covered = Code {
            id: 1,
            edge: Edge::Alone,
            markup: Markup::Code,
            data: String::new(),
            covered: "a < b && \"c\"\n".to_owned(),
        };
        assert_eq!(equivalent(&covered), "a ‹ b ＆＆ ”c” ");
        covered.covered = "é".repeat(MAX_EQUIV_CHARS + 1);
        assert_eq!(equivalent(&covered), "é".repeat(MAX_EQUIV_CHARS) + "…");
    }

    #[test]
    fn omegat_gets_a_target_in_every_open_unit_and_no_other_client_does() {
        let mut given = document(vec![Content(vec![Part::Text("One & two.".to_owned())])]);
        assert!(texts_of(&write(&given, Preset::General), "target").is_empty());
        let xml = write(&given, Preset::Omegat);
        assert_eq!(texts_of(&xml, "target"), ["One & two."]);
        assert!(xml.contains("<target state=\"needs-translation\">"));
        given.units[0].translate = false;
        assert!(texts_of(&write(&given, Preset::Omegat), "target").is_empty());
    }

    #[test]
    fn a_finished_translation_is_approved() {
        let mut given = document(vec![Content(vec![Part::Text("One.".to_owned())])]);
        let pair = &mut given.units[0].pairs[0];
        pair.target = Some(Content(vec![Part::Text("Un.".to_owned())]));
        pair.state = State::Final;
        let xml = write(&given, Preset::General);
        assert!(
            xml.contains("approved=\"yes\"") && xml.contains("<target state=\"final\">Un.</target>"),
            "{xml}"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn any_content_gives_well_formed_xml_with_the_same_text(
            contents in proptest::collection::vec(any_content(), 1..4),
        ) {
            let replaced = |c| if is_xml_forbidden(c) { '\u{fffd}' } else { c };
            let want: Vec<String> = contents.iter().map(|c| c.text().chars().map(replaced).collect()).collect();
            let xml = write(&document(contents), Preset::General);
            prop_assert_eq!(texts_of(&xml, "source"), want);
        }
    }
}
