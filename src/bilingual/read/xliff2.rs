//! XLIFF 2.0 to 2.2: units of segments, codes with their original data.

use std::collections::BTreeSet;

use super::content::{self, Codes};
use super::xml::{Element, Piece, Xml};
use super::{
    Exchange, ReadError, Received, ReceivedFile, ReceivedNote, ReceivedSegment, ReceivedUnit, State,
    article_of, is_summary_mark, language, limit_of, same_reading,
};

/// Reads the file whose root has begun.
pub(super) fn read(mut xml: Xml<'_>, root: &Element) -> Result<Received, ReadError> {
    let languages = ReceivedFile {
        source: language(root.get("srcLang"), root.line, &mut xml.problems),
        target: language(root.get("trgLang"), root.line, &mut xml.problems),
        ..ReceivedFile::default()
    };
    let mut files = Vec::new();
    let result = read_files(&mut xml, &languages, &mut files);
    let anything = files.iter().any(|file: &ReceivedFile| !file.units.is_empty());
    xml.finish(result, anything)?;
    Ok(Received {
        exchange: Exchange::Xliff2,
        files,
        problems: xml.problems,
    })
}

fn read_files(
    xml: &mut Xml<'_>,
    languages: &ReceivedFile,
    files: &mut Vec<ReceivedFile>,
) -> Result<(), ReadError> {
    loop {
        match xml.next()? {
            Piece::Open(element) if element.name == "file" && !element.foreign => {
                files.push(ReceivedFile {
                    original: element.get("original").unwrap_or_default().to_owned(),
                    ..languages.clone()
                });
                let last = files.len() - 1;
                read_file(xml, &mut files[last], element.get("translate") != Some("no"))?;
            }
            Piece::Open(_) => xml.skip()?,
            Piece::Close | Piece::Text(_) => {}
            Piece::End => return Ok(()),
        }
    }
}

fn read_file(xml: &mut Xml<'_>, file: &mut ReceivedFile, translate: bool) -> Result<(), ReadError> {
    // Groups that are open, each with whether it is to be translated.
    let mut groups: Vec<bool> = Vec::new();
    loop {
        let inherited = groups.last().copied().unwrap_or(translate);
        let translate = |element: &Element| element.get("translate").map_or(inherited, |value| value != "no");
        match xml.next()? {
            Piece::Open(element) => match &*element.name {
                _ if element.foreign => xml.skip()?,
                "unit" => read_unit(xml, &element, translate(&element), file)?,
                "group" => groups.push(translate(&element)),
                "notes" if groups.is_empty() => read_notes(xml, &mut file.notes)?,
                _ => xml.skip()?,
            },
            Piece::Close => {
                if groups.pop().is_none() {
                    break;
                }
            }
            Piece::Text(_) => {}
            Piece::End => break,
        }
        if file.article.is_none() {
            file.article = article_of(&file.notes);
        }
    }
    Ok(())
}

fn read_notes(xml: &mut Xml<'_>, notes: &mut Vec<ReceivedNote>) -> Result<(), ReadError> {
    loop {
        match xml.next()? {
            Piece::Open(element) if element.name == "note" && !element.foreign => notes.push(ReceivedNote {
                category: element.get("category").unwrap_or_default().to_owned(),
                text: xml.text()?,
            }),
            Piece::Open(_) => xml.skip()?,
            Piece::Close | Piece::End => return Ok(()),
            Piece::Text(_) => {}
        }
    }
}

fn read_unit(
    xml: &mut Xml<'_>,
    element: &Element,
    translate: bool,
    file: &mut ReceivedFile,
) -> Result<(), ReadError> {
    let mut unit = ReceivedUnit {
        id: element.get("id").unwrap_or_default().to_owned(),
        translate,
        ..ReceivedUnit::default()
    };
    let result = read_parts(xml, element, &mut unit);
    mark_summary(&mut unit);
    if let ([segment], Some(max)) = (&mut *unit.segments, limit_of(&unit.notes)) {
        segment.max_chars.get_or_insert(max);
    }
    // A unit that is cut off is kept as far as its segments are whole: nothing translated is lost.
    if result.is_ok() || !unit.segments.is_empty() {
        file.units.push(unit);
    }
    result
}

