//! Office documents: texts inside texts, beside texts, and the tags that hold them.

use super::*;
use crate::article::{Attachment, Member};

/// A document of members, each behind a line with its name.
fn document(members: &[(&str, String)]) -> String {
    let mut sorted: Vec<_> = members.iter().collect();
    sorted.sort();
    let parts = sorted
        .iter()
        .flat_map(|(name, text)| ["<?member ", name, "?>", text, "\n"]);
    parts.collect()
}

/// The members of such a document.
pub(super) fn members(source: &str) -> Vec<Member> {
    let mut found = Vec::new();
    let mut at = 0;
    for part in source.split_inclusive('\n') {
        if let Some((name, _)) = part
            .strip_prefix("<?member ")
            .and_then(|rest| rest.split_once("?>"))
        {
            found.push(Member {
                name: name.to_owned(),
                span: Span::new(at, at + part.len()),
            });
        }
        at += part.len();
    }
    found
}

fn word(body: &str, more: &[(&str, &str)]) -> String {
    let mut all = vec![(
        "word/document.xml",
        format!("<w:document><w:body>{body}<w:sectPr><w:pgSz/><w:docGrid/></w:sectPr></w:body></w:document>"),
    )];
    all.extend(more.iter().map(|(name, text)| (*name, (*text).to_owned())));
    document(&all)
}

fn open_document(body: &str, pages: &str) -> String {
    document(&[
        (
            "content.xml",
            format!(
                "<office:document-content><office:body><office:text>{body}</office:text></office:body></office:document-content>"
            ),
        ),
        (
            "styles.xml",
            format!(
                "<office:document-styles><office:styles><style:default-style style:family=\"paragraph\"><style:paragraph-properties/>\
                 <style:text-properties fo:language=\"en\" fo:country=\"GB\" style:language-complex=\"hi\" style:country-complex=\"IN\"/></style:default-style></office:styles>\
                 <office:automatic-styles><style:page-layout><style:page-layout-properties style:writing-mode=\"lr-tb\"/></style:page-layout></office:automatic-styles>\
                 <office:master-styles><style:master-page>{pages}</style:master-page></office:master-styles></office:document-styles>"
            ),
        ),
    ])
}

/// The texts beside the running text, each with what it is and how often it is said again.
fn beside(source: &str, format: Format) -> Vec<(Attachment, String, usize)> {
    let article = read(source, format).article;
    let blocks = article.blocks.iter();
    blocks
        .filter_map(|block| {
            Some((
                block.attached?,
                article.text_of(block).to_owned(),
                block.repeats.len(),
            ))
        })
        .collect()
}

const PICTURE: &str = "<w:r><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"Image1\" descr=\"A &quot;blue&quot; ferry.\" title='Ferry'/>\
<a:graphic><pic:cNvPr name=\"q.jpg\" descr=\"A &quot;blue&quot; ferry.\"/></a:graphic></wp:inline></w:drawing></w:r>";

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn field(instruction: &str, result: &str) -> String {
    format!(
        "<w:r><w:rPr><w:i/></w:rPr><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> {instruction} </w:instrText></w:r>\
         <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
        run(result)
    )
}

#[test]
fn descriptions_go_with_their_picture_and_to_all_places_that_say_them() {
    let body = format!("<w:p>{}{PICTURE}{}</w:p>", run("The ferry "), run(" sailed."));
    let source = word(&body, &[]);
    assert_eq!(
        beside(&source, Format::Docx),
        [
            (Attachment::Alt, "A \"blue\" ferry.".to_owned(), 1),
            (Attachment::Title, "Ferry".to_owned(), 0)
        ]
    );
    identity(&source, Format::Docx);
    translated(&source, Format::Docx);
    let made = with(
        &source,
        Format::Docx,
        &[
            ("A \"blue\"", "\"Көк\" <паром>"),
            ("Ferry", "Паром 'бір'"),
            ("The ferry", "{}Паром кетті."),
        ],
        "kk",
    );
    let moved = PICTURE
        .replace("A &quot;blue&quot; ferry.", "&quot;Көк&quot; &lt;паром&gt;")
        .replace("'Ferry'", "'Паром &#39;бір&#39;'");
    assert!(
        made.contains(&format!("<w:t xml:space=\"preserve\"></w:t></w:r>{moved}<w:r><w:t xml:space=\"preserve\">Паром кетті.</w:t></w:r></w:p>")),
        "{made}"
    );
    // The picture alone is translated: its sentence stays as it is.
    let alone = with(&source, Format::Docx, &[("Ferry", "Паром")], "kk");
    assert_eq!(alone, source.replace("'Ferry'", "'Паром'"));
}

