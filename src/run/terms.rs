//! The glossaries of the settings, by the languages of jobs: each pair is put together once, whoever asks for it first.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::article::Language;
use crate::check::Glossary;
use crate::check::glossary::Terms;

/// Terms of all jobs of a run.
#[derive(Debug)]
pub(super) struct Termbook<'c> {
    glossary: &'c Glossary,
    known: Mutex<BTreeMap<(Language, Language), Arc<Terms>>>,
}

impl<'c> Termbook<'c> {
    pub(super) fn new(glossary: &'c Glossary) -> Self {
        Self {
            glossary,
            known: Mutex::default(),
        }
    }

    /// The terms for a pair of languages.
    pub(super) fn of(&self, source: &Language, target: &Language) -> Arc<Terms> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let terms = known.entry((source.clone(), target.clone()));
        Arc::clone(terms.or_insert_with(|| Arc::new(self.glossary.terms(source, target))))
    }
}
