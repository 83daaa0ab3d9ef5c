//! The summarizer of the program for those who train and measure it: see README.md.
//!
//! `examples OUT SET.jsonl...` writes what the tables are learned from; `summarize TABLES SET.jsonl...` reads tables and summarizes;
//! `sentences SET.jsonl...` prints the sentences that all summarizers choose from. One thread: the same input gives the same bytes.

#[allow(dead_code, unreachable_pub, reason = "the program uses more of it")]
#[path = "../../../src/article/mod.rs"]
mod article;
#[allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "the program uses more of it"
)]
#[path = "../../../src/segment/mod.rs"]
mod segment;
#[allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "the program uses more of it"
)]
#[path = "../../../src/summarize/mod.rs"]
mod summarize;
#[allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "the program uses more of it"
)]
#[path = "../../../src/words/mod.rs"]
mod words;

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use article::{Language, Span};
use segment::SegmentOptions;
use summarize::study::{self, Branches, Example, Tables};
use summarize::{Candidate, SummaryInput, SummaryOptions};

/// Longer articles are learned from up to here: their references say nothing on what follows.
const MOST_SENTENCES: usize = 150;

/// An article with summaries written by people.
#[derive(Deserialize)]
struct Record {
    id: String,
    set: String,
    lang: String,
    title: Option<String>,
    text: String,
    refs: Vec<String>,
    budget: Budget,
}

#[derive(Deserialize)]
struct Budget {
    sentences: usize,
    words: usize,
}

/// A record, cut into sentences by the program.
struct Article {
    record: Record,
    language: Language,
    spans: Vec<Span>,
    candidates: Vec<Candidate>,
}

impl Article {
    fn of(record: Record) -> Result<Self, Box<dyn Error>> {
        let language = Language::parse(&record.lang)?;
        let spans = segment::segment(&record.text, &language, &SegmentOptions::default());
        let mut end = 0;
        let candidate = |&span: &Span| {
            let opens_block = end == 0 || record.text[end..span.start as usize].contains('\n');
            end = span.end as usize;
            Candidate {
                span,
                quotable: true,
                opens_block,
            }
        };
        let candidates = spans.iter().map(candidate).collect();
        Ok(Self {
            language,
            spans,
            candidates,
            record,
        })
    }

    fn input(&self) -> SummaryInput<'_> {
        SummaryInput {
            text: &self.record.text,
            language: &self.language,
            title: self.record.title.as_deref().filter(|title| !title.is_empty()),
            sentences: &self.candidates,
        }
    }

    fn words(&self) -> SummaryOptions {
        SummaryOptions {
            words: Some(self.record.budget.words),
            ..SummaryOptions::default()
        }
    }

    fn sentences(&self) -> SummaryOptions {
        SummaryOptions {
            sentences: Some(self.record.budget.sentences),
            ..SummaryOptions::default()
        }
    }
}

/// A line of what is printed on an article.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    set: &'a str,
    lang: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sentences: Option<Vec<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    chosen: Option<Chosen>,
    #[serde(skip_serializing_if = "Option::is_none")]
    examples: Option<(usize, usize)>,
}

/// Indices of the chosen sentences.
#[derive(Serialize)]
struct Chosen {
    words: Vec<usize>,
    sentences: Vec<usize>,
}

impl Article {
    fn line(&self) -> Line<'_> {
        Line {
            id: &self.record.id,
            set: &self.record.set,
            lang: &self.record.lang,
            sentences: None,
            chosen: None,
            examples: None,
        }
    }
}

fn articles(files: &[String]) -> Result<Vec<Article>, Box<dyn Error>> {
    let mut out = Vec::new();
    for file in files {
        for line in fs::read_to_string(file)?.lines() {
            out.push(Article::of(serde_json::from_str(line)?)?);
        }
    }
    Ok(out)
}

/// Writes the rows of both tables as 32-bit floats, little end first, and a line an article with how many rows are its own.
fn write_examples(folder: &Path, files: &[String]) -> Result<(), Box<dyn Error>> {
    let open = |name: &str| Ok::<_, io::Error>(BufWriter::new(File::create(folder.join(name))?));
    let (mut terms, mut pairs, mut index) = (open("terms")?, open("pairs")?, open("articles.jsonl")?);
    let write = |out: &mut BufWriter<File>, examples: &[Example]| -> io::Result<()> {
        for example in examples {
            let (a, b) = (example.terms.0 as f32, example.terms.1 as f32);
            for value in example.features.iter().chain([&example.label, &a, &b]) {
                out.write_all(&value.to_le_bytes())?;
            }
        }
        Ok(())
    };
    for article in articles(files)? {
        let references: Vec<&str> = article.record.refs.iter().map(String::as_str).collect();
        let (of_terms, of_pairs) =
            study::examples(&article.input(), &article.words(), MOST_SENTENCES, &references);
        write(&mut terms, &of_terms)?;
        write(&mut pairs, &of_pairs)?;
        let line = Line {
            examples: Some((of_terms.len(), of_pairs.len())),
            ..article.line()
        };
        serde_json::to_writer(&mut index, &line)?;
        index.write_all(b"\n")?;
    }
    Ok(())
}

/// Both tables as JSON: terms, pairs.
fn tables(file: &str) -> Result<Tables, Box<dyn Error>> {
    let (terms, pairs): (Vec<Branches>, Vec<Branches>) = serde_json::from_str(&fs::read_to_string(file)?)?;
    Ok(Tables::of(&terms, &pairs))
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let owned = |files: &[&str]| files.iter().map(|file| (*file).to_owned()).collect::<Vec<_>>();
    let mut out = BufWriter::new(io::stdout().lock());
    match arguments[..] {
        ["examples", folder, ref files @ ..] => write_examples(Path::new(folder), &owned(files))?,
        ["sentences", ref files @ ..] => {
            for article in articles(&owned(files))? {
                let sentences = article.spans.iter().map(|span| span.of(&article.record.text));
                let line = Line {
                    sentences: Some(sentences.collect()),
                    ..article.line()
                };
                serde_json::to_writer(&mut out, &line)?;
                out.write_all(b"\n")?;
            }
        }
        ["summarize", file, ref files @ ..] => {
            let tables = tables(file)?;
            for article in articles(&owned(files))? {
                let choose = |options: SummaryOptions| {
                    let summary = study::summarize(&tables, &article.input(), &options);
                    summary.sentences.iter().map(|sentence| sentence.index).collect()
                };
                let line = Line {
                    chosen: Some(Chosen {
                        words: choose(article.words()),
                        sentences: choose(article.sentences()),
                    }),
                    ..article.line()
                };
                serde_json::to_writer(&mut out, &line)?;
                out.write_all(b"\n")?;
            }
        }
        _ => {
            return Err(
                "usage: examples OUT SET.jsonl... | sentences SET.jsonl... | summarize TABLES SET.jsonl..."
                    .into(),
            );
        }
    }
    out.flush()?;
    Ok(())
}
