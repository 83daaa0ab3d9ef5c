//! Numbers and counted nouns as the page writes them: `1,204 words`, `1 article`.

/// A number in groups of three digits.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number with its noun; the plural adds an `s`.
pub(super) fn counted(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(number))
}

/// How much `part` is of `whole`, in percent with at most one decimal.
pub(super) fn percent(part: u64, whole: u64) -> String {
    let tenths = (u128::from(part) * 1_000)
        .checked_div(u128::from(whole))
        .unwrap_or(0);
    if tenths.is_multiple_of(10) {
        format!("{}%", tenths / 10)
    } else {
        format!("{}.{}%", tenths / 10, tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_groups_with_their_noun() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(counted(1, "article"), "1 article");
        assert_eq!(counted(2_000, "word"), "2,000 words");
    }

    #[test]
    fn shares_are_percentages_even_of_nothing() {
        assert_eq!(percent(1, 8), "12.5%");
        assert_eq!(percent(1, 4), "25%");
        assert_eq!(percent(3, 0), "0%");
        assert_eq!(percent(u64::MAX, u64::MAX), "100%");
    }
}
