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

/// Tells the language of a document and, for each of its blocks, the language where it clearly is another.
///
/// Blocks vote by their letters, so that a list of foreign names or an imprint does not turn the document over. A block
/// that is too short or too unsure to speak for itself is in the document's language.
pub fn detect_blocks(blocks: &[&str], options: &DetectOptions) -> (Detection, Vec<Option<Language>>) {
    let mut words = Words::default();
    let found: Vec<(Evidence, Detection)> = blocks
        .iter()
        .map(|block| {
            let evidence = Evidence::of(block, &mut words);
            let answer = evidence
                .lead()
                .map_or_else(Detection::none, |part| decide::decide(part, options));
            (evidence, answer)
        })
        .collect();
    let document = vote(&found, options);
    let differing = found
        .iter()
        .map(|(evidence, answer)| {
            let letters = evidence.lead().map_or(0, Part::weight);
            let own = letters >= OWN_LETTERS
                && answer.confidence >= OWN_CONFIDENCE
                && !answer.language.is_und()
                && differs(answer, &document);
            own.then(|| answer.language.clone())
        })
        .collect();
    (document, differing)
}

/// Whether an answer is another language, or the same in another script, and not a neighbour of the cluster.
fn differs(answer: &Detection, document: &Detection) -> bool {
    let (ours, theirs) = (answer.language.subtag(), document.language.subtag());
    let near = |cluster: &&[&str]| cluster.contains(&ours) && cluster.contains(&theirs);
    let same_script = answer.script == document.script || ours == "zh";
    !(same_script && (ours == theirs || CLUSTERS.iter().any(near)))
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

    fn check(blocks: &[&str], want: &str) {
        let (document, own) = detect_blocks(blocks, &DetectOptions::default());
        let own: Vec<String> = own
            .iter()
            .map(|own| own.as_ref().map_or("-".to_owned(), Language::to_string))
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
    fn blocks_without_letters_have_no_language() {
        check(&["12", "— —", ""], "und: - - -");
        check(&[], "und: ");
    }
}
