//! One article: what came for it put into its places, the translated file and summary written.

use std::fmt::Write;
use std::io;
use std::path::{Component, Path};

use super::leftover::LEFTOVER;
use super::put::{Again, Placed, put, written};
use super::report::{ArticleReport, NoticeReport};
use super::{MergeOptions, Merger};
use super::{copies, kept};
use crate::article::{ArticleRecord, Language};
use crate::bilingual::Document;
use crate::export::{
    self,
    earlier::{self, Earlier},
    job::JobOptions,
};
use crate::merge::placed::{Fate, PlaceOptions, Placement, Reason, Returned, place};
use crate::merge::{Edit, Target, record::translated};
use crate::run::holder::{Entry, plain};
use crate::run::output::Output;

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
    /// The title and the headings that are translated, each with its translation.
    pub(super) headings: Vec<(String, String)>,
    /// The translations for the next run, unless what came is of another article.
    pub(super) kept: Option<Earlier>,
    /// The source language, for what is left over.
    pub(super) source: Language,
}

impl Made {
    /// Writes what was made below the folder of the language, and lets go of it.
    pub(super) fn write(
        &mut self,
        record: &ArticleRecord,
        target: &Language,
        options: &MergeOptions,
        output: &Output,
    ) -> io::Result<()> {
        let (file, text, summary) = (self.file.take(), self.record.take(), self.summary.take());
        let kept = self.kept.take();
        if options.dry_run {
            return Ok(());
        }
        let folder = format!("translated/{target}");
        if let Some((name, bytes)) = file {
            output.write(&format!("{folder}/{name}"), &bytes)?;
        }
        let id = &record.id;
        if let Some(kept) = kept {
            output.write(&kept::name(target, id), earlier::write(&kept).as_bytes())?;
        }
        if let Some(text) = text {
            output.write(&format!("{folder}/articles/{id}.json"), text.as_bytes())?;
        }
        if let Some(summary) = summary {
            output.write(&format!("{folder}/summaries/{id}.md"), summary.as_bytes())?;
        }
        Ok(())
    }
}

/// Puts `returned` into the article `record`; `before` is what earlier merges left of it.
pub(super) fn make(
    record: &ArticleRecord,
    target: &Language,
    returned: &[Returned<'_>],
    before: Option<&Earlier>,
    merger: &Merger<'_>,
) -> Made {
    let work = match begin(record, target, returned, before, merger) {
        Ok(work) => work,
        Err(made) => return *made,
    };
    let targets = work.targets();
    match written(record, target, &targets, merger) {
        Ok(written) => {
            let (name, bytes) = (written.name.clone(), written.bytes);
            let mut made = work.finish(&written.name, written.placed);
            made.file = Some((name, bytes));
            made
        }
        Err(reason) => work.failed(reason, Reason::Failed),
    }
}

/// The file that an entry is put back into.
pub(super) struct Held<'a> {
    /// Its name below the folder of the language.
    pub(super) name: &'a str,
    /// Where it lies if that is not where the run found it.
    pub(super) moved_to: Option<&'a str>,
}

