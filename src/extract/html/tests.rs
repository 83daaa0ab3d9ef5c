//! Pages as readers see them, end to end through the stage.

use std::fmt::Write;

use proptest::prelude::*;

use super::super::laws;
use super::*;
use crate::article::Edge;

fn read(source: &str) -> Article {
    let article = extract(source, &ExtractOptions::default());
    laws::check(source, &article);
    article
}

fn everything(source: &str) -> Article {
    let options = ExtractOptions {
        keep_boilerplate: true,
        ..ExtractOptions::default()
    };
    let article = extract(source, &options);
    laws::check(source, &article);
    article
}

#[test]
fn a_reference_inside_the_pages_title_is_kept_as_a_code() {
    let article = everything("漢字。<title><pre>\n&#13;<p>");
    assert_eq!(draw(&article, 0), "<pre> {1}<p>");
}

/// Draws a block: `{1}`…`{/1}` for a pair, `{2}` for a code alone, `{2:text}` for one that covers text.
fn draw(article: &Article, at: usize) -> String {
    let block = &article.blocks[at];
    let mut out = String::new();
    let mut from = block.span.start;
    for code in &block.inline {
        out.push_str(&article.text[from as usize..code.span.start.max(from) as usize]);
        from = from.max(code.span.end);
        let covered = code.span.of(&article.text);
        match code.edge {
            Edge::Open => write!(out, "{{{}}}", code.id).unwrap(),
            Edge::Close => write!(out, "{{/{}}}", code.id).unwrap(),
            Edge::Alone if covered.is_empty() => write!(out, "{{{}}}", code.id).unwrap(),
            Edge::Alone => write!(out, "{{{}:{covered}}}", code.id).unwrap(),
        }
    }
    out.push_str(&article.text[from as usize..block.span.end as usize]);
    out
}

#[test]
fn inline_tags_become_codes_and_tags_around_the_whole_go() {
    let cases = [
        ("<p>A <b>bold</b> word.", "A {1}bold{/1} word."),
        ("<p><b>All of it.</b>", "All of it."),
        (
            "<p><a href=x>One</a> and <a href=y>two</a>",
            "{1}One{/1} and {2}two{/2}",
        ),
        (
            "<p>Run <code>cargo <i>test</i></code> now.",
            "Run {1:cargo test} now.",
        ),
        ("<p>One line.<br>Another.", "One line.{1: }Another."),
        ("<p>A<!-- note -->B", "A{1}B"),
        ("<p>A <b></b><i></i>B", "A {1}B"),
        ("<p><img src=x> Text <img src=y>", "Text"),
        ("<p>A <img src=x alt=Cat> B", "A {1}B"),
        ("<p>A\n   wide\t gap &amp; more", "A wide gap & more"),
        (
            "<p>An <b>unclosed word.</p><p>Next</b> one.",
            "An {1}unclosed word.",
        ),
        (
            "<p><b>bold <i>both</b> italic</i> end",
            "{1}bold {2}both{/1} italic{3} end",
        ),
    ];
    for (source, expected) in cases {
        let article = everything(source);
        assert_eq!(draw(&article, 0), expected, "{source}");
    }
}

