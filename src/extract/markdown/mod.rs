//! Markdown: front matter, then CommonMark with tables, footnotes and strike-through, each block with its place in the source.
//!
//! What a line of a quotation or an indented line of code begins with belongs to the line break before it; HTML blocks,
//! link targets and reference definitions are left where they are.

mod attached;
mod blocks;
mod front_matter;
mod head;

use pulldown_cmark::{Options, Parser};

use super::draft::Builder;
use super::{ExtractOptions, dates, metadata, plain};
use crate::article::{Article, Block, BlockKind, Language, Metadata, Warning};
use crate::escape;
use blocks::{Found, Reader};
use front_matter::{FrontMatter, Value};

/// A front-matter title and the first heading are one title when this share of their words is common.
const SAME_TITLE: f32 = 0.8;

/// Reads a Markdown file.
pub(super) fn extract(source: &str, options: &ExtractOptions) -> Article {
    let front = front_matter::read(source);
    let mut reader = Reader::new(source);
    let parser = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    for (event, range) in Parser::new_ext(&source[front.end..], parser).into_offset_iter() {
        reader.event(event, range.start + front.end..range.end + front.end);
    }
    assemble(source, &front, reader.finish(), options)
}

/// Where the front matter stands.
pub(super) fn front_matter(source: &str) -> super::FrontMatter {
    let front = front_matter::read(source);
    super::FrontMatter {
        end: front.end,
        is_toml: front.end > 0 && source.starts_with("+++"),
        language: front.language.map(|value| value.source),
        title: front.title.map(|value| (value.text, value.source)),
        deck: front.deck.map(|value| (value.text, value.source)),
    }
}

/// Puts the blocks in order, with title and deck from front matter where the text has none of its own.
fn assemble(source: &str, front: &FrontMatter, mut found: Vec<Found>, options: &ExtractOptions) -> Article {
    let first = found
        .iter()
        .position(|block| block.kind == BlockKind::Heading && block.level == 1);
    let mut lead: Vec<Found> = Vec::new();
    let own = front.title.as_ref().filter(|title| {
        first.is_none_or(|at| metadata::overlap(&title.text, &found[at].draft.text) < SAME_TITLE)
    });
    if let Some(title) = own {
        lead.extend(from_front(source, title, BlockKind::Title));
    } else if let Some(at) = first {
        let mut title = found.remove(at);
        title.kind = BlockKind::Title;
        lead.push(title);
    }
    if let Some(deck) = &front.deck {
        let repeated = found.iter().take(3).any(|block| block.draft.text == deck.text);
        if !repeated {
            lead.extend(from_front(source, deck, BlockKind::Deck));
        }
    }
    let title = lead
        .first()
        .filter(|block| block.kind == BlockKind::Title)
        .map(|block| metadata::one_line(&block.draft.text, options.limits.max_title_chars));
    let mut article = Article {
        metadata: describe(front, title, options),
        ..Article::default()
    };
    if found.is_empty() {
        article
            .warnings
            .push(Warning::new("no-article", "no article found"));
    }
    let mut emphasised = Vec::with_capacity(lead.len() + found.len());
    for block in lead.into_iter().chain(found) {
        emphasised.push(block.emphasised);
        let head = Block {
            kind: block.kind,
            level: block.level,
            attached: block.attached.map(|(what, _)| what),
            quote: block.attached.map(|(_, quote)| quote),
            ..Block::default()
        };
        block.draft.append_to(&mut article, head);
    }
    head::tell(
        &mut article,
        &emphasised,
        front.deck.as_ref().map(|deck| deck.text.as_str()),
    );
    let told = plain::described(&article, options);
    article.metadata.author = article.metadata.author.or(told.author);
    article.metadata.date = article.metadata.date.or(told.date);
    article
}

/// A block of a front-matter value.
fn from_front(source: &str, value: &Value, kind: BlockKind) -> Option<Found> {
    let mut builder = Builder::new(source);
    let verbatim = value.source.of(source) == value.text;
    builder.push(&value.text, value.source, verbatim);
    let level = u8::from(kind == BlockKind::Title);
    builder.finish().map(|draft| Found {
        kind,
        level,
        draft,
        emphasised: false,
        attached: None,
    })
}

