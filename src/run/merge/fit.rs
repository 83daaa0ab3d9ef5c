//! A record and its source read anew: which block is which, so that every segment has its place in the source again.
//!
//! The record says what was handed over, the source where it stands. Blocks with the same text and codes are the same, whatever kind
//! they are taken for now. Of a source that has changed, the other blocks are cut into sentences anew, and one that is nearly a sentence of
//! the record gets its translation.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use crate::article::{Article, ArticleRecord, Block, BlockKind, Segment, block_ids};
use crate::bilingual::{Content, Part};
use crate::merge::Target;
use crate::merge::placed::is_similar;
use crate::run::process;
use crate::segment::SegmentOptions;

/// An article as its source has it, with what its segments get.
#[derive(Debug)]
pub(super) struct Fitted {
    pub(super) article: Article,
    pub(super) segments: Vec<Segment>,
    pub(super) targets: Vec<Target>,
    /// Of each segment, its number in the record; nothing for one that the record does not have.
    pub(super) origins: Vec<Option<usize>>,
    /// Segments of the record whose translation has no place in the source.
    pub(super) lost: Vec<usize>,
    /// Segments that are not quite what was translated: their numbers in the record.
    pub(super) near: Vec<usize>,
}

/// Lays the segments of `record` over `article`, which was read from its source. Where `echoes` is set, sentences of boilerplate that are
/// those of the record once more get the same translations.
pub(super) fn fit(
    record: &ArticleRecord,
    article: Article,
    targets: &[Target],
    echoes: bool,
    options: &SegmentOptions,
) -> Fitted {
    let places = places(record, &article);
    let mut is_taken = vec![None; article.blocks.len()];
    for (index, place) in places.iter().enumerate() {
        if let Some(place) = place {
            is_taken[*place] = Some(index);
        }
    }
    let starts = starts(record);
    let mut waiting = Waiting::new(record, targets, &places, &starts);
    let is_echo =
        |(block, taken): (&Block, &Option<usize>)| block.kind == BlockKind::Boilerplate && taken.is_none();
    let known = if echoes && article.blocks.iter().zip(&is_taken).any(is_echo) {
        known(record, targets)
    } else {
        FxHashMap::default()
    };
    let anew = if waiting.is_empty() && places.iter().all(Option::is_some) && known.is_empty() {
        Vec::new()
    } else {
        process::segments(&article, &block_ids(&article), &record.language, options)
    };
    let mut fitted = Fitted {
        article,
        segments: Vec::with_capacity(record.segments.len()),
        targets: Vec::with_capacity(record.segments.len()),
        origins: Vec::with_capacity(record.segments.len()),
        lost: Vec::new(),
        near: Vec::new(),
    };
    let mut anew = anew.into_iter().peekable();
    for (index, taken) in is_taken.into_iter().enumerate() {
        let mut own = Vec::new();
        while let Some(segment) = anew.next_if(|segment| segment.block as usize <= index) {
            own.push(segment);
        }
        match taken {
            Some(block) => fitted.same(record, block, index, starts[block], targets),
            None if fitted.article.blocks[index].kind == BlockKind::Boilerplate => fitted.again(own, &known),
            None => fitted.changed(own, &mut waiting),
        }
    }
    fitted.lost = waiting.left();
    fitted
}

/// The translations of sentences that have one of their own, by their text.
fn known<'a>(record: &'a ArticleRecord, targets: &'a [Target]) -> FxHashMap<&'a str, &'a Content> {
    let mut known = FxHashMap::default();
    for (at, segment) in record.segments.iter().enumerate() {
        if let Some(Target::Text(content)) = targets.get(at)
            && targets.get(at + 1) != Some(&Target::Joined)
        {
            known.entry(record.text_of(segment)).or_insert(content);
        }
    }
    known
}

/// The number of the first segment of each block.
fn starts(record: &ArticleRecord) -> Vec<usize> {
    let mut at = 0;
    let blocks = 0..record.article.blocks.len();
    blocks
        .map(|index| {
            let start = at;
            at += record.segments_of(index).len();
            start
        })
        .collect()
}

/// For each block of the record the block of `article` with the same text and codes, in order.
fn places(record: &ArticleRecord, article: &Article) -> Vec<Option<usize>> {
    let mut known: FxHashMap<(&str, usize), VecDeque<usize>> = FxHashMap::default();
    let is_rest = |(_, block): &(usize, &Block)| block.kind == BlockKind::Boilerplate;
    let (rest, own): (Vec<_>, Vec<_>) = article.blocks.iter().enumerate().partition(is_rest);
    // What stands around the article may say the same, and is not what was translated.
    for (index, block) in own.into_iter().chain(rest) {
        known
            .entry((article.text_of(block), block.inline.len()))
            .or_default()
            .push_back(index);
    }
    let blocks = record.article.blocks.iter();
    blocks
        .map(|block| {
            known
                .get_mut(&(record.article.text_of(block), block.inline.len()))?
                .pop_front()
        })
        .collect()
}

