//! Small articles in several languages, and what must hold for any text.

#![expect(
    clippy::cast_precision_loss,
    reason = "counts far below the precision of a float"
)]

use proptest::prelude::*;

use super::*;

/// Splits at `|`; a piece that starts with `#` may not be quoted.
fn article(drawing: &str) -> (String, Vec<Candidate>) {
    let mut text = String::new();
    let mut sentences = Vec::new();
    for piece in drawing.split('|') {
        let start = text.len();
        text.push_str(piece.trim_start_matches('#'));
        sentences.push(Candidate {
            span: Span::new(start, text.len()),
            quotable: !piece.starts_with('#'),
            opens_block: start == 0,
        });
        text.push(' ');
    }
    (text, sentences)
}

fn summary_of(tag: &str, title: Option<&str>, drawing: &str, options: SummaryOptions) -> Summary {
    let (text, sentences) = article(drawing);
    let language = Language::parse(tag).unwrap();
    let input = SummaryInput {
        text: &text,
        language: &language,
        title,
        sentences: &sentences,
    };
    summarize(&input, &options)
}

fn indices(summary: &Summary) -> Vec<usize> {
    summary.sentences.iter().map(|sentence| sentence.index).collect()
}

fn sentences(count: usize) -> SummaryOptions {
    SummaryOptions {
        sentences: Some(count),
        ..SummaryOptions::default()
    }
}

fn words(count: usize) -> SummaryOptions {
    SummaryOptions {
        words: Some(count),
        ..SummaryOptions::default()
    }
}

fn chars(count: usize) -> SummaryOptions {
    SummaryOptions {
        chars: Some(count),
        ..SummaryOptions::default()
    }
}

#[test]
fn small_articles_give_the_sentences_that_carry_them() {
    for (tag, title, drawing, options, expected) in [
        (
            "en",
            "Harbour bridge closes for repairs",
            "The harbour bridge of Brimley closes on Monday for repairs.|It was built in 1931.|Read more: Ten walks in Brimley.\
             |“I will take the ferry.”|Repairs of the bridge cost the city four million and end in June.",
            sentences(2),
            vec![0, 4],
        ),
        (
            "de",
            "Wochenmarkt zieht um",
            "Der Wochenmarkt zieht im April auf den Rathausplatz um.|Das gefällt nicht allen.|Lesen Sie auch: Die besten Cafés.\
             |Händler des Wochenmarkts hoffen auf dem Rathausplatz auf mehr Kunden.",
            sentences(2),
            vec![0, 3],
        ),
        (
            "ru",
            "В Заречном открыли мост",
            "В Заречном открыли новый мост через реку Синяя.|Однако движение начнётся позже.|Фото: пресс-служба\
             |Мост строили три года, он соединил Заречный с вокзалом.",
            sentences(2),
            vec![0, 3],
        ),
        (
            "zh",
            "青河大桥重新开放",
            "青河大桥周一重新开放。|但是货车仍然禁止通行。|来源：青河市政府|大桥维修工程历时两年，耗资三千万元。",
            sentences(2),
            vec![0, 3],
        ),
        (
            "ar",
            "افتتاح جسر الميناء",
            "افتتحت المدينة جسر الميناء يوم الأحد.|لكن الشاحنات ممنوعة.|اقرأ أيضا: أسواق المدينة\
             |استغرق بناء جسر الميناء ثلاث سنوات وكلف المدينة أربعة ملايين.",
            sentences(2),
            vec![0, 3],
        ),
    ] {
        let summary = summary_of(tag, Some(title), drawing, options);
        assert_eq!(indices(&summary), expected, "{tag}");
        assert!(!summary.over && summary.reason.is_none());
    }
}

