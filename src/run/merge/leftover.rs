//! Translations without a place: each in the report with its reason, and all in a memory that translators' tools read.

use std::collections::BTreeMap;

use super::Came;
use super::arrivals::Arrival;
use super::report::LeftoverReport;
use crate::article::Language;
use crate::bilingual::read::ReceivedSegment;
use crate::bilingual::tmx::{Entry, Tmx};
use crate::merge::placed::{Fate, Reason};

/// The memory of translations without a place.
pub(super) const LEFTOVER: &str = "leftover.tmx";

/// The translations of a language that have no place.
pub(super) struct Leftover<'t> {
    target: &'t Language,
    pub(super) reports: Vec<LeftoverReport>,
    /// Memories by the language of their sources.
    memories: BTreeMap<Language, Tmx>,
}

impl<'t> Leftover<'t> {
    pub(super) fn new(target: &'t Language) -> Self {
        Self {
            target,
            reports: Vec::new(),
            memories: BTreeMap::new(),
        }
    }

    /// Takes what has no place of a unit.
    pub(super) fn take(
        &mut self,
        unit: &Came<'_>,
        fates: &[Fate],
        article: Option<(&str, &Language)>,
        arrivals: &[Arrival],
    ) {
        for (segment, fate) in unit.unit.segments.iter().zip(fates) {
            let Fate::Leftover(reason) = fate else { continue };
            let Some(translation) = segment.translation() else {
                continue;
            };
            let file = &arrivals[unit.arrival].report.path;
            self.reports.push(LeftoverReport {
                file: file.clone(),
                line: segment.line,
                article: article.map(|(id, _)| id.to_owned()),
                id: segment.id.clone(),
                source: segment.source.text(),
                target: translation.text(),
                reason: reason.as_str(),
            });
            let source = unit.file.source.as_ref().or(article.map(|(_, source)| source));
            let source = source.cloned().unwrap_or(Language::UND);
            self.push(&source, article.map(|(id, _)| id), segment, *reason);
        }
    }

    fn push(&mut self, source: &Language, article: Option<&str>, segment: &ReceivedSegment, reason: Reason) {
        let Some(translation) = segment.translation() else {
            return;
        };
        let target = self.target;
        let memory = self
            .memories
            .entry(source.clone())
            .or_insert_with(|| Tmx::new(source, target));
        let id = match article {
            Some(article) if !segment.id.is_empty() => Some(format!("{article}/{}", segment.id)),
            _ => Some(segment.id.clone()).filter(|id| !id.is_empty()),
        };
        memory.push(&Entry {
            id: id.as_deref(),
            source: &segment.source,
            target: translation,
            notes: &[format!("leftover: {}", reason.describe())],
            date: None,
        });
    }

    /// The files, one for each language of sources.
    pub(super) fn files(&mut self) -> Vec<(String, String)> {
        let memories = std::mem::take(&mut self.memories);
        let only = memories.len() == 1;
        let name = |source: &Language| {
            if only {
                LEFTOVER.to_owned()
            } else {
                format!("leftover.{source}.tmx")
            }
        };
        memories
            .into_iter()
            .map(|(source, memory)| (name(&source), memory.finish()))
            .collect()
    }
}
