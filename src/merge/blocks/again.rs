//! Markdown and wrapped text are read again after they are written: what is markup, or one paragraph, depends on everything around it, and
//! only a reader can tell.

use rustc_hash::FxHashMap;

use super::{Notice, Writer};
use crate::article::Span;
use crate::bilingual::{Code, Content, codes};
use crate::extract::{self, ExtractOptions};
use crate::merge::codes::settle;
use crate::merge::{edit, spacing, wrap};

impl Writer<'_> {
    /// Reads the finished text again: blocks that do not read as they should are written with all care.
    pub(super) fn read_again(&mut self) {
        let wrong = self.wrong_blocks();
        if wrong.is_empty() {
            return;
        }
        self.write(&|index| wrong.binary_search(&index).is_ok());
        let still = self.wrong_blocks();
        for index in still {
            let segment = self.ranges[index].start;
            self.merged.notices.push(Notice {
                segment: self.draft.segments.get(segment).map(|segment| segment.id.clone()),
                code: "markup",
                message: "the paragraph may read differently than its translation: signs of Markdown stand too close together".to_owned(),
            });
        }
    }

    /// Fills paragraphs of hard-wrapped text again, unless they would read differently then.
    pub(super) fn wrap(&mut self) {
        edit::in_order(&mut self.merged.edits);
        let Some(filled) = wrap::filled(self.draft, &self.merged.edits) else {
            return;
        };
        if filled == self.merged.edits {
            return;
        }
        let wrong = self.wrong_blocks().len();
        let unfilled = std::mem::replace(&mut self.merged.edits, filled);
        if self.wrong_blocks().len() > wrong {
            self.merged.edits = unfilled;
        }
    }

    /// The translated blocks that are not read back with the text they were given.
    fn wrong_blocks(&mut self) -> Vec<usize> {
        edit::in_order(&mut self.merged.edits);
        let mut edits = self.merged.edits.clone();
        edits.extend(self.beside.iter().cloned());
        edit::in_order(&mut edits);
        let text = edit::apply(self.draft.source, &edits);
        let Ok(article) = extract::extract(&text, self.draft.format, &ExtractOptions::default()) else {
            return Vec::new();
        };
        let read: Vec<String> = article
            .blocks
            .iter()
            .map(|block| letters(article.text_of(block)))
            .collect();
        let mut known: FxHashMap<&str, usize> = FxHashMap::default();
        for text in &read {
            *known.entry(text).or_default() += 1;
        }
        let changed = |index: &usize| {
            self.ranges[*index]
                .clone()
                .any(|at| self.target(at).is_translated())
        };
        let mut wrong = Vec::new();
        for index in (0..self.draft.article.blocks.len()).filter(changed) {
            let wanted = letters(&self.reading(index));
            match known.get_mut(&*wanted) {
                Some(count) if *count > 0 => *count -= 1,
                _ => wrong.push(index),
            }
        }
        wrong
    }

    /// The text that a reader is to see of a block.
    pub(super) fn reading(&self, index: usize) -> String {
        let draft = self.draft;
        let block = &draft.article.blocks[index];
        let range = self.ranges[index].clone();
        let spans: Vec<Span> = draft.segments[range.clone()]
            .iter()
            .map(|segment| segment.span)
            .collect();
        let contents = codes::split(&draft.article.text, block, &spans);
        let mut out = String::new();
        let mut at = 0;
        while at < contents.len() {
            if let (Some(before), true) = (at.checked_sub(1), at > 0) {
                let gap = &draft.article.text[spans[before].end as usize..spans[at].start as usize];
                out.push_str(spacing::between(gap, draft.target, true));
            }
            let group = self.group(range.start, at, contents.len());
            let known: Vec<&Code> = contents[at..=group.last]
                .iter()
                .flat_map(Content::codes)
                .collect();
            match group.target {
                Some(target) => out.push_str(&settle(target, &known).0.reading()),
                None => out.push_str(&contents[at].reading()),
            }
            at = group.last + 1;
        }
        out
    }
}

/// The text without white space.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect()
}
