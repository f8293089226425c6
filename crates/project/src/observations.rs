//! Published values of indicators, as tables beside the documents hold them.
//!
//! A table has the columns indicator, region, period, value, unit, status, source, note. Conflicting published figures are
//! all kept; nothing chooses between them but the period and, for the same period, the order in the table.

use wuwei_ir::{IndicatorId, Number, Program, RegionId, Unit};
use wuwei_plan::{Breakdowns, Figure, Observation, Observations, Origin, Period, Status};
use wuwei_source::{Diagnostic, FileId, Place, Span, Text, did_you_mean};

use crate::diagnostics::wrong_observation;

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

/// Reads a table and says which rows are no observations. A table whose first column isn't the indicator is
/// somebody else's and is passed over.
pub(crate) fn read(all: &mut Observations, program: &Program, file: FileId, text: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut added = Vec::new();
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut records = reader.records().map_while(Result::ok);
    let Some(header) = records.next() else { return found };
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
    for row in records {
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
            Ok(observation) => added.push(observation),
            Err((why, help)) => found.push(wrong_observation(row_place(file, text, &row), why, help)),
        }
    }
    all.append(added);
    found
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
    let when = Period::parse(period).ok_or_else(|| {
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
    let figure = Figure::new(written, unit)
        .ok_or_else(|| (Text::new(format!("“{number}”太大"), format!("{number} is too large")), None))?;
    let status = Status::parse(status)
        .ok_or_else(|| (Text::new(format!("不认识状态“{status}”"), format!("{status} is no status")), None))?;
    Ok(Observation {
        indicator,
        region,
        period: when,
        breakdowns: Breakdowns::TOTAL,
        figure: Some(figure),
        status,
        source: source.into(),
        note: note.into(),
        learnt: Observation::usually_learnt(when),
        origin: Origin::default(),
        in_conflict: false,
    })
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
