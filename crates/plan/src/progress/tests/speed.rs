//! How long a nation takes.

use std::fmt::Write;
use std::time::Instant;

use super::*;
use crate::forecast;

/// Counties with forty targets each and a value of eight years for each.
fn nation(counties: usize) -> (Program, Observations) {
    let mut code = String::new();
    for n in 0..40 {
        let kind = ["stock at year end", "flow per year", "share", "cumulative"][n % 4];
        let unit = if n % 4 == 2 { "%" } else { "户" };
        writeln!(code, "indicator 指标{n} \"I{n}\" in {unit} {{ {kind} }}").unwrap();
        let goal = if n % 4 == 2 { "60%".to_string() } else { format!("{} 户", 3000 + 10 * n) };
        writeln!(code, "target 指标{n} >= {goal} by 2027").unwrap();
    }
    let mut program = compile(&code);
    let home = region(&program, "朝阳区");
    let (county, targets) = (program.region(home).clone(), program.targets.clone());
    program.targets.clear();
    let mut all = Observations::default();
    let mut rows = Vec::new();
    for n in 0..counties {
        let id = RegionId::from_index(program.regions.len());
        program.regions.push(county.clone());
        for target in &targets {
            program.targets.push(wuwei_ir::Target { whose: wuwei_ir::Whose::Region(id), ..target.clone() });
            let unit = program.indicator(target.indicator).unit;
            for year in 2018..2026 {
                let wobble = ((n * 37 + target.indicator.index() * 11 + year as usize * 101) % 60) as i64;
                let value = if unit.dim() == wuwei_ir::Dim::NONE {
                    30 + (i64::from(year) - 2018) + wobble / 20
                } else {
                    1000 + 200 * (i64::from(year) - 2018) + 5 * wobble
                };
                let period = Period::year(year).unwrap();
                rows.push(Observation {
                    indicator: target.indicator,
                    region: id,
                    period,
                    breakdowns: Breakdowns::default(),
                    figure: Figure::new(Number::int(value), unit),
                    status: Status::Reported,
                    source: Arc::from(""),
                    note: Arc::from(""),
                    learnt: Observation::usually_learnt(period),
                    origin: Origin::default(),
                    in_conflict: false,
                });
            }
        }
    }
    all.append(rows);
    (program, all)
}

/// `cargo test --release -p wuwei-plan a_nation -- --ignored --nocapture`
#[test]
#[ignore = "a measurement"]
fn a_nation_is_judged_with_forecasts() {
    for counties in [300, 1000, 3000] {
        let (program, seen) = nation(counties);
        for forecasts in [false, true] {
            let settings = Settings { forecasts, ..Settings::default() };
            let begin = Instant::now();
            let told = progress(&program, &seen, day("2026-03-01"), &settings);
            let foreseen = told.iter().filter(|found| found.forecast.is_ok()).count();
            let verdicts =
                Verdict::ALL.map(|verdict| told.iter().filter(|found| found.judgement.verdict == verdict).count());
            println!(
                "{counties} counties, {} targets, {foreseen} forecasts: {:.2} s {verdicts:?}",
                told.len(),
                begin.elapsed().as_secs_f64()
            );
        }
    }
    let samples: Vec<forecast::Sample> = (0..8)
        .map(|n| forecast::Sample::new(2018.0 + f64::from(n), 1000.0 + 210.0 * f64::from(n) + f64::from(n * n % 5)))
        .collect();
    let question = forecast::Question {
        times: &[2027.0, 2028.0],
        total_from: None,
        limits: forecast::Limits::default(),
        wanted: Some((3000.0, forecast::Reached::FromBelow)),
    };
    let begin = Instant::now();
    let found = (0..10_000).filter_map(|_| forecast::forecast(&samples, &question)).count();
    println!("{:.1} µs a forecast", begin.elapsed().as_secs_f64() * 1e6 / found as f64);
}
