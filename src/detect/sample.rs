//! Which pieces of a long text are read: its beginning, and stretches of the rest at equal distances. The choice depends on
//! the text's length alone.

/// Read in whole.
const BEGINNING: usize = 64 * 1024;
/// Size of a stretch of the rest.
const STRETCH: usize = 4096;
/// Stretches that are read at most.
const STRETCHES: usize = 32;

/// The pieces to read, in order.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let split = boundary(text, BEGINNING);
    let (beginning, rest) = text.split_at(split);
    let every = rest.len().div_ceil(STRETCHES).max(STRETCH);
    let starts = (0..rest.len()).step_by(every);
    std::iter::once(beginning).chain(starts.map(move |start| {
        let (start, end) = (boundary(rest, start), boundary(rest, start + STRETCH));
        &rest[start..end]
    }))
}

/// The first character boundary at or after `at`.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len())
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_is_read_in_whole() {
        assert_eq!(pieces("слово").collect::<Vec<_>>(), ["слово"]);
        let text = "дом ".repeat(20_000);
        assert_eq!(pieces(&text).map(str::len).sum::<usize>(), text.len());
    }

    #[test]
    fn a_long_text_costs_no_more_than_its_sample() {
        let text = "ё".repeat(3_000_000);
        let read: usize = pieces(&text).map(str::len).sum();
        assert!(
            read > BEGINNING && read <= BEGINNING + STRETCHES * (STRETCH + 4),
            "{read}"
        );
    }
}
