//! Exact numbers.
//!
//! A threshold in a law is exact, so every number is a fraction of whole numbers: money in 分, counts, ratios. There is
//! no binary floating point and no rounding unless a rule says so. An operation whose exact result doesn't fit returns
//! `None`, and the evaluator answers "unknown" rather than something wrong.

use std::cmp::Ordering;
use std::fmt;

/// An exact fraction in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Number {
    numerator: i128,
    /// Always positive.
    denominator: i128,
}

#[allow(clippy::should_implement_trait, reason = "they can fail, which the operators can't say")]
impl Number {
    /// Nought.
    pub const ZERO: Number = Number::int(0);
    /// One.
    pub const ONE: Number = Number::int(1);

    /// A whole number.
    pub const fn int(value: i64) -> Number {
        Number { numerator: value as i128, denominator: 1 }
    }

    /// `numerator / denominator`; `None` when the denominator is nought or the fraction doesn't fit.
    pub fn ratio(numerator: i128, denominator: i128) -> Option<Number> {
        if denominator == 0 {
            return None;
        }
        if denominator == 1 {
            return Some(Number { numerator, denominator });
        }
        let divisor = gcd(numerator.unsigned_abs(), denominator.unsigned_abs());
        let divisor = i128::try_from(divisor).ok()?;
        let (numerator, denominator) = (numerator / divisor, denominator / divisor);
        if denominator < 0 {
            return Some(Number { numerator: numerator.checked_neg()?, denominator: denominator.checked_neg()? });
        }
        Some(Number { numerator, denominator })
    }

    /// `digits · 10^-decimals`, as decimal literals are written.
    pub fn decimal(digits: i64, decimals: u8) -> Option<Number> {
        Number::ratio(i128::from(digits), 10i128.checked_pow(u32::from(decimals))?)
    }

