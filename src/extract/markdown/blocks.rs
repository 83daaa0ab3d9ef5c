//! The parser's events, with their places, to blocks with kinds and inline codes.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::attached;
use crate::article::{Attachment, BlockKind, Markup, Span};
use crate::extract::beside::Value;
use crate::extract::draft::{Builder, Draft, Handle};
use crate::extract::promo;

/// A block before its place in the article is known.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) kind: BlockKind,
    pub(super) level: u8,
    pub(super) draft: Draft,
    /// All of it is emphasised.
    pub(super) emphasised: bool,
    /// What it is beside the running text, and the sign that ends it.
    pub(super) attached: Option<(Attachment, char)>,
}

/// Turns the parser's events into blocks.
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts of the place that do not depend on each other"
)]
pub(super) struct Reader<'s> {
    source: &'s str,
    builder: Builder<'s>,
    found: Vec<Found>,
    /// Open pairs: emphasis, links.
    open: Vec<(Option<Handle>, Markup)>,
    /// Titles of the open links, those of links that have one.
    titles: Vec<Option<String>>,
    /// What stands beside the text of the block.
    beside: Vec<Value>,
    /// Depth of quotations, lists and images.
    quotes: usize,
    lists: usize,
    images: usize,
    alt: String,
    /// Where the description of the image ends, and its title.
    alt_end: u32,
    image_title: Option<String>,
    heading: u8,
    in_cell: bool,
    in_code: bool,
    in_html: bool,
    /// The block began with an image, or the one before held nothing else.
    image_before: bool,
    has_image: bool,
    /// Only emphasised text has been read in this paragraph.
    emphasised: usize,
    plain: bool,
    /// The last piece is a line break that takes what the next line begins with.
    at_line_end: bool,
}

impl<'s> Reader<'s> {
    /// Reads blocks of `source`.
    pub(super) fn new(source: &'s str) -> Self {
        Self {
            source,
            builder: Builder::new(source),
            found: Vec::new(),
            open: Vec::new(),
            titles: Vec::new(),
            beside: Vec::new(),
            quotes: 0,
            lists: 0,
            images: 0,
            alt: String::new(),
            alt_end: 0,
            image_title: None,
            heading: 0,
            in_cell: false,
            in_code: false,
            in_html: false,
            image_before: false,
            has_image: false,
            emphasised: 0,
            plain: false,
            at_line_end: false,
        }
    }

    /// The blocks that were read.
    pub(super) fn finish(mut self) -> Vec<Found> {
        self.cut();
        self.found
    }

    /// Ends the block.
    fn cut(&mut self) {
        self.at_line_end = false;
        let has_image = std::mem::take(&mut self.has_image);
        let plain = std::mem::take(&mut self.plain);
        let Some(draft) = self.builder.finish() else {
            self.image_before |= has_image;
            self.put_beside();
            return;
        };
        let (mut kind, level) = self.kind();
        if kind == BlockKind::Paragraph {
            if promo::is_promo(&draft.text, &draft.codes) {
                kind = BlockKind::Promo;
            } else if !plain && (has_image || self.image_before) {
                kind = BlockKind::Caption;
            }
        }
        self.image_before = false;
        self.found.push(Found {
            kind,
            level,
            draft,
            emphasised: !plain,
            attached: None,
        });
        self.put_beside();
    }

    /// Puts what stands beside the text of a block behind it, a block each.
    fn put_beside(&mut self) {
        for value in std::mem::take(&mut self.beside) {
            let attached = Some((value.what, value.quote));
            let (draft, block) = value.into_block(self.source);
            self.found.push(Found {
                kind: block.kind,
                level: block.level,
                draft,
                emphasised: false,
                attached,
            });
        }
    }

    fn kind(&self) -> (BlockKind, u8) {
        if self.in_code {
            (BlockKind::Code, 0)
        } else if self.heading > 0 {
            (BlockKind::Heading, self.heading)
        } else if self.in_cell {
            (BlockKind::Table, 0)
        } else if self.lists > 0 {
            (BlockKind::List, u8::try_from(self.lists).unwrap_or(u8::MAX))
        } else if self.quotes > 0 {
            (BlockKind::Quote, 0)
        } else {
            (BlockKind::Paragraph, 0)
        }
    }

