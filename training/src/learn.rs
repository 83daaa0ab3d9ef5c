//! Learns the rows and the softmax of each script by stochastic gradient steps with Adagrad.

use crate::corpus::Corpus;
use crate::draw::{Draw, TAIL_LETTERS};
use crate::labels::Labels;
use crate::select::Table;

/// Numbers in a row.
pub const DIMS: usize = 32;
/// Largest size of a stored number: 4 bits with sign.
const LARGEST: f32 = 7.0;
/// First step size of rows; it falls linearly.
const RATE: f32 = 0.3;
/// Share of the examples that come after the rows are rounded and teach the softmax alone.
const LAST: f64 = 0.08;

pub struct Model {
    pub rows: Vec<[f32; DIMS]>,
    /// For each script `DIMS` x labels, a dimension's weights together.
    pub weights: Vec<Vec<f32>>,
    pub bias: Vec<Vec<f32>>,
    /// Size of one stored step in each dimension.
    pub scales: [f32; DIMS],
}

impl Model {
    /// The best of the first `open` labels of a script and its probability; none if there are no labels.
    pub fn best(&self, script: usize, open: usize, rows: &[u32]) -> Option<(usize, f64)> {
        let mut sum = [0f32; DIMS];
        for &row in rows {
            add(&mut sum, &self.rows[row as usize]);
        }
        let scale = 1.0 / libm::sqrtf(rows.len().max(1) as f32);
        let size = self.bias[script].len();
        let logit = |label: usize| {
            let weights = self.weights[script][label..].iter().step_by(size);
            let products = weights.zip(&sum).map(|(weight, value)| weight * value * scale);
            self.bias[script][label] + products.sum::<f32>()
        };
        let logits: Vec<f32> = (0..open).map(logit).collect();
        let best = (0..open).max_by(|&a, &b| logits[a].total_cmp(&logits[b]))?;
        let total: f32 = logits.iter().map(|logit| libm::expf(logit - logits[best])).sum();
        Some((best, f64::from(1.0 / total)))
    }
}

struct Learner {
    model: Model,
    row_sums: Vec<f32>,
    label_sums: Vec<Vec<f32>>,
    logits: Vec<f32>,
}

/// Learns from `examples` examples.
pub fn train(corpus: &Corpus, labels: &Labels, table: &Table, examples: usize) -> Model {
    let mut draw = Draw::new(corpus, &labels.scripts, 1);
    let rows = (0..table.tags.len())
        .map(|_| std::array::from_fn(|_| (draw.random.share() as f32 - 0.5) * 0.125))
        .collect();
    let sizes = || labels.scripts.iter().map(|script| script.2);
    let mut learner = Learner {
        model: Model {
            rows,
            weights: sizes().map(|size| vec![0.0; size * DIMS]).collect(),
            bias: sizes().map(|size| vec![0.0; size]).collect(),
            scales: [1.0; DIMS],
        },
        row_sums: vec![0.0; table.tags.len()],
        label_sums: sizes().map(|size| vec![0.0; size]).collect(),
        logits: Vec::new(),
    };
    let last = (examples as f64 * (1.0 - LAST)) as usize;
    let mut rows = Vec::new();
    let (mut right, mut idle, mut told) = (0, 0, 0);
    for step in 0..examples {
        if step == last {
            learner.round();
        }
        let (source, letters) = draw.example(&mut rows);
        let script = corpus.sources[source].script.index();
        let (first, core, all) = labels.scripts[script];
        let open = if letters < TAIL_LETTERS { core } else { all };
        if rows.is_empty() || open < 2 || (letters < TAIL_LETTERS && !corpus.sources[source].core) {
            idle += 1;
            continue;
        }
        let rate = RATE * (1.0 - 0.97 * step as f32 / examples as f32);
        right += usize::from(learner.learn(script, source - first, open, &rows, rate, step < last));
        if step + 1 - idle >= told + 250_000 {
            told = step + 1 - idle;
            eprintln!("{} examples, {:.3} right", step + 1, right as f64 / 250_000.0);
            right = 0;
        }
    }
    learner.model
}

