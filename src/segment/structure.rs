//! Where the shape of a text ends a sentence: blank lines always, line ends unless the lines are only wrapped to a width.

use crate::article::Span;

/// Widths in characters between which a text counts as wrapped by hand: mail and plain-text files use 60 to 80.
const WRAPPED_WIDTHS: std::ops::RangeInclusive<usize> = 40..=100;

/// A line that is not blank, without the white space around it.
#[derive(Clone, Copy)]
struct Line {
    span: Span,
    /// A blank line or U+2029 stands before it.
    opens_paragraph: bool,
}

/// The stretches of `text` inside which no line end is a sentence end, in order.
pub(super) fn passages(text: &str) -> Vec<Span> {
    let lines = lines(text);
    let whole = wrapped_width(text, &lines);
    let mut out = Vec::with_capacity(lines.len());
    for paragraph in paragraphs(&lines) {
        let joined = match paragraph {
            [] | [_] => false,
            [body @ .., _] => {
                wrapped_width(text, paragraph).is_some()
                    || whole.is_some_and(|width| body.iter().all(|line| 10 * length(text, line) >= 6 * width))
            }
        };
        if let (true, [first, .., last]) = (joined, paragraph) {
            out.push(Span {
                start: first.span.start,
                end: last.span.end,
            });
        } else {
            for run in paragraph.chunk_by(|line, next| broken(text, *line, *next)) {
                out.extend(run.first().zip(run.last()).map(|(a, b)| Span {
                    start: a.span.start,
                    end: b.span.end,
                }));
            }
        }
    }
    out
}

/// The lines of `text` that are not blank.
pub(super) fn line_spans(text: &str) -> Vec<Span> {
    lines(text).into_iter().map(|line| line.span).collect()
}

/// What stands between blank lines.
pub(super) fn paragraph_spans(text: &str) -> Vec<Span> {
    let whole = |lines: &[Line]| {
        let (first, last) = lines.first().zip(lines.last())?;
        Some(Span {
            start: first.span.start,
            end: last.span.end,
        })
    };
    paragraphs(&lines(text)).filter_map(whole).collect()
}

/// Characters of a line that begins with a small letter and is surely prose, not an item of a list.
const PROSE: usize = 40;

/// Whether `next` plainly goes on where `line` stops: no mark between them, a small letter, and a sentence end or a long line to
/// come; or a bracket that the mark of the sentence stands behind.
fn broken(text: &str, line: Line, next: Line) -> bool {
    let (line, next) = (line.span.of(text), next.span.of(text));
    let open =
        line.ends_with(|c: char| c.is_alphanumeric() || c == ',') && line.split_whitespace().nth(2).is_some();
    let small = next.starts_with(char::is_lowercase)
        && (next.ends_with(ends_line) || next.chars().nth(PROSE).is_some());
    open && (small || next.starts_with('(') && next.ends_with(").") && line.chars().nth(PROSE).is_some())
}

/// The lines between one paragraph start and the next.
fn paragraphs(lines: &[Line]) -> impl Iterator<Item = &[Line]> {
    lines.chunk_by(|_, next| !next.opens_paragraph)
}

/// The width that the lines are wrapped to, if they are: most reach three quarters of the longest, and most do not end in a mark.
/// The last line of a paragraph may be short, so it has no say.
fn wrapped_width(text: &str, lines: &[Line]) -> Option<usize> {
    if lines.len() < 3 {
        return None;
    }
    let width = lines.iter().map(|line| length(text, line)).max()?;
    if !WRAPPED_WIDTHS.contains(&width) {
        return None;
    }
    let (mut body, mut long, mut open) = (0, 0, 0);
    for line in
        paragraphs(lines).flat_map(|paragraph| paragraph.split_last().map_or(&[][..], |(_, body)| body))
    {
        body += 1;
        long += usize::from(4 * length(text, line) >= 3 * width);
        open += usize::from(!line.span.of(text).ends_with(ends_line));
    }
    (body >= 2 && 10 * long >= 7 * body && 2 * open >= body).then_some(width)
}

fn length(text: &str, line: &Line) -> usize {
    line.span.of(text).chars().count()
}

fn ends_line(c: char) -> bool {
    ".!?…:;。！？।۔\"”»)".contains(c)
}

/// Cuts at every kind of line end: `\n`, `\r`, `\r\n`, vertical tab, form feed, U+0085, U+2028, U+2029.
fn lines(text: &str) -> Vec<Line> {
    let bytes = text.as_bytes();
    let mut out: Vec<Line> = Vec::new();
    let mut opens_paragraph = false;
    let mut start = 0;
    let mut at = 0;
    while at <= bytes.len() {
        // No line end begins with any other byte.
        if !matches!(bytes.get(at), None | Some(0x0A..=0x0D | 0xC2 | 0xE2)) {
            at += 1;
            continue;
        }
        let (width, ends_paragraph) = match bytes[at..] {
            [b'\r', b'\n', ..] | [0xC2, 0x85, ..] => (2, false),
            [] | [b'\n' | b'\r' | 0x0B | 0x0C, ..] => (1, false),
            [0xE2, 0x80, 0xA8, ..] => (3, false),
            [0xE2, 0x80, 0xA9, ..] => (3, true),
            _ => {
                at += 1;
                continue;
            }
        };
        let span = Span::new(start, at).trimmed(text);
        if span.is_empty() {
            opens_paragraph = true;
        } else {
            out.push(Line {
                span,
                opens_paragraph,
            });
            opens_paragraph = ends_paragraph;
        }
        at += width;
        start = at;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(drawing: &str) {
        let text = drawing.replace('|', "");
        let found: Vec<_> = passages(&text)
            .iter()
            .map(|span| span.of(&text).to_owned())
            .collect();
        let want: Vec<_> = drawing.split('|').map(|piece| piece.trim().to_owned()).collect();
        assert_eq!(found, want);
    }

    #[test]
    fn a_line_end_is_an_end() {
        check("Rail link opens\n|By a reporter\r\n|The train came.\u{2028}|It left.\u{85}|So.");
        check("  one \n|\n two\t");
    }

    #[test]
    fn lines_wrapped_to_a_width_are_one_passage() {
        check(
            "The caravan left the walled town before sunrise and followed\n\
             the dry river for two days. On the third it reached a well\n\
             where other traders had already put up their tents for the\n\
             night.\n\n|Nobody slept.",
        );
        check(
            "The caravan left the walled town before the sun had risen.\n|\
             Two days it followed the river that had been dry for long.\n|\
             On the third day it reached a well where traders camped.\n|\
             Nobody slept.",
        );
    }

    #[test]
    fn white_space_alone_is_no_passage() {
        for text in ["", " ", "\n\r\n\t\u{2029}\u{3000}"] {
            assert!(passages(text).is_empty());
        }
    }
}
