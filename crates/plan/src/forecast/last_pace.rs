//! Last pace: on from the latest value at the mean pace of the last years.
//!
//! A random walk with drift: what happens in one year stays. The range widens with the root of the years, and besides
//! with the years themselves, because the pace is only an estimate.

use super::method::Outlook;
use super::samples::{Sample, prior_spread, variance};

/// Steps that the pace is taken from; what lies further back says little about the pace of today.
const STEPS: usize = 5;

/// The prior spread of a year's step, as a share of the mean step.
const PRIOR: f64 = 0.75;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Fit {
    last: Sample,
    pace: f64,
    /// Years that the pace is taken from.
    span: f64,
    variance: f64,
    freedom: u32,
}

pub(crate) fn fit(samples: &[Sample]) -> Option<Fit> {
    let recent = &samples[samples.len().saturating_sub(STEPS + 1)..];
    let (first, last) = (recent.first()?, recent.last()?);
    let span = last.time - first.time;
    if recent.len() < 2 || span <= 0.0 {
        return None;
    }
    let pace = (last.value - first.value) / span;
    let mut squares = 0.0;
    let mut level: f64 = 0.0;
    for pair in recent.windows(2) {
        let years = pair[1].time - pair[0].time;
        let off = pair[1].value - pair[0].value - pace * years;
        squares += off * off / years;
        level = level.max(pair[0].value.abs()).max(pair[1].value.abs());
    }
    let prior = prior_spread(recent, PRIOR, level);
    let (variance, freedom) = variance(squares, recent.len() - 2, prior);
    Some(Fit { last: *last, pace, span, variance, freedom })
}

impl Fit {
    pub(crate) fn at(&self, time: f64) -> Outlook {
        let ahead = time - self.last.time;
        let scale = libm::sqrt(self.variance * (ahead + ahead * ahead / self.span));
        Outlook { center: self.last.value + self.pace * ahead, scale, freedom: self.freedom, logarithmic: false }
    }
}
