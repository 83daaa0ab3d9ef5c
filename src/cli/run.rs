//! `tolmach run`: settings from file, environment and flags, the run itself, the outcome.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::anyhow;
use tempfile::NamedTempFile;

use super::arguments::{Budget, CommonArguments, LevelArguments, RunArguments};
use super::progress::{Display, Manner};
use super::{Outcome, rules};
use crate::config::{Config, FILE_NAME, Layer};
use crate::run::{self, RunError};
use crate::segment::SegmentOptions;
use crate::summarize::{Ratio, SummaryOptions};

/// Reads the settings file: the one that is named, else that of the working directory if there is one.
pub(super) fn settings(common: &CommonArguments) -> Result<Layer, Outcome> {
    let path = match &common.config {
        Some(path) => path.as_path(),
        None if Path::new(FILE_NAME).is_file() => Path::new(FILE_NAME),
        None => return Ok(Layer::default()),
    };
    Layer::read(path).map_err(|error| Outcome::Usage(error.into()))
}

/// The budget that flags and settings give.
pub(super) fn budget(flags: &Budget, settings: &Layer) -> Result<SummaryOptions, Outcome> {
    let given = SummaryOptions {
        sentences: flags.sentences,
        words: flags.words,
        chars: flags.chars,
        ratio: flags.ratio,
    };
    if given == SummaryOptions::default() {
        settings
            .summary_options()
            .map_err(|error| Outcome::Usage(error.into()))
    } else {
        Ok(given)
    }
}

/// How texts are cut by flags and settings, and which SRX file has a say.
pub(super) fn segment_options(
    level: LevelArguments,
    settings: &Layer,
) -> Result<(SegmentOptions, Option<PathBuf>), Outcome> {
    let layer = Layer {
        segment: level.segment,
        srx: level.srx,
        srx_mode: level.srx_mode,
        ..Layer::default()
    };
    let layer = layer.over(settings.clone());
    match layer.segment_options() {
        Ok(options) => Ok((options, layer.srx)),
        Err(error) => Err(Outcome::Usage(error.into())),
    }
}

/// Runs the main job.
pub(super) fn run(arguments: RunArguments, common: &CommonArguments) -> Outcome {
    let settings = match settings(common) {
        Ok(settings) => settings,
        Err(outcome) => return outcome,
    };
    let quiet = common.quiet || settings.quiet.unwrap_or(false) && !common.verbose;
    let display = Display::new(Manner {
        quiet,
        verbose: common.verbose,
        json: arguments.json,
    });
    let layer = layer(arguments, common).over(settings);
    let srx = layer.srx.clone();
    let config = match Config::new(layer) {
        Ok(config) => config,
        Err(error) => return Outcome::Usage(error.into()),
    };
    // The file goes away when the run is done.
    let kept = match standard_input(&config) {
        Ok(kept) => kept,
        Err(error) => return Outcome::Failed(anyhow::Error::new(error).context("standard input")),
    };
    let config = Config {
        standard_input: kept.as_ref().map(|kept| kept.path().to_owned()),
        ..config
    };
    rules::tell_of_problems(&display, srx.as_deref(), &config.segment);
    match run::run(&config, &display, &stop_on_signals()) {
        Ok(report) => {
            rules::tell_of_given_up(&display, srx.as_deref(), &config.segment);
            display.finish(&report);
            if report.stopped {
                return Outcome::Failed(anyhow!("stopped; what is done stays, the next run does the rest"));
            }
            if report.failed > 0 {
                Outcome::SomeFailed
            } else {
                Outcome::Done
            }
        }
        Err(error @ (RunError::Input(_) | RunError::Usage(_) | RunError::Digest(_))) => {
            Outcome::Usage(error.into())
        }
        Err(error) => Outcome::Failed(error.into()),
    }
}

/// Flags and environment as the uppermost layer of settings.
fn layer(arguments: RunArguments, common: &CommonArguments) -> Layer {
    let some = |list: Vec<_>| if list.is_empty() { None } else { Some(list) };
    let (budget, handover) = (arguments.budget, arguments.handover);
    Layer {
        input: if arguments.input.is_empty() {
            None
        } else {
            Some(arguments.input)
        },
        output: arguments.output,
        to: some(arguments.to),
        sentences: budget.sentences,
        words: budget.words,
        chars: budget.chars,
        ratio: budget.ratio.map(Ratio::share),
        xliff: handover.xliff,
        r#for: handover.preset,
        only: handover.only,
        zip: handover.zip.then_some(true),
        limit: if handover.limit.is_empty() {
            None
        } else {
            Some(handover.limit.into_iter().collect())
        },
        lang: arguments.language.lang,
        languages: some(arguments.language.languages),
        segment: arguments.level.segment,
        abbreviations: None,
        never_cut: None,
        always_cut: None,
        srx: arguments.level.srx,
        srx_mode: arguments.level.srx_mode,
        fields: arguments.fields.layer(),
        digest: None,
        check: None,
        threads: common.threads,
        quiet: None,
    }
}

/// Keeps what comes on standard input in a file, if an input is `-`: archives are read from their end, and no article may cost another.
fn standard_input(config: &Config) -> io::Result<Option<NamedTempFile>> {
    if !config.input.iter().any(|path| run::is_standard_input(path)) {
        return Ok(None);
    }
    let mut kept = NamedTempFile::new()?;
    io::copy(&mut io::stdin().lock(), &mut kept)?;
    kept.flush()?;
    Ok(Some(kept))
}

/// A flag that the first interrupt or termination signal sets, so that nothing new is begun; the second one ends at once.
/// A file size limit shows as an error of the write, not as the death of the process.
fn stop_on_signals() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGINT, SIGTERM};
        for signal in [SIGINT, SIGTERM] {
            // Without a handler the process dies at the signal, which leaves whole files too.
            let _ = signal_hook::flag::register_conditional_shutdown(signal, 1, Arc::clone(&stop));
            let _ = signal_hook::flag::register(signal, Arc::clone(&stop));
        }
        let _ = signal_hook::flag::register(rustix::process::Signal::XFSZ.as_raw(), Arc::default());
    }
    stop
}
