//! Whether a mark ends its sentence.
//!
//! Rules answer first, from the surest to the weakest; what they leave open is weighed by [`undecided`].

use crate::article::Language;

use super::around::{Lower, Next, Shape, is_acronym, is_initial, is_single, last_word, last_words};
use super::document::Document;
use super::features;
use super::ideographic;
use super::lexicon::{Classes, Lexicon};
use super::marks::{Mark, combines};
use super::model::Model;
use super::options::ProjectRules;
use super::pairs::Pairs;
use super::rule::{Rule, Verdict};
use super::weigh::Evidence;
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
    pub(super) lexicon: Lexicon<'t>,
    pub(super) document: Document<'t>,
    pub(super) model: Model,
    /// The language, as the model knows it.
    pub(super) language: u64,
}

impl<'t> Judge<'t> {
    pub(super) fn new(text: &'t str, language: &'t Language, project: &'t ProjectRules) -> Self {
        Self {
            text,
            writing: Writing::of(language),
            lexicon: Lexicon::of(language, project),
            document: Document::new(text),
            model: Model::embedded(),
            language: features::hash(language.subtag()),
        }
    }

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
    pub(super) fn ends(
        &self,
        stop: &Stop,
        before: &Pairs,
        after: &Pairs,
        start: usize,
        end: usize,
    ) -> Verdict {
        let Some(next) = Next::read(&self.text[stop.end..end]) else {
            return Verdict::keep(Rule::LineEnd);
        };
        let left = &self.text[start..stop.start];
        match stop.mark {
            Mark::Ideographic => ideographic::ends(self, stop, &next, before, left),
            Mark::Danda => self.danda(stop, &next, left),
            Mark::Verjaket if !next.gap => Verdict::keep(Rule::Glued),
            Mark::Verjaket if next.shape == Shape::Small => Verdict::keep(Rule::SmallLetter),
            Mark::Verjaket => Verdict::cut(Rule::FinalMark),
            Mark::Dot if self.writing == Writing::Thai => Verdict::keep(Rule::ThaiDot),
            // In Armenian a dot is what a colon is elsewhere.
            Mark::Dot if self.writing == Writing::Armenian && stop.marks == 1 => {
                Verdict::keep(Rule::ArmenianDot)
            }
            Mark::Dot | Mark::Question | Mark::Ellipsis if !next.gap => self.glued(stop, &next, before, left),
            Mark::Dot | Mark::Question | Mark::Ellipsis => self.spaced(stop, next, after, left),
        }
    }

    /// Danda and its relatives end sentences, except after the names of letters in initials (Urdu `ایم۔ ایف۔`).
    fn danda(&self, stop: &Stop, next: &Next<'_>, left: &str) -> Verdict {
        if stop.marks == 1 && names_a_letter(self.writing, last_word(left)) {
            return Verdict::keep(Rule::LetterName);
        }
        // Khmer ។ល។ is "etc."
        if self.writing == Writing::Khmer && !next.gap && next.rest.starts_with("ល។") {
            return Verdict::keep(Rule::EtCetera);
        }
        if matches!(next.first, ',' | '،' | '၊') {
            return Verdict::keep(Rule::GoesOnAfterMark);
        }
        Verdict::cut(Rule::FinalMark)
    }

    /// Without white space after it a mark ends a sentence between Chinese or Japanese characters, and where a typist has left the space
    /// out: a small letter before, and after it a word that opens sentences, in a token that is no address.
    fn glued(&self, stop: &Stop, next: &Next<'_>, before: &Pairs, left: &str) -> Verdict {
        let keep = Verdict::keep(Rule::Glued);
        let wide = |c: char| ('\u{3041}'..='\u{9FFF}').contains(&c);
        let Some(last) = left.chars().next_back() else {
            return keep;
        };
        if wide(last) {
            let follows = wide(next.first) || matches!(next.first, '“' | '「' | '《');
            let asked = !self.text[stop.start..].starts_with('?') || ideographic::asks(left);
            return if follows && asked {
                ideographic::ends(self, stop, next, before, left)
            } else {
                keep
            };
        }
        if next.shape != Shape::Capital || !(last.is_lowercase() || last.is_ascii_digit()) {
            return keep;
        }
        let lower = Lower::of(next.word);
        let word = last_word(left);
        // Outside the Latin script no address or name of a file looks like this.
        let opens = self.lexicon.is_starter(&lower)
            || self.lexicon.classes(&lower).has(Classes::TITLE) && next.dotted
            || is_lone_dot(stop) && !last.is_ascii() && self.is_ordinary(word);
        let missing = opens
            && next.word.chars().count() > 1
            && word.chars().count() > 1
            && !word.contains(['@', '/', '\\', '_', ':'])
            && !next.after.starts_with(['@', '/', '\\', '_', '(']);
        if missing {
            Verdict::cut(Rule::MissingSpace)
        } else {
            keep
        }
    }