#[test]
fn names_of_files_and_programs_are_no_descriptions() {
    let body = "<w:p><w:r><w:drawing><wp:docPr name=\"Picture 3\" descr=\"Picture 3\" title=\"A quay.png\"/></w:drawing><w:t>One.</w:t></w:r>\
        <w:r><w:pict><v:shape alt=\"A quay in fog\" title=\"\"/></w:pict></w:r></w:p>";
    assert_eq!(
        beside(&word(body, &[]), Format::Docx),
        [(Attachment::Alt, "A quay in fog".to_owned(), 0)]
    );
}

#[test]
fn headers_and_footers_are_blocks_with_fields_as_codes_and_each_text_once() {
    let footer = |tag: &str, page: &str| {
        format!(
            "<w:ftr><w:p>{}{}{}{}</w:p></w:ftr>",
            run(tag),
            field("PAGE", page),
            run(" of "),
            field("NUMPAGES", "12")
        )
    };
    let header = "<w:hdr><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr><w:r><w:t>The ferry is back</w:t></w:r></w:p></w:hdr>";
    let source = word(
        "<w:p><w:pPr><w:pStyle w:val=\"Title\"/></w:pPr><w:r><w:t>The ferry is back</w:t></w:r></w:p><w:p><w:r><w:t>It was late.</w:t></w:r></w:p>",
        &[
            ("word/footer1.xml", &footer("Page ", "9")),
            ("word/footer2.xml", &footer("Page ", "10")),
            (
                "word/footer3.xml",
                &format!(
                    "<w:ftr><w:p>{}<w:fldSimple w:instr=\"DATE\">{}</w:fldSimple></w:p></w:ftr>",
                    field("PAGE", "3"),
                    run("May 4")
                ),
            ),
            ("word/header1.xml", header),
        ],
    );
    let article = read(&source, Format::Docx).article;
    assert_eq!(article.blocks[0].repeats.len(), 1, "the header says the title");
    assert_eq!(
        beside(&source, Format::Docx),
        [(Attachment::Footer, "Page 9 of 12".to_owned(), 1)]
    );
    identity(&source, Format::Docx);
    translated(&source, Format::Docx);
    let made = with(
        &source,
        Format::Docx,
        &[("The ferry is", "Паром қайтты"), ("Page", "{} беттің {}-беті")],
        "kk",
    );
    assert_eq!(made.matches(">Паром қайтты<").count(), 2, "{made}");
    for page in ["9", "10"] {
        let wanted = format!(
            "<w:p><w:r><w:t xml:space=\"preserve\"></w:t></w:r>{}{}{}<w:r><w:rPr><w:i/></w:rPr><w:t xml:space=\"preserve\">-беті</w:t></w:r></w:p>",
            field("PAGE", page),
            run(" беттің "),
            field("NUMPAGES", "12")
        );
        assert!(made.contains(&wanted), "{wanted}\n{made}");
    }
}

#[test]
fn tags_of_tracked_changes_never_cross() {
    let ins = |inside: &str| format!("<w:ins w:id=\"1\">{inside}</w:ins>");
    let note = "<w:r><w:footnoteReference w:id=\"1\"/></w:r>";
    for (body, translation) in [
        (format!("{}{}", ins(&run("One")), run(" two three.")), "Бір"),
        (format!("{}{}", run("One"), ins(&run(" two three."))), "Бір"),
        (
            format!(
                "{}{}{}",
                run("One "),
                ins(&format!("{}{note}", run("two"))),
                run(" three.")
            ),
            "Бір{} екі",
        ),
        (
            format!(
                "{}{}{}",
                run("One "),
                ins(&format!("{note}{}", run("two"))),
                run(" three.")
            ),
            "{}Бір екі",
        ),
    ] {
        let source = word(&format!("<w:p>{body}</w:p>"), &[]);
        identity(&source, Format::Docx);
        let made = with(&source, Format::Docx, &[("One", translation)], "kk");
        assert!(is_sound(&made), "{made}");
        assert_eq!(made.matches("<w:ins").count(), 1, "{made}");
        let text = read(&made, Format::Docx).article.text;
        assert_eq!(text, translation.replace("{}", ""), "{made}");
    }
}

