//! Pseudo-translations as a command: articles in their own format, job files with their targets filled in.

use std::cell::RefCell;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Progress;
use super::holder::{Change, Entry, Holder, PACKED, plain};
use super::process::{self, Settings};
use crate::article::{
    Article, BlockId, BlockKind, Direction, Failure, Format, Language, Segment, SegmentId, Span, Stage,
    block_ids,
};
use crate::bilingual::read::{Exchange, ReadOptions, Received, ReceivedFile, ReceivedNote, ReceivedUnit};
use crate::bilingual::sheets::{Sheets, TableError};
use crate::bilingual::{self, Document, Note, Pair, State, Unit, codes, table};
use crate::config::Config;
use crate::detect::{DetectOptions, detect};
use crate::extract::{self, ExtractOptions, Insets};
use crate::merge::pseudo::{PseudoOptions, pseudo};
use crate::merge::{self, Draft, Edit, EncodingPolicy, Target};
use crate::read::{self, Found, InputError, Opened};

/// What pseudo-translations are to be.
#[derive(Clone, Debug)]
pub struct PseudoJob {
    /// Files, folders and globs.
    pub files: Vec<PathBuf>,
    /// Where they are written.
    pub output: PathBuf,
    /// The language that articles say they are in.
    pub target: Language,
    /// How texts change.
    pub options: PseudoOptions,
    /// The character set of articles.
    pub encoding: EncodingPolicy,
}

impl PseudoJob {
    /// The place of a file below the output folder: of one named by an absolute path, what is below the folder that all such files share.
    fn below_output<'n>(&self, name: &'n str) -> &'n str {
        let named = self.files.iter().filter(|file| file.is_absolute());
        let shared = named
            .filter_map(|file| file.parent())
            .map(Path::to_owned)
            .reduce(|one, other| {
                let both = one.components().zip(other.components());
                both.take_while(|(mine, theirs)| mine == theirs)
                    .map(|(component, _)| component)
                    .collect()
            });
        let below = |shared: PathBuf| Path::new(name).strip_prefix(&shared).ok()?.to_str();
        shared.and_then(below).unwrap_or(name)
    }
}

/// Makes the pseudo-translation of every file, and gives the number of those that were written and that failed.
///
/// # Errors
/// If a file or folder does not exist.
pub fn run(config: &Config, job: &PseudoJob, progress: &dyn Progress) -> Result<(usize, usize), InputError> {
    let found = read::inputs(&job.files, &job.output)?;
    progress.found(found.len());
    // Of a job folder its previews and counts are no text to translate.
    let jobs: Vec<PathBuf> = found
        .iter()
        .filter(|found| found.path().file_name().is_some_and(|name| name == "job.json"))
        .filter_map(|found| found.path().parent().map(Path::to_owned))
        .collect();
    let (mut written, mut failed) = (0, 0);
    for found in &found {
        let of_job = jobs.iter().any(|job| found.path().starts_with(job));
        if of_job && !is_exchange(&found.name()) && !found.is_named() {
            progress.skipped(&found.name(), "not a file that translators work on");
            continue;
        }
        match one(config, job, found) {
            Ok(Some(name)) => {
                written += 1;
                progress.done(&found.name(), &name);
            }
            Ok(None) => progress.skipped(&found.name(), found.skipped.unwrap_or("not a file to translate")),
            Err(failure) => {
                failed += 1;
                progress.failed(&found.path(), &failure);
            }
        }
    }
    Ok((written, failed))
}

