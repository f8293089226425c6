//! What a target's chart draws, with the footnotes of every number of its table.

use wuwei_ir::{Date, Number};
use wuwei_plan::Status;
use wuwei_plan::progress::{Measure, TargetProgress};
use wuwei_plan::trace::Quantity;

use super::Material;
use super::notes::Figure;
use super::scale::{End, Scale};

/// The curves of a target.
#[derive(Clone, Debug)]
pub struct Curve {
    /// How its numbers are written.
    pub scale: Scale,
    /// What was observed, the oldest first.
    pub seen: Vec<Dot>,
    /// Where a value should stand.
    pub path: Vec<Dot>,
    /// Where it is likely to go.
    pub fan: Vec<Slice>,
    /// The value to be reached.
    pub goal: Option<Dot>,
    /// The day of the report.
    pub today: Date,
}

/// A value on a day.
#[derive(Clone, Debug)]
pub struct Dot {
    /// The day.
    pub day: Date,
    /// The value in base units.
    pub value: f64,
    /// As it is printed.
    pub figure: Figure,
    /// The period, for what was observed.
    pub period: String,
    /// Whether somebody worked it out.
    pub is_derived: bool,
    /// Whether another figure was published for the period.
    pub in_conflict: bool,
}

/// The forecast's range on a day.
#[derive(Clone, Debug)]
pub struct Slice {
    /// The day.
    pub day: Date,
    /// The range that holds four values in five.
    pub outer: (f64, f64),
    /// The range that holds every other value.
    pub inner: (f64, f64),
    /// The ends of the outer range as they are printed.
    pub figures: (Figure, Figure),
}

/// Older values tell nothing of a plan, and a chart has no room for them.
const SHOWN: usize = 14;

impl Curve {
    pub(super) fn new(
        material: &Material<'_>,
        found: &TargetProgress,
        scale: Scale,
        figure: &mut impl FnMut(Quantity, String) -> Figure,
    ) -> Option<Curve> {
        if found.seen.is_empty() || matches!(found.measure, Measure::Done) {
            return None;
        }
        let dot = |day: Date, number: Number, figure: Figure| Dot {
            day,
            value: number.to_f64(),
            figure,
            period: String::new(),
            is_derived: false,
            in_conflict: false,
        };
        // A running total is drawn where it is known; its years alone would stand on another scale.
        let totals = found.measure == Measure::Total && found.held.is_some();
        let seen: Vec<Dot> = if totals {
            let held = found.held.and_then(|held| Some((held.day, held.value.exact()?)));
            let start = dot(found.eve, Number::ZERO, Figure::plain(scale.value(Number::ZERO)));
            let (day, value) = held?;
            vec![start, dot(day, value, figure(Quantity::Held, scale.value(value)))]
        } else if found.measure == Measure::Total {
            return None;
        } else {
            let last = found.seen.len().saturating_sub(SHOWN);
            let rows = material.observations.all();
            let one = |seen: &wuwei_plan::progress::Seen| Dot {
                period: seen.period.shown(),
                is_derived: rows.get(seen.observation).is_some_and(|row| row.status == Status::Derived),
                in_conflict: seen.in_conflict,
                ..dot(seen.day(), seen.value, figure(Quantity::Observed(seen.period), scale.value(seen.value)))
            };
            found.seen[last..].iter().map(one).collect()
        };
        let path = found
            .points
            .iter()
            .map(|(day, value)| dot(*day, *value, figure(Quantity::PathAt(*day), scale.roughly(*value))))
            .collect();
        let fan = match &found.forecast {
            Err(_) => Vec::new(),
            // The bands of a total are those of its years; of the total itself only the deadline is told.
            Ok(told) if totals => {
                let figures = (
                    figure(Quantity::ForecastLow, scale.forecast(told.low, End::Low)),
                    figure(Quantity::ForecastHigh, scale.forecast(told.high, End::High)),
                );
                let range = (told.low, told.high);
                found.end.map(|day| Slice { day, outer: range, inner: range, figures }).into_iter().collect()
            }
            // The fan stands in the indicator's values, whatever the target's measure is.
            Ok(told) => {
                let slice = |(day, band): &(Date, wuwei_plan::forecast::Band)| Slice {
                    day: *day,
                    outer: (band.low, band.high),
                    inner: (band.inner_low, band.inner_high),
                    figures: (
                        figure(Quantity::FanLow(*day), scale.fan(band.low, End::Low)),
                        figure(Quantity::FanHigh(*day), scale.fan(band.high, End::High)),
                    ),
                };
                told.fan.iter().map(slice).collect()
            }
        };
        let goal = found.level.zip(found.end).map(|(level, end)| {
            let quantity = if Some(level) == found.goal { Quantity::Goal } else { Quantity::Level };
            dot(end, level, figure(quantity, scale.roughly(level)))
        });
        Some(Curve { scale, seen, path, fan, goal, today: found.day })
    }

    /// Whether there is a range to draw.
    pub fn has_fan(&self) -> bool {
        !self.fan.is_empty()
    }
}