impl Fitted {
    /// Takes over the segments of block `block` of the record, which is block `index` here.
    fn same(&mut self, record: &ArticleRecord, block: usize, index: usize, start: usize, targets: &[Target]) {
        let own = &record.article.blocks[block];
        let here = self.article.blocks[index].span.start;
        self.article.blocks[index].language.clone_from(&own.language);
        self.article.blocks[index].kind = own.kind;
        for (at, segment) in (start..).zip(record.segments_of(block)) {
            let mut segment = segment.clone();
            segment.block = index as u32;
            segment.span.start = segment.span.start - own.span.start + here;
            segment.span.end = segment.span.end - own.span.start + here;
            self.segments.push(segment);
            self.targets.push(targets.get(at).cloned().unwrap_or_default());
            self.origins.push(Some(at));
        }
    }

    /// Gives segments that say again what others say the translations of those; without their codes where the block has none.
    fn again(&mut self, segments: Vec<Segment>, known: &FxHashMap<&str, &Content>) {
        for segment in segments {
            let plain = self.article.blocks[segment.block as usize].inline.is_empty();
            let text = segment.span.of(&self.article.text);
            // What is the same in both languages keeps its codes.
            let found = known.get(text).filter(|content| content.reading() != text);
            self.targets.push(match found {
                Some(content) if plain => Target::Text(Content(vec![Part::Text(content.reading())])),
                Some(content) => Target::Text((*content).clone()),
                None => Target::Missing,
            });
            self.origins.push(None);
            self.segments.push(segment);
        }
    }

    /// Gives segments of a block that the record does not have the translations of segments that were nearly the same.
    fn changed(&mut self, segments: Vec<Segment>, waiting: &mut Waiting<'_>) {
        for segment in segments {
            let found = waiting.take(segment.span.of(&self.article.text));
            self.targets.push(
                found
                    .as_ref()
                    .map_or(Target::Missing, |(_, target)| target.clone()),
            );
            self.origins.push(found.as_ref().map(|(at, _)| *at));
            self.near.extend(found.map(|(at, _)| at));
            self.segments.push(segment);
        }
    }
}

/// Translations whose block is not in the source any more, in order.
struct Waiting<'a> {
    segments: Vec<(usize, &'a str, Target)>,
    used: Vec<bool>,
    /// Where the last one was found.
    at: usize,
}

/// Sentences before and after the last one found that are compared: a sentence moves, but seldom far.
const REACH: usize = 200;

impl<'a> Waiting<'a> {
    fn new(
        record: &'a ArticleRecord,
        targets: &[Target],
        places: &[Option<usize>],
        starts: &[usize],
    ) -> Self {
        let mut segments = Vec::new();
        for (block, _) in places.iter().enumerate().filter(|(_, place)| place.is_none()) {
            for (at, segment) in (starts[block]..).zip(record.segments_of(block)) {
                match targets.get(at) {
                    Some(Target::Text(content)) => {
                        segments.push((at, record.text_of(segment), Target::Text(content.clone())));
                    }
                    // Sentences that share a translation change together or not at all.
                    Some(Target::Joined) => segments.push((at, "", Target::Joined)),
                    _ => {}
                }
            }
        }
        Self {
            used: vec![false; segments.len()],
            segments,
            at: 0,
        }
    }

    fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// The translation of a sentence that is nearly `text`: the nearest one behind the last that was found.
    fn take(&mut self, text: &str) -> Option<(usize, Target)> {
        let from = self.at.saturating_sub(REACH);
        let to = (self.at + REACH).min(self.segments.len());
        let order = (self.at..to).chain(from..self.at);
        let free = |at: &usize| {
            let joined = matches!(self.segments.get(at + 1), Some((_, _, Target::Joined)));
            let (_, source, target) = &self.segments[*at];
            !self.used[*at] && !joined && *target != Target::Joined && is_similar(source, text)
        };
        let found = order.into_iter().find(free)?;
        self.used[found] = true;
        self.at = found + 1;
        let (at, _, target) = &self.segments[found];
        Some((*at, target.clone()))
    }

    /// What was not taken.
    fn left(&self) -> Vec<usize> {
        let all = self.segments.iter().zip(&self.used);
        all.filter(|(_, used)| !**used)
            .map(|((at, _, _), _)| *at)
            .collect()
    }
}
