//! XLIFF 2.0 to 2.2: a unit is a block, a segment is a sentence. The rich form: codes with their original data, pairs over several sentences,
//! categories of notes, metadata that marks the summary.
//!
//! `version="2.0"` is the default because clients refuse 2.1, which nothing here needs. `xml:space` stands on `<file>`: Poedit writes
//! targets without the attribute of their source, and inherited the file stays valid.

use std::iter;

use rustc_hash::FxHashSet;

use crate::article::{Edge, Markup};
use crate::escape::{Xml, is_xml_forbidden};

use super::codes::{Role, roles};
use super::{Code, Content, Document, Note, Part, State, Term, Unit};

/// A version of XLIFF 2. What is written is the same in all of them but for the version itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// 2.0, which most clients read.
    #[default]
    V2_0,
    /// 2.1.
    V2_1,
    /// 2.2, with a namespace of its own.
    V2_2,
}

/// The file of one article. A document without units gives a file without units, which no client opens: see [`Document::has_work`].
pub fn write(document: &Document, version: Version) -> String {
    pieces(document, version).collect()
}

/// The same, unit by unit: the file of a very long article is never whole in memory.
pub fn pieces(document: &Document, version: Version) -> impl Iterator<Item = String> {
    let units = document.units.iter().filter(|unit| !unit.pairs.is_empty());
    let units = units.map(|unit| {
        let mut xml = Xml::new();
        write_unit(&mut xml, unit);
        xml.into_string()
    });
    let tail = "</file>\n</xliff>\n".to_owned();
    iter::once(head(document, version))
        .chain(units)
        .chain(iter::once(tail))
}

fn head(document: &Document, version: Version) -> String {
    let limited = document.units.iter().any(|unit| unit_limit(unit).is_some());
    let mut xml = Xml::new();
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff xmlns=\"urn:oasis:names:tc:xliff:document:")
        .raw(if version == Version::V2_2 {
            "2.2\""
        } else {
            "2.0\""
        })
        .raw(" xmlns:mda=\"urn:oasis:names:tc:xliff:metadata:2.0\"");
    let offers = |unit: &Unit| unit.pairs.iter().any(|pair| pair.offer.is_some());
    if document.units.iter().any(offers) {
        xml.raw(" xmlns:mtc=\"urn:oasis:names:tc:xliff:matches:2.0\"");
    }
    if limited {
        xml.raw(" xmlns:slr=\"urn:oasis:names:tc:xliff:sizerestriction:2.0\"");
    }
    let terms = |unit: &Unit| terms_of(unit).any(|term| !term.targets.is_empty());
    if document.units.iter().any(terms) {
        xml.raw(" xmlns:gls=\"urn:oasis:names:tc:xliff:glossary:2.0\"");
    }
    xml.raw(match version {
        Version::V2_0 => " version=\"2.0\"",
        Version::V2_1 => " version=\"2.1\"",
        Version::V2_2 => " version=\"2.2\"",
    });
    xml.attribute("srcLang", &document.source.to_string())
        .attribute("trgLang", &document.target.to_string())
        .raw(">\n<file id=\"f1\"")
        .attribute("original", &document.path)
        .raw(" xml:space=\"preserve\">\n");
    if limited {
        xml.raw("<slr:profiles generalProfile=\"xliff:codepoints\"/>\n");
    }
    if !document.notes.is_empty() {
        xml.raw("<mda:metadata><mda:metaGroup category=\"article\">");
        for note in &document.notes {
            xml.raw("<mda:meta").attribute("type", note.category).raw(">");
            xml.text(&note.text).raw("</mda:meta>");
        }
        xml.raw("</mda:metaGroup></mda:metadata>\n");
        write_notes(&mut xml, document.notes.iter(), None);
    }
    xml.into_string()
}

/// Most characters of a unit of one sentence.
fn unit_limit(unit: &Unit) -> Option<u32> {
    match &*unit.pairs {
        [pair] => pair.max_chars.map(std::num::NonZeroU32::get),
        _ => None,
    }
}

