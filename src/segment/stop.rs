//! Whether a mark ends its sentence.
//!
//! Rules answer first, from the surest to the weakest; what they leave open is weighed by [`undecided`].

use super::document::{Document, Facts};
use super::ideographic;
use super::lexicon::{Classes, Lexicon};
use super::marks::{Mark, is_dash, is_format, opens};
use super::pairs::Pairs;
use super::writing::{Writing, names_a_letter};

/// How far, in characters, the word before a mark and the word after it are read.
const WORD_REACH: usize = 60;
/// How far, in characters, the end of a bracket is looked for.
const BRACKET_REACH: usize = 300;

/// A run of final marks with the closing marks that belong to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stop {
    /// First byte of the marks.
    pub(super) start: usize,
    /// First byte after all that belongs to them: where the sentence ends if it ends.
    pub(super) end: usize,
    /// What leads the run.
    pub(super) mark: Mark,
    /// Number of final marks.
    pub(super) marks: u32,
    /// White space stands before and between the marks: ` . . .`
    pub(super) spread: bool,
    /// A closing quotation mark or bracket follows the marks.
    pub(super) closed: bool,
    /// A closing quotation mark follows the marks.
    pub(super) quoted: bool,
}

/// The case of a letter, or what stands instead of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Capital,
    Small,
    Caseless,
    Digit,
    Other,
}

impl Shape {
    pub(super) fn of(c: char) -> Self {
        if c.is_lowercase() {
            Self::Small
        } else if c.is_uppercase() {
            Self::Capital
        } else if c.is_numeric() {
            Self::Digit
        } else if c.is_alphabetic() {
            Self::Caseless
        } else {
            Self::Other
        }
    }
}

/// What follows a mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Next<'t> {
    /// White space stands between.
    pub(super) gap: bool,
    /// The first character that is not white space.
    pub(super) first: char,
    /// An opening mark, dash or bullet stands before the first letter.
    pub(super) opener: bool,
    /// The first letter or digit after such marks.
    pub(super) shape: Shape,
    /// The word that it begins.
    pub(super) word: &'t str,
    /// A dot follows that word.
    pub(super) dotted: bool,
    /// The text from `first` on.
    pub(super) rest: &'t str,
}

impl<'t> Next<'t> {
    fn read(text: &'t str) -> Option<Self> {
        let rest = text.trim_start();
        let first = rest.chars().next()?;
        let mut inner = rest;
        for _ in 0..WORD_REACH {
            let Some(c) = inner.chars().next() else { break };
            let spaced = c.is_whitespace() && inner.len() < rest.len();
            if !opens(c) && !spaced {
                break;
            }
            inner = &inner[c.len_utf8()..];
        }
        let length = inner
            .char_indices()
            .take(WORD_REACH)
            .find(|&(_, c)| {
                !(c.is_alphanumeric()
                    || c == '\''
                    || c == '’'
                    || unicode_normalization::char::is_combining_mark(c))
            })
            .map_or(inner.len().min(4 * WORD_REACH), |(at, _)| at);
        let word = inner.get(..length).unwrap_or_default();
        Some(Self {
            gap: rest.len() < text.len(),
            first,
            opener: inner.len() < rest.len(),
            shape: inner.chars().next().map_or(Shape::Other, Shape::of),
            word,
            dotted: inner[word.len()..].starts_with('.'),
            rest,
        })
    }
}

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

/// Decides marks in a text of one language.
pub(super) struct Judge<'t> {
    pub(super) text: &'t str,
    pub(super) writing: Writing,
    pub(super) lexicon: Lexicon,
    pub(super) document: Document<'t>,
}

impl<'t> Judge<'t> {
    /// The mark that `;` or `:` is in this language, if it is one.
    pub(super) fn final_half(&self, c: char) -> Option<Mark> {
        match (self.writing, c) {
            (Writing::Greek, ';') => Some(Mark::Question),
            (Writing::Armenian, ':') => Some(Mark::Verjaket),
            _ => None,
        }
    }

    /// Whether the sentence ends at `stop`, which lies inside the passage `start..end`; `before` and `after` are the pairs open before
    /// and after it.
    pub(super) fn ends(&self, stop: &Stop, before: &Pairs, after: &Pairs, start: usize, end: usize) -> bool {
        let Some(next) = Next::read(&self.text[stop.end..end]) else {
            return false;
        };
        let left = &self.text[start..stop.start];
        match stop.mark {
            Mark::Ideographic => ideographic::ends(self, stop, &next, before, left),
            Mark::Danda => self.danda(stop, &next, left),
            Mark::Verjaket => next.gap && next.shape != Shape::Small,
            Mark::Dot if self.writing == Writing::Thai => false,
            Mark::Dot | Mark::Question | Mark::Ellipsis if !next.gap => self.glued(stop, &next, before, left),
            Mark::Dot | Mark::Question | Mark::Ellipsis => self.spaced(stop, next, after, left),
        }
    }