    /// Takes the next event of the parser, which stands at `range` of the source.
    pub(super) fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        let source = Span::new(range.start, range.end);
        if self.images > 0 {
            self.in_image(&event, source);
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, source),
            Event::End(tag) => self.end(tag, source),
            Event::Text(text) if self.in_code => self.code_text(&text, source),
            Event::Text(text) if !self.in_html => self.text(&text, source),
            Event::Code(code) | Event::InlineMath(code) | Event::DisplayMath(code) => {
                self.code(&code, source);
            }
            Event::InlineHtml(tag) => {
                self.reach(source.start);
                if tag.len() >= 3 && tag[1..].to_ascii_lowercase().starts_with("br") {
                    self.builder.line_break(source);
                } else {
                    self.builder.alone(Markup::Other, source, None);
                }
            }
            Event::FootnoteReference(_) => {
                self.reach(source.start);
                self.builder.alone(Markup::Footnote, source, None);
            }
            Event::SoftBreak => {
                if self.builder.text().ends_with(' ') {
                    self.builder.alone(Markup::Other, source, None);
                } else {
                    self.builder.push(" ", source, false);
                    self.at_line_end = true;
                }
            }
            Event::HardBreak => {
                self.builder.line_break(source);
                self.at_line_end = true;
            }
            Event::TaskListMarker(_) => self.builder.alone(Markup::Other, source, None),
            Event::Rule => self.cut(),
            Event::Text(_) | Event::Html(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, source: Span) {
        let markup = match tag {
            Tag::Emphasis => {
                self.emphasised += 1;
                Markup::Emphasis
            }
            Tag::Strong => Markup::Strong,
            Tag::Strikethrough | Tag::Superscript | Tag::Subscript => Markup::Other,
            Tag::Link {
                ref dest_url,
                ref title,
                link_type,
                ..
            } => {
                self.titles.push(own_title(title, link_type));
                let target = Some(dest_url.to_string());
                self.reach(source.start);
                let open = Span::new(source.start as usize, source.start as usize + 1);
                let handle = self.builder.open(Markup::Link, open, target);
                self.open.push((handle, Markup::Link));
                return;
            }
            Tag::Image { title, link_type, .. } => {
                self.images = 1;
                self.alt.clear();
                self.alt_end = source.start + 2;
                self.image_title = own_title(&title, link_type);
                return;
            }
            block => {
                self.cut();
                self.start_block(&block);
                return;
            }
        };
        self.reach(source.start);
        let length = self.delimiter(source, markup);
        let open = Span::new(source.start as usize, source.start as usize + length);
        let handle = self.builder.open(markup, open, None);
        self.open.push((handle, markup));
    }

