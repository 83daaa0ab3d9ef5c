//! Reads word lists and sentences into sources: one for each language in each script that it is written in.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Read;
use std::ops::Range;

use crate::coin;
use crate::features::{Word, Words, hashes, place};
use crate::labels;
use crate::letters::Script;

/// Rows of the table; with 16 bytes and a tag each they fill most of 4 MB.
pub const SLOTS: u32 = 13 << 14;

/// A script of a word list or text set that holds less than this share of it is not the language's own.
const OWN_SCRIPT: f64 = 0.3;

/// Everything that is known of one language in one script.
pub struct Source {
    pub script: Script,
    pub tag: String,
    /// Whether a text of any length may be in the language.
    pub core: bool,
    /// How often it is drawn.
    pub weight: f64,
    /// Words of the list, as indices into [`Corpus::words`].
    pub list: Vec<u32>,
    /// Occurrences of each listed word among 10^9.
    pub counts: Vec<f64>,
    /// Coined words (see `coin`), and how often each was drawn.
    pub coined: Vec<u32>,
    pub coined_counts: Vec<f64>,
    /// Sentences: ranges of [`Corpus::words`].
    pub sentences: Vec<Range<u32>>,
}

/// A word's features and letters.
pub struct Entry {
    pub features: Range<u32>,
    pub letters: u32,
}

/// All sources and the words they share.
#[derive(Default)]
pub struct Corpus {
    pub sources: Vec<Source>,
    pub words: Vec<Entry>,
    /// Slot and tag of every feature of every word; after selection the kept slots only.
    pub features: Vec<u32>,
}

/// Slot and tag in one number.
pub fn packed(hash: u64) -> u32 {
    let (slot, tag) = place(hash, SLOTS);
    slot << 8 | u32::from(tag)
}

struct Reader {
    corpus: Corpus,
    words: Words,
    sources: BTreeMap<(Script, String), Source>,
    /// The last script and corpus tag, and their label: lists name one tag thousands of times.
    last: (Script, String, Option<String>),
}

