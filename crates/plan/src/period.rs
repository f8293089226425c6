//! Periods: DHIS2's notation for the calendar's, and the years of a plan.

use std::cmp::Reverse;
use std::fmt;

use wuwei_ir::Date;

/// A period in DHIS2's notation, or a plan's years.
///
/// Periods are ordered by their last day; of two that end together the longer one comes later, so that a year stands
/// behind its last quarter and is what the latest value of a series is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    first: Date,
    last: Date,
}

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PeriodKind {
    /// 2024
    Year,
    /// 2024S1
    Half,
    /// 2024Q3
    Quarter,
    /// 202406
    Month,
    /// 20240630
    Day,
    /// 2025/2027
    Plan,
}

impl PeriodKind {
    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            PeriodKind::Year => "year",
            PeriodKind::Half => "half",
            PeriodKind::Quarter => "quarter",
            PeriodKind::Month => "month",
            PeriodKind::Day => "day",
            PeriodKind::Plan => "plan",
        }
    }
}

impl Period {
    /// Reads `2024`, `2024S1`, `2024Q3`, `202406`, `20240630` or `2025/2027`.
    pub fn parse(text: &str) -> Option<Period> {
        if let Some((first, last)) = text.split_once('/') {
            return Period::plan(year_number(first)?, year_number(last)?);
        }
        let year = year_number(text.get(..4)?)?;
        let rest = &text[4..];
        match (rest.len(), rest.as_bytes().first()) {
            (0, _) => Period::year(year),
            (2, Some(b'S')) => Period::half(year, number(&rest[1..])?),
            (2, Some(b'Q')) => Period::quarter(year, number(&rest[1..])?),
            (2, _) => Period::month(year, number(rest)?),
            (4, _) => Some(Period::day(Date::from_ymd(year, number(rest.get(..2)?)?, number(rest.get(2..)?)?)?)),
            _ => None,
        }
    }

    /// A calendar year.
    pub fn year(year: i32) -> Option<Period> {
        Period::months(year, 1, 12)
    }

    /// The first or the second half of a year.
    pub fn half(year: i32, half: u32) -> Option<Period> {
        (1..=2).contains(&half).then(|| Period::months(year, half * 6 - 5, 6)).flatten()
    }

    /// One of a year's quarters, counted from one.
    pub fn quarter(year: i32, quarter: u32) -> Option<Period> {
        (1..=4).contains(&quarter).then(|| Period::months(year, quarter * 3 - 2, 3)).flatten()
    }

    /// One of a year's months, counted from one.
    pub fn month(year: i32, month: u32) -> Option<Period> {
        Period::months(year, month, 1)
    }

    /// A single day.
    pub fn day(day: Date) -> Period {
        Period { first: day, last: day }
    }

    /// The years of a plan, two at least: a plan of one year is that year.
    pub fn plan(first: i32, last: i32) -> Option<Period> {
        if last <= first {
            return None;
        }
        Some(Period { first: Date::from_ymd(first, 1, 1)?, last: Date::from_ymd(last, 12, 31)? })
    }

    fn months(year: i32, month: u32, count: i64) -> Option<Period> {
        let first = Date::from_ymd(year, month, 1)?;
        // The last month of the calendar has no month after it.
        let last = match first.add_months(count, false) {
            Some(after) => Date::from_days(i64::from(after.days()) - 1)?,
            None => Date::MAX,
        };
        Some(Period { first, last })
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        self.first
    }

    /// Its last day.
    pub fn last_day(self) -> Date {
        self.last
    }

    /// How long it is.
    pub fn kind(self) -> PeriodKind {
        let ((from, first, _), (to, last, _)) = (self.first.ymd(), self.last.ymd());
        if self.first == self.last {
            return PeriodKind::Day;
        }
        match (from == to, last - first.min(last)) {
            (false, _) => PeriodKind::Plan,
            (true, 11) => PeriodKind::Year,
            (true, 5) => PeriodKind::Half,
            (true, 2) => PeriodKind::Quarter,
            (true, _) => PeriodKind::Month,
        }
    }

    /// The same part of the year before; none for a plan, which has no year before, and for 29 February.
    pub fn a_year_before(self) -> Option<Period> {
        let (year, month, day) = self.first.ymd();
        match self.kind() {
            PeriodKind::Year => Period::year(year - 1),
            PeriodKind::Half => Period::half(year - 1, month / 6 + 1),
            PeriodKind::Quarter => Period::quarter(year - 1, month / 3 + 1),
            PeriodKind::Month => Period::month(year - 1, month),
            PeriodKind::Day => Date::from_ymd(year - 1, month, day).map(Period::day),
            PeriodKind::Plan => None,
        }
    }

    /// The period of the same length that ends the day before this one begins.
    pub fn previous(self) -> Option<Period> {
        let before = Date::from_days(i64::from(self.first.days()) - 1)?;
        let (year, month, _) = before.ymd();
        match self.kind() {
            PeriodKind::Year => Period::year(year),
            PeriodKind::Half => Period::half(year, month.div_ceil(6)),
            PeriodKind::Quarter => Period::quarter(year, month.div_ceil(3)),
            PeriodKind::Month => Period::month(year, month),
            PeriodKind::Day => Some(Period::day(before)),
            PeriodKind::Plan => Period::plan(year - (self.last.year() - self.first.year()), year),
        }
    }