/// Puts `returned` into the article `record`, which is `entry` in a file of several; with what is to be changed in that.
pub(super) fn make_entry(
    record: &ArticleRecord,
    target: &Language,
    returned: &[Returned<'_>],
    before: Option<&Earlier>,
    entry: Result<(&Entry<'_>, &Held<'_>), &str>,
    merger: &Merger<'_>,
) -> (Made, Vec<Edit>) {
    let work = match begin(record, target, returned, before, merger) {
        Ok(work) => work,
        Err(made) => return (*made, Vec::new()),
    };
    let (entry, held) = match entry {
        Ok(entry) => entry,
        Err(reason) => return (work.failed(reason.to_owned(), Reason::Failed), Vec::new()),
    };
    let (article, insets) = match entry.read(merger.settings) {
        Ok(read) => read,
        Err(error) => return (work.failed(error.to_string(), Reason::Failed), Vec::new()),
    };
    let text = &entry.source.text;
    let again = Again {
        text,
        part: entry.span(),
        is_same: entry.hash == record.hash,
        moved_to: held.moved_to,
    };
    let placed = put(record, target, &work.targets(), article, &insets, &again, merger);
    let edits = placed.edits.clone();
    (work.finish(held.name, placed), edits)
}

/// Finds the places of `returned`; what is to be told where nothing of it belongs to the article.
fn begin<'a>(
    record: &'a ArticleRecord,
    target: &'a Language,
    returned: &[Returned<'_>],
    before: Option<&Earlier>,
    merger: &Merger<'_>,
) -> Result<Work<'a>, Box<Made>> {
    let document = export::job::document(record, target, &JobOptions::default());
    let options = PlaceOptions {
        repair_codes: merger.options.repair_codes,
    };
    let mut placement = place(&document, returned, options);
    copies::mark(
        returned.iter().map(|one| (one.unit, one.rank)),
        &mut placement.fates,
    );
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
        kept: None,
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
        return Err(Box::new(work.failed(reason, Reason::Unknown)));
    }
    work.kept = Some(kept::after(record, &document, &work.placement, returned, before));
    Ok(work)
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

struct Work<'a> {
    record: &'a ArticleRecord,
    target: &'a Language,
    placement: Placement,
    numbers: Vec<Option<usize>>,
    report: ArticleReport,
    /// The translations for the next run.
    kept: Option<Earlier>,
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
            matches!(
                fate,
                Fate::Leftover(Reason::Unknown | Reason::Language) | Fate::Again(None)
            )
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
        self.report.summary[0] = self.record.summary().count();
        self.count_fates();
        self.report.error = Some(if self.report.leftover == 0 {
            error
        } else {
            format!("{error}; what came for it is in {LEFTOVER}")
        });
        Made {
            report: self.report,
            fates: self.placement.fates,
            file: None,
            summary: None,
            record: None,
            headings: Vec::new(),
            kept: self.kept,
            source: self.record.language.clone(),
        }
    }

    fn count_fates(&mut self) {
        for fate in self.placement.fates.iter().flatten() {
            match fate {
                Fate::Placed(_) => self.report.merged += 1,
                Fate::Leftover(_) => self.report.leftover += 1,
                Fate::Untranslated | Fate::Again(_) => {}
            }
        }
    }

    fn finish(mut self, output: &str, placed: Placed) -> Made {
        for (segment, reason) in &placed.lost {
            self.lose(*segment, *reason);
        }
        let targets = self.targets();
        let translation = translated(self.record, &targets, self.target);
        let quoted = self.record.summary().count();
        let told = self.told(&targets);
        self.report.summary = [quoted, told];
        self.report.translated = targets.iter().filter(|target| target.is_translated()).count();
        self.report.output = Some(output.to_owned());
        self.notice_changes();
        self.report.notices.extend(placed.notices);
        self.count_fates();
        Made {
            report: self.report,
            fates: self.placement.fates,
            file: None,
            summary: (told > 0).then(|| summary(&translation, quoted, told)),
            headings: headings(self.record, &targets, &translation),
            record: (told > 0).then(|| export::json::write(&translation)),
            kept: self.kept,
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

/// The title, the headings and what a book says of itself, where they are translated as a whole, each with its translation.
fn headings(
    record: &ArticleRecord,
    targets: &[Target],
    translation: &ArticleRecord,
) -> Vec<(String, String)> {
    let mut headings = Vec::new();
    let mut at = 0;
    for (index, block) in record.article.blocks.iter().enumerate() {
        let count = record.segments_of(index).len();
        let own = targets.get(at..at + count).unwrap_or_default();
        at += count;
        if block.is_named_elsewhere() && !own.is_empty() && own.iter().all(Target::is_translated) {
            let translated = translation.article.text_of(&translation.article.blocks[index]);
            headings.push((plain(record.article.text_of(block)), plain(translated)));
        }
    }
    headings
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
pub(super) fn safe_path(path: &str) -> String {
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