fn write_unit(xml: &mut Xml, unit: &Unit) {
    xml.raw("<unit").attribute("id", &unit.id.to_string());
    if !unit.translate {
        xml.raw(" translate=\"no\"");
    }
    // The module limits units; a limit of one sentence among several stands in their notes.
    if let Some(max) = unit_limit(unit) {
        xml.attribute("slr:sizeRestriction", &max.to_string());
    }
    xml.attribute("type", &format!("tolmach:{}", unit.kind.as_str()))
        .raw(">\n");
    write_offers(xml, unit);
    write_terms(xml, unit);
    let summary = summary_note(unit);
    if summary.is_some() {
        xml.raw("<mda:metadata><mda:metaGroup category=\"tolmach\"><mda:meta type=\"priority\">1</mda:meta></mda:metaGroup></mda:metadata>\n");
    }
    let own = unit.pairs.iter().flat_map(|pair| &pair.notes);
    // What the glossary module has no place for.
    let forbidden: Vec<Note> = terms_of(unit)
        .filter(|term| !term.forbidden.is_empty())
        .map(|term| Note {
            category: "term",
            text: term.describe(),
        })
        .collect();
    write_notes(
        xml,
        unit.notes.iter().chain(own).chain(&forbidden),
        summary.as_ref(),
    );
    write_data(xml, unit);
    let sources = roles(unit.pairs.iter().map(|pair| &pair.source));
    let empty = Content::default();
    let targets = roles(
        unit.pairs
            .iter()
            .map(|pair| pair.target.as_ref().unwrap_or(&empty)),
    );
    for (index, pair) in unit.pairs.iter().enumerate() {
        xml.raw("<segment")
            .attribute("id", &format!("s{}", pair.id.ordinal));
        let state = if pair.target.is_some() {
            pair.state
        } else {
            State::Initial
        };
        xml.attribute("state", state_name(state));
        if pair.target.is_some() && state == State::Initial {
            xml.raw(" subState=\"tolmach:fuzzy\"");
        } else if pair.in_context {
            xml.raw(" subState=\"tolmach:context-match\"");
        }
        xml.raw(">\n<source>");
        write_content(xml, &pair.source, &sources[index]);
        xml.raw("</source>\n");
        if let Some(target) = &pair.target {
            xml.raw("<target>");
            write_content(xml, target, &targets[index]);
            xml.raw("</target>\n");
        }
        xml.raw("</segment>\n");
    }
    xml.raw("</unit>\n");
}

/// The translations that are offered for sentences of the unit. Their codes have no original data: the unit's belongs to its own.
fn write_offers(xml: &mut Xml, unit: &Unit) {
    let mut offers = unit
        .pairs
        .iter()
        .filter_map(|pair| Some((&pair.id, pair.offer.as_deref()?)))
        .peekable();
    if offers.peek().is_none() {
        return;
    }
    xml.raw("<mtc:matches>\n");
    for (id, offer) in offers {
        xml.raw("<mtc:match")
            .attribute("ref", &format!("#s{}", id.ordinal))
            .raw(" type=\"tm\"")
            .attribute("origin", offer.origin)
            .attribute("similarity", &offer.percent.to_string())
            .raw(">\n<source>");
        write_alone(xml, &offer.source);
        xml.raw("</source>\n<target>");
        write_alone(xml, &offer.target);
        xml.raw("</target>\n</mtc:match>\n");
    }
    xml.raw("</mtc:matches>\n");
}

/// The terms of a unit, each once.
fn terms_of(unit: &Unit) -> impl Iterator<Item = &Term> {
    let mut seen = FxHashSet::default();
    unit.terms.iter().filter(move |term| seen.insert(&*term.source))
}

/// The terms of a glossary that have a translation.
fn write_terms(xml: &mut Xml, unit: &Unit) {
    let mut terms = terms_of(unit).filter(|term| !term.targets.is_empty()).peekable();
    if terms.peek().is_none() {
        return;
    }
    xml.raw("<gls:glossary>\n");
    for term in terms {
        xml.raw("<gls:glossEntry><gls:term>")
            .text(&term.source)
            .raw("</gls:term>");
        for target in &term.targets {
            xml.raw("<gls:translation>")
                .text(target)
                .raw("</gls:translation>");
        }
        xml.raw("</gls:glossEntry>\n");
    }
    xml.raw("</gls:glossary>\n");
}

/// A text that belongs to no segment.
fn write_alone(xml: &mut Xml, content: &Content) {
    let mut content = content.clone();
    for part in &mut content.0 {
        if let Part::Code(code) = part {
            code.data.clear();
        }
    }
    let roles = roles(std::iter::once(&content));
    write_content(xml, &content, &roles[0]);
}

