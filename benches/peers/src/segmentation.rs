//! Sentence segmentation side by side: `segmentation [--srx FILE] [FILE.jsonl...]`, run in the project's folder.
//!
//! The texts are the sample articles in `input/`, whose folders are their languages, and those of the files given
//! (`{"text","lang"?,"segments"?}` a line). Each segmenter cuts the same texts one by one on one thread; printed are, where there are
//! right segments, the share of texts cut exactly so and the F1 of sentence ends as a mean over languages, and the speed in CPU time.

#![expect(clippy::disallowed_methods, reason = "a bench reads its own input")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow, bail};
use cpu_time::ProcessTime;
use icu_segmenter::SentenceSegmenter;
use icu_segmenter::options::SentenceBreakInvariantOptions;
use tolmach::article::{Language, Limits};
use tolmach::extract::{ExtractOptions, extract};
use tolmach::read::{self, Opened};
use tolmach::segment::{ProjectRules, SegmentOptions, SrxRules, segment};
use unicode_segmentation::UnicodeSegmentation;

/// The rules that the SRX readers cut by unless others are named.
const RULES: &str = "benches/peers/rules.srx";
/// Sentence ends that a language needs to count in the mean.
const MIN_ENDS: usize = 10;
/// Texts that are cut once before the clock runs.
const WARMING: usize = 20;

struct Text {
    text: String,
    lang: String,
    /// The right segments, if they are known.
    segments: Option<Vec<String>>,
}

/// The segments of a text of a language.
type Cut<'s> = dyn Fn(&str, &str) -> Vec<String> + 's;

/// A segmenter and how it cuts.
struct Segmenter<'s> {
    name: &'static str,
    cut: Box<Cut<'s>>,
}

fn main() -> Result<()> {
    let (mut rules, mut files) = (PathBuf::from(RULES), Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--srx" => rules = arguments.next().context("--srx FILE")?.into(),
            flag if flag.starts_with('-') => bail!("usage: segmentation [--srx FILE] [FILE.jsonl...]"),
            file => files.push(PathBuf::from(file)),
        }
    }
    let srx = std::fs::read_to_string(&rules).with_context(|| rules.display().to_string())?;
    let peer = srx::SRX::from_str(&srx).map_err(|error| anyhow!("{error}"))?;
    let mut project = ProjectRules::default();
    project.srx = Some(Arc::new(SrxRules::read(&srx)?));
    let mut ruled = SegmentOptions::default();
    ruled.project = Arc::new(project);

    let mut sets = vec![("input/".to_owned(), samples(Path::new("input"))?)];
    for file in files {
        let name = file.display().to_string();
        sets.push((name.clone(), lines(&file).context(name)?));
    }
    for (name, texts) in sets {
        let mut languages: Vec<&str> = texts.iter().map(|text| text.lang.as_str()).collect();
        languages.sort_unstable();
        languages.dedup();
        let peer_rules = languages
            .iter()
            .map(|&lang| (lang.to_owned(), peer.language_rules(lang)))
            .collect();
        compare(&name, &texts, &segmenters(&ruled, &peer_rules));
    }
    Ok(())
}

fn segmenters<'s>(ruled: &'s SegmentOptions, peer: &'s BTreeMap<String, srx::Rules>) -> Vec<Segmenter<'s>> {
    let owned = |pieces: &mut dyn Iterator<Item = &str>| pieces.map(str::to_owned).collect::<Vec<_>>();
    let plain = SegmentOptions::default();
    let icu = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    vec![
        Segmenter {
            name: "tolmach",
            cut: Box::new(move |text, lang| tolmach(text, lang, &plain)),
        },
        Segmenter {
            name: "unicode-segmentation",
            cut: Box::new(move |text, _| owned(&mut text.split_sentence_bounds())),
        },
        Segmenter {
            name: "icu_segmenter",
            cut: Box::new(move |text, _| {
                let ends: Vec<usize> = icu.segment_str(text).collect();
                owned(&mut ends.windows(2).map(|pair| &text[pair[0]..pair[1]]))
            }),
        },
        Segmenter {
            name: "sentencex",
            cut: Box::new(move |text, lang| owned(&mut sentencex::segment(lang, text).into_iter())),
        },
        Segmenter {
            name: "srx, by the file's rules",
            cut: Box::new(move |text, lang| {
                peer.get(lang)
                    .map_or(Vec::new(), |rules| owned(&mut rules.split(text)))
            }),
        },
        Segmenter {
            name: "tolmach, by the file's rules",
            cut: Box::new(move |text, lang| tolmach(text, lang, ruled)),
        },
    ]
}

fn tolmach(text: &str, lang: &str, options: &SegmentOptions) -> Vec<String> {
    let language = Language::parse(lang).unwrap_or(Language::UND);
    let spans = segment(text, &language, options);
    spans.iter().map(|span| span.of(text).to_owned()).collect()
}

