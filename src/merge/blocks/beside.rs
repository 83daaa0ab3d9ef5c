//! What changes beside the running text: attributes and the like that are blocks, and texts that say again what a block says.

use super::{Writer, place_of};
use crate::article::{Block, Format};
use crate::merge::echo::{self, Known};
use crate::merge::edit::{self, Edit};
use crate::merge::render::clean_text;
use crate::merge::{Target, attached};

impl Writer<'_> {
    /// The edits of texts beside the running text: blocks that are values, and what says again what a block says. In order.
    pub(super) fn found_beside(&self) -> Vec<Edit> {
        let draft = self.draft;
        if !self.targets.iter().any(Target::is_translated) {
            return Vec::new();
        }
        let values = draft.article.blocks.iter().enumerate();
        let mut edits: Vec<Edit> = values
            .filter_map(|(index, block)| self.attached_edit(index, block))
            .collect();
        edits.extend(echo::edits(
            draft.source,
            draft.format,
            &self.known(),
            self.is_xml,
        ));
        edit::in_order(&mut edits);
        edits
    }

    /// Replaces a value as a whole, if its text has changed.
    pub(super) fn attached_edit(&self, index: usize, block: &Block) -> Option<Edit> {
        let quote = block.quote?;
        let at = place_of(block)?;
        let mut range = self.ranges[index].clone();
        if !range.any(|at| self.changes(at)) {
            return None;
        }
        let text = echo::plain(&clean_text(&self.reading(index), false));
        let write = match self.draft.format {
            Format::Markdown => attached::written_in_markdown,
            _ => attached::written,
        };
        (!text.is_empty()).then(|| Edit::new(at, write(&text, quote)))
    }

    /// Whether the translation of a segment says something else than the segment.
    fn changes(&self, segment: usize) -> bool {
        match self.target(segment) {
            Target::Text(content) => {
                let source = self.draft.segments[segment].span.of(&self.draft.article.text);
                echo::plain(&content.reading()) != echo::plain(source)
            }
            Target::Joined => true,
            Target::Missing | Target::Same => false,
        }
    }

    /// The translations of blocks that are translated as a whole, and of sentences, by their source.
    fn known(&self) -> Known {
        let mut known = Known::default();
        let draft = self.draft;
        for (index, block) in draft.article.blocks.iter().enumerate() {
            let range = self.ranges[index].clone();
            let whole = !range.is_empty() && range.clone().all(|at| self.target(at).is_translated());
            if !whole || !range.clone().any(|at| self.changes(at)) {
                continue;
            }
            known
                .entry(echo::plain(draft.article.text_of(block)))
                .or_insert_with(|| echo::plain(&self.reading(index)));
        }
        known
    }
}
