//! One article as a translator gets it ([`document`]), and `job.json`, which says what a job folder holds.

use std::fmt::Write;

use rustc_hash::FxHashMap;
use serde::Serialize;
use sha2::{Digest, Sha256};
use unicode_segmentation::UnicodeSegmentation;

use crate::article::{ArticleRecord, Block, BlockKind, Edge, Format, Language, Markup, Span};
use crate::bilingual::{Content, Document, Note, Pair, State, Unit, codes};

use super::counts::{Rows, Sizes};

/// Longest heading, neighbouring sentence and address that a note quotes, in characters.
const MAX_HEADING_CHARS: usize = 60;
const MAX_NEIGHBOUR_CHARS: usize = 120;
const MAX_ADDRESS_CHARS: usize = 300;
/// A block of one sentence up to this length says too little without its neighbours.
const MAX_ONE_LINER_CHARS: usize = 80;

/// How documents are made.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct JobOptions {
    /// Name the page in `preview/` in the file's notes.
    pub preview: bool,
}

impl Default for JobOptions {
    fn default() -> Self {
        Self { preview: true }
    }
}

/// The article as units and sentences to translate into `target`.
///
/// Boilerplate is left out. Program code and blocks that are in the target language already are locked: there for context only.
pub fn document(record: &ArticleRecord, target: &Language, options: &JobOptions) -> Document {
    let mut place = Place::default();
    let mut units: Vec<Unit> = (0..record.article.blocks.len())
        .filter_map(|index| unit(record, index, target, &mut place))
        .collect();
    add_neighbours(&mut units);
    Document {
        path: record.path.clone(),
        id: record.id.to_string(),
        datatype: match record.format {
            Format::Html => "html",
            Format::Markdown => "x-markdown",
            _ => "plaintext",
        },
        source: record.language.clone(),
        target: target.clone(),
        notes: file_notes(record, options),
        units,
    }
}

fn unit(record: &ArticleRecord, index: usize, target: &Language, place: &mut Place) -> Option<Unit> {
    let block = &record.article.blocks[index];
    let id = record.block_ids.get(index)?;
    let segments = record.segments_of(index);
    if block.kind == BlockKind::Boilerplate || segments.is_empty() {
        return None;
    }
    let spans: Vec<Span> = segments.iter().map(|segment| segment.span).collect();
    let contents = codes::split(&record.article.text, block, &spans);
    let targets: FxHashMap<u32, &str> = block
        .inline
        .iter()
        .filter_map(|inline| Some((inline.id, inline.target.as_deref()?)))
        .collect();
    let mut notes = vec![place.note(record, block)];
    let language = block.language.as_ref().unwrap_or(&record.language);
    let locked = locked(block, language, target);
    let translate = locked.is_none();
    if let Some(reason) = locked {
        notes.push(note("locked", reason));
    } else if *language != record.language {
        notes.push(note("language", language.english_name()));
    }
    let pairs = segments.iter().zip(contents).map(|(segment, source)| Pair {
        id: segment.id.clone(),
        notes: code_notes(&source, &targets),
        source,
        target: None,
        state: State::Initial,
        in_summary: segment.in_summary,
        max_chars: None,
    });
    Some(Unit {
        id: id.clone(),
        kind: block.kind,
        translate,
        pairs: pairs.collect(),
        notes,
    })
}

fn note(category: &'static str, text: impl Into<String>) -> Note {
    Note {
        category,
        text: text.into(),
    }
}

fn locked(block: &Block, language: &Language, target: &Language) -> Option<String> {
    if !block.kind.is_translatable() {
        Some("program code: not translated".to_owned())
    } else if language.serves(target) && !language.is_und() {
        Some(format!("already in {}: not translated", target.english_name()))
    } else {
        None
    }
}

fn file_notes(record: &ArticleRecord, options: &JobOptions) -> Vec<Note> {
    let metadata = &record.article.metadata;
    let mut notes = vec![note("title", clip(record.display_title(), MAX_ADDRESS_CHARS))];
    for (category, fact) in [
        ("author", &metadata.author),
        ("date", &metadata.date),
        ("url", &metadata.url),
    ] {
        if let Some(fact) = fact {
            notes.push(note(category, clip(fact, MAX_ADDRESS_CHARS)));
        }
    }
    if options.preview {
        notes.push(note("preview", format!("preview/{}.html", record.id)));
    }
    notes
}

/// Where a block stands: counted by kind since the last heading.
#[derive(Default)]
struct Place {
    heading: Option<String>,
    counts: FxHashMap<BlockKind, u32>,
}

impl Place {
    fn note(&mut self, record: &ArticleRecord, block: &Block) -> Note {
        let kind = block.kind.as_str();
        let text = match block.kind {
            BlockKind::Title | BlockKind::Deck | BlockKind::Byline | BlockKind::Dateline => kind.to_owned(),
            BlockKind::Heading => {
                self.counts.clear();
                self.heading = Some(clip(record.article.text_of(block), MAX_HEADING_CHARS));
                format!("heading, level {}", block.level.max(1))
            }
            _ => {
                let count = self.counts.entry(block.kind).or_default();
                *count += 1;
                match &self.heading {
                    Some(heading) => format!("{kind} {count} under “{heading}”"),
                    None => format!("{kind} {count}"),
                }
            }
        };
        note("place", text)
    }
}

