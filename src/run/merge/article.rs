//! One article: what came for it put into its places, the translated file and summary written.

use std::fmt::Write;
use std::path::{Component, Path};

use super::fit::{Fitted, fit};
use super::kept;
use super::report::{ArticleReport, NoticeReport};
use super::sources::{SourceFile, Sources};
use super::{MergeOptions, Merger};
use crate::article::{Article, ArticleRecord, Language};
use crate::bilingual::Document;
use crate::export::{self, earlier::Earlier, job::JobOptions};
use crate::extract::{self, ExtractOptions};
use crate::merge::placed::{Fate, PlaceOptions, Placement, Reason, Returned, place};
use crate::merge::{self, Draft, Target, record::translated};

/// What is made of an article.
pub(super) struct Made {
    pub(super) report: ArticleReport,
    /// What became of every segment of every unit, in the order they were given.
    pub(super) fates: Vec<Vec<Fate>>,
    /// The translated file and its name.
    pub(super) file: Option<(String, Vec<u8>)>,
    /// The translated summary, if any of its sentences is translated.
    pub(super) summary: Option<String>,
    /// The record of the translation, if it has a summary: newsletters are made from it.
    pub(super) record: Option<String>,
    /// The translations for the next run, unless what came is of another article.
    pub(super) kept: Option<Earlier>,
    /// The source language, for what is left over.
    pub(super) source: Language,
}

/// Puts `returned` into the article `record`; `before` is what earlier merges left of it.
pub(super) fn make(
    record: &ArticleRecord,
    target: &Language,
    returned: &[Returned<'_>],
    before: Option<&Earlier>,
    merger: &Merger<'_>,
) -> Made {
    let document = export::job::document(record, target, &JobOptions::default());
    let options = PlaceOptions {
        repair_codes: merger.options.repair_codes,
    };
    let placement = place(&document, returned, options);
    let mut work = Work {
        report: ArticleReport {
            id: record.id.to_string(),
            path: record.path.clone(),
            ..ArticleReport::default()
        },
        numbers: numbers(record, &document),
        record,
        target,
        placement,
    };
    work.count_segments(&document);
    if work.is_foreign() {
        let foreign = returned.iter().any(|one| one.is_foreign);
        let reason = if foreign {
            format!(
                "what came is not a translation from {}",
                record.language.english_name()
            )
        } else {
            "none of the segments that came is in the article".to_owned()
        };
        return work.failed(reason, Reason::Unknown);
    }
    let kept = kept::after(record, &document, &work.placement, returned, before);
    let targets = work.targets();
    let made = match written(record, target, &targets, merger.sources, merger.options, merger) {
        Ok(written) => work.finish(written),
        Err(reason) => work.failed(reason, Reason::Failed),
    };
    Made {
        kept: Some(kept),
        ..made
    }
}

/// For every segment of the record its number in the document; nothing for one that is not handed over.
fn numbers(record: &ArticleRecord, document: &Document) -> Vec<Option<usize>> {
    let mut pairs = document
        .units
        .iter()
        .flat_map(|unit| &unit.pairs)
        .enumerate()
        .peekable();
    let segments = record.segments.iter();
    segments
        .map(|segment| {
            pairs
                .next_if(|(_, pair)| pair.id == segment.id)
                .map(|(number, _)| number)
        })
        .collect()
}

/// A translated file, and the segments that did not get into it.
struct Written {
    name: String,
    bytes: Vec<u8>,
    notices: Vec<NoticeReport>,
    /// Segments of the record, with the reason.
    lost: Vec<(usize, Reason)>,
}

struct Work<'a> {
    record: &'a ArticleRecord,
    target: &'a Language,
    placement: Placement,
    numbers: Vec<Option<usize>>,
    report: ArticleReport,
}

