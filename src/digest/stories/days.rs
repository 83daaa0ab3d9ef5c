//! What the days between two articles say about their being one story.

use jiff::civil::Date;

/// Days that two articles on one story lie apart without being less alike.
const SAME_DAYS: u32 = 3;
/// What a distance that few pairs have adds to their likeness, for each nat of its rarity; and the most nats that count.
const WORTH: f64 = 0.8;
const MOST_NATS: f64 = 2.0;

/// How many of the dated pairs of a batch lie how far apart.
#[derive(Debug)]
pub(super) struct Days {
    /// Rarity of lying at most so many days apart, in nats.
    nats: [f64; SAME_DAYS as usize + 1],
}

impl Days {
    /// Of articles of one language; those without a date are left out.
    #[expect(clippy::cast_precision_loss, reason = "no batch has as many pairs")]
    pub(super) fn of(dates: impl Iterator<Item = Option<Date>>) -> Self {
        let mut dates: Vec<Date> = dates.flatten().collect();
        dates.sort_unstable();
        let pairs = dates.len() as u64 * (dates.len() as u64).saturating_sub(1) / 2;
        let nats = std::array::from_fn(|days| {
            let (mut near, mut first) = (0u64, 0);
            for (at, &date) in dates.iter().enumerate() {
                while distance(date, dates[first]) > days as u32 {
                    first += 1;
                }
                near += (at - first) as u64;
            }
            // One pair more of each kind: few articles say little about what is rare.
            -libm::log((near + 1) as f64 / (pairs + 1) as f64)
        });
        Self { nats }
    }

    /// What the likeness of two articles is multiplied by: it fades with the days between them, and within three days grows where
    /// few articles of the batch lie that near. In a month's articles two on the same day are more likely one story than in a day's.
    pub(super) fn factor(&self, a: Option<Date>, b: Option<Date>) -> f64 {
        let (Some(first), Some(second)) = (a, b) else {
            return 1.0;
        };
        // Papers of the next morning tell of the day: one day is as near as none.
        let days = distance(first, second).max(1) as usize;
        let nats = self.nats.get(days).copied().unwrap_or(0.0);
        faded(a, b) * (1.0 + WORTH * nats.min(MOST_NATS))
    }
}

/// How much of their likeness two articles keep for the days between them: all up to three, less and less beyond, since the next
/// storm in the same town is another story.
pub(super) fn faded(a: Option<Date>, b: Option<Date>) -> f64 {
    let (Some(a), Some(b)) = (a, b) else {
        return 1.0;
    };
    2.0 / (2.0 + f64::from(distance(a, b).saturating_sub(SAME_DAYS)))
}

fn distance(a: Date, b: Date) -> u32 {
    a.until(b).map_or(u32::MAX, |span| span.get_days().unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days<const N: usize>(texts: [&str; N]) -> [Option<Date>; N] {
        texts.map(|text| text.parse().ok())
    }

    #[test]
    fn likeness_fades_after_three_days() {
        let [first, fourth, sixth, none] = days(["2026-03-02", "2026-03-05", "2026-03-07", "spring"]);
        let few = Days::of([none, first].into_iter());
        for (a, b, kept) in [(first, fourth, 1.0), (sixth, first, 0.5), (first, none, 1.0)] {
            assert!((faded(a, b) - kept).abs() < 1e-9, "{a:?} {b:?}");
            assert!((few.factor(a, b) - kept).abs() < 1e-9, "{a:?} {b:?}");
        }
    }

    #[test]
    fn nearness_says_more_where_it_is_rare() {
        let [a, b, c] = days(["2026-02-03", "2026-02-04", "2026-02-06"]);
        let month = Days::of((1..29).map(|day| Date::new(2026, 2, day).ok()));
        let one_day = Days::of((0..28).map(|_| a));
        assert!(month.factor(a, b) > month.factor(a, c) && month.factor(a, c) > 1.0);
        assert!((one_day.factor(a, a) - 1.0).abs() < 1e-9);
        assert!((month.factor(a, a) - month.factor(a, b)).abs() < 1e-9);
    }
}
