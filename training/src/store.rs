//! The model file, as `src/detect/model.rs` reads it: little-endian, every part on a multiple of four bytes.

use crate::labels::Labels;
use crate::learn::{DIMS, Model};
use crate::select::Table;

fn number(value: usize) -> [u8; 4] {
    (value as u32).to_le_bytes()
}

/// The bytes of the file.
pub fn bytes(labels: &Labels, table: &Table, model: &Model) -> Vec<u8> {
    let mut names = String::new();
    let mut places = Vec::new();
    for tag in &labels.tags {
        places.push((names.len(), tag.len()));
        names.push_str(tag);
    }
    while names.len() % 4 != 0 {
        names.push(' ');
    }
    let mut out = b"TLM1".to_vec();
    for value in [
        table.tags.len(),
        DIMS,
        labels.scripts.len(),
        labels.tags.len(),
        names.len(),
    ] {
        out.extend(number(value));
    }
    for &(first, core, all) in &labels.scripts {
        for value in [first, core, all, 0] {
            out.extend((value as u16).to_le_bytes());
        }
    }
    for (start, length) in places {
        out.extend((start as u16).to_le_bytes());
        out.extend((length as u16).to_le_bytes());
    }
    out.extend(names.as_bytes());
    for value in model.bias.iter().flatten() {
        out.extend(value.to_le_bytes());
    }
    for (weights, bias) in model.weights.iter().zip(&model.bias) {
        for (dim, scale) in model.scales.iter().enumerate() {
            for weight in &weights[dim * bias.len()..(dim + 1) * bias.len()] {
                out.extend((weight * scale).to_le_bytes());
            }
        }
    }
    out.extend(&table.tags);
    // Two numbers a byte, each moved up by 8: the first half of a row in the low bits, the second in the high bits.
    for row in &model.rows {
        for dim in 0..DIMS / 2 {
            let stored = |dim: usize| libm::roundf(row[dim] / model.scales[dim]) as i32 + 8;
            out.push((stored(dim) | stored(dim + DIMS / 2) << 4) as u8);
        }
    }
    out
}