impl Work<'_> {
    /// What every segment of the record gets.
    fn targets(&self) -> Vec<Target> {
        let target = |number: &Option<usize>| match number {
            Some(number) => self.placement.targets[*number].clone(),
            None => Target::Same,
        };
        self.numbers.iter().map(target).collect()
    }

    /// Whether what came has nothing to do with the article.
    fn is_foreign(&self) -> bool {
        let mut fates = self.placement.fates.iter().flatten();
        let mut any = false;
        let foreign = fates.all(|fate| {
            any = true;
            matches!(fate, Fate::Leftover(Reason::Unknown | Reason::Language))
        });
        any && foreign
    }

    fn count_segments(&mut self, document: &Document) {
        let open = document.units.iter().filter(|unit| unit.translate);
        self.report.segments = open.map(|unit| unit.pairs.len()).sum();
    }

    /// The article with no file: its translations are left over.
    fn failed(mut self, error: String, reason: Reason) -> Made {
        for fate in self.placement.fates.iter_mut().flatten() {
            if let Fate::Placed(_) = fate {
                *fate = Fate::Leftover(reason);
            }
        }
        self.report.error = Some(error);
        self.report.summary[0] = self.record.summary().count();
        self.count_fates();
        Made {
            report: self.report,
            fates: self.placement.fates,
            file: None,
            summary: None,
            record: None,
            kept: None,
            source: self.record.language.clone(),
        }
    }

    fn count_fates(&mut self) {
        for fate in self.placement.fates.iter().flatten() {
            match fate {
                Fate::Placed(_) => self.report.merged += 1,
                Fate::Leftover(_) => self.report.leftover += 1,
                Fate::Untranslated => {}
            }
        }
    }

    fn finish(mut self, written: Written) -> Made {
        for (segment, reason) in &written.lost {
            self.lose(*segment, *reason);
        }
        let targets = self.targets();
        let translation = translated(self.record, &targets, self.target);
        let quoted = self.record.summary().count();
        let told = self.told(&targets);
        self.report.summary = [quoted, told];
        self.report.translated = targets.iter().filter(|target| target.is_translated()).count();
        self.report.output = Some(written.name.clone());
        self.notice_changes();
        self.report.notices.extend(written.notices);
        self.count_fates();
        Made {
            report: self.report,
            fates: self.placement.fates,
            file: Some((written.name, written.bytes)),
            summary: (told > 0).then(|| summary(&translation, quoted, told)),
            record: (told > 0).then(|| export::json::write(&translation)),
            kept: None,
            source: self.record.language.clone(),
        }
    }

    /// Sentences of the summary that are translated, or stay as they are.
    fn told(&self, targets: &[Target]) -> usize {
        let segments = self.record.segments.iter().zip(targets);
        segments
            .filter(|(segment, target)| segment.in_summary && **target != Target::Missing)
            .count()
    }

    /// Takes a translation out of its place.
    fn lose(&mut self, segment: usize, reason: Reason) {
        let Some(number) = self.numbers.get(segment).copied().flatten() else {
            return;
        };
        for fate in self.placement.fates.iter_mut().flatten() {
            if *fate == Fate::Placed(number) {
                *fate = Fate::Leftover(reason);
            }
        }
        let targets = &mut self.placement.targets;
        targets[number] = Target::Missing;
        let joined = targets[number + 1..].iter_mut();
        joined
            .take_while(|target| **target == Target::Joined)
            .for_each(|target| *target = Target::Missing);
    }

    fn notice_changes(&mut self) {
        for number in std::mem::take(&mut self.placement.changed) {
            let segment = self.numbers.iter().position(|other| *other == Some(number));
            self.report.notices.push(NoticeReport {
                segment: segment.map(|at| self.record.segments[at].id.to_string()),
                code: "source-differs",
                message: "the source that came back is not quite that of the article".to_owned(),
            });
        }
        let open = self.report.segments
            - self
                .placement
                .targets
                .iter()
                .filter(|target| target.is_translated())
                .count()
                .min(self.report.segments);
        if open > 0 {
            let message = format!(
                "{open} of {} segments have no translation; their source stands",
                self.report.segments
            );
            self.report.notices.push(NoticeReport {
                segment: None,
                code: "untranslated",
                message,
            });
        }
        let unsure = self.placement.unsure;
        if unsure > 0 {
            self.report.notices.push(NoticeReport {
                segment: None,
                code: "unfinished",
                message: format!("{unsure} translations are marked as ones to look at"),
            });
        }
        if self.placement.repaired > 0 {
            self.report.notices.push(NoticeReport {
                segment: None,
                code: "codes-repaired",
                message: format!(
                    "{} codes that a client had lost were put back",
                    self.placement.repaired
                ),
            });
        }
    }
}

/// The summary of a translation, and what of it is missing.
fn summary(translation: &ArticleRecord, quoted: usize, told: usize) -> String {
    let mut text = export::summary::write(translation);
    if told < quoted {
        let _ = write!(
            text,
            "\n> {} of {quoted} sentences not translated yet.\n",
            quoted - told
        );
    }
    text
}