/// Says which sentences of the unit the summary quotes.
fn summary_note(unit: &Unit) -> Option<Note> {
    let quoted: Vec<String> = unit
        .pairs
        .iter()
        .filter(|pair| pair.in_summary)
        .map(|pair| format!("s{}", pair.id.ordinal))
        .collect();
    if quoted.is_empty() {
        return None;
    }
    let text = if unit.pairs.len() == 1 {
        "summary sentence: translate first".to_owned()
    } else {
        format!("summary sentences: {}; translate first", quoted.join(", "))
    };
    Some(Note {
        category: "summary",
        text,
    })
}

fn write_notes<'a>(xml: &mut Xml, notes: impl Iterator<Item = &'a Note>, first: Option<&'a Note>) {
    let mut notes = first.into_iter().chain(notes).enumerate().peekable();
    if notes.peek().is_none() {
        return;
    }
    xml.raw("<notes>\n");
    for (index, note) in notes {
        xml.raw("<note")
            .attribute("id", &format!("n{}", index + 1))
            .attribute("category", note.category)
            .raw(if note.category == "summary" {
                " priority=\"1\">"
            } else {
                " priority=\"3\">"
            });
        xml.text(&note.text).raw("</note>\n");
    }
    xml.raw("</notes>\n");
}

/// The codes of the unit as its source has them.
fn write_data(xml: &mut Xml, unit: &Unit) {
    let mut codes = unit
        .pairs
        .iter()
        .flat_map(|pair| pair.source.codes())
        .filter(|code| !code.data.is_empty())
        .peekable();
    if codes.peek().is_none() {
        return;
    }
    xml.raw("<originalData>\n");
    for code in codes {
        xml.raw("<data").attribute("id", &data_id(code)).raw(">");
        write_text(xml, &code.data);
        xml.raw("</data>\n");
    }
    xml.raw("</originalData>\n");
}

fn data_id(code: &Code) -> String {
    match code.edge {
        Edge::Open => format!("d{}s", code.id),
        Edge::Close => format!("d{}e", code.id),
        Edge::Alone => format!("d{}", code.id),
    }
}

fn state_name(state: State) -> &'static str {
    match state {
        State::Initial => "initial",
        State::Translated => "translated",
        State::Reviewed => "reviewed",
        State::Final => "final",
    }
}

fn write_content(xml: &mut Xml, content: &Content, roles: &[Role]) {
    let mut roles = roles.iter();
    // An opening `pc` names the data of both its ends.
    let closing: FxHashSet<u32> = content
        .codes()
        .filter(|code| code.edge == Edge::Close && !code.data.is_empty())
        .map(|code| code.id)
        .collect();
    for part in &content.0 {
        match part {
            Part::Text(text) => write_text(xml, text),
            Part::Code(code) => {
                let role = roles.next().copied().unwrap_or(Role::Orphan);
                write_code(xml, code, role, &closing);
            }
        }
    }
}

fn write_code(xml: &mut Xml, code: &Code, role: Role, closing: &FxHashSet<u32>) {
    let id = code.id.to_string();
    match (code.edge, role) {
        (Edge::Open, Role::Pair) => {
            xml.raw("<pc").attribute("id", &id);
            write_type(xml, code.markup);
            if !code.data.is_empty() {
                xml.attribute("dataRefStart", &data_id(code));
            }
            if closing.contains(&code.id) {
                xml.attribute("dataRefEnd", &format!("d{id}e"));
            }
            xml.raw(">");
        }
        (Edge::Close, Role::Pair) => {
            xml.raw("</pc>");
        }
        (Edge::Open, role) => {
            xml.raw("<sc").attribute("id", &id);
            write_type(xml, code.markup);
            write_reference(xml, code);
            xml.raw(if role == Role::Half {
                "/>"
            } else {
                " isolated=\"yes\"/>"
            });
        }
        (Edge::Close, Role::Half) => {
            xml.raw("<ec").attribute("startRef", &id);
            write_reference(xml, code);
            xml.raw("/>");
        }
        (Edge::Close, _) => {
            xml.raw("<ec").attribute("id", &format!("e{id}"));
            write_type(xml, code.markup);
            write_reference(xml, code);
            xml.raw(" isolated=\"yes\"/>");
        }
        (Edge::Alone, _) => {
            xml.raw("<ph").attribute("id", &id);
            write_type(xml, code.markup);
            if !code.covered.is_empty() {
                xml.attribute("equiv", &code.covered);
            }
            write_reference(xml, code);
            xml.raw(match code.markup {
                // A second copy of a footnote mark or of what carries an id would point to the same place twice.
                Markup::Footnote => " canCopy=\"no\" canDelete=\"no\"/>",
                Markup::Image | Markup::Code => " canDelete=\"no\"/>",
                _ => "/>",
            });
        }
    }
}

