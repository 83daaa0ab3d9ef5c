//! White space between two sentences: Chinese and Japanese have none, nearly all others do.

use crate::article::Language;

/// Whether sentences of the language follow each other without white space.
pub(super) fn is_solid(language: &Language) -> bool {
    matches!(language.subtag(), "zh" | "yue" | "wuu" | "ja")
}

/// What stands between two sentences of which at least one is translated into `target`, where `gap` stood between their sources.
pub(super) fn between<'g>(gap: &'g str, target: &Language, both: bool) -> &'g str {
    if gap.is_empty() && !is_solid(target) {
        " "
    } else if both && is_solid(target) && is_blank(gap) {
        ""
    } else {
        gap
    }
}

/// Whether a gap is made of spaces alone: line ends are the file's own layout.
pub(super) fn is_blank(gap: &str) -> bool {
    gap.bytes().all(|b| b == b' ')
}
