//! What holds for any bytes read as a translation file: they are read or refused, and no code is lost when codes written as text are
//! looked for.

use tolmach::bilingual::read::{ReadOptions, read, recognise_codes};

pub fn check(bytes: &[u8], name: &str) {
    for repair in [false, true] {
        let mut options = ReadOptions::default();
        options.repair_xml = repair;
        let Ok(received) = read(bytes, name, &options) else { continue };
        for (_, _, segment) in received.segments() {
            if let Some(target) = segment.translation() {
                let (found, _) = recognise_codes(target, &segment.source);
                assert!(found.codes().count() >= target.codes().count());
            }
        }
    }
}
