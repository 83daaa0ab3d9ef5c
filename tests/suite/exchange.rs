//! Translation files as clients and people leave them: what is understood, what is refused, and with which words.

use std::fs;
use std::path::Path;

use tolmach::article::{Edge, Language};
use tolmach::bilingual::read::{ReadError, ReadOptions, Received, read};
use tolmach::bilingual::{Content, Part};

fn options() -> ReadOptions {
    ReadOptions::default()
}

fn repairing() -> ReadOptions {
    let mut options = ReadOptions::default();
    options.repair_xml = true;
    options
}

fn received(text: &str, name: &str) -> Received {
    read(text.as_bytes(), name, &options()).unwrap()
}

/// Id, source, target and state of each segment, codes as `⟨1⟩`, `⟨/1⟩`, `⟨1/⟩`.
fn drawn(received: &Received) -> Vec<String> {
    let segments = received.segments();
    segments
        .map(|(_, _, segment)| {
            let target = segment.target.as_ref().map(draw);
            let target =
                target.map_or_else(String::new, |target| format!(" = {target} ({:?})", segment.state));
            format!("{}: {}{target}", segment.id, draw(&segment.source))
        })
        .collect()
}

fn draw(content: &Content) -> String {
    let part = |part: &Part| match part {
        Part::Text(text) => text.clone(),
        Part::Code(code) => match code.edge {
            Edge::Open => format!("⟨{}⟩", code.id),
            Edge::Close => format!("⟨/{}⟩", code.id),
            Edge::Alone => format!("⟨{}/⟩", code.id),
        },
    };
    content.0.iter().map(part).collect()
}

#[test]
fn segments_that_a_client_marks_are_segments() {
    let text = r#"<?xml version="1.0" encoding="utf-8"?>
<xliff xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" sdl:version="1.0">
<doc-info xmlns="http://sdl.com/FileTypes/Basic/1.0"><rep-defs/></doc-info>
<file original="a.html" source-language="en-US" target-language="kk-KZ" datatype="x-sdlfilterframework2"><header><sdl:filetype-info/><reference><internal-file form="base64">UEsD</internal-file></reference></header>
<body><group id="g"><sdl:cxts><sdl:cxt id="1"/></sdl:cxts>
<trans-unit id="7c1"><source>One <g id="5">two</g>. Three.</source>
<seg-source><mrk mtype="seg" mid="1">One <g id="5">two</g>.</mrk> <mrk mtype="seg" mid="2">Three.</mrk></seg-source>
<target><mrk mtype="seg" mid="1">Бір <g id="5"><mrk mtype="x-sdl-comment" sdl:cid="x">екі</mrk></g>.</mrk> <mrk mtype="seg" mid="2">Үш.</mrk></target>
<sdl:seg-defs><sdl:seg id="1" conf="ApprovedTranslation" origin="interactive"><sdl:value key="Hash">x</sdl:value></sdl:seg><sdl:seg id="2" conf="Draft"/></sdl:seg-defs>
</trans-unit></group></body></file></xliff>"#;
    let received = received(text, "a.html.sdlxliff");
    assert_eq!(
        drawn(&received),
        [
            "7c1.s1: One ⟨5⟩two⟨/5⟩. = Бір ⟨5⟩екі⟨/5⟩. (Reviewed)",
            "7c1.s2: Three. = Үш. (Initial)",
        ]
    );
    let unit = &received.files[0].units[0];
    assert_eq!(draw(&unit.segments[0].gap), " ");
    assert!(unit.segments[1].needs_review && unit.segments[1].translation().is_some());
    assert_eq!(received.problems, []);
}

#[test]
fn the_states_of_other_clients_are_understood() {
    let text = r#"<xliff version="1.2" xmlns:mq="MQXliff" xmlns:m="http://www.memsource.com/mxlf/2.0"><file source-language="en" target-language="de_DE" original="a"><body>
<trans-unit id="1" mq:status="ManuallyConfirmed"><source xml:space="preserve">A <bpt id="1" ctype="bold">{}</bpt>b<ept id="1">{}</ept></source><target>A <bpt id="1" ctype="bold">{}</bpt>b<ept id="1">{}</ept></target><mq:minorversions><mq:historical-unit><source>x</source><target>y</target></mq:historical-unit></mq:minorversions></trans-unit>
<trans-unit id="2" m:confirmed="1"><source>Two</source><target>Zwei</target><alt-trans origin="memory"><source>Too</source><target>Auch</target></alt-trans></trans-unit>
<trans-unit id="3" m:confirmed="0"><source>Three</source><target>Three</target></trans-unit>
<trans-unit id="4"><source>Four</source><target state="needs-review-translation">Vier</target></trans-unit>
<trans-unit id="5"><source>Five</source><target state="needs-translation">Five</target></trans-unit>
</body></file></xliff>"#;
    let received = received(text, "a.mqxliff");
    assert_eq!(
        drawn(&received),
        [
            "1: A ⟨1⟩b⟨/1⟩ = A ⟨1⟩b⟨/1⟩ (Translated)",
            "2: Two = Zwei (Translated)",
            "3: Three = Three (Initial)",
            "4: Four = Vier (Translated)",
            "5: Five = Five (Initial)",
        ]
    );
    let translations: Vec<bool> = received
        .segments()
        .map(|(_, _, segment)| segment.translation().is_some())
        .collect();
    assert_eq!(translations, [true, true, false, true, false]);
    assert_eq!(received.files[0].target, Language::parse("de-DE").ok());
}

