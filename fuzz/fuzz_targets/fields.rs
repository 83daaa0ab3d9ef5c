//! Any text read as a feed, as JSON, as a row or as a mail gives sound articles or a reason.
#![no_main]

use tolmach::article::Format;

#[path = "sound.rs"]
mod sound;

libfuzzer_sys::fuzz_target!(|source: &str| {
    for format in [Format::Feed, Format::Json, Format::Table, Format::Mail] {
        sound::check(source, format);
    }
});
