//! What is written is read back the same; what clients make of it is read too; what is damaged is refused with a place, or repaired.

use proptest::prelude::*;

use super::*;
use crate::article::{Edge, Markup};
use crate::bilingual::drawing::{any_content, document, sample};
use crate::bilingual::sheets::Sheets;
use crate::bilingual::tmx::{Entry, Tmx};
use crate::bilingual::xliff2::Version;
use crate::bilingual::{Code, Document, Note, Preset, po, table, xliff1, xliff2};
use crate::escape::is_xml_forbidden;
use crate::export::job::{JobOptions, document as job};

fn options() -> ReadOptions {
    ReadOptions::default()
}

fn repairing() -> ReadOptions {
    ReadOptions {
        repair_xml: true,
        ..ReadOptions::default()
    }
}

fn received(text: &str, name: &str) -> Received {
    read(text.as_bytes(), name, &options()).unwrap()
}

/// A content as a format without a place for data gives it back: joined texts, and `replaced` characters.
fn plain(content: &Content, markup: Option<Markup>, replaced: impl Fn(char) -> char) -> Content {
    let mut out = Content::default();
    for part in &content.0 {
        match part {
            Part::Text(text) => out.push_text(&text.chars().map(&replaced).collect::<String>()),
            Part::Code(code) => out.0.push(Part::Code(Code {
                // What stands alone is never strong; drawn at random it is, and no format has a name for it.
                markup: match code.edge {
                    Edge::Alone => Markup::Other,
                    _ => markup.unwrap_or(code.markup),
                },
                data: String::new(),
                covered: String::new(),
                ..code.clone()
            })),
        }
    }
    out
}

fn visible(c: char) -> char {
    if is_xml_forbidden(c) { '\u{fffd}' } else { c }
}

/// What a document holds, without notes: id, source, target, state of each segment that is written.
type Held = Vec<(String, Content, Option<Content>, State)>;

fn held(given: &Document, markup: Option<Markup>, replaced: impl Fn(char) -> char) -> Held {
    let pairs = given.units.iter().flat_map(|unit| &unit.pairs);
    pairs
        .map(|pair| {
            let target = pair
                .target
                .as_ref()
                .map(|target| plain(target, markup, &replaced));
            let target = target.filter(|target| !target.is_empty());
            let state = if target.is_some() {
                pair.state
            } else {
                State::Initial
            };
            (
                pair.id.to_string(),
                plain(&pair.source, markup, &replaced),
                target,
                state,
            )
        })
        .collect()
}

fn got(received: &Received) -> Held {
    let segments = received.segments();
    segments
        .map(|(_, _, segment)| {
            let keep = |content: &Content| plain(content, None, |c| c);
            let target = segment.target.as_ref().map(keep);
            (segment.id.clone(), keep(&segment.source), target, segment.state)
        })
        .collect()
}

