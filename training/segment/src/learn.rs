//! Logistic regression over signs: convex, so that the data alone decide the weights. One thread, sums in fixed order, `libm`.

use std::collections::BTreeMap;

use crate::corpus::{Place, Record};

/// Signs seen in fewer examples are left out.
const SEEN: u32 = 4;
/// Share of an example's weight that it has with the signs of its language; the rest it has without them, so that languages that were
/// never met are served by the general signs.
const WITH_LANGUAGE: f64 = 0.6;
/// Steps that the search remembers.
const MEMORY: usize = 8;

/// How to learn.
#[derive(Clone, Copy)]
pub struct Settings {
    /// Strength of the pull towards 0.
    pub pull: f64,
    /// Weights below this are dropped.
    pub least: f64,
    /// Steps of the search.
    pub steps: usize,
}

/// Weights in sixteenths by sign, sorted.
pub type Weights = BTreeMap<u32, i8>;

struct Example {
    general: Vec<u32>,
    own: Vec<u32>,
    end: bool,
    weight: f64,
}

/// Learns from the places of `records` that no rule decides; each record has a weight.
pub fn learn(records: &[(&Record, f64)], settings: Settings) -> Weights {
    let open = |record: &'_ Record| {
        record
            .places
            .iter()
            .filter(|place| !place.signs.is_empty())
            .count()
    };
    let mut seen: BTreeMap<u32, u32> = BTreeMap::new();
    let each = |places: &[Place], take: &mut dyn FnMut(&Place)| {
        places
            .iter()
            .filter(|place| !place.signs.is_empty())
            .for_each(take);
    };
    for (record, _) in records {
        each(&record.places, &mut |place| {
            for &(general, own) in &place.signs {
                *seen.entry(general).or_default() += 1;
                *seen.entry(own).or_default() += 1;
            }
        });
    }
    let names: Vec<u32> = seen
        .iter()
        .filter(|(_, count)| **count >= SEEN)
        .map(|(sign, _)| *sign)
        .collect();
    let index = |sign: u32| names.binary_search(&sign).ok().map(|index| index as u32);
    let mut examples = Vec::with_capacity(records.iter().map(|(record, _)| open(record)).sum());
    for &(record, weight) in records {
        each(&record.places, &mut |place| {
            examples.push(Example {
                general: place.signs.iter().filter_map(|sign| index(sign.0)).collect(),
                own: place.signs.iter().filter_map(|sign| index(sign.1)).collect(),
                end: place.end,
                weight,
            });
        });
    }
    eprintln!("{} examples, {} signs", examples.len(), names.len());
    let weights = minimize(names.len(), settings.steps, |weights, gradient| {
        loss(&examples, settings.pull, weights, gradient)
    });
    let rounded = |weight: f64| libm::round(weight * 16.0).clamp(-127.0, 127.0) as i8;
    names
        .iter()
        .zip(&weights)
        .filter(|(_, weight)| weight.abs() >= settings.least)
        .map(|(&sign, &weight)| (sign, rounded(weight)))
        .filter(|(_, weight)| *weight != 0)
        .collect()
}

/// The loss at `weights`, and its gradient.
fn loss(examples: &[Example], pull: f64, weights: &[f64], gradient: &mut [f64]) -> f64 {
    let mut total = 0.0;
    for (weight, slope) in weights.iter().zip(gradient.iter_mut()) {
        total += 0.5 * pull * weight * weight;
        *slope = pull * weight;
    }
    let sum = |signs: &[u32]| signs.iter().map(|&sign| weights[sign as usize]).sum::<f64>();
    for example in examples {
        let (general, own) = (sum(&example.general), sum(&example.own));
        let mut step = |score: f64, share: f64| {
            let margin = if example.end { score } else { -score };
            let weight = example.weight * share;
            total += weight * softplus(-margin);
            let slope = -weight * sigmoid(-margin);
            if example.end { slope } else { -slope }
        };
        let with = step(general + own, WITH_LANGUAGE);
        let without = step(general, 1.0 - WITH_LANGUAGE);
        for &sign in &example.general {
            gradient[sign as usize] += with + without;
        }
        for &sign in &example.own {
            gradient[sign as usize] += with;
        }
    }
    total
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// `ln(1 + e^x)` without overflow.
fn softplus(x: f64) -> f64 {
    x.max(0.0) + libm::log1p(libm::exp(-x.abs()))
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

/// Minimizes a convex function from 0 on: L-BFGS (Nocedal 1980) with halving steps.
fn minimize(size: usize, steps: usize, mut value: impl FnMut(&[f64], &mut [f64]) -> f64) -> Vec<f64> {
    let mut at = vec![0.0; size];
    let mut gradient = vec![0.0; size];
    let mut here = value(&at, &mut gradient);
    let mut past: Vec<(Vec<f64>, Vec<f64>, f64)> = Vec::new();
    for step in 0..steps {
        let direction = direction(&gradient, &past);
        let slope = dot(&direction, &gradient);
        let mut length = if step == 0 {
            1.0 / libm::sqrt(dot(&gradient, &gradient))
        } else {
            1.0
        };
        let mut next_gradient = vec![0.0; size];
        let (next, there) = loop {
            let next: Vec<f64> = at.iter().zip(&direction).map(|(x, d)| x + length * d).collect();
            let there = value(&next, &mut next_gradient);
            if there <= here + 1e-4 * length * slope || length < 1e-10 {
                break (next, there);
            }
            length *= 0.5;
        };
        let moved: Vec<f64> = next.iter().zip(&at).map(|(a, b)| a - b).collect();
        let turned: Vec<f64> = next_gradient.iter().zip(&gradient).map(|(a, b)| a - b).collect();
        let curve = dot(&moved, &turned);
        if curve > 1e-12 {
            past.push((moved, turned, 1.0 / curve));
            if past.len() > MEMORY {
                past.remove(0);
            }
        }
        let gained = here - there;
        (at, gradient, here) = (next, next_gradient, there);
        if gained.abs() < 1e-7 * here.abs() {
            break;
        }
    }
    at
}

/// The direction of the next step: the gradient turned by what the last steps tell of the curvature.
fn direction(gradient: &[f64], past: &[(Vec<f64>, Vec<f64>, f64)]) -> Vec<f64> {
    let mut direction: Vec<f64> = gradient.iter().map(|slope| -slope).collect();
    let mut shares = Vec::new();
    for (moved, turned, scale) in past.iter().rev() {
        let share = scale * dot(moved, &direction);
        shares.push(share);
        direction
            .iter_mut()
            .zip(turned)
            .for_each(|(d, t)| *d -= share * t);
    }
    if let Some((_, turned, scale)) = past.last() {
        let size = 1.0 / (scale * dot(turned, turned));
        direction.iter_mut().for_each(|d| *d *= size);
    }
    for ((moved, turned, scale), share) in past.iter().zip(shares.iter().rev()) {
        let back = scale * dot(turned, &direction);
        direction
            .iter_mut()
            .zip(moved)
            .for_each(|(d, m)| *d += (share - back) * m);
    }
    direction
}
