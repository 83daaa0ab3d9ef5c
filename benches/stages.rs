//! Speed of the stages one by one on the sample articles, in bytes of text a second: `cargo bench --bench stages`.

use std::fs;
use std::path::Path;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use tolmach::article::{Article, Format, Language};
use tolmach::check::{CheckOptions, Pair, Text, check};
use tolmach::detect::{DetectOptions, detect};
use tolmach::extract::{ExtractOptions, extract};
use tolmach::segment::{SegmentOptions, segment};
use tolmach::summarize::{Candidate, SummaryInput, SummaryOptions, summarize};

fn main() {
    divan::main();
}

/// A sample article as it lies in `input/`.
#[expect(clippy::disallowed_methods, reason = "a bench reads its own input")]
fn sample(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("input").join(name))
        .expect("a sample article")
}

fn article() -> Article {
    extract(
        &sample("en/04-long-report.md"),
        Format::Markdown,
        &ExtractOptions::default(),
    )
    .expect("an article")
}

#[divan::bench(args = [("en/02-lighthouse.html", Format::Html), ("en/04-long-report.md", Format::Markdown), ("en/01-ferry.txt", Format::Text)])]
fn extraction(bencher: Bencher, (name, format): (&str, Format)) {
    let source = sample(name);
    bencher
        .counter(BytesCount::of_str(&source))
        .bench(|| extract(black_box(&source), format, &ExtractOptions::default()));
}

#[divan::bench]
fn detection(bencher: Bencher) {
    let text = article().text;
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| detect(black_box(&text), &DetectOptions::default()));
}

#[divan::bench(args = ["en/01-ferry.txt", "ar/01-maktaba.txt", "kk/01-kopir.txt"])]
fn segmentation(bencher: Bencher, name: &str) {
    let text = sample(name);
    let language = Language::parse(&name[..2]).expect("a folder is a language");
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| segment(black_box(&text), &language, &SegmentOptions::default()));
}

#[divan::bench]
fn summary(bencher: Bencher) {
    let article = article();
    let language = Language::parse("en").expect("a tag");
    let sentences: Vec<Candidate> = segment(&article.text, &language, &SegmentOptions::default())
        .into_iter()
        .map(|span| Candidate {
            span,
            quotable: true,
            opens_block: false,
        })
        .collect();
    let input = SummaryInput {
        text: &article.text,
        language: &language,
        title: None,
        sentences: &sentences,
    };
    bencher
        .counter(BytesCount::of_str(&article.text))
        .bench(|| summarize(black_box(&input), &SummaryOptions::default()));
}

/// The pairs of the cases written for the checks; each has another fault or none.
#[divan::bench]
fn checks(bencher: Bencher) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/checks.jsonl");
    #[expect(clippy::disallowed_methods, reason = "a bench reads its own input")]
    let lines = fs::read_to_string(path).expect("the cases of the checks");
    let cases: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("a case"))
        .collect();
    let texts: Vec<_> = cases
        .iter()
        .map(|case| {
            let field = |name: &str| case[name].as_str().unwrap_or_default();
            let language = |name: &str| Language::parse(field(name)).unwrap_or(Language::UND);
            (
                language("source_lang"),
                language("target_lang"),
                Text::parse(field("source")),
                Text::parse(field("target")),
            )
        })
        .collect();
    bencher.counter(ItemsCount::new(texts.len())).bench(|| {
        for (from, to, source, target) in &texts {
            let pair = Pair::new(source, target, from, to);
            black_box(check(
                black_box(&pair),
                &CheckOptions::default(),
                &tolmach::run::checking::guess,
            ));
        }
    });
}
