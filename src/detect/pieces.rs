//! Cuts a text into pieces that are judged by themselves: between line ends, sentence ends, quotation marks, brackets and
//! changes of script.

use super::evidence::Part;
use super::features::Words;
use super::letters::Script;
use super::model::Pending;
use super::noise::{self, Tally};

/// Bytes between two words that are searched for a boundary.
const GAP: usize = 256;

/// A piece of the text in one script.
pub(crate) struct Piece {
    /// What it says.
    pub(crate) part: Part,
    /// Its first byte.
    pub(crate) start: usize,
    /// It begins a line.
    pub(crate) line: bool,
}

/// Calls `each` for every piece of `text`, and counts what of it is language.
///
/// Pieces are not kept: a text of two million of them costs no more memory than a short one.
pub(crate) fn each(text: &str, mut each: impl FnMut(&Piece)) -> Tally {
    let mut words = Words::default();
    let mut pending = Pending::default();
    let mut piece = Piece {
        part: Part::new(Script::NONE),
        start: 0,
        line: false,
    };
    let mut end = 0;
    let tally = noise::each_clean(text, |offset, clean| {
        words.each(clean, offset, |word| {
            let border = border(&text[end..word.start]);
            if border != Border::None || piece.part.script != word.script {
                if piece.part.letters > 0 {
                    piece.part.settle(&mut pending);
                    each(&piece);
                }
                piece.part = Part::new(word.script);
                piece.start = word.start;
                piece.line = border == Border::Line;
            }
            piece.part.count(word);
            piece.part.look_up(word, &mut pending);
            end = word.end;
        });
    });
    if piece.part.letters > 0 {
        piece.part.settle(&mut pending);
        each(&piece);
    }
    tally
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Border {
    None,
    Sentence,
    Line,
}

/// What lies between two words.
fn border(gap: &str) -> Border {
    let mut border = Border::None;
    // Longer gaps are rules and tables: their beginning tells.
    for c in gap.chars().take(GAP) {
        match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => return Border::Line,
            '。' | '！' | '？' | '「' | '」' | '『' | '』' => border = Border::Sentence,
            '.' | '!' | '?' | '؟' | '۔' | '।' | '…' | ';' | ':' | '«' | '»' | '"' | '“' | '”' | '„' | '('
            | ')' | '[' | ']' | '—' | '–' | '‹' | '›' | '|'
                if gap.len() > c.len_utf8() =>
            {
                border = Border::Sentence;
            }
            _ => {}
        }
    }
    border
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_end_at_lines_signs_and_scripts() {
        for drawn in [
            "|A few words, and more. |The next, “|quoted here” |and on",
            "|one\n|two three\n\n|four",
            "|слово |and |слово",
            "3.5 |kilos of rice (|fresh) |here",
            "|他说：「|走吧。」|然后",
        ] {
            let text = drawn.replace('|', "");
            let mut got = text.clone();
            let mut starts = Vec::new();
            each(&text, |piece| starts.push(piece.start));
            starts.iter().rev().for_each(|&start| got.insert(start, '|'));
            assert_eq!(got, drawn);
        }
    }
}