impl Learner {
    /// One step; whether the answer was right before it.
    fn learn(
        &mut self,
        script: usize,
        label: usize,
        open: usize,
        rows: &[u32],
        rate: f32,
        all: bool,
    ) -> bool {
        let scale = 1.0 / libm::sqrtf(rows.len() as f32);
        let mut sum = [0f32; DIMS];
        for &row in rows {
            add(&mut sum, &self.model.rows[row as usize]);
        }
        for value in &mut sum {
            *value *= scale;
        }
        let size = self.model.bias[script].len();
        let best = self.softmax(script, open, &sum);
        let right = best == label;
        for (place, value) in self.logits.iter_mut().enumerate() {
            *value = f32::from(u8::from(place == label)) - *value;
        }
        let weights = &mut self.model.weights[script];
        let mut back = [0f32; DIMS];
        let mut steps = [0f32; 1024];
        for (place, &error) in self.logits.iter().enumerate() {
            let seen = &mut self.label_sums[script][place];
            *seen += error * error;
            steps[place] = rate * 2.0 / libm::sqrtf(1.0 + *seen) * error;
            self.model.bias[script][place] += 0.2 * steps[place];
        }
        for (dim, back) in back.iter_mut().enumerate() {
            let line = &mut weights[dim * size..dim * size + open];
            *back = dot(&self.logits, line);
            for (weight, step) in line.iter_mut().zip(&steps) {
                *weight += step * sum[dim];
            }
        }
        if !all {
            return right;
        }
        let gradient = back.iter().map(|value| value * value).sum::<f32>() * scale * scale / DIMS as f32;
        for &row in rows {
            let seen = &mut self.row_sums[row as usize];
            *seen += gradient;
            let step = rate * scale / libm::sqrtf(1e-3 + *seen);
            for (value, back) in self.model.rows[row as usize].iter_mut().zip(&back) {
                *value += step * back;
            }
        }
        right
    }

    /// Fills `logits` with probabilities; returns the best label.
    fn softmax(&mut self, script: usize, open: usize, sum: &[f32; DIMS]) -> usize {
        let size = self.model.bias[script].len();
        self.logits.clear();
        self.logits.extend_from_slice(&self.model.bias[script][..open]);
        for (dim, &value) in sum.iter().enumerate() {
            let line = &self.model.weights[script][dim * size..dim * size + open];
            for (logit, weight) in self.logits.iter_mut().zip(line) {
                *logit += weight * value;
            }
        }
        let mut best = 0;
        for place in 1..open {
            if self.logits[place] > self.logits[best] {
                best = place;
            }
        }
        let top = self.logits[best];
        let mut total = 0.0;
        for value in &mut self.logits {
            let distance = *value - top;
            *value = if distance < -16.0 {
                0.0
            } else {
                libm::expf(distance)
            };
            total += *value;
        }
        for value in &mut self.logits {
            *value /= total;
        }
        best
    }

    /// Rounds rows to what is stored. Each dimension has its own scale, which the file folds into the
    /// weights.
    fn round(&mut self) {
        for dim in 0..DIMS {
            let mut sizes: Vec<f32> = self
                .model
                .rows
                .iter()
                .zip(&self.row_sums)
                .filter(|(_, seen)| **seen > 0.0)
                .map(|(row, _)| row[dim].abs())
                .collect();
            sizes.sort_unstable_by(f32::total_cmp);
            let scale = sizes
                .get(sizes.len() * 99 / 100)
                .copied()
                .unwrap_or(1.0)
                .max(1e-6)
                / LARGEST;
            for row in &mut self.model.rows {
                row[dim] = libm::roundf(row[dim] / scale).clamp(-LARGEST, LARGEST) * scale;
            }
            self.model.scales[dim] = scale;
        }
    }
}

/// Adds a row. Never inlined: the compiler then keeps the sum in memory and adds in vectors, and the processor fetches the
/// next rows meanwhile, which is most of the time that training takes.
#[inline(never)]
fn add(sum: &mut [f32; DIMS], row: &[f32; DIMS]) {
    for (sum, value) in sum.iter_mut().zip(row) {
        *sum += value;
    }
}

/// Scalar product in eight lanes, always summed in the same order.
fn dot(left: &[f32], right: &[f32]) -> f32 {
    let mut lanes = [0f32; 8];
    let (a, b) = (left.chunks_exact(8), right.chunks_exact(8));
    let rest: f32 = a.remainder().iter().zip(b.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a.zip(b) {
        for lane in 0..8 {
            lanes[lane] += x[lane] * y[lane];
        }
    }
    lanes.iter().sum::<f32>() + rest
}
