//! Reads TBX, the core dialect and the older MARTIF form: concepts, the terms of each language in them, and the status of each term.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::read::{GlossaryError, entry, is_forbidden};
use super::{Entry, Glossary};
use crate::article::Language;

/// Terms that are read of one concept.
const MOST_TERMS: usize = 200;

/// A term of a concept.
#[derive(Debug, Default)]
struct Term {
    language: Option<Language>,
    text: String,
    forbidden: bool,
}

/// What text is read into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    Nothing,
    Term,
    Status,
}

pub(super) fn read(text: &str) -> Result<Glossary, GlossaryError> {
    let mut reader = Reader::from_str(text);
    let line =
        |at: u64| 1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..(at as usize).min(text.len())]).count();
    let mut concepts: Vec<Vec<Term>> = Vec::new();
    let (mut language, mut inside, mut status) = (None, Inside::Nothing, String::new());
    loop {
        let event = reader.read_event().map_err(|error| GlossaryError {
            line: line(reader.error_position()),
            message: format!("not well-formed XML: {error}"),
        })?;
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "termEntry" | "conceptEntry" => concepts.push(Vec::new()),
                "langSet" | "langSec" => {
                    language = attribute(&tag, "lang").and_then(|tag| Language::parse(&tag).ok());
                }
                "term" => {
                    if let Some(terms) = concepts.last_mut().filter(|terms| terms.len() < MOST_TERMS) {
                        terms.push(Term {
                            language: language.clone(),
                            ..Term::default()
                        });
                        inside = Inside::Term;
                    }
                }
                "termNote" if attribute(&tag, "type").is_some_and(|kind| kind.contains("tatus")) => {
                    inside = Inside::Status;
                }
                "administrativeStatus" | "normativeAuthorization" => inside = Inside::Status,
                _ => {}
            },
            Event::Text(text) => add(&text, inside, &mut concepts, &mut status),
            Event::CData(text) => add(&text, inside, &mut concepts, &mut status),
            Event::GeneralRef(name) => {
                let known = match &*name {
                    "amp" => Some("&"),
                    "lt" => Some("<"),
                    "gt" => Some(">"),
                    "quot" => Some("\""),
                    "apos" => Some("'"),
                    _ => None,
                };
                let character = name.resolve_char_ref().ok().flatten().map(String::from);
                add(
                    known.map(str::to_owned).or(character).as_deref().unwrap_or(""),
                    inside,
                    &mut concepts,
                    &mut status,
                );
            }
            Event::End(tag) => match tag.local_name().as_ref() {
                "term" => inside = Inside::Nothing,
                "termNote" | "administrativeStatus" | "normativeAuthorization" => {
                    if let Some(term) = concepts.last_mut().and_then(|terms| terms.last_mut()) {
                        term.forbidden |= inside == Inside::Status && is_forbidden(&status);
                    }
                    status.clear();
                    inside = Inside::Nothing;
                }
                _ => {}
            },
            Event::Eof => return Ok(glossary(&concepts)),
            _ => {}
        }
    }
}

fn add(text: &str, inside: Inside, concepts: &mut [Vec<Term>], status: &mut String) {
    match inside {
        Inside::Term => {
            if let Some(term) = concepts.last_mut().and_then(|terms| terms.last_mut()) {
                term.text.push_str(text);
            }
        }
        Inside::Status => status.push_str(text),
        Inside::Nothing => {}
    }
}

fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let found = tag
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(found.value.into_owned())
}

/// Every two languages of a concept are a pair, both ways.
fn glossary(concepts: &[Vec<Term>]) -> Glossary {
    let mut pairs: Vec<((Language, Language), Vec<Entry>)> = Vec::new();
    for terms in concepts {
        for source in terms
            .iter()
            .filter(|term| !term.text.trim().is_empty() && !term.forbidden)
        {
            for target in terms.iter().filter(|term| !term.text.trim().is_empty()) {
                let (Some(from), Some(to)) = (&source.language, &target.language) else {
                    continue;
                };
                if from == to {
                    continue;
                }
                let made = entry(
                    source.text.trim().to_owned(),
                    target.text.trim().to_owned(),
                    target.forbidden,
                );
                match pairs
                    .iter_mut()
                    .find(|(pair, _)| pair.0 == *from && pair.1 == *to)
                {
                    Some((_, entries)) => entries.push(made),
                    None => pairs.push(((from.clone(), to.clone()), vec![made])),
                }
            }
        }
    }
    let mut glossary = Glossary::default();
    for (languages, entries) in pairs {
        glossary.add(Some(languages), entries);
    }
    glossary
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn concepts_pair_their_languages_and_keep_forbidden_words_apart() {
        let text = "<tbx><text><body><conceptEntry id='c1'>\
            <langSec xml:lang='en'><termSec><term>salt &amp; tea</term></termSec></langSec>\
            <langSec xml:lang='kk'><termSec><term>тұз бен шай</term></termSec>\
            <termSec><term>тұз-шай</term><termNote type='administrativeStatus'>deprecatedTerm-admn-sts</termNote></termSec></langSec>\
            </conceptEntry></body></text></tbx>";
        let glossary = read(text).unwrap();
        let terms = glossary.terms(&Language::parse("en").unwrap(), &Language::parse("kk").unwrap());
        let want = Entry {
            source: "salt & tea".into(),
            targets: vec!["тұз бен шай".into()],
            forbidden: vec!["тұз-шай".into()],
        };
        assert_eq!(terms.entries(), [want]);
        assert_eq!(read("<tbx>\n<text></tbx>").unwrap_err().line, 2);
    }
}