#[test]
fn a_translation_that_runs_the_other_way_turns_its_paragraphs() {
    let source = word(
        "<w:p><w:pPr><w:spacing/><w:jc w:val=\"left\"/></w:pPr><w:r><w:rPr><w:b/><w:lang w:val=\"en-GB\" w:bidi=\"hi-IN\"/></w:rPr><w:t>One.</w:t></w:r></w:p>\
         <w:p><w:r><w:t>Two.</w:t></w:r></w:p><w:tbl><w:tblPr><w:tblStyle/><w:tblW/></w:tblPr><w:tr><w:tc><w:p w:x=\"1\"><w:pPr><w:bidi w:val=\"0\"/></w:pPr><w:r><w:t>Three.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        &[(
            "word/styles.xml",
            "<w:styles><w:docDefaults><w:rPr><w:lang w:val=\"en-GB\" w:bidi=\"hi-IN\"/></w:rPr></w:docDefaults></w:styles>",
        )],
    );
    let made = with(
        &source,
        Format::Docx,
        &[("One.", "واحد."), ("Three.", "ثلاثة.")],
        "ar",
    );
    for part in [
        "<w:p><w:pPr><w:bidi/><w:spacing/><w:jc w:val=\"left\"/></w:pPr><w:r><w:rPr><w:b/><w:bCs/><w:rtl/><w:lang w:val=\"en-GB\" w:bidi=\"ar\"/></w:rPr><w:t xml:space=\"preserve\">واحد.",
        "<w:p><w:r><w:t>Two.</w:t></w:r></w:p>",
        "<w:tblPr><w:tblStyle/><w:bidiVisual/><w:tblW/></w:tblPr>",
        "<w:p w:x=\"1\"><w:pPr><w:bidi/></w:pPr><w:r><w:rPr><w:rtl/></w:rPr><w:t xml:space=\"preserve\">ثلاثة.",
        "<w:sectPr><w:pgSz/><w:bidi/><w:docGrid/></w:sectPr>",
        "<w:docDefaults><w:rPr><w:lang w:val=\"en-GB\" w:bidi=\"ar\"/>",
    ] {
        assert!(made.contains(part), "{part}\n{made}");
    }
    let same = with(
        &source,
        Format::Docx,
        &[("One.", "Бір."), ("Three.", "Үш.")],
        "kk",
    );
    let wanted = source
        .replace("<w:t>One.", "<w:t xml:space=\"preserve\">Бір.")
        .replace("<w:t>Three.", "<w:t xml:space=\"preserve\">Үш.")
        .replace("\"en-GB\"", "\"kk\"");
    assert_eq!(same, wanted);
}

#[test]
fn an_open_document_text_comes_back_whole() {
    let frame = "<draw:frame draw:name=\"Image1\"><draw:image/><svg:title>Ferry</svg:title><svg:desc>A ferry &amp; a quay.</svg:desc></draw:frame>";
    let footer = "<text:p>Page <text:page-number text:select-page=\"current\">1</text:page-number> of <text:page-count>2</text:page-count></text:p>";
    let source = open_document(
        &format!(
            "<text:p>The ferry{frame} sailed.<office:annotation><text:p>Really?</text:p></office:annotation></text:p>"
        ),
        &format!(
            "<style:header><text:p>The Gazette</text:p></style:header><style:header-left><text:p>The Gazette</text:p></style:header-left>\
             <style:footer>{footer}</style:footer><style:footer-first><text:p><text:date>4 May</text:date></text:p></style:footer-first>"
        ),
    );
    assert_eq!(
        beside(&source, Format::Odt),
        [
            (Attachment::Title, "Ferry".to_owned(), 0),
            (Attachment::Alt, "A ferry & a quay.".to_owned(), 0),
            (Attachment::Header, "The Gazette".to_owned(), 1),
            (Attachment::Footer, "Page 1 of 2".to_owned(), 0),
        ]
    );
    identity(&source, Format::Odt);
    translated(&source, Format::Odt);
    let made = with(
        &source,
        Format::Odt,
        &[
            ("Ferry", "<سفينة>"),
            ("The ferry", "أبحرت {}."),
            ("Page", "{} / {}"),
            ("The Gazette", "الجريدة"),
        ],
        "ar",
    );
    for part in [
        "<text:p>أبحرت <draw:frame draw:name=\"Image1\"><draw:image/><svg:title>&lt;سفينة&gt;</svg:title><svg:desc>A ferry &amp; a quay.</svg:desc></draw:frame>.",
        "<office:annotation><text:p>Really?</text:p></office:annotation>",
        "<style:header><text:p>الجريدة</text:p></style:header><style:header-left><text:p>الجريدة</text:p></style:header-left>",
        "<text:p><text:page-number text:select-page=\"current\">1</text:page-number> / <text:page-count>2</text:page-count></text:p>",
        "<style:paragraph-properties fo:text-align=\"right\"/>",
        "style:language-complex=\"ar\" style:country-complex=\"none\"",
        "style:writing-mode=\"rl-tb\"",
    ] {
        assert!(made.contains(part), "{part}\n{made}");
    }
}

