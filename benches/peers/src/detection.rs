//! Language detection side by side: `detection [--lingua-every N] [FILE.jsonl...]`, run in the project's folder.
//!
//! The texts are sentences and paragraphs of the sample articles in `input/`, whose folders are their languages, and those of the
//! files given (`{"text","lang"?}` a line). Each detector answers the same texts one by one on one thread; printed are the share
//! answered right, as a mean over languages (of all labels, and of those that the detector knows), and its speed in CPU time.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use cpu_time::ProcessTime;
use lingua::LanguageDetectorBuilder;
use tolmach::article::{Article, BlockKind, Language, Limits};
use tolmach::detect::{DetectOptions, detect};
use tolmach::extract::{ExtractOptions, extract};
use tolmach::read::{self, Opened};
use tolmach::segment::{SegmentOptions, segment};

/// Lingua answers every so many texts: it is some hundred times slower than the others.
const LINGUA_EVERY: usize = 5;
/// Letters of the shortest text that is taken from an article.
const MIN_CHARS: usize = 12;

/// Texts that are asked once before the clock runs.
const WARMING: usize = 20;

struct Text {
    text: String,
    lang: Option<String>,
}

/// How a detector answers: a language's code, or none.
type Answer<'d> = Box<dyn Fn(&str) -> Option<String> + 'd>;

/// A detector: its name, the languages it can answer, how it answers, and of how many texts it gets one.
struct Detector<'d> {
    name: &'static str,
    knows: Option<Vec<String>>,
    answer: Answer<'d>,
    every: usize,
}

fn main() -> Result<()> {
    let (mut lingua_every, mut files) = (LINGUA_EVERY, Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--lingua-every" => {
                lingua_every = arguments.next().context("--lingua-every N")?.parse()?;
            }
            flag if flag.starts_with('-') => bail!("usage: detection [--lingua-every N] [FILE.jsonl...]"),
            file => files.push(PathBuf::from(file)),
        }
    }
    let careful = LanguageDetectorBuilder::from_all_languages()
        .with_preloaded_language_models()
        .build();
    let quick = LanguageDetectorBuilder::from_all_languages()
        .with_low_accuracy_mode()
        .with_preloaded_language_models()
        .build();
    let detectors = detectors(&careful, &quick, lingua_every.max(1));
    compare("input/", &samples(Path::new("input"))?, &detectors);
    for file in files {
        let name = file.display().to_string();
        compare(&name, &lines(&file).context(name.clone())?, &detectors);
    }
    Ok(())
}

fn detectors<'d>(
    careful: &'d lingua::LanguageDetector,
    quick: &'d lingua::LanguageDetector,
    lingua_every: usize,
) -> Vec<Detector<'d>> {
    let lingua_knows = || {
        let all = lingua::Language::all();
        Some(
            all.iter()
                .map(|language| canonical(&language.iso_code_639_3().to_string()))
                .collect(),
        )
    };
    let lingua_answer = |detector: &'d lingua::LanguageDetector| -> Answer<'d> {
        Box::new(move |text| {
            Some(canonical(
                &detector.detect_language_of(text)?.iso_code_639_3().to_string(),
            ))
        })
    };
    vec![
        Detector {
            name: "tolmach",
            knows: None,
            answer: Box::new(|text| {
                let found = detect(text, &DetectOptions::default()).language;
                (!found.is_und()).then(|| canonical(found.subtag()))
            }),
            every: 1,
        },
        Detector {
            name: "whatlang",
            knows: Some(
                whatlang::Lang::all()
                    .iter()
                    .map(|lang| canonical(lang.code()))
                    .collect(),
            ),
            answer: Box::new(|text| Some(canonical(whatlang::detect_lang(text)?.code()))),
            every: 1,
        },
        Detector {
            name: "whichlang",
            knows: Some(
                whichlang::LANGUAGES
                    .iter()
                    .map(|lang| canonical(lang.three_letter_code()))
                    .collect(),
            ),
            answer: Box::new(|text| Some(canonical(whichlang::detect_language(text).three_letter_code()))),
            every: 1,
        },
        Detector {
            name: "lingua",
            knows: lingua_knows(),
            answer: lingua_answer(careful),
            every: lingua_every,
        },
        Detector {
            name: "lingua, low accuracy mode",
            knows: lingua_knows(),
            answer: lingua_answer(quick),
            every: lingua_every,
        },
    ]
}