#[test]
fn part_of_a_quotation_is_not_quoted_alone() {
    let drawing = "The mill at Oster runs again.|Roth said: “The council of Oster sold us the mill, the weir, the pond and the road for one crown.|\
        The bank of Oster gave the beams, the stones, the wheel and the sluice, and the smith gave the iron.|\
        Nobody in Oster was paid.”|Flour costs two crowns in Oster.";
    let (text, sentences_of) = article(drawing);
    let input = SummaryInput {
        text: &text,
        language: &Language::parse("en").unwrap(),
        title: None,
        sentences: &sentences_of,
    };
    let (summary, reasons) = explain(&input, &sentences(1));
    assert_eq!(indices(&summary), [0]);
    let verdicts: Vec<_> = reasons.iter().map(|reason| reason.verdict.name()).collect();
    assert_eq!(verdicts[1..4], ["part-of-quote"; 3]);
}

#[test]
fn three_sentences_are_the_default() {
    let drawing = "Red ships sail.|Blue trains stop.|Green buses wait.|White planes land.";
    assert_eq!(
        summary_of("en", None, drawing, SummaryOptions::default())
            .sentences
            .len(),
        3
    );
}

#[test]
fn nothing_to_say_has_a_reason() {
    for (drawing, options, reason) in [
        ("", sentences(3), "the text is empty"),
        (" |  ", sentences(3), "the text is empty"),
        ("One ship.|Two ships.", sentences(0), "the budget is zero"),
        ("One ship.|Two ships.", words(0), "the budget is zero"),
        (
            "#A title|#A caption",
            sentences(3),
            "there is nothing that may be quoted",
        ),
        ("… !|—", sentences(3), "there is nothing that may be quoted"),
        (
            "Read more: ships|© Ann Lee",
            sentences(3),
            "there is only boilerplate",
        ),
    ] {
        let summary = summary_of("en", None, drawing, options);
        assert_eq!(summary.reason, Some(reason), "{drawing}");
        assert!(summary.sentences.is_empty() && !summary.over);
    }
}

#[test]
fn a_single_sentence_is_its_own_summary() {
    for drawing in [
        "But the bridge stayed shut.",
        "“We can wait.”",
        "#Title|Photo: the bridge",
        "Ja",
    ] {
        let summary = summary_of("en", Some("Title"), drawing, sentences(3));
        assert_eq!(summary.sentences.len(), 1, "{drawing}");
    }
}

#[test]
fn when_nothing_fits_the_shortest_of_the_three_best_stands_alone() {
    let drawing = "The old bridge of Brimley closes today.|The bridge of Brimley needs repairs.|Repairs of the bridge take three weeks.";
    let summary = summary_of("en", None, drawing, words(3));
    assert_eq!((indices(&summary), summary.over), (vec![1], true));
    let summary = summary_of("en", None, drawing, chars(10));
    assert_eq!((indices(&summary), summary.over), (vec![1], true));
}

#[test]
fn a_sentence_that_fits_by_one_way_of_counting_is_not_over() {
    let summary = summary_of("fr", None, "L'eau de l'étang monte.", words(4));
    assert_eq!((indices(&summary), summary.over), (vec![0], false));
}

#[test]
fn all_budgets_hold_together() {
    let drawing = "Red ships sail at dawn.|Blue trains stop at noon.|Green buses wait at night.|White planes land late.";
    for (options, count) in [
        (
            SummaryOptions {
                sentences: Some(3),
                words: Some(10),
                chars: None,
                ratio: None,
            },
            2,
        ),
        (
            SummaryOptions {
                sentences: Some(1),
                words: Some(99),
                chars: Some(99),
                ratio: None,
            },
            1,
        ),
        (
            SummaryOptions {
                sentences: Some(4),
                words: Some(99),
                chars: Some(49),
                ratio: None,
            },
            2,
        ),
    ] {
        assert_eq!(
            summary_of("en", None, drawing, options).sentences.len(),
            count,
            "{options:?}"
        );
    }
}

