//! Hard-wrapped plain text: a paragraph that a translation has changed is filled again to the measure that its source is wrapped to.
//!
//! Lines before the first change stay as they are. Text in a script without spaces is left alone: it has no place for a line end.

use std::ops::Range;

use super::Draft;
use super::edit::{Edit, apply};
use crate::article::{Block, BlockKind, Language, Span};
use crate::words::is_extending;

/// The edits of a text, those of a wrapped paragraph as one that fills it; nothing where there is nothing to fill. `edits` are in order.
pub(super) fn filled(draft: &Draft<'_>, edits: &[Edit]) -> Option<Vec<Edit>> {
    if !has_spaces(draft.target) {
        return None;
    }
    let blocks = &draft.article.blocks;
    let measure = blocks
        .iter()
        .filter_map(|block| wrapped_width(draft, block))
        .max()?;
    let mut places: Vec<(Span, &Block)> = blocks
        .iter()
        .filter_map(|block| Some((place(block)?, block)))
        .collect();
    places.sort_by_key(|(at, _)| at.start);
    let mut out = Vec::with_capacity(edits.len());
    let mut next = 0;
    for (at, block) in places {
        let before = edits[next..].partition_point(|edit| edit.at.start < at.start);
        out.extend_from_slice(&edits[next..next + before]);
        next += before;
        let inside = edits[next..].partition_point(|edit| edit.at.end <= at.end);
        let own = &edits[next..next + inside];
        next += inside;
        match own.first() {
            Some(first) if is_filled(draft, block) => {
                out.push(fill(draft.source, at, first.at.start as usize, own, measure));
            }
            _ => out.extend_from_slice(own),
        }
    }
    out.extend_from_slice(&edits[next..]);
    Some(out)
}

/// Whether the language has spaces between its words.
fn has_spaces(language: &Language) -> bool {
    !matches!(
        language.subtag(),
        "zh" | "yue" | "wuu" | "ja" | "th" | "lo" | "km" | "my" | "bo"
    )
}

/// Whether a block may go over several lines: those that do in the source, and running text.
fn is_filled(draft: &Draft<'_>, block: &Block) -> bool {
    let running = matches!(
        block.kind,
        BlockKind::Paragraph | BlockKind::Quote | BlockKind::List
    );
    !draft.article.text_of(block).contains('\n') && (running || wrapped_width(draft, block).is_some())
}

fn place(block: &Block) -> Option<Span> {
    let (first, last) = (block.origin.first()?, block.origin.last()?);
    Some(Span {
        start: first.source.start,
        end: last.source.end,
    })
}

/// Columns of the widest line of a block that is wrapped in the source.
fn wrapped_width(draft: &Draft<'_>, block: &Block) -> Option<usize> {
    let at = place(block)?;
    if draft.article.text_of(block).contains('\n') || !at.of(draft.source).contains('\n') {
        return None;
    }
    let start = line_start(draft.source, at.start as usize);
    let lines = draft.source[start..at.end as usize].lines();
    lines.map(|line| width(line.trim_end())).max()
}

