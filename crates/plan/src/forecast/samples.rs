//! What a forecast looks at: values in time, as doubles.

/// A value at a time, in years.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// The time, in years; the end of 2024 is 2025.
    pub time: f64,
    /// The value.
    pub value: f64,
}

impl Sample {
    /// A value at a time.
    pub fn new(time: f64, value: f64) -> Sample {
        Sample { time, value }
    }
}

/// Pseudo-observations that stand for what is known of a spread before any value is seen.
pub(crate) const PRIOR_WEIGHT: f64 = 2.0;

/// The prior spread of a year's step is at least this share of the largest value: a series that hasn't moved may move.
const OF_LEVEL: f64 = 0.01;

/// The prior spread of a year's step: a share of the mean step, and of the largest value at least. One or two steps say
/// nothing of how far steps lie apart, and a series that happens to lie on a line isn't bound to stay on it. All is in the
/// scale of the values, so that a series in 万 has the same forecast as the same series in ones.
pub(crate) fn prior_spread(samples: &[Sample], of_step: f64, level: f64) -> f64 {
    let steps =
        samples.windows(2).map(|pair| (pair[1].value - pair[0].value).abs() / libm::sqrt(pair[1].time - pair[0].time));
    let count = samples.len().saturating_sub(1).max(1) as f64;
    (of_step * steps.sum::<f64>() / count).max(OF_LEVEL * level)
}

/// The estimate of a variance from squares with so many degrees of freedom and from the prior spread.
pub(crate) fn variance(squares: f64, freedom: usize, prior: f64) -> (f64, u32) {
    let freedom = freedom as f64;
    ((PRIOR_WEIGHT * prior * prior + squares) / (PRIOR_WEIGHT + freedom), (PRIOR_WEIGHT + freedom) as u32)
}
