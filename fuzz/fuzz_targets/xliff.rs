//! Any bytes read as XLIFF are read or refused.
#![no_main]

#[path = "received.rs"]
mod received;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| received::check(bytes, "a.xlf"));