fn describe(front: &FrontMatter, title: Option<String>, options: &ExtractOptions) -> Metadata {
    let address = front
        .url
        .as_ref()
        .map(|url| url.text.as_str())
        .or(options.url.as_deref());
    Metadata {
        title,
        author: metadata::author(front.authors.iter().map(|name| name.text.as_str())),
        date: front.date.as_ref().and_then(|date| dates::iso(&date.text)),
        url: address
            .and_then(escape::url)
            .filter(|url| url.starts_with("http")),
        language: front
            .language
            .as_ref()
            .and_then(|tag| Language::parse(&tag.text).ok()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::laws;
    use super::*;
    use crate::article::Edge;

    fn read(source: &str) -> Article {
        let article = extract(source, &ExtractOptions::default());
        laws::check(source, &article);
        article
    }

    fn outline(article: &Article) -> String {
        let lines: Vec<String> = article
            .blocks
            .iter()
            .map(|block| format!("{}: {}", block.kind.as_str(), article.text_of(block)))
            .collect();
        lines.join("\n")
    }

    #[test]
    fn blocks_have_kinds() {
        let article = read(
            "# The ferry\n\nIt stopped.\n\n## Times\n\n- Monday\n  - noon\n\n> Said *he*\n> twice.\n\n| a | b\\|c |\n|-|-|\n| d | e |\n\n\
             ```\nlet x;\n\nrun();\n```\n\n![Quay](q.png)\n\n*The quay.*\n\nRead more: [The first year](/y)\n\n<div>no</div>\n\nEnd[^1].\n\n[^1]: Note.\n",
        );
        assert_eq!(
            outline(&article),
            "title: The ferry\nparagraph: It stopped.\nheading: Times\nlist: Monday\nlist: noon\nquote: Said he twice.\n\
             table: a\ntable: b|c\ntable: d\ntable: e\ncode: let x;\n\nrun();\ncaption: Quay\ncaption: The quay.\npromo: Read more: The first year\n\
             paragraph: End.\nparagraph: Note."
        );
        let levels: Vec<u8> = article.blocks[3..5].iter().map(|block| block.level).collect();
        assert_eq!(levels, [1, 2]);
    }

    #[test]
    fn markup_becomes_codes_with_their_source() {
        let source = "A **bold** [link *x*](u) `cargo run` ![pic](p) \\* &amp; <b>raw</b>\\\nend ~~gone~~.";
        let article = read(source);
        assert_eq!(article.text, "A bold link x cargo run  * & raw end gone.\npic");
        let data: Vec<&str> = article.blocks[0]
            .inline
            .iter()
            .map(|code| code.data.as_str())
            .collect();
        assert_eq!(
            data,
            [
                "**",
                "**",
                "[",
                "*",
                "*",
                "](u)",
                "`cargo run`",
                "![pic](p)",
                "<b>",
                "</b>",
                "\\\n",
                "~~",
                "~~"
            ]
        );
        let kept = &article.blocks[0].inline[6];
        assert_eq!(
            (kept.edge, kept.span.of(&article.text)),
            (Edge::Alone, "cargo run")
        );
    }

    #[test]
    fn front_matter_gives_title_and_deck_once() {
        let source = "---\ntitle: The ferry\ndescription: It stops.\nauthor: Ada Lind and Bo Ek\ndate: 2024-03-04\nlang: sv\n---\n# The ferry\n\nText.\n";
        let article = read(source);
        assert_eq!(
            outline(&article),
            "title: The ferry\ndeck: It stops.\nparagraph: Text."
        );
        assert_eq!(article.metadata.author.as_deref(), Some("Ada Lind; Bo Ek"));
        assert_eq!(article.metadata.date.as_deref(), Some("2024-03-04"));
        let other = read("---\ntitle: Harbour\n---\n# The ferry\n\nText.\n");
        assert_eq!(
            outline(&other),
            "title: Harbour\nheading: The ferry\nparagraph: Text."
        );
    }

    #[test]
    fn deck_author_and_date_stand_between_title_and_text() {
        let body = "The ferry that has carried people over the sound for ninety years stopped on Monday.";
        let article = read(&format!(
            "# The ferry\n\n*It stops after ninety years.*\n\nBy **Ada Lind**\n\n4 March 2024\n\n{body}\n\n*{body}*\n"
        ));
        assert_eq!(
            outline(&article),
            format!(
                "title: The ferry\ndeck: It stops after ninety years.\nbyline: By Ada Lind\ndateline: 4 March 2024\nparagraph: {body}\nparagraph: {body}"
            )
        );
        assert_eq!(article.metadata.author.as_deref(), Some("Ada Lind"));
        assert_eq!(article.metadata.date.as_deref(), Some("2024-03-04"));
        let article = read(&format!(
            "---\ndescription: It stops.\nauthor: Bo Ek\n---\n# The ferry\n\nIt stops.\n\nBy Ada Lind\n\n{body}\n"
        ));
        assert_eq!(
            outline(&article),
            format!("title: The ferry\ndeck: It stops.\nbyline: By Ada Lind\nparagraph: {body}")
        );
        assert_eq!(article.metadata.author.as_deref(), Some("Bo Ek"));
        let plain = read("# The ferry\n\n*It stops.*\n");
        assert_eq!(outline(&plain), "title: The ferry\nparagraph: It stops.");
    }

    #[test]
    fn files_made_to_hurt_are_read_in_time_and_on_a_small_stack() {
        let shapes = [
            (
                "lists",
                (0..2_000)
                    .flat_map(|i| [" ".repeat(i), "- a\n".to_owned()])
                    .collect::<String>(),
            ),
            ("brackets", "[".repeat(100_000)),
            ("quotes", format!("{}x", ">".repeat(50_000))),
            ("stars", "*a ".repeat(50_000)),
            (
                "backticks",
                (1..1_000).flat_map(|i| ["e".to_owned(), "`".repeat(i)]).collect(),
            ),
            (
                "table",
                format!(
                    "{}|\n{}|\n{}|\n",
                    "|a".repeat(5_000),
                    "|-".repeat(5_000),
                    "|x".repeat(5_000)
                ),
            ),
        ];
        std::thread::Builder::new()
            .stack_size(256 << 10)
            .spawn(move || {
                for (name, shape) in shapes {
                    let start = std::time::Instant::now();
                    read(&format!("{shape}\n\nThe end.\n"));
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
            "# ", "\n\n", "\n", "> ", "- ", "1. ", "    ", "**", "*", "_", "`", "```\n", "[", "](x)", "![", "](y)", "\\", "&amp;", "|",
            "\n|-|-|\n", "| a | b |", "word ", "é", "漢字", "<b>", "</b>", "<br>", "<!-- c -->", "~~", "[^1]", "\n[^1]: ", "  \n", "---\n",
            "\r\n", "\t", "<http://a.example>", "\0", "\u{a0}", "***", "title: x\n", "[a]: /u\n",
        ]), 0..40)) {
            read(&parts.concat());
        }

        #[test]
        fn any_text_is_read(source in "\\PC{0,200}") {
            read(&source);
        }
    }
}
