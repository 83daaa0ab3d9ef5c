//! Fields of `OpenDocument`: numbers of pages, dates and the like, which the program puts in.

/// Fields whose text the program puts in again and again.
const COMPUTED: &[&str] = &[
    "bibliography-mark",
    "bookmark-ref",
    "chapter",
    "character-count",
    "creation-date",
    "creation-time",
    "creator",
    "database-display",
    "database-name",
    "date",
    "editing-cycles",
    "editing-duration",
    "expression",
    "file-name",
    "image-count",
    "modification-date",
    "modification-time",
    "note-ref",
    "object-count",
    "page-continuation",
    "page-count",
    "page-number",
    "page-variable-get",
    "paragraph-count",
    "print-date",
    "print-time",
    "printed-by",
    "reference-ref",
    "sequence",
    "sequence-ref",
    "sheet-name",
    "table-count",
    "template-name",
    "time",
    "user-defined",
    "user-field-get",
    "variable-get",
    "word-count",
];

/// Whether an element is such a field.
pub(super) fn is_computed(name: &str) -> bool {
    COMPUTED.binary_search(&name).is_ok()
        || matches!(
            name,
            "author-name" | "author-initials" | "initial-creator" | "keywords" | "subject" | "title"
        )
        || name.starts_with("sender-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_in_order() {
        assert!(COMPUTED.is_sorted());
        assert!(
            is_computed("page-number")
                && is_computed("title")
                && is_computed("sender-city")
                && !is_computed("span")
        );
    }
}
