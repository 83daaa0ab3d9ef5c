//! One article through the stages, in order: what `run` and the filters share. A failure is a value with its stage and reason.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use super::survey;
use crate::article::{
    Article, ArticleId, ArticleRecord, Attachment, Block, BlockId, BlockKind, Counts, Edge, Failure, Format,
    Language, Limits, Segment, SegmentId, Span, Stage, Warning, block_ids, content_hash,
};
use crate::config::Config;
use crate::detect::{self, BlockText, DetectOptions, Detection};
use crate::extract::{self, ExtractError, ExtractOptions, Fields, Part, Sites};
use crate::read::{self, Found, Opened, ReadError, Record, Source};
use crate::segment::{self, SegmentOptions};
use crate::summarize::{self, Candidate, SummaryInput, SummaryOptions};
use crate::words::{self, Counting};

/// What the stages are told.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Settings {
    /// The language of every article, whatever detection says.
    pub language: Option<Language>,
    /// The only languages that detection may answer; all if empty.
    pub languages: Vec<Language>,
    /// The budget of a summary.
    pub summary: SummaryOptions,
    /// How texts are cut.
    pub segment: SegmentOptions,
    /// Which fields of JSON and which columns of tables hold what.
    pub fields: Arc<Fields>,
    /// Sizes and depths.
    pub limits: Limits,
    /// What the pages of the run's sites have in common.
    pub sites: Option<Arc<Sites>>,
}

impl Settings {
    /// What the stages are told by the settings of the program.
    pub(super) fn of(config: &Config) -> Self {
        Self {
            language: config.language.clone(),
            languages: config.languages.clone(),
            summary: config.summary,
            segment: config.segment.clone(),
            fields: Arc::clone(&config.fields),
            limits: config.limits.clone(),
            sites: None,
        }
    }
}

/// Opens `found`.
///
/// # Errors
/// If it cannot be read. A panic is such a failure too, with the code `internal`.
pub fn open(found: &Found, settings: &Settings) -> Result<Opened, Failure> {
    let name = found.name();
    guarded(&name, &Place::default(), || {
        read::open(&found.path(), &settings.limits).map_err(|error| read_failure(&name, &error))
    })
}

/// Opens an article's bytes in the file they stand in.
///
/// # Errors
/// As [`open`].
pub fn open_record(found: &Found, record: Record, settings: &Settings) -> Result<Opened, Failure> {
    let name = found.name();
    guarded(&name, &Place::default(), || {
        record
            .open(&settings.limits)
            .map_err(|error| read_failure(&name, &error))
    })
}

/// The articles in a document; none if the document is one article.
///
/// # Errors
/// If the document cannot be read as what it is.
pub fn parts(found: &Found, source: &Source, settings: &Settings) -> Result<Option<Vec<Part>>, Failure> {
    let (name, at) = (found.name(), Place::default());
    at.enter(Stage::Extract);
    guarded(&name, &at, || {
        extract::parts(&source.text, source.format, &options(source, settings))
            .map_err(|error| extract_failure(&name, &error))
    })
}

/// Takes a document through all stages. The source is dropped as soon as it is read: the largest articles are what memory is measured by.
///
/// # Errors
/// The stage that failed and why. A panic inside a stage is such a failure too, with the code `internal`.
pub fn process(found: &Found, source: Source, settings: &Settings) -> Result<ArticleRecord, Failure> {
    let (name, at) = (found.name(), Place::default());
    guarded(&name, &at, || {
        at.enter(Stage::Extract);
        let article = article(found, &source, None, settings)?;
        let read = Read {
            hash: source.hash.clone(),
            format: source.format,
            article,
        };
        drop(source);
        Ok(record(found, name.clone(), read, settings, &at))
    })
}

/// Takes one of the articles of a document through all stages.
///
/// # Errors
/// As [`process`].
pub fn process_part(
    found: &Found,
    source: &Source,
    part: &Part,
    settings: &Settings,
) -> Result<ArticleRecord, Failure> {
    let (name, at) = (found.name(), Place::default());
    guarded(&name, &at, || {
        at.enter(Stage::Extract);
        let read = Read {
            article: article(found, source, Some(part), settings)?,
            hash: content_hash(part.span.of(&source.text).as_bytes()),
            format: source.format,
        };
        Ok(record(found, name.clone(), read, settings, &at))
    })
}

/// An article, and what its record says of the file.
struct Read {
    hash: String,
    format: Format,
    article: Article,
}

/// The stage an article is in, for the message if it panics.
#[derive(Debug)]
pub(super) struct Place(AtomicU8);

impl Default for Place {
    fn default() -> Self {
        Self(AtomicU8::new(Stage::Read as u8))
    }
}

impl Place {
    /// Notes that a stage begins.
    pub(super) fn enter(&self, stage: Stage) {
        self.0.store(stage as u8, Ordering::Relaxed);
    }

