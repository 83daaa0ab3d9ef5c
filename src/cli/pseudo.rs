//! `tolmach pseudo`: pseudo-translations, to test a layout.

use std::path::PathBuf;

use super::Outcome;
use super::arguments::{CommonArguments, PseudoArguments};
use super::merge::policy;
use super::progress::{Display, Manner};
use super::run::settings;
use crate::article::Language;
use crate::config::{Config, Layer};
use crate::merge::pseudo::PseudoOptions;
use crate::run::pseudo::{PseudoJob, run as run_pseudo};

/// The code of ISO 639 that is used for pseudo-languages.
const PSEUDO: &str = "qps";

/// Runs the command.
pub(super) fn pseudo(arguments: &PseudoArguments, common: &CommonArguments) -> Outcome {
    let settings = match settings(common) {
        Ok(settings) => settings,
        Err(outcome) => return outcome,
    };
    let display = Display::new(Manner {
        quiet: common.quiet || settings.quiet.unwrap_or(false) && !common.verbose,
        verbose: common.verbose,
        json: false,
    });
    let layer = Layer {
        threads: common.threads,
        ..Layer::default()
    };
    let config = match Config::new(layer.over(settings)) {
        Ok(config) => config,
        Err(error) => return Outcome::Usage(error.into()),
    };
    let target = match &arguments.to {
        Some(target) => target.clone(),
        None => match Language::parse(PSEUDO) {
            Ok(target) => target,
            Err(error) => return Outcome::Usage(error.into()),
        },
    };
    let options = PseudoOptions {
        expand: arguments.expand,
        accents: !arguments.no_accents,
        brackets: !arguments.no_brackets,
        mirrored: arguments.mirror,
    };
    let job = PseudoJob {
        files: arguments.file.clone(),
        output: arguments
            .output
            .clone()
            .unwrap_or_else(|| PathBuf::from("pseudo")),
        target,
        options,
        encoding: policy(arguments.encoding),
    };
    match run_pseudo(&config, &job, &display) {
        Ok((written, failed)) => {
            display.finish_pseudo(written, &job.output);
            if failed > 0 {
                Outcome::SomeFailed
            } else {
                Outcome::Done
            }
        }
        Err(error) => Outcome::Usage(error.into()),
    }
}
