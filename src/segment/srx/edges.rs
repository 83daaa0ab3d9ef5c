//! What a pattern's matches can begin and end with, so that most places are passed over without asking the engine.

use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{self, Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look, Visitor};

/// A set of characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CharSet {
    /// A bit for each character of ASCII.
    ascii: u128,
    /// All of them, in order.
    ranges: Vec<(char, char)>,
}

impl CharSet {
    /// All characters.
    pub(super) fn all() -> Self {
        Self::of(&ClassUnicode::new([ClassUnicodeRange::new('\0', char::MAX)]))
    }

    fn of(class: &ClassUnicode) -> Self {
        let ranges: Vec<(char, char)> = class.iter().map(|range| (range.start(), range.end())).collect();
        let bits = |&(first, last): &(char, char)| {
            let upto = |code: u32| u128::MAX.checked_shl(code).unwrap_or(0);
            upto(u32::from(first)) & !upto(u32::from(last) + 1)
        };
        Self {
            ascii: ranges
                .iter()
                .take_while(|range| range.0.is_ascii())
                .map(bits)
                .fold(0, |set, bits| set | bits),
            ranges,
        }
    }

    /// Whether `c` is one of them.
    pub(super) fn contains(&self, c: char) -> bool {
        if c.is_ascii() {
            return self.ascii >> u32::from(c) & 1 == 1;
        }
        let before = self.ranges.partition_point(|&(first, _)| first <= c);
        before > 0 && c <= self.ranges[before - 1].1
    }

    /// These and those.
    pub(super) fn union(&self, other: &Self) -> Self {
        let ranges = self.ranges.iter().chain(&other.ranges);
        Self::of(&ClassUnicode::new(
            ranges.map(|&(first, last)| ClassUnicodeRange::new(first, last)),
        ))
    }
}

/// The edges of a pattern's matches.
pub(super) struct Edges {
    /// What a match can begin with; `None` if it may be empty, so that anything can stand there.
    pub(super) first: Option<CharSet>,
    /// What it can end with; `None` as above.
    pub(super) last: Option<CharSet>,
}

/// Reads the edges off a pattern.
pub(super) fn edges(hir: &Hir) -> Edges {
    let edge = hir::visit(hir, Reader::default()).unwrap_or_default();
    let set = |class: &ClassUnicode| (!edge.nullable).then(|| CharSet::of(class));
    Edges {
        first: set(&edge.first),
        last: set(&edge.last),
    }
}

/// The set of characters that `hir` is, if it is one, or one repeated: where a match only has to begin that is the same.
pub(super) fn one_of(hir: &Hir) -> Option<CharSet> {
    let mut hir = hir;
    // Each step goes one level down a tree whose depth the parser bounds.
    loop {
        match hir.kind() {
            HirKind::Capture(group) => hir = &group.sub,
            HirKind::Repetition(repetition) if repetition.min == 1 => hir = &repetition.sub,
            HirKind::Class(Class::Unicode(class)) => return Some(CharSet::of(class)),
            HirKind::Literal(hir::Literal(bytes)) => {
                let mut chars = std::str::from_utf8(bytes).ok()?.chars();
                let only = chars.next().filter(|_| chars.next().is_none())?;
                return Some(CharSet::of(&ClassUnicode::new([ClassUnicodeRange::new(
                    only, only,
                )])));
            }
            _ => return None,
        }
    }
}

/// All that a pattern matches, if that is a short list of words.
#[derive(Debug)]
pub(super) struct Words {
    /// A word boundary stands before each.
    pub(super) boundary: bool,
    pub(super) words: Vec<Box<str>>,
}

/// The list of words that `hir` matches, if it is short.
pub(super) fn words(hir: &Hir) -> Option<Words> {
    let (boundary, hir) = match hir.kind() {
        HirKind::Concat(parts) if *parts[0].kind() == HirKind::Look(Look::WordUnicode) => {
            (true, Hir::concat(parts[1..].to_vec()))
        }
        _ => (false, hir.clone()),
    };
    if !hir.properties().look_set().is_empty() {
        return None;
    }
    let found = suffixes(&hir);
    let exact = found.is_exact();
    let literals = found.literals().filter(|_| exact)?;
    let word = |literal: &hir::literal::Literal| Some(std::str::from_utf8(literal.as_bytes()).ok()?.into());
    let words = literals.iter().map(word).collect::<Option<Vec<_>>>()?;
    Some(Words { boundary, words })
}

/// Bytes of which one stands at the end of every match; `None` if there is no short list, or a match may be empty.
pub(super) fn tails(hir: &Hir) -> Option<Vec<Box<[u8]>>> {
    let found = suffixes(hir);
    let tails = found.literals()?.iter().map(|literal| literal.as_bytes().into());
    Some(tails.collect())
}

fn suffixes(hir: &Hir) -> hir::literal::Seq {
    // White space is 25 characters, and often comes last.
    let mut extractor = Extractor::new();
    extractor
        .kind(ExtractKind::Suffix)
        .limit_class(30)
        .limit_repeat(4)
        .limit_literal_len(60)
        .limit_total(200);
    extractor.extract(hir)
}

/// The edges of a piece of pattern.
#[derive(Clone)]
struct Edge {
    nullable: bool,
    first: ClassUnicode,
    last: ClassUnicode,
}