#[test]
fn units_of_xliff_2_keep_what_clients_split_and_what_stands_between() {
    let text = r##"<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:slr="urn:oasis:names:tc:xliff:sizerestriction:2.0" xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0" version="2.2" srcLang="en" trgLang="uk"><file id="f"><group id="g" translate="no"><unit id="u0"><segment id="s1"><source>x</source></segment></unit></group>
<unit id="u1" slr:sizeRestriction="0,40"><mtc:matches><mtc:match ref="#s1"><source>m</source><target>n</target></mtc:match></mtc:matches><originalData><data id="d">a<cp hex="0001"/>b</data></originalData>
<segment id="s1" state="final"><source>One<ph id="p" dataRef="d" equiv="e"/>.</source><target>Один<ph id="p" dataRef="d"/>.</target></segment><ignorable><source> </source></ignorable><segment id="q"><source>Two.</source><target>Два.</target></segment></unit></file></xliff>"##;
    let received = received(text, "a.xlf");
    assert_eq!(
        drawn(&received),
        [
            "u0.s1: x",
            "u1.s1: One⟨1/⟩. = Один⟨1/⟩. (Final)",
            "u1.q: Two. = Два. (Translated)"
        ]
    );
    let [locked, unit] = &*received.files[0].units else {
        panic!("two units")
    };
    assert!(!locked.translate && unit.translate);
    assert_eq!(
        (draw(&unit.segments[0].gap).as_str(), unit.segments[0].max_chars),
        (" ", Some(40))
    );
    assert_eq!(unit.segments[0].source.codes().next().unwrap().data, "a\u{1}b");
}

#[test]
fn what_is_not_well_formed_is_refused_with_its_place_or_repaired() {
    let whole = "<xliff version=\"1.2\"><file original=\"a\"><body>\n<trans-unit id=\"a.s1\"><source>A &amp; B</source>\n<target>X & Y\u{b} &#1;< 5 &nbsp; z</target></trans-unit>\n<trans-unit id=\"a.s2\"><source>C</source><target>Z</target></trans-unit>\n</body></file></xliff>";
    let error = read(whole.as_bytes(), "a.xlf", &options()).unwrap_err();
    let ReadError::Malformed {
        line,
        byte,
        repairable,
        ..
    } = &error
    else {
        panic!("{error}")
    };
    assert_eq!(
        (*line, *byte, *repairable),
        (3, whole.find('\u{b}').unwrap() as u64, true)
    );
    let repaired = read(whole.as_bytes(), "a.xlf", &repairing()).unwrap();
    assert_eq!(
        drawn(&repaired),
        [
            "a.s1: A & B = X & Y < 5 &nbsp; z (Translated)",
            "a.s2: C = Z (Translated)"
        ]
    );
    let lines: Vec<(u32, bool)> = repaired
        .problems
        .iter()
        .map(|problem| (problem.line, problem.repaired))
        .collect();
    assert_eq!(lines, [(3, true); 5]);

    let cut = &whole[..whole.len() - 60]
        .replace(['\u{b}', '<'], "<")
        .replace("& Y", "&amp; Y");
    let cut = cut.replace("&#1;< 5 &nbsp;", "");
    let error = read(cut.as_bytes(), "a.xlf", &options()).unwrap_err().to_string();
    assert!(error.starts_with("line "), "{error}");
}

