//! Reads glossary files: TSV here, TBX in [`super::tbx`].
//!
//! A table has a line a term: source, target, and `forbidden` in a third column for a word that is not to be used. A first line may name
//! the columns (`source target status`), or the languages (`en kk`): then the terms are for that pair alone. Lines with one source are
//! synonyms; an empty source forbids a word everywhere.

use thiserror::Error;

use super::{Entry, Glossary, tbx};
use crate::article::Language;
use crate::escape::uncell;

/// A glossary that cannot be read.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("line {line}: {message}")]
pub struct GlossaryError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// Reads the text of a glossary file: TBX if it is XML, else TSV.
///
/// # Errors
/// If the XML is not well formed, or a line of the table has no second column.
pub fn read(text: &str) -> Result<Glossary, GlossaryError> {
    let text = text.trim_start_matches('\u{FEFF}');
    if text.trim_start().starts_with('<') {
        tbx::read(text)
    } else {
        table(text)
    }
}

/// Where the columns are.
#[derive(Debug)]
struct Columns {
    source: usize,
    target: usize,
    status: usize,
    languages: Option<(Language, Language)>,
}

fn table(text: &str) -> Result<Glossary, GlossaryError> {
    let mut lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
        .peekable();
    let named = lines.peek().and_then(|(_, line)| columns(line));
    if named.is_some() {
        lines.next();
    }
    let columns = named.unwrap_or(Columns {
        source: 0,
        target: 1,
        status: 2,
        languages: None,
    });
    let mut entries = Vec::new();
    for (number, line) in lines {
        let cells: Vec<String> = line
            .split('\t')
            .map(|cell| uncell(cell).trim().to_owned())
            .collect();
        let cell = |place: usize| cells.get(place).cloned().unwrap_or_default();
        let (source, target) = (cell(columns.source), cell(columns.target));
        if target.is_empty() {
            let message = "a term needs a source and a target, with a tab between them".to_owned();
            return Err(GlossaryError {
                line: number + 1,
                message,
            });
        }
        let forbidden = is_forbidden(&cell(columns.status));
        if source.is_empty() && !forbidden {
            let message = "a term without a source can only be \"forbidden\"".to_owned();
            return Err(GlossaryError {
                line: number + 1,
                message,
            });
        }
        entries.push(entry(source, target, forbidden));
    }
    let mut glossary = Glossary::default();
    glossary.add(columns.languages, entries);
    Ok(glossary)
}

/// The columns that a first line names.
fn columns(line: &str) -> Option<Columns> {
    let cells: Vec<String> = line.split('\t').map(|cell| cell.trim().to_lowercase()).collect();
    let named = |name: &str| cells.iter().position(|cell| cell == name);
    let status = named("status").or_else(|| named("state")).unwrap_or(2);
    if let (Some(source), Some(target)) = (named("source"), named("target")) {
        return Some(Columns {
            source,
            target,
            status,
            languages: None,
        });
    }
    // Two tags that are languages with a name, not two words that happen to be short.
    let language = |cell: &String| {
        Language::parse(cell)
            .ok()
            .filter(|tag| cell.len() <= 11 && tag.english_name() != tag.to_string())
    };
    let (source, target) = (language(cells.first()?)?, language(cells.get(1)?)?);
    Some(Columns {
        source: 0,
        target: 1,
        status,
        languages: Some((source, target)),
    })
}

/// Whether a status, of a table or of TBX, keeps a word out.
pub(super) fn is_forbidden(status: &str) -> bool {
    let status = status.to_ascii_lowercase();
    ["forbidden", "deprecated", "supersededterm", "do not use"]
        .iter()
        .any(|word| status.contains(word))
}

/// One line of a glossary.
pub(super) fn entry(source: String, target: String, forbidden: bool) -> Entry {
    let mut entry = Entry {
        source,
        ..Entry::default()
    };
    if forbidden {
        entry.forbidden.push(target);
    } else {
        entry.targets.push(target);
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(tag: &str) -> Language {
        Language::parse(tag).unwrap()
    }

    #[test]
    fn a_table_is_read_with_and_without_a_head() {
        let plain = read("Silk Road\troute de la soie\nSilk Road\tchemin de soie\tforbidden\n").unwrap();
        let terms = plain.terms(&language("en"), &language("fr"));
        let want = Entry {
            source: "Silk Road".into(),
            targets: vec!["route de la soie".into()],
            forbidden: vec!["chemin de soie".into()],
        };
        assert_eq!(terms.entries(), [want]);
        let tagged = read("en\tkk\n# rivers\nriver Ural\tОрал өзені\n").unwrap();
        assert_eq!(
            tagged.terms(&language("en-GB"), &language("kk")).entries().len(),
            1
        );
        assert!(tagged.terms(&language("en"), &language("fr")).is_empty());
        let named = read("note\tsource\ttarget\tstatus\nx\tcamel\tchameau\tdeprecated\n").unwrap();
        assert_eq!(
            named.terms(&language("en"), &language("fr")).entries()[0].forbidden,
            ["chameau"]
        );
    }

    #[test]
    fn a_line_without_a_target_is_told() {
        assert_eq!(read("a\tb\nc\n").unwrap_err().line, 2);
        assert_eq!(read("\tword\n").unwrap_err().line, 1);
        assert!(read("\tword\tforbidden\n").is_ok());
    }
}
