//! Articles that share a file: what came for each put into its place, and the file written once, with all of them.
//!
//! Entries are known by their content first: a file that got new entries before them still takes their translations. An entry that nothing
//! came for stays in the source's words.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io;

use rustc_hash::{FxHashMap, FxHashSet};

use super::arrivals::{Catalog, beginning, is_inside};
use super::article::{self, Made, safe_path};
use super::kept;
use super::put::{about, turned};
use super::report::{EarlierReport, EntryReport, NoticeReport};
use super::sources::FoundHolder;
use super::{Came, Merger, returned};
use crate::article::{ArticleRecord, Language, Stage};
use crate::merge::Edit;
use crate::run::holder::{Change, Earlier, Entry, Holder};
use crate::run::output::Output;
use crate::run::process::{self, Place};
use crate::run::shelf::Shelf;

/// An article of the file and what came for it.
pub(super) type Member<'w, 'r> = (usize, &'w Vec<Came<'r>>);

/// Which member each entry of a file is.
struct Seats {
    /// By the name of the entry in the file: the number of the member.
    by_name: FxHashMap<String, usize>,
}

/// What is known of the members before the file is opened.
pub(super) struct Wanted {
    /// The names of their entries, and the beginnings of their hashes.
    entries: Vec<(String, u64)>,
    contents: FxHashSet<u64>,
    names: FxHashSet<String>,
    /// Records that hold several articles themselves.
    nested: FxHashSet<String>,
}

impl Wanted {
    fn new(holder: &str, members: &[Member<'_, '_>], catalog: &Catalog) -> Self {
        let entries: Vec<(String, u64)> = members
            .iter()
            .map(|(article, _)| {
                let entry = catalog.articles[*article].1[holder.len()..].to_owned();
                (entry, catalog.held(*article).map_or(0, |held| held.content))
            })
            .collect();
        let record = |entry: &String| {
            let (first, rest) = entry.strip_prefix('#')?.split_once('#')?;
            (!rest.is_empty()).then(|| format!("#{first}"))
        };
        Self {
            contents: entries.iter().map(|(_, content)| *content).collect(),
            names: entries.iter().map(|(name, _)| name.clone()).collect(),
            nested: entries.iter().filter_map(|(name, _)| record(name)).collect(),
            entries,
        }
    }

    /// Looks at the entries of a file: those that are called like one of these or have the content of one, and whether any has.
    pub(super) fn look(&self, holder: &Holder<'_>) -> Result<(Vec<(String, u64)>, bool), String> {
        let (mut seen, mut known) = (Vec::new(), false);
        holder.survey(&|name| self.nested.contains(name), &mut |name, hash| {
            let content = beginning(hash);
            let same = self.contents.contains(&content);
            known |= same;
            if same || self.names.contains(name) {
                seen.push((name.to_owned(), content));
            }
        })?;
        Ok((seen, known))
    }

    /// Gives every member its entry: the one of its name and content, else one of its content, else one of its name.
    fn seats(&self, seen: &[(String, u64)]) -> Seats {
        let there: FxHashMap<&str, u64> = seen.iter().map(|(name, content)| (&**name, *content)).collect();
        let mut by_name: FxHashMap<String, usize> = FxHashMap::default();
        let mut open: Vec<usize> = Vec::new();
        for (member, (name, content)) in self.entries.iter().enumerate() {
            if there.get(&**name) == Some(content) {
                by_name.insert(name.clone(), member);
            } else {
                open.push(member);
            }
        }
        let mut by_content: FxHashMap<u64, VecDeque<&str>> = FxHashMap::default();
        for (name, content) in seen.iter().filter(|(name, _)| !by_name.contains_key(name)) {
            by_content.entry(*content).or_default().push_back(name);
        }
        open.retain(|member| {
            let content = self.entries[*member].1;
            let found = by_content.get_mut(&content).and_then(VecDeque::pop_front);
            if let Some(name) = found {
                by_name.insert(name.to_owned(), *member);
            }
            found.is_none()
        });
        for member in open {
            let name = &self.entries[member].0;
            if there.contains_key(&**name) && !by_name.contains_key(name) {
                by_name.insert(name.clone(), member);
            }
        }
        Seats { by_name }
    }
}

