//! The methods, and what one of them says of a time to come.

use wuwei_source::Text;

use super::samples::Sample;
use super::{damped_growth, last_pace, robust_trend, student};

/// A way to go on from a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// On at the mean pace of the last years.
    LastPace,
    /// The line of Theil and Sen.
    RobustTrend,
    /// Growth that fades.
    DampedGrowth,
}

impl Method {
    /// All of them.
    pub const ALL: [Method; 3] = [Method::LastPace, Method::RobustTrend, Method::DampedGrowth];

    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Method::LastPace => "last-pace",
            Method::RobustTrend => "robust-trend",
            Method::DampedGrowth => "damped-growth",
        }
    }

    /// What people call it.
    pub fn name(self) -> Text {
        match self {
            Method::LastPace => Text::new("按近年步伐", "at the last years' pace"),
            Method::RobustTrend => Text::new("按稳健趋势", "along a robust trend"),
            Method::DampedGrowth => Text::new("按渐缓增长", "with fading growth"),
        }
    }

    /// The method fitted to a series; none for fewer than two values.
    pub(crate) fn fit(self, samples: &[Sample]) -> Option<Fit> {
        match self {
            Method::LastPace => last_pace::fit(samples).map(Fit::LastPace),
            Method::RobustTrend => robust_trend::fit(samples).map(Fit::RobustTrend),
            Method::DampedGrowth => damped_growth::fit(samples).map(Fit::DampedGrowth),
        }
    }
}

/// A method fitted to a series.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fit {
    LastPace(last_pace::Fit),
    RobustTrend(robust_trend::Fit),
    DampedGrowth(damped_growth::Fit),
}

impl Fit {
    /// What it says of a time behind the latest value.
    pub(crate) fn at(&self, time: f64) -> Outlook {
        match self {
            Fit::LastPace(fit) => fit.at(time),
            Fit::RobustTrend(fit) => fit.at(time),
            Fit::DampedGrowth(fit) => fit.at(time),
        }
    }
}

/// The logarithm of the largest value that is told apart from larger ones.
const MOST_LOGARITHM: f64 = 600.0;

/// What is expected at one time: a value with Student's distribution around it, or a logarithm with one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Outlook {
    pub(crate) center: f64,
    pub(crate) scale: f64,
    pub(crate) freedom: u32,
    pub(crate) logarithmic: bool,
}

impl Outlook {
    /// The value so many scales above the middle.
    pub(crate) fn value(&self, scales: f64) -> f64 {
        let value = self.center + self.scale * scales;
        // A power beyond this is no number any more; as a forecast it is nonsense long before.
        if self.logarithmic { libm::exp(value.min(MOST_LOGARITHM)) } else { value }
    }

    /// How many scales a value lies above the middle.
    pub(crate) fn scales(&self, value: f64) -> f64 {
        let value = match self.logarithmic {
            true if value <= 0.0 => return f64::NEG_INFINITY,
            true => libm::log(value),
            false => value,
        };
        (value - self.center) / self.scale
    }

    /// Probability that the value is at most this.
    pub(crate) fn cdf(&self, value: f64) -> f64 {
        student::cdf(self.scales(value).clamp(-1e9, 1e9), self.freedom)
    }
}
