//! Codes of a translation that a client stripped of all of them, put back where there is one place for them only.

use super::{code, is_nested};
use crate::article::{Edge, Markup};
use crate::bilingual::{Code, Content, Part};

/// Puts codes back into a translation without any: a pair around the whole sentence, around the very same text (a name, a number, an
/// address), from a word to a word that the translation has too, or between the same marks, each of which occurs once; a code that stands
/// alone at either end, or beside such a word or mark. Gives the number of codes that found their place.
pub(in crate::merge) fn replace(source: &Content, target: &mut Content) -> usize {
    if target.codes().next().is_some() || source.codes().next().is_none() {
        return 0;
    }
    let mut text = target.text();
    let stripped = Stripped::of(source, &text);
    // Places in the text, in the order of the source where they are the same.
    let mut places: Vec<(usize, &Code)> = Vec::new();
    for (open, close) in pairs(&stripped.codes) {
        let inside = open.0..close.0;
        if let Some((from, to)) = stripped.pair(inside.start, inside.end) {
            places.push((from, open.1));
            places.push((to, close.1));
        }
    }
    for (at, code) in stripped.codes.iter().filter(|(_, code)| code.edge == Edge::Alone) {
        if let Some(place) = stripped.alone(*at, code) {
            places.push((place, code));
        }
    }
    let order = |wanted: &Code| {
        stripped
            .codes
            .iter()
            .position(|(_, code)| std::ptr::eq(*code, wanted))
    };
    places.sort_by_key(|(at, code)| (*at, order(code)));
    let found = places.len();
    let mut parts = Vec::new();
    for (at, code) in places.into_iter().rev() {
        let after = text.split_off(at);
        if !after.is_empty() {
            parts.push(Part::Text(after));
        }
        parts.push(Part::Code(code.clone()));
    }
    if !text.is_empty() {
        parts.push(Part::Text(text));
    }
    parts.reverse();
    if found == 0 || !is_nested(parts.iter().filter_map(code)) {
        return 0;
    }
    target.0 = parts;
    found
}

type Placed<'c> = (usize, &'c Code);

/// The pairs among codes.
fn pairs<'c>(codes: &[Placed<'c>]) -> Vec<(Placed<'c>, Placed<'c>)> {
    let mut open: Vec<Placed<'c>> = Vec::new();
    let mut out = Vec::new();
    for &(at, code) in codes {
        match code.edge {
            Edge::Open => open.push((at, code)),
            Edge::Close => {
                let start = open.pop_if(|(_, start)| start.id == code.id);
                out.extend(start.map(|start| (start, (at, code))));
            }
            Edge::Alone => {}
        }
    }
    out
}

/// A sentence and its translation without codes.
struct Stripped<'t, 'c> {
    source: String,
    target: &'t str,
    /// The codes of the source, each with its place in the source's text.
    codes: Vec<Placed<'c>>,
    source_marks: Vec<(usize, usize, Mark)>,
    target_marks: Vec<(usize, usize, Mark)>,
}

/// Marks that a translation keeps; quotation marks by their turn, since each language has its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Bracket,
    BracketEnd,
    Quote,
    QuoteEnd,
    Colon,
    Semicolon,
    Dash,
    Comma,
}

/// Where an end of a pair stands in the translation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// At the start or the end of the sentence, the final mark aside.
    Edge(usize),
    /// Beside a mark.
    Mark(usize),
}

impl Side {
    fn at(self) -> usize {
        match self {
            Self::Edge(at) | Self::Mark(at) => at,
        }
    }
}

impl<'t, 'c> Stripped<'t, 'c> {
    fn of(content: &'c Content, target: &'t str) -> Self {
        let mut source = String::new();
        let mut codes = Vec::new();
        for part in &content.0 {
            match part {
                Part::Text(text) => source.push_str(text),
                Part::Code(code) => codes.push((source.len(), code)),
            }
        }
        Self {
            source_marks: marks(&source),
            target_marks: marks(target),
            source,
            target,
            codes,
        }
    }

    /// The place of a pair around `from..to` of the source.
    fn pair(&self, from: usize, to: usize) -> Option<(usize, usize)> {
        let (before, inside, after) = (&self.source[..from], &self.source[from..to], &self.source[to..]);
        if before.trim().is_empty() && after.trim().is_empty() {
            return Some((0, self.target.len()));
        }
        let same = || {
            let inside = inside.trim();
            let at = self.only(inside)?;
            Some((at, at + inside.len()))
        };
        same()
            .or_else(|| self.between_words(inside))
            .or_else(|| self.between_marks(from, to))
    }

    /// Where a text stands in the translation, if it stands once in both.
    fn only(&self, text: &str) -> Option<usize> {
        only(&self.source, text)?;
        only(self.target, text)
    }

