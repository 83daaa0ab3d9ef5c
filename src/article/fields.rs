//! The parts of an article that fields of JSON and columns of tables hold, and what these are usually called.

/// A part of an article that a field may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldKind {
    /// The headline.
    Title,
    /// The text, plain or HTML.
    Text,
    /// What the article is about, in a sentence or two.
    Deck,
    /// Names.
    Author,
    /// When it was published.
    Date,
    /// The language it is in.
    Lang,
    /// Its address.
    Url,
}

const KINDS: [(&str, FieldKind, &[&str]); 7] = [
    (
        "title",
        FieldKind::Title,
        &["title", "headline", "heading", "name"],
    ),
    (
        "text",
        FieldKind::Text,
        &[
            "text",
            "body",
            "content",
            "content_html",
            "content_text",
            "article",
            "articlebody",
            "article_body",
            "body_html",
            "html",
            "fulltext",
            "full_text",
            "maintext",
            "story",
        ],
    ),
    (
        "deck",
        FieldKind::Deck,
        &[
            "description",
            "summary",
            "deck",
            "subtitle",
            "standfirst",
            "excerpt",
            "abstract",
            "lead",
        ],
    ),
    (
        "author",
        FieldKind::Author,
        &["author", "authors", "byline", "creator"],
    ),
    (
        "date",
        FieldKind::Date,
        &[
            "date",
            "date_published",
            "datepublished",
            "published",
            "published_at",
            "publishedat",
            "published_date",
            "publication_date",
            "pubdate",
            "pub_date",
            "created_at",
            "created",
            "timestamp",
        ],
    ),
    (
        "lang",
        FieldKind::Lang,
        &["lang", "language", "inlanguage", "locale"],
    ),
    (
        "url",
        FieldKind::Url,
        &[
            "url",
            "link",
            "permalink",
            "canonical_url",
            "source_url",
            "external_url",
        ],
    ),
];

impl FieldKind {
    /// The part that is called so by the user: `title`, `text`, `deck`, `author`, `date`, `lang`, `url`.
    pub(crate) fn parse(part: &str) -> Option<Self> {
        KINDS
            .iter()
            .find(|(name, ..)| *name == part)
            .map(|(_, kind, _)| *kind)
    }

    /// What the parts are called.
    pub(crate) fn parts() -> impl Iterator<Item = &'static str> {
        KINDS.iter().map(|(name, ..)| *name)
    }

    /// The usual names of fields for it, in lower case, the likeliest first.
    pub(crate) fn usual(self) -> &'static [&'static str] {
        KINDS
            .iter()
            .find(|(_, known, _)| *known == self)
            .map_or(&[], |(.., names)| *names)
    }

    /// What a column of this name holds, if the name is a usual one.
    pub(crate) fn of_column(column: &str) -> Option<Self> {
        let holds = |names: &[&str]| names.iter().any(|name| is_called(column, name));
        KINDS
            .iter()
            .find(|(.., names)| holds(names))
            .map(|(_, kind, _)| *kind)
    }
}

/// Whether a column has a usual name, in whatever case and with spaces in it.
pub(crate) fn is_called(column: &str, name: &str) -> bool {
    column.trim().replace(' ', "_").eq_ignore_ascii_case(name)
}