/// One code for each language, however a peer or a label writes it. Macrolanguages stand for their largest member.
fn canonical(tag: &str) -> String {
    let bare = tag
        .split(['-', '_'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    match bare.as_str() {
        "cmn" => "zh".to_owned(),
        "pes" => "fa".to_owned(),
        "no" | "nor" => "nb".to_owned(),
        "tgl" | "fil" => "tl".to_owned(),
        "ekk" => "et".to_owned(),
        "lvs" => "lv".to_owned(),
        "arb" => "ar".to_owned(),
        "azj" => "az".to_owned(),
        "uzn" => "uz".to_owned(),
        "khk" => "mn".to_owned(),
        "swh" => "sw".to_owned(),
        "als" | "aln" => "sq".to_owned(),
        "ydd" => "yi".to_owned(),
        "zsm" => "ms".to_owned(),
        "npi" => "ne".to_owned(),
        "ory" => "or".to_owned(),
        _ => Language::parse(&bare).map_or(bare, |language| language.subtag().to_owned()),
    }
}

/// Paragraphs and single sentences of the articles below `folder`.
fn samples(folder: &Path) -> Result<Vec<Text>> {
    let found = read::inputs(&[folder.to_owned()], Path::new("output"))?;
    let mut texts = Vec::new();
    for found in found.iter().filter(|found| found.skipped.is_none()) {
        let path = found.path();
        let Ok(Opened::Document(source)) = read::open(&path, &Limits::default()) else {
            continue;
        };
        let Ok(article) = extract(&source.text, source.format, &ExtractOptions::default()) else {
            continue;
        };
        let lang = path
            .parent()
            .and_then(Path::file_name)
            .map(|name| name.to_string_lossy().into_owned());
        take(&article, lang.as_deref(), &mut texts);
    }
    Ok(texts)
}

fn take(article: &Article, lang: Option<&str>, into: &mut Vec<Text>) {
    let language = lang
        .and_then(|lang| Language::parse(lang).ok())
        .unwrap_or(Language::UND);
    for block in article
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Paragraph)
    {
        let paragraph = article.text_of(block);
        let spans = segment(paragraph, &language, &SegmentOptions::default());
        let sentences = spans.iter().map(|span| span.of(paragraph));
        for text in std::iter::once(paragraph).chain(sentences) {
            if text.chars().filter(|c| c.is_alphabetic()).count() >= MIN_CHARS {
                into.push(Text {
                    text: text.to_owned(),
                    lang: lang.map(str::to_owned),
                });
            }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a bench reads its own input")]
fn lines(file: &Path) -> Result<Vec<Text>> {
    let text = std::fs::read_to_string(file)?;
    let parse = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line)?;
        let field = |name: &str| value[name].as_str().map(str::to_owned);
        Ok(Text {
            text: field("text").context("a line without \"text\"")?,
            lang: field("lang"),
        })
    };
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(parse)
        .collect()
}

/// Prints a table for one set of texts.
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn compare(name: &str, texts: &[Text], detectors: &[Detector<'_>]) {
    let bytes: usize = texts.iter().map(|text| text.text.len()).sum();
    println!("\n{name}: {} texts, {:.2} MB", texts.len(), bytes as f64 / 1e6);
    println!("| detector | texts | right | right, its own languages | MB/CPU s | speed to tolmach's |");
    println!("| --- | --- | --- | --- | --- | --- |");
    let mut ours = None;
    for detector in detectors {
        let asked: Vec<&Text> = texts.iter().step_by(detector.every).collect();
        let bytes: usize = asked.iter().map(|text| text.text.len()).sum();
        // What a detector makes at its first question is no part of its speed.
        for text in asked.iter().take(WARMING) {
            (detector.answer)(&text.text);
        }
        let start = ProcessTime::now();
        let answers: Vec<Option<String>> = asked.iter().map(|text| (detector.answer)(&text.text)).collect();
        let speed = bytes as f64 / 1e6 / start.elapsed().as_secs_f64();
        let ratio = speed / *ours.get_or_insert(speed);
        let (all, own) = accuracy(&asked, &answers, detector);
        println!(
            "| {} | {} | {all} | {own} | {speed:.2} | {ratio:.3} |",
            detector.name,
            asked.len()
        );
    }
}

/// Mean share of right answers over the languages of the labels: of all, and of those that the detector knows.
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn accuracy(asked: &[&Text], answers: &[Option<String>], detector: &Detector<'_>) -> (String, String) {
    let mut languages: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (text, answer) in asked.iter().zip(answers) {
        let Some(label) = text.lang.as_deref().map(canonical) else {
            continue;
        };
        // Where there is no language, no answer is the right one.
        let want = (label != "und").then_some(&label);
        let right = usize::from(answer.as_ref() == want);
        let counts = languages.entry(label).or_default();
        *counts = (counts.0 + right, counts.1 + 1);
    }
    let mean = |known: &dyn Fn(&str) -> bool| {
        let shares: Vec<f64> = languages
            .iter()
            .filter(|(language, _)| known(language))
            .map(|(_, counts)| counts.0 as f64 / counts.1 as f64)
            .collect();
        let mut out = String::new();
        if shares.is_empty() {
            out.push('-');
        } else {
            let mean = shares.iter().sum::<f64>() / shares.len() as f64;
            write!(out, "{mean:.3} ({})", shares.len()).expect("a string can be written to");
        }
        out
    };
    let own = |language: &str| {
        detector
            .knows
            .as_ref()
            .is_none_or(|known| known.iter().any(|known| known == language))
    };
    (mean(&|_| true), mean(&own))
}
