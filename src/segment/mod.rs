//! Text and language to sentences that tile the text.
//!
//! Line ends and blank lines cut first, then lists inside a line, then final marks: rules for abbreviations, initials, ordinals and
//! quotations decide many of them, a small learned model the rest. Nothing is looked up outside the text but the tables in `data/`.
//!
//! **Invariant:** the spans are in order, do not overlap, have no white space at their ends, and what lies between them is white space.

mod around;
mod dateline;
mod document;
mod explain;
mod features;
mod ideographic;
mod lexicon;
mod list;
mod marks;
mod model;
mod options;
mod pairs;
mod pieces;
mod rule;
mod scan;
mod srx;
mod stop;
mod structure;
#[doc(hidden)]
pub mod study;
mod thai;
mod walk;
mod weigh;
mod writing;

use crate::article::{Language, Span};

pub use explain::{Decision, explain};
pub use options::{Level, ProjectRules, SegmentOptions};
pub use srx::{SrxError, SrxMode, SrxProblem, SrxRules};

/// Cuts `text` into sentences; `language` may be `und`.
///
/// Inside, a line end is an end unless the text is hard-wrapped, and a blank line always is; a caller that knows blocks gives one at a time.
///
/// ```
/// use tolmach::article::Language;
/// use tolmach::segment::{SegmentOptions, segment};
///
/// let text = "Dr. Li left at 9.30 a.m. on Monday. Nobody saw her.";
/// let spans = segment(text, &Language::parse("en").unwrap(), &SegmentOptions::default());
/// let sentences: Vec<_> = spans.iter().map(|span| span.of(text)).collect();
/// assert_eq!(sentences, ["Dr. Li left at 9.30 a.m. on Monday.", "Nobody saw her."]);
/// ```
pub fn segment(text: &str, language: &Language, options: &SegmentOptions) -> Vec<Span> {
    walk::walk(text, language, options, &mut |_| {})
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::GraphemeCursor;

    fn cut(tag: &str, text: &str, atoms: &[Span]) -> Vec<Span> {
        let options = SegmentOptions {
            atoms: atoms.to_vec(),
            ..SegmentOptions::default()
        };
        segment(text, &Language::parse(tag).unwrap(), &options)
    }

    /// Cuts a text whose ends are drawn as `|` and compares the drawings.
    fn check(tag: &str, drawing: &str) {
        let text = drawing.replace('|', "");
        let mut drawn = text.clone();
        let spans = cut(tag, &text, &[]);
        for span in spans.iter().rev().skip(1) {
            drawn.insert(span.end as usize, '|');
        }
        assert_eq!(drawn, drawing, "{tag}");
    }

    #[test]
    fn abbreviations_end_sentences_only_where_they_can() {
        check(
            "en",
            "She met Dr. Osmonova at 9 a.m. today.| They left on Jan. 5.| Talks go on.",
        );
        check(
            "en",
            "He sold oil, gas, etc.| Then he left the U.S.| His son stayed in the U.S. for years.",
        );
        check("en", "See fig. 3 and p. 55.| The rest is in vol. 2 of it.");
        check(
            "de",
            "Das gilt z. B. hier, u. a. im Süden.| Und dort bei Prof. Huber.",
        );
        check(
            "ru",
            "Он родился в 1990 г. в г. Ош.| Там есть реки, озёра и т. д.| Зимой холодно.",
        );
        check("ru", "В 2019 г.| Однако объём вырос.");
        check("kk", "Жиын 2023 ж. 19 мамырда өтті.| Оған Қ. К. Асанов қатысты.");
        check("es", "Vive en EE. UU. desde mayo.| El Sr. Paz no.");
        check("hi", "डॉ. बी. के. राव आए।| वे बोले।");
        check("vi", "Đoàn tới TP. Huế hôm qua.| Họ ở lại.");
    }

    #[test]
    fn initials_and_numbers_stay_whole() {
        check(
            "en",
            "By A. K. Osmon and J. P. Reed.| It cost $1,200.50 in version 2.0.1 of it.",
        );
        check("de", "Am 19. Mai kam der 3. Zug.| Das 15. Jahrhundert war lang.");
        check("en", "He left in 1999.| The house is empty.");
        check(
            "ar",
            "كتب آر. إس. حداد رسالة.| ثم سافر إلى أ.د. سامي في ص.ب. 12.| بقي هناك.",
        );
        check(
            "ta",
            "ஆர். கே. குமரன் வந்தார்.| அவர் திருமதி. லதாவைப் பார்த்தார்.| எண். 5 மூடியது.",
        );
        check("tr", "2. Murat tahta çıktı.| 19. yüzyıl bitti.");
        check("fa", "دما ۷۰٫۵ بود.| باد آمد.");
    }

    #[test]
    fn a_quotation_keeps_its_marks_and_its_speaker() {
        check(
            "en",
            "\"Who pays?\" the mayor asked.| Nobody spoke.| \"We do.\"| He sat down.",
        );
        check("ru", "— Где вы? — спросил он.| — Дома.| «Мы тут!» — крикнул я.");
        check("fr", "« Est-ce assez ? » a demandé Zoé.| « Oui ! »| Elle rit.");
        check("de", "„Kommst du?“ fragte sie.| „Ja.“| Er ging.");
        check("zh", "“好吗？”他问。|“好。”|她走了。");
        check("zh", "他说：“我们走。天黑了。”|没人动。");
        check("zh", "他说：“我们走。”|大家都说不行。");
        check("zh", "“路通了。”村长说。|“桥也通了。”|报道称，桥长百米。");
        check("ja", "彼は「行こう。遅い。」と言った。|誰も動かない。");
        check("ko", "\"물이 없다.\" 농부가 말했다.| 비가 왔다.");
    }

    #[test]
    fn every_script_has_its_marks() {
        check("hi", "वह आया।| क्या वह गया?| हाँ।");
        check("ur", "وہ آیا۔| ایم۔ ایف۔ بیگ گئے۔");
        check("am", "እሱ መጣ።| ሄደ።");
        check("my", "သူလာသည်။| သူသွားသည်။");
        check("km", "គាត់មក។| គាត់ទៅ។");
        check("hy", "Նա եկավ։| Նա գնաց։");
        check("el", "Ποιος ήρθε;| Κανείς.");
        check("th", "เขามา 3 พ.ค. แล้ว เขาไป");
        check("ar", "هل وصل؟| نعم، قال د. علي.");
    }

    #[test]
    fn pauses_titles_and_references_end_nothing() {
        check(
            "en",
            "New trades... such as baking grew.| Yahoo! rose.| The pact (signed on Sept. 16.) was lost.",
        );
        check(
            "en",
            "It was known.[7]| Later it was lost.11| Run `a.b(). Then()` twice.| Done.",
        );
        check("zh", "《你好！再见》上映。|票价三元。");
        check("en", "OSH, Jan. 5 (Wire) -- Snow fell.| It melted.");
    }

    #[test]
    fn lists_and_lines_are_cut() {
        check("en", "Bring:| 1. A coat.| 2. Good shoes.");
        check("en", "Rail link opens|\nBy A. Reed|\nIt came.");
        check("en", "It was a cold\nnight in the city.| It froze.");
    }

    #[test]
    fn atoms_are_never_cut() {
        let text = "Call stop. Now() or\nGo. Then rest.";
        let atom = Span::new(5, 15);
        let spans = cut("en", text, &[atom]);
        assert_eq!(
            spans.iter().map(|span| span.of(text)).collect::<Vec<_>>(),
            ["Call stop. Now() or", "Go.", "Then rest."]
        );
        let spans = cut("en", text, &[Span::new(5, 27)]);
        assert_eq!(
            spans.iter().map(|span| span.of(text)).collect::<Vec<_>>(),
            ["Call stop. Now() or\nGo. Then rest."]
        );
    }

    #[test]
    fn white_space_alone_has_no_segments() {
        for text in ["", " ", "\n\n\t\u{3000}\u{2029}"] {
            assert!(cut("en", text, &[]).is_empty());
        }
    }

    #[test]
    fn hostile_texts_are_cut_as_fast_as_prose() {
        // A quadratic step anywhere would take hours here.
        for unit in [
            ".", "\"", "(", "a. ", ". ", "Dr. ", "`", "1. ", "“", "《", "。「", "x.\n", " ", "\u{301}.",
            "(a. ",
        ] {
            let text = unit.repeat(400_000 / unit.len());
            assert!(cut("en", &text, &[]).iter().all(|span| !span.is_empty()));
        }
        let text = format!("x.{} Text.{}End.", ")".repeat(500_000), " ".repeat(2_000_000));
        assert_eq!(cut("en", &text, &[]).len(), 3);
    }

    /// A piece of text: any character, marks and pairs of all scripts, white space and line ends of all kinds, combining and invisible
    /// characters, words with dots, markers of lists, a few letters of a script.
    const PIECE: &str = "\\PC|[.!?…।۔።។။։。！？;:]|[\"“”„«»‘’()\\[\\]「」《》`—–]|[ \\n\r\t\u{B}\u{85}\u{A0}\u{2028}\u{2029}\u{3000}]\
        |[\u{0}\u{301}\u{64B}\u{93C}\u{E31}\u{200B}\u{200D}\u{FEFF}\u{FE0F}]|\\r\\n|[A-Za-z]{1,4}\\. ?|[0-9a-d]{1,2}[.)] |[A-Z][a-z]{1,6} \
        |[а-яёқ]{1,5}|[א-ת]{1,4}|[ا-ي]{1,4}|[अ-हा-ौ्]{1,4}|[ก-ฮะ-ู]{1,8}|[ក-អ]{1,4}|[一-世]{1,4}|[ぁ-ん]{1,4}|[가-힣]{1,3}|[አ-ዐ]{1,3}";

    proptest! {
        #[test]
        fn segments_tile_any_text(
            text in prop::collection::vec(PIECE, 0..80).prop_map(|pieces| pieces.concat()),
            tag in prop::sample::select(vec!["en", "de", "zh", "ja", "ko", "ru", "hi", "ur", "ar", "th", "km", "my", "am", "hy", "el", "und"]),
        ) {
            let spans = cut(tag, &text, &[]);
            let mut at = 0;
            for span in &spans {
                let piece = span.of(&text);
                prop_assert!(text[at..span.start as usize].chars().all(char::is_whitespace));
                prop_assert!(!piece.is_empty() && piece == piece.trim());
                let whole = GraphemeCursor::new(span.end as usize, text.len(), true).is_boundary(&text, 0);
                prop_assert_eq!(whole, Ok(true));
                at = span.end as usize;
            }
            prop_assert!(text[at..].chars().all(char::is_whitespace));
            prop_assert_eq!(spans, cut(tag, &text, &[]));
        }

        #[test]
        fn no_cut_falls_into_an_atom(
            text in "([a-z]{1,5}[.!?]? ?\\n?){1,30}",
            marks in prop::collection::vec(0usize..150, 0..6),
        ) {
            let mut marks: Vec<_> = marks.into_iter().filter(|&at| at < text.len()).collect();
            marks.sort_unstable();
            marks.dedup();
            let atoms: Vec<_> = marks.chunks_exact(2).map(|pair| Span::new(pair[0], pair[1])).collect();
            let spans = cut("en", &text, &atoms);
            for (span, atom) in spans.iter().flat_map(|span| atoms.iter().map(move |atom| (span, atom))) {
                let inside = |at: u32| atom.start < at && at < atom.end;
                let last = spans.last().is_some_and(|last| last.end == span.end);
                prop_assert!(last || !inside(span.end), "{:?} {:?} {:?}", text, span, atom);
            }
        }
    }
}
