//! Published values of indicators, as tables beside the documents hold them.
//!
//! A table has the columns indicator, region, period, value, unit, status, source, note. Conflicting published figures are
//! all kept; nothing chooses between them but the period and, for the same period, the order in the table.

use rustc_hash::FxHashMap;
use wuwei_ir::{Date, IndicatorId, Number, Program, RegionId, Unit};
use wuwei_source::{Diagnostic, FileId, Place, Span, Text, did_you_mean};

use crate::diagnostics::wrong_observation;

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

/// All published values.
#[derive(Clone, Debug, Default)]
pub struct Observations {
    /// Values in the order of the tables.
    pub all: Vec<Observation>,
}

/// The columns: what they are called in English and in Chinese, and whether a table must have them.
const COLUMNS: [(&str, &str, bool); 8] = [
    ("indicator", "指标", true),
    ("region", "区域", true),
    ("period", "时期", true),
    ("value", "数值", true),
    ("unit", "单位", false),
    ("status", "状态", false),
    ("source", "来源", false),
    ("note", "说明", false),
];

impl Observation {
    /// The period as people write it: 2023-08 for 202308; years, halves and quarters as they are.
    pub fn shown_period(&self) -> String {
        match (self.period.get(..4), self.period.get(4..6), self.period.get(6..)) {
            (Some(year), Some(month), Some("")) if month.parse::<u32>().is_ok() => format!("{year}-{month}"),
            (Some(year), Some(month), Some(day)) if day.len() == 2 => format!("{year}-{month}-{day}"),
            _ => self.period.clone(),
        }
    }
}

impl Observations {
    /// Reads a table and says which rows are no observations. A table whose first column isn't the indicator is
    /// somebody else's and is passed over.
    pub(crate) fn read(&mut self, program: &Program, file: FileId, text: &str) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let mut rows = reader.records().map_while(Result::ok);
        let Some(header) = rows.next() else { return found };
        let first = header.get(0).map(|cell| cell.trim_start_matches('\u{feff}'));
        if first != Some(COLUMNS[0].0) && first != Some(COLUMNS[0].1) {
            return found;
        }
        let column = |(english, chinese, _): (&str, &str, bool)| {
            (1..header.len()).find(|at| header.get(*at).is_some_and(|cell| cell == english || cell == chinese))
        };
        let mut columns = COLUMNS.map(column);
        columns[0] = Some(0);
        let lacking = COLUMNS.iter().zip(&columns).find(|((.., needed), at)| *needed && at.is_none());
        if let Some(((english, chinese, _), _)) = lacking {
            let why =
                Text::new(format!("表里没有“{chinese}”（{english}）列"), format!("the table has no column {english}"));
            found.push(wrong_observation(row_place(file, text, &header), why, None));
            return found;
        }
        for row in rows {
            if row.iter().all(str::is_empty) {
                continue;
            }
            // A quote without its partner would swallow the rows below it in silence.
            if row.iter().any(|cell| cell.contains('\n')) {
                let why = Text::new("一格里有换行", "a cell holds a line break");
                let help = Text::new("多半是少了一半引号", "most likely a quote lacks its partner");
                found.push(wrong_observation(row_place(file, text, &row), why, Some(help)));
                continue;
            }
            let cells = columns.map(|at| at.and_then(|at| row.get(at)).unwrap_or(""));
            match observation(program, cells) {
                Ok(observation) => self.all.push(observation),
                Err((why, help)) => found.push(wrong_observation(row_place(file, text, &row), why, help)),
            }
        }
        found
    }

    /// Marks the figures for which another was published for the same indicator, region and period.
    pub(crate) fn mark_conflicts(&mut self) {
        let mut published: FxHashMap<(IndicatorId, RegionId, Date), usize> = FxHashMap::default();
        for seen in &self.all {
            *published.entry((seen.indicator, seen.region, seen.end)).or_default() += 1;
        }
        for seen in &mut self.all {
            seen.in_conflict = published[&(seen.indicator, seen.region, seen.end)] > 1;
        }
    }

    /// The latest value of an indicator for a region, published for a period that ended by a day.
    pub fn latest(&self, indicator: IndicatorId, region: RegionId, day: Date) -> Option<&Observation> {
        let mine = self.all.iter().filter(|seen| seen.indicator == indicator && seen.region == region);
        // Figures that somebody derived stand behind those that were published for the same period.
        mine.filter(|seen| seen.end <= day).max_by_key(|seen| (seen.end, seen.status != "derived"))
    }

    /// Growth of a value over the same period of the year before, where one figure was published for each.
    pub fn growth(&self, now: &Observation) -> Option<Number> {
        let same = |seen: &&Observation| {
            (seen.indicator, seen.region) == (now.indicator, now.region)
                && seen.period.len() == now.period.len()
                && seen.period.get(4..) == now.period.get(4..)
                && seen.end.year() == now.end.year() - 1
        };
        let before = self.all.iter().find(same).filter(|before| !before.in_conflict && !now.in_conflict)?;
        now.value.div(before.value)?.sub(Number::ONE)
    }
}

