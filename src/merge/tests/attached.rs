//! Texts beside the running text: attributes and what a page's head says.

use super::*;
use crate::article::Attachment;

const PAGE: &str = "<!DOCTYPE html>\n<html lang=\"en\"><head><title>The ferry is back | The Post</title>\n\
<meta name=description content='It&#39;s late &amp; nobody minded.'>\n<meta property=\"og:title\" content=\"The ferry is back\">\n\
<meta property=\"og:description\" content=\"It&#39;s late &amp; nobody minded.\"></head><body><article>\n<h1>The ferry is back</h1>\n\
<p>The old ferry <img src=f.png alt=Ferry> sailed at noon, and it was <a href=\"/late\" title=\"Why it's late\">as late as ever</a>. \
Nobody on the quay minded much.</p>\n<img src='q.jpg' alt='The quay &quot;at noon&quot;. It is empty.'>\n\
<p>A ticket costs two silver coins, and children sail for nothing. <img alt=\"The ferry is back\" src=x.png> It sails every day.</p>\n</article></body></html>\n";

#[test]
fn attributes_and_descriptions_are_blocks_beside_the_text() {
    let read = read(PAGE, Format::Html);
    let found: Vec<(Attachment, &str)> = read
        .article
        .blocks
        .iter()
        .filter_map(|block| Some((block.attached?, read.article.text_of(block))))
        .collect();
    assert_eq!(
        found,
        [
            (Attachment::Alt, "Ferry"),
            (Attachment::Title, "Why it's late"),
            (Attachment::Alt, "The quay \"at noon\". It is empty."),
            (Attachment::Description, "It's late & nobody minded."),
        ]
    );
    identity(PAGE, Format::Html);
    translated(PAGE, Format::Html);
}

#[test]
fn a_translated_attribute_stands_in_its_tag_wherever_that_goes() {
    let made = with(
        PAGE,
        Format::Html,
        &[
            ("The ferry is back", "\"Паром\" 'қайтты'"),
            ("The old ferry", "{}Түсте{} кетті{}."),
            ("Ferry", "Паром >"),
            ("Why", "Неге \"кеш\"?"),
            ("The quay", "Кемежай 'түсте'."),
            ("It's late", "Бұл 'кеш' & ештеңе емес."),
        ],
        "kk",
    );
    for part in [
        "<title>\"Паром\" 'қайтты' | The Post</title>",
        "<meta name=description content='Бұл &#39;кеш&#39; &amp; ештеңе емес.'>",
        "<meta property=\"og:title\" content=\"&quot;Паром&quot; 'қайтты'\">",
        "<meta property=\"og:description\" content=\"Бұл 'кеш' &amp; ештеңе емес.\">",
        "<p><img src=f.png alt=\"Паром &gt;\"> Түсте<a href=\"/late\" title=\"Неге &quot;кеш&quot;?\"> кетті</a>.",
        "<img src='q.jpg' alt='Кемежай &#39;түсте&#39;. It is empty.'>",
        "<img alt=\"&quot;Паром&quot; 'қайтты'\" src=x.png>",
    ] {
        assert!(made.contains(part), "{part}\n{made}");
    }
    let alone = with(PAGE, Format::Html, &[("Ferry", "Паром")], "kk");
    let frame = PAGE.replace("alt=Ferry", "alt=\"Паром\"");
    let mut lines = alone.lines().zip(frame.lines());
    assert!(
        lines.any(|(made, _)| made.contains("The old ferry <img src=f.png alt=\"Паром\"> sailed")),
        "{alone}"
    );
}

const MARKDOWN: &str = "# The ferry is back\n\n![The *quay* at noon](q.png \"It is \\\"empty\\\".\")\n\n\
The old ferry ![a bell](b.png) sailed [at noon](/late 'Why it is late'). Nobody minded.\n\n\
> | one | two |\n> |--|--|\n> | ![A cat](c.png (Of the captain)) | b |\n\n[ref]: /x \"A title\"\n\nSee [ref] and ![q.jpg](q.jpg).\n";

