//! The rules of a `languagerule`, in order, with what is needed to find the few that can hold at a place.

use rustc_hash::FxHashMap;

use super::dialect::{Translated, translate};
use super::edges::{self, CharSet, Words};
use super::engine::{Answer, Engine, Side};
use super::{SrxProblem, file};

/// Longest pattern, in bytes. `LanguageTool` has one of seven thousand.
const MAX_PATTERN: usize = 32_000;
/// Characters of a pattern that are shown.
const MAX_SHOWN: usize = 120;

/// A place between two characters of a text.
#[derive(Clone, Copy)]
pub(super) struct Place<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    pub(super) before: char,
    pub(super) after: char,
}

/// A `languagerule`.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) rules: Vec<Rule>,
    /// Those that break.
    breaks: Vec<u32>,
    /// Those that keep, by the last two bytes of what they want before the place, each with all the bytes it wants there.
    tails: FxHashMap<[u8; 2], Vec<Tail>>,
    /// Those that keep and have no such bytes.
    loose: Vec<u32>,
    /// What can stand before and after a place where one breaks.
    pub(super) edges: (CharSet, CharSet),
}

/// A rule and bytes that it wants before the place.
type Tail = (u32, Box<[u8]>);

/// A `rule`.
#[derive(Debug)]
pub(super) struct Rule {
    /// Its number in the file: a file may have one line only.
    number: u32,
    pub(super) line: u32,
    pub(super) before: Before,
    pub(super) after: After,
    /// What can stand before a place where it holds; anything if none.
    last: Option<CharSet>,
}

/// What has to end at a place.
#[derive(Debug)]
pub(super) enum Before {
    Anything,
    /// One of these words.
    Words(Words),
    Pattern(Engine),
}

/// What has to begin at a place.
#[derive(Debug)]
pub(super) enum After {
    Anything,
    /// One of these characters.
    Char(CharSet),
    Pattern(Engine, Option<CharSet>),
}

impl Group {
    /// Reads the patterns of a group. A rule with one that cannot be read is left out and told of.
    ///
    /// `number` is that of its first rule.
    pub(super) fn new(file: file::Group, number: u32, problems: &mut Vec<SrxProblem>) -> Self {
        let mut group = Self {
            name: file.name,
            ..Self::default()
        };
        for (rule, number) in file.rules.into_iter().zip(number..) {
            let mut read = |pattern: &str, name: &str, side: Side| {
                let found = Pattern::read(pattern, side);
                found.map_err(|message| problems.push(problem(rule.line, name, pattern, &message)))
            };
            let (before, after) = (
                read(&rule.before, "beforebreak", Side::Before),
                read(&rule.after, "afterbreak", Side::After),
            );
            if let (Ok(before), Ok(after)) = (before, after) {
                group.add(rule.breaks, (number, rule.line), before, after);
            }
        }
        group
    }

    fn add(&mut self, breaks: bool, (number, line): (u32, u32), before: Pattern, after: Pattern) {
        let index = self.rules.len() as u32;
        let first = after.hir.as_ref().map(edges::edges).and_then(|edges| edges.first);
        let last = before.hir.as_ref().map(edges::edges).and_then(|edges| edges.last);
        if breaks {
            self.breaks.push(index);
            self.edges.0 = self.edges.0.union(&last.clone().unwrap_or_else(CharSet::all));
            self.edges.1 = self.edges.1.union(&first.clone().unwrap_or_else(CharSet::all));
        } else {
            match before.hir.as_ref().and_then(edges::tails) {
                Some(tails) if tails.iter().all(|tail| tail.len() >= 2) => {
                    for tail in tails {
                        let key = [tail[tail.len() - 2], tail[tail.len() - 1]];
                        self.tails.entry(key).or_default().push((index, tail));
                    }
                }
                _ => self.loose.push(index),
            }
        }
        self.rules.push(Rule {
            number,
            line,
            before: before.before(),
            after: after.after(first),
            last,
        });
    }

    /// The first rule that breaks at `place`.
    pub(super) fn breaks(&self, place: &Place<'_>, given_up: &mut GivenUp) -> Option<u32> {
        let holds = |&&index: &&u32| self.rules[index as usize].holds(place, given_up);
        self.breaks.iter().find(holds).copied()
    }

    /// The first rule, before the rule `end`, that keeps `place` whole.
    pub(super) fn keeps(&self, place: &Place<'_>, end: u32, given_up: &mut GivenUp) -> Option<u32> {
        let left = &place.text.as_bytes()[..place.at];
        let mut first = end;
        if let Some(last) = left.last_chunk::<2>() {
            for (index, tail) in self.tails.get(last).into_iter().flatten() {
                if *index >= first {
                    break;
                }
                if left.ends_with(tail) && self.rules[*index as usize].holds(place, given_up) {
                    first = *index;
                }
            }
        }
        for &index in &self.loose {
            if index >= first {
                break;
            }
            if self.rules[index as usize].holds(place, given_up) {
                first = index;
            }
        }
        (first < end).then_some(first)
    }

