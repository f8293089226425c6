//! Fractions of a slice, row by row: sums as the reference adds them, and comparisons whose products wouldn't fit.

use wuwei_engine::{COMMON, PLACES, Range};
use wuwei_ir::Number;

use crate::graph::Compare;

/// The decimals to which the reference rounds.
const UNIT: i128 = 10i128.pow(PLACES);

/// Whether two fractions are in order, or equal. A denominator that isn't positive stands in a row that nobody reads.
#[inline(always)]
pub(super) fn compare(a: (i128, i128), b: (i128, i128), op: Compare) -> bool {
    let (a, b) = ((a.0, a.1.max(1)), (b.0, b.1.max(1)));
    let small = |(above, below): (i128, i128)| Some((i64::try_from(above).ok()?, i64::try_from(below).ok()?));
    if let (Some((a, b)), Some((c, d))) = (small(a), small(b)) {
        let (left, right) = (i128::from(a) * i128::from(d), i128::from(c) * i128::from(b));
        return match op {
            Compare::Less => left < right,
            Compare::Equal => left == right,
        };
    }
    let (left, right) = (product(a.0, b.1), product(b.0, a.1));
    match op {
        Compare::Less => left < right,
        Compare::Equal => left == right,
    }
}

/// The product of a number and one that isn't negative, in 256 bits: the high half with its sign, then the low half.
fn product(a: i128, b: i128) -> (i128, u128) {
    const HALF: u128 = u64::MAX as u128;
    let (size, b) = (a.unsigned_abs(), b.unsigned_abs());
    let (a1, a0, b1, b0) = (size >> 64, size & HALF, b >> 64, b & HALF);
    let low = a0 * b0;
    // Neither sum of a product of halves and two carries of 64 bits is beyond 128 bits.
    let middle = a1 * b0 + (low >> 64);
    let other = a0 * b1 + (middle & HALF);
    let high = a1 * b1 + (middle >> 64) + (other >> 64);
    let low = (other << 64) | (low & HALF);
    if a >= 0 {
        return (high as i128, low);
    }
    let (low, borrow) = 0u128.overflowing_sub(low);
    (-(high as i128) - i128::from(borrow), low)
}

/// Numerator and denominator of the low and the high end of a sum, of terms given likewise.
pub(super) fn sum(terms: &[[i128; 4]]) -> [i128; 4] {
    quick(terms).unwrap_or_else(|| slow(terms))
}

fn slow(terms: &[[i128; 4]]) -> [i128; 4] {
    let number = |above: i128, below: i128| Number::ratio(above, below.max(1)).unwrap_or(Number::ZERO);
    let ranges: Vec<Range> = terms.iter().map(|[a, b, c, d]| Range::between(number(*a, *b), number(*c, *d))).collect();
    let total = wuwei_engine::sum(&ranges);
    let (low, high) = (total.low.unwrap_or(Number::ZERO), total.high.unwrap_or(Number::ZERO));
    [low.numerator(), low.denominator(), high.numerator(), high.denominator()]
}

/// The same for terms whose parts fit 64 bits; nothing where one doesn't.
fn quick(terms: &[[i128; 4]]) -> Option<[i128; 4]> {
    let mut common = 1i128;
    let mut fits = true;
    for [a, b, c, d] in terms {
        common = with(common, *a, *b)?;
        if (c, d) != (a, b) && common <= COMMON {
            common = with(common, *c, *d)?;
        }
        if common > COMMON {
            fits = false;
            break;
        }
    }
    let mut out = [0; 2];
    for [a, b, c, d] in terms {
        if fits {
            let (low, high) = (exactly(common, *a, *b)?, if (c, d) == (a, b) { None } else { Some((*c, *d)) });
            out[0] += low;
            out[1] += match high {
                None => low,
                Some((c, d)) => exactly(common, c, d)?,
            };
            continue;
        }
        let (floor, rest) = rounded(*a, *b)?;
        out[0] += floor;
        out[1] += match (c, d) == (a, b) {
            true => floor + i128::from(rest),
            false => {
                let (floor, rest) = rounded(*c, *d)?;
                floor + i128::from(rest)
            }
        };
    }
    let below = if fits { common } else { UNIT };
    Some([out[0], below, out[1], below])
}

/// The common denominator with one more fraction.
fn with(common: i128, above: i128, below: i128) -> Option<i128> {
    let below = i64::try_from(below.max(1)).ok()? as u64;
    let above = i64::try_from(above).ok()?.unsigned_abs();
    if below == 1 || above == 0 || above == below {
        return Some(common);
    }
    let below = below / gcd(above, below);
    let shared = gcd((common % i128::from(below)) as u64, below);
    // A common denominator is at most 2^90 here, and one more factor 2^63: the product may not fit.
    Some(common.checked_mul(i128::from(below / shared)).unwrap_or(i128::MAX))
}