#[test]
fn passages_end_where_a_reader_sees_a_gap() {
    let cases = [
        ("<div>One<br><br>Two</div>", "One|Two"),
        ("<div>One<p>Two</p>Three</div>", "One|Two|Three"),
        ("<ul><li>One<ul><li>Two</ul><li>Three</ul>", "One|Two|Three"),
        ("<table><tr><td>One<td>Two</table>", "One|Two"),
        ("One<script>no()</script> two<style>p{}</style>", "One two"),
        ("<p>One <span hidden>no</span>two", "One two"),
        ("<table>moved<tr><td>cell</table>", "moved|cell"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<ruby>漢<rt>かん</rt></ruby>字", "漢字"),
    ];
    for (source, expected) in cases {
        let article = everything(source);
        let blocks: Vec<&str> = article
            .blocks
            .iter()
            .map(|block| article.text_of(block))
            .collect();
        assert_eq!(blocks.join("|"), expected, "{source}");
    }
}

const BODY: &str = "<p>The ferry stopped at noon, and nobody on the quay had been told about it. A few people waited, the rest went home.</p>\
    <p>On the second day, the harbour office put up a note, which said that the engine needed a part from abroad.</p>\
    <p>By the end of the week the part had come, the engine ran, and the first boat left with eleven passengers.</p>";

const MORE: &str = "<p>The crew had used the free week to paint the rails, and to teach two cooks how to tie up a boat.</p>\
    <p>Most of those who had gone home came back on Friday, some of them with cake, and the quay was as full as in July.</p>\
    <p>What the repair cost, the office did not say, but it will be in the books of the town by the end of the year.</p>";

fn page(head: &str, body: &str) -> String {
    format!("<html lang=en><head>{head}</head><body>{body}</body></html>")
}

fn kinds(article: &Article) -> String {
    let names: Vec<&str> = article.blocks.iter().map(|block| block.kind.as_str()).collect();
    names.join(" ")
}

#[test]
fn an_article_is_told_from_what_surrounds_it() {
    let source = page(
        "<title>The ferry stops | Harbour News</title>",
        &format!(
            "<nav><ul><li><a href=/>Home</a><li><a href=/x>News</a></ul></nav><article><h1>The ferry stops</h1>\
             <div class=byline>By Ada Lind</div><div class=date>4 March 2024</div>{BODY}\
             <p>Read more: <a href=/old>The ferry's first year</a></p><p>Nobody knows, at this point, if the old engine will last until the summer, or who will pay for the next one.</p><h2>Related</h2><div class=related><a href=/a>Other</a></div></article>\
             <div class=comments><p>I was there, and it was just as you say, but colder, and nobody sold any tea.</p></div>\
             <footer><p>Copyright Harbour News. All rights reserved, of course.</p></footer>"
        ),
    );
    let article = read(&source);
    assert_eq!(
        kinds(&article),
        "title byline dateline paragraph paragraph paragraph promo paragraph"
    );
    assert_eq!(article.metadata.title.as_deref(), Some("The ferry stops"));
    assert_eq!(
        article
            .metadata
            .language
            .as_ref()
            .map(ToString::to_string)
            .as_deref(),
        Some("en")
    );
    assert!(article.warnings.is_empty(), "{:?}", article.warnings);
}

#[test]
fn a_block_declares_the_language_of_the_nearest_element_that_names_one() {
    let quote = "<p>Nous avons attendu le bateau pendant deux jours, dit-elle, et personne ne nous a rien expliqué.</p>";
    for (around, want) in [
        ("<blockquote lang=fr>{}</blockquote>", "fr"),
        (
            "<div lang=de><blockquote xml:lang=fr-CA>{}</blockquote></div>",
            "fr-CA",
        ),
        ("<div lang=fr><blockquote lang=''>{}</blockquote></div>", "-"),
        ("<div lang=fr><blockquote lang=en>{}</blockquote></div>", "-"),
        ("<div lang='not a tag'>{}</div>", "-"),
        ("<div lang=fr></div>{}", "-"),
    ] {
        let body = format!(
            "<article><h1>The ferry stops</h1>{BODY}{}{BODY}</article>",
            around.replace("{}", quote)
        );
        let article = read(&page("", &body));
        let block = article
            .blocks
            .iter()
            .find(|block| article.text_of(block).starts_with("Nous"))
            .unwrap();
        assert_eq!(
            block
                .declared
                .as_ref()
                .map_or("-".to_owned(), ToString::to_string),
            want,
            "{around}"
        );
        let others = article
            .blocks
            .iter()
            .filter(|block| block.declared.is_some())
            .count();
        assert!(others <= 1, "{around}");
    }
}

#[test]
fn lists_tables_headings_and_captions_stay_in_the_body() {
    let source = page(
        "",
        &format!(
            "<main><h1>Ferry</h1>{BODY}<h2>Times</h2><ul><li>Monday, at noon, from the old quay.<li>Friday, at six.</ul>\
             <table><tr><td>Day<td>Boats</tr><tr><td>Monday<td>3</tr></table>\
             <figure><img src=x><figcaption>The quay on Monday, seen from the hill.</figcaption></figure>\
             <blockquote><p>We will sail again, said the captain, and nobody doubted it.</p></blockquote>{MORE}</main>"
        ),
    );
    let article = read(&source);
    assert_eq!(
        kinds(&article),
        "title paragraph paragraph paragraph heading list list table table table table caption quote paragraph paragraph paragraph"
    );
}

#[test]
fn an_article_that_stands_on_the_page_twice_is_read_once() {
    let twice = read(&page(
        "",
        &format!("<main><h1>Ferry</h1>{BODY}<hr>{BODY}{MORE}</main>"),
    ));
    assert_eq!(twice.text.matches("eleven passengers").count(), 1);
    let refrain =
        "<p>Row the boat to the other side, row it with the morning tide, and nobody will mind.</p>";
    let song = read(&page(
        "",
        &format!("<main><h1>Song</h1>{BODY}{refrain}{MORE}{refrain}</main>"),
    ));
    assert_eq!(song.text.matches("morning tide").count(), 2);
}

#[test]
fn a_byline_and_a_date_line_are_read_where_the_head_says_nothing() {
    let source = page(
        "",
        &format!("<article><h1>Ferry</h1><p>By Ada Lind</p><p>4 March 2024, 10:15</p>{BODY}{MORE}</article>"),
    );
    let metadata = read(&source).metadata;
    assert_eq!(metadata.author.as_deref(), Some("Ada Lind"));
    assert_eq!(metadata.date.as_deref(), Some("2024-03-04"));
}

#[test]
fn a_byline_that_no_class_names_is_no_paragraph() {
    let line = "<p class=x7>Von <a href=/ada>Ada Lind</a> · <time>3. Mai 2025</time> · Lesezeit: 3 Min.</p>";
    let article = read(&page(
        "",
        &format!("<main><h1>Die Fähre</h1>{line}{BODY}{MORE}</main>"),
    ));
    assert!(kinds(&article).starts_with("title"));
    let wrong = article
        .blocks
        .iter()
        .find(|block| block.kind == BlockKind::Paragraph && article.text_of(block).starts_with("Von Ada"));
    assert!(wrong.is_none());
}

#[test]
fn the_publisher_is_the_author_only_where_nobody_else_is() {
    let ld = |author: &str| {
        format!(
            r#"<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Ferry","author":"{author}","publisher":{{"name":"Harbour News"}}}}</script>"#
        )
    };
    let author = |head: &str, line: &str| {
        let source = page(
            head,
            &format!("<article><h1>Ferry</h1>{line}{BODY}{MORE}</article>"),
        );
        read(&source).metadata.author
    };
    let byline = "<div class=byline>By <span>Ada Lind</span></div>";
    assert_eq!(author(&ld("Harbour News"), byline).as_deref(), Some("Ada Lind"));
    assert_eq!(author(&ld("Harbour News"), "").as_deref(), Some("Harbour News"));
    assert_eq!(author(&ld("Bo Ek"), byline).as_deref(), Some("Bo Ek"));
}

#[test]
fn a_kicker_in_the_headline_is_no_part_of_the_title() {
    let title = |head: &str, h1: &str| {
        let source = page(head, &format!("<article><h1>{h1}</h1>{BODY}{MORE}</article>"));
        read(&source).metadata.title
    };
    let og = "<meta property=og:title content='The ferry stops at noon'>";
    assert_eq!(
        title(og, "Harbour: The ferry stops at noon").as_deref(),
        Some("The ferry stops at noon")
    );
    assert_eq!(
        title(og, "Why no boat came on Monday").as_deref(),
        Some("Why no boat came on Monday")
    );
}

#[test]
fn hidden_text_counts_only_where_it_is_the_article() {
    let notice = "<p>We use cookies, as everybody does, to count who reads this. You may say no.</p>";
    let shown = read(&page(
        "",
        &format!("<div>{BODY}</div><div style='display: none'>{notice}</div>"),
    ));
    assert!(!shown.text.contains("cookies"));
    let hidden = read(&page(
        "",
        &format!("<div hidden>{BODY}</div><p>Please log in.</p>"),
    ));
    assert!(hidden.text.contains("eleven passengers"));
}

#[test]
fn an_article_behind_noscript_is_read_where_the_page_shows_none() {
    let paragraph =
        "The harbour was closed for two days, and the ferry waited outside until the wind had turned. ";
    let story = format!("<p>{0}</p><p>{0}</p><p>{0}</p><p>{0}</p>", paragraph.repeat(2));
    let forum = format!("<body><div id=app></div><noscript><main>{story}</main></noscript>");
    assert_eq!(kinds(&read(&forum)), "paragraph paragraph paragraph paragraph");
    let notice =
        "<body><div id=app></div><noscript><p>This page needs scripts. Switch them on, please.</noscript>";
    assert_eq!(kinds(&read(notice)), "");
    let shown = format!("<body><main>{story}</main><noscript><p>{paragraph}</p></noscript>");
    assert_eq!(kinds(&read(&shown)), "paragraph paragraph paragraph paragraph");
}

#[test]
fn text_behind_an_anchor_that_is_left_open_is_no_link() {
    let paragraph =
        "The harbour was closed for two days, and the ferry waited outside until the wind had turned.";
    let old = format!("<body><a name=top><table><tr><td>{paragraph}<br><br>{paragraph}</table>");
    let article = read(&old);
    assert_eq!(article.blocks.len(), 2);
    let codes = article.blocks.iter().flat_map(|block| &block.inline);
    assert_eq!(
        codes
            .filter(|code| code.markup == crate::article::Markup::Link)
            .count(),
        0
    );
}

#[test]
fn metadata_comes_from_where_the_page_says_it() {
    let ld = r#"<script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"Harbour"},
        // the article
        {"@type":["NewsArticle"],"headline":"Ferry &amp; quay","author":[{"name":"Ada Lind"},{"name":"By Bo Ek"},"https://x.example"],
         "datePublished":"2024-03-04T10:00:00Z","dateModified":"2024-03-09",},]}</script>
        <link rel=canonical href="https://a.example/ferry"><meta property="og:title" content="Other - Site">"#;
    let metadata = read(&page(ld, BODY)).metadata;
    assert_eq!(metadata.title.as_deref(), Some("Ferry & quay"));
    assert_eq!(metadata.author.as_deref(), Some("Ada Lind; Bo Ek"));
    assert_eq!(metadata.date.as_deref(), Some("2024-03-04T10:00:00Z"));
    assert_eq!(metadata.url.as_deref(), Some("https://a.example/ferry"));
    let harmful = read(&page("<link rel=canonical href='&#1;java&#9;script:x()'>", BODY)).metadata;
    assert_eq!(harmful.url, None);
    assert_eq!(harmful.date, None);
}

