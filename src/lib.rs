//! Turns articles in any language into extractive summaries and translation jobs.
//!
//! Each stage is a pure function on plain types, and the text of an article is never copied or altered on the way: everything is
//! a byte span into it.
//!
//! ```
//! use tolmach::article::Format;
//! use tolmach::detect::{DetectOptions, detect};
//! use tolmach::extract::{ExtractOptions, extract};
//! use tolmach::segment::{SegmentOptions, segment};
//! use tolmach::summarize::{Candidate, SummaryInput, SummaryOptions, summarize};
//!
//! let source = "<article><h1>Ferry back at Harl</h1><p>The ferry crossed the sound on Monday with 31 passengers. \
//!     It had been in the yard for fourteen months, since cracks were found in its frame.</p></article>";
//! let article = extract(source, Format::Html, &ExtractOptions::default())?;
//! let language = detect(&article.text, &DetectOptions::default()).language;
//! let mut sentences = Vec::new();
//! for block in &article.blocks {
//!     for span in segment(article.text_of(block), &language, &SegmentOptions::default()) {
//!         let span = span.shifted(block.span.start as usize);
//!         sentences.push(Candidate { span, quotable: block.kind.is_quotable(), opens_block: false });
//!     }
//! }
//! let input = SummaryInput {
//!     text: &article.text,
//!     language: &language,
//!     title: article.metadata.title.as_deref(),
//!     sentences: &sentences,
//! };
//! let summary = summarize(&input, &SummaryOptions { sentences: Some(1), ..SummaryOptions::default() });
//! let quoted = sentences[summary.sentences[0].index].span.of(&article.text);
//! assert_eq!(language.to_string(), "en");
//! assert!(quoted.ends_with('.') && article.text.contains(quoted));
//! # Ok::<(), tolmach::extract::ExtractError>(())
//! ```
//!
//! [`run::run`] is the whole batch: a folder in, an output folder out. `ARCHITECTURE.md` says what each module is for and which
//! may use which.

pub mod article;
pub mod bilingual;
pub mod check;
pub mod cli;
pub mod config;
pub mod detect;
pub mod digest;
pub mod escape;
pub mod export;
pub mod extract;
pub mod memory;
pub mod merge;
pub mod read;
pub mod report;
pub mod run;
pub mod segment;
pub mod summarize;
pub mod words;
