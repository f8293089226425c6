//! Paths: where a value should stand on the way to its target.

mod constant_growth;
mod linear;
mod milestone;
mod step;

use wuwei_ir::{Date, Number};
use wuwei_source::Text;

use super::time;

/// The form of the way from the base to the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Path {
    /// The same amount in every year.
    Linear,
    /// The same rate of growth in every year.
    ConstantGrowth,
    /// The same amount at every year's end, and nothing between.
    Step,
    /// Everything on the last day.
    Milestone,
}

/// A way: from a value on a day to another on a later day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leg {
    /// Where it begins.
    pub from_day: Date,
    /// With which value.
    pub from: Number,
    /// Where it ends.
    pub to_day: Date,
    /// With which value.
    pub to: Number,
    /// The rate of growth, where one was promised.
    pub rate: Option<Number>,
}

impl Path {
    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Path::Linear => "linear",
            Path::ConstantGrowth => "constant-growth",
            Path::Step => "step",
            Path::Milestone => "milestone",
        }
    }

    /// What people call it.
    pub fn name(self) -> Text {
        match self {
            Path::Linear => Text::new("逐年等量", "the same amount each year"),
            Path::ConstantGrowth => Text::new("逐年等速", "the same growth each year"),
            Path::Step => Text::new("每年末一步", "a step at each year's end"),
            Path::Milestone => Text::new("到期完成", "done by the day"),
        }
    }

    /// The value on a day; none where it can't be said, as for growth from nought.
    pub fn at(self, leg: &Leg, day: Date) -> Option<Number> {
        if day <= leg.from_day {
            return Some(leg.from);
        }
        if day >= leg.to_day {
            return Some(leg.to);
        }
        match self {
            Path::Linear => linear::at(leg, day),
            Path::ConstantGrowth => constant_growth::at(leg, day),
            Path::Step => step::at(leg, day),
            Path::Milestone => milestone::at(leg, day),
        }
    }

    /// The values at the beginning, at year ends, and at the end, for a chart.
    pub fn points(self, leg: &Leg) -> Vec<(Date, Number)> {
        let inner = time::year_ends(leg.from_day, leg.to_day).filter(|day| *day < leg.to_day);
        let days = std::iter::once(leg.from_day).chain(inner).chain([leg.to_day]);
        days.filter_map(|day| Some((day, self.at(leg, day)?))).collect()
    }
}

/// How much of the way's time has passed on a day.
pub(crate) fn elapsed(leg: &Leg, day: Date) -> Option<Number> {
    let day = day.clamp(leg.from_day, leg.to_day.max(leg.from_day));
    time::between(leg.from_day, day).div(time::between(leg.from_day, leg.to_day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn leg(from: i64, to: i64, rate: Option<Number>) -> Leg {
        let (from, to) = (Number::int(from), Number::int(to));
        Leg { from_day: day("2024-12-31"), from, to_day: day("2027-12-31"), to, rate }
    }

    fn on(path: Path, leg: &Leg, text: &str) -> Option<String> {
        path.at(leg, day(text)).map(|value| value.to_decimal(4))
    }

    #[test]
    fn a_line_rises_by_the_same_amount() {
        let leg = leg(100, 400, None);
        let shown = ["2024-06-30", "2024-12-31", "2025-12-31", "2026-12-31", "2027-12-31", "2030-01-01"];
        let found = shown.map(|text| on(Path::Linear, &leg, text).unwrap());
        assert_eq!(found, ["100", "100", "200", "300", "400", "400"]);
        // 2028 is a leap year, and still every year end lies on a third.
        assert_eq!(on(Path::Linear, &leg, "2025-07-02").unwrap(), "150.137");
    }

    #[test]
    fn growth_is_exact_at_year_ends() {
        let tenth = Number::ratio(1, 10);
        let leg = Leg { to: Number::parse("1331").unwrap(), ..leg(1000, 0, tenth) };
        assert_eq!(Path::ConstantGrowth.at(&leg, day("2025-12-31")), Some(Number::int(1100)));
        assert_eq!(Path::ConstantGrowth.at(&leg, day("2026-12-31")), Some(Number::int(1210)));
        let between = Path::ConstantGrowth.at(&leg, day("2025-07-02")).unwrap().to_f64();
        assert!((between - 1000.0 * 1.1f64.powf(0.501_369_863)).abs() < 1e-3);
        let unsaid = Leg { rate: None, ..leg };
        let found = Path::ConstantGrowth.at(&unsaid, day("2026-12-31")).unwrap().to_f64();
        assert!((found - 1210.0).abs() < 1e-6);
        assert_eq!(Path::ConstantGrowth.at(&Leg { from: Number::ZERO, ..unsaid }, day("2026-12-31")), None);
    }

    #[test]
    fn steps_and_milestones() {
        let leg = leg(0, 3, None);
        let found = ["2025-12-30", "2025-12-31", "2026-12-31"].map(|text| on(Path::Step, &leg, text).unwrap());
        assert_eq!(found, ["0", "1", "2"]);
        assert_eq!(on(Path::Milestone, &leg, "2027-12-30").unwrap(), "0");
        assert_eq!(on(Path::Milestone, &leg, "2027-12-31").unwrap(), "3");
    }

    #[test]
    fn points_stand_at_year_ends() {
        let days: Vec<String> = Path::Linear.points(&leg(0, 3, None)).iter().map(|point| point.0.to_string()).collect();
        assert_eq!(days, ["2024-12-31", "2025-12-31", "2026-12-31", "2027-12-31"]);
    }
}
