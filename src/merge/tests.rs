//! The laws of the way back, on written and on random articles of every writable format.

mod attached;
mod office;

use proptest::prelude::*;

use super::pseudo::{PseudoOptions, pseudo};
use super::*;
use crate::article::{
    Article, BlockKind, Edge, Format, Inline, Language, Segment, SegmentId, Span, block_ids,
};
use crate::bilingual::{Part, codes};
use crate::extract::{ExtractOptions, extract};
use crate::segment::{SegmentOptions, segment};

struct Read {
    article: Article,
    segments: Vec<Segment>,
}

fn read(source: &str, format: Format) -> Read {
    let options = ExtractOptions {
        keep_boilerplate: true,
        members: office::members(source),
        ..ExtractOptions::default()
    };
    let article = extract(source, format, &options).unwrap();
    let ids = block_ids(&article);
    let language = Language::parse("en").unwrap();
    let mut segments = Vec::new();
    for (index, block) in article.blocks.iter().enumerate() {
        let start = block.span.start as usize;
        let covered = |code: &&Inline| code.edge == Edge::Alone && !code.span.is_empty();
        let atoms = block.inline.iter().filter(covered);
        let options = SegmentOptions {
            atoms: atoms
                .map(|code| Span::new(code.span.start as usize - start, code.span.end as usize - start))
                .collect(),
            ..SegmentOptions::default()
        };
        for (ordinal, span) in (1..).zip(segment(article.text_of(block), &language, &options)) {
            segments.push(Segment {
                id: SegmentId {
                    block: ids[index].clone(),
                    ordinal,
                },
                block: index as u32,
                span: span.shifted(start),
                score: 0.0,
                in_summary: false,
                why: Vec::new(),
            });
        }
    }
    Read { article, segments }
}

fn contents(read: &Read) -> Vec<Content> {
    let mut out = Vec::new();
    for (index, block) in read.article.blocks.iter().enumerate() {
        let spans: Vec<Span> = read
            .segments
            .iter()
            .filter(|segment| segment.block as usize == index)
            .map(|segment| segment.span)
            .collect();
        out.extend(codes::split(&read.article.text, block, &spans));
    }
    out
}

fn merge(source: &str, format: Format, read: &Read, targets: &[Target], to: &str) -> (String, Merged) {
    let (language, target) = (Language::parse("en").unwrap(), Language::parse(to).unwrap());
    let merged = edits(
        &Draft {
            source,
            format,
            article: &read.article,
            segments: &read.segments,
            language: &language,
            target: &target,
        },
        targets,
    );
    (apply(source, &merged.edits), merged)
}

/// Translations that equal their sources change nothing.
fn identity(source: &str, format: Format) {
    let read = read(source, format);
    let none = vec![Target::Missing; read.segments.len()];
    assert_eq!(merge(source, format, &read, &none, "kk").0, source);
    let same: Vec<Target> = contents(&read).into_iter().map(Target::Text).collect();
    let merged = merge(source, format, &read, &same, "kk").1;
    let frame =
        |edit: &Edit| edit.text.contains("lang") || edit.text == "kk" || edit.text.starts_with("\"kk");
    assert!(merged.edits.iter().all(frame), "{:?}", merged.edits);
}

fn plain() -> PseudoOptions {
    PseudoOptions {
        expand: 30,
        accents: false,
        brackets: false,
        mirrored: false,
    }
}

/// What a reader sees of a block, and its codes.
fn seen(article: &Article) -> Vec<(String, usize)> {
    article
        .blocks
        .iter()
        .map(|block| {
            let text: String = article
                .text_of(block)
                .chars()
                .filter(|c| !c.is_whitespace())
                .collect();
            (text, block.inline.len())
        })
        .collect()
}

