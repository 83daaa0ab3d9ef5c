//! Levenshtein's distance, 64 rows of the table at a time (Myers 1999, in the block form of Hyyrö 2003).

use rustc_hash::FxHashMap;

/// The least number of symbols to put in, leave out or change to make one sequence of the other.
pub(super) fn of(one: &[u32], other: &[u32]) -> usize {
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[same..], &other[same..]);
    let same = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (one, other) = (&one[..one.len() - same], &other[..other.len() - same]);
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if short.is_empty() {
        return long.len();
    }
    Table::new(short).distance(long)
}

/// A column of the table, in blocks of 64 rows.
struct Table {
    /// For each symbol of the rows where it stands: its place in `rows`, counted in columns of blocks.
    symbols: FxHashMap<u32, usize>,
    rows: Vec<u64>,
    blocks: Vec<Block>,
    /// The last row in the last block.
    last: u64,
    length: usize,
}

/// Where the column rises and falls by one, row by row.
#[derive(Clone, Copy)]
struct Block {
    up: u64,
    down: u64,
}

impl Table {
    fn new(rows: &[u32]) -> Self {
        let width = rows.len().div_ceil(64);
        let mut table = Self {
            symbols: FxHashMap::default(),
            // The first column stands for symbols that are in no row.
            rows: vec![0; width],
            blocks: vec![Block { up: !0, down: 0 }; width],
            last: 1 << ((rows.len() - 1) % 64),
            length: rows.len(),
        };
        for (row, symbol) in rows.iter().enumerate() {
            let next = table.rows.len();
            let place = *table.symbols.entry(*symbol).or_insert(next);
            if place == next {
                table.rows.resize(next + width, 0);
            }
            table.rows[place + row / 64] |= 1 << (row % 64);
        }
        table
    }

    fn distance(mut self, columns: &[u32]) -> usize {
        let mut distance = self.length;
        for symbol in columns {
            let place = self.symbols.get(symbol).copied().unwrap_or(0);
            // The first row counts the columns: it rises by one in each.
            let (mut rises, mut falls) = (1u64, 0u64);
            let last = self.blocks.len() - 1;
            for (at, block) in self.blocks.iter_mut().enumerate() {
                let equal = self.rows[place + at];
                let vertical = equal | block.down;
                let equal = equal | falls;
                let horizontal = (((equal & block.up).wrapping_add(block.up)) ^ block.up) | equal;
                let up = block.down | !(horizontal | block.up);
                let down = block.up & horizontal;
                if at == last {
                    distance += usize::from(up & self.last != 0);
                    distance -= usize::from(down & self.last != 0);
                }
                let (next_rises, next_falls) = (up >> 63, down >> 63);
                let up = up << 1 | rises;
                let down = down << 1 | falls;
                block.up = down | !(vertical | up);
                block.down = up & vertical;
                (rises, falls) = (next_rises, next_falls);
            }
        }
        distance
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The table as it stands in every textbook.
    fn plain(one: &[u32], other: &[u32]) -> usize {
        let mut row: Vec<usize> = (0..=other.len()).collect();
        for (y, a) in one.iter().enumerate() {
            let mut diagonal = row[0];
            row[0] = y + 1;
            for (x, b) in other.iter().enumerate() {
                let changed = diagonal + usize::from(a != b);
                diagonal = row[x + 1];
                row[x + 1] = changed.min(diagonal + 1).min(row[x] + 1);
            }
        }
        row[other.len()]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn the_distance_is_that_of_the_plain_table(
            one in proptest::collection::vec(0u32..4, 0..200),
            other in proptest::collection::vec(0u32..4, 0..200),
        ) {
            prop_assert_eq!(of(&one, &other), plain(&one, &other));
        }
    }
}
