//! How long a nation's figures take. `cargo test --release -p wuwei-plan --test observations speed -- --ignored --nocapture`

use std::fmt::Write as _;
use std::time::Instant;

use wuwei_ir::{Date, Program, RegionId};
use wuwei_plan::{Accept, ExportOptions, ImportOptions, Importer, Observations, to_csv, to_sdmx, to_xlsx};
use wuwei_source::Lang;

use crate::world::{compile, day};

/// Forty indicators and so many counties.
fn nation(counties: usize) -> Program {
    let mut text = String::from(
        "```wuwei\ndocument trial.nation { title \"国\" \"Nation\" region 中国 in force from 2000-01-01 basis official }\nregion 中国 \"China\" code 100000\n",
    );
    for n in 0..counties {
        let _ = writeln!(text, "region 县{n} \"County {n}\" zone county-{n} in 中国");
    }
    for n in 0..40 {
        let _ = writeln!(text, "indicator 指标{n} \"Indicator {n}\" in 户 {{ stock at year end }}");
    }
    text += "```\n";
    compile(&[&text])
}

fn table(counties: usize, years: usize) -> String {
    let mut text = String::from("indicator,region,period,value,unit,status,source,note,learnt\n");
    for county in 0..counties {
        for indicator in 0..40 {
            for year in 0..years {
                let value = 1000 + county % 97 + indicator * 3 + year * 40;
                let period = 2018 + year;
                let _ = writeln!(
                    text,
                    "指标{indicator},县{county},{period},{value},户,reported,县{county}统计公报,,{}-02-01",
                    period + 1
                );
            }
        }
    }
    text
}

#[test]
#[ignore = "a measurement"]
fn speed_of_a_million_rows() {
    for counties in [31, 313, 3125] {
        let program = nation(counties);
        let text = table(counties, 8);
        let mut all = Observations::default();
        let options = ImportOptions { file: "n.csv", today: day("2026-11-20"), learnt: None, accept: Accept::Sound };
        let begin = Instant::now();
        let imported = Importer::new(&program).import(&mut all, text.as_bytes(), &options);
        let import = begin.elapsed();
        assert!(imported.loaded, "{:#?}", imported.findings);
        let begin = Instant::now();
        let mut points = 0;
        for region in 0..program.regions.len() {
            for indicator in all.indicators_of(RegionId::from_index(region)) {
                points += all.series(*indicator, RegionId::from_index(region), Date::MAX).points.len();
            }
        }
        let series = begin.elapsed();
        assert_eq!(points, all.all().len());
        let begin = Instant::now();
        let county = all.indicators_of(RegionId(1)).iter();
        let county: usize = county.map(|id| all.series(*id, RegionId(1), Date::MAX).points.len()).sum();
        let single = begin.elapsed();
        assert_eq!(county, 8 * 40);
        let export = ExportOptions { lang: Lang::En, known_on: Date::MAX, today: day("2026-11-20") };
        let begin = Instant::now();
        let csv = to_csv(&program, &all, &export).unwrap().len();
        let written = begin.elapsed();
        let begin = Instant::now();
        let sdmx = to_sdmx(&program, &all, &export).unwrap();
        let message = begin.elapsed();
        let begin = Instant::now();
        let mut again = Observations::default();
        Importer::new(&program).import(&mut again, &sdmx, &options);
        let reread = begin.elapsed();
        if counties < 1000 {
            let begin = Instant::now();
            let book = to_xlsx(&program, &all, &export).unwrap();
            let written = begin.elapsed();
            let begin = Instant::now();
            let mut again = Observations::default();
            Importer::new(&program).import(&mut again, &book, &options);
            assert_eq!(again.all().len(), all.all().len());
            println!("          as a workbook: written {written:.2?}, read {:.2?}", begin.elapsed());
        }
        println!(
            "{:>8} rows, {:>3} MB: import {import:.2?}, all series {series:.2?}, a county {single:.2?}, csv {written:.2?}, sdmx {message:.2?}, import of it {reread:.2?}",
            all.all().len(),
            csv / 1_000_000
        );
    }
}
