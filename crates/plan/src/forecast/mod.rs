//! Where a series is likely to stand on a later day.
//!
//! Series of plans are short: a value a year, five or ten of them. So the methods are simple, there are three of them,
//! and what they give is a range with a probability, never a single number.
//!
//! - **Six yearly values or more:** the method is chosen by backtest on the series itself ([`Trial`]). Its spread is scaled
//!   by how far reality strayed from its forecasts in the backtest, shrunk towards the spread it claims; it is widened by
//!   how far the methods disagree, as far as the others did nearly as well; and by a factor for the smallness of the sample.
//! - **Two to five values:** every method is a scenario with its own range, none preferred; the range of the whole is that
//!   of their equal mixture. The spread leans on a prior: two pseudo-observations of a spread that is a share of the
//!   mean step a year (three quarters for the last pace, half for the trend, three tenths for fading growth), and
//!   of one percent of the level at least.
//! - **One value or none:** nothing is said.
//!
//! The range is meant to hold four values in five; a test holds this on made-up walks, trends and fading growth of several
//! lengths. It knows nothing of what a plan will change: it says where things go if they go on as they went.
//!
//! Doubles are right here and nowhere else in the crate; transcendental functions are those of `libm`, so that a report
//! has the same digits on every machine.

mod backtest;
#[cfg(test)]
mod calibration;
mod damped_growth;
mod last_pace;
mod method;
mod prospect;
mod robust_trend;
mod samples;
mod student;

pub use backtest::{ENOUGH, Trial};
pub use method::Method;
pub use prospect::Limits;
pub use samples::Sample;

use method::{Fit, Outlook};
use prospect::{Prospect, shared_band, shared_cdf};

/// What is asked of a forecast.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The times for which a band is drawn; the last one is that of the answer. All lie behind the latest value.
    pub times: &'a [f64],
    /// Whether the answer is this much and the values at all these times together, rather than the value at the last.
    pub total_from: Option<f64>,
    /// What no value can leave.
    pub limits: Limits,
    /// The value whose reaching is asked for, and whether it is reached from above.
    pub wanted: Option<(f64, Reached)>,
}

/// From which side a value is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// More is better.
    FromBelow,
    /// Less is better.
    FromAbove,
}

/// A band at one time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The time, in years.
    pub time: f64,
    /// One value in ten is below.
    pub low: f64,
    /// One value in four is below.
    pub inner_low: f64,
    /// One value in four is above.
    pub inner_high: f64,
    /// One value in ten is above.
    pub high: f64,
}

impl Band {
    fn new(time: f64, [low, inner_low, inner_high, high]: [f64; 4]) -> Band {
        Band { time, low, inner_low, inner_high, high }
    }
}

/// What one method says of the last time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scenario {
    /// The method.
    pub method: Method,
    /// The middle of its range.
    pub middle: f64,
    /// One value in ten is below.
    pub low: f64,
    /// One value in ten is above.
    pub high: f64,
    /// Probability that the value is reached.
    pub probability: Option<f64>,
}

/// A forecast.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// One value in ten is below.
    pub low: f64,
    /// One value in ten is above.
    pub high: f64,
    /// Probability that the wanted value is reached; never below 1 % or above 99 %, which a short series can't support.
    pub probability: Option<f64>,
    /// The bands, one a time.
    pub fan: Vec<Band>,
    /// The chosen method, or all of them where none was chosen.
    pub scenarios: Vec<Scenario>,
    /// How the methods did in the backtest, the chosen one first; empty where the series was too short for one.
    pub trials: Vec<Trial>,
}

impl Forecast {
    /// The method that was chosen by backtest.
    pub fn chosen(&self) -> Option<Method> {
        self.trials.first().map(|trial| trial.method)
    }
}

/// Weight of the claimed spread against what the backtest found, in forecasts.
const CLAIMED: f64 = 4.0;

/// Mean square of a deviation in units of a spread that was itself estimated from a few values: above one.
const EXPECTED_STRAY: f64 = 1.5;

/// How fast a method that did worse loses its say in how far the methods disagree.
const ODDS: f64 = 1.5;

/// The variance is widened by so much over the number of values: the best of three on a few values flatters itself.
const FLATTERED: f64 = 2.5;

