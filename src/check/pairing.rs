//! The rules `punct_pair` and `quote`: brackets, inverted marks and quotation marks have their partners.

use super::side::Side;
use super::{Findings, Rule};
use crate::article::Span;

pub(super) fn check(source: &Side, target: &Side, found: &mut Findings) {
    if found.wants(Rule::PunctPair) {
        brackets(source, target, found);
        if target.habits.is(&["es", "ast", "gl"]) {
            inverted(source, target, found);
        }
    }
    if found.wants(Rule::Quote) {
        quotes(source, target, found);
    }
}

/// Kinds of brackets; full-width forms are the same brackets.
const BRACKETS: &[(&str, &str)] = &[
    ("(（", ")）"),
    ("[［", "]］"),
    ("{｛", "}｝"),
    ("【", "】"),
    ("《", "》"),
    ("〈", "〉"),
    ("〔", "〕"),
];

/// Open brackets among which the partner of a closing one is looked for.
const NEAREST: usize = 8;

/// For each kind: how many are not closed less how many are not opened, and where the last of them is.
fn imbalance(side: &Side) -> [(i64, Option<Span>); BRACKETS.len()] {
    let text: &str = &side.prose;
    let mut out = [(0, None); BRACKETS.len()];
    let mut open: Vec<(usize, Span)> = Vec::new();
    for (at, c) in text.char_indices() {
        if !matches!(c, '(' | ')' | '[' | ']' | '{' | '}') && !('\u{3000}'..='\u{FFFF}').contains(&c) {
            continue;
        }
        let span = Span::new(at, at + c.len_utf8());
        if let Some(kind) = BRACKETS.iter().position(|kind| kind.0.contains(c)) {
            if !is_smiley(text, at) {
                open.push((kind, span));
            }
        } else if let Some(kind) = BRACKETS.iter().position(|kind| kind.1.contains(c)) {
            let near = open.len().saturating_sub(NEAREST);
            match open[near..].iter().rposition(|(other, _)| *other == kind) {
                Some(place) => {
                    open.remove(near + place);
                }
                // "a)" and "1)" count the items of a list.
                None if is_smiley(text, at) || is_list_mark(text, at) => {}
                None => out[kind] = (out[kind].0 - 1, Some(span)),
            }
        }
    }
    for (kind, span) in open {
        out[kind] = (out[kind].0 + 1, Some(span));
    }
    out
}

/// `:(` and `;-)` between spaces.
fn is_smiley(text: &str, at: usize) -> bool {
    let eyes = text[..at].strip_suffix('-').unwrap_or(&text[..at]);
    let Some(before) = eyes.strip_suffix([':', ';']) else {
        return false;
    };
    let after = text[at..].chars().nth(1);
    before.chars().next_back().is_none_or(char::is_whitespace) && after.is_none_or(|c| !c.is_alphanumeric())
}

fn is_list_mark(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let mark: Vec<char> = before
        .chars()
        .rev()
        .take(3)
        .take_while(|c| c.is_alphanumeric())
        .collect();
    let rest = before.chars().rev().nth(mark.len());
    (1..=2).contains(&mark.len()) && rest.is_none_or(char::is_whitespace)
}

fn brackets(source: &Side, target: &Side, found: &mut Findings) {
    let (ours, theirs) = (imbalance(source), imbalance(target));
    for (kind, (own, place)) in theirs.iter().enumerate() {
        // What the source leaves open, a sentence behind it closes.
        if *own == 0 || *own == ours[kind].0 || (ours[kind].0 != 0 && own.signum() == ours[kind].0.signum()) {
            continue;
        }
        let shown = place.map_or("", |span| span.of(&target.prose));
        let what = if *own > 0 { "closed" } else { "opened" };
        found.add(
            Rule::PunctPair,
            None,
            *place,
            format!("the bracket {shown} is not {what}"),
        );
    }
}

/// Marks without an inverted one that are looked at.
const MOST_UNOPENED: usize = 32;

/// Spanish questions and exclamations begin with their mark.
fn inverted(source: &Side, target: &Side, found: &mut Findings) {
    let text: &str = &target.prose;
    let (mut open, mut before) = (0u32, '\0');
    let mut unopened = 0;
    for (at, c) in text.char_indices() {
        match c {
            '¿' | '¡' if !matches!(before, '¿' | '¡') => open += 1,
            '?' | '!' if !matches!(before, '?' | '!') => {
                let alone = before == '(' || before.is_whitespace();
                if open > 0 {
                    open -= 1;
                    continue;
                }
                unopened += 1;
                if unopened > MOST_UNOPENED {
                    return;
                }
                if !alone && !is_name(source, text, at) && (c == '?' || target.habits.subtag == "es") {
                    let sign = if c == '?' { '¿' } else { '¡' };
                    let span = Span::new(at, at + 1);
                    found.add(
                        Rule::PunctPair,
                        None,
                        Some(span),
                        format!("the sentence does not begin with {sign}"),
                    );
                }
            }
            _ => {}
        }
        before = c;
    }
}

