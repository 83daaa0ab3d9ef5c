//! The way back as a command: files that translators return, into the output folder as translated articles and summaries.
//!
//! Every translation that comes is either in an article or in `leftover.tmx`, and both are counted. A file or an article that cannot be used
//! does not stop the others.

mod arrivals;
mod article;
mod copies;
mod fit;
mod kept;
mod leftover;
mod put;
mod report;
mod several;
mod sources;

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use super::output::{Output, STATE_FOLDER};
use super::process::Settings;
use super::shelf::Shelf;
use super::{Progress, RunError, netted, parallel, remake, whence};
use crate::article::{ArticleRecord, Failure, Language, Stage};
use crate::bilingual::read::{ReceivedFile, ReceivedUnit};
use crate::bilingual::tmx::Tmx;
use crate::config::Config;
use crate::merge::EncodingPolicy;
use crate::merge::placed::{Fate, Reason, Returned};
use crate::read::InputError;
use arrivals::{Arrival, Catalog, Pairs};
use leftover::{LEFTOVER, Leftover};
use sources::Sources;
pub(super) use sources::decoded;

pub(super) use article::inside;
pub(super) use kept::read as translations;
pub use report::{
    ArticleReport, EntryReport, FileReport, LeftoverReport, MergeReport, NoticeReport, TargetReport,
};

/// What a merge is told.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct MergeOptions {
    /// Files, folders, archives and globs that came back.
    pub files: Vec<PathBuf>,
    /// Where the sources lie; the inputs of the settings if there is none.
    pub source: Option<PathBuf>,
    /// The target language of all files, whatever they say.
    pub target: Option<Language>,
    /// Only tell.
    pub dry_run: bool,
    /// Read on in XML that is not well formed.
    pub repair_xml: bool,
    /// Put codes that a client has dropped back where there is one place for them only.
    pub repair_codes: bool,
    /// The character set of translated files.
    pub encoding: EncodingPolicy,
}

/// What all articles share.
struct Merger<'a> {
    config: &'a Config,
    options: &'a MergeOptions,
    sources: &'a Sources,
    settings: &'a Settings,
}

/// A unit that came, and where.
#[derive(Clone, Copy)]
struct Came<'r> {
    arrival: usize,
    file: &'r ReceivedFile,
    unit: &'r ReceivedUnit,
    rank: u32,
}

/// What came for one language: by article, and what belongs to none.
#[derive(Default)]
struct Share<'r> {
    articles: BTreeMap<usize, Vec<Came<'r>>>,
    homeless: Vec<Came<'r>>,
}

/// The files that the articles may have been read from: below the folder that is named, else where the run found them. Where those are gone
/// nothing is, and what came for the articles is left over.
fn sources(config: &Config, options: &MergeOptions) -> Result<Sources, InputError> {
    if let Some(source) = &options.source {
        return Sources::list(std::slice::from_ref(source), None, &config.output, &config.limits);
    }
    let there = whence::read(&config.output, &config.input);
    let folder = there.folder.as_deref();
    Sources::list(&there.inputs, folder, &config.output, &config.limits)
}

