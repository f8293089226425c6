//! The data and the answers are those of the reference, to the last cell.

#![allow(clippy::unwrap_used, reason = "a test that can't read what it expects has failed")]

use std::fs;
use std::path::Path;

use wuwei_w1::column::{Column, Nullable, bit};
use wuwei_w1::{Aggregate, Data, Output, auto, result};

fn expected(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../expected").join(name);
    fs::read_to_string(&path).unwrap()
}

/// The named checksum for a number of rows.
fn checksum(rows: usize, name: &str) -> String {
    let text = expected("hashes.json");
    let of_rows = text.split(&format!("\"{rows}\"")).nth(1).unwrap();
    let of_name = of_rows.split(&format!("\"{name}\"")).nth(1).unwrap();
    of_name.split('"').nth(1).unwrap().to_string()
}

/// Days since 1970 as a date, by counting years and months.
fn date(mut days: i32) -> String {
    let leap = |year: i32| year % 4 == 0 && year % 100 != 0 || year % 400 == 0;
    let mut year = 1970;
    while days >= 365 + i32::from(leap(year)) {
        days -= 365 + i32::from(leap(year));
        year += 1;
    }
    let months = [31, 28 + i32::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while days >= months[month] {
        days -= months[month];
        month += 1;
    }
    format!("{year}-{:02}-{:02}", month + 1, days + 1)
}

fn line(data: &Data, row: usize) -> String {
    fn plain<T: Copy + Default + ToString>(column: &Column<T>, row: usize) -> String {
        column[row].to_string()
    }
    fn known<T: Copy + Default + ToString>(column: &Nullable<Column<T>>, row: usize) -> String {
        column.get(row).map(|value| value.to_string()).unwrap_or_default()
    }
    let abnormal = bit(&data.abnormal.valid, row).then(|| u8::from(bit(&data.abnormal.values, row)).to_string());
    let cells = [
        plain(&data.id, row),
        plain(&data.region, row),
        plain(&data.industry, row),
        date(data.registered_on[row]),
        plain(&data.staff, row),
        known(&data.rd_staff, row),
        known(&data.master_plus_staff, row),
        known(&data.revenue, row),
        plain(&data.revenue_prev, row),
        plain(&data.revenue_prev2, row),
        plain(&data.cost, row),
        plain(&data.assets, row),
        plain(&data.net_assets, row),
        plain(&data.net_assets_prev, row),
        known(&data.net_assets_prev2, row),
        known(&data.rd_expense, row),
        known(&data.rd_expense_prev, row),
        plain(&data.rd_expense_prev2, row),
        known(&data.hightech_revenue, row),
        known(&data.tech_contract_amount, row),
        plain(&data.venture_capital, row),
        plain(&data.ip_class1, row),
        known(&data.ip_class2, row),
        abnormal.unwrap_or_default(),
        known(&data.first_hnte_year, row),
        known(&data.hnte_valid_until, row),
        known(&data.srdi_level, row),
        u8::from(bit(&data.incubated, row)).to_string(),
        known(&data.transfers_in, row),
        plain(&data.industrial_professors, row),
    ];
    cells.join(",")
}

fn answers(rows: usize, threads: usize) -> (Aggregate, Output) {
    let data = Data::make(rows);
    let mut output = Output::new(rows);
    let aggregate = auto::full(&data, threads, &mut output);
    assert_eq!(aggregate, auto::aggregate(&data, threads));
    (aggregate, output)
}

#[test]
fn the_first_thousand_enterprises() {
    let data = Data::make(1000);
    let text = expected("input_1000.csv");
    let mut lines = text.lines().skip(1);
    for row in 0..1000 {
        assert_eq!(line(&data, row), lines.next().unwrap());
    }
    assert_eq!(lines.next(), None);
}

#[test]
fn every_cell_of_a_thousand_answers() {
    let (aggregate, output) = answers(1000, 1);
    let text = expected("expected_1000.csv");
    let mut lines = text.lines();
    assert_eq!(lines.next().unwrap(), result::column_names().join(","));
    for row in 0..1000 {
        assert_eq!(output.line(row), lines.next().unwrap());
    }
    let text = expected("expected_agg_1000.csv");
    assert_eq!(aggregate.lines(), text.lines().skip(1).collect::<Vec<_>>());
}

fn checksums_agree(rows: usize) {
    for threads in [1, 2] {
        let (aggregate, output) = answers(rows, threads);
        assert_eq!(aggregate.hash(), checksum(rows, "agg_hash"));
        assert_eq!(output.hash(), checksum(rows, "out_hash"));
    }
}

#[test]
fn checksums_of_a_thousand() {
    checksums_agree(1000);
}

#[test]
fn checksums_of_a_hundred_thousand() {
    checksums_agree(100_000);
}

#[test]
#[ignore = "half a minute without optimisation; the driver checks it in every run"]
fn checksums_of_a_million() {
    checksums_agree(1_000_000);
}