/// Where the links of a sentence lead, what its images show, and the text that stands behind a code.
fn code_notes(source: &Content, targets: &FxHashMap<u32, &str>) -> Vec<Note> {
    let mut notes = Vec::new();
    for code in source.codes().filter(|code| code.edge != Edge::Close) {
        let (category, text) = match (code.markup, targets.get(&code.id)) {
            (Markup::Link, Some(target)) => ("link", *target),
            (Markup::Image, Some(target)) => ("image", *target),
            _ if !code.covered.trim().is_empty() => ("code", &*code.covered),
            _ => continue,
        };
        notes.push(note(
            category,
            format!("{}: {}", code.id, clip(text, MAX_ADDRESS_CHARS)),
        ));
    }
    notes
}

/// Gives every block of one short sentence the sentences before and after it.
fn add_neighbours(units: &mut [Unit]) {
    for index in 0..units.len() {
        let [pair] = &*units[index].pairs else { continue };
        if !units[index].translate || pair.source.reading().chars().nth(MAX_ONE_LINER_CHARS).is_some() {
            continue;
        }
        let before = index.checked_sub(1).and_then(|at| units[at].pairs.last());
        let after = units.get(index + 1).and_then(|unit| unit.pairs.first());
        let quote = |pair: &Pair| clip(&pair.source.reading(), MAX_NEIGHBOUR_CHARS);
        let text = match (before.map(quote), after.map(quote)) {
            (None, None) => continue,
            (Some(before), None) => format!("after “{before}”"),
            (None, Some(after)) => format!("before “{after}”"),
            (Some(before), Some(after)) => format!("after “{before}”, before “{after}”"),
        };
        units[index].notes.push(note("context", text));
    }
}

/// At most `max` characters of a text, cut between characters as readers see them, white space as single spaces.
fn clip(text: &str, max: usize) -> String {
    if text.chars().take(max + 1).all(stands_alone) {
        clip_between(text.split_inclusive(|_| true), max)
    } else {
        clip_between(text.graphemes(true), max)
    }
}

/// Whether no mark is in sight: beside others like it, the character is one that readers see.
fn stands_alone(c: char) -> bool {
    matches!(c,
        '\n' | ' '..='~' | '\u{A0}'..='\u{AC}' | '\u{AE}'..='\u{2FF}' | '\u{388}'..='\u{482}' | '\u{48A}'..='\u{52F}'
        | '\u{620}'..='\u{64A}' | '\u{671}'..='\u{6D3}' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3029}' | '\u{3041}'..='\u{3096}'
        | '\u{30A1}'..='\u{30FA}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF01}'..='\u{FF60}')
}

/// [`clip`] for a text cut into what readers see as characters.
fn clip_between<'t>(clusters: impl Iterator<Item = &'t str>, max: usize) -> String {
    let mut out = String::new();
    let mut length = 0;
    for cluster in clusters {
        // A letter can carry thousands of marks.
        length += cluster.chars().take(max + 1).count();
        if length > max {
            out.truncate(out.trim_end().len());
            out.push('…');
            return out;
        }
        if cluster.trim().is_empty() {
            if !out.ends_with(' ') && !out.is_empty() {
                out.push(' ');
            }
        } else {
            out.push_str(cluster);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// A file of a job folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JobFile {
    /// Path in the folder, with `/`.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// SHA-256 of a file that is written piece by piece.
#[derive(Clone, Debug, Default)]
pub struct FileHash(Sha256);

impl FileHash {
    /// Takes in the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The entry of the finished file.
    pub fn finish(self, path: impl Into<String>) -> JobFile {
        JobFile::of_sum(path, &self.0.finalize().into())
    }

    /// The sum of bytes that are at hand: half as long as its text, for the many that wait until the end of a run.
    pub fn of(bytes: &[u8]) -> [u8; 32] {
        Sha256::digest(bytes).into()
    }
}

impl JobFile {
    /// The entry of a file whose bytes are at hand.
    pub fn new(path: impl Into<String>, bytes: &[u8]) -> Self {
        Self::of_sum(path, &FileHash::of(bytes))
    }

    /// The entry of a file whose sum is known.
    pub fn of_sum(path: impl Into<String>, sum: &[u8; 32]) -> Self {
        let mut sha256 = String::with_capacity(64);
        for byte in sum {
            let _ = write!(sha256, "{byte:02x}");
        }
        Self {
            path: path.into(),
            sha256,
        }
    }
}

/// What `job.json` says.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// Stable name: [`super::counts::Counter::job_id`].
    pub id: &'a str,
    /// Language of the sources.
    pub source: &'a Language,
    /// Language of the targets.
    pub target: &'a Language,
    /// `SOURCE_DATE_EPOCH` or the date of the newest article: never the clock.
    pub created: Option<&'a str>,
    /// All files of the folder but `job.json` itself, in the order of their names.
    pub files: &'a [JobFile],
    /// Sums over the articles.
    pub totals: &'a Rows,
}

#[derive(Serialize)]
struct JobJson<'a> {
    version: u32,
    id: &'a str,
    source: &'a Language,
    target: &'a Language,
    tool: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<&'a str>,
    segments: u64,
    counts: CountsJson<'a>,
    files: &'a [JobFile],
}

#[derive(Serialize)]
struct CountsJson<'a> {
    total: Sizes,
    open: Sizes,
    #[serde(flatten)]
    rows: &'a Rows,
}

