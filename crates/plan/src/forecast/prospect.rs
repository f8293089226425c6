//! What a method says of one quantity to come, within the limits of that quantity.
//!
//! The quantity is a value at a time, or what is known already plus the values of several years: a total of a yearly
//! flow. The errors of the years of a total are taken as wholly dependent, since all of them come from one origin; that
//! widens the range rather than narrowing it.

use super::method::Outlook;
use super::student;

/// Limits that no value of a series can leave.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limits {
    /// No value is below: nothing counts less than nought, nobody ranks before the first, a running total never falls.
    pub low: Option<f64>,
    /// No value is above: a share is at most the whole.
    pub high: Option<f64>,
}

impl Limits {
    fn clamp(self, value: f64) -> f64 {
        let value = self.low.map_or(value, |low| value.max(low));
        self.high.map_or(value, |high| value.min(high))
    }
}

/// What a method says of a quantity.
#[derive(Clone, Debug)]
pub(super) struct Prospect {
    /// What is known already.
    known: f64,
    first: Outlook,
    /// The other years of a total.
    others: Vec<Outlook>,
    limits: Limits,
}

impl Prospect {
    pub(super) fn new(known: f64, mut outlooks: impl Iterator<Item = Outlook>, limits: Limits) -> Option<Prospect> {
        Some(Prospect { known, first: outlooks.next()?, others: outlooks.collect(), limits })
    }

    /// The quantity where all of its years lie so many scales above their middles.
    fn value(&self, scales: f64) -> f64 {
        let one = |outlook: &Outlook| self.limits.clamp(outlook.value(scales));
        self.known + one(&self.first) + self.others.iter().map(one).sum::<f64>()
    }

    pub(super) fn middle(&self) -> f64 {
        self.value(0.0)
    }

    /// The range that holds it four times in five, and the one that holds it every other time.
    pub(super) fn band(&self) -> [f64; 4] {
        let far = student::quantiles(self.first.freedom);
        [-far.outer, -far.inner, far.inner, far.outer].map(|scales| self.value(scales))
    }

    /// Probability that it is at most this; limits are for [`Prospect::band`], below them nothing is asked.
    pub(super) fn cdf(&self, value: f64) -> f64 {
        if self.others.is_empty() {
            return self.first.cdf(value - self.known);
        }
        let (mut low, mut high) = (-1e3, 1e3);
        for _ in 0..60 {
            let scales = (low + high) / 2.0;
            if self.value(scales) <= value { low = scales } else { high = scales }
        }
        student::cdf(low, self.first.freedom)
    }
}

/// The band of several prospects of which none is preferred: each is as likely as the others.
pub(super) fn shared_band(prospects: &[Prospect]) -> [f64; 4] {
    let bands: Vec<[f64; 4]> = prospects.iter().map(Prospect::band).collect();
    [(0, 0.1), (1, 0.25), (2, 0.75), (3, 0.9)].map(|(at, probability)| {
        let low = bands.iter().map(|band| band[at]).fold(f64::INFINITY, f64::min);
        let high = bands.iter().map(|band| band[at]).fold(f64::NEG_INFINITY, f64::max);
        quantile(prospects, probability, low, high)
    })
}

/// The mean of the probabilities.
pub(super) fn shared_cdf(prospects: &[Prospect], value: f64) -> f64 {
    prospects.iter().map(|prospect| prospect.cdf(value)).sum::<f64>() / prospects.len() as f64
}

/// A bound of the mixture lies between the same bounds of its parts.
fn quantile(prospects: &[Prospect], probability: f64, mut low: f64, mut high: f64) -> f64 {
    // A fiftieth of a percent of the width is finer than anything that is shown.
    let fine = (high - low) / 5e3;
    while high - low > fine && high - low > 0.0 {
        let middle = (low + high) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if shared_cdf(prospects, middle) < probability { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}
