//! Lines that point to something else: "Read more: …" in many languages. Never the phrase alone: "Read more old forecasts and you will
//! notice …" is running text.

use super::phrases::{self, Kind};
use crate::article::{Edge, Inline, Markup};

/// Longest rest of a pointer, in bytes: a title, not a paragraph.
const MAX_REST_BYTES: usize = 400;

/// Whether a block only points to something else: a known beginning, then a colon, a dash or a link, then something like a title.
pub(super) fn is_promo(text: &str, codes: &[Inline]) -> bool {
    let found = phrases::at_start(Kind::Pointer, text).or_else(|| phrases::at_start(Kind::Teaser, text));
    let Some(found) = found else {
        return false;
    };
    let rest = found.rest.trim_start();
    let link = codes
        .iter()
        .find(|code| code.markup == Markup::Link && code.edge == Edge::Open)
        .map(|code| code.span.start as usize);
    let mark = rest
        .chars()
        .next()
        .filter(|c| ":：-–—»>|/→".contains(*c))
        .map_or(0, char::len_utf8);
    let title = rest[mark..].trim_start_matches(|c: char| c.is_whitespace() || ":»>-–—".contains(c));
    let linked = link.is_some_and(|link| link <= text.len() - title.len());
    let title_like = title.len() <= MAX_REST_BYTES && !title.ends_with(['.', '。', '।', '۔']);
    (mark > 0 || linked) && !title.is_empty() && (title_like || (linked && title.len() <= MAX_REST_BYTES))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Span;

    fn link(text: &str) -> Vec<Inline> {
        text.find('[').map_or(Vec::new(), |at| {
            vec![Inline {
                id: 1,
                edge: Edge::Open,
                markup: Markup::Link,
                span: Span::new(at, at),
                source: Span::default(),
                data: String::new(),
                target: None,
            }]
        })
    }

    #[test]
    fn a_pointer_needs_a_mark_or_a_link_after_its_beginning() {
        // `[` draws the start of a link.
        let cases = [
            ("Read more: The bridge opens on Friday", true),
            (
                "Read more old forecasts and you will notice how often they fail.",
                false,
            ),
            ("READ ALSO [The bridge opens", true),
            ("Lesen Sie auch: Die Brücke wird geöffnet", true),
            ("Читайте также: Мост откроют в пятницу", true),
            ("Watch the sky tonight, she said.", false),
            ("延伸阅读：大桥周五开通", true),
            (
                "Related: it was a long and unrelated story, he said, and then he told it.",
                false,
            ),
            ("Read more:", false),
        ];
        for (text, expected) in cases {
            let codes = link(text);
            let text = text.replace('[', "");
            assert_eq!(is_promo(&text, &codes), expected, "{text}");
        }
    }
}