    /// Reads a plain decimal: `-12.50`.
    pub fn parse(text: &str) -> Option<Number> {
        let (sign, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || fraction.len() > 18 {
            return None;
        }
        if unsigned.ends_with('.') {
            return None;
        }
        let mut value: i128 = 0;
        for digit in whole.bytes().chain(fraction.bytes()) {
            value = value.checked_mul(10)?.checked_add(i128::from(digit - b'0'))?;
        }
        Number::ratio(sign * value, 10i128.pow(fraction.len() as u32))
    }

    /// The part above the line.
    pub fn numerator(self) -> i128 {
        self.numerator
    }

    /// The part below the line.
    pub fn denominator(self) -> i128 {
        self.denominator
    }

    /// Whether it is whole.
    pub fn is_integer(self) -> bool {
        self.denominator == 1
    }

    /// As a machine integer, if it is one.
    pub fn to_i64(self) -> Option<i64> {
        if self.is_integer() { i64::try_from(self.numerator).ok() } else { None }
    }

    /// The sign: −1, 0 or 1.
    pub fn signum(self) -> i32 {
        self.numerator.signum() as i32
    }

    /// Sum.
    pub fn add(self, other: Number) -> Option<Number> {
        if self.denominator == other.denominator {
            return Number::ratio(self.numerator.checked_add(other.numerator)?, self.denominator);
        }
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        Number::ratio(left.checked_add(right)?, self.denominator.checked_mul(other.denominator)?)
    }

    /// Difference.
    pub fn sub(self, other: Number) -> Option<Number> {
        self.add(other.neg()?)
    }

    /// Product.
    pub fn mul(self, other: Number) -> Option<Number> {
        if self.denominator == 1 && other.denominator == 1 {
            return Some(Number { numerator: self.numerator.checked_mul(other.numerator)?, denominator: 1 });
        }
        // Crosswise reduction first keeps the products as small as the result allows.
        let a = Number::ratio(self.numerator, other.denominator)?;
        let b = Number::ratio(other.numerator, self.denominator)?;
        Some(Number {
            numerator: a.numerator.checked_mul(b.numerator)?,
            denominator: a.denominator.checked_mul(b.denominator)?,
        })
    }

    /// Quotient; `None` also for division by nought.
    pub fn div(self, other: Number) -> Option<Number> {
        if other.numerator == 0 {
            return None;
        }
        if self.denominator == 1 && other.denominator == 1 {
            return Number::ratio(self.numerator, other.numerator);
        }
        let inverse = Number::ratio(other.denominator, other.numerator)?;
        self.mul(inverse)
    }

    /// The negative.
    pub fn neg(self) -> Option<Number> {
        Some(Number { numerator: self.numerator.checked_neg()?, denominator: self.denominator })
    }

    /// A whole power.
    pub fn pow(self, exponent: u32) -> Option<Number> {
        (0..exponent).try_fold(Number::ONE, |power, _| power.mul(self))
    }

    /// The largest whole number not above it.
    pub fn floor(self) -> Number {
        Number { numerator: self.numerator.div_euclid(self.denominator), denominator: 1 }
    }

    /// The smallest whole number not below it.
    pub fn ceil(self) -> Option<Number> {
        self.neg()?.floor().neg()
    }

    /// The largest decimal with so many places that isn't above it.
    pub fn floor_at(self, places: u32) -> Option<Number> {
        let (mut digits, mut rest) =
            (self.numerator.div_euclid(self.denominator), self.numerator.rem_euclid(self.denominator));
        for _ in 0..places {
            rest = rest.checked_mul(10)?;
            digits = digits.checked_mul(10)?.checked_add(rest / self.denominator)?;
            rest %= self.denominator;
        }
        Number::ratio(digits, 10i128.checked_pow(places)?)
    }

    /// The smallest decimal with so many places that isn't below it.
    pub fn ceil_at(self, places: u32) -> Option<Number> {
        self.neg()?.floor_at(places)?.neg()
    }

    /// The smallest denominator that this number and others with a common denominator share, if it isn't above a limit.
    pub fn common_denominator(self, others: i128, limit: i128) -> Option<i128> {
        let divisor = i128::try_from(gcd(self.denominator.unsigned_abs(), others.unsigned_abs())).ok()?;
        others.checked_mul(self.denominator / divisor).filter(|common| *common <= limit)
    }

    /// Rounded to whole numbers, a half going away from nought: 2.5 → 3, −2.5 → −3.
    pub fn round_half_up(self) -> Option<Number> {
        let half = Number::ratio(1, 2)?;
        match self.signum() < 0 {
            true => self.neg()?.add(half)?.floor().neg(),
            false => Some(self.add(half)?.floor()),
        }
    }

    /// Nearly the nearest double, for charts and synthetic data only; what a rule rounds goes through
    /// [`Number::to_binary64`].
    pub fn to_f64(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }

    /// As a decimal with at most so many places; what doesn't fit is rounded half up.
    pub fn to_decimal(self, places: u32) -> String {
        let scale = 10i128.pow(places.min(18));
        let scaled = match Number::int(0).add(self).and_then(|n| n.mul(Number { numerator: scale, denominator: 1 })) {
            Some(scaled) => scaled.round_half_up(),
            None => None,
        };
        let Some(scaled) = scaled else {
            return format!("{:.*}", places as usize, self.to_f64());
        };
        let magnitude = scaled.numerator.unsigned_abs();
        let scale = scale.unsigned_abs();
        let sign = if scaled.numerator < 0 { "-" } else { "" };
        let fraction = format!("{:0width$}", magnitude % scale, width = places as usize);
        let fraction = fraction.trim_end_matches('0');
        let whole = magnitude / scale;
        if places == 0 || fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    // Most numbers here fit a machine word, where the remainder is an order of magnitude cheaper.
    while b != 0 {
        if let (Ok(mut x), Ok(mut y)) = (u64::try_from(a), u64::try_from(b)) {
            while y != 0 {
                (x, y) = (y, x % y);
            }
            return u128::from(x);
        }
        (a, b) = (b, a % b);
    }
    a
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        if self.denominator == other.denominator {
            return self.numerator.cmp(&other.numerator);
        }
        let left = self.numerator.checked_mul(other.denominator);
        let right = other.numerator.checked_mul(self.denominator);
        match (left, right) {
            (Some(left), Some(right)) => left.cmp(&right),
            _ => compare_by_parts(*self, *other),
        }
    }
}

/// Compares whole parts, then the inverses of what remains: exact where the cross products don't fit.
fn compare_by_parts(a: Number, b: Number) -> Ordering {
    let (whole_a, whole_b) = (a.floor().numerator, b.floor().numerator);
    if whole_a != whole_b {
        return whole_a.cmp(&whole_b);
    }
    let rest_a = a.numerator.rem_euclid(a.denominator);
    let rest_b = b.numerator.rem_euclid(b.denominator);
    match (rest_a, rest_b) {
        (0, 0) => Ordering::Equal,
        (0, _) => Ordering::Less,
        (_, 0) => Ordering::Greater,
        _ => {
            let inverse = |rest: i128, whole: i128| Number { numerator: whole, denominator: rest };
            compare_by_parts(inverse(rest_b, b.denominator), inverse(rest_a, a.denominator))
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.to_decimal(4))
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Number {
        Number::int(value)
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    fn n(a: i128, b: i128) -> Number {
        Number::ratio(a, b).unwrap()
    }

    #[test]
    fn thresholds_are_exact() {
        let a_third = n(1, 3);
        assert_eq!(a_third.mul(n(3, 1)), Some(Number::ONE));
        assert!(n(1, 10).add(n(2, 10)).unwrap() == n(3, 10));
        assert_eq!(n(5, -10), n(-1, 2));
    }

    #[test]
    fn huge_fractions_still_compare() {
        let big = i128::MAX / 2;
        assert!(n(big, big - 1) > n(big - 1, big));
        assert!(n(-big, 3) < n(-big, 5));
        assert_eq!(n(big, 1).mul(n(big, 1)), None);
    }

    #[test]
    fn decimals_read_and_print() {
        assert_eq!(Number::parse("-12.50").unwrap().to_decimal(2), "-12.5");
        assert_eq!(n(2, 3).to_decimal(2), "0.67");
        assert_eq!(Number::parse("1."), None);
        assert_eq!(Number::parse("1e5"), None);
        assert_eq!(n(5, 2).round_half_up(), Some(Number::int(3)));
        assert_eq!(n(-5, 2).round_half_up(), Some(Number::int(-3)));
        assert_eq!(n(2, 3).floor_at(2), Some(n(66, 100)));
        assert_eq!(n(-2, 3).floor_at(2), Some(n(-67, 100)));
        assert_eq!(n(2, 3).ceil_at(2), Some(n(67, 100)));
        assert_eq!(n(1, 4).ceil_at(2), Some(n(1, 4)));
    }
}
