//! `wuwei synth`

use std::fs::File;

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, RecordBatch};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::tool::{A, DAY, ENTERPRISES, Place, city, made_up, with_check_digit};

const ZH: &str = "合成数据：企业、人员和数字都是随机生成的，不对应任何真实主体。";
const EN: &str = "Synthetic data: enterprises, people and figures are made up and stand for nobody real.";

fn table(path: &str) -> RecordBatch {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    builder.with_batch_size(100_000).build().unwrap().next().unwrap().unwrap()
}

fn texts(table: &RecordBatch, column: &str) -> Vec<Option<String>> {
    let array = table.column_by_name(column).unwrap().as_dictionary::<Int32Type>();
    let values = array.downcast_dict::<arrow_array::StringArray>().unwrap();
    values.into_iter().map(|text| text.map(ToString::to_string)).collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let place = Place::new();
    let make = |seed: &str, out: &str| {
        place.wuwei(&["synth", "--region", "220100", "--enterprises", "60", "--seed", seed, "--out", out]).ends(0);
    };
    make("7", "a");
    make("7", "b");
    make("8", "c");
    assert_eq!(place.files("a"), place.files("b"));
    for file in place.files("a") {
        assert!(place.bytes(&format!("a/{file}")) == place.bytes(&format!("b/{file}")), "{file}");
    }
    assert!(place.bytes("a/企业.parquet") != place.bytes("c/企业.parquet"));
    place.wuwei(&["synth", "--region", "长春市", "--enterprises", "60", "--seed", "7", "--out", "d"]).ends(0);
    assert!(place.bytes("a/企业.parquet") == place.bytes("d/企业.parquet"), "a region's name means its code");
}

#[test]
fn codes_are_well_formed_and_say_that_they_are_made_up() {
    let table = table(&format!("{}/企业.parquet", city()));
    assert_eq!(table.num_rows(), ENTERPRISES);
    let codes = texts(&table, "统一社会信用代码");
    for (n, code) in codes.iter().enumerate() {
        let code = code.as_deref().unwrap();
        assert_eq!(with_check_digit(&code[..17]), code);
        assert!(code.contains("FAKE"), "{code}");
        assert_eq!(code, made_up(n + 1));
    }
    for name in texts(&table, "名称").into_iter().flatten() {
        assert!(name.starts_with("合成"), "{name}");
    }
}

/// A tenth of the facts is missing.
#[test]
fn some_facts_are_missing() {
    let table = table(&format!("{}/企业.parquet", city()));
    for column in ["上市", "行业", "一类知识产权", "专精特新级别"] {
        let share = table.column_by_name(column).unwrap().null_count() as f64 / ENTERPRISES as f64;
        assert!((0.03..0.2).contains(&share), "{column}: {share}");
    }
}

#[test]
fn synthetic_facts_are_marked_wherever_they_are_shown() {
    let place = Place::new();
    let manifest: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(format!("{}/facts.json", city())).unwrap()).unwrap();
    assert_eq!(manifest["synthetic"], true);
    assert_eq!(manifest["notice_zh"], ZH);
    assert_eq!(manifest["notice_en"], EN);
    let id = made_up(1);
    let commands: [&[&str]; 3] = [
        &["run", "--region", "220100", "--facts", city(), "--as-of", DAY],
        &["ask", &id, "--facts", city(), "--as-of", DAY],
        &["explain", &id, "科技型中小企业", "--facts", city(), "--as-of", DAY],
    ];
    for command in commands {
        for (lang, notice) in [("zh", ZH), ("en", EN)] {
            let mut arguments = command.to_vec();
            arguments.extend(["--lang", lang]);
            place.wuwei(&arguments).ends(0).prints(notice);
            arguments.push("--json");
            assert_eq!(place.wuwei(&arguments).ends(0).json()["notice"], notice);
        }
    }
    let synth = ["synth", "--region", "220104", "--enterprises", "5", "--out", "made"];
    place.wuwei(&synth).ends(0).prints(ZH);
    place.wuwei(&[&synth[..], &["--lang", "en"][..]].concat()).ends(0).prints(EN);
}

#[test]
fn subjects_live_in_the_region() {
    let place = Place::new();
    let json = place.wuwei(&["run", "--region", "220100", "--facts", city(), "--as-of", DAY, "--json"]).ends(0).json();
    let kind = json["kinds"].as_array().unwrap().iter().find(|kind| kind["kind"] == "企业").unwrap();
    assert_eq!(kind["subjects"], ENTERPRISES);
    assert!(kind["districts"].as_array().unwrap().len() > 5);
    place.wuwei(&["synth", "--region", "朝阳区", "--enterprises", "9", "--out", "one"]).ends(0).prints("企业：9");
    let json = place.wuwei(&["run", "--region", "220104", "--facts", "one", "--as-of", DAY, "--json"]).ends(0).json();
    let kind = json["kinds"].as_array().unwrap().iter().find(|kind| kind["kind"] == "企业").unwrap();
    assert_eq!(kind["subjects"], 9);
}

#[test]
fn small_and_odd_requests_are_answered() {
    let place = Place::new();
    let synth = |region: &str, enterprises: &str, seed: &str| {
        let arguments = ["synth", "--region", region, "--enterprises", enterprises, "--seed", seed, "--out", "made"];
        place.wuwei(&arguments)
    };
    synth("220100", "1", "0").ends(0);
    synth("220100", "3", "18446744073709551615").ends(0);
    synth("220100", "3", "18446744073709551616").ends(2);
    synth("220100", "-5", "1").ends(2);
    synth("220100", "4294967296", "1").ends(2);
    synth("长春", "3", "1").ends(2).complains("`长春`").complains("长春市");
    synth("000000", "3", "1").ends(2).complains("000000");
}

/// Nobody asks for a city without enterprises, but a script may.
#[test]
fn a_city_without_enterprises_is_no_panic() {
    let place = Place::new();
    place.wuwei(&["synth", "--region", "220100", "--enterprises", "0", "--out", "made"]);
}

/// A slip of the finger must not replace a year's declarations by made-up ones.
#[test]
fn real_facts_are_not_overwritten() {
    let place = Place::new();
    place.write("企业.csv", format!("统一社会信用代码,名称\n{A},甲公司\n"));
    place.wuwei(&["load", "企业.csv", "--into", "facts"]).ends(0);
    place.wuwei(&["synth", "--region", "220100", "--enterprises", "5", "--out", "facts"]).ends(2);
    place.wuwei(&["ask", A, "--facts", "facts"]).ends(0).prints("甲公司").prints_not("合成数据");
}
