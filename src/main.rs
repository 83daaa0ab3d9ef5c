//! The `tolmach` command: a shell around the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    tolmach::cli::main()
}
