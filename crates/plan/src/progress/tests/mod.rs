//! Progress of documents compiled over the prelude and the library's own lights.

mod ambition;
mod kinds;
mod lights;
mod replay;
mod speed;

use std::sync::Arc;

use wuwei_check::check;
use wuwei_engine::{Range, Truth};
use wuwei_ir::{Date, IndicatorId, Number, Program, RegionId};
use wuwei_source::{Lang, Severity, Source, SourceMap};

use super::*;
use crate::observation::{Breakdowns, Figure, Observation, Origin};
use crate::{Observations, Period, Status};

const PRELUDE: &str = include_str!("../../../../../tests/prelude/nation.md");
const LIGHTS: &str = include_str!("../../../../../library/changchun/lights.md");

pub(super) fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub(super) fn number(text: &str) -> Number {
    Number::parse(text).unwrap()
}

/// A plan of 长春市 for 2025 to 2027, over the prelude and the library's lights.
pub(super) fn compile(code: &str) -> Program {
    compile_with(LIGHTS, code)
}

pub(super) fn compile_with(lights: &str, code: &str) -> Program {
    let header = "document example.city { title \"计划\" \"Plan\" region 长春市 in force from 2025-01-06 period 2025 .. 2027 basis official owners not stated \"例子。\" \"An example.\" }";
    let mut sources = SourceMap::default();
    sources.add(Source::new("nation.md".to_string(), PRELUDE.to_string()));
    sources.add(Source::new("lights.md".to_string(), lights.to_string()));
    let plan = sources.add(Source::new("plan.md".to_string(), format!("# 计划\n\n```wuwei\n{header}\n{code}\n```\n")));
    let checked = check(&sources);
    // The lights' document names an issuer and a mechanism that the prelude hasn't.
    let wrong: Vec<&str> = checked
        .diagnostics
        .iter()
        .filter(|found| found.place().file == plan && found.severity == Severity::Error)
        .map(|found| found.headline.get(Lang::En))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    checked.context.program
}

fn indicator(program: &Program, name: &str) -> IndicatorId {
    let at = program.indicators.iter().position(|indicator| indicator.head.name.as_str() == name);
    IndicatorId::from_index(at.unwrap_or_else(|| panic!("no indicator {name}")))
}

fn region(program: &Program, name: &str) -> RegionId {
    let at = program.regions.iter().position(|region| region.head.name.as_str() == name);
    RegionId::from_index(at.unwrap_or_else(|| panic!("no region {name}")))
}

/// Observations from lines of indicator, region, period, value in the indicator's unit, and perhaps the day learnt.
pub(super) fn observations(program: &Program, table: &str) -> Observations {
    let row = |line: &str| {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let period = Period::parse(cells[2]).unwrap();
        let indicator = indicator(program, cells[0]);
        Observation {
            indicator,
            region: region(program, cells[1]),
            period,
            breakdowns: Breakdowns::default(),
            figure: Figure::new(number(cells[3]), program.indicator(indicator).unit),
            status: Status::Reported,
            source: Arc::from("test"),
            note: Arc::from(""),
            learnt: cells.get(4).map_or_else(|| Observation::usually_learnt(period), |text| day(text)),
            origin: Origin::default(),
            in_conflict: false,
        }
    };
    let mut all = Observations::default();
    all.append(table.lines().filter(|line| !line.trim().is_empty()).map(row));
    all
}

/// The targets of a plan on a day.
pub(super) fn told(program: &Program, table: &str, on: &str) -> Vec<TargetProgress> {
    progress(program, &observations(program, table), day(on), &Settings::default())
}

/// The only target of a plan on a day.
pub(super) fn one(program: &Program, table: &str, on: &str) -> TargetProgress {
    let mut all = told(program, table, on);
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// The name of the light that is shown.
pub(super) fn light(program: &Program, found: &TargetProgress) -> Option<&'static str> {
    found.judgement.light(program).map(|light| light.name.as_str())
}

pub(super) fn exactly(numerator: i128, denominator: i128) -> Range {
    Range::exactly(Number::ratio(numerator, denominator).unwrap())
}

pub(super) fn zh(program: &Program, found: &TargetProgress) -> String {
    found.cause(program).zh
}

pub(super) const STOCK: &str =
    "indicator 高企数 \"High-tech enterprises\" in 户 { stock at year end }\ntarget 高企数 > 4000 户 by 2027";

#[test]
fn without_lights_there_is_no_verdict() {
    let program = compile_with("", STOCK);
    let found = one(&program, "高企数 长春市 2024 3000\n高企数 长春市 2025 3500", "2026-06-30");
    assert_eq!((found.judgement.verdict, found.lack), (Verdict::NoData, Some(Lack::Lights)));
    assert_eq!(found.met, Truth::No);
}
