//! Learned and listed data of the summarizer; `MODEL.md` says where it comes from.

pub(super) mod importance;

/// Word lists by language, kept by hand.
pub(super) const COHESION: &str = include_str!("cohesion.tsv");
