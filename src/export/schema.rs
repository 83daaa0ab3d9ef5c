//! The JSON Schema of what [`super::json`] writes.

/// JSON Schema (draft 2020-12) of `articles/<article>.json`.
pub const ARTICLE: &str = include_str!("data/article.schema.json");