    /// A mark of the spaced scripts before white space.
    fn spaced(&self, stop: &Stop, next: Next<'t>, after: &Pairs, left: &'t str) -> Verdict {
        if matches!(
            next.first,
            ',' | ';' | ':' | ')' | ']' | '،' | '؛' | '/' | '=' | '+' | '|' | '&'
        ) {
            return Verdict::keep(Rule::GoesOnAfterMark);
        }
        // Few sentences open with a small letter, and none after an abbreviation or a short word that may be one.
        if next.shape == Shape::Small && !(is_lone_dot(stop) && self.is_ordinary(last_word(left))) {
            return Verdict::keep(Rule::SmallLetter);
        }
        if self.writing == Writing::Korean && stop.quoted && ideographic::reported_in_korean(next.rest) {
            return Verdict::keep(Rule::Reported);
        }
        let lone = is_lone_dot(stop);
        if let Some(rule) = self.initials(last_word(left), &next).filter(|_| lone) {
            return Verdict::keep(rule);
        }
        let evidence = self.evidence(stop, next, after, left);
        // `(ABC Inc.) said` in a script without capitals: nothing but the abbreviation tells whether a sentence opens.
        let listed = !(evidence.classes.is_empty() && evidence.elsewhere.is_empty());
        if stop.closed && !stop.quoted && listed && next.shape == Shape::Caseless {
            return Verdict::keep(Rule::CaselessAcronym);
        }
        let ruled = if lone {
            self.full_stop(&evidence, left)
        } else {
            None
        };
        ruled.unwrap_or_else(|| Verdict {
            cut: self.model.weigh(&evidence, self.language) > 0,
            rule: Rule::Weighed,
        })
    }

    /// Whether `word` can hardly be an abbreviation: small letters only, five at least, and in no list.
    fn is_ordinary(&self, word: &str) -> bool {
        let lower = |c: char| c.is_lowercase() || combines(c);
        word.chars().nth(4).is_some()
            && word.chars().all(lower)
            && self.lexicon.classes(word).is_empty()
            && Lexicon::classes_anywhere(word).is_empty()
    }

