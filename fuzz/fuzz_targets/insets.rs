//! An article in fields takes any translation: edits lie in order inside the source, and JSON stays JSON, XML stays read to its end.
#![no_main]

use std::sync::Arc;

use tolmach::article::{Columns, Format, Language, Segment, SegmentId, Span, block_ids};
use tolmach::bilingual::{Content, Part};
use tolmach::extract::{ExtractError, ExtractOptions, extract_insets, parts};
use tolmach::merge::{Draft, Target, apply, inset_edits};
use tolmach::segment::{SegmentOptions, segment};

libfuzzer_sys::fuzz_target!(|input: (u8, &str, &str)| {
    let (form, source, translation) = input;
    let format = [Format::Json, Format::Feed, Format::Table][usize::from(form % 3)];
    let columns = Columns { names: ["title", "text", "lang"].map(str::to_owned).to_vec(), separator: b',' };
    let mut options = ExtractOptions::default();
    options.keep_boilerplate = form & 32 != 0;
    options.columns = Some(Arc::new(columns));
    let Ok(found) = parts(source, format, &options) else { return };
    let found: Vec<_> = found.map_or(vec![None], |parts| parts.into_iter().map(Some).collect());
    let (language, target) = (Language::parse("en").unwrap(), Language::parse("ar").unwrap());
    for part in &found {
        let Ok((article, insets)) = extract_insets(source, format, part.as_ref(), &options) else { continue };
        let ids = block_ids(&article);
        let mut segments = Vec::new();
        for (index, block) in article.blocks.iter().enumerate() {
            let cut = segment(article.text_of(block), &language, &SegmentOptions::default());
            for (ordinal, span) in (1..).zip(cut) {
                segments.push(Segment {
                    id: SegmentId { block: ids[index].clone(), ordinal },
                    block: index as u32,
                    span: span.shifted(block.span.start as usize),
                    score: 0.0,
                    in_summary: false,
                    why: Vec::new(),
                });
            }
        }
        let draft = Draft {
            source,
            format,
            article: &article,
            segments: &segments,
            language: &language,
            target: &target,
        };
        let place = part.as_ref().map_or(Span::new(0, source.len()), |part| part.span);
        let none = vec![Target::Missing; segments.len()];
        assert!(inset_edits(&draft, &insets, place, &none).edits.is_empty());
        let targets: Vec<Target> = (0..segments.len())
            .map(|at| match at % 3 {
                1 if form & 64 != 0 => Target::Missing,
                2 => Target::Same,
                _ => Target::Text(Content(vec![Part::Text(translation.to_owned())])),
            })
            .collect();
        let merged = inset_edits(&draft, &insets, place, &targets);
        let text = apply(source, &merged.edits);
        // A text may have become empty, but what was JSON stays JSON.
        let broken = matches!(parts(&text, format, &options), Err(ExtractError::Wrong(_) | ExtractError::Depth(_)));
        assert!(!broken, "what was written is read again");
    }
});