    fn stage(&self) -> Stage {
        let stages = [
            Stage::Read,
            Stage::Extract,
            Stage::Detect,
            Stage::Segment,
            Stage::Summarize,
            Stage::Export,
        ];
        let now = self.0.load(Ordering::Relaxed);
        stages
            .into_iter()
            .find(|stage| *stage as u8 == now)
            .unwrap_or(Stage::Read)
    }
}

/// Runs `work` so that a panic in it costs this article only.
pub(super) fn guarded<T>(
    path: &str,
    at: &Place,
    work: impl FnOnce() -> Result<T, Failure>,
) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(Failure {
            path: path.to_owned(),
            stage: at.stage(),
            code: "internal".to_owned(),
            reason: format!(
                "a fault of tolmach itself in the {} stage; please report it with this file",
                stage_name(at.stage())
            ),
        })
    })
}

fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Read => "read",
        Stage::Extract => "extract",
        Stage::Detect => "detect",
        Stage::Segment => "segment",
        Stage::Summarize => "summarize",
        Stage::Export => "export",
        Stage::Write => "write",
    }
}

pub(super) fn read_failure(path: &str, error: &ReadError) -> Failure {
    Failure {
        path: path.to_owned(),
        stage: Stage::Read,
        code: error.code().to_owned(),
        reason: error.to_string(),
    }
}

fn extract_failure(path: &str, error: &ExtractError) -> Failure {
    Failure {
        path: path.to_owned(),
        stage: Stage::Extract,
        code: error.code().to_owned(),
        reason: error.to_string(),
    }
}

/// Takes an article through all stages after extraction.
fn record(found: &Found, path: String, read: Read, settings: &Settings, at: &Place) -> ArticleRecord {
    let Read {
        hash,
        format,
        mut article,
    } = read;
    at.enter(Stage::Detect);
    let detection = languages(&mut article, settings);
    at.enter(Stage::Segment);
    let block_ids = block_ids(&article);
    let mut segments = segments(&article, &block_ids, &detection.language, &settings.segment);
    at.enter(Stage::Summarize);
    let (over_budget, no_summary) = choose(&article, &mut segments, &detection.language, &settings.summary);
    let counts = counts(&article, &segments);
    ArticleRecord {
        id: ArticleId::of_path(&found.key()),
        path,
        hash,
        format,
        article,
        script: detection.script.to_owned(),
        language: detection.language,
        confidence: detection.confidence,
        block_ids,
        segments,
        over_budget,
        no_summary,
        counts,
    }
}

/// What extraction is told of a document.
pub(super) fn options(source: &Source, settings: &Settings) -> ExtractOptions {
    ExtractOptions {
        limits: settings.limits.clone(),
        fields: Arc::clone(&settings.fields),
        url: source.given.url.clone(),
        given: source.given.clone(),
        markup: source.markup,
        members: source.members.clone(),
        columns: source.columns.clone(),
        ..ExtractOptions::default()
    }
}

/// Reads the article in a decoded source.
fn article(
    found: &Found,
    source: &Source,
    part: Option<&Part>,
    settings: &Settings,
) -> Result<Article, Failure> {
    let path = found.name();
    let mut options = options(source, settings);
    options.sites.clone_from(&settings.sites);
    // An archive's folder says nothing of the pages in it.
    options.folder = (!found.is_entry()).then(|| survey::folder(found));
    let article = match part {
        Some(part) => extract::extract_part(&source.text, source.format, part, &options),
        None => extract::extract(&source.text, source.format, &options),
    };
    let mut article = article.map_err(|error| extract_failure(&path, &error))?;
    article.warnings.splice(0..0, source.warnings.iter().cloned());
    if article.blocks.is_empty() {
        let reason = "no article text found in it; check that the page is complete";
        return Err(Failure {
            path,
            stage: Stage::Extract,
            code: "no-article".to_owned(),
            reason: reason.to_owned(),
        });
    }
    Ok(article)
}

/// The sentences of all blocks in reading order.
pub(super) fn segments(
    article: &Article,
    ids: &[BlockId],
    language: &Language,
    options: &SegmentOptions,
) -> Vec<Segment> {
    let mut segments = Vec::new();
    for (index, (block, id)) in article.blocks.iter().zip(ids).enumerate() {
        let language = block.language.as_ref().unwrap_or(language);
        for (ordinal, span) in segment_block(article, block, language, options)
            .into_iter()
            .enumerate()
        {
            segments.push(Segment {
                id: SegmentId {
                    block: id.clone(),
                    ordinal: ordinal as u32 + 1,
                },
                block: index as u32,
                span,
                score: 0.0,
                in_summary: false,
                why: Vec::new(),
            });
        }
    }
    segments
}

