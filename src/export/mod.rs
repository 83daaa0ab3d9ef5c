//! Records to files' contents: article JSON, summaries, job files, previews, counts. Strings and bytes, never paths.
//!
//! Everything streams: a function takes one article (or its [`crate::bilingual::Document`]) and gives the text of its file; what concerns
//! a whole job is a [`counts::Counter`] that is fed article by article.

pub mod counts;
pub mod earlier;
pub mod findings;
pub mod job;
pub mod json;
pub mod memory;
mod notes;
pub mod omegat;
pub mod preview;
pub mod quote;
pub mod schema;
pub mod similar;
pub mod summary;
pub mod terms;
