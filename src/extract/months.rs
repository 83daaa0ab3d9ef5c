//! The names of the months in many languages, in the forms that dates have them in.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

static NAMES: LazyLock<FxHashMap<&'static str, u8>> = LazyLock::new(|| {
    include_str!("data/months.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(number, names)| Some((number.parse().ok()?, names)))
        .flat_map(|(number, names): (u8, &'static str)| names.split('|').map(move |name| (name, number)))
        .collect()
});

/// The number of the month that is called so, in lower case. Some names are two words.
pub(super) fn month(name: &str) -> Option<u8> {
    NAMES.get(name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_of_one_month() {
        let mut known: FxHashMap<&str, &str> = FxHashMap::default();
        let lines = include_str!("data/months.tsv").lines();
        for (number, names) in lines.filter_map(|line| line.split_once('\t')) {
            for name in names.split('|') {
                assert!(!name.is_empty() && name == name.to_lowercase(), "{name:?}");
                assert_eq!(*known.entry(name).or_insert(number), number, "{name}");
            }
        }
        assert_eq!(
            (month("марта"), month("tháng 3"), month("moon")),
            (Some(3), Some(3), None)
        );
    }
}