/// A fraction over a denominator that is a multiple of its own in lowest terms.
fn exactly(common: i128, above: i128, below: i128) -> Option<i128> {
    let below = below.max(1);
    if common % below == 0 {
        return above.checked_mul(common / below);
    }
    let shared = i128::from(gcd(i64::try_from(above).ok()?.unsigned_abs(), i64::try_from(below).ok()? as u64));
    (above / shared).checked_mul(common / (below / shared))
}

/// A fraction rounded down to decimals, and whether something was left.
fn rounded(above: i128, below: i128) -> Option<(i128, bool)> {
    let (scaled, below) = (above.checked_mul(UNIT)?, below.max(1));
    // A double finds a quotient of less than 2⁵⁰ up to one; what is left says which it is. Dividing 128 bits takes several times
    // as long.
    if let (Ok(above), Ok(small)) = (i64::try_from(above), i64::try_from(below)) {
        let guess = above as f64 / small as f64 * UNIT as f64;
        if guess.abs() < (1i64 << 50) as f64 {
            let guess = guess.floor() as i64;
            let rest = scaled - i128::from(guess) * below;
            let floor = guess - i64::from(rest < 0) + i64::from(rest >= below);
            let rest = scaled - i128::from(floor) * below;
            return Some((i128::from(floor), rest != 0));
        }
    }
    let floor = scaled.div_euclid(below);
    Some((floor, floor * below != scaled))
}

/// The greatest common divisor; of nought and a number the number. Which of two numbers is the larger is as good as random,
/// so the loop asks without a branch.
fn gcd(a: u64, b: u64) -> u64 {
    if a == 0 || b == 0 {
        return (a | b).max(1);
    }
    let shift = (a | b).trailing_zeros();
    let (mut a, mut b) = (a >> a.trailing_zeros(), b >> b.trailing_zeros());
    while a != b {
        let differ = a.abs_diff(b);
        b = a.min(b);
        a = differ >> differ.trailing_zeros();
    }
    a << shift
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quick_sums_are_those_of_the_reference() {
        let mut state = 7u64;
        let mut draw = |most: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i128::from((state >> 16) % most)
        };
        for round in 0..20_000 {
            let terms: Vec<[i128; 4]> = (0..1 + round % 9)
                .map(|_| {
                    let below = 1 + draw([7, 100, 40_000_000_000][round % 3]);
                    let (a, b) = (draw(below as u64 + 1), draw(below as u64 + 1));
                    if round % 2 == 0 { [a, below, a, below] } else { [a.min(b), below, a.max(b), below] }
                })
                .collect();
            let number = |above, below| Number::ratio(above, below).unwrap();
            let [a, b, c, d] = sum(&terms);
            let [e, f, g, h] = slow(&terms);
            assert_eq!((number(a, b), number(c, d)), (number(e, f), number(g, h)), "{terms:?}");
        }
    }

    #[test]
    fn close_fractions_are_told_apart() {
        let big = 1i128 << 100;
        assert!(compare((big, big + 1), (big + 1, big + 2), Compare::Less));
        assert!(!compare((big + 1, big + 2), (big, big + 1), Compare::Less));
        assert!(compare((2 * big, 6), (big, 3), Compare::Equal));
        assert!(!compare((-1, 3), (1, 3), Compare::Equal));
        assert!(compare((-big - 1, big), (-big, big), Compare::Less));
        assert!(compare((-big, 3), (big, 1 << 90), Compare::Less));
    }

    #[test]
    fn fractions_of_every_size_are_compared_as_numbers_are() {
        let mut state = 11u64;
        let mut draw = |bits: u32| {
            let mut next = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                u128::from(state >> 16)
            };
            let wide = next() << 80 ^ next() << 40 ^ next();
            (wide & ((1u128 << bits) - 1)) as i128
        };
        for round in 0..40_000u32 {
            let sizes = [3, 30, 62, 64, 90, 120];
            let bits = sizes[round as usize % 6];
            let (a, b) = (draw(bits), 1 + draw(sizes[round as usize / 6 % 6]));
            let (c, d) = if round % 3 == 0 { (a, b) } else { (draw(bits), 1 + draw(bits)) };
            let (a, c) = (if round % 5 == 0 { -a } else { a }, if round % 7 == 0 { -c } else { c });
            let (Some(x), Some(y)) = (Number::ratio(a, b), Number::ratio(c, d)) else { continue };
            assert_eq!(compare((a, b), (c, d), Compare::Less), x < y, "{a}/{b} and {c}/{d}");
            assert_eq!(compare((a, b), (c, d), Compare::Equal), x == y, "{a}/{b} and {c}/{d}");
        }
    }

    #[test]
    fn quotients_are_rounded_down() {
        let mut state = 13u64;
        for round in 0..40_000u32 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let (above, below) = ((state >> 20) as i128, 1 + (state % (1 << (1 + round % 40))) as i128);
            let above = if round % 2 == 0 { above } else { -above };
            for above in [above, above / below * below, above % below] {
                let scaled = above * UNIT;
                let expected = (scaled.div_euclid(below), scaled.rem_euclid(below) != 0);
                assert_eq!(rounded(above, below), Some(expected), "{above}/{below}");
            }
        }
    }
}
