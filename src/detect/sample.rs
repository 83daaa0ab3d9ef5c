//! What of a long text is read: its beginning, and stretches of the rest at equal distances. And which of the words read the
//! model is asked about: all of a short text, a part spread evenly over a long one. Both depend on the text's length alone.

/// Read in whole.
const BEGINNING: usize = 64 * 1024;
/// Size of a stretch of the rest.
const STRETCH: usize = 4096;
/// Stretches that are read at most.
const STRETCHES: usize = 32;

/// Bytes of text whose words are worth looking up. On 10,000 documents of 1.5 to 30 KB in some 400 languages no more are
/// told right with all words than with those of 1 KiB.
const ASKED: u64 = 1024;

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

/// Tells for one word of a text after the other whether the model is asked about it.
#[derive(Debug)]
pub(crate) struct Turns {
    /// The words asked about are to all words as this to 2^32.
    share: u32,
    word: u32,
}

impl Turns {
    pub(crate) fn new(text: &str) -> Self {
        let read: usize = pieces(text).map(str::len).sum();
        let share = (u64::from(u32::MAX) * ASKED / (read as u64).max(ASKED)) as u32;
        Self { share, word: 0 }
    }

    /// Whether it is the next word's turn.
    ///
    /// Multiples of the golden section fall evenly into any interval, and in step with no pattern of a text (Weyl 1916).
    pub(crate) fn next(&mut self) -> bool {
        self.word = self.word.wrapping_add(0x9E37_79B9);
        self.word <= self.share
    }
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
    fn words_take_turns_evenly() {
        let taken = |bytes: usize, words: usize| {
            let mut turns = Turns::new(&"a".repeat(bytes));
            (0..words).map(|_| turns.next()).collect::<Vec<_>>()
        };
        assert!(taken(1024, 400).iter().all(|&taken| taken));
        for (bytes, want) in [(2048, 512), (8192, 128), (30_000, 35)] {
            let taken = taken(bytes, 1024);
            let halves =
                [&taken[..512], &taken[512..]].map(|half| half.iter().filter(|&&taken| taken).count());
            assert!(
                halves.iter().all(|half| half.abs_diff(want / 2) <= 2),
                "{bytes}: {halves:?}"
            );
        }
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