#[test]
fn hostile_xml_is_refused() {
    let deep = "<group>".repeat(5000);
    for (text, want) in [
        (format!("<xliff version=\"1.2\"><file><body>{deep}"), "nested deeper than 256"),
        ("<!DOCTYPE xliff [<!ENTITY a \"b\"><!ENTITY c \"&a;&a;\">]><xliff version=\"1.2\"><file><body><trans-unit><source>&c;</source></trans-unit></body></file></xliff>".to_owned(), "none is expanded"),
        ("<html><body/></html>".to_owned(), "root is <html>"),
        ("<xliff".to_owned(), "tag not closed"),
        ("<xliff version='1.2'/><xliff/>".to_owned(), "second root"),
        (String::new(), "the file is empty"),
    ] {
        for options in [options(), repairing()] {
            let error = read(text.as_bytes(), "a.xlf", &options);
            // An unknown entity is text where repairs are wanted.
            if options.repair_xml && want.starts_with("none") {
                continue;
            }
            let error = error.unwrap_err().to_string();
            assert!(error.contains(want), "{error}");
        }
    }
    let mut small = options();
    small.max_bytes = 10;
    assert_eq!(
        read(&[0; 11], "a.xlf", &small),
        Err(ReadError::TooLarge { max_bytes: 10 })
    );
}

#[test]
fn character_sets_are_told_by_mark_and_declaration() {
    let text = "<?xml version=\"1.0\" encoding=\"WHICH\"?><xliff version=\"1.2\"><file original=\"п\"><body><trans-unit id=\"1\"><source>Да</source></trans-unit></body></file></xliff>";
    let utf16 = |text: &str, little: bool| -> Vec<u8> {
        let units = text.encode_utf16();
        units
            .flat_map(|unit| {
                if little {
                    unit.to_le_bytes()
                } else {
                    unit.to_be_bytes()
                }
            })
            .collect()
    };
    let wide = text.replace("WHICH", "UTF-16");
    let legacy = text.replace("WHICH", "windows-1251");
    let (cyrillic, _, _) = encoding_rs::WINDOWS_1251.encode(&legacy);
    for bytes in [
        text.replace("WHICH", "UTF-8").into_bytes(),
        [b"\xef\xbb\xbf", text.replace("WHICH", "UTF-8").as_bytes()].concat(),
        [vec![0xff, 0xfe], utf16(&wide, true)].concat(),
        [vec![0xfe, 0xff], utf16(&wide, false)].concat(),
        utf16(&wide, true),
        utf16(&wide, false),
        cyrillic.into_owned(),
        wide.into_bytes(),
    ] {
        assert_eq!(drawn(&read(&bytes, "a.xlf", &options()).unwrap()), ["1: Да"]);
    }
    let broken = [
        b"<xliff version=\"1.2\"><file><body><trans-unit id=\"1\"><source>A".as_slice(),
        b"\xff",
        b"B</source></trans-unit></body></file></xliff>",
    ]
    .concat();
    let at = broken.iter().position(|byte| *byte == 0xff).unwrap();
    let error = read(&broken, "a.xlf", &options()).unwrap_err().to_string();
    assert!(
        error.starts_with(&format!("line 1, byte {at}: bytes that are no UTF-8")),
        "{error}"
    );
    assert_eq!(
        drawn(&read(&broken, "a.xlf", &repairing()).unwrap()),
        ["1: A\u{fffd}B"]
    );
}

#[test]
fn po_of_other_programs_is_read() {
    let text = "# Translators\nmsgid \"\"\nmsgstr \"\"\n\"Language: pt_BR\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\n#: a.c:5\n#, c-format, fuzzy\n#| msgid \"old\"\nmsgid \"One \"\n  \"\\\"line\\\"\\n\"\nmsgstr \"Uma \\x41\\101\"\n\nmsgid \"%d file\"\nmsgid_plural \"%d files\"\nmsgstr[0] \"%d arquivo\"\nmsgstr[1] \"%d arquivos\"\n#~ msgid \"gone\"\n#~ msgstr \"foi\"\nrubbish\nmsgctxt \"menu\"\nmsgid \"<b>Open</b>\"\nmsgstr \"Abrir";
    let received = received(text, "a.po");
    assert_eq!(
        drawn(&received),
        [
            ": One \"line\"\n = Uma AA (Initial)",
            "[0]: %d file = %d arquivo (Translated)",
            "[1]: %d files = %d arquivos (Translated)",
            "menu: <b>Open</b> = Abrir (Translated)",
        ]
    );
    assert_eq!(received.files[0].target, Language::parse("pt-BR").ok());
    assert!(received.segments().next().unwrap().2.needs_review);
    let lines: Vec<u32> = received.problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [20, 23]);
}

