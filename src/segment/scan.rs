//! The scan over a passage: finds the marks that may end a sentence, keeps account of quotations and brackets, and asks for each
//! mark whether it does.

use crate::article::Span;

use super::dateline::dateline;
use super::list::{Lists, lists};
use super::marks::{Kind, Mark, PLAIN, combines, is_format, kind};
use super::pairs::Pairs;
use super::rule::{Rule, Verdict};
use super::stop::{Judge, Stop};
use super::thai;
use super::writing::Writing;

/// Longest code span between two backticks, in bytes.
const CODE_REACH: usize = 200;
/// Longest title in `《》`, in bytes.
const TITLE_REACH: usize = 180;

/// Cuts one passage at its sentence ends.
pub(super) struct Scan<'t> {
    judge: &'t Judge<'t>,
    text: &'t str,
    /// End of the passage.
    end: usize,
    /// Start of the passage.
    start: usize,
    pairs: Pairs,
    lists: Lists,
    /// Index of the first marker that is not before the current place.
    marker: usize,
    /// Ranges that are never cut inside, from the passage's start on.
    atoms: &'t [Span],
    /// Ends of sentences, in order.
    ends: Vec<usize>,
}

/// A mark and what is open after it.
#[derive(Clone, Copy)]
pub(super) struct Open<'s> {
    pub(super) stop: &'s Stop,
    pub(super) pairs: &'s Pairs,
}

/// A decided place, for those who want to know more than where to cut.
pub(super) struct Decided<'s> {
    /// Where the sentence ends or would end.
    pub(super) at: usize,
    pub(super) verdict: Verdict,
    /// The mark, unless a list item was found.
    pub(super) open: Option<Open<'s>>,
}

