//! Office documents and books: what is read of their styles, runs and notes, and how damaged ones are refused.

use serde_json::Value;

use crate::formats::{PAGE, article, blocks, paths, zip};
use crate::program::Place;

const WORD: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

/// A Word document with this body and these further members.
fn docx(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let document =
        format!("<?xml version=\"1.0\"?><w:document {WORD}><w:body>{body}<w:sectPr/></w:body></w:document>");
    let mut members = vec![
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", "<Relationships/>"),
        ("word/document.xml", &*document),
    ];
    members.extend(more);
    zip(&members)
}

/// The inline codes of all blocks: edge, markup, the bytes they stand for.
fn codes(article: &Value) -> Vec<String> {
    let blocks = article["blocks"].as_array().unwrap().iter();
    blocks
        .flat_map(|block| block["inline"].as_array().cloned().unwrap_or_default())
        .map(|code| {
            let text = |name: &str| code[name].as_str().unwrap_or_default().to_owned();
            format!("{} {} {}", text("edge"), text("markup"), text("data"))
        })
        .collect()
}

#[test]
fn a_word_document_is_read_with_its_styles_runs_and_notes() {
    let styles = format!(
        "<w:styles {WORD}><w:style w:type=\"paragraph\" w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"Titel\"><w:name w:val=\"Title\"/></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"Eigene\"><w:name w:val=\"Hausstil\"/><w:basedOn w:val=\"berschrift1\"/></w:style></w:styles>"
    );
    let notes = format!(
        "<w:footnotes {WORD}><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:footnote>\
         <w:footnote w:id=\"1\"><w:p><w:r><w:t>Gemessen am Pegel Unterau.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    );
    let core = "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\" xmlns:dcterms=\"t\"><dc:title>Microsoft Word - 3.doc</dc:title>\
        <dc:creator>Jana Kofler</dc:creator><dcterms:created>2026-05-04T07:00:00Z</dcterms:created></cp:coreProperties>";
    let rels = "<Relationships><Relationship Id=\"r5\" Target=\"https://pegel.example/\" TargetMode=\"External\"/></Relationships>";
    let body = "<w:p><w:pPr><w:pStyle w:val=\"Titel\"/></w:pPr><w:r><w:t>Hochwasser am Inn</w:t></w:r></w:p>\
        <w:p><w:r w:rsidR=\"1\"><w:t xml:space=\"preserve\">Der Inn stieg am Mon</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r w:rsidR=\"2\"><w:t xml:space=\"preserve\">tag um </w:t></w:r>\
        <w:r><w:rPr><w:b/></w:rPr><w:t>zwei Meter</w:t></w:r><w:r><w:t xml:space=\"preserve\"> &amp; mehr.</w:t></w:r><w:r><w:footnoteReference w:id=\"1\"/></w:r>\
        <w:r><w:t xml:space=\"preserve\"> Den </w:t></w:r><w:hyperlink r:id=\"r5\"><w:r><w:t>Pegel</w:t></w:r></w:hyperlink><w:r><w:t xml:space=\"preserve\"> liest man </w:t></w:r>\
        <w:del><w:r><w:delText>nie</w:delText></w:r></w:del><w:ins><w:r><w:t>t\u{e4}glich ab.</w:t></w:r></w:ins></w:p>\
        <w:p><w:pPr><w:pStyle w:val=\"Eigene\"/></w:pPr><w:r><w:t>Die Folgen</w:t></w:r></w:p>\
        <w:p><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr><w:r><w:t>Eine Stra\u{df}e ist gesperrt.</w:t></w:r></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Ort</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>Meter</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
        <w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>Im Kasten steht mehr.</w:t></w:r></w:p></w:txbxContent></mc:Choice>\
        <mc:Fallback><w:p><w:r><w:t>Doppelt.</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>Am Abend fiel das Wasser wieder.</w:t></w:r></w:p>";
    let bytes = docx(
        body,
        &[
            ("word/styles.xml", &styles),
            ("word/footnotes.xml", &notes),
            ("docProps/core.xml", core),
            ("word/_rels/document.xml.rels", rels),
        ],
    );
    let place = Place::with(&[("input/inn.docx", &bytes)]);
    place.run(&["run", "--to", "fr"]).expect(0);
    let article = article(&place, "inn.docx");
    assert_eq!(
        blocks(&article),
        [
            "title: Hochwasser am Inn",
            "paragraph: Der Inn stieg am Montag um zwei Meter & mehr. Den Pegel liest man t\u{e4}glich ab.",
            "heading: Die Folgen",
            "list: Eine Stra\u{df}e ist gesperrt.",
            "table: Ort Meter",
            "paragraph: Am Abend fiel das Wasser wieder.",
            "paragraph: Im Kasten steht mehr.",
            "caption: Gemessen am Pegel Unterau.",
        ]
    );
    assert_eq!(
        (&article["title"], &article["author"]),
        (&"Hochwasser am Inn".into(), &"Jana Kofler".into())
    );
    assert_eq!(article["hash"], blake3::hash(&bytes).to_hex().to_string());
    assert_eq!(
        codes(&article),
        [
            "open strong </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>",
            "close strong </w:t></w:r><w:r><w:t xml:space=\"preserve\">",
            "alone footnote </w:t></w:r><w:r><w:footnoteReference w:id=\"1\"/></w:r><w:r><w:t xml:space=\"preserve\">",
            "open link </w:t></w:r><w:hyperlink r:id=\"r5\"><w:r><w:t>",
            "close link </w:t></w:r></w:hyperlink><w:r><w:t xml:space=\"preserve\">",
            "alone other </w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>",
        ]
    );
}

#[test]
fn a_word_document_without_styles_has_a_title_all_the_same() {
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let body = [
        "Harbour reopens after the storm",
        "By Ann Lee",
        "The harbour reopened on Monday after three days. Ferries left on time, and the fish market opened at noon as it always does.",
        "Repairs cost 1.5 million. Fishermen were pleased with how quickly the council had found the money for the work.",
    ]
    .map(paragraph)
    .concat();
    let place = Place::with(&[("input/harbour.docx", &docx(&body, &[]))]);
    place.run(&[]).expect(0);
    let article = article(&place, "harbour.docx");
    assert_eq!(
        (&article["title"], &article["author"]),
        (&"Harbour reopens after the storm".into(), &"Ann Lee".into())
    );
}

#[test]
fn damaged_and_dangerous_documents_are_named_with_a_reason() {
    let entity = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>";
    let whole = docx("<w:p><w:r><w:t>The council met.</w:t></w:r></w:p>", &[]);
    let deep = docx(&"<w:sdt>".repeat(5000), &[]);
    let xxe = zip(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "word/document.xml",
            &format!(
                "{entity}<w:document><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>"
            ),
        ),
    ]);
    let place = Place::with(&[
        ("input/cut.docx", &whole[..whole.len() - 30]),
        ("input/text.docx", b"The council met on Monday."),
        ("input/page.epub", PAGE.as_bytes()),
        ("input/deep.docx", &deep),
        ("input/xxe.docx", &xxe),
        (
            "input/sheet.xlsx",
            &zip(&[("[Content_Types].xml", ""), ("xl/workbook.xml", "")]),
        ),
        ("input/paper.pdf", b"%PDF-1.7"),
        (
            "input/away.epub",
            &zip(&[
                ("mimetype", "application/epub+zip"),
                (
                    "META-INF/container.xml",
                    "<container><rootfiles><rootfile full-path=\"../../etc/passwd\"/></rootfiles></container>",
                ),
            ]),
        ),
    ]);
    place.run(&[]).expect(1);
    for (path, reason) in [
        ("cut.docx", "damaged: "),
        ("text.docx", "damaged: not a Word document: it begins with"),
        ("page.epub", "damaged: not an EPUB book"),
        ("deep.docx", "too-deep: "),
        ("xxe.docx", "document type"),
        ("sheet.xlsx", "Excel tables are not read"),
        ("paper.pdf", "PDF files are not read"),
        ("away.epub", "is not in it"),
    ] {
        let entry = place.entry(path);
        assert!(entry["error"].as_str().unwrap().contains(reason), "{entry}");
    }
}

