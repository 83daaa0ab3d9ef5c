//! What is told of an SRX file: before anything is cut, what in it is not followed; afterwards, which rules gave up.

use std::path::Path;

use super::progress::Display;
use crate::run::Progress;
use crate::segment::{SegmentOptions, SrxProblem};

/// Problems that are told one by one.
const MAX_LINES: usize = 50;

/// Tells what in the file is not followed.
pub(super) fn tell_of_problems(display: &Display, path: Option<&Path>, options: &SegmentOptions) {
    if let (Some(path), Some(rules)) = (path, &options.project.srx) {
        tell(display, path, rules.problems());
    }
}

/// Tells which rules gave up at some places of the texts.
pub(super) fn tell_of_given_up(display: &Display, path: Option<&Path>, options: &SegmentOptions) {
    if let (Some(path), Some(rules)) = (path, &options.project.srx) {
        tell(display, path, &rules.given_up());
    }
}

fn tell(display: &Display, path: &Path, problems: &[SrxProblem]) {
    let name = path.display().to_string();
    for SrxProblem {
        line, what, message, ..
    } in problems.iter().take(MAX_LINES)
    {
        display.remark("srx", &format!("{name}:{line}"), &format!("{what}: {message}"));
    }
    if problems.len() > MAX_LINES {
        let more = problems.len() - MAX_LINES;
        display.remark("srx", &name, &format!("{more} more problems of this kind"));
    }
}