#[test]
fn a_page_cut_off_in_the_middle_is_read_and_says_so() {
    let whole = page("", &format!("<div><h1>Ferry</h1>{BODY}</div>"));
    let codes = |source: &str| -> Vec<String> { read(source).warnings.into_iter().map(|w| w.code).collect() };
    assert_eq!(codes(&whole), Vec::<String>::new());
    assert_eq!(codes(&whole[..whole.len() - 40]), ["cut-off"]);
    assert_eq!(
        codes(&format!("{}<p class=\"x", &whole[..whole.len() - 20])),
        ["cut-off"]
    );
    assert_eq!(codes("<img src=x><br>"), ["no-article"]);
    assert_eq!(codes(&format!("<h1>Ferry</h1>{BODY}")), Vec::<String>::new());
}

fn numbered(count: usize, part: impl Fn(usize) -> String) -> String {
    let parts: Vec<String> = (0..count).map(part).collect();
    parts.concat()
}

#[test]
fn pages_made_to_hurt_are_read_in_time_and_on_a_small_stack() {
    let shapes: Vec<(&str, String)> = vec![
        ("deep", "<div>x".repeat(100_000)),
        ("deep and formatted", "<b><i><u>".repeat(30_000)),
        ("tables", "<table><tr><td>".repeat(20_000)),
        (
            "foster parents",
            format!("{}{}", "<table>".repeat(2_000), "text<b>".repeat(2_000)),
        ),
        ("svg", "<svg><foreignObject><math><mtext>".repeat(5_000)),
        ("templates", "<template>".repeat(20_000)),
        ("script", format!("<script>var a=\"{}", "x".repeat(1_000_000))),
        (
            "attributes",
            format!("<p {}>x</p>", numbered(50_000, |i| format!("a{i}=1 "))),
        ),
        (
            "attribute",
            format!("<p title=\"{}\">x</p>", "y".repeat(3_000_000)),
        ),
        ("tiny", "<i></i>".repeat(100_000)),
        ("copies", numbered(3_000, |i| format!("<p><b id={i}>x</p>"))),
        ("bodies", numbered(20_000, |i| format!("<body a{i}=1>"))),
        ("breaks", "x<br>".repeat(50_000)),
        ("comments", "a<!---->".repeat(50_000)),
        ("ends", format!("{}x{}", "<b>".repeat(500), "</i>".repeat(50_000))),
        ("entities", "&amp;\0\r&notit;".repeat(20_000)),
        ("frameset", format!("<frameset>{}", "a b ".repeat(20_000))),
    ];
    std::thread::Builder::new()
        .stack_size(256 << 10)
        .spawn(move || {
            for (name, shape) in shapes {
                let source = page("", &format!("{shape}{BODY}"));
                let start = std::time::Instant::now();
                everything(&source);
                let seconds = start.elapsed().as_secs_f64();
                assert!(seconds < 20.0, "{name}: {seconds} s");
            }
        })
        .unwrap()
        .join()
        .unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_text_keeps_its_place(parts in proptest::collection::vec(proptest::sample::select(vec![
        "<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<a href=x>", "</a>", "<table>", "<tr>", "<td>", "</table>", "<br>",
        "<pre>\n", "</pre>", "<code>", "</code>", "<svg>", "</svg>", "<ul><li>", "</ul>", "<select>", "</select>",
        "<textarea>\n", "</textarea>", "<title>", "</title>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "]]>",
        "<h1>", "</h1>", "<div hidden>", "</div>", "<frameset>", "<template>", "</template>", "<plaintext>", "<math>",
        "word ", " two words, and more. ", "\u{a0}", "&nbsp;", "&amp;", "&amp", "&#13;", "&notit;", "é", "\0", "\r\n", "\r",
        "\n  ", "漢字。", "<", "</", ">", "&", "</>", "<img alt=x>", "<span translate=no>", "</span>", "<ruby>漢<rt>k</ruby>",
    ]), 0..60)) {
        let source = parts.concat();
        everything(&source);
        read(&source);
    }

    #[test]
    fn any_text_is_read(source in "\\PC{0,200}") {
        everything(&source);
    }
}

#[test]
fn the_caption_under_the_headline_is_a_block() {
    let text = "It had rained all night, and the ferry to the islands was late once more, as it had been in every week of this autumn.";
    let article = read(&format!(
        "<body><article><h1>The ferry is late</h1><figure><img src=a.jpg><figcaption>The quay on Monday.</figcaption></figure><p>{text}</p><p>{text} It sails.</p>\
         <p>{text} Nobody minds.</p></article><figure><figcaption>Another story.</figcaption></figure></body>"
    ));
    let captions = article
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Caption);
    let captions: Vec<&str> = captions.map(|block| article.text_of(block)).collect();
    assert_eq!(captions, ["The quay on Monday."]);
}