/// A forecast from values in the order of their times; none for fewer than two, for a series that was nought throughout,
/// and where no time is asked for.
pub fn forecast(samples: &[Sample], question: &Question<'_>) -> Option<Forecast> {
    let last_time = *question.times.last()?;
    let moved = samples.iter().any(|sample| sample.value != 0.0);
    let sound = samples.windows(2).all(|pair| pair[0].time < pair[1].time) && samples.last()?.time < question.times[0];
    if samples.len() < 2 || !moved || !sound {
        return None;
    }
    let [pace, trend, growth] = Method::ALL.map(|method| method.fit(samples));
    let fits = [pace?, trend?, growth?];
    match backtest::trials(samples) {
        Some(trials) => {
            let best = (0..3).min_by(|a, b| trials[*a].score.total_cmp(&trials[*b].score))?;
            let chosen = Chosen { fits: &fits, trials: &trials, best, count: samples.len() as f64 };
            let prospects = |until: usize| prospect(question, until, |time| chosen.at(time)).map(|one| vec![one]);
            let mut told = tell(question, last_time, &[trials[best].method], prospects)?;
            told.trials = trials.to_vec();
            told.trials.swap(0, best);
            Some(told)
        }
        None => tell(question, last_time, &Method::ALL, |until| {
            fits.iter().map(|fit| prospect(question, until, |time| fit.at(time))).collect()
        }),
    }
}

/// The prospect of the value at a time, or of the total up to it.
fn prospect(question: &Question<'_>, until: usize, at: impl Fn(f64) -> Outlook) -> Option<Prospect> {
    let first = if question.total_from.is_some() { 0 } else { until };
    let outlooks = question.times[first..=until].iter().map(|time| at(*time));
    Prospect::new(question.total_from.unwrap_or(0.0), outlooks, question.limits)
}

fn tell(
    question: &Question<'_>,
    last_time: f64,
    methods: &[Method],
    prospects: impl Fn(usize) -> Option<Vec<Prospect>>,
) -> Option<Forecast> {
    let mut fan = Vec::with_capacity(question.times.len());
    let mut scenarios = Vec::with_capacity(methods.len());
    let mut probability = None;
    for (n, time) in question.times.iter().enumerate() {
        let all = prospects(n)?;
        let band = if let [one] = all.as_slice() { one.band() } else { shared_band(&all) };
        fan.push(Band::new(*time, band));
        if *time == last_time {
            probability = question.wanted.map(|wanted| reached(wanted, |value| shared_cdf(&all, value)));
            for (method, one) in methods.iter().zip(&all) {
                let band = one.band();
                scenarios.push(Scenario {
                    method: *method,
                    middle: one.middle(),
                    low: band[0],
                    high: band[3],
                    probability: question.wanted.map(|wanted| reached(wanted, |value| one.cdf(value))),
                });
            }
        }
    }
    let last = fan.last()?;
    let (low, high) = (last.low, last.high);
    (low.is_finite() && high.is_finite()).then_some(Forecast {
        low,
        high,
        probability,
        fan,
        scenarios,
        trials: Vec::new(),
    })
}

fn reached((value, from): (f64, Reached), cdf: impl Fn(f64) -> f64) -> f64 {
    let below = cdf(value);
    let probability = if from == Reached::FromBelow { 1.0 - below } else { below };
    probability.clamp(0.01, 0.99)
}

/// The method that did best, with a spread that has learnt from the backtest.
struct Chosen<'a> {
    fits: &'a [Fit; 3],
    trials: &'a [Trial; 3],
    best: usize,
    count: f64,
}