    fn start_block(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.heading = match level {
                    HeadingLevel::H1 => 1,
                    HeadingLevel::H2 => 2,
                    HeadingLevel::H3 => 3,
                    HeadingLevel::H4 => 4,
                    HeadingLevel::H5 => 5,
                    HeadingLevel::H6 => 6,
                }
            }
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::List(_) => self.lists += 1,
            Tag::CodeBlock(_) => self.in_code = true,
            Tag::HtmlBlock | Tag::MetadataBlock(_) => self.in_html = true,
            Tag::TableCell => self.in_cell = true,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, source: Span) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => {
                let Some((handle, markup)) = self.open.pop() else {
                    return;
                };
                self.emphasised -= usize::from(markup == Markup::Emphasis);
                let length = self.delimiter(source, markup);
                let close = Span::new((source.end as usize).saturating_sub(length), source.end as usize);
                self.builder.close(handle, markup, close);
            }
            TagEnd::Link => {
                let Some((handle, markup)) = self.open.pop() else {
                    return;
                };
                let start = self.builder.reached().clamp(source.start, source.end);
                let close = Span {
                    start,
                    end: source.end,
                };
                if let Some(title) = self.titles.pop().flatten() {
                    self.beside.extend(attached::title(self.source, close, &title));
                }
                self.builder.close(handle, markup, close);
            }
            TagEnd::Image => {}
            _ => {
                self.cut();
                self.end_block(tag);
            }
        }
    }

    fn end_block(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => self.heading = 0,
            TagEnd::BlockQuote(_) => self.quotes = self.quotes.saturating_sub(1),
            TagEnd::List(_) => self.lists = self.lists.saturating_sub(1),
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => self.in_html = false,
            TagEnd::TableCell => self.in_cell = false,
            _ => {}
        }
    }

    /// Length of the signs around emphasised text.
    fn delimiter(&self, source: Span, markup: Markup) -> usize {
        let text = source.of(self.source);
        match markup {
            Markup::Strong => 2,
            Markup::Other => text.bytes().take_while(|&b| b == b'~').count().clamp(1, 2),
            _ => 1,
        }
        .min(text.len() / 2)
    }

    /// Lets the line break before `start` take what its line begins with.
    fn reach(&mut self, start: u32) {
        if std::mem::take(&mut self.at_line_end) {
            self.builder.stretch(start);
        }
    }

    fn text(&mut self, text: &str, source: Span) {
        if self.emphasised == 0 && !text.trim().is_empty() {
            self.plain = true;
        }
        self.reach(source.start);
        let verbatim = source.of(self.source) == text;
        // The backslash of an escape stands before the text; it belongs to the character it escapes.
        let before = (source.start as usize).checked_sub(1);
        let escaped = before.is_some_and(|at| self.source.as_bytes()[at] == b'\\')
            && verbatim
            && text.starts_with(|c: char| c.is_ascii_punctuation())
            && (self.builder.is_fresh() || self.builder.reached() < source.start);
        if escaped {
            let start = source.start as usize;
            self.builder
                .push(&text[..1], Span::new(start - 1, start + 1), false);
            self.builder
                .push(&text[1..], Span::new(start + 1, source.end as usize), true);
        } else {
            self.builder.push(text, source, verbatim);
        }
    }

    /// Text of a code block, a line at a time: what stands before the next line belongs to the line break.
    fn code_text(&mut self, text: &str, source: Span) {
        if source.of(self.source) != text {
            self.reach(source.start);
            self.builder.push(text, source, false);
            return;
        }
        let mut at = source.start as usize;
        for line in text.split_inclusive('\n') {
            let content = line.trim_end_matches('\n');
            if !content.is_empty() {
                self.reach(at as u32);
                self.builder
                    .push(content, Span::new(at, at + content.len()), true);
            }
            if content.len() < line.len() {
                self.reach((at + content.len()) as u32);
                self.builder
                    .push("\n", Span::new(at + content.len(), at + line.len()), false);
                self.at_line_end = true;
            }
            at += line.len();
        }
    }

    fn code(&mut self, code: &str, source: Span) {
        self.reach(source.start);
        self.plain |= self.emphasised == 0;
        self.builder.begin_cover(Markup::Code, source.start, None);
        let whole = source.of(self.source);
        match whole.find(code) {
            Some(at) => {
                let start = source.start as usize + at;
                self.builder
                    .push(code, Span::new(start, start + code.len()), true);
            }
            None => self.builder.push(code, source, false),
        }
        self.builder.end_cover(source.end);
    }

    /// What is inside the brackets of an image is its description, no text.
    fn in_image(&mut self, event: &Event<'_>, source: Span) {
        let ends = self.images == 1 && matches!(event, Event::End(TagEnd::Image));
        if !ends {
            self.alt_end = self.alt_end.max(source.end);
        }
        match event {
            Event::Start(Tag::Image { .. }) => self.images += 1,
            Event::End(TagEnd::Image) => {
                self.images -= 1;
                if self.images == 0 {
                    self.image(source);
                }
            }
            Event::Text(text) | Event::Code(text) => self.alt.push_str(text),
            Event::SoftBreak | Event::HardBreak => self.alt.push(' '),
            _ => {}
        }
    }

    fn image(&mut self, source: Span) {
        self.reach(source.start);
        self.has_image = true;
        let alt = std::mem::take(&mut self.alt);
        let label = Span {
            start: source.start + 2,
            end: self.alt_end,
        };
        self.beside.extend(attached::alt(self.source, label, &alt));
        if let Some(title) = self.image_title.take() {
            let tail = Span {
                start: self.alt_end,
                end: source.end,
            };
            self.beside.extend(attached::title(self.source, tail, &title));
        }
        self.builder
            .alone(Markup::Image, source, (!alt.trim().is_empty()).then_some(alt));
    }
}

/// The title of a link that says it itself; that of a definition is read by whoever refers to it.
fn own_title(title: &str, link_type: LinkType) -> Option<String> {
    (link_type == LinkType::Inline && !title.is_empty()).then(|| title.to_owned())
}
