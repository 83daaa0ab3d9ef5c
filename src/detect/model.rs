//! The language model, read in place from the bytes in the binary: no parsing, no memory of its own.
//!
//! Layout (little-endian, made by `training/`): the mark `TLM1`; number of rows, of dimensions, of scripts, of labels, and
//! length of the label text, each u32; for each script first label, core labels, all labels and a spare, each u16; for each
//! label start and length in the label text, each u16; the label text; a bias f32 for each label; for each script
//! dimensions x labels weights f32; a tag byte for each row; 16 bytes of 4-bit numbers for each row.

use super::features;
use super::letters::Script;

/// Numbers in a row.
pub(crate) const DIMS: usize = 32;
/// Features after which words add nothing more: fewer than overflow a sum, and more than any text needs.
const MOST_FEATURES: u32 = 1 << 27;
/// The lower four bits of each byte.
const NIBBLES: u64 = u64::from_le_bytes([0x0F; 8]);
/// Bytes of a row.
const ROW: usize = DIMS / 2;

/// The shipped model.
pub(crate) static MODEL: Model = match Model::load(include_bytes!("data/model.bin")) {
    Some(model) => model,
    None => panic!("data/model.bin is no model of this layout"),
};

/// A view of a model file; the offsets are checked once, when the program is compiled.
#[derive(Debug)]
pub(crate) struct Model {
    rows: u32,
    scripts: &'static [u8],
    places: &'static [u8],
    names: &'static [u8],
    bias: &'static [u8],
    weights: &'static [u8],
    tags: &'static [u8],
    values: &'static [u8],
}

/// The labels of one script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Labels {
    /// Number of the first.
    pub(crate) first: usize,
    /// How many of them texts of any length may be in; they come first.
    pub(crate) core: usize,
    /// How many there are.
    pub(crate) all: usize,
}

/// What the model says for one label: for asking about few labels many times.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    bias: f32,
    weights: [f32; DIMS],
}

/// Sum of the rows of a text's features. Integers, so that the order of adding does not matter and a part can be had as
/// a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sum {
    values: [i32; DIMS],
    /// Features found in the table.
    pub(crate) count: u32,
}

impl Default for Sum {
    fn default() -> Self {
        Self {
            values: [0; DIMS],
            count: 0,
        }
    }
}

const fn number(bytes: &[u8], at: usize) -> usize {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]) as usize
}

fn float(bytes: &[u8]) -> f32 {
    f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

fn short(bytes: &[u8], at: usize) -> usize {
    usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]))
}

const HEADER: usize = 24;

impl Model {
    /// The model in `bytes`, if they have the layout above.
    pub(crate) const fn load(bytes: &'static [u8]) -> Option<Self> {
        if bytes.len() < HEADER || number(bytes, 0) != 0x314D_4C54 || number(bytes, 8) != DIMS {
            return None;
        }
        let (rows, scripts, labels, text) = (
            number(bytes, 4),
            number(bytes, 12),
            number(bytes, 16),
            number(bytes, 20),
        );
        let size = HEADER + scripts * 8 + labels * 4 + text + labels * 4 * (1 + DIMS) + rows * (1 + ROW);
        if bytes.len() != size || scripts != Script::COUNT || rows == 0 {
            return None;
        }
        let (_, rest) = bytes.split_at(HEADER);
        let (scripts, rest) = rest.split_at(scripts * 8);
        let (places, rest) = rest.split_at(labels * 4);
        let (names, rest) = rest.split_at(text);
        let (bias, rest) = rest.split_at(labels * 4);
        let (weights, rest) = rest.split_at(labels * 4 * DIMS);
        let (tags, values) = rest.split_at(rows);
        Some(Self {
            rows: rows as u32,
            scripts,
            places,
            names,
            bias,
            weights,
            tags,
            values,
        })
    }

    /// The labels that are written in `script`.
    pub(crate) fn labels(&self, script: Script) -> Labels {
        let at = script.index() * 8;
        if script == Script::NONE {
            return Labels {
                first: 0,
                core: 0,
                all: 0,
            };
        }
        Labels {
            first: short(self.scripts, at),
            core: short(self.scripts, at + 2),
            all: short(self.scripts, at + 4),
        }
    }