fn line_start(source: &str, at: usize) -> usize {
    source[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// One edit for all those of the paragraph `at`, of which the first is at `changed`.
fn fill(source: &str, at: Span, changed: usize, edits: &[Edit], measure: usize) -> Edit {
    let (start, end) = (at.start as usize, at.end as usize);
    let line = line_start(source, changed).max(start);
    let margin = margin(source, start..end);
    let from = changed.min(line + leading(&source[line..end]).len());
    let shifted: Vec<Edit> = edits
        .iter()
        .map(|edit| Edit {
            at: Span::new(edit.at.start as usize - from, edit.at.end as usize - from),
            text: edit.text.clone(),
        })
        .collect();
    let text = apply(&source[from..end], &shifted);
    let ending = if source[..end].contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    let mut column = width(&source[line_start(source, from)..from]);
    for chunk in chunks(&text) {
        let wide = width(&chunk);
        if !out.is_empty() {
            if column + 1 + wide > measure {
                out.push_str(ending);
                out.push_str(margin);
                column = width(margin);
            } else {
                out.push(' ');
                column += 1;
            }
        }
        out.push_str(&chunk);
        column += wide;
    }
    Edit::new(Span::new(from, end), out)
}

/// What stands before the second line of a paragraph, or before its only one if that is white space.
fn margin(source: &str, paragraph: Range<usize>) -> &str {
    if let Some((_, rest)) = source[paragraph.clone()].split_once('\n') {
        return leading(rest);
    }
    let before = &source[line_start(source, paragraph.start)..paragraph.start];
    if before.trim().is_empty() { before } else { "" }
}

/// The white space that a text begins with.
fn leading(text: &str) -> &str {
    &text[..text.len() - text.trim_start_matches([' ', '\t']).len()]
}

/// White space at which a line may end; a no-break space is none.
const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

/// The pieces of a text that stay on one line, without other white space than a space between their words.
fn chunks(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    for word in text.split(SPACE).filter(|word| !word.is_empty()) {
        match out.last_mut() {
            Some(last) if open || !may_begin(word) => {
                last.push(' ');
                last.push_str(word);
            }
            _ => out.push(word.to_owned()),
        }
        open = word.chars().all(|c| OPENING.contains(c));
    }
    out
}

/// Marks that belong to the word behind them.
const OPENING: &str = "([{«„“‘¿¡";

/// Whether a line may begin with a word: not with a mark that belongs to the word before (`!`, `»`, a dash), and not with what a reader
/// would take for the sign of a list.
fn may_begin(word: &str) -> bool {
    let opens = |c: char| c.is_alphanumeric() || OPENING.contains(c) || "\"'’@$€£".contains(c);
    let stem = word.strip_suffix(['.', ')']);
    let counts = stem.is_some_and(|stem| stem.chars().count() < 2 || stem.chars().all(char::is_numeric));
    word.starts_with(opens) && !counts
}

/// Columns of a terminal that a text takes; runs of white space count as one.
fn width(text: &str) -> usize {
    let mut columns = 0;
    for c in text.chars() {
        columns += match c {
            '\t' => 8,
            '\u{1100}'..='\u{115f}'
            | '\u{2e80}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff00}'..='\u{ff60}'
            | '\u{20000}'..='\u{3ffff}' => 2,
            _ => usize::from(!is_extending(c)),
        };
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_begins_with_a_mark_or_the_sign_of_a_list() {
        assert_eq!(
            chunks("Il dit : « Oui » –\nle 3. mai   on a\r\na) 1953. -5 "),
            ["Il", "dit :", "« Oui » –", "le 3.", "mai", "on", "a a) 1953. -5"]
        );
    }

    #[test]
    fn a_paragraph_is_filled_from_the_first_line_that_changes() {
        let source = "  One two three\n  four five six\n  seven eight.\n";
        let at = Span::new(2, source.len() - 1);
        let five = source.find("five").unwrap();
        let edits = [Edit::new(Span::new(five, five + 4), "quite a long way")];
        let edit = fill(source, at, five, &edits, 15);
        assert_eq!(
            apply(source, &[edit]),
            "  One two three\n  four quite a\n  long way six\n  seven eight.\n"
        );
        let edit = fill(
            "\r\nOne two\r\nthree four",
            Span::new(2, 21),
            2,
            &[Edit::new(Span::new(2, 21), "Un deux trois quatre cinq")],
            10,
        );
        assert_eq!(edit.text, "Un deux\r\ntrois\r\nquatre\r\ncinq");
    }

    #[test]
    fn columns_are_those_of_a_terminal() {
        assert_eq!(
            (width("añb"), width("an\u{303}b"), width("다리"), width("桥")),
            (3, 3, 4, 2)
        );
    }
}
