//! The terms of a given glossary in a job: marked in the units that have them, and the glossary of the job, which holds those that occur.

use crate::article::Language;
use crate::bilingual::{Document, Term};
use crate::check::glossary::{Entry, Terms};
use crate::escape::{Xml, cell};

/// Marks the terms of a glossary in the units of a document, and gives the numbers of its entries that occur, in rising order.
pub fn mark(document: &mut Document, terms: &Terms) -> Vec<u32> {
    let mut found = Vec::new();
    if terms.is_empty() {
        return found;
    }
    for unit in document.units.iter_mut().filter(|unit| unit.translate) {
        for (pair, sentence) in (0..).zip(&unit.pairs) {
            for number in terms.occurring(&sentence.source, &document.source) {
                let entry = &terms.entries()[number];
                unit.terms.push(Term {
                    pair,
                    source: entry.source.clone(),
                    targets: entry.targets.clone(),
                    forbidden: entry.forbidden.clone(),
                });
                found.push(number as u32);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// A glossary as TBX (ISO 30042:2019, dialect Core): a concept an entry. Words that are not to be used are in a note, since the dialect has no
/// place for them.
pub fn tbx<'e>(source: &Language, target: &Language, entries: impl Iterator<Item = &'e Entry>) -> String {
    let (source, target) = (source.to_string(), target.to_string());
    let mut xml = Xml::new();
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tbx type=\"TBX-Core\" style=\"dca\"")
        .attribute("xml:lang", &source)
        .raw(" xmlns=\"urn:iso:std:iso:30042:ed-2\">\n<tbxHeader><fileDesc><sourceDesc><p>terms of a job, by tolmach</p></sourceDesc></fileDesc></tbxHeader>\n<text><body>\n");
    for (number, entry) in (1..).zip(entries) {
        xml.raw("<conceptEntry")
            .attribute("id", &format!("c{number}"))
            .raw(">\n<langSec")
            .attribute("xml:lang", &source)
            .raw("><termSec><term>")
            .text(&entry.source)
            .raw("</term>");
        if !entry.forbidden.is_empty() {
            xml.raw("<note>not to be used: ")
                .text(&entry.forbidden.join(", "))
                .raw("</note>");
        }
        xml.raw("</termSec></langSec>\n");
        if !entry.targets.is_empty() {
            xml.raw("<langSec").attribute("xml:lang", &target).raw(">");
            for term in &entry.targets {
                xml.raw("<termSec><term>").text(term).raw("</term></termSec>");
            }
            xml.raw("</langSec>\n");
        }
        xml.raw("</conceptEntry>\n");
    }
    xml.raw("</body></text>\n</tbx>\n");
    xml.into_string()
}

/// A glossary as `OmegaT` reads it: term, translation, remark.
pub fn table<'e>(entries: impl Iterator<Item = &'e Entry>) -> String {
    let mut out = String::new();
    for entry in entries {
        let remark = match &*entry.forbidden {
            [] => String::new(),
            words => format!("not to be used: {}", words.join(", ")),
        };
        let nothing = [String::new()];
        let targets = if entry.targets.is_empty() {
            &nothing[..]
        } else {
            &entry.targets
        };
        for target in targets {
            for text in [&entry.source, target] {
                out.push_str(&cell(text));
                out.push('\t');
            }
            out.push_str(&cell(&remark));
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::BlockKind::{Code, Paragraph};
    use crate::bilingual::drawing;
    use crate::check::glossary::read;
    use crate::export::job::{JobOptions, document};

    fn tag(tag: &str) -> Language {
        Language::parse(tag).unwrap()
    }

    fn entry(source: &str, targets: &[&str], forbidden: &[&str]) -> Entry {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Entry {
            source: source.to_owned(),
            targets: owned(targets),
            forbidden: owned(forbidden),
        }
    }

    #[test]
    fn terms_are_marked_where_they_stand() {
        let terms = Terms::new(vec![
            entry("Silk Road", &["Жібек жолы"], &["Жибек"]),
            entry("camel", &["түйе"], &[]),
            entry("honey", &["бал"], &[]),
        ]);
        let blocks = [
            (Paragraph, "Two camels came.│ The ⟨b1⟩Silk⟨/b1⟩ Road has camels."),
            (Code, "honey"),
        ];
        let record = drawing::record("a.txt", "en", &blocks);
        let mut made = document(&record, &tag("kk"), &JobOptions::default());
        assert_eq!(mark(&mut made, &terms), [0, 1]);
        let drawn: Vec<(u32, &str)> = made.units[0]
            .terms
            .iter()
            .map(|term| (term.pair, &*term.source))
            .collect();
        assert_eq!(drawn, [(0, "camel"), (1, "Silk Road"), (1, "camel")]);
        assert!(made.units[1].terms.is_empty());
    }

    #[test]
    fn a_glossary_of_a_job_is_read_as_it_was_given() {
        let entries = [
            entry("salt & tea", &["тұз бен шай", "тұз-шай"], &["шай"]),
            entry("x\ty", &["=z"], &[]),
        ];
        let back = read(&tbx(&tag("en"), &tag("kk"), entries.iter())).unwrap();
        let found = back.terms(&tag("en"), &tag("kk"));
        assert_eq!(
            found.entries()[0],
            entry("salt & tea", &["тұз бен шай", "тұз-шай"], &[])
        );
        assert_eq!(
            table(entries.iter()),
            "salt & tea\tтұз бен шай\tnot to be used: шай\nsalt & tea\tтұз-шай\tnot to be used: шай\nx\\ty\t'=z\t\n"
        );
    }
}
