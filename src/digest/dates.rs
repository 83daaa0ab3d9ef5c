//! When an article appeared: the ISO 8601 text of its record as a day, an instant, and in the forms of feeds and mail.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};

/// The day and the instant of an article's date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// The day where it was published.
    pub day: Date,
    /// The instant; midnight where only the day is known, UTC where no offset is.
    pub instant: Timestamp,
    offset: Offset,
}

impl Published {
    /// Reads a date, or a date and time; `None` for what is less precise than a day.
    pub fn parse(text: &str) -> Option<Self> {
        let pieces = Pieces::parse(text).ok()?;
        let day = pieces.date();
        let offset = pieces.to_numeric_offset().unwrap_or(Offset::UTC);
        let time = pieces.time().unwrap_or(Time::midnight());
        let instant = offset.to_timestamp(day.to_datetime(time)).ok()?;
        Some(Self { day, instant, offset })
    }

    /// The form of Atom and JSON Feed (RFC 3339).
    pub fn rfc3339(&self) -> String {
        self.instant.display_with_offset(self.offset).to_string()
    }

    /// The form of RSS and mail (RFC 822 with the year in four digits, RFC 5322).
    pub fn rfc2822(&self) -> Option<String> {
        let zoned = self.instant.to_zoned_datetime(TimeZone::fixed(self.offset));
        jiff::fmt::rfc2822::to_string(&zoned).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_as_precisely_as_it_is_written() {
        for (text, day, rfc3339) in [
            ("2025-09-12", "2025-09-12", "2025-09-12T00:00:00+00:00"),
            (
                "2025-10-05T07:10:00-04:00",
                "2025-10-05",
                "2025-10-05T07:10:00-04:00",
            ),
            (
                "2025-11-11T08:20:00+03:30",
                "2025-11-11",
                "2025-11-11T08:20:00+03:30",
            ),
            ("2025-11-11T08:20:00Z", "2025-11-11", "2025-11-11T08:20:00+00:00"),
            ("2025-11-11T08:20", "2025-11-11", "2025-11-11T08:20:00+00:00"),
        ] {
            let published = Published::parse(text).unwrap();
            assert_eq!(published.day.to_string(), day);
            assert_eq!(published.rfc3339(), rfc3339);
        }
        for text in ["", "2025", "2025-05", "spring", "2025-13-01", "\u{202e}"] {
            assert_eq!(Published::parse(text), None, "{text}");
        }
        let published = Published::parse("2025-10-05T07:10:00-04:00").unwrap();
        assert_eq!(published.rfc2822().unwrap(), "Sun, 5 Oct 2025 07:10:00 -0400");
    }
}
