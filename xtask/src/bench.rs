//! The figures of docs/measurements.md: cold processes of the release build, the fastest and the middle of several runs.

use std::fs;
use std::path::Path;

use crate::process::{Usage, measure, root, run as run_shown};
use crate::{copies, process};

/// Copies of the library for the test of scale.
const COPIES: usize = 1000;

pub(crate) fn run() -> Result<(), String> {
    run_shown("cargo", &["build", "--release", "--quiet"], &[])?;
    let command = root().join("target/release/wuwei");
    let scratch = root().join("target/bench");
    // A run that was stopped may have left its folder.
    let _ = fs::remove_dir_all(&scratch);
    fs::create_dir_all(&scratch).map_err(|error| format!("{}: {error}", scratch.display()))?;
    let city = scratch.join("city");
    let facts = text(&city);
    let big = scratch.join("copies");
    println!("\n{:<58} {:>9} {:>9} {:>9}", "", "fastest", "middle", "memory");

    figure("check library", &command, &["check", "library"], 15)?;
    let synth = ["synth", "--region", "220100", "--enterprises", "5000", "--seed", "5616", "--out"];
    once("synth, 5,000 enterprises", &command, &[&synth[..], &[facts]].concat())?;
    let day = ["--as-of", "2025-12-31"];
    let id = "91220100FAKE00001A";
    figure("ask, one of 5,000", &command, &[&["ask", id, "--facts", facts, "--json"][..], &day].concat(), 15)?;
    let explain = ["explain", id, "高新技术企业认定补助", "--facts", facts];
    figure("explain, one of 5,000", &command, &[&explain[..], &day].concat(), 15)?;
    let whole = ["run", "--facts", facts, "--region", "220100", "--json"];
    figure("run, 5,000 enterprises", &command, &[&whole[..], &day].concat(), 5)?;
    figure("tour", &command, &["tour"], 5)?;

    let table = scratch.join("wide.csv");
    wide_table(&table)?;
    let loaded = scratch.join("loaded");
    let load = ["load", text(&table), "--into", text(&loaded)];
    once("load, 100,000 rows of 60 columns, csv", &command, &load)?;

    copies::write(&root().join("library"), &big, COPIES)?;
    figure(&format!("check, {COPIES} copies of the library"), &command, &["check", text(&big)], 3)?;

    println!();
    process::run("cargo", &["bench", "--quiet", "--package", "wuwei", "--bench", "evaluate"], &[])?;
    fs::remove_dir_all(&scratch).map_err(|error| format!("{}: {error}", scratch.display()))
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap_or_default()
}

fn once(name: &str, command: &Path, arguments: &[&str]) -> Result<(), String> {
    figure(name, command, arguments, 1)
}

fn figure(name: &str, command: &Path, arguments: &[&str], times: usize) -> Result<(), String> {
    let mut runs: Vec<Usage> = (0..times).map(|_| measure(command, arguments)).collect::<Result<_, _>>()?;
    runs.sort_by_key(|usage| usage.time);
    let milliseconds = |usage: &Usage| format!("{:.0} ms", usage.time.as_secs_f64() * 1000.0);
    let memory = runs.iter().filter_map(|usage| usage.peak_bytes).max();
    let memory = memory.map_or_else(|| "–".to_string(), |bytes| format!("{} MB", bytes / 1_000_000));
    println!("{name:<58} {:>9} {:>9} {memory:>9}", milliseconds(&runs[0]), milliseconds(&runs[times / 2]));
    Ok(())
}

/// A table of enterprises as a bureau might send it: 100,000 rows, 60 columns.
fn wide_table(into: &Path) -> Result<(), String> {
    const SINGLE: &[&str] = &["统一社会信用代码", "名称", "注册地", "成立日期", "行业", "上市"];
    const YEARLY: &[&str] = &[
        "职工总数",
        "科技人员数",
        "营业收入",
        "主营业务收入",
        "成本费用",
        "资产总额",
        "负债总额",
        "净利润",
        "研发费用",
    ];
    const YEARS: std::ops::Range<i32> = 2020..2026;
    let mut out = SINGLE.join(",");
    for name in YEARLY {
        for year in YEARS {
            out.push_str(&format!(",{name}@{year}"));
        }
    }
    out.push('\n');
    for n in 0..100_000u64 {
        out.push_str(&format!("{},企业{n},220104,2015-0{}-15,C3670,否", code(n), 1 + n % 9));
        for (at, _) in YEARLY.iter().enumerate() {
            for year in YEARS {
                let value = (n * 7919 + at as u64 * 104_729 + year as u64 * 31) % 9_000_000 + 1;
                let value = if at < 2 { value % 900 + 1 } else { value };
                out.push_str(&format!(",{value}"));
            }
        }
        out.push('\n');
    }
    fs::write(into, out).map_err(|error| format!("{}: {error}", into.display()))
}

fn code(n: u64) -> String {
    const SIGNS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let mut digits = [b'0'; 5];
    let mut rest = n as usize;
    for digit in digits.iter_mut().rev() {
        *digit = SIGNS[rest % 31];
        rest /= 31;
    }
    let first = format!("91220100FAKE{}", String::from_utf8_lossy(&digits));
    let mut weight = 1;
    let mut sum = 0;
    for byte in first.bytes() {
        sum += SIGNS.iter().position(|sign| *sign == byte).unwrap_or(0) * weight;
        weight = weight * 3 % 31;
    }
    format!("{first}{}", char::from(SIGNS[(31 - sum % 31) % 31]))
}
