//! Articles that share a file: what came for each put into its place, and the file written once, with all of them.
//!
//! Entries are known by their content first: a file that got new entries before them still takes their translations. An entry that nothing
//! came for stays in the source's words.

use std::collections::VecDeque;
use std::io;

use rustc_hash::{FxHashMap, FxHashSet};

use super::arrivals::{Catalog, beginning};
use super::article::{self, Made, safe_path};
use super::put::turned;
use super::{Came, Merger, returned};
use crate::article::{ArticleRecord, Language, Stage};
use crate::merge::Edit;
use crate::run::holder::{Change, Entry, Holder};
use crate::run::output::Output;
use crate::run::process::{self, Place};
use crate::run::shelf::Shelf;

/// An article of the file and what came for it.
pub(super) type Member<'w, 'r> = (usize, &'w Vec<Came<'r>>);

/// The entries that a file has, as far as they matter: their names, and which member each is.
struct Seats {
    /// By the name of the entry in the file: the number of the member.
    by_name: FxHashMap<String, usize>,
    /// Members without a place in the file.
    lost: Vec<usize>,
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
        open.retain(|member| {
            let name = &self.entries[*member].0;
            let free = there.contains_key(&**name) && !by_name.contains_key(name);
            if free {
                by_name.insert(name.clone(), *member);
            }
            !free
        });
        Seats { by_name, lost: open }
    }
}

/// Merges what came for the members of the file `holder`; in their order.
pub(super) fn several(
    target: &Language,
    holder: &str,
    members: &[Member<'_, '_>],
    catalog: &Catalog,
    merger: &Merger<'_>,
    output: &Output,
) -> io::Result<Vec<Made>> {
    let wanted = Wanted::new(holder, members, catalog);
    let work = Work {
        target,
        members,
        catalog,
        merger,
        output,
    };
    let found = match merger.sources.holder(holder, &wanted, merger.settings) {
        Ok(found) => found,
        Err(reason) => {
            return (0..members.len())
                .map(|member| Ok(work.make(member, Err(&reason))?.0))
                .collect();
        }
    };
    let seats = wanted.seats(&found.seen);
    let mut made: Vec<Option<Made>> = members.iter().map(|_| None).collect();
    for member in &seats.lost {
        made[*member] = Some(
            work.make(*member, Err("its entry is not in the file any more"))?
                .0,
        );
    }
    let name = safe_path(holder);
    let held = article::Held {
        name: &name,
        moved_to: found.moved_to.as_deref(),
    };
    let change = Change {
        wanted: &|entry| seats.by_name.contains_key(entry),
        target,
        encoding: merger.options.encoding,
    };
    let nested = |name: &str| wanted.nested.contains(name);
    let mut edit = |entry: &Entry<'_>| {
        let Some(member) = seats.by_name.get(entry.name) else {
            return Ok(Vec::new());
        };
        let (one, edits) = work.make(*member, Ok((entry, &held)))?;
        made[*member] = Some(one);
        Ok(edits)
    };
    let whole = if merger.options.dry_run {
        found
            .holder
            .rewrite(&change, &nested, &mut edit, &mut io::sink())?;
        None
    } else {
        let mut file = output.create(&format!("translated/{target}/{name}"))?;
        let is_turned = found.holder.rewrite(&change, &nested, &mut edit, &mut file)?;
        Some((file, is_turned))
    };
    let mut made: Vec<Made> = made.into_iter().flatten().collect();
    debug_assert_eq!(made.len(), members.len(), "every member was made");
    if let Some((file, is_turned)) = whole
        && let Some(first) = made.iter_mut().find(|made| made.report.error.is_none())
    {
        file.finish()?;
        if is_turned {
            first.report.notices.push(turned("another character set"));
        }
    }
    Ok(made)
}

struct Work<'a> {
    target: &'a Language,
    members: &'a [Member<'a, 'a>],
    catalog: &'a Catalog,
    merger: &'a Merger<'a>,
    output: &'a Output,
}

impl Work<'_> {
    /// Makes one member and writes its own files.
    fn make(
        &self,
        member: usize,
        entry: Result<(&Entry<'_>, &article::Held<'_>), &str>,
    ) -> io::Result<(Made, Vec<Edit>)> {
        let (article, units) = &self.members[member];
        let record: ArticleRecord = Shelf::of_run(self.output).record(&self.catalog.articles[*article].0)?;
        let returned = returned(units, &record);
        let at = Place::default();
        at.enter(Stage::Export);
        let made = process::guarded(&record.path, &at, || {
            Ok(article::make_entry(
                &record,
                self.target,
                &returned,
                entry,
                self.merger,
            ))
        });
        let (mut made, edits) = made.map_err(|failure| io::Error::other(failure.to_string()))?;
        made.write(&record, self.target, self.merger.options, self.output)?;
        Ok((made, edits))
    }
}
