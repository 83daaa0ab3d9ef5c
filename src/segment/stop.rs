//! Whether a mark ends its sentence.
//!
//! Rules answer first, from the surest to the weakest; what they leave open is weighed by [`undecided`].

use super::around::{Next, Shape, before_word, is_acronym, is_initial, is_single, last_word};
use super::document::Document;
use super::ideographic;
use super::lexicon::{Classes, Lexicon};
use super::marks::Mark;
use super::pairs::Pairs;
use super::weigh::{Evidence, undecided};
use super::writing::{Writing, names_a_letter};

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
            // In Armenian a dot is what a colon is elsewhere.
            Mark::Dot if self.writing == Writing::Armenian && stop.marks == 1 => false,
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
            let asked = !self.text[stop.start..].starts_with('?') || ideographic::asks(left);
            return follows && asked && ideographic::ends(self, stop, next, before, left);
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
        // No sentence opens with a small letter: where a writer does without capitals, too little tells an end from an abbreviation.
        if next.shape == Shape::Small {
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
            classes: self.classes(&lower, before_word(left)),
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
        // `a. D.`, `a. C.`
        if is_single(word) && next.dotted && is_initial(next.word) {
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
    /// (`l’art`), of its last piece if that is a title (`pgs.ts`), or of
    /// what it is the last piece of (`т. д`).
    fn classes(&self, lower: &str, before: &str) -> Classes {
        // `т. д.`, `z. B.`, `EE. UU.`
        if let Some(piece) = before.strip_suffix('.') {
            let joined = self
                .lexicon
                .classes(&format!("{}.{lower}", last_word(piece).to_lowercase()));
            if !joined.is_empty() {
                return joined;
            }
        }
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
