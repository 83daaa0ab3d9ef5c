//! A summary of any text keeps its budget.
#![no_main]

use tolmach::article::Language;
use tolmach::segment::{SegmentOptions, segment};
use tolmach::summarize::{Candidate, SummaryInput, SummaryOptions, summarize};

libfuzzer_sys::fuzz_target!(|input: (u8, &str)| {
    let (most, text) = input;
    let language = Language::UND;
    let sentences: Vec<Candidate> = segment(text, &language, &SegmentOptions::default())
        .into_iter()
        .map(|span| Candidate { span, quotable: span.start % 5 != 4, opens_block: false })
        .collect();
    let options = SummaryOptions { sentences: Some(most as usize % 8), words: (most > 128).then_some(most as usize), chars: None, ratio: None };
    let input = SummaryInput { text, language: &language, title: text.lines().next(), sentences: &sentences };
    let summary = summarize(&input, &options);
    assert_eq!(summary.scores.len(), sentences.len());
    assert!(summary.sentences.len() <= most as usize % 8);
    assert!(summary.sentences.windows(2).all(|pair| pair[0].index < pair[1].index));
    assert!(summary.sentences.iter().all(|sentence| sentences[sentence.index].quotable));
});
