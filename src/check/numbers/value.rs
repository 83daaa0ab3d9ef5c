//! Exact values: decimal numbers in billionths, so that 2.50 and 2,5 are one value on every machine.

/// A number that is not negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Value(i128);

/// Digits kept behind the decimal sign.
const PLACES: u32 = 9;
const ONE: i128 = 10i128.pow(PLACES);

impl Value {
    pub(super) const ZERO: Self = Self(0);
    pub(super) const HALF: Self = Self(ONE / 2);

    pub(super) fn whole(number: u64) -> Self {
        Self(i128::from(number) * ONE)
    }

    /// Reads ASCII digits before and behind the decimal sign. What is too long for any quantity keeps its first digits.
    pub(super) fn read(whole: &[u8], fraction: &[u8]) -> Self {
        let digit = |sum: i128, byte: &u8| sum * 10 + i128::from(byte - b'0');
        let sum = whole.iter().take(28).fold(0, digit);
        let places = PLACES as usize;
        let part = fraction.iter().take(places).fold(0, digit);
        let missing = places.saturating_sub(fraction.len()) as u32;
        Self(sum.saturating_mul(ONE).saturating_add(part * 10i128.pow(missing)))
    }

    /// `self * 10^power`.
    pub(super) fn scaled(self, power: u32) -> Self {
        Self(self.0.saturating_mul(10i128.saturating_pow(power)))
    }

    pub(super) fn times(self, other: u64) -> Self {
        Self(self.0.saturating_mul(i128::from(other)))
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// `self / other` where it comes out even within the places kept.
    pub(super) fn over(self, other: Self) -> Option<Self> {
        let scaled = self.0.checked_mul(ONE)?;
        (other.0 > 0 && scaled % other.0 == 0).then(|| Self(scaled / other.0))
    }

    /// The whole number, if it is one.
    pub(super) fn as_whole(self) -> Option<u64> {
        (self.0 % ONE == 0)
            .then(|| u64::try_from(self.0 / ONE).ok())
            .flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_exact() {
        assert_eq!(
            Value::read(b"1", b"4").scaled(9),
            Value::read(b"14", b"").scaled(8)
        );
        assert_eq!(Value::read(b"02", b"50"), Value::read(b"2", b"5"));
        assert_eq!(
            Value::whole(1).over(Value::whole(4)),
            Some(Value::read(b"", b"25"))
        );
        assert_eq!(Value::whole(1).over(Value::whole(3)), None);
        assert_eq!(Value::read(&[b'9'; 80], b"").as_whole(), None);
        assert_eq!(Value::whole(7).as_whole(), Some(7));
    }
}
