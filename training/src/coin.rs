//! Coins words after letter statistics: for each language the n-grams of 1 to 5 letters in the crates
//! `lingua-*-language-model`, which stem from a million sentences where the word lists know the 8,000 most frequent words.
//!
//! The crates hold P(last letter | letters before it) inside words and no word boundaries, but their figures imply these:
//! what the letters that follow an n-gram leave of 1 are its occurrences at the end of a word, and what is left of its
//! occurrences when those after another letter are taken away stand at the start of one.

use std::collections::BTreeMap;
use std::error::Error;
use std::ops::Range;
use std::path::Path;

use fst::Streamer;
use rustc_hash::FxHashMap;

use crate::draw::Random;

/// Words drawn for each language.
const DRAWN: usize = 200_000;
/// Longest word; a chain that runs longer is dropped.
const LONGEST: usize = 20;
/// Letters that the next one depends on; shorter words are not coined, since lists and sentences have them all.
const LETTERS: usize = 4;

/// Languages of the crates whose n-grams say how words are spelt. Left out are scripts without spaces, and Indic ones, in
/// which the crates' n-grams stop at every vowel sign.
const LANGUAGES: &[(&str, &str)] = &[
    ("afrikaans", "af"),
    ("albanian", "sq"),
    ("arabic", "ar"),
    ("azerbaijani", "az"),
    ("basque", "eu"),
    ("belarusian", "be"),
    ("bokmal", "nb"),
    ("bosnian", "bs"),
    ("bulgarian", "bg"),
    ("catalan", "ca"),
    ("croatian", "hr"),
    ("czech", "cs"),
    ("danish", "da"),
    ("dutch", "nl"),
    ("english", "en"),
    ("esperanto", "eo"),
    ("estonian", "et"),
    ("finnish", "fi"),
    ("french", "fr"),
    ("ganda", "lg"),
    ("german", "de"),
    ("hebrew", "he"),
    ("hungarian", "hu"),
    ("icelandic", "is"),
    ("indonesian", "id"),
    ("irish", "ga"),
    ("italian", "it"),
    ("kazakh", "kk"),
    ("latin", "la"),
    ("latvian", "lv"),
    ("lithuanian", "lt"),
    ("macedonian", "mk"),
    ("malay", "ms"),
    ("maori", "mi"),
    ("mongolian", "mn"),
    ("nynorsk", "nn"),
    ("persian", "fa"),
    ("polish", "pl"),
    ("portuguese", "pt"),
    ("romanian", "ro"),
    ("russian", "ru"),
    ("serbian", "sr"),
    ("shona", "sn"),
    ("slovak", "sk"),
    ("slovene", "sl"),
    ("somali", "so"),
    ("sotho", "st"),
    ("spanish", "es"),
    ("swahili", "sw"),
    ("swedish", "sv"),
    ("tagalog", "tl"),
    ("tsonga", "ts"),
    ("tswana", "tn"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
    ("urdu", "ur"),
    ("vietnamese", "vi"),
    ("welsh", "cy"),
    ("xhosa", "xh"),
    ("yoruba", "yo"),
    ("zulu", "zu"),
];

/// Bits of a code point.
const BITS: u32 = 21;

/// How words of one language run on.
#[derive(Default)]
struct Chain {
    /// First letters of words.
    starts: Vec<Vec<char>>,
    /// Running sums of how often words start so.
    sums: Vec<f64>,
    /// The letters that follow each few, in `next`.
    after: FxHashMap<u128, Range<usize>>,
    /// Letters and running sums of their probability; what they leave of 1 is the end of the word.
    next: Vec<(char, f64)>,
}

fn key(letters: &[char]) -> u128 {
    letters
        .iter()
        .fold(0, |key, &c| key << BITS | u128::from(c as u32))
}

impl Chain {
    /// The chain of a crate's n-grams.
    fn read(path: &Path) -> Result<Self, Box<dyn Error>> {
        let map = fst::Map::new(std::fs::read(path)?)?;
        let mut stream = map.stream();
        let mut chain = Self::default();
        // Share among all letters of the n-gram that each place of the stack ends: the stream is sorted, so that an
        // n-gram's beginnings come before it.
        let mut shares = [1.0; LETTERS + 2];
        let mut heads: Vec<(Vec<char>, f64)> = Vec::new();
        let mut inner: FxHashMap<u128, f64> = FxHashMap::default();
        while let Some((bytes, value)) = stream.next() {
            let letters: Vec<char> = std::str::from_utf8(bytes)?.chars().collect();
            let length = letters.len();
            let probability = libm::exp(f64::from_bits(value));
            if length > LETTERS + 1 {
                return Err("an n-gram of more than five letters".into());
            }
            shares[length] = shares[length - 1] * probability;
            if length > LETTERS {
                *inner.entry(key(&letters[1..])).or_default() += shares[length];
                chain.follow(&letters, probability);
            } else if length == LETTERS {
                heads.push((letters, shares[length]));
            }
        }
        let mut sum = 0.0;
        for (letters, share) in heads {
            let start = share - inner.get(&key(&letters)).copied().unwrap_or(0.0);
            // What is left by rounding alone is no start.
            if start > share * 1e-6 {
                sum += start;
                chain.starts.push(letters);
                chain.sums.push(sum);
            }
        }
        Ok(chain)
    }

    /// Adds the last of `letters` to what may follow those before it; n-grams come in sorted order.
    fn follow(&mut self, letters: &[char], probability: f64) {
        let place = self.next.len();
        let range = self.after.entry(key(&letters[..LETTERS])).or_insert(place..place);
        let before = if range.start == place {
            0.0
        } else {
            self.next[place - 1].1
        };
        range.end = place + 1;
        self.next.push((letters[LETTERS], before + probability));
    }

    /// A word; none if it has no end.
    fn word(&self, random: &mut Random) -> Option<String> {
        let mut letters = self.starts.get(random.place(&self.sums))?.clone();
        while letters.len() <= LONGEST {
            let share = random.share();
            let range = self.after.get(&key(&letters[letters.len() - LETTERS..])).cloned();
            let next = &self.next[range.unwrap_or(0..0)];
            match next.get(next.partition_point(|&(_, sum)| sum < share)) {
                Some(&(letter, _)) => letters.push(letter),
                None => return Some(letters.into_iter().collect()),
            }
        }
        None
    }

    /// Words, sorted, and how often each was drawn.
    fn words(&self) -> BTreeMap<String, f64> {
        let mut random = Random(1);
        let mut counts = BTreeMap::new();
        for word in (0..DRAWN).filter_map(|_| self.word(&mut random)) {
            *counts.entry(word).or_default() += 1.0;
        }
        counts
    }
}

/// Words of every language that `folder` holds a crate of, with how often each was drawn.
pub fn words(folder: &str, mut each: impl FnMut(&str, &str, f64)) -> Result<(), Box<dyn Error>> {
    let mut crates: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    crates.sort_by_key(std::fs::DirEntry::file_name);
    for (name, tag) in LANGUAGES {
        let start = format!("lingua-{name}-language-model");
        let found = crates
            .iter()
            .find(|entry| entry.file_name().to_string_lossy().starts_with(&start))
            .ok_or_else(|| format!("no {start} in {folder}"))?;
        for (word, count) in Chain::read(&found.path().join("models/ngrams.fst"))?.words() {
            each(tag, &word, count);
        }
    }
    Ok(())
}
