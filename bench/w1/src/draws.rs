//! Random draws that depend on nothing but the seed, the row and the number of the draw, so that the first rows are the same
//! however many there are.

use crate::normal;

/// Draws of one row.
#[derive(Clone, Copy)]
pub(crate) struct Draws {
    first: u64,
}

const SEED: u64 = 20_241_231;
/// Draws set aside for a row.
const PER_ROW: u64 = 64;
/// The step of splitmix64.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

impl Draws {
    pub(crate) fn of_row(row: u64) -> Self {
        Draws { first: row * PER_ROW }
    }

    /// The upper half of an output of splitmix64.
    fn bits(self, draw: u64) -> i64 {
        let x = SEED.wrapping_add((self.first + draw + 1).wrapping_mul(STEP));
        let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((x ^ (x >> 31)) >> 32) as i64
    }

    /// One of `0..n`, all equally likely.
    pub(crate) fn below(self, draw: u64, n: i64) -> i64 {
        (self.bits(draw) * n) >> 32
    }

    /// Whether an event of so many per thousand happens.
    pub(crate) fn happens(self, draw: u64, per_mille: i64) -> bool {
        self.below(draw, 1000) < per_mille
    }

    /// A draw of a log-normal variable, in millionths.
    pub(crate) fn spread(self, draw: u64, of: &Spread) -> i64 {
        of.at(self.bits(draw))
    }
}

/// Points of a table of quantiles.
const POINTS: usize = 4097;

/// A log-normal variable with the median 1: its quantiles in millionths, with straight lines between them.
pub(crate) struct Spread {
    quantiles: Vec<i64>,
}

impl Spread {
    /// `sigma` is the standard deviation of the logarithm.
    pub(crate) fn new(sigma: f64) -> Self {
        let point = |k: usize| (sigma * normal::quantile((k as f64 + 0.5) / POINTS as f64)).exp() * 1e6;
        Spread { quantiles: (0..POINTS).map(|k| point(k).round_ties_even() as i64).collect() }
    }

    fn at(&self, bits: i64) -> i64 {
        let (point, rest) = ((bits >> 20) as usize, bits & 0xF_FFFF);
        let (low, high) = (self.quantiles[point], self.quantiles[point + 1]);
        low + (((high - low) * rest) >> 20)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sums over Python's tables, made with `statistics.NormalDist().inv_cdf`. Logarithms and powers come from the system's
    /// library, so another system might differ in a last digit; then this test says so before any checksum does.
    #[test]
    fn tables_are_those_of_the_reference() {
        let sum = |sigma: f64| {
            let quantiles = Spread::new(sigma).quantiles;
            quantiles.iter().enumerate().fold(0i64, |sum, (k, q)| (sum + (k as i64 + 1) * q) % 1_000_000_007)
        };
        let found = [0.22, 0.24, 0.35, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2].map(sum);
        assert_eq!(
            found,
            [
                150_529_105,
                859_040_129,
                660_887_313,
                94_179_173,
                370_162_638,
                172_619_978,
                949_711_744,
                860_241_726,
                779_899_084
            ]
        );
    }
}
