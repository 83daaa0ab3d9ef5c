//! The sum of signs that decides where no rule does.

use super::around::{Next, Shape, is_acronym, is_initial};
use super::document::Facts;
use super::lexicon::Classes;
use super::marks::{Mark, is_dash};
use super::pairs::Ahead;
use super::stop::Stop;

/// How far, in characters, the end of a bracket is looked for.
const BRACKET_REACH: usize = 300;

/// What is known of a full stop, question mark or ellipsis before white space. All that the model weighs.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a sign of its own")]
pub(super) struct Evidence<'t> {
    pub(super) stop: Stop,
    pub(super) next: Next<'t>,
    /// The first of the marks.
    pub(super) mark: char,
    /// The word before, without opening marks.
    pub(super) word: &'t str,
    /// What stands before that word.
    pub(super) before: &'t str,
    /// Nothing stands before that word.
    pub(super) opens_passage: bool,
    /// What is open, and how soon it closes.
    pub(super) ahead: Ahead,
    /// Its classes in the language.
    pub(super) classes: Classes,
    /// Its classes in any language.
    pub(super) elsewhere: Classes,
    /// What the text says about it.
    pub(super) word_facts: Facts,
    /// What the text says about the next word.
    pub(super) next_facts: Facts,
    /// The next word often opens sentences.
    pub(super) starter: bool,
    /// The next word is a title with its dot.
    pub(super) titled: bool,
    /// A bracket is open.
    pub(super) in_bracket: bool,
    /// The language writes ordinals with a full stop.
    pub(super) ordinals: bool,
    /// The word before is a unit or the word for year after a number: `2019 г.`
    pub(super) counted: bool,
}

impl Evidence<'_> {
    /// Signs for and against an end, added up.
    ///
    /// The weights are whole numbers set by hand so that one strong sign outweighs two weak ones. The sum is itself a sign for the
    /// model: it carries over to languages that the model has met seldom or never.
    pub(super) fn sum(&self) -> i32 {
        of_mark(self) + of_next(self) + of_word(self)
    }
}

/// True for a full stop that stands alone.
fn is_full_stop(stop: &Stop) -> bool {
    stop.mark == Mark::Dot && stop.marks == 1
}

fn of_mark(evidence: &Evidence<'_>) -> i32 {
    let stop = &evidence.stop;
    let mark = match stop.mark {
        Mark::Dot if is_full_stop(stop) => 2,
        // `word . . . word` is a pause; with a fourth dot or without the space before it is an end more often.
        Mark::Dot if stop.marks == 3 && stop.spread => -2,
        Mark::Dot | Mark::Ellipsis => 1,
        _ => 3,
    };
    if evidence.in_bracket { mark - 3 } else { mark }
}

fn of_next(evidence: &Evidence<'_>) -> i32 {
    let &Evidence {
        next,
        next_facts,
        starter,
        titled,
        classes,
        ..
    } = evidence;
    let capital = next.shape == Shape::Capital;
    let mut score = match next.shape {
        Shape::Capital | Shape::Caseless => 2,
        // `He stopped. ...and went on.`
        Shape::Other
            if next
                .rest
                .trim_start_matches(['.', '…', ' '])
                .starts_with(char::is_alphabetic) =>
        {
            2
        }
        Shape::Small | Shape::Digit | Shape::Other => 0,
    };
    if starter && capital {
        score += 3;
    }
    if next_facts.has(Facts::SMALL) && capital {
        score += 2;
    }
    if titled && classes.has(Classes::FINAL) {
        score += 3;
    }
    if next.first == '(' && goes_on_after_bracket(next.rest) {
        score -= 4;
    }
    if is_dash(next.first) && !capital {
        score -= 3;
    }
    score
}

/// The word before speaks only through a full stop, and not from inside a quotation.
fn of_word(evidence: &Evidence<'_>) -> i32 {
    let &Evidence {
        stop,
        next,
        word,
        classes,
        elsewhere,
        word_facts,
        next_facts,
        ..
    } = evidence;
    if !is_full_stop(&stop) || stop.quoted {
        return 0;
    }
    let mut score = if evidence.counted {
        -2
    } else {
        abbreviation_weight(word, classes, elsewhere, next.shape)
    };
    if word_facts.has(Facts::DOT_INSIDE) && !word_facts.has(Facts::UNDOTTED) {
        score -= 4;
    }
    if evidence.ordinals && word.ends_with(|c: char| c.is_ascii_digit()) && word.len() <= 3 {
        score -= 2;
    }
    let name_follows = next_facts.has(Facts::CAPITAL_INSIDE) && !next_facts.has(Facts::SMALL);
    if name_follows && (word.chars().count() <= 2 || !classes.is_empty()) {
        score -= 2;
    }
    score
}

/// Whether the bracket that `rest` opens belongs to the sentence before it: no mark inside ends it, and one outside does, or a small
/// letter follows.
fn goes_on_after_bracket(rest: &str) -> bool {
    let Some((inner_end, inner)) = rest
        .char_indices()
        .take(BRACKET_REACH)
        .skip(1)
        .find(|&(_, c)| c == ')' || c == '(')
    else {
        return false;
    };
    let outside = rest[inner_end + 1..].trim_start();
    inner == ')'
        && !rest[..inner_end]
            .trim_end_matches(['"', '”', '»', '\''])
            .ends_with(['.', '!', '?', '…', '।', '。'])
        && outside.starts_with(|c: char| c.is_lowercase() || ".,;:!?".contains(c))
}

/// How much a word before a full stop looks like an abbreviation, as a negative number.
fn abbreviation_weight(word: &str, classes: Classes, elsewhere: Classes, next: Shape) -> i32 {
    if is_initial(word) {
        return -7;
    }
    if is_acronym(word) {
        return -5;
    }
    if !classes.is_empty() {
        return match classes {
            _ if classes.has(Classes::SERIES) => 0,
            Classes::FINAL => -4,
            _ => -5,
        };
    }
    let length = word.chars().count();
    let capital = word.starts_with(char::is_uppercase);
    match next {
        Shape::Capital if elsewhere.has(Classes::TITLE) && capital && length >= 2 => -5,
        Shape::Digit if capital && length <= 4 => -2,
        _ if !elsewhere.is_empty() && length <= 3 => -2,
        _ => 0,
    }
}