/// The text of `job.json`.
pub fn job_json(job: &Job<'_>) -> String {
    let total = job.totals.total();
    let json = JobJson {
        version: 1,
        id: job.id,
        source: job.source,
        target: job.target,
        tool: concat!("tolmach ", env!("CARGO_PKG_VERSION")),
        created: job.created,
        segments: total.segments,
        counts: CountsJson {
            total,
            open: job.totals.open(),
            rows: job.totals,
        },
        files: job.files,
    };
    pretty(&json)
}

fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("plain data with string keys is always JSON");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::bilingual::{Preset, drawing, xliff1, xliff2};

    fn french() -> Document {
        let target = Language::parse("fr").unwrap();
        document(&drawing::sample(), &target, &JobOptions::default())
    }

    #[test]
    fn the_sample_as_xliff_1() {
        insta::assert_snapshot!(xliff1::write(&french(), Preset::General));
    }

    #[test]
    fn the_sample_as_xliff_2() {
        insta::assert_snapshot!(xliff2::write(&french(), xliff2::Version::V2_0));
    }

    #[test]
    fn boilerplate_is_left_out_and_what_needs_no_translation_is_locked() {
        let drawn: Vec<(&str, bool)> = french()
            .units
            .iter()
            .map(|unit| (unit.kind.as_str(), unit.translate))
            .collect();
        assert_eq!(
            drawn,
            [
                ("title", true),
                ("byline", true),
                ("paragraph", true),
                ("heading", true),
                ("paragraph", true),
                ("list", true),
                ("caption", true),
                ("code", false),
                ("quote", false),
            ]
        );
        let german = document(
            &drawing::sample(),
            &Language::parse("de").unwrap(),
            &JobOptions::default(),
        );
        let quote = german.units.last().unwrap();
        assert!(quote.translate);
        assert!(
            quote.notes.contains(&note("language", "French")),
            "{:?}",
            quote.notes
        );
    }

    #[test]
    fn an_article_of_code_alone_is_no_work() {
        let code = drawing::record(
            "a",
            "en",
            &[(BlockKind::Code, "x"), (BlockKind::Boilerplate, "y")],
        );
        let made = document(&code, &Language::parse("fr").unwrap(), &JobOptions::default());
        assert_eq!((made.segments(), made.has_work()), (1, false));
        assert!(french().has_work());
    }

    #[test]
    fn clipping_keeps_characters_whole() {
        for (given, max, want) in [
            ("one  two\n three", 20, "one two three"),
            ("one two", 5, "one t…"),
            ("one two", 4, "one…"),
            ("नमस्ते दुनिया", 3, "नम…"),
            ("🏳️‍🌈🏳️‍🌈", 5, "🏳️‍🌈…"),
            ("", 3, ""),
        ] {
            assert_eq!(clip(given, max), want, "{given}");
        }
        let marks = format!("e{}", "\u{301}".repeat(10_000));
        assert_eq!(clip(&marks, 10), "…");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn clipping_is_the_same_with_and_without_a_look_at_marks(
            text in "([a-c \n\t\rйب今が한—“\u{301}\u{200d}\u{a0}\u{3000}👍]|\\PC){0,12}",
            max in 0usize..12,
        ) {
            prop_assert_eq!(clip(&text, max), clip_between(text.graphemes(true), max));
        }
    }

    #[test]
    fn characters_that_stand_alone_do_so_beside_each_other() {
        let alone: Vec<char> = ('\0'..=char::MAX).filter(|c| stands_alone(*c)).collect();
        let text: String = alone.iter().rev().chain(&alone).flat_map(|c| [*c, *c]).collect();
        assert_eq!(text.graphemes(true).count(), text.chars().count());
    }

    #[test]
    fn job_json_names_its_files_by_sha_256() {
        let file = JobFile::new("a.xlf", b"abc");
        assert_eq!(
            file.sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        let (source, target) = (Language::parse("en").unwrap(), Language::parse("fr").unwrap());
        let totals = Rows::default();
        insta::assert_snapshot!(job_json(&Job {
            id: "en-fr-00000000",
            source: &source,
            target: &target,
            created: Some("2024-05-17"),
            files: &[file],
            totals: &totals,
        }));
    }
}