/// The place of a row, without the end of its line.
fn row_place(file: FileId, text: &str, row: &csv::StringRecord) -> Place {
    let start = row.position().map_or(0, |position| position.byte() as usize).min(text.len());
    let rest = &text[start..];
    // The reader passes over empty lines after it has noted where it stood.
    let start = start + rest.len() - rest.trim_start_matches(['\r', '\n', '\u{feff}']).len();
    let end = text[start..].find(['\r', '\n']).map_or(text.len(), |at| start + at);
    Place { file, span: Span::new(start as u32, end as u32) }
}

/// What is wrong with a row, and what to write instead.
type Fault = (Text, Option<Text>);

fn observation(program: &Program, cells: [&str; 8]) -> Result<Observation, Fault> {
    let [name, place, period, number, measure, status, source, note] = cells;
    let region = program.region_named(place);
    let indicator = indicator_for(program, name, region).ok_or_else(|| {
        let near = did_you_mean(name, program.indicators.iter().map(|indicator| indicator.head.name));
        let help = near.first().map(|near| Text::new(format!("是不是 {near}？"), format!("did you mean {near}?")));
        (Text::new(format!("没有指标“{name}”"), format!("no indicator is called {name}")), help)
    })?;
    let region = region.ok_or_else(|| {
        let near = did_you_mean(place, program.regions.iter().map(|region| region.head.name));
        let help = near.first().map(|near| Text::new(format!("是不是 {near}？"), format!("did you mean {near}?")));
        (Text::new(format!("没有区域“{place}”"), format!("no region is called {place}")), help)
    })?;
    let end = period_end(period).ok_or_else(|| {
        let help = Text::new(
            "写作年 2024、半年 2024S1、季 2024Q3、月 202406 或日 20240630",
            "write a year 2024, a half 2024S1, a quarter 2024Q3, a month 202406 or a day 20240630",
        );
        (Text::new(format!("时期“{period}”不对"), format!("{period} is no period")), Some(help))
    })?;
    let written = Number::parse(number)
        .ok_or_else(|| (Text::new(format!("“{number}”不是数字"), format!("{number} is no number")), None))?;
    let wanted = program.indicator(indicator).unit;
    let unit = Unit::parse(measure).or_else(|| measure.is_empty().then_some(Unit::NUMBER));
    let unit = unit.filter(|unit| unit.dim() == wanted.dim()).ok_or_else(|| {
        let (measure, wanted) = (if measure.is_empty() { "–" } else { measure }, wanted.text());
        let why = Text::new(format!("单位“{measure}”和指标的单位不是一类"), format!("the unit {measure} doesn't fit"));
        (why, Some(Text::new(format!("指标的单位是 {wanted}"), format!("the indicator is in {wanted}"))))
    })?;
    let value = written
        .mul(unit.factor)
        .ok_or_else(|| (Text::new(format!("“{number}”太大"), format!("{number} is too large")), None))?;
    let (period, status) = (period.to_string(), status.to_string());
    let (source, note) = (source.to_string(), note.to_string());
    Ok(Observation { indicator, region, period, end, written, unit, value, status, source, note, in_conflict: false })
}

/// The indicator that a name means for a region: of several the one declared nearest around it.
fn indicator_for(program: &Program, name: &str, region: Option<RegionId>) -> Option<IndicatorId> {
    let named = |id: &IndicatorId| program.indicator(*id).head.name == name;
    let home = |id: IndicatorId| program.document(program.indicator(id).head.doc).region;
    let distance = |id: &IndicatorId| {
        let around = region.and_then(|region| program.region_chain(region).position(|at| at == home(*id)));
        around.unwrap_or(usize::MAX)
    };
    (0..program.indicators.len()).map(IndicatorId::from_index).filter(named).min_by_key(distance)
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
        (4, _) => Date::from_ymd(year, rest.get(..2)?.parse().ok()?, rest.get(2..)?.parse().ok()?),
        _ => None,
    }
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
        assert_eq!(end("2024Q无"), None);
    }
}