/// Pseudo-translated and read again: the blocks have the translated texts and as many codes.
fn translated(source: &str, format: Format) {
    let before = read(source, format);
    let options = plain();
    let made: Vec<Content> = contents(&before)
        .iter()
        .map(|content| pseudo(content, &options))
        .collect();
    let mut wanted = vec![String::new(); before.article.blocks.len()];
    for (segment, content) in before.segments.iter().zip(&made) {
        let text = &mut wanted[segment.block as usize];
        text.extend(
            content
                .reading()
                .chars()
                .filter(|c| !c.is_whitespace() && !c.is_control()),
        );
    }
    let targets: Vec<Target> = made.into_iter().map(Target::Text).collect();
    let (text, merged) = merge(source, format, &before, &targets, "kk");
    let after = read(&text, format);
    let told = |merged: &Merged| merged.notices.iter().any(|notice| notice.code == "markup");
    let seen: Vec<String> = seen(&after.article)
        .into_iter()
        .map(|(text, _)| text.chars().filter(|c| !c.is_control()).collect())
        .collect();
    if !told(&merged) {
        for wanted in &wanted {
            assert!(
                seen.contains(wanted),
                "{wanted:?}\n{source:?}\n{text:?}\n{seen:?}"
            );
        }
    }
}

const PAGE: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>The ferry is back &amp; on time</title></head>\n<body>\n<article>\n\
<h1>The ferry is back &amp; on time</h1>\n<p>The <b>old&nbsp;ferry</b> sailed at noon. It was <i>late. Nobody</i> minded&hellip;</p>\n\
<p>A ticket<br>costs <a href=\"/p?a=1&amp;b=2\" title=\"x\">two <b>silver</b> coins</a>. Run <code>ferry &lt; 3</code> to pay.\n\
   It is 3 &lt; 4.</p>\n<ul><li>Children: free</li><li>Dogs</li></ul>\n</article></body></html>\n";

const MARKDOWN: &str = "---\ntitle: The ferry is back\ndescription: 'It''s late. Nobody minded.'\nlang: en\n---\n\n# The ferry is back\n\n\
The **old** ferry sailed\nat noon. It was *late. Nobody* minded.\n\n> A ticket costs\n> [two coins](/p). Pay `ferry < 3` now.\n\n\
- Children: free\n- See [the pier] or <https://harl.example/a_b>.\n\n| one | two \\| three |\n|-----|-----|\n| a | b |\n\n[the pier]: /pier\n";

const TEXT: &str = "The ferry is back\r\nBy Ada North\r\n\r\nThe old ferry sailed at noon. It was late.\r\n\r\nNobody minded.";

#[test]
fn what_is_not_translated_stays_as_it_is() {
    for (source, format) in [
        (PAGE, Format::Html),
        (MARKDOWN, Format::Markdown),
        (TEXT, Format::Text),
    ] {
        identity(source, format);
        translated(source, format);
    }
}

/// The article with the segments whose text begins with a key translated.
fn with(source: &str, format: Format, translations: &[(&str, &str)], to: &str) -> String {
    let read = read(source, format);
    let mut left: Vec<&str> = translations.iter().map(|(from, _)| *from).collect();
    let targets: Vec<Target> = contents(&read)
        .into_iter()
        .map(|mut content| {
            let text = content.text();
            let Some((from, to)) = translations.iter().find(|(from, _)| text.starts_with(from)) else {
                return Target::Missing;
            };
            left.retain(|other| other != from);
            let mut codes: Vec<Part> = content
                .0
                .drain(..)
                .filter(|part| matches!(part, Part::Code(_)))
                .collect();
            // `{}` stands for the next code.
            let mut made = Content::default();
            for (number, text) in to.split("{}").enumerate() {
                if number > 0 {
                    made.0.push(codes.remove(0));
                }
                made.push_text(text);
            }
            Target::Text(made)
        })
        .collect();
    assert!(left.is_empty(), "{left:?} in {:?}", read.article.text);
    merge(source, format, &read, &targets, to).0
}

