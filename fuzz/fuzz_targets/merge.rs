//! Any source takes any translation: untranslated it comes back as it was, and edits lie in order inside it.
#![no_main]

use tolmach::article::{Format, Language, Member, Segment, SegmentId, Span, block_ids};
use tolmach::bilingual::{Content, Part};
use tolmach::extract::{ExtractOptions, extract};
use tolmach::merge::{Draft, EncodingPolicy, Target, apply, edits, splice};
use tolmach::segment::{SegmentOptions, segment};

libfuzzer_sys::fuzz_target!(|input: (u8, &str, &str)| {
    let (form, source, translation) = input;
    let format = [Format::Text, Format::Markdown, Format::Html, Format::Docx, Format::Odt][usize::from(form % 5)];
    let mut options = ExtractOptions::default();
    let member = |name: &str| Member { name: name.to_owned(), span: Span::new(0, source.len()) };
    match format {
        Format::Docx => options.members.push(member("word/document.xml")),
        Format::Odt => options.members.push(member("content.xml")),
        _ => {}
    }
    let Ok(article) = extract(source, format, &options) else {
        return;
    };
    let (language, target) = (Language::parse("en").unwrap(), Language::parse("ar").unwrap());
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
    let none = vec![Target::Missing; segments.len()];
    assert!(edits(&draft, &none).edits.is_empty());
    let targets: Vec<Target> = (0..segments.len())
        .map(|at| match at % 3 {
            0 => Target::Text(Content(vec![Part::Text(translation.to_owned())])),
            1 if form & 64 != 0 => Target::Missing,
            _ => Target::Same,
        })
        .collect();
    let merged = edits(&draft, &targets);
    apply(source, &merged.edits);
    splice(source.as_bytes(), source, "UTF-8", format, &merged.edits, EncodingPolicy::Keep);
});
