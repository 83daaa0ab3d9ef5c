//! Classes of characters in square brackets: unions, intersections, ranges and escapes as ICU and Java have them.

use std::str::Chars;

use super::dialect::push_literal;
use super::escape::{Escape, escape, property};

/// Reads a class; its first bracket has been read. `spaced`: white space inside is no part of it.
pub(super) fn bracket(rest: &mut Chars<'_>, spaced: bool) -> Result<String, String> {
    let mut class = String::from("[");
    let mut depth = 1;
    negated(rest, &mut class);
    // Where a `]` stands for itself, since a class cannot be empty.
    let mut empty = true;
    while let Some(c) = rest.next() {
        match c {
            ']' if !empty => {
                class.push(']');
                depth -= 1;
                if depth == 0 {
                    return Ok(class);
                }
                continue;
            }
            '[' => {
                if let Some(named) = named(rest)? {
                    class.push_str(&named);
                    empty = false;
                } else {
                    class.push('[');
                    depth += 1;
                    negated(rest, &mut class);
                    empty = true;
                }
                continue;
            }
            '&' if rest.as_str().starts_with('&') => {
                rest.next();
                class.push_str("&&");
                continue;
            }
            _ if spaced && c.is_whitespace() => continue,
            _ => {}
        }
        empty = false;
        match atom(c, rest)? {
            Atom::Class(piece) => class.push_str(&piece),
            Atom::Char(first) => match range_end(rest)? {
                Some(last) if first <= last => {
                    push_literal(&mut class, first);
                    class.push('-');
                    push_literal(&mut class, last);
                }
                Some(last) => return Err(format!("the range \"{first}-{last}\" runs backwards")),
                None => push_literal(&mut class, first),
            },
        }
    }
    Err("a bracket \"[\" is not closed".to_owned())
}

/// Takes the sign of a negated class over.
fn negated(rest: &mut Chars<'_>, class: &mut String) {
    if let Some(after) = rest.as_str().strip_prefix('^') {
        *rest = after.chars();
        class.push('^');
    }
}

/// A POSIX class, `[:Lu:]` or `[:^Lu:]`; its first bracket has been read.
fn named(rest: &mut Chars<'_>) -> Result<Option<String>, String> {
    let Some((name, after)) = rest
        .as_str()
        .strip_prefix(':')
        .and_then(|inside| inside.split_once(":]"))
    else {
        return Ok(None);
    };
    let (name, negated) = match name.strip_prefix('^') {
        Some(name) => (name, true),
        None => (name, false),
    };
    let class = property(name, negated)?;
    *rest = after.chars();
    Ok(Some(class))
}

enum Atom {
    Char(char),
    /// A piece of the class that is no single character.
    Class(String),
}

/// What `c` begins.
fn atom(c: char, rest: &mut Chars<'_>) -> Result<Atom, String> {
    if c != '\\' {
        return Ok(Atom::Char(c));
    }
    match escape(rest)? {
        Escape::Char(c) => Ok(Atom::Char(c)),
        Escape::Class(class) => Ok(Atom::Class(class)),
        Escape::Quoted(text) => {
            let mut class = String::new();
            text.chars().for_each(|c| push_literal(&mut class, c));
            Ok(Atom::Class(class))
        }
        Escape::Piece(piece) => Err(format!(
            "\"{piece}\" is no character, so it cannot stand in brackets"
        )),
        Escape::Reference(_) | Escape::TextEnd => {
            Err("what stands for no character cannot stand in brackets".to_owned())
        }
    }
}

/// The end of a range if one follows; a hyphen before a class or at the end stands for itself and is left.
fn range_end(rest: &mut Chars<'_>) -> Result<Option<char>, String> {
    let mut ahead = rest.clone();
    if ahead.next() != Some('-') {
        return Ok(None);
    }
    let Some(c) = ahead.next().filter(|&c| c != ']' && c != '[') else {
        return Ok(None);
    };
    if c == '&' && ahead.as_str().starts_with('&') {
        return Ok(None);
    }
    Ok(match atom(c, &mut ahead)? {
        Atom::Char(last) => {
            *rest = ahead;
            Some(last)
        }
        Atom::Class(_) => None,
    })
}
