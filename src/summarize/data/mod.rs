//! Learned and listed data of the summarizer; `MODEL.md` says where it comes from.

pub(super) mod importance;

/// Word lists by language, written by `training/summarize/cohesion.py`.
pub(super) const COHESION: &str = include_str!("cohesion.tsv");
