//! Any two texts in any two languages can be checked; findings lie on characters of them.
#![no_main]

use tolmach::article::Language;
use tolmach::check::{CheckOptions, Entry, Guess, Pair, Terms, Text, check, glossary};

const TAGS: &[&str] = &["en", "fr", "fr-CA", "es", "de", "ru", "el", "hy", "ar", "fa", "he", "hi", "th", "zh-Hant", "ja", "ko", "sw", "kk", "und"];

libfuzzer_sys::fuzz_target!(|input: (u8, u8, &str, &str, &str)| {
    let (from, to, source, target, table) = input;
    let language = |tag: u8| Language::parse(TAGS[usize::from(tag) % TAGS.len()]).expect("a tag");
    let (from, to) = (language(from), language(to));
    let (ours, theirs) = (Text::parse(source), Text::parse(target));
    let word = source.split(' ').next().unwrap_or_default().to_owned();
    let mut entries = vec![Entry { source: word.clone(), targets: vec![word], forbidden: Vec::new() }];
    if let Ok(glossary) = glossary::read(table) {
        entries.extend(glossary.terms(&from, &to).entries().iter().cloned());
    }
    let terms = Terms::new(entries);
    let mut pair = Pair::new(&ours, &theirs, &from, &to);
    (pair.max_chars, pair.terms) = (Some(30), Some(&terms));
    for finding in check(&pair, &CheckOptions::default(), &|_, _| Guess::none()) {
        for (span, text) in [(finding.source, source), (finding.target, target)] {
            assert!(span.is_none_or(|span| text.get(span.start as usize..span.end as usize).is_some()));
        }
    }
});