impl Default for Edge {
    fn default() -> Self {
        Self {
            nullable: true,
            first: ClassUnicode::empty(),
            last: ClassUnicode::empty(),
        }
    }
}

impl Edge {
    fn of(first: ClassUnicode, last: ClassUnicode) -> Self {
        Self {
            nullable: false,
            first,
            last,
        }
    }

    /// This piece and then the next.
    fn then(mut self, next: &Self) -> Self {
        if self.nullable {
            self.first.union(&next.first);
        }
        if next.nullable {
            self.last.union(&next.last);
        } else {
            self.last = next.last.clone();
        }
        self.nullable &= next.nullable;
        self
    }

    /// This piece or the other.
    fn or(mut self, other: &Self) -> Self {
        self.first.union(&other.first);
        self.last.union(&other.last);
        self.nullable |= other.nullable;
        self
    }
}

/// Puts the edges of pieces together, innermost first.
#[derive(Default)]
struct Reader {
    done: Vec<Edge>,
}

impl Reader {
    fn fold(&mut self, count: usize, join: impl Fn(Edge, &Edge) -> Edge) {
        let parts = self.done.split_off(self.done.len().saturating_sub(count));
        let joined = parts
            .split_first()
            .map(|(first, rest)| rest.iter().fold(first.clone(), join));
        self.done.push(joined.unwrap_or_default());
    }
}

impl Visitor for Reader {
    type Output = Edge;
    type Err = std::convert::Infallible;

    fn finish(mut self) -> Result<Edge, Self::Err> {
        Ok(self.done.pop().unwrap_or_default())
    }

    fn visit_post(&mut self, hir: &Hir) -> Result<(), Self::Err> {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => self.done.push(Edge::default()),
            HirKind::Literal(hir::Literal(bytes)) => {
                let text = String::from_utf8_lossy(bytes);
                let one = |c: Option<char>| ClassUnicode::new(c.map(|c| ClassUnicodeRange::new(c, c)));
                self.done
                    .push(Edge::of(one(text.chars().next()), one(text.chars().next_back())));
            }
            HirKind::Class(Class::Unicode(class)) => self.done.push(Edge::of(class.clone(), class.clone())),
            HirKind::Class(Class::Bytes(class)) => {
                let class = class.to_unicode_class().unwrap_or_else(ClassUnicode::empty);
                self.done.push(Edge::of(class.clone(), class));
            }
            HirKind::Repetition(repetition) => {
                if let Some(edge) = self.done.last_mut() {
                    edge.nullable |= repetition.min == 0;
                }
            }
            HirKind::Capture(_) => {}
            HirKind::Concat(parts) => self.fold(parts.len(), Edge::then),
            HirKind::Alternation(parts) => self.fold(parts.len(), Edge::or),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(pattern: &str) -> Hir {
        regex_syntax::parse(pattern).unwrap()
    }

    #[test]
    fn edges_are_what_matches_begin_and_end_with() {
        for (pattern, first, last) in [
            (r"[.?!]+", Some(".?!"), Some(".?!")),
            (r"\bDr\.\s?", Some("D"), Some(". \t")),
            (r"(?:ab)?c|d", Some("acd"), Some("cd")),
            (r"x*", None, None),
            (r"^\s*\p{Nd}+", Some("1 ٣"), Some("1٣")),
            ("é(?:|ü)", Some("é"), Some("éü")),
            (r"(?i)k", Some("kK\u{212A}"), Some("kK")),
        ] {
            let found = edges(&parse(pattern));
            for (set, want) in [(found.first, first), (found.last, last)] {
                assert_eq!(set.is_some(), want.is_some(), "{pattern}");
                let (Some(set), Some(want)) = (set, want) else {
                    continue;
                };
                assert!(want.chars().all(|c| set.contains(c)), "{pattern} {want}");
                assert!("zßя".chars().all(|c| !set.contains(c)), "{pattern}");
            }
        }
    }

    #[test]
    fn words_are_read_off_short_lists_only() {
        let found = |pattern: &str| words(&parse(pattern)).map(|words| (words.boundary, words.words.len()));
        assert_eq!(found(r"pga\."), Some((false, 1)));
        assert_eq!(found(r"\b(?:[DM]r|St)\.\s"), Some((true, 75)));
        assert_eq!(found(r"[a-z]+\."), None);
        assert_eq!(found(r"^Dr\."), None);
        assert_eq!(found(r"\p{L}\."), None);
        assert_eq!(tails(&parse(r"\p{L}+(?:Dr|M)\.")).unwrap().len(), 2);
        assert!(tails(&parse(r"\.\p{L}")).is_none());
    }

    #[test]
    fn a_set_of_characters_holds_its_ranges_only() {
        let set = one_of(&parse(r"[a-cé\p{Greek}]+")).unwrap();
        assert!("abcéαΩ".chars().all(|c| set.contains(c)));
        assert!("d ëж\u{10FFFF}".chars().all(|c| !set.contains(c)));
        assert!(set.union(&one_of(&parse("ж")).unwrap()).contains('ж'));
        assert!(one_of(&parse(r"\s+x")).is_none());
        assert!(CharSet::all().contains('\u{10FFFF}'));
    }
}
