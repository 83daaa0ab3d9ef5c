//! XLIFF 1.0 to 1.2, and what clients make of it: SDLXLIFF, MQXLIFF, MXLIFF. A `trans-unit` is a segment, or a unit whose segments are
//! marked by `mrk mtype="seg"`.

use std::collections::BTreeMap;

use super::content::{self, Codes, Stretch};
use super::xml::{Element, Piece, Xml};
use super::{
    Exchange, ReadError, Received, ReceivedFile, ReceivedNote, ReceivedSegment, ReceivedUnit, State,
    article_of, is_summary_mark, language, limit_of, note_of, push_flat, same_reading,
};
use crate::bilingual::Content;

/// Reads the file whose root has begun.
pub(super) fn read(mut xml: Xml<'_>) -> Result<Received, ReadError> {
    let mut files = Vec::new();
    let result = read_files(&mut xml, &mut files);
    let anything = files.iter().any(|file: &ReceivedFile| !file.units.is_empty());
    xml.finish(result, anything)?;
    Ok(Received {
        exchange: Exchange::Xliff1,
        files,
        problems: xml.problems,
    })
}

fn read_files(xml: &mut Xml<'_>, files: &mut Vec<ReceivedFile>) -> Result<(), ReadError> {
    loop {
        match xml.next()? {
            Piece::Open(element) if element.name == "file" && !element.foreign => {
                let original = element.get("original").unwrap_or_default().to_owned();
                files.push(ReceivedFile {
                    original,
                    source: language(element.get("source-language"), element.line, &mut xml.problems),
                    target: language(element.get("target-language"), element.line, &mut xml.problems),
                    ..ReceivedFile::default()
                });
                let last = files.len() - 1;
                read_file(xml, &mut files[last])?;
            }
            Piece::Open(_) => xml.skip()?,
            Piece::Close | Piece::Text(_) => {}
            Piece::End => return Ok(()),
        }
    }
}

fn read_file(xml: &mut Xml<'_>, file: &mut ReceivedFile) -> Result<(), ReadError> {
    // Elements that are open: header, body, groups; what they hold is read as if they were not there.
    let mut open = 0;
    loop {
        match xml.next()? {
            Piece::Open(element) => match &*element.name {
                _ if element.foreign => xml.skip()?,
                "trans-unit" => read_unit(xml, &element, file)?,
                "note" => file.notes.push(note_of(&xml.text()?)),
                "header" | "body" | "group" => open += 1,
                _ => xml.skip()?,
            },
            Piece::Close if open == 0 => break,
            Piece::Close => open -= 1,
            Piece::Text(_) => {}
            Piece::End => break,
        }
        if file.article.is_none() {
            file.article = article_of(&file.notes);
        }
    }
    Ok(())
}

/// What a `trans-unit` holds, while it is read.
#[derive(Default)]
struct Unit {
    codes: Codes,
    source: Vec<Stretch>,
    marked_source: Vec<Stretch>,
    target: Option<Vec<Stretch>>,
    state: Stated,
    /// How far the segments are, by the number of their mark, where a client keeps that apart.
    states: BTreeMap<String, Stated>,
    notes: Vec<ReceivedNote>,
}

/// How far a translation is, as the file says it.
#[derive(Clone, Copy, Default)]
struct Stated {
    state: Option<State>,
    needs_review: bool,
}

fn read_unit(xml: &mut Xml<'_>, element: &Element, file: &mut ReceivedFile) -> Result<(), ReadError> {
    let mut unit = Unit {
        state: of_client(element),
        ..Unit::default()
    };
    let result = read_parts(xml, &mut unit);
    // A unit that is cut off is kept if its target is whole: nothing translated is lost.
    if result.is_ok() || unit.target.is_some() {
        if element.get("approved") == Some("yes") {
            unit.state.state = unit.state.state.max(Some(State::Reviewed));
        }
        add_unit(xml, element, unit, file)?;
    }
    result
}