/// Whether each element ends where it should.
fn is_sound(source: &str) -> bool {
    let mut open = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find('<') {
        let Some(length) = rest[at..].find('>') else {
            return false;
        };
        let tag = &rest[at + 1..at + length];
        rest = &rest[at + length + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return false;
            }
        } else if !tag.starts_with('?') && !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap_or_default());
        }
    }
    open.is_empty()
}

/// Whole pieces of a paragraph of Word.
fn runs() -> impl Strategy<Value = String> {
    let texts = ["One here. ", "two", " three &amp; four", "Five? ", "水。", " "];
    let text = proptest::sample::select(texts.to_vec()).prop_map(run);
    let leaf = prop_oneof![
        5 => text,
        1 => Just("<w:r><w:rPr><w:b/></w:rPr><w:t>bold</w:t></w:r>".to_owned()),
        1 => Just("<w:r><w:tab/></w:r>".to_owned()),
        1 => Just("<w:r><w:br/><w:t>line</w:t></w:r>".to_owned()),
        1 => Just("<w:r><w:footnoteReference w:id=\"1\"/></w:r>".to_owned()),
        1 => Just("<w:bookmarkStart w:id=\"1\" w:name=\"b\"/>".to_owned()),
        1 => Just("<w:commentRangeEnd w:id=\"1\"/><w:r><w:commentReference w:id=\"1\"/></w:r>".to_owned()),
        1 => Just("<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>".to_owned()),
        1 => Just(PICTURE.to_owned()),
        1 => Just(field("PAGE", "7")),
        1 => Just(field("HYPERLINK \"x\"", "there")),
    ];
    let inner = proptest::collection::vec(leaf, 0..5).prop_map(|runs| runs.concat());
    inner.prop_recursive(3, 12, 3, |inner| {
        let wrapped = prop_oneof![
            inner.clone().prop_map(|runs| format!("<w:ins>{runs}</w:ins>")),
            inner.clone().prop_map(|runs| format!("<w:hyperlink r:id=\"r\">{runs}</w:hyperlink>")),
            inner.clone().prop_map(|runs| format!("<w:fldSimple w:instr=\"DATE\">{runs}</w:fldSimple>")),
            inner.clone().prop_map(|runs| format!("<w:sdt><w:sdtContent>{runs}</w:sdtContent></w:sdt>")),
            inner.clone().prop_map(|runs| format!(
                "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p>{runs}</w:p></w:txbxContent></mc:Choice>\
                 <mc:Fallback><w:pict><v:shape alt=\"A quay\"><w:txbxContent><w:p>{runs}</w:p></w:txbxContent></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
            )),
            inner,
        ];
        proptest::collection::vec(wrapped, 1..4).prop_map(|runs| runs.concat())
    })
}