    /// Danda and its relatives end sentences, except after the names of letters in initials (Urdu `ایم۔ ایف۔`).
    fn danda(&self, stop: &Stop, next: &Next<'_>, left: &str) -> bool {
        let initial = stop.marks == 1 && names_a_letter(self.writing, last_word(left));
        // Khmer ។ល។ is "etc."
        let etc = self.writing == Writing::Khmer && !next.gap && next.rest.starts_with("ល។");
        !(initial || etc || matches!(next.first, ',' | '،' | '၊'))
    }

    /// Without white space after it a mark ends a sentence between Chinese or Japanese characters, and where a typist has left the space
    /// out: a small letter before, and after it a word that opens sentences, in a token that is no address.
    fn glued(&self, stop: &Stop, next: &Next<'_>, before: &Pairs, left: &str) -> bool {
        let wide = |c: char| ('\u{3041}'..='\u{9FFF}').contains(&c);
        let Some(last) = left.chars().next_back() else {
            return false;
        };
        if wide(last) {
            let follows = wide(next.first) || matches!(next.first, '“' | '「' | '《');
            return follows && ideographic::ends(self, stop, next, before, left);
        }
        let lower = next.word.to_lowercase();
        let opens = next.shape == Shape::Capital
            && (self.lexicon.is_starter(&lower)
                || self.lexicon.classes(&lower).has(Classes::TITLE) && next.dotted)
            && next.word.chars().count() > 1;
        let word = last_word(left);
        opens
            && (last.is_lowercase() || last.is_ascii_digit())
            && word.chars().count() > 1
            && !word.contains(['@', '/', '\\', '_', ':'])
            && !next.rest[next.word.len()..].starts_with(['@', '/', '\\', '_', '('])
    }

    /// A mark of the spaced scripts before white space.
    fn spaced(&self, stop: &Stop, next: Next<'t>, after: &Pairs, left: &'t str) -> bool {
        if matches!(
            next.first,
            ',' | ';' | ':' | ')' | ']' | '،' | '؛' | '/' | '=' | '+' | '|' | '&'
        ) {
            return false;
        }
        if self.writing == Writing::Korean && stop.quoted && ideographic::reported_in_korean(next.rest) {
            return false;
        }
        let word = last_word(left);
        let lower = word.to_lowercase();
        let next_lower = next.word.to_lowercase();
        let evidence = Evidence {
            stop: *stop,
            next,
            word,
            classes: self.classes(&lower),
            elsewhere: Lexicon::classes_anywhere(&lower),
            word_facts: self.document.facts(word),
            next_facts: self.document.facts(next.word),
            starter: !(next.dotted && is_initial(next.word)) && self.lexicon.is_starter(&next_lower),
            titled: next.dotted && self.lexicon.classes(&next_lower).has(Classes::TITLE),
            in_bracket: after.in_bracket(stop.end),
            ordinals: self.lexicon.has_ordinals(),
            counted: word.starts_with(char::is_lowercase) && before_word(left).ends_with(char::is_numeric),
        };
        let ruled = if stop.mark == Mark::Dot && stop.marks == 1 && !stop.closed {
            self.full_stop(&evidence, left)
        } else {
            None
        };
        ruled.unwrap_or_else(|| undecided(&evidence))
    }

    /// The rules for a single full stop: titles, numbers, abbreviations before small letters, acronyms, ordinals.
    fn full_stop(&self, evidence: &Evidence<'_>, left: &str) -> Option<bool> {
        let &Evidence {
            next,
            word,
            classes,
            starter,
            counted,
            ..
        } = evidence;
        let direct = if next.opener { Shape::Other } else { next.shape };
        if names_a_letter(self.writing, word) || is_caseless_acronym(self.writing, word) {
            return Some(false);
        }
        if classes.has(Classes::TITLE)
            && !counted
            && matches!(direct, Shape::Capital | Shape::Digit | Shape::Caseless)
        {
            return Some(false);
        }
        if classes.has(Classes::NUMBER) && direct == Shape::Digit {
            return Some(false);
        }
        if !classes.is_empty() && direct == Shape::Small {
            return Some(false);
        }
        let starter = starter && next.shape == Shape::Capital;
        if starter && word.chars().count() > 1 && (classes.has(Classes::FINAL) || is_acronym(word)) {
            return Some(true);
        }
        if word.ends_with(|c: char| c.is_numeric()) {
            return self.after_number(evidence, left);
        }
        None
    }

