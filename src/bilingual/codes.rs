//! Inline codes: a block's codes laid over its sentences, and the part each code plays there.

use crate::article::{Block, Edge, Inline, Span};

use super::{Code, Content, Part};

/// Splits a block into one [`Content`] a sentence; `sentences` are the spans of its segments in order.
///
/// A pair may open in one sentence and close in another. At a cut, closing codes and codes without a partner go to the sentence
/// before it and opening codes to the one after, in text order. Pairs around the whole block are left out: they belong to the
/// article's frame, and a translation cannot move them.
pub fn split(text: &str, block: &Block, sentences: &[Span]) -> Vec<Content> {
    let mut out = Splitter {
        text,
        sentences,
        done: Vec::with_capacity(sentences.len()),
        content: Content(Vec::with_capacity(1)),
        at: sentences.first().map_or(0, |s| s.start),
    };
    if sentences.is_empty() {
        return Vec::new();
    }
    for inline in inner(block) {
        while let Some(next) = out.after_cut(inline) {
            out.flush();
            out.at = next.start;
        }
        out.push(inline);
    }
    while out.done.len() < sentences.len() {
        out.flush();
        out.at = sentences.get(out.done.len()).map_or(out.at, |s| s.start);
    }
    out.done
}

struct Splitter<'a> {
    text: &'a str,
    sentences: &'a [Span],
    /// Finished sentences; its length is the index of the one being written.
    done: Vec<Content>,
    content: Content,
    /// First byte that is not yet written.
    at: u32,
}

impl Splitter<'_> {
    fn end(&self) -> u32 {
        self.sentences[self.done.len()].end
    }

    /// The next sentence, if the code stands beyond the one being written.
    fn after_cut(&self, inline: &Inline) -> Option<Span> {
        let next = *self.sentences.get(self.done.len() + 1)?;
        let at = inline.span.start;
        let beyond = at > next.start
            || (at == next.start && !inline.span.is_empty())
            || (at >= self.end() && inline.edge == Edge::Open);
        (at >= self.end() && beyond).then_some(next)
    }

    fn push(&mut self, inline: &Inline) {
        let end = self.end();
        let start = inline.span.start.clamp(self.at, end.max(self.at));
        self.content
            .push_text(&self.text[self.at as usize..start as usize]);
        let stop = inline.span.end.clamp(start, end.max(start));
        self.at = stop;
        self.content.0.push(Part::Code(Code {
            id: inline.id,
            edge: inline.edge,
            markup: inline.markup,
            data: inline.data.clone(),
            covered: self.text[start as usize..stop as usize].to_owned(),
        }));
    }

    fn flush(&mut self) {
        let end = self.end().max(self.at);
        self.content.push_text(&self.text[self.at as usize..end as usize]);
        // Most sentences have no code: room for one part, where a vector would grow to four at once.
        let next = Content(Vec::with_capacity(1));
        self.done.push(std::mem::replace(&mut self.content, next));
    }
}

/// The codes of a block without the pairs that enclose all of it.
pub(crate) fn inner(block: &Block) -> &[Inline] {
    let mut codes = &*block.inline;
    while let [first, middle @ .., last] = codes {
        let encloses = first.edge == Edge::Open
            && last.edge == Edge::Close
            && first.id == last.id
            && first.span.start <= block.span.start
            && last.span.end >= block.span.end;
        if !encloses {
            break;
        }
        codes = middle;
    }
    codes
}

/// The part that a code plays among the sentences it was looked at with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It has no partner by nature.
    Alone,
    /// Its partner is in the same sentence, and what is between them is well nested: an element can hold it.
    Pair,
    /// Its partner is in another sentence, or the pair overlaps another one.
    Half,
    /// Its partner is nowhere.
    Orphan,
}