    /// The tag of label `label`.
    pub(crate) fn name(&self, label: usize) -> &'static str {
        let start = short(self.places, label * 4);
        let end = start + short(self.places, label * 4 + 2);
        std::str::from_utf8(&self.names[start..end]).unwrap_or("und")
    }

    /// Adds the features that wait in `pending` to `sum`.
    pub(crate) fn add(&self, pending: &mut Pending, sum: &mut Sum) {
        // Whether a feature has a row is as good as random: a place that is written over costs less than a branch.
        for hashes in pending.hashes[..pending.count].chunks(Pending::TOGETHER) {
            let mut found = [0u32; Pending::TOGETHER];
            let mut held = 0;
            for &hash in hashes {
                let (slot, tag) = features::place(hash, self.rows);
                found[held] = slot;
                held += usize::from(self.tags[slot as usize] == tag);
            }
            self.sum(&found[..held], sum);
        }
        pending.count = 0;
    }

    /// Adds the rows at `slots`: up to 16 of them side by side in bytes, which their numbers of 1 to 15 cannot overflow.
    fn sum(&self, slots: &[u32], sum: &mut Sum) {
        if sum.count >= MOST_FEATURES {
            return;
        }
        let (rows, _) = self.values.as_chunks::<ROW>();
        for slots in slots.chunks(16) {
            let mut totals = [0u64; 4];
            for &slot in slots {
                let (halves, _) = rows[slot as usize].as_chunks::<8>();
                let (a, b) = (u64::from_le_bytes(halves[0]), u64::from_le_bytes(halves[1]));
                totals[0] += a & NIBBLES;
                totals[1] += b & NIBBLES;
                totals[2] += (a >> 4) & NIBBLES;
                totals[3] += (b >> 4) & NIBBLES;
            }
            let moved = 8 * (slots.len() as u32).cast_signed();
            let (values, _) = sum.values.as_chunks_mut::<8>();
            for (values, total) in values.iter_mut().zip(totals) {
                for (value, byte) in values.iter_mut().zip(total.to_le_bytes()) {
                    *value += i32::from(byte) - moved;
                }
            }
            sum.count += slots.len() as u32;
        }
    }

    /// The column of label `label` of `script`.
    pub(crate) fn column(&self, script: Script, label: usize) -> Column {
        let labels = self.labels(script);
        let start = labels.first * DIMS + (label - labels.first);
        Column {
            bias: float(&self.bias[label * 4..]),
            weights: std::array::from_fn(|dim| float(&self.weights[(start + dim * labels.all) * 4..])),
        }
    }

    /// The logit of each label of `script`, of the core ones alone if `core`.
    pub(crate) fn logits(&self, script: Script, sum: &Sum, core: bool, into: &mut Vec<f32>) {
        let labels = self.labels(script);
        let open = if core && labels.core > 0 {
            labels.core
        } else {
            labels.all
        };
        into.clear();
        into.extend(
            self.bias[labels.first * 4..(labels.first + open) * 4]
                .chunks_exact(4)
                .map(float),
        );
        let scale = sum.scale();
        let weights = &self.weights[labels.first * 4 * DIMS..(labels.first + labels.all) * 4 * DIMS];
        let line = labels.all * 4;
        let (sums, _) = sum.values.as_chunks::<4>();
        // Four dimensions at a time, added in their order, so that each logit is read and written once for four.
        for (lines, sums) in weights.chunks_exact((line * 4).max(1)).zip(sums) {
            let values = sums.map(|value| f64::from(value) as f32 * scale);
            let (ab, cd) = lines.split_at(line * 2);
            let ((a, b), (c, d)) = (ab.split_at(line), cd.split_at(line));
            let columns = a
                .chunks_exact(4)
                .zip(b.chunks_exact(4))
                .zip(c.chunks_exact(4).zip(d.chunks_exact(4)));
            for (logit, ((a, b), (c, d))) in into.iter_mut().zip(columns) {
                *logit += values[0] * float(a);
                *logit += values[1] * float(b);
                *logit += values[2] * float(c);
                *logit += values[3] * float(d);
            }
        }
    }
}

/// Features of some words that wait to be looked up together: one look-up does not need the one before it, so that many
/// are under way at a time.
#[derive(Debug)]
pub(crate) struct Pending {
    hashes: [u64; Self::ROOM],
    count: usize,
}

