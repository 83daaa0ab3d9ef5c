//! The rules `space_punct`, `space_double` and `space_edge`.

use super::side::Side;
use super::{Findings, Rule};
use crate::article::Span;

pub(super) fn check(source: &Side, target: &Side, found: &mut Findings) {
    if found.wants(Rule::SpacePunct) {
        if target.habits.subtag == "fr" {
            french(target, found);
        } else if !target.habits.has_no_stop() {
            before_marks(source, target, found);
        }
    }
    if found.wants(Rule::SpaceDouble) {
        double(source, target, found);
    }
    if found.wants(Rule::SpaceEdge) {
        edges(source, target, found);
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}')
}

/// The character before byte `at` and the one behind byte `end`.
fn around(text: &str, at: usize, end: usize) -> (Option<char>, Option<char>) {
    (text[..at].chars().next_back(), text[end..].chars().next())
}

/// What stands behind a mark that ends a clause: nothing, white space, or what closes.
fn ends_clause(after: Option<char>) -> bool {
    after.is_none_or(|c| {
        c.is_whitespace() || matches!(c, '»' | ')' | ']' | '"' | '”' | '’' | '?' | '!' | '.' | '…' | ',')
    })
}

/// French sets high marks and guillemets off by a space that does not break.
fn french(target: &Side, found: &mut Findings) {
    let text: &str = &target.prose;
    let (canada, swiss) = (target.habits.region == "CA", target.habits.region == "CH");
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let (before, after) = around(text, at, end);
        let (neighbour, place) = match c {
            '?' | '!' | ';' | '»' => (before, Span::new(at, end)),
            '«' => (after, Span::new(at, end)),
            _ => continue,
        };
        let Some(neighbour) = neighbour else { continue };
        let guillemet = matches!(c, '«' | '»');
        let wrong = match neighbour {
            ' ' => !guillemet || c == '»' || !text[end..].trim_start_matches(' ').is_empty(),
            '\u{A0}' | '\u{202F}' | '\u{2009}' | '\n' => false,
            // Marks in a row stand together, and so do they in brackets: (?)
            _ if guillemet => {
                !swiss
                    && (neighbour.is_alphanumeric()
                        || matches!(neighbour, '.' | '!' | '?' | '…' | ',' | '%' | ')'))
            }
            _ if canada || swiss => false,
            _ => {
                (neighbour.is_alphanumeric() || matches!(neighbour, ')' | '%' | '»' | '…' | '”' | '"' | '’'))
                    && ends_clause(after)
            }
        };
        if wrong {
            let side = if c == '«' { "behind" } else { "before" };
            found.add(
                Rule::SpacePunct,
                None,
                Some(place),
                format!("French has a no-break space {side} {c}"),
            );
        }
    }
}

/// How many of the marks that French sets off have a plain space, and how many one that does not break.
pub fn french_spaces(text: &str) -> (usize, usize) {
    let (mut plain, mut unbroken) = (0, 0);
    for (at, c) in text.char_indices() {
        let (before, after) = around(text, at, at + c.len_utf8());
        let space = match c {
            '?' | '!' | ';' | '»' => before,
            '«' => after,
            _ => continue,
        };
        match space {
            Some(' ') => plain += 1,
            Some('\u{A0}' | '\u{202F}' | '\u{2009}') => unbroken += 1,
            _ => {}
        }
    }
    (plain, unbroken)
}

/// Elsewhere no space stands before a mark.
fn before_marks(source: &Side, target: &Side, found: &mut Findings) {
    // The source's own way of writing is followed, except that of French.
    let tolerated = if source.habits.subtag == "fr" {
        Vec::new()
    } else {
        spaced_marks(source)
    };
    let places = spaced_marks(target);
    for (at, c) in places.iter().skip(tolerated.len().min(places.len())) {
        let span = Span::new(*at, at + c.len_utf8());
        found.add(
            Rule::SpacePunct,
            None,
            Some(span),
            format!("there is a space before {c}"),
        );
    }
}