/// The roles of all codes, one list a sentence, in text order.
pub(super) fn roles<'a>(sentences: impl Iterator<Item = &'a Content>) -> Vec<Vec<Role>> {
    let mut out: Vec<Vec<Role>> = Vec::new();
    // Where each open code stands (sentence and place in its list), by number; closed ones are taken out.
    let mut open: rustc_hash::FxHashMap<u32, (usize, usize)> = rustc_hash::FxHashMap::default();
    for (index, sentence) in sentences.enumerate() {
        out.push(Vec::new());
        // Open codes of this sentence, innermost last; those that another pair overlaps are gone from `open`.
        let mut nest: Vec<u32> = Vec::new();
        for code in sentence.codes() {
            let place = out[index].len();
            let role = match code.edge {
                Edge::Alone => Role::Alone,
                Edge::Open => {
                    open.insert(code.id, (index, place));
                    nest.push(code.id);
                    Role::Orphan
                }
                Edge::Close => match open.remove(&code.id) {
                    None => Role::Orphan,
                    Some((sentence, opened)) => {
                        while nest
                            .last()
                            .is_some_and(|id| *id != code.id && !open.contains_key(id))
                        {
                            nest.pop();
                        }
                        let nested = sentence == index && nest.pop_if(|id| *id == code.id).is_some();
                        let role = if nested { Role::Pair } else { Role::Half };
                        out[sentence][opened] = role;
                        role
                    }
                },
            };
            out[index].push(role);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::drawing;
    use super::*;
    use crate::article::{Article, BlockKind, Markup};

    /// The contents of a drawn block.
    fn contents(given: &str) -> Vec<Content> {
        let mut article = Article::default();
        let sentences = drawing::block(&mut article, BlockKind::Paragraph, given);
        let spans: Vec<Span> = sentences.into_iter().map(|(span, _)| span).collect();
        split(&article.text, &article.blocks[0], &spans)
    }

    fn draw(contents: &[Content]) -> String {
        let mut out = Vec::new();
        for content in contents {
            let mut line = String::new();
            for part in &content.0 {
                match part {
                    Part::Text(text) => line.push_str(text),
                    Part::Code(code) => {
                        line.push_str(&code.data.replace('<', "⟨").replace('>', "⟩"));
                    }
                }
            }
            out.push(line);
        }
        out.join("│")
    }

    #[test]
    fn codes_at_a_cut_go_to_the_side_they_belong_to() {
        for (given, want) in [
            (
                "He said ⟨b1⟩no.│ Then he left⟨/b1⟩.",
                "He said ⟨b1⟩no.│Then he left⟨/b1⟩.",
            ),
            (
                "One.⟨b1⟩│ Two⟨/b1⟩ here.│ Three.",
                "One.│⟨b1⟩Two⟨/b1⟩ here.│Three.",
            ),
            ("A ⟨b1⟩One.│ ⟨/b1⟩Two.", "A ⟨b1⟩One.⟨/b1⟩│Two."),
            ("One.⟨r1⟩│ Two.", "One.⟨r1⟩│Two."),
            ("One.⟨r1⟩│⟨b2⟩Two⟨/b2⟩.", "One.⟨r1⟩│⟨b2⟩Two⟨/b2⟩."),
            ("一。│⟨b1⟩⟨/b1⟩二。", "一。│⟨b1⟩⟨/b1⟩二。"),
            ("一。⟨/b1⟩│⟨b1⟩二。", "一。⟨/b1⟩│⟨b1⟩二。"),
            ("One.│ Two.│ ⟨b1⟩Three⟨/b1⟩.", "One.│Two.│⟨b1⟩Three⟨/b1⟩."),
        ] {
            assert_eq!(draw(&contents(given)), want, "{given}");
        }
    }

    #[test]
    fn pairs_around_the_whole_block_belong_to_the_frame() {
        for (given, want) in [
            ("⟨b1⟩⟨b2⟩One.│ Two.⟨/b2⟩⟨/b1⟩", "One.│Two."),
            ("⟨b1⟩One⟨/b1⟩ and ⟨b2⟩two⟨/b2⟩", "⟨b1⟩One⟨/b1⟩ and ⟨b2⟩two⟨/b2⟩"),
            ("⟨r1⟩A caption.", "⟨r1⟩A caption."),
        ] {
            assert_eq!(draw(&contents(given)), want, "{given}");
        }
    }

    #[test]
    fn covered_text_moves_into_its_code() {
        let contents = contents("Run ⟨c1:it⟩ now. │It works.");
        assert_eq!(contents[0].text(), "Run  now.");
        assert_eq!(contents[0].codes().next().unwrap().covered, "it");
    }

    #[test]
    fn overlapping_and_torn_pairs_are_told_from_nested_ones() {
        use Role::{Alone, Half, Orphan, Pair};
        for (given, want) in [
            ("⟨b1⟩a ⟨b2⟩b⟨/b2⟩⟨/b1⟩ c", vec![vec![Pair, Pair, Pair, Pair]]),
            ("⟨b1⟩a ⟨b2⟩b⟨/b1⟩ c⟨/b2⟩ d", vec![vec![Half, Pair, Half, Pair]]),
            (
                "⟨b3⟩z⟨b1⟩a ⟨b2⟩b⟨/b1⟩ c⟨/b2⟩⟨/b3⟩ d",
                vec![vec![Pair, Half, Pair, Half, Pair, Pair]],
            ),
            ("a ⟨b1⟩b.│ c⟨/b1⟩ ⟨r2⟩d", vec![vec![Half], vec![Half, Alone]]),
            ("a ⟨b1⟩b ⟨/b2⟩c", vec![vec![Orphan, Orphan]]),
            ("a ⟨/b1⟩b ⟨b1⟩c", vec![vec![Orphan, Orphan]]),
        ] {
            assert_eq!(roles(contents(given).iter()), want, "{given}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn no_text_and_no_code_is_lost_or_moved(
            sentences in proptest::collection::vec(any::<String>(), 1..5),
            codes in proptest::collection::vec((0usize..=1000, 0usize..=60, 0usize..3), 0..8),
        ) {
            let mut text = String::from("Before. ");
            let start = text.len();
            let spans: Vec<Span> = sentences
                .iter()
                .map(|sentence| {
                    let from = text.len();
                    text.push_str(sentence);
                    text.push(' ');
                    Span::new(from, text.len()).trimmed(&text)
                })
                .collect();
            let length = text.len() - start;
            let place = |per_mille| text.floor_char_boundary(start + length * per_mille / 1000);
            let mut at: Vec<_> = codes.iter().map(|(at, long, edge)| (place(at), *long, *edge)).collect();
            at.sort_unstable();
            let mut block = Block { span: Span::new(start, text.len()), ..Block::default() };
            let mut free = start;
            for (id, (at, long, edge)) in (1..).zip(at) {
                let from = at.max(free);
                let within = spans.iter().find(|span| span.range().contains(&from));
                let end = match within {
                    Some(span) if edge == 2 => text.floor_char_boundary(from + long).clamp(from, span.end as usize),
                    _ => from,
                };
                free = end;
                block.inline.push(Inline {
                    id,
                    edge: [Edge::Open, Edge::Close, Edge::Alone][edge],
                    markup: Markup::Other,
                    span: Span::new(from, end),
                    source: Span::default(),
                    data: String::new(),
                    target: None,
                });
            }
            let contents = split(&text, &block, &spans);
            let read: Vec<String> = contents.iter().map(Content::reading).collect();
            let want: Vec<&str> = spans.iter().map(|span| span.of(&text)).collect();
            prop_assert_eq!(read, want);
            let order: Vec<u32> = contents.iter().flat_map(Content::codes).map(|code| code.id).collect();
            prop_assert_eq!(order, block.inline.iter().map(|inline| inline.id).collect::<Vec<_>>());
        }
    }
}
