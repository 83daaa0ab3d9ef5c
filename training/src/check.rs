//! How good a model is on texts that it was not made from: what a choice in the trainer is judged by.

use std::collections::BTreeMap;
use std::error::Error;

use crate::corpus;
use crate::draw::TAIL_LETTERS;
use crate::features::Words;
use crate::labels::{self, Labels};
use crate::learn::Model;
use crate::select::Table;

/// Bins of confidence by which calibration is judged.
const BINS: usize = 10;

/// Answers on one file.
pub struct Figures {
    /// Mean over languages of the share of lines that are answered right.
    pub accuracy: f64,
    /// Expected calibration error.
    pub calibration: f64,
}

/// Asks the model for every line of `path` (`{"text","lang"}`). Scripts inside a language are not told apart, and neither
/// noise nor telling characters are considered: these are not learnt.
pub fn figures(path: &str, labels: &Labels, table: &Table, model: &Model) -> Result<Figures, Box<dyn Error>> {
    let bare = |tag: &str| tag.split('-').next().map(str::to_owned);
    let mut tallies: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    let mut bins = [0.0; BINS];
    let mut lines = 0.0;
    let mut words = Words::default();
    for line in std::fs::read_to_string(path)?.lines() {
        let line: serde_json::Value = serde_json::from_str(line)?;
        let (Some(tag), Some(text)) = (line["lang"].as_str(), line["text"].as_str()) else {
            return Err(format!("no lang or text: {line}").into());
        };
        let tally = tallies.entry(tag.to_owned()).or_default();
        tally.1 += 1.0;
        lines += 1.0;
        let Some((script, letters, rows)) = corpus::lead(text, &mut words, table) else {
            continue;
        };
        let (first, core, all) = labels.scripts[script.index()];
        let open = if letters < TAIL_LETTERS && core > 0 {
            core
        } else {
            all
        };
        if let Some((best, confidence)) = model.best(script.index(), open, &rows) {
            let told = labels::label(tag, script).unwrap_or_default();
            let right = f64::from(u8::from(bare(&labels.tags[first + best]) == bare(&told)));
            tally.0 += right;
            bins[((confidence * BINS as f64) as usize).min(BINS - 1)] += right - confidence;
        }
    }
    let shares = tallies.values().map(|(right, all)| right / all);
    Ok(Figures {
        accuracy: shares.sum::<f64>() / tallies.len().max(1) as f64,
        calibration: bins.iter().map(|bin: &f64| bin.abs()).sum::<f64>() / f64::max(lines, 1.0),
    })
}
