//! The loop of the JSONL filters: lines in, one reply a line out, in order, as soon as those before it are done.

use std::io::{self, BufRead, BufReader};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::anyhow;
use serde_json::Value;

use super::arguments::{
    CommonArguments, DetectArguments, ExtractArguments, FilterArguments, GroupArguments, LanguageArguments,
    OffsetUnit, SegmentArguments, SummarizeArguments,
};
use super::pages::{self, Extraction};
use super::progress::Display;
use super::records::{self, Request};
use super::{Outcome, explain, progress, rules, run, summaries};
use crate::article::{Language, Limits};
use crate::config::{self, Layer};
use crate::digest::stories;
use crate::extract::Survey;
use crate::run::parallel;

/// How a filter tells languages and counts offsets.
#[derive(Debug)]
pub(super) struct Manner {
    /// The user's word, which wins.
    pub(super) language: Option<Language>,
    /// The only languages that may be answered.
    pub(super) languages: Vec<Language>,
    /// Whether tags are printed with their script.
    pub(super) script: bool,
    /// The unit of `start` and `end`.
    pub(super) offsets: OffsetUnit,
}

impl Manner {
    pub(super) fn new(given: LanguageArguments, settings: &Layer, script: bool, offsets: OffsetUnit) -> Self {
        let languages = if given.languages.is_empty() {
            settings.languages.clone().unwrap_or_default()
        } else {
            given.languages
        };
        Self {
            language: given.lang.or_else(|| settings.lang.clone()),
            languages,
            script,
            offsets,
        }
    }
}

/// `tolmach extract --jsonl`.
pub(super) fn extract(arguments: ExtractArguments, common: &CommonArguments) -> Outcome {
    let settings = match run::settings(common) {
        Ok(settings) => settings,
        Err(outcome) => return outcome,
    };
    let manner = Manner::new(
        arguments.language,
        &settings,
        arguments.script,
        OffsetUnit::Codepoints,
    );
    let root = arguments.root.unwrap_or_else(|| PathBuf::from("."));
    if !root.is_dir() {
        return Outcome::Usage(anyhow!("--root {}: no such folder", root.display()));
    }
    let layer = Layer {
        fields: arguments.fields.layer(),
        ..Layer::default()
    };
    let fields = match config::fields(layer.over(settings.clone()).fields.as_ref()) {
        Ok(fields) => Arc::new(fields),
        Err(error) => return Outcome::Usage(error.into()),
    };
    let mut options = Extraction {
        manner,
        keep: arguments.keep,
        root,
        fields,
        sites: None,
    };
    if !arguments.batch {
        return answer(&arguments.filter, common, &settings, input(), |request| {
            pages::extract(request, &options)
        });
    }
    // The pages of a host are evidence on each other, so all are read before the first is answered.
    let lines: Vec<Line> = input().collect();
    let mut survey = Survey::default();
    for line in &lines {
        let Line::Text(text) = line else { continue };
        // What is wrong with a line is said when it is answered.
        let _ = catch_unwind(AssertUnwindSafe(|| {
            let mut request = Request::parse(text)?;
            pages::count(&mut request, &options, &mut survey)
        }));
    }
    options.sites = Some(Arc::new(survey.finish()));
    answer(
        &arguments.filter,
        common,
        &settings,
        lines.into_iter(),
        |request| pages::extract(request, &options),
    )
}

/// `tolmach detect --jsonl`.
pub(super) fn detect(arguments: DetectArguments, common: &CommonArguments) -> Outcome {
    let settings = match run::settings(common) {
        Ok(settings) => settings,
        Err(outcome) => return outcome,
    };
    let manner = Manner::new(arguments.language, &settings, arguments.script, arguments.offsets);
    answer(&arguments.filter, common, &settings, input(), |request| {
        records::detect(request, &manner, arguments.spans)
    })
}

/// `tolmach segment --jsonl`, or `--explain` alone.
pub(super) fn segment(arguments: SegmentArguments, common: &CommonArguments) -> Outcome {
    let settings = match run::settings(common) {
        Ok(settings) => settings,
        Err(outcome) => return outcome,
    };
    let (options, srx) = match run::segment_options(arguments.level, &settings) {
        Ok(found) => found,
        Err(outcome) => return outcome,
    };
    let display = remarks(common, &settings);
    rules::tell_of_problems(&display, srx.as_deref(), &options);
    let manner = Manner::new(arguments.language, &settings, arguments.script, arguments.offsets);
    let outcome = if arguments.jsonl {
        let filter = FilterArguments {
            jsonl: true,
            keep_going: arguments.keep_going,
        };
        answer(&filter, common, &settings, input(), |request| {
            records::segment(request, &manner, &options, arguments.explain)
        })
    } else {
        explain::segments(&manner, &options)
    };
    rules::tell_of_given_up(&display, srx.as_deref(), &options);
    outcome
}