/// Merges what came back into the output folder of a finished run.
///
/// # Errors
/// If there is no finished run, nothing to merge, or nowhere to write. A file that is refused and an article that fails are in the report.
pub fn merge(
    config: &Config,
    options: &MergeOptions,
    progress: &dyn Progress,
) -> Result<MergeReport, RunError> {
    if !config.output.join("manifest.jsonl").is_file() {
        return Err(RunError::NoRun(config.output.clone()));
    }
    let mut arrivals = arrivals::read(&options.files, options.repair_xml, &config.limits, progress)?;
    let sources = sources(config, options)?;
    let output = Output::open(&config.output, |holder| progress.waiting(&config.output, holder))?;
    let failed = |name: &str| {
        let path = config.output.join(name);
        move |source| RunError::Write { path, source }
    };
    let mut catalog = Catalog::read(&config.output).map_err(failed("manifest.jsonl"))?;
    let pairs = Pairs::list(&config.output, &arrivals);
    let settings = Settings::of(config);
    let merger = Merger {
        config,
        options,
        sources: &sources,
        settings: &settings,
    };
    let received: Vec<_> = arrivals
        .iter_mut()
        .map(|arrival| arrival.received.take())
        .collect();
    let mut shares: BTreeMap<Language, Share<'_>> = BTreeMap::new();
    for (at, received) in received.iter().enumerate() {
        let Some(received) = received else { continue };
        for file in &received.files {
            let arrival = &mut arrivals[at];
            share(
                at,
                file,
                arrival,
                &mut catalog,
                &pairs,
                options,
                &output,
                &mut shares,
            )
            .map_err(failed("articles"))?;
        }
    }
    let mut report = MergeReport::default();
    for (target, share) in &shares {
        let made = netted(|| {
            language(target, share, &arrivals, &catalog, &merger, &output, progress)
                .map_err(failed("translated"))
        })?;
        report.failed += made
            .articles
            .iter()
            .filter(|article| article.error.is_some())
            .count();
        if !options.dry_run && made.articles.iter().any(|article| article.summary[1] > 0) {
            let folder = format!("translated/{target}");
            netted(|| remake::translations(config, &folder, &output, progress))?;
        }
        report.targets.push(made);
    }
    report.files = arrivals.into_iter().map(|arrival| arrival.report).collect();
    report.failed += report.files.iter().filter(|file| file.refused.is_some()).count();
    output.close_part("translated").map_err(failed(STATE_FOLDER))?;
    Ok(report)
}

/// Gives the units of a file to their articles.
#[expect(clippy::too_many_arguments, reason = "what a file is looked up in")]
fn share<'r>(
    at: usize,
    file: &'r ReceivedFile,
    arrival: &mut Arrival,
    catalog: &mut Catalog,
    pairs: &Pairs,
    options: &MergeOptions,
    output: &Output,
    shares: &mut BTreeMap<Language, Share<'r>>,
) -> io::Result<()> {
    let path = arrival.report.path.clone();
    for segment in file.units.iter().flat_map(|unit| &unit.segments) {
        if segment.translation().is_some() {
            arrival.report.received += 1;
        } else {
            arrival.report.untranslated += 1;
        }
    }
    let Some(target) = pairs.target(file, &path, options.target.as_ref()) else {
        arrival.report.refused = Some("it does not say its target language; name it with --to".to_owned());
        return Ok(());
    };
    let rank = arrival.rank;
    let unit = |unit| Came {
        arrival: at,
        file,
        unit,
        rank,
    };
    let share = shares.entry(target).or_default();
    match catalog.named(file, &path) {
        Some(article) => share
            .articles
            .entry(article)
            .or_default()
            .extend(file.units.iter().map(unit)),
        None => {
            for (place, one) in catalog.by_content(file, output)?.into_iter().zip(&file.units) {
                match place {
                    Some(article) => share.articles.entry(article).or_default().push(unit(one)),
                    None => share.homeless.push(unit(one)),
                }
            }
        }
    }
    Ok(())
}

