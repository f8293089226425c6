//! Published values of indicators, as tables beside the documents hold them.
//!
//! A table has the columns indicator, region, period, value, unit, status, source, note. Conflicting published figures are
//! all kept; nothing chooses between them but the period and, for the same period, the order in the table.

use wuwei_ir::{Date, IndicatorId, Number, Program, RegionId, Unit};
use wuwei_source::Text;

/// One published value.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The region.
    pub region: RegionId,
    /// The period as written: 2024, 2024Q3, 202311.
    pub period: String,
    /// The last day of the period.
    pub end: Date,
    /// The value as written.
    pub written: Number,
    /// The unit as written.
    pub unit: Unit,
    /// In base units.
    pub value: Number,
    /// reported, preliminary, revised, derived.
    pub status: String,
    /// Who published it.
    pub source: String,
    /// What must be said about it.
    pub note: String,
    /// Whether another figure was published for the same indicator, region and period.
    pub in_conflict: bool,
}

/// A row that is no observation.
#[derive(Clone, Debug)]
pub struct ObservationFault {
    /// The table.
    pub file: String,
    /// The line.
    pub line: usize,
    /// Why.
    pub why: Text,
}

/// All published values.
#[derive(Clone, Debug, Default)]
pub struct Observations {
    /// Values in the order of the tables.
    pub all: Vec<Observation>,
    /// Rows that could not be read.
    pub faults: Vec<ObservationFault>,
}

const COLUMNS: [&str; 8] = ["indicator", "region", "period", "value", "unit", "status", "source", "note"];

impl Observations {
    /// Reads a table. Tables with other columns are none of ours and are passed over.
    pub(crate) fn read(&mut self, program: &Program, path: &str, text: &str) {
        let mut rows = records(text.strip_prefix('\u{feff}').unwrap_or(text));
        let Some((_, header)) = rows.next() else { return };
        if header != COLUMNS {
            return;
        }
        for (line, cells) in rows {
            if cells.iter().all(String::is_empty) {
                continue;
            }
            match observation(program, &cells) {
                Ok(observation) => self.all.push(observation),
                Err(why) => self.faults.push(ObservationFault { file: path.to_string(), line, why }),
            }
        }
        for n in 0..self.all.len() {
            let this = &self.all[n];
            let key = (this.indicator, this.region, this.end);
            let others = self.all.iter().filter(|other| (other.indicator, other.region, other.end) == key);
            self.all[n].in_conflict = others.count() > 1;
        }
    }

    /// The latest value of an indicator for a region, published for a period that ended by a day.
    pub fn latest(&self, indicator: IndicatorId, region: RegionId, day: Date) -> Option<&Observation> {
        let mine = self.all.iter().filter(|seen| seen.indicator == indicator && seen.region == region);
        // Figures that somebody derived stand behind those that were published for the same period.
        mine.filter(|seen| seen.end <= day).max_by_key(|seen| (seen.end, seen.status != "derived"))
    }
}

fn observation(program: &Program, cells: &[String]) -> Result<Observation, Text> {
    let get = |n: usize| cells.get(n).map_or("", |cell| cell.trim());
    let position = program.indicators.iter().position(|indicator| indicator.head.name.as_str() == get(0));
    let indicator = position
        .map(IndicatorId::from_index)
        .ok_or_else(|| Text::new(format!("没有指标“{}”", get(0)), format!("no indicator is called {}", get(0))))?;
    let region = program
        .region_named(get(1))
        .ok_or_else(|| Text::new(format!("没有区域“{}”", get(1)), format!("no region is called {}", get(1))))?;
    let end = period_end(get(2))
        .ok_or_else(|| Text::new(format!("时期“{}”不对", get(2)), format!("{} is no period", get(2))))?;
    let written = Number::parse(get(3))
        .ok_or_else(|| Text::new(format!("“{}”不是数字", get(3)), format!("{} is no number", get(3))))?;
    let dim = program.indicator(indicator).unit.dim();
    let unit = Unit::parse(get(4)).or_else(|| get(4).is_empty().then_some(Unit::NUMBER));
    let unit = unit.filter(|unit| unit.dim() == dim).ok_or_else(|| {
        let wanted = program.indicator(indicator).unit.text();
        Text::new(
            format!("单位“{}”不合，指标的单位是 {wanted}", get(4)),
            format!("the unit {} doesn't fit, the indicator is in {wanted}", get(4)),
        )
    })?;
    let value = written.mul(unit.factor).unwrap_or(written);
    Ok(Observation {
        indicator,
        region,
        period: get(2).to_string(),
        end,
        written,
        unit,
        value,
        status: get(5).to_string(),
        source: get(6).to_string(),
        note: get(7).to_string(),
        in_conflict: false,
    })
}

/// The last day of a period in DHIS2 notation: 2024, 2024S1, 2024Q3, 202406, 20240630.
fn period_end(period: &str) -> Option<Date> {
    let year: i32 = period.get(..4)?.parse().ok()?;
    let rest = &period[4..];
    let month_end = |month: u32| {
        let first = Date::from_ymd(year, month, 1)?.add_months(1, false)?;
        Date::from_days(i64::from(first.days()) - 1)
    };
    match (rest.len(), rest.as_bytes().first()) {
        (0, _) => month_end(12),
        (2, Some(b'Q')) => rest[1..].parse::<u32>().ok().filter(|n| (1..=4).contains(n)).and_then(|n| month_end(n * 3)),
        (2, Some(b'S')) => rest[1..].parse::<u32>().ok().filter(|n| (1..=2).contains(n)).and_then(|n| month_end(n * 6)),
        (2, _) => rest.parse().ok().and_then(month_end),
        (4, _) => Date::from_ymd(year, rest[..2].parse().ok()?, rest[2..].parse().ok()?),
        _ => None,
    }
}

/// The rows of a comma-separated table with their lines. Small and strict: these tables are part of a library.
fn records(text: &str) -> impl Iterator<Item = (usize, Vec<String>)> + '_ {
    let mut chars = text.chars().peekable();
    let mut line = 1;
    std::iter::from_fn(move || {
        chars.peek()?;
        let start = line;
        let mut cells = vec![String::new()];
        let mut quoted = false;
        while let Some(c) = chars.next() {
            let cell = cells.last_mut()?;
            match c {
                '"' if quoted && chars.peek() == Some(&'"') => {
                    chars.next();
                    cell.push('"');
                }
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(String::new()),
                '\n' if !quoted => {
                    line += 1;
                    break;
                }
                '\n' => {
                    line += 1;
                    cell.push(c);
                }
                '\r' => {}
                c => cell.push(c),
            }
        }
        Some((start, cells))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_end_on_their_last_day() {
        let end = |period| period_end(period).map(|day| day.to_string());
        assert_eq!(end("2024").as_deref(), Some("2024-12-31"));
        assert_eq!(end("2024Q3").as_deref(), Some("2024-09-30"));
        assert_eq!(end("2024S1").as_deref(), Some("2024-06-30"));
        assert_eq!(end("202402").as_deref(), Some("2024-02-29"));
        assert_eq!(end("20240630").as_deref(), Some("2024-06-30"));
        assert_eq!(end("2024Q5"), None);
        assert_eq!(end("24"), None);
    }

    #[test]
    fn quoted_cells() {
        let rows: Vec<_> = records("a,\"b,\"\"c\"\"\nd\"\ne,f\n").collect();
        assert_eq!(rows[0], (1, vec!["a".into(), "b,\"c\"\nd".into()]));
        assert_eq!(rows[1], (3, vec!["e".into(), "f".into()]));
    }
}
