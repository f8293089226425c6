//! Backtest: what each method would have said in the past, held against what came.
//!
//! The origin rolls: from the first few values the following ones are forecast, then one more value is added, and so on.
//! Two things are learnt: which method did best, and how far reality strayed in units of the spread that the method
//! itself claimed. Methods are compared by the interval score of Gneiting and Raftery: the width of the 80 % range, and
//! ten times the distance of a value that lies outside. Being near is not enough, a method has to know how near it is.

use super::method::Method;
use super::samples::Sample;
use super::student;

/// From so many yearly values on a method is chosen by backtest; fewer give scenarios side by side.
pub const ENOUGH: usize = 6;

/// So few values are the first origin.
const FIRST: usize = 3;

/// So many values behind an origin are forecast from it: a plan's three years.
const AHEAD: usize = 3;

/// The cost of a distance outside a range that promises to hold four values in five.
const OUTSIDE: f64 = 2.0 / 0.2;

/// One wild year counts as so many spreads at most, or it would blow up every range for good.
const STRAYED: f64 = 6.0;

/// How a method did on a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trial {
    /// The method.
    pub method: Method,
    /// Its mean interval score, in the unit of the values; less is better.
    pub score: f64,
    /// How many forecasts were held against values.
    pub forecasts: u32,
    /// Mean square of the distances in units of the claimed spread.
    pub(super) stray: f64,
}

/// All methods on a series, in their order; none where it is too short.
pub(super) fn trials(samples: &[Sample]) -> Option<[Trial; 3]> {
    if samples.len() < ENOUGH {
        return None;
    }
    let [pace, trend, growth] = Method::ALL.map(|method| trial(method, samples));
    Some([pace?, trend?, growth?])
}

fn trial(method: Method, samples: &[Sample]) -> Option<Trial> {
    let (mut score, mut stray, mut forecasts) = (0.0, 0.0, 0);
    for origin in FIRST..samples.len() {
        let fit = method.fit(&samples[..origin])?;
        for sample in samples[origin..].iter().take(AHEAD) {
            let outlook = fit.at(sample.time);
            let far = student::quantiles(outlook.freedom).outer;
            let (low, high) = (outlook.value(-far), outlook.value(far));
            let outside = (low - sample.value).max(sample.value - high).max(0.0);
            score += high - low + OUTSIDE * outside;
            let scales = outlook.scales(sample.value).clamp(-STRAYED, STRAYED);
            stray += scales * scales;
            forecasts += 1;
        }
    }
    let count = f64::from(forecasts);
    Some(Trial { method, score: score / count, forecasts, stray: stray / count })
}
