//! The sum of signs that decides where no rule does.

use super::around::{Next, Shape, is_acronym, is_initial};
use super::document::Facts;
use super::lexicon::Classes;
use super::marks::{Mark, is_dash};
use super::stop::Stop;

/// How far, in characters, the end of a bracket is looked for.
const BRACKET_REACH: usize = 300;

/// What is known of a full stop, question mark or ellipsis before white space. All that [`undecided`] weighs.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a sign of its own")]
pub(super) struct Evidence<'t> {
    pub(super) stop: Stop,
    pub(super) next: Next<'t>,
    /// The word before, without opening marks.
    pub(super) word: &'t str,
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

/// Decides what no rule decides, by adding up signs for and against an end.
///
/// The weights are whole numbers set by hand so that one strong sign outweighs two weak ones; a learned model over the same
/// evidence can stand here.
pub(super) fn undecided(evidence: &Evidence<'_>) -> bool {
    let Evidence {
        stop,
        next,
        word,
        classes,
        elsewhere,
        word_facts,
        next_facts,
        starter,
        in_bracket,
        ordinals,
        titled,
        counted,
    } = *evidence;
    let dot = stop.mark == Mark::Dot && stop.marks == 1;
    let mut score = match stop.mark {
        Mark::Dot if dot => 2,
        Mark::Dot | Mark::Ellipsis => 1,
        _ => 3,
    };
    score += match next.shape {
        Shape::Capital | Shape::Caseless => 2,
        // `He stopped. ...and went on.`
        Shape::Other
            if next
                .rest
                .trim_start_matches(['.', '…'])
                .starts_with(char::is_alphabetic) =>
        {
            2
        }
        Shape::Small => -6,
        Shape::Digit | Shape::Other => 0,
    };
    if starter && next.shape == Shape::Capital {
        score += 3;
    }
    if next_facts.has(Facts::SMALL) && next.shape == Shape::Capital {
        score += 2;
    }
    if titled && classes.has(Classes::FINAL) {
        score += 3;
    }
    if in_bracket {
        score -= 3;
    }
    if next.first == '(' && goes_on_after_bracket(next.rest) {
        score -= 4;
    }
    // `word . . . word` is a pause; with a fourth dot or without the space it is an end more often.
    if stop.marks == 3 && stop.spread {
        score -= 3;
    }
    if is_dash(next.first) && next.shape != Shape::Capital {
        score -= 3;
    }
    if dot && !stop.quoted {
        score += if counted {
            -2
        } else {
            abbreviation_weight(word, classes, elsewhere, next.shape)
        };
        // `(ABC Inc.) said`
        if stop.closed && !(classes.is_empty() && elsewhere.is_empty()) && next.shape == Shape::Caseless {
            score -= 4;
        }
        if word_facts.has(Facts::DOT_INSIDE) && !word_facts.has(Facts::UNDOTTED) {
            score -= 4;
        }
        if ordinals && word.ends_with(|c: char| c.is_ascii_digit()) && word.len() <= 3 {
            score -= 2;
        }
        let short = word.chars().count() <= 2;
        if next_facts.has(Facts::CAPITAL_INSIDE)
            && !next_facts.has(Facts::SMALL)
            && (short || !classes.is_empty())
        {
            score -= 2;
        }
    }
    score > 0
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