/// Merges what came for one target language.
fn language(
    target: &Language,
    share: &Share<'_>,
    arrivals: &[Arrival],
    catalog: &Catalog,
    merger: &Merger<'_>,
    output: &Output,
    progress: &dyn Progress,
) -> io::Result<TargetReport> {
    let work: Vec<several::Member<'_, '_>> = share.articles.iter().map(|(at, came)| (*at, came)).collect();
    let standing = several::Standing::read(output, target);
    let (all, entries, rewritten) = all_made(target, &work, &standing, catalog, merger, output)?;
    let mut report = TargetReport {
        version: 1,
        target: target.clone(),
        received: 0,
        merged: 0,
        leftover: 0,
        copies: 0,
        files: Vec::new(),
        articles: Vec::new(),
        leftovers: Vec::new(),
        entries: standing.after(&rewritten, entries),
    };
    let mut leftover = Leftover::new(target);
    for (made, (article, units)) in all.into_iter().zip(&work) {
        tell(&made.report, progress);
        let id = catalog.articles[*article].0.as_str();
        for (unit, fates) in units.iter().zip(&made.fates) {
            report.copies += copies(fates);
            leftover.take(unit, fates, Some((id, &made.source)), arrivals);
        }
        report.articles.push(made.report);
    }
    let mut fates: Vec<Vec<Fate>> = share
        .homeless
        .iter()
        .map(|unit| vec![Fate::Leftover(Reason::Unknown); unit.unit.segments.len()])
        .collect();
    copies::mark(
        share.homeless.iter().map(|unit| (unit.unit, unit.rank)),
        &mut fates,
    );
    for (unit, fates) in share.homeless.iter().zip(&fates) {
        report.copies += copies(fates);
        leftover.take(unit, fates, None, arrivals);
    }
    report.merged = report.articles.iter().map(|article| article.merged).sum();
    report.leftover = leftover.reports.len();
    let units = share.articles.values().flatten().chain(&share.homeless);
    let segments = units.flat_map(|unit| &unit.unit.segments);
    let came = segments.filter(|segment| segment.translation().is_some()).count();
    report.received = came - report.copies;
    debug_assert_eq!(
        report.received,
        report.merged + report.leftover,
        "nothing is lost"
    );
    let named: std::collections::BTreeSet<usize> = share
        .articles
        .values()
        .flatten()
        .chain(&share.homeless)
        .map(|unit| unit.arrival)
        .collect();
    report.files = named.into_iter().map(|at| arrivals[at].report.clone()).collect();
    report.leftovers.clone_from(&leftover.reports);
    if !merger.options.dry_run {
        let folder = format!("translated/{target}");
        let mut files = leftover.files();
        if files.is_empty() && output.root().join(&folder).join(LEFTOVER).exists() {
            // What an earlier merge left over is left over no more.
            files.push((LEFTOVER.to_owned(), Tmx::new(&Language::UND, target).finish()));
        }
        for (name, text) in files {
            output.write(&format!("{folder}/{name}"), text.as_bytes())?;
        }
        output.write(&format!("{folder}/merge.json"), report.json().as_bytes())?;
    }
    Ok(report)
}

/// How many of the fates are those of copies.
fn copies(fates: &[Fate]) -> usize {
    let copies = fates.iter().filter(|fate| matches!(fate, Fate::Again(_)));
    copies.count()
}

/// What was made of the articles of a language, the entries of the files that were written, and which files these are.
type AllMade<'c> = (Vec<article::Made>, Vec<EntryReport>, Vec<&'c str>);

/// Makes the translations of all articles, those of one file together.
fn all_made<'c>(
    target: &Language,
    work: &[several::Member<'_, '_>],
    standing: &several::Standing,
    catalog: &'c Catalog,
    merger: &Merger<'_>,
    output: &Output,
) -> io::Result<AllMade<'c>> {
    let never = AtomicBool::new(false);
    // Articles of one file stand one behind the other.
    let files: Vec<&[several::Member<'_, '_>]> = work
        .chunk_by(|(a, _), (b, _)| {
            let holder = |article| catalog.held(article).map(|held| held.holder);
            holder(*a).is_some() && holder(*a) == holder(*b)
        })
        .collect();
    let mut made = parallel::unordered(
        files.iter().enumerate(),
        merger.config.threads,
        merger.config.limits.max_bytes_in_flight,
        &never,
        |(_, members)| cost(members, catalog, merger, output),
        |(place, members)| (place, file(target, members, standing, catalog, merger, output)),
    )?;
    made.sort_by_key(|(place, _)| *place);
    let mut all = Vec::with_capacity(work.len());
    let (mut entries, mut rewritten) = (Vec::new(), Vec::new());
    for (place, made) in made {
        let made = made?;
        all.extend(made.made);
        if let Some(made) = made.entries {
            let holder = files[place]
                .first()
                .and_then(|(article, _)| catalog.held(*article));
            rewritten.extend(holder.map(|held| &*catalog.holders[held.holder as usize]));
            entries.extend(made);
        }
    }
    Ok((all, entries, rewritten))
}

