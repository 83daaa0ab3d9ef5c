//! `preview/<article>.html`: the article as a reader sees it, with the names of blocks and sentences beside it.
//!
//! One self-contained page without script or remote resource; text gets in through [`Html`] only, which escapes it.

use rustc_hash::FxHashMap;

use crate::article::{ArticleRecord, Attachment, Block, BlockKind, Edge, Language, Markup};
use crate::bilingual::{Code, Content, Document, Part, Unit};
use crate::escape::{self, Html};

/// Codes that are rendered inside one another; deeper ones are left out, so that re-opening them in every sentence stays cheap.
const MAX_OPEN_CODES: usize = 16;
/// Longest address that becomes a link: a link over many sentences is written once in each.
const MAX_ADDRESS_BYTES: usize = 2048;

/// The page of one article; `document` is what [`super::job::document`] made of `record`.
pub fn write(record: &ArticleRecord, document: &Document) -> String {
    let mut html = Html::new();
    html.raw("<!DOCTYPE html>\n<html");
    language(&mut html, &document.source);
    html.raw(">\n<head>\n<meta charset=\"utf-8\">\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n")
        .raw("<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
        .text(record.display_title())
        .raw("</title>\n<style>\n");
    style(&mut html, record);
    html.raw("</style>\n</head>\n<body>\n");
    header(&mut html, record, document);
    html.raw("<main>\n");
    let mut units = document.units.iter();
    let mut next = units.next();
    for (index, block) in record.article.blocks.iter().enumerate() {
        let Some(unit) = next.filter(|unit| record.block_ids.get(index) == Some(&unit.id)) else {
            continue;
        };
        Writer::new(&mut html, block).unit(record, index, unit);
        next = units.next();
    }
    html.raw("</main>\n</body>\n</html>\n");
    html.into_string()
}

/// The style sheet without comments and without the lines for languages that are not on the page: a folder holds a page an article.
fn style(html: &mut Html, record: &ArticleRecord) {
    let blocks = record.article.blocks.iter();
    let own = blocks.filter_map(|block| block.language.as_ref());
    let mut starts: Vec<String> = std::iter::once(&record.language)
        .chain(own)
        .map(|language| format!(":lang({}", language.subtag()))
        .collect();
    starts.dedup();
    for line in include_str!("data/preview.css").lines() {
        let wanted = !line.contains(":lang(") || starts.iter().any(|start| line.contains(start));
        if wanted && !line.starts_with("/*") {
            html.raw(line).raw("\n");
        }
    }
}

fn language(html: &mut Html, language: &Language) {
    if language.is_und() {
        html.raw(" dir=\"auto\"");
    } else {
        html.attribute("lang", &language.to_string())
            .attribute("dir", language.direction().as_str());
    }
}

fn header(html: &mut Html, record: &ArticleRecord, document: &Document) {
    let metadata = &record.article.metadata;
    html.raw("<header lang=\"en\" dir=\"ltr\">\n<p class=\"facts\"><b><bdi>");
    match metadata.url.as_deref().and_then(escape::url) {
        Some(url) => html
            .raw("<a rel=\"noopener noreferrer\"")
            .attribute("href", &url)
            .raw(">")
            .text(&record.path)
            .raw("</a>"),
        None => html.text(&record.path),
    };
    html.raw("</bdi></b>");
    for fact in [&metadata.author, &metadata.date].into_iter().flatten() {
        html.raw(" · <bdi>").text(fact).raw("</bdi>");
    }
    html.raw(" · ")
        .text(&document.source.english_name())
        .raw(" → ")
        .text(&document.target.english_name())
        .raw("</p>\n<p class=\"legend\"><span><code>u…</code> block, <a class=\"no\">s1</a> sentence: the id in the job is <code>u….s1</code></span> ")
        .raw("<span><mark><a class=\"no\">s1★</a> summary sentence</mark> translate first</span> ")
        .raw("<span class=\"locked-key\">pale: for context, not translated</span></p>\n</header>\n");
}

/// Writes one block; codes that are open at the end of a sentence are closed there and opened again in the next.
struct Writer<'a> {
    html: &'a mut Html,
    block: &'a Block,
    targets: FxHashMap<u32, &'a str>,
    /// Number and effect of the codes that are open, outermost first.
    open: Vec<(u32, Markup)>,
}

impl<'a> Writer<'a> {
    fn new(html: &'a mut Html, block: &'a Block) -> Self {
        let targets = block
            .inline
            .iter()
            .filter_map(|inline| Some((inline.id, inline.target.as_deref()?)))
            .collect();
        Self {
            html,
            block,
            targets,
            open: Vec::new(),
        }
    }