fn read_parts(xml: &mut Xml<'_>, unit: &mut Unit) -> Result<(), ReadError> {
    loop {
        match xml.next()? {
            Piece::Open(part) => match &*part.name {
                "source" if !part.foreign => unit.source = content::read_marked(xml, &mut unit.codes)?,
                "seg-source" if !part.foreign => {
                    unit.marked_source = content::read_marked(xml, &mut unit.codes)?;
                }
                "target" if !part.foreign => {
                    if let Some(name) = part.get("state") {
                        unit.state = stated(name);
                    }
                    unit.target = Some(content::read_marked(xml, &mut unit.codes)?);
                }
                "note" if !part.foreign => unit.notes.push(note_of(&xml.text()?)),
                "seg-defs" => read_definitions(xml, &mut unit.states)?,
                _ => xml.skip()?,
            },
            Piece::Close | Piece::End => return Ok(()),
            Piece::Text(_) => {}
        }
    }
}

/// SDLXLIFF's `seg-defs`: how far each segment is.
fn read_definitions(xml: &mut Xml<'_>, states: &mut BTreeMap<String, Stated>) -> Result<(), ReadError> {
    loop {
        match xml.next()? {
            Piece::Open(element) => {
                if let (Some(id), Some(state)) = (element.get("id"), element.get("conf").map(confirmed)) {
                    states.insert(id.to_owned(), state);
                }
                xml.skip()?;
            }
            Piece::Close | Piece::End => return Ok(()),
            Piece::Text(_) => {}
        }
    }
}

fn add_unit(
    xml: &mut Xml<'_>,
    element: &Element,
    unit: Unit,
    file: &mut ReceivedFile,
) -> Result<(), ReadError> {
    let id = element
        .get("id")
        .or_else(|| element.get("resname"))
        .unwrap_or_default();
    let translate = element.get("translate") != Some("no");
    let in_characters = element.get("size-unit").is_none_or(|unit| unit == "char");
    let max_chars = element
        .get("maxwidth")
        .filter(|_| in_characters)
        .and_then(|max| max.parse().ok())
        .or_else(|| limit_of(&unit.notes));
    let target = unit.target.unwrap_or_default();
    let is_marked = |stretches: &[Stretch]| stretches.iter().any(|stretch| stretch.mark.is_some());
    if !is_marked(&unit.marked_source) && !is_marked(&target) {
        xml.count_segment()?;
        let in_summary = unit
            .notes
            .iter()
            .any(|note| note.category == "summary" && is_summary_mark(&note.text));
        let (of_block, own) = unit
            .notes
            .into_iter()
            .partition(|note: &ReceivedNote| is_of_block(note));
        let segment = ReceivedSegment {
            id: id.to_owned(),
            in_summary,
            max_chars,
            notes: own,
            line: element.line,
            ..segment(
                joined(unit.source),
                Some(joined(target)).filter(|target| !target.is_empty()),
                unit.state,
            )
        };
        push_flat(&mut file.units, segment, translate, of_block);
        return Ok(());
    }
    let mut segments: Vec<ReceivedSegment> = Vec::new();
    let mut targets = Marked::new(target);
    let source = if is_marked(&unit.marked_source) {
        unit.marked_source
    } else {
        unit.source
    };
    for stretch in source {
        match (stretch.mark, segments.last_mut()) {
            (Some(mark), _) => {
                xml.count_segment()?;
                let state = unit.states.get(&mark).copied().unwrap_or(unit.state);
                segments.push(ReceivedSegment {
                    id: format!("{id}.s{mark}"),
                    line: element.line,
                    ..segment(stretch.content, targets.take(&mark), state)
                });
            }
            (None, Some(last)) => content::append(&mut last.gap, stretch.content),
            (None, None) => {}
        }
    }
    // What has a mark that the source lacks, and text outside of all marks: translated by somebody, so it is kept.
    for (mark, content) in targets.rest() {
        xml.count_segment()?;
        xml.problem(
            element.line,
            format!("unit \"{id}\": a target segment that the source has not"),
        );
        segments.push(ReceivedSegment {
            id: if mark.is_empty() {
                String::new()
            } else {
                format!("{id}.s{mark}")
            },
            line: element.line,
            ..segment(Content::default(), Some(content), unit.state)
        });
    }
    file.units.push(ReceivedUnit {
        id: id.to_owned(),
        translate,
        segments,
        notes: unit.notes,
    });
    Ok(())
}

