//! The same amount at every year's end, and nothing between: what is reported once a year moves once a year.

use wuwei_ir::{Date, Number};

use super::super::time;
use super::Leg;

pub(super) fn at(leg: &Leg, day: Date) -> Option<Number> {
    let ends = |to: Date| time::year_ends(leg.from_day, to).count() as i128;
    // A way that ends within a year takes its last step on its last day.
    let last = i128::from(time::year_end(leg.to_day.year()) != Some(leg.to_day));
    let taken = Number::ratio(ends(day), ends(leg.to_day) + last)?;
    leg.to.sub(leg.from)?.mul(taken)?.add(leg.from)
}