/// The translated file of an article.
fn written(
    record: &ArticleRecord,
    target: &Language,
    targets: &[Target],
    sources: &Sources,
    options: &MergeOptions,
    merger: &Merger<'_>,
) -> Result<Written, String> {
    let file = sources.file(record)?;
    let mut notices = Vec::new();
    let about = |code, message| NoticeReport {
        segment: None,
        code,
        message,
    };
    if let Some(place) = &file.moved_to {
        notices.push(about("source-moved", format!("its source was found as {place}")));
    }
    let article = read_again(&file, record, merger)?;
    let fitted = fit(record, article, targets, &merger.config.segment);
    if !file.is_same {
        let message = format!(
            "its source has changed since the run: {} sentences that are nearly the same took their translation, {} translations are left over",
            fitted.near.len(),
            fitted.lost.len()
        );
        notices.push(about("source-changed", message));
    }
    let merged = merge::edits(
        &draft(&file.decoded.text, record, &fitted, target),
        &fitted.targets,
    );
    let mut lost: Vec<(usize, Reason)> = fitted.lost.iter().map(|at| (*at, Reason::Changed)).collect();
    lost.extend(
        merged
            .homeless
            .iter()
            .filter_map(|at| Some((fitted.origins[*at]?, Reason::Homeless))),
    );
    notices.extend(merged.notices.into_iter().map(|notice| NoticeReport {
        segment: notice.segment.map(|id| id.to_string()),
        code: notice.code,
        message: notice.message,
    }));
    let decoded = &file.decoded;
    if !file.members.is_empty() {
        return Ok(Written {
            name: safe_path(&record.path),
            bytes: merge::repack(&file.bytes, &decoded.text, &file.members, &merged.edits)?,
            notices,
            lost,
        });
    }
    let spliced = merge::splice(
        &file.bytes,
        &decoded.text,
        decoded.encoding,
        record.format,
        &merged.edits,
        options.encoding,
    );
    if spliced.turned {
        let message = format!("written in UTF-8; its source is in {}", decoded.encoding);
        notices.push(about("encoding", message));
    }
    Ok(Written {
        name: safe_path(&record.path),
        bytes: spliced.bytes,
        notices,
        lost,
    })
}

fn read_again(file: &SourceFile, record: &ArticleRecord, merger: &Merger<'_>) -> Result<Article, String> {
    let options = ExtractOptions {
        keep_boilerplate: true,
        members: file.members.clone(),
        limits: merger.config.limits.clone(),
        ..ExtractOptions::default()
    };
    extract::extract(&file.decoded.text, record.format, &options).map_err(|error| error.to_string())
}

fn draft<'a>(
    source: &'a str,
    record: &'a ArticleRecord,
    fitted: &'a Fitted,
    target: &'a Language,
) -> Draft<'a> {
    Draft {
        source,
        format: record.format,
        article: &fitted.article,
        segments: &fitted.segments,
        language: &record.language,
        target,
    }
}

/// Names in the folder of a language that are not articles.
const RESERVED: &[&str] = &[
    "summaries",
    "articles",
    "segments",
    "digest",
    "merge.json",
    "leftover.tmx",
];

/// The place of an article below the folder of its language: its own path.
fn safe_path(path: &str) -> String {
    let mut path = inside(path);
    let first = path.split('/').next().unwrap_or_default();
    if RESERVED
        .iter()
        .any(|reserved| first.eq_ignore_ascii_case(reserved))
    {
        path.insert(0, '_');
    }
    path
}

/// A path with nothing in it that leads out of the folder it is put below.
pub(in crate::run) fn inside(path: &str) -> String {
    let mut names: Vec<String> = Vec::new();
    for component in Path::new(path).components() {
        match component {
            Component::Normal(name) => names.push(name.to_string_lossy().into_owned()),
            Component::ParentDir => names.push("up".to_owned()),
            _ => {}
        }
    }
    names.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out_of_the_folder() {
        for (path, want) in [
            ("en/01-ferry.txt", "en/01-ferry.txt"),
            ("../../etc/a.txt", "up/up/etc/a.txt"),
            ("/etc/a.txt", "etc/a.txt"),
            ("summaries/a.md", "_summaries/a.md"),
            ("Merge.JSON", "_Merge.JSON"),
            ("./a/./b.html", "a/b.html"),
        ] {
            assert_eq!(safe_path(path), want);
        }
    }
}
