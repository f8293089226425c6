//! A series: what is known of one indicator in one region.

use wuwei_ir::{Date, Number};

use crate::observation::Status;
use crate::period::{Period, PeriodKind};

/// One value of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The period.
    pub period: Period,
    /// In base units.
    pub value: Number,
    /// How firm it is.
    pub status: Status,
    /// The day on which it became known.
    pub learnt: Date,
    /// Its position in [`crate::Observations::all`], for source and note.
    pub observation: usize,
    /// Whether another figure was published for the same period and neither revises the other.
    pub in_conflict: bool,
}

/// Values of an indicator in a region, one a period, oldest first, as they were known on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// The values.
    pub points: Vec<Point>,
}

impl Series {
    /// The latest value.
    pub fn latest(&self) -> Option<&Point> {
        self.points.last()
    }

    /// The value of a period.
    pub fn at(&self, period: Period) -> Option<&Point> {
        self.points.binary_search_by_key(&period, |point| point.period).ok().map(|at| &self.points[at])
    }

    /// The values of whole years.
    pub fn annual(&self) -> impl Iterator<Item = &Point> {
        self.points.iter().filter(|point| point.period.kind() == PeriodKind::Year)
    }
}
