//! The whole text of an article: blocks by kind, inline codes, and the summary's sentences marked in their place.

use crate::article::{
    ArticleRecord, Block, BlockKind, Direction, Edge, Inline, Language, Markup, Segment, Span,
};
use crate::escape::{self, Html};

/// The direction of text in `language` that is written in `script`: what is seen outweighs what is usual.
pub(super) fn direction(language: &Language, script: &str) -> Direction {
    if language.explicit_script().is_some() || script == "Zzzz" {
        language.direction()
    } else {
        language.with_script(script).direction()
    }
}

/// The name of a segment on the page, where every article has its own.
pub(super) fn anchor(record: &ArticleRecord, segment: &Segment) -> String {
    format!("{}:{}", record.id, segment.id)
}

/// All blocks in reading order. List items that follow each other make one list, table cells one table.
pub(super) fn blocks(html: &mut Html, record: &ArticleRecord) {
    let mut open = None;
    let shown = |(_, block): &(usize, &Block)| block.attached.is_none();
    for (index, block) in record.article.blocks.iter().enumerate().filter(shown) {
        let group = group(block.kind);
        if group != open {
            close(html, open);
            if let Some(class) = group {
                html.raw("<ul").attribute("class", class).raw(">\n");
            }
            open = group;
        }
        let (start, end) = element(block);
        html.raw(start);
        if block.kind == BlockKind::List && block.level > 1 {
            html.attribute("data-level", &block.level.min(6).to_string());
        }
        if let Some(language) = &block.language {
            html.attribute("lang", &language.to_string())
                .attribute("dir", language.direction().as_str())
                .attribute("data-script", language.script());
        }
        html.raw(">");
        content(html, record, index, block);
        html.raw(end).raw("\n");
    }
    close(html, open);
}

fn close(html: &mut Html, group: Option<&str>) {
    if group.is_some() {
        html.raw("</ul>\n");
    }
}

/// The list that blocks of this kind stand in.
fn group(kind: BlockKind) -> Option<&'static str> {
    match kind {
        BlockKind::List => Some("items"),
        BlockKind::Table => Some("cells"),
        _ => None,
    }
}

/// The start tag, still open for attributes, and the end tag.
fn element(block: &Block) -> (&'static str, &'static str) {
    match block.kind {
        BlockKind::Title => ("<h4 class=\"title\"", "</h4>"),
        BlockKind::Heading if block.level <= 2 => ("<h4", "</h4>"),
        BlockKind::Heading if block.level == 3 => ("<h5", "</h5>"),
        BlockKind::Heading => ("<h6", "</h6>"),
        BlockKind::Paragraph => ("<p", "</p>"),
        BlockKind::List | BlockKind::Table => ("<li", "</li>"),
        BlockKind::Quote => ("<blockquote", "</blockquote>"),
        BlockKind::Code => ("<pre dir=\"ltr\"", "</pre>"),
        BlockKind::Deck => ("<p class=\"deck\"", "</p>"),
        BlockKind::Byline => ("<p class=\"byline\"", "</p>"),
        BlockKind::Dateline => ("<p class=\"dateline\"", "</p>"),
        BlockKind::Caption => ("<p class=\"caption\"", "</p>"),
        BlockKind::Promo => ("<p class=\"promo\"", "</p>"),
        BlockKind::Boilerplate => ("<p class=\"boilerplate\"", "</p>"),
    }
}

/// The text of a block with its marked sentences.
fn content(html: &mut Html, record: &ArticleRecord, index: usize, block: &Block) {
    let mut runs = Runs {
        text: &record.article.text,
        codes: &block.inline,
        at: block.span.start,
        strong: 0,
        emphasis: 0,
        link: None,
    };
    for segment in record
        .segments_of(index)
        .iter()
        .filter(|segment| segment.in_summary)
    {
        runs.until(html, segment.span.start);
        html.raw("<mark tabindex=\"-1\"")
            .attribute("id", &anchor(record, segment))
            .raw(">");
        runs.until(html, segment.span.end);
        html.raw("</mark>");
    }
    runs.until(html, block.span.end);
}