impl Chosen<'_> {
    fn at(&self, time: f64) -> Outlook {
        let (outlook, trial) = (self.fits[self.best].at(time), &self.trials[self.best]);
        let forecasts = f64::from(trial.forecasts);
        let strayed = (CLAIMED + forecasts * trial.stray / EXPECTED_STRAY) / (CLAIMED + forecasts);
        let (mut weights, mut disagreement) = (1.0, 0.0);
        for (n, fit) in self.fits.iter().enumerate() {
            if n == self.best || self.trials[n].score <= 0.0 {
                continue;
            }
            let weight = libm::pow(trial.score / self.trials[n].score, ODDS * libm::sqrt(self.count));
            let off = self.middle_in_scale_of(&outlook, fit.at(time).value(0.0)) - outlook.center;
            weights += weight;
            disagreement += weight * off * off;
        }
        let variance = outlook.scale * outlook.scale * strayed + disagreement / weights;
        Outlook { scale: libm::sqrt(variance * (1.0 + FLATTERED / self.count)), ..outlook }
    }

    /// Another method's middle in the scale of the chosen one's. A line that has fallen below nought has no logarithm;
    /// it then counts as far below.
    fn middle_in_scale_of(&self, outlook: &Outlook, middle: f64) -> f64 {
        match outlook.logarithmic {
            true if middle <= 0.0 => outlook.center - 3.0 * outlook.scale,
            true => libm::log(middle),
            false => middle,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yearly(values: &[f64]) -> Vec<Sample> {
        values.iter().enumerate().map(|(n, value)| Sample::new(2018.0 + n as f64, *value)).collect()
    }

    fn ask<'a>(times: &'a [f64], wanted: f64) -> Question<'a> {
        let limits = Limits { low: Some(0.0), high: None };
        Question { times, total_from: None, limits, wanted: Some((wanted, Reached::FromBelow)) }
    }

    #[test]
    fn nothing_is_said_of_a_single_value() {
        let times = [2026.0];
        assert_eq!(forecast(&yearly(&[5.0]), &ask(&times, 6.0)), None);
        assert_eq!(forecast(&[], &ask(&times, 6.0)), None);
        assert_eq!(forecast(&yearly(&[0.0, 0.0, 0.0]), &ask(&times, 6.0)), None);
        assert_eq!(forecast(&yearly(&[1.0, 2.0]), &ask(&[], 6.0)), None);
    }

    #[test]
    fn short_series_give_three_scenarios_and_none_is_preferred() {
        let found = forecast(&yearly(&[100.0, 110.0, 125.0]), &ask(&[2021.0, 2022.0, 2023.0], 160.0)).unwrap();
        assert_eq!(found.chosen(), None);
        assert_eq!(found.scenarios.len(), 3);
        assert_eq!(found.fan.len(), 3);
        let least = found.scenarios.iter().map(|one| one.low).fold(f64::INFINITY, f64::min);
        let most = found.scenarios.iter().map(|one| one.high).fold(f64::NEG_INFINITY, f64::max);
        assert!(least <= found.low && found.low < found.high && found.high <= most, "{found:?}");
        let sum: f64 = found.scenarios.iter().filter_map(|one| one.probability).sum();
        assert!((sum / 3.0 - found.probability.unwrap()).abs() < 0.02);
    }

    #[test]
    fn a_straight_line_goes_on_and_still_has_a_width() {
        let values: Vec<f64> = (0..8).map(|n| 100.0 + 10.0 * f64::from(n)).collect();
        let found = forecast(&yearly(&values), &ask(&[2026.0, 2027.0, 2028.0], 195.0)).unwrap();
        assert!(found.chosen().is_some());
        assert!(found.low < 200.0 && 200.0 < found.high, "{found:?}");
        assert!(found.high - found.low > 5.0, "{found:?}");
        assert!(found.fan.windows(2).all(|pair| pair[0].high - pair[0].low < pair[1].high - pair[1].low));
    }

    #[test]
    fn limits_hold() {
        let shares: Vec<f64> = [0.90, 0.93, 0.95, 0.97, 0.98, 0.99].to_vec();
        let limits = Limits { low: Some(0.0), high: Some(1.0) };
        let question = Question { limits, ..ask(&[2024.0, 2025.0, 2026.0], 0.95) };
        let found = forecast(&yearly(&shares), &question).unwrap();
        assert!(found.high <= 1.0 && found.low > 0.5, "{found:?}");
        let falling = forecast(&yearly(&[9.0, 5.0, 2.0]), &ask(&[2021.0, 2025.0], 1.0)).unwrap();
        assert!(falling.low >= 0.0);
    }

    #[test]
    fn a_series_in_another_unit_has_the_same_forecast() {
        let values = [512.0, 900.0, 1378.0, 4033.0, 4598.0, 7000.0, 7300.0];
        let times = [2025.0, 2026.0, 2027.0];
        for count in [3, values.len()] {
            let one = forecast(&yearly(&values[..count]), &ask(&times, 8000.0)).unwrap();
            let scaled: Vec<f64> = values[..count].iter().map(|value| value * 1024.0).collect();
            let other = forecast(&yearly(&scaled), &ask(&times, 8000.0 * 1024.0)).unwrap();
            assert!((one.low * 1024.0 - other.low).abs() < one.low.abs() * 1e-6 * 1024.0);
            assert!((one.probability.unwrap() - other.probability.unwrap()).abs() < 1e-6);
        }
    }

    #[test]
    fn a_total_adds_the_years_to_what_is_known() {
        let values = [80.0, 95.0, 90.0, 105.0, 100.0, 110.0];
        let times = [2024.0, 2025.0];
        let total = Question { total_from: Some(215.0), ..ask(&times, 430.0) };
        let found = forecast(&yearly(&values), &total).unwrap();
        assert!(found.low > 215.0 + 150.0 && found.high < 215.0 + 290.0, "{found:?}");
        let probability = found.probability.unwrap();
        assert!((0.2..0.8).contains(&probability), "{found:?}");
    }

    #[test]
    fn fewer_is_better_turns_the_probability_round() {
        let ranks = [38.0, 37.0, 35.0, 33.0, 30.0, 28.0];
        let times = [2024.0, 2025.0];
        let limits = Limits { low: Some(1.0), high: None };
        let up = Question { limits, ..ask(&times, 25.0) };
        let down = Question { wanted: Some((25.0, Reached::FromAbove)), ..up };
        let (up, down) = (forecast(&yearly(&ranks), &up).unwrap(), forecast(&yearly(&ranks), &down).unwrap());
        assert!((up.probability.unwrap() + down.probability.unwrap() - 1.0).abs() < 1e-9);
        assert!(down.low >= 1.0 && down.probability.unwrap() > 0.5);
    }
}
