//! Any bytes become text; declared and guessed character sets alike.
#![no_main]

use tolmach::article::Format;
use tolmach::read;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for format in [Format::Text, Format::Html] {
        let decoded = read::decode(bytes, format);
        let _ = read::sniff(&decoded.text, "a.txt");
    }
});