#[test]
fn descriptions_and_titles_of_markdown_are_blocks_and_stay_in_their_form() {
    let article = read(MARKDOWN, Format::Markdown).article;
    let found: Vec<(Attachment, &str)> = article
        .blocks
        .iter()
        .filter_map(|block| Some((block.attached?, article.text_of(block))))
        .collect();
    assert_eq!(
        found,
        [
            (Attachment::Alt, "The quay at noon"),
            (Attachment::Title, "It is \"empty\"."),
            (Attachment::Alt, "a bell"),
            (Attachment::Title, "Why it is late"),
            (Attachment::Alt, "A cat"),
            (Attachment::Title, "Of the captain"),
        ]
    );
    identity(MARKDOWN, Format::Markdown);
    translated(MARKDOWN, Format::Markdown);
    let made = with(
        MARKDOWN,
        Format::Markdown,
        &[
            ("The quay", "Кемежай [түсте] *"),
            ("It is", "Ол \"бос\" \\"),
            ("The old", "Түсте {} кетті {}паром{}."),
            ("a bell", "қоңырау]"),
            ("Why", "Неге 'кеш'?"),
            ("A cat", "Мысық | ит"),
            ("Of the", "Капитандікі (ескі)"),
        ],
        "kk",
    );
    for part in [
        "![Кемежай \\[түсте\\] \\*](q.png \"Ол \\\"бос\\\" \\\\\")",
        "Түсте ![қоңырау\\]](b.png) кетті [паром](/late 'Неге \\'кеш\\'?'). Nobody",
        "| ![Мысық \\| ит](c.png (Капитандікі \\(ескі\\))) | b |",
    ] {
        assert!(made.contains(part), "{part}\n{made}");
    }
}

#[test]
fn a_text_that_only_begins_as_a_heading_does_is_a_text_of_its_own() {
    let page = "<html><body><article><h2>Quay</h2><p>The ferry sailed at noon, and it was late, as it always is.</p><img alt='Quay, at noon' title='Quay' src=x><img alt='Quay' translate=no>\
        <p>Nobody minds, as ever, and the captain least of all.</p></article></body></html>";
    let read = read(page, Format::Html);
    let target = |content: Content| match &*content.text() {
        "Quay" => Target::Text(Content(vec![Part::Text("Кемежай".to_owned())])),
        _ => Target::Missing,
    };
    let targets: Vec<Target> = contents(&read).into_iter().map(target).collect();
    let made = merge(page, Format::Html, &read, &targets, "kk").0;
    assert!(made.contains("<h2>Кемежай</h2>"), "{made}");
    assert!(made.contains("alt='Quay, at noon'"), "{made}");
    assert!(made.contains("title='Кемежай'"), "{made}");
    assert!(made.contains("alt='Quay' translate=no"), "{made}");
}

proptest! {
    #[test]
    fn a_title_of_markdown_reads_as_it_was_translated(
        form in proptest::sample::select(vec!["![Bell](b.png \"Of the quay\")", "![Bell](<b.png> 'Of the quay')", "[bell](b.png (Of the quay))"]),
        translation in "[А-Я][\"'&<>;=а-я水😀 /\\\\\\[\\]()*_`|!#~:^-]{0,14}[а-я]{2}",
        alt in any::<bool>(),
    ) {
        // An address is no text for readers.
        prop_assume!(!translation.contains("://"));
        let source = format!("# Late\n\nThe ferry {form} sailed at noon.\n");
        let key = if alt && form.starts_with('!') { "Bell" } else { "Of the quay" };
        let made = with(&source, Format::Markdown, &[(key, &translation)], "kk");
        let want = translation.split_whitespace().collect::<Vec<_>>().join(" ");
        let after = read(&made, Format::Markdown).article;
        let found: Vec<&str> = after.blocks.iter().filter(|block| block.attached.is_some()).map(|block| after.text_of(block)).collect();
        prop_assert!(found.contains(&&*want), "{} {:?}", made, found);
    }


    #[test]
    fn an_attribute_reads_as_it_was_translated(
        quote in proptest::sample::select(vec!["\"", "'", ""]),
        value in "[A-Z][a-z]{2,8}[é水]?",
        translation in "[А-Я][\"'&<>;=а-я水😀 /\\\\]{0,14}[а-я]{2}",
        inside in any::<bool>(),
    ) {
        let image = format!("<img src=x alt={quote}{value}{quote}>");
        let gap = if inside { "" } else { "</p>" };
        let after = if inside { "" } else { "<p>" };
        let source = format!("<html><body><article><p>The ferry sailed at noon {gap}{image}{after} and it was late, as it always is.</p></article></body></html>");
        identity(&source, Format::Html);
        let made = with(&source, Format::Html, &[(&value, &translation)], "kk");
        let after = read(&made, Format::Html);
        let found = after.article.blocks.iter().find(|block| block.attached.is_some()).unwrap();
        let want: Vec<&str> = translation.split_whitespace().collect();
        prop_assert_eq!(after.article.text_of(found), want.join(" "), "{}", made);
    }
}
