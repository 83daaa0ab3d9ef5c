//! Articles for tests, drawn as one line a block: `│` cuts sentences, `★` marks one for the summary, `⟨b1⟩`, `⟨/b1⟩` and `⟨r2⟩` are inline codes,
//! and `⟨c3:covered text⟩` is a code that covers text.

use crate::article::{
    Article, ArticleId, ArticleRecord, Block, BlockKind, Counts, Edge, Format, Inline, Language, Markup,
    Segment, SegmentId, Span, block_ids,
};

/// Appends a block to `article` and gives the spans of its sentences and whether each is in the summary.
pub(crate) fn block(article: &mut Article, kind: BlockKind, drawing: &str) -> Vec<(Span, bool)> {
    let start = article.append("").start as usize;
    let mut inline = Vec::new();
    let mut sentences = Vec::new();
    for sentence in drawing.split('│') {
        let from = article.text.len();
        let quoted = sentence.contains('★');
        let sentence = sentence.replace('★', "");
        let mut rest = &*sentence;
        while let Some((before, tagged)) = rest.split_once('⟨') {
            let (tag, after) = tagged.split_once('⟩').unwrap();
            article.text.push_str(before);
            inline.push(code(&mut article.text, tag));
            rest = after;
        }
        article.text.push_str(rest);
        sentences.push((Span::new(from, article.text.len()).trimmed(&article.text), quoted));
    }
    let span = Span::new(start, article.text.len());
    article.blocks.push(Block {
        kind,
        span,
        inline,
        level: u8::from(kind == BlockKind::Heading) * 2,
        ..Block::default()
    });
    sentences
}

fn code(text: &mut String, tag: &str) -> Inline {
    let (name, covered) = tag.split_once(':').unwrap_or((tag, ""));
    let closing = name.starts_with('/');
    let name = name.trim_start_matches('/');
    let markup = match &name[..1] {
        "b" => Markup::Strong,
        "i" => Markup::Emphasis,
        "u" => Markup::Underline,
        "a" => Markup::Link,
        "c" => Markup::Code,
        "m" => Markup::Image,
        "r" => Markup::Break,
        "f" => Markup::Footnote,
        _ => Markup::Other,
    };
    let edge = match markup {
        Markup::Code | Markup::Image | Markup::Break | Markup::Footnote => Edge::Alone,
        _ if closing => Edge::Close,
        _ => Edge::Open,
    };
    let start = text.len();
    text.push_str(covered);
    Inline {
        id: name[1..].parse().unwrap(),
        edge,
        markup,
        span: Span::new(start, text.len()),
        source: Span::new(start, start + 3),
        data: format!("<{}>", tag.replace(':', " ")),
        target: match (markup, edge) {
            (Markup::Link, Edge::Open) => Some("https://example.org/?a=1&b=2".to_owned()),
            (Markup::Image, _) => Some("A \"boat\" <on> a lake".to_owned()),
            _ => None,
        },
    }
}

/// A whole record; the title block, if there is one, is its title too.
pub(crate) fn record(path: &str, language: &str, blocks: &[(BlockKind, &str)]) -> ArticleRecord {
    let mut article = Article::default();
    let drawn: Vec<_> = blocks
        .iter()
        .map(|(kind, drawing)| block(&mut article, *kind, drawing))
        .collect();
    let block_ids = block_ids(&article);
    let title = article.blocks.iter().find(|block| block.kind == BlockKind::Title);
    article.metadata.title = title.map(|block| article.text_of(block).to_owned());
    let mut segments = Vec::new();
    for (index, sentences) in drawn.into_iter().enumerate() {
        for (ordinal, (span, in_summary)) in (1..).zip(sentences) {
            segments.push(Segment {
                id: SegmentId {
                    block: block_ids[index].clone(),
                    ordinal,
                },
                block: index as u32,
                span,
                score: f32::from(in_summary) / 4.0,
                in_summary,
                why: Vec::new(),
            });
        }
    }
    let language = Language::parse(language).unwrap();
    ArticleRecord {
        id: ArticleId::of_path(path.as_bytes()),
        path: path.to_owned(),
        hash: crate::article::content_hash(path.as_bytes()),
        format: Format::Html,
        script: language.script().to_owned(),
        language,
        confidence: 0.9876,
        block_ids,
        over_budget: false,
        no_summary: None,
        counts: Counts {
            blocks: article.blocks.len() as u32,
            segments: segments.len() as u32,
            ..Counts::default()
        },
        segments,
        article,
    }
}