/// Whether the word with its mark is a name that the source has too: `Yahoo!`.
fn is_name(source: &Side, text: &str, mark: usize) -> bool {
    let start = text[..mark]
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let name = &text[start..=mark];
    // What ends the source asks or cries there; inside it the mark belongs to the name.
    source.prose.match_indices(name).any(|(at, found)| {
        source.prose[at + found.len()..].starts_with(|c: char| c == ' ' || c.is_alphanumeric())
    }) && name.starts_with(char::is_uppercase)
}

/// Marks that come in pairs. Single ones are apostrophes as often as not.
fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' | '『' | '』' | '〝' | '〞' | '〟' | '＂'
    )
}

/// Quotation marks of a side, and how many of them may be signs of inches or seconds.
fn quote_marks(side: &Side) -> (Vec<Span>, usize) {
    let text: &str = &side.prose;
    let mut out = Vec::new();
    let (mut before, mut measures) = ('\0', 0);
    for (at, c) in text.char_indices() {
        if is_quote(c) {
            let after = text[at + c.len_utf8()..].chars().next();
            // צה"ל: gershayim, typed as a quotation mark.
            let hebrew = |c: char| ('\u{5D0}'..='\u{5EA}').contains(&c);
            let gershayim = matches!(c, '"' | '”') && hebrew(before) && after.is_some_and(hebrew);
            if !gershayim {
                out.push(Span::new(at, at + c.len_utf8()));
                measures += usize::from(matches!(c, '"' | '”') && before.is_numeric());
            }
        }
        before = c;
    }
    (out, measures)
}

fn quotes(source: &Side, target: &Side, found: &mut Findings) {
    let (theirs, measures) = quote_marks(target);
    if theirs.len() % 2 == 0 {
        return;
    }
    let (ours, _) = quote_marks(source);
    let open_in_source = ours.len() % 2 == 1 || ours.is_empty() && has_open_single(&source.prose);
    if open_in_source || measures == 1 && ours.is_empty() || closes_two_at_once(&target.prose, &theirs) {
        return;
    }
    let odd = without_partner(&target.prose, &theirs);
    let shown = odd.of(&target.prose);
    found.add(
        Rule::Quote,
        None,
        Some(odd),
        format!("the quotation mark {shown} has no partner"),
    );
}

/// Whether a quotation in single marks runs on behind the sentence or comes from before it.
fn has_open_single(text: &str) -> bool {
    let (mut opened, mut closed) = (0, 0);
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        if matches!(c, '\'' | '‘' | '’' | '‚' | '‹' | '›') {
            opened += u32::from(!before.is_alphanumeric() && after.is_alphanumeric());
            closed += u32::from(before != ' ' && !after.is_alphanumeric());
        }
        before = c;
    }
    opened != closed
}

/// «Газета «Известия»: one mark closes both.
fn closes_two_at_once(text: &str, marks: &[Span]) -> bool {
    let count = |mark: &str| marks.iter().filter(|span| span.of(text) == mark).count();
    let nested = |open: &str, close: &str| {
        let mut depth = 0i32;
        let mut deepest = 0;
        for span in marks {
            let mark = span.of(text);
            depth += i32::from(mark == open) - i32::from(mark == close);
            deepest = deepest.max(depth);
        }
        count(open) == count(close) + 1 && deepest == 2 && depth == 1
    };
    nested("«", "»")
}

/// The mark that stands alone: of two kinds the one that occurs an odd number of times, else the last.
fn without_partner(text: &str, marks: &[Span]) -> Span {
    let family = |span: &Span| match span.of(text) {
        "«" | "»" => 0,
        "「" | "」" => 1,
        "『" | "』" => 2,
        _ => 3,
    };
    let mut counts = [0usize; 4];
    for span in marks {
        counts[family(span)] += 1;
    }
    let odd = marks.iter().rev().find(|span| counts[family(span)] % 2 == 1);
    *odd.unwrap_or(&marks[marks.len() - 1])
}
