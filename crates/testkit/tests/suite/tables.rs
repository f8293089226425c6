//! Tables that nobody meant to send: whatever stands in a file of facts or observations, it is read or refused, never a
//! panic, and a refused file leaves nothing behind.

use std::path::{Path, PathBuf};

use rust_xlsxwriter::Workbook;
use wuwei_facts::{LoadOptions, load};
use wuwei_ir::Date;
use wuwei_testkit::{compile, compile_with_table};

use crate::random::{Random, seeds};

const FACTS: &str = "\u{feff}统一社会信用代码,名称,注册地,成立日期,上市,职工总数@2024(人),研发费用@2024(万元),营业收入@2023\n\
91220104TEAT00001G,\"甲, \"\"一\"\"\",朝阳区,2015-02-28,是,30,12.34,1e6\n\
91220104TEAT00002K,乙,220104,2018/06/30,否,,５００,100万元\n\
91220104TEAT00003N,丙,,,,-3,#N/A,\n";

const OBSERVATIONS: &str = "指标,区域,时期,数值,单位,状态,来源,说明\n高新技术企业数,朝阳区,2024,118,户,reported,\"甲, 乙\",\n高新技术企业数,朝阳区,2024Q3,1.5,万户,,,\n";

/// What a careless or a hostile hand does to a file.
fn spoilt(random: &mut Random, bytes: &[u8]) -> Vec<u8> {
    const BITS: &[&str] = &[
        "\"",
        ",",
        "\n",
        "\r\n",
        "\r",
        ";",
        "\t",
        "\0",
        "@",
        "(",
        ")",
        "(万元)",
        "@2024",
        "@99999",
        "无",
        "-",
        "9999999999999999999",
        "0.0000000000000000001",
        "2024-02-30",
        "\u{feff}",
        "企业",
        "％",
        "１",
        "1e400",
        "\u{202e}",
        "#REF!",
        "=A1",
        "",
    ];
    let mut out = bytes.to_vec();
    for _ in 0..=random.below(6) {
        let at = random.below(out.len() + 1);
        let to = at + random.below(out.len() - at + 1).min(random.below(40));
        match random.below(6) {
            0 => drop(out.drain(at..to)),
            1 => {
                let part = out[at..to].to_vec();
                out.splice(at..at, part);
            }
            2 => out.truncate(at),
            3 if at < out.len() => out[at] = random.next() as u8,
            _ => {
                let bit = *random.pick(BITS);
                out.splice(at..to.min(at + random.below(3)), bit.bytes());
            }
        }
    }
    out
}

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("tables-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// Loads a file as it is and with bad rows left out.
fn loads(library: &wuwei_project::Library, file: &Path, folder: &Path) {
    let program = library.program();
    let today = Date::from_ymd(2025, 6, 30).unwrap();
    for skip_bad_rows in [false, true] {
        let into = folder.join("facts");
        let _ = std::fs::remove_dir_all(&into);
        let entity = program.entity_named("企业");
        let options = LoadOptions { entity, skip_bad_rows, ..LoadOptions::default() };
        let loaded = load(program, &[file.to_path_buf()], &into, &options, today, &mut |_| {});
        let refused = loaded.is_err() || loaded.as_ref().is_ok_and(|loaded| !loaded.written);
        assert!(!refused || !into.exists(), "something was written");
        for problem in loaded.iter().flat_map(|loaded| &loaded.problems) {
            assert!(!problem.show(wuwei_source::Lang::Zh).is_empty());
        }
    }
}

#[test]
fn spoilt_tables_of_facts_are_read_or_refused() {
    let library = compile("");
    let folder = folder("csv");
    for seed in seeds(1500) {
        let mut random = Random::new(seed);
        let bytes = spoilt(&mut random, FACTS.as_bytes());
        let file = folder.join("企业.csv");
        std::fs::write(&file, &bytes).unwrap();
        loads(&library, &file, &folder);
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn spoilt_workbooks_are_read_or_refused() {
    let library = compile("");
    let folder = folder("xlsx");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("企业").unwrap();
    for (row, line) in FACTS.trim_start_matches('\u{feff}').lines().enumerate() {
        for (column, cell) in line.split(',').enumerate() {
            sheet.write(row as u32, column as u16, cell).unwrap();
        }
    }
    let whole = book.save_to_buffer().unwrap();
    for seed in seeds(300) {
        let mut random = Random::new(seed);
        let file = folder.join("企业.xlsx");
        std::fs::write(&file, spoilt(&mut random, &whole)).unwrap();
        loads(&library, &file, &folder);
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn spoilt_observations_are_read_or_refused() {
    for seed in seeds(150) {
        let mut random = Random::new(seed);
        let bytes = spoilt(&mut random, OBSERVATIONS.as_bytes());
        let text = String::from_utf8_lossy(&bytes);
        let library = compile_with_table("", &text);
        for found in &library.diagnostics {
            assert!(found.place().span.end as usize <= text.len(), "seed {seed}: {found:?}");
        }
    }
}
