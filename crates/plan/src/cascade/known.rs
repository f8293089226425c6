//! What was known on a day.

use wuwei_ir::{Date, IndicatorId, Number, RegionId};

use super::finding::{Row, Sight};
use crate::observation::{Observation, Observations, Status};
use crate::period::{Period, PeriodKind};
use crate::series::{Point, Series};

/// The published values, as they were known on a day.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    observations: &'a Observations,
    /// The day.
    pub(super) on: Date,
}

/// One figure as somebody published it.
#[derive(Clone, Copy)]
pub(super) struct Published<'a> {
    pub(super) period: Period,
    pub(super) value: Number,
    pub(super) status: Status,
    pub(super) source: &'a str,
    /// Whether it stands and another one does too.
    pub(super) in_conflict: bool,
    observation: &'a Observation,
}

/// The value of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Yearly {
    /// The year.
    pub year: i32,
    /// In base units.
    pub value: Number,
    /// Whether somebody worked it out from other figures.
    pub derived: bool,
    /// Whether another figure was published for the year.
    pub in_conflict: bool,
}

impl<'a> Known<'a> {
    pub(super) fn new(observations: &'a Observations, on: Date) -> Known<'a> {
        Known { observations, on }
    }

    pub(super) fn series(&self, indicator: IndicatorId, region: RegionId) -> Series {
        self.observations.series(indicator, region, self.on)
    }

    /// The values of whole years, oldest first.
    pub(super) fn yearly(&self, indicator: IndicatorId, region: RegionId) -> Vec<Yearly> {
        self.series(indicator, region).annual().map(Yearly::of).collect()
    }

    /// Everything that was published of the whole of an indicator for a region by the day, oldest period first.
    pub(super) fn published(&self, indicator: IndicatorId, region: RegionId) -> Vec<Published<'a>> {
        let rows = self.observations.of(indicator, region).map(|(_, row)| row);
        let known = rows.filter(|row| row.breakdowns.is_total() && row.learnt <= self.on);
        let mut figures: Vec<Published<'a>> = known.filter_map(Published::of).collect();
        figures.sort_by_key(|figure| figure.period);
        figures
    }

    /// Where the value of a point was published.
    pub(super) fn sight(&self, point: &Point) -> Option<Sight> {
        let row = self.observations.all().get(point.observation)?;
        Some(self.row(row))
    }

    /// Where a figure was published.
    pub(super) fn sight_of(&self, figure: &Published<'_>) -> Sight {
        self.row(figure.observation)
    }

    fn row(&self, row: &Observation) -> Sight {
        let table = self.observations.tables().get(row.origin.table as usize).filter(|_| row.origin.row > 0);
        let at = table.map(|table| Row { file: table.file.clone(), row: row.origin.row });
        Sight { place: None, row: at, document: None, article: row.source.to_string() }
    }

    /// The indicators of which anything is known in a region, in the program's order.
    pub(super) fn indicators_of(&self, region: RegionId) -> Vec<IndicatorId> {
        let mut indicators = self.observations.indicators_of(region).to_vec();
        indicators.sort_unstable();
        indicators
    }
}

impl Yearly {
    fn of(point: &Point) -> Yearly {
        Yearly {
            year: point.period.last_day().year(),
            value: point.value,
            derived: point.status == Status::Derived,
            in_conflict: point.in_conflict,
        }
    }
}

impl<'a> Published<'a> {
    fn of(observation: &'a Observation) -> Option<Published<'a>> {
        Some(Published {
            period: observation.period,
            value: observation.value()?,
            status: observation.status,
            source: &observation.source,
            in_conflict: observation.in_conflict,
            observation,
        })
    }

    /// The year, if the figure is of a whole one.
    pub(super) fn year(&self) -> Option<i32> {
        (self.period.kind() == PeriodKind::Year).then(|| self.period.last_day().year())
    }
}
