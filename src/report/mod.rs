//! The run as one page that opens from disk: totals, charts, jobs, failures, and every article with its summary.
//!
//! The page is made in pieces, so that a run of many thousand articles is written with flat memory:
//! [`head`] from the integer totals of an [`Overview`], one [`article`] a record, [`tail`]. Nothing on the page comes
//! from the network or the clock, it works without script, and text of an article gets in only through
//! [`Html::text`](crate::escape::Html::text) and [`Html::attribute`](crate::escape::Html::attribute).

mod charts;
pub mod digest;
mod overview;
mod page;
mod problems;
#[cfg(test)]
mod sample;
mod script;
mod story;
mod text;
mod wording;

pub use digest::{Edition, Headline};
pub use overview::{Entry, Job, Outcome, Overview};
pub use page::{head, tail};
pub use story::{Preview, article};
