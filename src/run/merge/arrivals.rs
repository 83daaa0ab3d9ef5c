//! The files that came back: read, ranked by age, and each unit given to the article it belongs to.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::report::FileReport;
use crate::article::{ArticleId, ArticleRecord, BlockKind, Language, Limits, Span};
use crate::bilingual::read::{self as bilingual, ReadOptions, Received, ReceivedFile, ReceivedSegment};
use crate::bilingual::{Content, Part, codes};
use crate::read::{self, InputError};
use crate::run::shelf::Shelf;
use crate::run::{Output, Progress, tell_aside};

/// A file that came back, as far as it could be read.
#[derive(Debug)]
pub(super) struct Arrival {
    pub(super) report: FileReport,
    pub(super) received: Option<Received>,
    /// Its place by age: the newest file has the highest.
    pub(super) rank: u32,
}

/// Reads the files that `arguments` name, and tells what of them is left aside.
pub(super) fn read(
    arguments: &[PathBuf],
    repair: bool,
    limits: &Limits,
    progress: &dyn Progress,
) -> Result<Vec<Arrival>, InputError> {
    let options = ReadOptions {
        repair_xml: repair,
        max_bytes: limits.max_file_bytes,
    };
    let mut arrivals = Vec::new();
    let mut ages = Vec::new();
    let aside = read::returned(arguments, limits, |returned| {
        ages.push(age(&returned.name));
        let read = returned
            .bytes
            .map_err(|error| error.to_string())
            .and_then(|bytes| {
                bilingual::read(&bytes, &returned.name, &options).map_err(|error| refusal(&error))
            });
        let mut report = FileReport {
            path: returned.name,
            ..FileReport::default()
        };
        let received = match read {
            Ok(received) => {
                for problem in &received.problems {
                    report
                        .problems
                        .push(format!("line {}: {}", problem.line, problem.message));
                }
                Some(received)
            }
            Err(reason) => {
                report.refused = Some(reason);
                None
            }
        };
        arrivals.push(Arrival {
            report,
            received,
            rank: 0,
        });
    })?;
    tell_aside(&aside, progress);
    let mut order: Vec<usize> = (0..arrivals.len()).collect();
    order.sort_by_key(|at| ages[*at]);
    for (rank, at) in (0..).zip(order) {
        arrivals[at].rank = rank;
    }
    Ok(arrivals)
}

/// What to tell of a file that cannot be read.
fn refusal(error: &bilingual::ReadError) -> String {
    match error {
        bilingual::ReadError::Malformed { repairable: true, .. } => {
            format!("{error}; --repair xml reads on where it is clear what was meant")
        }
        _ => error.to_string(),
    }
}

/// When a file was changed last; a member of an archive is as old as the archive.
fn age(name: &str) -> Option<SystemTime> {
    let places = Path::new(name).ancestors();
    let changed = places.map(|place| std::fs::metadata(place).and_then(|metadata| metadata.modified()));
    changed.flatten().next()
}

/// A line of the manifest, as far as it is needed here.
#[derive(Debug, Deserialize)]
struct Line {
    id: Option<String>,
    path: String,
    #[serde(default)]
    hash: String,
    articles: Option<u32>,
}

/// Where an article stands in a file of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Held {
    /// The number of the file among [`Catalog::holders`].
    pub(super) holder: u32,
    /// The beginning of the hash of what the article was read from.
    pub(super) content: u64,
}

/// The articles of the run.
#[derive(Debug)]
pub(super) struct Catalog {
    pub(super) articles: Vec<(ArticleId, String)>,
    /// The files of several articles.
    pub(super) holders: Vec<String>,
    /// Of each article, where it stands in a file of several; nothing for one that has a file of its own.
    held: Vec<Option<Held>>,
    by_id: FxHashMap<String, usize>,
    by_path: FxHashMap<String, usize>,
    /// The articles that have a segment of this id, or with this text; made when a file does not say whose it is.
    index: Option<FxHashMap<u64, Vec<u32>>>,
}