/// Makes one file; nothing for a file that is no article and no job.
fn one(config: &Config, job: &PseudoJob, found: &Found) -> Result<Option<String>, Failure> {
    let name = found.name();
    let failed = |code: &str, reason: String| Failure {
        path: name.clone(),
        stage: Stage::Write,
        code: code.to_owned(),
        reason,
    };
    let at = process::Place::default();
    let made = process::guarded(&name, &at, || {
        let bytes = || {
            read::bytes(&found.path(), &config.limits)
                .map_err(|error| failed(error.code(), error.to_string()))
        };
        if is_exchange(&name) {
            match bilingual::read::read(&bytes()?, &name, &ReadOptions::default()) {
                Ok(received) => {
                    let files = job_files(&received, &name, job);
                    return files.map(Some).map_err(|reason| failed("unwritable", reason));
                }
                // A table that is no translator's may be one of articles.
                Err(_) if name.to_ascii_lowercase().ends_with(".tsv") => {}
                Err(error) => return Err(failed("unreadable", error.to_string())),
            }
        }
        if found.skipped.is_some() {
            return Ok(None);
        }
        // What is no text fails with the words of a run.
        let opened = read::open(&found.path(), &config.limits);
        // What is met in a folder and cannot be written back is no file to translate.
        let writable = match &opened {
            Ok(Opened::Document(source)) => merge::is_writable(source.format) && !read::is_packed(&bytes()?),
            Ok(Opened::Records(records)) => {
                matches!(records.form(), "jsonl" | "csv" | "tsv") && !records.is_packed()
            }
            Err(_) => false,
        };
        let refused = matches!(&opened, Err(error) if error.code() != "no-article");
        if !writable && !refused && !found.is_named() {
            return Ok(None);
        }
        let opened = opened.map_err(|error| failed(error.code(), error.to_string()))?;
        let settings = Settings::of(config);
        if holds_several(&opened, &settings) {
            let made = several(found.path(), &name, &settings, job);
            return made
                .map(|()| Some(Vec::new()))
                .map_err(|reason| failed("unwritable", reason));
        }
        let made =
            article(&bytes()?, &name, opened, config, job).map_err(|reason| failed("unwritable", reason))?;
        Ok(Some(vec![(name.clone(), made)]))
    })?;
    let Some(files) = made else { return Ok(None) };
    for (name, bytes) in &files {
        write(&job.output, job.below_output(name), bytes)
            .map_err(|error| failed("unwritable", error.to_string()))?;
    }
    Ok(Some(name))
}

/// Whether a file is called like one that translators work on.
fn is_exchange(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ["xlf", "xliff", "po", "tsv", "xlsx"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(ending))
}

/// Writes a file below `root`, whole.
fn write(root: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    whole(root, name, |file| file.write_all(bytes))
}

/// Makes a file below `root`, which is there when all of it is written.
fn whole(root: &Path, name: &str, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let path = root.join(super::merge::inside(name));
    let folder = path.parent().unwrap_or(root);
    std::fs::create_dir_all(folder)?;
    let mut file = io::BufWriter::new(tempfile::NamedTempFile::new_in(folder)?);
    write(&mut file)?;
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

/// Whether a file holds articles that are put back one by one.
fn holds_several(opened: &Opened, settings: &Settings) -> bool {
    match opened {
        Opened::Records(_) => true,
        Opened::Document(source) => {
            let options = process::options(source, settings);
            matches!(extract::parts(&source.text, source.format, &options), Ok(Some(_)))
        }
    }
}

/// Writes a file of several articles.
fn several(path: PathBuf, name: &str, settings: &Settings, job: &PseudoJob) -> Result<(), String> {
    let holder = Holder::open(path, settings)?;
    let headings = RefCell::default();
    let change = Change {
        wanted: &|_| true,
        target: &job.target,
        encoding: job.encoding,
        headings: &headings,
        earlier: None,
    };
    let mut edit = |entry: &Entry<'_>| {
        // An entry without a text stays as it is.
        let Ok((article, insets)) = entry.read(settings) else {
            return Ok(Vec::new());
        };
        let text = &entry.source.text;
        let inside = Some((&insets, entry.span()));
        let made = made(text, entry.source.format, &article, inside, settings, job);
        headings.borrow_mut().extend(made.headings);
        Ok(made.edits)
    };
    whole(&job.output, name, |out| {
        holder.rewrite(&change, &|_| false, &mut edit, out).map(drop)
    })
    .map_err(|error| error.to_string())
}

/// A pseudo-translated article.
struct Made {
    edits: Vec<Edit>,
    /// What a list of contents and the book around it may say again, each with its translation.
    headings: Vec<(String, String)>,
}