/// Marks with a space before them, or behind an opening guillemet, where that is wrong.
fn spaced_marks(side: &Side) -> Vec<(usize, char)> {
    // «x» tight, and never »x«.
    let tight = side.habits.is(&[
        "ru", "uk", "be", "kk", "ky", "it", "es", "pt", "ca", "gl", "el", "tr", "az", "hy", "ka", "fa", "ar",
        "ro",
    ]);
    let text: &str = &side.prose;
    let mut out = Vec::new();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let (before, after) = around(text, at, end);
        let spaced = before.is_some_and(is_space);
        let found = match c {
            '?' | '!' | ';' | ',' | '؟' | '،' | '؛' | '？' | '！' | '，' | '；' | '、' => {
                spaced && ends_clause(after)
            }
            // Not .NET, not .5, not an ellipsis of its own.
            '.' | '。' | '۔' | '।' => {
                spaced && after.is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '”' | '»' | ')'))
            }
            '»' if tight => spaced,
            '«' if tight => after.is_some_and(is_space),
            _ => false,
        };
        // A mark that stands for itself, at the start or between spaces in a list of marks, is quoted.
        let word = text[..at].trim_end_matches(is_space).chars().next_back();
        let follows = word.is_some_and(|c| {
            c.is_alphanumeric() || matches!(c, ')' | '"' | '”' | '»' | '%') || !c.is_ascii()
        });
        if found && (follows || c == '«') {
            out.push((at, c));
        }
    }
    out
}

/// Runs of two or more spaces inside a line.
fn runs(side: &Side) -> Vec<Span> {
    let text: &str = side.text.plain();
    let mut out = Vec::new();
    let mut start: Option<usize> = None;
    for (at, c) in text.char_indices() {
        if matches!(c, ' ' | '\u{A0}' | '\u{202F}') {
            start = start.or(Some(at));
            continue;
        }
        if let Some(start) = start.take()
            && text[start..at].chars().nth(1).is_some()
            && !matches!(c, '\n' | '\r')
            && !text[..start].ends_with('\n')
            && start > 0
        {
            out.push(Span::new(start, at));
        }
    }
    out
}

fn double(source: &Side, target: &Side, found: &mut Findings) {
    let theirs = runs(target);
    if theirs.is_empty() {
        return;
    }
    let allowed = runs(source).len();
    for span in theirs.into_iter().skip(allowed) {
        found.add(
            Rule::SpaceDouble,
            None,
            Some(span),
            "two spaces in a row".to_owned(),
        );
    }
}

fn edges(source: &Side, target: &Side, found: &mut Findings) {
    let (ours, theirs) = (source.text.plain(), target.text.plain());
    let unspaced = target.habits.is_unspaced() && !source.habits.is_unspaced();
    let start = |text: &str| text.len() - text.trim_start().len();
    let end = |text: &str| text.trim_end().len();
    let lines = |blank: &str| blank.matches('\n').count();
    let (a, b) = (&ours[..start(ours)], &theirs[..start(theirs)]);
    if (a.is_empty() != b.is_empty() || lines(a) != lines(b)) && !(unspaced && b.is_empty()) {
        let what = if b.is_empty() {
            "the source begins with a space, the translation does not"
        } else {
            "white space at the start differs from the source"
        };
        found.add(
            Rule::SpaceEdge,
            Some(Span::new(0, a.len())),
            Some(Span::new(0, b.len())),
            what.to_owned(),
        );
    }
    let (a, b) = (&ours[end(ours)..], &theirs[end(theirs)..]);
    if (a.is_empty() != b.is_empty() || lines(a) != lines(b)) && !(unspaced && b.is_empty()) {
        let what = if b.is_empty() {
            "the source ends with a space, the translation does not"
        } else {
            "white space at the end differs from the source"
        };
        let (ours, theirs) = (
            Span::new(end(ours), ours.len()),
            Span::new(end(theirs), theirs.len()),
        );
        found.add(Rule::SpaceEdge, Some(ours), Some(theirs), what.to_owned());
    }
}
