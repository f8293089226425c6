//! The same amount in every year.

use wuwei_ir::{Date, Number};

use super::{Leg, elapsed};

pub(super) fn at(leg: &Leg, day: Date) -> Option<Number> {
    leg.to.sub(leg.from)?.mul(elapsed(leg, day)?)?.add(leg.from)
}