#[test]
fn the_repeated_title_is_not_quoted() {
    let drawing = "Ferry to Orlo sinks|The ferry to Orlo sank on Friday near the coast.|Nobody was hurt.";
    assert_eq!(
        indices(&summary_of(
            "en",
            Some("FERRY TO ORLO SINKS"),
            drawing,
            sentences(1)
        )),
        [1]
    );
}

#[test]
fn what_may_not_be_quoted_has_no_score() {
    let summary = summary_of(
        "en",
        None,
        "#The bridge|The bridge is shut.|Read more: bridges|Cars wait.",
        sentences(1),
    );
    assert!(summary.scores[0] == 0.0 && summary.scores[2] == 0.0);
    assert!(summary.scores[1] > 0.0 && summary.scores[3] > 0.0);
}

#[test]
fn many_equal_or_empty_sentences_cost_no_more_than_their_length() {
    for sentence in ["The ferry is late again today.|", ". |"] {
        let drawing = sentence.repeat(20_000);
        let summary = summary_of("en", None, drawing.trim_end_matches('|'), words(50_000));
        assert!(summary.sentences.len() <= 51, "{}", summary.sentences.len());
    }
}

fn ratio(share: f64) -> SummaryOptions {
    SummaryOptions {
        ratio: Ratio::new(share),
        ..SummaryOptions::default()
    }
}

#[test]
fn a_ratio_is_a_share_of_the_words_that_may_be_quoted() {
    let drawing = "#A title that does not count here at all|Red ships sail at dawn.|Blue trains stop at noon.\
        |Green buses wait at night.|White planes land quite late.";
    for (share, count) in [(1.0, 4), (0.76, 3), (0.75, 3), (0.74, 2), (0.5, 2), (0.26, 1)] {
        let summary = summary_of("en", None, drawing, ratio(share));
        assert_eq!((summary.sentences.len(), summary.over), (count, false), "{share}");
    }
    let summary = summary_of("en", None, drawing, ratio(0.1));
    assert_eq!((summary.sentences.len(), summary.over), (1, true));
    let both = SummaryOptions {
        sentences: Some(1),
        ..ratio(0.75)
    };
    assert_eq!(summary_of("en", None, drawing, both).sentences.len(), 1);
}

#[test]
fn each_sentence_is_told_why_it_was_taken_or_not() {
    let (text, candidates) = article(
        "#Harbour bridge closes|The harbour bridge of Brimley closes on Monday for repairs of cables.|It was built in 1931.\
         |Read more: Ten walks|“I will take the ferry.”|—|Repairs of the bridge cost the city four million and end in June.\
         |The harbour bridge.|Cars wait.|But trucks may pass.",
    );
    let language = Language::parse("en").unwrap();
    let input = SummaryInput {
        text: &text,
        language: &language,
        title: None,
        sentences: &candidates,
    };
    let (summary, reasons) = explain(&input, &sentences(2));
    assert_eq!(summary, summarize(&input, &sentences(2)));
    let verdicts: Vec<String> = reasons.iter().map(|reason| reason.verdict.to_string()).collect();
    assert_eq!(
        verdicts,
        [
            "is never quoted",
            "taken first",
            "carries less for its length than the others",
            "belongs to the page, not to the article",
            "quotes without a speaker",
            "has no words",
            "taken as number 2",
            "says nothing that is not said already",
            "carries less for its length than the others",
            "leans on the sentence before it: \"but\"",
        ]
    );
    let said: Vec<&str> = reasons[6].terms.iter().map(|term| term.of(&text)).collect();
    assert!(said.contains(&"million") && !said.contains(&"bridge"), "{said:?}");
    let (_, reasons) = explain(&input, &words(5));
    assert_eq!(reasons[1].verdict, Verdict::TooLong);
}

