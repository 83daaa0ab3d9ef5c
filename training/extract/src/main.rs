//! The page reader of the program for those who train and measure it: see README.md.
//!
//! `rows OUT` writes the passages and what the trees weigh of them; `second MODELS OUT` what those of the second look do; `read MODELS` reads each page by the model that is named for it;
//! `weigh MODELS ID` prints what it says of the passages of one page; `hash FILE` prints a file's blake3. Pages come on standard input,
//! a JSON object with `id`, `url`, `host` and `html` a line. One thread: the same input gives the same bytes.

#[allow(dead_code, unreachable_pub, reason = "the program uses more of it")]
#[path = "../../../src/article/mod.rs"]
mod article;
#[allow(dead_code, unreachable_pub, reason = "the program uses more of it")]
#[path = "../../../src/escape.rs"]
mod escape;
#[allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "the program uses more of it"
)]
#[path = "../../../src/extract/mod.rs"]
mod extract;
#[allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "the program uses more of it"
)]
#[path = "../../../src/words/mod.rs"]
mod words;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufRead, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use article::{Article, BlockKind};
use extract::study::{self, Trees};
use extract::{ExtractOptions, Site, passage_keys};

/// A page.
#[derive(Deserialize)]
struct Page {
    id: String,
    url: Option<String>,
    host: Option<String>,
    html: Option<String>,
}

impl Page {
    fn html(&self) -> &str {
        self.html.as_deref().unwrap_or_default()
    }

    fn options(&self, site: Option<&Arc<Site>>) -> ExtractOptions {
        ExtractOptions {
            url: self.url.clone(),
            site: site.cloned(),
            ..ExtractOptions::default()
        }
    }
}

/// A page as `rows` leaves it: its passages, in the order of the rows; first without, then with what is known of its site.
#[derive(Serialize)]
struct Passages<'a> {
    id: &'a str,
    site: bool,
    texts: Vec<String>,
}

/// An answer, as the program gives it.
#[derive(Serialize)]
struct Answer<'a> {
    id: &'a str,
    title: Option<&'a str>,
    author: Option<&'a str>,
    date: Option<&'a str>,
    text: String,
    blocks: Vec<Block<'a>>,
}

#[derive(Serialize)]
struct Block<'a> {
    kind: BlockKind,
    text: &'a str,
}

/// All pages, and what each site's have in common.
struct Pages {
    pages: Vec<Page>,
    sites: BTreeMap<String, Arc<Site>>,
}

impl Pages {
    fn read() -> Result<Self, Box<dyn Error>> {
        let mut pages = Vec::new();
        for line in io::stdin().lock().lines() {
            let page: Page = serde_json::from_str(&line?)?;
            if page.html.is_some() {
                pages.push(page);
            }
        }
        let mut counts: BTreeMap<String, Site> = BTreeMap::new();
        for page in &pages {
            if let Some(host) = &page.host {
                let keys = passage_keys(page.html(), &page.options(None));
                counts.entry(host.clone()).or_default().add(&keys);
            }
        }
        let sites = counts
            .into_iter()
            .filter(|(_, site)| site.is_telling())
            .map(|(host, site)| (host, Arc::new(site)))
            .collect();
        Ok(Self { pages, sites })
    }

    fn site(&self, page: &Page) -> Option<&Arc<Site>> {
        self.sites.get(page.host.as_ref()?)
    }

    /// Each page without, and where there is something to know, with its site.
    fn variants(&self) -> impl Iterator<Item = (&Page, Option<&Arc<Site>>)> {
        self.pages.iter().flat_map(|page| {
            let with = self.site(page).map(|site| (page, Some(site)));
            [(page, None)].into_iter().chain(with)
        })
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["rows", out] => rows(Path::new(out)),
        ["read", models] => read(Path::new(models), false),
        ["read", models, "--batch"] => read(Path::new(models), true),
        ["weigh", models, id] => weigh(Path::new(models), id),
        ["second", models, out] => second(Path::new(models), Path::new(out)),
        ["hash", file] => Ok(println!("{}", blake3::hash(&fs::read(file)?))),
        _ => Err("usage: rows OUT | second MODELS OUT | read MODELS [--batch] | weigh MODELS ID, pages on standard input; hash FILE".into()),
    }
}

