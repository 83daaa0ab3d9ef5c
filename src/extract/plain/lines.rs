//! Lines of a text, and hard-wrapped lines put together again.

use std::borrow::Cow;

use crate::article::Span;

use super::look::{is_unspaced, width_of};

/// Widest line of text that a program or a person wrapped: mail has 60 to 80 columns, old printouts 100.
const WIDEST_WRAP: u32 = 100;

/// Narrowest measure that counts as wrapping; shorter lines are verse, lists, tables.
const NARROWEST_WRAP: u32 = 40;

/// Lines that are read as one: a paragraph, usually a single line.
#[derive(Debug)]
pub(super) struct Unit {
    /// Where each line stands in the source, without white space at its ends.
    pub(super) lines: Vec<Span>,
}

impl Unit {
    /// What joins the line that ends with `before` to the one that begins with `after`.
    pub(super) fn joint(before: &str, after: &str) -> &'static str {
        let unspaced = before.chars().next_back().is_some_and(is_unspaced)
            && after.chars().next().is_some_and(is_unspaced);
        // A hyphen at the end of a line is part of the word, whether the wrapping put it there or not.
        let hyphen = before.ends_with(['-', '\u{2010}'])
            && before.chars().rev().nth(1).is_some_and(char::is_alphabetic)
            && after.starts_with(char::is_lowercase);
        if unspaced || hyphen { "" } else { " " }
    }

    /// The text of the unit.
    pub(super) fn text<'s>(&self, source: &'s str) -> Cow<'s, str> {
        if let [line] = &*self.lines {
            return Cow::Borrowed(line.of(source));
        }
        let mut text = String::new();
        for line in &self.lines {
            let line = line.of(source);
            if !text.is_empty() {
                text.push_str(Self::joint(&text, line));
            }
            text.push_str(line);
        }
        Cow::Owned(text)
    }
}

/// A line that is not blank.
struct Line {
    span: Span,
    gap: bool,
    indented: bool,
    width: u32,
}

/// The paragraphs of `source` in order.
pub(super) fn units(source: &str) -> Vec<Unit> {
    let lines = lines(source);
    let measure = wrap_measure(source, &lines);
    let mut units: Vec<Unit> = Vec::with_capacity(lines.len());
    let mut before: Option<&Line> = None;
    for line in &lines {
        let continues = measure
            .zip(before)
            .is_some_and(|(measure, before)| continues(source, before, line, measure));
        match units.last_mut() {
            Some(unit) if continues => unit.lines.push(line.span),
            _ => units.push(Unit {
                lines: vec![line.span],
            }),
        }
        before = Some(line);
    }
    units
}

/// The lines that are not blank. Line ends are CRLF, CR, LF, NEL, and the line and paragraph separators of Unicode.
fn lines(source: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut gap = false;
    let mut rest = 0;
    while rest < source.len() {
        let end = line_end(source, rest);
        let span = Span::new(rest, end).trimmed(source);
        if span.is_empty() {
            gap = !lines.is_empty();
        } else {
            lines.push(Line {
                span,
                gap,
                indented: span.start as usize >= rest + 2,
                width: width_of(span.of(source)),
            });
            gap = false;
        }
        rest = end + ending_length(source, end);
    }
    lines
}

fn line_end(source: &str, from: usize) -> usize {
    let bytes = source.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        match bytes[at] {
            b'\n' | b'\r' => return at,
            0xc2 if bytes.get(at + 1) == Some(&0x85) => return at,
            0xe2 if bytes.get(at + 1) == Some(&0x80) && matches!(bytes.get(at + 2), Some(0xa8 | 0xa9)) => {
                return at;
            }
            _ => at += 1,
        }
    }
    bytes.len()
}

fn ending_length(source: &str, at: usize) -> usize {
    match source.as_bytes().get(at) {
        Some(b'\r') if source.as_bytes().get(at + 1) == Some(&b'\n') => 2,
        Some(b'\r' | b'\n') => 1,
        Some(0xc2) => 2,
        Some(_) => 3,
        None => 0,
    }
}