/// A document of one unit, with translations for some of its sentences whose codes are among those of the source.
fn any_document() -> impl Strategy<Value = Document> {
    let state = prop_oneof![Just(State::Translated), Just(State::Reviewed), Just(State::Final)];
    let pair = (any_content(), proptest::option::of((any_content(), state)));
    proptest::collection::vec(pair, 1..5).prop_map(|pairs| {
        let (sources, targets): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
        let mut document = document(sources);
        for (pair, target) in document.units[0].pairs.iter_mut().zip(targets) {
            let Some((mut target, state)) = target else {
                continue;
            };
            let known: Vec<u32> = pair.source.codes().map(|code| code.id).collect();
            target
                .0
                .retain(|part| !matches!(part, Part::Code(code) if !known.contains(&code.id)));
            pair.target = Some(target).filter(|target| !target.is_empty());
            pair.state = if pair.target.is_some() {
                state
            } else {
                State::Initial
            };
        }
        document
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn xliff_1_gives_back_what_was_written(given in any_document()) {
        let received = received(&xliff1::write(&given, Preset::General), "a.xlf");
        prop_assert_eq!(got(&received), held(&given, None, visible));
        prop_assert_eq!(&received.problems, &[]);
    }

    #[test]
    fn xliff_2_gives_back_what_was_written(given in any_document()) {
        let received = received(&xliff2::write(&given, Version::V2_0), "a.xlf");
        prop_assert_eq!(got(&received), held(&given, None, |c| c));
        prop_assert_eq!(&received.problems, &[]);
    }

    #[test]
    fn po_gives_back_what_was_written(given in any_document()) {
        let received = received(&po::write(&given), "a.po");
        let want: Held = held(&given, None, visible)
            .into_iter()
            .map(|(id, source, target, state)| (id, source, target, state.min(State::Translated)))
            .collect();
        prop_assert_eq!(got(&received), want);
        prop_assert_eq!(&received.problems, &[]);
    }

    #[test]
    fn a_table_gives_back_what_was_written(given in any_document()) {
        let received = received(&format!("{}{}", table::TSV_HEADER, table::tsv(&given)), "a.tsv");
        prop_assert_eq!(got(&received), held(&given, Some(Markup::Other), visible));
        prop_assert_eq!(&received.problems, &[]);
    }

    #[test]
    fn a_memory_gives_back_what_was_written(given in any_document()) {
        let mut tmx = Tmx::new(&given.source, &given.target);
        for pair in &given.units[0].pairs {
            let Some(target) = &pair.target else { continue };
            let id = format!("{}/{}", given.id, pair.id);
            tmx.push(&Entry { id: Some(&id), source: &pair.source, target, notes: &[], date: Some("2024-05-17") });
        }
        let received = received(&tmx.finish(), "memory.tmx");
        let texts = |held: Held| -> Vec<(String, String, String)> {
            let text = |content: &Content| content.text();
            held.iter().filter_map(|(id, source, target, _)| Some((id.clone(), text(source), text(target.as_ref()?)))).collect()
        };
        prop_assert_eq!(texts(got(&received)), texts(held(&given, None, visible)));
        prop_assert_eq!(&received.problems, &[]);
    }
}

proptest! {
    // A spreadsheet takes some milliseconds.
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_spreadsheet_gives_back_what_was_written(given in any_document()) {
        let mut sheets = Sheets::new().unwrap();
        sheets.push(&table::tsv(&given)).unwrap();
        let mut bytes = Vec::new();
        sheets.finish(&mut bytes).unwrap();
        let received = read(&bytes, "a.xlsx", &options()).unwrap();
        prop_assert_eq!(got(&received), held(&given, Some(Markup::Other), visible));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn damaged_files_are_read_or_refused(
        given in any_document(),
        form in 0usize..5,
        cut in 0usize..=1000,
        patch in "[<>&\"'/{}=\\x00-\\x20a-z#;\u{fffd}]{0,12}",
        replaced in 0usize..12,
    ) {
        let (text, name) = match form {
            0 => (xliff1::write(&given, Preset::General), "a.xlf"),
            1 => (xliff2::write(&given, Version::V2_0), "a.xlf"),
            2 => (po::write(&given), "a.po"),
            3 => (format!("{}{}", table::TSV_HEADER, table::tsv(&given)), "a.tsv"),
            _ => ("<tmx version='1.4'><header srclang='en'/><body><tu><tuv xml:lang='en'><seg>a<bpt i='1'/>b<ept i='1'/></seg></tuv><tuv xml:lang='fr'><seg>c</seg></tuv></tu></body></tmx>".to_owned(), "a.tmx"),
        };
        let at = text.len() * cut / 1000;
        let mut bytes = text.into_bytes();
        let end = (at + replaced).min(bytes.len());
        bytes.splice(at..end, patch.bytes());
        for options in [options(), repairing()] {
            if let Ok(received) = read(&bytes, name, &options) {
                for (_, _, segment) in received.segments() {
                    let _ = segment.translation();
                }
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200), name in "a\\.(xlf|po|tmx|tsv|csv|xlsx|x)") {
        let _ = read(&bytes, &name, &options());
        let _ = read(&bytes, &name, &repairing());
    }
}

/// The sample with a translation of its first sentences.
fn translated() -> Document {
    let mut document = job(&sample(), &Language::parse("fr").unwrap(), &JobOptions::default());
    let pair = &mut document.units[2].pairs[0];
    pair.target = Some(pair.source.clone());
    pair.state = State::Reviewed;
    document.units[0].pairs[0].max_chars = std::num::NonZeroU32::new(80);
    document.units[0].notes.push(Note {
        category: "limit",
        text: "80 characters".to_owned(),
    });
    document
}

#[test]
fn all_that_a_job_says_is_read_from_xliff() {
    let given = translated();
    for (text, name) in [
        (xliff1::write(&given, Preset::General), "1.2"),
        (xliff2::write(&given, Version::V2_0), "2.0"),
        (po::write(&given), "po"),
    ] {
        let received = received(&text, if name == "po" { "a.po" } else { "a.xlf" });
        let [file] = &*received.files else {
            panic!("{name}: one article")
        };
        assert_eq!(file.original, "en/ferry & lake.html", "{name}");
        assert_eq!(file.article.as_deref(), Some(&*given.id), "{name}");
        assert_eq!(
            (&file.source, &file.target),
            (&Some(given.source.clone()), &Some(given.target.clone())),
            "{name}"
        );
        assert!(
            file.notes
                .iter()
                .any(|note| note.category == "date" || note.text.starts_with("date: 2024")),
            "{name}"
        );
        let ids: Vec<&str> = file.units.iter().map(|unit| &*unit.id).collect();
        let locked = name == "po";
        let want = given.units.iter().filter(|unit| !locked || unit.translate);
        assert_eq!(
            ids,
            want.map(|unit| unit.id.as_str()).collect::<Vec<_>>(),
            "{name}"
        );
        let unit = &file.units[2];
        assert!(unit.translate && (locked || !file.units[7].translate), "{name}");
        let marks: Vec<bool> = unit.segments.iter().map(|segment| segment.in_summary).collect();
        assert_eq!(marks, [true, false, false], "{name}");
        assert_eq!(file.units[0].segments[0].max_chars, Some(80), "{name}");
        let link = ReceivedNote {
            category: "link".to_owned(),
            text: "2: https://example.org/?a=1&b=2".to_owned(),
        };
        let notes = |unit: &ReceivedUnit| {
            unit.notes
                .iter()
                .chain(unit.segments.iter().flat_map(|s| &s.notes))
                .any(|note| *note == link)
        };
        assert!(notes(&file.units[4]), "{name}: {:?}", file.units[4]);
    }
    let data: Vec<String> = received(&xliff2::write(&given, Version::V2_0), "a.xlf").files[0].units[2]
        .segments[0]
        .source
        .codes()
        .map(|code| code.data.clone())
        .collect();
    assert_eq!(data, ["<b1>", "</b1>"]);
}

#[test]
fn a_file_that_is_cut_off_is_read_as_far_as_it_is_whole() {
    for (document, unit) in [
        (
            xliff1::write(&document(vec![Content::default(); 3]), Preset::General),
            "<trans-unit",
        ),
        (
            xliff2::write(&document(vec![Content::default(); 3]), Version::V2_2),
            "<segment",
        ),
    ] {
        let cut = &document[..document.rfind(unit).unwrap() + 12];
        assert!(matches!(
            read(cut.as_bytes(), "a.xlf", &options()),
            Err(ReadError::Malformed { .. })
        ));
        let received = read(cut.as_bytes(), "a.xlf", &repairing()).unwrap();
        assert_eq!(received.segments().count(), 2, "{cut}");
        assert!(
            received
                .problems
                .last()
                .unwrap()
                .message
                .ends_with("read up to here")
        );
    }
}
