//! Turns articles in any language into extractive summaries and translation jobs.

pub mod article;
pub mod bilingual;
pub mod cli;
pub mod config;
pub mod detect;
pub mod escape;
pub mod export;
pub mod extract;
pub mod read;
pub mod report;
pub mod run;
pub mod segment;
pub mod summarize;
pub mod words;