/// The segments of a target by their marks, in order.
struct Marked {
    segments: Vec<(String, Option<Content>)>,
    places: BTreeMap<String, usize>,
    outside: Content,
}

impl Marked {
    fn new(target: Vec<Stretch>) -> Self {
        let mut marked = Self {
            segments: Vec::new(),
            places: BTreeMap::new(),
            outside: Content::default(),
        };
        for stretch in target {
            match stretch.mark {
                Some(mark) if !marked.places.contains_key(&mark) => {
                    marked.places.insert(mark.clone(), marked.segments.len());
                    marked.segments.push((mark, Some(stretch.content)));
                }
                Some(_) => marked.segments.push((String::new(), Some(stretch.content))),
                None => content::append(&mut marked.outside, stretch.content),
            }
        }
        marked
    }

    fn take(&mut self, mark: &str) -> Option<Content> {
        let place = self.places.get(mark)?;
        self.segments[*place].1.take()
    }

    /// What was not taken.
    fn rest(self) -> impl Iterator<Item = (String, Content)> {
        let outside =
            Some((String::new(), self.outside)).filter(|(_, content)| !content.reading().trim().is_empty());
        let left = self
            .segments
            .into_iter()
            .filter_map(|(mark, content)| Some((mark, content?)));
        left.filter(|(_, content)| !content.reading().trim().is_empty())
            .chain(outside)
    }
}

fn segment(source: Content, target: Option<Content>, stated: Stated) -> ReceivedSegment {
    let state = match (stated.state, &target) {
        (_, None) => State::Initial,
        (Some(state), _) => state,
        (None, Some(target)) if same_reading(&source, target) => State::Initial,
        (None, Some(_)) => State::Translated,
    };
    ReceivedSegment {
        needs_review: stated.needs_review && target.is_some(),
        source,
        target,
        state,
        ..ReceivedSegment::default()
    }
}

fn joined(stretches: Vec<Stretch>) -> Content {
    let mut out = Content::default();
    for stretch in stretches {
        content::append(&mut out, stretch.content);
    }
    out
}

/// Whether a note of this program speaks of the whole block: it stands with the block's first sentence.
fn is_of_block(note: &ReceivedNote) -> bool {
    matches!(
        &*note.category,
        "place" | "context" | "locked" | "language" | "limit"
    )
}

/// XLIFF's own names of states.
fn stated(name: &str) -> Stated {
    let (state, needs_review) = match name {
        "new" | "needs-translation" => (Some(State::Initial), false),
        "translated" => (Some(State::Translated), false),
        "signed-off" => (Some(State::Reviewed), false),
        "final" => (Some(State::Final), false),
        "needs-adaptation"
        | "needs-l10n"
        | "needs-review-adaptation"
        | "needs-review-l10n"
        | "needs-review-translation" => (Some(State::Translated), true),
        _ => (None, false),
    };
    Stated { state, needs_review }
}

/// SDLXLIFF's names.
fn confirmed(name: &str) -> Stated {
    let (state, needs_review) = match name {
        "Translated" => (State::Translated, false),
        "ApprovedTranslation" => (State::Reviewed, false),
        "ApprovedSignOff" => (State::Final, false),
        "RejectedTranslation" | "RejectedSignOff" => (State::Translated, true),
        _ => (State::Initial, name == "Draft"),
    };
    Stated {
        state: Some(state),
        needs_review,
    }
}

/// What the attributes of MQXLIFF (`status`) and MXLIFF (`confirmed`) say of a unit.
fn of_client(element: &Element) -> Stated {
    let state = match (element.get_foreign("status"), element.get_foreign("confirmed")) {
        (Some("ManuallyConfirmed"), _) | (_, Some("1")) => Some(State::Translated),
        (Some("ReviewerConfirmed" | "Proofread"), _) => Some(State::Reviewed),
        (Some("NotStarted"), _) => Some(State::Initial),
        _ => None,
    };
    let needs_review = matches!(
        element.get_foreign("status"),
        Some("PartiallyEdited" | "Pretranslated" | "Rejected")
    );
    Stated { state, needs_review }
}
