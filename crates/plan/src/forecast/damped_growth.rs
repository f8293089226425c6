//! Damped growth: the rate of growth fades from year to year.
//!
//! What grew by a half last year seldom does so for ever, and a rate that fades is the usual course of a young indicator.
//! Growth is that of logarithms where all values are positive, and of the values themselves otherwise. The rate of each
//! year is a fixed share of the rate of the year before; which share fits the past best is chosen from a few.

use super::method::Outlook;
use super::samples::{Sample, prior_spread, variance};

/// How a rate fades.
#[derive(Clone, Copy, Debug)]
struct Fading {
    /// The logarithm of what the rate was a year ago over what it is.
    speed: f64,
    /// What it was a year ago over what it is.
    year: f64,
}

/// A half, 65 %, 80 % and 92 % of the rate remain after a year.
const FADING: [Fading; 4] = [
    Fading { speed: 0.7, year: 2.013_752_707_470_476_6 },
    Fading { speed: 0.43, year: 1.537_257_523_548_281_5 },
    Fading { speed: 0.22, year: 1.246_076_730_587_381 },
    Fading { speed: 0.085, year: 1.088_717_069_753_553_6 },
];

/// What is taken where there are too few values to choose from.
const USUAL: usize = 2;

/// Steps that the rate is taken from.
const STEPS: usize = 10;

/// The prior spread of a year's step, as a share of the mean step.
const PRIOR: f64 = 0.3;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Fit {
    last: Sample,
    logarithmic: bool,
    fading: Fading,
    /// The rate at the time of the latest value.
    rate: f64,
    /// The variance of the rate over that of a year's step.
    of_rate: f64,
    variance: f64,
    freedom: u32,
}

pub(crate) fn fit(samples: &[Sample]) -> Option<Fit> {
    let recent = &samples[samples.len().saturating_sub(STEPS + 1)..];
    if recent.len() < 2 {
        return None;
    }
    let logarithmic = recent.iter().all(|sample| sample.value > 0.0);
    let mut scaled = [Sample::new(0.0, 0.0); STEPS + 1];
    for (to, from) in scaled.iter_mut().zip(recent) {
        *to = Sample::new(from.time, if logarithmic { libm::log(from.value) } else { from.value });
    }
    let scaled = &scaled[..recent.len()];
    let choices = if recent.len() < 5 { &FADING[USUAL..=USUAL] } else { &FADING[..] };
    let best = choices.iter().map(|fading| regress(scaled, *fading)).min_by(|a, b| a.squares.total_cmp(&b.squares))?;
    let level = if logarithmic { 1.0 } else { recent.iter().map(|sample| sample.value.abs()).fold(0.0, f64::max) };
    let prior = prior_spread(scaled, PRIOR, level);
    let (variance, freedom) = variance(best.squares, recent.len() - 2, prior);
    let Regression { fading, rate, of_rate, .. } = best;
    Some(Fit { last: *scaled.last()?, logarithmic, fading, rate, of_rate, variance, freedom })
}

/// The rate of today that fits the steps best.
#[derive(Clone, Copy, Debug)]
struct Regression {
    fading: Fading,
    rate: f64,
    of_rate: f64,
    squares: f64,
}

/// Least squares of the steps, each weighted by its length.
fn regress(scaled: &[Sample], fading: Fading) -> Regression {
    let (mut above, mut below) = (0.0, 0.0);
    // What the rate of today comes to in each step of the past, when it was higher.
    let mut reaches = [0.0; STEPS];
    let mut then = 1.0;
    for (pair, reach) in scaled.windows(2).zip(&mut reaches).rev() {
        let years = pair[1].time - pair[0].time;
        let before = then * if years == 1.0 { fading.year } else { libm::exp(fading.speed * years) };
        *reach = (before - then) / fading.speed;
        then = before;
        above += *reach * (pair[1].value - pair[0].value) / years;
        below += *reach * *reach / years;
    }
    let rate = above / below;
    let mut squares = 0.0;
    for (pair, reach) in scaled.windows(2).zip(&reaches) {
        let off = pair[1].value - pair[0].value - rate * reach;
        squares += off * off / (pair[1].time - pair[0].time);
    }
    Regression { fading, rate, of_rate: 1.0 / below, squares }
}

impl Fit {
    pub(crate) fn at(&self, time: f64) -> Outlook {
        let ahead = time - self.last.time;
        let reach = (1.0 - libm::exp(-self.fading.speed * ahead)) / self.fading.speed;
        let scale = libm::sqrt(self.variance * (ahead + reach * reach * self.of_rate));
        let center = self.last.value + self.rate * reach;
        Outlook { center, scale, freedom: self.freedom, logarithmic: self.logarithmic }
    }
}
