//! What a document says of all its articles, and of itself: the names in its list of contents, its language, the direction of its pages.

use super::{Change, Document, options, plain};
use crate::article::{Direction, Language};
use crate::escape::Xml;
use crate::extract;
use crate::merge::Edit;
use crate::read::Source;
use crate::run::process::Settings;

impl Document {
    /// The edits that let it say that it is in `target`: the language, and which way its pages follow each other.
    pub(super) fn language(&self, target: &Language, settings: &Settings) -> Vec<Edit> {
        let source = &self.source;
        let tag = target.to_string();
        let said = extract::languages(&source.text, source.format, &options(source, settings));
        let said = said.into_iter().filter(|at| at.of(&source.text) != tag);
        let mut edits: Vec<Edit> = said.map(|at| Edit::new(at, &*tag)).collect();
        edits.extend(self.progression(target, settings));
        edits
    }

    fn progression(&self, target: &Language, settings: &Settings) -> Option<Edit> {
        let source = &self.source;
        let found = extract::progression(&source.text, source.format, &options(source, settings))?;
        let direction = target.direction();
        if found.said.unwrap_or(Direction::Ltr) == direction {
            return None;
        }
        let value = direction.as_str();
        let text = if found.is_written {
            value.to_owned()
        } else {
            format!(" page-progression-direction=\"{value}\"")
        };
        Some(Edit::new(found.at, text))
    }

    /// The edits of texts that name the articles: as their titles were translated, else as an earlier translation has them.
    pub(super) fn contents(&self, change: &Change<'_>, settings: &Settings) -> Vec<Edit> {
        let of = |source: &Source| extract::contents(&source.text, source.format, &options(source, settings));
        let here = of(&self.source);
        let earlier = change
            .earlier
            .as_ref()
            .and_then(|earlier| earlier.holder.document.as_ref());
        let before = earlier.map_or_else(Vec::new, |document| of(&document.source));
        let before = if before.len() == here.len() {
            before
        } else {
            Vec::new()
        };
        let headings = change.headings.borrow();
        let texts = here.into_iter().enumerate().filter_map(|(place, (text, at))| {
            let known = headings.get(&plain(&text));
            let known = known.or_else(|| before.get(place).map(|(text, _)| text))?;
            let mut escaped = Xml::new();
            escaped.text(known.trim());
            (plain(known) != plain(&text)).then(|| Edit::new(at, escaped.into_string()))
        });
        texts.collect()
    }
}
