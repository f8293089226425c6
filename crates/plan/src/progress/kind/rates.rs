//! An indicator that is itself a rate of growth: the rates of the plan's years, one upon the other.
//!
//! What a plan promises of a rate is its average over the years. The rates multiply: an index of one at the beginning
//! grows by each year's rate. A missing year leaves the average unknown from there on.

use wuwei_ir::{Date, Number};

use super::super::case::Case;
use super::super::path::Path;
use super::super::seen::{Seen, latest_by};
use super::growth::follow;
use super::{Lack, Measure, Reading};

pub(super) fn read(case: &Case<'_>, seen: Vec<Seen>, goal: Option<Number>) -> Reading {
    let mut reading = Reading::blank(case, Measure::Rate, Path::ConstantGrowth);
    reading.base = latest_by(&seen, case.eve).copied();
    let mut index: Vec<(Date, Number)> = Vec::new();
    let mut value = Number::ONE;
    for one in seen.iter().filter(|one| one.day() > case.eve) {
        let expected = case.eve.year() + 1 + index.len() as i32;
        if one.day().year() != expected {
            reading.lack = Some(Lack::Year(expected));
            break;
        }
        let Some(next) = Number::ONE.add(one.value).and_then(|factor| value.mul(factor)) else { break };
        value = next;
        index.push((one.day(), value));
    }
    follow(case, &mut reading, Some((case.eve, Number::ONE)), index.iter().copied(), goal);
    // The level of an index means nothing to anybody.
    reading.level = None;
    if index.is_empty() && !seen.is_empty() {
        reading.lack = reading.lack.or(Some(Lack::SinceBeginning));
    }
    reading.seen = seen;
    reading
}