    /// From the first word to the last, if the translation has both, in this order and not much farther from each other; with the signs
    /// around them that the pair has inside and the translation has there too.
    fn between_words(&self, inside: &str) -> Option<(usize, usize)> {
        let inside = inside.trim();
        let is_word = char::is_alphanumeric;
        let mut words = inside
            .split(|c: char| !is_word(c))
            .filter(|word| !word.is_empty());
        let (first, last) = (words.next()?, words.next_back()?);
        let (from, to) = (self.only(first)?, self.only(last)? + last.len());
        let lead = &inside[..inside.len() - inside.trim_start_matches(|c| !is_word(c)).len()];
        let trail = &inside[inside.trim_end_matches(|c| !is_word(c)).len()..];
        let from = from
            - if self.target[..from].ends_with(lead) {
                lead.len()
            } else {
                0
            };
        let to = to
            + if self.target[to..].starts_with(trail) {
                trail.len()
            } else {
                0
            };
        (from < to && to - from <= 2 * inside.len()).then_some((from, to))
    }

    /// From mark to mark, or from a mark to an end of the sentence.
    fn between_marks(&self, from: usize, to: usize) -> Option<(usize, usize)> {
        let (start, end) = (self.left(from)?, self.right(to)?);
        let marked = matches!(start, Side::Mark(_)) || matches!(end, Side::Mark(_));
        let whole = self.source[..from].trim().is_empty() && is_final(&self.source[to..]);
        let between = self.target.get(start.at()..end.at())?;
        let lead = between.len() - between.trim_start().len();
        let range = (start.at() + lead, start.at() + between.trim_end().len());
        ((marked || whole) && range.0 < range.1).then_some(range)
    }

    /// The place of a start at `at` of the source: the sentence's own, behind a mark, or before one that the pair begins with.
    fn left(&self, at: usize) -> Option<Side> {
        if self.source[..at].trim().is_empty() {
            return Some(Side::Edge(0));
        }
        let behind = |end: usize| self.source[end..at.max(end)].trim().is_empty() && end <= at;
        let within = |start: usize| start >= at && self.source[at..start].trim().is_empty();
        self.mark(|_, end, mark| behind(end) && mark != Mark::Comma, |_, end| end)
            .or_else(|| {
                self.mark(
                    |start, _, mark| within(start) && mark != Mark::Comma,
                    |start, _| start,
                )
            })
            .map(Side::Mark)
    }

    /// The place of an end at `at` of the source: the sentence's own, before a mark, or behind one that the pair ends with.
    fn right(&self, at: usize) -> Option<Side> {
        if is_final(&self.source[at..]) {
            let end = self
                .target
                .trim_end_matches(|c: char| c.is_whitespace() || FINAL.contains(c));
            return Some(Side::Edge(if self.source[at..].trim().is_empty() {
                self.target.len()
            } else {
                end.len()
            }));
        }
        let before = |start: usize| start >= at && self.source[at..start].trim().is_empty();
        let within = |end: usize| end <= at && self.source[end..at].trim().is_empty();
        self.mark(
            |start, _, mark| before(start) && mark != Mark::Comma,
            |start, _| start,
        )
        .or_else(|| self.mark(|_, end, mark| within(end) && mark != Mark::Comma, |_, end| end))
        .map(Side::Mark)
    }

    /// The place in the translation that `place` gives of the mark that `wanted` finds in the source, if both have it once.
    fn mark(
        &self,
        wanted: impl Fn(usize, usize, Mark) -> bool,
        place: impl Fn(usize, usize) -> usize,
    ) -> Option<usize> {
        let mut found = self
            .source_marks
            .iter()
            .filter(|(start, end, mark)| wanted(*start, *end, *mark));
        let (_, _, mark) = found.next()?;
        let count =
            |marks: &[(usize, usize, Mark)]| marks.iter().filter(|(_, _, other)| other == mark).count();
        if count(&self.source_marks) != 1 || count(&self.target_marks) != 1 {
            return None;
        }
        let (start, end, _) = self.target_marks.iter().find(|(_, _, other)| other == mark)?;
        Some(place(*start, *end))
    }

    /// The place of a code that stands alone at `at` of the source.
    fn alone(&self, at: usize, code: &Code) -> Option<usize> {
        let (before, after) = (&self.source[..at], &self.source[at..]);
        if before.trim().is_empty() {
            return Some(0);
        }
        if after.trim().is_empty() {
            return Some(self.target.len());
        }
        if is_final(after) && code.markup == Markup::Footnote {
            return self.right(at).map(Side::at);
        }
        let word = before
            .rsplit(|c: char| !c.is_alphanumeric())
            .next()
            .filter(|word| !word.is_empty());
        let by_word = word.and_then(|word| Some(self.only(word)? + word.len()));
        by_word.or_else(|| {
            self.mark(
                |_, end, _| end <= at && self.source[end..at].trim().is_empty(),
                |_, end| end,
            )
        })
    }
}