#[test]
fn a_translation_stands_where_its_sentence_stood() {
    let html = with(
        PAGE,
        Format::Html,
        &[
            ("The ferry is back", "Паром қайтты & <дер> кезінде"),
            ("The old", "{}Ескі\u{a0}паром{} түсте кетті."),
            ("It was late.", "Ол {}кешікті."),
            ("Nobody", "Ешкім{} ренжіген жоқ…"),
            ("Dogs", "Иттер"),
        ],
        "kk",
    );
    for part in [
        "<html lang=\"kk\">",
        "<title>Паром қайтты &amp; &lt;дер&gt; кезінде</title>",
        "<h1>Паром қайтты &amp; &lt;дер&gt; кезінде</h1>",
        "<p><b>Ескі&nbsp;паром</b> түсте кетті. Ол <i>кешікті. Ешкім</i> ренжіген жоқ&hellip;</p>",
        "<p><span lang=\"en\">A ticket<br>costs <a href=\"/p?a=1&amp;b=2\" title=\"x\">two <b>silver</b> coins</a>.</span> ",
        "<li><span lang=\"en\">Children: free</span></li><li>Иттер</li>",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    let markdown = with(
        MARKDOWN,
        Format::Markdown,
        &[
            ("The ferry is back", "Паром: қайтты"),
            ("It's late.", "It's \"late\"."),
            ("The old", "Паром {}түсте_кетті_{}. *"),
            ("A ticket", "1. Билет {}екі [теңге]{}."),
            (
                "See the",
                "Қараңыз: {}кемежай{} немесе {}https://harl.example/a_b{}.",
            ),
            ("two | three", "екі | үш"),
        ],
        "kk",
    );
    for part in [
        "description: 'It''s \"late\". Nobody minded.'\n",
        "lang: kk\n",
        "title: \"Паром: қайтты\"\n",
        "# Паром: қайтты\n",
        "Паром **түсте_кетті\\_**. \\*",
        "> 1\\. Билет [екі \\[теңге\\]](/p). Pay",
        "- Қараңыз: [кемежай][the pier] немесе <https://harl.example/a_b>.\n",
        "| one | екі \\| үш |",
    ] {
        assert!(markdown.contains(part), "{part}\n{markdown}");
    }
    let text = with(TEXT, Format::Text, &[("It was late.", "Ол\nкешікті. ")], "kk");
    assert_eq!(text, TEXT.replace("It was late.", "Ол кешікті."));
}

#[test]
fn sentences_stand_apart_or_together_as_their_language_has_them() {
    let chinese = "<html lang=zh><p>第一句<b>话。</b>第二句话。第三句话。</p></html>";
    let made = with(
        chinese,
        Format::Html,
        &[("第一句", "One {}here.{}"), ("第三句", "Three.")],
        "en",
    );
    assert!(
        made.contains("<p>One <b>here.</b> <span lang=\"en\">第二句话。</span> Three.</p>"),
        "{made}"
    );
    let english = "One here.  Two there.\nThree is last.";
    let all = [("One", "第一句。"), ("Two", "第二句。"), ("Three", "第三句。")];
    assert_eq!(
        with(english, Format::Text, &all, "zh"),
        "第一句。第二句。\n第三句。"
    );
    assert_eq!(
        with(english, Format::Text, &all[..1], "zh"),
        "第一句。  Two there.\nThree is last."
    );
}

#[test]
fn a_joined_translation_stands_once() {
    let read = read(PAGE, Format::Html);
    let mut targets = vec![Target::Same; read.segments.len()];
    let at = contents(&read)
        .iter()
        .position(|content| content.text().starts_with("The old"))
        .unwrap();
    targets[at] = Target::Text(Content(vec![Part::Text("Бәрі бірге.".to_owned())]));
    targets[at + 1] = Target::Joined;
    let (html, merged) = merge(PAGE, Format::Html, &read, &targets, "kk");
    assert!(html.contains("<p>Бәрі бірге.<b></b><i> Nobody</i>"), "{html}");
    assert_eq!(merged.notices.len(), 1, "{:?}", merged.notices);
    assert!(
        merged.notices[0].message.contains("3 codes missing"),
        "{:?}",
        merged.notices
    );
}

#[rustfmt::skip]
fn pieces(format: Format) -> Vec<&'static str> {
    match format {
        Format::Html => vec![
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<i>",
            "</i>",
            "<a href=x>",
            "</a>",
            "<br>",
            "<code>",
            "</code>",
            "&amp;",
            "<img alt=\"A ", "cat\">", "<img alt=Cat>", "<a href=y title='An ", "old cat'>", "<meta name=description content=\"",
            "&nbsp;",
            "&lt;",
            "One here. ",
            "Two there? ",
            "word ",
            "é漢字。",
            "\n",
            "  ",
            "<!-- c -->",
            "<h1>",
            "</h1>",
            "<li>",
            "<td>",
            "<title>",
            "</title>",
            "<html lang=en>",
            "<img alt=y>",
            "<pre>",
            "</pre>",
            "<div>",
            "&#x41;",
            "&copy",
            "<textarea>",
            "<script>",
            "</script>",
            "\r\n",
            "\0",
            "<table>",
            "<svg>",
            "</div>",
            "<span lang=ru>",
            "</span>",
        ],
        Format::Markdown => vec![
            "# ", "\n\n", "\n", "> ", "- ", "1. ", "    ", "**", "*", "_", "`", "```\n", "[", "](x)", "![",
            "](y)", "![Two ", "](y \"One ", "\")", "](y 'cat')", "](<y> (cat))", "\\", "&amp;", "|",
            "\n|-|-|\n", "| a | b |", "word ", "é", "漢字", "<b>", "</b>", "<br>", "<!-- c -->", "~~", "[^1]",
            "\n[^1]: ", "  \n", "---\n", "\r\n", "\t", "<http://a.example>", "\u{a0}", "***", "title: x\n",
            "[a]: /u\n", "One here. ", "Two there! ", "(", ")", "]", "[a]", "==\n", "#", "1) ", "lang: en\n",
            "'", "\"", "~",
        ],
        _ => vec![
            "\n\n",
            "\n",
            "- ",
            "1. ",
            "One here. ",
            "Two there? ",
            "word ",
            "é漢字。",
            "\r\n",
            "\t",
            "By Ada North",
            "Read more: ",
            "    ",
            "\u{a0}",
            "\u{2028}",
            "A long line of words that goes on until the margin is near,\n",
            "and then it goes on in the next one, as hard wrapped\n",
            "* ",
            "\r",
            "\u{b}",
            "\0",
        ],
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn random_pages(parts in proptest::collection::vec(proptest::sample::select(pieces(Format::Html)), 0..40)) {
        let source = parts.concat();
        identity(&source, Format::Html);
        let read = read(&source, Format::Html);
        let targets: Vec<Target> = contents(&read)
            .iter()
            .map(|content| Target::Text(pseudo(content, &PseudoOptions::default())))
            .collect();
        merge(&source, Format::Html, &read, &targets, "ar");
    }

    #[test]
    fn random_markdown(parts in proptest::collection::vec(proptest::sample::select(pieces(Format::Markdown)), 0..40)) {
        let source = parts.concat();
        identity(&source, Format::Markdown);
        translated(&source, Format::Markdown);
    }

    #[test]
    fn random_text(parts in proptest::collection::vec(proptest::sample::select(pieces(Format::Text)), 0..40)) {
        let source = parts.concat();
        identity(&source, Format::Text);
        let read = read(&source, Format::Text);
        let targets: Vec<Target> = contents(&read)
            .iter()
            .map(|content| Target::Text(pseudo(content, &PseudoOptions::default())))
            .collect();
        merge(&source, Format::Text, &read, &targets, "ar");
    }

    #[test]
    fn any_translation_can_be_put_anywhere(text in "\\PC{0,40}", from in 0usize..9) {
        for (source, format) in [(PAGE, Format::Html), (MARKDOWN, Format::Markdown), (TEXT, Format::Text)] {
            let read = read(source, format);
            let mut targets = vec![Target::Missing; read.segments.len()];
            let at = from % targets.len();
            targets[at] = Target::Text(Content(vec![Part::Text(text.clone())]));
            let kind = read.article.blocks[read.segments[at].block as usize].kind;
            let (out, merged) = merge(source, format, &read, &targets, "kk");
            let visible = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect() };
            let wanted = visible(text.trim_matches('\u{feff}').replace(['\u{feff}', '\u{2028}', '\u{2029}'], "").as_str());
            let again = extract(&out, format, &ExtractOptions::default()).unwrap();
            let told = merged.notices.iter().any(|notice| notice.code == "markup");
            if format == Format::Markdown && !told && kind != BlockKind::Title {
                prop_assert!(visible(&again.text).contains(&wanted), "{:?}", out);
            }
        }
    }
}