#[test]
fn an_open_document_text_is_read_with_its_styles_spans_and_notes() {
    let content = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content><office:automatic-styles>\
        <style:style style:name=\"T1\" style:family=\"text\"><style:text-properties fo:font-weight=\"bold\"/></style:style>\
        <style:style style:name=\"P1\" style:family=\"paragraph\" style:parent-style-name=\"Quotations\"/></office:automatic-styles><office:body><office:text>\
        <text:tracked-changes><text:p>gone</text:p></text:tracked-changes>\
        <text:h text:style-name=\"Heading_20_1\" text:outline-level=\"1\">\u{41c}\u{43e}\u{441}\u{442} \u{43e}\u{442}\u{43a}\u{440}\u{44b}\u{442}</text:h>\
        <text:p text:style-name=\"Standard\">\u{41c}\u{43e}\u{441}\u{442} <text:span text:style-name=\"T1\">\u{447}\u{435}\u{440}\u{435}\u{437} \u{440}\u{435}\u{43a}\u{443}</text:span> \u{43e}\u{442}\u{43a}\u{440}\u{44b}\u{43b}\u{438}.\
        <text:note text:note-class=\"footnote\"><text:note-citation>1</text:note-citation><text:note-body><text:p>\u{41f}\u{43e}\u{441}\u{43b}\u{435} \u{440}\u{435}\u{43c}\u{43e}\u{43d}\u{442}\u{430}.</text:p></text:note-body></text:note>\
        <text:s text:c=\"2\"/>\u{420}\u{430}\u{431}\u{43e}\u{442}\u{44b} \u{448}\u{43b}\u{438} \u{433}\u{43e}\u{434}.</text:p>\
        <text:p text:style-name=\"P1\">\u{422}\u{435}\u{43f}\u{435}\u{440}\u{44c} \u{431}\u{44b}\u{441}\u{442}\u{440}\u{435}\u{435}.</text:p>\
        <text:list><text:list-item><text:p>\u{41e}\u{434}\u{438}\u{43d}.</text:p></text:list-item></text:list>\
        </office:text></office:body></office:document-content>";
    let meta = "<office:document-meta><office:meta><meta:initial-creator>\u{418}\u{440}\u{430} \u{41b}\u{438}\u{43d}</meta:initial-creator>\
        <meta:creation-date>2026-03-02T10:00:00</meta:creation-date></office:meta></office:document-meta>";
    let bytes = zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", content),
        ("meta.xml", meta),
    ]);
    let place = Place::with(&[("input/most.odt", &bytes)]);
    place.run(&[]).expect(0);
    let article = article(&place, "most.odt");
    assert_eq!(
        blocks(&article),
        [
            "title: \u{41c}\u{43e}\u{441}\u{442} \u{43e}\u{442}\u{43a}\u{440}\u{44b}\u{442}",
            "paragraph: \u{41c}\u{43e}\u{441}\u{442} \u{447}\u{435}\u{440}\u{435}\u{437} \u{440}\u{435}\u{43a}\u{443} \u{43e}\u{442}\u{43a}\u{440}\u{44b}\u{43b}\u{438}. \u{420}\u{430}\u{431}\u{43e}\u{442}\u{44b} \u{448}\u{43b}\u{438} \u{433}\u{43e}\u{434}.",
            "caption: \u{41f}\u{43e}\u{441}\u{43b}\u{435} \u{440}\u{435}\u{43c}\u{43e}\u{43d}\u{442}\u{430}.",
            "quote: \u{422}\u{435}\u{43f}\u{435}\u{440}\u{44c} \u{431}\u{44b}\u{441}\u{442}\u{440}\u{435}\u{435}.",
            "list: \u{41e}\u{434}\u{438}\u{43d}.",
        ]
    );
    assert_eq!(
        (&article["date"], &article["lang"]),
        (&"2026-03-02T10:00:00".into(), &"ru".into())
    );
    let codes = codes(&article);
    assert_eq!(
        codes[..2],
        [
            "open strong <text:span text:style-name=\"T1\">",
            "close strong </text:span>"
        ]
    );
    assert!(
        codes[2].starts_with("alone footnote <text:note ") && codes[2].ends_with("</text:note>"),
        "{codes:?}"
    );
}

