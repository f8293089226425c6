//! Exact numbers to and from IEEE 754 binary64.

use crate::Number;

impl Number {
    /// The nearest double, ties to even; `None` where it would be out of range, which no fraction of this size is.
    pub fn to_binary64(self) -> Option<f64> {
        let (numerator, denominator) = (self.numerator().unsigned_abs(), self.denominator().unsigned_abs());
        let magnitude = nearest(numerator, denominator);
        let rounded = if self.signum() < 0 { -magnitude } else { magnitude };
        rounded.is_finite().then_some(rounded)
    }

    /// A double as the exact number it is; `None` for infinities, for what is no number, and for what doesn't fit.
    pub fn from_binary64(double: f64) -> Option<Number> {
        if double == 0.0 {
            return Some(Number::ZERO);
        }
        if !double.is_finite() {
            return None;
        }
        // Doubles below the normal ones are far smaller than what fits.
        let bits = double.to_bits();
        let exponent = ((bits >> 52) & 0x7ff) as i32 - 1075;
        let significand = (bits & ((1 << 52) - 1)) | (1 << 52);
        let zeros = significand.trailing_zeros();
        let (odd, exponent) = (i128::from(significand >> zeros), exponent + zeros as i32);
        let signed = if double < 0.0 { -odd } else { odd };
        if exponent < 0 {
            let denominator = 1i128.checked_shl(exponent.unsigned_abs()).filter(|power| *power > 0)?;
            return Number::ratio(signed, denominator);
        }
        let factor = 1i128.checked_shl(exponent.unsigned_abs()).filter(|power| *power > 0)?;
        Number::ratio(signed.checked_mul(factor)?, 1)
    }
}

/// The double nearest to a quotient, ties to even.
fn nearest(numerator: u128, denominator: u128) -> f64 {
    const EXACT: u128 = 1 << 53;
    // Two doubles give the nearest quotient by themselves, and most numbers are that small.
    if numerator <= EXACT && denominator <= EXACT {
        return numerator as f64 / denominator as f64;
    }
    // So many bits of the quotient that the last one lies below the one that decides; it stands for all that follow.
    const BITS: u32 = 64;
    let (mut quotient, mut rest) = (numerator / denominator, numerator % denominator);
    let mut exponent = 0;
    while rest != 0 && quotient < 1 << BITS {
        // The rest is below the denominator and so below 2^127: there is always room to go on.
        let step = rest.leading_zeros().min(BITS);
        rest <<= step;
        quotient = (quotient << step) | (rest / denominator);
        rest %= denominator;
        exponent -= step as i32;
    }
    let sticky = u128::from(rest != 0);
    // The conversion rounds to even, and a power of two in this range only moves the result.
    (quotient | sticky) as f64 * f64::from_bits(((1023 + exponent) as u64) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of all sizes, the same on each run.
    fn random(state: &mut u64) -> u128 {
        let mut word = || {
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut x = *state;
            x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            x ^ (x >> 31)
        };
        let (high, low, shift) = (word(), word(), word() % 127);
        ((u128::from(high) << 64) | u128::from(low)) >> 1 >> shift
    }

    fn number(numerator: i128, denominator: i128) -> Number {
        Number::ratio(numerator, denominator).unwrap()
    }

    #[test]
    fn decimals_round_as_the_standard_library_reads_them() {
        let mut state = 1;
        for n in 0..200_000u32 {
            let (digits, places) = (random(&mut state) as i128, n % 38);
            let text = format!("{digits}e-{places}");
            let found = number(-digits, 10i128.pow(places)).to_binary64();
            assert_eq!(found, Some(-text.parse::<f64>().unwrap()), "{text}");
        }
    }

    #[test]
    fn no_other_double_is_nearer() {
        let mut state = 2;
        let mut checked = 0;
        for _ in 0..200_000 {
            let exact = number(random(&mut state) as i128, (random(&mut state) as i128).max(1));
            let rounded = exact.to_binary64().unwrap();
            // Between the midpoints to its neighbours, exactly where those fit.
            for neighbour in [rounded.next_up(), rounded.next_down()] {
                let ends = Number::from_binary64(rounded).zip(Number::from_binary64(neighbour));
                let Some(middle) = ends.and_then(|(a, b)| a.add(b)).and_then(|sum| sum.div(Number::int(2))) else {
                    continue;
                };
                let inside = if neighbour > rounded { exact <= middle } else { exact >= middle };
                assert!(inside, "{exact:?} is nearer to {neighbour:e} than to {rounded:e}");
                checked += 1;
            }
        }
        assert!(checked > 200_000, "only {checked}");
    }

    #[test]
    fn a_tie_goes_to_the_even_neighbour() {
        let mut state = 3;
        for _ in 0..100_000 {
            let significand = (random(&mut state) as u64 & ((1 << 52) - 1)) | (1 << 52);
            let scale = 1i128 << (random(&mut state) % 60);
            let even = if significand.is_multiple_of(2) { significand } else { significand + 1 };
            // Halfway between two neighbours, and the least bit beside it.
            let middle = (i128::from(significand) << 61) + (1 << 60);
            let scaled = |n: i128| number(n, scale).to_binary64().unwrap() * scale as f64 / 2f64.powi(61);
            assert_eq!(scaled(middle), even as f64);
            assert_eq!(scaled(middle + 1), (significand + 1) as f64);
            assert_eq!(scaled(middle - 1), significand as f64);
        }
    }

    #[test]
    fn doubles_are_what_they_are() {
        assert_eq!(Number::from_binary64(0.1), Some(number(3_602_879_701_896_397, 1 << 55)));
        assert_eq!(Number::from_binary64(-3.0), Some(Number::int(-3)));
        assert_eq!(Number::from_binary64(2f64.powi(126)), Some(number(1 << 126, 1)));
        assert_eq!(Number::from_binary64(2f64.powi(-126)), Some(number(1, 1 << 126)));
        for beyond in [2f64.powi(127), 2f64.powi(-127), f64::MIN_POSITIVE / 2.0, f64::MAX, f64::INFINITY, f64::NAN] {
            assert_eq!(Number::from_binary64(beyond), None);
        }
        let mut state = 4;
        for _ in 0..100_000 {
            let double = f64::from_bits(random(&mut state) as u64);
            let Some(exact) = Number::from_binary64(double) else { continue };
            assert_eq!(exact.to_binary64(), Some(double));
        }
    }
}
