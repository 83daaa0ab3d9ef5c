//! What holds for every article that a reader makes, checked in tests of all readers; those of formats with texts inside texts are here.

use crate::article::{Article, Block, Edge};

/// Panics if `article` breaks a law of blocks, pieces and codes.
pub(super) fn check(source: &str, article: &Article) {
    let mut end = None;
    for block in &article.blocks {
        let start = block.span.start as usize;
        assert_eq!(
            start,
            end.map_or(0, |end| end + 1),
            "blocks are joined by one line feed"
        );
        end = Some(block.span.end as usize);
        let text = article.text_of(block);
        assert_eq!(text, text.trim(), "a block has no white space at its ends");
        assert!(!text.is_empty(), "a block has text");
        let mut at = block.span.start;
        let mut place = 0;
        for piece in &block.origin {
            assert_eq!(piece.text.start, at, "pieces cover the text of {text:?}");
            assert!(
                piece.source.start >= place,
                "pieces stand in source order in {text:?}"
            );
            at = piece.text.end;
            place = piece.source.end;
            if piece.verbatim {
                assert_eq!(piece.text.of(&article.text), piece.source.of(source), "verbatim");
            }
        }
        assert_eq!(at, block.span.end, "pieces cover the text of {text:?}");
        codes(source, article, block);
        tiles(block);
        repeats(source, article, block);
    }
    if let Some(end) = end {
        assert_eq!(end, article.text.len(), "blocks cover the text");
    }
}

/// What says a block's text once more has its codes, and pieces as a block has.
fn repeats(source: &str, article: &Article, block: &Block) {
    for repeat in &block.repeats {
        let again = block.at(repeat);
        let (mut at, mut place) = (block.span.start, 0);
        for piece in &again.origin {
            assert_eq!(piece.text.start, at, "pieces cover the repeated text");
            assert!(piece.source.start >= place, "pieces stand in source order");
            at = piece.text.end;
            place = piece.source.end;
            if piece.verbatim {
                assert_eq!(piece.text.of(&article.text), piece.source.of(source), "verbatim");
            }
        }
        assert_eq!(at, block.span.end, "pieces cover the repeated text");
        codes(source, article, &again);
        tiles(&again);
        let shape = |block: &Block| -> Vec<_> {
            block
                .inline
                .iter()
                .map(|code| (code.id, code.edge, code.markup, code.span))
                .collect()
        };
        assert!(
            again.quote.is_some() || shape(&again) == shape(block),
            "a repeat has the codes of its block"
        );
    }
}

fn codes(source: &str, article: &Article, block: &Block) {
    let mut open = Vec::new();
    let mut at = block.span.start;
    for code in &block.inline {
        assert!(
            code.span.start >= at && code.span.end <= block.span.end,
            "codes stand in text order"
        );
        at = code.span.start;
        assert_eq!(code.data, code.source.of(source), "a code holds its source");
        match code.edge {
            Edge::Open => open.push(code.id),
            Edge::Close => {
                let place = open.iter().rposition(|id| *id == code.id);
                open.remove(place.expect("a close code has an open one"));
            }
            Edge::Alone => {}
        }
    }
    assert!(
        open.is_empty(),
        "every open code is closed in {:?}",
        article.text_of(block)
    );
}

/// Between its first and its last byte a block is made of pieces and codes, without gaps and without overlaps.
fn tiles(block: &Block) {
    let mut covers = block
        .inline
        .iter()
        .filter(|code| !code.span.is_empty())
        .peekable();
    let mut items: Vec<_> = block.inline.iter().map(|code| code.source).collect();
    for piece in &block.origin {
        while covers
            .peek()
            .is_some_and(|code| code.source.end <= piece.source.start)
        {
            covers.next();
        }
        let covered = covers
            .peek()
            .is_some_and(|code| code.source.start <= piece.source.start);
        if !covered {
            items.push(piece.source);
        }
    }
    items.sort_unstable();
    for pair in items.windows(2) {
        assert_eq!(pair[0].end, pair[1].start, "pieces and codes tile the source");
    }
}

mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use crate::article::{Columns, Format, Member, Span};
    use crate::extract::{ExtractOptions, extract, extract_part, parts};

    /// Reads all articles of `source` and checks each.
    fn read(source: &str, format: Format, options: &ExtractOptions) {
        let articles = match parts(source, format, options) {
            Ok(Some(parts)) => parts
                .iter()
                .map(|part| extract_part(source, format, part, options))
                .collect(),
            Ok(None) => vec![extract(source, format, options)],
            Err(_) => Vec::new(),
        };
        for article in articles.into_iter().flatten() {
            super::check(source, &article);
        }
    }

    fn with_member(name: &str, source: &str) -> ExtractOptions {
        ExtractOptions {
            members: vec![Member {
                name: name.to_owned(),
                span: Span::new(0, source.len()),
            }],
            ..ExtractOptions::default()
        }
    }

    /// Texts of these pieces in any order and number.
    fn of(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
        proptest::collection::vec(proptest::sample::select(pieces), 0..24).prop_map(|pieces| pieces.concat())
    }

    const MARKUP: &[&str] = &[
        "<p>",
        "</p>",
        "One word. ",
        "Zwei <b>",
        "</b>",
        " & ",
        "&nbsp;",
        "<br/>",
        "<a id='x'/>",
        "<li>",
        "</div>",
        "\n\n",
        "\"",
        "\\",
        "\u{301}",
        "水。",
        " ",
        "<i>",
        "</i>",
        "<!-- c -->",
    ];
    const WORD: &[&str] = &[
        "<w:p>",
        "</w:p>",
        "<w:r>",
        "</w:r>",
        "<w:t>One. </w:t>",
        "<w:t xml:space=\"preserve\"> two </w:t>",
        "<w:t>a &amp; b</w:t>",
        "<w:rPr><w:b/></w:rPr>",
        "<w:rPr><w:i/><w:b/></w:rPr>",
        "<w:tab/>",
        "<w:br/>",
        "<w:hyperlink r:id=\"1\">",
        "</w:hyperlink>",
        "<w:footnoteReference/>",
        "<w:pPr><w:pStyle w:val=\"Title\"/></w:pPr>",
        "<w:txbxContent>",
        "</w:txbxContent>",
        "<w:t>水</w:t>",
        "<w:del>",
        "</w:del>",
        "<w:tbl>",
        "</w:tbl>",
        "<w:rPr><w:vanish/></w:rPr>",
        "<!-- c -->",
        "<w:t>",
        "<w:oMath>x</w:oMath>",
        "<w:fldChar w:fldCharType=\"begin\"/>",
        "<w:fldChar w:fldCharType=\"separate\"/>",
        "<w:fldChar w:fldCharType=\"end\"/>",
        "<w:instrText>PAGE</w:instrText>",
        "<w:instrText>HYPERLINK \"x\"</w:instrText>",
        "<w:fldSimple w:instr=\"DATE\">",
        "</w:fldSimple>",
        "<wp:docPr descr=\"A quay\" title='One. '/>",
        "<pic:cNvPr descr=\"A &amp; quay\"></pic:cNvPr>",
        "<mc:Fallback>",
        "</mc:Fallback>",
        "<v:shape alt=\"A quay\"/>",
        "<w:bookmarkStart w:id=\"1\"/>",
        "<w:commentReference/>",
    ];
    const OPEN: &[&str] = &[
        "<text:p>",
        "</text:p>",
        "<text:h text:outline-level=\"2\">",
        "</text:h>",
        "One. ",
        "two &lt; ",
        "<text:span text:style-name=\"T1\">",
        "</text:span>",
        "<text:s/>",
        "<text:s text:c=\"2\"></text:s>",
        "<text:tab/>",
        "<text:line-break/>",
        "<text:note>",
        "</text:note>",
        "<text:note-citation>1</text:note-citation>",
        "<text:note-body>",
        "</text:note-body>",
        "<draw:frame>",
        "</draw:frame>",
        "<svg:desc>A quay</svg:desc>",
        "<svg:title> One. </svg:title>",
        "<text:page-number>2</text:page-number>",
        "<text:date>",
        "</text:date>",
        "<text:ruby>",
        "<text:list>",
        "</text:list>",
        "<text:list-item>",
        "<![CDATA[x]]>",
        "\n ",
        "水",
        "<text:a href='u'>",
        "</text:a>",
        "<text:bookmark/>",
    ];

    proptest! {
        #[test]
        fn an_entry_of_a_feed_keeps_the_laws(text in of(MARKUP), mode in 0..4) {
            let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
            let text = match mode {
                0 => escaped,
                1 => format!("<![CDATA[{text}]]>"),
                2 => format!("<![CDATA[{text}]]> x <![CDATA[{text}]]>{escaped}"),
                _ => text,
            };
            let feed = format!("<rss><item><title>{text}</title><description>{text}</description><content:encoded>{text}</content:encoded></item></rss>");
            read(&feed, Format::Feed, &ExtractOptions::default());
            let feed = format!("<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title type=\"html\">{text}</title><content type=\"xhtml\">{text}</content></entry></feed>");
            read(&feed, Format::Feed, &ExtractOptions::default());
        }

        #[test]
        fn an_object_keeps_the_laws(title in of(MARKUP), text in of(MARKUP), more in "(\\PC|\\\\|\"){0,40}") {
            let object = serde_json::json!({ "title": title, "text": [text, more], "summary": more }).to_string();
            read(&object, Format::Json, &ExtractOptions::default());
            read(&format!("[{object}, {object}]"), Format::Json, &ExtractOptions::default());
            let escaped: String = object.chars().map(|c| if c.is_ascii() { c.to_string() } else { format!("\\u{:04x}", u32::from(c) & 0xffff) }).collect();
            read(&escaped, Format::Json, &ExtractOptions::default());
        }

        #[test]
        fn a_row_keeps_the_laws(title in of(MARKUP), text in of(MARKUP), more in "(\\PC|[,;\"\r\n]){0,40}") {
            let columns = Columns { names: ["title", "text", "x"].map(str::to_owned).to_vec(), separator: b',' };
            let options = ExtractOptions { columns: Some(Arc::new(columns)), ..ExtractOptions::default() };
            let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
            read(&format!("\n{},{},{more}\r\n", quoted(&title), quoted(&text)), Format::Table, &options);
            read(&format!("{more},{more},{}", quoted(&text)), Format::Table, &options);
        }

        #[test]
        fn a_word_document_keeps_the_laws(body in of(WORD)) {
            let document = format!("<w:document><w:body><w:p><w:r>{body}</w:body></w:document>");
            read(&document, Format::Docx, &with_member("word/document.xml", &document));
            let end = document.find("</w:body>").unwrap_or_default();
            let start = document.find("<w:r>").unwrap_or_default();
            let mut options = with_member("word/document.xml", &document);
            for name in ["word/footer1.xml", "word/header1.xml"] {
                options.members.insert(1, Member { name: name.to_owned(), span: Span::new(start.min(end), end) });
            }
            options.members.sort_by(|a, b| a.name.cmp(&b.name));
            read(&document, Format::Docx, &options);
        }

        #[test]
        fn an_open_document_text_keeps_the_laws(body in of(OPEN)) {
            let content = format!("<office:body><office:text><text:p>{body}</office:text></office:body>");
            read(&content, Format::Odt, &with_member("content.xml", &content));
            let pages = format!("<style:header><text:p>{body}</style:header><style:footer><text:p>{body}</text:p></style:footer>");
            let mut options = with_member("content.xml", "");
            options.members.push(Member { name: "styles.xml".to_owned(), span: Span::new(0, pages.len()) });
            read(&pages, Format::Odt, &options);
        }

        #[test]
        fn anything_at_all_is_read_or_refused(text in "(\\PC|[<>&;{}\\[\\]\",:/=!-]){0,200}") {
            for format in [Format::Feed, Format::Json, Format::Table, Format::Mail] {
                read(&text, format, &ExtractOptions::default());
            }
            read(&text, Format::Docx, &with_member("word/document.xml", &text));
            read(&text, Format::Odt, &with_member("content.xml", &text));
        }
    }
}
