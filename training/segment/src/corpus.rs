//! Reads texts with their sentence ends and turns them into places: decided by a rule, or left to the model.

use std::collections::BTreeSet;
use std::error::Error;
use std::io::Read;
use std::path::Path;

use crate::article::Language;
use crate::segment::study;

/// A text with its true ends.
pub struct Record {
    pub lang: String,
    pub text: String,
    /// Ends of sentences, as numbers of characters before them that are not white space; that of the text is left out.
    pub gold: BTreeSet<u32>,
    pub places: Vec<Place>,
}

/// A place that could be an end.
pub struct Place {
    /// The number of characters before it that are not white space.
    pub at: u32,
    /// Whether it is an end.
    pub end: bool,
    /// What the program decides.
    pub cut: bool,
    /// Signs, empty if a rule decides: alone and in their language.
    pub signs: Vec<(u32, u32)>,
    pub rule: &'static str,
}

impl Record {
    fn read(row: &serde_json::Value) -> Result<Option<Self>, Box<dyn Error>> {
        let field = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let (text, lang) = (field("text"), field("lang"));
        let Some(boundaries) = row["boundaries"].as_array() else {
            return Ok(None);
        };
        let counts = Counts::of(&text);
        let total = counts.inked.last().copied().unwrap_or(0);
        let gold = boundaries
            .iter()
            .filter_map(|at| at.as_u64())
            .map(|at| counts.of_character(at as usize))
            .filter(|&count| count > 0 && count < total)
            .collect::<BTreeSet<u32>>();
        let mut places: Vec<Place> = Vec::new();
        for example in study::examples(&text, &Language::parse(&lang)?) {
            let at = counts.of_byte(example.at);
            if at == 0 || at >= total {
                continue;
            }
            places.push(Place {
                at,
                end: gold.contains(&at),
                cut: example.cut,
                signs: example.signs,
                rule: example.rule,
            });
        }
        // Of two places that differ in white space only, or are told of twice, the last holds.
        places.sort_by_key(|place| place.at);
        places.dedup_by(|next, last| {
            let same = next.at == last.at;
            if same {
                std::mem::swap(next, last);
            }
            same
        });
        Ok(Some(Self {
            lang,
            text,
            gold,
            places,
        }))
    }
}

/// How many characters that are not white space stand before each character of a text.
struct Counts {
    inked: Vec<u32>,
    starts: Vec<usize>,
}

impl Counts {
    fn of(text: &str) -> Self {
        let mut counts = Self {
            inked: vec![0],
            starts: Vec::new(),
        };
        let mut inked = 0;
        for (at, c) in text.char_indices() {
            counts.starts.push(at);
            inked += u32::from(!c.is_whitespace() && c != '\u{200B}' && c != '\u{FEFF}');
            counts.inked.push(inked);
        }
        counts
    }

    fn of_character(&self, index: usize) -> u32 {
        self.inked[index.min(self.inked.len() - 1)]
    }

    fn of_byte(&self, at: usize) -> u32 {
        self.of_character(self.starts.partition_point(|&start| start < at))
    }
}

/// Reads a file of JSON lines, gzipped if its name says so. Records without a tiling are left out.
pub fn read(path: &Path) -> Result<Vec<Record>, Box<dyn Error>> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text)?;
    } else {
        text = String::from_utf8(bytes)?;
    }
    let mut records = Vec::new();
    for line in text.lines() {
        records.extend(Record::read(&serde_json::from_str(line)?)?);
    }
    Ok(records)
}
