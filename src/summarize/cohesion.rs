//! Whether a sentence can stand without the one before it: connectives and pronouns that lean on it, quotations without a
//! speaker, lines that belong to the page and not to the article.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::data::COHESION;
use crate::article::Language;

/// Bytes of a sentence that are looked at.
const MOST_BYTES: usize = 1 << 10;

/// How a sentence stands alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It can be quoted alone.
    Free,
    /// It opens with a word that leans on the sentence before it.
    Hanging,
    /// A quotation without its speaker.
    BareQuote,
    /// "Read more", a credit, a caption.
    Boilerplate,
}

/// The word lists of one language; empty for a language without lists.
#[derive(Debug, Default)]
pub(super) struct Lists {
    hanging: Vec<&'static str>,
    /// Start a line of boilerplate, as whole words.
    labels: Vec<&'static str>,
    /// The same, whatever letters follow.
    stems: Vec<&'static str>,
    /// The same, only before a colon, a dash or a closing bracket.
    marked: Vec<&'static str>,
    anywhere: Vec<&'static str>,
    /// Words of the language end where the next letter begins.
    unspaced: bool,
}

impl Lists {
    /// The lists of `language`.
    pub(super) fn of(language: &Language) -> Self {
        let mut lists = Self {
            unspaced: language.is_unspaced(),
            anywhere: vec!["©"],
            ..Self::default()
        };
        for line in COHESION.lines() {
            let mut cells = line.split('\t');
            if cells.next() != Some(language.subtag()) {
                continue;
            }
            let list = match cells.next() {
                Some("hanging") => &mut lists.hanging,
                Some("label") => &mut lists.labels,
                Some("stem") => &mut lists.stems,
                Some("marked") => &mut lists.marked,
                _ => &mut lists.anywhere,
            };
            *list = cells.next().unwrap_or_default().split('|').collect();
        }
        lists
    }

    /// Judges a sentence by its text alone.
    pub(super) fn standing(&self, sentence: &str) -> Standing {
        let sentence = sentence.trim();
        let folded = fold(&sentence[..sentence.floor_char_boundary(MOST_BYTES)]);
        let opening = folded.trim_start_matches(|c: char| !is_letter(c));
        let starts = |entry: &&str| self.starts(opening, entry);
        if self.labels.iter().any(starts)
            || self.stems.iter().any(|entry| opening.starts_with(entry))
            || self.marked.iter().any(|entry| is_marked(opening, entry))
            || self.anywhere.iter().any(|entry| folded.contains(entry))
        {
            Standing::Boilerplate
        } else if is_bare_quote(sentence) {
            Standing::BareQuote
        } else if self.hanging.iter().any(starts) {
            Standing::Hanging
        } else {
            Standing::Free
        }
    }

    /// Whether `opening` starts with `entry` as whole words.
    fn starts(&self, opening: &str, entry: &str) -> bool {
        opening
            .strip_prefix(entry)
            .is_some_and(|rest| self.unspaced || !rest.starts_with(is_letter))
    }
}

/// Lower case in NFC, with one apostrophe for all that stand for it: what the lists are written in.
fn fold(text: &str) -> String {
    text.nfc()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '\u{2019}' | '\u{2018}' | '\u{02bc}' | '\u{02bb}' => '\'',
            c => c,
        })
        .collect()
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

fn is_marked(opening: &str, entry: &str) -> bool {
    opening
        .strip_prefix(entry)
        .is_some_and(|rest| rest.trim_start().starts_with([':', '：', '】', '–', '—', '-']))
}

/// Whether a sentence is in quotation marks from its first to its last character, apart from the full stop.
fn is_bare_quote(sentence: &str) -> bool {
    const OPENING: [char; 7] = ['"', '“', '«', '„', '「', '『', '‘'];
    const CLOSING: [char; 6] = ['"', '”', '»', '“', '」', '』'];
    let end = sentence.strip_suffix(['.', '!', '?', '。']).unwrap_or(sentence);
    sentence.starts_with(OPENING) && (end.ends_with(CLOSING) || end.ends_with('’'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(tag: &str, cases: &[(&str, Standing)]) {
        let lists = Lists::of(&Language::parse(tag).unwrap());
        for (sentence, standing) in cases {
            assert_eq!(lists.standing(sentence), *standing, "{tag}: {sentence}");
        }
    }

    #[test]
    fn openings_that_lean_on_the_sentence_before_are_found() {
        use Standing::{BareQuote, Boilerplate, Free, Hanging};
        check(
            "en",
            &[
                ("But the bridge stayed shut.", Hanging),
                ("“However, we can wait,” Li said.", Hanging),
                ("However", Hanging),
                ("Butter prices rose.", Free),
                ("Ships carry the goods.", Free),
                ("“We can wait.”", BareQuote),
                ("\"We can wait\".", BareQuote),
                ("\"We can wait\", Li said.", Free),
                ("READ MORE: The bridge of Brimley", Boilerplate),
                ("Cranes at dawn © Ann Lee", Boilerplate),
            ],
        );
        check(
            "fr",
            &[("Toutefois, rien ne bouge.", Hanging), ("Le pont rouvre.", Free)],
        );
        check("ru", &[("Однако мост закрыт.", Hanging), ("Мост закрыт.", Free)]);
        check(
            "zh",
            &[
                ("但是大桥没有开放。", Hanging),
                ("大桥没有开放。", Free),
                ("来源：市政府", Boilerplate),
                ("来源很多。", Free),
            ],
        );
        check("ar", &[("لكن الجسر بقي مغلقا.", Hanging)]);
    }

    #[test]
    fn a_language_without_lists_leaves_every_opening_free() {
        check(
            "tlh",
            &[
                ("But the bridge.", Standing::Free),
                ("«taH pagh taHbe'»", Standing::BareQuote),
            ],
        );
    }

    #[test]
    fn every_list_is_read_and_folded_as_sentences_are() {
        for line in COHESION.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<_> = line.split('\t').collect();
            assert!(
                matches!(cells[1], "hanging" | "label" | "stem" | "marked" | "anywhere"),
                "{line}"
            );
            for entry in cells[2].split('|') {
                assert_eq!(fold(entry), entry, "{line}");
                assert!(!entry.is_empty(), "{line}");
            }
        }
    }
}
