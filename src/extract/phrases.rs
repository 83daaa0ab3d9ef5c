//! The phrases of `data/phrases.tsv`, found at the start or in the middle of a line whatever its case.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::plain::is_unspaced;

/// What a phrase says about its line; see the table for what each means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Pointer,
    Label,
    Teaser,
    Appeal,
    Notice,
    Offer,
    Rights,
    Caption,
    Picture,
    Credit,
    Byline,
    Role,
    Dateline,
    Weekday,
    Agency,
}

impl Kind {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "pointer" => Self::Pointer,
            "label" => Self::Label,
            "teaser" => Self::Teaser,
            "appeal" => Self::Appeal,
            "notice" => Self::Notice,
            "offer" => Self::Offer,
            "rights" => Self::Rights,
            "caption" => Self::Caption,
            "picture" => Self::Picture,
            "credit" => Self::Credit,
            "byline" => Self::Byline,
            "role" => Self::Role,
            "dateline" => Self::Dateline,
            "weekday" => Self::Weekday,
            "agency" => Self::Agency,
            _ => return None,
        })
    }
}

/// A phrase at the start of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found<'t> {
    /// The phrase in lower case.
    pub(super) phrase: &'static str,
    /// What stands behind it.
    pub(super) rest: &'t str,
}

static PHRASES: LazyLock<FxHashMap<(Kind, char), Vec<&'static str>>> = LazyLock::new(|| {
    let mut table: FxHashMap<(Kind, char), Vec<&'static str>> = FxHashMap::default();
    // Longer phrases first, so that the first that fits is the longest.
    for line in include_str!("data/phrases.tsv").lines() {
        let mut cells = line.split('\t');
        let Some(kind) = cells.next().and_then(Kind::parse) else {
            continue;
        };
        for phrase in cells.nth(1).unwrap_or_default().split('|') {
            if let Some(first) = phrase.chars().next() {
                let bucket = table.entry((kind, first)).or_default();
                let at = bucket.partition_point(|other| other.len() >= phrase.len());
                bucket.insert(at, phrase);
            }
        }
    }
    table
});

/// The longest phrase of `kind` with which `text` begins.
pub(super) fn at_start(kind: Kind, text: &str) -> Option<Found<'_>> {
    let first = fold(text.chars().next()?).next()?;
    PHRASES.get(&(kind, first))?.iter().find_map(|phrase| {
        Some(Found {
            phrase,
            rest: after(text, phrase)?,
        })
    })
}

/// The first phrase of `kind` that begins at a word of `text`; looks at the first 400 bytes or so.
pub(super) fn anywhere(kind: Kind, text: &str) -> Option<Found<'_>> {
    let mut before = ' ';
    for (at, c) in text.char_indices().take_while(|(at, _)| *at < 400) {
        let is_word = !before.is_alphanumeric() || is_unspaced(c);
        if is_word && let Some(found) = at_start(kind, &text[at..]) {
            return Some(found);
        }
        before = c;
    }
    None
}

/// The whole of `text` is a phrase of `kind`.
pub(super) fn is_whole(kind: Kind, text: &str) -> bool {
    at_start(kind, text).is_some_and(|found| found.rest.is_empty())
}

/// What stands behind `phrase` if `text` begins with it and a word ends there.
fn after<'t>(text: &'t str, phrase: &str) -> Option<&'t str> {
    let mut wanted = phrase.chars();
    let mut end = 0;
    'text: for (at, c) in text.char_indices() {
        for folded in fold(c) {
            match wanted.next() {
                Some(next) if next == folded => {}
                None => break 'text,
                Some(_) => return None,
            }
        }
        end = at + c.len_utf8();
    }
    if wanted.next().is_some() {
        return None;
    }
    let rest = &text[end..];
    let open = phrase
        .chars()
        .next_back()
        .is_some_and(|c| is_unspaced(c) || !c.is_alphanumeric());
    (open || !rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

fn fold(c: char) -> impl Iterator<Item = char> {
    let c = match c {
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => '\'',
        '\u{a0}' | '\u{202f}' => ' ',
        // Its small form would be two characters.
        'İ' => 'i',
        c => c,
    };
    c.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_end_with_their_word() {
        let rest = |text| at_start(Kind::Pointer, text).map(|found| found.rest);
        assert_eq!(rest("Read More: x"), Some(": x"));
        assert_eq!(rest("read moreover"), None);
        assert_eq!(rest("À lire aussi\u{a0}: x"), Some("\u{a0}: x"));
        assert_eq!(rest("延伸阅读：x"), Some("：x"));
        assert_eq!(rest(""), None);
        assert!(is_whole(Kind::Agency, "dpa"));
        assert!(anywhere(Kind::Weekday, "crowds on Monday night").is_some());
        assert!(anywhere(Kind::Weekday, "Solomons").is_none());
    }

    #[test]
    fn the_table_holds_no_empty_and_no_upper_case_phrase() {
        for line in include_str!("data/phrases.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
        {
            let cells: Vec<&str> = line.split('\t').collect();
            if cells == [""] {
                continue;
            }
            assert_eq!(cells.len(), 3, "{line}");
            assert!(Kind::parse(cells[0]).is_some(), "{line}");
            for phrase in cells[2].split('|') {
                assert!(!phrase.is_empty(), "{line}");
                assert_eq!(
                    phrase.chars().flat_map(fold).collect::<String>(),
                    phrase,
                    "{line}"
                );
            }
        }
    }
}