/// Writes a block's text run by run. Codes only switch a style on and off and every run brings its own tags, so that a code
/// that opens in one sentence and closes in another, or never, cannot break the nesting.
struct Runs<'a> {
    text: &'a str,
    codes: &'a [Inline],
    at: u32,
    strong: u32,
    emphasis: u32,
    link: Option<(u32, String)>,
}

impl Runs<'_> {
    /// Goes on to `end`.
    fn until(&mut self, html: &mut Html, end: u32) {
        while let Some((code, rest)) = self.codes.split_first() {
            // What begins at the end belongs to the text after it.
            let begins = code.edge == Edge::Open || !code.span.is_empty();
            if code.span.start > end || (code.span.start == end && begins) {
                break;
            }
            self.codes = rest;
            self.run(html, code.span.start);
            self.apply(html, code, end);
        }
        self.run(html, end);
    }

    fn apply(&mut self, html: &mut Html, code: &Inline, end: u32) {
        let count = |depth: u32| match code.edge {
            Edge::Open => depth.saturating_add(1),
            Edge::Close => depth.saturating_sub(1),
            Edge::Alone => depth,
        };
        match (code.markup, code.edge) {
            (Markup::Strong, _) => self.strong = count(self.strong),
            (Markup::Emphasis, _) => self.emphasis = count(self.emphasis),
            (Markup::Link, Edge::Open) => {
                let address = code.target.as_deref().and_then(escape::url);
                self.link = address.map(|address| (code.id, address));
            }
            (Markup::Link, Edge::Close) => self.link = self.link.take().filter(|(id, _)| *id != code.id),
            (Markup::Break, Edge::Alone) => {
                html.raw("<br>");
            }
            (Markup::Code, Edge::Alone) if code.span.end > self.at => {
                html.raw("<code dir=\"ltr\">");
                self.run(html, code.span.end.min(end));
                html.raw("</code>");
            }
            _ => {}
        }
    }

    /// The text from here to `end` in the present style.
    fn run(&mut self, html: &mut Html, end: u32) {
        let text = if end > self.at {
            self.text.get(Span { start: self.at, end }.range())
        } else {
            None
        };
        self.at = self.at.max(end);
        let Some(text) = text else { return };
        if let Some((_, address)) = &self.link {
            html.raw("<a rel=\"noreferrer\"")
                .attribute("href", address)
                .raw(">");
        }
        let styles = [(self.strong, "<b>", "</b>"), (self.emphasis, "<i>", "</i>")];
        for (_, start, _) in styles.iter().filter(|style| style.0 > 0) {
            html.raw(start);
        }
        html.text(text);
        for (_, _, end) in styles.iter().rev().filter(|style| style.0 > 0) {
            html.raw(end);
        }
        if self.link.is_some() {
            html.raw("</a>");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{parse, record};
    use super::*;
    use proptest::prelude::*;

    /// The block of a paragraph with `codes` at byte offsets: `(edge, markup, start, end)`.
    fn shown(sentences: &[&str], codes: &[(Edge, Markup, u32, u32)]) -> String {
        let mut record = record("x", "en", &[(BlockKind::Paragraph, sentences)]);
        record.article.blocks[0].inline = codes
            .iter()
            .map(|&(edge, markup, start, end)| Inline {
                id: 1,
                edge,
                markup,
                span: Span { start, end },
                source: Span::default(),
                data: String::new(),
                target: Some("https://a.example/?a&b".into()),
            })
            .collect();
        let mut html = Html::new();
        blocks(&mut html, &record);
        let name = record.summary().next().map(|segment| anchor(&record, segment));
        let html = html.into_string();
        match name {
            Some(name) => html.replace(&format!("<mark tabindex=\"-1\" id=\"{name}\">"), "<mark>"),
            None => html,
        }
    }

    #[test]
    fn codes_keep_their_nesting_across_marked_sentences() {
        use Edge::{Alone, Close, Open};
        for (sentences, codes, want) in [
            (
                &["One two.", "*Three four."][..],
                &[(Open, Markup::Strong, 4, 4), (Close, Markup::Strong, 14, 14)][..],
                "<p>One <b>two. </b><mark><b>Three</b> four.</mark></p>\n",
            ),
            (
                &["*One.", "Two."],
                &[(Open, Markup::Emphasis, 4, 4)],
                "<p><mark>One.</mark><i> Two.</i></p>\n",
            ),
            (
                &["Run x.", "*Now."],
                &[(Alone, Markup::Code, 4, 5), (Alone, Markup::Break, 7, 7)],
                "<p>Run <code dir=\"ltr\">x</code>. <br><mark>Now.</mark></p>\n",
            ),
            (
                &["See it."],
                &[(Open, Markup::Link, 4, 4), (Close, Markup::Link, 6, 6)],
                "<p>See <a rel=\"noreferrer\" href=\"https://a.example/?a&amp;b\">it</a>.</p>\n",
            ),
        ] {
            assert_eq!(shown(sentences, codes), want);
        }
    }

    #[test]
    fn blocks_become_what_they_are_and_neighbours_share_a_list() {
        let record = record(
            "x",
            "en",
            &[
                (BlockKind::List, &["a"]),
                (BlockKind::List, &["b"]),
                (BlockKind::Table, &["c"]),
                (BlockKind::Quote, &["d"]),
                (BlockKind::Code, &["<e>"]),
                (BlockKind::Heading, &["f"]),
            ],
        );
        let mut html = Html::new();
        blocks(&mut html, &record);
        assert_eq!(
            html.as_str().replace('\n', ""),
            "<ul class=\"items\"><li>a</li><li>b</li></ul><ul class=\"cells\"><li>c</li></ul>\
             <blockquote>d</blockquote><pre dir=\"ltr\">&lt;e&gt;</pre><h4>f</h4>"
        );
    }

    #[test]
    fn a_block_in_another_language_has_its_own_direction() {
        let mut record = record("x", "en", &[(BlockKind::Quote, &["שלום."])]);
        record.article.blocks[0].language = Language::parse("he").ok();
        let mut html = Html::new();
        blocks(&mut html, &record);
        assert!(
            html.as_str()
                .starts_with("<blockquote lang=\"he\" dir=\"rtl\" data-script=\"Hebr\">")
        );
    }

    #[test]
    fn the_script_that_is_seen_decides_the_direction() {
        for (tag, script, want) in [
            ("kk", "Arab", Direction::Rtl),
            ("kk", "Cyrl", Direction::Ltr),
            ("und", "Hebr", Direction::Rtl),
            ("fa", "Zzzz", Direction::Rtl),
            ("uz-Latn", "Arab", Direction::Ltr),
        ] {
            assert_eq!(
                direction(&Language::parse(tag).unwrap(), script),
                want,
                "{tag} {script}"
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn no_codes_break_the_page_or_lose_a_letter(codes in prop::collection::vec((0..3_u8, 0..5_u8, 0..40_u32, 0..9_u32), 0..12)) {
            let mut codes: Vec<_> = codes
                .into_iter()
                .map(|(edge, markup, start, length)| {
                    let edge = [Edge::Open, Edge::Close, Edge::Alone][edge as usize];
                    let markup = [Markup::Strong, Markup::Emphasis, Markup::Link, Markup::Code, Markup::Break][markup as usize];
                    (edge, markup, start, if edge == Edge::Alone { start + length } else { start })
                })
                .collect();
            codes.sort_by_key(|code| code.2);
            let html = shown(&["One sentence.", "*And a second.", "Last."], &codes);
            parse(&html);
            prop_assert_eq!(plain(&html), "One sentence. And a second. Last.\n");
        }
    }

    /// The text of a piece of the page.
    fn plain(html: &str) -> String {
        let mut inside = false;
        html.chars()
            .filter(|&c| {
                inside = (inside || c == '<') && c != '>';
                !inside && c != '>'
            })
            .collect()
    }
}