impl Catalog {
    /// Reads the manifest in `root`. An id that is no plain name was not written by a run, and would lead out of the folder.
    pub(super) fn read(root: &Path) -> io::Result<Self> {
        use io::BufRead;
        let mut catalog = Self {
            articles: Vec::new(),
            holders: Vec::new(),
            held: Vec::new(),
            by_id: FxHashMap::default(),
            by_path: FxHashMap::default(),
            index: None,
        };
        let manifest = std::fs::File::open(root.join("manifest.jsonl"))?;
        for line in io::BufReader::new(manifest).lines() {
            let line: Line = serde_json::from_str(&line?)?;
            let holder = catalog.holders.last();
            let inside = holder.is_some_and(|holder| is_inside(&line.path, holder));
            if line.id.is_none() && line.articles.is_some() && !inside {
                catalog.holders.push(line.path);
                continue;
            }
            let Some(id) = line
                .id
                .filter(|id| !id.contains(['/', '\\']) && !id.starts_with('.'))
            else {
                continue;
            };
            let at = catalog.articles.len();
            catalog.by_path.insert(line.path.clone(), at);
            catalog.held.push(inside.then(|| Held {
                holder: catalog.holders.len() as u32 - 1,
                content: beginning(&line.hash),
            }));
            catalog.articles.push((ArticleId::from_name(&id), line.path));
            catalog.by_id.insert(id, at);
        }
        Ok(catalog)
    }

    /// Where an article stands in a file of several; nothing for one that has a file of its own.
    pub(super) fn held(&self, article: usize) -> Option<&Held> {
        self.held[article].as_ref()
    }

    /// The article that a file says it is of: by the article's id, its path, or the file's own name.
    pub(super) fn named(&self, file: &ReceivedFile, arrival: &str) -> Option<usize> {
        let by_id = file.article.as_ref().and_then(|id| self.by_id.get(id));
        let by_path = || self.by_path.get(&file.original);
        let by_name = || {
            let name = Path::new(arrival).file_stem()?.to_str()?;
            self.by_id.get(name)
        };
        by_id.or_else(by_path).or_else(by_name).copied()
    }

    /// The article of each unit of a file that does not say whose it is: the one that most of the file's segments are of.
    pub(super) fn by_content(
        &mut self,
        file: &ReceivedFile,
        output: &Output,
    ) -> io::Result<Vec<Option<usize>>> {
        let index = match self.index.take() {
            Some(index) => index,
            None => self.make_index(output)?,
        };
        let nothing = Vec::new();
        let of = |segment: &ReceivedSegment| -> &Vec<u32> {
            let text = index.get(&hash(&letters(&segment.source)));
            text.or_else(|| index.get(&hash(&segment.id))).unwrap_or(&nothing)
        };
        let mut votes: BTreeMap<u32, usize> = BTreeMap::new();
        for segment in file.units.iter().flat_map(|unit| &unit.segments) {
            for article in of(segment) {
                *votes.entry(*article).or_default() += 1;
            }
        }
        let best = |candidates: &[u32]| {
            let most = candidates
                .iter()
                .max_by_key(|article| (votes.get(article), std::cmp::Reverse(**article)));
            most.map(|article| *article as usize)
        };
        let found = file
            .units
            .iter()
            .map(|unit| unit.segments.iter().find_map(|segment| best(of(segment))))
            .collect();
        self.index = Some(index);
        Ok(found)
    }

    fn make_index(&self, output: &Output) -> io::Result<FxHashMap<u64, Vec<u32>>> {
        let mut index: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
        let shelf = Shelf::of_run(output);
        for (at, (id, _)) in (0..).zip(&self.articles) {
            let record = shelf.record(id)?;
            let mut note = |key: u64| {
                let articles = index.entry(key).or_default();
                if articles.last() != Some(&at) {
                    articles.push(at);
                }
            };
            for (id, text) in keys(&record) {
                note(hash(&id));
                note(hash(&text));
            }
        }
        Ok(index)
    }
}

/// Whether an article called `path` stands in the file `holder`.
pub(super) fn is_inside(path: &str, holder: &str) -> bool {
    let Some(entry) = path.strip_prefix(holder) else {
        return false;
    };
    // A file may be called `a.csv#old.txt`.
    let numbered = entry
        .strip_prefix('#')
        .map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let numbered = numbered.is_some_and(|rest| {
        rest.len() + 1 < entry.len() && (rest.is_empty() || rest.starts_with(['#', '/']))
    });
    numbered || entry.starts_with('/')
}

/// The beginning of a hash in hexadecimal.
pub(super) fn beginning(hash: &str) -> u64 {
    let digits = hash.get(..16).unwrap_or_default();
    u64::from_str_radix(digits, 16).unwrap_or_default()
}

/// The ids and texts of the segments that a job of the article has.
fn keys(record: &ArticleRecord) -> Vec<(String, String)> {
    let mut keys = Vec::with_capacity(record.segments.len());
    for (index, block) in record.article.blocks.iter().enumerate() {
        if block.kind == BlockKind::Boilerplate {
            continue;
        }
        let segments = record.segments_of(index);
        let spans: Vec<Span> = segments.iter().map(|segment| segment.span).collect();
        let contents = codes::split(&record.article.text, block, &spans);
        keys.extend(
            segments
                .iter()
                .zip(&contents)
                .map(|(segment, content)| (segment.id.to_string(), letters(content))),
        );
    }
    keys
}

