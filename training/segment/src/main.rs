//! Makes `src/segment/data/model.bin` and measures it: see README.md.
//!
//! One thread, nothing random: the same corpora give the same bytes.

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
#[path = "../../../src/words/mod.rs"]
mod words;

mod corpus;
mod learn;
mod measure;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use corpus::Record;
use learn::{Settings, Weights, learn};
use segment::study::{SLOTS, place};

/// Languages of `ud-dev` that are for measuring only: their treebanks are non-commercial.
const UNSEEN: [&str; 7] = ["bg", "el", "he", "hu", "it", "uk", "ur"];
/// Weight of a record of the case collections, which are small and made of hard places.
const CASES: f64 = 12.0;
const FOLDS: usize = 3;
/// Chosen by `measure`: cross-validation and the sets never trained on.
const CHOSEN: Settings = Settings {
    pull: 4.0,
    least: 0.1,
    steps: 80,
};

/// All that is read.
struct Data {
    treebanks: Vec<Record>,
    golden: Vec<Record>,
    news: Vec<Record>,
    /// For measuring only.
    unseen: Vec<Record>,
    ersatz: Vec<Record>,
}

impl Data {
    fn read(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let read = |name: &str| corpus::read(&folder.join(name));
        let (unseen, dev): (Vec<_>, Vec<_>) = read("ud-dev.jsonl")?
            .into_iter()
            .partition(|record| UNSEEN.contains(&record.lang.as_str()));
        let mut treebanks = read("ud-train.jsonl.gz")?;
        treebanks.extend(dev);
        Ok(Self {
            treebanks,
            golden: read("golden.jsonl")?,
            news: read("news-cases.jsonl")?,
            unseen,
            ersatz: read("ersatz-dev.jsonl").unwrap_or_default(),
        })
    }

    fn weighted<'d>(&'d self, golden: impl Fn(usize) -> bool, news: bool) -> Vec<(&'d Record, f64)> {
        let mut records: Vec<(&Record, f64)> = self.treebanks.iter().map(|record| (record, 1.0)).collect();
        let chosen = self.golden.iter().enumerate().filter(|(index, _)| golden(*index));
        records.extend(chosen.map(|(_, record)| (record, CASES)));
        if news {
            records.extend(self.news.iter().map(|record| (record, CASES)));
        }
        records
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let usage = "usage: tolmach-training-segment make DATA OUT.bin | measure DATA [PULL LEAST STEPS]";
    let mut settings = CHOSEN;
    match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["make", data, out] => {
            let data = Data::read(Path::new(data))?;
            let weights = learn(&data.weighted(|_| true, true), settings);
            let bytes = file(&weights)?;
            let hash = blake3::hash(&bytes);
            println!("{} weights, {} bytes, blake3 {hash}", weights.len(), bytes.len());
            std::fs::write(out, bytes)?;
        }
        ["measure", data, rest @ ..] => {
            if let [pull, least, steps] = rest {
                settings = Settings {
                    pull: pull.parse()?,
                    least: least.parse()?,
                    steps: steps.parse()?,
                };
            }
            measure(&Data::read(Path::new(data))?, settings);
        }
        _ => return Err(usage.into()),
    }
    Ok(())
}

/// Prints the figures that settings are chosen by.
fn measure(data: &Data, settings: Settings) {
    let exact = |records: &mut dyn Iterator<Item = &Record>, weights: &Weights| {
        let (mut right, mut all) = (0, 0);
        for record in records {
            all += 1;
            right += usize::from(measure::is_exact(record, weights));
        }
        (right, all)
    };
    let folds = measure::folds(&data.golden, FOLDS);
    let (mut right, mut all) = (0, 0);
    for fold in 0..FOLDS {
        let weights = learn(&data.weighted(|index| folds[index] != fold, true), settings);
        let mut left_out = data
            .golden
            .iter()
            .zip(&folds)
            .filter(|(_, at)| **at == fold)
            .map(|(record, _)| record);
        let counts = exact(&mut left_out, &weights);
        (right, all) = (right + counts.0, all + counts.1);
    }
    println!(
        "golden, cross-validation    {right} of {all} = {:.1} %",
        100.0 * f64::from(right as u32) / f64::from(all as u32)
    );
    let without = learn(&data.weighted(|_| true, false), settings);
    println!(
        "news cases, never seen      {:?}",
        exact(&mut data.news.iter(), &without)
    );
    let weights = learn(&data.weighted(|_| true, true), settings);
    println!("weights                     {}", weights.len());
    println!(
        "golden, trained on          {:?}",
        exact(&mut data.golden.iter(), &weights)
    );
    println!(
        "news cases, trained on      {:?}",
        exact(&mut data.news.iter(), &weights)
    );
    for (name, records) in [
        ("ersatz, never seen", &data.ersatz),
        ("treebanks, never seen", &data.unseen),
        ("treebanks, trained on", &data.treebanks),
    ] {
        let (mean, languages) = measure::macro_f1(&records.iter().collect::<Vec<_>>(), &weights);
        println!("{name:27} {mean:.2}");
        println!(
            "  {}",
            languages
                .iter()
                .map(|(lang, f1)| format!("{lang} {f1:.2}"))
                .collect::<Vec<_>>()
                .join("  ")
        );
    }
    let mut rules: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for place in data
        .ersatz
        .iter()
        .chain(&data.unseen)
        .flat_map(|record| &record.places)
    {
        let count = rules.entry(place.rule).or_default();
        count.0 += 1;
        count.1 += usize::from(measure::cuts(place, &weights) != place.end);
    }
    println!("wrong decisions by rule on the sets never seen: {rules:?}");
}

/// The bytes of the file, as `src/segment/model.rs` reads it.
fn file(weights: &Weights) -> Result<Vec<u8>, String> {
    if weights.len() * 4 > SLOTS * 3 {
        return Err(format!(
            "{} weights are too many for {SLOTS} slots",
            weights.len()
        ));
    }
    let mut tags = vec![0u16; SLOTS];
    let mut bytes = vec![0u8; SLOTS];
    for (&sign, &weight) in weights {
        let (mut slot, tag) = place(sign);
        while tags[slot] != 0 && tags[slot] != tag {
            slot = (slot + 1) % SLOTS;
        }
        tags[slot] = tag;
        bytes[slot] = weight.cast_unsigned();
    }
    Ok(tags
        .iter()
        .flat_map(|tag| tag.to_le_bytes())
        .chain(bytes)
        .collect())
}
