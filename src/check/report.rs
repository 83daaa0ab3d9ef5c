//! What a check of whole files found: the files in order, what was wrong with each, and the findings with their segments.

use super::{Finding, Rule, Severity};
use crate::article::Language;

/// The findings of a job.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Report {
    /// The files in the order in which they were read.
    pub files: Vec<CheckedFile>,
}

/// One file.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct CheckedFile {
    /// Its path as it was given; a member of an archive behind the archive's.
    pub path: String,
    /// Why it could not be read.
    pub error: Option<String>,
    /// What was odd about it: line and message.
    pub problems: Vec<(u32, String)>,
    /// Part of it could not be read as it stands: a string without its end, a row without its cells.
    pub damaged: bool,
    /// Segments that are to be translated.
    pub segments: usize,
    /// Those of them that have a translation.
    pub translated: usize,
    /// Findings in the order of the segments.
    pub findings: Vec<Located>,
    /// Findings that a note or the list of accepted findings keeps out.
    pub ignored: usize,
    /// Findings that are counted and not kept: the file has more than anybody reads.
    pub left_out: usize,
}

/// A finding and its segment.
#[derive(Clone, Debug)]
pub struct Located {
    /// The article that the segment is of, where the file names it.
    pub article: String,
    /// The segment's id; empty for a finding about the whole file.
    pub segment: String,
    /// The line or row of the file on which the segment begins; 0 for a finding about the whole file.
    pub line: u32,
    /// The language of the source.
    pub source_language: Language,
    /// The language that the target should be in.
    pub target_language: Language,
    /// The source with its codes; spans of the finding are bytes of it.
    pub source: String,
    /// The target with its codes.
    pub target: String,
    /// What was found.
    pub finding: Finding,
    /// Stays the same as long as rule, source and target do.
    pub fingerprint: String,
}

impl Report {
    /// All findings with their files.
    pub fn findings(&self) -> impl Iterator<Item = (&CheckedFile, &Located)> {
        self.files
            .iter()
            .flat_map(|file| file.findings.iter().map(move |found| (file, found)))
    }

    /// How many findings have a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings()
            .filter(|(_, found)| found.finding.severity == severity)
            .count()
    }

    /// Whether every file could be read to the end as it stands.
    pub fn is_whole(&self) -> bool {
        self.files
            .iter()
            .all(|file| file.error.is_none() && !file.damaged)
    }

    /// How many files could not be read.
    pub fn failed(&self) -> usize {
        self.files.iter().filter(|file| file.error.is_some()).count()
    }

    /// Whether nothing stands against handing the files on: every file was read and no finding is an error.
    pub fn passes(&self) -> bool {
        self.is_whole() && self.count(Severity::Error) == 0
    }
}

/// Ten characters that stand for a rule at a source and a target.
pub fn fingerprint(rule: Rule, source: &str, target: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    for text in [rule.as_str(), source, target] {
        hasher.update(text.as_bytes()).update(b"\0");
    }
    hasher.finalize().to_hex()[..10].to_owned()
}