/// The ends of the sentences of a passage in no order, its own end left out. `atoms` are the ranges that end after the passage's
/// start, in order. `watch` is told of every place that was decided.
pub(super) fn ends(
    judge: &Judge<'_>,
    passage: Span,
    atoms: &[Span],
    watch: &mut impl FnMut(Decided<'_>),
) -> Vec<usize> {
    let text = judge.text;
    let mut scan = Scan {
        judge,
        text,
        start: passage.start as usize,
        end: passage.end as usize,
        pairs: Pairs::default(),
        lists: lists(text, passage),
        marker: 0,
        atoms,
        ends: Vec::new(),
    };
    scan.run(watch);
    if judge.writing == Writing::Thai {
        let known: Vec<usize> = scan.ends.iter().map(|end| end - scan.start).collect();
        for at in thai::ends(passage.of(text), &known) {
            let at = scan.start + at;
            scan.ends.push(at);
            watch(Decided {
                at,
                verdict: Verdict::cut(Rule::ThaiSpace),
                open: None,
            });
        }
    }
    for item in std::mem::take(&mut scan.lists.items) {
        let before = text[scan.start..item].trim_end();
        if !before.is_empty() && !before.ends_with([',', ';']) {
            let at = scan.start + before.len();
            scan.ends.push(at);
            watch(Decided {
                at,
                verdict: Verdict::cut(Rule::ListItem),
                open: None,
            });
        }
    }
    scan.ends
}

impl Scan<'_> {
    fn run(&mut self, watch: &mut impl FnMut(Decided<'_>)) {
        let bytes = self.text.as_bytes();
        let quiet = self.start + dateline(&self.text[self.start..self.end]);
        let mut at = self.start;
        while at < self.end {
            if PLAIN[bytes[at] as usize] {
                at += 1;
                continue;
            }
            if let Some(end) = self.atom_end(at) {
                at = end;
                continue;
            }
            let Some(c) = self.char_at(at) else { break };
            let mark = match kind(c) {
                Kind::Mark(mark) => Some(mark),
                Kind::Half => self.judge.final_half(c),
                Kind::Pair => {
                    let interrupted = self.interrupts(c, at);
                    self.note(c, at);
                    interrupted.then_some(Mark::Ellipsis)
                }
                Kind::Code => {
                    at += self.reach(at, '`', CODE_REACH).unwrap_or(0);
                    None
                }
                Kind::Title => {
                    at += self.reach(at, '》', TITLE_REACH).unwrap_or(0);
                    None
                }
                Kind::Text => None,
            };
            let Some(mark) = mark else {
                at += self.char_at(at).map_or(1, char::len_utf8);
                continue;
            };
            let before = self.pairs;
            let stop = self.stop(at, mark);
            if stop.end < self.end {
                let verdict = self.verdict(&stop, &before, quiet);
                if verdict.cut {
                    self.ends.push(stop.end);
                }
                watch(Decided {
                    at: stop.end,
                    verdict,
                    open: Some(Open {
                        stop: &stop,
                        pairs: &self.pairs,
                    }),
                });
            }
            at = stop.end;
        }
    }

    /// Whether the sentence ends at `stop`; no sentence ends before byte `quiet`.
    fn verdict(&mut self, stop: &Stop, before: &Pairs, quiet: usize) -> Verdict {
        if self.in_marker(stop.start) {
            return Verdict::keep(Rule::ListMarker);
        }
        if stop.end <= quiet {
            return Verdict::keep(Rule::Dateline);
        }
        self.judge.ends(stop, before, &self.pairs, self.start, self.end)
    }

    /// Whether byte `at` lies in the marker of a list item. Asked in text order.
    fn in_marker(&mut self, at: usize) -> bool {
        let markers = &self.lists.markers;
        while markers
            .get(self.marker)
            .is_some_and(|marker| marker.end as usize <= at)
        {
            self.marker += 1;
        }
        markers
            .get(self.marker)
            .is_some_and(|marker| marker.start as usize <= at)
    }

    /// Reads the run of marks at `start` with everything that belongs to it: closing quotation marks and brackets, also after a
    /// space, and references.
    fn stop(&mut self, start: usize, mark: Mark) -> Stop {
        let mut stop = Stop {
            start,
            end: start,
            mark,
            marks: 0,
            spread: false,
            closed: false,
            quoted: false,
        };
        let mut at = start;
        while at < self.end && self.atom_end(at).is_none() {
            // `It rained. . . . The road` is a full stop and a pause.
            if at == start + 1 && self.pause_follows(start) {
                break;
            }
            let Some(c) = self.char_at(at) else { break };
            let after = self.char_at(at + c.len_utf8());
            if let Kind::Mark(next) = kind(c) {
                if next == Mark::Ideographic && stop.mark != Mark::Danda {
                    stop.mark = next;
                }
                stop.marks += 1;
            } else if at == start {
                stop.marks += 1;
                stop.quoted = kind(c) == Kind::Pair;
                stop.closed = stop.quoted;
            } else if self.pairs.closes(c, at, after) {
                self.note(c, at);
                stop.closed = true;
                stop.quoted |= !")]}）］】".contains(c);
            } else if c.is_whitespace() && after.is_some_and(|after| self.belongs(after, at + c.len_utf8())) {
                // ` »`, `! !`, `. . .`
                stop.spread |= after == Some('.') && self.text[..start].ends_with(char::is_whitespace);
            } else if !is_format(c) && !combines(c) {
                break;
            }
            at += c.len_utf8();
        }
        stop.end = at + self.reference(start, at);
        stop
    }

    /// Whether `c` at byte `at` closes a speech that breaks off: `"I never—" He`
    fn interrupts(&self, c: char, at: usize) -> bool {
        matches!(c, '"' | '”' | '»' | '“')
            && self.text[self.start..at].ends_with(['—', '–', '-'])
            && self.pairs.in_speech(at)
            && self.char_at(at + c.len_utf8()).is_some_and(char::is_whitespace)
    }

    /// Whether the full stop at `at` ends a word and three more follow, each after a space, with text behind them.
    fn pause_follows(&self, at: usize) -> bool {
        self.text[at..self.end]
            .strip_prefix(". . . . ")
            .is_some_and(|rest| rest.starts_with(char::is_uppercase))
            && self.text[self.start..at].ends_with(char::is_alphabetic)
    }

    /// Whether `c` at byte `at`, which follows a space, still belongs to the run of marks before it.
    fn belongs(&self, c: char, at: usize) -> bool {
        let after = self.char_at(at + c.len_utf8());
        match c {
            '?' | '!' | '。' | '！' | '？' => true,
            '.' | '…' => {
                after.is_none_or(|after| after.is_whitespace() || matches!(after, '"' | '”' | '»'))
            }
            _ => self.pairs.closes_after_space(c, at, after),
        }
    }

    /// The length of a reference glued to the marks: `[7]`, `.11 Then`.
    fn reference(&self, start: usize, at: usize) -> usize {
        let rest = &self.text[at..self.end];
        let mut length = 0;
        while let Some(digits) = rest[length..].strip_prefix('[') {
            let width = digits.bytes().take(3).take_while(u8::is_ascii_digit).count();
            if width == 0 || !digits[width..].starts_with(']') {
                break;
            }
            length += width + 2;
        }
        if length > 0 && rest[length..].starts_with(char::is_whitespace) {
            return length;
        }
        let may_have_notes =
            self.text[self.start..start].ends_with(|c: char| c.is_alphabetic() || "\"”)".contains(c));
        if may_have_notes { note_numbers(rest) } else { 0 }
    }

    fn note(&mut self, c: char, at: usize) {
        let before = self.text[self.start..at].chars().next_back();
        self.pairs.note(c, at, before, self.char_at(at + c.len_utf8()));
    }

    /// The character at `at`, none at the end of the passage.
    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..self.end)?.chars().next()
    }

    /// The distance to the next `close` after the character at `at`, if it comes within `reach` bytes.
    fn reach(&self, at: usize, close: char, reach: usize) -> Option<usize> {
        let width = self.char_at(at).map_or(1, char::len_utf8);
        let mut limit = (at + width + reach).min(self.end);
        while !self.text.is_char_boundary(limit) {
            limit -= 1;
        }
        self.text[at + width..limit]
            .find(close)
            .map(|distance| width + distance)
    }

    /// The end of the atom that covers byte `at`.
    fn atom_end(&mut self, at: usize) -> Option<usize> {
        while self.atoms.first().is_some_and(|atom| atom.end as usize <= at) {
            self.atoms = &self.atoms[1..];
        }
        let atom = self.atoms.first()?;
        (atom.start as usize <= at).then_some(atom.end as usize)
    }
}

/// The length of note numbers at the start of `rest`, as in `.11 12 Then`, if a capital follows them.
fn note_numbers(rest: &str) -> usize {
    let mut length = 0;
    // No sentence has more than a few notes.
    for _ in 0..4 {
        let skipped = usize::from(length > 0);
        let Some(number) = rest.get(length + skipped..) else {
            break;
        };
        let width = number.bytes().take(4).take_while(u8::is_ascii_digit).count();
        if !(1..=3).contains(&width) || !number[width..].starts_with(' ') {
            break;
        }
        length += skipped + width;
    }
    let follows = rest[length..]
        .trim_start_matches(' ')
        .starts_with(char::is_uppercase);
    if follows { length } else { 0 }
}