#[test]
fn long_texts_have_a_reason_for_every_sentence_and_count_on() {
    let drawing: Vec<String> = (0..1000)
        .map(|n| format!("Report {n} tells of place {} near river {}.", n * 7 % 911, n % 13))
        .collect();
    let (text, candidates) = article(&drawing.join("|"));
    let input = SummaryInput {
        text: &text,
        language: &Language::UND,
        title: None,
        sentences: &candidates,
    };
    for count in [5, 700] {
        let (summary, reasons) = explain(&input, &sentences(count));
        assert_eq!(reasons.len(), 1000);
        let mut orders: Vec<u32> = Vec::new();
        for (index, reason) in reasons.iter().enumerate() {
            let taken = indices(&summary).contains(&index);
            assert_eq!(matches!(reason.verdict, Verdict::Taken(_)), taken);
            if let Verdict::Taken(order) = reason.verdict {
                orders.push(order);
            }
        }
        orders.sort_unstable();
        assert!(orders.into_iter().eq(1..=count as u32));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn a_summary_keeps_its_budget_and_quotes_in_order(
        pieces in prop::collection::vec("#?(But |He |“)?[a-e大桥мост]{1,4}( [a-e大桥мост']{1,4}){0,9}[.”]", 1..30),
        counts in prop::collection::vec(prop::option::of(0usize..60), 3),
        ratio in prop::option::of(0.001f64..=1.0),
        tag in prop::sample::select(vec!["en", "zh", "ru", "und"]),
    ) {
        let drawing = pieces.join("|");
        let options = SummaryOptions { sentences: counts[0], words: counts[1], chars: counts[2].map(|c| 4 * c), ratio: ratio.and_then(Ratio::new) };
        let summary = summary_of(tag, None, &drawing, options);
        prop_assert_eq!(&summary, &summary_of(tag, None, &drawing, options));
        let (text, candidates) = article(&drawing);
        let chosen = indices(&summary);
        prop_assert!(chosen.is_sorted_by(|a, b| a < b));
        prop_assert!(chosen.iter().all(|&index| candidates[index].quotable));
        prop_assert_eq!(summary.scores.len(), candidates.len());
        prop_assert_eq!(chosen.is_empty(), summary.reason.is_some());
        let quoted: Vec<_> = chosen.iter().map(|&index| candidates[index].span.of(&text).trim()).collect();
        let language = Language::parse(tag).unwrap();
        let total: usize = quoted.iter().map(|sentence| budget_words(sentence, &language)).sum();
        let quotable = candidates.iter().filter(|candidate| candidate.quotable);
        let whole: usize = quotable.map(|candidate| budget_words(candidate.span.of(&text).trim(), &language)).sum();
        let share = options.ratio.map_or(1.0, Ratio::share) * whole as f64 + 1e-6;
        if summary.over {
            prop_assert_eq!(quoted.len(), 1);
            let long = quoted[0].chars().count();
            let over = options.words.is_some_and(|most| total > most) || options.chars.is_some_and(|most| long > most);
            prop_assert!(over || total as f64 > share);
        } else {
            let most = options.sentences.or((options == SummaryOptions::default()).then_some(DEFAULT_SENTENCES));
            prop_assert!(most.is_none_or(|most| quoted.len() <= most));
            prop_assert!(options.words.is_none_or(|most| total <= most));
            prop_assert!(total as f64 <= share);
            prop_assert!(options.chars.is_none_or(|most| quoted.join(" ").chars().count() <= most));
        }
    }

    #[test]
    fn no_text_is_a_problem(text in "\\PC{0,200}", cuts in prop::collection::vec(0usize..200, 0..8)) {
        let mut cuts: Vec<_> = cuts.iter().map(|&cut| text.floor_char_boundary(cut)).collect();
        cuts.sort_unstable();
        let sentences: Vec<_> = cuts
            .windows(2)
            .map(|cut| Candidate { span: Span::new(cut[0], cut[1]), quotable: true, opens_block: false })
            .collect();
        let input = SummaryInput { text: &text, language: &Language::UND, title: Some(&text), sentences: &sentences };
        let summary = summarize(&input, &SummaryOptions::default());
        prop_assert!(summary.scores.iter().all(|score| score.is_finite()));
    }
}
