//! The same rate of growth in every year.

use wuwei_ir::{Date, Number};

use super::super::time;
use super::{Leg, elapsed};

/// Exact after whole years where the rate was promised; otherwise a root is needed, and a double gives it to nine places.
pub(super) fn at(leg: &Leg, day: Date) -> Option<Number> {
    let years = time::between(leg.from_day, day);
    if let (Some(rate), Some(years)) = (leg.rate, time::whole(years)) {
        return leg.from.mul(Number::ONE.add(rate)?.pow(years)?);
    }
    if leg.from.signum() <= 0 || leg.to.signum() <= 0 {
        return None;
    }
    let growth = leg.to.div(leg.from)?.to_f64();
    leg.from.mul(time::nearly(libm::pow(growth, elapsed(leg, day)?.to_f64()))?)
}
