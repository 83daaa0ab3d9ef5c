//! One article as a translator gets it ([`document`]), and `job.json`, which says what a job folder holds.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::num::NonZeroU32;

use rustc_hash::FxHashMap;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::article::{ArticleRecord, Block, BlockKind, Format, Language, Span};
use crate::bilingual::{Document, Pair, State, Unit, codes};

use super::counts::Rows;
use super::earlier::Earlier;
use super::earlier::carry::Carrier;
use super::notes::{Place, add_neighbours, code_notes, file_notes, keep_summary, note};
use super::quote::RowsJson;

/// How documents are made.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct JobOptions {
    /// Name the page in `preview/` in the file's notes.
    pub preview: bool,
    /// Leave out all sentences but those of the summary.
    pub only_summary: bool,
    /// Most characters of a translation, by the kind of its block.
    pub limits: BTreeMap<BlockKind, u32>,
}

impl Default for JobOptions {
    fn default() -> Self {
        Self {
            preview: true,
            only_summary: false,
            limits: BTreeMap::new(),
        }
    }
}

/// The article as units and sentences to translate into `target`.
///
/// Boilerplate is left out. Program code and blocks that are in the target language already are locked: there for context only.
pub fn document(record: &ArticleRecord, target: &Language, options: &JobOptions) -> Document {
    document_after(record, target, options, None)
}

/// The same with what is translated already: see [`super::earlier`].
pub fn document_after(
    record: &ArticleRecord,
    target: &Language,
    options: &JobOptions,
    earlier: Option<&Earlier>,
) -> Document {
    let mut place = Place::default();
    let mut carrier = earlier.map(Carrier::new);
    let mut units: Vec<Unit> = (0..record.article.blocks.len())
        .filter_map(|index| unit(record, index, target, &mut place, carrier.as_mut()))
        .collect();
    if let Some(carrier) = carrier {
        carrier.finish(&mut units);
    }
    if options.only_summary {
        keep_summary(&mut units);
    } else {
        add_neighbours(&mut units);
    }
    limit(&mut units, &options.limits);
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

fn unit(
    record: &ArticleRecord,
    index: usize,
    target: &Language,
    place: &mut Place,
    carrier: Option<&mut Carrier<'_>>,
) -> Option<Unit> {
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
        in_context: false,
        offer: None,
    });
    let mut pairs: Vec<Pair> = pairs.collect();
    if let Some(carrier) = carrier {
        let gap = |at: usize| &record.article.text[spans[at].end as usize..spans[at + 1].start as usize];
        carrier.unit(id, translate, &mut pairs, gap);
    }
    Some(Unit {
        id: id.clone(),
        kind: block.kind,
        translate,
        pairs,
        notes,
        terms: Vec::new(),
    })
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

/// Sets the most characters that translations may have. A limit holds for a block: of one with several sentences a note tells it.
fn limit(units: &mut [Unit], limits: &BTreeMap<BlockKind, u32>) {
    for unit in units.iter_mut().filter(|unit| unit.translate) {
        let Some(max) = limits.get(&unit.kind) else {
            continue;
        };
        let text = if let [pair] = &mut *unit.pairs {
            pair.max_chars = NonZeroU32::new(*max);
            format!("{max} characters")
        } else {
            format!(
                "{max} characters for all sentences of the {} together",
                unit.kind.as_str()
            )
        };
        unit.notes.push(note("limit", text));
    }
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

    /// The sum of the finished file.
    pub fn sum(self) -> [u8; 32] {
        self.0.finalize().into()
    }

    /// The entry of the finished file.
    pub fn finish(self, path: impl Into<String>) -> JobFile {
        JobFile::of_sum(path, &self.sum())
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
    counts: RowsJson<'a>,
    files: &'a [JobFile],
}

/// The text of `job.json`.
pub fn job_json(job: &Job<'_>) -> String {
    let json = JobJson {
        version: 1,
        id: job.id,
        source: job.source,
        target: job.target,
        tool: concat!("tolmach ", env!("CARGO_PKG_VERSION")),
        created: job.created,
        segments: job.totals.total().segments,
        counts: RowsJson::new(job.totals),
        files: job.files,
    };
    pretty(&json)
}

pub(super) fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("plain data with string keys is always JSON");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
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
