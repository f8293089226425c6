//! Fractions of a slice, row by row: sums as the reference adds them, and comparisons whose products wouldn't fit.

use wuwei_engine::{COMMON, PLACES, Range};
use wuwei_ir::Number;

use crate::graph::Compare;

/// The decimals to which the reference rounds.
const UNIT: i128 = 10i128.pow(PLACES);

/// Whether two fractions are in order, or equal. A denominator that isn't positive stands in a row that nobody reads.
pub(super) fn compare(a: (i128, i128), b: (i128, i128), op: Compare) -> bool {
    let (a, b) = ((a.0, a.1.max(1)), (b.0, b.1.max(1)));
    // Doubles tell apart what isn't next to each other.
    let (x, y) = (a.0 as f64 / a.1 as f64, b.0 as f64 / b.1 as f64);
    if (x - y).abs() > 1e-9 * x.abs().max(y.abs()) {
        return op == Compare::Less && x < y;
    }
    let exact = |(above, below): (i128, i128)| Number::ratio(above, below).unwrap_or(Number::ZERO);
    match op {
        Compare::Less => exact(a) < exact(b),
        Compare::Equal => exact(a) == exact(b),
    }
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
    let (above, below) = (above.checked_mul(UNIT)?, below.max(1));
    let floor = above.div_euclid(below);
    Some((floor, floor * below != above))
}

/// The greatest common divisor; of nought and a number the number.
fn gcd(mut a: u64, mut b: u64) -> u64 {
    if a == 0 || b == 0 {
        return (a | b).max(1);
    }
    let shift = (a | b).trailing_zeros();
    a >>= a.trailing_zeros();
    loop {
        b >>= b.trailing_zeros();
        if a > b {
            std::mem::swap(&mut a, &mut b);
        }
        b -= a;
        if b == 0 {
            return a << shift;
        }
    }
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
    }
}
