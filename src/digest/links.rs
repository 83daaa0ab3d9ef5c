//! Where a headline or a sentence of an edition leads: to the article's own page, else to its place on the page of the run.
//!
//! A sentence's place on a page of others is a text fragment (WICG Scroll To Text Fragment: `#:~:text=first words,last words`); browsers that do
//! not know it open the page at its top.

use std::fmt::Write;
use std::ops::Range;

use super::edition::{Facts, Quote};
use crate::words::is_alphanumeric;

/// Longest text fragment, in bytes; longer ones are of texts without words, and servers refuse such addresses.
const LONGEST: usize = 1_500;
/// Words at each end of a sentence that a text fragment names.
const WORDS: usize = 4;

/// How the addresses of an edition are made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Links<'a> {
    /// Where the output folder is published, with a `/` at the end.
    pub base_url: Option<&'a str>,
    /// The edition is read inside the output folder, so that the page of the run can be named by a relative address.
    pub relative: bool,
}

impl Links<'_> {
    /// The address of an article.
    pub fn article(&self, facts: &Facts) -> Option<String> {
        facts.url.clone().or_else(|| self.page(facts.id.as_str(), ""))
    }

    /// The address of a sentence's place.
    pub fn quote(&self, facts: &Facts, quote: &Quote, text: &str) -> Option<String> {
        if let Some(url) = &facts.url {
            let sign = if url.contains('#') { "" } else { "#" };
            return Some(format!("{url}{sign}{}", fragment(text, facts)));
        }
        if quote.in_summary {
            self.page(&format!("{}:{}", facts.id, quote.segment), "")
        } else {
            self.page(facts.id.as_str(), &fragment(text, facts))
        }
    }

    /// A place on the page of the run, seen from the folder of the editions.
    fn page(&self, place: &str, fragment: &str) -> Option<String> {
        let base = match self.base_url {
            Some(base) => base,
            None if self.relative => "../",
            None => return None,
        };
        Some(format!("{base}index.html#{}{fragment}", encode(place, b"-:")))
    }
}

/// The directive that finds a sentence in a page by its first and last words, or whole if it is short.
fn fragment(text: &str, facts: &Facts) -> String {
    let (pieces, most) = if facts.language.is_unspaced() {
        (pieces(text, |c| !is_alphanumeric(c)), 1)
    } else {
        (pieces(text, char::is_whitespace), WORDS)
    };
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
        return String::new();
    };
    let piece = |start: usize, end: usize| encode(&text[start..end], b"");
    let short = |fragment: String| {
        if fragment.len() > LONGEST {
            String::new()
        } else {
            fragment
        }
    };
    if pieces.len() <= 2 * most {
        return short(format!(":~:text={}", piece(first.start, last.end)));
    }
    let (opening, closing) = (&pieces[most - 1], &pieces[pieces.len() - most]);
    short(format!(
        ":~:text={},{}",
        piece(first.start, opening.end),
        piece(closing.start, last.end)
    ))
}

/// The words of a text, or where words are not spaced its clauses: browsers want both ends of a fragment at word boundaries.
fn pieces(text: &str, parts: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for piece in text.split(&parts) {
        let inner = piece.trim_matches(|c| !is_alphanumeric(c));
        if !inner.is_empty() {
            let start = at + (piece.len() - piece.trim_start_matches(|c| !is_alphanumeric(c)).len());
            pieces.push(start..start + inner.len());
        }
        at += piece.len() + text[at + piece.len()..].chars().next().map_or(0, char::len_utf8);
    }
    pieces
}

/// Percent-encodes everything but letters and digits of ASCII, `.`, `_`, `~` and what is `kept`: `-`, `,` and `&` mean something in a text directive.
fn encode(text: &str, kept: &[u8]) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"._~".contains(&byte) || kept.contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::BlockKind::Paragraph;
    use crate::bilingual::drawing;

    const LONG: &str = "The ferry crossed the sound - at last, & late - on Monday evening.";

    fn quoted(url: Option<&str>, in_summary: bool) -> (Facts, Quote) {
        let mut record = drawing::record("ко/a.txt", "en", &[(Paragraph, LONG)]);
        record.article.metadata.url = url.map(str::to_owned);
        let quote = Quote {
            article: 0,
            segment: record.segments[0].id.clone(),
            in_summary,
            language: None,
        };
        (Facts::of(&record), quote)
    }

    #[test]
    fn a_sentence_leads_to_its_place() {
        let inside = Links {
            relative: true,
            base_url: None,
        };
        let (facts, quote) = quoted(Some("https://news.example/a?b=1"), true);
        assert_eq!(
            inside.quote(&facts, &quote, LONG).unwrap(),
            "https://news.example/a?b=1#:~:text=The%20ferry%20crossed%20the,late%20%2D%20on%20Monday%20evening"
        );
        let (mut facts, _) = quoted(Some("https://news.example/a#part"), true);
        assert_eq!(
            inside.quote(&facts, &quote, "Warm, she said.").unwrap(),
            "https://news.example/a#part:~:text=Warm%2C%20she%20said"
        );
        let endless = inside.quote(&facts, &quote, &"x".repeat(9_000)).unwrap();
        assert_eq!(endless, "https://news.example/a#part");
        facts.language = crate::article::Language::parse("zh").unwrap();
        let place = inside.quote(&facts, &quote, "甲乙，丙丁，戊己。").unwrap();
        assert!(
            place.ends_with(":~:text=%E7%94%B2%E4%B9%99,%E6%88%8A%E5%B7%B1"),
            "{place}"
        );
        let (facts, quote) = quoted(None, true);
        let place = inside.quote(&facts, &quote, LONG).unwrap();
        assert!(
            place.starts_with("../index.html#%D0%BA%D0%BE-a-") && place.contains(".s1"),
            "{place}"
        );
        let (_, outside) = quoted(None, false);
        let place = inside.quote(&facts, &outside, LONG).unwrap();
        assert!(place.contains(":~:text=The%20ferry"), "{place}");
    }

    #[test]
    fn outside_the_folder_only_whole_addresses_are_given() {
        let (facts, quote) = quoted(None, true);
        assert_eq!(Links::default().quote(&facts, &quote, LONG), None);
        let published = Links {
            base_url: Some("https://d.example/x/"),
            relative: false,
        };
        assert!(
            published
                .article(&facts)
                .unwrap()
                .starts_with("https://d.example/x/index.html#")
        );
        let (facts, _) = quoted(Some("javascript:alert(1)"), true);
        assert_eq!(Links::default().article(&facts), None);
    }
}
