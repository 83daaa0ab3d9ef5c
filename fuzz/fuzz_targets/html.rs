//! Any text read as a web page gives a sound article.
#![no_main]

use tolmach::article::Format;

#[path = "sound.rs"]
mod sound;

libfuzzer_sys::fuzz_target!(|source: &str| sound::check(source, Format::Html));