#[test]
fn an_office_document_comes_back_whole_with_what_stands_beside_its_text() {
    let page = |tag: &str, text: &str| {
        format!(
            "<w:{tag} {WORD}><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{text} </w:t></w:r>\
             <w:fldSimple w:instr=\" PAGE \"><w:r><w:t>2</w:t></w:r></w:fldSimple></w:p></w:{tag}>"
        )
    };
    let (header, footer) = (page("hdr", "Die Zeitung am Inn, Seite"), page("ftr", ""));
    let comment = format!(
        "<w:comments {WORD}><w:comment w:id=\"1\"><w:p><w:r><w:t>Stimmt das?</w:t></w:r></w:p></w:comment></w:comments>"
    );
    let body = "<w:p><w:r><w:t>Hochwasser am Inn</w:t></w:r></w:p><w:p><w:commentRangeStart w:id=\"1\"/><w:r><w:t xml:space=\"preserve\">Der Inn </w:t></w:r><w:r><w:drawing><wp:docPr id=\"1\" \
        name=\"Grafik 1\" descr=\"Eine Br&#xFC;cke im Wasser\"/></w:drawing></w:r><w:commentRangeEnd w:id=\"1\"/><w:r><w:commentReference w:id=\"1\"/></w:r><w:ins w:id=\"7\"><w:r><w:t xml:space=\"preserve\"> stieg am Montag</w:t></w:r></w:ins>\
        <w:r><w:t>, und niemand schlief in dieser Nacht.</w:t></w:r></w:p>";
    let bytes = docx(
        body,
        &[
            ("word/header1.xml", &header),
            ("word/header2.xml", &header),
            ("word/footer1.xml", &footer),
            ("word/comments.xml", &comment),
        ],
    );
    let place = Place::with(&[("input/inn.docx", &bytes)]);
    place.run(&["run", "--to", "ar"]).expect(0);
    let article = article(&place, "inn.docx");
    assert_eq!(
        blocks(&article)[2..],
        [
            "caption: Eine Br\u{fc}cke im Wasser",
            "caption: Die Zeitung am Inn, Seite 2"
        ]
    );
    let attached: Vec<&str> = article["blocks"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|block| block["attached"].as_str())
        .collect();
    assert_eq!(attached, ["alt", "header"]);
    place.run(&["merge", "output/jobs/de-ar"]).expect(0);
    let read = || std::fs::read(place.path("output/translated/ar/inn.docx")).unwrap();
    assert!(read() == bytes, "untranslated it is what it was");
    place
        .run(&["pseudo", "output/jobs/de-ar", "--output", "back", "--to", "ar"])
        .expect(0);
    place.run(&["merge", "back"]).expect(0);
    let (before, after) = (members(&bytes), members(&read()));
    for ((name, old), (_, new)) in before.iter().zip(&after) {
        let changes = matches!(
            &**name,
            "word/document.xml" | "word/header1.xml" | "word/header2.xml"
        );
        assert_eq!(old != new, changes, "{name}");
    }
    let of = |name: &str| &after.iter().find(|(other, _)| other == name).unwrap().1;
    let document = of("word/document.xml");
    for kept in [
        "<w:commentRangeEnd w:id=\"1\"/><w:r><w:rPr><w:rtl/></w:rPr><w:commentReference w:id=\"1\"/></w:r>",
        "name=\"Grafik 1\"",
        "<w:pPr><w:bidi/></w:pPr>",
        "<w:rtl/>",
        "<w:bidi/></w:sectPr>",
    ] {
        assert!(document.contains(kept), "{kept}\n{document}");
    }
    assert!(
        !document.contains("Eine Br") && !document.contains("schlief"),
        "{document}"
    );
    assert_eq!(of("word/header1.xml"), of("word/header2.xml"));
    assert!(
        of("word/header1.xml").contains(" PAGE "),
        "{}",
        of("word/header1.xml")
    );
}

