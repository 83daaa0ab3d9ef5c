//! What the training program (`training/extract`) learns from, and articles by trees other than those that ship.

use super::content::Scene;
use super::features;
use super::model::Model;
use super::regions::{self, Regions};
use super::{article_by, bounds, choice, with_reading};
use crate::article::Article;
use crate::extract::ExtractOptions;

/// Numbers of a row.
pub const FEATURES: usize = features::FEATURES;

/// A passage to learn from.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its text.
    pub text: String,
    /// Its row.
    pub row: Vec<f32>,
}

/// The passages of a page that are classified.
pub fn examples(source: &str, options: &ExtractOptions) -> Vec<Example> {
    with_reading(source, bounds(options), options, |reading| {
        let scene = Scene::of(reading.tree, reading.passages);
        let ground = scene.ground(reading.tree, reading.passages);
        let page = scene.page(&ground, reading.said);
        let example = |k: usize| {
            let mut row = Vec::new();
            page.row(&ground, k, &mut row);
            let text = reading.passages[page.open[k]].draft.text.clone();
            Example { text, row }
        };
        (0..page.open.len()).map(example).collect()
    })
}

/// Trees of a file.
#[derive(Clone, Debug)]
pub struct Trees(Vec<u8>);

impl Trees {
    /// Takes a model file; `None` if it is none.
    pub fn of(bytes: Vec<u8>) -> Option<Self> {
        Model::load(&bytes)?;
        Some(Self(bytes))
    }

    fn model(&self) -> Model<'_> {
        Model::load(&self.0).expect("a file is checked when it is taken")
    }
}

/// The passages of a page that are classified, each with what `trees` say of it.
pub fn weigh(source: &str, options: &ExtractOptions, trees: &Trees) -> Vec<(String, f32)> {
    with_reading(source, bounds(options), options, |reading| {
        let scene = Scene::of(reading.tree, reading.passages);
        let ground = scene.ground(reading.tree, reading.passages);
        let page = scene.page(&ground, reading.said);
        let texts = page
            .open
            .iter()
            .map(|&at| reading.passages[at].draft.text.clone());
        texts
            .zip(choice::probabilities(&ground, &page, &trees.model()))
            .collect()
    })
}

/// Reads a page by `trees`.
pub fn extract(source: &str, options: &ExtractOptions, trees: &Trees) -> Article {
    article_by(source, options, &trees.model())
}

/// Numbers of a row of the second look.
pub const SECOND_FEATURES: usize = regions::FEATURES;

/// The rows of the second look after a first by `trees`, of the passages of a page that are classified. Of those that are not looked at again
/// there is only the probability, and the rest of the row is 0.
pub fn second(source: &str, options: &ExtractOptions, trees: &Trees) -> Vec<Vec<f32>> {
    with_reading(source, bounds(options), options, |reading| {
        let scene = Scene::of(reading.tree, reading.passages);
        let ground = scene.ground(reading.tree, reading.passages);
        let page = scene.page(&ground, reading.said);
        let first = choice::at_first_look(&ground, &page, trees.model().first);
        let regions = Regions::of(&ground, &page, &first);
        let row = |k: usize| {
            let mut row = Vec::with_capacity(SECOND_FEATURES);
            if first[k] >= choice::WORTH_A_LOOK {
                regions.row(&ground, &page, k, &mut row);
            } else {
                row.push(first[k]);
                row.resize(SECOND_FEATURES, 0.0);
            }
            row
        };
        (0..first.len()).map(row).collect()
    })
}
