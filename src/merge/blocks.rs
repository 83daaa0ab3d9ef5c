//! The edits that put translations into a source: block by block, sentence by sentence.

mod again;
mod beside;
mod nested;

use super::codes::{is_nested, settle};
use super::edit::{self, Edit};
use super::markdown::Place;
use super::place::{Layout, Slot, layout};
use super::render::{Context, clean, is_same, references, render};
use super::{Target, attached, echo, front_matter, links, page, spacing, word};
use crate::article::{Article, Block, BlockKind, Format, Language, Segment, SegmentId, Span};
use crate::bilingual::{Code, Content, Part};
use crate::extract::{self, FrontMatter};

/// An article and its source, ready to take translations.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    /// The decoded source.
    pub source: &'a str,
    /// Its format.
    pub format: Format,
    /// The article as it was read from the source, blocks with their origin.
    pub article: &'a Article,
    /// Its segments.
    pub segments: &'a [Segment],
    /// The language of the article.
    pub language: &'a Language,
    /// The language of the translations.
    pub target: &'a Language,
}

/// Something about a translation that was put into its article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The segment, unless it is about the whole article.
    pub segment: Option<SegmentId>,
    /// Short stable name, as `codes`.
    pub code: &'static str,
    /// One sentence for people.
    pub message: String,
}

/// What is to be changed in a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// In order, without overlaps.
    pub edits: Vec<Edit>,
    /// What is to be known of them.
    pub notices: Vec<Notice>,
    /// Segments whose translation has no place in the source.
    pub homeless: Vec<usize>,
}

/// The edits that put `targets`, one for each segment, into the source of `draft`.
pub fn edits(draft: &Draft<'_>, targets: &[Target]) -> Merged {
    edits_in(draft, targets, false)
}

/// As [`edits`], where the markup of a page is XML if `is_xml`.
pub(super) fn edits_in(draft: &Draft<'_>, targets: &[Target], is_xml: bool) -> Merged {
    if matches!(draft.format, Format::Docx | Format::Odt) {
        return nested::edits(draft, targets);
    }
    let beside = Writer::new(draft, targets, is_xml).found_beside();
    // What changes in a tag goes where the translation around it puts the tag.
    let article = (!beside.is_empty()).then(|| attached::in_codes(draft.article, draft.source, &beside));
    let draft = &Draft {
        article: article.as_ref().unwrap_or(draft.article),
        ..*draft
    };
    let mut writer = Writer::new(draft, targets, is_xml);
    writer.beside = beside;
    writer.write(&|_| false);
    if draft.format == Format::Markdown && !(writer.merged.edits.is_empty() && writer.beside.is_empty()) {
        writer.read_again();
    }
    if draft.format == Format::Text {
        writer.wrap();
    }
    let mut merged = std::mem::take(&mut writer.merged);
    // A tag in a sentence that is replaced has its changes already: of two edits at one place the earlier one stays.
    merged.edits.append(&mut writer.beside);
    if !merged.edits.is_empty() {
        merged.edits.extend(frame(draft, is_xml));
    }
    edit::in_order(&mut merged.edits);
    merged
}

