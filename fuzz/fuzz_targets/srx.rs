//! Segments tile any text by whatever rules, and any file is read or refused.
#![no_main]

use std::sync::Arc;

use tolmach::article::Language;
use tolmach::segment::{ProjectRules, SegmentOptions, SrxMode, SrxRules, segment};

libfuzzer_sys::fuzz_target!(|input: (bool, [(bool, &str, &str); 3], &str)| {
    let (add, rules, text) = input;
    let _ = SrxRules::read(text);
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let rules: String = rules
        .iter()
        .map(|&(breaks, before, after)| {
            let (breaks, before, after) = (if breaks { "yes" } else { "no" }, escaped(before), escaped(after));
            format!("<rule break=\"{breaks}\"><beforebreak>{before}</beforebreak><afterbreak>{after}</afterbreak></rule>")
        })
        .collect();
    let file = format!(
        "<srx version=\"2.0\"><languagerules><languagerule languagerulename=\"a\">{rules}</languagerule></languagerules>\
         <maprules><languagemap languagepattern=\".*\" languagerulename=\"a\"/></maprules></srx>"
    );
    let Ok(rules) = SrxRules::read(&file) else { return };
    let mut project = ProjectRules::default();
    project.srx = Some(Arc::new(rules));
    project.srx_mode = if add { SrxMode::Add } else { SrxMode::Replace };
    let mut options = SegmentOptions::default();
    options.project = Arc::new(project);
    let language = Language::parse("en").expect("a tag");
    let mut end = 0;
    for span in segment(text, &language, &options) {
        let piece = span.of(text);
        assert!(!piece.is_empty() && piece.trim() == piece);
        assert!(text[end..span.range().start].trim().is_empty());
        end = span.range().end;
    }
    assert!(text[end..].trim().is_empty());
});
