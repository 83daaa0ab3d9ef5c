//! What the training program (`training/extract`) learns from, and articles by tables other than those that ship.

use super::blocks;
use super::candidates::Ground;
use super::choice;
use super::content::Scene;
use super::context::{self, Context};
use super::features::{self, Page};
use super::model::Model;
use super::{Reading, article_by, with_reading};
use crate::article::Article;
use crate::extract::ExtractOptions;

/// Numbers of a row for the first and the second table.
pub const FEATURES: (usize, usize) = (features::FEATURES, context::FEATURES);

/// A passage to learn from.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its text.
    pub text: String,
    /// Its row.
    pub row: Vec<f32>,
}

/// The passages of a page that are classified, with their rows for the first table; for the second if `scores` has the first one's answers.
pub fn examples(source: &str, options: &ExtractOptions, scores: Option<&[f32]>) -> Vec<Example> {
    with_reading(source, options, |reading| rows(reading, scores))
}

fn rows(reading: &Reading<'_, '_>, scores: Option<&[f32]>) -> Vec<Example> {
    let scene = Scene::of(reading.tree, reading.passages);
    let ground: Ground<'_, '_> = scene.ground(reading.tree, reading.passages);
    let page: Page<'_> = scene.page(&ground, reading.said);
    let context = scores
        .filter(|scores| scores.len() == page.open.len())
        .map(|scores| Context::of(&ground, &page, scores));
    let example = |k: usize| {
        let mut row = Vec::new();
        page.row(&ground, k, &mut row);
        if let Some(context) = &context {
            context.extend(&ground, &page, k, &mut row);
        }
        let passage: &blocks::Passage = &reading.passages[page.open[k]];
        Example {
            text: passage.draft.text.clone(),
            row,
        }
    };
    (0..page.open.len()).map(example).collect()
}

/// Tables of a file.
#[derive(Clone, Debug)]
pub struct Tables(Vec<u8>);

impl Tables {
    /// Takes a model file; `None` if it is none.
    pub fn of(bytes: Vec<u8>) -> Option<Self> {
        Model::load(&bytes)?;
        Some(Self(bytes))
    }

    fn model(&self) -> Model<'_> {
        Model::load(&self.0).expect("tables are checked when they are made")
    }
}

/// The passages of a page that are classified, each with what the first and the second table say of it.
pub fn weigh(source: &str, options: &ExtractOptions, tables: &Tables) -> Vec<(String, f32, f32)> {
    with_reading(source, options, |reading| {
        let scene = Scene::of(reading.tree, reading.passages);
        let ground = scene.ground(reading.tree, reading.passages);
        let page = scene.page(&ground, reading.said);
        let model = tables.model();
        let (alone, together) = choice::probabilities(&ground, &page, &model);
        let texts = page
            .open
            .iter()
            .map(|&at| reading.passages[at].draft.text.clone());
        let weights = alone.into_iter().zip(together);
        texts.zip(weights).map(|(text, (a, b))| (text, a, b)).collect()
    })
}

/// Reads a page by `tables`.
pub fn extract(source: &str, options: &ExtractOptions, tables: &Tables) -> Article {
    article_by(source, options, &tables.model())
}
