//! A report costs as much as it has targets, not more.

use std::fmt::Write;
use std::time::{Duration, Instant};

use wuwei_project::Library;
use wuwei_report::{docx, html, xlsx};

use crate::common::{LANGS, report};

/// A plan of so many targets with four values each.
fn library(targets: usize) -> Library {
    let mut plan = String::from(
        "# 计划\n\n```wuwei\ndocument example.city { title \"计划\" \"Plan\" region 长春市 in force from 2025-01-06 \
         period 2025 .. 2027 basis official owners not stated \"例子。\" \"An example.\" }\n",
    );
    let mut table = String::from("indicator,region,period,value,unit,status,source,note\n");
    for n in 0..targets {
        let _ = writeln!(plan, "indicator 指标{n} \"Indicator {n}\" in 户 {{ stock at year end }}");
        let _ = writeln!(plan, "target 指标{n} >= {} 户 by 2027", 200 + n);
        for year in 2022..2026 {
            let _ =
                writeln!(table, "指标{n},长春市,{year},{},户,reported,来源,", 100 + n + (year as usize - 2022) * 20);
        }
    }
    plan += "```\n";
    Library::from_texts([
        ("nation.md".to_string(), include_str!("../../../../tests/prelude/nation.md").to_string()),
        ("lights.md".to_string(), include_str!("../../../../library/changchun/lights.md").to_string()),
        ("plan.md".to_string(), plan),
        ("observations.csv".to_string(), table),
    ])
}

#[test]
fn cost_grows_with_the_number_of_targets() {
    let sizes = [60usize, 120, 240];
    let times: Vec<Duration> = sizes
        .into_iter()
        .map(|size| {
            let library = library(size);
            // The best of three: somebody else may be at work on the machine.
            let run = || {
                let start = Instant::now();
                let report = report(&library, "example.city", LANGS[0]);
                assert_eq!(report.targets.len(), size);
                assert!(html(&report).len() > 1000 * size);
                assert!(!docx(&report).unwrap().is_empty() && !xlsx(&report).unwrap().is_empty());
                start.elapsed()
            };
            (0..3).map(|_| run()).min().unwrap()
        })
        .collect();
    println!("{sizes:?}: {times:?}");
    // Four times as many targets: linear cost is four times, quadratic would be sixteen.
    assert!(times[2] < times[0] * 9, "{sizes:?}: {times:?}");
}
