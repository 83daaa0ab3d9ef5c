//! What of an article was translated already: the file that a merge leaves beside the translated article
//! (`translated/<target>/segments/<article>.json`), and how a new job takes it over ([`carry`]).
//!
//! The file has the blocks of the job that was merged in their order, those that are not translated too: what stands beside a sentence tells
//! whether it is still the same sentence in the same place.

pub mod carry;

use std::borrow::Cow;
use std::fmt::Write;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::article::{BlockId, Edge, Language, Markup};
use crate::bilingual::{Code, Content, Part, State};

/// Version of the file.
const VERSION: u32 = 1;

/// The translations of one article into one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Earlier {
    /// The article's id.
    pub article: String,
    /// Language of the sources.
    pub source: Language,
    /// Language of the translations.
    pub target: Language,
    /// The blocks in the order of the article.
    pub units: Vec<EarlierUnit>,
}

/// A block.
#[derive(Clone, Debug, PartialEq)]
pub struct EarlierUnit {
    /// Its stable name.
    pub id: BlockId,
    /// Its sentences.
    pub segments: Vec<EarlierSegment>,
    /// It was in the article once. It is kept where it stood as long as what came in its place is not translated.
    pub gone: bool,
}

/// A sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EarlierSegment {
    /// Its source.
    pub source: Content,
    /// Its translation, if there is one.
    pub target: Option<Content>,
    /// Its translation is part of that of the sentence before it.
    pub joined: bool,
    /// How far the translation is.
    pub state: State,
}

/// A file that is none of these.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum EarlierError {
    /// Not JSON, or a field is missing or of another kind.
    #[error("not a file of translations: {0}")]
    Json(#[from] serde_json::Error),
    /// Written by another version of the program.
    #[error("version {0} of the format; this program reads version {VERSION}")]
    Version(u32),
}

#[derive(Deserialize)]
struct FileJson<'a> {
    version: u32,
    article: String,
    source: Language,
    target: Language,
    #[serde(borrow)]
    units: Vec<UnitJson<'a>>,
}

#[derive(Serialize, Deserialize)]
struct UnitJson<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    gone: bool,
    #[serde(borrow)]
    segments: Vec<SegmentJson<'a>>,
}

#[derive(Serialize, Deserialize)]
struct SegmentJson<'a> {
    #[serde(borrow)]
    source: ContentJson<'a>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    target: Option<ContentJson<'a>>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    joined: bool,
    #[serde(default, skip_serializing_if = "is_initial")]
    state: State,
}