/// What a filter has to say beside its replies.
fn remarks(common: &CommonArguments, settings: &Layer) -> Display {
    Display::new(progress::Manner {
        quiet: common.quiet || settings.quiet.unwrap_or(false),
        ..progress::Manner::default()
    })
}

/// `tolmach summarize --jsonl`, or `--explain` alone.
pub(super) fn summarize(arguments: SummarizeArguments, common: &CommonArguments) -> Outcome {
    let settings = match run::settings(common) {
        Ok(settings) => settings,
        Err(outcome) => return outcome,
    };
    let manner = Manner::new(arguments.language, &settings, arguments.script, arguments.offsets);
    let budget = match run::budget(&arguments.budget, &settings) {
        Ok(budget) => budget,
        Err(outcome) => return outcome,
    };
    let options = match settings.segment_options() {
        Ok(options) => options,
        Err(error) => return Outcome::Usage(error.into()),
    };
    let (display, srx) = (remarks(common, &settings), settings.srx.as_deref());
    rules::tell_of_problems(&display, srx, &options);
    let outcome = if arguments.jsonl {
        let filter = FilterArguments {
            jsonl: true,
            keep_going: arguments.keep_going,
        };
        answer(&filter, common, &settings, input(), |request| {
            summaries::summarize(request, &manner, &budget, &options, arguments.explain)
        })
    } else {
        explain::summary(&manner, &budget, &options)
    };
    rules::tell_of_given_up(&display, srx, &options);
    outcome
}

/// `tolmach group --jsonl`.
pub(super) fn group(arguments: GroupArguments, common: &CommonArguments) -> Outcome {
    let settings = match run::settings(common) {
        Ok(settings) => settings,
        Err(outcome) => return outcome,
    };
    let manner = Manner::new(arguments.language, &settings, false, OffsetUnit::Codepoints);
    let max_bytes = Limits::default().max_line_bytes as u64;
    let profile =
        |(place, line): (usize, Line)| (place, opened(line, |request| records::profile(request, &manner)));
    let read = parallel::unordered(
        input().enumerate(),
        threads(common, &settings),
        max_bytes,
        &AtomicBool::new(false),
        |(_, line)| line.len() as u64,
        profile,
    );
    let mut read = match read {
        Ok(read) => read,
        Err(error) => return Outcome::Failed(error.into()),
    };
    read.sort_unstable_by_key(|&(place, _)| place);
    let (mut profiles, mut lines) = (Vec::new(), Vec::new());
    for (_, (id, profile)) in read {
        lines.push((id, profile.map(|profile| profiles.push(profile))));
    }
    let mut stories = stories::group(&profiles).into_iter();
    let mut failed = false;
    let mut out = Vec::new();
    for (id, read) in lines {
        let story = read.map(|()| stories.next().expect("each profile has a story"));
        failed |= story.is_err();
        out.extend(match story {
            Ok(story) => records::story(&id, story),
            Err(message) => records::error(&id, &message),
        });
    }
    match progress::print(&out) {
        Outcome::Done if failed && !arguments.filter.keep_going => Outcome::SomeFailed,
        outcome => outcome,
    }
}

/// The lines of standard input.
pub(super) fn input() -> impl Iterator<Item = Line> + Send {
    let max_bytes = Limits::default().max_line_bytes;
    Lines {
        input: BufReader::with_capacity(64 << 10, io::stdin()),
        max_bytes,
    }
}

/// Answers every line.
pub(super) fn answer(
    filter: &FilterArguments,
    common: &CommonArguments,
    settings: &Layer,
    lines: impl Iterator<Item = Line> + Send,
    work: impl Fn(&mut Request) -> Result<Vec<u8>, String> + Sync,
) -> Outcome {
    let limits = Limits::default();
    let failed = AtomicBool::new(false);
    let result = parallel::ordered(
        lines,
        io::stdout(),
        threads(common, settings),
        limits.max_line_bytes,
        |line| {
            let (reply, ok) = reply(line, &work);
            if !ok {
                failed.store(true, Ordering::Relaxed);
            }
            reply
        },
    );
    match result {
        Ok(()) if failed.into_inner() && !filter.keep_going => Outcome::SomeFailed,
        Ok(()) => Outcome::Done,
        // The reader has seen enough: that is its right.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Outcome::Done,
        Err(error) => Outcome::Failed(anyhow::Error::new(error).context("standard output")),
    }
}