impl Reader {
    /// The words of `text` by script, as runs of entries.
    fn cut(&mut self, text: &str) -> Vec<(Script, Range<u32>)> {
        let mut found: Vec<(Script, Entry)> = Vec::new();
        let corpus = &mut self.corpus;
        let mut total = 0;
        self.words.each(text, 0, |word: &Word<'_>| {
            let start = corpus.features.len() as u32;
            hashes(word, |hash| corpus.features.push(packed(hash)));
            total += word.letters;
            let entry = Entry {
                features: start..corpus.features.len() as u32,
                letters: word.letters,
            };
            found.push((word.script, entry));
        });
        // The leading script alone: names in another script inside a sentence say nothing of its language.
        let mut letters: BTreeMap<Script, u32> = BTreeMap::new();
        for (script, entry) in &found {
            *letters.entry(*script).or_default() += entry.letters;
        }
        let Some((lead, most)) = letters.into_iter().max_by_key(|(_, count)| *count) else {
            return Vec::new();
        };
        if most * 3 < total * 2 {
            return Vec::new();
        }
        let start = corpus.words.len() as u32;
        corpus.words.extend(
            found
                .into_iter()
                .filter(|(script, _)| *script == lead)
                .map(|(_, entry)| entry),
        );
        vec![(lead, start..corpus.words.len() as u32)]
    }

    fn source(&mut self, tag: &str, script: Script) -> Option<&mut Source> {
        if self.last.0 != script || self.last.1 != tag {
            self.last = (script, tag.to_owned(), labels::label(tag, script));
        }
        let tag = self.last.2.clone()?;
        let source = self
            .sources
            .entry((script, tag))
            .or_insert_with_key(|(script, tag)| Source {
                script: *script,
                tag: tag.clone(),
                core: labels::is_core(tag),
                weight: labels::weight(tag),
                list: Vec::new(),
                counts: Vec::new(),
                coined: Vec::new(),
                coined_counts: Vec::new(),
                sentences: Vec::new(),
            });
        Some(source)
    }

    fn word_list(&mut self, text: &str) -> Result<(), Box<dyn Error>> {
        for line in text.lines() {
            let mut cells = line.split('\t');
            let (Some(tag), Some(word), Some(level)) = (cells.next(), cells.next(), cells.next()) else {
                return Err(format!("not tag, word, level: {line}").into());
            };
            // Kana decide without the model.
            if tag == "ja" && word.contains(|c| ('\u{3041}'..='\u{30FA}').contains(&c)) {
                continue;
            }
            let count = libm::pow(10.0, level.parse::<f64>()? / 10.0);
            for (script, range) in self.cut(word) {
                if range.len() == 1 || script.is_unspaced() {
                    if let Some(source) = self.source(tag, script) {
                        source.list.push(range.start);
                        source.counts.push(count);
                    }
                }
            }
        }
        Ok(())
    }

    fn coined(&mut self, folder: &str) -> Result<(), Box<dyn Error>> {
        coin::words(folder, |tag, word, count| {
            for (script, range) in self.cut(word) {
                if range.len() == 1
                    && let Some(source) = self.source(tag, script)
                {
                    source.coined.push(range.start);
                    source.coined_counts.push(count);
                }
            }
        })
    }

    fn sentences(&mut self, text: &str) -> Result<(), Box<dyn Error>> {
        for line in text.lines() {
            let row: serde_json::Value = serde_json::from_str(line)?;
            let (Some(tag), Some(text)) = (row["lang"].as_str(), row["text"].as_str()) else {
                return Err(format!("no lang or text: {line}").into());
            };
            for (script, range) in self.cut(text) {
                if let Some(source) = self.source(tag, script) {
                    source.sentences.push(range);
                }
            }
        }
        Ok(())
    }

    /// Drops scripts that a language is not written in, and sets that are too small; sorts.
    fn finish(mut self) -> Corpus {
        let mut totals: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for source in self.sources.values() {
            let total = totals.entry(source.tag.clone()).or_default();
            total.0 += source.list.len();
            total.1 += source.sentences.len();
        }
        let share = |part: usize, all: usize| part as f64 / all.max(1) as f64;
        let mut sources: Vec<Source> = self.sources.into_values().collect();
        sources.retain(|source| {
            let (words, sentences) = totals[&source.tag];
            let own = share(source.list.len(), words).max(share(source.sentences.len(), sentences));
            own >= OWN_SCRIPT && (source.list.len() >= 150 || source.sentences.len() >= 8)
        });
        sources.sort_by_key(|source| (source.script, !source.core, source.tag.clone()));
        self.corpus.sources = sources;
        self.corpus
    }
}

/// Reads a gzipped word list (`tag TAB word TAB level`) and JSON lines with `lang` and `text`.
pub fn read(words: &str, coined: &str, sentences: &[String]) -> Result<Corpus, Box<dyn Error>> {
    let mut reader = Reader {
        corpus: Corpus::default(),
        words: Words::default(),
        sources: BTreeMap::new(),
        last: (Script::NONE, String::new(), None),
    };
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(words)?).read_to_string(&mut text)?;
    reader.word_list(&text)?;
    reader.coined(coined)?;
    for path in sentences {
        reader.sentences(&std::fs::read_to_string(path)?)?;
    }
    Ok(reader.finish())
}

/// The leading script of a text, its letters there, and the rows of its features.
pub fn lead(text: &str, words: &mut Words, table: &crate::select::Table) -> Option<(Script, u32, Vec<u32>)> {
    let mut parts: BTreeMap<Script, (u32, Vec<u32>)> = BTreeMap::new();
    words.each(text, 0, |word: &Word<'_>| {
        let part = parts.entry(word.script).or_default();
        part.0 += word.letters;
        hashes(word, |hash| {
            let feature = packed(hash);
            if table.tags[(feature >> 8) as usize] == feature as u8 {
                part.1.push(feature >> 8);
            }
        });
    });
    let (script, (letters, rows)) = parts.into_iter().max_by_key(|(_, part)| part.0)?;
    Some((script, letters, rows))
}
