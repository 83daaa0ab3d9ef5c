//! The way back: translated segments into the article they come from, in its own format.
//!
//! Nothing is rendered anew. A translation replaces the range of the source that its sentence was read from ([`edits`]), and the file is its own
//! bytes with those ranges replaced ([`splice`]). **Invariant:** where nothing is translated, or every translation equals its source, the result
//! is the file, byte for byte. Inline codes go back as the source has them, text is escaped for where it stands, and of the rest a page's `lang`
//! and `dir`, the `lang` of front matter, and titles and descriptions that repeat a translated block are all that changes.
//!
//! [`placed`] finds the segment that each returned translation belongs to, [`record`] makes the record of the
//! translated article, [`mod@pseudo`] makes translations that test a layout. Nothing here opens a file.

mod attached;
mod blocks;
mod bytes;
mod codes;
mod echo;
mod edit;
mod front_matter;
mod insets;
mod links;
mod markdown;
mod open_document;
mod package;
mod page;
mod place;
pub mod placed;
pub mod pseudo;
pub mod record;
mod render;
mod shell;
mod spacing;
mod tokens;
mod word;
mod wrap;

pub use blocks::{Draft, Merged, Notice, edits};
pub use bytes::{EncodingPolicy, Spliced, splice};
pub use codes::Settled;
pub use edit::{Edit, apply, in_order};
pub use insets::inset_edits;
pub use package::{is_packable, repack};

use crate::article::Format;
use crate::bilingual::Content;

/// Whether translations can be put back into a file of this format.
pub fn is_writable(format: Format) -> bool {
    matches!(
        format,
        Format::Text
            | Format::Markdown
            | Format::Html
            | Format::Docx
            | Format::Odt
            | Format::Epub
            | Format::Feed
            | Format::Json
            | Format::Table
    )
}

/// What became of a segment.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Target {
    /// Nothing: its source stands.
    #[default]
    Missing,
    /// It stays as it is: program code, text that is in the target language already, a name.
    Same,
    /// Its translation.
    Text(Content),
    /// Its translation is part of the segment's before it in the same block.
    Joined,
}

impl Target {
    /// Whether there is a translation.
    pub fn is_translated(&self) -> bool {
        matches!(self, Self::Text(_) | Self::Joined)
    }
}

#[cfg(test)]
mod tests;