fn read_parts(xml: &mut Xml<'_>, element: &Element, unit: &mut ReceivedUnit) -> Result<(), ReadError> {
    let max_chars = element.get_foreign("sizeRestriction").and_then(|range| {
        let max = range.rsplit(',').next().unwrap_or_default();
        max.parse().ok()
    });
    let mut codes = Codes::default();
    loop {
        match xml.next()? {
            Piece::Open(part) => match &*part.name {
                _ if part.foreign => xml.skip()?,
                "segment" | "ignorable" => {
                    let mut segment = ReceivedSegment {
                        max_chars,
                        ..ReceivedSegment::default()
                    };
                    let result = read_segment(xml, &part, &mut codes, &mut segment);
                    let whole = result.is_ok() || segment.target.is_some();
                    if part.name == "ignorable" {
                        add_gap(unit, segment);
                    } else if whole {
                        xml.count_segment()?;
                        segment.id = full_id(&unit.id, part.get("id").unwrap_or_default());
                        unit.segments.push(segment);
                    }
                    result?;
                }
                "notes" => read_notes(xml, &mut unit.notes)?,
                "originalData" => read_data(xml, &mut codes)?,
                _ => xml.skip()?,
            },
            Piece::Close | Piece::End => return Ok(()),
            Piece::Text(_) => {}
        }
    }
}

/// The id of a segment with its unit's before it.
fn full_id(unit: &str, segment: &str) -> String {
    if unit.is_empty() || segment.is_empty() {
        String::new()
    } else {
        format!("{unit}.{segment}")
    }
}

/// What is between two segments: of the source, since a translation has its own.
fn add_gap(unit: &mut ReceivedUnit, ignorable: ReceivedSegment) {
    if let Some(last) = unit.segments.last_mut() {
        content::append(&mut last.gap, ignorable.source);
    }
}

fn read_segment(
    xml: &mut Xml<'_>,
    element: &Element,
    codes: &mut Codes,
    segment: &mut ReceivedSegment,
) -> Result<(), ReadError> {
    segment.line = element.line;
    segment.needs_review = element
        .get("subState")
        .is_some_and(|state| state.ends_with(":fuzzy"));
    let stated = element.get("state").and_then(state);
    loop {
        match xml.next()? {
            Piece::Open(part) => match &*part.name {
                "source" if !part.foreign => segment.source = content::read(xml, codes)?,
                "target" if !part.foreign => {
                    let target = content::read(xml, codes)?;
                    segment.state = match stated {
                        _ if target.is_empty() => State::Initial,
                        Some(state) => state,
                        None if same_reading(&segment.source, &target) => State::Initial,
                        None => State::Translated,
                    };
                    segment.target = Some(target).filter(|target| !target.is_empty());
                }
                _ => xml.skip()?,
            },
            Piece::Close | Piece::End => return Ok(()),
            Piece::Text(_) => {}
        }
    }
}

fn state(name: &str) -> Option<State> {
    match name {
        "initial" => Some(State::Initial),
        "translated" => Some(State::Translated),
        "reviewed" => Some(State::Reviewed),
        "final" => Some(State::Final),
        _ => None,
    }
}

fn read_data(xml: &mut Xml<'_>, codes: &mut Codes) -> Result<(), ReadError> {
    loop {
        match xml.next()? {
            Piece::Open(element) if element.name == "data" && !element.foreign => {
                let content = content::read(xml, &mut Codes::default())?;
                codes
                    .data
                    .insert(element.get("id").unwrap_or_default().to_owned(), content.text());
            }
            Piece::Open(_) => xml.skip()?,
            Piece::Close | Piece::End => return Ok(()),
            Piece::Text(_) => {}
        }
    }
}

/// Marks the sentences that the unit's note names as the summary's: `summary sentences: s1, s3; translate first`.
fn mark_summary(unit: &mut ReceivedUnit) {
    let Some(note) = unit
        .notes
        .iter()
        .find(|note| note.category == "summary" && is_summary_mark(&note.text))
    else {
        return;
    };
    let list = note
        .text
        .strip_prefix("summary sentences: ")
        .and_then(|rest| rest.split(';').next());
    let named: Option<BTreeSet<&str>> = list.map(|list| list.split(", ").collect());
    for segment in &mut unit.segments {
        let own = segment.id.rsplit('.').next().unwrap_or_default();
        segment.in_summary = named.as_ref().is_none_or(|named| named.contains(own));
    }
}