#[test]
fn each_chapter_of_a_book_is_an_article() {
    let chapter = |title: &str, text: &str| {
        format!(
            "<?xml version=\"1.0\"?><!DOCTYPE html><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/><script src=\"x.js\"/></head>\
             <body><a id=\"p1\"/><h1>{title}</h1><p>{text}&nbsp;<em>Fin.</em></p></body></html>"
        )
    };
    let (one, two) = (
        chapter("Le port", "Le port dort. La mer aussi."),
        chapter("La mer", "La mer monte le soir."),
    );
    let bytes = zip(&[
        ("mimetype", "application/epub+zip"),
        (
            "META-INF/container.xml",
            "<container><rootfiles><rootfile full-path=\"OEBPS/livre.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>",
        ),
        (
            "OEBPS/livre.opf",
            "<package><metadata><dc:title>Livre</dc:title><dc:creator>Anne Roy</dc:creator><dc:language>fr</dc:language></metadata><manifest>\
             <item id=\"nav\" href=\"nav.xhtml\" properties=\"nav\"/><item id=\"cover\" href=\"cover.xhtml\"/><item id=\"b\" href=\"text/b%201.xhtml\"/><item id=\"a\" href=\"text/a.xhtml\"/>\
             </manifest><spine><itemref idref=\"cover\"/><itemref idref=\"nav\"/><itemref idref=\"b\"/><itemref idref=\"a\"/></spine></package>",
        ),
        (
            "OEBPS/cover.xhtml",
            "<html><body><img src=\"c.jpg\"/></body></html>",
        ),
        ("OEBPS/nav.xhtml", "<html><body><nav>Le port</nav></body></html>"),
        ("OEBPS/text/a.xhtml", &two),
        ("OEBPS/text/b 1.xhtml", &one),
    ]);
    let place = Place::with(&[("input/livre.epub", &bytes)]);
    place.run(&[]).expect(0);
    assert_eq!(
        paths(&place),
        ["livre.epub done", "livre.epub#3 done", "livre.epub#4 done"]
    );
    let first = article(&place, "livre.epub#3");
    assert_eq!(
        blocks(&first),
        [
            "title: Le port",
            "paragraph: Le port dort. La mer aussi.\u{a0}Fin.",
            "caption: Livre"
        ]
    );
    assert_eq!(
        (&first["author"], &first["format"]),
        (&"Anne Roy".into(), &"epub".into())
    );
    assert_eq!(codes(&first), ["open emphasis <em>", "close emphasis </em>"]);
}

