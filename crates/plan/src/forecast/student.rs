//! Student's t distribution with a whole number of degrees of freedom.
//!
//! With few observations the spread itself is only known roughly, and the tails of a normal distribution would claim more
//! than is known. For whole degrees of freedom the distribution function is a finite sum, so nothing is approximated but
//! what a double rounds; the functions come from `libm`, with the same bits on every machine.

use std::f64::consts::FRAC_2_PI;
use std::sync::OnceLock;

/// More degrees of freedom than this are treated as this many: the difference is below a thousandth.
pub(crate) const MOST: u32 = 60;

/// Probability that a variable is at most `x`.
pub(crate) fn cdf(x: f64, freedom: u32) -> f64 {
    // Rounding may carry the sum a hair past one.
    let within = between(x.abs(), freedom.clamp(1, MOST)).min(1.0);
    if x < 0.0 { (1.0 - within) / 2.0 } else { (1.0 + within) / 2.0 }
}

/// Probability that a variable lies between `-x` and `x`: Abramowitz and Stegun, 26.7.3 and 26.7.4.
fn between(x: f64, freedom: u32) -> f64 {
    let root = libm::sqrt(f64::from(freedom));
    let length = libm::sqrt(f64::from(freedom) + x * x);
    let (sine, cosine) = (x / length, root / length);
    let square = cosine * cosine;
    // The terms of the sum: each the one before times a fraction and the square of the cosine.
    let (mut term, mut sum) = if freedom.is_multiple_of(2) { (1.0, 1.0) } else { (cosine, cosine) };
    let mut at = if freedom.is_multiple_of(2) { 2 } else { 3 };
    while at < freedom {
        term *= square * f64::from(at - 1) / f64::from(at);
        sum += term;
        at += 2;
    }
    match freedom {
        1 => FRAC_2_PI * libm::atan2(x, root),
        odd if odd % 2 == 1 => FRAC_2_PI * (libm::atan2(x, root) + sine * sum),
        _ => sine * sum,
    }
}

/// The bounds that a forecast shows: nine times in ten a variable is below the first, three times in four below the second.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quantiles {
    /// 90 %: with its negative, the range of 80 %.
    pub(crate) outer: f64,
    /// 75 %: with its negative, the range of 50 %.
    pub(crate) inner: f64,
}

/// The bounds for a number of degrees of freedom.
pub(crate) fn quantiles(freedom: u32) -> Quantiles {
    static TABLE: OnceLock<Vec<Quantiles>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let bounds = |freedom| Quantiles { outer: quantile(0.9, freedom), inner: quantile(0.75, freedom) };
        (1..=MOST).map(bounds).collect()
    });
    table[(freedom.clamp(1, MOST) - 1) as usize]
}

/// The value below which a variable is with a probability of at least a half.
fn quantile(probability: f64, freedom: u32) -> f64 {
    let (mut low, mut high) = (0.0, 1e3);
    for _ in 0..80 {
        let middle = (low + high) / 2.0;
        if cdf(middle, freedom) < probability { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_tables() {
        // Two-sided 80 % and 50 % points as every textbook prints them.
        for (freedom, outer, inner) in [
            (1, 3.078, 1.000),
            (2, 1.886, 0.816),
            (3, 1.638, 0.765),
            (4, 1.533, 0.741),
            (10, 1.372, 0.700),
            (30, 1.310, 0.683),
        ] {
            let found = quantiles(freedom);
            assert!((found.outer - outer).abs() < 6e-4, "{freedom}: {found:?}");
            assert!((found.inner - inner).abs() < 6e-4, "{freedom}: {found:?}");
        }
        assert!((cdf(2.776, 4) - 0.975).abs() < 1e-4);
        assert!((cdf(-2.571, 5) - 0.025).abs() < 1e-4);
        assert_eq!(cdf(0.0, 7), 0.5);
    }

    #[test]
    fn it_never_falls() {
        for freedom in 1..=MOST {
            let values: Vec<f64> = (-60..=60).map(|n| cdf(f64::from(n) / 5.0, freedom)).collect();
            assert!(values.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12));
            assert!(values.iter().all(|p| (0.0..=1.0).contains(p)));
        }
    }
}