/// Worker threads, 0 for one a processor.
fn threads(common: &CommonArguments, settings: &Layer) -> usize {
    common.threads.or(settings.threads).unwrap_or(0)
}

/// The reply to one line, and whether it is no error.
fn reply(line: Line, work: &impl Fn(&mut Request) -> Result<Vec<u8>, String>) -> (Vec<u8>, bool) {
    match opened(line, work) {
        (_, Ok(reply)) => (reply, true),
        (id, Err(message)) => (records::error(&id, &message), false),
    }
}

/// The id of one line, and what `work` makes of it.
fn opened<T>(line: Line, work: impl Fn(&mut Request) -> Result<T, String>) -> (Value, Result<T, String>) {
    let text = match line {
        Line::Text(text) => text,
        Line::TooLong(limit) => {
            let message = format!("the line is longer than {limit} bytes");
            return (Value::Null, Err(message));
        }
        Line::Unreadable(error) => {
            let message = format!("standard input cannot be read: {error}");
            return (Value::Null, Err(message));
        }
    };
    let mut request = match Request::parse(&text) {
        Ok(request) => request,
        Err(message) => return (Value::Null, Err(message)),
    };
    let id = request.id.clone();
    let result = catch_unwind(AssertUnwindSafe(|| work(&mut request))).unwrap_or_else(|_| {
        let place = progress::panic_place();
        Err(format!("a fault of tolmach itself ({place}); please report it"))
    });
    (id, result)
}

/// A line of input.
#[derive(Debug)]
pub(super) enum Line {
    /// Its bytes without the line end.
    Text(Vec<u8>),
    /// Longer than the limit; its bytes were not kept.
    TooLong(usize),
    /// The input failed; nothing follows.
    Unreadable(io::Error),
}

impl Line {
    /// Its size in bytes.
    fn len(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::TooLong(_) | Self::Unreadable(_) => 0,
        }
    }
}

/// Lines of an input, blank ones left out, none of them held beyond the limit.
struct Lines<R> {
    input: R,
    max_bytes: usize,
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        loop {
            let mut line = Vec::new();
            match self.read_line(&mut line) {
                Ok(None) => return None,
                Ok(Some(false)) => return Some(Line::TooLong(self.max_bytes)),
                Ok(Some(true)) if line.iter().all(u8::is_ascii_whitespace) => {}
                Ok(Some(true)) => return Some(Line::Text(line)),
                Err(error) => {
                    self.max_bytes = 0;
                    return Some(Line::Unreadable(error));
                }
            }
        }
    }
}

impl<R: BufRead> Lines<R> {
    /// Reads one line into `line`: `None` at the end, `Some(false)` if it is over the limit (and was skipped).
    fn read_line(&mut self, line: &mut Vec<u8>) -> io::Result<Option<bool>> {
        if self.max_bytes == 0 {
            return Ok(None);
        }
        let (mut any, mut fits) = (false, true);
        loop {
            let buffer = match self.input.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if buffer.is_empty() {
                return Ok(any.then_some(fits));
            }
            any = true;
            let end = memchr::memchr(b'\n', buffer);
            let part = &buffer[..end.unwrap_or(buffer.len())];
            if fits && line.len() + part.len() > self.max_bytes {
                fits = false;
                *line = Vec::new();
            }
            if fits {
                line.extend_from_slice(part);
            }
            let used = part.len() + usize::from(end.is_some());
            self.input.consume(used);
            if end.is_some() {
                return Ok(Some(fits));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_over_the_limit_is_skipped_and_the_next_is_read() {
        let input: &[u8] = b"abc\n\n  \r\n0123456789\nxy";
        let lines = Lines {
            input: BufReader::with_capacity(4, input),
            max_bytes: 5,
        };
        let seen: Vec<String> = lines
            .map(|line| match line {
                Line::Text(text) => String::from_utf8(text).unwrap(),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(seen, ["abc", "TooLong(5)", "xy"]);
    }
}
