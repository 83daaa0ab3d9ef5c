//! Any text has a language or none, and spans inside it.
#![no_main]

use tolmach::detect::{DetectOptions, detect, spans};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let options = DetectOptions::default();
    let found = detect(text, &options);
    assert!((0.0..=1.0).contains(&found.confidence));
    let mut end = 0;
    for (span, _) in spans(text, &options) {
        assert!(span.start >= end && !span.of(text).is_empty());
        end = span.end;
    }
});