    /// All that is known of the place of `stop`, which ends the text `left` of its passage.
    pub(super) fn evidence(&self, stop: &Stop, next: Next<'t>, after: &Pairs, left: &'t str) -> Evidence<'t> {
        let (word, before) = last_words(left);
        let (lower, next_lower) = (Lower::of(word), Lower::of(next.word));
        let (lower, next_lower): (&str, &str) = (&lower, &next_lower);
        Evidence {
            stop: *stop,
            next,
            mark: self.text[stop.start..].chars().next().unwrap_or('.'),
            word,
            before,
            opens_passage: before.is_empty(),
            ahead: after.ahead(next.rest, stop.end),
            classes: self.classes(word, lower, before),
            elsewhere: Lexicon::classes_anywhere(lower),
            word_facts: self.document.facts(word),
            next_facts: self.document.facts(next.word),
            starter: !(next.dotted && is_initial(next.word)) && self.lexicon.is_starter(next_lower),
            titled: next.dotted && self.lexicon.classes(next_lower).has(Classes::TITLE),
            in_bracket: after.in_bracket(stop.end),
            ordinals: self.lexicon.has_ordinals(),
            counted: word.starts_with(char::is_lowercase) && before.ends_with(char::is_numeric),
        }
    }

    /// The rules for a full stop between initials, which ask for nothing but the words beside it.
    fn initials(&self, word: &str, next: &Next<'_>) -> Option<Rule> {
        if names_a_letter(self.writing, word) {
            return Some(Rule::LetterName);
        }
        if is_caseless_acronym(self.writing, word) {
            return Some(Rule::CaselessAcronym);
        }
        // `a. D.`, `a. C.`
        (is_single(word) && next.dotted && is_initial(next.word)).then_some(Rule::Initials)
    }

    /// The other rules for a single full stop: titles, numbers, abbreviations before small letters, acronyms, ordinals.
    fn full_stop(&self, evidence: &Evidence<'_>, left: &str) -> Option<Verdict> {
        let &Evidence {
            next,
            word,
            classes,
            starter,
            counted,
            ..
        } = evidence;
        let direct = if next.opener { Shape::Other } else { next.shape };
        if classes.has(Classes::TITLE)
            && !counted
            && matches!(direct, Shape::Capital | Shape::Digit | Shape::Caseless)
        {
            return Some(Verdict::keep(Rule::Title));
        }
        if classes.has(Classes::NUMBER) && direct == Shape::Digit {
            return Some(Verdict::keep(Rule::BeforeNumber));
        }
        let starter = starter && next.shape == Shape::Capital;
        if starter && word.chars().count() > 1 && (classes.has(Classes::FINAL) || is_acronym(word)) {
            return Some(Verdict::cut(Rule::FinalAbbreviation));
        }
        // `2,3 кг. Фото`: a unit, other than the word for year, is followed by a capital only where a sentence opens.
        if counted
            && direct == Shape::Capital
            && !evidence.ordinals
            && !classes.has(Classes::TITLE)
            && is_unit(word, classes)
        {
            return Some(Verdict::cut(Rule::FinalAbbreviation));
        }
        // `в 2019 г. Однако`; a single letter may be the start of a name as well.
        if starter && counted && !classes.is_empty() && next.word.chars().nth(1).is_some() {
            return Some(Verdict::cut(Rule::FinalAbbreviation));
        }
        if word.ends_with(|c: char| c.is_numeric()) {
            return self.after_number(evidence, left);
        }
        None
    }

    /// A full stop after a number: an ordinal in some languages, an end in the others.
    fn after_number(&self, evidence: &Evidence<'_>, left: &str) -> Option<Verdict> {
        let &Evidence {
            next, word, starter, ..
        } = evidence;
        let opens_passage = left.trim_start().len() == word.len();
        if !self.lexicon.has_ordinals() {
            // `… of the law. 12. Of the coast …`: the number counts what follows.
            let counts = evidence.before.ends_with(['.', ';', ':', '!', '?', '»', '”']);
            let ends = next.shape == Shape::Capital && !opens_passage && !counts;
            return ends.then_some(Verdict::cut(Rule::AfterNumber));
        }
        if self.lexicon.follows_ordinal(&next.word.to_lowercase()) {
            return Some(Verdict::keep(Rule::Ordinal));
        }
        let ordinal = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
        (ordinal && !starter && !next.opener).then_some(Verdict::keep(Rule::Ordinal))
    }

    /// The classes of a word, which is in small letters in `lower`; also of its part after the last hyphen (`2023-ж`), after an elided article
    /// (`l’art`), of its last piece if that is a title (`pgs.ts`), or of
    /// what it is the last piece of (`т. д`).
    fn classes(&self, word: &str, lower: &str, before: &str) -> Classes {
        // `т. д.`, `z. B.`, `EE. UU.`
        if let Some(piece) = before.strip_suffix('.') {
            let joined = match last_word(piece) {
                "" => Classes::default(),
                piece => self.lexicon.classes(&Lower::joined(piece, word)),
            };
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

/// `km`, `млн`: an abbreviation without inner dots (`p.m.`) and not doubled for the plural (`гг.`, years).
fn is_unit(word: &str, classes: Classes) -> bool {
    let mut letters = word.chars();
    let (first, second) = (letters.next(), letters.next());
    !classes.is_empty() && second.is_some() && first != second && !word.contains('.')
}

/// A full stop with nothing closing after it.
fn is_lone_dot(stop: &Stop) -> bool {
    stop.mark == Mark::Dot && stop.marks == 1 && !stop.closed
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