/// Bytes in memory while the articles of a file are worked on.
fn cost(members: &[several::Member<'_, '_>], catalog: &Catalog, merger: &Merger<'_>, output: &Output) -> u64 {
    let Some((article, _)) = members.first() else {
        return 0;
    };
    let record = Shelf::of_run(output).record_bytes(&catalog.articles[*article].0);
    let holder = catalog.held(*article).map(|held| held.holder as usize);
    let holder = holder.map_or(0, |holder| merger.sources.size(&catalog.holders[holder]));
    record + holder.min(merger.config.limits.max_file_bytes)
}

/// Makes the translations of the articles of one file and writes their files.
fn file(
    target: &Language,
    members: &[several::Member<'_, '_>],
    standing: &several::Standing,
    catalog: &Catalog,
    merger: &Merger<'_>,
    output: &Output,
) -> io::Result<several::Outcome> {
    let Some((first, units)) = members.first() else {
        return Ok(several::Outcome::default());
    };
    match catalog.held(*first) {
        Some(held) => {
            let holder = &catalog.holders[held.holder as usize];
            several::several(target, holder, members, standing, catalog, merger, output)
        }
        None => Ok(several::Outcome {
            made: vec![one(target, *first, units, catalog, merger, output)?],
            entries: None,
        }),
    }
}

/// What came for `record`, as its places are found by.
fn returned<'r>(units: &[Came<'r>], record: &ArticleRecord) -> Vec<Returned<'r>> {
    let language = record.language.subtag();
    let one = |unit: &Came<'r>| Returned {
        unit: unit.unit,
        rank: unit.rank,
        is_foreign: unit
            .file
            .source
            .as_ref()
            .is_some_and(|source| source.subtag() != language),
    };
    units.iter().map(one).collect()
}

/// Makes the translation of an article with a file of its own and writes its files.
fn one(
    target: &Language,
    article: usize,
    units: &[Came<'_>],
    catalog: &Catalog,
    merger: &Merger<'_>,
    output: &Output,
) -> io::Result<article::Made> {
    let record = Shelf::of_run(output).record(&catalog.articles[article].0)?;
    let returned = returned(units, &record);
    // What cannot be read is told by the next run that asks for it.
    let before = kept::read(output, target, &record.id).unwrap_or_default();
    let at = super::process::Place::default();
    at.enter(Stage::Export);
    let made = super::process::guarded(&record.path, &at, || {
        Ok(article::make(&record, target, &returned, before.as_ref(), merger))
    });
    let mut made = made.map_err(|failure| io::Error::other(failure.to_string()))?;
    made.write(&record, target, merger.options, output)?;
    Ok(made)
}

/// Tells what is to be known of an article.
fn tell(report: &ArticleReport, progress: &dyn Progress) {
    if let Some(error) = &report.error {
        let failure = Failure {
            path: report.path.clone(),
            stage: Stage::Write,
            code: "unmerged".to_owned(),
            reason: error.clone(),
        };
        progress.failed(&PathBuf::from(&report.path), &failure);
    }
    let mut told: Vec<&str> = Vec::new();
    for notice in &report.notices {
        let same: Vec<&NoticeReport> = report
            .notices
            .iter()
            .filter(|other| other.code == notice.code)
            .collect();
        if told.contains(&notice.code) {
            continue;
        }
        match (&notice.segment, same.len()) {
            (None, _) => progress.remark(notice.code, &report.path, &notice.message),
            (Some(segment), 1) => progress.remark(
                notice.code,
                &format!("{} {segment}", report.path),
                &notice.message,
            ),
            (Some(_), count) => {
                told.push(notice.code);
                let message = format!(
                    "{count} segments, as this one: {}; merge.json names them all",
                    notice.message
                );
                progress.remark(notice.code, &report.path, &message);
            }
        }
    }
}
