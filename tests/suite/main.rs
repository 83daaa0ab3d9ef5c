//! End-to-end tests: one module per behaviour, run on the real binary and on real files.

mod architecture;
mod failures;
mod filters;
mod help;
mod output_folder;
mod program;
mod sample;
mod settings;
mod threads;