/// The articles below `folder`, one text each.
fn samples(folder: &Path) -> Result<Vec<Text>> {
    let mut texts = Vec::new();
    for found in read::inputs(&[folder.to_owned()], Path::new("output"))? {
        let path = found.path();
        let Ok(Opened::Document(source)) = read::open(&path, &Limits::default()) else {
            continue;
        };
        let Ok(article) = extract(&source.text, source.format, &ExtractOptions::default()) else {
            continue;
        };
        let lang = path.parent().and_then(Path::file_name);
        texts.push(Text {
            lang: lang.map_or_else(|| "und".to_owned(), |lang| lang.to_string_lossy().into_owned()),
            text: article.text,
            segments: None,
        });
    }
    Ok(texts)
}

fn lines(file: &Path) -> Result<Vec<Text>> {
    let text = std::fs::read_to_string(file)?;
    let parse = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line)?;
        let text = value["text"].as_str().context("a line without \"text\"")?;
        let segments = value["segments"].as_array().map(|segments| {
            let texts = segments.iter().filter_map(|segment| segment.as_str());
            texts.map(str::to_owned).collect::<Vec<String>>()
        });
        // Some cases want the text changed as well, which no segmenter here does.
        let segments = segments.filter(|_| value.get("boundaries").is_none_or(|ends| !ends.is_null()));
        Ok(Text {
            text: text.to_owned(),
            lang: value["lang"].as_str().unwrap_or("und").to_owned(),
            segments,
        })
    };
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(parse)
        .collect()
}

/// Prints a table for one set of texts.
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn compare(name: &str, texts: &[Text], segmenters: &[Segmenter<'_>]) {
    let bytes: usize = texts.iter().map(|text| text.text.len()).sum();
    println!("\n{name}: {} texts, {:.2} MB", texts.len(), bytes as f64 / 1e6);
    println!("| segmenter | cut exactly | F1 | segments | MB/CPU s | speed to tolmach's |");
    println!("| --- | --- | --- | --- | --- | --- |");
    let mut ours = None;
    for segmenter in segmenters {
        for text in texts.iter().take(WARMING) {
            (segmenter.cut)(&text.text, &text.lang);
        }
        let start = ProcessTime::now();
        let answers: Vec<Vec<String>> = texts
            .iter()
            .map(|text| (segmenter.cut)(&text.text, &text.lang))
            .collect();
        let speed = bytes as f64 / 1e6 / start.elapsed().as_secs_f64();
        let ratio = speed / *ours.get_or_insert(speed);
        let count: usize = answers
            .iter()
            .map(|pieces| pieces.iter().filter(|piece| !piece.trim().is_empty()).count())
            .sum();
        let (exact, f1) = quality(texts, &answers);
        println!(
            "| {} | {exact} | {f1} | {count} | {speed:.2} | {ratio:.2} |",
            segmenter.name
        );
    }
}

/// How many ends are right, found, and wanted.
#[derive(Default)]
struct Counts {
    right: usize,
    found: usize,
    wanted: usize,
}

/// The share of texts cut exactly, and the mean F1 of sentence ends over languages.
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn quality(texts: &[Text], answers: &[Vec<String>]) -> (String, String) {
    let mut languages: BTreeMap<&str, Counts> = BTreeMap::new();
    let (mut exact, mut known) = (0, 0);
    for (text, answer) in texts.iter().zip(answers) {
        let Some(gold) = &text.segments else { continue };
        let (wanted, found) = (ends(gold), ends(answer));
        let counts = languages.entry(&text.lang).or_default();
        counts.right += found
            .iter()
            .filter(|end| wanted.binary_search(end).is_ok())
            .count();
        counts.found += found.len();
        counts.wanted += wanted.len();
        known += 1;
        exact += usize::from(wanted == found);
    }
    if known == 0 {
        return ("-".to_owned(), "-".to_owned());
    }
    let scores: Vec<f64> = languages
        .values()
        .filter(|counts| counts.wanted >= MIN_ENDS)
        .map(|counts| 200.0 * counts.right as f64 / (counts.found + counts.wanted).max(1) as f64)
        .collect();
    let mean = scores.iter().sum::<f64>() / scores.len().max(1) as f64;
    let share = 100.0 * f64::from(exact as u32) / f64::from(known as u32);
    (format!("{share:.1} %"), format!("{mean:.2} ({})", scores.len()))
}

/// Where segments end, the last one left out: the number of characters before that are not white space, so that it does not matter
/// who trims.
fn ends(segments: &[String]) -> Vec<usize> {
    let mut count = 0;
    let mut ends: Vec<usize> = segments
        .iter()
        .map(|segment| {
            count += segment.chars().filter(|c| !c.is_whitespace()).count();
            count
        })
        .collect();
    ends.dedup();
    ends.pop();
    ends
}