    /// Whether another period lies in this one, or is this one.
    pub fn contains(self, other: Period) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    /// Whether a day lies in it.
    pub fn contains_day(self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }

    /// As people write it: 2023-08 for 202308, 2025–2027 for a plan's years; years, halves and quarters as they are.
    pub fn shown(self) -> String {
        let (year, month, day) = self.first.ymd();
        match self.kind() {
            PeriodKind::Month => format!("{year:04}-{month:02}"),
            PeriodKind::Day => format!("{year:04}-{month:02}-{day:02}"),
            PeriodKind::Plan => format!("{year:04}–{:04}", self.last.year()),
            PeriodKind::Year | PeriodKind::Half | PeriodKind::Quarter => self.to_string(),
        }
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Period) -> std::cmp::Ordering {
        (self.last, Reverse(self.first)).cmp(&(other.last, Reverse(other.first)))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Period) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.first.ymd();
        f.pad(&match self.kind() {
            PeriodKind::Year => format!("{year:04}"),
            PeriodKind::Half => format!("{year:04}S{}", month / 6 + 1),
            PeriodKind::Quarter => format!("{year:04}Q{}", month / 3 + 1),
            PeriodKind::Month => format!("{year:04}{month:02}"),
            PeriodKind::Day => format!("{year:04}{month:02}{day:02}"),
            PeriodKind::Plan => format!("{year:04}/{:04}", self.last.year()),
        })
    }
}

/// Four digits.
fn year_number(text: &str) -> Option<i32> {
    (text.len() == 4).then(|| number(text)).flatten().and_then(|year| i32::try_from(year).ok())
}

/// Digits only: the standard library would take a sign as well.
fn number(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        Period::parse(text).unwrap_or_else(|| panic!("{text} is no period"))
    }

    #[test]
    fn periods_end_on_their_last_day() {
        let end = |text| Period::parse(text).map(|period| period.last_day().to_string());
        assert_eq!(end("2024").as_deref(), Some("2024-12-31"));
        assert_eq!(end("2024Q3").as_deref(), Some("2024-09-30"));
        assert_eq!(end("2024S1").as_deref(), Some("2024-06-30"));
        assert_eq!(end("202402").as_deref(), Some("2024-02-29"));
        assert_eq!(end("20240630").as_deref(), Some("2024-06-30"));
        assert_eq!(end("2025/2027").as_deref(), Some("2027-12-31"));
        assert_eq!(end("9999").as_deref(), Some("9999-12-31"));
        for wrong in [
            "2024Q5",
            "24",
            "2024Q无",
            "2024S0",
            "2024S3",
            "202413",
            "20240230",
            "2027/2025",
            "2025/2025",
            "+024",
            "",
            "2024/",
            "2024-06",
            "2024Q+",
            "0000",
            "一二",
        ] {
            assert_eq!(Period::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_printed_reads_as_the_same() {
        for text in ["2024", "2024S1", "2024S2", "2024Q1", "2024Q2", "2024Q3", "2024Q4", "2025/2027", "0001", "9999"] {
            assert_eq!(period(text).to_string(), text);
        }
        for month in 1..=12 {
            let text = format!("2024{month:02}");
            assert_eq!(period(&text).to_string(), text);
            let text = format!("{text}07");
            assert_eq!(period(&text).to_string(), text);
        }
    }

    #[test]
    fn the_year_before_and_the_period_before() {
        let before = |text| period(text).a_year_before().map(|period| period.to_string());
        let previous = |text| period(text).previous().map(|period| period.to_string());
        for (text, year, last) in [
            ("2024", Some("2023"), Some("2023")),
            ("2024S1", Some("2023S1"), Some("2023S2")),
            ("2024S2", Some("2023S2"), Some("2024S1")),
            ("2024Q1", Some("2023Q1"), Some("2023Q4")),
            ("2024Q4", Some("2023Q4"), Some("2024Q3")),
            ("202401", Some("202301"), Some("202312")),
            ("202412", Some("202312"), Some("202411")),
            ("20240229", None, Some("20240228")),
            ("20240301", Some("20230301"), Some("20240229")),
            ("2025/2027", None, Some("2022/2024")),
            ("0001", None, None),
        ] {
            assert_eq!(before(text).as_deref(), year, "a year before {text}");
            assert_eq!(previous(text).as_deref(), last, "before {text}");
        }
    }

    #[test]
    fn a_year_stands_behind_its_last_quarter() {
        let mut all = ["2024", "202412", "2024Q4", "2024Q3", "2025/2027", "20241231", "2023"].map(period);
        all.sort();
        let shown = all.map(|period| period.to_string());
        assert_eq!(shown, ["2023", "2024Q3", "20241231", "202412", "2024Q4", "2024", "2025/2027"]);
        assert!(period("2024").contains(period("2024Q4")) && !period("2024Q4").contains(period("2024")));
    }

    #[test]
    fn people_read_months_with_a_dash() {
        let shown = ["2024", "202308", "20230801", "2025/2027", "2024Q3"].map(|text| period(text).shown());
        assert_eq!(shown, ["2024", "2023-08", "2023-08-01", "2025–2027", "2024Q3"]);
    }
}
