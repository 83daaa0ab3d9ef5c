//! Any bytes become text or a reason.
#![no_main]

use tolmach::read;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let decoded = read::decode(bytes, None);
    let _ = read::sniff(&decoded.text, "a.txt");
});
