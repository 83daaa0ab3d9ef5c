//! End-to-end tests: one module per behaviour, run on the real binary and on real files.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests make and read files of their own, and end when that fails"
)]

mod architecture;
mod attributes;
mod carry;
mod check;
mod digest;
mod documents;
mod exchange;
mod failures;
mod feeds_and_books;
mod filters;
mod formats;
mod handover;
mod help;
mod holders;
mod merge;
mod output_folder;
mod program;
mod returns;
mod roles;
mod sample;
mod settings;
mod sites;
mod srx;
mod stories;
mod threads;
