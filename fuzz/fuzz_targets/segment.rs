//! Segments tile any text apart from white space, in any language.
#![no_main]

use tolmach::article::Language;
use tolmach::segment::{SegmentOptions, segment};

libfuzzer_sys::fuzz_target!(|input: (u8, &str)| {
    let tags = ["und", "en", "de", "ru", "zh", "ja", "th", "ar", "hi", "el", "kk", "fr"];
    let language = Language::parse(tags[input.0 as usize % tags.len()]).expect("a tag");
    let text = input.1;
    let mut end = 0;
    for span in segment(text, &language, &SegmentOptions::default()) {
        let piece = span.of(text);
        assert!(!piece.is_empty() && piece.trim() == piece);
        assert!(text[end..span.range().start].trim().is_empty());
        end = span.range().end;
    }
    assert!(text[end..].trim().is_empty());
});
