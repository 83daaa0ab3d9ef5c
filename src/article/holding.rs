//! Files that hold more than one text: the members of a document, the columns of a table.

use super::Span;

/// A member of a document that is a zip archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name in the archive.
    pub name: String,
    /// Its text in the decoded source.
    pub span: Span,
}

/// The columns of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// Their names, from the first row.
    pub names: Vec<String>,
    /// The byte between cells.
    pub separator: u8,
}
