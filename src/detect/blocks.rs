//! The language of a document from its blocks, and the blocks that are in another one.

use std::collections::BTreeMap;

use super::decide;
use super::evidence::{Evidence, Part};
use super::features::Words;
use super::{DetectOptions, Detection};
use crate::article::Language;

/// Letters that a block needs to differ from its document: a caption or a name in another language is no evidence.
const OWN_LETTERS: u32 = 40;
/// Certainty that it needs.
const OWN_CONFIDENCE: f32 = 0.9;
/// Written standards so near to each other that a paragraph seems now one, now another: a document keeps to one of them.
const CLUSTERS: [&[&str]; 4] = [&["hr", "bs", "sr"], &["id", "ms"], &["nb", "nn"], &["zh", "yue"]];

/// A block as detection sees it.
#[derive(Clone, Copy, Debug, Default)]
pub struct BlockText<'t> {
    /// Its text.
    pub text: &'t str,
    /// The language that the source declares for it, where that is another than the document's.
    pub declared: Option<&'t Language>,
}

/// What is found for a block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct BlockLanguage {
    /// Its language where that is another than the document's.
    pub language: Option<Language>,
    /// The text contradicts what the source declares for the block.
    pub overruled: bool,
}

/// Tells the language of a document and, for each of its blocks, the language where it clearly is another.
///
/// Blocks vote by their letters, so that a list of foreign names or an imprint does not turn the document over. A block
/// that is too short or too unsure to speak for itself is in the document's language, unless what little it says agrees
/// with a language that the source declares for it.
pub fn detect_blocks(blocks: &[BlockText<'_>], options: &DetectOptions) -> (Detection, Vec<BlockLanguage>) {
    let mut words = Words::default();
    let found: Vec<(Evidence, Detection)> = blocks
        .iter()
        .map(|block| {
            let evidence = Evidence::of(block.text, &mut words);
            let told = |options| {
                let lead = evidence.lead();
                lead.map_or_else(Detection::none, |part| decide::decide(part, options))
            };
            let answer = match block.declared {
                Some(declared) => told(&DetectOptions {
                    declared: Some(declared.clone()),
                    ..options.clone()
                }),
                None => told(options),
            };
            (evidence, answer)
        })
        .collect();
    let document = vote(&found, options);
    let languages = blocks
        .iter()
        .zip(&found)
        .map(|(block, (evidence, answer))| block_language(block, evidence, answer, &document))
        .collect();
    (document, languages)
}

/// What a block's own answer says of it.
fn block_language(
    block: &BlockText<'_>,
    evidence: &Evidence,
    answer: &Detection,
    document: &Detection,
) -> BlockLanguage {
    let letters = evidence.lead().map_or(0, Part::weight);
    let sure = letters >= OWN_LETTERS && answer.confidence >= OWN_CONFIDENCE && !answer.language.is_und();
    let agrees = block
        .declared
        .is_some_and(|declared| declared.subtag() == answer.language.subtag());
    let own = agrees || sure;
    BlockLanguage {
        language: (own && differs(answer, document)).then(|| answer.language.clone()),
        overruled: sure
            && block
                .declared
                .is_some_and(|declared| !is_near(declared, &answer.language)),
    }
}

/// Whether two languages are the same or neighbours of a cluster.
fn is_near(a: &Language, b: &Language) -> bool {
    let (a, b) = (a.subtag(), b.subtag());
    a == b
        || CLUSTERS
            .iter()
            .any(|cluster| cluster.contains(&a) && cluster.contains(&b))
}

/// Whether an answer is another language, or the same in another script, and not a neighbour of the cluster.
fn differs(answer: &Detection, document: &Detection) -> bool {
    let same_script = answer.script == document.script || answer.language.subtag() == "zh";
    !(same_script && is_near(&answer.language, &document.language))
}

/// The language with most votes, and how sure the blocks in its script are of it together.
fn vote(found: &[(Evidence, Detection)], options: &DetectOptions) -> Detection {
    let mut votes: BTreeMap<&Language, f32> = BTreeMap::new();
    let mut total = 0.0;
    for (evidence, answer) in found {
        if let Some(part) = evidence.lead() {
            let weight = f64::from(part.weight()) as f32 * answer.confidence;
            *votes.entry(&answer.language).or_default() += weight;
            total += weight;
        }
    }
    let leader = votes
        .iter()
        .filter(|(language, _)| !language.is_und())
        .reduce(|best, next| if next.1 > best.1 { next } else { best });
    let Some((&language, &weight)) = leader else {
        return whole(found.iter().map(|(evidence, _)| evidence), options);
    };
    // Together the blocks in the winner's script are surer than each alone; neighbours of a cluster settle there too.
    let same = |answer: &Detection| votes_with(answer, language, found);
    let joined = whole(
        found
            .iter()
            .filter(|(_, answer)| same(answer))
            .map(|(evidence, _)| evidence),
        options,
    );
    if joined.language == *language {
        return joined;
    }
    let script = found
        .iter()
        .find(|(_, answer)| answer.language == *language)
        .map_or("Zzzz", |(_, answer)| answer.script);
    Detection {
        language: language.clone(),
        script,
        confidence: weight / total,
    }
}

/// Whether a block's answer is in the script of the blocks that answer `language`.
fn votes_with(answer: &Detection, language: &Language, found: &[(Evidence, Detection)]) -> bool {
    answer.language == *language
        || (answer.confidence < OWN_CONFIDENCE
            && found
                .iter()
                .find(|(_, other)| other.language == *language)
                .is_some_and(|(_, other)| other.script == answer.script))
}

/// The answer for several texts as one.
fn whole<'e>(texts: impl Iterator<Item = &'e Evidence>, options: &DetectOptions) -> Detection {
    let mut all = Evidence::default();
    for evidence in texts {
        all.join(evidence);
    }
    all.lead()
        .map_or_else(Detection::none, |part| decide::decide(part, options))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws the document's language, and of each block its own or `-`, and `!` where its declaration is overruled.
    fn check(blocks: &[&str], want: &str) {
        check_declared(&blocks.iter().map(|&text| (text, "")).collect::<Vec<_>>(), want);
    }

    fn check_declared(blocks: &[(&str, &str)], want: &str) {
        let declared: Vec<Option<Language>> =
            blocks.iter().map(|block| Language::parse(block.1).ok()).collect();
        let blocks: Vec<BlockText<'_>> = blocks
            .iter()
            .zip(&declared)
            .map(|(block, declared)| BlockText {
                text: block.0,
                declared: declared.as_ref(),
            })
            .collect();
        let (document, own) = detect_blocks(&blocks, &DetectOptions::default());
        let own: Vec<String> = own
            .iter()
            .map(|own| {
                let language = own.language.as_ref().map_or("-".to_owned(), Language::to_string);
                language + if own.overruled { "!" } else { "" }
            })
            .collect();
        assert_eq!(format!("{}: {}", document.language, own.join(" ")), want);
    }

    const KYRGYZ: &str =
        "Шаардын жаңы көпүрөсү жазында ачылып, эки жээкти кайрадан байланыштырды деп билдирди айыл башчысы.";
    const KAZAKH: &str = "Қаланың жаңа көпірі көктемде ашылып, екі жағалауды қайта жалғады деп хабарлады ауыл әкімі бүгін таңертең.";
    const ENGLISH: &str = "The new bridge of the town was opened in spring and joins both banks of the river again, said the mayor.";

    #[test]
    fn a_short_block_is_in_the_language_of_its_document() {
        check(&[KYRGYZ, "Көпүрө", "Фото: Асан", KYRGYZ], "ky: - - - -");
    }

    #[test]
    fn a_paragraph_in_another_language_keeps_its_own() {
        check(&[KAZAKH, ENGLISH, KAZAKH], "kk: - en -");
        check(
            &[ENGLISH, "12 345", KYRGYZ, ENGLISH, "https://example.org"],
            "en: - - ky - -",
        );
    }

    #[test]
    fn a_short_block_is_in_the_language_declared_for_it_if_its_text_agrees() {
        check_declared(
            &[
                (ENGLISH, ""),
                ("Les deux rives", "fr"),
                ("Les deux rives", ""),
                ("2026", "fr"),
                (ENGLISH, ""),
            ],
            "en: - fr - - -",
        );
    }

    #[test]
    fn a_declaration_that_the_text_contradicts_is_overruled() {
        check_declared(
            &[
                (KAZAKH, "en"),
                (ENGLISH, "kk"),
                (KAZAKH, "kk"),
                ("Асан", "en"),
                (KAZAKH, ""),
            ],
            "kk: -! en! - - -",
        );
    }

    #[test]
    fn blocks_without_letters_have_no_language() {
        check(&["12", "— —", ""], "und: - - -");
        check(&[], "und: ");
    }
}