/// A text is a string; one with codes a list of strings and codes.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum ContentJson<'a> {
    Text(#[serde(borrow)] Cow<'a, str>),
    Parts(#[serde(borrow)] Vec<PartJson<'a>>),
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum PartJson<'a> {
    Text(#[serde(borrow)] Cow<'a, str>),
    Code {
        code: u32,
        edge: Edge,
        markup: Markup,
        #[serde(borrow, default, skip_serializing_if = "str::is_empty")]
        covered: Cow<'a, str>,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde calls")]
fn is_initial(state: &State) -> bool {
    *state == State::Initial
}

impl<'a> ContentJson<'a> {
    fn of(content: &'a Content) -> Self {
        match &*content.0 {
            [] => Self::Text("".into()),
            [Part::Text(text)] => Self::Text(text.into()),
            parts => Self::Parts(parts.iter().map(PartJson::of).collect()),
        }
    }

    fn content(self) -> Content {
        let mut content = Content::default();
        match self {
            Self::Text(text) => content.push_text(&text),
            Self::Parts(parts) => {
                for part in parts {
                    match part {
                        PartJson::Text(text) => content.push_text(&text),
                        PartJson::Code {
                            code: id,
                            edge,
                            markup,
                            covered,
                        } => content.0.push(Part::Code(Code {
                            id,
                            edge,
                            markup,
                            data: String::new(),
                            covered: covered.into_owned(),
                        })),
                    }
                }
            }
        }
        content
    }
}

impl<'a> PartJson<'a> {
    fn of(part: &'a Part) -> Self {
        match part {
            Part::Text(text) => Self::Text(text.into()),
            Part::Code(code) => Self::Code {
                code: code.id,
                edge: code.edge,
                markup: code.markup,
                covered: (&code.covered).into(),
            },
        }
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain data with string keys is always JSON")
}

/// The text of the file: a line a block.
pub fn write(earlier: &Earlier) -> String {
    let mut out = String::new();
    let _ = write!(
        out,
        "{{\"version\":{VERSION},\"article\":{},\"source\":{},\"target\":{},\"units\":[",
        json(&earlier.article),
        json(&earlier.source),
        json(&earlier.target)
    );
    for (index, unit) in earlier.units.iter().enumerate() {
        let segments = unit.segments.iter().map(|segment| SegmentJson {
            source: ContentJson::of(&segment.source),
            target: segment.target.as_ref().map(ContentJson::of),
            joined: segment.joined,
            state: segment.state,
        });
        let unit = UnitJson {
            id: unit.id.as_str().into(),
            gone: unit.gone,
            segments: segments.collect(),
        };
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        out.push_str(&json(&unit));
    }
    out.push_str("\n]}\n");
    out
}

/// Reads what [`write`](fn@write) wrote; the data of codes does not come back.
///
/// # Errors
/// If `text` is no such file of this version.
pub fn read(text: &str) -> Result<Earlier, EarlierError> {
    #[derive(Deserialize)]
    struct Version {
        version: u32,
    }
    let file: FileJson<'_> = match serde_json::from_str(text) {
        Ok(file) => file,
        Err(error) => match serde_json::from_str::<Version>(text) {
            Ok(Version { version }) if version != VERSION => return Err(EarlierError::Version(version)),
            _ => return Err(error.into()),
        },
    };
    if file.version != VERSION {
        return Err(EarlierError::Version(file.version));
    }
    let segment = |segment: SegmentJson<'_>| EarlierSegment {
        source: segment.source.content(),
        target: segment.target.map(ContentJson::content),
        joined: segment.joined,
        state: segment.state,
    };
    let unit = |unit: UnitJson<'_>| EarlierUnit {
        id: BlockId::from(&*unit.id),
        gone: unit.gone,
        segments: unit.segments.into_iter().map(segment).collect(),
    };
    Ok(Earlier {
        article: file.article,
        source: file.source,
        target: file.target,
        units: file.units.into_iter().map(unit).collect(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::bilingual::drawing::any_content;

    fn tag(tag: &str) -> Language {
        Language::parse(tag).unwrap()
    }

    #[test]
    fn what_is_no_such_file_is_an_error_and_no_panic() {
        let earlier = Earlier {
            article: "a".to_owned(),
            source: tag("en"),
            target: tag("kk"),
            units: Vec::new(),
        };
        let good = write(&earlier);
        assert_eq!(read(&good).unwrap(), earlier);
        for (from, to, want) in [
            ("\"version\":1", "\"version\":7", "version 7"),
            ("\"version\":1,", "", "missing field"),
            ("]}", "", "EOF"),
            (
                "\"source\":\"en\"",
                "\"source\":\"?\"",
                "not a file of translations",
            ),
        ] {
            let error = read(&good.replacen(from, to, 1)).unwrap_err().to_string();
            assert!(error.contains(want), "{to}: {error}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn translations_come_back_as_they_were(
            segments in proptest::collection::vec(
                (any_content(), proptest::option::of(any_content()), any::<bool>()),
                0..6,
            ),
            gone in any::<bool>(),
        ) {
            let plain = |content: Content| {
                let mut plain = Content::default();
                for part in content.0 {
                    match part {
                        Part::Text(text) => plain.push_text(&text),
                        Part::Code(code) => plain.0.push(Part::Code(Code { data: String::new(), ..code })),
                    }
                }
                plain
            };
            let segments: Vec<EarlierSegment> = segments
                .into_iter()
                .map(|(source, target, joined)| EarlierSegment {
                    source: plain(source),
                    state: if target.is_some() { State::Reviewed } else { State::Initial },
                    target: target.map(plain),
                    joined,
                })
                .collect();
            let earlier = Earlier {
                article: "a".to_owned(),
                source: tag("en"),
                target: tag("kk"),
                units: vec![EarlierUnit { id: BlockId::from("u1"), segments, gone }],
            };
            let text = write(&earlier);
            prop_assert_eq!(read(&text).unwrap(), earlier);
        }
    }
}