/// Pseudo-translates an article; of one in fields its texts and where it stands are given.
fn made(
    source: &str,
    format: Format,
    article: &Article,
    insets: Option<(&Insets, Span)>,
    settings: &Settings,
    job: &PseudoJob,
) -> Made {
    let language = settings.language.clone();
    let language = language.unwrap_or_else(|| detect(&article.text, &DetectOptions::default()).language);
    let segments = process::segments(article, &block_ids(article), &language, &settings.segment);
    let targets = targets(article, &segments, job);
    let draft = Draft {
        source,
        format,
        article,
        segments: &segments,
        language: &language,
        target: &job.target,
    };
    let merged = match insets {
        Some((insets, part)) if !insets.texts.is_empty() => {
            merge::inset_edits(&draft, insets, part, &targets)
        }
        _ => merge::edits(&draft, &targets),
    };
    Made {
        edits: merged.edits,
        headings: headings(article, &segments, &targets),
    }
}

/// Headings, and what a book says of itself, each with its translation.
fn headings(article: &Article, segments: &[Segment], targets: &[Target]) -> Vec<(String, String)> {
    let mut headings: Vec<(String, String)> = Vec::new();
    let mut last = None;
    for (segment, target) in segments.iter().zip(targets) {
        let block = &article.blocks[segment.block as usize];
        let Target::Text(content) = target else { continue };
        if !block.is_named_elsewhere() {
            continue;
        }
        let text = content.reading();
        if last.replace(segment.block) == Some(segment.block)
            && let Some((_, translation)) = headings.last_mut()
        {
            translation.push(' ');
            translation.push_str(&text);
        } else {
            headings.push((plain(article.text_of(block)), text));
        }
    }
    headings
}

/// An article in its own format, menus and footers and all: a layout is tested as a whole.
fn article(
    bytes: &[u8],
    name: &str,
    opened: Opened,
    config: &Config,
    job: &PseudoJob,
) -> Result<Vec<u8>, String> {
    let format = match opened {
        Opened::Document(source) => source.format,
        Opened::Records(records) => return Err(format!("{} files are not written back", records.form())),
    };
    if !merge::is_writable(format) {
        return Err(format!("{} files are not written back", format.as_str()));
    }
    if read::is_packed(bytes) {
        return Err(PACKED.to_owned());
    }
    let (decoded, members) = super::merge::decoded(bytes, name, format, &config.limits)?;
    let settings = Settings::of(config);
    let options = ExtractOptions {
        keep_boilerplate: true,
        members: members.clone(),
        fields: std::sync::Arc::clone(&config.fields),
        limits: config.limits.clone(),
        ..ExtractOptions::default()
    };
    let read = extract::extract_insets(&decoded.text, format, None, &options);
    let (article, insets) = read.map_err(|error| error.to_string())?;
    let part = Span::new(0, decoded.text.len());
    let inside = Some((&insets, part));
    let edits = made(&decoded.text, format, &article, inside, &settings, job).edits;
    if !members.is_empty() {
        return merge::repack(bytes, &decoded.text, &members, &edits);
    }
    Ok(merge::splice(
        bytes,
        &decoded.text,
        decoded.encoding,
        format,
        &edits,
        job.encoding,
    )
    .bytes)
}

/// What every segment gets.
fn targets(article: &Article, segments: &[Segment], job: &PseudoJob) -> Vec<Target> {
    let mut targets = Vec::with_capacity(segments.len());
    let mut at = 0;
    for (index, block) in article.blocks.iter().enumerate() {
        let count = segments[at..]
            .iter()
            .take_while(|segment| segment.block as usize == index)
            .count();
        let spans: Vec<Span> = segments[at..at + count]
            .iter()
            .map(|segment| segment.span)
            .collect();
        at += count;
        for content in codes::split(&article.text, block, &spans) {
            targets.push(if block.kind == BlockKind::Code {
                Target::Same
            } else {
                Target::Text(pseudo(&content, &options(job, &job.target)))
            });
        }
    }
    targets
}

/// The options for a target: words run from right to left where its own do.
fn options(job: &PseudoJob, target: &Language) -> PseudoOptions {
    PseudoOptions {
        mirrored: job.options.mirrored || target.direction() == Direction::Rtl,
        ..job.options
    }
}

