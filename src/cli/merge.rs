//! `tolmach merge`: translations that came back, into the articles and summaries of a finished run.

use super::Outcome;
use super::arguments::{CommonArguments, EncodingChoice, MergeArguments, Repair};
use super::progress::{Display, Manner};
use super::run::settings;
use crate::config::{Config, Layer};
use crate::merge::EncodingPolicy;
use crate::run::RunError;
use crate::run::merge::{MergeOptions, merge as run_merge};

/// Runs the command.
pub(super) fn merge(arguments: MergeArguments, common: &CommonArguments) -> Outcome {
    let settings = match settings(common) {
        Ok(settings) => settings,
        Err(outcome) => return outcome,
    };
    let display = Display::new(Manner {
        quiet: common.quiet || settings.quiet.unwrap_or(false) && !common.verbose,
        verbose: common.verbose,
        json: arguments.json,
    });
    let layer = Layer {
        output: arguments.output,
        threads: common.threads,
        ..Layer::default()
    };
    let config = match Config::new(layer.over(settings)) {
        Ok(config) => config,
        Err(error) => return Outcome::Usage(error.into()),
    };
    let options = MergeOptions {
        files: arguments.file,
        source: arguments.source,
        target: arguments.to,
        dry_run: arguments.dry_run,
        repair_xml: arguments.repair.contains(&Repair::Xml),
        repair_codes: arguments.repair.contains(&Repair::Tags),
        encoding: policy(arguments.encoding),
    };
    match run_merge(&config, &options, &display) {
        Ok(report) => {
            display.finish_merge(&report, &config.output, options.dry_run);
            if report.failed > 0 {
                Outcome::SomeFailed
            } else {
                Outcome::Done
            }
        }
        Err(error @ (RunError::Input(_) | RunError::NoRun(_) | RunError::Usage(_))) => {
            Outcome::Usage(error.into())
        }
        Err(error) => Outcome::Failed(error.into()),
    }
}

/// The character set that is asked for.
pub(super) fn policy(choice: EncodingChoice) -> EncodingPolicy {
    match choice {
        EncodingChoice::Keep => EncodingPolicy::Keep,
        EncodingChoice::Utf8 => EncodingPolicy::Utf8,
    }
}