/// The changes beside the translations: the language that the file declares.
fn frame(draft: &Draft<'_>, is_xml: bool) -> Vec<Edit> {
    match draft.format {
        Format::Html => page::language(draft.source, draft.language, draft.target, is_xml),
        Format::Markdown => {
            let front = extract::front_matter(draft.source);
            let tag = draft.target.to_string();
            front.language.map(|at| Edit::new(at, tag)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

struct Writer<'a> {
    draft: &'a Draft<'a>,
    targets: &'a [Target],
    /// The segments of each block.
    ranges: Vec<std::ops::Range<usize>>,
    front: FrontMatter,
    title: Span,
    /// The markup of the page is XML.
    is_xml: bool,
    /// The page will say that it is in another language, so that what stays as it was has to say in which it is.
    marks: bool,
    /// What changes beside the running text.
    beside: Vec<Edit>,
    merged: Merged,
}

/// Consecutive sentences that one translation stands for.
struct Group<'t> {
    first: usize,
    last: usize,
    target: Option<&'t Content>,
}

impl<'a> Writer<'a> {
    fn new(draft: &'a Draft<'a>, targets: &'a [Target], is_xml: bool) -> Self {
        let mut ranges = Vec::with_capacity(draft.article.blocks.len());
        let mut at = 0;
        for index in 0..draft.article.blocks.len() {
            let from = at;
            while draft
                .segments
                .get(at)
                .is_some_and(|segment| segment.block as usize <= index)
            {
                at += 1;
            }
            ranges.push(from..at);
        }
        let html = draft.format == Format::Html;
        let has_text = targets.iter().any(Target::is_translated);
        Self {
            draft,
            targets,
            ranges,
            front: match draft.format {
                Format::Markdown => extract::front_matter(draft.source),
                _ => FrontMatter::default(),
            },
            title: if html {
                page::title(draft.source, is_xml)
            } else {
                Span::default()
            },
            is_xml,
            marks: html && has_text && page::language_changes(draft.source, draft.target, is_xml),
            beside: Vec::new(),
            merged: Merged::default(),
        }
    }

    fn write(&mut self, careful: &dyn Fn(usize) -> bool) {
        self.merged = Merged::default();
        for index in 0..self.draft.article.blocks.len() {
            let range = self.ranges[index].clone();
            let changed = range.clone().any(|at| self.target(at).is_translated());
            if changed || (self.marks && !range.is_empty()) {
                self.block(index, careful(index));
            }
        }
    }

    fn target(&self, segment: usize) -> &'a Target {
        self.targets.get(segment).unwrap_or(&Target::Missing)
    }

    fn block(&mut self, index: usize, careful: bool) {
        let block = &self.draft.article.blocks[index];
        if block.quote.is_none() {
            self.block_at(index, block, careful);
        }
    }

    /// Writes the block `index` to the place of `block`, which is it or says the same.
    fn block_at(&mut self, index: usize, block: &Block, careful: bool) {
        let draft = self.draft;
        let range = self.ranges[index].clone();
        let spans: Vec<Span> = draft.segments[range.clone()]
            .iter()
            .map(|segment| segment.span)
            .collect();
        let Some(laid_out) = layout(&draft.article.text, block, &spans) else {
            let lost: Vec<usize> = range.filter(|at| self.target(*at).is_translated()).collect();
            self.merged.homeless.extend(lost);
            return;
        };
        if let Some(at) = self.value(block) {
            self.value_edit(index, at);
            return;
        }
        let context = self.context(block, careful);
        match laid_out {
            Layout::Apart(mut slots) => {
                if draft.format == Format::Markdown {
                    links::mend(
                        draft.source,
                        block,
                        slots.iter_mut().map(|slot| &mut slot.content),
                    );
                }
                let mut first = 0;
                while first < slots.len() {
                    let group = self.group(range.start, first, slots.len());
                    first = group.last + 1;
                    self.group_edit(range.start, block, &slots, &group, &context);
                }
                self.close_up(range.start, &slots);
            }
            Layout::Whole(whole, mut contents) => {
                if draft.format == Format::Markdown {
                    links::mend(draft.source, block, contents.iter_mut());
                }
                self.whole_edit(&range, &spans, whole, &contents, &context);
            }
        }
    }

    /// The sentences from `first` on that one translation stands for; numbers are those in the block.
    fn group(&self, offset: usize, first: usize, count: usize) -> Group<'a> {
        let target = match self.target(offset + first) {
            Target::Text(content) => Some(content),
            _ => None,
        };
        let mut last = first;
        while target.is_some() && last + 1 < count && *self.target(offset + last + 1) == Target::Joined {
            last += 1;
        }
        Group { first, last, target }
    }

    fn group_edit(
        &mut self,
        offset: usize,
        block: &Block,
        slots: &[Slot],
        group: &Group<'_>,
        context: &Context<'_>,
    ) {
        let (head, tail) = (&slots[group.first], &slots[group.last]);
        let range = Span {
            start: head.range.start,
            end: tail.range.end,
        };
        let Some(target) = group.target else {
            if *self.target(offset + group.first) == Target::Missing {
                self.mark(block, head);
            }
            return;
        };
        let slots = &slots[group.first..=group.last];
        if slots.len() == 1 && is_same(&target.0, &head.content.0) {
            return;
        }
        if slots.iter().any(|slot| slot.range.is_empty()) {
            self.merged.homeless.push(offset + group.first);
            return;
        }
        let known: Vec<&Code> = slots.iter().flat_map(|slot| slot.content.codes()).collect();
        let parts = self.settled(offset + group.first, target, &known, &head.content);
        let source = self.draft.source;
        let mut text = String::new();
        for gap in &head.lead {
            text.push_str(gap.of(source));
        }
        let (before, after) = (&source[..range.start as usize], &source[range.end as usize..]);
        let (first, last) = (offset + group.first, offset + group.last);
        if head.lead.is_empty() && group.first > 0 && self.gap(first) == Some("") {
            text.push_str(spacing::between("", self.draft.target, true));
        }
        render(&parts, context, before, after, &mut text);
        for gap in &tail.trail {
            text.push_str(gap.of(source));
        }
        let follows = self
            .gap(last + 1)
            .filter(|_| !self.target(last + 1).is_translated());
        if tail.trail.is_empty() && follows == Some("") {
            text.push_str(spacing::between("", self.draft.target, false));
        }
        self.put(offset + group.first, range, text);
    }

    /// Replaces a range that holds running text; `segment` is the first of it.
    fn put(&mut self, segment: usize, at: Span, text: String) {
        if self.draft.format != Format::Docx {
            self.merged.edits.push(Edit { at, text });
            return;
        }
        match word::sound(at.of(self.draft.source), text) {
            Ok(text) => self.merged.edits.push(Edit { at, text }),
            Err(text) => {
                let edits = word::in_first(self.draft.source, at, &text);
                if edits.is_empty() {
                    self.merged.homeless.push(segment);
                    return;
                }
                self.merged.edits.extend(edits);
                self.merged.notices.push(Notice {
                    segment: self.draft.segments.get(segment).map(|segment| segment.id.clone()),
                    code: "codes",
                    message: "tracked changes and the like hold the codes where they are: the translation stands before them".to_owned(),
                });
            }
        }
    }

    /// What stands between a segment and the one before it in the same block.
    fn gap(&self, segment: usize) -> Option<&'a str> {
        let before = self.draft.segments.get(segment.checked_sub(1)?)?;
        let after = self.draft.segments.get(segment)?;
        let text = &self.draft.article.text[before.span.end as usize..after.span.start as usize];
        (before.block == after.block).then_some(text)
    }

    /// Closes up two translated sentences of a language that has no white space between sentences.
    fn close_up(&mut self, offset: usize, slots: &[Slot]) {
        if !spacing::is_solid(self.draft.target) {
            return;
        }
        for (at, pair) in slots.windows(2).enumerate() {
            let both =
                self.target(offset + at).is_translated() && self.target(offset + at + 1).is_translated();
            let gap = Span {
                start: pair[0].range.end,
                end: pair[1].range.start.max(pair[0].range.end),
            };
            if both && !gap.is_empty() && spacing::is_blank(gap.of(self.draft.source)) {
                self.merged.edits.push(Edit::new(gap, ""));
            }
        }
    }

    /// Replaces a block as a whole.
    fn whole_edit(
        &mut self,
        range: &std::ops::Range<usize>,
        spans: &[Span],
        whole: Span,
        contents: &[Content],
        context: &Context<'_>,
    ) {
        let mut parts = Vec::new();
        let mut at = 0;
        let mut changed = false;
        while at < contents.len() {
            if let (Some(before), true) = (at.checked_sub(1), at > 0) {
                let gap = &self.draft.article.text[spans[before].end as usize..spans[at].start as usize];
                let moved = |at: usize| self.target(range.start + at).is_translated();
                let gap = match (moved(before), moved(at)) {
                    (false, false) => gap,
                    (one, other) => spacing::between(gap, self.draft.target, one && other),
                };
                parts.push(Part::Text(gap.to_owned()));
            }
            let group = self.group(range.start, at, contents.len());
            let group_contents = &contents[group.first..=group.last];
            match group.target {
                Some(target) if group_contents.len() > 1 || !is_same(&target.0, &contents[at].0) => {
                    let known: Vec<&Code> = group_contents.iter().flat_map(Content::codes).collect();
                    parts.extend(self.settled(range.start + at, target, &known, &contents[at]));
                    changed = true;
                }
                _ => parts.extend(contents[at].0.iter().cloned()),
            }
            at = group.last + 1;
        }
        if !changed {
            return;
        }
        let source = self.draft.source;
        let mut text = String::new();
        let (before, after) = (&source[..whole.start as usize], &source[whole.end as usize..]);
        render(&joined(parts), context, before, after, &mut text);
        self.put(range.start, whole, text);
    }

    /// A translation with the codes of its source; what had to be done to them is noted.
    fn settled(&mut self, segment: usize, target: &Content, known: &[&Code], source: &Content) -> Vec<Part> {
        let (content, settled) = settle(target, known);
        if !settled.is_clean() {
            self.merged.notices.push(Notice {
                segment: self.draft.segments.get(segment).map(|segment| segment.id.clone()),
                code: "codes",
                message: settled.describe(),
            });
        }
        let keep_lines = source
            .0
            .iter()
            .any(|part| matches!(part, Part::Text(text) if text.contains('\n')));
        clean(&content.0, keep_lines)
    }

    /// Says of a sentence of a page that stays as it is in which language that is.
    fn mark(&mut self, block: &Block, slot: &Slot) {
        let balanced = is_nested(slot.content.codes());
        let in_title = self.title.start <= slot.range.start && slot.range.end <= self.title.end;
        let language = block.language.as_ref().unwrap_or(self.draft.language);
        if !self.marks
            || !balanced
            || slot.range.is_empty()
            || in_title
            || block.kind == BlockKind::Code
            || language.is_und()
        {
            return;
        }
        let attribute = page::language_attribute(self.is_xml);
        let open = format!("<span {attribute}=\"{language}\">");
        let (start, end) = (slot.range.start as usize, slot.range.end as usize);
        self.merged.edits.push(Edit::new(Span::new(start, start), open));
        self.merged.edits.push(Edit::new(Span::new(end, end), "</span>"));
    }

    /// Where a block that is a value of front matter stands.
    fn value(&self, block: &Block) -> Option<Span> {
        place_of(block).filter(|at| (at.start as usize) < self.front.end)
    }

    /// Replaces a value of front matter as a whole, if its text has changed.
    fn value_edit(&mut self, index: usize, at: Span) {
        let block = &self.draft.article.blocks[index];
        let text = echo::plain(&self.reading(index));
        if text != echo::plain(self.draft.article.text_of(block)) {
            let edit = front_matter::value(self.draft.source, at, &text, self.front.is_toml);
            self.merged.edits.push(edit);
        }
    }

    /// What text of the block is written into.
    fn context(&self, block: &Block, careful: bool) -> Context<'a> {
        match self.draft.format {
            Format::Docx => Context::Word {
                references: references(self.draft.source, &self.draft.article.text, block),
            },
            Format::Html | Format::Odt => Context::Html {
                references: references(self.draft.source, &self.draft.article.text, block),
            },
            Format::Markdown => Context::Markdown(Place {
                heading: matches!(block.kind, BlockKind::Heading | BlockKind::Title),
                cell: block.kind == BlockKind::Table,
                careful,
            }),
            _ => Context::Plain,
        }
    }
}

/// From the first to the last byte of a block's text in the source.
fn place_of(block: &Block) -> Option<Span> {
    let (first, last) = (block.origin.first()?, block.origin.last()?);
    Some(Span {
        start: first.source.start,
        end: last.source.end,
    })
}

/// Neighbouring texts as one.
fn joined(parts: Vec<Part>) -> Vec<Part> {
    let mut out = Content::default();
    for part in parts {
        match part {
            Part::Text(text) => out.push_text(&text),
            code @ Part::Code(_) => out.0.push(code),
        }
    }
    out.0
}
