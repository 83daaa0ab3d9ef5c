//! What is read from any article JSON is written and read back the same.
#![no_main]

use tolmach::export::json;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(record) = json::read(text) {
        let written = json::write(&record);
        let again = json::read(&written).expect("what was written can be read");
        assert_eq!(json::write(&again), written);
    }
});
