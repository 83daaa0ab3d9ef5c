//! TMX 1.1 to 1.4: each translation of a `tu` is a segment, in the file of its language pair.

use std::collections::BTreeMap;

use super::content::{self, Codes};
use super::xml::{Element, Piece, Xml};
use super::{
    Exchange, ReadError, Received, ReceivedFile, ReceivedNote, ReceivedSegment, State, language, note_of,
    push_flat, split_id,
};
use crate::article::Language;
use crate::bilingual::{Content, Part};

/// Reads the file whose root has begun.
pub(super) fn read(mut xml: Xml<'_>) -> Result<Received, ReadError> {
    let mut reader = Reader::default();
    let result = reader.read(&mut xml);
    let anything = !reader.files.is_empty();
    xml.finish(result, anything)?;
    Ok(Received {
        exchange: Exchange::Tmx,
        files: reader.files,
        problems: xml.problems,
    })
}

#[derive(Default)]
struct Reader {
    /// The header's `srclang`.
    source: Option<String>,
    files: Vec<ReceivedFile>,
    /// The places of files, by article, source and target.
    places: BTreeMap<(String, String, String), usize>,
    /// Bytes of sources that were copied, one for each translation.
    copied: usize,
}

/// Most bytes of sources that are copied, since a unit may have many translations of one source.
const MAX_COPIED: usize = 256 << 20;

/// About the bytes that a content takes.
fn size(content: &Content) -> usize {
    let parts = content.0.iter();
    parts
        .map(|part| {
            if let Part::Text(text) = part {
                text.len()
            } else {
                size_of::<Part>()
            }
        })
        .sum()
}

/// A `tuv`.
struct Variant {
    tag: String,
    language: Option<Language>,
    content: Content,
}

impl Reader {
    fn read(&mut self, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        loop {
            match xml.next()? {
                Piece::Open(element) => match &*element.name {
                    "header" => {
                        self.source = element
                            .get("srclang")
                            .filter(|tag| *tag != "*all*")
                            .map(str::to_owned);
                        xml.skip()?;
                    }
                    "tu" => self.read_unit(xml, &element)?,
                    "body" => {}
                    _ => xml.skip()?,
                },
                Piece::Close | Piece::Text(_) => {}
                Piece::End => return Ok(()),
            }
        }
    }

    fn read_unit(&mut self, xml: &mut Xml<'_>, element: &Element) -> Result<(), ReadError> {
        let mut codes = Codes::default();
        let (mut notes, mut variants) = (Vec::new(), Vec::new());
        let result = read_parts(xml, &mut codes, &mut notes, &mut variants);
        let wanted = element
            .get("srclang")
            .filter(|tag| *tag != "*all*")
            .or(self.source.as_deref());
        let of_source = |tag: &str| wanted.is_some_and(|wanted| wanted.eq_ignore_ascii_case(tag));
        let same_base = |tag: &str| {
            let base = |tag: &str| {
                tag.split(['-', '_'])
                    .next()
                    .unwrap_or_default()
                    .to_ascii_lowercase()
            };
            wanted.is_some_and(|wanted| base(wanted) == base(tag))
        };
        let place = variants
            .iter()
            .position(|variant: &Variant| of_source(&variant.tag))
            .or_else(|| variants.iter().position(|variant| same_base(&variant.tag)))
            .unwrap_or(0);
        if variants.len() > place {
            let source = variants.remove(place);
            for target in variants {
                xml.count_segment()?;
                self.copied += size(&source.content);
                if self.copied > MAX_COPIED {
                    let message = "a source with too many translations in one unit";
                    return Err(xml.error_here(message));
                }
                self.add(element, &source, target, &notes);
            }
        }
        result
    }

    fn add(&mut self, element: &Element, source: &Variant, target: Variant, notes: &[ReceivedNote]) {
        let (article, id) = split_id(element.get("tuid").unwrap_or_default());
        let key = (
            article.unwrap_or_default().to_owned(),
            source.tag.to_ascii_lowercase(),
            target.tag.to_ascii_lowercase(),
        );
        let files = &mut self.files;
        let place = *self.places.entry(key).or_insert_with(|| {
            files.push(ReceivedFile {
                article: article.map(str::to_owned),
                source: source.language.clone(),
                target: target.language.clone(),
                ..ReceivedFile::default()
            });
            files.len() - 1
        });
        let segment = ReceivedSegment {
            id: id.to_owned(),
            source: source.content.clone(),
            state: if target.content.is_empty() {
                State::Initial
            } else {
                State::Translated
            },
            target: Some(target.content).filter(|content| !content.is_empty()),
            notes: notes.to_vec(),
            line: element.line,
            ..ReceivedSegment::default()
        };
        push_flat(&mut files[place].units, segment, true, Vec::new());
    }
}

fn read_parts(
    xml: &mut Xml<'_>,
    codes: &mut Codes,
    notes: &mut Vec<ReceivedNote>,
    variants: &mut Vec<Variant>,
) -> Result<(), ReadError> {
    loop {
        match xml.next()? {
            Piece::Open(element) => match &*element.name {
                "note" => notes.push(note_of(&xml.text()?)),
                "tuv" => {
                    let tag = element
                        .get("xml:lang")
                        .or_else(|| element.get("lang"))
                        .unwrap_or_default()
                        .to_owned();
                    if let Some(content) = read_segment(xml, codes)? {
                        variants.push(Variant {
                            language: language(Some(&tag), element.line, &mut xml.problems),
                            tag,
                            content,
                        });
                    }
                }
                _ => xml.skip()?,
            },
            Piece::Close | Piece::End => return Ok(()),
            Piece::Text(_) => {}
        }
    }
}

/// The `seg` of a `tuv`.
fn read_segment(xml: &mut Xml<'_>, codes: &mut Codes) -> Result<Option<Content>, ReadError> {
    let mut content = None;
    loop {
        match xml.next()? {
            Piece::Open(element) if element.name == "seg" => content = Some(content::read(xml, codes)?),
            Piece::Open(_) => xml.skip()?,
            Piece::Close | Piece::End => return Ok(content),
            Piece::Text(_) => {}
        }
    }
}
