//! Decoded text of one file to an [`Article`]: title, metadata, blocks with their kind, inline codes, and the place of everything in the source.

mod dates;
mod draft;
mod entities;
mod html;
#[cfg(test)]
mod laws;
mod markdown;
mod metadata;
mod plain;
mod promo;

use std::sync::Arc;

use thiserror::Error;

use crate::article::{Article, Format, Limits};

pub use html::{Site, passage_keys, study};

/// What a reader may be told.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ExtractOptions {
    /// Address of the page, where it is known.
    pub url: Option<String>,
    /// Keep boilerplate as blocks of that kind (menus, comments, notices).
    pub keep_boilerplate: bool,
    /// What is known of the site that the page is from.
    pub site: Option<Arc<Site>>,
    /// Size limits.
    pub limits: Limits,
}

/// A file from which no article can be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExtractError {
    /// A structure over a limit.
    #[error("{0}")]
    Limit(String),
}

/// Reads an article. Broken markup gives the best reading and warnings, never an error.
///
/// # Errors
/// If a limit is passed.
pub fn extract(source: &str, format: Format, options: &ExtractOptions) -> Result<Article, ExtractError> {
    Ok(match format {
        Format::Html => html::extract(source, options),
        Format::Markdown => markdown::extract(source, options),
        Format::Text => plain::read(source, options),
    })
}
