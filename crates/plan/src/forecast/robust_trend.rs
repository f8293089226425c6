//! Robust trend: the line of Theil and Sen.
//!
//! The slope is the median of the slopes between all pairs of values, so that one odd year doesn't turn the line. It fits
//! series that waver around a line, where the latest value is as much in error as the others.

use super::method::Outlook;
use super::samples::{Sample, prior_spread, variance};

/// How much wider the line strays than that of least squares would: medians use less of what the values say.
const OF_MEDIANS: f64 = 1.2;

/// Values that the line is drawn through at most.
const VALUES: usize = 20;

/// The prior spread of a year's step, as a share of the mean step.
const PRIOR: f64 = 0.5;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Fit {
    slope: f64,
    /// Value of the line at the mean time.
    middle: f64,
    mean_time: f64,
    /// Sum of squared distances of the times from their mean.
    spread_of_times: f64,
    count: f64,
    variance: f64,
    freedom: u32,
}

pub(crate) fn fit(samples: &[Sample]) -> Option<Fit> {
    let recent = &samples[samples.len().saturating_sub(VALUES)..];
    let count = recent.len();
    if count < 2 {
        return None;
    }
    let mut slopes = [0.0; VALUES * (VALUES - 1) / 2];
    let mut filled = 0;
    for (n, a) in recent.iter().enumerate() {
        for b in &recent[n + 1..] {
            if b.time > a.time {
                slopes[filled] = (b.value - a.value) / (b.time - a.time);
                filled += 1;
            }
        }
    }
    let slope = median(&mut slopes[..filled])?;
    let mean_time = recent.iter().map(|sample| sample.time).sum::<f64>() / count as f64;
    let mut heights = [0.0; VALUES];
    for (height, sample) in heights.iter_mut().zip(recent) {
        *height = sample.value - slope * (sample.time - mean_time);
    }
    let middle = median(&mut heights[..count])?;
    let mut squares = 0.0;
    let mut spread_of_times = 0.0;
    let mut level: f64 = 0.0;
    for sample in recent {
        let off = sample.value - middle - slope * (sample.time - mean_time);
        squares += off * off;
        spread_of_times += (sample.time - mean_time) * (sample.time - mean_time);
        level = level.max(sample.value.abs());
    }
    let prior = prior_spread(recent, PRIOR, level);
    let (variance, freedom) = variance(squares, count - 2, prior);
    Some(Fit { slope, middle, mean_time, spread_of_times, count: count as f64, variance, freedom })
}

impl Fit {
    pub(crate) fn at(&self, time: f64) -> Outlook {
        let off = time - self.mean_time;
        let scale =
            libm::sqrt(self.variance * (1.0 + OF_MEDIANS * (1.0 / self.count + off * off / self.spread_of_times)));
        Outlook { center: self.middle + self.slope * off, scale, freedom: self.freedom, logarithmic: false }
    }
}

/// The middle one, or the mean of the two in the middle.
fn median(values: &mut [f64]) -> Option<f64> {
    let half = values.len() / 2;
    if values.is_empty() {
        return None;
    }
    let (_, upper, _) = values.select_nth_unstable_by(half, f64::total_cmp);
    let upper = *upper;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = values[..half].iter().copied().reduce(f64::max)?;
    Some((lower + upper) / 2.0)
}
