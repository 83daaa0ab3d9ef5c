//! Office documents, in which texts stand inside texts: a note, a text box or the description of a picture in the middle of a sentence.
//!
//! Blocks are written from the inside out. What changes inside a code of a block is made in the code, and goes with it to where the
//! translation puts it.

use std::cmp::Reverse;

use super::{Draft, Merged, Writer, place_of};
use crate::article::{Block, Format, Span};
use crate::merge::attached::in_block;
use crate::merge::edit::{self, Edit};
use crate::merge::{Target, open_document, word};

/// The edits that put `targets` into an office document.
pub(super) fn edits(draft: &Draft<'_>, targets: &[Target]) -> Merged {
    let mut writer = Writer::new(draft, targets, false);
    let mut places = writer.places();
    places.sort_by_key(|(hull, ..)| (hull.end, Reverse(hull.start)));
    let mut edits: Vec<Edit> = Vec::new();
    let mut written = Vec::with_capacity(places.len());
    for (hull, index, mut block) in places {
        // All that was written inside this block stands last.
        let from = edits.partition_point(|edit| edit.at.start < hull.start);
        let inner = edits.split_off(from);
        in_block(&mut block, draft.source, &inner);
        writer.merged.edits.clear();
        if block.quote.is_some() {
            let edit = writer.attached_edit(index, &block);
            writer.merged.edits.extend(edit);
        } else {
            writer.block_at(index, &block, false);
        }
        if let Some(first) = block
            .origin
            .first()
            .filter(|_| block.quote.is_none() && !writer.merged.edits.is_empty())
        {
            written.push(first.source.end.saturating_sub(1).max(first.source.start));
        }
        edits.append(&mut joined(std::mem::take(&mut writer.merged.edits), inner));
    }
    if !edits.is_empty() {
        written.sort_unstable();
        frame(draft, &written, &mut edits);
    }
    edit::in_order(&mut edits);
    writer.merged.edits = edits;
    writer.merged.homeless.sort_unstable();
    writer.merged.homeless.dedup();
    writer.merged
}

/// What changes beside the translations, whose texts begin at `written`.
fn frame(draft: &Draft<'_>, written: &[u32], edits: &mut Vec<Edit>) {
    let (source, from, to) = (draft.source, draft.language, draft.target);
    if draft.format == Format::Docx {
        word::keep_spaces(source, edits);
        word::frame(source, from, to, written, edits);
    } else {
        edits.extend(open_document::frame(source, from, to));
    }
}

/// The edits of a block and those inside it, in order: one inside a range that the block replaces is in there already.
fn joined(mut own: Vec<Edit>, inner: Vec<Edit>) -> Vec<Edit> {
    edit::in_order(&mut own);
    let count = own.len();
    for edit in inner {
        let before = own[..count].partition_point(|own| own.at.start <= edit.at.start);
        let covered = before > 0 && edit.at.end <= own[before - 1].at.end;
        if !covered {
            own.push(edit);
        }
    }
    own.sort_by_key(|edit| (edit.at.start, edit.at.end));
    own
}

impl Writer<'_> {
    /// All places of blocks that have translations: from the first to the last byte of each, its number, and the block as it is there.
    fn places(&self) -> Vec<(Span, usize, Block)> {
        let mut places = Vec::new();
        for (index, block) in self.draft.article.blocks.iter().enumerate() {
            let mut range = self.ranges[index].clone();
            if !range.any(|at| self.target(at).is_translated()) {
                continue;
            }
            let here = Block {
                repeats: Vec::new(),
                ..block.clone()
            };
            let all = block.repeats.iter().map(|repeat| block.at(repeat));
            let all = std::iter::once(here).chain(all);
            places.extend(all.filter_map(|block| Some((hull(&block)?, index, block))));
        }
        places
    }
}

/// From the first to the last byte of a block, its codes included.
fn hull(block: &Block) -> Option<Span> {
    let text = place_of(block)?;
    let codes = block.inline.first().zip(block.inline.last());
    Some(codes.map_or(text, |(first, last)| Span {
        start: text.start.min(first.source.start),
        end: text.end.max(last.source.end),
    }))
}