    fn unit(&mut self, record: &ArticleRecord, index: usize, unit: &Unit) {
        self.html.raw(if unit.translate {
            "<section"
        } else {
            "<section class=\"locked\""
        });
        self.html.attribute("id", &unit.id.to_string());
        self.html
            .raw(">\n<p class=\"name\" lang=\"en\" dir=\"ltr\">")
            .text(name(self.block))
            .raw(" <code>")
            .text(&unit.id.to_string())
            .raw("</code></p>\n");
        let (start, end) = element(self.block);
        self.html.raw(start);
        if let Some(own) = &self.block.language {
            language(self.html, own);
        }
        self.html.raw(">");
        let mut at = None;
        for (segment, pair) in record.segments_of(index).iter().zip(&unit.pairs) {
            if let Some(at) = at {
                self.html
                    .text(&record.article.text[at..(segment.span.start as usize).max(at)]);
            }
            at = Some(segment.span.end as usize);
            let id = pair.id.to_string();
            self.html
                .raw(if pair.in_summary { "<mark" } else { "<span" })
                .attribute("id", &id)
                .raw("><a class=\"no\"")
                .attribute("href", &format!("#{id}"))
                .raw(">s")
                .number(pair.id.ordinal)
                .raw(if pair.in_summary { "★</a>" } else { "</a>" });
            self.content(&pair.source);
            self.html.raw(if pair.in_summary { "</mark>" } else { "</span>" });
        }
        self.html.raw(end).raw("</section>\n");
    }

    fn content(&mut self, content: &Content) {
        for index in 0..self.open.len() {
            let (id, markup) = self.open[index];
            self.start(id, markup);
        }
        for part in &content.0 {
            match part {
                Part::Text(text) => {
                    self.html.text(text);
                }
                Part::Code(code) => self.code(code),
            }
        }
        for index in (0..self.open.len()).rev() {
            self.end(self.open[index].1);
        }
    }

    fn code(&mut self, code: &Code) {
        match code.edge {
            Edge::Open if self.open.len() < MAX_OPEN_CODES => {
                self.start(code.id, code.markup);
                self.open.push((code.id, code.markup));
            }
            Edge::Open => {}
            Edge::Close => {
                let Some(place) = self.open.iter().rposition(|(id, _)| *id == code.id) else {
                    return;
                };
                // What opened inside the pair and goes on behind it is closed with it and opened again.
                let inside = self.open.split_off(place);
                for (_, markup) in inside.iter().rev() {
                    self.end(*markup);
                }
                for (id, markup) in inside.into_iter().skip(1) {
                    self.start(id, markup);
                    self.open.push((id, markup));
                }
            }
            Edge::Alone => self.alone(code),
        }
    }

    fn start(&mut self, id: u32, markup: Markup) {
        let start = match markup {
            Markup::Strong => "<b>",
            Markup::Emphasis => "<i>",
            Markup::Underline => "<u>",
            Markup::Code => "<code>",
            Markup::Link => {
                self.html.raw("<a rel=\"noopener noreferrer\"");
                let short = self.targets.get(&id).filter(|url| url.len() <= MAX_ADDRESS_BYTES);
                if let Some(url) = short.copied().and_then(escape::url) {
                    self.html.attribute("href", &url);
                }
                ">"
            }
            _ => "<span>",
        };
        self.html.raw(start);
    }

    fn end(&mut self, markup: Markup) {
        self.html.raw(match markup {
            Markup::Strong => "</b>",
            Markup::Emphasis => "</i>",
            Markup::Underline => "</u>",
            Markup::Code => "</code>",
            Markup::Link => "</a>",
            _ => "</span>",
        });
    }

    fn alone(&mut self, code: &Code) {
        match code.markup {
            Markup::Break => {
                self.html.raw("<br>");
            }
            Markup::Code if !code.covered.is_empty() => {
                self.html.raw("<code>").text(&code.covered).raw("</code>");
            }
            _ if !code.covered.is_empty() => {
                self.html.raw("<span>").text(&code.covered).raw("</span>");
            }
            markup => {
                self.html.raw("<span class=\"object\">").text(markup.label());
                if let Some(target) = self.targets.get(&code.id) {
                    self.html.raw(" <bdi>").text(target).raw("</bdi>");
                }
                self.html.raw("</span>");
            }
        }
    }
}

/// What a block is called.
fn name(block: &Block) -> &'static str {
    block.attached.map_or(block.kind.as_str(), Attachment::describe)
}

