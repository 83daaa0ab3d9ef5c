//! The command line: arguments, settings, one file per command; the only place that reads the environment and standard input and prints.

mod arguments;
mod asked;
mod check;
mod digest;
mod explain;
mod filter;
mod handover;
mod merge;
mod pages;
mod progress;
mod pseudo;
mod records;
mod rules;
mod run;
mod summaries;

use std::process::ExitCode;

use clap::Parser;

use crate::export;
use arguments::{Arguments, Command};

/// Something that ends a command, with the exit code it stands for.
#[derive(Debug)]
enum Outcome {
    /// Everything was done.
    Done,
    /// Some articles or lines failed; each was reported.
    SomeFailed,
    /// Nothing can be done: the message says why and what to do.
    Failed(anyhow::Error),
    /// A wrong command line or configuration.
    Usage(anyhow::Error),
}

/// Runs the command that the process was started with and returns its exit code: 0 = nothing failed, 1 = something did,
/// 2 = wrong usage or configuration.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    progress::silence_panics();
    let outcome = match arguments.command {
        None => run::run(arguments.run, &arguments.common),
        Some(Command::Run(run)) => run::run(run, &arguments.common),
        Some(Command::Extract(extract)) => filter::extract(extract, &arguments.common),
        Some(Command::Detect(detect)) => filter::detect(detect, &arguments.common),
        Some(Command::Segment(segment)) => filter::segment(segment, &arguments.common),
        Some(Command::Summarize(summarize)) => filter::summarize(summarize, &arguments.common),
        Some(Command::Group(group)) => filter::group(group, &arguments.common),
        Some(Command::Check(check)) => check::check(check, &arguments.common),
        Some(Command::Digest(digest)) => digest::digest(digest, &arguments.common),
        Some(Command::Merge(merge)) => merge::merge(merge, &arguments.common),
        Some(Command::Pseudo(pseudo)) => pseudo::pseudo(&pseudo, &arguments.common),
        Some(Command::Schema) => progress::print(export::schema::ARTICLE.as_bytes()),
        Some(Command::Completions { shell }) => arguments::completions(shell),
    };
    match outcome {
        Outcome::Done => ExitCode::SUCCESS,
        Outcome::SomeFailed => ExitCode::from(1),
        Outcome::Failed(error) => {
            progress::error(&format!("{error:#}"));
            ExitCode::from(1)
        }
        Outcome::Usage(error) => {
            progress::error(&format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}
