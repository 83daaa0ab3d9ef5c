//! Asks the engine whether a pattern ends or begins at a place of a text, within a window around it and a bound on its work.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use fancy_regex::{Regex, RegexInput, RegexOptionsBuilder};

/// How far, in bytes, a pattern sees to either side of a place; 200 characters of most scripts. No rule of the published files is a
/// tenth as long, and without a bound one `.*` makes the time grow with the square of the text.
const WINDOW: usize = 600;
/// Steps back that a pattern may take at one place. The published rules take under a hundred.
const MAX_STEPS: usize = 2_000;
/// Size of a compiled pattern, in bytes.
const MAX_SIZE: usize = 1 << 20;

/// Where a match is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Before the place: a match is to end there.
    Before,
    /// After it: a match is to begin there.
    After,
}

/// What the engine says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
    /// It gave up.
    Unknown,
}

/// A pattern, compiled when it is first asked.
#[derive(Debug)]
pub(super) struct Engine {
    pattern: String,
    regex: OnceLock<Option<Regex>>,
    gave_up: AtomicBool,
}

impl Engine {
    /// `pattern` is one of the engine's.
    pub(super) fn new(pattern: &str, side: Side) -> Self {
        let pattern = match side {
            Side::Before => format!("(?<={pattern})"),
            Side::After => pattern.to_owned(),
        };
        Self {
            pattern,
            regex: OnceLock::new(),
            gave_up: AtomicBool::new(false),
        }
    }

    /// Compiles the pattern.
    ///
    /// # Errors
    /// If the engine does not take it, with the reason.
    pub(super) fn compile(&self) -> Result<(), String> {
        let built = build(&self.pattern).map_err(|error| reason(&error))?;
        // Whoever was first has compiled the same.
        let _ = self.regex.set(Some(built));
        Ok(())
    }

    /// Whether the pattern matches at byte `at` of `text`.
    pub(super) fn ask(&self, text: &str, at: usize) -> Answer {
        let Some(regex) = self.regex.get_or_init(|| build(&self.pattern).ok()) else {
            return self.give_up();
        };
        let start = text.floor_char_boundary(at.saturating_sub(WINDOW));
        let end = text.ceil_char_boundary((at + WINDOW).min(text.len()));
        let input = RegexInput::new(&text[start..end])
            .from_pos(at - start)
            .anchored(true)
            .start_text(start == 0)
            .end_text(end == text.len());
        match regex.find_input(input) {
            Ok(Some(_)) => Answer::Yes,
            Ok(None) => Answer::No,
            Err(_) => self.give_up(),
        }
    }

    fn give_up(&self) -> Answer {
        self.gave_up.store(true, Ordering::Relaxed);
        Answer::Unknown
    }

    /// What went wrong while texts were cut.
    pub(super) fn trouble(&self) -> Option<&'static str> {
        if !self.gave_up.load(Ordering::Relaxed) {
            None
        } else if self.regex.get().is_some_and(Option::is_none) {
            Some("is too large to be compiled; the rule matches nothing")
        } else {
            Some("takes too many steps at some places; the rule does not match there")
        }
    }
}

/// Compiles a pattern that has to match the whole of a text.
///
/// # Errors
/// If the engine does not take it, with the reason.
pub(super) fn whole(pattern: &str) -> Result<Regex, String> {
    build(&format!(r"\A(?i:{pattern})\z")).map_err(|error| reason(&error))
}

fn build(pattern: &str) -> Result<Regex, fancy_regex::Error> {
    RegexOptionsBuilder::new()
        .backtrack_limit(MAX_STEPS)
        .delegate_size_limit(MAX_SIZE)
        .max_prog_size(MAX_SIZE / 16)
        // A window that ends inside the text is neither its start nor its end.
        .allow_input_assertion_overrides(true)
        .build_delegate_prefilter(false)
        .build(pattern.to_owned())
}

/// The last line of an error says what is wrong, those before it draw the pattern.
fn reason(error: &fancy_regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().rev().find(|line| !line.trim().is_empty());
    last.unwrap_or("cannot be compiled")
        .trim()
        .trim_start_matches("error: ")
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_match_ends_or_begins_at_the_place() {
        for (pattern, side, text, places) in [
            ("[.?!]+", Side::Before, "a.. b!", &[2, 3, 6][..]),
            (r"\s+\P{Lu}", Side::After, "a  b C", &[1, 2]),
            (r"\bDr\.\s", Side::Before, "Dr. xDr. Dr. ", &[4, 13]),
            (r"^\s*\p{Nd}+\s", Side::Before, " 12 3 x", &[4]),
            ("b$", Side::After, "abb", &[2]),
            ("a(?=b)", Side::Before, "abac", &[1]),
            ("(?<!x)a", Side::After, "axa", &[0]),
            ("a|bc", Side::Before, "abc", &[1, 3]),
            ("(?:a|ab)++c", Side::Before, "abc", &[]),
        ] {
            let engine = Engine::new(pattern, side);
            let found: Vec<usize> = (0..=text.len())
                .filter(|&at| engine.ask(text, at) == Answer::Yes)
                .collect();
            assert_eq!(found, places, "{pattern} {side:?} {text}");
        }
    }

    #[test]
    fn the_ends_of_a_window_are_not_those_of_the_text() {
        let text = format!("1{} {}1", "2".repeat(2000), "3".repeat(2000));
        let engine = Engine::new(r"^\p{Nd}+", Side::Before);
        assert_eq!(engine.ask(&text, 100), Answer::Yes);
        assert_eq!(engine.ask(&text, 2001), Answer::No);
        let engine = Engine::new(r" \p{Nd}+$", Side::After);
        assert_eq!(engine.ask(&text, 2001), Answer::No);
        assert_eq!(engine.ask(&text[..2300], 2001), Answer::Yes);
    }

    #[test]
    fn a_pattern_that_never_comes_to_an_end_is_given_up() {
        let engine = Engine::new("(?:(?!x)(?:a|aa))+b", Side::After);
        assert_eq!(engine.ask(&"a".repeat(500), 300), Answer::Unknown);
        assert!(engine.trouble().unwrap().contains("steps"));
        let engine = Engine::new(r"\p{L}{1000}{1000}", Side::Before);
        assert_eq!(engine.ask("a", 1), Answer::Unknown);
        assert!(engine.trouble().unwrap().contains("large"));
        assert!(engine.compile().is_err());
    }
}
