//! Dates of the Solar Hijri calendar, by which newspapers of Iran and Afghanistan are dated, in the common era.

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// The months in order, by their names in Iran and in Afghanistan.
const MONTHS: [[&str; 2]; 12] = [
    ["فروردین", "حمل"],
    ["اردیبهشت", "ثور"],
    ["خرداد", "جوزا"],
    ["تیر", "سرطان"],
    ["مرداد", "اسد"],
    ["شهریور", "سنبله"],
    ["مهر", "میزان"],
    ["آبان", "عقرب"],
    ["آذر", "قوس"],
    ["دی", "جدی"],
    ["بهمن", "دلو"],
    ["اسفند", "حوت"],
];

/// The first year that is known here: it began on 21 March 1921.
const FIRST: u32 = 1300;
/// Up to this year the rule of 33 years gives the leap years that the equinox gives.
const LAST: u32 = 1472;

/// The number of a month.
pub(super) fn month(name: &str) -> Option<u8> {
    let at = MONTHS.iter().position(|names| names.contains(&name))?;
    u8::try_from(at + 1).ok()
}

/// Whether a number may be a year of a date in this calendar.
pub(super) fn is_year(value: u32) -> bool {
    (FIRST..=LAST).contains(&value)
}

/// The day in the common era.
pub(super) fn day(year: u32, month: u8, day: u32) -> Option<Date> {
    let last = match month {
        1..=6 => 31,
        7..=11 => 30,
        12 => 29 + u32::from(is_leap(year)),
        _ => return None,
    };
    if !is_year(year) || !(1..=last).contains(&day) {
        return None;
    }
    let years: u32 = (FIRST..year).map(|year| 365 + u32::from(is_leap(year))).sum();
    let before = u32::from(month) - 1;
    let months = 31 * before.min(6) + 30 * before.saturating_sub(6);
    date(1921, 3, 21)
        .checked_add(i64::from(years + months + day - 1).days())
        .ok()
}

/// Eight leap years in 33.
fn is_leap(year: u32) -> bool {
    (8 * year + 29) % 33 < 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_years_days_and_the_ends_of_leap_years() {
        for ((y, m, d), expected) in [
            ((1300, 1, 1), Some("1921-03-21")),
            ((1357, 11, 22), Some("1979-02-11")),
            ((1399, 12, 30), Some("2021-03-20")),
            ((1400, 1, 1), Some("2021-03-21")),
            ((1403, 1, 1), Some("2024-03-20")),
            ((1403, 12, 30), Some("2025-03-20")),
            ((1404, 1, 1), Some("2025-03-21")),
            ((1404, 8, 14), Some("2025-11-05")),
            ((1404, 12, 30), None),
            ((1404, 7, 31), None),
            ((2025, 1, 1), None),
        ] {
            assert_eq!(
                day(y, m, d).map(|day| day.to_string()).as_deref(),
                expected,
                "{y}-{m}-{d}"
            );
        }
    }
}