fn write_type(xml: &mut Xml, markup: Markup) {
    xml.raw(match markup {
        Markup::Strong => " type=\"fmt\" subType=\"xlf:b\"",
        Markup::Emphasis => " type=\"fmt\" subType=\"xlf:i\"",
        Markup::Underline => " type=\"fmt\" subType=\"xlf:u\"",
        Markup::Break => " type=\"fmt\" subType=\"xlf:lb\"",
        Markup::Link => " type=\"link\"",
        Markup::Image => " type=\"image\"",
        _ => " type=\"other\"",
    });
}

fn write_reference(xml: &mut Xml, code: &Code) {
    let label = code.markup.label();
    match code.edge {
        Edge::Close => xml.attribute("disp", &format!("[/{label}]")),
        _ => xml.attribute("disp", &format!("[{label}]")),
    };
    if !code.data.is_empty() {
        xml.attribute("dataRef", &data_id(code));
    }
}

/// Text in which characters that XML forbids are `<cp>`: source, target and data may hold it, notes and attributes may not.
fn write_text(xml: &mut Xml, text: &str) {
    let mut from = 0;
    for (at, c) in text.char_indices() {
        if is_xml_forbidden(c) {
            xml.text(&text[from..at])
                .raw("<cp")
                .attribute("hex", &format!("{:04X}", u32::from(c)))
                .raw("/>");
            from = at + c.len_utf8();
        }
    }
    xml.text(&text[from..]);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::bilingual::drawing::{any_content, document, texts_of};

    fn code(id: u32, edge: Edge) -> Part {
        Part::Code(Code {
            id,
            edge,
            markup: Markup::Strong,
            data: "*".to_owned(),
            covered: String::new(),
        })
    }

    fn sources(contents: &[&[Part]]) -> Vec<String> {
        let contents = contents.iter().map(|parts| Content(parts.to_vec()));
        let xml = write(&document(contents.collect()), Version::V2_0);
        let inside = xml.split("<source>").skip(1);
        inside
            .map(|rest| rest.split("</source>").next().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn a_pair_over_two_sentences_is_start_and_end_in_one_unit() {
        let x = Part::Text("x".to_owned());
        assert_eq!(
            sources(&[&[code(1, Edge::Open), x.clone()], &[x, code(1, Edge::Close)]]),
            [
                "<sc id=\"1\" type=\"fmt\" subType=\"xlf:b\" disp=\"[b]\" dataRef=\"d1s\"/>x",
                "x<ec startRef=\"1\" disp=\"[/b]\" dataRef=\"d1e\"/>"
            ]
        );
    }

    #[test]
    fn an_end_without_a_start_is_isolated_and_has_a_number_of_its_own() {
        let source = &sources(&[&[code(7, Edge::Close)]])[0];
        assert_eq!(
            source,
            "<ec id=\"e7\" type=\"fmt\" subType=\"xlf:b\" disp=\"[/b]\" dataRef=\"d7e\" isolated=\"yes\"/>"
        );
    }

    #[test]
    fn characters_that_xml_forbids_survive() {
        let source = &sources(&[&[Part::Text("a\0b\u{ffff}\r".to_owned())]])[0];
        assert_eq!(source, "a<cp hex=\"0000\"/>b<cp hex=\"FFFF\"/>&#13;");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn any_content_gives_well_formed_xml_with_the_same_text(
            contents in proptest::collection::vec(any_content(), 1..4),
        ) {
            let want: Vec<String> = contents.iter().map(Content::text).collect();
            prop_assert_eq!(texts_of(&write(&document(contents), Version::V2_0), "source"), want);
        }
    }
}
