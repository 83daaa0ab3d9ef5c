//! Whether a sentence can stand without the one before it: connectives and pronouns that lean on it, quotations without a
//! speaker, lines that belong to the page and not to the article.

mod reference;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::char::is_combining_mark;

use super::data::COHESION;
use crate::article::{Language, nfc};
use crate::words::is_alphanumeric;
use reference::Pronouns;

/// Bytes of a sentence that are looked at: credits and captions are short.
const MOST_BYTES: usize = 256;

/// How a sentence stands alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It can be quoted alone.
    Free,
    /// It opens with these words, or has them among its first, and they lean on the sentence before it.
    Hanging(&'static str),
    /// It opens with words that may lean on it.
    Doubtful,
    /// A quotation without its speaker.
    BareQuote,
    /// "Read more", a credit, a caption.
    Boilerplate,
}

impl Standing {
    /// The words that lean on the sentence before it.
    pub(super) fn opening(self) -> Option<&'static str> {
        match self {
            Self::Hanging(opening) => Some(opening),
            _ => None,
        }
    }
}

/// The word lists of one language; empty for a language without lists. Each list is sorted.
#[derive(Debug, Default)]
struct Lists {
    hanging: Vec<&'static str>,
    /// May hang.
    doubtful: Vec<&'static str>,
    /// Hanging before a small letter only.
    lower: Vec<&'static str>,
    /// Not hanging, although they begin with an opening that is.
    free: Vec<&'static str>,
    /// Lean on it among the first words, unless a name stands before them.
    objects: Vec<&'static str>,
    /// The same, behind a comma or a number.
    subjects: Vec<&'static str>,
    /// Start a line of boilerplate, as whole words.
    labels: Vec<&'static str>,
    /// The same, whatever letters follow.
    stems: Vec<&'static str>,
    /// The same, only before a colon or the like, or in a short line without an end.
    marked: Vec<&'static str>,
    anywhere: Vec<&'static str>,
}

impl Lists {
    fn pronouns(&self, capital_nouns: bool) -> Pronouns<'_> {
        Pronouns {
            objects: &self.objects,
            subjects: &self.subjects,
            free: &self.free,
            capital_nouns,
        }
    }
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
            "doubtful" => &mut lists.doubtful,
            "lower" => &mut lists.lower,
            "free" => &mut lists.free,
            "object" => &mut lists.objects,
            "subject" => &mut lists.subjects,
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
    /// The language writes all its nouns with a capital letter.
    capital_nouns: bool,
}

impl Judge {
    pub(super) fn of(language: &Language) -> Self {
        Self {
            lists: LISTS.get(language.subtag()),
            unspaced: language.is_unspaced(),
            capital_nouns: matches!(language.subtag(), "de" | "lb"),
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
        let whole = |&(entry, rest): &(&str, &str)| self.ends_word(entry, rest);
        let marked = |(entry, rest): (&str, &str)| self.ends_word(entry, rest) && self.is_marked(rest);
        let boilerplate = openings(&lists.labels, opening).any(|found| whole(&found))
            || openings(&lists.stems, opening).next().is_some()
            || openings(&lists.marked, opening).any(marked)
            || lists.anywhere.iter().any(|entry| folded.contains(entry));
        if boilerplate {
            return Standing::Boilerplate;
        } else if bare {
            return Standing::BareQuote;
        }
        // The lists are sorted: of openings that begin alike the longest is the last.
        let longest = |list: &[&'static str]| openings(list, opening).filter(whole).last();
        let lower = longest(&lists.lower).filter(|(entry, _)| before_small_letter(sentence, entry));
        let hanging = longest(&lists.hanging).into_iter().chain(lower);
        let hanging = hanging.map(|(entry, _)| entry).max_by_key(|entry| entry.len());
        let length = |list| longest(list).map_or(0, |(entry, _)| entry.len());
        let (doubtful, free) = (length(&lists.doubtful), length(&lists.free));
        match hanging {
            Some(entry) if entry.len() > doubtful.max(free) => Standing::Hanging(entry),
            _ if doubtful > free => Standing::Doubtful,
            _ => lists
                .pronouns(self.capital_nouns)
                .refer_back(sentence, &folded)
                .map_or(Standing::Free, Standing::Hanging),
        }
    }

    /// Whether a word ends where an entry does.
    fn ends_word(&self, entry: &str, rest: &str) -> bool {
        self.unspaced || !entry.ends_with(is_letter) || !rest.starts_with(is_letter)
    }

    /// Whether what follows shows that the line is a label: a colon or the like, or next to nothing, and no end.
    fn is_marked(&self, rest: &str) -> bool {
        const MARKS: [char; 11] = [':', '：', '】', ']', '–', '—', '=', '/', '／', '|', '©'];
        const ENDS: [char; 10] = ['.', '!', '?', '…', '।', '۔', '؟', '։', '።', '。'];
        let after = rest.trim_start();
        after.starts_with(MARKS)
            || after.strip_prefix('-').is_some_and(|more| more.starts_with(' '))
            || !self.unspaced && !rest.ends_with(ENDS) && rest.split_whitespace().nth(2).is_none()
    }
}

/// Whether a small letter follows the first words of `sentence`, as many as `entry` has.
fn before_small_letter(sentence: &str, entry: &str) -> bool {
    let words = sentence.trim_start_matches(|c: char| !is_letter(c));
    let next = words.split_whitespace().nth(entry.split_whitespace().count());
    next.and_then(|word| word.chars().find(|c| is_letter(*c)))
        .is_some_and(char::is_lowercase)
}

/// Each entry of a sorted list that `opening` starts with, and what follows it.
fn openings<'o>(list: &[&'static str], opening: &'o str) -> impl Iterator<Item = (&'static str, &'o str)> {
    let first = opening.chars().next().map_or(0, char::len_utf8);
    let letter = &opening[..first];
    let from = list.partition_point(|entry| *entry < letter);
    let same = list[from..].partition_point(|entry| first > 0 && entry.starts_with(letter));
    // Most entries differ in their last byte already.
    let ends_alike = move |entry: &&&str| opening.as_bytes().get(entry.len() - 1) == entry.as_bytes().last();
    list[from..from + same]
        .iter()
        .filter(ends_alike)
        .filter_map(move |entry| Some((*entry, opening.strip_prefix(entry)?)))
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

/// Whether a sentence is in quotation marks from its first to its last character, apart from the full stop.
fn is_bare_quote(sentence: &str) -> bool {
    const OPENING: [char; 7] = ['"', '“', '«', '„', '「', '『', '‘'];
    const CLOSING: [char; 6] = ['"', '”', '»', '“', '」', '』'];
    let end = sentence.strip_suffix(['.', '!', '?', '。']).unwrap_or(sentence);
    sentence.starts_with(OPENING) && (end.ends_with(CLOSING) || end.ends_with('’'))
}

#[cfg(test)]
mod tests;