#[test]
fn a_memory_of_several_languages_is_a_file_for_each() {
    let text = "<?xml version=\"1.0\"?><!DOCTYPE tmx SYSTEM \"tmx14.dtd\"><tmx version=\"1.4\"><header srclang=\"EN\" datatype=\"xml\"><prop type=\"a\">b</prop></header><body><tu tuid=\"ferry-1a/uab.s2\"><note>place: title</note><tuv xml:lang=\"fr\"><seg>Un <bpt i=\"1\" x=\"4\">&lt;b&gt;</bpt>b<ept i=\"1\"/></seg></tuv><tuv xml:lang=\"en-US\"><seg>One <bpt i=\"2\" x=\"4\">&lt;b&gt;</bpt>b<ept i=\"2\"/></seg></tuv><tuv lang=\"ru\"><seg>Один</seg></tuv></tu><tu><tuv xml:lang=\"en\"><seg>Alone</seg></tuv></tu></body></tmx>";
    let received = received(text, "m.tmx");
    assert_eq!(
        drawn(&received),
        [
            "uab.s2: One ⟨4⟩b⟨/4⟩ = Un ⟨4⟩b⟨/4⟩ (Translated)",
            "uab.s2: One ⟨4⟩b⟨/4⟩ = Один (Translated)"
        ]
    );
    let targets: Vec<String> = received
        .files
        .iter()
        .map(|file| file.target.as_ref().unwrap().to_string())
        .collect();
    assert_eq!(targets, ["fr", "ru"]);
    assert_eq!(received.files[0].article.as_deref(), Some("ferry-1a"));
}

#[test]
fn tables_are_read_in_any_order_and_quoted_or_not() {
    let want = [
        "u1.s1: Say \"no\", {x} = Sag „nein“ (Translated)",
        "u1.s2: Two\nlines = Zwei\nZeilen (Translated)",
    ];
    for (name, text) in [
        (
            "own.tsv",
            "id\tsource\ttarget\tnote\tstate\na/u1.s1\tSay \"no\", {x}\tSag „nein“\t\tnew\na/u1.s2\tTwo\\nlines\tZwei\\nZeilen\tplace: x\ttranslated\n",
        ),
        (
            "saved.tsv",
            "id\tsource\ttarget\tnote\tstate\r\na/u1.s1\t\"Say \"\"no\"\", {x}\"\tSag „nein“\t\tnew\r\na/u1.s2\t\"Two\nlines\"\t\"Zwei\nZeilen\"\tplace: x\ttranslated\r\n",
        ),
        (
            "a.csv",
            "state,\"id\",target,source\nnew,a/u1.s1,Sag „nein“,\"Say \"\"no\"\", {x}\"\n,a/u1.s2,\"Zwei\nZeilen\",\"Two\nlines\"\n",
        ),
        (
            "b.csv",
            "\u{feff}\"Source\";\"Target\";\"ID\"\n\"Say \"\"no\"\", {x}\";\"Sag „nein“\";a/u1.s1\n\"Two\nlines\";\"Zwei\nZeilen\";a/u1.s2\n",
        ),
    ] {
        let received = received(text, name);
        assert_eq!(drawn(&received), want, "{name}");
        assert_eq!(received.files[0].article.as_deref(), Some("a"), "{name}");
        assert_eq!(received.problems, [], "{name}");
    }
    let odd = received("source\ttarget\n\"Stop!\"\t\"Halt!\"\nA\n", "x.tsv");
    assert_eq!(drawn(&odd), [": \"Stop!\" = \"Halt!\" (Translated)", ": A"]);
    assert_eq!(odd.problems[0].message, "1 cells where the header has 2");
}

#[test]
fn a_code_that_the_source_lacks_is_text_in_a_target() {
    let received = received(
        "id\tsource\ttarget\na/u1.s1\t{1}A{/1} {{2}\t{1}B{/1} {2} {3/}\n",
        "a.tsv",
    );
    assert_eq!(
        drawn(&received),
        ["u1.s1: ⟨1⟩A⟨/1⟩ {2} = ⟨1⟩B⟨/1⟩ {2} {3/} (Translated)"]
    );
}

/// The files of the reference job, where the shared data lie beside the repository.
#[test]
fn every_valid_file_of_the_reference_job_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/translation/clients-reference");
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let received = read(&fs::read(&path).unwrap(), &name, &options())
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let want = match name.rsplit_once('.').unwrap() {
            (_, "xlf") => 18,
            (_, "po") => 17,
            (_, "tmx") => 2,
            _ => 36,
        };
        assert_eq!(
            received.segments().count(),
            want,
            "{name}: {:?}",
            drawn(&received)
        );
        assert_eq!(received.problems, [], "{name}");
        if want != 2 {
            let done = drawn(&received)
                .into_iter()
                .filter(|line| line.contains("Merci."));
            assert_eq!(done.count(), 1, "{name}");
        }
    }
}
