//! Texts that a reader meets beside the running text: what a picture shows, what a link says when it is pointed at, what search engines show.

use serde::{Deserialize, Serialize};

/// What a block is that stands beside the running text. It is translated and put back, and no summary, newsletter or vote on the language
/// counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Attachment {
    /// What stands in the place of a picture that is not seen: `alt`, the description of a drawing.
    Alt,
    /// What is shown when a link or a picture is pointed at: `title`.
    Title,
    /// What a screen reader says instead: `aria-label`.
    Label,
    /// What an empty field of a form shows: `placeholder`.
    Placeholder,
    /// What search engines and shared links say of the page: `<meta name="description">`, `og:description`.
    Description,
    /// The headline that these show, where it is another than that of the article: `<title>`, `og:title`.
    Headline,
    /// What stands at the head of every page of a printed document.
    Header,
    /// What stands at the foot of every page of a printed document.
    Footer,
}

impl Attachment {
    /// The name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Alt => "alt",
            Self::Title => "title",
            Self::Label => "label",
            Self::Placeholder => "placeholder",
            Self::Description => "description",
            Self::Headline => "headline",
            Self::Header => "header",
            Self::Footer => "footer",
        }
    }

    /// Whether it belongs to the page as a whole, and to no place in the text.
    pub fn is_of_page(self) -> bool {
        matches!(
            self,
            Self::Description | Self::Headline | Self::Header | Self::Footer
        )
    }

    /// What it is, for people.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Alt => "alternative text of a picture",
            Self::Title => "tooltip",
            Self::Label => "label for screen readers",
            Self::Placeholder => "hint in an empty field",
            Self::Description => "description for search engines",
            Self::Headline => "title for search engines",
            Self::Header => "header of the pages",
            Self::Footer => "footer of the pages",
        }
    }
}