    /// A full stop after a number: an ordinal in some languages, an end in the others.
    fn after_number(&self, evidence: &Evidence<'_>, left: &str) -> Option<bool> {
        let &Evidence {
            next, word, starter, ..
        } = evidence;
        let opens_passage = left.trim_start().len() == word.len();
        if !self.lexicon.has_ordinals() {
            return (next.shape == Shape::Capital && !opens_passage).then_some(true);
        }
        if self.lexicon.follows_ordinal(&next.word.to_lowercase()) {
            return Some(false);
        }
        let ordinal = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
        (ordinal && !starter && !next.opener).then_some(false)
    }

    /// The classes of a word in small letters; also of its part after the last hyphen (`2023-ж`), after an elided article
    /// (`l’art`), or of its last piece if that is a title (`pgs.ts`).
    fn classes(&self, lower: &str) -> Classes {
        let whole = self.lexicon.classes(lower);
        if !whole.is_empty() {
            return whole;
        }
        if let Some((_, tail)) = lower.rsplit_once(['-', '\'', '’', '‑']) {
            return self.lexicon.classes(tail);
        }
        let last = lower
            .rsplit_once('.')
            .map_or(Classes::default(), |(_, last)| self.lexicon.classes(last));
        if last.has(Classes::TITLE) {
            Classes::TITLE
        } else {
            Classes::default()
        }
    }
}

/// The word that ends where `left` ends, without opening marks; cut short at [`WORD_REACH`].
fn last_word(left: &str) -> &str {
    let start = left
        .char_indices()
        .rev()
        .take(WORD_REACH)
        .take_while(|(_, c)| !c.is_whitespace())
        .last()
        .map_or(left.len(), |(at, _)| at);
    left[start..]
        .trim_start_matches(opens)
        .trim_end_matches(is_format)
}

/// What stands before the last word of `left`.
fn before_word(left: &str) -> &str {
    let reach = left
        .char_indices()
        .rev()
        .take(WORD_REACH)
        .find(|(_, c)| c.is_whitespace())
        .map_or(0, |(at, _)| at);
    left[..reach].trim_end()
}

/// `U.S`, `e.g`, `А.С`: letters with dots between.
fn is_acronym(word: &str) -> bool {
    word.contains('.')
        && word.split('.').all(|piece| {
            let mut letters = piece.chars();
            letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
        })
}

/// `ق.م`, `वि.वि`: pieces of up to three letters in a script without capitals.
fn is_caseless_acronym(writing: Writing, word: &str) -> bool {
    if matches!(writing, Writing::Chinese | Writing::Japanese | Writing::Korean) || !word.contains('.') {
        return false;
    }
    let letters = |piece: &str| piece.chars().filter(|c| c.is_alphabetic()).count();
    word.chars()
        .find(|c| c.is_alphanumeric())
        .is_some_and(|c| Shape::of(c) == Shape::Caseless)
        && word.split('.').all(|piece| (1..=3).contains(&letters(piece)))
}

/// Decides what no rule decides, by adding up signs for and against an end.
///
/// The weights are whole numbers set by hand so that one strong sign outweighs two weak ones; a learned model over the same
/// evidence can stand here.
fn undecided(evidence: &Evidence<'_>) -> bool {
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
    if dot && !stop.closed {
        score += if counted {
            -2
        } else {
            abbreviation_weight(word, classes, elsewhere, next.shape)
        };
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
        return if classes == Classes::FINAL { -4 } else { -5 };
    }
    let length = word.chars().count();
    let capital = word.starts_with(char::is_uppercase);
    match next {
        Shape::Capital if elsewhere.has(Classes::TITLE) && capital && length >= 2 => -5,
        Shape::Digit if length <= 4 && !word.ends_with(char::is_numeric) => -2,
        _ if !elsewhere.is_empty() && length <= 3 => -2,
        _ => 0,
    }
}

/// `K`: a single capital letter.
fn is_initial(word: &str) -> bool {
    let mut chars = word
        .chars()
        .filter(|&c| !unicode_normalization::char::is_combining_mark(c));
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}
