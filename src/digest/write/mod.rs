//! The forms of an edition: Markdown, plain text, HTML for mail, a ready message, and the feeds. Each is a pure function of a [`View`](super::view::View).

pub mod atom;
pub mod feed;
pub mod json_feed;
pub mod mail;
pub mod markdown;
pub mod message;
pub mod rss;
#[cfg(test)]
mod sample;
pub mod template;
pub mod text;
