//! The hand-over files of translation, and the one model behind them: a job of units (blocks) with pairs (sentences) of source and target.
//!
//! A [`Document`] goes in, the text of a file comes out: [`xliff1`], [`xliff2`], [`po`], [`tmx`], [`table`], [`sheets`]; [`mod@read`] is the way back. Nothing here
//! opens files, and nothing knows how an article became units; [`codes`] splits a block with its inline codes over its sentences.

pub mod codes;
#[cfg(test)]
pub(crate) mod drawing;
pub mod omegat;
pub mod po;
pub mod read;
pub mod sheets;
pub mod table;
pub mod tmx;
pub mod xliff1;
pub mod xliff2;

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use crate::article::{BlockId, BlockKind, Edge, Language, Markup, SegmentId};

/// One article's part of a job: what one XLIFF file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Path of the article as outputs show it (XLIFF's `original`).
    pub path: String,
    /// The article's id (file name of the XLIFF without its extension).
    pub id: String,
    /// `html`, `x-markdown` or `plaintext`.
    pub datatype: &'static str,
    /// Language of the source.
    pub source: Language,
    /// Language of the target.
    pub target: Language,
    /// What a translator should know of the whole article: title, date, address, preview.
    pub notes: Vec<Note>,
    /// The blocks in reading order.
    pub units: Vec<Unit>,
}

impl Document {
    /// The number of sentences, locked ones included: the trans-units or segments of the XLIFF file, the rows of the table.
    pub fn segments(&self) -> usize {
        self.units.iter().map(|unit| unit.pairs.len()).sum()
    }

    /// Whether there is anything to translate; without it no file is worth handing over, and XLIFF 2 cannot be written at all.
    pub fn has_work(&self) -> bool {
        self.units
            .iter()
            .any(|unit| unit.translate && !unit.pairs.is_empty())
    }
}

/// The client that a job is made for, where its needs differ from what all others read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Preset {
    /// Sources alone, targets empty.
    #[default]
    General,
    /// `OmegaT`: it shows `<target>` text and sees nothing of a unit without one, so every open target is a copy of its source.
    Omegat,
}

/// A block to translate.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// Stable name of the block.
    pub id: BlockId,
    /// What the block is.
    pub kind: BlockKind,
    /// Whether it is to be translated; locked text is kept for context.
    pub translate: bool,
    /// The sentences. A code may open in one and close in another; its number is unique in the unit.
    pub pairs: Vec<Pair>,
    /// What helps to translate the block.
    pub notes: Vec<Note>,
    /// Terms of a glossary in its sentences, in their order.
    pub terms: Vec<Term>,
}

impl Unit {
    /// What is to be known of the terms of one sentence, for formats that have notes alone.
    pub fn term_notes(&self, pair: usize) -> impl Iterator<Item = Note> {
        let terms = self.terms.iter().filter(move |term| term.pair as usize == pair);
        terms.map(|term| Note {
            category: "term",
            text: term.describe(),
        })
    }
}

/// A term of a glossary in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The place of the sentence in the unit.
    pub pair: u32,
    /// The term.
    pub source: String,
    /// Its translations: one of them is to be used.
    pub targets: Vec<String>,
    /// Words that are not to be used for it.
    pub forbidden: Vec<String>,
}

impl Term {
    /// The term in a line.
    pub fn describe(&self) -> String {
        let mut out = self.source.clone();
        if !self.targets.is_empty() {
            out.push_str(" = ");
            out.push_str(&self.targets.join(" / "));
        }
        if !self.forbidden.is_empty() {
            out.push_str(", not ");
            out.push_str(&self.forbidden.join(" / "));
        }
        out
    }
}

/// A sentence and its translation.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Stable name of the segment.
    pub id: SegmentId,
    /// The sentence with its codes.
    pub source: Content,
    /// Its translation.
    pub target: Option<Content>,
    /// How far the translation is.
    pub state: State,
    /// The summary quotes this sentence.
    pub in_summary: bool,
    /// Most characters that the translation may have.
    pub max_chars: Option<NonZeroU32>,
    /// What helps to translate this sentence alone: where its links lead, what its images show.
    pub notes: Vec<Note>,
    /// The target is that of the same sentence between the same two sentences.
    pub in_context: bool,
    /// A translation of a similar sentence, to start from.
    pub offer: Option<Box<Match>>,
}

/// A translation of another sentence that may serve for this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The other sentence. Its codes are those of this one; codes that this one does not have are left out.
    pub source: Content,
    /// Its translation, with such codes too.
    pub target: Content,
    /// How alike the sentences are, in percent.
    pub percent: u8,
    /// Where it comes from, in a few words.
    pub origin: &'static str,
}

/// A note to the translator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// `place`, `summary`, `context`, `link`, `image` …
    pub category: &'static str,
    /// The note.
    pub text: String,
}

/// How far a translation is, in rising order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nothing yet.
    #[default]
    Initial,
    /// Translated.
    Translated,
    /// Looked at by a second person.
    Reviewed,
    /// Done; locked text too.
    Final,
}

/// Text with inline codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content(pub Vec<Part>);

impl Content {
    /// The text without its codes.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for part in &self.0 {
            if let Part::Text(text) = part {
                out.push_str(text);
            }
        }
        out
    }

    /// The text as a reader sees it on one line: line breaks as spaces, with the text that codes cover.
    pub fn reading(&self) -> String {
        let mut out = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Code(code) if code.markup == Markup::Break => out.push(' '),
                Part::Code(code) => out.push_str(&code.covered),
            }
        }
        out
    }

    /// The codes in text order.
    pub fn codes(&self) -> impl Iterator<Item = &Code> {
        self.0.iter().filter_map(|part| match part {
            Part::Code(code) => Some(code),
            Part::Text(_) => None,
        })
    }

    /// Whether there is neither text nor code.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds text behind what is there.
    pub fn push_text(&mut self, text: &str) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(Part::Text(last)) => last.push_str(text),
            _ => self.0.push(Part::Text(text.to_owned())),
        }
    }
}

/// A piece of [`Content`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Plain text.
    Text(String),
    /// An inline code.
    Code(Code),
}

/// An inline code in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Number inside the unit; both ends of a pair have the same.
    pub id: u32,
    /// Start, end, or alone.
    pub edge: Edge,
    /// What it does.
    pub markup: Markup,
    /// The code as the source has it.
    pub data: String,
    /// Text that the code covers and that is not translated.
    pub covered: String,
}
