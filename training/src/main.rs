//! Makes `src/detect/data/model.bin`: `tolmach-training WORDS.tsv.gz CRATES OUT.bin EXAMPLES SENTENCES.jsonl...
//! [--check TEXTS.jsonl...]`.
//!
//! One thread, one seed: the same corpora give the same bytes.

#[path = "../../src/detect/features.rs"]
#[allow(dead_code, reason = "the program uses more of it")]
mod features;
#[path = "../../src/detect/letters.rs"]
#[allow(dead_code, reason = "the program uses more of it")]
mod letters;

mod check;
mod coin;
mod corpus;
mod draw;
mod labels;
mod learn;
mod select;
mod store;

use std::error::Error;

const USAGE: &str = "usage: tolmach-training WORDS.tsv.gz CRATES OUT.bin EXAMPLES SENTENCES.jsonl... [--check TEXTS.jsonl...]";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut halves = arguments.splitn(2, |argument| argument == "--check");
    let [words, crates, out, examples, sentences @ ..] = halves.next().unwrap_or_default() else {
        return Err(USAGE.into());
    };
    let mut corpus = corpus::read(words, crates, sentences)?;
    let labels = labels::Labels::of(&corpus.sources);
    eprintln!(
        "{} languages, {} words, {} features",
        labels.tags.len(),
        corpus.words.len(),
        corpus.features.len()
    );
    let table = select::choose(&corpus);
    select::keep(&mut corpus, &table);
    let model = learn::train(&corpus, &labels, &table, examples.parse()?);
    std::fs::write(out, store::bytes(&labels, &table, &model))?;
    for path in halves.next().unwrap_or_default() {
        let found = check::figures(path, &labels, &table, &model)?;
        eprintln!(
            "{path}: {:.4}, calibration error {:.4}",
            found.accuracy, found.calibration
        );
    }
    Ok(())
}
