//! A batch of articles as a newsletter needs it: by story.

pub mod compose;
pub mod copies;
pub mod dates;
pub mod edition;
pub mod item;
pub mod links;
pub mod picks;
pub mod plan;
pub mod stories;
pub mod view;
pub mod wording;
pub mod write;
