//! Any bytes under any name are opened, record by record, or refused with a reason.
#![no_main]

use tolmach::article::Limits;
use tolmach::read::{Opened, open_bytes};

const NAMES: &[&str] = &["a", "a.txt", "a.jsonl", "a.csv", "a.tsv", "a.mbox", "a.eml", "a.warc", "a.gz", "a.csv.gz", "a.zip", "a.docx", "a.json", "a.xml"];

libfuzzer_sys::fuzz_target!(|input: (u8, &[u8])| {
    let (name, bytes) = input;
    let limits = Limits::default();
    let name = NAMES[usize::from(name) % NAMES.len()];
    let Ok(Opened::Records(records)) = open_bytes(bytes.to_vec(), name, &limits) else { return };
    for record in records.take(1000) {
        let Ok(record) = record else { continue };
        if let Ok(Opened::Records(inside)) = record.open(&limits) {
            for record in inside.take(100).flatten() {
                let _ = record.open(&limits);
            }
        }
    }
});
