//! Why a translation has no place.

/// Why a translation has no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Reason {
    /// The article has no such segment.
    Unknown,
    /// The segment is not to be translated.
    Locked,
    /// Another translation of the segment is further, or newer.
    Superseded,
    /// A part of its sentence has no translation.
    Incomplete,
    /// The source has changed since the job was made.
    Changed,
    /// The text stands nowhere in the source file as it could be replaced.
    Homeless,
    /// The article cannot be written.
    Failed,
    /// The file is of other languages than the article.
    Language,
}

impl Reason {
    /// Short stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown-segment",
            Self::Locked => "locked",
            Self::Superseded => "superseded",
            Self::Incomplete => "incomplete",
            Self::Changed => "source-changed",
            Self::Homeless => "no-place",
            Self::Failed => "article-failed",
            Self::Language => "other-language",
        }
    }

    /// What it says to people.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Unknown => "the article has no such segment",
            Self::Locked => "the segment is not to be translated",
            Self::Superseded => "another translation of the segment is further or newer",
            Self::Incomplete => "a part of the sentence is not translated",
            Self::Changed => "the source has changed since the job was made",
            Self::Homeless => "the source file has no place for it",
            Self::Failed => "the article could not be written",
            Self::Language => "the file is of another language than the article",
        }
    }
}