/// Marks at the end of a sentence.
const FINAL: &str = ".!?…。！？।؟۔։";

/// Whether nothing but the final mark follows.
fn is_final(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || FINAL.contains(c))
}

/// The marks of a text in order.
fn marks(text: &str) -> Vec<(usize, usize, Mark)> {
    let mut out = Vec::new();
    let mut quoted = false;
    let mut last = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        let in_number = last.is_numeric() && next.is_numeric();
        let mark = match c {
            '(' | '（' => Some(Mark::Bracket),
            ')' | '）' => Some(Mark::BracketEnd),
            ':' | '：' if !in_number => Some(Mark::Colon),
            ';' | '；' | '؛' => Some(Mark::Semicolon),
            '–' | '—' if !in_number => Some(Mark::Dash),
            ',' | '，' | '、' | '،' if !in_number => Some(Mark::Comma),
            '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』' => {
                quoted = !quoted;
                Some(if quoted { Mark::Quote } else { Mark::QuoteEnd })
            }
            _ => None,
        };
        out.extend(mark.map(|mark| (at, at + c.len_utf8(), mark)));
        last = c;
    }
    out
}

/// Where `part` stands in `text`, if it does once and is no part of a word there.
fn only(text: &str, part: &str) -> Option<usize> {
    if part.is_empty() {
        return None;
    }
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let (starts, ends) = (inside(part.chars().next()), inside(part.chars().next_back()));
    let mut found = text.match_indices(part).filter(|(at, _)| {
        let before = text[..*at].chars().next_back();
        let after = text[at + part.len()..].chars().next();
        !(starts && inside(before) || ends && inside(after))
    });
    let (at, _) = found.next()?;
    found.next().is_none().then_some(at)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{draw, parse};
    use super::*;

    #[test]
    fn stripped_codes_come_back_where_there_is_one_place_for_them() {
        for (source, target, want) in [
            ("⟨1⟩All of it.⟨/1⟩", "Всё это.", "⟨1⟩Всё это.⟨/1⟩"),
            ("⟨1⟩All of it⟨/1⟩.", "Всё это.", "⟨1⟩Всё это⟨/1⟩."),
            (
                "See ⟨1⟩Harl 7⟨/1⟩ now.⟨2/⟩",
                "Смотри Harl 7 теперь.",
                "Смотри ⟨1⟩Harl 7⟨/1⟩ теперь.⟨2/⟩",
            ),
            (
                "From ⟨1⟩Harl to Lund⟨/1⟩.",
                "De Harl à Lund.",
                "De ⟨1⟩Harl à Lund⟨/1⟩.",
            ),
            (
                "⟨1⟩Lead:⟨/1⟩ more text",
                "Plomb : encore du texte",
                "⟨1⟩Plomb :⟨/1⟩ encore du texte",
            ),
            (
                "⟨1⟩Lead⟨/1⟩: more text",
                "Plomb : encore",
                "⟨1⟩Plomb⟨/1⟩ : encore",
            ),
            (
                "It is (⟨1⟩the map⟨/1⟩) here.",
                "Voici (la carte).",
                "Voici (⟨1⟩la carte⟨/1⟩).",
            ),
            (
                "“⟨1⟩No⟨/1⟩”, she said.",
                "Elle a dit : « non ».",
                "Elle a dit : « ⟨1⟩non⟨/1⟩ ».",
            ),
            (
                "Source: ⟨1⟩the town⟨/1⟩.",
                "Источник: город.",
                "Источник: ⟨1⟩город⟨/1⟩.",
            ),
            ("One,⟨1/⟩and two", "Un, et deux", "Un,⟨1/⟩ et deux"),
            ("⟨1/⟩ A caption.", "Une légende.", "⟨1/⟩Une légende."),
            // Where there are two places, or none, a code is not put anywhere.
            ("a ⟨1⟩big⟨/1⟩ day", "большой день", "большой день"),
            ("⟨1⟩7⟨/1⟩ of 9", "7 из 7", "7 из 7"),
            ("⟨1⟩7⟨/1⟩ of 9", "17 и 9", "17 и 9"),
            ("⟨1⟩7⟨/1⟩ of 7", "7 из 9", "7 из 9"),
            (
                "⟨1⟩Trade⟨/1⟩ rose in Harl.",
                "Harl : le commerce.",
                "Harl : le commerce.",
            ),
            ("a (⟨1⟩b⟨/1⟩) (c)", "a (b2) (c)", "a (b2) (c)"),
        ] {
            let mut content = parse(target);
            replace(&parse(source), &mut content);
            assert_eq!(draw(&content), want, "{target}");
        }
    }
}
