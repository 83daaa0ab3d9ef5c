//! Whether a sentence can stand without the one before it: connectives and pronouns that lean on it, quotations without a
//! speaker, lines that belong to the page and not to the article.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::char::is_combining_mark;

use super::data::COHESION;
use crate::article::{Language, nfc};
use crate::words::is_alphanumeric;

/// Bytes of a sentence that are looked at: credits and captions are short.
const MOST_BYTES: usize = 256;

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

/// The word lists of one language; empty for a language without lists. Each list is sorted.
#[derive(Debug, Default)]
struct Lists {
    hanging: Vec<&'static str>,
    /// Start a line of boilerplate, as whole words.
    labels: Vec<&'static str>,
    /// The same, whatever letters follow.
    stems: Vec<&'static str>,
    /// The same, only before a colon, a dash or a closing bracket.
    marked: Vec<&'static str>,
    anywhere: Vec<&'static str>,
}

/// All lists by language, read when the first text is summarized.
static LISTS: LazyLock<FxHashMap<&'static str, Lists>> = LazyLock::new(|| {
    let mut all: FxHashMap<&'static str, Lists> = FxHashMap::default();
    for line in COHESION.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(language), Some(kind), Some(entries)) = (cells.next(), cells.next(), cells.next()) else {
            continue;
        };
        let lists = all.entry(language).or_default();
        let list = match kind {
            "hanging" => &mut lists.hanging,
            "label" => &mut lists.labels,
            "stem" => &mut lists.stems,
            "marked" => &mut lists.marked,
            _ => &mut lists.anywhere,
        };
        *list = entries.split('|').collect();
    }
    all
});

/// Judges the sentences of one language.
pub(super) struct Judge {
    lists: Option<&'static Lists>,
    /// Words of the language end where the next letter begins.
    unspaced: bool,
}

impl Judge {
    pub(super) fn of(language: &Language) -> Self {
        Self {
            lists: LISTS.get(language.subtag()),
            unspaced: language.is_unspaced(),
        }
    }

    /// Judges a sentence by its text alone.
    pub(super) fn standing(&self, sentence: &str) -> Standing {
        let sentence = sentence.trim();
        if sentence.contains('©') {
            return Standing::Boilerplate;
        }
        let bare = is_bare_quote(sentence);
        let Some(lists) = self.lists else {
            return if bare { Standing::BareQuote } else { Standing::Free };
        };
        let folded = fold(&sentence[..sentence.floor_char_boundary(MOST_BYTES)]);
        let opening = folded.trim_start_matches(|c: char| !is_letter(c));
        let boilerplate = openings(&lists.labels, opening).any(|rest| self.ends_word(rest))
            || openings(&lists.stems, opening).next().is_some()
            || openings(&lists.marked, opening).any(is_marked)
            || lists.anywhere.iter().any(|entry| folded.contains(entry));
        if boilerplate {
            Standing::Boilerplate
        } else if bare {
            Standing::BareQuote
        } else if openings(&lists.hanging, opening).any(|rest| self.ends_word(rest)) {
            Standing::Hanging
        } else {
            Standing::Free
        }
    }

    fn ends_word(&self, rest: &str) -> bool {
        self.unspaced || !rest.starts_with(is_letter)
    }
}

/// What follows each entry of a sorted list that `opening` starts with.
fn openings<'o>(list: &[&'static str], opening: &'o str) -> impl Iterator<Item = &'o str> {
    let first = opening.chars().next().map_or(0, char::len_utf8);
    let letter = &opening[..first];
    let from = list.partition_point(|entry| *entry < letter);
    let same = list[from..]
        .iter()
        .take_while(move |entry| first > 0 && entry.starts_with(letter));
    same.filter_map(move |entry| opening.strip_prefix(entry))
}

/// Lower case in NFC, with one apostrophe for all that stand for it: what the lists are written in.
fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let lower = |c: char| match c {
        '\u{2019}' | '\u{2018}' | '\u{02bc}' | '\u{02bb}' => '\''.to_lowercase(),
        c => c.to_lowercase(),
    };
    nfc(text).chars().flat_map(lower).collect()
}

fn is_letter(c: char) -> bool {
    is_alphanumeric(c) || is_combining_mark(c)
}

fn is_marked(rest: &str) -> bool {
    rest.trim_start().starts_with([':', '：', '】', '–', '—', '-'])
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
        let judge = Judge::of(&Language::parse(tag).unwrap());
        for (sentence, standing) in cases {
            assert_eq!(judge.standing(sentence), *standing, "{tag}: {sentence}");
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
            assert!(cells[2].split('|').is_sorted(), "{line}");
        }
    }
}