/// The element that a block looks like: its start, still open for attributes, and its end.
fn element(block: &Block) -> (&'static str, &'static str) {
    match (block.kind, block.level) {
        (BlockKind::Title, _) => ("<h1", "</h1>\n"),
        (BlockKind::Heading, 0..=2) => ("<h2", "</h2>\n"),
        (BlockKind::Heading, 3) => ("<h3", "</h3>\n"),
        (BlockKind::Heading, _) => ("<h4", "</h4>\n"),
        (BlockKind::Quote, _) => ("<blockquote", "</blockquote>\n"),
        (BlockKind::Code, _) => ("<pre", "</pre>\n"),
        (BlockKind::List, 0 | 1) => ("<p class=\"list\"", "</p>\n"),
        (BlockKind::List, _) => ("<p class=\"list deep\"", "</p>\n"),
        (BlockKind::Deck, _) => ("<p class=\"deck\"", "</p>\n"),
        (BlockKind::Table, _) => ("<p class=\"cell\"", "</p>\n"),
        (BlockKind::Byline | BlockKind::Dateline | BlockKind::Caption | BlockKind::Promo, _) => {
            ("<p class=\"small\"", "</p>\n")
        }
        _ => ("<p", "</p>\n"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::bilingual::drawing;
    use crate::export::job::{self, JobOptions};

    fn page(record: &ArticleRecord) -> String {
        let target = Language::parse("fr").unwrap();
        write(record, &job::document(record, &target, &JobOptions::default()))
    }

    /// The part of a page between `<main>` and `</main>`.
    fn main_of(page: &str) -> &str {
        page.split("<main>")
            .nth(1)
            .unwrap()
            .split("</main>")
            .next()
            .unwrap()
    }

    /// Fails unless every element is closed in the order in which it was opened.
    fn assert_balanced(html: &str) {
        let mut open = Vec::new();
        for tag in html.split('<').skip(1) {
            let name = tag.split(['>', ' ']).next().unwrap();
            match name.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name), "{html}"),
                None if name == "br" => {}
                None => open.push(name),
            }
        }
        assert!(open.is_empty(), "{open:?} in {html}");
    }

    #[test]
    fn the_sample_as_a_page() {
        let page = page(&drawing::sample());
        let (head, rest) = page.split_once("<style>").unwrap();
        let body = rest.split_once("</style>").unwrap().1;
        insta::assert_snapshot!(format!("{head}<style>…</style>{body}"));
    }

    #[test]
    fn codes_over_a_cut_are_closed_and_opened_again() {
        let record = drawing::record(
            "a",
            "en",
            &[(BlockKind::Paragraph, "a ⟨b1⟩b ⟨i2⟩c. │d⟨/b1⟩ e⟨/i2⟩ f.")],
        );
        let page = page(&record);
        assert!(page.contains("a <b>b <i>c.</i></b></span>"), "{page}");
        assert!(page.contains("<b><i>d</i></b><i> e</i> f.</span>"), "{page}");
    }

    #[test]
    fn a_page_has_no_script_no_remote_resource_and_no_address_that_runs() {
        let mut record = drawing::record(
            "<b>.html",
            "ar",
            &[
                (BlockKind::Title, "</title><script>alert(1)</script>"),
                (BlockKind::Paragraph, "★x ⟨a1⟩y⟨/a1⟩ \u{202e}z\0"),
            ],
        );
        record.article.blocks[1].inline[0].target = Some("javascript:alert(1)".to_owned());
        record.article.metadata.url = Some("data:text/html,x".to_owned());
        let page = page(&record);
        assert!(
            page.starts_with("<!DOCTYPE html>\n<html lang=\"ar\" dir=\"rtl\">"),
            "{page}"
        );
        for wrong in [
            "<script",
            "javascript:",
            "data:text",
            "src=",
            "url(",
            "@import",
            "\0",
        ] {
            assert!(!page.contains(wrong), "{wrong}");
        }
        assert!(page.contains("default-src 'none'"));
    }

    #[test]
    fn a_long_address_over_many_sentences_does_not_multiply() {
        let drawing = format!("⟨a1⟩{}⟨/a1⟩ end", "One. │".repeat(50));
        let mut record = drawing::record("a", "en", &[(BlockKind::Paragraph, &drawing)]);
        let short = page(&record).len();
        record.article.blocks[0].inline[0].target = Some(format!("https://a.example/{}", "x".repeat(10_000)));
        assert!(page(&record).len() < short);
    }

    #[test]
    fn a_block_in_another_language_has_its_own_direction() {
        let mut record = drawing::record("a", "en", &[(BlockKind::Quote, "שלום")]);
        record.article.blocks[0].language = Some(Language::parse("he").unwrap());
        assert!(page(&record).contains(" lang=\"he\" dir=\"rtl\">"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn any_codes_give_balanced_elements(
            drawing in "[a │⟦]{0,12}",
            codes in proptest::collection::vec((1u32..5, 0..3), 12),
        ) {
            let mut codes = codes.into_iter();
            let drawing: String = drawing
                .chars()
                .map(|c| match codes.next() {
                    Some((id, 0)) if c == '⟦' => format!("⟨b{id}⟩"),
                    Some((id, 1)) if c == '⟦' => format!("⟨/b{id}⟩"),
                    Some((id, _)) if c == '⟦' => format!("⟨r{id}⟩"),
                    _ => c.to_string(),
                })
                .collect();
            assert_balanced(main_of(&page(&drawing::record("a", "en", &[(BlockKind::Paragraph, &drawing)]))));
        }
    }
}
