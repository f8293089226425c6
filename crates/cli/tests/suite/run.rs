//! `wuwei run`

use std::collections::BTreeMap;
use std::fs::File;

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Int8Type, Int64Type};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;

use crate::tool::{A, DAY, Place, city};

const VERDICTS: [&str; 5] = ["yes", "no", "unknown", "not_applicable", "not_computable"];

/// Rows as header to cell.
type Row = BTreeMap<String, String>;

fn rows_of_csv(place: &Place, file: &str) -> Vec<Row> {
    let text = place.read(file);
    let text = text.strip_prefix('\u{feff}').expect("spreadsheet programs need the mark");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| -> Row {
        header.iter().map(ToString::to_string).zip(record.iter().map(ToString::to_string)).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn rows_of_parquet(place: &Place, file: &str) -> Vec<Row> {
    let handle = File::open(place.path(file)).unwrap();
    let mut rows = Vec::new();
    for batch in ParquetRecordBatchReaderBuilder::try_new(handle).unwrap().build().unwrap() {
        let batch = batch.unwrap();
        for at in 0..batch.num_rows() {
            let schema = batch.schema();
            let cell = |n: usize| shown(batch.column(n), at);
            rows.push(schema.fields().iter().enumerate().map(|(n, field)| (field.name().clone(), cell(n))).collect());
        }
    }
    rows
}

/// A typed cell as it stands in CSV.
fn shown(array: &ArrayRef, at: usize) -> String {
    if array.is_null(at) {
        return String::new();
    }
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(at).to_string(),
        DataType::Dictionary(..) => {
            let words = array.as_dictionary::<Int8Type>();
            words.values().as_string::<i32>().value(words.keys().value(at) as usize).to_string()
        }
        DataType::Boolean => if array.as_boolean().value(at) { "yes" } else { "no" }.to_string(),
        DataType::Int64 => {
            let fen = array.as_primitive::<Int64Type>().value(at);
            let sign = if fen < 0 { "-" } else { "" };
            format!("{sign}{}.{:02}", fen.unsigned_abs() / 100, fen.unsigned_abs() % 100)
        }
        DataType::Decimal128(38, 9) => {
            let points = array.as_primitive::<Decimal128Type>().value(at);
            let text = format!("{}.{:09}", points / 1_000_000_000, points % 1_000_000_000);
            text.trim_end_matches('0').trim_end_matches('.').to_string()
        }
        other => panic!("no answer is {other}"),
    }
}

/// Fen from a decimal string in yuan.
fn fen(yuan: &str) -> i128 {
    let (whole, part) = yuan.split_once('.').unwrap_or_else(|| panic!("`{yuan}` has no two places"));
    assert_eq!(part.len(), 2, "`{yuan}`");
    format!("{whole}{part}").parse().unwrap()
}

/// The city surveyed once, with its rows.
fn surveyed(place: &Place) -> Value {
    let arguments = ["run", "--facts", city(), "--region", "220100", "--as-of", DAY, "--json"];
    let files = ["--csv", "rows.csv", "--parquet", "rows.parquet"];
    place.wuwei(&[&arguments[..], &files[..]].concat()).ends(0).json()
}

fn kinds(json: &Value) -> &Vec<Value> {
    json["kinds"].as_array().unwrap()
}

fn names(part: &Value) -> Vec<String> {
    part.as_object().unwrap().keys().cloned().collect()
}

#[test]
fn totals_are_the_sums_over_the_rows() {
    let place = Place::new();
    let json = surveyed(&place);
    assert!(kinds(&json).len() > 5);
    for kind in kinds(&json) {
        let name = kind["kind"].as_str().unwrap();
        let rows = rows_of_csv(&place, &format!("rows-{name}.csv"));
        assert_eq!(kind["subjects"], rows.len());
        assert!(rows.iter().all(|row| row["kind"] == name));
        for status in names(&kind["statuses"]) {
            for verdict in VERDICTS {
                let n = rows.iter().filter(|row| row[&status] == verdict).count();
                assert_eq!(kind["statuses"][&status][verdict], n, "{name} {status} {verdict}");
            }
        }
        for benefit in names(&kind["benefits"]) {
            let total = &kind["benefits"][&benefit];
            for verdict in VERDICTS {
                let n = rows.iter().filter(|row| row[&format!("{benefit}.eligible")] == verdict).count();
                assert_eq!(total[verdict], n, "{name} {benefit} {verdict}");
            }
            for end in ["low", "high"] {
                let cells: Vec<&str> = rows.iter().map(|row| row[&format!("{benefit}.{end}")].as_str()).collect();
                match total[end].as_str() {
                    None => assert!(cells.contains(&""), "{name} {benefit} {end}"),
                    Some(total) => {
                        let sum: i128 = cells.iter().map(|cell| fen(cell)).sum();
                        // Amounts below a fen are shown rounded, in each row and in the total.
                        let parts = cells.iter().filter(|cell| fen(cell) != 0).count() as i128;
                        assert!((fen(total) - sum).abs() <= parts, "{name} {benefit} {end}: {total}, {sum} fen");
                    }
                }
            }
        }
    }
}

#[test]
fn districts_are_the_sums_over_their_rows() {
    let place = Place::new();
    let json = surveyed(&place);
    let kind = kinds(&json).iter().find(|kind| kind["kind"] == "企业").unwrap();
    let rows = rows_of_csv(&place, "rows-企业.csv");
    let mut subjects = 0;
    for district in kind["districts"].as_array().unwrap() {
        let name = district["region"]["name"].as_str().unwrap();
        let here: Vec<&Row> = rows.iter().filter(|row| row["district"] == name).collect();
        assert_eq!(district["subjects"], here.len(), "{name}");
        subjects += here.len();
        for status in names(&district["statuses"]) {
            for verdict in VERDICTS {
                let n = here.iter().filter(|row| row[&status] == verdict).count();
                assert_eq!(district["statuses"][&status][verdict], n, "{name} {status} {verdict}");
            }
        }
        for benefit in names(&district["benefits"]) {
            let n = here.iter().filter(|row| row[&format!("{benefit}.eligible")] == "yes").count();
            assert_eq!(district["benefits"][&benefit]["yes"], n, "{name} {benefit}");
        }
    }
    assert_eq!(kind["subjects"], subjects, "every synthetic enterprise lives in a district");
}

#[test]
fn rows_are_the_same_in_csv_and_parquet() {
    let place = Place::new();
    let json = surveyed(&place);
    for kind in kinds(&json) {
        let name = kind["kind"].as_str().unwrap();
        let csv = rows_of_csv(&place, &format!("rows-{name}.csv"));
        let parquet = rows_of_parquet(&place, &format!("rows-{name}.parquet"));
        assert_eq!(parquet.len(), csv.len(), "{name}");
        for (own, other) in parquet.iter().zip(&csv) {
            // Text shows points with six places, a column of decimals has nine.
            let near = |a: &str, b: &str| {
                a.parse::<f64>().ok().zip(b.parse().ok()).is_some_and(|(a, b): (f64, f64)| (a - b).abs() < 2e-6)
            };
            let differing = own.iter().find(|(column, cell)| other[*column] != **cell && !near(&other[*column], cell));
            assert_eq!(differing.map(|(column, cell)| (column, cell, &other[column])), None, "{name}");
        }
    }
    assert!(!place.path("rows.csv").exists());
}

#[test]
fn one_kind_gives_the_file_that_was_named() {
    let place = Place::with_five();
    let arguments = ["run", "--facts", "facts", "--region", "示例市", "--as-of", "2025-06-30", "--csv", "rows.csv"];
    place.mini(&arguments).ends(0).complains("rows.csv");
    let rows = rows_of_csv(&place, "rows.csv");
    assert_eq!(rows.len(), 5);
    let first = rows.iter().find(|row| row["entity"] == A).unwrap();
    assert_eq!(first["district"], "西区");
    assert_eq!(first["小企业"], "yes");
    assert_eq!(first["难定企业"], "not_computable");
    assert_eq!((first["规模得分.low"].as_str(), first["规模得分.high"].as_str()), ("5", "5"));
    assert_eq!((first["申请补助.low"].as_str(), first["申请补助.high"].as_str()), ("0.00", "500000.00"));
    assert_eq!((first["高档奖励.eligible"].as_str(), first["高档奖励.high"].as_str()), ("yes", "12340.00"));
}

#[test]
fn the_example_city_comes_out_as_worked_by_hand() {
    let place = Place::with_five();
    let run = |region: &str| {
        place.mini(&["run", "--facts", "facts", "--region", region, "--as-of", "2025-06-30", "--json"]).ends(0).json()
    };
    let json = run("示例市");
    assert_eq!(json["region"]["code"], "220100");
    assert_eq!(json["as_of"], "2025-06-30");
    assert!(json.get("notice").is_none(), "these facts are not synthetic");
    let kind = &json["kinds"][0];
    assert_eq!((&kind["kind"], &kind["subjects"]), (&Value::from("企业"), &Value::from(5)));
    let counts =
        |part: &Value| -> Vec<u64> { VERDICTS.iter().map(|verdict| part[verdict].as_u64().unwrap()).collect() };
    assert_eq!(counts(&kind["statuses"]["小企业"]), [2, 2, 1, 0, 0]);
    assert_eq!(counts(&kind["statuses"]["难定企业"]), [0, 0, 1, 0, 4]);
    assert_eq!(counts(&kind["benefits"]["西区补贴"]), [1, 0, 2, 2, 0]);
    let money = |name: &str| (kind["benefits"][name]["low"].clone(), kind["benefits"][name]["high"].clone());
    assert_eq!(money("自动奖励"), ("200000.00".into(), "400000.00".into()));
    assert_eq!(money("申请补助"), ("0.00".into(), "1500000.00".into()));
    assert_eq!(money("西区补贴"), ("500.00".into(), "1500.00".into()));
    let districts: Vec<(String, u64)> = kind["districts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|district| {
            (district["region"]["name"].as_str().unwrap().to_string(), district["subjects"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(districts, [("东区".to_string(), 1), ("西区".to_string(), 2)]);
    assert_eq!(run("西区")["kinds"][0]["subjects"], 3, "two live there and one may");
    assert_eq!(run("220104")["region"]["name"], "西区");
}

/// Of two awards that exclude each other one is paid, in a district as for one enterprise.
#[test]
fn what_a_district_gets_is_what_its_enterprises_get() {
    let place = Place::with_five();
    let ask = |id: &str| place.mini(&["ask", id, "--facts", "facts", "--as-of", "2025-06-30"]).ends(0);
    ask("甲公司").prints("合计：21.284 万元 至 71.284 万元");
    ask("丙公司").prints("合计：50 万元 至 50.05 万元");
    let ran = place.mini(&["run", "--facts", "facts", "--region", "示例市", "--as-of", "2025-06-30"]).ends(0);
    let west = ran.out.lines().find(|line| line.trim_start().starts_with("西区 ")).unwrap();
    assert!(west.contains("71.284 万元 至 121.334 万元"), "{ran}");
}

#[test]
fn totals_are_shown_in_both_languages() {
    let place = Place::new();
    let run = ["run", "--facts", city(), "--region", "220100", "--as-of", DAY];
    let ran = place.wuwei(&run).ends(0);
    let ran = ran.prints("长春市  评价日 2025-12-31").prints("企业：250").prints("科技型中小企业");
    ran.prints("企业研发投入补助").prints("分区县").prints("朝阳区");
    let ran = place.wuwei(&[&run[..], &["--lang", "en"][..]].concat()).ends(0);
    let ran = ran.prints("as of 2025-12-31").prints("Technology SME").prints("Grant for R&D spending");
    ran.prints("By district").prints("Chaoyang District");
}

#[test]
fn an_unknown_region_gets_a_suggestion() {
    let place = Place::new();
    let run =
        |region: &str, lang: &str| place.wuwei(&["run", "--facts", city(), "--region", region, "--lang", lang]).ends(2);
    run("长春", "zh").complains("`长春`").complains("长春市");
    run("朝阳", "zh").complains("朝阳区");
    run("长春", "en").complains("长春").complains("Did you mean");
    run("999999", "zh").complains("999999");
    run("", "zh");
}

/// Who reads English names types them.
#[test]
fn a_region_has_an_english_name_too() {
    let place = Place::new();
    let arguments = ["run", "--facts", city(), "--region", "Chaoyang District", "--as-of", DAY, "--lang", "en"];
    place.wuwei(&arguments).ends(0).prints("Chaoyang District");
}

#[test]
fn days_are_checked() {
    let place = Place::with_five();
    let run = |day: &str| place.mini(&["run", "--facts", "facts", "--region", "示例市", &format!("--as-of={day}")]);
    for day in ["2025-02-30", "20250630", "2025/06/30", "today", "", "0000-01-01", "-2025-01-01", "2025-06-30 "] {
        run(day).ends(2).complains("2025-06-30");
    }
    for day in ["2025-06-30", "2024-02-29", "0001-01-01", "9999-12-31"] {
        run(day).ends(0).prints(day);
    }
}

/// Before the rules are in force nothing is asked, and nothing breaks.
#[test]
fn a_region_or_day_without_anything_is_empty() {
    let place = Place::with_five();
    let run = |region: &str, day: &str| {
        place.mini(&["run", "--facts", "facts", "--region", region, "--as-of", day, "--json"]).ends(0).json()
    };
    assert_eq!(run("示例市", "2020-01-01")["kinds"].as_array().unwrap().len(), 0);
    place.write("企业.csv", format!("统一社会信用代码,注册地,人数@2024\n{A},西区,30\n"));
    place.mini(&["load", "企业.csv", "--into", "facts", "--replace"]).ends(0);
    assert_eq!(run("空区", "2025-06-30")["kinds"].as_array().unwrap().len(), 0);
    place.mini(&["run", "--facts", "facts", "--region", "空区", "--as-of", "2025-06-30"]).ends(0).prints("空区");
    let csv = ["run", "--facts", "facts", "--region", "空区", "--as-of", "2025-06-30", "--csv", "rows.csv"];
    place.mini(&csv).ends(0);
}

/// A name that begins like a formula is no formula in a spreadsheet.
#[test]
fn rows_hold_no_formulas() {
    let place = Place::new();
    place.write("园区.csv", "园区编号,所在地,面积\n=1+1,西区,120\n@x,西区,5\n");
    place.mini(&["load", "园区.csv", "--into", "facts"]).ends(0);
    let csv = ["run", "--facts", "facts", "--region", "示例市", "--as-of", "2025-06-30", "--csv", "rows.csv"];
    place.mini(&csv).ends(0);
    let ids: Vec<String> = rows_of_csv(&place, "rows.csv").iter().map(|row| row["entity"].clone()).collect();
    assert_eq!(ids, ["'=1+1", "'@x"]);
}

#[test]
fn the_reference_says_the_same() {
    let place = Place::new();
    let arguments = ["run", "--facts", city(), "--region", "220100", "--as-of", DAY];
    let totals = |more: &[&str]| place.wuwei(&[&arguments[..], &["--json"], more].concat()).ends(0).out;
    let columns = totals(&[]);
    assert_eq!(columns, totals(&["--reference"]));
    assert_eq!(columns, totals(&["--threads", "1"]));
    assert_eq!(columns, totals(&["--threads", "3"]));
    let rows = |file: &str, more: &[&str]| {
        place.wuwei(&[&arguments[..], &["--csv", file], more].concat()).ends(0);
        let stem = file.trim_end_matches(".csv");
        let kinds = ["企业", "人才", "项目", "平台"].map(|kind| place.read(&format!("{stem}-{kind}.csv")));
        kinds.to_vec()
    };
    assert_eq!(rows("columns.csv", &[]), rows("reference.csv", &["--reference"]));
}

#[test]
fn kinds_on_disk_have_the_same_answers() {
    let place = Place::new();
    let arguments = ["run", "--facts", city(), "--region", "220104", "--as-of", DAY];
    let totals = |more: &[&str]| place.wuwei(&[&arguments[..], &["--json"], more].concat()).ends(0).out;
    assert_eq!(totals(&[]), totals(&["--in-memory", "0"]));
    assert_eq!(totals(&[]), totals(&["--in-memory", "20", "--threads", "2"]));
    place.wuwei(&[&arguments[..], &["--csv", "memory.csv"]].concat()).ends(0);
    place.wuwei(&[&arguments[..], &["--csv", "disk.csv", "--in-memory", "0"]].concat()).ends(0);
    for kind in ["企业", "人才"] {
        assert_eq!(place.read(&format!("memory-{kind}.csv")), place.read(&format!("disk-{kind}.csv")));
    }
}

#[test]
fn the_plan_names_every_answer() {
    let place = Place::new();
    let arguments = ["run", "--facts", city(), "--region", "220100", "--as-of", DAY, "--explain-plan"];
    let plan = place.wuwei(&arguments).ends(0).out;
    for name in ["科技型中小企业：", "企业创新积分：", "专精特新认定奖励：", "高新技术企业数：", "合计："]
    {
        assert!(
            plan.lines().any(|line| line.trim_start().starts_with(name)),
            "no {name}
{plan}"
        );
    }
    assert!(
        plan.contains("、研发费用@2024"),
        "no column is named
{plan}"
    );
    let english = place.wuwei(&[&arguments[..], &["--lang", "en"]].concat()).ends(0).out;
    assert!(english.lines().any(|line| line.starts_with("  Technology SME: ")), "{english}");
    let together = place.wuwei(&[&arguments[..], &["--reference"]].concat());
    assert_ne!(together.ends(2).err, "");
}
