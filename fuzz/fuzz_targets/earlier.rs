//! What earlier merges left of an article is read or refused, and written as it was read; a new job takes over any of it: the sentences of the
//! job are those of the article, and what a block that stayed was translated to is there.
#![no_main]

use tolmach::article::{ArticleId, ArticleRecord, Counts, Format, Language, Segment, SegmentId, block_ids};
use tolmach::bilingual::{Content, Document, Part, Preset, State, xliff1, xliff2};
use tolmach::export::earlier::{Earlier, EarlierSegment, EarlierUnit, read, write};
use tolmach::export::job::{JobOptions, document, document_after};
use tolmach::extract::{ExtractOptions, extract};
use tolmach::segment::{SegmentOptions, segment};

libfuzzer_sys::fuzz_target!(|input: (u8, (u16, u8), &str, &str, &str, &str)| {
    let (form, place, before, now, translation, snapshot) = input;
    let target = Language::parse("ar").unwrap();
    let (Some(before), Some(now)) = (record(before), record(now)) else { return };
    if let Ok(earlier) = read(snapshot) {
        taken_over(&earlier, &now, &target);
        // The same translations in blocks that are there.
        let ids = document(&now, &target, &JobOptions::default()).units.into_iter().map(|unit| unit.id);
        let mut earlier = earlier;
        for (unit, id) in earlier.units.iter_mut().zip(ids) {
            unit.id = id;
        }
        taken_over(&earlier, &now, &target);
    }
    let earlier = translated(&document(&before, &target, &JobOptions::default()), translation, form);
    taken_over(&earlier, &now, &target);
    if let Ok(damaged) = read(&damaged(&write(&earlier), place, snapshot)) {
        taken_over(&damaged, &before, &target);
    }
    let again = taken_over(&earlier, &before, &target);
    for (unit, old) in again.units.iter().zip(&earlier.units).filter(|(unit, old)| unit.translate && !old.gone) {
        assert_eq!(unit.id, old.id);
        let had = old.segments.iter().filter(|segment| segment.target.is_some()).count();
        let has = unit.pairs.iter().filter(|pair| pair.target.is_some()).count();
        assert_eq!(had, has, "a block that stayed has its translations");
    }
});

/// An article of Markdown, with its sentences; nothing for a text that is none.
fn record(source: &str) -> Option<ArticleRecord> {
    let article = extract(source, Format::Markdown, &ExtractOptions::default()).ok()?;
    let language = Language::parse("en").unwrap();
    let block_ids = block_ids(&article);
    let mut segments = Vec::new();
    for (index, block) in article.blocks.iter().enumerate() {
        let cut = segment(article.text_of(block), &language, &SegmentOptions::default());
        for (ordinal, span) in (1..).zip(cut) {
            segments.push(Segment {
                id: SegmentId { block: block_ids[index].clone(), ordinal },
                block: index as u32,
                span: span.shifted(block.span.start as usize),
                score: 0.0,
                in_summary: false,
                why: Vec::new(),
            });
        }
    }
    Some(ArticleRecord {
        id: ArticleId::from_name("a"),
        path: "a.md".to_owned(),
        hash: String::new(),
        format: Format::Markdown,
        article,
        language,
        script: "Latn".to_owned(),
        confidence: 1.0,
        block_ids,
        segments,
        over_budget: false,
        no_summary: None,
        counts: Counts::default(),
    })
}

/// What a merge leaves of a job of which some sentences are translated, some together with the one before, and some blocks are gone.
fn translated(document: &Document, translation: &str, form: u8) -> Earlier {
    let mut units = Vec::new();
    for (number, unit) in document.units.iter().enumerate() {
        let mut segments: Vec<EarlierSegment> = Vec::new();
        for (ordinal, pair) in unit.pairs.iter().enumerate() {
            let after = segments.last().is_some_and(|one| one.target.is_some() || one.joined);
            let joined = after && form & 1 != 0 && ordinal % 2 == 1;
            let open = joined || (form & 2 != 0 && (number + ordinal) % 3 == 0);
            let text = if form & 4 != 0 { pair.source.clone() } else { Content(vec![Part::Text(translation.to_owned())]) };
            segments.push(EarlierSegment {
                source: pair.source.clone(),
                target: (!open).then_some(text),
                joined,
                state: if open { State::Initial } else { State::Reviewed },
            });
        }
        units.push(EarlierUnit { id: unit.id.clone(), segments, gone: form & 8 != 0 && number % 2 == 1 });
    }
    let (source, target) = (document.source.clone(), document.target.clone());
    Earlier { article: document.id.clone(), source, target, units }
}

/// A file with some characters of it gone and others in their place.
fn damaged(text: &str, (place, length): (u16, u8), other: &str) -> String {
    let from = text.floor_char_boundary(usize::from(place) % (text.len() + 1));
    let to = text.floor_char_boundary((from + usize::from(length)).min(text.len())).max(from);
    format!("{}{other}{}", &text[..from], &text[to..])
}

/// The job of an article with earlier translations in it, which are written and read on the way.
fn taken_over(earlier: &Earlier, record: &ArticleRecord, target: &Language) -> Document {
    let text = write(earlier);
    let again = read(&text).expect("what was written can be read");
    assert_eq!(write(&again), text);
    let plain = document(record, target, &JobOptions::default());
    let job = document_after(record, target, &JobOptions::default(), Some(&again));
    assert_eq!(words(&job), words(&plain), "the sources are those of the article");
    xliff1::write(&job, Preset::General);
    xliff2::write(&job, xliff2::Version::default());
    job
}

/// The sources of a job, block by block, without white space.
fn words(document: &Document) -> Vec<String> {
    let source = |content: &Content| content.text().split_whitespace().collect::<String>();
    let units = document.units.iter();
    units.map(|unit| unit.pairs.iter().map(|pair| source(&pair.source)).collect()).collect()
}
