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
    for (index, block) in record.article.blocks.iter().enumerate() {
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
            if code.span.start > end || (code.span.start == end && code.edge == Edge::Open) {
                break;
            }
            self.codes = rest;
            self.run(html, code.span.start);
            self.apply(html, code);
        }
        self.run(html, end);
    }

    fn apply(&mut self, html: &mut Html, code: &Inline) {
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
                self.run(html, code.span.end);
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
