//! The segments of an article as they are checked: texts with their codes, the languages they are in, the rules that notes switch off.

use crate::article::Language;
use crate::bilingual::read::{ReceivedFile, ReceivedNote, ReceivedSegment};
use crate::check::{self, Finding, Rule, Rules, Text};
use crate::detect::{self, DetectOptions};

/// A segment to check.
pub(super) struct Work {
    /// Its place: unit and segment of the article.
    place: (usize, usize),
    pub(super) source: Text<'static>,
    pub(super) target: Text<'static>,
    pub(super) translated: bool,
    pub(super) ignored: Rules,
}

impl Work {
    /// The segment as it came.
    pub(super) fn segment<'f>(&self, article: &'f ReceivedFile) -> &'f ReceivedSegment {
        &article.units[self.place.0].segments[self.place.1]
    }
}

/// Bytes of text from which a language is told where a file does not name it.
const SAMPLE: usize = 8000;

/// The language that texts are in.
pub(super) fn told(texts: impl Iterator<Item = Text<'static>>) -> Language {
    let mut sample = String::new();
    for text in texts {
        sample.push_str(text.plain());
        sample.push('\n');
        if sample.len() > SAMPLE {
            break;
        }
    }
    detect::detect(&sample, &DetectOptions::default()).language.bare()
}

/// The languages of a job's folder: `jobs/en-kk/segments.tsv`.
pub(super) fn path_languages(path: &str) -> Option<(Language, Language)> {
    let is_known = |language: &Language| language.english_name() != language.to_string();
    path.split(['/', '\\']).rev().skip(1).find_map(|folder| {
        folder.match_indices('-').find_map(|(at, _)| {
            let source = Language::parse(&folder[..at]).ok().filter(is_known)?;
            let target = Language::parse(&folder[at + 1..]).ok().filter(is_known)?;
            Some((source, target))
        })
    })
}

/// The segments of an article that are to be translated, as unit and segment.
pub(super) fn places(article: &ReceivedFile) -> Vec<(usize, usize)> {
    let units = article.units.iter().enumerate();
    units
        .filter(|(_, unit)| unit.translate)
        .flat_map(|(at, unit)| (0..unit.segments.len()).map(move |number| (at, number)))
        .collect()
}

/// A segment made ready; nothing for one without a word and without a translation: numbers and signs alone are as good as translated.
pub(super) fn work(article: &ReceivedFile, place: (usize, usize)) -> Option<Work> {
    let unit = &article.units[place.0];
    let segment = &unit.segments[place.1];
    let source = Text::of(&segment.source);
    let translation = segment.translation();
    if translation.is_none() && !source.plain().chars().any(char::is_alphabetic) {
        return None;
    }
    Some(Work {
        place,
        translated: translation.is_some(),
        target: translation.map_or_else(|| Text::parse(""), Text::of),
        ignored: ignored(segment.notes.iter().chain(&unit.notes)),
        source,
    })
}

/// The rules that notes switch off: `ignore` all of them, `ignore: quote, term` those that it names. Any other note is for people.
fn ignored<'n>(notes: impl Iterator<Item = &'n ReceivedNote>) -> Rules {
    let mut out = Rules::NONE;
    for note in notes {
        let text = note.text.trim().to_ascii_lowercase();
        let text = text.strip_prefix("tolmach:").unwrap_or(&text).trim();
        let list = match (
            note.category.eq_ignore_ascii_case("ignore"),
            text.strip_prefix("ignore"),
        ) {
            (_, Some(list)) => list.trim_start_matches(':').trim(),
            (true, None) => text,
            (false, None) => continue,
        };
        if list.is_empty() {
            return Rules::ALL;
        }
        let named = list
            .split([',', ' '])
            .filter(|name| !name.is_empty())
            .map(str::parse::<Rule>);
        if let Ok(rules) = named.collect::<Result<Vec<_>, _>>() {
            out = rules.into_iter().fold(out, |out, rule| out.with(rule, true));
        }
    }
    out
}

/// Plain spaces from which on they are the file's way of writing.
const FEWEST_PLAIN: usize = 5;

/// A French file that has plain spaces throughout is one finding, not one for each mark: they are taken out of `found`.
pub(super) fn plain_spaces(found: &mut [(Work, Vec<Finding>)]) -> Option<Finding> {
    let (mut plain, mut unbroken) = (0, 0);
    for (work, _) in &*found {
        let counts = check::french_spaces(work.target.plain());
        plain += counts.0;
        unbroken += counts.1;
    }
    if plain < FEWEST_PLAIN || unbroken * 10 > plain {
        return None;
    }
    let mut segments = 0;
    let mut whole: Option<Finding> = None;
    for (_, findings) in found {
        let before = findings.len();
        let kept = findings
            .extract_if(.., |finding| finding.rule == Rule::SpacePunct)
            .last();
        whole = whole.or(kept);
        segments += usize::from(findings.len() < before);
    }
    let mut finding = whole?;
    (finding.source, finding.target) = (None, None);
    finding.message = format!(
        "plain spaces at marks throughout: {plain} places in {segments} segments should have no-break spaces"
    );
    Some(finding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_switches_rules_off_and_prose_does_not() {
        let of = |text: &str| {
            let note = ReceivedNote {
                category: String::new(),
                text: text.to_owned(),
            };
            ignored(std::iter::once(&note))
        };
        assert_eq!(of("ignore"), Rules::ALL);
        let two = Rules::NONE.with(Rule::Quote, true).with(Rule::Term, true);
        assert_eq!(of("ignore: quote, term"), two);
        assert_eq!(of("tolmach: ignore quote term"), two);
        assert_eq!(of("Ignore this sentence"), Rules::NONE);
        assert_eq!(of("heading 2"), Rules::NONE);
    }

    #[test]
    fn the_folder_of_a_job_names_its_languages() {
        let pair = |path| path_languages(path).map(|(source, target)| format!("{source} {target}"));
        assert_eq!(
            pair("out/jobs/en-zh-Hant/segments.tsv").as_deref(),
            Some("en zh-Hant")
        );
        assert_eq!(pair("out/jobs/ferry-tale/x.tsv"), None);
        assert_eq!(pair("en-kk.tsv"), None);
    }
}