/// Tells the language of the article and marks the blocks that differ.
fn languages(article: &mut Article, settings: &Settings) -> Detection {
    let declared = article.metadata.language.clone();
    let options = DetectOptions {
        declared: declared.clone(),
        only: settings.languages.clone(),
    };
    let texts: Vec<BlockText<'_>> = article
        .blocks
        .iter()
        .filter(|block| block.attached.is_none())
        .map(|block| BlockText {
            text: block.span.of(&article.text),
            declared: block.declared.as_ref(),
        })
        .collect();
    let (mut detection, found) = detect::detect_blocks(&texts, &options);
    if let Some(language) = &settings.language {
        detection.language = language.clone();
        detection.confidence = 1.0;
        return detection;
    }
    if let Some(declared) = declared
        && !detection.language.is_und()
        && declared.subtag() != detection.language.subtag()
    {
        let message = format!("declared \"{declared}\", detected \"{}\"", detection.language);
        article.warnings.push(Warning::new("language-differs", message));
    }
    // One warning for each pair of languages, however many blocks it holds for.
    let mut overruled: BTreeMap<(Language, Language), usize> = BTreeMap::new();
    let voters = article.blocks.iter_mut().filter(|block| block.attached.is_none());
    for (block, found) in voters.zip(found) {
        block.language = found.language;
        if let Some(declared) = block.declared.clone().filter(|_| found.overruled) {
            let language = block.language.as_ref().unwrap_or(&detection.language);
            *overruled.entry((declared, language.clone())).or_default() += 1;
        }
    }
    for ((declared, language), blocks) in overruled {
        let blocks = if blocks == 1 {
            "a block".to_owned()
        } else {
            format!("{blocks} blocks")
        };
        let message = format!("declared \"{declared}\" for {blocks}, detected \"{language}\"");
        article.warnings.push(Warning::new("language-differs", message));
    }
    detection
}

/// Sentences of a block, as spans of the article's text. Lines that are names rather than prose stay whole.
fn segment_block(
    article: &Article,
    block: &Block,
    language: &Language,
    options: &SegmentOptions,
) -> Vec<Span> {
    let whole = matches!(
        block.kind,
        BlockKind::Title | BlockKind::Byline | BlockKind::Dateline | BlockKind::Code
    );
    if whole || block.attached == Some(Attachment::Headline) {
        return if block.span.is_empty() {
            Vec::new()
        } else {
            vec![block.span]
        };
    }
    let start = block.span.start as usize;
    let atoms = block
        .inline
        .iter()
        .filter(|code| code.edge == Edge::Alone && !code.span.is_empty())
        .map(|code| Span::new(code.span.start as usize - start, code.span.end as usize - start))
        .collect();
    let mut options = options.clone();
    options.atoms = atoms;
    segment::segment(article.text_of(block), language, &options)
        .into_iter()
        .map(|span| span.shifted(start))
        .collect()
}

/// Scores the segments and marks those that the summary quotes.
fn choose(
    article: &Article,
    segments: &mut [Segment],
    language: &Language,
    options: &SummaryOptions,
) -> (bool, Option<String>) {
    let of_text = |segment: &&mut Segment| article.blocks[segment.block as usize].attached.is_none();
    let mut segments: Vec<&mut Segment> = segments.iter_mut().filter(of_text).collect();
    let candidates: Vec<Candidate> = segments
        .iter()
        .map(|segment| {
            let block = &article.blocks[segment.block as usize];
            let quotable = block.kind.is_quotable() && block.language.is_none();
            Candidate {
                span: segment.span,
                quotable,
                opens_block: segment.id.ordinal == 1,
            }
        })
        .collect();
    let input = SummaryInput {
        text: &article.text,
        language,
        title: article.metadata.title.as_deref(),
        sentences: &candidates,
    };
    let (summary, reasons) = summarize::explain(&input, options);
    for (segment, score) in segments.iter_mut().zip(&summary.scores) {
        segment.score = *score;
    }
    for sentence in &summary.sentences {
        let words = reasons[sentence.index].terms.iter();
        segments[sentence.index].why = words.map(|span| span.of(&article.text).to_owned()).collect();
        segments[sentence.index].in_summary = true;
    }
    (summary.over, summary.reason.map(str::to_owned))
}

fn counts(article: &Article, segments: &[Segment]) -> Counts {
    let mut counts = Counts {
        blocks: article.blocks.len() as u32,
        segments: segments.len() as u32,
        ..Counts::default()
    };
    for segment in segments {
        let text = segment.span.of(&article.text);
        let words = words::count(text, Counting::Word);
        counts.words += words;
        counts.characters += text.chars().count() as u32;
        if segment.in_summary {
            counts.summary_segments += 1;
            counts.summary_words += words;
        }
    }
    counts
}