/// The document of a file with every open target filled in.
fn filled(file: &ReceivedFile, job: &PseudoJob) -> Document {
    let target = file.target.clone().unwrap_or_else(|| job.target.clone());
    let options = options(job, &target);
    let units = file.units.iter().map(|unit| filled_unit(unit, options));
    Document {
        path: file.original.clone(),
        id: file.article.clone().unwrap_or_default(),
        datatype: match file.original.rsplit_once('.').map(|(_, ending)| ending) {
            Some("html" | "htm" | "xhtml") => "html",
            Some("md" | "markdown") => "x-markdown",
            _ => "plaintext",
        },
        source: file.source.clone().unwrap_or(Language::UND),
        target,
        notes: notes(&file.notes),
        units: units.collect(),
    }
}

fn filled_unit(unit: &ReceivedUnit, options: PseudoOptions) -> Unit {
    let pairs = (1..).zip(&unit.segments).map(|(ordinal, segment)| Pair {
        id: segment.segment_id().unwrap_or(SegmentId {
            block: BlockId::from(&*unit.id),
            ordinal,
        }),
        source: segment.source.clone(),
        target: unit.translate.then(|| pseudo(&segment.source, &options)),
        state: State::Translated,
        in_summary: segment.in_summary,
        max_chars: segment.max_chars.and_then(std::num::NonZeroU32::new),
        notes: notes(&segment.notes),
        in_context: false,
        offer: None,
    });
    Unit {
        id: BlockId::from(&*unit.id),
        kind: BlockKind::Paragraph,
        translate: unit.translate,
        pairs: pairs.collect(),
        notes: notes(&unit.notes),
        terms: Vec::new(),
    }
}

/// Categories of notes that this program writes.
const CATEGORIES: &[&str] = &[
    "place", "title", "author", "date", "url", "preview", "context", "link", "image", "code", "locked",
    "language", "limit", "match", "term",
];

fn notes(notes: &[ReceivedNote]) -> Vec<Note> {
    let known = notes.iter().filter(|note| note.category != "summary");
    known
        .map(|note| Note {
            category: CATEGORIES
                .iter()
                .find(|known| **known == note.category)
                .copied()
                .unwrap_or("note"),
            text: note.text.clone(),
        })
        .collect()
}

/// Job files with their open targets filled in, in the format they have.
fn job_files(received: &Received, name: &str, job: &PseudoJob) -> Result<Vec<(String, Vec<u8>)>, String> {
    let documents: Vec<Document> = received.files.iter().map(|file| filled(file, job)).collect();
    if received.exchange == Exchange::Table {
        let bytes = table_file(&documents, name).map_err(|error| error.to_string())?;
        return Ok(vec![(name.to_owned(), bytes)]);
    }
    let text = |document: &Document| match received.exchange {
        Exchange::Xliff2 => bilingual::xliff2::write(document, bilingual::xliff2::Version::default()),
        Exchange::Po => bilingual::po::write(document),
        _ => bilingual::xliff1::write(document, bilingual::Preset::General),
    };
    if let [document] = &*documents {
        return Ok(vec![(name.to_owned(), text(document).into_bytes())]);
    }
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "xlf"));
    let numbered = (1..).zip(&documents);
    Ok(numbered
        .map(|(number, one)| (format!("{stem}.{number}.{ending}"), text(one).into_bytes()))
        .collect())
}

/// The rows of a job: a spreadsheet, or text with tabs between the cells.
fn table_file(documents: &[Document], name: &str) -> Result<Vec<u8>, TableError> {
    let rows = documents.iter().map(table::tsv);
    if !name.to_ascii_lowercase().ends_with(".xlsx") {
        return Ok(format!("{}{}", table::TSV_HEADER, rows.collect::<String>()).into_bytes());
    }
    let mut sheets = Sheets::new()?;
    for rows in rows {
        sheets.push(&rows)?;
    }
    let mut bytes = Vec::new();
    sheets.finish(&mut bytes)?;
    Ok(bytes)
}
