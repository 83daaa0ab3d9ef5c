//! The main text of web pages by tolmach and by `dom_smoothie`: `extraction < PAGES.jsonl > ANSWERS.jsonl`.
//!
//! A page is a line `{"id","url"?,"html"}`. Each reader reads all pages one by one on one thread, after a first round over some of them;
//! answered is `{"system","id","title","text"}` a page, and last `{"system","pages_per_cpu_second"}`. `extraction.py` puts the answers
//! of readers in Python beside them and has all judged.

use std::io::{BufRead, BufWriter, Write};

use anyhow::{Context, Result};
use cpu_time::ProcessTime;
use dom_smoothie::{Config, Readability, TextMode};
use serde_json::{Value, json};
use tolmach::article::{BlockKind, Format};
use tolmach::extract::{ExtractOptions, extract};

/// Pages that are read once before the clock runs.
const WARMING: usize = 20;

struct Page {
    id: Value,
    url: Option<String>,
    html: String,
}

/// What a reader makes of a page.
#[derive(Default)]
struct Answer {
    title: Option<String>,
    text: String,
}

fn main() -> Result<()> {
    let pages = pages()?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let readers: [(&str, fn(&Page) -> Answer); 2] = [("tolmach", tolmach), ("dom_smoothie", smoothie)];
    for (system, read) in readers {
        for page in pages.iter().take(WARMING) {
            std::hint::black_box(read(page));
        }
        let start = ProcessTime::now();
        let answers: Vec<Answer> = pages.iter().map(read).collect();
        let seconds = start.elapsed().as_secs_f64();
        for (page, answer) in pages.iter().zip(answers) {
            let line = json!({"system": system, "id": page.id, "title": answer.title, "text": answer.text});
            writeln!(out, "{line}")?;
        }
        #[expect(clippy::cast_precision_loss, reason = "a number of pages")]
        let speed = pages.len() as f64 / seconds;
        writeln!(out, "{}", json!({"system": system, "pages_per_cpu_second": speed}))?;
    }
    Ok(out.flush()?)
}

fn pages() -> Result<Vec<Page>> {
    let mut pages = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let page: Value = serde_json::from_str(&line?)?;
        let text = |key: &str| page[key].as_str().map(str::to_owned);
        pages.push(Page {
            url: text("url"),
            html: text("html").context("a page without \"html\"")?,
            id: page["id"].clone(),
        });
    }
    Ok(pages)
}

fn tolmach(page: &Page) -> Answer {
    let mut options = ExtractOptions::default();
    options.url.clone_from(&page.url);
    let Ok(article) = extract(&page.html, Format::Html, &options) else {
        return Answer::default();
    };
    let blocks = article.blocks.iter();
    let body = blocks.filter(|block| block.kind.is_body() || block.kind == BlockKind::Deck);
    let texts: Vec<&str> = body.map(|block| article.text_of(block)).collect();
    Answer {
        text: texts.join("\n"),
        title: article.metadata.title,
    }
}

/// It refuses a page whose address cannot be parsed: that one is read without its address.
fn smoothie(page: &Page) -> Answer {
    let config = || {
        let mut config = Config::default();
        // The plain form joins the words of neighbouring blocks.
        config.text_mode = TextMode::Formatted;
        config
    };
    let read = |url: Option<&str>| {
        Readability::new(page.html.as_str(), url, Some(config()))
            .and_then(|mut reader| reader.parse())
            .ok()
    };
    read(page.url.as_deref())
        .or_else(|| read(None))
        .map_or_else(Answer::default, |article| Answer {
            title: Some(article.title.to_string()),
            text: article.text_content.to_string(),
        })
}