/// The members of an archive with their bytes.
fn members(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut member = archive.by_index(at).unwrap();
            let name = member.name().unwrap().into_owned();
            let mut text = String::new();
            std::io::Read::read_to_string(&mut member, &mut text).unwrap();
            (name, text)
        })
        .collect()
}

#[test]
fn a_translated_word_document_differs_in_its_texts_only() {
    let body = "<w:p><w:r><w:t>Hochwasser am Inn</w:t></w:r></w:p>\
        <w:p><w:r><w:t>Der Inn stieg am Mon</w:t></w:r><w:proofErr/><w:r><w:t xml:space=\"preserve\">tag &amp; </w:t></w:r>\
        <w:r><w:rPr><w:b/></w:rPr><w:t>schnell</w:t></w:r><w:r><w:t>. Er fiel wieder.</w:t></w:r></w:p>";
    let bytes = docx(body, &[("word/media/x.bin", "x")]);
    let place = Place::with(&[("in/inn.docx", &bytes)]);
    place
        .run(&["pseudo", "in/inn.docx", "--output", "out", "--to", "kk"])
        .expect(0);
    let (before, after) = (
        members(&bytes),
        members(&std::fs::read(place.path("out/in/inn.docx")).unwrap()),
    );
    assert_eq!(before.len(), after.len());
    for ((name, old), (other, new)) in before.iter().zip(&after) {
        assert_eq!(name, other);
        assert_eq!(old != new, name == "word/document.xml", "{name}");
    }
    let document = &after[2].1;
    assert!(
        document.contains("<w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">"),
        "{document}"
    );
    assert!(
        document.contains("&amp;") && !document.contains("<w:proofErr/>"),
        "{document}"
    );
    assert_eq!(
        document.matches("<w:t ").count(),
        document.matches("</w:t>").count(),
        "{document}"
    );
}

#[test]
fn a_job_of_office_documents_comes_back_into_them() {
    let content = "<office:document-content><office:body><office:text><text:p>Am Montag <text:note><text:note-citation>1</text:note-citation><text:note-body>\
        <text:p>Am vierten Mai.</text:p></text:note-body></text:note> kam das Hochwasser &amp; ging.</text:p><text:p>Die Stadt blieb trocken.</text:p></office:text></office:body></office:document-content>";
    let odt = zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", content),
    ]);
    let docx = docx(
        "<w:p><w:r><w:t>Die Stadt blieb trocken. Das Wasser ging.</w:t></w:r></w:p>",
        &[],
    );
    let place = Place::with(&[("input/a.odt", &odt), ("input/b.docx", &docx)]);
    place.run(&["run", "--to", "fr"]).expect(0);
    // Untranslated, the documents are what they were.
    place.run(&["merge", "output/jobs/de-fr"]).expect(0);
    let read = |name: &str| std::fs::read(place.path(&format!("output/translated/fr/{name}"))).unwrap();
    assert!(read("a.odt") == odt && read("b.docx") == docx);
    place
        .run(&["pseudo", "output/jobs/de-fr", "--output", "back", "--to", "fr"])
        .expect(0);
    place.run(&["merge", "back"]).expect(0);
    let text = &members(&read("a.odt"))[1].1;
    // The note's translation stands inside the sentence that its mark stands in.
    assert!(
        !text.contains("Am vierten Mai.") && !text.contains("kam das Hochwasser"),
        "{text}"
    );
    assert_eq!(text.matches("<text:note>").count(), 1);
    assert!(!members(&read("b.docx"))[2].1.contains("Die Stadt"));
}