/// The entries of files of several articles that earlier merges have translated: the hash of the source of each, by its name.
#[derive(Debug, Default)]
pub(super) struct Standing(FxHashMap<String, String>);

impl Standing {
    /// Reads the report of the last merge into `language`.
    pub(super) fn read(output: &Output, language: &Language) -> Self {
        let path = output.root().join(format!("translated/{language}/merge.json"));
        let report = std::fs::File::open(path).ok();
        let report = report.and_then(|file| serde_json::from_reader(std::io::BufReader::new(file)).ok());
        let report: EarlierReport = report.unwrap_or_default();
        Self(
            report
                .entries
                .into_iter()
                .map(|entry| (entry.path, entry.hash))
                .collect(),
        )
    }

    /// Whether the entry `name` of the file `holder` is translated from what has this hash.
    fn has(&self, holder: &str, name: &str, hash: &str) -> bool {
        self.0
            .get(&format!("{holder}{name}"))
            .is_some_and(|known| known == hash)
    }

    /// The entries of the file that are translated, by what follows its name.
    fn of<'s>(&'s self, holder: &'s str) -> impl Iterator<Item = &'s str> {
        let names = self.0.keys().filter(move |name| is_inside(name, holder));
        names.map(|name| &name[holder.len()..])
    }

    /// What to tell of entries that stood translated in the file and do not any more.
    fn lost(&self, holder: &str, entries: &[(String, String)]) -> Option<NoticeReport> {
        let there: FxHashSet<&str> = entries.iter().map(|(name, _)| &**name).collect();
        let lost = self.of(holder).filter(|name| !there.contains(name)).count();
        let message = format!(
            "{lost} entries of its file that were translated before are in the source's words again: their source has changed since"
        );
        (lost > 0).then(|| about("entries-changed", message))
    }

    /// All entries, less those of the files that were `written` anew, whose entries are `made`.
    pub(super) fn after(self, written: &[&str], mut made: Vec<EntryReport>) -> Vec<EntryReport> {
        let rest = self
            .0
            .into_iter()
            .filter(|(name, _)| !written.iter().any(|holder| is_inside(name, holder)));
        made.extend(rest.map(|(path, hash)| EntryReport { path, hash }));
        made.sort_by(|a, b| a.path.cmp(&b.path));
        made
    }
}

/// What was made of the articles of one file.
#[derive(Default)]
pub(super) struct Outcome {
    /// The articles, in the order they were given.
    pub(super) made: Vec<Made>,
    /// The entries that stand translated in the file, if it was written.
    pub(super) entries: Option<Vec<EntryReport>>,
}

/// Merges what came for the members of the file `holder`; in their order.
pub(super) fn several(
    target: &Language,
    holder: &str,
    members: &[Member<'_, '_>],
    standing: &Standing,
    catalog: &Catalog,
    merger: &Merger<'_>,
    output: &Output,
) -> io::Result<Outcome> {
    let wanted = Wanted::new(holder, members, catalog);
    let work = Work {
        target,
        members,
        catalog,
        merger,
        output,
    };
    match merger.sources.holder(holder, &wanted, merger.settings) {
        Ok(found) => work.file(holder, &wanted, &found, standing),
        Err(reason) => work.nowhere(&reason),
    }
}

struct Work<'a> {
    target: &'a Language,
    members: &'a [Member<'a, 'a>],
    catalog: &'a Catalog,
    merger: &'a Merger<'a>,
    output: &'a Output,
}

