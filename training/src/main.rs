//! Makes `src/detect/data/model.bin`: `tolmach-training WORDS.tsv.gz OUT.bin EXAMPLES SENTENCES.jsonl...`.
//!
//! One thread, one seed: the same corpora give the same bytes.

#[path = "../../src/detect/features.rs"]
#[allow(dead_code, reason = "the program uses more of it")]
mod features;
#[path = "../../src/detect/letters.rs"]
#[allow(dead_code, reason = "the program uses more of it")]
mod letters;

mod corpus;
mod draw;
mod labels;
mod learn;
mod select;
mod store;

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [words, out, examples, sentences @ ..] = &arguments[..] else {
        return Err("usage: tolmach-training WORDS.tsv.gz OUT.bin EXAMPLES SENTENCES.jsonl...".into());
    };
    let mut corpus = corpus::read(words, sentences)?;
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
    Ok(())
}
