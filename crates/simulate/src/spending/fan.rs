//! How wide a figure scatters.

/// Quantiles of a figure over all draws.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[allow(missing_docs, reason = "each field is the quantile that its name says")]
pub struct Fan {
    pub p5: f64,
    pub p25: f64,
    pub p50: f64,
    pub p75: f64,
    pub p95: f64,
    pub mean: f64,
}

impl Fan {
    /// The quantiles of some figures; all nought where there is none.
    pub fn of(mut figures: Vec<f64>) -> Fan {
        if figures.is_empty() {
            return Fan::default();
        }
        figures.sort_by(f64::total_cmp);
        let last = (figures.len() - 1) as f64;
        // Between two draws the quantile lies between them.
        let at = |share: f64| {
            let place = share * last;
            let (low, high) = (figures[place.floor() as usize], figures[place.ceil() as usize]);
            if low == high { low } else { low + (high - low) * place.fract() }
        };
        let mean = figures.iter().sum::<f64>() / figures.len() as f64;
        Fan { p5: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95), mean }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles() {
        let fan = Fan::of((0..=100).rev().map(f64::from).collect());
        assert_eq!((fan.p5, fan.p25, fan.p50, fan.p75, fan.p95, fan.mean), (5.0, 25.0, 50.0, 75.0, 95.0, 50.0));
        assert_eq!(Fan::of(vec![7.0]).p95, 7.0);
        assert_eq!(Fan::of(Vec::new()), Fan::default());
    }
}