impl Work<'_> {
    /// All members of a file that cannot be written.
    fn nowhere(&self, reason: &str) -> io::Result<Outcome> {
        let all = 0..self.members.len();
        let made: io::Result<Vec<Made>> = all.map(|member| Ok(self.make(member, Err(reason))?.0)).collect();
        Ok(Outcome {
            made: made?,
            entries: None,
        })
    }

    /// Writes the file, with the members at their places.
    fn file(
        &self,
        holder: &str,
        wanted: &Wanted,
        found: &FoundHolder<'_>,
        standing: &Standing,
    ) -> io::Result<Outcome> {
        let seats = wanted.seats(&found.seen);
        let name = safe_path(holder);
        let held = article::Held {
            name: &name,
            moved_to: found.moved_to.as_deref(),
        };
        let path = format!("translated/{}/{name}", self.target);
        let headings = RefCell::default();
        let has = |name: &str, hash: &str| standing.has(holder, name, hash);
        let change = Change {
            wanted: &|entry| seats.by_name.contains_key(entry),
            target: self.target,
            encoding: self.merger.options.encoding,
            headings: &headings,
            earlier: self
                .earlier(holder, &path, standing)
                .map(|holder| Earlier { holder, has: &has }),
        };
        let mut made: Vec<Option<Made>> = self.members.iter().map(|_| None).collect();
        let mut entries = Vec::new();
        let mut edit = |entry: &Entry<'_>| {
            let Some(member) = seats.by_name.get(entry.name) else {
                return Ok(Vec::new());
            };
            let (mut one, edits) = self.make(*member, Ok((entry, &held)))?;
            headings.borrow_mut().extend(std::mem::take(&mut one.headings));
            made[*member] = Some(one);
            if !edits.is_empty() {
                entries.push((entry.name.to_owned(), entry.hash.to_owned()));
            }
            Ok(edits)
        };
        let nested = |name: &str| wanted.nested.contains(name);
        let (file, done) = if self.merger.options.dry_run {
            let out = &mut io::sink();
            (None, found.holder.rewrite(&change, &nested, &mut edit, out)?)
        } else {
            let mut file = self.output.create(&path)?;
            let done = found.holder.rewrite(&change, &nested, &mut edit, &mut file)?;
            (Some(file), done)
        };
        let mut all = Vec::with_capacity(made.len());
        for (member, made) in made.into_iter().enumerate() {
            all.push(match made {
                Some(made) => made,
                None => self.make(member, Err("its entry is not in the file any more"))?.0,
            });
        }
        let Some(first) = all.iter_mut().find(|made| made.report.error.is_none()) else {
            return Ok(Outcome {
                made: all,
                entries: None,
            });
        };
        entries.extend(done.kept);
        let turned = done.turned.then(|| turned("another character set"));
        first.report.notices.extend(turned);
        first.report.notices.extend(standing.lost(holder, &entries));
        if let Some(file) = file {
            file.finish()?;
        }
        let entry = |(name, hash)| EntryReport {
            path: format!("{holder}{name}"),
            hash,
        };
        Ok(Outcome {
            made: all,
            entries: Some(entries.into_iter().map(entry).collect()),
        })
    }

    /// The translated file at `path`, if any entry of the file `holder` stands in it.
    fn earlier(&self, holder: &str, path: &str, standing: &Standing) -> Option<Holder<'_>> {
        standing.of(holder).next()?;
        Holder::open(self.output.root().join(path), self.merger.settings).ok()
    }

    /// Makes one member and writes its own files.
    fn make(
        &self,
        member: usize,
        entry: Result<(&Entry<'_>, &article::Held<'_>), &str>,
    ) -> io::Result<(Made, Vec<Edit>)> {
        let (article, units) = &self.members[member];
        let record: ArticleRecord = Shelf::of_run(self.output).record(&self.catalog.articles[*article].0)?;
        let returned = returned(units, &record);
        let before = kept::read(self.output, self.target, &record.id).unwrap_or_default();
        let at = Place::default();
        at.enter(Stage::Export);
        let made = process::guarded(&record.path, &at, || {
            Ok(article::make_entry(
                &record,
                self.target,
                &returned,
                before.as_ref(),
                entry,
                self.merger,
            ))
        });
        let (mut made, edits) = made.map_err(|failure| io::Error::other(failure.to_string()))?;
        made.write(&record, self.target, self.merger.options, self.output)?;
        Ok((made, edits))
    }
}