/// The text without white space and codes, as clients leave it.
fn letters(content: &Content) -> String {
    let mut out = String::new();
    for part in &content.0 {
        if let Part::Text(text) = part {
            out.extend(text.chars().filter(|c| !c.is_whitespace()));
        }
    }
    out
}

fn hash(text: &str) -> u64 {
    let hash = blake3::hash(text.as_bytes());
    u64::from_le_bytes(hash.as_bytes()[..8].try_into().expect("a hash has 32 bytes"))
}

/// The languages of the jobs of a run.
#[derive(Debug)]
pub(super) struct Pairs {
    jobs: Vec<(Language, Language)>,
    /// What the files of a folder say; nothing for a folder whose files differ.
    said: FxHashMap<PathBuf, Option<Language>>,
}

/// The folder, or the archive, that a file lies in.
fn folder_of(arrival: &str) -> PathBuf {
    Path::new(arrival).parent().unwrap_or(Path::new("")).to_owned()
}

impl Pairs {
    /// Lists the job folders in `root`, and what the files that came say.
    pub(super) fn list(root: &Path, arrivals: &[Arrival]) -> Self {
        let folders = std::fs::read_dir(root.join("jobs"))
            .into_iter()
            .flatten()
            .flatten();
        let mut pairs: Vec<(Language, Language)> = folders
            .filter_map(|folder| pair(&folder.file_name().to_string_lossy()))
            .collect();
        pairs.sort();
        let mut said: FxHashMap<PathBuf, Option<Language>> = FxHashMap::default();
        for arrival in arrivals {
            let files = arrival.received.iter().flat_map(|received| &received.files);
            for target in files.filter_map(|file| file.target.as_ref()) {
                let known = said
                    .entry(folder_of(&arrival.report.path))
                    .or_insert_with(|| Some(target.clone()));
                if known.as_ref() != Some(target) {
                    *known = None;
                }
            }
        }
        Self { jobs: pairs, said }
    }

    /// The language that all jobs are for, if it is one.
    fn only_target(&self) -> Option<&Language> {
        let mut targets = self.jobs.iter().map(|(_, target)| target);
        let first = targets.next()?;
        targets.all(|target| target == first).then_some(first)
    }

    /// The target language of a file: what it says, in the form that the jobs have; else that of its folder; else what the files beside it
    /// say; for a file whose ids name an article, else the one that all jobs are for.
    pub(super) fn target(
        &self,
        file: &ReceivedFile,
        arrival: &str,
        given: Option<&Language>,
    ) -> Option<Language> {
        if let Some(given) = given {
            return Some(given.clone());
        }
        let folder = || {
            let folders = Path::new(arrival).ancestors().skip(1);
            let names = folders.filter_map(|folder| folder.file_name()?.to_str());
            names.filter_map(pair).map(|(_, target)| target).next()
        };
        let beside = || self.said.get(&folder_of(arrival)).cloned().flatten();
        // A table has no other sign of its language than that its ids are those of the run.
        let only = || file.article.as_ref().and(self.only_target()).cloned();
        let said = file
            .target
            .clone()
            .or_else(folder)
            .or_else(beside)
            .or_else(only)?;
        let known = |exact: bool| {
            let same = |target: &&Language| {
                if exact {
                    **target == said
                } else {
                    said.serves(target) || target.serves(&said)
                }
            };
            self.jobs.iter().map(|(_, target)| target).find(same)
        };
        let by_subtag = || {
            self.jobs
                .iter()
                .map(|(_, target)| target)
                .find(|target| target.subtag() == said.subtag())
        };
        let found = known(true).or_else(|| known(false)).or_else(by_subtag).cloned();
        Some(found.unwrap_or(said))
    }
}

/// The languages that the name of a job folder says: `en-kk`, `sr-Latn-en`.
fn pair(name: &str) -> Option<(Language, Language)> {
    name.match_indices('-').find_map(|(at, _)| {
        let source = Language::parse(&name[..at]).ok()?;
        let target = Language::parse(&name[at + 1..]).ok()?;
        (source != target && target.subtag().len() < 4).then_some((source, target))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_a_job_says_its_languages() {
        let said = |name: &str| pair(name).map(|(source, target)| format!("{source} {target}"));
        assert_eq!(said("en-kk").as_deref(), Some("en kk"));
        assert_eq!(said("uz-Cyrl-en").as_deref(), Some("uz-Cyrl en"));
        assert_eq!(said("en-zh-Hans").as_deref(), Some("en zh-Hans"));
        assert_eq!(said("returned"), None);
    }
}