/// The measure to which the text is wrapped, if it is: most lines end where the next word would not fit, and many of the next
/// lines begin in the middle of a sentence.
fn wrap_measure(source: &str, lines: &[Line]) -> Option<u32> {
    let measure = lines.iter().map(|line| line.width).max()?;
    if !(NARROWEST_WRAP..=WIDEST_WRAP).contains(&measure) {
        return None;
    }
    let (mut pairs, mut full, mut inside, mut cased) = (0_u32, 0_u32, 0_u32, 0_u32);
    for pair in lines.windows(2) {
        let [before, after] = pair else { continue };
        if after.gap {
            continue;
        }
        pairs += 1;
        let next = after.span.of(source);
        full += u32::from(is_full(before, next, measure));
        inside += u32::from(next.starts_with(char::is_lowercase));
        cased += u32::from(next.starts_with(|c: char| c.is_lowercase() || c.is_uppercase()));
    }
    let mostly_full = full * 10 >= pairs * 7;
    // Sentences on lines of their own rarely begin with a small letter; wrapped ones do as often as words do.
    let is_wrapped = if cased * 2 >= pairs {
        inside * 5 >= pairs * 2
    } else {
        mostly_full && is_even(lines, measure)
    };
    (pairs >= 2 && is_wrapped && full * 2 >= pairs).then_some(measure)
}

/// Scripts without capitals: nearly all lines that are followed by another reach the measure.
fn is_even(lines: &[Line], measure: u32) -> bool {
    let followed: Vec<&Line> = lines
        .windows(2)
        .filter(|pair| !pair[1].gap)
        .map(|pair| &pair[0])
        .collect();
    let long = followed
        .iter()
        .filter(|line| line.width * 5 >= measure * 4)
        .count();
    followed.len() >= 4 && long * 10 >= followed.len() * 8
}

/// Whether the first word of `next` would not have fitted on the line.
fn is_full(line: &Line, next: &str, measure: u32) -> bool {
    let word = if next.starts_with(is_unspaced) {
        3
    } else {
        next.split_whitespace().next().map_or(0, width_of)
    };
    line.width + 1 + word > measure
}

fn continues(source: &str, before: &Line, line: &Line, measure: u32) -> bool {
    let text = line.span.of(source);
    let starts_inside = text.starts_with(char::is_lowercase) && before.width * 2 >= measure;
    !line.gap
        && (!line.indented || before.indented)
        && super::list::marker(text).is_none()
        && (starts_inside || is_full(before, text, measure))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<String> {
        units(source)
            .iter()
            .map(|unit| unit.text(source).into_owned())
            .collect()
    }

    #[test]
    fn every_line_end_ends_a_line() {
        let source = "a\r\nb\rc\nd\u{85}e\u{2028}f\u{2029}\u{2029} g \n\n";
        assert_eq!(texts(source), ["a", "b", "c", "d", "e", "f", "g"]);
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let wrapped = "The ferry stops at noon\n\n\
            The ferry that crosses the river at Harl has run since\n\
            nineteen hundred and eleven, and nobody in the village\n\
            remembers a day without it. The council says that this\n\
            will change in spring.\n\
            \n\
            Repairs take ten weeks. Until then a small boat carries\n\
            passengers, but no cars, no bicycles and, as the notice\n\
            at the landing puts it, no large dogs.\n";
        assert_eq!(
            texts(wrapped),
            [
                "The ferry stops at noon",
                "The ferry that crosses the river at Harl has run since nineteen hundred and eleven, and nobody in the \
                 village remembers a day without it. The council says that this will change in spring.",
                "Repairs take ten weeks. Until then a small boat carries passengers, but no cars, no bicycles and, as \
                 the notice at the landing puts it, no large dogs.",
            ]
        );
    }

    #[test]
    fn sentences_on_lines_of_their_own_stay_apart() {
        let sentences = "The ferry stops at noon\nIt has run since nineteen hundred and eleven.\n\
            Nobody remembers a day without it.\nThe council says that this will change.\n";
        assert_eq!(texts(sentences).len(), 4);
    }

    #[test]
    fn chinese_lines_are_joined_without_a_space() {
        let wrapped = "渡口从今年春天起将要停航十个星期以便更换旧的钢缆\n\
            村里人说谁也不记得有哪一天河上没有这条渡船在来回\n\
            走动镇上的办事处表示修理期间会有一条小船接送行人\n\
            但是不能运送汽车也不能运送自行车和体型较大的牲畜\n\
            只能请大家谅解。\n";
        assert_eq!(texts(wrapped).len(), 1);
        assert!(!texts(wrapped)[0].contains(' '));
    }
}