/// A translation with the codes of its source in another order.
fn shuffled(content: &Content, by: usize) -> Content {
    let mut codes: Vec<Part> = content
        .0
        .iter()
        .filter(|part| matches!(part, Part::Code(_)))
        .cloned()
        .collect();
    if !codes.is_empty() {
        let by = by % codes.len();
        codes.rotate_left(by);
    }
    let mut made = Content::default();
    made.push_text("Алғы ");
    for (number, code) in codes.into_iter().enumerate() {
        made.0.push(code);
        if number % 2 == 0 {
            made.push_text("сөз ");
        }
    }
    made.push_text("соңы.");
    made
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_word_document_stays_sound_whatever_the_translation_does(
        paragraphs in proptest::collection::vec(runs(), 1..4),
        page in runs(),
        by in 0usize..5,
        only in proptest::option::of(0usize..6),
        to in proptest::sample::select(vec!["kk", "ar"]),
    ) {
        let body: String = paragraphs.iter().flat_map(|runs| ["<w:p>", runs, "</w:p>"]).collect();
        let header = format!("<w:hdr><w:p>{page}</w:p></w:hdr>");
        let source = word(&body, &[("word/header1.xml", &header), ("word/header2.xml", &header)]);
        prop_assert!(is_sound(&source));
        identity(&source, Format::Docx);
        let before = read(&source, Format::Docx);
        let targets: Vec<Target> = contents(&before)
            .iter()
            .enumerate()
            .map(|(at, content)| match only {
                Some(only) if only != at % 6 => Target::Missing,
                _ => Target::Text(shuffled(content, by)),
            })
            .collect();
        let (made, merged) = merge(&source, Format::Docx, &before, &targets, to);
        prop_assert!(is_sound(&made), "{}\n{}", source, made);
        for whole in ["<w:footnoteReference", "<w:drawing>", "fldCharType=\"begin\"", "fldCharType=\"end\"", "<w:bookmarkStart", "<w:commentReference"] {
            prop_assert_eq!(made.matches(whole).count(), source.matches(whole).count(), "{}\n{}\n{}", whole, source, made);
        }
        // What is a field's alone has no place of its own.
        let all = contents(&before);
        let is_bare = |at: &usize| all[*at].0.iter().all(|part| matches!(part, Part::Code(_)));
        prop_assert!(merged.homeless.iter().all(is_bare), "{}", source);
        let after = read(&made, Format::Docx);
        let visible = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
        let text = visible(&after.article.text);
        if merged.notices.is_empty() && only.is_none() {
            prop_assert!(!before.segments.is_empty() <= text.contains("Алғы"), "{}", text);
        }
    }

    #[test]
    fn an_open_document_text_stays_sound_whatever_the_translation_does(
        parts in proptest::collection::vec(proptest::sample::select(vec![
            "One here. ", "two <text:span text:style-name=\"T\">three</text:span>", "<text:s text:c=\"2\"/>", "<text:tab/>", "<text:line-break/>",
            "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note. <text:page-number>3</text:page-number> of it.</text:p></text:note-body></text:note>",
            "<draw:frame><svg:title>A quay</svg:title><svg:desc>Ferry in fog</svg:desc></draw:frame>", "<text:ruby><text:ruby-base>水</text:ruby-base><text:ruby-text>x</text:ruby-text></text:ruby>",
            "<draw:frame><draw:text-box><text:p>Boxed <draw:frame><svg:desc>A cat</svg:desc></draw:frame> text.</text:p></draw:text-box></draw:frame>",
            "<text:date>4 May</text:date>", "<text:bookmark-start text:name=\"b\"/>", "<text:a xlink:href=\"x\">link</text:a>", "<office:annotation><text:p>Really?</text:p></office:annotation>",
            "<text:meta>metal <text:span>in</text:span></text:meta>",
        ]), 0..8),
        by in 0usize..5,
        to in proptest::sample::select(vec!["kk", "ar"]),
    ) {
        let runs = parts.concat();
        let pages = format!("<style:header><text:p>{runs}</text:p></style:header><style:footer-left><text:p>{runs}</text:p></style:footer-left>");
        let source = open_document(&format!("<text:p>{runs}</text:p>"), &pages);
        prop_assert!(is_sound(&source));
        identity(&source, Format::Odt);
        translated(&source, Format::Odt);
        let before = read(&source, Format::Odt);
        let targets: Vec<Target> = contents(&before).iter().map(|content| Target::Text(shuffled(content, by))).collect();
        let (made, merged) = merge(&source, Format::Odt, &before, &targets, to);
        prop_assert!(is_sound(&made), "{}\n{}", source, made);
        prop_assert!(merged.homeless.is_empty());
    }
}

#[test]
fn a_byte_order_mark_before_a_member_moves_no_place() {
    // What is text directly behind the mark is where a reader that drops it loses its place.
    for mark in ["\u{feff}", "\u{feff}\u{feff}", "\u{feff}é"] {
        let body =
            "<w:document><w:body><w:p><w:r><w:t>Où est le quai ?</w:t></w:r></w:p></w:body></w:document>";
        let source = document(&[("word/document.xml", format!("{mark}{body}"))]);
        identity(&source, Format::Docx);
        let made = with(&source, Format::Docx, &[("Où", "Кемежай қайда?")], "kk");
        assert!(made.contains(&format!("{mark}<w:document>")), "{made}");
        assert!(made.contains(">Кемежай қайда?</w:t>"), "{made}");
    }
}
