//! A batch of articles as a newsletter needs it: by story.

pub mod stories;