impl Default for Pending {
    fn default() -> Self {
        Self {
            hashes: [0; Self::ROOM],
            count: 0,
        }
    }
}

impl Pending {
    const ROOM: usize = 512;
    /// Features that are looked up together.
    const TOGETHER: usize = 128;

    /// Takes the features of a word.
    pub(crate) fn push(&mut self, word: &features::Word<'_>) {
        self.count += features::put_hashes(word, &mut self.hashes[self.count..]);
    }

    /// Whether another word may find no room.
    pub(crate) fn is_full(&self) -> bool {
        self.count > Self::ROOM - features::ROOM
    }
}

impl Column {
    /// The label's logit for the vector of a sum; but for rounding the same as [`Model::logits`] gives.
    pub(crate) fn logit(&self, vector: &[f32; DIMS]) -> f32 {
        let mut lanes = [0f32; 8];
        let (weights, _) = self.weights.as_chunks::<8>();
        let (values, _) = vector.as_chunks::<8>();
        for (weights, values) in weights.iter().zip(values) {
            for ((lane, weight), value) in lanes.iter_mut().zip(weights).zip(values) {
                *lane += weight * value;
            }
        }
        let (low, high) = lanes.split_at(4);
        let sums: [f32; 4] = std::array::from_fn(|lane| low[lane] + high[lane]);
        self.bias + ((sums[0] + sums[2]) + (sums[1] + sums[3]))
    }
}

impl Sum {
    /// The vector that a text is judged by.
    pub(crate) fn vector(&self) -> [f32; DIMS] {
        let scale = self.scale();
        self.values.map(|value| f64::from(value) as f32 * scale)
    }

    /// What a sum is divided by: texts of all lengths have vectors of like size.
    fn scale(&self) -> f32 {
        1.0 / libm::sqrtf(f64::from(self.count.max(1)) as f32)
    }

    /// Adds another sum.
    pub(crate) fn join(&mut self, other: &Self) {
        for (value, more) in self.values.iter_mut().zip(other.values) {
            *value = value.saturating_add(more);
        }
        self.count = self.count.saturating_add(other.count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_another_layout_is_refused() {
        assert!(Model::load(b"").is_none());
        assert!(Model::load(b"TLM1 but nothing of what must follow").is_none());
        let whole: &'static [u8] = include_bytes!("data/model.bin");
        assert!(Model::load(&whole[..whole.len() - 1]).is_none());
    }

    #[test]
    fn the_model_is_the_one_that_the_notes_describe() {
        let notes = include_str!("data/MODEL.md");
        let bytes: &[u8] = include_bytes!("data/model.bin");
        assert!(notes.contains(blake3::hash(bytes).to_hex().as_str()));
        assert!(bytes.len() <= 4_000_000);
    }

    #[test]
    fn every_label_is_a_language_tag_in_its_canonical_form() {
        let count = MODEL.places.len() / 4;
        for tag in (0..count).map(|label| MODEL.name(label)) {
            assert!(
                crate::article::Language::parse(tag)
                    .is_ok_and(|language| !language.is_und() && language.to_string() == tag),
                "{tag}"
            );
        }
        assert!(count > 400, "{count}");
    }

    #[test]
    fn a_sum_does_not_depend_on_how_it_is_cut() {
        let text = "the bridge over the wide river was closed in the spring";
        let whole = summed(text);
        let mut parts = Sum::default();
        for word in text.split(' ') {
            parts.join(&summed(word));
        }
        assert_eq!(whole, parts);
        assert!(whole.count > 50);
    }

    #[test]
    fn a_column_says_what_all_logits_say() {
        let sum = summed("der Fluss ist breit und die Brücke ist alt");
        let latin = Script::of('a');
        let mut logits = Vec::new();
        MODEL.logits(latin, &sum, false, &mut logits);
        for (place, &logit) in logits.iter().enumerate() {
            let column = MODEL.column(latin, MODEL.labels(latin).first + place);
            assert!((column.logit(&sum.vector()) - logit).abs() < 1e-3, "{place}");
        }
    }

    fn summed(text: &str) -> Sum {
        let mut sum = Sum::default();
        let mut pending = Pending::default();
        features::Words::default().each(text, 0, |word| {
            pending.push(word);
            MODEL.add(&mut pending, &mut sum);
        });
        sum
    }
}
