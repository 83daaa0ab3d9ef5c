//! `tolmach digest`: the newsletter of a finished run, made anew.

use super::Outcome;
use super::arguments::{CommonArguments, DigestArguments};
use super::progress::{Display, Manner};
use super::run::settings;
use crate::config::{Config, DigestLayer, Layer};
use crate::run::{RunError, remake};

/// Runs the command.
pub(super) fn digest(arguments: DigestArguments, common: &CommonArguments) -> Outcome {
    let settings = match settings(common) {
        Ok(settings) => settings,
        Err(outcome) => return outcome,
    };
    let display = Display::new(Manner {
        quiet: common.quiet || settings.quiet.unwrap_or(false) && !common.verbose,
        verbose: common.verbose,
        json: arguments.json,
    });
    let config = match Config::new(layer(arguments, common).over(settings)) {
        Ok(config) => config,
        Err(error) => return Outcome::Usage(error.into()),
    };
    match remake::digest(&config, &display) {
        Ok(editions) => {
            display.finish_digest(editions, &config.output.join("digest"));
            Outcome::Done
        }
        Err(error @ (RunError::Digest(_) | RunError::NoRun(_) | RunError::Usage(_))) => {
            Outcome::Usage(error.into())
        }
        Err(error) => Outcome::Failed(error.into()),
    }
}

/// Flags as the uppermost layer of settings.
fn layer(arguments: DigestArguments, common: &CommonArguments) -> Layer {
    fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
        if list.is_empty() { None } else { Some(list) }
    }
    Layer {
        output: arguments.output,
        threads: common.threads,
        digest: Some(DigestLayer {
            max_items: arguments.max_items,
            since: arguments.since,
            lang: some(arguments.lang),
            title: arguments.title,
            base_url: arguments.base_url,
            picks: arguments.picks,
            template: some(arguments.template),
        }),
        ..Layer::default()
    }
}