/// A short article with every kind of inline code, pairs over a cut, a list, code, an image and a quotation.
pub(crate) fn sample() -> ArticleRecord {
    let mut record = record(
        "en/ferry & lake.html",
        "en",
        &[
            (BlockKind::Title, "⟨a1⟩The ferry is back⟨/a1⟩"),
            (BlockKind::Byline, "By Ada North"),
            (
                BlockKind::Paragraph,
                "★The ⟨b1⟩old⟨/b1⟩ ferry sailed at noon. │It was ⟨i2⟩late. │Nobody⟨/i2⟩ minded.⟨f3⟩",
            ),
            (BlockKind::Heading, "What it costs"),
            (
                BlockKind::Paragraph,
                "A ticket⟨r1⟩costs ⟨a2⟩two ⟨b3⟩silver⟨/b3⟩ coins⟨/a2⟩. │★Run ⟨c4:ferry --pay < 3⟩ to pay.",
            ),
            (BlockKind::List, "Children: {0} & \"free\""),
            (BlockKind::Caption, "⟨m1⟩ The quay."),
            (BlockKind::Code, "x = a < b && c"),
            (BlockKind::Quote, "Le lac est calme."),
            (BlockKind::Boilerplate, "Subscribe now."),
        ],
    );
    record.article.blocks[8].language = Some(Language::parse("fr").unwrap());
    record.article.metadata.author = Some("Ada North".to_owned());
    record.article.metadata.date = Some("2024-05-17".to_owned());
    record.article.metadata.url = Some("https://news.example/ferry?x=1&y=2".to_owned());
    record
}

/// The text of every `element` of an XML file, `<cp>` decoded; fails if the file is not well formed.
pub(crate) fn texts_of(xml: &str, element: &str) -> Vec<String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut out: Vec<String> = Vec::new();
    let mut inside = false;
    let mut depth = 0;
    loop {
        let mut add = |text: &str| {
            if inside {
                out.last_mut().unwrap().push_str(text);
            }
        };
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                depth += 1;
                if tag.name().as_ref() == element {
                    inside = true;
                    out.push(String::new());
                }
            }
            Event::End(tag) => {
                depth -= 1;
                inside &= tag.name().as_ref() != element;
            }
            Event::Empty(tag) if tag.name().as_ref() == "cp" => {
                let hex = tag.attributes().next().unwrap().unwrap().value;
                let code = u32::from_str_radix(&hex, 16).unwrap();
                add(&char::from_u32(code).unwrap().to_string());
            }
            Event::Text(text) => add(&text),
            Event::GeneralRef(name) => {
                let name: &str = &name;
                add(&quick_xml::escape::unescape(&format!("&{name};")).unwrap());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "an element is open at the end");
    out
}

/// A document of one unit whose sentences have these contents.
pub(crate) fn document(contents: Vec<super::Content>) -> super::Document {
    let id = crate::article::BlockId::from("u1");
    let pairs = (1..).zip(contents).map(|(ordinal, source)| super::Pair {
        id: SegmentId {
            block: id.clone(),
            ordinal,
        },
        source,
        target: None,
        state: super::State::Initial,
        in_summary: false,
        max_chars: None,
        notes: Vec::new(),
        in_context: false,
        offer: None,
    });
    super::Document {
        path: "a.txt".to_owned(),
        id: "a".to_owned(),
        datatype: "plaintext",
        source: Language::parse("en").unwrap(),
        target: Language::parse("ar").unwrap(),
        notes: Vec::new(),
        units: vec![super::Unit {
            pairs: pairs.collect(),
            id,
            kind: BlockKind::Paragraph,
            translate: true,
            notes: Vec::new(),
            terms: Vec::new(),
        }],
    }
}

/// Any text with any codes: torn, overlapping, repeated.
pub(crate) fn any_content() -> impl proptest::strategy::Strategy<Value = super::Content> {
    use super::{Code, Content, Part};
    use proptest::prelude::*;
    let code = (1u32..4, 0usize..3, "[<a-c>&\"]{0,4}").prop_map(|(id, edge, data)| {
        Part::Code(Code {
            id,
            edge: [Edge::Open, Edge::Close, Edge::Alone][edge],
            markup: Markup::Strong,
            data,
            covered: String::new(),
        })
    });
    let text =
        prop_oneof![any::<String>(), "[\\x00-\\x20<>&\\]{}=@'\u{fffe}\u{202e}]{0,6}"].prop_map(Part::Text);
    proptest::collection::vec(prop_oneof![text, code], 0..8).prop_map(Content)
}