    /// Whether one of the rules can break between these characters.
    pub(super) fn may_break(&self, before: char, after: char) -> bool {
        self.edges.0.contains(before) && self.edges.1.contains(after)
    }
}

/// Rules that gave up in this text, and how often: one that does so again and again is not asked any more.
#[derive(Debug, Default)]
pub(super) struct GivenUp {
    failures: FxHashMap<u32, u32>,
}

/// How often a rule may give up in one text.
const MAX_FAILURES: u32 = 3;

impl Rule {
    fn holds(&self, place: &Place<'_>, given_up: &mut GivenUp) -> bool {
        if self
            .last
            .as_ref()
            .is_some_and(|last| !last.contains(place.before))
        {
            return false;
        }
        let after = match &self.after {
            After::Anything => true,
            After::Char(set) => set.contains(place.after),
            After::Pattern(_, first) => first.as_ref().is_none_or(|first| first.contains(place.after)),
        };
        after && self.before_holds(place, given_up) && self.after_holds(place, given_up)
    }

    fn before_holds(&self, place: &Place<'_>, given_up: &mut GivenUp) -> bool {
        match &self.before {
            Before::Anything => true,
            Before::Words(words) => words_end_at(words, place),
            Before::Pattern(engine) => self.ask(engine, place, given_up),
        }
    }

    fn after_holds(&self, place: &Place<'_>, given_up: &mut GivenUp) -> bool {
        match &self.after {
            After::Anything | After::Char(_) => true,
            After::Pattern(engine, _) => self.ask(engine, place, given_up),
        }
    }

    fn ask(&self, engine: &Engine, place: &Place<'_>, given_up: &mut GivenUp) -> bool {
        if given_up
            .failures
            .get(&self.number)
            .is_some_and(|&count| count >= MAX_FAILURES)
        {
            return false;
        }
        let answer = engine.ask(place.text, place.at);
        if answer == Answer::Unknown {
            *given_up.failures.entry(self.number).or_insert(0) += 1;
        }
        answer == Answer::Yes
    }

    /// What went wrong while texts were cut.
    pub(super) fn trouble(&self) -> Option<&'static str> {
        let before = match &self.before {
            Before::Pattern(engine) => engine.trouble(),
            _ => None,
        };
        let after = match &self.after {
            After::Pattern(engine, _) => engine.trouble(),
            _ => None,
        };
        before.or(after)
    }
}

fn words_end_at(words: &Words, place: &Place<'_>) -> bool {
    let left = &place.text[..place.at];
    let is_word = |c: char| regex_syntax::try_is_word_character(c).unwrap_or(false);
    words.words.iter().any(|word| {
        let Some(rest) = left.strip_suffix(&**word) else {
            return false;
        };
        let outside = rest.chars().next_back().is_some_and(is_word);
        !words.boundary || outside != place.text[rest.len()..].starts_with(is_word)
    })
}

/// A pattern that has been read.
struct Pattern {
    translated: Translated,
    /// Its outline; none if the pattern is empty.
    hir: Option<regex_syntax::hir::Hir>,
    /// Compiled already, since only the engine knows whether it takes it.
    engine: Option<Engine>,
}

impl Pattern {
    fn read(pattern: &str, side: Side) -> Result<Self, String> {
        if pattern.len() > MAX_PATTERN {
            return Err(format!("longer than {MAX_PATTERN} bytes"));
        }
        let translated = translate(pattern)?;
        if translated.exact.is_empty() {
            return Ok(Self {
                translated,
                hir: None,
                engine: None,
            });
        }
        let hir = regex_syntax::parse(&translated.outline).map_err(|error| plain_reason(&error))?;
        let engine = if translated.plain {
            None
        } else {
            let engine = Engine::new(&translated.exact, side);
            engine.compile()?;
            Some(engine)
        };
        Ok(Self {
            translated,
            hir: Some(hir),
            engine,
        })
    }

    fn before(self) -> Before {
        let Some(hir) = &self.hir else {
            return Before::Anything;
        };
        if let Some(words) = edges::words(hir).filter(|_| self.translated.plain) {
            return Before::Words(words);
        }
        let exact = &self.translated.exact;
        Before::Pattern(self.engine.unwrap_or_else(|| Engine::new(exact, Side::Before)))
    }

    fn after(self, first: Option<CharSet>) -> After {
        let Some(hir) = &self.hir else {
            return After::Anything;
        };
        if let Some(set) = edges::one_of(hir).filter(|_| self.translated.plain) {
            return After::Char(set);
        }
        let exact = &self.translated.exact;
        After::Pattern(
            self.engine.unwrap_or_else(|| Engine::new(exact, Side::After)),
            first,
        )
    }
}

fn plain_reason(error: &regex_syntax::Error) -> String {
    match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        _ => "cannot be read".to_owned(),
    }
}

fn problem(line: u32, name: &str, pattern: &str, message: &str) -> SrxProblem {
    let shown = match pattern.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &pattern[..end]),
        None => pattern.to_owned(),
    };
    SrxProblem {
        line,
        what: format!("{name} \"{shown}\""),
        message: format!("{message}; the rule is left out"),
    }
}