fn rows(out: &Path) -> Result<(), Box<dyn Error>> {
    let pages = Pages::read()?;
    let mut rows = BufWriter::new(File::create(out.join("rows"))?);
    let mut passages = BufWriter::new(File::create(out.join("passages.jsonl"))?);
    for (page, site) in pages.variants() {
        let examples = study::examples(page.html(), &page.options(site));
        for example in &examples {
            write(&mut rows, &example.row)?;
        }
        let line = Passages {
            id: &page.id,
            site: site.is_some(),
            texts: examples.into_iter().map(|example| example.text).collect(),
        };
        serde_json::to_writer(&mut passages, &line)?;
        passages.write_all(b"\n")?;
    }
    println!("{}", study::FEATURES);
    Ok(rows.flush().and_then(|()| passages.flush())?)
}

/// Writes the rows of the second look, each page first looked at by the model that is named for it; those of a page without a model are 0.
fn second(models: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let models = named(models)?;
    let known = all_trees(&models)?;
    let pages = Pages::read()?;
    let mut rows = BufWriter::new(File::create(out)?);
    for (page, site) in pages.variants() {
        let options = page.options(site);
        let found = match models.get(&page.id) {
            Some(model) => study::second(page.html(), &options, &known[model.as_str()]),
            None => vec![vec![0.0; study::SECOND_FEATURES]; study::examples(page.html(), &options).len()],
        };
        for row in found {
            write(&mut rows, &row)?;
        }
    }
    println!("{}", study::SECOND_FEATURES);
    Ok(rows.flush()?)
}

fn write(out: &mut impl Write, row: &[f32]) -> io::Result<()> {
    row.iter().try_for_each(|number| out.write_all(&number.to_le_bytes()))
}

/// The model file of each page: `{"id": "path"}`.
fn named(models: &Path) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    Ok(serde_json::from_slice(&fs::read(models)?)?)
}

fn trees(path: &str) -> Result<Trees, Box<dyn Error>> {
    Ok(Trees::of(fs::read(path)?).ok_or_else(|| format!("{path}: no model"))?)
}

/// The trees of all files that are named.
fn all_trees(models: &BTreeMap<String, String>) -> Result<BTreeMap<&str, Trees>, Box<dyn Error>> {
    let mut known: BTreeMap<&str, Trees> = BTreeMap::new();
    for path in models.values() {
        if !known.contains_key(path.as_str()) {
            known.insert(path, trees(path)?);
        }
    }
    Ok(known)
}

/// Prints what a model says of the passages of one page.
fn weigh(models: &Path, id: &str) -> Result<(), Box<dyn Error>> {
    let pages = Pages::read()?;
    let page = pages.pages.iter().find(|page| page.id == id).ok_or("no such page")?;
    let trees = trees(named(models)?.get(id).ok_or("no model for it")?)?;
    for (text, probability) in study::weigh(page.html(), &page.options(None), &trees) {
        println!("{probability:.3} {}", text.chars().take(100).collect::<String>());
    }
    Ok(())
}

fn read(models: &Path, batch: bool) -> Result<(), Box<dyn Error>> {
    let models = named(models)?;
    let known = all_trees(&models)?;
    let pages = Pages::read()?;
    let mut out = BufWriter::new(io::stdout().lock());
    for page in &pages.pages {
        let Some(model) = models.get(&page.id) else { continue };
        let site = pages.site(page).filter(|_| batch);
        let article = study::extract(page.html(), &page.options(site), &known[model.as_str()]);
        let answer = Answer {
            id: &page.id,
            title: article.metadata.title.as_deref(),
            author: article.metadata.author.as_deref(),
            date: article.metadata.date.as_deref(),
            text: body(&article),
            blocks: blocks(&article),
        };
        serde_json::to_writer(&mut out, &answer)?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

fn blocks(article: &Article) -> Vec<Block<'_>> {
    let block = |block: &article::Block| Block {
        kind: block.kind,
        text: article.text_of(block),
    };
    article.blocks.iter().map(block).collect()
}

/// The text that the filter answers with.
fn body(article: &Article) -> String {
    let blocks = article.blocks.iter();
    let body = blocks.filter(|block| block.kind.is_body() || block.kind == BlockKind::Deck);
    let texts: Vec<&str> = body.map(|block| article.text_of(block)).collect();
    texts.join("\n")
}
