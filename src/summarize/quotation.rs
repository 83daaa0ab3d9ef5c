//! Quotations that run over several sentences: which part of one a sentence is.
//!
//! A sentence from the middle of a quotation has no marks of its own, and reads as if the article said it. One that opens a
//! quotation for the next, or closes it for the one before, is part of one. Marks are paired inside a block; what they mean is told by their order, not by the
//! language: of two that face each other the first opens.

use super::Candidate;

use crate::words::is_alphanumeric;

/// What a sentence is of a quotation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Quoted {
    /// It opens and closes what it quotes, or quotes nothing.
    #[default]
    Whole,
    /// A quotation that it opens goes on in the next sentence.
    Opens,
    /// It begins inside a quotation.
    Continues,
}

/// A quotation that is open.
struct Open {
    /// The sentence it began in.
    sentence: usize,
    /// The marks that close it.
    closers: &'static [char],
}

/// What each sentence is of a quotation, by the marks in its block.
pub(super) fn parts(text: &str, sentences: &[Candidate]) -> Vec<Quoted> {
    let mut parts = vec![Quoted::Whole; sentences.len()];
    let mut start = 0;
    for end in 1..=sentences.len() {
        if end == sentences.len() || sentences[end].opens_block {
            if end - start > 1 {
                block(text, &sentences[start..end], &mut parts[start..end]);
            }
            start = end;
        }
    }
    parts
}

/// Pairs the marks of one block.
fn block(text: &str, sentences: &[Candidate], parts: &mut [Quoted]) {
    let mut open: Option<Open> = None;
    for (index, candidate) in sentences.iter().enumerate() {
        let span = candidate.span.trimmed(text);
        let sentence = span.of(text);
        let mut before = text[..span.start as usize].chars().next_back();
        for (at, c) in sentence.char_indices() {
            match &open {
                Some(quotation) if quotation.closers.contains(&c) => {
                    quotation.reaches(index, parts);
                    open = None;
                }
                None => {
                    let after = sentence[at + c.len_utf8()..].chars().next();
                    open = closers(c, before, after).map(|closers| Open {
                        sentence: index,
                        closers,
                    });
                }
                Some(_) => {}
            }
            before = Some(c);
        }
    }
    // What is never closed goes on in the next block; a straight mark alone may be a unit of length.
    if let Some(quotation) = open.filter(|open| !open.closers.contains(&'"')) {
        quotation.reaches(sentences.len() - 1, parts);
    }
}

impl Open {
    /// Marks the sentences from the one that the quotation opens in to `last`.
    fn reaches(&self, last: usize, parts: &mut [Quoted]) {
        if self.sentence == last {
            return;
        }
        let first = &mut parts[self.sentence];
        if *first == Quoted::Whole {
            *first = Quoted::Opens;
        }
        parts[self.sentence + 1..=last].fill(Quoted::Continues);
    }
}

/// The marks that close what `c` opens between these two characters; nothing if it opens nothing there.
fn closers(c: char, before: Option<char>, after: Option<char>) -> Option<&'static [char]> {
    let starts = !before.is_some_and(is_alphanumeric) && after.is_some_and(is_alphanumeric);
    match c {
        '“' => Some(&['”']),
        '„' => Some(&['“', '”']),
        '«' => Some(&['»']),
        '»' if starts => Some(&['«', '»']),
        '「' => Some(&['」']),
        '『' => Some(&['』']),
        '”' if starts => Some(&['”']),
        '"' if starts => Some(&['"']),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Span;

    /// Cuts at `|`; `¶` opens a block.
    fn told(drawing: &str) -> Vec<Quoted> {
        let mut text = String::new();
        let mut sentences = Vec::new();
        for (number, block) in drawing.split('¶').enumerate() {
            for (ordinal, sentence) in block.split('|').enumerate() {
                let start = text.len();
                text.push_str(sentence);
                sentences.push(Candidate {
                    span: Span::new(start, text.len()),
                    quotable: true,
                    opens_block: ordinal == 0 && number > 0,
                });
                text.push(' ');
            }
        }
        parts(&text, &sentences)
    }

    #[test]
    fn a_quotation_over_three_sentences_is_told_by_its_marks() {
        use Quoted::{Continues, Opens, Whole};
        assert_eq!(
            told(
                "Ann spoke of “the old lamp.|It was dark for years.|Nobody came,” she said.|The lamp is lit."
            ),
            [Opens, Continues, Continues, Whole]
        );
        assert_eq!(
            told("„Das Rad stand still.|Jetzt dreht es sich“, sagt Roth.|Ein „guter“ Tag."),
            [Opens, Continues, Whole]
        );
        assert_eq!(
            told("« Personne n’est venu.|J’ai attendu », dit-elle.|Elle rit."),
            [Opens, Continues, Whole]
        );
        assert_eq!(
            told("«Нас было одиннадцать, — говорит учительница.|— Теперь нас сотня».|Река чиста."),
            [Opens, Continues, Whole]
        );
        assert_eq!(
            told("「来ないで。|もう遅い」と言った。|雨だ。"),
            [Opens, Continues, Whole]
        );
        assert_eq!(
            told("\"It fell.\"|It was 6\" long.|\"Yes,\" he said."),
            [Whole; 3]
        );
    }

    #[test]
    fn a_quotation_ends_with_its_block() {
        use Quoted::{Continues, Opens, Whole};
        assert_eq!(
            told("“First it rained.|Then it snowed.¶The road is shut.|It will stay shut."),
            [Opens, Continues, Whole, Whole]
        );
        assert_eq!(
            told("\"First it rained.|Then it snowed.¶The road is shut."),
            [Whole; 3]
        );
    }
}
